"""Runs a trainer in a thread of its own: the only thread in the core.

The runner stores every report in the session file and, for a window, puts it into a bounded queue. It never waits for
the window: when the queue is full it leaves steps out, and the window reads those from the file.
"""

from __future__ import annotations

import json
import os
import select
import sys
import threading
import time
import traceback
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from gradiometer.datasets import DataError
from gradiometer.experiment import Experiment
from gradiometer.reports import Event, HistogramReport, Report, Row, Skipped
from gradiometer.session_writer import COMMIT_EVERY_S, SessionWriter, StorageError
from gradiometer.settings import Change

if TYPE_CHECKING:
    from gradiometer.trainer import Trainer

# About a second and a half of the fastest training; a window that lags longer reads the file.
MOST_QUEUED = 4096


@dataclass(frozen=True, slots=True)
class Ready:
    """The network is built and the run may begin. device: its name; num_threads: of torch."""

    device: str
    num_threads: int


@dataclass(frozen=True, slots=True)
class Stored:
    """The session is kept in this file from now on; None: only in memory, for the reason given."""

    path: Path | None
    reason: str


@dataclass(frozen=True, slots=True)
class Finished:
    """The run is over. error: one sentence, empty where it was stopped or reached its end; trace: for a bug."""

    step: int
    error: str
    trace: str


Message = Report | Skipped | Ready | Stored | Finished


