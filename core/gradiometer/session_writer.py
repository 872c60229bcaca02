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

import numpy as np
from numpy.typing import NDArray

from gradiometer.envelope import FACTOR, NUM_LEVELS, Blocks, Envelope
from gradiometer.layout import Layout
from gradiometer.outline import Outline
from gradiometer.reports import Event, Finding, HistogramReport, Intervention, Note, Report, Snapshot
from gradiometer.session_database import SessionFileError, connect
from gradiometer.session_file import Session
from gradiometer.session_format import (
    MOST_HISTOGRAM_BYTES,
    HistogramRows,
    Statement,
    Value,
    encode_histograms,
    encode_intervention,
    finding_statement,
    insert,
    note_statement,
    upgrade_of,
)
from gradiometer.session_lock import SessionLock
from gradiometer.session_rows import arrange
from gradiometer.session_storage import (
    StorageError,
    carry_out,
    connect_to_write,
    is_busy,
    made_aside,
    make_tables,
    reason_of,
    set_up_to_write,
)
from gradiometer.session_trials import trial_statement
from gradiometer.session_upgrade import statements_to_go_on, wide_layouts
from gradiometer.trial import Trial

COMMIT_EVERY_S = 0.5
# The last commit is the only one that waits: for readers, whose transactions take milliseconds.
_LAST_PATIENCE_S = 5.0
# A commit completes one block of these levels, if any. Read one by one, those of a long session would take seconds, so
# several share a chunk, which is written anew while it is small.
_FIRST_JOINED = 2
# What SQLite needs for a row besides its blobs.
_ROW_BYTES = 60


