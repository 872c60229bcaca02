"""Measures that only peers' rules ask for."""

import dataclasses
import math

import numpy as np
import pytest

from gradiometer.evidence import Evidence
from gradiometer.measures import MEASURES
from gradiometer.settings import Settings
from shared import SMALL
from told import look_report, outline_of, step_report

# Eight steps an epoch.
EXPERIMENT = dataclasses.replace(SMALL, num_train=32, batch_size=4, steps=100, settings=Settings(activation="tanh"))
LOSSES = 2.0 - 0.01 * np.arange(40) + 0.3 * np.sin(np.arange(40))
ACCURACIES = np.clip(0.3 + 0.01 * np.arange(40), 0, 1)


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    made = Evidence(outline_of(), EXPERIMENT, None)
    for step in range(40):
        made.take(step_report(step, loss=LOSSES[step], accuracy=ACCURACIES[step]))
    made.take(look_report(39, delta_per_sample_rms=[1e-4, 1e-3, 0.1, 2.0], weight_norm=[1.0, 2.0, 4.0, 8.0]))
    return made


def read(evidence: Evidence, name: str, window: int = 0, level: float = 0.0) -> list[float]:
    return MEASURES[name].read(evidence, window, level).tolist()


def test_measures_of_epochs(evidence: Evidence) -> None:
    losses, accuracies = LOSSES.reshape(5, 8).mean(axis=1), ACCURACIES.reshape(5, 8).mean(axis=1)
    assert read(evidence, "epochs") == [5.0]
    assert read(evidence, "epoch_loss_spread", 4) == pytest.approx([losses[1:].std() / losses[1:].mean()])
    assert read(evidence, "epoch_loss_slope", 5) == pytest.approx([np.polyfit(np.arange(5), losses, 1)[0]])
    assert np.isnan(read(evidence, "epoch_loss_slope", 6)).all()
    assert read(evidence, "epoch_accuracy") == pytest.approx([accuracies.max()])
    assert read(evidence, "epoch_accuracy_gain") == pytest.approx([np.diff(accuracies).max()])
    assert read(evidence, "epoch_accuracy_range", 3) == pytest.approx([np.ptp(accuracies[-3:])])
    assert read(evidence, "epoch_accuracy_swings", level=0.03) == [0.0]
    assert read(evidence, "progress") == [0.4]


def test_measures_of_the_smoothed_loss(evidence: Evidence) -> None:
    # s_n = sum of 0.1 0.9^(n-k) loss_k, and 0.9^n of the first.
    weights = np.tril(0.1 * 0.9 ** (np.arange(40)[:, None] - np.arange(40)[None, :]))
    weights[:, 0] = 0.9 ** np.arange(40)
    smoothed = (weights @ LOSSES)[-20:]
    assert read(evidence, "smooth_loss_change", 20) == pytest.approx([np.ptp(smoothed) / smoothed.mean()])
    assert read(evidence, "smooth_loss_growth", 20) == pytest.approx([smoothed[-1] / smoothed[0]])
    assert read(evidence, "smooth_loss_rises", 20) == pytest.approx([(smoothed[1:] > smoothed[:-1]).sum() / 19])
    assert np.isnan(read(evidence, "smooth_loss_rises", 41)).all()
    assert read(evidence, "loss_drop", 11) == pytest.approx([(LOSSES[29] - LOSSES[39]) / LOSSES[29]])


def test_measures_of_a_look(evidence: Evidence) -> None:
    assert read(evidence, "delta_last_to_first") == pytest.approx([2e4])
    # Over a batch of 4: |dC/dz| of the mean cost is the rms of examples by sqrt(4).
    assert read(evidence, "signal_norm") == pytest.approx([0.5e-4, 0.5e-3, 0.05, 1.0])
    assert read(evidence, "weight_norm_ratio") == [8.0]


def test_the_activation_in_force_where_there_is_one(evidence: Evidence) -> None:
    assert [read(evidence, f"is_{name}") for name in ("sigmoid", "tanh", "relu")] == [[0.0], [1.0], [0.0]]
    watched = Evidence(outline_of(), None, None)
    for name in ("is_tanh", "progress", "delta_last_to_first", "epoch_accuracy", "epoch_accuracy_gain"):
        assert math.isnan(read(watched, name)[0])
    endless = Evidence(outline_of(), dataclasses.replace(EXPERIMENT, steps=0), None)
    assert math.isnan(read(endless, "progress")[0])
