"""What a trial says, against runs that were trained by hand, one after the other."""

import dataclasses
import math

import numpy as np
import pytest
import torch

from bit_by_bit import TINY, settings, through_a_file, train
from gradiometer.batches import order_of
from gradiometer.layout import Layout
from gradiometer.lockstep import Lockstep
from gradiometer.reports import StepReport
from gradiometer.settings import Change, Reinitialize
from gradiometer.snapshot import State
from gradiometer.trainer import Trainer
from gradiometer.treatments import BRANCH, Fork, Treatment, line_up
from gradiometer.trial import OWN_ORDER, Trial
from gradiometer.trial_run import SeedOutcome, Trying, assemble, reordered, run_seed
from recorded import some_finding

pytestmark = pytest.mark.usefixtures("few_digits")

BEFORE, STEPS = 6, 30
SLOW = settings(learning_rate=0.01)
HE = (settings(activation="relu", learning_rate=0.02), Reinitialize(scheme="he", seed=2))
BRANCHES = (Treatment(BRANCH, "slow", (SLOW,)), Treatment(BRANCH, "ReLU + He", HE))
EXPERIMENT = dataclasses.replace(TINY, settings=settings(), num_train=160)
CPU = torch.device("cpu")


@pytest.fixture(name="begun")
def _begun(few_digits: object) -> tuple[Trainer, State]:
    torch.manual_seed(3)
    trainer = Trainer(EXPERIMENT)
    train(trainer, BEFORE)
    return trainer, through_a_file(trainer)


def trying(seeds: tuple[int, ...] = (OWN_ORDER,), **others: object) -> Trying:
    fork = Fork("g", "a.gradiometer", "id", BEFORE, EXPERIMENT.settings)
    values = {"treatments": line_up(BRANCHES, null=True), "steps": STEPS, "seeds": seeds, **others}
    return Trying(experiment=EXPERIMENT, fork=fork, **values)


def by_hand(state: State, seed: int, changes: tuple[Change, ...]) -> dict[int, np.ndarray]:
    """Rows of a run from a state, in the order of a seed, all by itself."""
    if seed != OWN_ORDER:
        batches = {"generator": order_of(seed).get_state(), "has_order": False, "position": 0}
        state = {**state, "batches": batches}
    trainer = Trainer(EXPERIMENT, state=state)
    trainer.letterbox.extend(changes)
    return {report.step: report.values for report in train(trainer, STEPS) if isinstance(report, StepReport)}


