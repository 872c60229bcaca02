"""Keys in the main window: what has the focus keeps the keys that it uses, and F6 goes from part to part."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QDockWidget,
    QLabel,
    QMainWindow,
    QScrollArea,
    QTabBar,
    QToolBar,
    QWidget,
)

from gradiometer_desktop.plots.canvas import Canvas
from gradiometer_desktop.plots.keys import meaning_of
from gradiometer_desktop.replay_bar import SeekSlider

_KEYS = Qt.Key
_MOVING = (
    *(_KEYS.Key_Left, _KEYS.Key_Right, _KEYS.Key_Up, _KEYS.Key_Down),
    *(_KEYS.Key_Home, _KEYS.Key_End, _KEYS.Key_PageUp, _KEYS.Key_PageDown),
)
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


def reads(widget: QWidget, event: QKeyEvent) -> bool:
    """Whether a key means something to the widget that has the focus, and is no shortcut of the window meanwhile."""
    if event.modifiers() & _COMMANDS:
        # A shortcut wherever it is pressed.
        return False
    moves, types = event.key() in _MOVING, bool(event.text()) and event.text().isprintable()
    if isinstance(widget, Canvas):
        return meaning_of(event) is not None
    if isinstance(widget, QComboBox | QAbstractItemView):
        return moves or types
    if isinstance(widget, QAbstractButton):
        return event.key() == _KEYS.Key_Space
    if isinstance(widget, SeekSlider):
        # Its arrows are those of the replay, which go from one measured step to the next.
        return event.key() in (_KEYS.Key_PageUp, _KEYS.Key_PageDown)
    if isinstance(widget, QAbstractSlider | QTabBar):
        return moves
    # Of a label the links can be chosen.
    return isinstance(widget, QLabel) and event.key() in (_KEYS.Key_Return, _KEYS.Key_Enter)


class OwnKeys(QObject):
    """Lets whatever has the focus in a window keep its keys: Space presses a button and does not start the training.

    It listens to one widget at a time, so that nothing else is asked whenever anything happens.
    """

    def __init__(self, window: QMainWindow):
        super().__init__(window)
        self._window = window
        self._widget: QWidget | None = None
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_moved)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if isinstance(watched, QWidget) and reads(watched, event):
            event.accept()
            return True
        return False

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        before, self._widget = self._widget, None
        if before is not None and shiboken6.isValid(before):
            before.removeEventFilter(self)
        if now is not None and shiboken6.isValid(self._window) and self._window.isAncestorOf(now):
            self._widget = now
            now.installEventFilter(self)


class Parts:
    """The parts of a window in the order in which they are read: tool bars, docks, what lies below, the status line.

    cover: what lies over all of them, while it does.
    """

    def __init__(self, window: QMainWindow, cover: Callable[[], QWidget | None] = lambda: None):
        self._window = window
        self._cover = cover

    def go(self, parts: int) -> None:
        """To the next part, or the one before: -1."""
        cover = self._cover()
        if cover is not None:
            enter(cover)
            return
        all_parts = [part for part in self.all() if first_control(part) is not None]
        focused = self._window.focusWidget()
        here = next((at for at, part in enumerate(all_parts) if _holds(part, focused)), None)
        if not all_parts:
            return
        if here is None:
            here = -1 if parts > 0 else 0
        enter(all_parts[(here + parts) % len(all_parts)])

    def all(self) -> list[QWidget]:
        """Those that can be seen, from the upper left."""
        window = self._window
        bars = [bar for bar in window.findChildren(QToolBar) if bar.isVisible()]
        docks = [dock for dock in window.findChildren(QDockWidget) if is_in_front(dock)]
        seen: list[QWidget] = [*bars, *docks]
        bottom = Qt.ToolBarArea.BottomToolBarArea
        places = {part: part.mapTo(window, QPoint(0, 0)) for part in seen if not part.isWindow()}

        def place(part: QWidget) -> tuple[int, int, int]:
            band = (2 if window.toolBarArea(part) == bottom else 0) if isinstance(part, QToolBar) else 1
            at = places.get(part)
            if at is None:
                # It floats, in a window of its own.
                return (3, 0, 0)
            # A column of docks is read to its end, then the next one; plots row by row.
            row = at.y() // _ROW_PX
            area = isinstance(part, QDockWidget) and window.dockWidgetArea(part)
            return (band, -1, at.y()) if area == Qt.DockWidgetArea.LeftDockWidgetArea else (band, row, at.x())

        ordered = sorted(seen, key=place)
        status = window.statusBar()
        return [*ordered, status] if status.isVisible() else ordered


# Docks that begin at almost the same height stand in a row.
_ROW_PX = 40


def is_in_front(dock: QDockWidget) -> bool:
    """Whether a dock can be seen, and not only its tab."""
    return dock.isVisible() and not dock.widget().visibleRegion().isEmpty()


def enter(part: QWidget) -> None:
    """Give the focus to what stands first in a part: in a plot, the plot itself."""
    control = first_control(part)
    if control is not None:
        control.setFocus(Qt.FocusReason.TabFocusReason)


def first_control(part: QWidget) -> QWidget | None:
    """What takes the focus in a part; None where nothing does."""
    canvas = next((each for each in part.findChildren(Canvas) if each.isVisible()), None)
    return canvas or next(controls_of(part), None)


def controls_of(part: QWidget) -> Iterator[QWidget]:
    """What Tab meets in a part, in its order."""
    widget: QWidget | None = part
    first = True
    while widget is not None and (first or widget is not part):
        first = False
        if (widget is part or part.isAncestorOf(widget)) and _takes_tab(widget):
            yield widget
        widget = widget.nextInFocusChain()


def _takes_tab(widget: QWidget) -> bool:
    tab = Qt.FocusPolicy.TabFocus.value
    is_met = bool(widget.focusPolicy().value & tab) and widget.focusProxy() is None
    return is_met and widget.isVisible() and widget.isEnabled() and not isinstance(widget, QScrollArea)


def _holds(part: QWidget, widget: QWidget | None) -> bool:
    return widget is not None and (part is widget or part.isAncestorOf(widget))
