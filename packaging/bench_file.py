"""What the session file costs: the time that recording takes of training, and what a reader adds that never rests."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

from bench_measure import Row, judged, rate, wait_for_steps
from bench_training import few_layers, many_layers, running

from gradiometer.experiment import Experiment
from gradiometer.recorder import Recorder
from gradiometer.reports import Finding
from gradiometer.runner import Runner

RECORDING_BUDGET = FOLLOWER_BUDGET = 0.02
_TURN_S = 1.5
_RECORDER = ("record", "tick", "keep", "thins")

# Reads all that is new, again and again, for as long as it is told.
_FOLLOWER = """
import sys, time
from gradiometer.history import History
from gradiometer.session_database import SessionFileError
from gradiometer.session_file import load_session

history = History.saved(load_session(sys.argv[1]))
for line in sys.stdin:
    until, num_looks = time.monotonic() + float(line), 0
    while time.monotonic() < until:
        try:
            history.follow()
        except SessionFileError:
            pass
        num_looks += 1
    print(num_looks, flush=True)
"""


class TimedRecorder(Recorder):
    """Counts the seconds that its run's thread spends in it: its processor time, and by the clock. calls: under way."""

    spent_s = waited_s = 0.0
    calls = 0


def _timed(name: str) -> Callable[..., Any]:
    """The recorder's method of that name, timed where it is not called by another one of these."""
    method = getattr(Recorder, name)

    def call(self: TimedRecorder, *arguments: Any) -> Any:
        if self.calls:
            return method(self, *arguments)
        self.calls += 1
        spent_s, waited_s = time.thread_time(), time.perf_counter()
        try:
            return method(self, *arguments)
        finally:
            self.spent_s += time.thread_time() - spent_s
            self.waited_s += time.perf_counter() - waited_s
            self.calls -= 1

    return call


for _name in _RECORDER:
    setattr(TimedRecorder, _name, _timed(_name))


def file_rows(folder: Path, seconds: float) -> Iterator[Row]:
    """Both, of both networks."""
    for layers, make in (("5 layers", few_layers), ("32 layers", many_layers)):
        experiment = dataclasses.replace(make(), snapshot_every=2000)
        yield _recording_row(f"the file's share of training, {layers}", experiment, folder / f"file {layers}", seconds)
        yield _follower_row(f"  a follower's cost, {layers}", experiment, folder / f"followed {layers}", seconds)


class _Silent:
    """In place of the judge, whose time is told by itself (see bench_findings)."""

    def __init__(self, *_of_the_run: object):
        pass

    def take(self, *_report: object) -> list[Finding]:
        return []

    close = take


class _Timed:
    """A run whose recorder is timed."""

    def __init__(self, experiment: Experiment, path: Path):
        self.runner = Runner(experiment, path, with_window=False)
        self.recorder = TimedRecorder(experiment, path, self.runner.messages, with_window=False)
        self.runner.recorder = self.recorder

    def turn(self) -> tuple[float, float, float]:
        """A stretch of training: shares of its time that went into the file, of the processor and by the clock, and
        steps a second.
        """
        spent_s, waited_s, begun_s = self.recorder.spent_s, self.recorder.waited_s, time.perf_counter()
        speed = rate(self.runner, _TURN_S, time.sleep).by_clock
        taken_s = time.perf_counter() - begun_s
        return (self.recorder.spent_s - spent_s) / taken_s, (self.recorder.waited_s - waited_s) / taken_s, speed


def _recording_row(name: str, experiment: Experiment, path: Path, seconds: float) -> Row:
    """Share of the run's time that goes into its file, snapshots included, in stretches of some seconds."""
    timed = _Timed(experiment, path)
    with patch("gradiometer.recorder.Judge", _Silent), running(timed.runner):
        wait_for_steps(timed.runner, time.sleep)
        turns = [timed.turn() for _ in range(max(3, round(seconds / _TURN_S)))]
    detail = f"{len(turns)} times {_TURN_S:g} s; by the clock {median([turn[1] for turn in turns]):.3f}"
    return judged(name, [turn[0] for turn in turns], RECORDING_BUDGET, at_least=False, detail=detail)


def _follower_row(name: str, experiment: Experiment, path: Path, seconds: float) -> Row:
    """How much more of the time, by the clock, goes into the file beside a program that reads it without a pause.

    Timed directly: the speed as a whole swings by more than that on a machine of few cores, which both programs want.
    """
    timed = _Timed(experiment, path)
    costs, speeds = [], []
    num_looks = 0
    with patch("gradiometer.recorder.Judge", _Silent), running(timed.runner):
        wait_for_steps(timed.runner, time.sleep)
        command = [sys.executable, "-c", _FOLLOWER, str(path)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as follower:
            assert follower.stdin is not None
            assert follower.stdout is not None
            for _ in range(1 + max(3, round(seconds / _TURN_S))):
                alone = timed.turn()
                print(_TURN_S + 0.5, file=follower.stdin, flush=True)
                followed = timed.turn()
                num_looks += int(follower.stdout.readline())
                costs.append(followed[1] - alone[1])
                speeds.append(followed[2] / alone[2])
            follower.stdin.close()
    writer = timed.recorder.writer
    assert writer is not None
    lost = "; SOME COMMITS FAILED FOR GOOD" if writer.has_pending else ""
    detail = f"{len(costs) - 1} pairs, {num_looks} looks; speed as a whole {median(speeds[1:]):.2f}{lost}"
    # The first look imports what it needs.
    return judged(name, costs[1:], FOLLOWER_BUDGET, at_least=False, detail=detail)
