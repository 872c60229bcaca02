"""How soon the window answers a hand while it trains: from the touch to the end of the paint that shows its effect."""

from __future__ import annotations

import itertools
import random
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QSocketNotifier, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from gradiometer_desktop.main_window import MainWindow
from gradiometer_desktop.plots.canvas import Canvas

KINDS = ("click", "hover", "pan", "zoom")
# A touch without an answer within this time counts as one of this length.
LOST_S = 1.0
_NOTCH = 120


class Hand:
    """Calls `touch(moment)` at random moments that a process of its own chooses. End it."""

    def __init__(self, touch: Callable[[float], None]):
        self._touch = touch
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.setblocking(False)
        self._notifier = QSocketNotifier(self._socket.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._read)
        script = Path(__file__).with_name("bench_hand.py")
        self._process = subprocess.Popen([sys.executable, str(script), str(self._socket.getsockname()[1])])

    def end(self) -> None:
        self._process.terminate()
        self._process.wait()
        self._notifier.setEnabled(False)
        self._socket.close()

    def _read(self) -> None:
        self._touch(struct.unpack("d", self._socket.recv(8))[0])


class _PaintWatch(QObject):
    """Says when a canvas and all that is painted with it has been painted."""

    _painting = Signal()

    def __init__(self, canvas: Canvas, act: Callable[[], None]):
        super().__init__(canvas)
        # Queued, it comes right behind the event that paints the window, and before whatever a timer begins.
        self._painting.connect(act, Qt.ConnectionType.QueuedConnection)
        canvas.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self._painting.emit()
        return False


def on_painted(canvas: Canvas, act: Callable[[], None]) -> None:
    """Do this at the end of each paint of a canvas."""
    _PaintWatch(canvas, act)


def mouse(canvas: Canvas, kind: QEvent.Type, at: QPointF, button: Qt.MouseButton, held: Qt.MouseButton) -> None:
    """Let the mouse do something at a place of a canvas, as Qt's platform would: at once."""
    viewport = canvas.viewport()
    event = QMouseEvent(kind, at, QPointF(viewport.mapToGlobal(at.toPoint())), button, held, _NO_KEY)
    QApplication.sendEvent(viewport, event)


def turn_wheel(canvas: Canvas, angle: int) -> None:
    """Turn the wheel in the middle of a canvas, in eighths of a degree: at once."""
    viewport = canvas.viewport()
    middle = viewport.rect().center()
    event = QWheelEvent(
        QPointF(middle),
        QPointF(viewport.mapToGlobal(middle)),
        QPoint(),
        QPoint(0, angle),
        _NONE,
        _NO_KEY,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewport, event)


_NO_KEY = Qt.KeyboardModifier.NoModifier
_LEFT, _NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
_PRESS, _RELEASE, _MOVE = QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseMove


@dataclass
class _Touch:
    """One that waits for its paint. widget: whose; text: what it shows then, for a label; undo: afterwards."""

    kind: str
    moment: float
    widget: QWidget
    text: str = ""
    undo: Callable[[], None] = field(default=lambda: None)


