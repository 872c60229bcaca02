"""A thousand points of few looks, and the training examples that they stand for."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QGraphicsPixmapItem

from gradiometer.datasets import DataError
from gradiometer.experiment import Experiment
from gradiometer.surfaces import Points, load_points
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.plots.canvas import Canvas
from gradiometer_desktop.plots.items import Face, Values

_POLL_MS = 30
_NOTHING: Values = np.empty(0)


class Cloud:
    """Points that keep their size in pixels, painted into one picture whenever their places on the canvas change: an
    item for each would cost every repaint, and every move of the mouse, a look at all of them.
    """

    def __init__(self, canvas: Canvas, z: float = 0.0):
        self._canvas = canvas
        self._item = QGraphicsPixmapItem(canvas.overlay)
        self._item.setShapeMode(QGraphicsPixmapItem.ShapeMode.BoundingRectShape)
        self._item.setZValue(z)
        self._points = _NOTHING, _NOTHING
        self._kinds: NDArray[np.int64] = np.empty(0, np.int64)
        self._faces: tuple[Face, ...] = ()
        self._painted: object = None
        canvas.settled.connect(self._paint)

    def set_points(self, x: Values, y: Values, kinds: NDArray[np.int64], faces: Sequence[Face]) -> None:
        """x, y: [num_points], finite; kinds: [num_points], which of the faces each has."""
        self._points, self._kinds, self._faces = (x, y), kinds, tuple(faces)
        self._painted = None
        self._paint()

    def clear(self) -> None:
        """Show nothing."""
        self.set_points(_NOTHING, _NOTHING, np.empty(0, np.int64), ())

    def points(self) -> tuple[Values, Values]:
        """What is shown."""
        return self._points

    def _paint(self) -> None:
        rect, transform = self._canvas.overlay.rect(), self._canvas.plane.transform()
        ratio = self._canvas.devicePixelRatioF()
        place = rect.width(), rect.height(), transform.m11(), transform.m22(), transform.dx(), transform.dy(), ratio
        if place == self._painted:
            return
        self._painted = place
        if not len(self._points[0]) or rect.isEmpty():
            self._item.setPixmap(QPixmap())
            return
        picture = QPixmap((rect.size() * ratio).toSize())
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        stamps = [face.pixmap(ratio) for face in self._faces]
        halves = [stamp.deviceIndependentSize() / 2 for stamp in stamps]
        across = self._points[0] * transform.m11() + transform.dx()
        down = self._points[1] * transform.m22() + transform.dy()
        painter = QPainter(picture)
        for x, y, kind in zip(across.tolist(), down.tolist(), self._kinds.tolist(), strict=True):
            painter.drawPixmap(QPointF(x - halves[kind].width(), y - halves[kind].height()), stamps[kind])
        painter.end()
        self._item.setPixmap(picture)


class PointsLoader(QObject):
    """Reads the training examples of an experiment in a thread of its own: a person's file may be large, or gone.

    points: those asked for last, once they are there; trouble: why there are none, in a sentence.
    """

    ended = Signal()

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self.points: Points | None = None
        self.trouble = ""
        self._experiment: Experiment | None = None
        self._answers: list[Points | str] = []
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self._look)

    @property
    def is_busy(self) -> bool:
        return self._timer.isActive()

    def load(self, experiment: Experiment | None) -> None:
        """Begin; what was asked for before is forgotten. None: of nothing."""
        if experiment is self._experiment:
            return
        self._experiment, self.points, self.trouble = experiment, None, ""
        self._timer.stop()
        if experiment is None:
            return
        # The thread of an older question fills a list that nobody looks at any more.
        answers: list[Points | str] = []
        self._answers = answers

        def read() -> None:
            try:
                answers.append(load_points(experiment))
            except DataError as error:
                answers.append(said(str(error)))
            except MemoryError:
                answers.append(tr("The examples do not fit into memory beside what is there"))

        # A daemon: whoever closes the program does not wait for a file.
        threading.Thread(target=read, name="examples", daemon=True).start()
        self._timer.start()

    def _look(self) -> None:
        if not self._answers:
            return
        self._timer.stop()
        answer = self._answers[0]
        if isinstance(answer, str):
            self.trouble = answer
        else:
            self.points = answer
        self.ended.emit()
