"""Whether a session file is sound: everything in it is read, recomputed where it can be, and every problem is named.

The file is looked at as it was at one moment, a row at a time: the memory this takes does not grow with the file, and
a writer at work is not held up.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import SafetensorError, deserialize

from gradiometer.envelope import FACTOR, NUM_LEVELS, reduce_blocks
from gradiometer.quantities import HISTOGRAMS
from gradiometer.session_database import DamageError, SessionFileError, journal_of
from gradiometer.session_happenings import event_of, finding_of, intervention_of, trial_of
from gradiometer.session_head import JUNK, Head, read_meta
from gradiometer.session_histograms import StoredHistograms
from gradiometer.session_query import Queries
from gradiometer.session_rows import StreamRows

_MOST_PROBLEMS = 1000
# Rows whose keys are asked for at once; bytes of rows whose blocks are recomputed at once.
_KEYS = 1000
_AT_ONCE_BYTES = 2**24
_LEAST, _LARGEST = -(2**63), 2**63 - 1


@dataclass
class Soundness:
    """What the check of a session file has found.

    problems: a sentence each, without the file's name; remarks: what is no damage and worth knowing; version: of the
    format; num_rows: that were read, by table; num_blobs, num_bytes: that these hold, texts left out; num_unchecked:
    rows without a checksum; num_blocks: min/max blocks that were recomputed.
    """

    path: Path
    version: tuple[int, int] | None = None
    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    num_rows: dict[str, int] = field(default_factory=dict)
    num_blobs: int = 0
    num_bytes: int = 0
    num_unchecked: int = 0
    num_blocks: int = 0

    @property
    def is_sound(self) -> bool:
        return not self.problems

    def add(self, problem: str) -> None:
        """Note a problem, once."""
        if problem not in self.problems and len(self.problems) < _MOST_PROBLEMS:
            self.problems.append(problem)


def check_session(path: Path) -> Soundness:
    """Check a session file, also one that is being written.

    It is not changed, but for what every reader does: a commit that was never finished is rolled back, and that is
    remarked. Raises SessionFileError where it is no session, or cannot be opened or read.
    """
    soundness = Soundness(path)
    had_journal = journal_of(path.resolve()).exists()
    try:
        queries = Queries(path)
    except DamageError as error:
        soundness.add(error.reason)
        return soundness
    try:
        _Check(queries, soundness).run()
    finally:
        queries.close()
    if queries.was_torn:
        soundness.remarks.append(
            f"its writer was killed in the middle of a commit, which was rolled back from {journal_of(path).name}"
        )
    elif had_journal and journal_of(path.resolve()).exists():
        soundness.remarks.append(f"{journal_of(path).name} lies beside it and has nothing to roll back")
    return soundness


class _Check:
    """The check of one file, part by part; what is wrong in one keeps no other from being done."""

    def __init__(self, queries: Queries, soundness: Soundness):
        self._queries = queries
        self._soundness = soundness
        self._ends: dict[tuple[str, int], int] = {}
        soundness.version = queries.version

    def run(self) -> None:
        self._attempt("rows", self._fix_moment)
        self._attempt("keys", self._check_keys)
        self._attempt("checksums", self._count_unchecked)
        self._attempt("SQLite's own check", self._check_database)
        texts: dict[str, str] = {}
        self._attempt(
            "the texts", lambda: texts.update(row for _rowid, row in self._walk("meta", "a text") if row is not None)
        )
        heads: list[Head] = []
        self._attempt("the texts", lambda: heads.append(Head.read(self._queries, texts)))
        head = heads[0] if heads else None
        self._attempt("interventions, events, findings, trials and notes", lambda: self._check_happenings(head))
        if "snapshot" in self._queries.tables:
            self._attempt("snapshots", self._check_snapshots)
        self._attempt("rows", lambda: self._check_streams(head))
        self._attempt("histograms", lambda: self._check_kinds(head))
        if self._soundness.problems:
            self._refuse_if_rewritten(texts)

    def _attempt(self, what: str, act: Callable[[], object]) -> None:
        try:
            act()
        except DamageError as error:
            by_sqlite = isinstance(error.__cause__, sqlite3.Error)
            self._soundness.add(f"{what}: {error.reason}" if by_sqlite else error.reason)

    def _fix_moment(self) -> None:
        """How far each level of each stream reaches: what comes later is left out, so that they fit each other."""
        # SQLite takes the count from the row of the maximum.
        query = "SELECT stream, level, MAX(first), count FROM chunk GROUP BY stream, level"
        self._ends = {
            (stream, level): first + count
            for stream, level, first, count in self._queries.rows(query, (str, int, int, int))
        }

    def _check_keys(self) -> None:
        """Whoever goes from number to number passes over a key that is none."""
        for table in ("chunk", "histogram"):
            query = f"SELECT COUNT(*) FROM {table} WHERE typeof(first) <> 'integer'"
            [(number,)] = self._queries.rows(query, (int,))
            if number:
                self._soundness.add(f"in table {table} {number} rows have a key that is no number")

    def _count_unchecked(self) -> None:
        for table in self._queries.tables:
            [(number,)] = self._queries.rows(f"SELECT COUNT(*) FROM {table} WHERE checksum IS NULL", (int,))
            self._soundness.num_unchecked += number

    def _check_database(self) -> None:
        for (said,) in self._queries.rows(f"PRAGMA integrity_check({_MOST_PROBLEMS})", (str,)):
            if said != "ok":
                self._soundness.add(f"SQLite says: {' '.join(said.split())[:200]}")

    def _check_happenings(self, head: Head | None) -> None:
        tables: dict[str, tuple[str, Callable[[Queries, Head, tuple[Any, ...]], object] | None]] = {
            "intervention": ("an intervention", intervention_of),
            "event": ("an event", event_of),
            "finding": ("a finding", finding_of),
            "trial": ("a trial", trial_of),
            "note": ("a note", None),
        }
        for table, (what, make) in tables.items():
            if table not in self._queries.tables:
                continue
            for _rowid, row in self._walk(table, what):
                if row is not None and head is not None and make is not None:
                    try:
                        make(self._queries, head, row)
                    except DamageError as error:
                        self._soundness.add(error.reason)

    def _check_snapshots(self) -> None:
        for step, row in self._walk("snapshot", "the snapshot at step {}"):
            if row is not None and (reason := _fault_of_snapshot(row[2], row[3])):
                self._soundness.add(f"the snapshot at step {step} cannot be read ({reason})")

    def _check_streams(self, head: Head | None) -> None:
        rows = None if head is None else StreamRows(self._queries, head)
        ends: dict[tuple[str, int], int | None] = {}
        for stream, level in self._ends:
            is_known = head is not None and stream in head.layouts and 0 <= level <= NUM_LEVELS
            if head is not None and not is_known and not self._queries.is_newer:
                self._soundness.add(f"it has rows of an unknown stream, {stream} of level {level}")
            ends[stream, level] = self._follow_chunks(stream, level, rows if is_known else None)
        if head is not None and rows is not None:
            for stream in head.layouts:
                for level in range(1, NUM_LEVELS + 1):
                    below, end = ends.get((stream, level - 1), 0), ends.get((stream, level), 0)
                    if below is not None and end is not None:
                        self._check_level(rows, stream, level, below, end, head.layouts[stream].width)

    def _follow_chunks(self, stream: str, level: int, rows: StreamRows | None) -> int | None:
        """Read all chunks of a level; returns where they end, None where that is not known."""
        follower = _Follower(self._soundness, f"stream {stream}, level {level}: {'blocks' if level else 'rows'}")
        what, where = f"{stream} chunk {level}/{{}}", "stream = ? AND level = ? AND"
        end = self._ends[stream, level]
        for first, row in self._walk("chunk", what, where, (stream, level), "first", end):
            steps = None
            if row is not None and rows is not None:
                try:
                    steps = rows.decode(*row)[:, 0, 0]
                    if level == 0:
                        rows.check_steps(stream, steps)
                except DamageError as error:
                    self._soundness.add(error.reason)
            follower.take(first, None if row is None else row[3], steps)
        # The newest chunk of a high level is written anew as it grows.
        return None if follower.end is None else min(follower.end, end)

    def _check_level(self, rows: StreamRows, stream: str, level: int, below: int, end: int, width: int) -> None:
        """Whether the blocks of a level are the extremes of those of the level below. below, end: how many each has."""
        if end != below // FACTOR:
            self._soundness.add(f"{stream} has {end} blocks of level {level} where {below // FACTOR} belong")
        size = max(1, _AT_ONCE_BYTES // (16 * width * FACTOR))
        for first in range(0, min(end, below // FACTOR), size):
            last = min(first + size, end, below // FACTOR)
            try:
                blocks = rows.blocks(stream, level, first, last)
                expected = reduce_blocks(rows.blocks(stream, level - 1, first * FACTOR, last * FACTOR), FACTOR)
            except DamageError:
                # Named already, when the chunk was read.
                continue
            self._soundness.num_blocks += last - first
            wrong = ~((blocks == expected) | (np.isnan(blocks) & np.isnan(expected))).all(axis=(1, 2))
            for index in np.flatnonzero(wrong).tolist():
                self._soundness.add(
                    f"{stream} block {first + index} of level {level} does not hold the extremes of its rows"
                )

    def _check_kinds(self, head: Head | None) -> None:
        histograms = None if head is None else StoredHistograms(self._queries, head)
        for (kind,) in self._queries.rows("SELECT DISTINCT kind FROM histogram", (str,)):
            if kind not in HISTOGRAMS and not self._queries.is_newer:
                self._soundness.add(f"it has histograms of an unknown kind, {kind}")
            follower = _Follower(self._soundness, f"{kind} histograms")
            for first, row in self._walk("histogram", f"{kind} histogram {{}}", "kind = ? AND", (kind,), "first"):
                steps = None
                if row is not None and histograms is not None and kind in HISTOGRAMS:
                    try:
                        steps = histograms.decode(*row).steps
                    except DamageError as error:
                        self._soundness.add(error.reason)
                follower.take(first, None if row is None else row[2], steps)

    def _walk(
        self,
        table: str,
        what: str,
        where: str = "",
        values: tuple[str | int, ...] = (),
        key: str = "rowid",
        end: int = _LARGEST + 1,
    ) -> Iterator[tuple[int, tuple[Any, ...] | None]]:
        """(key, row) of all rows of a table, or of some, in the order of a key; None where a row is damaged.

        what: a row is, with the key in place of {}; where: which rows, up to an AND; end: of the keys.
        """
        after = _LEAST
        query = f"SELECT {key} FROM {table} WHERE {where} {key} >= ? AND {key} <= ? ORDER BY {key} LIMIT {_KEYS}"
        while keys := self._queries.rows(query, (int,), (*values, after, max(_LEAST, min(end - 1, _LARGEST)))):
            for (at,) in keys:
                # A damaged index may go round in circles.
                if at < after:
                    raise self._queries.damaged(f"the index of table {table} does not ascend")
                after = min(at + 1, _LARGEST)
                yield at, self._read(what.replace("{}", str(at)), table, f"WHERE {where} {key} = ?", (*values, at))
            if keys[-1][0] == _LARGEST:
                return

    def _read(self, what: str, table: str, where: str, values: tuple[str | int, ...]) -> tuple[Any, ...] | None:
        """One row; None where it is damaged, or was taken away just now, as a note or a snapshot may be."""
        try:
            rows = self._queries.whole(what, table, where, values)
        except DamageError as error:
            self._soundness.add(error.reason)
            return None
        for row in rows[:1]:
            self._count(table, row)
        return rows[0] if rows else None

    def _count(self, table: str, row: tuple[Any, ...]) -> None:
        blobs = [value for value in row if isinstance(value, bytes)]
        self._soundness.num_rows[table] = self._soundness.num_rows.get(table, 0) + 1
        self._soundness.num_blobs += len(blobs)
        self._soundness.num_bytes += sum(map(len, blobs))

    def _refuse_if_rewritten(self, texts: dict[str, str]) -> None:
        """What does not fit may be half of what was and half of what is."""
        try:
            layouts = read_meta(self._queries).get("layouts", "")
        except DamageError:
            return
        if (self._queries.version, layouts) != (self._soundness.version, texts.get("layouts", layouts)):
            raise SessionFileError(f"{self._queries.path} was rewritten by another program meanwhile: check it again")


class _Follower:
    """Whether stored pieces follow each other without a gap, and their steps ascend."""

    def __init__(self, soundness: Soundness, what: str):
        self._soundness = soundness
        self._what = what
        self._newest = -np.inf
        self.end: int | None = 0
        """Of what was taken so far; None where a damaged piece does not say how long it is."""

    def take(self, first: int, count: int | None, steps: Any) -> None:
        """The next piece. count: of its rows, None where it is damaged; steps: of each, where they are known."""
        if self.end is not None and first != self.end:
            more = f"{self.end} to {first} are missing" if first > self.end else f"from {first} on are there twice"
            self._soundness.add(f"{self._what} {more}")
        self.end = None if count is None else first + count
        if steps is not None and len(steps):
            if steps[0] <= self._newest:
                self._soundness.add(f"{self._what} from {first} on have steps that do not ascend")
            self._newest = steps[-1]


def _fault_of_snapshot(state: str, data: bytes) -> str:
    """Why the state of a run cannot be read from a snapshot; empty where it can."""
    try:
        names = {name for name, _tensor in deserialize(data)}  # type: ignore[no-untyped-call]
        read = json.loads(state)
        if not isinstance(read, dict):
            return "its state is no dictionary"
        missing = _tensors_of(read) - names
    except (SafetensorError, *JUNK) as error:
        return " ".join(str(error).split())[:200]
    return f"it has no tensor {min(missing)}" if missing else ""


def _tensors_of(value: Any) -> set[str]:
    """The names of the tensors that a state is made of (see snapshot.py)."""
    if isinstance(value, dict):
        if value.keys() == {"tensor"}:
            return {str(value["tensor"])}
        value = list(value.values())
    return set().union(*map(_tensors_of, value)) if isinstance(value, list) else set()
