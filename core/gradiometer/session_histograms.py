"""The histograms of a session file: stored pieces of a few steps each (see session_format.py)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gradiometer.bins import SPECIALS
from gradiometer.session_format import MOST_HISTOGRAM_BYTES, MOST_ROWS, HistogramRows
from gradiometer.session_head import Head
from gradiometer.session_query import Queries

# Pieces that are asked for at once: a session of weeks has millions.
_AT_ONCE = 2**14


class StoredHistograms:
    """The histograms of every kind, and their steps.

    kind: in quantities.HISTOGRAMS; end: how many of them are to be seen. Every method raises SessionFileError
    where they turn out to be damaged.
    """

    def __init__(self, queries: Queries, head: Head):
        self._queries = queries
        self._head = head

    def count(self, kind: str) -> int:
        """How many there are by now."""
        newest = self._places(kind, "ORDER BY first DESC LIMIT 1", ())
        return newest[0][0] + len(newest[0][1]) if newest else 0

    def steps(self, kind: str, end: int) -> NDArray[np.int64]:
        """Of the first ones, [end]."""
        parts, begin = [np.empty(0, np.int64)], 0
        condition = f"AND first >= ? AND first < ? ORDER BY first LIMIT {_AT_ONCE}"
        while places := self._places(kind, condition, (begin, end)):
            parts += [steps for _first, steps in places]
            begin = self._advance(kind, begin, places[-1][0])
        steps = np.concatenate(parts)
        self._check_ascend(f"a {kind} histogram", steps)
        return steps[:end]

    def rows(self, kind: str, end: int, after: int) -> Iterator[HistogramRows]:
        """In the order of their steps, a stored piece at a time; pieces that end at `after` are left out."""
        first = self._first_behind(kind, end, after)
        newest = -1
        while first < end:
            rows = self.piece(kind, first)
            if rows.steps[0] <= newest:
                raise self._queries.damaged(f"{kind} histogram {first} has steps that do not ascend")
            newest = int(rows.steps[-1])
            first += len(rows.steps)
            yield rows

    def at(self, kind: str, end: int, step: float) -> HistogramRows | None:
        """The newest up to a step, as a single row; None where there is none."""
        # Bisects the pieces, whose order is that of their steps: of a long session a few are read, and not all.
        low, high, found = 0, end, None
        while low < high:
            middle = (low + high) // 2
            place = self._places(kind, "AND first <= ? ORDER BY first DESC LIMIT 1", (middle,))
            if not place:
                raise self._queries.damaged(f"{kind} histogram 0 is missing")
            first, steps = place[0]
            if len(steps) and steps[0] <= step:
                found, low = first, max(first + len(steps), middle + 1)
            else:
                high = min(first, middle)
        if found is None:
            return None
        rows = self.piece(kind, found)
        index = int(np.searchsorted(rows.steps, step, side="right")) - 1
        return HistogramRows(rows.steps[index : index + 1], rows.counts[index : index + 1])

    def spread(self, kind: str, end: int, most: int) -> Iterator[HistogramRows]:
        """At most so many, evenly spread over all of them, the first and the newest among them."""
        if not end:
            return
        firsts = self._firsts(kind, end)
        wanted = np.unique(np.linspace(0, end - 1, most).round().astype(np.int64))
        pieces = np.searchsorted(firsts, wanted, side="right") - 1
        for piece in np.unique(pieces).tolist():
            first = int(firsts[piece]) if piece >= 0 else 0
            rows, shown = self.piece(kind, first), wanted[pieces == piece] - first
            if shown[-1] >= len(rows.steps):
                raise self._queries.damaged(f"{kind} histogram {wanted[pieces == piece][-1]} is missing")
            yield HistogramRows(rows.steps[shown], rows.counts[shown])

    def piece(self, kind: str, first: int) -> HistogramRows:
        """The stored piece that begins with this one."""
        what = f"{kind} histogram {first}"
        condition = "WHERE kind = ? AND first >= ? ORDER BY first LIMIT 1"
        found = self._queries.whole(what, "histogram", condition, (kind, first))
        if not found or found[0][1] != first:
            raise self._queries.damaged(f"{what} is missing")
        return self.decode(*found[0])

    def decode(self, kind: str, first: int, count: int, steps: bytes, bins: bytes, data: bytes) -> HistogramRows:
        """A stored piece, from its blobs."""
        what = f"{kind} histogram {first}"
        width = self._head.num_layers * (self._head.bins.num_bins + len(SPECIALS))
        stored_steps = self._steps_of(what, steps, count)
        if count < 1 or (count > 1 and 4 * count * width > MOST_HISTOGRAM_BYTES):
            raise self._queries.damaged(f"{what} announces {4 * count * width} bytes of counts at once")
        used = self._integers(what, bins, len(bins) // 4, "<u4")
        if len(used) > width or (len(used) and int(used.max()) >= width):
            raise self._queries.damaged(f"{what} names a bin that does not exist")
        if (used[1:] <= used[:-1]).any():
            raise self._queries.damaged(f"{what} names bins that do not ascend")
        planes = self._inflate(what, data, 4 * count * len(used))
        columns = np.frombuffer(planes, np.uint8).reshape(4, -1).T.copy().view("<u4").reshape(len(used), count)
        counts = np.zeros((count, width), np.uint32)
        counts[:, used] = columns.T
        return HistogramRows(stored_steps, counts.reshape(count, self._head.num_layers, -1))

    def _firsts(self, kind: str, end: int) -> NDArray[np.int64]:
        """The indices of the first ones of all pieces."""
        # What the index alone can answer: the table's own pages would be most of the file.
        query = "SELECT first FROM histogram WHERE kind = ? AND first >= ? AND first < ? ORDER BY first LIMIT ?"
        parts, begin = [np.empty(0, np.int64)], 0
        while firsts := self._queries.rows(query, (int,), (kind, begin, end, _AT_ONCE)):
            parts.append(np.array(firsts, np.int64).ravel())
            begin = self._advance(kind, begin, firsts[-1][0])
        return np.concatenate(parts)

    def _places(self, kind: str, condition: str, values: tuple[int, ...]) -> list[tuple[int, NDArray[np.int64]]]:
        """(index of the first, steps) of stored pieces."""
        places = []
        what = f"a {kind} histogram"
        for piece in self._queries.light(what, "histogram", f"WHERE kind = ? {condition}", (kind, *values)):
            _kind, first, count, steps, _size, _size = piece
            if not 0 <= first <= MOST_ROWS:
                raise self._queries.damaged(f"{kind} histogram {first} is out of the way")
            places.append((first, self._steps_of(f"{kind} histogram {first}", steps, count)))
        return places

    def _first_behind(self, kind: str, end: int, after: int) -> int:
        """The index from which on histograms may be of steps behind `after`."""
        first = end
        # From the newest back, so that catching up costs what is new and not what is old.
        while after >= 0 and (place := self._places(kind, "AND first < ? ORDER BY first DESC LIMIT 1", (first,))):
            if place[0][0] >= first:
                raise self._queries.damaged(f"{kind} histograms are out of order")
            first, steps = place[0]
            if (steps <= after).all():
                return first + len(steps)
        return 0

    def _advance(self, kind: str, begin: int, first: int) -> int:
        """Where to go on behind a piece: a damaged index may go round in circles."""
        if first < begin:
            raise self._queries.damaged(f"{kind} histograms are out of order")
        return first + 1

    def _steps_of(self, what: str, data: bytes, count: int) -> NDArray[np.int64]:
        steps = self._integers(what, data, count, "<i8").astype(np.int64)
        self._check_ascend(what, steps)
        return steps

    def _check_ascend(self, what: str, steps: NDArray[np.int64]) -> None:
        if (steps[1:] <= steps[:-1]).any():
            raise self._queries.damaged(f"{what} has steps that do not ascend")

    def _integers(self, what: str, data: bytes, count: int, kind: str) -> NDArray[Any]:
        size = np.dtype(kind).itemsize
        if count < 0 or len(data) != size * count:
            raise self._queries.damaged(f"{what} has {len(data)} bytes and should have {size * count}")
        return np.frombuffer(data, kind)

    def _inflate(self, what: str, data: bytes, size: int) -> bytes:
        unpacker = zlib.decompressobj()
        try:
            # One more than there should be, and never the gigabytes that a hostile blob might hold.
            planes = unpacker.decompress(data, size + 1)
        except zlib.error as error:
            raise self._queries.damaged(f"{what} cannot be inflated") from error
        if len(planes) != size or not unpacker.eof:
            raise self._queries.damaged(f"{what} does not hold the {size} bytes it announces")
        return planes
