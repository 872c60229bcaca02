"""Min/max levels over a long series, so that a million steps are drawn from a thousand points.

Level 0 is the rows themselves; a block of level k + 1 holds the least and the largest value of FACTOR blocks of
level k. NaN is passed over where a block holds anything else.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FACTOR = 16
NUM_LEVELS = 6
"""Levels above 0: the highest has one block in 16^6 = 16.8 million rows."""

Rows = NDArray[np.float64]
Blocks = NDArray[np.float64]


def as_blocks(rows: Rows) -> Blocks:
    """Rows [n, width] as blocks of one row each, [n, 2, width]: least and largest. A view, no copy."""
    return np.broadcast_to(rows[:, None, :], (len(rows), 2, rows.shape[1]))


def reduce_blocks(blocks: Blocks, factor: int) -> Blocks:
    """Join each `factor` neighbours, [n, 2, width] -> [ceil(n / factor), 2, width]; the last may join fewer."""
    if factor <= 1 or len(blocks) == 0:
        return blocks
    whole = len(blocks) // factor
    shape = whole, factor, *blocks.shape[1:]
    parts = [blocks[: whole * factor].reshape(shape)] if whole else []
    if whole * factor < len(blocks):
        parts.append(blocks[None, whole * factor :])
    # Not `warnings.catch_warnings`, which is global: the trainer's thread and the window's come here at once. Whole
    # arrays are joined in a quarter of the time that `reduceat` takes.
    with np.errstate(invalid="ignore"):
        least = [np.fmin.reduce(part[:, :, 0], axis=1) for part in parts]
        largest = [np.fmax.reduce(part[:, :, 1], axis=1) for part in parts]
    return np.stack([np.concatenate(least), np.concatenate(largest)], axis=1)


class Envelope:
    """Makes the levels of a series as it grows; keeps only what is not yet part of a whole block."""

    def __init__(self, width: int):
        self._open = [np.empty((0, 2, width)) for _ in range(NUM_LEVELS)]

    def resume(self, level: int, blocks: Blocks) -> None:
        """Take up the blocks of a level, fewer than FACTOR, that are not yet part of a whole block above."""
        self._open[level] = blocks

    def extend(self, rows: Rows) -> list[Blocks]:
        """Take the next rows [n, width]; gives the blocks they completed, [m, 2, width], of levels 1, 2, ..."""
        completed = []
        fresh = as_blocks(rows)
        for level in range(NUM_LEVELS):
            waiting = np.concatenate([self._open[level], fresh])
            whole = len(waiting) // FACTOR * FACTOR
            self._open[level] = waiting[whole:]
            fresh = reduce_blocks(waiting[:whole], FACTOR)
            completed.append(fresh)
            if not len(fresh):
                completed += [fresh] * (NUM_LEVELS - level - 1)
                break
        return completed
