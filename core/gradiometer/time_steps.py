"""Values by layer and time step: which layers have time, which of them a picture shows, and its first beside its last.

A row of the stream "time" holds for each quantity a value a layer and kept time step, layer by layer, NaN of layers
without time (outline.Outline.times).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

USUAL = "hidden_gradient"
"""The quantity that every recurrent layer has."""
Values = NDArray[np.float64]


def why_no_time(*, is_watched: bool) -> str:
    """A sentence of a network of which no time steps are measured. is_watched: whether it is trained by a loop of the
    user's own.
    """
    if is_watched:
        return "Of a training loop of your own no time steps are measured: recurrent modules keep no gradient of them."
    return "This network does not go through time step by step; recurrent networks (RNN, LSTM, GRU) do."


def shown_quantity(asked: str, measured: Sequence[str]) -> str:
    """The quantity asked for, where a network has it; else the first that it has; USUAL where it has none."""
    return asked if asked in measured else next(iter(measured), USUAL)


def by_layer(row: Values, num_layers: int) -> Values:
    """A row's values of one quantity, [num_layers * num_times], as [num_layers, num_times]."""
    return row.reshape(num_layers, -1)


def levels_of(*rows: Values) -> list[int]:
    """The layers that have time: with a value in any of these rows [num_layers, num_times]."""
    found = [~np.isnan(row).all(axis=1) for row in rows]
    return np.flatnonzero(np.any(found, axis=0)).tolist() if found else []


def nearest_level(levels: Sequence[int], layer: int) -> int:
    """The layer itself where it has time, else the one nearest to it that has; levels: one at least, rising."""
    return min(levels, key=lambda level: abs(level - layer))


def time_edges(times: Sequence[int]) -> Values:
    """Where the rows of a picture meet, a row a kept time step, each row as high as the others; [num_times + 1].

    Of a long sequence the kept time steps are evenly spread but for rounding, so each lies inside its row.
    """
    height = (times[-1] - times[0]) / (len(times) - 1) if len(times) > 1 else 1.0
    return times[0] + height * (np.arange(len(times) + 1, dtype=np.float64) - 0.5)


def middle_logs(low: Values, high: Values) -> Values:
    """log10 of the geometric mean of the least and the largest of some steps; of what is not all zero its largest where
    the least is zero. Exact zeros are -inf; NaN where nothing is finite.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        low_logs, high_logs = np.log10(low), np.log10(high)
        logs = np.where(np.isneginf(low_logs), high_logs, (low_logs + high_logs) / 2)
    logs[np.isposinf(logs)] = np.nan
    return logs


def tell_ratio(first: float, last: float, smallest: str) -> str:
    """`first/last 1.1e-08`, of a gradient's values at the first and the last time step; of an exact zero below what.

    smallest: below what an exact zero may really lie.
    """
    if not (math.isfinite(first) and math.isfinite(last)):
        return "first/last unknown"
    if last == 0.0:
        return "first/last unknown, the last is 0"
    return f"first/last below {float(smallest) / last:.0e}" if first == 0.0 else f"first/last {first / last:.2g}"
