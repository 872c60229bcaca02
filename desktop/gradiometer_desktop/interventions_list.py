"""The list of what was changed when, of what happened by itself, and of notes; a click shows the step in the plots."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from gradiometer.history import History
from gradiometer.reports import Event, Intervention, Note

_IS_NOTE = Qt.ItemDataRole.UserRole + 1


class InterventionsList(QWidget):
    """`jumped` carries the step of the entry that was clicked, `note_asked` that of a note that was double-clicked."""

    jumped = Signal(int)
    note_asked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setMaximumWidth(340)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._empty = QLabel(
            "Changes that you make while training, what happens by itself and your notes appear here, with their steps."
        )
        self._empty.setObjectName("note")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setContentsMargins(12, 12, 12, 12)
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setAccessibleName("Changes and events")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._jump)
        self.list.itemActivated.connect(self._activate)
        column.addWidget(self._empty)
        column.addWidget(self.list, 1)

    def show_history(self, history: History) -> None:
        """List what another session holds, in the order of the steps."""
        self.list.clear()
        notes = [Note(step, text) for step, text in history.notes.items()]
        entries: list[Intervention | Event | Note] = [*history.interventions, *history.events, *notes]
        for entry in sorted(entries, key=lambda entry: entry.step):
            self.add(entry)
        self._update()

    def add(self, entry: Intervention | Event | Note) -> None:
        """Append one entry."""
        text = entry.label if isinstance(entry, Intervention) else entry.text
        if isinstance(entry, Intervention) and entry.because:
            text += f"\nbecause: {entry.because}"
        item = QListWidgetItem(f"{entry.step}   {text}")
        item.setData(_IS_NOTE, isinstance(entry, Note))
        tip = entry.effect if isinstance(entry, Intervention) else ""
        item.setToolTip(f"Step {entry.step}: {text}" + (f"\n{tip}" if tip else ""))
        item.setData(Qt.ItemDataRole.UserRole, entry.step)
        font = item.font()
        font.setBold(isinstance(entry, Event))
        font.setItalic(isinstance(entry, Note))
        item.setFont(font)
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
