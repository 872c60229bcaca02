"""The list of what was changed when, and of what happened by itself; a click shows the step in the plots."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from gradiometer.history import History
from gradiometer.reports import Event, Intervention


class InterventionsList(QWidget):
    """`jumped` carries the step of the entry that was activated."""

    jumped = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setMaximumWidth(340)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._empty = QLabel("Changes that you make while training appear here, with their steps.")
        self._empty.setObjectName("note")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setContentsMargins(12, 12, 12, 12)
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setAccessibleName("Changes and events")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._jump)
        self.list.itemActivated.connect(self._jump)
        column.addWidget(self._empty)
        column.addWidget(self.list, 1)

    def show_history(self, history: History) -> None:
        """List what another session holds, in the order of the steps."""
        self.list.clear()
        entries: list[Intervention | Event] = [*history.interventions, *history.events]
        for entry in sorted(entries, key=lambda entry: entry.step):
            self.add(entry)
        self._update()

    def add(self, entry: Intervention | Event) -> None:
        """Append one entry."""
        text = entry.label if isinstance(entry, Intervention) else entry.text
        item = QListWidgetItem(f"{entry.step}   {text}")
        tip = entry.effect if isinstance(entry, Intervention) else ""
        item.setToolTip(f"Step {entry.step}: {text}" + (f"\n{tip}" if tip else ""))
        item.setData(Qt.ItemDataRole.UserRole, entry.step)
        if isinstance(entry, Event):
            font = item.font()
            font.setBold(True)
            item.setFont(font)
        self.list.addItem(item)
        self.list.scrollToBottom()
        self._update()

    def _update(self) -> None:
        self._empty.setVisible(self.list.count() == 0)
        self.list.setVisible(self.list.count() > 0)

    def _jump(self, item: QListWidgetItem) -> None:
        self.jumped.emit(int(item.data(Qt.ItemDataRole.UserRole)))
