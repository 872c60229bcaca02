"""The runs of a lesson, a button each."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from gradiometer.lessons import LessonRun
from gradiometer_desktop.flow import FlowLayout
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.lessons.parts import button, caption
from gradiometer_desktop.wording import spaced


class RunsBox(QWidget):
    """`asked` carries the LessonRun whose button was pressed. Hidden where a lesson has no runs."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.buttons: dict[str, QPushButton] = {}
        self._flow = FlowLayout(self)
        self._flow.addWidget(caption(tr("Run")))

    def show_runs(self, runs: tuple[LessonRun, ...]) -> None:
        """Those of another lesson."""
        for old in self.buttons.values():
            self._flow.removeWidget(old)
            old.deleteLater()
        self.buttons = {}
        for run in runs:
            made = button(said(run.title), tr("Run: {title}", title=said(run.title)))
            made.setObjectName("primary")
            made.setToolTip(tr("Starts a session of its own: {describe}", describe=_describe(run)))
            made.clicked.connect(partial(self._ask, run))
            self._flow.addWidget(made)
            self.buttons[run.name] = made
        self.setVisible(bool(runs))

    def show_current(self, name: str | None) -> None:
        """Which run the window shows; None: none of them."""
        for each, shown in self.buttons.items():
            title = shown.accessibleName().removeprefix("Run: ")
            shown.setText(f"● {title}" if each == name else title)
            shown.setAccessibleDescription(tr("On the screen") if each == name else "")

    def _ask(self, run: LessonRun, _checked: bool = False) -> None:
        self.asked.emit(run)


def _describe(run: LessonRun) -> str:
    experiment = run.experiment
    steps = tr("{steps} steps", steps=spaced(experiment.steps)) if experiment.steps else tr("until it is stopped")
    batch = tr("batches of {batch_size}", batch_size=spaced(experiment.batch_size))
    return f"{experiment.structure}, {experiment.settings.activation}, {batch}, {steps}"
