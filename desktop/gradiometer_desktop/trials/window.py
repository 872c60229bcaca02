"""The window of a trial: its branches in the same plots, against their control, and what can be done with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDockWidget, QWidget

from gradiometer.branch_messages import BranchSaid, Over, reopen
from gradiometer.branches import Branches
from gradiometer.remedy import in_force
from gradiometer.reports import Event, Intervention
from gradiometer.session_database import SessionFileError
from gradiometer.session_file import Session
from gradiometer.settings import Change
from gradiometer.trial import Trial
from gradiometer_desktop import dialogs, problems
from gradiometer_desktop.compare_window import CompareWindow
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.theme import Theme
from gradiometer_desktop.trials.branch_editor import Standing
from gradiometer_desktop.trials.change_dialog import ChangeDialog
from gradiometer_desktop.trials.face import BranchesFace
from gradiometer_desktop.trials.panel import TrialPanel
from gradiometer_desktop.trials.table import names

_FOLLOW_MS, _REST_MS = 250, 1000
# What stands in front of the others at the same place.
_PLACES = (("profile", "histogram"), ("ratio", "norms"), ("loss_difference", "loss"))


class TrialWindow(CompareWindow):
    """face: of branches that train; None: their files are shown as they were left. trial: what came out, where that is
    known. can_adopt: whether the session can go on as one of them did.

    adopt_asked: this window, and number of the branch; discard_asked: this window; closed: this window.
    Raises as CompareWindow does.
    """

    manual_page = "trial"

    adopt_asked = Signal(object, int)
    discard_asked = Signal(object)
    closed = Signal(object)

    def __init__(
        self,
        paths: Sequence[Path],
        settings: QSettings,
        parent: QWidget | None = None,
        *,
        face: BranchesFace | None = None,
        trial: Trial | None = None,
        can_adopt: bool = True,
    ):
        self.panel = TrialPanel()
        super().__init__(paths, settings, parent)
        self.paths = tuple(paths)
        self.trial = trial
        self.face: BranchesFace | None = None
        self._can_adopt = can_adopt
        self.panel.show_comparison(self.comparison, can_adopt=can_adopt)
        self.panel.play_asked.connect(self.play)
        self.panel.pause_asked.connect(lambda: self._with_face(BranchesFace.pause))
        self.panel.cut_asked.connect(lambda: self._with_face(BranchesFace.cut_short))
        self.panel.change_asked.connect(self.ask_change)
        self.panel.adopt_asked.connect(lambda number: self.adopt_asked.emit(self, number))
        self.panel.discard_asked.connect(lambda: self.discard_asked.emit(self))
        if trial is not None:
            self.panel.show_trial(trial)
        if face is not None:
            self._take_face(face)
        else:
            self.panel.refresh()

    @property
    def group(self) -> str:
        """Which all its branches share."""
        branch = self.comparison.control.session.branch
        return "" if branch is None else branch.group

    def more_panels(self) -> dict[str, tuple[str, QWidget]]:
        return {"trial": (self.panel.title, self.panel)}

    def arrange(self, docks: dict[str, QDockWidget]) -> None:
        """Sessions and three places of plots in a row, the trial below them."""
        across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        self.addDockWidget(Qt.DockWidgetArea.TopDockWidgetArea, docks["sessions"])
        self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, docks["trial"])
        before = "sessions"
        layout = self.layout()
        assert layout is not None
        for front, _behind in _PLACES:
            self.splitDockWidget(docks[before], docks[front], across)
            before = front
        for front, behind in (*_PLACES, ("sessions", "differences")):
            # Else Qt makes two bars of the same tabs, and one stays behind for good.
            layout.activate()
            self.tabifyDockWidget(docks[front], docks[behind])
            layout.activate()
            docks[front].raise_()
        sizes = {"sessions": 190, "profile": 330, "ratio": 390, "loss_difference": 370}
        self.resizeDocks([docks[name] for name in sizes], list(sizes.values()), across)
        self.resizeDocks([docks["sessions"], docks["trial"]], [440, 260], down)

    def play(self) -> None:
        """Let the branches train; taken up from their files where they were left."""
        if self.face is not None:
            self.face.play()
            return
        try:
            request = reopen(self.paths)
        except SessionFileError as error:
            problems.tell(self, tr("The branches cannot go on"), said(str(error)))
            return
        face = BranchesFace(Branches(request, reopened=True), self)
        self._take_face(face)
        face.start()
        face.play()

    def show_trial(self, trial: Trial) -> None:
        """What came out."""
        self.trial = trial
        self.follow()
        self.panel.show_trial(trial)

    def ask_change(self) -> None:
        """Let the person change one of the branches."""
        if self.face is None:
            return
        standings = {
            side.branch.number: standing
            for side in self.comparison.sides
            if side.branch is not None and (standing := self._standing(side.session)) is not None
        }
        dialog = ChangeDialog(standings, names(self.comparison.sides), self)
        dialog.asked.connect(self._change)
        dialogs.show(dialog)

    def follow(self) -> None:
        super().follow()
        if self.panel.isVisible():
            self.panel.refresh()
        is_playing = self.face is not None and self.face.is_playing
        self._timer.setInterval(_FOLLOW_MS if is_playing else _REST_MS)

    def end(self) -> bool:
        """End the branches, so that their files are free; False where the current step takes too long."""
        return self.face is None or self.face.close_down()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.end()
        self.closed.emit(self)
        super().closeEvent(event)

    def _with_face(self, act: Callable[[BranchesFace], None]) -> None:
        if self.face is not None:
            act(self.face)

    def _report(self, over: Over) -> None:
        if over.trace:
            problems.report(self, tr("Branches"), said(over.error), over.trace)

    def _take_face(self, face: BranchesFace) -> None:
        self.face = face
        face.said.connect(self._said)
        face.tried.connect(self.show_trial)
        face.over.connect(self._report)
        self.panel.show_face(face)
        self._timer.setInterval(_FOLLOW_MS)

    def _said(self, message: BranchSaid) -> None:
        report = message.report
        label = names(self.comparison.sides).get(message.number, "")
        if isinstance(report, Event) and report.kind == "error":
            self.panel.table.show_error(message.number, said(report.text))
        if isinstance(report, Event):
            self.statusBar().showMessage(f"{label}: {said(report.text)}", 10_000)
        elif isinstance(report, Intervention):
            self.statusBar().showMessage(
                tr("{label}, step {step}: {what}", label=label, step=report.step, what=said(report.label)), 10_000
            )

    def _change(self, number: int, changes: Sequence[Change]) -> None:
        for change in changes:
            if self.face is not None:
                self.face.post(number, change)
        self.statusBar().showMessage(tr("At the next step of this branch; the others go on as they are"), 10_000)

    def _standing(self, session: Session) -> Standing | None:
        if session.experiment is None:
            return None
        changes = [each.command for each in session.interventions]
        return Standing(*in_force(session.experiment, session.experiment.settings, changes))

    def _show_theme(self, chosen: Theme) -> None:
        super()._show_theme(chosen)
        self.panel.apply_theme(chosen)
