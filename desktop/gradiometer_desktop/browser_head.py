"""The top of the start page: which folder it shows, and the ways to begin a session."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from gradiometer.experiment import load_experiment, preset_names


class Head(QWidget):
    """new_asked: a session of one's own; preset_asked: its name, one click away; file_asked: a session from elsewhere;
    dismissed: back to what the window shows.
    """

    new_asked = Signal()
    file_asked = Signal()
    preset_asked = Signal(str)
    dismissed = Signal()

    def __init__(self) -> None:
        super().__init__()
        title = QLabel("Sessions")
        title.setObjectName("heading")
        self.folder = QLabel()
        self.folder.setObjectName("note")
        self.folder.setTextFormat(Qt.TextFormat.PlainText)
        self.folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.back = QPushButton("Back to the session")
        self.back.setToolTip("Show the plots again (Esc)")
        self.back.clicked.connect(self.dismissed)
        heading = QHBoxLayout()
        heading.setSpacing(12)
        heading.addWidget(title)
        heading.addWidget(self.folder, 1)
        heading.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(heading)
        column.addLayout(self._make_beginnings())

    def _make_beginnings(self) -> QHBoxLayout:
        self.new = QPushButton("New session…")
        self.new.setObjectName("primary")
        self.new.setToolTip("Choose depth, widths, data and all else")
        self.new.clicked.connect(self.new_asked)
        self.file = QPushButton("Open a file…")
        self.file.clicked.connect(self.file_asked)
        caption = QLabel("or begin with")
        caption.setObjectName("note")
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (self.new, self.file, caption):
            row.addWidget(widget)
        self.presets = {name: self._make_chip(name) for name in preset_names()}
        for chip in self.presets.values():
            row.addWidget(chip)
        row.addStretch(1)
        return row

    def _make_chip(self, name: str) -> QToolButton:
        experiment = load_experiment(name)
        chip = QToolButton()
        chip.setObjectName("chip")
        chip.setText(name)
        chip.setToolTip(f"{experiment.structure}, {experiment.settings.activation}: ready to train at once")
        chip.setAccessibleName(f"New session of preset {name}")
        chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        chip.clicked.connect(partial(self._choose, name))
        return chip

    def _choose(self, name: str, _checked: bool = False) -> None:
        self.preset_asked.emit(name)