class Runner(threading.Thread):
    """One run of an experiment.

    path: the session file, made when training begins; None keeps the session in memory. schedule: changes by step,
    applied before that step. with_window: also queue the reports in `messages` (else only the file gets them).

    Other threads may call `play`, `pause`, `step_once`, `stop`, `post`, `allow` and `relocate` at any time, and read
    `messages` (popleft), `step` and `is_playing`.
    """

    def __init__(
        self,
        experiment: Experiment,
        path: Path | None,
        *,
        schedule: Mapping[int, list[Change]] | None = None,
        with_window: bool = True,
    ):
        super().__init__(name="trainer", daemon=True)
        self.experiment = experiment
        self.path = path
        self.messages: deque[Message] = deque()
        self.step = 0
        self.finished: Finished | None = None
        self._schedule = dict(schedule or {})
        self._with_window = with_window
        self._writer: SessionWriter | None = None
        self._leaves_out = False
        self._condition = threading.Condition()
        # What the loop does next, guarded by the condition. The loop reads `_hold` without it, once a step.
        self._posted: list[Change] = []
        self._budget: tuple[float, bool] | None = None
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

    def post(self, change: Change) -> None:
        """Apply a change at the top of the next step."""
        with self._condition:
            self._posted.append(change)
            self._hold = True
            self._condition.notify()

    def allow(self, share: float, *, everything: bool = False) -> None:
        """Let watching take another share of the training time from the next step on (see schedule.Schedule)."""
        with self._condition:
            self._budget = share, everything
            self._hold = True
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
        except (DataError, StorageError) as problem:
            error = str(problem)
        except Exception as problem:  # noqa: BLE001 - whatever training raises must reach the person, not end the app
            error = f"Training stopped at step {self.step}: {_one_line(problem)}"
            trace = traceback.format_exc()
        if error and self._writer is not None:
            self._record(Event(self.step, "error", error))
        while self.finished is None:
            unsaved = self._complete_file()
            with self._condition:
                # Whoever asks for another file from now on sees that the run is over, and makes it himself.
                if not self._relocate_to:
                    self.finished = Finished(self.step, error or unsaved, trace)
                    self.messages.append(self.finished)

    def _train(self) -> None:
        # Imported here, because torch takes seconds and the window is to be on the screen before.
        import torch

        from gradiometer.trainer import Trainer

        # One core is left to the window, and a session means the same numbers with and without one.
        num_threads = max(1, (os.cpu_count() or 2) - 1)
        torch.set_num_threads(num_threads)
        trainer = Trainer(self.experiment, defers=True)
        self.messages.append(Ready(trainer.device_name, num_threads))
        try:
            while self._wait_for_turn(trainer):
                if self._writer is None:
                    self._writer = self._make_writer(trainer.describe_machine())
                trainer.stopwatch.start()
                for report in trainer.turn():
                    self._record(report)
                self.step = trainer.step
                self._notice(self._writer.tick())
                if self._with_window:
                    _give_way()
        finally:
            if self._writer is not None:
                self._settle(trainer)
            trainer.close()

    def _wait_for_turn(self, trainer: Trainer) -> bool:
        """Whether to make another step; waits while the run is held."""
        trainer.letterbox.extend(self._schedule.pop(trainer.step, ()))
        if self.experiment.steps and trainer.step >= self.experiment.steps:
            return False
        if not self._hold:
            return True
        while True:
            # Outside the lock: copying a file may take seconds, and the window must not wait for them.
            while self._relocate_to:
                if self._writer is not None:
                    self._settle(trainer)
                self._relocate(self._relocate_to.popleft())
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
            try_again_s = COMMIT_EVERY_S if self._commit_held(trainer) else None
            with self._condition:
                self._condition.wait_for(self._is_told, try_again_s)

    def _is_told(self) -> bool:
        """Whether there is something to do while the run is held. Asked under the condition."""
        return bool(self._stopping or self._playing or self._single_steps or self._posted or self._relocate_to)

    def _commit_held(self, trainer: Trainer) -> bool:
        """Bring file and window up to date while the run is held; whether to try again soon."""
        if self._writer is None:
            return False
        self._settle(trainer)
        self._notice(self._writer.commit())
        self._send_to_file(self.step)
        return self._writer.has_pending

    def _complete_file(self) -> str:
        """Bring everything into the file when the run is over; says what a run without a window could not save."""
        while self._relocate_to:
            self._relocate(self._relocate_to.popleft())
        if self._writer is None:
            return ""
        notice = self._writer.close()
        self._notice(notice)
        self._send_to_file(self.step)
        return notice if self._writer.has_pending and not self._with_window else ""

    def _settle(self, trainer: Trainer) -> None:
        """What the trainer has measured late belongs to what was trained so far."""
        for report in trainer.flush():
            self._record(report)

    def _send_to_file(self, step: int) -> None:
        """Let the window read the steps before `step` that were left out, where all of them are in the file."""
        assert self._writer is not None
        if self._leaves_out and not self._writer.has_pending:
            self.messages.append(Skipped(step))
            self._leaves_out = False

    def _record(self, report: Report) -> None:
        """To the file, and to the window where it keeps up."""
        assert self._writer is not None
        self._writer.add(report)
        if isinstance(report, Row | HistogramReport):
            if not self._with_window:
                return
            if self._leaves_out:
                if self.messages:
                    return
                self._notice(self._writer.commit())
                # The step under way: a histogram that was counted aside may be of an earlier one.
                self._send_to_file(self.step)
                if self._leaves_out:
                    return
            elif len(self.messages) >= MOST_QUEUED and self._writer.path is not None:
                self._leaves_out = True
                return
        self.messages.append(report)

    def _notice(self, text: str) -> None:
        """Tell what the writer says: kind `storage` where it cannot write, `stored` when all is well again."""
        if text:
            assert self._writer is not None
            is_well = not self._writer.failure and not self._writer.has_pending
            self.messages.append(Event(self.step, "stored" if is_well else "storage", text))

    def _make_writer(self, machine: dict[str, str]) -> SessionWriter:
        meta = {"experiment": json.dumps(self.experiment.as_dict()), **machine}
        try:
            writer = SessionWriter(self.path, self.experiment.outline, meta)
        except StorageError as error:
            if not self._with_window:
                raise
            self.messages.append(Stored(None, f"{error}; the session is kept in memory only until it is saved"))
            return SessionWriter(None, self.experiment.outline, meta)
        self.messages.append(Stored(writer.path, ""))
        return writer

    def _relocate(self, path: Path) -> None:
        try:
            if self._writer is None:
                self.path = path
                return
            self._writer.relocate(path)
        except StorageError as error:
            self.messages.append(Event(self.step, "storage", str(error)))
            return
        self.path = path
        self.messages.append(Stored(path, ""))

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


def _one_line(problem: Exception) -> str:
    """The first line of what a library raised: torch's messages go on for pages."""
    lines = str(problem).strip().splitlines()
    return lines[0] if lines else type(problem).__name__
