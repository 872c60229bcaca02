"""What plots are drawn with: Qt's own items, which know how to paint themselves.

No class here has a line of Python that runs while Qt paints. That is the point of them: Qt holds the interpreter lock
while it calls painting code written in Python, and training waits; without, it paints while training goes on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from pyqtgraph.graphicsItems.ScatterPlotItem import renderSymbol
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainterPath, QPen, QPixmap, QTransform
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPathItem, QGraphicsPixmapItem

Values = NDArray[np.float64]
_NOTHING: Values = np.empty(0)


def hairline(color: str | QColor, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """One pixel wide at any zoom. Of wider lines Qt would compute the outlines, to learn how far they reach."""
    return QPen(QColor(color), 0.0, style)


class _PathItem(QGraphicsPathItem):
    """A path of numbers, which lies beneath the mouse unnoticed: pens must be hairlines."""

    def __init__(self, parent: QGraphicsItem):
        super().__init__(parent)
        self.setPen(QPen(Qt.PenStyle.NoPen))

    def shape(self) -> QPainterPath:
        # Only asked for by the mouse, and Qt's own would compute the outline of all curves at each of its moves.
        return QPainterPath()


class Curve(_PathItem):
    """A line through points. What is not finite is a gap."""

    def __init__(self, parent: QGraphicsItem):
        super().__init__(parent)
        self._points = _NOTHING, _NOTHING

    def set_points(self, x: Values, y: Values) -> None:
        """x, y: [num_points]; they are kept, so do not write into them."""
        self._points = x, y
        self.setPath(pg.arrayToQPath(x, y, connect="finite"))

    def clear(self) -> None:
        """Show nothing."""
        self.set_points(_NOTHING, _NOTHING)

    def points(self) -> tuple[Values, Values]:
        """What is shown."""
        return self._points


class Band(_PathItem):
    """What lies between the least and the largest value.

    filled: as an area; else as one line to and fro, which takes a fifth of the time to paint (7 against 38 ms for 33
    bands of 300 blocks).
    """

    def __init__(self, parent: QGraphicsItem, *, filled: bool = True):
        super().__init__(parent)
        self._filled = filled
        self._limits = _NOTHING, _NOTHING, _NOTHING

    def set_color(self, color: QColor) -> None:
        """Of the area, or of the line."""
        if self._filled:
            self.setBrush(color)
        else:
            self.setPen(hairline(color))

    def color(self) -> QColor:
        """As it was set."""
        return self.brush().color() if self._filled else self.pen().color()

    def set_limits(self, x: Values, low: Values, high: Values) -> None:
        """x, low, high: [num_points]; where one of the two is not finite there is a gap."""
        self._limits = x, low, high
        if not self._filled:
            y = np.empty(2 * len(x))
            y[0::2], y[1::2] = low, high
            self.setPath(pg.arrayToQPath(np.repeat(x, 2), y, connect="finite"))
            return
        path = QPainterPath()
        for part in _runs(np.isfinite(low) & np.isfinite(high)):
            x_around = np.concatenate([x[part], x[part][::-1]])
            y_around = np.concatenate([low[part], high[part][::-1]])
            path.addPath(pg.arrayToQPath(x_around, y_around, connect="all", finiteCheck=False))
        self.setPath(path)

    def clear(self) -> None:
        """Show nothing."""
        self.set_limits(_NOTHING, _NOTHING, _NOTHING)

    def limits(self) -> tuple[Values, Values, Values]:
        """What is shown."""
        return self._limits


class Outline(_PathItem):
    """Columns side by side, filled down to a floor."""

    def __init__(self, parent: QGraphicsItem):
        super().__init__(parent)
        self._columns = _NOTHING, _NOTHING

    def set_columns(self, edges: Values, heights: Values, floor: float) -> None:
        """edges: [num_columns + 1]; heights: [num_columns]."""
        self._columns = edges, heights
        y = np.concatenate([[floor], np.repeat(heights, 2), [floor]])
        self.setPath(pg.arrayToQPath(np.repeat(edges, 2), y, connect="all", finiteCheck=False))

    def clear(self) -> None:
        """Show nothing."""
        self._columns = _NOTHING, _NOTHING
        self.setPath(QPainterPath())

    def columns(self) -> tuple[Values, Values]:
        """What is shown: edges and heights."""
        return self._columns


@dataclass(frozen=True)
class Face:
    """How a point looks. symbol: as pyqtgraph calls it; size: in pixels; rim, fill: `#rrggbb`, or no fill at all."""

    symbol: str
    size: int
    rim: str
    fill: str
    rim_width: int = 1

    def pixmap(self, pixel_ratio: float) -> QPixmap:
        """Painted once, for a screen of so many pixels a unit."""
        fill = pg.mkBrush(self.fill or None)
        return QPixmap.fromImage(
            renderSymbol(self.symbol, self.size, pg.mkPen(self.rim, width=self.rim_width), fill, dpr=pixel_ratio)
        )


class Dots:
    """Points that keep their size in pixels. z: they lie before what has a smaller one."""

    def __init__(self, parent: QGraphicsItem, z: float = 0.0):
        self._parent = parent
        self._z = z
        self._items: list[QGraphicsPixmapItem] = []
        self._pixmaps: dict[Face, QPixmap] = {}
        self._points = _NOTHING, _NOTHING
        self.faces: tuple[Face, ...] = ()

    def set_points(self, x: Values, y: Values, faces: Face | Sequence[Face]) -> None:
        """x, y: [num_points], finite; faces: one for each point, or one for all."""
        self._points = x, y
        before, self.faces = self.faces, (faces,) * len(x) if isinstance(faces, Face) else tuple(faces)
        while len(self._items) < len(x):
            item = QGraphicsPixmapItem(self._parent)
            item.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
            # Its default follows the picture's transparency, pixel by pixel, whenever the mouse moves.
            item.setShapeMode(QGraphicsPixmapItem.ShapeMode.BoundingRectShape)
            item.setZValue(self._z)
            self._items.append(item)
        for index, item in enumerate(self._items):
            item.setVisible(index < len(x))
        for index, (at_x, at_y) in enumerate(zip(x.tolist(), y.tolist(), strict=True)):
            self._items[index].setPos(at_x, at_y)
            if index >= len(before) or before[index] != self.faces[index]:
                self._paint(self._items[index], self.faces[index])

    def clear(self) -> None:
        """Show nothing."""
        self.set_points(_NOTHING, _NOTHING, ())

    def points(self) -> tuple[Values, Values]:
        """What is shown."""
        return self._points

    def _paint(self, item: QGraphicsPixmapItem, face: Face) -> None:
        if face not in self._pixmaps:
            views = item.scene().views()
            self._pixmaps[face] = face.pixmap(views[0].devicePixelRatioF() if views else 1.0)
        pixmap = self._pixmaps[face]
        item.setPixmap(pixmap)
        size = pixmap.deviceIndependentSize()
        item.setOffset(-size.width() / 2, -size.height() / 2)


class Image(QGraphicsPixmapItem):
    """Numbers as colours, in a rectangle of the plot."""

    def __init__(self, parent: QGraphicsItem):
        super().__init__(parent)
        self.setShapeMode(QGraphicsPixmapItem.ShapeMode.BoundingRectShape)
        self.values: NDArray[np.uint8] | None = None
        self.colors: list[int] = []

    def set_colors(self, colors: Sequence[QColor]) -> None:
        """The colour of each value, [256]; for the next `set_values`."""
        self.colors = [color.rgb() for color in colors]

    def set_values(self, values: NDArray[np.uint8], rect: QRectF) -> None:
        """values: [num_rows, num_columns], the first row at the bottom of rect."""
        self.values = values = np.ascontiguousarray(values)
        num_rows, num_columns = values.shape
        image = QImage(values.data, num_columns, num_rows, num_columns, QImage.Format.Format_Indexed8)
        image.setColorTable(self.colors)
        self._show(image, rect)

    def set_shades(self, shades: NDArray[np.uint8], rect: QRectF) -> None:
        """shades: [num_rows, num_columns, 3] of red, green and blue, the first row at the bottom of rect."""
        self.values = shades = np.ascontiguousarray(shades)
        num_rows, num_columns, num_bytes = shades.shape
        self._show(
            QImage(shades.data, num_columns, num_rows, num_bytes * num_columns, QImage.Format.Format_RGB888), rect
        )

    def _show(self, image: QImage, rect: QRectF) -> None:
        # The pixmap is a copy, so the array need not stay as it is.
        self.setPixmap(QPixmap.fromImage(image))
        place = QTransform.fromTranslate(rect.left(), rect.top())
        self.setTransform(place.scale(rect.width() / image.width(), rect.height() / image.height()))

    def clear(self) -> None:
        """Show nothing."""
        self.values = None
        self.setPixmap(QPixmap())


def _runs(holds: NDArray[np.bool_]) -> list[slice]:
    """The stretches in which it holds."""
    if holds.all():
        return [slice(0, len(holds))]
    edges = np.flatnonzero(np.diff(np.concatenate([[False], holds, [False]]).astype(np.int8)))
    return [slice(first, last) for first, last in edges.reshape(-1, 2).tolist()]
