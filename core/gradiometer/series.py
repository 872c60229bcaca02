"""A growing series of rows, of which the newest stay in memory and the rest lives in the session file."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gradiometer.envelope import FACTOR, NUM_LEVELS, Blocks, Envelope, Rows, reduce_blocks
from gradiometer.layout import Layout

# How much of each level stays in memory: enough for an hour of looking back, flat over a long run.
_MEMORY_BYTES = 32 * 2**20

# What was read from the file stays up to this size, a stream: all that a plot of a hundred layers shows, and more.
_KEPT_BYTES = 12 * 2**20
# So many neighbouring blocks are read and kept together: about as many as a chunk of the file has rows.
_TILE = 256
# Whole rows are in memory for a moment, until their columns are picked.
_MOST_TILES_AT_ONCE = 8
# Of quantities with many columns so many are picked, those that were shown last, so that going back reads nothing.
_MOST_WIDE = 8
# How many times fewer points than are wanted are nearly enough.
_NEARLY = 1.5

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
        return _two_sided(self._data[first - self.start : last - self.start])


def _two_sided(blocks: NDArray[np.float64]) -> Blocks:
    """Rows have one side, which is least and largest at once."""
    return blocks if blocks.shape[1] == 2 else np.broadcast_to(blocks, (len(blocks), 2, blocks.shape[2]))


class _Tile(NamedTuple):
    """Neighbouring blocks of one level as they are in the file. columns: of which quantities; values: float64
    [at most _TILE, 1 or 2, columns.width].
    """

    columns: Layout
    values: NDArray[np.float64]


class _Stored:
    """Blocks that live in the file. What was read last stays, so that a plot that moves reads what is new to it.

    Of each block only those columns stay that somebody asks for, and all quantities that are a single column.
    """

    def __init__(self, layout: Layout, fetch: Fetch):
        self._layout = layout
        self._fetch = fetch
        self._narrow = {name: count for name, count in layout.counts.items() if count == 1}
        self._wide: list[str] = []
        self._columns = Layout.of_counts(self._narrow)
        self._tiles: OrderedDict[tuple[int, int], _Tile] = OrderedDict()
        self.num_bytes = 0

    def want(self, name: str) -> None:
        """From now on keep the columns of a quantity too."""
        if name in self._columns.columns or name not in self._layout.columns:
            return
        self._wide = [*self._wide, name][-_MOST_WIDE:]
        counts = self._layout.counts
        self._columns = Layout.of_counts({**self._narrow, **{wide: counts[wide] for wide in self._wide}})

    def row(self, index: int) -> NDArray[np.float64]:
        """All columns of a row. It is not kept."""
        row: NDArray[np.float64] = self._fetch(0, index, index + 1)[0, 0]
        return row

    def get(self, level: int, first: int, last: int, end: int, name: str) -> Blocks:
        """Blocks of a quantity, [last - first, 2, num_columns]. end: how many blocks of the level are in the file."""
        self.want(name)
        parts: list[NDArray[np.float64]] = []
        tile, beyond = first // _TILE, -(-last // _TILE)
        while tile < beyond:
            found = self._find(level, tile, last, name)
            tiles = [found] if found is not None else self._read(level, tile, last, end, name)
            parts += [each.values[:, :, each.columns.slice(name)] for each in tiles]
            tile += len(tiles)
        joined = parts[0] if len(parts) == 1 else np.concatenate(parts)
        begun = first // _TILE * _TILE
        return _two_sided(joined[first - begun : last - begun])

    def _find(self, level: int, tile: int, last: int, name: str) -> _Tile | None:
        """A tile with all of its blocks before `last`, where it is in memory."""
        found = self._tiles.get((level, tile))
        if found is None or (name in self._layout.columns and name not in found.columns.columns):
            return None
        # The newest tile may have grown in the file meanwhile.
        if len(found.values) < min(last - tile * _TILE, _TILE):
            return None
        self._tiles.move_to_end((level, tile))
        return found

    def _read(self, level: int, tile: int, last: int, end: int, name: str) -> list[_Tile]:
        """A tile from the file, and those behind it that are wanted and not in memory either."""
        beyond = tile + 1
        most = min(-(-last // _TILE), tile + _MOST_TILES_AT_ONCE)
        while beyond < most and self._find(level, beyond, last, name) is None:
            beyond += 1
        blocks = self._fetch(level, tile * _TILE, min(beyond * _TILE, end))
        if level == 0:
            # Rows: both sides are the same.
            blocks = blocks[:, :1]
        slices = [self._layout.slice(each) for each in self._columns.columns]
        tiles = []
        for start in range(0, len(blocks), _TILE):
            # A copy for each, because a view would keep all that was read with it.
            some = blocks[start : start + _TILE]
            read = _Tile(self._columns, np.concatenate([some[:, :, columns] for columns in slices], axis=2))
            self._keep((level, tile + start // _TILE), read)
            tiles.append(read)
        return tiles

    def _keep(self, place: tuple[int, int], tile: _Tile) -> None:
        old = self._tiles.pop(place, None)
        self._tiles[place] = tile
        self.num_bytes += tile.values.nbytes - (0 if old is None else old.values.nbytes)
        while self.num_bytes > _KEPT_BYTES:
            _place, left = self._tiles.popitem(last=False)
            self.num_bytes -= left.values.nbytes


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
        self._stored: _Stored | None = None
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
        self._stored = _Stored(self.layout, fetch)
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
        """The newest values of a quantity, float64 [num_columns]; empty where there are none."""
        if self.num_rows == 0:
            return np.empty(0)
        if self._newest is None:
            # Only a series that was opened from a file, and has not grown since, does not know it.
            assert self._stored is not None
            self._newest = self._stored.row(self.num_rows - 1)
        return self._newest[self.layout.slice(name)]

    def at(self, step: float, name: str) -> tuple[int, NDArray[np.float64]] | None:
        """The row at a step, or the one before it: (step, values [num_columns]); None where there is none."""
        if self.num_rows == 0:
            return None
        index = self._search(step)
        found, values = (self._blocks(0, index, index + 1, each)[0, 0] for each in ("step", name))
        return int(found[0]), values

    def span(self) -> tuple[float, float]:
        """First and last step; (0, 0) where there are no rows."""
        if self.num_rows == 0:
            return 0.0, 0.0
        if self._first_step is None:
            self._first_step = float(self._blocks(0, 0, 1, "step")[0, 0, 0])
        return self._first_step, float(self.last("step")[0])

    def view(self, name: str, first_step: float, last_step: float, most_points: int) -> View:
        """A quantity between two steps (one row beyond either side, so that lines reach the edge).

        Joins neighbours until at most about `most_points` blocks are left. What is known and not measured of this
        network has no columns.
        """
        if self._stored is not None:
            # Before its steps are searched for: one reading brings both.
            self._stored.want(name)
        first, last = 0, 0
        if self.num_rows:
            first = self._search(first_step)
            last = min(self.num_rows, self._search(last_step) + 2)
        level = 0
        # A coarser level that gives nearly enough is much less to read.
        while level < NUM_LEVELS and _NEARLY * (last - first) > most_points * FACTOR ** (level + 1):
            level += 1
        joined = -(-(last - first) // (most_points * FACTOR**level))
        steps, blocks = [], []
        # The rows behind the last whole block of a level are taken from the finer levels.
        for finer in range(level, -1, -1):
            size = FACTOR**finer
            begin, end = first // size, min(self._levels[finer].end, -(-last // size))
            if begin >= end:
                continue
            factor = joined if finer == level else FACTOR
            steps.append(self._blocks(finer, begin, end, "step")[::factor, 0, 0])
            blocks.append(reduce_blocks(self._blocks(finer, begin, end, name), factor))
            first = end * size
        if not blocks:
            nothing = np.empty((0, self.layout.width))[:, self.layout.slice(name)]
            return View(np.empty(0), nothing, nothing, True)
        together = np.concatenate(blocks)
        return View(np.concatenate(steps), together[:, 0], together[:, 1], level == 0 and joined <= 1)

    def _num_stored_blocks(self, level: int) -> int:
        return int(self._num_stored() // FACTOR**level)

    def _search(self, step: float) -> int:
        """Index of the last row whose step is at most `step`; 0 where there is none. Goes from coarse to fine."""
        first_row, last_row = 0, self.num_rows - 1
        first_step, last_step = self.span()
        if step >= last_step:
            return last_row
        if step < first_step:
            return first_row
        # From here on it lies at or behind the first row, and before the last one.
        for level in range(NUM_LEVELS, -1, -1):
            if last_step - first_step == last_row - first_row:
                # Each step between the two has a row: no need to read them.
                return first_row + int(step - first_step)
            size = FACTOR**level
            first, last = first_row // size, min(self._levels[level].end, -(-last_row // size))
            if first >= last:
                continue
            starts = self._blocks(level, first, last, "step")[:, 0, 0]
            position = int(np.searchsorted(starts, step, side="right")) - 1
            first_row, first_step = (first + position) * size, float(starts[position])
            if position + 1 < last - first:
                last_row, last_step = first_row + size, float(starts[position + 1])
        return first_row

    def _blocks(self, level: int, first: int, last: int, name: str) -> Blocks:
        """Blocks of a quantity, [last - first, 2, num_columns], from the file and from memory."""
        tail, columns = self._levels[level], self.layout.slice(name)
        if first >= tail.start:
            return tail.get(first, last)[:, :, columns]
        assert self._stored is not None, "rows left memory and there is no file to read them from"
        old = self._stored.get(level, first, min(last, tail.start), tail.start, name)
        if last <= tail.start:
            return old
        return np.concatenate([old, tail.get(tail.start, last)[:, :, columns]])
