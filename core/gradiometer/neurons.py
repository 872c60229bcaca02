"""The neuron picture of Nielsen, chapter 5: which layers it has room for, and what it says in a sentence; and how the
weights by which one neuron reads what comes in are laid out as a picture.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gradiometer.quantities import MOST_UNITS

NUM_SHOWN = 6
"""Of each layer the first so many units have a bar, as in the book."""
GAP = "…"


def bars_of(row: NDArray[np.float64]) -> NDArray[np.float64]:
    """`unit_gradient` [num_layers * MOST_UNITS] as bars [num_layers, NUM_SHOWN]; NaN where there is no such unit."""
    return row.reshape(-1, MOST_UNITS)[:, :NUM_SHOWN]


def choose_columns(num_layers: int, chosen: int, most: int) -> list[range]:
    """What stands from left to right in at most `most` columns (five or more): a layer each, or a gap of several.

    All layers where they fit; else the first, the last and those around the chosen one.
    """
    assert most >= 5
    if num_layers <= most:
        return [range(layer, layer + 1) for layer in range(num_layers)]
    # Beside them the two ends, and a gap or two.
    for num_around in range(most - 2, 0, -1):
        begin = min(max(chosen - num_around // 2, 0), num_layers - num_around)
        columns = _with_gaps(sorted({0, *range(begin, begin + num_around), num_layers - 1}))
        if len(columns) <= most:
            break
    return columns


def _with_gaps(layers: Sequence[int]) -> list[range]:
    """These layers, from the first one on, and the gaps between them."""
    columns: list[range] = []
    for layer in layers:
        end = columns[-1].stop if columns else layer
        columns += [range(end, layer)] if end < layer else []
        columns.append(range(layer, layer + 1))
    return columns


def column_names(columns: Sequence[range], names: Sequence[str]) -> tuple[str, ...]:
    """The layer's name below each column."""
    return tuple(names[column.start] if len(column) == 1 else GAP for column in columns)


def longest_of(bars: NDArray[np.float64]) -> float:
    """The largest magnitude of these; NaN where there is none."""
    known = np.abs(bars[~np.isnan(bars)])
    return float(known.max()) if known.size else float("nan")


def compare(bars: NDArray[np.float64], layer: int, names: Sequence[str]) -> str:
    """How much shorter the longest bar of a layer is than that of the last hidden layer; empty where neither has one
    or both are the same. bars: [num_layers, NUM_SHOWN].
    """
    last_hidden = len(bars) - 2
    if last_hidden < 0 or layer == last_hidden:
        return ""
    own, other = longest_of(bars[layer]), longest_of(bars[last_hidden])
    if not (np.isfinite(own) and np.isfinite(other)) or own == 0.0 or other == 0.0:
        return ""
    shorter = own <= other
    with np.errstate(over="ignore"):
        ratio = np.float64(other) / own if shorter else np.float64(own) / other
    name = names[last_hidden]
    return f"{ratio:.3g} times shorter than in {name}" if shorter else f"{ratio:.3g} times longer than in {name}"


MOST_CHANNELS = 64
"""So many channels of a weight picture are shown, the first ones."""
_IN_A_ROW = 4


@dataclass(frozen=True, slots=True)
class WeightPicture:
    """Weights as they lie in what the neuron reads: its channels beside each other, a pixel apart.

    values: float64 [num_rows, num_columns], the first row at the top, 0 between channels; size: rows and columns of one
    channel; per_row: channels beside each other; num_shown, num_channels: how many are shown, and there are.
    """

    values: NDArray[np.float64]
    size: tuple[int, int]
    per_row: int
    num_shown: int
    num_channels: int

    def at(self, row: int, column: int) -> tuple[int, int, int] | None:
        """Channel, row and column of a pixel, all from 0; None between channels and beside them."""
        if not (0 <= row < self.values.shape[0] and 0 <= column < self.values.shape[1]):
            return None
        down, inner_row = divmod(row, self.size[0] + 1)
        across, inner_column = divmod(column, self.size[1] + 1)
        channel = down * self.per_row + across
        if inner_row == self.size[0] or inner_column == self.size[1] or channel >= self.num_shown:
            return None
        return channel, inner_row, inner_column


def picture_of(weights: NDArray[np.float64], shape: tuple[int, ...] = ()) -> WeightPicture | None:
    """The picture of one neuron's weights; None where they do not lie in a plane, so that they are best shown as bars.

    weights: [fan_in], or of a convolution [channels, height, width]; shape: of an example, where the neuron reads it:
    [channels, height, width], or [time steps, features] with the first time step at the top.
    """
    if weights.ndim == 1 and len(shape) >= 2 and math.prod(shape) == weights.size:
        weights = weights.reshape(shape if len(shape) == 3 else (1, *shape))
    if weights.ndim != 3 or min(weights.shape[1:]) == 1:
        return None
    num_channels, height, width = weights.shape
    num_shown = min(num_channels, MOST_CHANNELS)
    per_row = num_shown if num_shown <= _IN_A_ROW else math.ceil(math.sqrt(num_shown))
    num_down = math.ceil(num_shown / per_row)
    values = np.zeros((num_down * (height + 1) - 1, per_row * (width + 1) - 1))
    for channel in range(num_shown):
        top, left = channel // per_row * (height + 1), channel % per_row * (width + 1)
        values[top : top + height, left : left + width] = weights[channel]
    return WeightPicture(values, (height, width), per_row, num_shown, num_channels)


def strip_of(weights: NDArray[np.float64], most: int) -> tuple[NDArray[np.float64], int]:
    """At most `most` bars of a neuron's weights: (values [num_bars], how many weights a bar stands for).

    Of those that share a bar the one of the largest magnitude is shown; NaN where one is NaN.
    """
    flat = weights.ravel()
    joined = max(1, math.ceil(flat.size / most))
    if joined == 1:
        return flat, 1
    padded = np.concatenate([flat, np.zeros(-flat.size % joined)]).reshape(-1, joined)
    # NaN is the largest to numpy, too.
    largest = np.abs(padded).argmax(axis=1)
    return padded[np.arange(len(padded)), largest], joined