def expected(layout: Layout, state: State, seed: int, changes: tuple[Change, ...]) -> tuple[float, float]:
    """log10 of the first layer's norm over the control's, and the difference of the loss: means over the last tenth."""
    mine, control = by_hand(state, seed, changes), by_hand(state, seed, ())
    first, loss = layout.slice("weight_gradient_norm").start, layout.slice("loss").start
    last = range(BEFORE + STEPS - STEPS // 10, BEFORE + STEPS)
    ratios = [math.log10(mine[step][first]) - math.log10(control[step][first]) for step in last]
    return float(np.mean(ratios)), float(np.mean([mine[step][loss] - control[step][loss] for step in last]))


def made(begun: tuple[Trainer, State], seeds: tuple[int, ...], **others: object) -> tuple[Trial, list[SeedOutcome]]:
    trainer, state = begun
    asked = trying(seeds, **others)
    outcomes = [run_seed(asked, seed, state, trainer.prepared) for seed in seeds]
    assert None not in outcomes
    return assemble(asked, 4, outcomes, CPU), outcomes


def test_every_seed_is_what_runs_trained_one_by_one_say(begun):
    trainer, state = begun
    seeds = (OWN_ORDER, 1, 2)
    trial, _outcomes = made(begun, seeds)
    assert (trial.number, trial.step, trial.steps, trial.seeds, trial.device) == (4, BEFORE, STEPS, seeds, "CPU")
    for arm, branch in zip(trial.arms, BRANCHES, strict=True):
        wanted = [expected(trainer.layout, state, seed, branch.changes) for seed in seeds]
        # Norms of steps that are measured together are right to 3e-6.
        np.testing.assert_allclose(arm.ratios, [ratio for ratio, _loss in wanted], rtol=1e-5, atol=3e-6)
        np.testing.assert_allclose(arm.losses, [loss for _ratio, loss in wanted], rtol=1e-9, atol=1e-12)
        assert len(set(arm.ratios)) == len(seeds)
        assert arm.layers[0] == pytest.approx(np.mean(arm.ratios))
        assert len(arm.layers) == len(EXPERIMENT.layers)
        assert arm.cost > 0
        assert arm.errors == ()
    assert [arm.label for arm in trial.arms] == ["slow", "ReLU + He"]
    assert [arm.kinds for arm in trial.arms] == [("exact",), ("immediate", "destructive")]
    assert [arm.changes for arm in trial.arms] == ["rate 0.01", "ReLU, rate 0.02, He"]


def test_the_null_fork_coincides(begun):
    trial, _outcomes = made(begun, (OWN_ORDER, 1))
    assert trial.null is not None
    assert trial.null == type(trial.null)(coincides=True, first=-1, num_steps=trial.null.num_steps, ratio=0.0, loss=0.0)
    assert trial.null.num_steps == 2 * STEPS


def test_a_null_fork_that_does_not_coincide_is_told(begun, monkeypatch):
    """One of its weights is moved on the way."""
    trainer, state = begun
    asked = trying()
    turn = Lockstep.turn

    def sabotaged(forks: Lockstep, **how: bool):
        null = forks.members[-1].trainer
        if null.step == BEFORE + 10:
            with torch.no_grad():
                weight = null.network.layers[1].weight
                weight[0, 0] += 1e-3
        return turn(forks, **how)

    monkeypatch.setattr(Lockstep, "turn", sabotaged)
    outcome = run_seed(asked, OWN_ORDER, state, trainer.prepared)
    null = assemble(asked, 1, [outcome], CPU).null
    assert null is not None
    assert not null.coincides
    assert null.first == BEFORE + 10
    assert 0 < null.ratio < 0.1
    assert 0 < null.loss < 0.1


def test_a_null_fork_whose_weights_alone_differ_is_told_at_the_end(begun, monkeypatch):
    """In the last step's update, of which no measured number knows."""
    trainer, state = begun
    asked = trying()
    flush = Lockstep.flush

    def sabotaged(forks: Lockstep):
        with torch.no_grad():
            forks.members[-1].trainer.network.layers[0].weight[0, 0].add_(1.0)
        return flush(forks)

    monkeypatch.setattr(Lockstep, "flush", sabotaged)
    outcome = run_seed(asked, OWN_ORDER, state, trainer.prepared)
    null = assemble(asked, 1, [outcome], CPU).null
    assert (null.coincides, null.first, null.ratio, null.loss) == (False, BEFORE + STEPS, 0.0, 0.0)


def test_a_branch_that_fails_is_told_and_counts_for_nothing(begun, monkeypatch):
    trainer, state = begun
    asked = trying()
    turn = Lockstep.turn

    def broken(forks: Lockstep, **how: bool):
        if forks.step == BEFORE + 5:
            forks.members[1].trainer._backward = None  # type: ignore[method-assign, assignment]
        return turn(forks, **how)

    monkeypatch.setattr(Lockstep, "turn", broken)
    trial = assemble(asked, 1, [run_seed(asked, OWN_ORDER, state, trainer.prepared)], CPU)
    assert trial.arms[0].ratios == ()
    assert trial.arms[0].errors[0].startswith(f"This branch stopped at step {BEFORE + 5}: ")
    assert len(trial.arms[1].ratios) == 1
    assert trial.null is not None


def test_whoever_wants_to_stop_does(begun):
    trainer, state = begun
    left = iter([True] * 5)
    assert run_seed(trying(), OWN_ORDER, state, trainer.prepared, proceed=lambda: next(left, False)) is None


def test_the_course_is_that_of_all_seeds(begun):
    trial, outcomes = made(begun, (OWN_ORDER, 1, 2))
    for place, arm in enumerate(trial.arms, start=1):
        course = arm.course
        assert course.steps == tuple(range(BEFORE, BEFORE + STEPS))
        for index, step in enumerate(course.steps):
            rows = [each.differences[place] for each in outcomes]
            at = [np.flatnonzero(row.steps == step)[0] for row in rows]
            ratios = [row.ratios[index, 0] for row, index in zip(rows, at, strict=True)]
            assert course.ratio[index].mean == pytest.approx(np.mean(ratios))
            half = 4.303 * np.std(ratios, ddof=1) / math.sqrt(3)
            assert course.ratio[index].high == pytest.approx(np.mean(ratios) + half)
            losses = [row.losses[index] for row, index in zip(rows, at, strict=True)]
            assert course.loss[index].mean == pytest.approx(np.mean(losses))


def test_whether_the_finding_is_gone(begun):
    """It is judged by its own rule in every fork: frozen gradients of the control against a branch that learns."""
    finding = dataclasses.replace(some_finding(1), rule_set="gradiometer")
    trial, _outcomes = made(begun, (OWN_ORDER,), finding=finding, because="a finding")
    assert trial.finding == "a finding"
    assert len(trial.control_holds) == 1
    assert all(len(arm.holds) == 1 for arm in trial.arms)


def test_another_order_draws_other_examples_and_the_same_one_twice_the_same(begun):
    _trainer, state = begun
    one, again, other = reordered(state, 1), reordered(state, 1), reordered(state, 2)
    assert torch.equal(one["batches"]["generator"], again["batches"]["generator"])
    assert not torch.equal(one["batches"]["generator"], other["batches"]["generator"])
    assert torch.equal(one["random"]["cpu"], again["random"]["cpu"])
    assert not torch.equal(one["random"]["cpu"], other["random"]["cpu"])
    for key in ("network", "optimizer", "settings", "step"):
        assert one[key] is state[key]


def test_a_long_trial_measures_its_end_closely(begun):
    """On its way only as often as is kept."""
    trainer, state = begun
    asked = dataclasses.replace(trying(), steps=400)
    outcome = run_seed(asked, OWN_ORDER, state, trainer.prepared)
    steps = outcome.differences[0].steps - BEFORE
    assert {*range(0, 400, 4), *range(360, 400)} <= set(steps.astype(int))
    assert len(steps) < 160
    assert len(assemble(asked, 1, [outcome], CPU).arms[0].course.steps) <= 100
