"""Forks of a session that train in lock-step in a thread of their own, each recorded into a session file of its own.

A trial first: so many steps in the order in which the session itself would go on, then the same over other orders of
the examples, of which nothing is recorded but their outcome. Then the recorded forks may be played on, changed one by
one, and closed; and taken up again from their files.
"""

from __future__ import annotations

import contextlib
import json
import threading
import time
import traceback
from collections import deque
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gradiometer.branch_messages import (
    BranchMessage,
    BranchSaid,
    Forked,
    Over,
    Replaying,
    Request,
    SeedDone,
    Tried,
)
from gradiometer.continuing import Resume, end_of
from gradiometer.datasets import DataError
from gradiometer.experiment import Experiment
from gradiometer.input_moments import InputMoments
from gradiometer.recorder import Recorder
from gradiometer.reports import Event, Finding, Intervention, Snapshot
from gradiometer.session_database import SessionFileError
from gradiometer.session_file import load_session
from gradiometer.session_storage import StorageError
from gradiometer.session_writer import COMMIT_EVERY_S
from gradiometer.settings import Change
from gradiometer.trial import OWN_ORDER
from gradiometer.trial_files import trials_folder
from gradiometer.wording_of_errors import first_line

if TYPE_CHECKING:
    from gradiometer.forking import Origin
    from gradiometer.lockstep import Lockstep
    from gradiometer.prepared import Prepared
    from gradiometer.snapshot import State
    from gradiometer.trial_run import SeedOutcome, SeedRun, Trying


