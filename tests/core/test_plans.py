"""Fixed plans of when to measure, against sets of steps; and one schedule that several runs share."""

import math
from collections import deque

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradiometer.plans import Recorded, Sampled, Shared
from gradiometer.schedule import Due, Schedule
from gradiometer.step_runs import StepRuns

SETS = st.sets(st.integers(0, 40))


@given(SETS, SETS, SETS)
def test_a_recorded_plan_is_its_sets(looks, counts, measures):
    for make in (set, lambda steps: StepRuns.of(sorted(steps))):
        plan = Recorded(make(looks), make(counts), make(measures))
        for step in range(45):
            assert plan.due(step, 3) == Due(step in looks, step in counts, step in measures)


@pytest.mark.parametrize("plan", [Recorded({4}, {4}, {4}), Sampled(4, 9, every=100, look_every=100, closely=100)])
def test_nothing_that_is_told_changes_a_fixed_plan(plan):
    before = [plan.due(step, 3) for step in range(4, 12)]
    for step in range(4, 12):
        plan.note_step(1.0, 0.5)
        plan.note_look(step, 3.0, 4.0)
        plan.space(7)
        plan.allow(0.9, everything=True)
    assert [plan.due(step, 3) for step in range(4, 12)] == before
    assert math.isnan(plan.watch_s)
    assert math.isnan(plan.watch_share)


def test_a_recorded_plan_does_not_listen():
    """Where a look is asked for, as behind a change, the recorded run had it too."""
    plan = Recorded({2}, set(), {2})
    assert plan.due(1, 3, look=True, histogram=True) == Due(False, False, False)


@given(
    begin=st.integers(0, 30),
    steps=st.integers(1, 40),
    every=st.integers(1, 7),
    look_every=st.integers(1, 11),
    closely=st.integers(0, 80),
)
def test_a_sampled_plan(begin, steps, every, look_every, closely):
    end = begin + steps - 1
    plan = Sampled(begin, end, every=every, look_every=look_every, closely=closely)
    looks = {*range(begin, end + 1, look_every), end}
    measures = {*range(begin, end + 1, every), *range(max(begin, closely), end + 1), *looks}
    for step in range(begin, end + 1):
        assert plan.due(step, 1) == Due(step in looks, False, step in measures)
        assert plan.due(step, 1, look=True) == Due(True, False, True)
        assert plan.due(step, 1, histogram=True).counts is False


class Noting:
    """A plan that notes what it is told and asked."""

    watch_s, watch_share = 0.25, 0.5

    def __init__(self):
        self.told = []
        self.answers = deque([Due(False, True, False), Due(True, False, True)])

    def due(self, step, every, *, look=False, histogram=False):
        self.told.append(("due", step, every, look, histogram))
        return self.answers[step % 2]

    def note_step(self, step_s, routine_s):
        self.told.append(("step", step_s, routine_s))

    def note_look(self, step, look_s, step_s=0.0):
        self.told.append(("look", step, look_s, step_s))

    def space(self, spacing):
        self.told.append(("space", spacing))

    def allow(self, share, *, everything=False):
        self.told.append(("allow", share, everything))


def test_a_shared_plan_is_asked_once_a_step_and_answers_all():
    noting = Noting()
    shared = Shared(noting)
    seats = [shared.seat() for _ in range(3)]
    shared.decide(4, 5)
    assert [seat.due(4, 99, look=True, histogram=True) for seat in seats] == [Due(False, True, False)] * 3
    shared.decide(5, 5, asked=True)
    assert [seat.due(5, 99) for seat in seats] == [Due(True, False, True)] * 3
    assert noting.told == [("due", 4, 5, False, False), ("due", 5, 5, True, True)]
    shared.decide(6, 5, measures=True)
    assert seats[0].due(6, 5) == Due(False, True, True)
    assert (seats[1].watch_s, seats[1].watch_share) == (0.25, 0.5)


def test_only_who_leads_is_heard():
    noting = Noting()
    shared = Shared(noting)
    first, second = shared.seat(), shared.seat()
    for seat in (first, second):
        seat.note_step(1.0, 0.5)
        seat.note_look(3, 0.1, 0.2)
        seat.space(4)
        seat.allow(0.3, everything=True)
    assert noting.told == []
    second.leads = True
    for number, seat in enumerate((first, second)):
        seat.note_step(number, 0.5)
        seat.note_look(number, 0.1, 0.2)
        seat.space(number)
        seat.allow(number, everything=True)
    assert noting.told == [("step", 1, 0.5), ("look", 1, 0.1, 0.2), ("space", 1), ("allow", 1, True)]


def test_a_run_that_went_ahead_is_noticed():
    shared = Shared(Schedule(0.05))
    seat = shared.seat()
    shared.decide(0, 5)
    with pytest.raises(AssertionError, match="ahead"):
        seat.due(1, 5)
