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
    QMenuBar,
    QScrollArea,
    QStatusBar,
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

    def all(self, *, with_tabs: bool = False) -> list[QWidget]:
        """Those that can be seen, from the upper left. with_tabs: also the tabs of docks that share a place."""
        window = self._window
        bars = [bar for bar in window.findChildren(QToolBar) if bar.isVisible()]
        docks = [dock for dock in window.findChildren(QDockWidget) if is_in_front(dock)]
        seen: list[QWidget] = [*bars, *docks, *(self._tabs() if with_tabs else ())]
        bottom, left = Qt.ToolBarArea.BottomToolBarArea, Qt.DockWidgetArea.LeftDockWidgetArea
        in_left = [dock for dock in docks if window.dockWidgetArea(dock) == left and not dock.isFloating()]
        left_end = max((dock.geometry().right() for dock in in_left), default=0) if len(in_left) < len(docks) else 0
        places = {part: part.mapTo(window, QPoint(0, 0)) for part in seen if not part.isWindow()}

        def place(part: QWidget) -> tuple[int, int, int]:
            band = (2 if window.toolBarArea(part) == bottom else 0) if isinstance(part, QToolBar) else 1
            at = places.get(part)
            if at is None:
                # It floats, in a window of its own.
                return (3, 0, 0)
            # A column of docks is read to its end, then the next one; plots row by row.
            row = at.y() // _ROW_PX
            # What stands left of the plots, and its tabs with it.
            is_left = not isinstance(part, QToolBar) and at.x() < left_end
            return (band, -1, at.y()) if is_left else (band, row, at.x())

        ordered = sorted(seen, key=place)
        status = window.statusBar()
        return [*ordered, status] if status.isVisible() else ordered

    def beside(self, focused: QWidget | None, controls: int) -> QWidget | None:
        """What Tab leads to: so many controls further on, in the order in which the window is read."""
        cover = self._cover()
        parts = [cover] if cover is not None else [*self._others(), *self.all(with_tabs=True)]
        order = [control for part in parts for control in controls_of(part)]
        if not order:
            return None
        here = next((at for at, control in enumerate(order) if control is focused), -1 if controls > 0 else 0)
        return order[(here + controls) % len(order)]

    def _tabs(self) -> list[QTabBar]:
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        return [bar for bar in self._window.findChildren(QTabBar, options=direct) if bar.isVisible()]

    def _others(self) -> list[QWidget]:
        """What lies over the window, such as a step of the tour."""
        direct = Qt.FindChildOption.FindDirectChildrenOnly
        usual = QToolBar | QDockWidget | QTabBar | QStatusBar | QMenuBar
        return [
            each
            for each in self._window.findChildren(QWidget, options=direct)
            if each.isVisible() and not each.isWindow() and not isinstance(each, usual)
        ]


def move_focus(parts: Parts, window: QWidget, *, is_next: bool) -> bool:
    """Tab, or Shift+Tab, was pressed in a window; returns whether there is anything to go to."""
    control = parts.beside(window.focusWidget(), 1 if is_next else -1)
    if control is None:
        return False
    control.setFocus(Qt.FocusReason.TabFocusReason if is_next else Qt.FocusReason.BacktabFocusReason)
    area = control.parentWidget()
    while area is not None:
        if isinstance(area, QScrollArea):
            area.ensureWidgetVisible(control)
        area = area.parentWidget()
    return True


# Docks that begin at almost the same height stand in a row.
_ROW_PX = 24


def is_in_front(dock: QDockWidget) -> bool:
    """Whether a dock can be seen, and not only its tab."""
    # Its own region and not its content's, which a scroll area's may cover altogether.
    return dock.isVisible() and not dock.visibleRegion().isEmpty()


def enter(part: QWidget) -> None:
    """Give the focus to what stands first in a part: in a plot, the plot itself."""
    control = first_control(part)
    if control is not None:
        # As a shortcut: then styles mark what has the focus.
        control.setFocus(Qt.FocusReason.ShortcutFocusReason)


def first_control(part: QWidget) -> QWidget | None:
    """What takes the focus in a part; None where nothing does."""
    canvas = next((each for each in part.findChildren(Canvas) if each.isVisible()), None)
    return canvas or next(controls_of(part), None)


def controls_of(part: QWidget) -> Iterator[QWidget]:
    """What Tab meets in a part, in the order in which it was put together.

    Not by `nextInFocusChain`, whose result PySide 6.11 takes for a child of the widget that was asked: with that widget
    it lets go of all menus of the window, since the chain leads through the window too.
    """
    for widget in (part, *part.findChildren(QWidget)):
        if _takes_tab(widget):
            yield widget


def _takes_tab(widget: QWidget) -> bool:
    tab = Qt.FocusPolicy.TabFocus.value
    is_met = bool(widget.focusPolicy().value & tab) and widget.focusProxy() is None
    return is_met and widget.isVisible() and widget.isEnabled()


def _holds(part: QWidget, widget: QWidget | None) -> bool:
    return widget is not None and (part is widget or part.isAncestorOf(widget))
