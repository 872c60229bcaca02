"""What the session file costs: the time that recording takes of training, and what a reader adds that never rests."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench_measure import Rate, Row, judged, rate, wait_for_steps
from bench_training import few_layers, many_layers, running

from gradiometer.experiment import Experiment
from gradiometer.recorder import Recorder
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


def _recording_row(name: str, experiment: Experiment, path: Path, seconds: float) -> Row:
    """Share of the run's time that goes into its file, snapshots included, in stretches of some seconds."""
    runner = Runner(experiment, path, with_window=False)
    runner.recorder = recorder = TimedRecorder(experiment, path, runner.messages, with_window=False)
    shares, waits = [], []
    with running(runner):
        wait_for_steps(runner, time.sleep)
        for _ in range(max(3, round(seconds / _TURN_S))):
            before, waited, begun_s = recorder.spent_s, recorder.waited_s, time.perf_counter()
            rate(runner, _TURN_S, time.sleep)
            taken_s = time.perf_counter() - begun_s
            shares.append((recorder.spent_s - before) / taken_s)
            waits.append((recorder.waited_s - waited) / taken_s)
    detail = f"{len(shares)} times {_TURN_S:g} s; by the clock {sorted(waits)[len(waits) // 2]:.3f}"
    return judged(name, shares, RECORDING_BUDGET, at_least=False, detail=detail)


def _follower_row(name: str, experiment: Experiment, path: Path, seconds: float) -> Row:
    """How much slower training is beside a program that reads the file all the time, in pairs."""
    runner = Runner(experiment, path, with_window=False)
    losses: list[float] = []
    num_looks = 0
    with running(runner):
        wait_for_steps(runner, time.sleep)
        command = [sys.executable, "-c", _FOLLOWER, str(path)]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as follower:
            assert follower.stdin is not None
            assert follower.stdout is not None

            def beside(turn_s: float) -> Rate:
                nonlocal num_looks
                print(turn_s + 0.5, file=follower.stdin, flush=True)
                measured = rate(runner, turn_s, time.sleep)
                num_looks += int(follower.stdout.readline())  # type: ignore[union-attr]
                return measured

            beside(0.5)
            for pair in range(max(3, round(seconds / _TURN_S))):
                turns = [beside, lambda turn_s: rate(runner, turn_s, time.sleep)]
                rates = [turn(_TURN_S) for turn in (turns if pair % 2 else turns[::-1])]
                followed, alone = rates if pair % 2 else rates[::-1]
                losses.append(1 - followed.by_clock / alone.by_clock)
            follower.stdin.close()
    writer = runner.recorder.writer
    assert writer is not None
    lost = "" if not writer.has_pending else "; SOME COMMITS FAILED FOR GOOD"
    detail = f"{len(losses)} pairs, {num_looks} looks{lost}"
    return judged(name, losses, FOLLOWER_BUDGET, at_least=False, detail=detail)
