"""When to have a closer look: as often as the budget allows, from what looks and steps were measured to take."""

from __future__ import annotations

import math
from collections import deque

_WARM_UP = 3
"""The first steps all have a look; what these take says little, because much happens for the first time."""
_FIRST_WAIT = 10
_LONGEST = 10_000
_LEAST_SHARE_OF_BUDGET = 0.2
"""What looks may take of the budget even where the norms of every step have used it up."""


class Schedule:
    """share: of the training time that watching may take, norms and histograms included; everything: look at each step.

    watch_s: mean over the steps since the last look but one, what watching took; watch_share: of the steps' whole time.
    """

    def __init__(self, share: float, *, everything: bool = False):
        self.share = share
        self.everything = everything
        self._next = 0
        self._num_steps = 0
        self._steps_s = self._routine_s = 0.0
        self._looks_s: deque[float] = deque(maxlen=5)
        self.watch_s = self.watch_share = math.nan

    def is_due(self, step: int) -> bool:
        """Whether to look at this step."""
        return self.everything or step < _WARM_UP or step >= self._next

    def allow(self, share: float, *, everything: bool = False) -> None:
        """Another budget from now on."""
        self.share, self.everything = share, everything
        self._next = 0

    def note_step(self, step_s: float, routine_s: float) -> None:
        """A step took so long, of which its norms and histogram took so long; no look counts here."""
        self._num_steps += 1
        self._steps_s += step_s
        self._routine_s += routine_s

    def note_look(self, step: int, look_s: float) -> None:
        """A look took so long: decides when the next one is due."""
        if not self._num_steps:
            # What a step takes without a look is not known yet.
            self._next = step + _FIRST_WAIT
            return
        self._looks_s.append(look_s)
        total_s = self._steps_s + look_s
        self.watch_s = (self._routine_s + look_s) / self._num_steps
        self.watch_share = (self._routine_s + look_s) / total_s
        step_s, routine_s = self._steps_s / self._num_steps, self._routine_s / self._num_steps
        plain_s = step_s - routine_s
        spare_s = max(self.share * plain_s - routine_s, _LEAST_SHARE_OF_BUDGET * self.share * plain_s)
        # The least of the last ones: what else the machine does is not ours.
        wait = min(self._looks_s) / spare_s if spare_s > 0 else _LONGEST
        # At least one step between two looks is needed to know what a step takes without.
        self._next = step + min(max(2, math.ceil(wait)), _LONGEST)
        self._forget()

    def _forget(self) -> None:
        self._num_steps = 0
        self._steps_s = self._routine_s = 0.0
