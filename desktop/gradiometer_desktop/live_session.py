"""A run and its window: the only file where the trainer's thread and Qt meet."""

from __future__ import annotations

import time
from logging import ERROR, INFO
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from gradiometer.continuing import Graft, Resume
from gradiometer.experiment import Experiment
from gradiometer.history import History
from gradiometer.input_moments import InputMoments
from gradiometer.recorder import Stored
from gradiometer.reports import Event, Finding, IncomingWeights, Intervention, Note, Report, Skipped, SnapshotPlace
from gradiometer.runner import Finished, Handed, Ready, Runner
from gradiometer.session_database import SessionFileError
from gradiometer.session_editor import set_note, set_trial
from gradiometer.session_file import load_session
from gradiometer.session_lock import SessionLock
from gradiometer.session_storage import StorageError
from gradiometer.settings import Change
from gradiometer.trial import Trial
from gradiometer_desktop.background import Background
from gradiometer_desktop.governor import Governor, clock
from gradiometer_desktop.language import tr
from gradiometer_desktop.logs import LOG
from gradiometer_desktop.wording import spaced

if TYPE_CHECKING:
    from gradiometer.script import Script

# One frame at 60 Hz. While nothing runs a slower look keeps an idle window idle.
_FRAME_MS = 16
_IDLE_MS = 60
# Bounds the time of one frame: three milliseconds' worth of reports.
_MOST_A_FRAME = 2000
_LAGGING = 3000


