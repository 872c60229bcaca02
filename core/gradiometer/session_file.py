"""A session file, opened for reading (its format: session_format.py); what is wrong with it is said in a sentence."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from gradiometer.bins import BINS, SPECIALS, Bins
from gradiometer.envelope import FACTOR, Blocks, as_blocks
from gradiometer.experiment import Experiment
from gradiometer.layout import Layout, layouts
from gradiometer.outline import Outline
from gradiometer.quantities import HISTOGRAMS, MOST_UNITS, QUANTITIES, stream_of
from gradiometer.reports import Event, Intervention
from gradiometer.session_database import SessionFileError, code_of, connect, recover, shorten, status_of
from gradiometer.session_format import (
    APPLICATION_ID,
    HISTOGRAMS_OF_VERSION_1,
    MAJOR,
    MINOR,
    MOST_HISTOGRAM_BYTES,
    OLDEST_MAJOR,
    TABLES,
    HistogramRows,
    decode_intervention,
)
from gradiometer.settings import Reinitialize

# What no honest file exceeds: rows of a chunk, rows of a query, the last step that float64 tells from the next.
_MOST_CHUNK_ROWS = 2**24
_MOST_ROWS = 2**20
_LAST_STEP = 2**53
# What JSON of the wrong shape raises while it is taken apart.
_JUNK = (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError)


class Session:
    """A session file, opened for reading. Values are read when asked for; close it or use it in a `with`.

    path: the file; outline: of the network; experiment: what the trainer ran, None where a loop of the user's own was
    watched; meta: texts such as `created` and `torch_version`; layer_names: from the input on; interventions, events:
    in order.

    Every method raises SessionFileError where the file turns out to be damaged.
    """

    def __init__(self, path: str | Path):
        self.path = Path(path)
        self._database = connect(self.path, "ro")
        try:
            self._check_format()
            self._read_outline()
        except SessionFileError:
            self._database.close()
            raise

    def _check_format(self) -> None:
        """Refuse what is no session, or one of another age."""
        [(application_id,)] = self._query("PRAGMA application_id", (int,))
        if application_id != APPLICATION_ID:
            raise SessionFileError(f"{self.path} is an SQLite file, but not a Gradiometer session")
        [(user_version,)] = self._query("PRAGMA user_version", (int,))
        major, minor = user_version >> 16 & 0xFFFF, user_version & 0xFFFF
        self._is_newer = major == MAJOR and minor > MINOR
        if not OLDEST_MAJOR <= major <= MAJOR:
            raise SessionFileError(
                f"{self.path} has the session format {major}.{minor}, and this program reads {OLDEST_MAJOR}.x to "
                f"{MAJOR}.x: use a {'newer' if major > MAJOR else 'older'} Gradiometer"
            )
        # SQLite fills the last page up with zeros where it is cut off. A living writer only ever makes the file longer.
        [(num_pages, page_size)] = self._query("SELECT * FROM pragma_page_count, pragma_page_size", (int, int))
        size = status_of(self.path).st_size
        if size < num_pages * page_size:
            raise SessionFileError(f"{self.path} is truncated: it has {size} bytes of {num_pages * page_size}")
        # A view, or a column that is computed when it is read, could cost any time and memory.
        tables = {row[1]: row[2] for row in self._query("PRAGMA table_list", (str, str, str, int, int, int))}
        for table in TABLES:
            if tables.get(table) != "table":
                raise self._damaged(f"it has no table {table}")
            columns = self._query(f"PRAGMA table_xinfo({table})", (int, str, str, int, str | None, int, int))
            if any(hidden for *_, hidden in columns):
                raise self._damaged(f"its table {table} computes a column")
        if major == 1:
            self._query(HISTOGRAMS_OF_VERSION_1, ())

    def _read_outline(self) -> None:
        self.meta: Mapping[str, str] = dict(self._query("SELECT key, value FROM meta", (str, str)))
        self.experiment: Experiment | None = None
        try:
            if "experiment" in self.meta:
                self.experiment = Experiment.from_dict(json.loads(self.meta["experiment"]), lenient=self._is_newer)
                self.outline = self.experiment.outline
            else:
                self.outline = Outline.from_dict(json.loads(self.meta["outline"]))
        except KeyError:
            raise self._damaged("it does not say what was trained") from None
        except _JUNK as error:
            raise self._damaged(f"what was trained cannot be read ({error})") from error
        self.layer_names: tuple[str, ...] = self.outline.layer_names
        self.layouts: Mapping[str, Layout] = layouts(len(self.layer_names))
        self.bins: Bins = BINS[self.outline.dtype]
        self._read_columns()
        self.refresh()

    def _read_columns(self) -> None:
        """What the columns of this file mean: another version may measure more, fewer or other quantities."""
        try:
            named = json.loads(self.meta["layouts"])
            # A stream that the file does not know has no rows.
            self._stored = {stream: Layout.of_counts(named.get(stream, {})) for stream in self.layouts}
        except _JUNK as error:
            raise self._damaged("it does not say what its columns mean") from error
        for stream, layout in self.layouts.items():
            for name, (_first, count) in self._stored[stream].columns.items():
                expected = layout.columns.get(name, (0, count))[1]
                if count != expected:
                    raise self._damaged(f"it has {count} columns of {name}, and should have {expected}")

    def refresh(self) -> None:
        """Take up what another writer has added meanwhile. Until then nothing grows, so that lengths fit each other."""
        self.num_rows: Mapping[str, int] = {stream: self.count_rows(stream) for stream in self.layouts}
        self._num_histograms: Mapping[str, int] = {kind: self._count_histograms(kind) for kind in HISTOGRAMS}
        self.interventions: tuple[Intervention, ...] = tuple(self._read_interventions())
        self.events: tuple[Event, ...] = tuple(self._read_events())

    def count_rows(self, stream: str) -> int:
        """How many rows of a stream are in the file by now."""
        query = (
            "SELECT first, count, length(data) FROM chunk WHERE stream = ? AND level = 0 ORDER BY first DESC LIMIT 1"
        )
        for first, count, size in self._query(query, (int, int, int), (stream,)):
            self._check_chunk(f"{stream} chunk 0/{first}", first, count, size, self._stored[stream].width)
            return int(first + count)
        return 0

    @property
    def steps(self) -> NDArray[np.int64]:
        """The measured steps, int64 [num_measured]."""
        return self._steps_of("step")

    @property
    def evaluation_steps(self) -> NDArray[np.int64]:
        """The steps at which the held-out examples were looked at, int64 [num_evaluations]."""
        return self._steps_of("evaluation")

    @property
    def look_steps(self) -> NDArray[np.int64]:
        """The steps at which there was a closer look, int64 [num_looks]."""
        return self._steps_of("look")

    def quantity(self, name: str) -> NDArray[np.float64]:
        """Every value of a quantity: float64 [num_measured, num_layers], [num_measured, 1] for the whole network, or
        [num_measured, num_layers, MOST_UNITS] for single units.

        Rows are those of its stream: `steps`, `look_steps` or `evaluation_steps`. Raises KeyError for an unknown name.
        """
        if name not in QUANTITIES:
            raise KeyError(f"{name} is not a quantity: choose one of {', '.join(QUANTITIES)}")
        values = self._column(stream_of(name), name)
        return values.reshape(-1, len(self.layer_names), MOST_UNITS) if QUANTITIES[name].per_unit else values

    @property
    def loss(self) -> NDArray[np.float64]:
        """The loss of each step's batch, float64 [num_measured]."""
        return self.quantity("loss")[:, 0]

    def histogram_steps(self, kind: str = "weight_gradient") -> NDArray[np.int64]:
        """The steps with a histogram of a kind, int64 [num_histograms]. Raises KeyError for an unknown kind."""
        _check_kind(kind)
        parts = [np.empty(0, np.int64)]
        query = "SELECT first, count, steps FROM histogram WHERE kind = ? AND first < ? ORDER BY first"
        for first, count, data in self._query(query, (int, int, bytes), (kind, self._num_histograms[kind])):
            parts.append(self._integers(data, count, "<i8", f"{kind} histogram {first}").astype(np.int64))
        return np.concatenate(parts)

    def histogram(self, layer: int, kind: str = "weight_gradient") -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """All histograms of a layer: counts int64 [num_histograms, num_bins], edges float64 [num_bins + 1].

        kind: in quantities.HISTOGRAMS. Bins are signed powers of two (see bins.Bins); what lies outside all bins is in
        `specials`. Raises KeyError for an unknown kind.
        """
        parts = [np.empty((0, self.bins.num_bins), np.int64)]
        for rows in self.histogram_rows(kind):
            parts.append(rows.counts[:, layer, : self.bins.num_bins].astype(np.int64))
        return np.concatenate(parts), self.bins.edges

    def specials(self, layer: int, kind: str = "weight_gradient") -> NDArray[np.int64]:
        """Counts of exact zeros, subnormals, Inf and NaN, int64 [num_histograms, 4], in the order of bins.SPECIALS."""
        parts = [np.empty((0, len(SPECIALS)), np.int64)]
        for rows in self.histogram_rows(kind):
            parts.append(rows.counts[:, layer, self.bins.num_bins :].astype(np.int64))
        return np.concatenate(parts)

    def histogram_rows(self, kind: str = "weight_gradient", after: int = -1) -> Iterator[HistogramRows]:
        """Histograms in the order of their steps, a stored piece at a time; pieces that end at `after` are left out.

        Raises KeyError for an unknown kind.
        """
        _check_kind(kind)
        query = (
            "SELECT first, count, steps, bins, data FROM histogram WHERE kind = ? AND first >= ? ORDER BY first LIMIT 1"
        )
        end = self._first_piece_behind(kind, after)
        newest = -1
        while end < self._num_histograms[kind]:
            piece = self._query(query, (int, int, bytes, bytes, bytes), (kind, end))
            what = f"{kind} histogram {end}"
            if not piece or piece[0][0] != end:
                raise self._damaged(f"{what} is missing")
            first, count, *blobs = piece[0]
            end = first + count
            rows = self._decode_histograms(what, count, *blobs)
            if rows.steps[0] <= newest or (rows.steps[1:] <= rows.steps[:-1]).any():
                raise self._damaged(f"{what} has steps that do not ascend")
            newest = int(rows.steps[-1])
            yield rows

    def blocks(self, stream: str, level: int, first: int, last: int) -> Blocks:
        """Blocks [n, 2, width] of a stream between two indices; level 0 blocks are rows."""
        if last <= first:
            return np.empty((0, 2, self.layouts[stream].width))
        # A chunk's length is checked against its neighbour, so only chunks that overlap are asked for.
        query = (
            "SELECT first, count, data FROM chunk WHERE stream = ?1 AND level = ?2 AND first < ?4 AND first >= "
            "IFNULL((SELECT MAX(first) FROM chunk WHERE stream = ?1 AND level = ?2 AND first <= ?3), 0) ORDER BY first"
        )
        parts = []
        expected: int | None = None
        for start, count, data in self._query(query, (int, int, bytes), (stream, level, first, last)):
            if expected is not None and start != expected:
                raise self._damaged(f"{stream} chunk {level}/{start} does not follow the one before it")
            expected = start + count
            values = self._decode_chunk(stream, level, start, count, data)
            parts.append(values[max(0, first - start) : last - start])
        if sum(map(len, parts)) != last - first:
            raise self._damaged(f"{stream} rows {first * FACTOR**level} to {last * FACTOR**level} are missing")
        joined = parts[0] if len(parts) == 1 else np.concatenate(parts)
        self._check_steps(joined[:, 0, 0], stream)
        return as_blocks(joined[:, 0]) if level == 0 else joined

    def copy_to(self, database: sqlite3.Connection) -> None:
        """Copy everything into another database, at one moment of a file that grows. Raises sqlite3.Error."""
        self._database.backup(database)

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _steps_of(self, stream: str) -> NDArray[np.int64]:
        steps = self._column(stream, "step")[:, 0]
        self._check_steps(steps, stream)
        return steps.astype(np.int64)

    def _column(self, stream: str, name: str) -> NDArray[np.float64]:
        """A quantity in all rows of a stream. Read a chunk at a time, so that a writer never waits for long."""
        columns = self.layouts[stream].slice(name)
        parts = [np.empty((0, columns.stop - columns.start))]
        query = (
            "SELECT first, count, data FROM chunk WHERE stream = ? AND level = 0 AND first >= ? ORDER BY first LIMIT 1"
        )
        end = 0
        while end < self.num_rows[stream]:
            chunk = self._query(query, (int, int, bytes), (stream, end))
            if not chunk or chunk[0][0] != end:
                raise self._damaged(f"{stream} rows from {end} on are missing")
            first, count, data = chunk[0]
            end += count
            # A copy, because a view would keep the whole chunk in memory.
            parts.append(self._decode_chunk(stream, 0, first, count, data)[:, 0, columns].copy())
        return np.concatenate(parts)

    def _count_histograms(self, kind: str) -> int:
        query = "SELECT first, count, steps FROM histogram WHERE kind = ? ORDER BY first DESC LIMIT 1"
        for first, count, steps in self._query(query, (int, int, bytes), (kind,)):
            self._integers(steps, count, "<i8", f"{kind} histogram {first}")
            return int(first + count)
        return 0

    def _first_piece_behind(self, kind: str, after: int) -> int:
        """The index from which on histograms may be of steps behind `after`."""
        query = "SELECT first, count, steps FROM histogram WHERE kind = ? AND first < ? ORDER BY first DESC LIMIT 1"
        first = self._num_histograms[kind]
        # From the newest back, so that catching up costs what is new and not what is old.
        while after >= 0 and (piece := self._query(query, (int, int, bytes), (kind, first))):
            first, count, steps = piece[0]
            if (self._integers(steps, count, "<i8", f"{kind} histogram {first}") <= after).all():
                return int(first + count)
        return 0

    def _read_interventions(self) -> Iterator[Intervention]:
        for step, text in self._query("SELECT step, data FROM intervention ORDER BY id", (int, str)):
            try:
                intervention = decode_intervention(step, text, lenient=self._is_newer)
            except _JUNK as error:
                raise self._damaged(f"an intervention at step {step} cannot be read ({error})") from error
            if isinstance(intervention.command, Reinitialize):
                self._check_layers(step, intervention.command.layers or ())
            yield intervention

    def _read_events(self) -> Iterator[Event]:
        query = "SELECT step, kind, text, layer FROM event ORDER BY id"
        for step, kind, text, layer in self._query(query, (int, str, str, int | None)):
            self._check_layers(step, () if layer is None else (layer,))
            yield Event(step, kind, text, layer)

    def _decode_chunk(self, stream: str, level: int, first: int, count: int, data: bytes) -> NDArray[np.float64]:
        """[count, 1 or 2, width] in the columns of this program: NaN where the file has not measured a quantity."""
        sides, stored, layout = 1 if level == 0 else 2, self._stored[stream], self.layouts[stream]
        self._check_chunk(f"{stream} chunk {level}/{first}", first, count, len(data), sides * stored.width)
        values = np.frombuffer(data, "<f8").reshape(count, sides, stored.width)
        if stored == layout:
            return values
        arranged = np.full((count, sides, layout.width), np.nan)
        for name in layout.columns.keys() & stored.columns.keys():
            arranged[..., layout.slice(name)] = values[..., stored.slice(name)]
        return arranged

    def _decode_histograms(self, what: str, count: int, steps: bytes, bins: bytes, data: bytes) -> HistogramRows:
        width = len(self.layer_names) * (self.bins.num_bins + len(SPECIALS))
        stored_steps = self._integers(steps, count, "<i8", what)
        if count < 1 or (count > 1 and 4 * count * width > MOST_HISTOGRAM_BYTES):
            raise self._damaged(f"{what} announces {4 * count * width} bytes of counts at once")
        used = self._integers(bins, len(bins) // 4, "<u4", what)
        if len(used) > width or (len(used) and int(used.max()) >= width):
            raise self._damaged(f"{what} names a bin that does not exist")
        size = 4 * count * len(used)
        unpacker = zlib.decompressobj()
        try:
            planes = unpacker.decompress(data, size + 1)
        except zlib.error as error:
            raise self._damaged(f"{what} cannot be inflated") from error
        if len(planes) != size or not unpacker.eof:
            raise self._damaged(f"{what} does not hold the {size} bytes it announces")
        columns = np.frombuffer(planes, np.uint8).reshape(4, -1).T.copy().view("<u4").reshape(len(used), count)
        counts = np.zeros((count, width), np.uint32)
        counts[:, used] = columns.T
        return HistogramRows(stored_steps.astype(np.int64), counts.reshape(count, len(self.layer_names), -1))

    def _check_chunk(self, what: str, first: int, count: int, size: int, width: int) -> None:
        if first < 0 or not 0 < count <= _MOST_CHUNK_ROWS or size != 8 * count * width:
            raise self._damaged(f"{what} has {size} bytes, which are not {count} rows of {width} numbers")

    def _check_steps(self, steps: NDArray[np.float64], stream: str) -> None:
        # Written so that a NaN fails.
        if len(steps) and not (steps[0] >= 0 and steps[-1] <= _LAST_STEP and (steps[1:] > steps[:-1]).all()):
            raise self._damaged(f"the steps of stream {stream} do not ascend")

    def _check_layers(self, step: int, layers: tuple[int, ...]) -> None:
        for layer in layers:
            if not 0 <= layer < len(self.layer_names):
                raise self._damaged(f"at step {step} it names layer {layer + 1} of {len(self.layer_names)}")

    def _integers(self, data: bytes, count: int, kind: str, what: str) -> NDArray[Any]:
        size = np.dtype(kind).itemsize
        if count < 0 or len(data) != size * count:
            raise self._damaged(f"{what} has {len(data)} bytes and should have {size * count}")
        return np.frombuffer(data, kind)

    def _query(self, query: str, kinds: tuple[Any, ...], values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query. Each value must be of its kind: in a damaged file even STRICT tables hold anything."""
        try:
            try:
                rows = self._fetch(query, values)
            except sqlite3.OperationalError as error:
                if code_of(error) != sqlite3.SQLITE_READONLY_ROLLBACK:
                    raise
                recover(self.path)
                rows = self._fetch(query, values)
        except sqlite3.DatabaseError as error:
            raise self._explain(error) from error
        if len(rows) > _MOST_ROWS:
            raise self._damaged(f"it has more than {_MOST_ROWS} rows where few belong")
        for row in rows:
            for value, kind in zip(row, kinds, strict=True):
                if not isinstance(value, kind):
                    raise self._damaged(
                        f"it holds {type(value).__name__} where {getattr(kind, '__name__', kind)} belongs"
                    )
        return rows

    def _fetch(self, query: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        # All rows at once: a lock is held only while this runs, never between two rows of a slow reader.
        with contextlib.closing(self._database.execute(query, values)) as cursor:
            return cursor.fetchmany(_MOST_ROWS + 1)

    def _explain(self, error: sqlite3.DatabaseError) -> SessionFileError:
        kind = code_of(error) & 0xFF
        if kind == sqlite3.SQLITE_NOTADB:
            return SessionFileError(f"{self.path} is not a Gradiometer session")
        if kind == sqlite3.SQLITE_CORRUPT:
            return SessionFileError(f"{self.path} is a truncated or damaged session: {shorten(str(error))}")
        if kind in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return SessionFileError(f"{self.path} cannot be read now: another program is writing it")
        if kind in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY):
            return SessionFileError(f"{self.path} cannot be read: {error}")
        return self._damaged(str(error))

    def _damaged(self, reason: str) -> SessionFileError:
        return SessionFileError(f"{self.path} is a damaged session: {shorten(reason)}")


def _check_kind(kind: str) -> None:
    if kind not in HISTOGRAMS:
        raise KeyError(f"{kind} is not a kind of histogram: choose one of {', '.join(HISTOGRAMS)}")


def load_session(path: str | Path) -> Session:
    """Open a session file. Raises SessionFileError, whose sentence names the file and the reason."""
    return Session(path)
