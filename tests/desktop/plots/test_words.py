"""What plots show, in sentences."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from gradiometer.history import History
from gradiometer_desktop.plots.words import slope_of, tell_change, tell_layers, tell_marks
from shared import SMALL

EXPERIMENT = dataclasses.replace(SMALL, hidden=(10, 10, 10))


def test_layers_are_told_by_their_ends_and_their_slope() -> None:
    history = History(EXPERIMENT.outline, EXPERIMENT)
    told = tell_layers("gradient norm", history, (3974, np.array([2.1e-4, 1e-3, 6e-3, 3e-2])), is_log=True)
    assert told == (
        "Gradient norm of 4 layers at step 3 974: from 0.00021 (hidden 1) to 0.03 (output), falling towards the input."
    )
    zeros = tell_layers("gradient norm", history, (1, np.array([0.0, 0.0, 1.0, np.nan])), is_log=True)
    assert "Exactly 0 in 2 layers." in zeros
    assert "Not known of 1 layer." in zeros
    assert tell_layers("gain", history, (1, np.full(4, np.nan)), is_log=True).endswith(": none is known.")
    assert "2 everywhere" in tell_layers("gain", history, (1, np.full(4, 2.0)), is_log=True)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([1e-6, 1e-4, 1e-2], "falling towards the input"),
        ([1e2, 1.0, 1e-2], "rising towards the input"),
        ([1.0, 1.2, 0.9], "about level"),
        ([1.0, 1e-4, 1.0], "up and down on the way to the input"),
        ([0.0, 0.0], "level"),
    ],
)
def test_the_slope_is_that_of_the_way_back(values: list[float], told: str) -> None:
    assert slope_of(np.array(values), is_log=True) == told


def test_a_curve_is_told_by_its_ends_and_its_extremes() -> None:
    told = tell_change("Loss", np.array([0.0, 1.0, 2.0, 3.0]), np.array([2.0, np.nan, 5.0, 1.0]))
    assert told == "Loss: 2 at step 0, 1 at step 3; least 1 at step 3, most 5 at step 2."
    assert tell_change("Loss", np.array([4.0]), np.array([2.0])) == "Loss: 2 at step 4."
    assert tell_change("Loss", np.empty(0), np.empty(0)) == ""


def test_marks_are_counted() -> None:
    assert tell_marks([]) == ""
    assert tell_marks([20]) == "1 mark, at step 20."
    assert tell_marks([20, 1400]) == "2 marks, the last at step 1 400."
