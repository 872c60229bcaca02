"""Axes that say what they show: steps, decades, and signed powers of two."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import zip_longest

import pyqtgraph as pg
from PySide6.QtCore import QLineF
from PySide6.QtGui import QFontMetricsF, QPainterPath, QPicture
from PySide6.QtWidgets import QApplication, QGraphicsItem, QGraphicsPathItem, QGraphicsSimpleTextItem

from gradiometer_desktop.plots.items import hairline
from gradiometer_desktop.wording import spaced

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
LOG2_10 = math.log2(10.0)
END_ROOM_PX = 22
"""So far labels may reach over the ends of their axis."""
_TICK_PX = 5.0
_LABEL_GAP_PX = 5
_BETWEEN_LABELS_PX = 3.0
# Of a line of text, what its letters take.
_LABEL_HEIGHT = 0.8
# Between two numbers on a plain axis.
_LEAST_WIDTH_PX, _LEAST_HEIGHT_PX = 68.0, 19.0
_WIDTH_TO_SPARE_PX = 10.0
# Between the names of two layers.
_GAP_PX = 6


def power_of_ten(exponent: int) -> str:
    """`10⁻⁵`."""
    return "10" + str(exponent).translate(_SUPERSCRIPTS)


class Axis(pg.AxisItem):
    """An axis that is laid out by Python and painted by Qt (see canvas.py): pyqtgraph's paints itself, and takes ten
    times as long to find out what.

    main_ticks: where its main ticks stand, as shares of its length from its low end; on_change: called when it has to
    be laid out anew; least_width: of a vertical axis, in pixels, whatever its labels take.
    """

    def __init__(self, orientation: str):
        self.main_ticks: list[float] = []
        self.on_change: Callable[[], object] = lambda: None
        self.least_width = 0.0
        self._title = ""
        super().__init__(orientation)
        self.enableAutoSIPrefix(False)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemHasNoContents)
        self._lines = QGraphicsPathItem(self)
        self._texts: list[QGraphicsSimpleTextItem] = []

    @property
    def is_vertical(self) -> bool:
        return bool(self.orientation == "left")

    def lay_out(self) -> None:
        """Put lines and labels where they belong, if anything has changed."""
        # pyqtgraph keeps a picture here, and makes it None when something has changed.
        if self.picture is not None:
            return
        self.picture: QPicture | None = QPicture()
        (low, high), size = self.range, self.size()
        length = size.height() if self.is_vertical else size.width()
        levels = self.tickValues(low, high, length) if length > 0 and low < high else []
        self.main_ticks = [(value - low) / (high - low) for value in levels[0][1]] if levels else []
        edge = QLineF(size.width(), 0.0, size.width(), length) if self.is_vertical else QLineF(0.0, 0.0, length, 0.0)
        lines = [edge]
        labels: list[list[tuple[float, str]]] = []
        for level, (spacing, values) in enumerate(levels):
            tick_px = _TICK_PX / (1 + level / 2)
            labels.append([])
            for value, text in zip(values, self.tickStrings(values, 1.0, spacing), strict=True):
                share = (value - low) / (high - low)
                at = length * (1 - share if self.is_vertical else share)
                # Into the plot, where there is room.
                lines.append(
                    QLineF(size.width(), at, size.width() + tick_px, at)
                    if self.is_vertical
                    else QLineF(at, 0.0, at, -tick_px)
                )
                if text:
                    labels[-1].append((at, text))
        path = QPainterPath()
        for line in lines:
            path.moveTo(line.p1())
            path.lineTo(line.p2())
        self._lines.setPath(path)
        self._lines.setPen(hairline(self.pen().color()))
        self._write(labels, length)

    def labels(self) -> list[str]:
        """What is written."""
        return [item.text() for item in self._texts if item.isVisible()]

    def _updateLabel(self) -> None:
        # pyqtgraph writes it anew with every range.
        if self.labelString() != self._title:
            self._title = self.labelString()
            super()._updateLabel()

    def resizeEvent(self, event: object = None) -> None:
        super().resizeEvent(event)
        self.on_change()

    def change(self) -> None:
        """What the labels say has changed."""
        self.picture = None
        self.on_change()

    def _write(self, levels: list[list[tuple[float, str]]], length: float) -> None:
        """Labels at these places, by levels of ticks. A minor level whose labels have no room has none at all."""
        metrics = QFontMetricsF(QApplication.font())
        height = metrics.height()
        gap = 0.0 if self.is_vertical else _BETWEEN_LABELS_PX
        shown: list[tuple[float, float, str]] = []
        for level, labels in enumerate(levels):
            found: list[tuple[float, float, str]] = []
            for at, text in labels:
                width = metrics.horizontalAdvance(text)
                reach = _LABEL_HEIGHT * height if self.is_vertical else width
                # At the ends a long label stands a little aside.
                begin = min(max(at - reach / 2, -END_ROOM_PX), length + END_ROOM_PX - reach)
                taken = ((other, other + (reach if self.is_vertical else wide)) for other, wide, _ in (*shown, *found))
                if all(other_end + gap <= begin or begin + reach + gap <= other for other, other_end in taken):
                    found.append((begin, width, text))
                elif level > 0:
                    break
            else:
                shown += found
        title_px = _LABEL_HEIGHT * self.label.boundingRect().height() if self.label.isVisible() else 0.0
        if self.is_vertical:
            self._take_width(max((width for _begin, width, _text in shown), default=0.0) + _LABEL_GAP_PX + title_px)
        else:
            self.setHeight(_LABEL_HEIGHT * height + _LABEL_GAP_PX + title_px)
        while len(self._texts) < len(shown):
            self._texts.append(QGraphicsSimpleTextItem(self))
        edge, leading, color = self.size().width(), (1 - _LABEL_HEIGHT) / 2 * height, self.textPen().color()
        for item, label in zip_longest(self._texts, shown):
            item.setVisible(label is not None)
            if label is not None:
                begin, width, text = label
                item.setText(text)
                item.setBrush(color)
                if self.is_vertical:
                    item.setPos(round(edge - _LABEL_GAP_PX - width), round(begin - leading))
                else:
                    item.setPos(round(begin), _LABEL_GAP_PX - leading)

    def _take_width(self, width: float) -> None:
        """Grow at once, shrink only where much is gained: each new width moves the plot."""
        width = max(width, self.least_width)
        if self.fixedWidth is None or width > self.fixedWidth or width < self.fixedWidth - _WIDTH_TO_SPARE_PX:
            self.setWidth(math.ceil(width))


class PlainAxis(Axis):
    """Numbers as they are, never "(x1e+03)"; `10 000` for steps."""

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        spacing = _nice((maxVal - minVal) / size * (_LEAST_HEIGHT_PX if self.is_vertical else _LEAST_WIDTH_PX))
        numbers = range(math.ceil(minVal / spacing - 1e-9), math.floor(maxVal / spacing + 1e-9) + 1)
        return [(spacing, [number * spacing for number in numbers])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        digits = max(0, min(8, math.ceil(-math.log10(spacing)))) if spacing < 1 else 0
        if any(abs(value) >= 1e7 for value in values):
            return [f"{value:g}" for value in values]
        return [spaced(value, digits) for value in values]


def _nice(least: float) -> float:
    """The smallest of 1, 2, 5, 10, 20, ... and 0.5, 0.2, 0.1, ... that is at least so much."""
    decade = 10.0 ** math.floor(math.log10(least))
    return min(digit * decade for digit in (1, 2, 5, 10) if digit * decade >= least * (1 - 1e-9))


class DecadeAxis(Axis):
    """For values that are log10 of what is shown: ticks at whole decades, `10⁻⁵`."""

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


class ValueAxis(DecadeAxis, PlainAxis):
    """Decades or plain numbers, by the quantity that is shown."""

    def __init__(self, orientation: str):
        self.is_log = True
        super().__init__(orientation)

    def show_log(self, is_log: bool) -> None:
        """Whether positions are log10 of what is shown."""
        if is_log != self.is_log:
            self.is_log = is_log
            self.change()

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        kind = DecadeAxis if self.is_log else PlainAxis
        return kind.tickValues(self, minVal, maxVal, size)

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        kind = DecadeAxis if self.is_log else PlainAxis
        return kind.tickStrings(self, values, scale, spacing)


class SignedPowerAxis(Axis):
    """Positions of signed log2 bins: 0 is the bin around zero, +-1 the smallest exponent in use, and so on outwards.

    first_exponent: the exponent that stands at +-1. Ticks are at decades.
    """

    def __init__(self, orientation: str):
        super().__init__(orientation)
        self._labels: dict[float, str] = {}
        self.first_exponent = 0

    def set_first_exponent(self, exponent: int) -> None:
        """Shift the labels when the range of exponents in use has grown."""
        if exponent != self.first_exponent:
            self.first_exponent = exponent
            self.change()

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


class LayerAxis(Axis):
    """Layer names at 1, 2, ...; as many as there is room for, always the first and the last."""

    def __init__(self, orientation: str):
        super().__init__(orientation)
        self._names: tuple[str, ...] = ()
        self._widest_px = 0.0

    def set_names(self, names: tuple[str, ...]) -> None:
        """Name the layers from the input on."""
        self._names = names
        metrics = QFontMetricsF(QApplication.font())
        self._widest_px = max((metrics.horizontalAdvance(name) for name in names), default=0.0) + _GAP_PX
        self.change()

    @property
    def room(self) -> tuple[float, float]:
        """The range that all layers need, with room for half a name at either end."""
        count = len(self._names)
        beside = max(0.5, 0.08 * count)
        return 1 - beside, count + beside

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        count = len(self._names)
        step = max(1, math.ceil(self._widest_px * (maxVal - minVal) / max(size, 1.0)))
        chosen = [*(layer for layer in range(1, count, step) if count - layer >= step), count] if count else []
        return [(step, [float(value) for value in chosen if minVal <= value <= maxVal])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        return [self._names[int(value) - 1] for value in values]
