"""The rows of a session file's streams, and their min/max levels: chunks of float64 (see session_format.py)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gradiometer.envelope import FACTOR, Blocks, as_blocks
from gradiometer.layout import Layout
from gradiometer.session_format import MOST_ROWS
from gradiometer.session_head import Head, read_meta
from gradiometer.session_query import Queries

# No honest chunk has more.
_MOST_CHUNK_ROWS = 2**24


class StreamRows:
    """The rows of every stream. Every method raises SessionFileError where they turn out to be damaged."""

    def __init__(self, queries: Queries, head: Head):
        self._queries = queries
        self._head = head

    def count(self, stream: str) -> int:
        """How many there are by now."""
        condition = "WHERE stream = ? AND level = 0 ORDER BY first DESC LIMIT 1"
        for chunk in self._queries.light(f"the newest {stream} chunk", "chunk", condition, (stream,)):
            _stream, _level, first, count, size = chunk
            self._check_size(stream, 0, first, count, size)
            return int(first + count)
        return 0

    def blocks(self, stream: str, level: int, first: int, last: int) -> Blocks:
        """Blocks [n, 2, width] between two indices; level 0 blocks are rows."""
        if last <= first:
            return np.empty((0, 2, self._head.layouts[stream].width))
        # A chunk's length is checked against its neighbour, so only chunks that overlap are asked for.
        condition = (
            "WHERE stream = ?1 AND level = ?2 AND first < ?4 AND first >= "
            "IFNULL((SELECT MAX(first) FROM chunk WHERE stream = ?1 AND level = ?2 AND first <= ?3), 0) ORDER BY first"
        )
        parts = []
        expected: int | None = None
        what = f"a {stream} chunk of level {level}"
        for chunk in self._queries.whole(what, "chunk", condition, (stream, level, first, last)):
            _stream, _level, start, count, data = chunk
            if expected is not None and start != expected:
                raise self._queries.damaged(f"{stream} chunk {level}/{start} does not follow the one before it")
            expected = start + count
            values = self.decode(stream, level, start, count, data)
            parts.append(values[max(0, first - start) : last - start])
        if sum(map(len, parts)) != last - first:
            size = FACTOR**level
            raise self._queries.damaged(f"{stream} rows {first * size} to {last * size} are missing")
        joined = parts[0] if len(parts) == 1 else np.concatenate(parts)
        self.check_steps(stream, joined[:, 0, 0])
        return as_blocks(joined[:, 0]) if level == 0 else joined

    def column(self, stream: str, name: str, num_rows: int) -> NDArray[np.float64]:
        """A quantity in the first rows, [num_rows, num_columns]. Read a chunk at a time, so that a writer never waits
        for long.
        """
        columns = self._head.layouts[stream].slice(name)
        parts = [np.empty((0, columns.stop - columns.start))]
        condition = "WHERE stream = ? AND level = 0 AND first >= ? ORDER BY first LIMIT 1"
        end = 0
        while end < num_rows:
            chunk = self._queries.whole(f"{stream} chunk 0/{end}", "chunk", condition, (stream, end))
            if not chunk or chunk[0][2] != end:
                raise self._queries.damaged(f"{stream} rows from {end} on are missing")
            _stream, _level, first, count, data = chunk[0]
            end += count
            # A copy, because a view would keep the whole chunk in memory.
            parts.append(self.decode(stream, 0, first, count, data)[:, 0, columns].copy())
        return np.concatenate(parts)[:num_rows]

    def steps(self, stream: str, num_rows: int) -> NDArray[np.int64]:
        """Of the first rows, [num_rows]."""
        steps = self.column(stream, "step", num_rows)[:, 0]
        self.check_steps(stream, steps)
        return steps.astype(np.int64)

    def decode(self, stream: str, level: int, first: int, count: int, data: bytes) -> NDArray[np.float64]:
        """A chunk [count, 1 or 2, width] in the columns of this program: NaN where the file has not measured them."""
        self._check_size(stream, level, first, count, len(data))
        sides, stored, ours = _sides(level), self._head.stored[stream], self._head.layouts[stream]
        values = np.frombuffer(data, "<f8").reshape(count, sides, stored.width)
        return values if stored == ours else arrange(values, stored, ours)

    def check_steps(self, stream: str, steps: NDArray[np.float64]) -> None:
        """They ascend, none is negative, and each can be told from the next."""
        # Written so that a NaN fails.
        if len(steps) and not (steps[0] >= 0 and steps[-1] <= MOST_ROWS and (steps[1:] > steps[:-1]).all()):
            raise self._queries.damaged(f"the steps of stream {stream} do not ascend")

    def _check_size(self, stream: str, level: int, first: int, count: int, size: int) -> None:
        width = _sides(level) * self._head.stored[stream].width
        if 0 <= first <= MOST_ROWS and 0 < count <= _MOST_CHUNK_ROWS and size == 8 * count * width:
            return
        reason = f"{stream} chunk {level}/{first} has {size} bytes, which are not {count} rows of {width} numbers"
        if Head.read(self._queries, read_meta(self._queries)).stored[stream] != self._head.stored[stream]:
            reason = "it was widened by another program just now, and has to be opened again"
        raise self._queries.damaged(reason)


def arrange(values: NDArray[np.float64], before: Layout, after: Layout) -> NDArray[np.float64]:
    """Columns [..., before.width] in another order [..., after.width]: NaN where there is none of that name."""
    arranged = np.full((*values.shape[:-1], after.width), np.nan)
    for name in after.columns.keys() & before.columns.keys():
        arranged[..., after.slice(name)] = values[..., before.slice(name)]
    return arranged


def _sides(level: int) -> int:
    """A block has a least and a largest value."""
    return 1 if level == 0 else 2
