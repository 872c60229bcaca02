"""Runs a trainer in a thread of its own: the only thread in the core. What it says goes to the recorder."""

from __future__ import annotations

import json
import select
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gradiometer.continuing import Graft, Resume
from gradiometer.datasets import DataError
from gradiometer.experiment import Experiment
from gradiometer.incoming import incoming_of
from gradiometer.input_moments import InputMoments
from gradiometer.recorder import MOST_QUEUED, Recorder, Stored
from gradiometer.reports import Event, IncomingWeights, LookReport, Note, Report, Skipped
from gradiometer.session_database import SessionFileError
from gradiometer.session_file import load_session
from gradiometer.session_storage import StorageError
from gradiometer.session_writer import COMMIT_EVERY_S
from gradiometer.settings import Asked, Change
from gradiometer.torch_libraries import load_without_the_lock
from gradiometer.trial import Trial
from gradiometer.wording_of_errors import first_line

if TYPE_CHECKING:
    from gradiometer.prepared import Prepared
    from gradiometer.schedule import Plan
    from gradiometer.snapshot import State
    from gradiometer.trainer import Trainer


@dataclass(frozen=True, slots=True)
class Ready:
    """The network is built and the run may begin. device: its name; num_threads: of torch."""

    device: str
    num_threads: int


@dataclass(frozen=True, slots=True)
class Finished:
    """The run is over. error: one sentence, empty where it was stopped or reached its end; trace: for a bug."""

    step: int
    error: str
    trace: str


@dataclass(frozen=True, slots=True, eq=False)
class Handed:
    """The state of the run before a step, and its examples. The file has all that was before."""

    step: int
    state: State
    prepared: Prepared


Message = Report | IncomingWeights | InputMoments | Skipped | Ready | Stored | Handed | Finished


