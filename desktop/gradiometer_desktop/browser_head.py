"""The top of the start page: which folder it shows, and the ways to begin a session."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from gradiometer.datasets import DATASETS
from gradiometer.presets import load_experiment, preset_names
from gradiometer_desktop.flow import FlowLayout
from gradiometer_desktop.language import tr
from gradiometer_desktop.lessons import catalogue
from gradiometer_desktop.menus import add_action


class Head(QWidget):
    """new_asked: a session of one's own; preset_asked: its name, one click away; lesson_asked: the name of a
    lesson; file_asked: a session from elsewhere; dismissed: back to what the window shows.
    """

    new_asked = Signal()
    file_asked = Signal()
    preset_asked = Signal(str)
    lesson_asked = Signal(str)
    dismissed = Signal()

    def __init__(self) -> None:
        super().__init__()
        title = QLabel(tr("Sessions"))
        title.setObjectName("heading")
        self.folder = QLabel()
        self.folder.setObjectName("note")
        self.folder.setTextFormat(Qt.TextFormat.PlainText)
        self.folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.back = QPushButton(tr("Back to the session"))
        self.back.setToolTip(tr("Show the plots again (Esc)"))
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
        column.addWidget(self._make_presets())

    def _make_beginnings(self) -> QHBoxLayout:
        self.new = QPushButton(tr("New session…"))
        self.new.setObjectName("primary")
        self.new.setToolTip(tr("Choose depth, widths, data and all else"))
        self.new.clicked.connect(self.new_asked)
        self.file = QPushButton(tr("Open a file…"))
        self.file.clicked.connect(self.file_asked)
        self.lesson = QPushButton(tr("Start a lesson"))
        self.lesson.setToolTip(tr("The experiments of the book, with their published numbers"))
        lessons = QMenu(self.lesson)
        lessons.setAccessibleName(tr("Lessons"))
        lessons.aboutToShow.connect(lambda: self._fill(lessons))
        self.lesson.setMenu(lessons)
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (self.new, self.file, self.lesson):
            row.addWidget(widget)
        row.addStretch(1)
        return row

    def _make_presets(self) -> QWidget:
        caption = QLabel(tr("or begin with"))
        caption.setObjectName("note")
        self.presets = {name: self._make_chip(name) for name in preset_names()}
        chips = QWidget()
        flow = FlowLayout(chips, spacing=8)
        for widget in (caption, *self.presets.values()):
            flow.addWidget(widget)
        return chips

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        for name, title in catalogue.titles().items():
            add_action(menu, title.replace("&", "&&"), partial(self.lesson_asked.emit, name))

    def _make_chip(self, name: str) -> QToolButton:
        experiment = load_experiment(name)
        chip = QToolButton()
        chip.setObjectName("chip")
        chip.setText(name)
        data = DATASETS[experiment.data].title
        chip.setToolTip(
            tr(
                "{title} {structure} on {data}: ready to train at once",
                title=experiment.kind.title,
                structure=experiment.structure,
                data=data,
            )
        )
        chip.setAccessibleName(tr("New session of preset {name}", name=name))
        chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        chip.clicked.connect(partial(self._choose, name))
        return chip

    def _choose(self, name: str, _checked: bool = False) -> None:
        self.preset_asked.emit(name)
