"""What draws one layer of one session: a curve, the band around it, and their moving average."""

from __future__ import annotations

from typing import NamedTuple, Self

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from gradiometer.series import View
from gradiometer_desktop.plots.base import faded
from gradiometer_desktop.plots.canvas import Canvas
from gradiometer_desktop.plots.items import Band, Curve, Values, hairline

_RAW_Z, _SMOOTH_Z = 10.0, 30.0


class Stroke(NamedTuple):
    """band: from the least to the largest where several steps share a pixel; curve: what was measured; smooth: averaged
    over the window.
    """

    band: Band
    curve: Curve
    smooth: Curve

    @classmethod
    def on(cls, canvas: Canvas) -> Self:
        """One that shows nothing yet."""
        stroke = cls(Band(canvas.plane), Curve(canvas.plane), Curve(canvas.plane))
        stroke.curve.setZValue(_RAW_Z)
        stroke.smooth.setZValue(_SMOOTH_Z)
        return stroke

    def clear(self) -> None:
        """Show nothing."""
        for item in self:
            item.clear()

    def draw(
        self,
        limits: View,
        middle: Values,
        mean: Values | None,
        *,
        color: str,
        ground: str,
        dash: Qt.PenStyle,
        alpha: int,
    ) -> None:
        """limits: with low and high [num_points]; middle: of the curve; mean: averaged, where curves are, and then what
        was measured lies faintly beneath, on this ground; alpha: of the band.
        """
        self.curve.set_points(limits.steps, middle)
        self.curve.setPen(hairline(color if mean is None else faded(color, ground), dash))
        if mean is not None:
            self.smooth.set_points(limits.steps, mean)
            self.smooth.setPen(hairline(color, dash))
        if not limits.exact:
            faint = QColor(color)
            faint.setAlpha(alpha if mean is None else alpha // 2)
            self.band.set_color(faint)
            self.band.set_limits(limits.steps, limits.low, limits.high)
