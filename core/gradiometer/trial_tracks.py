"""What forks in lock-step report, turned into the numbers of a trial."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gradiometer.diagnosis import Diagnosis
from gradiometer.layout import Layout
from gradiometer.quantities import TIMED
from gradiometer.reports import Finding, Report, StepReport
from gradiometer.trial import NullFork

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """A fork against the control at the steps that both measured. steps [n]; ratios: log10 of each layer's weight
    gradient norm over the control's [n, num_layers], infinite from or to 0, NaN where it cannot be told; losses [n].
    """

    steps: Floats
    ratios: Floats
    losses: Floats

    def last(self, since: int) -> tuple[float, NDArray[np.float64], float]:
        """Means over the steps from one on: the first layer's ratio, that of each layer, the loss."""
        chosen = self.steps >= since
        if not chosen.any():
            return math.nan, np.full(self.ratios.shape[1], math.nan), math.nan
        with np.errstate(invalid="ignore"):
            ratios = self.ratios[chosen].mean(axis=0)
            loss = float(self.losses[chosen].mean())
        return float(ratios[0]), ratios, loss


class Measured(NamedTuple):
    """What is kept of a step report. norms: of each layer's weight gradient [num_layers]; fingerprint: of all numbers
    but those of clocks: equal where these are, bit by bit.
    """

    loss: float
    norms: Floats
    fingerprint: int


class Track:
    """What one fork measured. layout: of its step reports; diagnosis: judges it, where there is a finding to watch."""

    def __init__(self, layout: Layout, diagnosis: Diagnosis | None = None, finding: Finding | None = None):
        self._norms, self._loss = layout.slice("weight_gradient_norm"), layout.slice("loss")
        self._is_timed = np.zeros(layout.width, bool)
        for name in TIMED & layout.columns.keys():
            self._is_timed[layout.slice(name)] = True
        self._diagnosis, self._finding = diagnosis, finding
        self.num_layers = self._norms.stop - self._norms.start
        self.measured: dict[int, Measured] = {}
        """By step."""

    def take(self, report: Report) -> None:
        """The next report, in order."""
        if isinstance(report, StepReport):
            row = report.values
            fingerprint = hash(row[~self._is_timed].tobytes())
            self.measured[report.step] = Measured(float(row[self._loss][0]), row[self._norms].copy(), fingerprint)
        if self._diagnosis is not None:
            for found in self._diagnosis.take(report):
                self._hear(found)

    @property
    def holds(self) -> bool:
        """Whether the finding holds still."""
        if self._diagnosis is not None:
            for found in [*self._diagnosis.check(), *self._diagnosis.close()]:
                self._hear(found)
        return self._finding is not None and not self._finding.has_ended

    def _hear(self, found: Finding) -> None:
        if self._finding is not None and found.number == self._finding.number:
            self._finding = found

    def last_loss(self, since: int) -> float:
        """The mean loss over the measured steps from one on; NaN where there is none."""
        losses = [each.loss for step, each in self.measured.items() if step >= since]
        return math.fsum(losses) / len(losses) if losses else math.nan

    def values(self, steps: Sequence[int]) -> tuple[Floats, Floats]:
        """Weight gradient norms [n, num_layers] and loss [n] at these steps."""
        found = [self.measured[step] for step in steps]
        return np.stack([each.norms for each in found]), np.array([each.loss for each in found])


def difference(track: Track, control: Track) -> Difference:
    """At the steps that both measured."""
    steps = sorted(track.measured.keys() & control.measured.keys())
    if not steps:
        return Difference(np.empty(0), np.empty((0, track.num_layers)), np.empty(0))
    (norms, losses), (norms_then, losses_then) = track.values(steps), control.values(steps)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = np.log10(norms) - np.log10(norms_then)
    return Difference(np.array(steps, np.float64), ratios, losses - losses_then)


def judge_null(track: Track, control: Track, *, same_state: bool, step: int) -> NullFork:
    """A fork with no change against the control: all steps that both measured, and whether all tensors are the same
    before `step`, at the end.
    """
    found = difference(track, control)
    steps = found.steps.astype(int).tolist()
    differ = [at for at in steps if track.measured[at].fingerprint != control.measured[at].fingerprint]
    # A step that only one of them measured is a difference too.
    differ += sorted(track.measured.keys() ^ control.measured.keys())
    if not same_state:
        differ.append(step)
    first = min(differ, default=-1)
    return NullFork(
        coincides=first < 0,
        first=first,
        num_steps=len(steps),
        ratio=_largest(found.ratios),
        loss=_largest(found.losses),
    )


def _largest(values: Floats) -> float:
    """Of those that are finite."""
    finite = np.abs(values[np.isfinite(values)])
    return float(finite.max(initial=0.0))
