"""Epochs of a run."""

import math

import numpy as np
import pytest

from gradiometer.epochs import MOST_EPOCHS, Epochs, count_swings


def test_means_are_those_of_the_measured_steps_of_each_complete_epoch() -> None:
    epochs = Epochs(3)
    for step, (loss, accuracy) in enumerate([(3.0, 0.0), (2.0, 0.3), (1.0, 0.6), (5.0, 0.5), (7.0, 0.7)]):
        epochs.take(step, loss, accuracy)
    assert (list(epochs.losses), list(epochs.accuracies)) == ([2.0], [pytest.approx(0.3)])
    # The last step of the second is not measured: it ends where the third begins.
    epochs.take(6, 1.0, 0.1)
    assert list(epochs.losses) == [2.0, 6.0]
    assert (epochs.num_epochs, epochs.best_accuracy, epochs.gain) == (2, pytest.approx(0.6), pytest.approx(0.3))
    assert epochs.last(epochs.losses, 2) == pytest.approx([2.0, 6.0])
    assert epochs.last(epochs.losses, 3) is None


def test_a_gain_is_never_below_0_and_nan_is_no_best() -> None:
    epochs = Epochs(1)
    for step, accuracy in enumerate([0.5, 0.2, math.nan, 0.1]):
        epochs.take(step, 1.0, accuracy)
    assert (epochs.best_accuracy, epochs.gain) == (0.5, 0.0)


def test_where_no_epoch_is_known_there_is_none_and_no_run_fills_the_memory() -> None:
    unknown, long = Epochs(0), Epochs(1)
    for step in range(2 * MOST_EPOCHS):
        unknown.take(step, 1.0, 1.0)
        long.take(step, float(step), 1.0)
    assert (unknown.num_epochs, math.isnan(unknown.best_accuracy)) == (0, True)
    assert (long.num_epochs, len(long.losses), long.losses[-1]) == (2 * MOST_EPOCHS, MOST_EPOCHS, 2 * MOST_EPOCHS - 1)


@pytest.mark.parametrize(
    ("accuracies", "expected"),
    [
        # Inner maxima 0.9, 0.9; minima 0.5, 0.5: two pairs.
        ([0.6, 0.9, 0.5, 0.9, 0.5, 0.6], 2),
        # The same, too small.
        ([0.60, 0.62, 0.60, 0.62, 0.60], 0),
        ([0.1, 0.2, 0.3, 0.4], 0),
        # A plateau is a maximum and a minimum at once.
        ([0.5, 0.5, 0.5], 0),
        ([0.5, 0.9], 0),
    ],
)
def test_swings_are_pairs_of_maxima_and_minima(accuracies: list[float], expected: int) -> None:
    assert count_swings(np.array(accuracies), 0.03) == expected