class _Stream:
    """Turns the rows of one stream into chunks of every level."""

    def __init__(self, name: str, layout: Layout):
        self._name = name
        self._layout = self._stored = layout
        self._envelope = Envelope(layout.width)
        self._ends = [0] * (NUM_LEVELS + 1)
        self._open: dict[int, tuple[int, Blocks]] = {}
        self.rows: list[NDArray[np.float64]] = []

    def go_on_behind(self, session: Session, stored: Layout) -> None:
        """The rows that a file holds are the first ones. stored: its columns, ours among them."""
        self._stored = stored
        num_rows = session.num_rows[self._name]
        self._ends = [num_rows // FACTOR**level for level in range(NUM_LEVELS + 1)]
        for level, end in enumerate(self._ends[:-1]):
            self._envelope.resume(level, session.blocks(self._name, level, end // FACTOR * FACTOR, end))

    def take_statements(self) -> list[Statement]:
        if not self.rows:
            return []
        rows = np.stack(self.rows)
        self.rows = []
        levels: list[Blocks | NDArray[np.float64]] = [rows, *self._envelope.extend(rows)]
        statements = []
        for level, values in enumerate(levels):
            if len(values):
                if self._stored != self._layout:
                    values = arrange(values, self._layout, self._stored)
                first = self._ends[level]
                self._ends[level] += len(values)
                if level >= _FIRST_JOINED:
                    first, values = self._join(level, first, values)
                data = values.astype("<f8").tobytes()
                row: dict[str, Value] = {"stream": self._name, "level": level, "first": first, "count": len(values)}
                statements.append(insert("chunk", row | {"data": data}, replaces=level >= _FIRST_JOINED))
        return statements

    def _join(self, level: int, first: int, blocks: Blocks) -> tuple[int, Blocks]:
        """The level's newest chunk with these blocks behind it, as long as it is small; else they begin another one."""
        if level in self._open:
            begun, before = self._open[level]
            if len(before) < FACTOR:
                first, blocks = begun, np.concatenate([before, blocks])
        self._open[level] = first, blocks
        return first, blocks


class SessionWriter:
    """Owned by the thread that trains.

    path: the file to make; it must not exist. None keeps the session in memory, to be saved elsewhere later.
    meta: texts for the file, the experiment among them where there is one. behind: the session that `path` holds
    already, which is to grow. compression: of histograms, from 1, the fastest, to 9.
    Raises StorageError where the file cannot be made, session_lock.InUseError where another program writes it, and
    SessionFileError where the session that is to grow is damaged.
    """

    def __init__(
        self,
        path: Path | None,
        outline: Outline,
        meta: dict[str, str] | None = None,
        *,
        behind: Session | None = None,
        compression: int = 1,
    ):
        self.path = path
        columns = outline.layouts
        self._compression = compression
        self._streams = {stream: _Stream(stream, layout) for stream, layout in columns.items()}
        self._histograms: dict[str, list[HistogramReport]] = {}
        self._num_histograms: Counter[str] = Counter()
        self._others: list[Statement] = []
        self._statements: list[Statement] = []
        self._next_commit = time.monotonic() + COMMIT_EVERY_S
        self.num_bytes = 0
        """What all that was measured took so far, snapshots left out."""
        self.failure = ""
        """Why the last commit failed, or an empty text."""
        self.pending_bytes = 0
        """What waits in memory because of that."""
        self.committed_step = -1
        """The newest step of which the file holds rows for good, whatever happens now; -1: there is none."""
        self._encoded_step = -1
        self._is_open = True
        self._lock: SessionLock | None
        if behind is not None:
            assert path is not None
            self._lock, self._database = _take_up(path, behind)
            self._go_on_behind(behind)
            return
        texts = {
            "outline": json.dumps(outline.as_dict()),
            "layouts": json.dumps({stream: layout.counts for stream, layout in columns.items()}),
            "gradiometer_version": version("gradiometer"),
            "id": str(uuid.uuid4()),
            "created": _now(),
            **(meta or {}),
        }
        self._lock, self._database = _create(path, texts)

    def _go_on_behind(self, session: Session) -> None:
        layouts_behind = wide_layouts(session)
        for name, stream in self._streams.items():
            stream.go_on_behind(session, layouts_behind[name])
        self._num_histograms.update(session.num_histograms)
        newest = [int(row[0]) for stream in session.num_rows if (row := session.newest(stream)) is not None]
        self.committed_step = self._encoded_step = max([-1, *newest])
        self._others.append(("DELETE FROM meta WHERE key = 'ended'", ()))

    @property
    def has_pending(self) -> bool:
        """Whether something waits for the next commit."""
        waits = any(stream.rows for stream in self._streams.values()) or any(self._histograms.values())
        return bool(self._statements or self._others or waits)

    def add(self, report: Report | Snapshot) -> None:
        """Keep a report for the next commit."""
        if isinstance(report, Event):
            event: dict[str, Value] = {
                "step": report.step,
                "kind": report.kind,
                "layer": report.layer,
                "text": report.text,
            }
            self._others.append(insert("event", event))
        elif isinstance(report, HistogramReport):
            self._histograms.setdefault(report.kind, []).append(report)
        elif isinstance(report, Intervention):
            self._others.append(insert("intervention", {"step": report.step, "data": encode_intervention(report)}))
        elif isinstance(report, Finding):
            self._others.append(finding_statement(report))
        elif isinstance(report, Trial):
            self._others.append(trial_statement(report))
        elif isinstance(report, Note):
            self._others.append(note_statement(report))
        elif isinstance(report, Snapshot):
            self._others.append(insert("snapshot", report._asdict(), replaces=True))
        else:
            self._streams[report.stream].rows.append(report.values)

    def drop_snapshot(self, step: int) -> None:
        """Make room: the file keeps the space for what comes."""
        self._others.append(("DELETE FROM snapshot WHERE step = ?", (step,)))

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
            carry_out(self._database, self._statements)
        except sqlite3.Error as error:
            return "" if is_busy(error) else self._failed(error)
        self._note_written()
        if self.failure:
            self.failure = ""
            return f"{self.path} is being written again; nothing was lost"
        return ""

    def relocate(self, path: Path) -> None:
        """Copy everything to another file and go on there. The old file stays. Raises StorageError.

        An existing file is replaced, at once and only when the copy is whole. Also possible after `close`.
        """
        self._encode()
        is_the_same = self.path is not None and os.path.realpath(path) == os.path.realpath(self.path)
        # What another session is being written to is not replaced.
        lock = SessionLock(path, alone=not (is_the_same and self._lock))
        try:
            if not self._is_open:
                self._database, self._is_open = self._reopen(), True
            with contextlib.suppress(sqlite3.Error):
                # The old file is left complete, where it can be written at all.
                carry_out(self._database, self._statements)
                self._statements.clear()
            with made_aside(path) as target:
                self._database.backup(target)
                # What the old file did not take goes into the copy, or its place would be taken by one that lacks it.
                carry_out(target, self._statements)
            database = connect_to_write(path)
        except sqlite3.Error as error:
            lock.release()
            raise StorageError(f"{path} cannot be written: {reason_of(error)}") from error
        except StorageError:
            lock.release()
            raise
        self._let_go()
        self._database, self._lock, self._is_open = database, lock, True
        self.path = path
        self.failure = ""
        self._note_written()

    def close(self, *, ends: bool = True) -> str:
        """Write what waits, even if a reader has to be waited for, and let go of the file.

        ends: the file is to say that the session has ended. What has no file then, because it cannot be written, stays
        here for `relocate`; a sentence says so.
        """
        if not self._is_open:
            return ""
        self._database.execute(f"PRAGMA busy_timeout = {_LAST_PATIENCE_S * 1000:.0f}")
        if ends:
            self._others.append(insert("meta", {"key": "ended", "value": _now()}, replaces=True))
        notice = self.commit()
        if self.has_pending:
            reason = self.failure or "another program is reading it"
            return f"{self.path} lacks the newest steps ({reason}): save the session elsewhere"
        if self.path is not None:
            self._let_go()
        return notice

    def abandon(self) -> None:
        """Let go of the file without what still waits."""
        if self._is_open:
            self._let_go()

    def _note_written(self) -> None:
        """Nothing waits any more."""
        self._statements.clear()
        self.pending_bytes = 0
        if self.path is not None:
            self.committed_step = self._encoded_step

    def _let_go(self) -> None:
        self._database.close()
        self._is_open = False
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _reopen(self) -> sqlite3.Connection:
        assert self.path is not None
        if not self.path.exists():
            # SQLite would make an empty one.
            raise StorageError(f"{self.path} is gone and cannot be copied")
        return connect_to_write(self.path)

    def _encode(self) -> None:
        # Encoded once, so that a failed commit can be tried again as it is.
        self._statements += self._others
        self._others = []
        newest = [int(stream.rows[-1][0]) for stream in self._streams.values() if stream.rows]
        self._encoded_step = max([self._encoded_step, *newest])
        fresh = [statement for stream in self._streams.values() for statement in stream.take_statements()]
        for kind, waiting in self._histograms.items():
            while waiting:
                most = max(1, MOST_HISTOGRAM_BYTES // waiting[0].counts.nbytes)
                fresh.append(self._encode_histograms(kind, waiting[:most]))
                del waiting[:most]
        self.num_bytes += sum(_size_of(statement) for statement in fresh)
        self._statements += fresh

    def _encode_histograms(self, kind: str, reports: list[HistogramReport]) -> Statement:
        steps = np.array([each.step for each in reports], np.int64)
        rows = HistogramRows(steps, np.stack([each.counts for each in reports]))
        blobs = dict(zip(("steps", "bins", "data"), encode_histograms(rows, self._compression), strict=True))
        first = self._num_histograms[kind]
        self._num_histograms[kind] += len(reports)
        return insert("histogram", {"kind": kind, "first": first, "count": len(reports), **blobs})

    def _failed(self, error: sqlite3.Error) -> str:
        is_news = not self.failure
        self.failure = reason_of(error)
        self.pending_bytes = sum(_size_of(statement) for statement in self._statements)
        if not is_news:
            return ""
        return (
            f"{self.path} cannot be written ({self.failure}); training goes on and nothing is lost yet: "
            f"free some space or save the session elsewhere"
        )


def _create(path: Path | None, meta: dict[str, str]) -> tuple[SessionLock | None, sqlite3.Connection]:
    """A new file with its tables. It gets its name only when it is whole, so a session file is never half made."""
    if path is None:
        database = connect_to_write(None)
        make_tables(database, meta)
        return None, database
    lock: SessionLock | None = None
    try:
        if path.exists():
            raise StorageError(f"{path} exists already: choose another name")
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = SessionLock(path)
        with made_aside(path) as aside:
            make_tables(aside, meta)
        return lock, connect_to_write(path)
    except (OSError, sqlite3.Error) as error:
        if lock is not None:
            lock.release()
        if isinstance(error, StorageError):
            raise
        raise StorageError(f"{path} cannot be written: {reason_of(error)}") from error


def _take_up(path: Path, session: Session) -> tuple[SessionLock, sqlite3.Connection]:
    """An existing file, with room for what this program records."""
    lock = SessionLock(path)
    database = None
    try:
        # Another program may have written on until it let go.
        session.refresh()
        database = connect(path, "rw")
        if upgrade_of(session.version) or wide_layouts(session) != session.stored_layouts:
            carry_out(database, statements_to_go_on(database, session))
            session.refresh()
        set_up_to_write(database)
        return lock, database
    except (SessionFileError, sqlite3.Error) as error:
        if database is not None:
            database.close()
        lock.release()
        if isinstance(error, SessionFileError):
            raise
        raise StorageError(f"{path} cannot be written: {reason_of(error)}") from error


def _size_of(statement: Statement) -> int:
    return _ROW_BYTES + sum(len(value) for value in statement[1] if isinstance(value, bytes))


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
