"""A trial: what changes did to forks of a session, against an untouched control on the same examples."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

_T = (
    *(12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131),
    *(2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042),
)
"""Quantiles of Student's t at 97.5 % for 1, 2, ... degrees of freedom (any table of them)."""
_T_FAR = 2.042
"""Beyond the table: that of 30, which is on the safe side of all that follow."""


class Interval(NamedTuple):
    """A mean, and where it lies with 95 % confidence if the values are normally distributed (Student 1908); NaN limits
    where there is one value alone. mean: NaN or infinite where a value is, and NaN where their sum is beyond float64.
    """

    mean: float
    low: float
    high: float

    @property
    def half(self) -> float:
        """From the mean to either limit."""
        return (self.high - self.low) / 2

    @property
    def is_sure(self) -> bool:
        """Whether 0 lies outside; of a single value that is not known."""
        return self.low > 0 or self.high < 0


def interval(values: Sequence[float]) -> Interval:
    """Of one number a seed."""
    if not values or not all(map(math.isfinite, values)):
        mean = sum(values) if values else math.nan
        return Interval(mean, math.nan, math.nan)
    if len(values) == 1:
        return Interval(values[0], math.nan, math.nan)
    freedom = len(values) - 1
    t = _T[freedom - 1] if freedom <= len(_T) else _T_FAR
    try:
        mean = statistics.fmean(values)
        # Given the mean, Python's stdev would square in float64, which large differences overflow.
        half = t * statistics.stdev(values) / math.sqrt(len(values))
    except OverflowError:
        return Interval(math.nan, math.nan, math.nan)
    return Interval(mean, mean - half, mean + half)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How a branch differs from the control over the steps since the fork, mean and limits over the seeds; all of the
    same length. ratio: log10 of the first layer's weight gradient norm; loss: the difference.
    """

    steps: tuple[int, ...]
    ratio: tuple[Interval, ...]
    loss: tuple[Interval, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """One branch. label, role, remedy: as of its Treatment; changes: in a few words; kinds: how far each goes, in
    effects.EFFECTS.

    A number a seed, over the last tenth of the steps: ratios, log10 of the first layer's weight gradient norm over the
    control's; losses, loss minus the control's. layers: like ratios, of each layer, mean over the seeds. cost: time of
    a step over the control's; holds: whether the finding still holds at the end, a truth a seed, empty where there is
    no finding; errors: a sentence for each seed in which it failed.
    """

    label: str
    role: str
    changes: str
    kinds: tuple[str, ...] = ()
    remedy: str = ""
    ratios: tuple[float, ...] = ()
    losses: tuple[float, ...] = ()
    layers: tuple[float, ...] = ()
    cost: float = math.nan
    holds: tuple[bool, ...] = ()
    errors: tuple[str, ...] = ()
    course: Course = Course(steps=(), ratio=(), loss=())

    @property
    def ratio(self) -> Interval:
        """Decades by which the first layer's gradient norm is above the control's."""
        return interval(self.ratios)

    @property
    def loss(self) -> Interval:
        """By how much the loss is above the control's."""
        return interval(self.losses)


@dataclass(frozen=True, slots=True, kw_only=True)
class NullFork:
    """A fork with no change against the control. coincides: whether all measured numbers, and at the end all weights,
    moments and random states, are the same to the last bit; first: the step of the first difference, -1 where there is
    none; num_steps: how many measured steps were compared; ratio, loss: the largest |log10 ratio| of any layer's norm
    and the largest |difference| of the loss, over all of them.
    """

    coincides: bool
    first: int
    num_steps: int
    ratio: float
    loss: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """number: within the session, from 1; step: of the fork; steps: trained since; seeds: of the order of the examples,
    -1 for the order in which the session itself would have gone on; device: its name; finding: which it shall cure, in
    a few words, empty where none; losses: of the control, a number a seed; control_holds: as `holds` of an arm; arms:
    the branches; null: None where there was none; adopted: label of the branch with which the session went on, else
    empty; group: see treatments.Fork.
    """

    number: int
    step: int
    steps: int
    seeds: tuple[int, ...]
    device: str
    arms: tuple[Arm, ...]
    losses: tuple[float, ...]
    finding: str = ""
    control_holds: tuple[bool, ...] = ()
    null: NullFork | None = None
    adopted: str = ""
    group: str = ""


OWN_ORDER = -1
"""In place of a seed: the order in which the session itself goes on."""
MOST_STEPS, MOST_SEEDS = 100_000, 30
"""Since the fork; orders of the data."""


def agreeing(arm: Arm) -> int:
    """In how many seeds both numbers go the way that their means go."""
    ratio, loss = arm.ratio.mean, arm.loss.mean
    pairs = zip(arm.ratios, arm.losses, strict=True)
    return sum(_same_way(one, ratio) and _same_way(other, loss) for one, other in pairs)


def _same_way(value: float, mean: float) -> bool:
    return (value > 0) == (mean > 0) and (value < 0) == (mean < 0)


def best(arms: Iterable[Arm]) -> Arm | None:
    """The branch with the lowest loss; None where none came through."""
    through = [arm for arm in arms if arm.losses and all(map(math.isfinite, arm.losses))]
    return min(through, key=lambda arm: arm.loss.mean, default=None)
