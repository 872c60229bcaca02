"""When there is a closer look, on a clock that the tests turn."""

import math
from itertools import pairwise

import pytest

from gradiometer.schedule import NEVER, Schedule


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


def run_with_norms(schedule: Schedule, num_steps: int, *, plain_s: float, norms_s: float, look_s: float) -> list[int]:
    """The steps at which norms were measured without a look."""
    measured = []
    for step in range(num_steps):
        if schedule.is_due(step):
            schedule.note_look(step, look_s)
        elif schedule.measures(step):
            measured.append(step)
            schedule.note_step(plain_s + norms_s, norms_s)
        else:
            schedule.note_step(plain_s, 0.0)
    return measured


@pytest.mark.parametrize("share", [0.02, 0.05, 0.2])
@pytest.mark.parametrize("norms_s", [1e-6, 3e-5, 1.5e-4])
def test_norms_that_are_dear_are_measured_less_often(share, norms_s):
    """They have four fifths of the budget, and are measured as often as that allows, in a steady rhythm."""
    plain_s = 1e-3
    schedule = Schedule(share, norms_every=0)
    measured = run_with_norms(schedule, 40_000, plain_s=plain_s, norms_s=norms_s, look_s=1e-3)
    allowed_s = 0.8 * share * plain_s
    late = [step for step in measured if step > 20_000]
    (apart,) = {after - before for before, after in pairwise(late)} - {2 * max(1, math.ceil(norms_s / allowed_s))}
    assert apart == max(1, math.ceil(norms_s / allowed_s))
    assert norms_s / apart <= 1.001 * allowed_s
    assert schedule.watch_share <= 1.1 * share


def test_norms_at_a_rhythm_of_ones_own():
    schedule = Schedule(0.05, norms_every=7)
    measured = run_with_norms(schedule, 5000, plain_s=1e-3, norms_s=1e-3, look_s=1e-3)
    assert all(step % 7 == 0 for step in measured)
    assert len(measured) > 600
    schedule.allow(0.05, everything=True)
    assert schedule.measures(5001)


def test_norms_without_any_budget():
    measured = run_with_norms(Schedule(0.0, norms_every=0), 2000, plain_s=1e-3, norms_s=1e-5, look_s=1e-3)
    assert [step for step in measured if step > 12] == list(range(100, 2000, 100))


def test_what_norms_take_may_drift_without_another_rhythm():
    schedule = Schedule(0.05, norms_every=0)
    apart = set()
    for norms_s in (1.9e-4, 1.7e-4, 2.1e-4, 1.8e-4):
        measured = run_with_norms(schedule, 2000, plain_s=1e-3, norms_s=norms_s, look_s=1e-3)
        schedule.allow(0.05)
        apart |= {after - before for before, after in pairwise(measured[100:])}
    assert apart <= {5, 10}
    # Twice as dear is no drift.
    run_with_norms(schedule, 200, plain_s=1e-3, norms_s=5e-4, look_s=1e-3)
    assert [step for step in range(100, 160) if schedule.measures(step)] == list(range(104, 160, 13))


def test_a_pause_between_two_steps_is_no_reason_to_look_more_often():
    calm, paused = (Schedule(0.05, norms_every=0) for _ in range(2))
    for schedule, pause_s in ((calm, 0.0), (paused, 30.0)):
        for step in range(400):
            if schedule.is_due(step):
                schedule.note_look(step, 1e-3)
            else:
                norms_s = 1e-4 if schedule.measures(step) else 0.0
                schedule.note_step(1e-3 + norms_s + (pause_s if step % 100 == 50 else 0.0), norms_s)
    assert [step for step in range(400, 3000) if calm.is_due(step)] == [s for s in range(400, 3000) if paused.is_due(s)]
    assert [step for step in range(400, 500) if calm.measures(step)] == [
        s for s in range(400, 500) if paused.measures(s)
    ]


def test_what_norms_and_looks_take_besides():
    """Norms that make their step slower than their own time says, and looks that slow the pass that they listen to."""
    schedule = Schedule(0.05, norms_every=0)
    looks = []
    for step in range(60_000):
        if schedule.is_due(step):
            looks.append(step)
            schedule.note_look(step, 1e-3, 1e-3 + 4e-3)
        elif schedule.measures(step):
            schedule.note_step(1e-3 + 2e-4, 5e-5)
        else:
            schedule.note_step(1e-3, 0.0)
    # 200 us of norms, and not 50, have four fifths of 50 us a step; 4 ms of a look, and not 1, what is left.
    assert [step for step in range(60_000, 60_100) if schedule.measures(step)] == list(range(60_000, 60_100, 5))
    assert looks[-1] - looks[-2] == pytest.approx(4e-3 / (0.2 * 5e-5), rel=0.1)
    assert schedule.watch_share == pytest.approx(0.05, rel=0.1)


def test_everything_farther_apart_and_back():
    schedule = Schedule(0.05, everything=True)
    schedule.space(3)
    schedule.note_step(0.001, 0.0)
    schedule.note_look(8, 1.0, 1.0)
    assert [step for step in range(9, 20) if schedule.is_due(step)] == [9, 12, 15, 18]
    assert [step for step in range(9, 20) if schedule.measures(step)] == [9, 12, 15, 18]
    assert [step for step in range(9, 20) if schedule.counts(step, 5)] == [9, 12, 15, 18]
    plain = Schedule(0.05, norms_every=2)
    for step in range(3):
        plain.note_look(step, 0.001)
    plain.space(4)
    assert [step for step in range(10, 30) if plain.measures(step)] == [16, 24]
    assert [step for step in range(10, 50) if plain.counts(step, 10)] == [40]


def test_a_look_that_was_far_away_is_near_again():
    schedule = Schedule(0.05)
    schedule.space(NEVER)
    schedule.note_step(0.001, 0.0)
    schedule.note_look(5, 0.001, 0.002)
    assert not any(schedule.is_due(step) for step in range(6, 10**6, 999))
    schedule.space(1)
    assert schedule.is_due(6)
