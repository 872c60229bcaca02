"""The arithmetic of the benchmark: rates in pairs, medians with intervals, and whether a budget is met."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

# An interval that holds the budget and is wider than this share of it says nothing.
WIDEST = 0.1
_RESAMPLES = 4000
_SETTLE_S = 0.25
_HOLD_S = 0.05
_PATIENCE_S = 120.0
# A peer may make eight steps a second where the bare loop makes six hundred: then a turn takes longer.
_FEWEST_STEPS = 20
_MOST_TIMES_LONGER = 8

Statistic = Callable[[np.ndarray], np.ndarray]
"""Reduces the last axis."""


@dataclass(frozen=True)
class Figure:
    """A measured value with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Row:
    """One line of the table.

    budget: the limit, or None where the figure is only for information; at_least: on which side of it we must stay.
    """

    name: str
    figure: Figure
    unit: str = ""
    budget: float | None = None
    at_least: bool = True
    verdict: str = ""
    detail: str = ""


class Trainee(Protocol):
    """A thread that trains while it is told to. step: updates made so far."""

    @property
    def step(self) -> int: ...

    @property
    def ident(self) -> int | None: ...

    def play(self) -> None: ...

    def pause(self) -> None: ...


class Rate(NamedTuple):
    """Steps per second by the clock, and per second that the thread had a core (NaN where the system cannot say).

    The second hardly depends on what else the machine does, but says nothing of waiting for the interpreter lock.
    """

    by_clock: float
    by_cpu: float


def median(samples: np.ndarray) -> np.ndarray:
    """Of the last axis."""
    return np.median(samples, axis=-1)


def percentile_95(samples: np.ndarray) -> np.ndarray:
    """Of the last axis."""
    return np.percentile(samples, 95, axis=-1)


def estimate(samples: Sequence[float], statistic: Statistic = median) -> Figure:
    """A statistic with its 95 % interval: bootstrap, percentiles of what resampling gives. The same each time."""
    values = np.asarray(samples, dtype=np.float64)
    if not len(values):
        return Figure(float("nan"), float("nan"), float("nan"))
    drawn = np.random.default_rng(0).integers(len(values), size=(_RESAMPLES, len(values)))
    low, high = np.percentile(statistic(values[drawn]), [2.5, 97.5])
    return Figure(float(statistic(values)), float(low), float(high))


def judge(figure: Figure, budget: float | None, *, at_least: bool) -> str:
    """`met` where the interval does not exclude the budget, unless it is too wide to say anything."""
    if budget is None:
        return ""
    if not np.isfinite([figure.low, figure.high]).all():
        return "inconclusive" if np.isnan(figure.value) else "not met"
    surely = figure.low >= budget if at_least else figure.high <= budget
    never = figure.high < budget if at_least else figure.low > budget
    if surely or never:
        return "met" if surely else "not met"
    return "inconclusive" if figure.high - figure.low > WIDEST * budget else "met"


def judged(
    name: str,
    samples: Sequence[float],
    budget: float | None,
    *,
    at_least: bool,
    unit: str = "",
    detail: str = "",
    statistic: Statistic = median,
    worst: float | None = None,
) -> Row:
    """A row of the table. worst: what no sample may exceed, whatever the interval says."""
    figure = estimate(samples, statistic)
    verdict = judge(figure, budget, at_least=at_least)
    if worst is not None and len(samples) and max(samples) > worst:
        verdict = "not met"
    return Row(name, figure, unit, budget, at_least, verdict, detail)


def wait_for_steps(trainee: Trainee, wait: Callable[[float], None], more: int = 30) -> None:
    """Let a trainee get going: imports, data, the first steps. Raises RuntimeError where it does not."""
    begun, goal = time.monotonic(), trainee.step + more
    trainee.play()
    while trainee.step < goal:
        if time.monotonic() - begun > _PATIENCE_S:
            raise RuntimeError(f"no {more} steps within {_PATIENCE_S:.0f} s")
        wait(0.02)
    trainee.pause()
    wait(_SETTLE_S)


def cpu_seconds(trainee: Trainee) -> float:
    """How long its thread has had a core."""
    if trainee.ident is None or not hasattr(time, "pthread_getcpuclockid"):
        return float("nan")
    return time.clock_gettime(time.pthread_getcpuclockid(trainee.ident))


def rate(trainee: Trainee, seconds: float, wait: Callable[[float], None]) -> Rate:
    """How fast it trains over some seconds in the midst of training; before and afterwards it is held.

    Where a trainee is slow, over more seconds. Raises RuntimeError where it makes no step at all.
    """
    trainee.play()
    wait(_SETTLE_S)
    first, begun, begun_cpu = trainee.step, time.perf_counter(), cpu_seconds(trainee)
    wait(seconds)
    while trainee.step - first < _FEWEST_STEPS and time.perf_counter() - begun < _MOST_TIMES_LONGER * seconds:
        wait(seconds / 4)
    last, ended, ended_cpu = trainee.step, time.perf_counter(), cpu_seconds(trainee)
    trainee.pause()
    wait(_HOLD_S)
    num_steps = last - first
    if not num_steps:
        raise RuntimeError(f"no step within {ended - begun:.1f} s")
    return Rate(num_steps / (ended - begun), num_steps / (ended_cpu - begun_cpu))


def rates_in_pairs(
    one: Trainee,
    other: Trainee,
    pairs: int,
    seconds: float,
    wait: Callable[[float], None] = time.sleep,
    warm_up: int = 30,
) -> list[tuple[Rate, Rate]]:
    """Rates of two trainees in turns; every other pair in reverse order, so that a drift of the machine cancels.

    warm_up: steps that both make before, which are not counted.
    """
    for trainee in (one, other):
        wait_for_steps(trainee, wait, warm_up)
    measured = []
    for pair in range(pairs):
        if pair % 2 == 0:
            first = rate(one, seconds, wait)
            measured.append((first, rate(other, seconds, wait)))
        else:
            first = rate(other, seconds, wait)
            measured.append((rate(one, seconds, wait), first))
    return measured


def ratio_row(name: str, rates: Sequence[tuple[Rate, Rate]], budget: float | None) -> Row:
    """A row from pairs (ours, theirs)."""
    ours, theirs = (np.median([pair[side].by_clock for pair in rates]) for side in (0, 1))
    detail = f"{ours:.0f} of {theirs:.0f} steps/s, {len(rates)} pairs"
    by_cpu = np.median([a.by_cpu / b.by_cpu for a, b in rates])
    if np.isfinite(by_cpu):
        detail += f"; by CPU time {by_cpu:.2f}"
    return judged(name, [a.by_clock / b.by_clock for a, b in rates], budget, at_least=True, detail=detail)


def time_row(
    name: str,
    seconds: Sequence[float],
    budget_ms: float,
    *,
    worst_ms: float | None = None,
    statistic: Statistic = percentile_95,
) -> Row:
    """A row from times: by default their 95th percentile, in ms."""
    ms = 1000 * np.array(seconds)
    detail = f"n {len(ms)}"
    if len(ms):
        detail += f", p50 {np.median(ms):.0f}, max {ms.max():.0f}"
    if worst_ms is not None:
        detail += f" (<= {worst_ms:.0f})"
    return judged(
        name,
        ms.tolist(),
        budget_ms,
        at_least=False,
        unit="ms",
        detail=detail,
        statistic=statistic,
        worst=worst_ms,
    )
