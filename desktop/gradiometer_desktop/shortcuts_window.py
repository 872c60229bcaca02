"""All keys of a window, and what the mouse does in its plots: read off the window each time, and searchable."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QHeaderView,
    QLineEdit,
    QMainWindow,
    QMenu,
    QToolBar,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gradiometer_desktop.commands import fill, keys_of, plain
from gradiometer_desktop.language import tr
from gradiometer_desktop.matching import folded, rank
from gradiometer_desktop.plots.canvas import GESTURES
from gradiometer_desktop.plots.keys import PLOT_KEYS

_SIZE = 620, 640


@dataclass(frozen=True)
class Shortcut:
    """group: where it holds; title: what it does; keys: as they are read; actions: of the window, None of a plot's."""

    group: str
    title: str
    keys: str
    action: QAction | None = None


def shortcuts_of(window: QMainWindow) -> list[Shortcut]:
    """Every action of a window that has keys, then what holds in a plot."""
    found: list[Shortcut] = []
    known: set[QAction] = set()
    for action in window.menuBar().actions():
        menu = action.menu()
        if isinstance(menu, QMenu):
            _add_menu(menu, plain(action.text()), found, known)
    for bar in window.findChildren(QToolBar):
        _add(bar.actions(), plain(bar.windowTitle()), found, known)
    for widget in window.findChildren(QWidget):
        if not isinstance(widget, QMenu | QToolBar):
            _add(widget.actions(), widget.accessibleName() or tr("Window"), found, known)
    group = tr("In a plot that has the keys")
    native = QKeySequence.SequenceFormat.NativeText
    for each in PLOT_KEYS:
        shift = tr("Shift+") if each.is_shifted else ""
        keys = ", ".join(shift + QKeySequence(key).toString(native) for key in each.keys)
        found.append(Shortcut(group, each.title, keys))
    found += [Shortcut(tr("Mouse in a plot"), title, gesture) for gesture, title in GESTURES]
    return found


def _add_menu(menu: QMenu, group: str, found: list[Shortcut], known: set[QAction]) -> None:
    fill(menu)
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            _add_menu(inner, group, found, known)
        else:
            _add([action], group, found, known)


def _add(actions: list[QAction], group: str, found: list[Shortcut], known: set[QAction]) -> None:
    for action in actions:
        if keys_of(action) and action not in known:
            known.add(action)
            found.append(Shortcut(group, plain(action.text()).rstrip("…"), keys_of(action), action))


class ShortcutsWindow(QWidget):
    """Lists them by where they hold; what is typed leaves those that fit."""

    def __init__(self, window: QMainWindow):
        super().__init__(window, Qt.WindowType.Window)
        self.setWindowTitle(tr("Keyboard shortcuts - Gradiometer"))
        self.resize(*_SIZE)
        self._window = window
        self._groups: list[tuple[QTreeWidgetItem, list[QTreeWidgetItem]]] = []
        self.search = QLineEdit()
        self.search.setObjectName("search")
        self.search.setPlaceholderText(tr("What it does, or its keys"))
        self.search.setAccessibleName(tr("Search the shortcuts"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._search)
        self.list = QTreeWidget()
        self.list.setObjectName("shortcuts")
        self.list.setAccessibleName(tr("Shortcuts"))
        self.list.setColumnCount(2)
        self.list.setHeaderLabels([tr("What it does"), tr("Keys")])
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.list.setAllColumnsShowFocus(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.list)
        self.refresh()

    def refresh(self) -> None:
        """Read them off the window again."""
        self.list.clear()
        groups: dict[str, tuple[QTreeWidgetItem, list[QTreeWidgetItem]]] = {}
        for each in shortcuts_of(self._window):
            if each.group not in groups:
                head = QTreeWidgetItem(self.list, [each.group])
                head.setFirstColumnSpanned(True)
                font = head.font(0)
                font.setBold(True)
                head.setFont(0, font)
                groups[each.group] = head, []
            head, items = groups[each.group]
            items.append(QTreeWidgetItem(head, [each.title, each.keys]))
        self._groups = list(groups.values())
        self.list.expandAll()
        self._search(self.search.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def _search(self, text: str) -> None:
        wanted = folded(text)
        for group, items in self._groups:
            num_shown = 0
            for item in items:
                fits = rank(wanted, folded(f"{item.text(0)} {item.text(1)}"), folded(group.text(0))) is not None
                item.setHidden(not fits)
                num_shown += fits
            group.setHidden(not num_shown)


def show_shortcuts(window: QMainWindow) -> ShortcutsWindow:
    """The list of a window's keys, which is made once."""
    shown = next(iter(window.findChildren(ShortcutsWindow)), None)
    if shown is None:
        shown = ShortcutsWindow(window)
    else:
        shown.refresh()
    shown.show()
    shown.activateWindow()
    shown.search.setFocus()
    return shown
