"""Epochs of a run, passes over its training examples: the mean loss and accuracy of each, as peers' rules read them."""

from __future__ import annotations

import math
from collections import deque

import numpy as np
from numpy.typing import NDArray

MOST_EPOCHS = 256
"""Complete epochs that are remembered."""


class Epochs:
    """num_steps: of an epoch; 0: not known, then there are none. losses, accuracies: the means over the measured steps
    of each complete epoch; best_accuracy: the best of all; gain: the largest rise from one to the next, at least 0.
    """

    def __init__(self, num_steps: int):
        self._num_steps = num_steps
        self.losses: deque[float] = deque(maxlen=MOST_EPOCHS)
        self.accuracies: deque[float] = deque(maxlen=MOST_EPOCHS)
        self.num_epochs = 0
        self.best_accuracy = math.nan
        self.gain = 0.0
        self._epoch = 0
        self._sums = [0.0, 0.0, 0.0]

    def take(self, step: int, loss: float, accuracy: float) -> None:
        """A measured step, in order."""
        if not self._num_steps:
            return
        epoch = step // self._num_steps
        if epoch != self._epoch:
            self._end()
            self._epoch = epoch
        self._sums = [self._sums[0] + 1, self._sums[1] + loss, self._sums[2] + accuracy]
        if (step + 1) % self._num_steps == 0:
            self._end()

    def _end(self) -> None:
        count, loss, accuracy = self._sums
        self._sums = [0.0, 0.0, 0.0]
        if not count:
            return
        accuracy /= count
        if self.accuracies:
            self.gain = max(self.gain, accuracy - self.accuracies[-1])
        self.losses.append(loss / count)
        self.accuracies.append(accuracy)
        self.num_epochs += 1
        self.best_accuracy = float(np.fmax(self.best_accuracy, accuracy))

    def last(self, values: deque[float], num_epochs: int) -> NDArray[np.float64] | None:
        """The last so many, float64 [num_epochs]; None before there are as many."""
        return np.array(values, np.float64)[-num_epochs:] if len(values) >= num_epochs else None


def count_swings(accuracies: NDArray[np.float64], level: float) -> int:
    """As AutoTrainer counts: local maxima and minima of the inner epochs are paired in their order, and those pairs
    counted that differ by the level.
    """
    before, inner, after = accuracies[:-2], accuracies[1:-1], accuracies[2:]
    highs = inner[(inner >= before) & (inner >= after)]
    lows = inner[(inner <= before) & (inner <= after)]
    num_pairs = min(len(highs), len(lows))
    return int(np.count_nonzero(highs[:num_pairs] - lows[:num_pairs] >= level))
