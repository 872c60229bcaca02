"""The top of the start page: three doors, presets that are ready to train, and what shows a person around."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from gradiometer.datasets import DATASETS
from gradiometer.presets import load_experiment, preset_names
from gradiometer_desktop.door import Door
from gradiometer_desktop.flow import FlowLayout
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.theme import Theme

LESSONS_KEY = "Ctrl+L"
_MOST_RECENT = 4


class Head(QWidget):
    """lessons_asked: whether the list of lessons is wanted; new_asked: a session of one's own; file_asked: a session
    from elsewhere; recent_asked: one that was open lately; preset_asked: its name, one click away; sample_asked: the
    recorded session; tour_asked: to be shown around; dismissed: back to what the window shows.
    """

    lessons_asked = Signal(bool)
    new_asked = Signal()
    file_asked = Signal()
    recent_asked = Signal(object)
    preset_asked = Signal(str)
    sample_asked = Signal()
    tour_asked = Signal()
    dismissed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        title = QLabel(tr("Start"))
        title.setObjectName("heading")
        self.back = QPushButton(tr("Back to the session"))
        self.back.setToolTip(tr("Show the plots again (Esc)"))
        self.back.clicked.connect(self.dismissed)
        self.sample = QPushButton(tr("Sample session"))
        self.sample.setToolTip(tr("A recorded run: sigmoid layers starve, and what brings their gradient back"))
        self.sample.clicked.connect(self.sample_asked)
        self.tour = QPushButton(tr("Take the tour"))
        self.tour.setToolTip(tr("Six steps through the window; it can be left at any time"))
        self.tour.clicked.connect(self.tour_asked)
        heading = QHBoxLayout()
        heading.setSpacing(8)
        heading.addWidget(title, 1)
        self._new_here = QLabel(tr("New here?"))
        self._new_here.setObjectName("note")
        self._new_here.hide()
        for widget in (self._new_here, self.tour, self.sample):
            heading.addWidget(widget)
        for button in (self.tour, self.sample):
            button.setFlat(True)
            button.setAutoDefault(True)
        heading.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(heading)
        column.addLayout(self._make_doors())
        column.addWidget(self._make_presets())
        self._recent = QWidget()
        self._flow = FlowLayout(self._recent, spacing=8)
        self.recent: list[QToolButton] = []
        self._recent.hide()
        column.addWidget(self._recent)
        self.apply_theme(theme)

    def offer_tour(self) -> None:
        """Let the tour stand out, once."""
        self._new_here.show()
        self.tour.setFlat(False)

    def show_recent(self, paths: Sequence[Path]) -> None:
        """Sessions that were open lately and do not stand in the list, the newest first."""
        while (item := self._flow.takeAt(0)) is not None and (widget := item.widget()) is not None:
            widget.deleteLater()
        self.recent = []
        if paths:
            caption = QLabel(tr("or open again"))
            caption.setObjectName("note")
            self._flow.addWidget(caption)
        for path in paths[:_MOST_RECENT]:
            chip = _chip(path.stem, str(path))
            chip.setAccessibleName(tr("Open {name} again", name=path.name))
            chip.clicked.connect(partial(self._open_again, path))
            self._flow.addWidget(chip)
            self.recent.append(chip)
        self._recent.setVisible(bool(paths))

    def show_lessons(self, *, are_shown: bool) -> None:
        """Whether the list of lessons stands below."""
        self.lesson.setChecked(are_shown)

    def apply_theme(self, theme: Theme) -> None:
        """Light or dark."""
        for door in (self.lesson, self.new, self.file):
            door.apply_theme(theme)

    def _make_doors(self) -> QHBoxLayout:
        self.lesson = Door(
            "lesson",
            tr("Start a lesson"),
            tr("The experiments of the book, from a network that does not learn to its cures"),
            LESSONS_KEY,
        )
        self.lesson.setCheckable(True)
        self.lesson.clicked.connect(self.lessons_asked)
        self.new = Door(
            "new", tr("New session"), tr("A network of your own: choose depth, widths, data and all else"), "Ctrl+N"
        )
        self.new.clicked.connect(self.new_asked)
        self.file = Door(
            "open", tr("Open…"), tr("A session or a script from a file; or drop one on the window"), "Ctrl+O"
        )
        self.file.clicked.connect(self.file_asked)
        row = QHBoxLayout()
        row.setSpacing(12)
        for door in (self.lesson, self.new, self.file):
            row.addWidget(door, 1)
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

    def _make_chip(self, name: str) -> QToolButton:
        experiment = load_experiment(name)
        tip = tr(
            "{title} {structure} on {data}: ready to train at once",
            title=said(experiment.kind.title),
            structure=experiment.structure,
            data=said(DATASETS[experiment.data].title),
        )
        chip = _chip(name, tip)
        chip.setAccessibleName(tr("New session of preset {name}", name=name))
        chip.clicked.connect(partial(self._choose, name))
        return chip

    def _choose(self, name: str, _checked: bool = False) -> None:
        self.preset_asked.emit(name)

    def _open_again(self, path: Path, _checked: bool = False) -> None:
        self.recent_asked.emit(path)


def _chip(text: str, tip: str) -> QToolButton:
    chip = QToolButton()
    chip.setObjectName("chip")
    chip.setText(text)
    chip.setToolTip(tip)
    chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return chip
