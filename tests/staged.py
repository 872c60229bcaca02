"""What tests do to plots on the screen, and what they see of it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gradiometer_desktop.plots import Plot
from gradiometer_desktop.plots.canvas import Canvas
from shared import TIMEOUT_MS


class Mouse:
    """A mouse that works in the coordinates of plots."""

    def __init__(self, qtbot: QtBot):
        self.qtbot = qtbot

    def settle(self, plot: Plot) -> None:
        """Draw what waits for the event loop, and paint until the axes have found their widths: they grow with their
        labels, and the plot moves aside.
        """
        before = None
        for _ in range(10):
            QApplication.processEvents()
            plot.grab()
            now = [canvas.getViewBox().sceneBoundingRect().getRect() for canvas in plot.canvases]
            if now == before:
                return
            before = now
        raise AssertionError("the axes do not come to rest")

    def point(self, canvas: Canvas, x: float, y: float | None = None) -> QPoint:
        """Where a point of the plot lies on the canvas; at half the height where no y is given."""
        if isinstance(canvas.parentWidget(), Plot):
            self.settle(canvas.parentWidget())
        view = canvas.getViewBox()
        return canvas.mapFromScene(view.mapViewToScene(QPointF(x, view.viewRect().center().y() if y is None else y)))

    def click(self, canvas: Canvas, x: float, y: float | None = None) -> None:
        self.qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=self.point(canvas, x, y))

    def double_click(self, canvas: Canvas, x: float, y: float | None = None) -> None:
        at, viewport, left = self.point(canvas, x, y), canvas.viewport(), Qt.MouseButton.LeftButton
        self.qtbot.mouseClick(viewport, left, pos=at)
        # Qt's own stands for the second press alone.
        self.qtbot.mouseDClick(viewport, left, pos=at)
        self.qtbot.mouseRelease(viewport, left, pos=at)

    def hover(self, canvas: Canvas, x: float, y: float | None = None) -> None:
        self._move(canvas, self.point(canvas, x, y), Qt.MouseButton.NoButton)

    def seek(self, canvas: Canvas, x: float, to_x: float | None = None) -> None:
        """Press at a step with Ctrl, and pull to another one's place."""
        begin, ctrl = self.point(canvas, x), Qt.KeyboardModifier.ControlModifier
        viewport, left = canvas.viewport(), Qt.MouseButton.LeftButton
        self.qtbot.mousePress(viewport, left, ctrl, begin)
        if to_x is not None:
            self._move(canvas, self.point(canvas, to_x), left)
        self.qtbot.mouseRelease(viewport, left, ctrl, begin)

    def _move(self, canvas: Canvas, at: QPoint, held: Qt.MouseButton) -> None:
        """Not QTest's: it moves the system's pointer, and where that is there already nothing is sent."""
        kind, none = QEvent.Type.MouseMove, Qt.MouseButton.NoButton
        where = QPointF(canvas.viewport().mapToGlobal(at))
        event = QMouseEvent(kind, QPointF(at), where, none, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(canvas.viewport(), event)

    def wheel(self, canvas: Canvas, notches: int) -> None:
        """Turn the wheel in the middle of a plot; away from the person is positive and zooms in."""
        at = QPointF(canvas.mapFromScene(canvas.getViewBox().sceneBoundingRect().center()))
        for _ in range(abs(notches)):
            event = QWheelEvent(
                at,
                canvas.viewport().mapToGlobal(at),
                QPoint(),
                QPoint(0, 120 if notches > 0 else -120),
                Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            )
            QApplication.sendEvent(canvas.viewport(), event)

    def drag(self, canvas: Canvas, x: float, to_x: float) -> None:
        """Take a step and pull it to another one's place."""
        begin, end = self.point(canvas, x), self.point(canvas, to_x)
        viewport, left = canvas.viewport(), Qt.MouseButton.LeftButton
        self.qtbot.mousePress(viewport, left, pos=begin)
        # The first move only begins the drag.
        self._move(canvas, begin + QPoint(8 if end.x() > begin.x() else -8, 0), left)
        self._move(canvas, end, left)
        self.qtbot.mouseRelease(viewport, left, pos=end)

    def wait(self, holds: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(holds, timeout=TIMEOUT_MS)


def python_calls(act: Callable[[], object]) -> list[str]:
    """The functions written in Python that run meanwhile, in this thread."""
    called: list[str] = []

    def note(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call":
            called.append(f"{frame.f_code.co_filename}:{frame.f_code.co_qualname}")

    sys.setprofile(note)
    try:
        act()
    finally:
        sys.setprofile(None)
    return called
