"""The ground of a plot: pyqtgraph's axes, ranges and mouse, around items that Qt paints by itself (see items.py).

Nothing that is on a canvas is painted by Python. pyqtgraph's axes are laid out by Python when a range or a size
changes, and then stand there as Qt's own lines and texts; its boxes paint nothing. So a repaint neither waits for the
interpreter lock nor holds it, and training goes on meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainterPath, QPen
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsItem,
    QGraphicsPathItem,
    QGraphicsRectItem,
    QGraphicsView,
    QLabel,
    QWidget,
)

from gradiometer_desktop.language import tr
from gradiometer_desktop.plots.axes import END_ROOM_PX, Axis
from gradiometer_desktop.plots.items import hairline
from gradiometer_desktop.theme import Theme

pg.setConfigOptions(antialias=False)

GESTURES = (
    (tr("Move"), tr("Read off what lies under the mouse")),
    (tr("Click"), tr("Choose the layer there")),
    (tr("Drag"), tr("Move along the steps")),
    (tr("Wheel"), tr("Show fewer or more steps")),
    (tr("Double click"), tr("Show all steps")),
    (tr("Ctrl+Click, Ctrl+Drag"), tr("Look back at a step")),
    (tr("Right click"), tr("Export, pin a note, try changes")),
)
"""What the mouse does, and what for: as the list of shortcuts says it."""


class Canvas(pg.PlotWidget):
    """A plot that says what the mouse does, in plot coordinates.

    plane: parent of what has plot coordinates; overlay: of what stands in pixels from the plot's upper left corner;
    seeks: whether Ctrl makes the mouse seek along the x axis instead of clicking and panning.
    """

    hovered = Signal(float, float)
    left = Signal()
    clicked = Signal(float, float)
    sought = Signal(float)
    """Where it seeks: pressed or pulled with Ctrl."""
    reset_asked = Signal()
    """A double click: view all."""
    key_pressed = Signal(object)
    """A QKeyEvent, for whoever accepts it; see keys.py."""
    focus_changed = Signal(bool)
    settled = Signal()
    """Ranges or sizes have changed: what stands in pixels has to move."""

    # The base class resizes once before the constructor has run.
    _corner: QWidget | None = None

    # pyqtgraph's is written in Python, so that Qt would hold the interpreter lock for the whole of a paint. Qt takes
    # its own for none of Python's and calls it without the lock.
    paintEvent = QGraphicsView.paintEvent

    def __init__(self, x_axis: Axis, y_axis: Axis, name: str):
        # Its menus are not ours; made all the same, those of twelve plots keep the window away for 60 ms.
        super().__init__(axisItems={"bottom": x_axis, "left": y_axis}, enableMenu=False)
        self._axes = (x_axis, y_axis)
        self.seeks = self._is_seeking = False
        self.hideButtons()
        self.getPlotItem().setContentsMargins(0, 7, END_ROOM_PX, 0)
        self.setAccessibleName(name)
        view = self.getViewBox()
        view.disableAutoRange()
        # Qt's usual bookkeeping of what has to be painted costs as much as it saves where most of a plot changes.
        self.setViewportUpdateMode(self.ViewportUpdateMode.FullViewportUpdate)
        flags = QGraphicsItem.GraphicsItemFlag
        for box in (self.getPlotItem(), view):
            box.setFlag(flags.ItemHasNoContents)
        # Our own rectangle clips, because this one would ask Python for its shape.
        view.setFlag(flags.ItemClipsChildrenToShape, False)
        self.overlay = _rectangle(view)
        self.overlay.setFlag(flags.ItemClipsChildrenToShape)
        self._grid = QGraphicsPathItem(self.overlay)
        self._grid.setZValue(-1000)
        self.plane = _rectangle(self.overlay)
        view.sigRangeChanged.connect(self.settle)
        view.sigResized.connect(self.settle)
        for axis in self._axes:
            axis.on_change = self.settle
        self.setMouseTracking(True)
        self.scene().sigMouseClicked.connect(self._clicked)
        self.empty = QLabel(self)
        self.empty.setObjectName("note")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.empty.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        # A click leaves the arrow keys to the replay; Tab and F6 give them to the plot.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.focus_frame = QFrame(self)
        self.focus_frame.setObjectName("focus")
        self.focus_frame.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.focus_frame.hide()

    def set_corner(self, widget: QWidget) -> None:
        """Put a small widget into the lower right corner, at the end of the line with the axis' name."""
        self._corner = widget
        widget.setParent(self)
        self._place_corner()

    def say_empty(self, text: str) -> None:
        """What will fill this plot; an empty text takes the note away."""
        self.empty.setText(text)
        self.empty.setVisible(bool(text))

    def set_label(self, side: str, text: str) -> None:
        """Name an axis, `left` or `bottom`. Laying out again what has not changed would cost a click its time."""
        if self.getAxis(side).labelText != text:
            self.setLabel(side, text)
            # pyqtgraph puts it into the middle only when the axis has another size.
            self.getAxis(side).resizeEvent()

    def settle(self, *_what: object) -> None:
        """Lay out anew whatever depends on the ranges and sizes."""
        self.scene().prepareForPaint()
        view = self.getViewBox()
        self.overlay.setRect(view.rect())
        self.plane.setTransform(view.childGroup.transform())
        for axis in self._axes:
            axis.lay_out()
        self._grid.setPath(self._grid_path())
        self.settled.emit()

    def x_pixel(self, x: float) -> float:
        """How far a place lies from the plot's left edge, in pixels."""
        return float(self.plane.transform().map(QPointF(x, 0.0)).x())

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)
        # The base class resizes once before this constructor has run.
        if hasattr(self, "empty"):
            self.empty.setGeometry(self.rect().adjusted(60, 10, -20, -40))
            self.focus_frame.setGeometry(self.rect())
            self._place_corner()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # What nobody takes goes on to the plot, and to the window.
        event.ignore()
        self.key_pressed.emit(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_frame.raise_()
        self.focus_frame.show()
        self.focus_changed.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            # Its own menu gives the focus back, and what is read off stays meanwhile.
            self.focus_frame.hide()
            self.focus_changed.emit(False)

    def _place_corner(self) -> None:
        if self._corner is not None:
            size = self._corner.sizeHint()
            self._corner.setGeometry(self.width() - size.width(), self.height() - size.height(), *size.toTuple())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        has_ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        self._is_seeking = self.seeks and has_ctrl and event.button() == Qt.MouseButton.LeftButton
        if self._is_seeking:
            self._seek(event.position())
        else:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        # The second of two presses in quick order.
        if self._is_seeking:
            self.mousePressEvent(event)
        else:
            super().mouseDoubleClickEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._is_seeking:
            super().mouseReleaseEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._is_seeking and event.buttons() & Qt.MouseButton.LeftButton:
            self._seek(event.position())
            return
        super().mouseMoveEvent(event)
        point = self._plot_point(event.position())
        if point is None:
            self.left.emit()
        else:
            self.hovered.emit(point.x(), point.y())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.left.emit()

    def style_axes(self, theme: Theme) -> None:
        """Colour ground, axes and grid."""
        self.setBackground(theme.ground)
        self._grid.setPen(hairline(theme.grid))
        for side in ("left", "bottom"):
            axis = self.getAxis(side)
            axis.setPen(theme.border)
            axis.setTextPen(theme.faint)
            axis.labelStyle["color"] = theme.text
            axis.setLabel(axis.labelText, **axis.labelStyle)
        self.settle()

    def _grid_path(self) -> QPainterPath:
        rect, path = self.overlay.rect(), QPainterPath()
        across, up = (axis.main_ticks for axis in self._axes)
        for share in across:
            x = rect.left() + share * rect.width()
            path.moveTo(x, rect.top())
            path.lineTo(x, rect.bottom())
        for share in up:
            y = rect.bottom() - share * rect.height()
            path.moveTo(rect.left(), y)
            path.lineTo(rect.right(), y)
        return path

    def _clicked(self, event: object) -> None:
        if event.double():  # type: ignore[attr-defined]
            self.reset_asked.emit()
            return
        point = self._plot_point(event.scenePos())  # type: ignore[attr-defined]
        if point is not None:
            self.clicked.emit(point.x(), point.y())

    def _seek(self, position: QPointF) -> None:
        """Also beside the plot: a hand that pulls goes too far."""
        x, (first, last) = self.getViewBox().mapSceneToView(position).x(), self.getViewBox().viewRange()[0]
        self.sought.emit(min(max(x, first), last))

    def _plot_point(self, position: QPointF) -> QPointF | None:
        view = self.getViewBox()
        if not view.sceneBoundingRect().contains(position):
            return None
        return view.mapSceneToView(position)


def align_axes(canvases: Sequence[Canvas]) -> None:
    """Make the left axes as wide as the widest, so that the same steps stand below each other."""
    axes = [canvas.getAxis("left") for canvas in canvases]
    widest = max(axis.fixedWidth or 0.0 for axis in axes)
    for axis in axes:
        if axis.least_width < widest:
            axis.least_width = widest
            axis.change()


def _rectangle(parent: QGraphicsItem) -> QGraphicsRectItem:
    """A parent for other items that is not seen."""
    item = QGraphicsRectItem(parent)
    item.setPen(QPen(Qt.PenStyle.NoPen))
    return item
