"""What a window can do, read off the window itself: its menus, tool bars and the switches of its panels."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from html import unescape

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QComboBox, QDockWidget, QMainWindow, QMenu, QToolBar, QWidget

from gradiometer_desktop.language import tr

_TAG = re.compile(r"<br\s*/?>|<[^>]*>")
_MNEMONIC = re.compile(r"&(.)")
# A box to choose a file name or a number from is no list of commands.
_MOST_ENTRIES = 64
LATE = "fills_late"
"""A property of menus whose entries take a while to read."""


@dataclass(frozen=True)
class Command:
    """Something that a person can ask for.

    title: what it does; path: where it stands, from the outside in; shortcut: its keys as the person reads them;
    why_not: why it rests, empty where it can be done; tip: what it does, in a sentence; is_on: of a switch, whether
    it is on.
    """

    title: str
    path: tuple[str, ...]
    act: Callable[[], object]
    shortcut: str = ""
    why_not: str = ""
    tip: str = ""
    is_on: bool | None = None

    @property
    def key(self) -> str:
        """By which it is known from one start to the next."""
        return "/".join((*self.path, self.title))


def commands_of(window: QMainWindow) -> list[Command]:
    """Everything that stands in the menus, tool bars and panels of a window, in this order."""
    found: list[Command] = []
    known: set[QAction] = set()
    for action in window.menuBar().actions():
        menu = action.menu()
        if isinstance(menu, QMenu):
            found += _of_menu(menu, (plain(action.text()),), known)
    for bar in window.findChildren(QToolBar):
        if not bar.isHidden():
            found += [_of_action(each, (plain(bar.windowTitle()),)) for each in _new(bar.actions(), known)]
            found += _of_widgets(bar, (plain(bar.windowTitle()),))
    for dock in window.findChildren(QDockWidget):
        if not dock.isHidden():
            found += _of_widgets(dock.widget(), (dock.windowTitle(),))
    return found


def plain(text: str) -> str:
    """Without the sign of its key, without tags, in one line."""
    text = unescape(_TAG.sub(" ", text)) if _TAG.match(text) else _MNEMONIC.sub(r"\1", text)
    return " ".join(text.split())


def fill(menu: QMenu) -> None:
    """Let a menu that is filled when it is opened fill itself."""
    menu.aboutToShow.emit()


def late_menus(window: QMainWindow) -> list[QMenu]:
    """Those that take a while to fill, and were never filled; `commands_of` leaves them out."""
    return [menu for menu in window.findChildren(QMenu) if menu.property(LATE) and menu.isEmpty()]


def keys_of(action: QAction) -> str:
    """All its shortcuts, as they stand on this system's keys."""
    native = QKeySequence.SequenceFormat.NativeText
    return ", ".join(keys.toString(native) for keys in action.shortcuts())


def _of_menu(menu: QMenu, path: tuple[str, ...], known: set[QAction]) -> Iterator[Command]:
    if menu.property(LATE) and menu.isEmpty():
        return
    fill(menu)
    for action in _new(menu.actions(), known):
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield from _of_menu(inner, (*path, plain(action.text())), known)
        else:
            yield _of_action(action, path)


def _new(actions: Sequence[QAction], known: set[QAction]) -> Iterator[QAction]:
    """Those that are seen, have a text, and were not met before."""
    for action in actions:
        if action.isVisible() and action.text() and not action.isSeparator() and action not in known:
            known.add(action)
            yield action


def _of_action(action: QAction, path: tuple[str, ...]) -> Command:
    title = plain(action.text()).rstrip("…")
    tip = plain(action.toolTip())
    why_not = "" if action.isEnabled() else plain(action.statusTip()) or (tip if tip != title else "") or _resting()
    is_on = action.isChecked() if action.isCheckable() else None
    return Command(title, path, action.trigger, keys_of(action), why_not, "" if tip == title else tip, is_on)


def _of_widgets(part: QWidget, path: tuple[str, ...]) -> Iterator[Command]:
    """Boxes, switches and buttons of a panel that are not themselves hidden."""
    for box in part.findChildren(QComboBox):
        name = box.accessibleName()
        if name and not box.isEditable() and box.count() <= _MOST_ENTRIES and box.isVisibleTo(part):
            why_not = _why_not(box)
            for index in range(box.count()):
                choose = partial(box.setCurrentIndex, index)
                is_on = index == box.currentIndex()
                yield Command(box.itemText(index), (*path, name), choose, "", why_not, plain(box.toolTip()), is_on)
    for button in part.findChildren(QAbstractButton):
        name = button.accessibleName() or plain(button.text())
        if name and button.isVisibleTo(part) and not isinstance(button.parent(), QToolBar | QDockWidget):
            ticked = button.isChecked() if isinstance(button, QCheckBox) else None
            yield Command(name, path, button.click, "", _why_not(button), plain(button.toolTip()), ticked)


def _why_not(widget: QWidget) -> str:
    return "" if widget.isEnabled() else plain(widget.toolTip()) or _resting()


def _resting() -> str:
    return tr("Not possible as things stand")
