"""A lesson to read, run, check and break: everything of it in one column."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QScrollArea, QVBoxLayout, QWidget

from gradiometer.history import History
from gradiometer.lessons import Lesson
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.lessons.checks_box import ChecksBox, has_checks
from gradiometer_desktop.lessons.chooser import Chooser
from gradiometer_desktop.lessons.cures_box import CuresBox
from gradiometer_desktop.lessons.fitted import FittedText
from gradiometer_desktop.lessons.formula import FormulaBox
from gradiometer_desktop.lessons.parts import caption, note
from gradiometer_desktop.lessons.runs_box import RunsBox
from gradiometer_desktop.markdown import told
from gradiometer_desktop.scrolled import let_keys_scroll
from gradiometer_desktop.theme import LIGHT, Theme

# Numbers that change more often cannot be read.
_EVERY_MS = 250
_LEAST_WIDTH = 320
_MOST_AT_HAND = 3
MOST_WIDTH = 560
"""What a wide window has to spare beyond it goes to the plots."""
_MOVING = (
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
)
_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_WELCOME = tr(
    "Lessons repeat the experiments of the book and of the articles on vanishing gradients: each has a short text, "
    "a run to start, numbers to compare with what was published, and something to break.\n\nChoose one above."
)


class LessonPanel(QWidget):
    """diagrams: name -> class of the interactive diagrams that lessons ask for by their names.

    What the person asks for is said by its parts: `chooser`, `runs`, `checks` and `cures`. shown: it can be seen now.
    """

    manual_page = "lessons"

    shown = Signal()

    def __init__(self, diagrams: Mapping[str, type[QWidget]]):
        super().__init__()
        self._diagrams = diagrams
        self._theme = LIGHT
        self._history: History | None = None
        self._step: float | None = None
        self._run: str | None = None
        self.lesson: Lesson | None = None
        self.diagram: QWidget | None = None
        self.chooser = Chooser()
        self.runs = RunsBox()
        self.text = FittedText(tr("Text of the lesson"))
        self.problem = QLabel(_WELCOME)
        self.formula = FormulaBox()
        self.look_for = FittedText(tr("What to look for"))
        self._look_for_caption = caption(tr("What to look for"), self.look_for)
        self.checks = ChecksBox()
        self.cures = CuresBox()
        self.source = note()
        self._top, self._middle, self._foot = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        self._lay_out()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_EVERY_MS)
        self._soon.timeout.connect(self._refresh_now)
        self._show_parts(None)

    def _lay_out(self) -> None:
        self.setMinimumWidth(_LEAST_WIDTH)
        self.setMaximumWidth(MOST_WIDTH)
        self.problem.setWordWrap(True)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.problem.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.source.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        content = QWidget()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(10, 8, 10, 12)
        inner.setSpacing(12)
        inner.addLayout(self._top)
        for widget in (self.problem, self.text):
            inner.addWidget(widget)
        inner.addLayout(self._middle)
        for box in (self.formula, self._look_for_caption, self.look_for, self.checks, self.cures, self.source):
            inner.addWidget(box)
        inner.addStretch(1)
        self.page = QScrollArea()
        self.page.setWidgetResizable(True)
        let_keys_scroll(self.page, tr("The lesson"))
        # Whether it is there must not depend on texts whose height depends on it.
        self.page.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.page.setWidget(content)
        head = QVBoxLayout()
        head.setContentsMargins(8, 8, 8, 0)
        head.addWidget(self.chooser)
        self._foot.setContentsMargins(10, 0, 10, 10)
        self._foot.addWidget(self.runs)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.page, 1)
        column.addLayout(self._foot)

    def show_lesson(self, lesson: Lesson) -> None:
        """Show another lesson, from its beginning."""
        self.lesson = lesson
        self.chooser.show_chosen(lesson.name)
        self.text.show_markdown(told(lesson.text))
        self.formula.show_formula(said(lesson.formula))
        self.look_for.show_markdown("\n".join(f"- {said(sentence)}" for sentence in lesson.look_for))
        self.runs.show_runs(lesson.runs)
        # Always at hand where they leave enough room for the text.
        (self._foot if len(lesson.runs) <= _MOST_AT_HAND else self._top).addWidget(self.runs)
        self.checks.show_lesson(lesson)
        self.cures.show_cures(lesson.cures)
        self.source.setText(tr("Source: {source}", source=said(lesson.source)))
        self._show_diagram(lesson)
        self._show_parts(lesson)
        self.page.verticalScrollBar().setValue(0)
        self._refresh_now()

    def show_problem(self, name: str, sentence: str) -> None:
        """Say why a lesson cannot be shown."""
        self.lesson = None
        self.chooser.show_chosen(name)
        self.problem.setText(sentence)
        self._drop_diagram()
        self._show_parts(None)

    def show_history(self, history: History, run: str | None) -> None:
        """Measure in another session; run: which of the lesson's runs it is, None where it is none of them."""
        self._history, self._step, self._run = history, None, run
        self.runs.show_current(run)
        if run is not None:
            self.checks.forget(run)
        self._refresh_now()

    def refresh(self, step: float | None) -> None:
        """New numbers, soon; step: that is shown, None for the newest."""
        self._step = step
        if self.lesson is not None and not self._soon.isActive() and self.isVisible():
            self._soon.start()

    def apply_theme(self, theme: Theme) -> None:
        """Light or dark."""
        self._theme = theme
        self.text.recolor()
        self.look_for.recolor()
        self.formula.apply_theme(theme)
        self.checks.apply_theme(theme)
        if self.diagram is not None:
            self.diagram.apply_theme(theme)  # type: ignore[attr-defined]

    def sizeHint(self) -> QSize:
        return QSize(400, 600)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()
        self._refresh_now()

    def event(self, event: QEvent) -> bool:
        """Keys that mean something in the panel are none of the window's shortcuts meanwhile."""
        is_asked = event.type() == QEvent.Type.ShortcutOverride
        if is_asked and isinstance(event, QKeyEvent) and _reads(self.window().focusWidget(), event):
            event.accept()
            return True
        return super().event(event)

    def _refresh_now(self) -> None:
        if self.lesson is None:
            return
        is_foreign = bool(self.lesson.runs) and self._run is None
        self.formula.refresh(self._history, self._step, is_foreign=is_foreign)
        self.checks.refresh(self._history, self._run)
        self.cures.refresh(self._history)

    def _show_parts(self, lesson: Lesson | None) -> None:
        self.problem.setVisible(lesson is None)
        self.text.setVisible(lesson is not None)
        self.formula.setVisible(lesson is not None and bool(lesson.formula))
        for part in (self._look_for_caption, self.look_for):
            part.setVisible(lesson is not None and bool(lesson.look_for))
        self.runs.setVisible(lesson is not None and bool(lesson.runs))
        self.checks.setVisible(lesson is not None and has_checks(lesson))
        self.cures.setVisible(lesson is not None and bool(lesson.cures))
        self.source.setVisible(lesson is not None)

    def _show_diagram(self, lesson: Lesson) -> None:
        """Above the text where there is nothing to run, else below it."""
        self._drop_diagram()
        kind = self._diagrams.get(lesson.diagram)
        if kind is None:
            return
        self.diagram = kind()
        self.diagram.apply_theme(self._theme)  # type: ignore[attr-defined]
        (self._middle if lesson.runs else self._top).addWidget(self.diagram)

    def _drop_diagram(self) -> None:
        if self.diagram is not None:
            self.diagram.hide()
            self.diagram.deleteLater()
            self.diagram = None


def _reads(widget: QWidget | None, event: QKeyEvent) -> bool:
    """Whether a key means something to the widget that has the keys."""
    if event.modifiers() & _COMMANDS:
        # A shortcut wherever it is pressed.
        return False
    if isinstance(widget, QComboBox):
        return event.key() in _MOVING or event.text().isprintable()
    if isinstance(widget, QAbstractButton):
        return event.key() == Qt.Key.Key_Space
    return event.key() in _MOVING and not isinstance(widget, QScrollArea | FittedText)
