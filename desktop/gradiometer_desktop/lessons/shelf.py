"""The lessons on the start page: a door for each, in the order in which they are read."""

from __future__ import annotations

from functools import partial
from itertools import islice

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from gradiometer_desktop.door import Door
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.lessons import catalogue
from gradiometer_desktop.theme import Theme

_NUM_COLUMNS = 2


class LessonShelf(QScrollArea):
    """Filled when it is first shown: reading the lessons takes a while. chosen: the name of the one that is wanted."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(tr("Lessons"))
        self.doors: dict[str, Door] = {}
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        self.note = QLabel(
            tr("The experiments of the book, with their published numbers. Each opens beside the plots; begin with 1.")
        )
        self.note.setObjectName("note")
        self.note.setWordWrap(True)
        column.addWidget(self.note)
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        column.addLayout(self._grid)
        column.addStretch(1)
        self.setWidget(content)

    def fill(self, theme: Theme) -> None:
        """Put the lessons there are on it."""
        if not self.doors:
            for place, (name, title) in enumerate(catalogue.titles().items()):
                lesson = catalogue.read(name)
                number, _, rest = title.partition(". ")
                line = said(lesson) if isinstance(lesson, str) else said(lesson.source)
                door = Door(number if rest else "", rest or title, line)
                door.clicked.connect(partial(self._choose, name))
                self.doors[name] = door
                self._grid.addWidget(door, place // _NUM_COLUMNS, place % _NUM_COLUMNS)
            if not self.doors:
                self.note.setText(tr("There are no lessons: this installation lacks their files."))
        self.apply_theme(theme)

    def focus_first(self) -> None:
        """Lesson 1 is a key away."""
        for door in islice(self.doors.values(), 1):
            door.setFocus()

    def apply_theme(self, theme: Theme) -> None:
        """Light or dark."""
        for door in self.doors.values():
            door.apply_theme(theme)

    def _choose(self, name: str, _checked: bool = False) -> None:
        self.chosen.emit(name)
