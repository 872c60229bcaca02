"""The tour: six stops at the parts of the window, one after the other, while everything goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, QSettings, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QComboBox, QDockWidget, QWidget

from gradiometer_desktop.docks import bring_forward
from gradiometer_desktop.language import tr
from gradiometer_desktop.tour_bubble import Bubble, Spotlight

if TYPE_CHECKING:
    from gradiometer_desktop.main_window import MainWindow

KEY = "tour"
_MOVES = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide)


@dataclass(frozen=True)
class Stop:
    """find: the part of the window that it is about; dock: what has to be brought forward for that, by name.

    deed: what can be done there, and how it is called; an empty name where that makes no sense now.
    """

    title: str
    text: str
    find: Callable[[MainWindow], QWidget | None]
    dock: str = ""
    deed: Callable[[MainWindow], tuple[str, Callable[[], object]]] = lambda window: ("", window.update)


def _dock(name: str) -> Callable[[MainWindow], QWidget | None]:
    return lambda window: window.docks[name]


def _start_button(window: MainWindow) -> QWidget | None:
    return window.run_bar.widgetForAction(window.run_bar.play)


def _replay_bar(window: MainWindow) -> QWidget | None:
    return window.replay_bar


def _starting(window: MainWindow) -> tuple[str, Callable[[], object]]:
    play = window.run_bar.play
    can_start = play.isEnabled() and not window.selection.is_training
    return (play.text() if can_start else "", play.trigger)


def _flipping(window: MainWindow) -> tuple[str, Callable[[], object]]:
    control = window.panel.editors["activation"].control
    assert isinstance(control, QComboBox)
    relu = control.findData("relu")
    can_flip = control.isEnabled() and control.currentIndex() != relu
    return (tr("Flip it to ReLU") if can_flip else "", lambda: control.setCurrentIndex(relu))


STOPS = (
    Stop(
        tr("How much each layer learns"),
        tr(
            "The profile has one point a layer, the input on the left: how large its gradient is, on a log axis. "
            "Where the line falls towards the input, the first layers hardly learn."
        ),
        _dock("profile"),
        "profile",
    ),
    Stop(
        tr("Start"),
        tr(
            "Trains the network, and holds it again; so does Space wherever no button has the focus. "
            "All is recorded from the first step on."
        ),
        _start_button,
        deed=_starting,
    ),
    Stop(
        tr("Norms over time"),
        tr(
            "The same norms step by step, a line a layer. Click a layer here or in the profile: "
            "histogram and heat map show that one."
        ),
        _dock("norms"),
        "norms",
    ),
    Stop(
        tr("Switches"),
        tr(
            "They change the network at its next step, with no restart. Flip the activation from sigmoid to ReLU: "
            "the change becomes a line in all plots over time, and the gradients follow."
        ),
        _dock("settings"),
        "settings",
        _flipping,
    ),
    Stop(
        tr("Findings and trials"),
        tr(
            "What is wrong is said here, with its numbers and remedies. These can be tried on copies of the network, "
            "beside a control that nobody touches."
        ),
        _dock("findings"),
        "findings",
    ),
    Stop(
        tr("Look back, and take it with you"),
        tr(
            "Pull the slider to any step, or play it again, while training goes on. "
            "File > Export a plot makes a figure of what you see, File > Report tells all of it."
        ),
        _replay_bar,
    ),
)


class Tour(QObject):
    """settings: whether it was taken, under KEY: `offered`, `left` or `taken`."""

    def __init__(self, window: MainWindow, settings: QSettings):
        super().__init__(window)
        self._window = window
        self._settings = settings
        self.bubble: Bubble | None = None
        self.spotlight: Spotlight | None = None
        self.index = 0
        self._part: QWidget | None = None
        self._escape: QShortcut | None = None
        self._focus: QWidget | None = None
        self._on_top: list[QDockWidget] = []
        self._hidden: list[QDockWidget] = []
        self._placing = QTimer(self)
        self._placing.setSingleShot(True)
        self._placing.setInterval(0)
        self._placing.timeout.connect(self._place)

    @property
    def is_on(self) -> bool:
        return self.bubble is not None

    @property
    def is_new(self) -> bool:
        """Whether it was never offered."""
        return not self._settings.contains(KEY)

    def note_offered(self) -> None:
        """It is offered once, whatever the answer."""
        if self.is_new:
            self._settings.setValue(KEY, "offered")

    def begin(self) -> None:
        """Show the first stop."""
        self.end()
        window = self._window
        window.start_page.hide()
        docks = [window.docks[stop.dock] for stop in STOPS if stop.dock]
        self._hidden = [dock for dock in docks if dock.isHidden()]
        self._on_top = [dock for dock in window.docks.values() if not dock.visibleRegion().isEmpty()]
        self._focus = QApplication.focusWidget()
        self.spotlight = Spotlight(window)
        self.bubble = Bubble(window, len(STOPS))
        self.bubble.back.clicked.connect(lambda: self._go(-1))
        self.bubble.on.clicked.connect(lambda: self._go(1))
        self.bubble.skip.clicked.connect(lambda: self.end("left"))
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), window)
        self._escape.activated.connect(lambda: self.end("left"))
        # Not the window, which hears of every frame that is painted.
        window.statusBar().installEventFilter(self)
        self.index = 0
        self._show()

    def end(self, how: str = "") -> None:
        """Leave nothing of it on the screen, and the docks as they were."""
        if self.bubble is None or self.spotlight is None or self._escape is None:
            return
        if how:
            self._settings.setValue(KEY, how)
        self._placing.stop()
        self._window.statusBar().removeEventFilter(self)
        self._follow(None)
        self.spotlight.close_down()
        self.bubble.hide()
        # It is gone with the next turn alone, and two that want the same key get none.
        self._escape.setEnabled(False)
        for each in (self.bubble, self._escape):
            each.deleteLater()
        self.bubble = self.spotlight = self._escape = None
        for dock in self._hidden:
            dock.hide()
        for dock in self._on_top:
            dock.raise_()
        if self._focus is not None and self._focus.isVisible():
            self._focus.setFocus()
        self._focus, self._hidden, self._on_top = None, [], []

    def _go(self, by: int) -> None:
        self.index += by
        if self.index == len(STOPS):
            self.end("taken")
        else:
            self._show()

    def _show(self) -> None:
        assert self.bubble is not None
        stop = STOPS[self.index]
        if stop.dock:
            bring_forward(self._window, self._window.docks[stop.dock])
        self._follow(stop.find(self._window))
        self.bubble.tell(self.index, stop.title, stop.text, *stop.deed(self._window))
        self._place()
        # Docks that were just brought forward get their places in the next turn.
        self._placing.start()

    def _follow(self, part: QWidget | None) -> None:
        if self._part is not None:
            self._part.removeEventFilter(self)
        self._part = part
        if part is not None:
            part.installEventFilter(self)

    def _place(self) -> None:
        if self.bubble is None or self.spotlight is None:
            return
        place = self._find_place()
        self.spotlight.place(place)
        self.bubble.place(place)

    def _find_place(self) -> QRect:
        """Of the part, in the window; an empty one where it is closed, or stands beside the window."""
        part, window = self._part, self._window
        if part is None or not part.isVisible() or part.window() is not window:
            return QRect()
        return QRect(part.mapTo(window, part.rect().topLeft()), part.size()).intersected(window.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES:
            # When all have got their new places.
            self._placing.start()
        return False
