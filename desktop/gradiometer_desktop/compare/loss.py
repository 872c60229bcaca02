"""Loss and accuracy of several sessions, of the training batches and of the held-out examples."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from gradiometer.alignment import ALIGNMENTS
from gradiometer.comparison import Comparison
from gradiometer.figure_plots import has_log_axis
from gradiometer.series import View
from gradiometer_desktop.compare.base import Shown
from gradiometer_desktop.compare.chosen import ComparedSelection
from gradiometer_desktop.compare.time_plot import CompareTimePlot
from gradiometer_desktop.plots.axes import PlainAxis, ValueAxis
from gradiometer_desktop.plots.canvas import Canvas, align_axes
from gradiometer_desktop.plots.heights import fit_from_zero, log10, snug
from gradiometer_desktop.plots.items import Band, Curve, Dots, Face, hairline

_BAND_ALPHA = 45
# More of them hide their line.
_MOST_DOTS = 60


class Strokes(NamedTuple):
    """What draws one session on one canvas: a band from the least to the largest batch, its middle, and the held-out
    points.
    """

    band: Band
    middle: Curve
    line: Curve
    points: Dots

    def clear(self) -> None:
        """Show nothing."""
        for item in self:
            item.clear()


class CompareLoss(CompareTimePlot):
    """Loss above, accuracy below."""

    name = "loss"
    title = "Loss and accuracy"
    how = "Lines are the training batches; dashed ones with dots are the held-out examples, never trained on."

    def __init__(self, selection: ComparedSelection):
        self._values = ValueAxis("left"), ValueAxis("left")
        canvases = [
            Canvas(PlainAxis("bottom"), axis, f"{name.capitalize()} over time, by session")
            for name, axis in zip(("loss", "accuracy"), self._values, strict=True)
        ]
        super().__init__(selection, canvases)
        self.strokes: dict[tuple[str, int], Strokes] = {}
        """By `loss` or `accuracy` and the index of the session."""
        for name, canvas in zip(("loss", "accuracy"), canvases, strict=True):
            canvas.set_label("left", name)
            canvas.settled.connect(lambda: align_axes(self.canvases))
            canvas.hovered.connect(self.telling(self._hover))

    def draw_sessions(self, comparison: Comparison, first: float, last: float, most_points: int) -> None:
        for strokes in self.strokes.values():
            strokes.clear()
        for name, canvas, axis in zip(("loss", "accuracy"), self.canvases, self._values, strict=True):
            seen = []
            for shown in self.drawn():
                training = shown.side.view(name, self.chosen.align, first, last, most_points)
                held_out = shown.side.view(f"held_out_{name}", self.chosen.align, first, last, most_points)
                assert training is not None
                assert held_out is not None
                seen.append((shown, training, held_out))
            values = [edge.ravel() for _shown, *views in seen for view in views for edge in (view.low, view.high)]
            finite = np.concatenate([np.empty(0), *values])
            finite = finite[np.isfinite(finite)]
            is_log = has_log_axis(name, finite)
            axis.show_log(is_log)
            for shown, training, held_out in seen:
                self._draw(name, canvas, shown, _heights(training, is_log), _heights(held_out, is_log))
            canvas.say_empty("" if len(finite) else f"No session shown has {'a loss' if name == 'loss' else name}.")
            if name == "accuracy":
                canvas.setYRange(0.0, 1.02, padding=0)
            elif is_log:
                logs = np.log10(finite[finite > 0])
                snug(canvas, float(logs.min()), float(logs.max()), unit=1.0, least=2.0)
            elif len(finite):
                fit_from_zero(canvas, float(finite.max()))
        self.write_legend("——&nbsp;training", "– • –&nbsp;held-out", self.faint(comparison.left_out(self.chosen.align)))

    def _draw(self, name: str, canvas: Canvas, shown: Shown, training: View, held_out: View) -> None:
        """Draw one session on one canvas. training, held_out: heights."""
        if (name, shown.number) not in self.strokes:
            plane = canvas.plane
            self.strokes[name, shown.number] = Strokes(Band(plane), Curve(plane), Curve(plane), Dots(plane))
        band, middle, line, points = self.strokes[name, shown.number]
        low, high, values = training.low[:, 0], training.high[:, 0], held_out.high[:, 0]
        faint = QColor(shown.color)
        faint.setAlpha(_BAND_ALPHA)
        band.set_color(faint)
        if not training.exact:
            band.set_limits(training.steps, low, high)
        middle.setPen(hairline(shown.color))
        # Halved first: the sum of two large losses may overflow.
        middle.set_points(training.steps, low / 2 + high / 2)
        finite = np.isfinite(values)
        line.setPen(hairline(shown.color, Qt.PenStyle.DashLine))
        line.set_points(held_out.steps[finite], values[finite])
        if np.count_nonzero(finite) <= _MOST_DOTS:
            points.set_points(held_out.steps[finite], values[finite], Face("o", 6, shown.color, self.theme.ground))

    def _hover(self, x: float, _y: float) -> None:
        if self.comparison is None:
            return
        told = []
        for _index, side, _color in self.drawn():
            loss, accuracy = (side.at(name, self.chosen.align, x) for name in ("loss", "accuracy"))
            if loss is not None and accuracy is not None:
                share = "" if np.isnan(accuracy[1][0]) else f" and {accuracy[1][0]:.1%}"
                told.append(f"{side.label} {loss[1][0]:.3g}{share}")
        self.readout.setText(f"{ALIGNMENTS[self.chosen.align].tell(x)}: {', '.join(told)}")


def _heights(view: View, is_log: bool) -> View:
    """Where its values stand: a loss that explodes, on a log axis."""
    return view._replace(low=log10(view.low.copy()), high=log10(view.high.copy())) if is_log else view