class Runner(threading.Thread):
    """One run of an experiment.

    path: the session file, made when training begins; None keeps the session in memory. schedule: changes by step,
    applied before that step. with_window: also queue the reports in `messages` (else only the file gets them).
    resume: go on from a snapshot; where `path` is its own file, behind what that holds, which must not reach further
    than that step; else in a new session that begins with all that came before. Or begin as the copy of another
    session's network. plan: when to measure, if not as the budget allows; num_threads: of torch, if not as many as this
    machine or the session gone on with has.

    Other threads may call `play`, `pause`, `step_once`, `stop`, `post`, `annotate`, `allow`, `ask_weights`,
    `ask_state` and `relocate` at any time, and read `messages` (popleft), `step` and `is_playing`.
    """

    def __init__(
        self,
        experiment: Experiment,
        path: Path | None,
        *,
        schedule: Mapping[int, Sequence[Change | Asked]] | None = None,
        with_window: bool = True,
        resume: Resume | Graft | None = None,
        plan: Plan | None = None,
        num_threads: int | None = None,
    ):
        super().__init__(name="trainer", daemon=True)
        self.experiment = experiment
        self.messages: deque[Any] = deque()
        """Of Message; popleft."""
        self.step = 0
        self.finished: Finished | None = None
        self.progress = (0, 0)
        """Of steps that are replayed, or rows that are taken over, before a run goes on: how many, and of how many."""
        self._schedule = dict(schedule or {})
        self._with_window = with_window
        self._resume = resume
        self._plan, self._threads = plan, num_threads
        self.recorder = Recorder(experiment, path, self.messages, with_window=with_window)
        self._condition = threading.Condition()
        # What the loop does next, guarded by the condition. The loop reads `_hold` without it, once a step.
        self._posted: list[Asked] = []
        self._noted: deque[Note | Trial] = deque()
        self._budget: tuple[float, bool] | None = None
        # Layer and unit whose weights the window shows; and whether it waits for the first answer.
        self._neuron: tuple[int, int] | None = None
        self._neuron_is_new = False
        self._state_asked = False
        self._relocate_to: deque[Path] = deque()
        self._playing = False
        self._single_steps = 0
        self._stopping = False
        self._hold = True

    @property
    def is_playing(self) -> bool:
        return self._playing and not self._stopping and self.finished is None

    def play(self) -> None:
        """Train until told otherwise."""
        self._tell(playing=True)

    def pause(self) -> None:
        """Hold after the current step."""
        self._tell(playing=False)

    def step_once(self) -> None:
        """Make one step and hold."""
        with self._condition:
            self._playing = False
            self._single_steps += 1
            self._hold = True
            self._condition.notify()

    def stop(self) -> None:
        """End the run after the current step; the session file is complete when the thread has ended."""
        with self._condition:
            self._stopping = self._hold = True
            self._condition.notify()

    def post(self, change: Change, because: str = "") -> None:
        """Apply a change at the top of the next step. because: the finding that it shall cure, in a few words."""
        with self._condition:
            self._posted.append(Asked(change, because))
            self._hold = True
            self._condition.notify()

    def annotate(self, note: Note | Trial) -> None:
        """Pin a note to a step, an empty text takes it away; or keep a trial. A run that is over takes none."""
        with self._condition:
            self._noted.append(note)
            self._hold = True
            self._condition.notify()

    def allow(self, share: float, *, everything: bool = False) -> None:
        """Let watching take another share of the training time from the next step on (see schedule.Schedule)."""
        with self._condition:
            self._budget = share, everything
            self._hold = True
            self._condition.notify()

    def ask_weights(self, neuron: tuple[int, int] | None) -> None:
        """Tell the window the `IncomingWeights` of a unit, now and after each closer look; None: no more.

        neuron: layer and unit, both from 0; where there is no such unit, nothing is told.
        """
        with self._condition:
            self._neuron, self._neuron_is_new = neuron, neuron is not None
            self._hold = True
            self._condition.notify()

    def ask_state(self) -> None:
        """Hold, bring the file up to date, and tell the window the whole state (`Handed`), for a fork."""
        with self._condition:
            self._playing = False
            self._single_steps = 0
            self._state_asked = self._hold = True
            self._condition.notify()

    def relocate(self, path: Path) -> None:
        """Copy the session to another file and keep it there from now on; `Stored` says when, or an Event why not.

        Also possible when the run is over: then it is done at once, by the caller's thread.
        """
        with self._condition:
            if self.finished is None:
                self._relocate_to.append(path)
                self._hold = True
                self._condition.notify()
                return
        self._relocate_to.append(path)
        self._complete_file()

    def run(self) -> None:
        """The thread. An exception becomes the last message."""
        error = trace = ""
        try:
            self._train()
        except InterruptedError:
            # Stopped while it was replayed: nothing has begun.
            pass
        except (DataError, StorageError, SessionFileError) as problem:
            error = str(problem)
        except Exception as problem:  # noqa: BLE001 - whatever training raises must reach the person, not end the app
            error = f"Training stopped at step {self.step}: {first_line(problem)}"
            trace = traceback.format_exc()
        if error and self.recorder.writer is not None:
            self.recorder.record(Event(self.step, "error", error))
        while self.finished is None:
            unsaved = self._complete_file()
            with self._condition:
                # Whoever asks for another file from now on sees that the run is over, and makes it himself.
                if not self._relocate_to:
                    self.finished = Finished(self.step, error or unsaved, trace)
                    self.messages.append(self.finished)

    def _train(self) -> None:
        recorder, resume = self.recorder, self._resume
        trainer, said = self._make_trainer()
        self._advance(trainer)
        if self._with_window:
            self.messages.append(trainer.data.inputs)
        self.messages.append(Ready(trainer.device_name, self._num_threads))
        try:
            if isinstance(resume, Resume):
                recorder.go_on(resume, trainer.data.inputs, self._proceed)
                self.progress = (0, 0)
            if resume is not None:
                self._begin(trainer)
                recorder.record(Event(trainer.step, "resumed", said))
            while self._wait_for_turn(trainer):
                self._begin(trainer)
                if trainer.letterbox:
                    self._keep(trainer, "change")
                elif recorder.snapshot_is_due:
                    self._keep(trainer, "schedule")
                trainer.stopwatch.start()
                has_looked = False
                for report in trainer.turn():
                    recorder.record(report)
                    if self._neuron is not None and isinstance(report, LookReport):
                        has_looked = True
                self._advance(trainer)
                if has_looked:
                    self._tell_weights(trainer)
                recorder.tick()
                if recorder.thins(trainer.stopwatch.elapsed_s):
                    trainer.schedule.space(recorder.spacing)
                if self._with_window:
                    _give_way()
            if recorder.writer is not None:
                self._keep(trainer, "end")
        finally:
            if recorder.writer is not None:
                self._settle(trainer)
            trainer.close()

    def _begin(self, trainer: Trainer) -> None:
        """Make the file where there is none yet."""
        recorder = self.recorder
        if recorder.writer is not None:
            return
        graft, texts = self._resume, {}
        if isinstance(graft, Graft):
            with load_session(graft.source) as session:
                origin = {"id": session.meta.get("id", ""), "file": graft.source.name}
            texts["parent"] = json.dumps(origin | {"step": graft.step, "through": graft.through})
            texts["grown"] = "true"
        recorder.begin(trainer.describe_machine(), trainer.data.inputs, texts=texts)
        for event in trainer.data.events:
            recorder.record(event)
        # What was noted before there was a file.
        self._serve()
        self._keep(trainer, "start")

    def _make_trainer(self) -> tuple[Trainer, str]:
        """The trainer, and of a run that is gone on with a sentence about how exactly."""
        # Imported here, because torch takes seconds and the window is to be on the screen before.
        # The window is waiting to be used.
        load_without_the_lock()
        import torch

        from gradiometer.forking import state_before
        from gradiometer.grafting import grafted
        from gradiometer.machine import describe_machine, differences, session_threads, threads_of
        from gradiometer.snapshot import SnapshotError
        from gradiometer.trainer import Trainer

        resume, experiment = self._resume, self.experiment
        if self._stopping:
            # While torch was loaded.
            raise InterruptedError
        self._num_threads = self._threads or session_threads()
        torch.set_num_threads(self._num_threads)
        if resume is None:
            return Trainer(experiment, defers=True, schedule=self._plan), ""
        with load_session(resume.source) as session:
            meta = session.meta
            self._num_threads = self._threads or threads_of(meta)
            torch.set_num_threads(self._num_threads)
            if isinstance(resume, Graft):
                state, prepared = grafted(session, resume, experiment)
                trainer = Trainer(experiment, defers=True, state=state, prepared=prepared)
                name = resume.source.name
                return trainer, f"begun as a copy of the network of {name} before step {resume.step}, {resume.through}"
            state, prepared = state_before(session, resume.step, proceed=self._proceed)
            is_replayed = all(place.step != resume.step for place in session.snapshots)
        try:
            trainer = Trainer(experiment, defers=True, state=state, prepared=prepared, schedule=self._plan)
        except SnapshotError as error:
            raise SessionFileError(f"{resume.source} cannot be continued: {error}") from error
        differs = differences(meta, describe_machine(torch.device(experiment.device)))
        how = f"but not to the last bit, because {'; '.join(differs)}" if differs else "as if it had never stopped"
        where = f"step {resume.step}, replayed," if is_replayed else f"the snapshot before step {resume.step},"
        return trainer, f"continued from {where} {how}"

    def _proceed(self, done: int, total: int) -> bool:
        self.progress = (done, total)
        return not self._stopping

    def _advance(self, trainer: Trainer) -> None:
        self.step = self.recorder.step = trainer.step

    def _keep(self, trainer: Trainer, reason: str) -> None:
        """Take a snapshot before the coming step and its changes."""
        from gradiometer.snapshot import pack

        def take() -> Any:
            self._settle(trainer)
            return pack(trainer.step, reason, trainer.state())

        self.recorder.keep(take)

    def _wait_for_turn(self, trainer: Trainer) -> bool:
        """Whether to make another step; waits while the run is held."""
        trainer.letterbox.extend(self._schedule.pop(trainer.step, ()))
        if self.experiment.steps and trainer.step >= self.experiment.steps:
            return False
        if not self._hold:
            return True
        is_kept = False
        while True:
            # Outside the lock: copying a file may take seconds, and the window must not wait for them.
            if self.recorder.writer is not None and (self._relocate_to or self._noted):
                self._settle(trainer)
            self._serve()
            if self._neuron_is_new:
                self._neuron_is_new = False
                self._tell_weights(trainer)
            if self._state_asked:
                self._state_asked = False
                self._hand_over(trainer)
            with self._condition:
                if self._relocate_to:
                    continue
                trainer.letterbox.extend(self._posted)
                self._posted.clear()
                if self._budget is not None:
                    trainer.schedule.allow(self._budget[0], everything=self._budget[1])
                    self._budget = None
                if self._stopping:
                    return False
                if self._playing or self._single_steps:
                    self._hold = not self._playing
                    if not self._playing:
                        # A person who goes step by step wants to see each of them.
                        trainer.histogram_asked = True
                        self._single_steps -= 1
                    return True
            trainer.stopwatch.stop()
            has_pending = self._commit_held(trainer)
            with self._condition:
                is_told = self._condition.wait_for(
                    self._is_told, COMMIT_EVERY_S if has_pending or not is_kept else None
                )
            if not is_told and not is_kept:
                # Whoever switches the machine off now goes on from here. A hand that goes step by step is not held up.
                is_kept = True
                if self.recorder.writer is not None:
                    self._keep(trainer, "pause")

    def _is_told(self) -> bool:
        """Whether there is something to do while the run is held. Asked under the condition."""
        waits = self._posted or self._relocate_to or (self._noted and self.recorder.writer is not None)
        waits = waits or self._neuron_is_new or self._state_asked
        return bool(self._stopping or self._playing or self._single_steps or waits)

    def _commit_held(self, trainer: Trainer) -> bool:
        """Bring file and window up to date while the run is held; whether to try again soon."""
        if self.recorder.writer is None:
            return False
        self._settle(trainer)
        return self.recorder.commit()

    def _complete_file(self) -> str:
        """Bring everything into the file when the run is over; says what a run without a window could not save."""
        self._serve()
        return self.recorder.complete()

    def _serve(self) -> None:
        """Do to the file what was asked for."""
        while self._noted and self.recorder.writer is not None:
            self.recorder.record(self._noted.popleft())
        while self._relocate_to:
            self.recorder.relocate(self._relocate_to.popleft())

    def _tell_weights(self, trainer: Trainer) -> None:
        """To the window alone, and not where it lags: the next ones are as good."""
        neuron = self._neuron
        if neuron is None or not self._with_window or len(self.messages) >= MOST_QUEUED:
            return
        weights = incoming_of(trainer.network, trainer.step, *neuron)
        if weights is not None:
            self.messages.append(weights)

    def _hand_over(self, trainer: Trainer) -> None:
        """To the window, which asked for it: nothing of it is shared with what trains on but the examples."""
        from gradiometer.snapshot import pack, unpack

        self._begin(trainer)
        self._settle(trainer)
        self.recorder.commit()
        state = unpack(pack(trainer.step, "fork", trainer.state()))
        self.messages.append(Handed(trainer.step, state, trainer.prepared))

    def _settle(self, trainer: Trainer) -> None:
        """What the trainer has measured late belongs to what was trained so far."""
        for report in trainer.flush():
            self.recorder.record(report)

    def _tell(self, *, playing: bool) -> None:
        with self._condition:
            self._playing = playing
            self._single_steps = 0
            self._hold = True
            self._condition.notify()


def _give_way() -> None:
    """Let another thread have the interpreter lock: what keeps the window at its frame rate under a flood of reports.

    An empty select and not time.sleep(0), which on Linux waits for the timer's slack: 73 us a step, measured.
    """
    if sys.platform == "win32":
        time.sleep(0)
    else:
        select.select((), (), (), 0)
