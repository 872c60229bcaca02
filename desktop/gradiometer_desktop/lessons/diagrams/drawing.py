"""What diagrams are drawn with beside the items of the plots: texts at places, bars of factors on a log axis."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtGui import QColor, QTransform
from PySide6.QtWidgets import QGraphicsItem, QGraphicsSimpleTextItem

from gradiometer_desktop.lessons.diagrams.base import StillCanvas
from gradiometer_desktop.lessons.diagrams.wording import shown
from gradiometer_desktop.plots.axes import Axis, DecadeAxis, LayerAxis
from gradiometer_desktop.plots.heights import snug
from gradiometer_desktop.plots.items import Curve, Values, hairline
from gradiometer_desktop.theme import Theme

_HALF_BAR = 0.3
_LABEL_PX = 18.0
_MARGIN_PX = 6
# The lower ends of indices and brackets.
_FOOT_PX = 4
# Between two names below the bars.
_GAP_PX = 4.0


class Labels:
    """Texts that keep their size, around places of a plot. z: they lie before what has a smaller one."""

    def __init__(self, parent: QGraphicsItem, z: float = 10.0):
        self._parent = parent
        self._z = z
        self._items: list[QGraphicsSimpleTextItem] = []

    def set_texts(
        self,
        places: Sequence[tuple[float, float]],
        texts: Sequence[str],
        color: str | Sequence[str],
        *,
        right: float = -0.5,
        down: Sequence[float] | float = -0.5,
    ) -> None:
        """color: of all or of each; right, down: from a place to a text's upper left corner, in its own widths and
        heights: -0.5 puts its middle there, and `down` -1 its lower edge.
        """
        colors = [color] * len(texts) if isinstance(color, str) else list(color)
        downs = [down] * len(texts) if isinstance(down, int | float) else list(down)
        while len(self._items) < len(texts):
            item = QGraphicsSimpleTextItem(self._parent)
            item.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
            item.setZValue(self._z)
            self._items.append(item)
        for at, item in enumerate(self._items):
            item.setVisible(at < len(texts))
        for item, (x, y), text, each, below in zip(self._items, places, texts, colors, downs, strict=False):
            item.setText(text)
            item.setBrush(QColor(each))
            item.setPos(x, y)
            box = item.boundingRect()
            item.setTransform(QTransform.fromTranslate(round(right * box.width()), round(below * box.height())))

    def texts(self) -> list[str]:
        """What is written."""
        return [item.text() for item in self._items if item.isVisible()]


class BareAxis(Axis):
    """An axis with nothing on it."""

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        return []


class NamesAxis(LayerAxis):
    """Names at 1, 2, ..., each of them, with no line of the grid."""

    def lay_out(self) -> None:
        super().lay_out()
        self.main_ticks = []

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        return [(1.0, [float(at) for at in range(1, len(self._names) + 1) if minVal <= at <= maxVal])]


class FactorBars(StillCanvas):
    """Factors as bars from 1, up or down, on a log axis: there the bar of a product is the sum of the others' lengths.

    Blue is positive, orange negative. What is exactly 0 has no bar.
    """

    def __init__(self, name: str, height: int):
        self._names_axis = NamesAxis("bottom")
        super().__init__(self._names_axis, DecadeAxis("left"), name, height)
        self.setYRange(-4.0, 1.0, padding=0)
        self._one, self._part = Curve(self.plane), Curve(self.plane)
        self._positive, self._negative = Curve(self.plane), Curve(self.plane)
        self._labels = Labels(self.plane)
        self.getPlotItem().setContentsMargins(0, 7, _MARGIN_PX, _FOOT_PX)
        self._names: tuple[str, ...] = ()
        self._values: Values = np.empty(0)
        self._theme: Theme | None = None
        self._room = (0.0, 0.0)
        self.settled.connect(self._fit)

    def show_factors(self, names: tuple[str, ...], values: Sequence[float], num_products: int = 1) -> None:
        """The last `num_products` stand apart, behind a line."""
        self._names = names
        self._values = np.asarray(values, np.float64)
        self.setXRange(0.4, len(names) + 0.6, padding=0)
        heights = np.array(self.heights())
        at = np.arange(1.0, len(names) + 1.0)
        for item, which in ((self._positive, self._values > 0.0), (self._negative, self._values < 0.0)):
            _set_columns(item, at[which], heights[which])
        border = len(names) - num_products + 0.5
        self._one.set_points(np.array([0.0, len(names) + 1.0]), np.zeros(2))
        self._part.set_points(np.array([border, border]), np.array([-400.0, 400.0]))
        self._room = (0.0, 0.0)
        self._fit()

    def style_axes(self, theme: Theme) -> None:
        self._theme = theme
        self._one.setPen(hairline(theme.faint))
        self._part.setPen(hairline(theme.border))
        self._positive.setBrush(QColor(theme.training))
        self._negative.setBrush(QColor(theme.held_out))
        super().style_axes(theme)
        self._room = (0.0, 0.0)
        self._fit()

    def texts(self) -> list[str]:
        """The numbers at the bars."""
        return self._labels.texts()

    def heights(self) -> list[float]:
        """Where each bar ends: log10 of its size; 0 for a zero."""
        return [0.0 if value == 0.0 else math.log10(abs(value)) for value in self._values.tolist()]

    def _fit(self) -> None:
        """Leave room for the numbers at the ends of the bars; shorten the names where they would not fit."""
        width, height = self.overlay.rect().width(), self.overlay.rect().height()
        if not len(self._values) or self._theme is None or (width, height) == self._room:
            return
        self._room = width, height
        widest = max(map(self.fontMetrics().horizontalAdvance, self._names))
        is_narrow = widest + _GAP_PX > width / len(self._names)
        self._names_axis.set_names(tuple(map(_shortened, self._names)) if is_narrow else self._names)
        heights = self.heights()
        low, high = min(0.0, *heights), max(0.0, *heights)
        texts = ["0" if value == 0.0 else shown(value) for value in self._values.tolist()]
        # Where numbers are wider than there is room, every other one stands in a second line.
        crowd = max(map(self.fontMetrics().horizontalAdvance, texts)) + _GAP_PX > width / len(texts)
        line_px = _LABEL_PX * (2 if crowd else 1)
        room = line_px * max(high - low, 2.0) / max(height - 2 * line_px, 40.0)
        snug(self, low - room, high + room, unit=0.5, least=2.0)
        seconds = [float(crowd and at % 2 == 1) for at in range(len(texts))]
        downs = [
            (-1.0 - second if value > 0 else 0.05 + second) for value, second in zip(heights, seconds, strict=True)
        ]
        self._labels.set_texts(list(enumerate(heights, start=1)), texts, self._theme.text, down=downs)


def _shortened(name: str) -> str:
    """`w₂σ′₂` for `w₂σ′(z₂)`."""
    return name.replace("(z", "").replace(")", "")


def set_segments(item: Curve, x: Values, y: Values) -> None:
    """Lines that do not hang together; x, y: [num_lines, 2]."""
    gap = np.full((len(x), 1), np.nan)
    item.set_points(np.hstack([x, gap]).ravel(), np.hstack([y, gap]).ravel())


def _set_columns(item: Curve, at: Values, ends: Values) -> None:
    left, right, zero, gap = at - _HALF_BAR, at + _HALF_BAR, np.zeros(len(at)), np.full(len(at), np.nan)
    x, y = np.stack([left, left, right, right, gap], axis=1), np.stack([zero, ends, ends, zero, gap], axis=1)
    item.set_points(x.ravel(), y.ravel())
