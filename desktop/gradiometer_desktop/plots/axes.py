"""Axes that say what they show: steps, decades, and signed powers of two."""

from __future__ import annotations

import math

import pyqtgraph as pg
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QApplication, QStyleOptionGraphicsItem, QWidget

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
LOG2_10 = math.log2(10.0)
# Between the names of two layers.
_GAP_PX = 6


def power_of_ten(exponent: int) -> str:
    """`10⁻⁵`."""
    return "10" + str(exponent).translate(_SUPERSCRIPTS)


class Grid(pg.GraphicsObject):
    """Opaque lines at the main ticks of both axes.

    The axes' own grid is drawn with transparent pens and makes a plot three to five times dearer to paint.
    """

    def __init__(self, x_axis: pg.AxisItem, y_axis: pg.AxisItem):
        super().__init__()
        self._axes = (x_axis, y_axis)
        self._pen = pg.mkPen("#808080")
        self.setZValue(-1000)

    def set_color(self, color: str) -> None:
        """As `#rrggbb`."""
        self._pen = pg.mkPen(color)
        self.update()

    def viewRangeChanged(self, *_ranges: object) -> None:
        self.prepareGeometryChange()

    def boundingRect(self) -> QRectF:
        return QRectF(self.viewRect())

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        rect = self.viewRect()
        lines = []
        for axis, vertical in zip(self._axes, (True, False), strict=True):
            low, high = (rect.left(), rect.right()) if vertical else (rect.top(), rect.bottom())
            size = axis.geometry().width() if vertical else axis.geometry().height()
            if size <= 0 or high <= low:
                continue
            for value in axis.tickValues(low, high, size)[0][1]:
                if vertical:
                    lines.append(QLineF(value, rect.top(), value, rect.bottom()))
                else:
                    lines.append(QLineF(rect.left(), value, rect.right(), value))
        painter.setPen(self._pen)
        painter.drawLines(lines)


class PlainAxis(pg.AxisItem):
    """Numbers as they are, never "(x1e+03)"; `10 000` for steps."""

    def __init__(self, orientation: str):
        super().__init__(orientation)
        self.enableAutoSIPrefix(False)

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        digits = max(0, min(8, math.ceil(-math.log10(spacing)))) if spacing < 1 else 0
        if any(abs(value) >= 1e7 for value in values):
            return [f"{value:g}" for value in values]
        return [f"{value:,.{digits}f}".replace(",", " ") for value in values]


class DecadeAxis(pg.AxisItem):
    """For values that are log10 of what is shown: ticks at whole decades, `10⁻⁵`."""

    def __init__(self, orientation: str):
        super().__init__(orientation)
        self.enableAutoSIPrefix(False)

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        most = max(2.0, size / 28)
        step = 1
        while (maxVal - minVal) / step > most:
            step *= 2 if str(step)[0] != "2" else 5 / 2  # type: ignore[assignment]
            step = int(step)
        first = math.ceil(minVal / step) * step
        major = [float(value) for value in range(first, math.floor(maxVal) + 1, step)]
        if step > 1 or maxVal - minVal > 6:
            return [(step, major)]
        minor = [
            decade + math.log10(digit)
            for decade in range(math.floor(minVal), math.ceil(maxVal))
            for digit in range(2, 10)
            if minVal <= decade + math.log10(digit) <= maxVal
        ]
        return [(step, major), (0.1, minor)]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        # Within one or two decades the steps between them need a label too.
        low, high = sorted(self.range)
        if spacing < 1:
            wanted = (2, 5) if high - low < 2.2 else ()
            return [f"{digit}e{exponent}" if digit in wanted else "" for digit, exponent in map(_split, values)]
        return [power_of_ten(round(value)) for value in values]


def _split(log: float) -> tuple[int, int]:
    """The first digit and the exponent of 10^log, which may lie beyond the largest float."""
    exponent = math.floor(log + 1e-9)
    return round(10 ** (log - exponent)), exponent


class SignedPowerAxis(pg.AxisItem):
    """Positions of signed log2 bins: 0 is the bin around zero, +-1 the smallest exponent in use, and so on outwards.

    first_exponent: the exponent that stands at +-1. Ticks are at decades.
    """

    def __init__(self, orientation: str):
        super().__init__(orientation)
        self.enableAutoSIPrefix(False)
        self.setStyle(hideOverlappingLabels=False)
        self._labels: dict[float, str] = {}
        self.first_exponent = 0

    def set_first_exponent(self, exponent: int) -> None:
        """Shift the labels when the range of exponents in use has grown."""
        if exponent != self.first_exponent:
            self.first_exponent = exponent
            self.picture = None
            self.update()

    def position(self, decade: int) -> float:
        """Where +10^decade stands."""
        return decade * LOG2_10 - self.first_exponent + 0.5

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        reach = max(abs(minVal), abs(maxVal))
        lowest = math.ceil(self.first_exponent / LOG2_10)
        highest = math.floor((reach + self.first_exponent - 0.5) / LOG2_10)
        pixels = size * LOG2_10 / max(maxVal - minVal, 1e-9)
        step = max(1, math.ceil(52 / max(pixels, 1e-9))) if self.orientation in ("bottom", "top") else 0
        step = step or max(1, math.ceil(20 / max(pixels, 1e-9)))
        self._labels = {0.0: "0"}
        values = [0.0]
        for decade in range(highest // step * step, lowest - 1, -step):
            at = self.position(decade)
            if at * pixels / LOG2_10 < 30:
                continue
            for sign in (1, -1):
                if minVal <= sign * at <= maxVal:
                    values.append(sign * at)
                    self._labels[sign * at] = ("−" if sign < 0 else "") + power_of_ten(decade)
        return [(1.0, sorted(values))]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        return [self._labels.get(value, "") for value in values]


class LayerAxis(pg.AxisItem):
    """Layer names at 1, 2, ...; as many as there is room for, always the first and the last."""

    def __init__(self, orientation: str):
        super().__init__(orientation)
        self.enableAutoSIPrefix(False)
        self.setStyle(hideOverlappingLabels=False)
        self._names: tuple[str, ...] = ()
        self._widest_px = 0.0

    def set_names(self, names: tuple[str, ...]) -> None:
        """Name the layers from the input on."""
        self._names = names
        metrics = QFontMetricsF(QApplication.font())
        self._widest_px = max((metrics.horizontalAdvance(name) for name in names), default=0.0) + _GAP_PX
        self.picture = None
        self.update()

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        count = len(self._names)
        step = max(1, math.ceil(self._widest_px * (maxVal - minVal) / max(size, 1.0)))
        chosen = [*(layer for layer in range(1, count, step) if count - layer >= step), count] if count else []
        return [(step, [float(value) for value in chosen if minVal <= value <= maxVal])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        return [self._names[int(value) - 1] for value in values]
