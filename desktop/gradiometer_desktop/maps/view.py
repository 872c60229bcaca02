"""One of the two pictures of a map: a grid of colours with numbers in it, of which a cell can be chosen."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPen
from PySide6.QtWidgets import QApplication, QGraphicsItem, QGraphicsRectItem, QGraphicsSimpleTextItem

from gradiometer.colors import diverging_colors, ink_on
from gradiometer.sweep import short
from gradiometer_desktop.plots.axes import LayerAxis
from gradiometer_desktop.plots.canvas import Canvas
from gradiometer_desktop.plots.items import Curve, Image, hairline
from gradiometer_desktop.theme import LIGHT, Theme

Values = NDArray[np.float64]

_NUM_COLORS = 255
# The index behind these: nothing is known.
_NOTHING = _NUM_COLORS
_TEXT_SCALE = 0.83
_BESIDE_TEXT_PX = 3.0
_HATCHES = np.arange(0.125, 2.0, 0.25).tolist()
_LINE_STYLES = Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine


class NamesAxis(LayerAxis):
    """A name at 1, 2, ...; what is longer than its cell is cut."""

    def __init__(self, orientation: str):
        super().__init__(orientation)
        # Its ticks would stand in the cells.
        self._lines.hide()

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        return [(1.0, [float(index + 1) for index in range(len(self._names))])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        names = super().tickStrings(values, scale, spacing)
        if self.is_vertical or not names:
            return names
        metrics, room = QFontMetricsF(QApplication.font()), self.size().width() / len(names) - _BESIDE_TEXT_PX
        return [metrics.elidedText(name, Qt.TextElideMode.ElideRight, room) for name in names]


class MapView(Canvas):
    """Shows a grid of numbers. pointed: at a cell (row, column), or None; chosen: one was clicked; opened: twice."""

    pointed = Signal(object)
    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, name: str):
        self._across, self._up = NamesAxis("bottom"), NamesAxis("left")
        super().__init__(self._across, self._up, name)
        self.getViewBox().setMouseEnabled(x=False, y=False)
        self._theme = LIGHT
        self._values: Values = np.empty((0, 0))
        self._reach = 1
        self._pointed: tuple[int, int] | None = None
        self._image = Image(self.plane)
        self._hatching = Curve(self.plane)
        # On the ground's colour what is dashed is seen on every other.
        self._lines = Curve(self.plane), Curve(self.plane)
        self._pointing, self._choice = _Frame(self.plane, 1), _Frame(self.plane, 3)
        self._texts: dict[tuple[int, int], QGraphicsSimpleTextItem] = {}
        self.hovered.connect(self._hover)
        self.left.connect(lambda: self._point(None))
        self.clicked.connect(self._click)
        self.reset_asked.connect(self._open)
        self.settled.connect(self._place_texts)

    def show_grid(self, across: tuple[str, list[str]], up: tuple[str, list[str]]) -> None:
        """Begin anew with an empty grid. across, up: what stands on an axis, and the names of its columns or rows."""
        for side, axis, (title, names) in (("bottom", self._across, across), ("left", self._up, up)):
            axis.set_names(tuple(names))
            self.set_label(side, title)
        for item in self._texts.values():
            item.scene().removeItem(item)
        self._texts = {}
        rows, columns = len(up[1]), len(across[1])
        self.setRange(QRectF(0.5, 0.5, columns, rows), padding=0)
        self.say_empty("")
        self.frame_pointed(None)
        self.frame_chosen(None)
        self.show_line(np.empty(0), np.empty(0))
        self.show_values(np.full((rows, columns), np.nan), np.zeros((rows, columns), np.bool_), 1)

    def show_values(self, values: Values, missing: NDArray[np.bool_], reach: int) -> None:
        """values: [num_rows, num_columns], the first row at the bottom, NaN where nothing is known; missing: where
        nothing ever will be; reach: where the colours end on either side of 0.
        """
        self._values, self._reach = values, reach
        rows, columns = values.shape
        self._image.set_values(_shades(values, reach), QRectF(0.5, 0.5, columns, rows))
        self._hatching.set_points(*_hatching(missing))
        for (row, column), value in np.ndenumerate(values):
            self._write(row, column, short(float(value)))
        self._color_texts()
        self._place_texts()

    def show_line(self, x: Values, y: Values) -> None:
        """A dashed line over the grid, with cell (row, column) around (column, row); what is not finite is a gap."""
        for line in self._lines:
            line.set_points(x + 1.0, y + 1.0)

    def frame_pointed(self, cell: tuple[int, int] | None) -> None:
        """Put a thin frame around a cell."""
        self._pointing.put(cell)

    def frame_chosen(self, cell: tuple[int, int] | None) -> None:
        """Put a thick frame around a cell."""
        self._choice.put(cell)

    def apply_theme(self, theme: Theme) -> None:
        """Light or dark."""
        self._theme = theme
        self._image.set_colors([QColor(color) for color in (*_colors(theme), theme.ground)])
        self._hatching.setPen(hairline(theme.border))
        for line, color, style in zip(self._lines, (theme.ground, theme.text), _LINE_STYLES, strict=True):
            line.setPen(hairline(color, style))
        for frame in (self._pointing, self._choice):
            frame.apply_theme(theme)
        self.style_axes(theme)
        if self._values.size:
            self._image.set_values(_shades(self._values, self._reach), QRectF(0.5, 0.5, *reversed(self._values.shape)))
        self._color_texts()

    def texts(self) -> dict[tuple[int, int], str]:
        """The numbers that are on the screen."""
        return {cell: item.text() for cell, item in self._texts.items() if item.isVisible()}

    # The numbers in the cells

    def _write(self, row: int, column: int, text: str) -> None:
        item = self._texts.get((row, column))
        if item is None:
            if not text:
                return
            item = self._texts[row, column] = QGraphicsSimpleTextItem(self.overlay)
            font = item.font()
            font.setPointSizeF(_TEXT_SCALE * font.pointSizeF())
            item.setFont(font)
            item.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
            # Before the dashed line.
            item.setZValue(1)
        item.setText(text)

    def _color_texts(self) -> None:
        colors = _colors(self._theme)
        shades = _shades(self._values, self._reach)
        for (row, column), item in self._texts.items():
            if shades[row, column] != _NOTHING:
                item.setBrush(QColor(ink_on(colors[shades[row, column]], self._theme.text, self._theme.ground)))

    def _place_texts(self) -> None:
        """In the middle of their cells, where all have room."""
        rows, columns = self._values.shape
        area = self.overlay.rect()
        if not self._texts or not rows:
            return
        width, height = area.width() / columns, area.height() / rows
        sizes = {cell: item.boundingRect() for cell, item in self._texts.items()}
        fits = max(size.width() for size in sizes.values()) + _BESIDE_TEXT_PX <= width
        fits = fits and max(size.height() for size in sizes.values()) <= height
        for (row, column), item in self._texts.items():
            item.setVisible(fits)
            size = sizes[row, column]
            x = area.left() + (column + 0.5) * width - size.width() / 2
            y = area.bottom() - (row + 0.5) * height - size.height() / 2
            item.setPos(round(x), round(y))

    # The mouse

    def _cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        row, column = round(y) - 1, round(x) - 1
        rows, columns = self._values.shape
        return (row, column) if 0 <= row < rows and 0 <= column < columns else None

    def _hover(self, x: float, y: float) -> None:
        self._point(self._cell_at(x, y))

    def _point(self, cell: tuple[int, int] | None) -> None:
        if cell != self._pointed:
            self._pointed = cell
            self.pointed.emit(cell)

    def _click(self, x: float, y: float) -> None:
        cell = self._cell_at(x, y)
        if cell is not None:
            self.chosen.emit(cell)

    def _open(self) -> None:
        if self._pointed is not None:
            self.opened.emit(self._pointed)


def _colors(theme: Theme) -> tuple[str, ...]:
    return diverging_colors(_NUM_COLORS, dark=theme.dark)


def _shades(values: Values, reach: int) -> NDArray[np.uint8]:
    """The colour of each value: an index."""
    shares = (np.clip(np.nan_to_num(values, nan=0.0, posinf=reach, neginf=-reach), -reach, reach) / reach + 1) / 2
    return np.where(np.isnan(values), _NOTHING, np.rint(shares * (_NUM_COLORS - 1))).astype(np.uint8)


def _hatching(missing: NDArray[np.bool_]) -> tuple[Values, Values]:
    """Lines aslant over these cells, as x and y with gaps."""
    x: list[float] = []
    y: list[float] = []
    for row, column in np.argwhere(missing).tolist():
        for sum_of_both in _HATCHES:
            low, high = max(0.0, sum_of_both - 1.0), min(1.0, sum_of_both)
            x += [column + 0.5 + low, column + 0.5 + high, np.nan]
            y += [row + 0.5 + sum_of_both - low, row + 0.5 + sum_of_both - high, np.nan]
    return np.array(x, np.float64), np.array(y, np.float64)


class _Frame:
    """Around a cell; width: in pixels, with one of the ground's colour on either side."""

    def __init__(self, parent: QGraphicsItem, width: int):
        self._items = {width + 2: QGraphicsRectItem(parent), width: QGraphicsRectItem(parent)}
        for item in self._items.values():
            item.setZValue(10)
            item.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
            item.hide()

    def apply_theme(self, theme: Theme) -> None:
        """Light or dark."""
        for (width, item), color in zip(self._items.items(), (theme.ground, theme.text), strict=True):
            pen = QPen(QColor(color), width)
            pen.setCosmetic(True)
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            item.setPen(pen)

    def put(self, cell: tuple[int, int] | None) -> None:
        """Around this one."""
        for item in self._items.values():
            item.setVisible(cell is not None)
            if cell is not None:
                row, column = cell
                item.setRect(QRectF(column + 0.5, row + 0.5, 1.0, 1.0))
