"""Runs of trials: outcomes against the data and the recorded file, and what a broken run leaves."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

from gradiometer.examination import reports_of
from gradiometer.experiment import Experiment
from gradiometer.rules import load_rules
from gradiometer.session_file import load_session
from gradiometer.trial_runs import record, train, train_repaired
from gradiometer.trials import BUDGET, ENOUGH_PROGRESS, TAIL, TUNING, Trial, repairs

MOONS = ("data=moons", "num_train=200", "num_held_out=100", "hidden=8,8", "activation=tanh", "initialization=xavier")


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def trial(*words: str) -> Experiment:
    return Trial(name="test", part=TUNING, words=words).experiment(Path())


def test_progress_is_that_of_the_recorded_steps(tmp_path: Path) -> None:
    experiment = trial(*MOONS, "learning_rate=0.1")
    examples = experiment.load_examples()
    path = tmp_path / "run.gradiometer"
    outcome = record(experiment, examples, path)
    with load_session(path) as session:
        np.testing.assert_array_equal(session.steps, np.arange(BUDGET + 1))
        np.testing.assert_array_equal(session.look_steps, np.arange(BUDGET + 1))
        for kind in ("weight_gradient", "activation"):
            np.testing.assert_array_equal(session.histogram_steps(kind), np.arange(BUDGET + 1))
        # Half of the moons are upper ones.
        accuracy = session.quantity("accuracy")[BUDGET - TAIL : BUDGET].mean()
        assert outcome.training == pytest.approx((accuracy - 0.5) / 0.5)
        held_out = session.quantity("held_out_accuracy")[-1, 0]
        assert outcome.held_out == pytest.approx((held_out - 0.5) / 0.5)
        assert session.inputs is not None
        assert session.inputs.mean == pytest.approx(examples.inputs[:200].astype(np.float64).mean())
        assert sum(1 for _ in reports_of(session, [load_rules("gradiometer")])) > 2 * BUDGET
    assert outcome.is_finite
    # Nobody watching computes the same.
    assert train(experiment, examples) == outcome


def test_a_run_that_breaks_ends_soon_and_says_so(tmp_path: Path) -> None:
    experiment = trial(
        *MOONS, "activation=relu", "loss=squared_error", "data=adding", "family=rnn", "learning_rate=1e6"
    )
    path = tmp_path / "run.gradiometer"
    outcome = record(experiment, experiment.load_examples(), path)
    assert not outcome.is_finite
    assert outcome.least == 0.0
    with load_session(path) as session:
        broken = ~np.isfinite(session.loss)
        assert 0 < broken.sum() <= 20
        assert len(session.steps) < BUDGET
        assert any(event.kind == "non_finite" for event in session.events)


def test_numbers_are_judged_by_their_loss_against_the_best_constant(tmp_path: Path) -> None:
    words = ("family=gru", "data=adding", "length=2", "loss=squared_error", "num_train=100", "num_held_out=100")
    experiment = trial(*words, "hidden=4", "optimizer=adam", "learning_rate=0.01")
    examples = experiment.load_examples()
    path = tmp_path / "run.gradiometer"
    outcome = record(experiment, examples, path)
    sums = examples.targets[100:, 0].astype(np.float64)
    guess = np.mean((sums - sums.mean()) ** 2) / 2
    with load_session(path) as session:
        held_out = session.quantity("held_out_loss")[-1, 0]
        training = session.loss[BUDGET - TAIL : BUDGET].mean()
    assert 0.2 < outcome.held_out < 1.0
    assert outcome.held_out == pytest.approx(1 - held_out / guess)
    assert outcome.training == pytest.approx(1 - training / guess)


def test_repairs_are_tried_until_one_has_learned() -> None:
    experiment = trial(*MOONS, "learning_rate=0")
    examples = experiment.load_examples()
    made = train_repaired(experiment, examples, examples)
    assert list(made) == list(repairs(experiment))[: len(made)]
    *before, last = made.values()
    assert last.least >= ENOUGH_PROGRESS
    assert all(outcome.least < ENOUGH_PROGRESS for outcome in before)
    unteachable = dataclasses.replace(examples, targets=np.random.default_rng(0).integers(0, 2, len(examples)))
    assert len(train_repaired(experiment, unteachable, unteachable)) == 3
