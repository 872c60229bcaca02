"""When to measure norms and when to have a closer look: as often as the budget allows, from what these and the steps
themselves were measured to take.
"""

from __future__ import annotations

import math
from collections import deque
from statistics import median
from typing import NamedTuple, Protocol

_WARM_UP = 3
"""The first steps all have a look; what these take says little, because much happens for the first time."""
_FIRST_WAIT = 10
_LONGEST = 10_000
NEVER = 10**15
"""So far apart that nothing is measured."""
_LEAST_SHARE_OF_BUDGET = 0.2
"""What looks may take of the budget even where norms would use it up; norms have the rest."""
_FARTHEST_NORMS = 100
_REMEMBERED, _ENOUGH = 101, 20
_SLACK = 1.2
"""How far what norms take may drift before their rhythm changes."""


class Due(NamedTuple):
    """What is to be done at a step. looks: have a closer look; counts: count a histogram of the gradient; measures:
    take the norms.
    """

    looks: bool
    counts: bool
    measures: bool


class Plan(Protocol):
    """What a trainer asks when to measure, and tells what that took."""

    @property
    def watch_s(self) -> float: ...
    @property
    def watch_share(self) -> float: ...

    def due(self, step: int, every: int, *, look: bool = False, histogram: bool = False) -> Due:
        """every: steps from one histogram to the next; look, histogram: whether one is asked for in any case."""

    def note_step(self, step_s: float, routine_s: float) -> None: ...
    def note_look(self, step: int, look_s: float, step_s: float = 0.0) -> None: ...
    def space(self, spacing: int) -> None: ...
    def allow(self, share: float, *, everything: bool = False) -> None: ...


class Schedule:
    """share: of the training time that watching may take, norms and histograms included; everything: all at each step;
    norms_every: steps from one measurement of the norms to the next, 0 for as often as the budget allows.

    watch_s: mean over the steps since the last look but one, what watching took; watch_share: of the steps' whole time.
    """

    def __init__(self, share: float, *, everything: bool = False, norms_every: int = 1):
        self.share = share
        self.everything = everything
        self._is_fixed = norms_every > 0
        # To begin with every other step, so that steps with and without norms can be compared.
        self._every = norms_every if self._is_fixed else 2
        self._is_settled = False
        self._next = 0
        self._num_steps = self._num_measured = 0
        self._steps_s = self._routine_s = 0.0
        self._looks_s: deque[float] = deque(maxlen=5)
        # The last steps: without what norms were seen to take, with norms, and those without.
        self._own_s: deque[float] = deque(maxlen=_REMEMBERED)
        self._with_norms_s: deque[float] = deque(maxlen=_REMEMBERED)
        self._without_s: deque[float] = deque(maxlen=_REMEMBERED)
        self.watch_s = self.watch_share = math.nan
        self.spacing = 1
        """Of all that would be measured, every so-manieth is."""

    def due(self, step: int, every: int, *, look: bool = False, histogram: bool = False) -> Due:
        """What to do at a step. every: steps from one histogram to the next; look, histogram: asked for in any case."""
        looks = look or self.is_due(step)
        counts = histogram or self.counts(step, every)
        return Due(looks, counts, looks or counts or self.measures(step))

    def is_due(self, step: int) -> bool:
        """Whether to look at this step."""
        return self._takes_everything(step) or step < _WARM_UP or step >= self._next

    def measures(self, step: int) -> bool:
        """Whether to measure the norms at this step; where there is a look they are measured too."""
        return self._takes_everything(step) or step % (self._every * self.spacing) == 0

    def counts(self, step: int, every: int) -> bool:
        """Whether to count a histogram at this step, where one is due at every so-manieth."""
        return self._takes_everything(step) or step % (every * self.spacing) == 0

    def _takes_everything(self, step: int) -> bool:
        return self.everything and step % self.spacing == 0

    def space(self, spacing: int) -> None:
        """Of all that would be measured, measure every so-manieth from now on."""
        if spacing < self.spacing:
            self._next = 0
        self.spacing = spacing

    def allow(self, share: float, *, everything: bool = False) -> None:
        """Another budget from now on."""
        self.share, self.everything = share, everything
        self._next = 0

    def note_step(self, step_s: float, routine_s: float) -> None:
        """A step took so long, of which its norms and histogram took so long, 0 where there were none; no look."""
        self._num_steps += 1
        self._num_measured += routine_s > 0
        self._steps_s += step_s
        self._routine_s += routine_s
        self._own_s.append(step_s - routine_s)
        (self._with_norms_s if routine_s > 0 else self._without_s).append(step_s)

    def note_look(self, step: int, look_s: float, step_s: float = 0.0) -> None:
        """A look took so long, and its whole step: decides when the next one is due."""
        if not self._num_steps:
            # What a step takes without a look is not known yet.
            self._next = step + self.spacing * _FIRST_WAIT
            return
        plain_s, norms_s = self._costs()
        # Listening to a pass slows the pass itself, which no clock of ours sees.
        look_s = max(look_s, step_s - plain_s)
        self._looks_s.append(look_s)
        spent_s = norms_s * self._num_measured + look_s
        self.watch_s = spent_s / self._num_steps
        self.watch_share = spent_s / max(self._steps_s + look_s, spent_s)
        self._space_norms(norms_s, (1 - _LEAST_SHARE_OF_BUDGET) * self.share * plain_s)
        left_s = self.share * plain_s - norms_s / self._every
        spare_s = max(left_s, _LEAST_SHARE_OF_BUDGET * self.share * plain_s)
        # The least of the last ones: what else the machine does is not ours.
        wait = min(self._looks_s) / spare_s if spare_s > 0 else _LONGEST
        # At least one step between two looks is needed to know what a step takes without.
        self._next = step + self.spacing * min(max(2, math.ceil(wait)), _LONGEST)
        self._num_steps = self._num_measured = 0
        self._steps_s = self._routine_s = 0.0

    def _costs(self) -> tuple[float, float]:
        """What a step takes by itself, and what its norms take: at least what was seen to pass meanwhile, and what
        steps with them take longer than steps without, because code that comes in between slows what follows.

        Medians, because a loop of the user's own may validate between two steps.
        """
        norms_s = self._routine_s / self._num_measured if self._num_measured else 0.0
        if len(self._without_s) < _ENOUGH or len(self._with_norms_s) < _ENOUGH:
            return median(self._own_s), norms_s
        plain_s = median(self._without_s)
        return plain_s, max(norms_s, median(self._with_norms_s) - plain_s)

    def _space_norms(self, norms_s: float, allowed_s: float) -> None:
        """Measure norms that take so long as often as they may take of a step."""
        if self._is_fixed:
            return
        is_dear = norms_s > _SLACK * allowed_s * self._every
        is_cheap = _SLACK * norms_s < allowed_s * (self._every - 1)
        if is_dear or is_cheap or not self._is_settled:
            self._is_settled = True
            wanted = norms_s / allowed_s if allowed_s > 0 else _FARTHEST_NORMS
            self._every = min(max(1, math.ceil(wanted - 1e-9)), _FARTHEST_NORMS)
