"""The session file: one SQLite file that holds everything one training run said.

Nothing is ever unpickled: structure is JSON, numbers are little-endian blobs whose lengths are checked when read.

    meta(key, value)                                experiment, layer names, versions, ...
    chunk(stream, level, first, count, data)        float64 [count, 1 or 2, width]: rows, or min/max blocks
    histogram(first, count, steps, bins, data)      sparse columns of uint32 [count, num_layers, num_bins + 4]
    intervention(id, step, data)                    JSON
    event(id, step, kind, layer, text)
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import struct
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from gradiometer.bins import BINS, SPECIALS, Bins
from gradiometer.envelope import FACTOR, Blocks, as_blocks
from gradiometer.experiment import Experiment
from gradiometer.fields import FieldError
from gradiometer.layout import EVALUATION_LAYOUT, EVALUATION_QUANTITIES, QUANTITIES, Layout, step_layout
from gradiometer.reports import Event, Intervention
from gradiometer.settings import Reinitialize, Settings

APPLICATION_ID = 0x47524144  # "GRAD"
MAJOR, MINOR = 1, 0
"""Another major version cannot be read; a higher minor one only adds."""

SCHEMA = """
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE chunk(stream TEXT NOT NULL, level INTEGER NOT NULL, first INTEGER NOT NULL, count INTEGER NOT NULL,
    data BLOB NOT NULL, PRIMARY KEY(stream, level, first)) STRICT;
CREATE TABLE histogram(first INTEGER PRIMARY KEY, count INTEGER NOT NULL, steps BLOB NOT NULL, bins BLOB NOT NULL,
    data BLOB NOT NULL) STRICT;
CREATE TABLE intervention(id INTEGER PRIMARY KEY, step INTEGER NOT NULL, data TEXT NOT NULL) STRICT;
CREATE TABLE event(id INTEGER PRIMARY KEY, step INTEGER NOT NULL, kind TEXT NOT NULL, layer INTEGER,
    text TEXT NOT NULL) STRICT;
