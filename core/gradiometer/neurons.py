"""The neuron picture of Nielsen, chapter 5: which layers it has room for, and what it says in a sentence."""

from __future__ import annotations

from collections.abc import Sequence

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
    return f"{ratio:.3g} times {'shorter' if shorter else 'longer'} than in {names[last_hidden]}"
