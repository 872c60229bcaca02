"""Upright lines on a plot over steps: with a label at a change, a note or a finding, and at the step looked back at."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QGraphicsLineItem, QGraphicsRectItem, QGraphicsSimpleTextItem, QWidget

from gradiometer_desktop.marks import CHANGE, FINDING, NOTE
from gradiometer_desktop.plots.canvas import Canvas
from gradiometer_desktop.plots.items import hairline
from gradiometer_desktop.theme import Theme

_PADDING_PX = 3
_GROUND_ALPHA = 190
_CURSOR_PX = 2
_STYLES = {CHANGE: Qt.PenStyle.DashLine, FINDING: Qt.PenStyle.DotLine, NOTE: Qt.PenStyle.DashDotLine}


class Cursor:
    """A line over a canvas at the step that is looked back at; step: None where that is the newest.

    A widget and not an item of the scene: as it moves, Qt repaints what it leaves and not all the curves.
    """

    def __init__(self, canvas: Canvas):
        self.step: float | None = None
        self._canvas = canvas
        self.line = QWidget(canvas.viewport())
        self.line.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.line.setAutoFillBackground(True)
        self.line.hide()
        canvas.settled.connect(self._stand)

    def recolor(self, theme: Theme) -> None:
        """Light or dark."""
        palette = self.line.palette()
        palette.setColor(self.line.backgroundRole(), QColor(theme.accent))
        self.line.setPalette(palette)

    def move(self, step: float | None) -> None:
        """Stand at another step."""
        self.step = step
        self._stand()

    def _stand(self) -> None:
        canvas, rect = self._canvas, self._canvas.overlay.rect()
        x = rect.left() - 1 if self.step is None else canvas.x_pixel(self.step)
        if rect.left() <= x <= rect.right():
            top, bottom = (canvas.mapFromScene(canvas.overlay.mapToScene(x, y)) for y in (rect.top(), rect.bottom()))
            self.line.setGeometry(top.x(), top.y(), _CURSOR_PX, bottom.y() - top.y())
            self.line.show()
        else:
            self.line.hide()


class Marker:
    """All of a kind (see marks.py) at one step, on one canvas. line, label: as they stand on the canvas' overlay."""

    def __init__(self, canvas: Canvas, step: float, theme: Theme, kind: str = CHANGE):
        self.step = step
        self._canvas = canvas
        self.kind = kind
        self._texts: list[str] = []
        self.line = QGraphicsLineItem(canvas.overlay)
        self.line.setZValue(50)
        self.label = QGraphicsRectItem(canvas.overlay)
        self.label.setZValue(51)
        self.label.setRotation(-90)
        self.label.setPen(QPen(Qt.PenStyle.NoPen))
        self._writing = QGraphicsSimpleTextItem(self.label)
        self._writing.setPos(_PADDING_PX, 0)
        self.label.hide()
        self.recolor(theme)

    def add(self, text: str) -> None:
        """Name one more."""
        self._texts.append(text)
        self._writing.setText(self.text)
        written = self._writing.boundingRect()
        self.label.setRect(0, 0, written.width() + 2 * _PADDING_PX, written.height())

    @property
    def text(self) -> str:
        """What the label says."""
        return " · ".join(self._texts)

    @property
    def color(self) -> QColor:
        """Of line and label."""
        return self.line.pen().color()

    def recolor(self, theme: Theme) -> None:
        """Light or dark."""
        self.line.setPen(hairline(getattr(theme, self.kind), _STYLES[self.kind]))
        self._writing.setBrush(self.color)
        ground = QColor(theme.ground)
        ground.setAlpha(_GROUND_ALPHA)
        self.label.setBrush(ground)

    def remove(self) -> None:
        """Take it from the canvas."""
        for item in (self.line, self.label):
            item.scene().removeItem(item)

    @property
    def length_px(self) -> float:
        """How long the label is along its line."""
        return self.label.rect().width()

    @property
    def width_px(self) -> float:
        """How far the label reaches to the side of its line."""
        return self.label.rect().height()

    def stand(self) -> None:
        """Stand at its step: the line from top to bottom."""
        x, rect = self._canvas.x_pixel(self.step), self._canvas.overlay.rect()
        # Far outside there is nothing to see, and dashes all the way there would take their time.
        self.line.setVisible(rect.left() <= x <= rect.right())
        self.line.setLine(x, rect.top(), x, rect.bottom())

    def write(self, left: float, top: float | None) -> None:
        """Put the label's upper left corner there, in pixels; no top: there is no room for it."""
        self.label.setVisible(top is not None)
        if top is not None:
            # It is turned about its own corner, upwards.
            self.label.setPos(left, top + self.length_px)
