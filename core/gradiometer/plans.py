"""When to measure, where that is fixed: as another run did, or together with other runs."""

from __future__ import annotations

import math
from collections.abc import Collection

from gradiometer.schedule import Due, Plan


class Fixed:
    """What fixed plans have in common: nothing that is measured changes them."""

    watch_s = watch_share = math.nan

    def note_step(self, step_s: float, routine_s: float) -> None:
        """Told by the trainer."""

    def note_look(self, step: int, look_s: float, step_s: float = 0.0) -> None:
        """Told by the trainer."""

    def space(self, spacing: int) -> None:
        """Told by the recorder."""

    def allow(self, share: float, *, everything: bool = False) -> None:
        """Told by the person."""


class Recorded(Fixed):
    """Measures at the steps at which a recorded run did, so that every number comes out the same again."""

    def __init__(self, looks: Collection[int], counts: Collection[int], measures: Collection[int]):
        self._looks, self._counts, self._measures = looks, counts, measures

    def due(self, step: int, every: int, *, look: bool = False, histogram: bool = False) -> Due:
        return Due(step in self._looks, step in self._counts, step in self._measures)


class Sampled(Fixed):
    """Measures at every so-manieth step from `begin` on, looks at every so-manieth, and measures at every step from
    `closely` on; the last step, `end`, has a look too.
    """

    def __init__(self, begin: int, end: int, *, every: int, look_every: int, closely: int):
        self._begin, self._end = begin, end
        self._every, self._look_every, self._closely = every, look_every, closely

    def due(self, step: int, every: int, *, look: bool = False, histogram: bool = False) -> Due:
        past = step - self._begin
        looks = look or past % self._look_every == 0 or step == self._end
        return Due(looks, False, looks or step >= self._closely or past % self._every == 0)


class Shared:
    """One schedule for runs that go step by step together: what it decides for a step holds for all of them.

    What measuring takes is told by the run that leads, or each would be counted.
    """

    def __init__(self, schedule: Plan):
        self.schedule = schedule
        self._step = -1
        self._due = Due(False, False, False)

    def decide(self, step: int, every: int, *, asked: bool = False, measures: bool = False) -> None:
        """Before any of the runs takes this step. asked: whether a look and a histogram are wanted in any case;
        measures: whether norms are.
        """
        due = self.schedule.due(step, every, look=asked, histogram=asked)
        self._step, self._due = step, due._replace(measures=due.measures or measures)

    def seat(self) -> Seat:
        """The schedule of one run."""
        return Seat(self)

    def due(self, step: int) -> Due:
        assert step == self._step, "a run that went ahead of the others"
        return self._due


class Seat:
    """What one of several runs asks and tells. leads: whether what it tells counts."""

    def __init__(self, shared: Shared):
        self._shared = shared
        self.leads = False

    @property
    def watch_s(self) -> float:
        return self._shared.schedule.watch_s

    @property
    def watch_share(self) -> float:
        return self._shared.schedule.watch_share

    def due(self, step: int, every: int, *, look: bool = False, histogram: bool = False) -> Due:
        return self._shared.due(step)

    def note_step(self, step_s: float, routine_s: float) -> None:
        if self.leads:
            self._shared.schedule.note_step(step_s, routine_s)

    def note_look(self, step: int, look_s: float, step_s: float = 0.0) -> None:
        if self.leads:
            self._shared.schedule.note_look(step, look_s, step_s)

    def space(self, spacing: int) -> None:
        if self.leads:
            self._shared.schedule.space(spacing)

    def allow(self, share: float, *, everything: bool = False) -> None:
        if self.leads:
            self._shared.schedule.allow(share, everything=everything)