class Answers(QObject):
    """Touches a window in turns. By kind of touch: seconds: what each took; num_lost: how many were never answered."""

    def __init__(self, window: MainWindow):
        super().__init__(window)
        self.seconds: dict[str, list[float]] = {kind: [] for kind in KINDS}
        self.num_lost = dict.fromkeys(KINDS, 0)
        self._window = window
        self._profile = window.plots["profile"]
        self._norms = window.plots["norms"]
        self._waiting: _Touch | None = None
        self._acts = itertools.cycle([self._click, self._hover, self._pan, self._zoom])
        self._chance = random.Random(0)
        self._hand: Hand | None = None
        for plot in (self._profile, self._norms):
            on_painted(plot.canvases[0], lambda canvas=plot.canvases[0]: self._painted(canvas))
        self._norms.readout.installEventFilter(self)

    def begin(self) -> None:
        """Let the hand move."""
        self._hand = Hand(self._touch)

    def end(self) -> None:
        """Hold the hand still."""
        assert self._hand is not None
        self._hand.end()
        self._waiting = None

    def forget(self) -> None:
        """What was measured so far was for warming up."""
        self.seconds = {kind: [] for kind in KINDS}
        self.num_lost = dict.fromkeys(KINDS, 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A label paints at once when it begins to.
        if event.type() == QEvent.Type.Paint and isinstance(watched, QLabel):
            self._painted(watched)
        return False

    def _touch(self, moment: float) -> None:
        waiting = self._waiting
        if waiting is not None:
            if moment - waiting.moment < LOST_S:
                return
            self.num_lost[waiting.kind] += 1
            self._answered(waiting, LOST_S)
        self._waiting = next(self._acts)(moment)

    def _painted(self, widget: QWidget) -> None:
        waiting = self._waiting
        if waiting is None or waiting.widget is not widget:
            return
        if isinstance(widget, QLabel) and widget.text() != waiting.text:
            return
        self._answered(waiting, time.perf_counter() - waiting.moment)

    def _answered(self, touch: _Touch, seconds: float) -> None:
        self.seconds[touch.kind].append(seconds)
        self._waiting = None
        QTimer.singleShot(0, self, touch.undo)

    def _click(self, moment: float) -> _Touch:
        """On another layer's point in the profile: all plots follow."""
        selection = self._window.selection
        assert self._profile.history is not None
        others = [layer for layer in range(len(self._profile.history.layer_names)) if layer != selection.layer]
        canvas = self._profile.canvases[0]
        low, high = canvas.getViewBox().viewRange()[1]
        at = _place(canvas, self._chance.choice(others) + 1.0, (low + high) / 2)
        mouse(canvas, _PRESS, at, _LEFT, _LEFT)
        mouse(canvas, _RELEASE, at, _LEFT, _NONE)
        return _Touch("click", moment, canvas)

    def _hover(self, moment: float) -> _Touch:
        """Somewhere over the norms: the line below reads off the value."""
        canvas, label = self._norms.canvases[0], self._norms.readout
        (first, last), (low, high) = canvas.getViewBox().viewRange()
        before = label.text()
        while label.text() == before:
            step = first + (last - first) * self._chance.uniform(0.05, 0.75)
            mouse(canvas, _MOVE, _place(canvas, step, (low + high) / 2), _NONE, _NONE)
        return _Touch("hover", moment, label, label.text())

    def _pan(self, moment: float) -> _Touch:
        """Drag the norms sideways."""
        canvas = self._norms.canvases[0]
        middle = QPointF(canvas.viewport().rect().center())
        at = middle + QPointF(self._chance.choice([-40.0, 40.0]), 0.0)
        mouse(canvas, _PRESS, middle, _LEFT, _LEFT)
        mouse(canvas, _MOVE, at, _NONE, _LEFT)

        def undo() -> None:
            mouse(canvas, _RELEASE, at, _LEFT, _NONE)
            self._window.selection.steps.follow_again()

        return _Touch("pan", moment, canvas, undo=undo)

    def _zoom(self, moment: float) -> _Touch:
        """Turn the wheel by one notch over the norms."""
        canvas = self._norms.canvases[0]
        turn_wheel(canvas, _NOTCH)
        return _Touch("zoom", moment, canvas, undo=self._window.selection.steps.follow_again)


def _place(canvas: Canvas, x: float, y: float) -> QPointF:
    """Where a point of the plot lies on the canvas."""
    return QPointF(canvas.mapFromScene(canvas.getViewBox().mapViewToScene(QPointF(x, y))))


class Flips:
    """Flips one switch of the panel to and fro; seconds: from each flip to the end of the paint with its marker."""

    def __init__(self, window: MainWindow, name: str, values: tuple[str, str]):
        self.seconds: list[float] = []
        assert window.session is not None
        self._control = window.panel.editors[name].control
        self._values = itertools.cycle(values)
        self._moment: float | None = None
        self._is_marked = False
        # The window was connected before, so the marker exists when we hear of it.
        window.session.intervened.connect(self._marked)
        on_painted(window.plots["norms"].canvases[0], self._painted)

    def flip(self, moment: float) -> None:
        """Unless the last one has not been seen yet."""
        if self._moment is None:
            self._moment = moment
            self._control.setCurrentIndex(self._control.findData(next(self._values)))

    def _marked(self, _intervention: object) -> None:
        self._is_marked = True

    def _painted(self) -> None:
        if self._is_marked and self._moment is not None:
            self.seconds.append(time.perf_counter() - self._moment)
            self._moment, self._is_marked = None, False
