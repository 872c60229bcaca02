"""Everything that a window can do, found by typing: Ctrl+K, a few letters, Enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import shiboken6
from PySide6.QtCore import QEvent, QModelIndex, QObject, QSettings, QSize, Qt, QTimer
from PySide6.QtGui import QAction, QBrush, QKeyEvent, QPalette, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMainWindow,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from gradiometer_desktop.commands import Command, commands_of, fill, late_menus
from gradiometer_desktop.language import tr
from gradiometer_desktop.matching import folded, rank
from gradiometer_desktop.spoken import announce

_RECENT_KEY = "recent_commands"
_MOST_RECENT = 8
# More than anybody reads through, and few enough to be there at once.
_MOST_SHOWN = 60
_WIDTH_PX, _HEIGHT_PX, _TOP_PX = 640, 420, 56
_MOVING = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_TICK, _BLANK = "✓ ", ""


class Palette(QFrame):
    """A list of a window's commands over its upper edge, best match first; it goes when another part has the keys.

    more: gives commands that stand in no menu, tool bar or panel, each time it opens. action: opens it; for a menu.
    """

    def __init__(
        self, window: QMainWindow, settings: QSettings, more: Callable[[], Sequence[Command]] | None = None
    ) -> None:
        super().__init__(window)
        self._window = window
        self._settings = settings
        self._more = more
        self._before: QWidget | None = None
        self._commands: list[tuple[Command, str, str]] = []
        self._shown: list[Command] = []
        self.setObjectName("palette")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setAccessibleName(tr("Commands"))
        self.search = QLineEdit()
        self.search.setObjectName("search")
        self.search.setPlaceholderText(tr("What do you want to do? Type words or letters of it"))
        self.search.setAccessibleName(tr("Find a command"))
        self.search.setAccessibleDescription(
            tr("Up and down choose a command, Enter carries it out, Escape closes the list.")
        )
        self.search.textChanged.connect(self._search)
        self.search.installEventFilter(self)
        self.list = QTreeView()
        self.list.setObjectName("commands")
        self.list.setAccessibleName(tr("Commands found"))
        # The field above keeps the keys, and hands on those that move.
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setHeaderHidden(True)
        self.list.setAllColumnsShowFocus(True)
        self.list.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._model = QStandardItemModel(0, 3, self)
        self.list.setModel(self._model)
        header = self.list.header()
        header.setStretchLastSection(False)
        for column, mode in enumerate((QHeaderView.ResizeMode.Stretch, QHeaderView.ResizeMode.Stretch)):
            header.setSectionResizeMode(column, mode)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        self.list.clicked.connect(self._take)
        self.list.selectionModel().currentChanged.connect(lambda current, _before: self._tell(current))
        self.note = QLabel()
        self.note.setObjectName("note")
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setWordWrap(True)
        self.note.setFixedHeight(2 * self.note.fontMetrics().lineSpacing() + 2)
        self.note.setAlignment(Qt.AlignmentFlag.AlignTop)
        column_of = QVBoxLayout(self)
        column_of.setContentsMargins(8, 8, 8, 8)
        column_of.setSpacing(8)
        for part in (self.search, self.list, self.note):
            column_of.addWidget(part)
        self.hide()
        self.action = QAction(tr("&Find a command…"), window)
        self.action.setShortcut("Ctrl+K")
        self.action.triggered.connect(self.open)
        # Also where the menu bar is hidden.
        window.addAction(self.action)

    def open(self) -> None:
        """Show what can be done now, that which was done last first."""
        if self.isVisible():
            self.close_up()
            return
        self._before = self._window.focusWidget()
        self._read()
        width = min(_WIDTH_PX, self._window.width() - 32)
        height = min(_HEIGHT_PX, self._window.height() - _TOP_PX - 32)
        self.setGeometry((self._window.width() - width) // 2, _TOP_PX, width, height)
        self.search.clear()
        self._search("")
        self.show()
        self.raise_()
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_moved)
        if late_menus(self._window):
            # Once the list can be seen, and while the person types.
            QTimer.singleShot(0, self, self._read_late)

    def close_up(self) -> None:
        """Take it away; the keys go back to what had them."""
        if not self.isVisible():
            return
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.disconnect(self._focus_moved)
        had_keys = self.search.hasFocus()
        self.hide()
        self._commands.clear()
        before, self._before = self._before, None
        if had_keys and before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)

    def carry_out(self) -> None:
        """Do what is chosen, where it can be done."""
        row = self.list.currentIndex().row()
        if not 0 <= row < len(self._shown) or self._shown[row].why_not:
            return
        command = self._shown[row]
        recent = [command.key, *(each for each in self._recent() if each != command.key)]
        self._settings.setValue(_RECENT_KEY, recent[:_MOST_RECENT])
        self.close_up()
        command.act()

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH_PX, _HEIGHT_PX)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that the field for typing has no use for."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # Escape and Enter may mean something else to the window.
            event.setAccepted(event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, *_MOVING))
            return event.isAccepted()
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() == Qt.Key.Key_Escape:
            self.close_up()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.carry_out()
        elif event.key() in _MOVING:
            QApplication.sendEvent(self.list, event)
        elif event.key() not in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            return False
        return True

    def _read(self) -> None:
        commands = [*commands_of(self._window), *(self._more() if self._more else ())]
        self._commands = [(each, folded(each.title), folded(" ".join(each.path))) for each in commands]

    def _read_late(self) -> None:
        for menu in late_menus(self._window):
            fill(menu)
        if self.isVisible():
            self._read()
            self._search(self.search.text())

    def _recent(self) -> list[str]:
        kept = self._settings.value(_RECENT_KEY, [])
        return [str(each) for each in kept] if isinstance(kept, list) else [str(kept)]

    def _search(self, text: str) -> None:
        wanted, recent = folded(text), self._recent()
        order = {key: index for index, key in enumerate(recent)}
        found = []
        for index, (command, title, beside) in enumerate(self._commands):
            worth = rank(wanted, title, beside)
            if worth is not None:
                # What was done last stands before its likes; what rests, behind them.
                last = order.get(command.key, len(recent))
                worth = round(worth if wanted.strip() else 0.0, 1)
                found.append((-worth, last, bool(command.why_not) and bool(wanted), index, command))
        self._fill([command for *_order, command in sorted(found, key=lambda each: each[:4])[:_MOST_SHOWN]])

    def _fill(self, commands: list[Command]) -> None:
        self._shown = commands
        palette = self.palette()
        faint = QBrush(palette.color(QPalette.ColorRole.PlaceholderText))
        self._model.setRowCount(0)
        for command in commands:
            tick = _TICK if command.is_on else _BLANK
            cells = [QStandardItem(tick + command.title), QStandardItem(" › ".join(command.path))]
            cells.append(QStandardItem(command.shortcut))
            cells[2].setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            for cell in cells:
                cell.setToolTip(command.why_not or command.tip)
            for cell in cells if command.why_not else cells[1:]:
                cell.setForeground(faint)
            cells[0].setAccessibleText(_aloud(command))
            self._model.appendRow(cells)
        if commands:
            self.list.setCurrentIndex(self._model.index(0, 0))
        else:
            self.note.setText(tr("Nothing here is called so. Fewer letters find more."))

    def _tell(self, current: QModelIndex) -> None:
        if not 0 <= current.row() < len(self._shown):
            return
        command = self._shown[current.row()]
        self.note.setText(tr("Rests: {why_not}", why_not=command.why_not) if command.why_not else command.tip)
        if self.isVisible():
            announce(self.search, _aloud(command))

    def _take(self, index: QModelIndex) -> None:
        self.list.setCurrentIndex(index)
        self.carry_out()

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is None or not (now is self or self.isAncestorOf(now)):
            self.close_up()


def _aloud(command: Command) -> str:
    """As a screen reader says it."""
    parts = [command.title, ", ".join(command.path), command.shortcut]
    if command.is_on is not None:
        parts.append(tr("on") if command.is_on else tr("off"))
    if command.why_not:
        parts.append(tr("Rests: {why_not}", why_not=command.why_not))
    return ". ".join(part for part in parts if part)
