"""What a run says, in words."""

import dataclasses

import numpy as np
import pytest

from gradiometer.reports import EvaluationReport, Event, Intervention, Skipped, StepReport
from gradiometer.settings import Ramp, Reinitialize, Rewrite, Settings

START = Settings()
REWRITE = Rewrite(surgery="sigmoid_to_tanh", settings=dataclasses.replace(START, activation="tanh"))


def intervention(command) -> Intervention:
    after = command if isinstance(command, Settings) else START
    return Intervention(7, command, START, after, "")


@pytest.mark.parametrize(
    ("changes", "label"),
    [
        ({"activation": "relu"}, "Activation: Sigmoid → ReLU"),
        ({"skip": True}, "Skip connections: off → on"),
        ({"learning_rate": 0.025}, "Learning rate: 0.1 → 0.025"),
        (
            {"optimizer": "adam", "normalization": "batch"},
            "Normalization: None → BatchNorm; Optimizer: SGD → Adam",
        ),
        ({}, ""),
    ],
)
def test_the_label_says_what_changed(changes, label):
    assert intervention(dataclasses.replace(START, **changes)).label == label


def test_the_label_says_how_it_is_changed():
    after = dataclasses.replace(START, activation="tanh")
    for command, how in ((Ramp(settings=after, steps=1500), "over 1,500 steps"), (REWRITE, "exactly")):
        assert Intervention(7, command, START, after, "").label == f"Activation: Sigmoid → Tanh, {how}"
        assert Intervention(7, command, after, after, "").label == how


def test_the_label_of_a_reinitialization_counts_layers_from_one():
    assert intervention(Reinitialize(scheme="he")).label == "Re-initialization: He, all layers"
    some = Reinitialize(scheme="normal_fan_in", layers=(0, 3))
    assert intervention(some).label == "Re-initialization: N(0, 1/fan_in), layer 1, 4"


def test_the_short_label_says_what_holds():
    assert intervention(dataclasses.replace(START, activation="relu", skip=True)).short_label == "ReLU, skips on"
    assert intervention(Reinitialize(scheme="he")).short_label == "re-init He"


@pytest.mark.parametrize(
    "report",
    [
        StepReport(0, np.zeros(3), None),
        EvaluationReport(0, np.zeros(3)),
        intervention(START),
        Event(0, "error", "it broke"),
        Skipped(4),
    ],
)
def test_reports_are_frozen(report):
    with pytest.raises((dataclasses.FrozenInstanceError, AttributeError)):
        report.step = 5