class LiveSession(QObject):
    """The face of a run: starts, holds and changes it, and keeps its history up to date.

    history: belongs to the thread that made this object. path: the session file once there is one. resume: where the
    run goes on from, of the same experiment but for its planned steps, or whose network it begins as a copy of; raises
    SessionFileError where that is damaged. script: what is changed at which step and when it is measured, of a session
    that is trained again.
    """

    grew = Signal()
    """New data are to be drawn now: the governor allows it."""
    intervened = Signal(object)
    """An Intervention took effect. Not held back by the governor."""
    said = Signal(object)
    """An Event."""
    found = Signal(object)
    """A Finding, told for the first time or again."""
    noted = Signal()
    """A note was pinned or taken away."""
    handed = Signal(object)
    """A Handed, which was asked for: the whole state of the run."""
    weighed = Signal(object)
    """The newest IncomingWeights, where they were asked for. Comes before `grew`, as often as that."""
    state_changed = Signal()
    replaced = Signal()
    """There is another `history`: a session that is continued in a new file now has that file's own."""

    is_live = True
    read_only = ""

    def __init__(
        self,
        experiment: Experiment,
        path: Path,
        governor: Governor,
        parent: QObject | None = None,
        *,
        resume: Resume | Graft | None = None,
        script: Script | None = None,
    ):
        super().__init__(parent)
        self.experiment = experiment
        # Of a session that is continued, what was before is seen at once; a copy's layers are other ones.
        self._resume = resume if isinstance(resume, Resume) else None
        self.history = (
            History.live(experiment) if self._resume is None else History.saved(load_session(self._resume.source))
        )
        self.path: Path | None = None
        self._lock: SessionLock | None = None
        self.governor = governor
        self.is_ready = False
        self.device = ""
        self.finished: Finished | None = None
        self.told = False
        """Whether the person has been told how the run ended."""
        self._wanted = False
        self._undrawn = False
        self._weights: IncomingWeights | None = None
        self._runner = Runner(
            experiment,
            path,
            resume=resume,
            schedule=None if script is None else script.changes,
            plan=None if script is None else script.plan,
            num_threads=None if script is None else script.num_threads,
        )
        self._relocating = Background(self, subject=tr("The copy"))
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.drain)

    def open(self) -> None:
        """Build the network in the background; `state_changed` says when it is ready."""
        self._runner.start()
        self._timer.start(_IDLE_MS)

    @property
    def is_playing(self) -> bool:
        return self._wanted and self.finished is None

    @property
    def has_begun(self) -> bool:
        """Whether there is anything to save."""
        return self.history.steps.num_rows > 0

    @property
    def is_alive(self) -> bool:
        """Whether the thread that trains and records is there."""
        return self._runner.is_alive()

    @property
    def given_up(self) -> Path | None:
        """The file that was to be gone on with, where that was stopped before it had begun."""
        was_stopped = self.finished is not None and not self.finished.error
        return self._resume.source if was_stopped and self._resume is not None else None

    @property
    def committed_step(self) -> int:
        """The newest step that the file holds for good; -1: none."""
        writer = self._runner.recorder.writer
        return -1 if writer is None else writer.committed_step

    @property
    def failure(self) -> str:
        """Why the file cannot be written just now, or an empty text."""
        writer = self._runner.recorder.writer
        return "" if writer is None else writer.failure

    @property
    def num_lagging(self) -> int:
        """Reports that wait to be taken up: more than a few thousand mean that the window lags."""
        return len(self._runner.messages)

    def play(self) -> None:
        """Train."""
        self._wanted = True
        self._runner.play()
        self._timer.start(_FRAME_MS)
        self.state_changed.emit()

    def pause(self) -> None:
        """Hold after the current step."""
        self._wanted = False
        self._runner.pause()
        self.state_changed.emit()

    def step_once(self) -> None:
        """Make one step and hold."""
        self._wanted = False
        self._runner.step_once()
        self.state_changed.emit()

    def stop(self) -> None:
        """End the run; what it said stays."""
        self._wanted = False
        self._runner.stop()
        self.state_changed.emit()

    def post(self, change: Change, because: str = "") -> None:
        """Change the network at its next step. because: the finding that this shall cure, in a few words."""
        self._runner.post(change, because)

    def allow(self, share: float, *, everything: bool = False) -> None:
        """Let watching take another share of the training time; everything: look at each step, whatever it takes."""
        self._runner.allow(share, everything=everything)

    def ask_weights(self, neuron: tuple[int, int] | None) -> None:
        """Let `weighed` tell a neuron's incoming weights from now on, layer and unit from 0; None: no more."""
        self._weights = None
        self._runner.ask_weights(neuron)

    @property
    def state(self) -> str:
        """For the status line."""
        if self.finished is not None:
            return tr("ended by an error") if self.finished.error else tr("ended")
        done, total = self._runner.progress
        if total and not self.is_ready:
            return tr("replaying step {done} of {total}", done=spaced(done), total=spaced(total))
        if total:
            return tr("taking over what came before: {share:.0f} %", share=100 * done / total)
        if not self.is_ready:
            return tr("warming up: loading PyTorch and the data")
        if self.is_playing:
            return tr("training; the window lags") if self.num_lagging > _LAGGING else tr("training")
        return tr("paused") if self.has_begun else tr("ready on {device}", device=self.device)

    @property
    def snapshots(self) -> tuple[SnapshotPlace, ...]:
        """From which it can be continued when it is over."""
        return self.history.snapshots if self.finished is not None and self.path is not None else ()

    def annotate(self, note: Note) -> None:
        """Pin a note to a step; an empty text takes it away. Raises SessionFileError or StorageError."""
        if self.finished is None:
            self._runner.annotate(note)
            return
        if self.path is None:
            raise StorageError(tr("This session is in no file yet: save it first"))
        set_note(self.path, note)
        self.history.pin(note)
        self.noted.emit()

    def ask_state(self) -> None:
        """Hold, and let `handed` tell the whole state, for a fork."""
        self._wanted = False
        self._runner.ask_state()
        self._timer.start(_FRAME_MS)
        self.state_changed.emit()

    def keep_trial(self, trial: Trial) -> None:
        """Keep what a trial has shown. Raises SessionFileError or StorageError."""
        if self.finished is None:
            self._runner.annotate(trial)
            return
        if self.path is None:
            raise StorageError(tr("This session is in no file yet: save it first"))
        set_trial(self.path, trial)
        self.history.append([trial])
        self.noted.emit()

    def save_as(self, path: Path) -> None:
        """Keep the session in another file from now on; state_changed or said tells the outcome."""
        if self.finished is None:
            self._runner.relocate(path)
        elif not self._relocating.is_busy:
            # There is no other thread left to copy it.
            self._relocating.start(lambda: self._runner.relocate(path))

    def close(self, timeout_s: float = 10.0) -> bool:
        """End the run and wait until its file is complete. False where the current step takes longer than that."""
        self._timer.stop()
        if self._runner.is_alive():
            self._runner.stop()
            self._runner.join(timeout_s)
        self._relocating.wait()
        self.history.release()
        self.hand_over()
        return not self._runner.is_alive()

    def wait(self, timeout_s: float) -> None:
        """Wait for the run's thread to end."""
        self._runner.join(timeout_s)

    def drain(self) -> None:
        """Take up what the run has said: a bounded number of reports, then a redraw where the governor allows it."""
        messages = self._runner.messages
        reports: list[Report | Skipped | InputMoments] = []
        others: list[Ready | Stored | Finished] = []
        for _ in range(min(len(messages), _MOST_A_FRAME)):
            message = messages.popleft()
            if isinstance(message, Ready | Stored | Finished):
                others.append(message)
                if isinstance(message, Stored):
                    break
            elif isinstance(message, Handed):
                # After what was said before it.
                self._append(reports)
                reports = []
                self.handed.emit(message)
            elif isinstance(message, IncomingWeights):
                self._weights, self._undrawn = message, True
            else:
                reports.append(message)
        if reports:
            self._append(reports)
        for other in others:
            self._take(other)
        if self._undrawn and self.governor.is_due(time.perf_counter(), clock()):
            self._undrawn = False
            self.governor.begin(time.perf_counter(), clock())
            if self._weights is not None:
                weights, self._weights = self._weights, None
                self.weighed.emit(weights)
            self.grew.emit()
            self.governor.end(clock())
        if not self.is_playing and not messages and not self._undrawn and self._timer.interval() != _IDLE_MS:
            self._timer.setInterval(_IDLE_MS)

    def _append(self, reports: list[Report | Skipped | InputMoments]) -> None:
        try:
            self.history.append(reports)
        except SessionFileError as error:
            self.said.emit(Event(self._runner.step, "storage", tr("Some steps cannot be shown: {error}", error=error)))
        # Of the inputs nothing is drawn that would not come with the first step.
        self._undrawn |= any(not isinstance(report, InputMoments) for report in reports)
        for report in reports:
            if isinstance(report, Intervention):
                self.intervened.emit(report)
            elif isinstance(report, Event):
                self.said.emit(report)
            elif isinstance(report, Finding):
                self.found.emit(report)
            elif isinstance(report, Note | Trial):
                self.noted.emit()

    def _take(self, message: Ready | Stored | Finished) -> None:
        if isinstance(message, Ready):
            self.is_ready, self.device = True, message.device
            LOG.info("Ready to train on %s, %d threads", message.device, message.num_threads)
        elif isinstance(message, Stored):
            self.path = message.path
            if message.path is None:
                self.said.emit(Event(self._runner.step, "storage", message.reason))
            else:
                try:
                    self._keep_in(message.path)
                except (SessionFileError, StorageError) as error:
                    self.said.emit(Event(self._runner.step, "storage", str(error)))
        else:
            self.finished = message
            LOG.log(ERROR if message.error else INFO, "%s", _in_the_log(message))
            self._undrawn = True
            if self.path is not None:
                self._read_ending(self.path)
        self.state_changed.emit()

    def _keep_in(self, path: Path) -> None:
        resume, self._resume = self._resume, None
        if resume is not None and path != resume.source:
            self.history.release()
            self.history = History.saved(load_session(path), before=resume.step)
            self.replaced.emit()
        else:
            self.history.keep_in(path)
        # Also when the run is over it is ours, until the window shows something else.
        self.hand_over()
        self._lock = SessionLock(path)
        LOG.info("Recording into %s", path)

    def _read_ending(self, path: Path) -> None:
        """The file now has the last snapshot."""
        try:
            self.history.keep_in(path)
        except SessionFileError as error:
            self.said.emit(Event(self._runner.step, "storage", str(error)))

    def hand_over(self) -> None:
        """Let another part of the program write the file; what was read of it stays on the screen."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None


def _in_the_log(message: Finished) -> str:
    how = f": {message.error}" if message.error else ""
    return f"The run ended before step {message.step}{how}" + (f"\n{message.trace}" if message.trace else "")
