"""What stands between the window and trials: asks what to try, forks the session on the screen, keeps what came out,
and lets the session go on as one of its branches did.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from gradiometer.branch_messages import Forked, Over, Request, reopen
from gradiometer.continuing import end_of, find_step
from gradiometer.fields import FieldError
from gradiometer.remedy import in_force, in_force_before
from gradiometer.reports import Finding
from gradiometer.runner import Handed
from gradiometer.session_database import SessionFileError
from gradiometer.session_editor import set_trial
from gradiometer.session_file import Session, load_session
from gradiometer.session_format import SUFFIX
from gradiometer.treatments import new_group
from gradiometer.trial import OWN_ORDER, Trial
from gradiometer.trial_files import branch_paths, trials_folder
from gradiometer_desktop import dialogs, files, problems
from gradiometer_desktop.background import Background
from gradiometer_desktop.browser_deeds import move_to_trash
from gradiometer_desktop.icons import iconed
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.live_session import LiveSession
from gradiometer_desktop.menus import add_action
from gradiometer_desktop.run_bar import AnySession
from gradiometer_desktop.trials.branch_editor import Standing
from gradiometer_desktop.wording import spaced

if TYPE_CHECKING:
    from gradiometer_desktop.trials.face import BranchesFace
    from gradiometer_desktop.trials.fork_dialog import Asked
    from gradiometer_desktop.trials.window import TrialWindow

_NO_EXPERIMENT = tr("This loop stands in a program of its own, so its state is not known here.")
_NO_SNAPSHOT = tr("This file holds no snapshot, so its network is not known.")
_NO_FILE = tr("This session is in no file yet: save it first.")
_NOT_THEIRS = tr("The session that was forked is not the one on the screen: open it first.")


class TrialsDesk(QObject):
    """said: a sentence for the status line; let_go: the session on the screen is to let go of its file, and `go_on`
    carries the file with which the window is to train on; taken_back: nothing came of it, and the file is free again.
    work_begun, work_told, work_ended: what takes long and the function that ends it, see WorkRow.
    """

    said = Signal(str)
    let_go = Signal()
    go_on = Signal(object)
    taken_back = Signal(object)
    work_begun = Signal(str, object)
    work_told = Signal(object, int, int)
    work_ended = Signal(object)

    def __init__(self, settings: QSettings, window: QMainWindow):
        super().__init__(window)
        self._settings = settings
        self._window = window
        self._session: AnySession | None = None
        self._waiting: Callable[[Handed | None], None] | None = None
        self.windows: list[TrialWindow] = []
        self._faces: list[BranchesFace] = []
        self.background = Background(self, subject=tr("The branch"))
        self.background.done.connect(self._adopted)
        self._adopts: tuple[Path, str] = Path(), ""

    # What the window tells it

    def fill_menu(self, menu: QMenu) -> None:
        """The deeds of the menu Run."""
        fork = add_action(menu, tr("&Try changes beside a control…"), self.ask, QKeySequence("Ctrl+T"))
        self.fork = iconed("fork", fork)
        self.trials_menu = menu.addMenu(tr("&Trials of this session"))
        self.trials_menu.aboutToShow.connect(self._fill_trials)

    def show_session(self, session: AnySession) -> None:
        """The window shows another session, or another history of it."""
        if session is not self._session:
            self._session, self._waiting = session, None
            if isinstance(session, LiveSession):
                session.handed.connect(self._handed)
        self.show_state()

    def show_state(self) -> None:
        """The session begins or ends."""
        if self._waiting is not None and self._session is not None and self._session.finished is not None:
            # Its planned steps were through before it could be held.
            self._handed(None)
        reason = self.why_not
        self.fork.setEnabled(not reason)
        self.fork.setToolTip(reason or tr("Fork the session, change the copies, and see what that does (Ctrl+T)"))
        self.fork.setStatusTip(self.fork.toolTip())
        self.trials_menu.setEnabled(self._session is not None and self._session.path is not None)

    @property
    def why_not(self) -> str:
        """Why the session on the screen cannot be forked, in a sentence; empty where it can."""
        session = self._session
        if session is None or session.history.experiment is None:
            return _NO_EXPERIMENT
        if session.read_only:
            return f"{session.read_only}."
        if isinstance(session, LiveSession) and session.finished is None:
            if session.has_begun and session.path is None:
                return _NO_FILE
            return "" if session.is_ready else tr("The network is not built yet.")
        if session.path is None:
            return _NO_FILE
        return "" if session.snapshots else _NO_SNAPSHOT

    def close_down(self) -> None:
        """End all branches, and wait until their files are complete."""
        for face in self._faces:
            face.close_down()
        for window in list(self.windows):
            window.close()
        self.background.wait()

    # Asking

    def ask(self, finding: Finding | None = None, because: str = "", *, step: int | None = None) -> None:
        """Ask what to try. finding, because: that is to be cured; its remedies are chosen already. step: before which;
        None: as the session stands now.
        """
        session = self._session
        if session is None or self.why_not:
            self.said.emit(self.why_not)
            return
        is_now = isinstance(session, LiveSession) and session.finished is None and step is None
        if not is_now and session.path is None:
            self.said.emit(_NO_FILE)
            return
        try:
            standing_at, span, step = self._standing(session, step, is_now=is_now)
        except SessionFileError as error:
            problems.tell(self._window, tr("This session cannot be forked"), said(str(error)))
            return
        remedies = () if finding is None else finding.remedies
        from gradiometer_desktop.trials.fork_dialog import ForkDialog

        dialog = ForkDialog(
            standing_at, steps=span, step=step or 0, because=because, remedies=remedies, parent=self._window
        )
        # Of another rule set than the recorded one nothing is told while the branches train.
        number = finding.number if finding is not None and finding in session.history.findings.values() else 0
        dialog.accepted_asked.connect(lambda asked: self.begin(session, asked, number, because))
        dialogs.show(dialog, of=session)

    def _standing(
        self, session: AnySession, step: int | None, *, is_now: bool
    ) -> tuple[Callable[[int], Standing], tuple[int, int] | None, int | None]:
        """How things stand before a step, from which and up to which step it can be forked, and before which first."""
        experiment = session.history.experiment
        assert experiment is not None
        if is_now:
            changes = [each.command for each in session.history.interventions]
            now = Standing(*in_force(experiment, experiment.settings, changes))
            return lambda _step: now, None, None
        assert session.path is not None
        with load_session(session.path) as stored:
            step = find_step(stored, step)
            first = stored.snapshots[0].step
            last = end_of(stored)
            interventions = stored.interventions
        return lambda step: Standing(*in_force_before(step, experiment, interventions)), (first, last), step

    # Forking

    def begin(self, session: AnySession, asked: Asked, finding: int = 0, because: str = "") -> None:
        """Fork the session and try what was asked."""
        if session is not self._session:
            self.said.emit(tr("Another session is on the screen by now: ask again"))
            return
        fork = partial(self._fork, session, asked, finding, because)
        if asked.step is None and isinstance(session, LiveSession) and session.finished is None:
            self._waiting = fork
            session.ask_state()
            self.said.emit(tr("Forking …"))
        else:
            fork(None)

    def _handed(self, handed: Handed | None) -> None:
        """The running session's state, which was asked for; None where it has ended."""
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting(handed)

    def _fork(self, session: AnySession, asked: Asked, finding: int, because: str, handed: Handed | None) -> None:
        if session.path is None:
            problems.tell(self._window, tr("This session cannot be forked"), _NO_FILE)
            return
        step = handed.step if handed is not None else asked.step
        if step is None:
            # It has ended since a person was asked.
            if not session.snapshots:
                problems.tell(self._window, tr("This session cannot be forked"), _NO_SNAPSHOT)
                return
            step = session.snapshots[-1].step
        # Trials that are under way are in no session yet.
        begun = [face.branches.request.number for face in self._faces if face.branches.request.source == session.path]
        request = Request(
            source=session.path,
            step=step,
            treatments=asked.treatments,
            paths=tuple(branch_paths(session.path, [each.label for each in asked.treatments])),
            group=new_group(),
            steps=asked.steps,
            seeds=(OWN_ORDER, *range(1, asked.num_seeds)),
            number=max([*session.history.trials, *begun], default=0) + 1,
            finding=finding,
            because=because,
        )
        # Imported when they are wanted: nothing of this is needed for the first paint.
        from gradiometer.branches import Branches
        from gradiometer_desktop.trials.face import BranchesFace

        branches = (
            Branches(request) if handed is None else Branches(request, state=handed.state, prepared=handed.prepared)
        )
        face = BranchesFace(branches, self)
        self._faces.append(face)
        face.forked.connect(partial(self._show_trial, face, session))
        face.replayed.connect(partial(self.work_told.emit, face.stop))
        face.tried.connect(partial(self._keep, session, request.source))
        face.over.connect(partial(self._over, face))
        face.start()
        self.work_begun.emit(tr("Replaying up to the fork"), face.stop)

    def _show_trial(self, face: BranchesFace, session: AnySession, forked: Forked) -> None:
        self.work_ended.emit(face.stop)
        self.said.emit(
            tr("Forked before step {step} in {value:.0f} ms", step=spaced(forked.step), value=forked.took_s * 1000)
        )
        if self._open(forked.paths, face=face, can_adopt=not session.read_only) is None:
            face.stop()

    def _open(
        self,
        paths: Sequence[Path],
        *,
        face: BranchesFace | None = None,
        trial: Trial | None = None,
        can_adopt: bool = True,
    ) -> TrialWindow | None:
        # Imported when it is wanted: at the start it would keep the main window away for a tenth of a second.
        from gradiometer_desktop.trials.window import TrialWindow

        try:
            window = TrialWindow(paths, self._settings, self._window, face=face, trial=trial, can_adopt=can_adopt)
        except (FieldError, SessionFileError) as error:
            problems.tell(self._window, tr("This trial cannot be shown"), said(str(error)))
            return None
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.adopt_asked.connect(self._adopt)
        window.discard_asked.connect(self.ask_discard)
        window.closed.connect(self._closed)
        self.windows.append(window)
        window.show()
        return window

    def _closed(self, window: TrialWindow) -> None:
        self.windows = [each for each in self.windows if each is not window]

    def _keep(self, session: AnySession, source: Path, trial: Trial) -> None:
        """In the session, whoever shows it by now."""
        shown = self._session
        try:
            if shown is not None and (shown is session or shown.path == source):
                shown.keep_trial(trial)
            else:
                set_trial(source, trial)
        except (SessionFileError, OSError) as error:
            problems.tell(self._window, tr("The trial could not be kept in its session"), said(str(error)))
            return
        self.said.emit(tr("The trial is through; the session keeps what it has shown, and reports tell it"))

    def _over(self, face: BranchesFace, over: Over) -> None:
        self._faces = [each for each in self._faces if each is not face]
        is_shown = any(window.face is face for window in self.windows)
        self.work_ended.emit(face.stop)
        if over.error and not is_shown:
            title = tr("The session could not be forked")
            if over.trace:
                problems.report(self._window, title, said(over.error), over.trace)
            else:
                problems.tell(self._window, title, over.error)

    # Trials that were made before

    def _fill_trials(self) -> None:
        self.trials_menu.clear()
        session = self._session
        found = {} if session is None or session.path is None else _groups(trials_folder(session.path))
        for label, paths in found.items():
            add_action(self.trials_menu, label.replace("&", "&&"), partial(self.reopen, paths))
        if not found:
            self.trials_menu.addAction(tr("None yet: try changes beside a control")).setEnabled(False)

    def are_forks(self, paths: Sequence[Path]) -> bool:
        """Whether these files are the forks of one trial, the control among them."""
        try:
            reopen(paths)
        except SessionFileError:
            return False
        return True

    def reopen(self, paths: Sequence[Path]) -> TrialWindow | None:
        """Show the branches of a trial again; None, and a sentence on the screen, where that cannot be."""
        shown = [window for window in self.windows if set(window.paths) == set(paths)]
        if shown:
            shown[0].raise_()
            shown[0].activateWindow()
            return shown[0]
        session = self._session
        try:
            request = reopen(paths)
        except SessionFileError as error:
            problems.tell(self._window, tr("This trial cannot be shown"), said(str(error)))
            return None
        # Another session than theirs cannot go on as one of them did.
        is_theirs = session is not None and session.path == request.source
        trials = list(session.history.trials.values()) if session is not None and is_theirs else []
        trial = next((each for each in trials if each.group == request.group), None)
        can_adopt = session is not None and is_theirs and not session.read_only
        return self._open(request.paths, trial=trial, can_adopt=can_adopt)

    # Adopting and discarding

    def _adopt(self, window: TrialWindow, number: int) -> None:
        session = self._session
        if session is None or session.path is None or self.background.is_busy:
            return
        side = next(
            each for each in window.comparison.sides if each.branch is not None and each.branch.number == number
        )
        if not _is_fork_of(side.session, session.path):
            problems.tell(self._window, tr("The branch was not adopted"), _NOT_THEIRS)
            return
        source, branch, label = session.path, side.session.path, side.label
        if not window.end():
            self.said.emit(tr("A step takes long: try again when it has ended"))
            return
        trial = window.trial
        # Closed by the person later: what it shows stays.
        self.let_go.emit()
        target = files.new_session_path(side.session.outline.name)

        from gradiometer.adoption import adopt

        def work() -> None:
            made = adopt(source, branch, target)
            if trial is not None:
                set_trial(made, dataclasses.replace(trial, adopted=label))
            self._adopts = made, label

        self._adopts = source, ""
        self.background.start(work)

    def _adopted(self, error: str) -> None:
        path, label = self._adopts
        if error:
            problems.tell(self._window, tr("The branch was not adopted"), error)
            self.taken_back.emit(path)
            return
        self.said.emit(tr("The session goes on as {label} did", label=label))
        self.go_on.emit(path)

    def ask_discard(self, window: TrialWindow) -> None:
        """Ask whether the branches may go, and let them."""
        dialogs.ask(
            window,
            tr("Discard all"),
            tr("Move the branches to the trash?"),
            tr("What the trial has shown stays in its session."),
            tr("Move to trash"),
            lambda: self.discard(window),
        )

    def discard(self, window: TrialWindow) -> None:
        """End the branches, and move their files to the trash."""
        paths = window.paths
        if not window.end():
            self.said.emit(tr("A step takes long: try again when it has ended"))
            return
        window.close()
        errors = []
        for path in paths:
            try:
                move_to_trash(path)
            except OSError as error:
                errors.append(said(str(error)))
        with contextlib.suppress(OSError):
            # Only where nothing else is in there.
            paths[0].parent.rmdir()
        if errors:
            problems.tell(self._window, tr("Not every branch was discarded"), "\n".join(errors))
        else:
            self.said.emit(tr("The branches are in the trash; what the trial has shown stays in its session"))


def _is_fork_of(fork: Session, path: Path) -> bool:
    """Whether a session file is the one that was forked."""
    try:
        with load_session(path) as session:
            return fork.parent is not None and fork.parent.id == session.meta.get("id", "")
    except SessionFileError:
        return False


def _groups(folder: Path) -> dict[str, list[Path]]:
    """The forks in a folder by trial: what a menu calls each, and its files. What cannot be read is left out."""
    groups: dict[str, list[tuple[int, str, int, Path]]] = {}
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        with contextlib.suppress(SessionFileError), load_session(path) as session:
            branch, parent = session.branch, session.parent
            if branch is not None and parent is not None:
                groups.setdefault(branch.group, []).append((branch.number, branch.label, parent.step, path))
    found = {}
    for forks in groups.values():
        forks.sort()
        treated = [label for number, label, _step, _path in forks if number > 0 and label != "null fork"]
        if len(forks) > 1:
            name = tr(
                "Before step {value}: {value_2}",
                value=spaced(forks[0][2]),
                value_2=", ".join(treated) or tr("null fork"),
            )
            while name in found:
                name += " again"
            found[name] = [path for _number, _label, _step, path in forks]
    return found
