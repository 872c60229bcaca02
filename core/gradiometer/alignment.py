"""How the steps of several sessions stand beside each other. To add a way, add one line to ALIGNMENTS.

A position is where a step stands on the axis that all sessions share: a step, seconds, or steps since a change.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from gradiometer.fields import Choice
from gradiometer.series import Series
from gradiometer.session_file import Session

_MOST_BLOCKS = 256


class Clock(Protocol):
    """Where the steps of one session stand."""

    def positions(self, steps: NDArray[np.float64]) -> NDArray[np.float64]:
        """The position of each step, [num_steps]; both ascend."""

    def step(self, position: float) -> float:
        """The last step at or before a position, measured or not; -1 where there is none."""


@dataclass(frozen=True)
class StepClock:
    """Counts steps from one of them on. origin: the step at 0."""

    origin: int

    def positions(self, steps: NDArray[np.float64]) -> NDArray[np.float64]:
        return steps - self.origin

    def step(self, position: float) -> float:
        return max(math.floor(position + self.origin), -1)


@dataclass(frozen=True)
class TimeClock:
    """The training time at each step, in seconds. series: with the quantity `elapsed`."""

    series: Series

    def positions(self, steps: NDArray[np.float64]) -> NDArray[np.float64]:
        if not len(steps) or not self.series.num_rows:
            return np.full(len(steps), np.nan)
        # As finely as the steps lie; a view has up to two more rows than it is asked for.
        view = self.series.view("elapsed", float(steps[0]), float(steps[-1]), max(len(steps) + 2, _MOST_BLOCKS))
        known, elapsed = view.steps, view.low[:, 0]
        # A block has the time of its first step, so the end of the last one is asked for.
        end = self.series.at(float(steps[-1]), "elapsed")
        assert end is not None
        if end[0] > known[-1]:
            known, elapsed = np.append(known, end[0]), np.append(elapsed, end[1])
        return np.interp(steps, known, elapsed)

    def step(self, position: float) -> float:
        first, last = self.series.span()
        while self.series.num_rows:
            view = self.series.view("elapsed", first, last, _MOST_BLOCKS)
            index = int(np.searchsorted(view.low[:, 0], position, side="right")) - 1
            if index < 0:
                break
            if view.exact:
                return float(view.steps[index])
            # The step lies in this block: look closer.
            first = float(view.steps[index])
            last = float(view.steps[index + 1]) if index + 1 < len(view.steps) else last
        return -1.0


@dataclass(frozen=True)
class Alignment:
    """title: of the choice; axis: what its axis says; tell: a position in words, `step 400`; clock: of a session, from
    its series of steps; None where the session has no place on this axis; lacking: what it then has not.
    """

    title: str
    axis: str
    tell: Callable[[float], str]
    clock: Callable[[Session, Series], Clock | None]
    lacking: str


def _since_change(session: Session, _steps: Series) -> Clock | None:
    return StepClock(session.interventions[0].step) if session.interventions else None


def _tell_change(position: float) -> str:
    side = "after" if position >= 0 else "before"
    return f"{abs(position):,.0f} steps {side} the first change"


ALIGNMENTS: dict[str, Alignment] = {
    "step": Alignment("Step", "step", lambda step: f"step {step:,.0f}", lambda *_: StepClock(0), "steps"),
    "time": Alignment(
        "Training time",
        "training time (s)",
        lambda seconds: f"{seconds:.3g} s of training",
        lambda _session, steps: TimeClock(steps) if steps.num_rows else None,
        "training time",
    ),
    "change": Alignment(
        "Steps since the first change", "steps since the first change", _tell_change, _since_change, "a change"
    ),
}

ALIGNMENT_FIELD = Choice(
    title="Alignment",
    help="What stands beside each other.",
    options={name: alignment.title for name, alignment in ALIGNMENTS.items()},
)
