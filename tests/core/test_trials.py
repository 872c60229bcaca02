"""Trials: judging on constructed outcomes, repairs that keep what a twin must keep, statistics as published."""

import dataclasses
import math
from pathlib import Path

import pytest

from gradiometer.experiment import Experiment
from gradiometer.settings import Settings
from gradiometer.trials import (
    BUDGET,
    FAULTY,
    HEALTHY,
    MUTE,
    TUNING,
    UNDECIDED,
    Outcome,
    Trial,
    best_of,
    judge,
    progress_of_accuracy,
    progress_of_loss,
    quantile,
    repairs,
    wilson,
)

PERFECT = Outcome(True, 1.0, 1.0)


@pytest.mark.parametrize(
    ("run", "twin", "verdict"),
    [
        (Outcome(True, 0.95, 0.9), PERFECT, HEALTHY),
        (Outcome(True, 0.4, 0.4), Outcome(True, 0.5, 0.5), HEALTHY),
        (Outcome(True, 0.8, 0.79), PERFECT, UNDECIDED),
        (Outcome(True, 0.32, 0.0), PERFECT, FAULTY),
        (Outcome(True, 0.34, 0.0), PERFECT, UNDECIDED),
        # Training alone is not enough, nor are held-out examples.
        (Outcome(True, 0.9, 0.1), PERFECT, UNDECIDED),
        (Outcome(True, 0.1, 0.9), PERFECT, UNDECIDED),
        (Outcome(True, 0.0, 0.0), Outcome(True, 0.41, 0.41), FAULTY),
        # What nobody learns says nothing, also where the run breaks.
        (Outcome(True, 0.0, 0.0), Outcome(True, 0.9, 0.39), MUTE),
        (Outcome(False, 0.0, 0.0), Outcome(False, 0.9, 0.9), MUTE),
        (Outcome(False, 0.9, 0.9), PERFECT, FAULTY),
    ],
)
def test_the_verdict_is_a_share_of_the_twins_progress(run: Outcome, twin: Outcome, verdict: str) -> None:
    assert judge(run, twin) == verdict


def test_the_twin_is_the_better_of_the_repairs() -> None:
    balanced = Outcome(True, 0.7, 0.6)
    assert best_of([Outcome(True, 1.0, 0.2), balanced, Outcome(False, 0.9, 0.9)]) is balanced


def test_progress_begins_at_a_guess_and_ends_where_all_is_right() -> None:
    assert [progress_of_accuracy(accuracy, 0.5) for accuracy in (0.4, 0.5, 0.75, 1.0)] == [0.0, 0.0, 0.5, 1.0]
    # The adding problem: who always says 1 has half of 1/6.
    assert progress_of_loss(1 / 48, 1 / 12) == pytest.approx(0.75)
    assert progress_of_loss(1.0, 1 / 12) == 0.0
    assert progress_of_loss(math.nan, 1 / 12) == progress_of_loss(math.inf, 1 / 12) == 0.0
    assert progress_of_accuracy(math.nan, 0.5) == 0.0


KEPT = ("data", "length", "num_train", "num_held_out", "hidden", "batch_size", "loss", "seed", "dtype", "steps")


@pytest.mark.parametrize(
    "experiment",
    [
        Experiment(hidden=(20,) * 30, seed=7, settings=Settings(learning_rate=100.0, weight_decay=1.0)),
        Experiment(hidden=(8, 8, 8), family="convolutional", settings=Settings(activation="tanh")),
        Experiment(
            hidden=(12,), family="rnn", data="adding", length=10, loss="squared_error", num_train=50, num_held_out=50
        ),
        Experiment(hidden=(12, 12), family="lstm", data="mnist_rows", dtype="float64"),
    ],
    ids=lambda experiment: experiment.family,
)
def test_a_repair_changes_the_recipe_and_not_the_task(experiment: Experiment) -> None:
    made = repairs(experiment)
    assert len(made) == 3
    for twin in made.values():
        assert {name: getattr(twin, name) for name in KEPT} == {name: getattr(experiment, name) for name in KEPT}
        assert twin.settings.optimizer == "adam"
        assert twin.settings.weight_decay == 0.0
        assert bool(twin.kind.time_quantities) == bool(experiment.kind.time_quantities)
    assert len({(twin.family, twin.settings) for twin in made.values()}) == 3


def test_statistics_of_a_few_examples_are_no_repair() -> None:
    few = Experiment(batch_size=4)
    assert not any(twin.settings.normalization == "batch" for twin in repairs(few).values())
    assert any(twin.settings.normalization == "batch" for twin in repairs(Experiment()).values())


def test_a_trial_reads_its_words_as_the_command_line_does(tmp_path: Path) -> None:
    words = ("data=moons", "num_train=300", "hidden=5,6", "activation=relu", "learning_rate=0.5", "seed=3")
    experiment = Trial(name="some-01", part=TUNING, words=words).experiment(tmp_path)
    assert (experiment.name, experiment.hidden, experiment.settings.learning_rate) == ("some-01", (5, 6), 0.5)
    assert experiment.watch_everything
    # The state after the last update is looked at as well.
    assert experiment.steps == BUDGET + 1
    assert BUDGET % experiment.evaluate_every == 0


def test_a_trials_own_data_lie_in_the_folder_given(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("x,label\n" + "1,a\n2,b\n" * 50)
    words = ("data=file", "file=a.csv", "num_train=60", "num_held_out=40", "hidden=4")
    experiment = Trial(name="own-01", part=TUNING, words=words).experiment(tmp_path)
    assert Path(experiment.file) == tmp_path / "a.csv"
    assert not experiment.standardize
    assert all(twin.standardize for twin in repairs(experiment).values())


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    # Newcombe 1998, Statistics in Medicine 17, table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_intervals_are_the_published_ones(hits: int, of: int, low: float, high: float) -> None:
    assert wilson(hits, of) == pytest.approx((low, high), abs=5e-5)
    # Of what was not hit the interval is the mirror image.
    assert wilson(of - hits, of) == pytest.approx((1 - high, 1 - low), abs=5e-5)


def test_of_nothing_seen_anything_may_be_true() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


def test_a_quantile_is_one_of_the_values() -> None:
    values = [30.0, 10.0, 20.0, 40.0, math.inf]
    assert [quantile(values, share) for share in (0.0, 0.2, 0.5, 0.8, 0.9)] == [10.0, 10.0, 30.0, 40.0, math.inf]
    assert math.isnan(quantile([], 0.5))


def test_outcomes_are_values() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        PERFECT.training = 0.0  # type: ignore[misc]
    assert Outcome(False, 1.0, 1.0).least == 0.0
