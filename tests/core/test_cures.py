"""Before and after a change, from rows that are made up and from a run."""

import dataclasses
import math

import numpy as np
import pytest

from gradiometer.cures import before_after, is_through_time
from gradiometer.experiment import Experiment
from gradiometer.history import History
from gradiometer.reports import Intervention, StepReport
from gradiometer.settings import Reinitialize, Settings
from gradiometer.trainer import Trainer

SIGMOID = Settings()
RELU = dataclasses.replace(SIGMOID, activation="relu")
RELU_SKIP = dataclasses.replace(RELU, skip=True)


@pytest.fixture
def experiment() -> Experiment:
    return Experiment(hidden=(5, 5, 5))


def rows(history: History, steps) -> list[StepReport]:
    """Of layer l at step s: norm (s + 1) 10^l; loss 1 / (s + 1)."""
    layout = history.steps.layout
    made = []
    for step in steps:
        values = np.zeros(layout.width)
        values[0] = step
        values[layout.slice("loss")] = 1 / (step + 1)
        values[layout.slice("weight_gradient_norm")] = (step + 1) * 10.0 ** np.arange(4)
        made.append(StepReport(step, values))
    return made


def test_a_row_for_each_change(experiment):
    history = History.live(experiment)
    history.append(rows(history, range(0, 100, 2)))
    history.append([Intervention(101, RELU, SIGMOID, RELU, "")])
    history.append(rows(history, range(102, 600, 2)))
    history.append([Intervention(601, RELU_SKIP, RELU, RELU_SKIP, "")])
    history.append(rows(history, range(602, 650, 2)))
    first, second = before_after(history)
    assert (first.step, first.label, first.holds) == (101, "Activation: Sigmoid → ReLU", "ReLU")
    assert (first.before.step, first.before.loss) == (98, 1 / 99)
    # Two hundred steps on.
    assert (first.after.step, first.after.loss) == (300, 1 / 301)
    assert (first.after.first, first.after.last) == (301.0, 30100.0)
    assert first.after.ratio == pytest.approx(0.01)
    assert second.holds == "ReLU, skips on"
    assert second.before.step == 598
    # The newest there is.
    assert second.after.step == 648


def test_a_change_soon_after_another_ends_its_time(experiment):
    history = History.live(experiment)
    history.append(rows(history, range(10)))
    history.append([Intervention(10, RELU, SIGMOID, RELU, "")])
    history.append(rows(history, range(10, 15)))
    history.append([Intervention(15, RELU_SKIP, RELU, RELU_SKIP, "")])
    first, second = before_after(history)
    assert (first.before.step, first.after.step) == (9, 14)
    assert second.before.step == 14
    assert second.after is None


def test_changes_of_one_step_stand_together(experiment):
    history = History.live(experiment)
    again = Reinitialize(scheme="he")
    history.append([Intervention(0, RELU, SIGMOID, RELU, ""), Intervention(0, again, RELU, RELU, "")])
    history.append(rows(history, range(3)))
    (row,) = before_after(history)
    assert row.label == "Activation: Sigmoid → ReLU; Re-initialization: He, all layers"
    assert row.holds == "ReLU, re-init He"
    assert row.before is None
    assert row.after.step == 2


def test_settings_that_were_so_already_have_no_label(experiment):
    """Posted with a re-initialization: nothing stands in front of its label."""
    history = History.live(experiment)
    again = Reinitialize(scheme="he")
    history.append([Intervention(3, SIGMOID, SIGMOID, SIGMOID, ""), Intervention(3, again, SIGMOID, SIGMOID, "")])
    (row,) = before_after(history)
    assert (row.label, row.holds) == ("Re-initialization: He, all layers", "re-init He")


def test_back_to_the_start(experiment):
    history = History.live(experiment)
    history.append([Intervention(1, RELU, SIGMOID, RELU, ""), Intervention(2, SIGMOID, RELU, SIGMOID, "")])
    assert [row.holds for row in before_after(history)] == ["ReLU", "as at the start"]
    assert all(row.before is None and row.after is None for row in before_after(history))


def test_nothing_was_changed(experiment):
    assert before_after(History.live(experiment)) == ()


def test_a_network_without_hidden_layers():
    history = History.live(Experiment(hidden=()))
    layout = history.steps.layout
    values = np.zeros(layout.width)
    history.append([Intervention(0, RELU, SIGMOID, RELU, ""), StepReport(0, values)])
    (row,) = before_after(history)
    assert math.isnan(row.after.ratio)


def test_a_run_says_what_relu_did(examples):
    """Six sigmoid layers starve; ReLU brings the first layer's gradient back within a hundred steps."""
    experiment = Experiment(hidden=(20,) * 6, num_train=2000, num_held_out=0, norms_every=1, histogram_every=1000)
    trainer, history = Trainer(experiment, examples), History.live(experiment)
    while trainer.step < 200:
        if trainer.step == 100:
            trainer.letterbox.append(dataclasses.replace(trainer.settings, activation="relu"))
        history.append(trainer.turn())
    (row,) = before_after(history)
    assert (row.before.step, row.after.step) == (99, 199)
    assert row.before.ratio < 0.01
    assert row.after.ratio > 30 * row.before.ratio
    assert row.before.loss == history.at("loss", 99)[1][0]
    assert row.after.first == history.at("weight_gradient_norm", 199)[1][0]


def test_of_a_recurrent_network_the_ends_of_time_are_read():
    """Its one level is the first layer and the last hidden one too."""
    experiment = (
        dataclasses.replace(
            Experiment(name="time", num_train=40, num_held_out=0, batch_size=8, watch_everything=True),
            hidden=(3,),
            length=7,
        )
        .for_family("lstm")
        .for_data("adding")
    )
    trainer = Trainer(dataclasses.replace(experiment, hidden=(3,)))
    history = History.live(trainer.experiment)
    for step in range(6):
        if step == 3:
            trainer.letterbox.append(dataclasses.replace(trainer.settings, forget_bias=3.0))
        history.append(trainer.turn())
    history.append(trainer.flush())
    assert is_through_time(history)
    (row,) = before_after(history)
    for reading, step in ((row.before, 2), (row.after, 5)):
        values = history.at("hidden_gradient", step)[1].reshape(2, 7)
        assert (reading.step, reading.first, reading.last) == (step, values[0, 0], values[0, -1])
