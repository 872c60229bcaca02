"""The dialog that asks what to try on forks of a session, and how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from gradiometer.experiment import Experiment
from gradiometer.fields import FieldError
from gradiometer.settings import Settings
from gradiometer.treatments import MOST_BRANCHES, Treatment, branch_bytes, line_up
from gradiometer.trial import MOST_SEEDS, MOST_STEPS
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.lessons.parts import note
from gradiometer_desktop.number_box import indent
from gradiometer_desktop.trials.branch_editor import BranchEditor, Standing, possible_remedies
from gradiometer_desktop.wording import spaced

_MB = 1e6
_USUAL_STEPS, _USUAL_SEEDS = 200, 1


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person wants tried. treatments: the control first; step: None where it is to be forked as it stands now;
    num_seeds: over how many orders of the data.
    """

    treatments: tuple[Treatment, ...]
    step: int | None
    steps: int
    num_seeds: int


class ForkDialog(QDialog):
    """standing_at: how things stand before a step; steps: from which and up to which step it can be forked, None where
    it is forked as it stands now; step: to begin with; because: the finding that is to be cured, in a few words;
    remedies: to begin with, the best first. `accepted_asked`: an Asked.
    """

    manual_page = "trial"

    accepted_asked = Signal(object)

    def __init__(
        self,
        standing_at: Callable[[int], Standing],
        *,
        steps: tuple[int, int] | None,
        step: int = 0,
        because: str = "",
        remedies: Sequence[str] = (),
        parent: QWidget | None = None,
    ):
        super().__init__(parent)
        self._standing_at = standing_at
        self._standing = standing = standing_at(step)
        self.setWindowTitle(tr("Try changes beside a control"))
        self.setModal(False)
        self.editors = [BranchEditor(number + 1, standing) for number in range(MOST_BRANCHES)]
        self.step = indent(QSpinBox())
        self.step.setAccessibleName(tr("Fork before step"))
        self.step.setGroupSeparatorShown(True)
        if steps is not None:
            self.step.setRange(*steps)
            self.step.setValue(step)
        self._is_live = steps is None
        self.steps = _spin(tr("Steps to train"), 1, MOST_STEPS, _USUAL_STEPS)
        self.seeds = _spin(tr("Orders of the data"), 1, MOST_SEEDS, _USUAL_SEEDS)
        self.seeds.setToolTip(
            tr(
                "1: the order in which the session itself would go on. More: the same trial over "
                "other orders too, for a "
                "mean with an interval."
            )
        )
        self.null = QCheckBox(tr("A null fork: a branch with no change, which must come out as the control does"))
        self.null.setChecked(True)
        self.memory, self.problem = note(), note()
        self.problem.setObjectName("warning")
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.begin = self.buttons.addButton(tr("Begin the trial"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.begin.setDefault(True)
        self.buttons.accepted.connect(self._accept)
        self.buttons.rejected.connect(self.reject)
        self._lay_out(because)
        for editor in self.editors:
            editor.changed.connect(self._check)
        self.null.toggled.connect(self._check)
        self.step.valueChanged.connect(self._stand)
        chosen = list(possible_remedies(standing, remedies))[:MOST_BRANCHES] if remedies else []
        for editor, name in zip(self.editors, chosen, strict=False):
            editor.choose(name)
        self._check()

    def _lay_out(self, because: str) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(10)
        about = note(
            tr(
                "The session is copied, with its optimizer, random states and the order of its "
                "examples: one copy stays "
                "untouched, and each branch is changed. All train step by step on the same examples, "
                "so what differs is "
                "the change's doing."
            )
        )
        column.addWidget(about)
        if because:
            heading = QLabel(tr("To cure: {because}", because=because))
            heading.setTextFormat(Qt.TextFormat.PlainText)
            heading.setWordWrap(True)
            column.addWidget(heading)
        for editor in self.editors:
            column.addWidget(editor)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        if self._is_live:
            form.addRow(tr("Fork"), QLabel(tr("as it stands now; the session waits meanwhile")))
        else:
            form.addRow(tr("Fork before step"), self.step)
        form.addRow(tr("Steps to train"), self.steps)
        form.addRow(tr("Orders of the data"), self.seeds)
        column.addLayout(form)
        column.addWidget(self.null)
        column.addWidget(self.memory)
        column.addWidget(self.problem)
        column.addStretch(1)
        column.addWidget(self.buttons)
        self.setMinimumWidth(620)

    @property
    def asked(self) -> Asked:
        """Raises FieldError."""
        treatments = line_up([each.treatment for each in self.editors if each.is_used], null=self.null.isChecked())
        return Asked(treatments, None if self._is_live else self.step.value(), self.steps.value(), self.seeds.value())

    def _stand(self, step: int) -> None:
        """Other settings may be in force before that step, and other remedies possible."""
        self._standing = self._standing_at(step)
        for editor in self.editors:
            editor.stand(self._standing)

    def _check(self) -> None:
        """Whether it can begin, and what it takes."""
        problem, count = "", 0
        if any(editor.is_used for editor in self.editors):
            try:
                count = len(self.asked.treatments)
            except FieldError as error:
                problem = said(str(error))
        # What an editor says itself stands below its words.
        if any(editor.problem for editor in self.editors):
            problem = ""
        self.begin.setEnabled(count > 0)
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.memory.setText(_memory(self._standing.experiment, self._standing.settings, count))

    def _accept(self) -> None:
        try:
            asked = self.asked
        except FieldError:
            self._check()
            return
        self.accept()
        self.accepted_asked.emit(asked)


def _memory(experiment: Experiment, settings: Settings, count: int) -> str:
    each = branch_bytes(experiment, settings) / _MB
    size = tr("{each:,.0f} MB", each=each) if each >= 10 else tr("{each:.1f} MB", each=each)
    text = tr(
        "A branch of {num_parameters} parameters takes about {size} of memory",
        num_parameters=spaced(experiment.num_parameters),
        size=size,
    )
    return tr("{text}; there will be {count}, the control included.", text=text, count=count) if count else f"{text}."


def _spin(name: str, low: int, high: int, value: int) -> QSpinBox:
    spin = indent(QSpinBox())
    spin.setRange(low, high)
    spin.setValue(value)
    spin.setGroupSeparatorShown(True)
    spin.setAccessibleName(name)
    return spin