class Branches(threading.Thread):
    """One group of forks.

    state, prepared: of the running session at the step of the fork, where that is at hand; else they come from the
    file. reopened: the files are there already, and are to be gone on with, after a trial that is over.

    Other threads may call `play`, `pause`, `stop`, `cut_short` and `post` at any time, and read `messages` (popleft),
    `step` and `is_playing`.
    """

    def __init__(
        self,
        request: Request,
        *,
        state: State | None = None,
        prepared: Prepared | None = None,
        reopened: bool = False,
    ):
        super().__init__(name="branches", daemon=True)
        self.request = request
        self.messages: deque[BranchMessage] = deque()
        self.step = request.step
        self.over: Over | None = None
        self._state, self._prepared, self._reopened = state, prepared, reopened
        self._condition = threading.Condition()
        self._playing = not reopened
        self._stopping = self._cuts = False
        self._posted: list[tuple[int, Change]] = []
        self._recorders: list[Recorder] = []
        self._said: list[deque[Any]] = []
        self._next_commit_s = 0.0
        # Whether all forks have their files.
        self._stands = reopened
        # While the trial lasts: it hears all that the forks say.
        self._run: SeedRun | None = None

    @property
    def is_playing(self) -> bool:
        return self._playing and not self._stopping and self.over is None

    @property
    def is_trying(self) -> bool:
        """Whether the trial is under way."""
        return self.over is None and not self._reopened

    def play(self) -> None:
        """Train until told otherwise, or until the trial's steps are made."""
        self._tell(playing=True)

    def pause(self) -> None:
        """Hold after the current round of steps."""
        self._tell(playing=False)

    def stop(self) -> None:
        """End all; their files are complete when the thread has ended. A trial that is not through is left out."""
        with self._condition:
            self._stopping = True
            self._condition.notify()

    def cut_short(self) -> None:
        """Let the trial do with the orders of the data that are through already, or do without one."""
        with self._condition:
            self._cuts = True
            self._condition.notify()

    def post(self, number: int, change: Change) -> None:
        """Change one of the forks at its next step."""
        with self._condition:
            self._posted.append((number, change))
            self._condition.notify()

    def run(self) -> None:
        """The thread. An exception becomes the last message."""
        error = trace = ""
        try:
            self._train()
        except InterruptedError:
            pass
        except (DataError, StorageError, SessionFileError) as problem:
            error = str(problem)
        except Exception as problem:  # noqa: BLE001 - whatever training raises must reach the person, not end the app
            error = f"The branches stopped at step {self.step}: {first_line(problem)}"
            trace = traceback.format_exc()
        for recorder in self._recorders:
            unsaved = recorder.complete()
            error = error or unsaved
        if not self._stands:
            self._take_back()
        self.over = Over(self.step, error, trace)
        self.messages.append(self.over)

    # The thread's own

    def _train(self) -> None:
        import torch

        from gradiometer.forking import origin_of, state_before
        from gradiometer.machine import describe_machine, threads_of

        begun_s = time.perf_counter()
        request = self.request
        with load_session(request.paths[0] if self._reopened else request.source) as session:
            torch.set_num_threads(threads_of(session.meta))
            if self._reopened:
                forks = self._take_up()
            else:
                origin = origin_of(session, request.step)
                if self._state is None:
                    self._state, self._prepared = state_before(
                        session, request.step, self._prepared, proceed=self._replayed
                    )
                assert self._prepared is not None
                forks = self._begin(origin, describe_machine(torch.device(origin.experiment.device)))
        self._stands = True
        self.messages.append(Forked(request.paths, forks.step, time.perf_counter() - begun_s))
        try:
            if self._run is not None:
                self._try(forks, self._run)
            while self._wait_for_turn(forks):
                self._round(forks)
            self._keep(forks, "end")
        finally:
            self._flush(forks)
            forks.close()

    def _take_back(self) -> None:
        """Some of the forks could not be made: the files of the others hold nothing."""
        for recorder in self._recorders:
            if recorder.writer is not None and recorder.path is not None:
                recorder.path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):
            # Where there are other trials it stays.
            trials_folder(self.request.source).rmdir()

    def _replayed(self, done: int, total: int) -> bool:
        if done % 100 == 0 or done == total:
            self.messages.append(Replaying(done, total))
        return not self._stopping

    def _begin(self, origin: Origin, machine: dict[str, str]) -> Lockstep:
        """The forks, with a file for each."""
        from gradiometer.lockstep import Lockstep
        from gradiometer.trial_run import SeedRun

        request = self.request
        assert self._state is not None
        assert self._prepared is not None
        experiment = replace(origin.experiment, steps=0)
        forks = Lockstep(experiment, request.treatments, [self._state] * len(request.treatments), self._prepared)
        self._trying = self._trying_of(origin, experiment)
        try:
            self._make_files(origin, experiment, machine, self._prepared.found.inputs)
        except (OSError, SessionFileError):
            forks.close()
            raise
        self._run = SeedRun(self._trying, forks)
        self._keep(forks, "start")
        return forks

    def _make_files(
        self, origin: Origin, experiment: Experiment, machine: dict[str, str], inputs: InputMoments
    ) -> None:
        from gradiometer.treatments import describe_changes

        request = self.request
        for number, (treatment, path) in enumerate(zip(request.treatments, request.paths, strict=True)):
            through = describe_changes(treatment.changes, origin.settings) or treatment.label
            texts = {
                "parent": {"id": origin.id, "file": origin.file, "step": origin.step, "through": through},
                "branch": {
                    "group": request.group,
                    "role": treatment.role,
                    "label": treatment.label,
                    "number": number,
                },
            }
            recorder = self._make_recorder(experiment, path, number, len(request.treatments))
            recorder.begin(
                machine,
                inputs,
                texts={key: json.dumps(value) for key, value in texts.items()},
                before=origin.before,
                known=[*origin.interventions, *origin.findings],
            )

    def _trying_of(self, origin: Origin, experiment: Experiment) -> Trying:
        from gradiometer.treatments import Fork
        from gradiometer.trial_run import Trying

        request = self.request
        finding = next((each for each in origin.findings if each.number == request.finding), None)
        return Trying(
            experiment=experiment,
            fork=Fork(request.group, origin.file, origin.id, origin.step, origin.settings),
            treatments=request.treatments,
            steps=request.steps,
            seeds=request.seeds,
            finding=finding,
            because=request.because,
            before=origin.before,
        )

    def _make_recorder(self, experiment: Experiment, path: Path, number: int, count: int) -> Recorder:
        # Together they may take what one session may.
        share = replace(experiment, most_mb_per_hour=experiment.most_mb_per_hour / count)
        said: deque[Any] = deque()
        recorder = Recorder(share, path, said, with_window=False)
        recorder.step = self.step
        self._recorders.append(recorder)
        self._said.append(said)
        return recorder

    def _take_up(self) -> Lockstep:
        """The forks as their files have them, all brought to the step behind the last that any of them recorded."""
        from gradiometer.forking import state_before
        from gradiometer.lockstep import Lockstep
        from gradiometer.prepared import prepare

        request = self.request
        ends = []
        for path in request.paths:
            with load_session(path) as session:
                ends.append(end_of(session))
        step = max(ends)
        states = []
        experiment: Experiment | None = None
        for path in request.paths:
            with load_session(path) as session:
                experiment = session.experiment
                assert experiment is not None
                if self._prepared is None:
                    self._prepared = prepare(experiment)
                # One that a crash has left behind the others is replayed; of the steps between nothing is recorded.
                states.append(state_before(session, step, self._prepared, beyond=True, proceed=self._replayed)[0])
        assert experiment is not None
        assert self._prepared is not None
        forks = Lockstep(experiment, request.treatments, states, self._prepared, begins=False)
        self.step = step
        for number, path in enumerate(request.paths):
            recorder = self._make_recorder(experiment, path, number, len(request.paths))
            recorder.go_on(Resume(path, step), self._prepared.found.inputs)
        return forks

    def _try(self, forks: Lockstep, run: SeedRun) -> None:
        """The trial: the recorded forks, then what is needed of other orders of the data."""
        import torch

        from gradiometer.trial_run import assemble, run_seed

        trying, outcomes = self._trying, list[Any]()
        while forks.step < trying.end and forks.living and self._wait_for_turn(forks):
            self._round(forks, is_last=forks.step == trying.end - 1)
            if self._cuts and len(trying.seeds) == 1:
                break
        self._flush(forks)
        self._keep(forks, "pause")
        for recorder in self._recorders:
            recorder.commit()
        if self._stopping or (forks.step < trying.end and forks.living):
            return
        for done, seed in enumerate(trying.seeds):
            if seed == OWN_ORDER:
                outcome: SeedOutcome | None = run.outcome()
            else:
                assert self._state is not None
                assert self._prepared is not None
                outcome = run_seed(trying, seed, self._state, self._prepared, proceed=self._goes_on)
            if outcome is None:
                break
            outcomes.append(outcome)
            self.messages.append(SeedDone(done + 1, len(trying.seeds)))
        self._state = self._run = None
        # Before it is told: whoever hears of it may let them play on at once.
        self._tell(playing=False)
        if outcomes and not self._stopping:
            device = torch.device(trying.experiment.device)
            self.messages.append(Tried(assemble(trying, self.request.number, outcomes, device)))

    def _goes_on(self) -> bool:
        """Whether to go on with orders of the data that are not recorded; a pause waits here."""
        with self._condition:
            self._condition.wait_for(lambda: self._playing or self._stopping or self._cuts)
            return not (self._stopping or self._cuts)

    def _round(self, forks: Lockstep, *, is_last: bool = False) -> None:
        """One step of each."""
        recorders = self._recorders
        if any(member.trainer.letterbox for member in forks.members):
            self._keep(forks, "change")
        elif recorders[0].snapshot_is_due:
            self._keep(forks, "schedule")
        if is_last:
            forks.members[0].trainer.histogram_asked = True
        closely = self._run is not None and forks.step >= self._trying.closely
        for said in forks.turn(measures=closely):
            recorders[said.number].record(said.report)
            if self._run is not None:
                self._run.take(said)
        self.step = forks.step
        for recorder in recorders:
            recorder.step = forks.step
        if time.monotonic() >= self._next_commit_s:
            # All at once, so that who reads the files finds them at the same step.
            self._flush(forks)
            for recorder in recorders:
                recorder.commit()
            self._next_commit_s = time.monotonic() + COMMIT_EVERY_S
        if recorders[0].thins(forks.members[0].trainer.stopwatch.elapsed_s):
            forks.space(recorders[0].spacing)
        self._pass_on()

    def _flush(self, forks: Lockstep) -> None:
        for said in forks.flush():
            self._recorders[said.number].record(said.report)
            if self._run is not None:
                self._run.take(said)
        self._pass_on()

    def _pass_on(self) -> None:
        """What is no measurement."""
        for number, said in enumerate(self._said):
            while said:
                report = said.popleft()
                if isinstance(report, Intervention | Event | Finding):
                    self.messages.append(BranchSaid(number, report))

    def _keep(self, forks: Lockstep, reason: str) -> None:
        """A snapshot of each before the coming step, so that all can go on from there."""
        self._flush(forks)
        for number, recorder in enumerate(self._recorders):
            if not forks.members[number].error:
                recorder.keep(partial(_packed, forks, number, reason))

    def _wait_for_turn(self, forks: Lockstep) -> bool:
        """Whether to make another round; waits while they are held."""
        is_kept = False
        while True:
            with self._condition:
                for number, change in self._posted:
                    forks.post(number, change)
                self._posted.clear()
                if self._stopping or not forks.living:
                    return False
                if self._playing:
                    return True
            self._flush(forks)
            waits = sum(recorder.commit() for recorder in self._recorders) > 0
            with self._condition:
                is_told = self._condition.wait_for(
                    lambda: self._posted or self._playing or self._stopping,
                    COMMIT_EVERY_S if waits or not is_kept else None,
                )
            if not is_told and not is_kept:
                is_kept = True
                self._keep(forks, "pause")

    def _tell(self, *, playing: bool) -> None:
        with self._condition:
            self._playing = playing
            self._condition.notify()


def _packed(forks: Lockstep, number: int, reason: str) -> Snapshot:
    from gradiometer.snapshot import pack

    return pack(forks.step, reason, forks.state(number))
