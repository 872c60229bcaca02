"""The list of what was changed when, of what happened by itself, and of notes; a click shows the step in the plots."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from gradiometer.effects import EFFECTS
from gradiometer.history import History
from gradiometer.reports import Event, Intervention, Note
from gradiometer.settings import Rewrite
from gradiometer.surgeries import REMINDER
from gradiometer.wording_of_changes import jump_in_brief, jump_in_words
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.theme import scaled

_IS_NOTE = Qt.ItemDataRole.UserRole + 1


class InterventionsList(QWidget):
    """`jumped` carries the step of the entry that was clicked, `note_asked` that of a note that was double-clicked;
    `menu_asked` an entry, and where on the screen to show what can be done with it.
    """

    manual_page = "changing"

    jumped = Signal(int)
    note_asked = Signal(int)
    menu_asked = Signal(object, QPoint)

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[Intervention | Event | Note] = []
        self.setMaximumWidth(scaled(340))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._empty = QLabel(
            tr(
                "Changes that you make while training, what happens by itself and your notes appear "
                "here, with their steps."
            )
        )
        self._empty.setObjectName("note")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setContentsMargins(12, 12, 12, 12)
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setAccessibleName(tr("Changes and events"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._jump)
        self.list.itemActivated.connect(self._activate)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._ask_menu)
        column.addWidget(self._empty)
        column.addWidget(self.list, 1)

    def show_history(self, history: History) -> None:
        """List what another session holds, in the order of the steps."""
        self.list.clear()
        self._entries.clear()
        notes = [Note(step, text) for step, text in history.notes.items()]
        entries: list[Intervention | Event | Note] = [*history.interventions, *history.events, *notes]
        for entry in sorted(entries, key=lambda entry: entry.step):
            self.add(entry)
        self._update()

    def add(self, entry: Intervention | Event | Note) -> None:
        """Append one entry."""
        lines = _lines_of(entry) if isinstance(entry, Intervention) else [_text_of(entry)]
        item = QListWidgetItem("\n".join([f"{entry.step}   {lines[0]}", *lines[1:]]))
        item.setData(_IS_NOTE, isinstance(entry, Note))
        details = _details_of(entry) if isinstance(entry, Intervention) else lines
        first = tr("Step {step}: {details}", step=entry.step, details=details[0])
        item.setToolTip("\n".join([first, *details[1:]]))
        # What a pointer finds in the tip is read aloud.
        item.setData(Qt.ItemDataRole.AccessibleTextRole, ". ".join([first, *details[1:]]))
        item.setData(Qt.ItemDataRole.UserRole, entry.step)
        font = item.font()
        font.setBold(isinstance(entry, Event))
        font.setItalic(isinstance(entry, Note))
        item.setFont(font)
        self._entries.append(entry)
        self.list.addItem(item)
        self.list.scrollToBottom()
        self._update()

    def _update(self) -> None:
        self._empty.setVisible(self.list.count() == 0)
        self.list.setVisible(self.list.count() > 0)

    def _activate(self, item: QListWidgetItem) -> None:
        if item.data(_IS_NOTE):
            self.note_asked.emit(int(item.data(Qt.ItemDataRole.UserRole)))
        else:
            self._jump(item)

    def _jump(self, item: QListWidgetItem) -> None:
        self.jumped.emit(int(item.data(Qt.ItemDataRole.UserRole)))

    def _ask_menu(self, position: QPoint) -> None:
        """By the pointer, or by the keyboard, for which Qt gives the place of the current entry."""
        item = self.list.itemAt(position)
        if item is not None:
            self.menu_asked.emit(self._entries[self.list.row(item)], self.list.viewport().mapToGlobal(position))


def _text_of(entry: Event | Note) -> str:
    """A note is the person's own, but for those that the program pins."""
    return said(entry.text)


def _lines_of(change: Intervention) -> list[str]:
    """What the list shows."""
    because = tr("because: {because}", because=said(change.because)) if change.because else ""
    return [said(change.label), *filter(None, (said(jump_in_brief(change)), because))]


def _details_of(change: Intervention) -> list[str]:
    """All that is known of it."""
    effect = said(EFFECTS.get(change.kind, ""))
    because = tr("because: {because}", because=said(change.because)) if change.because else ""
    reminder = said(REMINDER) if isinstance(change.command, Rewrite) else ""
    return [
        said(change.label),
        *filter(None, (because, said(change.effect), said(jump_in_words(change)), effect, reminder)),
    ]
