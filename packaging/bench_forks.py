"""What forks cost: how soon they stand, how long they keep anybody from the interpreter, what they slow the training,
and how much memory they take against what is said beforehand. No window here.
"""

from __future__ import annotations

import dataclasses
import gc
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from bench_measure import Row, judged, rates_in_pairs, time_row, wait_for_steps
from bench_measure import median as median_of
from bench_training import few_layers, running, without_evaluation

from gradiometer.branch_messages import Forked, Request
from gradiometer.branches import Branches
from gradiometer.experiment import Experiment
from gradiometer.runner import Handed, Runner
from gradiometer.settings import Settings
from gradiometer.treatments import BRANCH, Treatment, branch_bytes, line_up, new_group
from gradiometer.trial_files import branch_paths

FORK_BUDGET_MS = 200.0
TWO_BRANCHES_BUDGET = 2.2
_GOES_ON = 100_000
_PATIENCE_S = 60.0


def million() -> Experiment:
    """784-820-430-10, a million parameters, with Adam's two moments for each."""
    settings = Settings(activation="relu", optimizer="adam", learning_rate=1e-4)
    return Experiment(name="million", hidden=(820, 430), initialization="he", settings=settings)


def fork_rows(folder: Path, *, forks: int, pairs: int, seconds: float) -> Iterator[Row]:
    """A live session is forked again and again; then two branches train beside one that trains alone."""
    yield from _fork_rows(million(), folder / "million", forks)
    for layers, make in (("5 layers", few_layers), ("1e6 parameters", million)):
        yield _lockstep_row(f"two branches against one, {layers}", make(), folder / layers, pairs, seconds)


def _fork_rows(experiment: Experiment, path: Path, forks: int) -> Iterator[Row]:
    assert 0.98e6 < experiment.num_parameters < 1.02e6
    source = path.with_suffix(".gradiometer")
    runner = Runner(experiment, source)
    took, held, grown = [], [], []
    with running(runner):
        wait_for_steps(runner, time.sleep, more=20)
        for _ in range(forks):
            gc.collect()
            before, begun_s = _resident(), time.perf_counter()
            with _waiting() as waits:
                branches = _forked(runner, source)
                took.append(time.perf_counter() - begun_s)
            held.append(max(waits))
            branches.play()
            while branches.step < branches.request.step + 20:
                time.sleep(0.01)
            grown.append((_resident() - before) / len(branches.request.treatments))
            branches.stop()
            branches.join(_PATIENCE_S)
            runner.play()
            time.sleep(0.2)
    yield time_row("a fork of 1e6 parameters stands", took, FORK_BUDGET_MS, statistic=median_of)
    yield time_row("meanwhile, longest wait for the interpreter", held, 100.0, statistic=median_of)
    said = branch_bytes(experiment, experiment.settings)
    detail = f"{said / 1e6:.0f} MB said, of {len(grown)} forks of two branches"
    yield judged(
        "memory of a branch, of what is said", [each / said for each in grown], None, at_least=False, detail=detail
    )


def _forked(runner: Runner, source: Path) -> Branches:
    """A control and a branch of a running session, from the request until both stand with their files."""
    runner.ask_state()
    handed = _hear(runner.messages, Handed)
    treatments = line_up([Treatment(BRANCH, "slower", (_slower(runner.experiment),))], null=False)
    request = Request(
        source=source,
        step=handed.step,
        treatments=treatments,
        paths=tuple(branch_paths(source, [each.label for each in treatments])),
        group=new_group(),
        steps=_GOES_ON,
    )
    branches = Branches(request, state=handed.state, prepared=handed.prepared)
    branches.start()
    _hear(branches.messages, Forked)
    return branches


def _slower(experiment: Experiment) -> Settings:
    return dataclasses.replace(experiment.settings, learning_rate=0.5 * experiment.settings.learning_rate)


def _hear(messages: object, kind: type) -> object:
    """The next message of a kind; what comes before it is passed over."""
    end = time.monotonic() + _PATIENCE_S
    while time.monotonic() < end:
        while messages:
            message = messages.popleft()
            if isinstance(message, kind):
                return message
        time.sleep(0.001)
    raise RuntimeError(f"no {kind.__name__} within {_PATIENCE_S:.0f} s")


def _lockstep_row(name: str, experiment: Experiment, path: Path, pairs: int, seconds: float) -> Row:
    """Rounds of two recorded forks against steps of the session by itself, recorded too."""
    source = path.with_suffix(".gradiometer")
    runner = Runner(without_evaluation(experiment), source, with_window=False)
    with running(runner):
        wait_for_steps(runner, time.sleep)
        runner.stop()
    source_run = Runner(
        without_evaluation(experiment), path.with_name(f"{path.name} alone.gradiometer"), with_window=False
    )
    treatments = line_up([], null=True)
    request = Request(
        source=source,
        step=runner.step,
        treatments=treatments,
        paths=tuple(branch_paths(source, [each.label for each in treatments])),
        group=new_group(),
        steps=_GOES_ON,
    )
    branches = Branches(request)
    with running(source_run):
        branches.start()
        _hear(branches.messages, Forked)
        branches.pause()
        rates = rates_in_pairs(branches, source_run, pairs, seconds)
        branches.stop()
        branches.join(_PATIENCE_S)
    times = [alone.by_clock / two.by_clock for two, alone in rates]
    rounds, steps = (np.median([pair[side].by_clock for pair in rates]) for side in (0, 1))
    detail = f"{rounds:.0f} rounds/s of two, {steps:.0f} steps/s of one, {pairs} pairs"
    return judged(name, times, TWO_BRANCHES_BUDGET, at_least=False, detail=detail)


@contextmanager
def _waiting() -> Iterator[list[float]]:
    """How long a thread that wants to do nothing but look had to wait for the interpreter, look by look, in s."""
    waits, ends = [0.0], threading.Event()

    def look() -> None:
        while not ends.is_set():
            begun_s = time.perf_counter()
            time.sleep(0.001)
            waits.append(time.perf_counter() - begun_s - 0.001)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield waits
    finally:
        ends.set()
        thread.join()


def _resident() -> float:
    """Bytes of memory in use; NaN where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1])
    except OSError:
        return float("nan")
    return pages * os.sysconf("SC_PAGE_SIZE")