"""
_MOST_CHUNK_ROWS = 2**24
_HEADER_SIZE = 100


class SessionFileError(ValueError):
    """A file that is not a readable session. The message is one sentence that names the file and the reason."""


class HistogramRows(NamedTuple):
    """Histograms of a few steps. steps: int64 [n]; counts: uint32 [n, num_layers, num_bins + 4]."""

    steps: NDArray[np.int64]
    counts: NDArray[np.uint32]


def encode_intervention(intervention: Intervention) -> str:
    """As JSON."""
    command = intervention.command
    data: dict[str, Any] = {
        "before": intervention.before.as_dict(),
        "after": intervention.after.as_dict(),
        "effect": intervention.effect,
    }
    if isinstance(command, Reinitialize):
        layers = None if command.layers is None else list(command.layers)
        data["reinitialize"] = {"scheme": command.scheme, "layers": layers, "seed": command.seed}
    return json.dumps(data)


def decode_intervention(step: int, text: str) -> Intervention:
    """The inverse. Raises ValueError (KeyError and TypeError for junk) where the text does not fit."""
    data = json.loads(text)
    before, after = Settings.from_dict(data["before"]), Settings.from_dict(data["after"])
    command: Settings | Reinitialize = after
    if "reinitialize" in data:
        drawn = data["reinitialize"]
        layers = drawn["layers"]
        command = Reinitialize(
            scheme=drawn["scheme"],
            layers=None if layers is None else tuple(map(int, layers)),
            seed=int(drawn["seed"]),
        )
    return Intervention(step, command, before, after, str(data["effect"]))


def encode_histograms(rows: HistogramRows) -> tuple[bytes, bytes, bytes]:
    """(steps, bins, data): only columns where anything was counted, transposed and deflated."""
    flat = rows.counts.reshape(len(rows.counts), -1)
    used = np.flatnonzero(flat.any(axis=0))
    columns = np.ascontiguousarray(flat[:, used].T)
    # Byte planes apart: the high bytes of counts are nearly all zero.
    planes = columns.astype("<u4").view(np.uint8).reshape(-1, 4).T
    data = zlib.compress(np.ascontiguousarray(planes).tobytes(), 1)
    return rows.steps.astype("<i8").tobytes(), used.astype("<u4").tobytes(), data


class Session:
    """A session file, opened for reading. Values are read when asked for; close it or use it in a `with`.

    path: the file; experiment: what it ran; meta: texts such as `created` and `torch_version`;
    layer_names: from the input on; interventions, events: in order.

    Every method raises SessionFileError where the file turns out to be damaged.
    """

    def __init__(self, path: str | Path):
        self.path = Path(path)
        _check_header(self.path)
        self._database = _open_for_reading(self.path)
        try:
            self._read_outline()
        except SessionFileError:
            self._database.close()
            raise

    def _read_outline(self) -> None:
        self.meta: Mapping[str, str] = {str(k): str(v) for k, v in self._query("SELECT key, value FROM meta")}
        try:
            self.experiment = Experiment.from_dict(json.loads(self.meta["experiment"]))
        except KeyError:
            raise self._damaged("it holds no experiment") from None
        except (FieldError, TypeError, AttributeError, ValueError, RecursionError) as error:
            raise self._damaged(f"its experiment cannot be read ({error})") from error
        self.layer_names: tuple[str, ...] = self.experiment.layer_names
        self.layouts: Mapping[str, Layout] = {
            "step": step_layout(len(self.layer_names)),
            "evaluation": EVALUATION_LAYOUT,
        }
        self.bins: Bins = BINS[self.experiment.dtype]
        self.refresh()

    def refresh(self) -> None:
        """Read what another writer has added meanwhile."""
        self.num_rows: Mapping[str, int] = {stream: self._count_rows(stream) for stream in self.layouts}
        self.interventions: tuple[Intervention, ...] = tuple(self._read_interventions())
        self.events: tuple[Event, ...] = tuple(
            Event(int(step), str(kind), str(text), None if layer is None else int(layer))
            for step, kind, layer, text in self._query("SELECT step, kind, layer, text FROM event ORDER BY id")
        )

    @property
    def steps(self) -> NDArray[np.int64]:
        """The measured steps, int64 [num_measured]."""
        return self._column("step", "step")[:, 0].astype(np.int64)

    @property
    def evaluation_steps(self) -> NDArray[np.int64]:
        """The steps at which the held-out examples were looked at, int64 [num_evaluations]."""
        return self._column("evaluation", "step")[:, 0].astype(np.int64)

    def quantity(self, name: str) -> NDArray[np.float64]:
        """Every value of a quantity: float64 [num_measured, num_layers], or [num_measured, 1] for the whole network.

        Held-out quantities have [num_evaluations, 1]. Raises KeyError for an unknown name.
        """
        if name not in QUANTITIES:
            raise KeyError(f"{name} is not a quantity: choose one of {', '.join(QUANTITIES)}")
        return self._column("evaluation" if name in EVALUATION_QUANTITIES else "step", name)

    @property
    def loss(self) -> NDArray[np.float64]:
        """The loss of each step's batch, float64 [num_measured]."""
        return self.quantity("loss")[:, 0]

    @property
    def histogram_steps(self) -> NDArray[np.int64]:
        """The steps with a histogram, int64 [num_histograms]."""
        parts = [np.empty(0, np.int64)]
        for first, count, data in self._query("SELECT first, count, steps FROM histogram ORDER BY first"):
            parts.append(self._integers(data, count, "<i8", f"histogram {first}").astype(np.int64))
        return np.concatenate(parts)

    def histogram(self, layer: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """All histograms of a layer's weight gradient: counts int64 [num_histograms, num_bins], edges [num_bins + 1].

        Bins are signed powers of two (see bins.Bins); what lies outside all bins is in `specials`.
        """
        parts = [np.empty((0, self.bins.num_bins), np.int64)]
        parts += [rows.counts[:, layer, : self.bins.num_bins].astype(np.int64) for rows in self.histogram_rows()]
        return np.concatenate(parts), self.bins.edges

    def specials(self, layer: int) -> NDArray[np.int64]:
        """Counts of exact zeros, subnormals, Inf and NaN, int64 [num_histograms, 4], in the order of bins.SPECIALS."""
        parts = [np.empty((0, len(SPECIALS)), np.int64)]
        parts += [rows.counts[:, layer, self.bins.num_bins :].astype(np.int64) for rows in self.histogram_rows()]
        return np.concatenate(parts)

    def histogram_rows(self, after: int = -1) -> Iterator[HistogramRows]:
        """Histograms in the order of their steps, a stored piece at a time; pieces that end at `after` are left out."""
        width = len(self.layer_names) * (self.bins.num_bins + len(SPECIALS))
        query = "SELECT first, count, steps, bins, data FROM histogram WHERE first > ? ORDER BY first LIMIT 1"
        piece = self._query(query, (-1,))
        while piece:
            first, count, steps, bins, data = piece[0]
            piece = self._query(query, (first,))
            what = f"histogram {first}"
            stored_steps = self._integers(steps, count, "<i8", what)
            if count == 0 or stored_steps[-1] <= after:
                continue
            if len(bins) % 4 or len(bins) // 4 > width:
                raise self._damaged(f"{what} names {len(bins) // 4} bins of {width}")
            used = self._integers(bins, len(bins) // 4, "<u4", what)
            if len(used) and int(used.max()) >= width:
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
            yield HistogramRows(stored_steps.astype(np.int64), counts.reshape(count, len(self.layer_names), -1))

    def blocks(self, stream: str, level: int, first: int, last: int) -> Blocks:
        """Blocks [n, 2, width] of a stream between two indices; level 0 blocks are rows."""
        width, sides = self.layouts[stream].width, 1 if level == 0 else 2
        # A chunk's length is checked against its neighbour, so only chunks that overlap are asked for.
        query = (
            "SELECT first, count, data FROM chunk WHERE stream = ?1 AND level = ?2 AND first < ?4 AND first >= "
            "COALESCE((SELECT MAX(first) FROM chunk WHERE stream = ?1 AND level = ?2 AND first <= ?3), 0) ORDER BY first"
        )
        parts = []
        expected: int | None = None
        for start, count, data in self._query(query, (stream, level, first, last)):
            what = f"{stream} chunk {level}/{start}"
            if (expected is not None and start != expected) or not 0 < count <= _MOST_CHUNK_ROWS:
                raise self._damaged(f"{what} does not follow the one before it")
            expected = start + count
            values = self._floats(data, count * sides * width, what).reshape(count, sides, width)
            parts.append(values[max(0, first - start) : last - start])
        if not parts or sum(map(len, parts)) != last - first:
            if last <= first:
                return np.empty((0, 2, width))
            raise self._damaged(f"{stream} rows {first * FACTOR**level} to {last * FACTOR**level} are missing")
        joined = parts[0] if len(parts) == 1 else np.concatenate(parts)
        return as_blocks(joined[:, 0]) if sides == 1 else joined

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _column(self, stream: str, name: str) -> NDArray[np.float64]:
        layout = self.layouts[stream]
        parts = [np.empty((0, layout.columns[name][1]))]
        query = "SELECT first, count, data FROM chunk WHERE stream = ? AND level = 0 ORDER BY first"
        expected = 0
        for first, count, data in self._query(query, (stream,)):
            what = f"{stream} chunk 0/{first}"
            if first != expected:
                raise self._damaged(f"{what} does not follow the one before it")
            expected += count
            values = self._floats(data, count * layout.width, what).reshape(-1, layout.width)
            parts.append(values[:, layout.slice(name)])
        return np.concatenate(parts)

    def _count_rows(self, stream: str) -> int:
        query = "SELECT first + count FROM chunk WHERE stream = ? AND level = 0 ORDER BY first DESC LIMIT 1"
        for (end,) in self._query(query, (stream,)):
            return int(end)
        return 0

    def _read_interventions(self) -> Iterator[Intervention]:
        for step, text in self._query("SELECT step, data FROM intervention ORDER BY id"):
            try:
                yield decode_intervention(int(step), text)
            except (KeyError, TypeError, ValueError, RecursionError) as error:
                raise self._damaged(f"an intervention at step {step} cannot be read ({error})") from error

    def _floats(self, data: bytes, count: int, what: str) -> NDArray[np.float64]:
        if len(data) != 8 * count:
            raise self._damaged(f"{what} has {len(data)} bytes and should have {8 * count}")
        return np.frombuffer(data, "<f8")

    def _integers(self, data: bytes, count: int, kind: str, what: str) -> NDArray[Any]:
        size = np.dtype(kind).itemsize
        if count < 0 or len(data) != size * count:
            raise self._damaged(f"{what} has {len(data)} bytes and should have {size * count}")
        return np.frombuffer(data, kind)

    def _query(self, query: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        # All rows at once: a lock is held only while this runs, never between two rows of a slow reader.
        try:
            return self._database.execute(query, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise self._damaged(str(error)) from error

    def _damaged(self, reason: str) -> SessionFileError:
        return SessionFileError(f"{self.path} is a damaged session: {reason}")


def load_session(path: str | Path) -> Session:
    """Open a session file. Raises SessionFileError, whose sentence names the file and the reason."""
    return Session(path)


def journal_of(path: Path) -> Path:
    """Where SQLite keeps the journal of a commit under way."""
    return path.with_name(path.name + "-journal")


def _check_header(path: Path) -> None:
    """Refuse what is no session before SQLite looks at it. Raises SessionFileError."""
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER_SIZE)
            size = file.seek(0, os.SEEK_END)
    except OSError as error:
        raise SessionFileError(f"{path} cannot be opened: {error.strerror}") from error
    if len(header) < _HEADER_SIZE or header[:16] != b"SQLite format 3\x00":
        raise SessionFileError(f"{path} is not a Gradiometer session")
    user_version, application_id = struct.unpack(">I4xI", header[60:72])
    if application_id != APPLICATION_ID:
        raise SessionFileError(f"{path} is an SQLite file, but not a Gradiometer session")
    major, minor = user_version >> 16, user_version & 0xFFFF
    if major != MAJOR:
        raise SessionFileError(
            f"{path} has the session format {major}.{minor}, and this program reads {MAJOR}.x: "
            f"use a {'newer' if major > MAJOR else 'older'} Gradiometer"
        )
    page_size = struct.unpack(">H", header[16:18])[0] or 65536
    page_size = 65536 if page_size == 1 else page_size
    num_pages, valid_for, change_counter = (struct.unpack(">I", header[a : a + 4])[0] for a in (28, 92, 24))
    if valid_for == change_counter and size < num_pages * page_size and not journal_of(path).exists():
        raise SessionFileError(f"{path} is truncated: it has {size} bytes of {num_pages * page_size}")


def _open_for_reading(path: Path) -> sqlite3.Connection:
    """A read-only connection; a commit that a killed writer left half done is rolled back first."""
    if journal_of(path).exists():
        _recover(path)
    try:
        uri = path.absolute().as_uri() + "?mode=ro"
        return sqlite3.connect(uri, uri=True, timeout=2.0, isolation_level=None, check_same_thread=False)
    except sqlite3.Error as error:
        raise SessionFileError(f"{path} cannot be opened: {error}") from error


def _recover(path: Path) -> None:
    try:
        database = sqlite3.connect(path.absolute().as_uri() + "?mode=rw", uri=True, timeout=2.0)
        with contextlib.closing(database):
            # SQLite rolls a hot journal back at the first read; one that a living writer holds it leaves alone.
            database.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
            raise SessionFileError(
                f"{path} was being written when its program ended, and its folder is read-only, so "
                f"{journal_of(path).name} cannot be applied: copy both files to a folder that can be written to"
            ) from error
        raise SessionFileError(f"{path} cannot be recovered from {journal_of(path).name}: {error}") from error
    except sqlite3.DatabaseError as error:
        raise SessionFileError(f"{path} is a damaged session: {error}") from error
