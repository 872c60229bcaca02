"""A growing series of rows, of which the newest stay in memory and the rest lives in the session file."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gradiometer.envelope import FACTOR, NUM_LEVELS, Blocks, Envelope, Rows, reduce_blocks
from gradiometer.layout import Layout

# How much of each level stays in memory: enough for an hour of looking back, flat over a long run.
_MEMORY_BYTES = 32 * 2**20

Fetch = Callable[[int, int, int], Blocks]
"""(level, first block, last block exclusive) -> blocks [n, 2, width] from the file; level 0 blocks are rows."""

NumStored = Callable[[], int]
"""How many rows the file holds by now."""


class View(NamedTuple):
    """What a plot draws: blocks of neighbouring steps.

    steps: float64 [num_points], the first step of each block; low, high: float64 [num_points, num_columns];
    exact: whether every block is a single row, so that low is high.
    """

    steps: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    exact: bool


class _Tail:
    """The newest blocks of one level, [count, 1 or 2, width]: rows need no second copy of themselves."""

    def __init__(self, sides: int, width: int):
        self.start = 0
        self.most: int | None = None
        self._count = 0
        self._data = np.empty((256, sides, width))

    @property
    def end(self) -> int:
        return self.start + self._count

    def append(self, blocks: NDArray[np.float64], num_stored: NumStored) -> None:
        """Take the next blocks. `num_stored` is asked only when old ones are to leave: how many are in the file."""
        needed = self._count + len(blocks)
        if needed > len(self._data):
            # Half of a full buffer leaves, so that moving costs little per block. What a writer could not write yet
            # (its disk is full, its file is held) stays.
            keep = self._count
            if self.most is not None and keep > self.most:
                keep = min(keep, max(self.most, self.end - num_stored()))
            grown = np.empty((2 * (keep + len(blocks)), *self._data.shape[1:]))
            grown[:keep] = self._data[self._count - keep : self._count]
            self.start += self._count - keep
            self._count = keep
            self._data = grown
        self._data[self._count : self._count + len(blocks)] = blocks
        self._count += len(blocks)

    def skip_to(self, start: int) -> None:
        """Stand empty behind `start` blocks that live in the file."""
        self.start, self._count = start, 0

    def get(self, first: int, last: int) -> Blocks:
        blocks = self._data[first - self.start : last - self.start]
        return np.broadcast_to(blocks, (len(blocks), 2, blocks.shape[2]))


class Series:
    """Rows of one stream.

    layout: its columns; fetch: reads blocks that have left memory, or None where all stay;
    num_rows: rows that are in the file already; memory_bytes: how much of each level stays.
    """

    def __init__(
        self, layout: Layout, fetch: Fetch | None = None, num_rows: int = 0, memory_bytes: int = _MEMORY_BYTES
    ):
        self.layout = layout
        self._most = max(1024, memory_bytes // (32 * layout.width))
        self._levels = [_Tail(1 if level == 0 else 2, layout.width) for level in range(NUM_LEVELS + 1)]
        self._envelope = Envelope(layout.width)
        self._fetch: Fetch | None = None
        # Asked for several times a second, and of a saved session it would be read from the file each time.
        self._newest: NDArray[np.float64] | None = None
        self._first_step: float | None = None
        self._num_stored: NumStored = lambda: self.num_rows
        if fetch is not None:
            self.keep_in(fetch, self._num_stored)
        if num_rows:
            assert fetch is not None
            for level, tail in enumerate(self._levels):
                tail.skip_to(num_rows // FACTOR**level)
            # Takes up the blocks that are not whole yet, so that the series can go on growing.
            for level in range(NUM_LEVELS):
                end = self._levels[level].end
                self._envelope.resume(level, fetch(level, end // FACTOR * FACTOR, end))

    @property
    def num_rows(self) -> int:
        return self._levels[0].end

    def keep_in(self, fetch: Fetch, num_stored: NumStored) -> None:
        """From now on old blocks may leave memory once they are stored, and are read through `fetch`."""
        self._fetch = fetch
        self._num_stored = num_stored
        for tail in self._levels:
            tail.most = self._most

    def extend(self, rows: Rows) -> None:
        """Append rows [n, width]."""
        if not len(rows):
            return
        self._newest = rows[-1]
        self._levels[0].append(rows[:, None, :], self._num_stored)
        for level, blocks in enumerate(self._envelope.extend(rows), start=1):
            if not len(blocks):
                break
            self._levels[level].append(blocks, partial(self._num_stored_blocks, level))

    def last(self, name: str) -> NDArray[np.float64]:
        """The newest values of a quantity, float64 [num_columns]; empty where there are no rows."""
        if self.num_rows == 0:
            return np.empty(0)
        if self._newest is None:
            self._newest = self._row(self.num_rows - 1)
        return self._newest[self.layout.slice(name)]

    def at(self, step: float, name: str) -> tuple[int, NDArray[np.float64]] | None:
        """The row at a step, or the one before it: (step, values [num_columns]); None where there is none."""
        if self.num_rows == 0:
            return None
        row = self._row(self._search(step))
        return int(row[0]), row[self.layout.slice(name)]

    def span(self) -> tuple[float, float]:
        """First and last step; (0, 0) where there are no rows."""
        if self.num_rows == 0:
            return 0.0, 0.0
        if self._first_step is None:
            self._first_step = float(self._row(0)[0])
        return self._first_step, float(self.last("step")[0])

    def view(self, name: str, first_step: float, last_step: float, most_points: int) -> View:
        """A quantity between two steps (one row beyond either side, so that lines reach the edge).

        Joins neighbours until at most about `most_points` blocks are left.
        """
        columns = self.layout.slice(name)
        first, last = 0, 0
        if self.num_rows:
            first = self._search(first_step)
            last = min(self.num_rows, self._search(last_step) + 2)
        level = 0
        while level < NUM_LEVELS and last - first > most_points * FACTOR ** (level + 1):
            level += 1
        joined = -(-(last - first) // (most_points * FACTOR**level))
        steps, blocks = [], []
        # The rows behind the last whole block of a level are taken from the finer levels.
        for finer in range(level, -1, -1):
            size = FACTOR**finer
            begin, end = first // size, min(self._levels[finer].end, -(-last // size))
            if begin >= end:
                continue
            piece = self._blocks(finer, begin, end)
            factor = joined if finer == level else FACTOR
            steps.append(piece[::factor, 0, 0])
            blocks.append(reduce_blocks(piece[:, :, columns], factor))
            first = end * size
        if not blocks:
            nothing = np.empty((0, columns.stop - columns.start))
            return View(np.empty(0), nothing, nothing, True)
        together = np.concatenate(blocks)
        return View(np.concatenate(steps), together[:, 0], together[:, 1], level == 0 and joined <= 1)

    def _num_stored_blocks(self, level: int) -> int:
        return int(self._num_stored() // FACTOR**level)

    def _row(self, index: int) -> NDArray[np.float64]:
        row: NDArray[np.float64] = self._blocks(0, index, index + 1)[0, 0]
        return row

    def _search(self, step: float) -> int:
        """Index of the last row whose step is at most `step`; 0 where there is none. Goes from coarse to fine."""
        first_row, last_row = 0, self.num_rows
        for level in range(NUM_LEVELS, -1, -1):
            size = FACTOR**level
            first, last = first_row // size, min(self._levels[level].end, -(-last_row // size))
            if first >= last:
                continue
            starts = self._blocks(level, first, last)[:, 0, 0]
            position = int(np.searchsorted(starts, step, side="right")) - 1
            if position < 0:
                return first_row
            first_row = (first + position) * size
            if position + 1 < last - first:
                last_row = first_row + size
        return first_row

    def _blocks(self, level: int, first: int, last: int) -> Blocks:
        tail = self._levels[level]
        if first >= tail.start:
            return tail.get(first, last)
        assert self._fetch is not None, "rows left memory and there is no file to read them from"
        old = self._fetch(level, first, min(last, tail.start))
        if last <= tail.start:
            return old
        return np.concatenate([old, tail.get(tail.start, last)])
