"""What a measure is: a number of a run, or one of each layer, that a rule compares with a limit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gradiometer.evidence import STEP, Evidence

# evidence, window, level -> float64 [num_layers], or [1] for the whole network; NaN: not known.
Read = Callable[[Evidence, int, float], NDArray[np.float64]]

NOTHING = np.full(1, np.nan)
MOST_STRENGTH = 1e99
"""Of what is beyond a limit by no number."""


@dataclass(frozen=True, kw_only=True)
class Measure:
    """title: what a person reads; meaning: how it is read, in plain words; per_layer: one number a layer, else one for
    the whole network; is_log: spans decades, so that how far a limit is passed is a factor; in_decades: is a logarithm
    itself; reads: streams and kinds of histograms it depends on; takes: `window` and `level`, where a condition may or
    must give them; plot: where to look at it; quantity: that the plot is to show; where: the layers that a measure of
    the whole network speaks of.
    """

    title: str
    meaning: str
    read: Read
    per_layer: bool = False
    is_log: bool = False
    in_decades: bool = False
    reads: tuple[str, ...] = (STEP,)
    takes: frozenset[str] = frozenset()
    plot: str = "profile"
    quantity: str = ""
    where: Callable[[Evidence], tuple[int, ...]] | None = None

    def strength(self, value: float, limit: float) -> float:
        """By what factor a limit is passed, at least 1."""
        if not np.isfinite(value):
            return MOST_STRENGTH
        if self.in_decades:
            return float(min(10.0 ** min(abs(value - limit), 99.0), MOST_STRENGTH))
        low, high = sorted((abs(value), abs(limit)))
        return float(min(high / low, MOST_STRENGTH)) if low > 0 else (MOST_STRENGTH if self.is_log else 1.0)


def newest(name: str) -> Read:
    """A quantity as it was measured last."""

    def read(evidence: Evidence, _window: int, _level: float) -> NDArray[np.float64]:
        found = evidence.newest(name)
        return NOTHING if found is None else found

    return read


def scalar(function: Callable[[Evidence], float]) -> Read:
    """A single number that needs neither window nor level."""

    def read(evidence: Evidence, _window: int, _level: float) -> NDArray[np.float64]:
        return np.array([function(evidence)])

    return read


def counted(kind: str, function: Callable[..., NDArray[np.float64]]) -> Read:
    """A function of counts [num_layers, num_bins + 4], the bins' meaning and a level: a number a layer."""

    def read(evidence: Evidence, _window: int, level: float) -> NDArray[np.float64]:
        counts = evidence.histogram(kind)
        if counts is None:
            return NOTHING
        with np.errstate(divide="ignore", invalid="ignore"):
            return function(counts, evidence.bins, level)

    return read


def first_layer(_evidence: Evidence) -> tuple[int, ...]:
    """Of what is told of the first layers."""
    return (0,)
