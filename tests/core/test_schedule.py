"""When there is a closer look, on a clock that the tests turn."""

import math
from itertools import pairwise

import pytest

from gradiometer.schedule import Schedule


def run(schedule: Schedule, num_steps: int, *, step_s: float, routine_s: float, look_s: float) -> list[int]:
    """The steps with a look."""
    looks = []
    for step in range(num_steps):
        if schedule.is_due(step):
            looks.append(step)
            schedule.note_look(step, look_s)
        else:
            schedule.note_step(step_s, routine_s)
    return looks


@pytest.mark.parametrize("share", [0.01, 0.05, 0.2])
@pytest.mark.parametrize("look_s", [1e-5, 1e-3, 0.02])
def test_looks_and_norms_together_keep_to_the_budget(share, look_s):
    num_steps, step_s, routine_s = 50_000, 1e-3, 4e-6
    looks = run(Schedule(share), num_steps, step_s=step_s, routine_s=routine_s, look_s=look_s)
    spent = len(looks) * look_s + num_steps * routine_s
    assert spent <= 1.1 * share * num_steps * step_s + 5 * look_s
    gaps = {after - before for before, after in pairwise(looks[5:])}
    assert len(gaps) == 1
    # As often as the budget allows, and at most every other step.
    (gap,) = gaps
    allowed = look_s / (share * (step_s - routine_s) - routine_s)
    assert gap == max(2, math.ceil(allowed))


def test_where_norms_use_the_budget_up_looks_have_a_fifth_of_it():
    looks = run(Schedule(0.05), 20_000, step_s=1e-3, routine_s=2e-4, look_s=1e-3)
    assert looks[6] - looks[5] == math.ceil(1e-3 / (0.2 * 0.05 * 8e-4))


def test_no_budget_no_looks_but_the_first():
    assert run(Schedule(0.0), 5000, step_s=1e-3, routine_s=1e-5, look_s=1e-3) == [0, 1, 2, 12]


def test_everything():
    assert run(Schedule(0.05, everything=True), 50, step_s=1e-3, routine_s=1e-5, look_s=1e-3) == list(range(50))


def test_another_budget_holds_from_the_next_look_on():
    schedule = Schedule(0.05)
    run(schedule, 500, step_s=1e-3, routine_s=0.0, look_s=1e-3)
    schedule.allow(0.2)
    assert schedule.is_due(500)
    looks = run_on(schedule, 500, 400)
    assert looks[0] == 0
    assert looks[5] - looks[4] == 6
    schedule.allow(0.05, everything=True)
    assert run_on(schedule, 900, 10) == list(range(10))


def test_the_first_looks_take_long_and_are_not_counted():
    schedule = Schedule(0.05)
    for step in range(3):
        assert schedule.is_due(step)
        schedule.note_look(step, 5.0)
    looks = [step + 3 for step in run_on(schedule, 3, 3000)]
    assert len(looks) > 50


def run_on(schedule: Schedule, first: int, num_steps: int) -> list[int]:
    looks = []
    for step in range(first, first + num_steps):
        if schedule.is_due(step):
            looks.append(step - first)
            schedule.note_look(step, 1e-3)
        else:
            schedule.note_step(1e-3, 1e-6)
    return looks


def test_the_cost_is_what_was_spent():
    schedule = Schedule(0.05)
    assert math.isnan(schedule.watch_share)
    run(schedule, 400, step_s=1e-3, routine_s=1e-5, look_s=2e-3)
    # Between two looks: gap - 1 plain steps.
    gap = math.ceil(2e-3 / (0.05 * 9.9e-4 - 1e-5))
    spent = (gap - 1) * 1e-5 + 2e-3
    assert schedule.watch_s == pytest.approx(spent / (gap - 1))
    assert schedule.watch_share == pytest.approx(spent / ((gap - 1) * 1e-3 + 2e-3))
