"""Writes a session file while its run goes on: one transaction about every half second, and never a wait.

What cannot be written now (the disk is full, a reader holds the file) stays in memory and is tried again.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import time
import uuid
from collections import Counter
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gradiometer.envelope import NUM_LEVELS, Envelope
from gradiometer.layout import layouts
from gradiometer.outline import Outline
from gradiometer.reports import Event, HistogramReport, Intervention, Report
from gradiometer.session_database import journal_of
from gradiometer.session_file import load_session
from gradiometer.session_format import (
    APPLICATION_ID,
    MAJOR,
    MINOR,
    MOST_HISTOGRAM_BYTES,
    SCHEMA,
    HistogramRows,
    encode_histograms,
    encode_intervention,
)

COMMIT_EVERY_S = 0.5
IN_MEMORY = ":memory:"
# The last commit is the only one that waits: for readers, whose transactions take milliseconds.
_LAST_PATIENCE_S = 5.0


class StorageError(OSError):
    """A session that cannot be written. The message is one sentence that names the file and the reason."""


class _Stream:
    """Turns the rows of one stream into chunks of every level."""

    def __init__(self, name: str, width: int):
        self._name = name
        self._envelope = Envelope(width)
        self._ends = [0] * (NUM_LEVELS + 1)
        self.rows: list[NDArray[np.float64]] = []

    def take_statements(self) -> list[tuple[str, tuple[Any, ...]]]:
        if not self.rows:
            return []
        rows = np.stack(self.rows)
        self.rows = []
        statements = []
        for level, values in enumerate([rows, *self._envelope.extend(rows)]):
            if len(values):
                row = (self._name, level, self._ends[level], len(values), values.astype("<f8").tobytes())
                statements.append(("INSERT INTO chunk VALUES(?, ?, ?, ?, ?)", row))
                self._ends[level] += len(values)
        return statements


def copy_session(source: Path, target: Path) -> None:
    """Copy a session, also one that another program is writing; a whole copy alone replaces an existing target.

    Raises SessionFileError where the source cannot be read, StorageError where the target cannot be written.
    """
    aside = _aside(target)
    try:
        with load_session(source) as session, contextlib.closing(_connect(aside)) as database:
            session.copy_to(database)
        _put(aside, target)
    except (OSError, sqlite3.Error) as error:
        # Where the folder itself is the trouble there is nothing to clear.
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
        raise StorageError(f"{target} cannot be written: {_reason(error)}") from error


class SessionWriter:
    """Owned by the thread that trains.

    path: the file to make; it must not exist. None keeps the session in memory, to be saved elsewhere later.
    meta: texts for the file, the experiment among them where there is one.
    Raises StorageError where the file cannot be made.
    """

    def __init__(self, path: Path | None, outline: Outline, meta: dict[str, str] | None = None):
        self.path = path
        columns = layouts(len(outline.layers))
        self._streams = {stream: _Stream(stream, layout.width) for stream, layout in columns.items()}
        self._histograms: dict[str, list[HistogramReport]] = {}
        self._num_histograms: Counter[str] = Counter()
        self._others: list[tuple[str, tuple[Any, ...]]] = []
        self._statements: list[tuple[str, tuple[Any, ...]]] = []
        self._next_commit = time.monotonic() + COMMIT_EVERY_S
        self.failure = ""
        """Why the last commit failed, or an empty text."""
        texts = {
            "outline": json.dumps(outline.as_dict()),
            "layouts": json.dumps({stream: layout.counts for stream, layout in columns.items()}),
            "gradiometer_version": version("gradiometer"),
            "id": str(uuid.uuid4()),
            "created": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            **(meta or {}),
        }
        self._database, self._is_open = _create(path, texts), True

    @property
    def has_pending(self) -> bool:
        """Whether something waits for the next commit."""
        waits = any(stream.rows for stream in self._streams.values()) or any(self._histograms.values())
        return bool(self._statements or self._others or waits)

    def add(self, report: Report) -> None:
        """Keep a report for the next commit."""
        if isinstance(report, Event):
            event = (report.step, report.kind, report.layer, report.text)
            self._others.append(("INSERT INTO event(step, kind, layer, text) VALUES(?, ?, ?, ?)", event))
        elif isinstance(report, HistogramReport):
            self._histograms.setdefault(report.kind, []).append(report)
        elif isinstance(report, Intervention):
            row = (report.step, encode_intervention(report))
            self._others.append(("INSERT INTO intervention(step, data) VALUES(?, ?)", row))
        else:
            self._streams[report.stream].rows.append(report.values)

    def tick(self) -> str:
        """Commit where half a second has gone by. Says, once, that writing begins to fail or works again."""
        now = time.monotonic()
        if now < self._next_commit:
            return ""
        self._next_commit = now + COMMIT_EVERY_S
        return self.commit()

    def commit(self) -> str:
        """Write everything that waits, in one transaction; on failure it goes on waiting. Says the same as `tick`."""
        self._encode()
        if not self._statements:
            return ""
        try:
            self._write_to(self._database)
        except sqlite3.Error as error:
            if isinstance(error, sqlite3.OperationalError) and _is_busy(error):
                return ""
            return self._failed(error)
        self._statements.clear()
        if self.failure:
            self.failure = ""
            return f"{self.path} is being written again; nothing was lost"
        return ""

    def relocate(self, path: Path) -> None:
        """Copy everything to another file and go on there. The old file stays. Raises StorageError.

        An existing file is replaced, at once and only when the copy is whole. Also possible after `close`.
        """
        self._encode()
        aside = _aside(path)
        try:
            if not self._is_open:
                self._database, self._is_open = self._reopen(), True
            with contextlib.suppress(sqlite3.Error):
                # The old file is left complete, where it can be written at all.
                self._write_to(self._database)
                self._statements.clear()
            aside.unlink(missing_ok=True)
            with contextlib.closing(_connect(aside)) as target:
                self._database.backup(target)
                # What the old file did not take goes into the copy, or its place would be taken by one that lacks it.
                self._write_to(target)
            _put(aside, path)
            database = _connect(path)
        except StorageError:
            raise
        except (OSError, sqlite3.Error) as error:
            with contextlib.suppress(OSError):
                aside.unlink(missing_ok=True)
            raise StorageError(f"{path} cannot be written: {_reason(error)}") from error
        self._statements.clear()
        self._database.close()
        self._database = database
        self.path = path
        self.failure = ""

    def close(self) -> str:
        """Write what waits, even if a reader has to be waited for, and let go of the file.

        What has no file then, because it cannot be written, stays here for `relocate`; a sentence says so.
        """
        if not self._is_open:
            return ""
        self._database.execute(f"PRAGMA busy_timeout = {_LAST_PATIENCE_S * 1000:.0f}")
        notice = self.commit()
        if self.has_pending:
            reason = self.failure or "another program is reading it"
            return f"{self.path} lacks the newest steps ({reason}): save the session elsewhere"
        if self.path is not None:
            self._database.close()
            self._is_open = False
        return notice

    def _reopen(self) -> sqlite3.Connection:
        assert self.path is not None
        if not self.path.exists():
            # SQLite would make an empty one.
            raise StorageError(f"{self.path} is gone and cannot be copied")
        return _connect(self.path)

    def _write_to(self, database: sqlite3.Connection) -> None:
        """Write what waits in one transaction. On sqlite3.Error nothing is written."""
        try:
            database.execute("BEGIN IMMEDIATE")
            for statement, values in self._statements:
                database.execute(statement, values)
            database.execute("COMMIT")
        except sqlite3.Error:
            if database.in_transaction:
                with contextlib.suppress(sqlite3.Error):
                    database.execute("ROLLBACK")
            raise

    def _encode(self) -> None:
        # Encoded once, so that a failed commit can be tried again as it is.
        self._statements += self._others
        self._others = []
        for stream in self._streams.values():
            self._statements += stream.take_statements()
        for kind, waiting in self._histograms.items():
            while waiting:
                most = max(1, MOST_HISTOGRAM_BYTES // waiting[0].counts.nbytes)
                steps, counts = [each.step for each in waiting[:most]], [each.counts for each in waiting[:most]]
                rows = HistogramRows(np.array(steps, np.int64), np.stack(counts))
                values = (kind, self._num_histograms[kind], len(steps), *encode_histograms(rows))
                self._statements.append(("INSERT INTO histogram VALUES(?, ?, ?, ?, ?, ?)", values))
                self._num_histograms[kind] += len(steps)
                del waiting[:most]

    def _failed(self, error: sqlite3.Error) -> str:
        is_news = not self.failure
        self.failure = _reason(error)
        if not is_news:
            return ""
        return (
            f"{self.path} cannot be written ({self.failure}); training goes on and nothing is lost yet: "
            f"free some space or save the session elsewhere"
        )


def _create(path: Path | None, meta: dict[str, str]) -> sqlite3.Connection:
    """A new file with its tables. It gets its name only when it is whole, so a session file is never half made."""
    if path is None:
        database = _connect(None)
        _fill(database, meta)
        return database
    aside = _aside(path)
    try:
        if path.exists():
            raise StorageError(f"{path} exists already: choose another name")
        path.parent.mkdir(parents=True, exist_ok=True)
        aside.unlink(missing_ok=True)
        with contextlib.closing(_connect(aside)) as database:
            _fill(database, meta)
        _put(aside, path)
        return _connect(path)
    except StorageError:
        raise
    except (OSError, sqlite3.Error) as error:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
        raise StorageError(f"{path} cannot be written: {_reason(error)}") from error


def _aside(path: Path) -> Path:
    """Where a file is made before it gets its name."""
    return path.with_name(f".{path.name}.{os.getpid()}.partial")


def _put(aside: Path, path: Path) -> None:
    """Give a whole file its name. Raises OSError."""
    # A journal that a killed session of that name left would be applied to this one, and ruin it.
    journal_of(path).unlink(missing_ok=True)
    os.replace(aside, path)


def _connect(path: Path | None) -> sqlite3.Connection:
    database = sqlite3.connect(
        IN_MEMORY if path is None else path, isolation_level=None, timeout=0, check_same_thread=False
    )
    # 16 KiB pages suit blobs of some hundred kB; NORMAL leaves out one of three waits for the disk, and a killed
    # process loses nothing either way.
    database.execute("PRAGMA page_size = 16384")
    database.execute("PRAGMA journal_mode = DELETE")
    database.execute("PRAGMA synchronous = NORMAL")
    return database


def _fill(database: sqlite3.Connection, meta: dict[str, str]) -> None:
    # One transaction: each of its own would wait for the disk, 45 ms in all.
    database.execute("BEGIN")
    database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    database.execute(f"PRAGMA user_version = {MAJOR << 16 | MINOR}")
    for statement in SCHEMA.split(";"):
        database.execute(statement)
    database.executemany("INSERT INTO meta VALUES(?, ?)", meta.items())
    database.execute("COMMIT")


def _is_busy(error: sqlite3.OperationalError) -> bool:
    return error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _reason(error: Exception) -> str:
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)
