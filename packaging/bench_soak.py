"""A long run in the window: whether memory, speed and answers at its end are those of its beginning."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench_answers import KINDS, Answers
from bench_measure import Figure, Row, judge, time_row
from bench_spin import spin, spin_until
from bench_training import without_evaluation

from gradiometer.presets import load_experiment
from gradiometer_desktop.live_session import LiveSession
from gradiometer_desktop.main_window import MainWindow

MEMORY_BUDGET, ANSWER_BUDGET_MS, SPEED_BUDGET = 1.05, 33.0, 0.85
_STATUS = Path("/proc/self/status")
# What caches and allocators take in the first minutes is no growth.
_WARM_UP = 0.1
_NUM_PARTS = 10
_PATIENCE_S = 4 * 3600.0
_ANSWERS = 40


@dataclass(frozen=True)
class Part:
    """What was seen at the end of a tenth of the run. rate: steps/s since the last one; resident: in bytes."""

    step: int
    rate: float
    resident: int
    file_bytes: int


def soak_rows(window: MainWindow, folder: Path, num_steps: int) -> Iterator[Row]:
    """The default network on MNIST, trained to so many steps while its plots draw and hands touch them at both ends."""
    window.new_session(without_evaluation(load_experiment("digits")))
    session = window.session
    assert isinstance(session, LiveSession)
    spin_until(lambda: session.is_ready)
    session.play()
    _train_to(session, round(_WARM_UP * num_steps))
    early = _touch(window)
    first_step = _step(session)
    parts = []
    for number in range(1, _NUM_PARTS + 1):
        before, begun = _step(session), time.monotonic()
        _train_to(session, first_step + number * (num_steps - first_step) // _NUM_PARTS)
        rate = (_step(session) - before) / (time.monotonic() - begun)
        gc.collect()
        size = sum(path.stat().st_size for path in folder.rglob("*.gradiometer"))
        parts.append(Part(_step(session), rate, _resident_bytes(), size))
        print(f"soak: {parts[-1]}", file=sys.stderr, flush=True)
    late = _touch(window)
    first, last, most = parts[0], parts[-1], max(part.resident for part in parts)
    growth = most / first.resident
    detail = f"{first.resident / 1e6:.0f} MB at step {first.step:,}, {last.resident / 1e6:.0f} MB at {last.step:,}"
    yield _exact("memory over a long run", growth, MEMORY_BUDGET, f"{detail}; at most {most / 1e6:.0f} MB")
    rates = sorted(part.rate for part in parts)
    detail = f"{first.rate:.0f} steps/s in the first part, {last.rate:.0f} in the last, {rates[0]:.0f} in the slowest"
    yield _exact("speed at the end", last.rate / first.rate, SPEED_BUDGET, detail, at_least=True)
    yield _exact("file of a long run, MB", last.file_bytes / 1e6, None, f"{last.file_bytes / last.step:.0f} B a step")
    for when, answers in (("first", early), ("last", late)):
        for kind in KINDS:
            yield time_row(f"{kind} to paint, {when} steps of a long run", answers.seconds[kind], ANSWER_BUDGET_MS)


def _exact(name: str, value: float, budget: float | None, detail: str, *, at_least: bool = False) -> Row:
    figure = Figure(value, value, value)
    return Row(name, figure, "", budget, at_least, judge(figure, budget, at_least=at_least), detail)


def _touch(window: MainWindow) -> Answers:
    """Click, hover, pan and zoom for a while."""
    answers = Answers(window)
    answers.begin()
    spin(1.0)
    answers.forget()
    spin_until(lambda: all(len(seconds) >= _ANSWERS for seconds in answers.seconds.values()))
    answers.end()
    return answers


def _train_to(session: LiveSession, step: int) -> None:
    spin_until(lambda: _step(session) >= step or session.finished is not None, _PATIENCE_S, 0.2)
    assert session.finished is None, session.finished


def _step(session: LiveSession) -> int:
    return session._runner.step


def _resident_bytes() -> int:
    """What the process holds in memory now, as Linux counts it."""
    lines = _STATUS.read_text(encoding="utf-8").splitlines()
    (kib,) = [line.split()[1] for line in lines if line.startswith("VmRSS:")]
    return 1024 * int(kib)
