"""An older session file becomes one that this program can go on with: its tables, and the columns of its streams."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

import numpy as np

from gradiometer.envelope import FACTOR, NUM_LEVELS
from gradiometer.layout import Layout
from gradiometer.session_file import Session
from gradiometer.session_format import COLUMNS, Statement, insert, upgrade_of
from gradiometer.session_rows import arrange

_AT_ONCE = 4096


def statements_to_go_on(database: sqlite3.Connection, session: Session) -> Iterator[Statement]:
    """What has to be carried out, in one transaction on this connection, before rows of this program fit in.

    Rows are read as they are needed, a chunk at a time. Raises SessionFileError where one is damaged, sqlite3.Error.
    """
    wide = wide_layouts(session)
    narrow = [stream for stream in wide if wide[stream] != session.stored_layouts[stream]]
    for stream in narrow:
        # All of them before the first is changed: a damaged one is not to get a new checksum.
        _read_all(session, stream)
    yield from ((statement, ()) for statement in upgrade_of(session.version))
    for stream in narrow:
        yield from _widen(database, stream, session.stored_layouts[stream], wide[stream])
    if narrow:
        counts = json.loads(session.meta["layouts"]) | {stream: layout.counts for stream, layout in wide.items()}
        yield insert("meta", {"key": "layouts", "value": json.dumps(counts)}, replaces=True)


def wide_layouts(session: Session) -> dict[str, Layout]:
    """The columns of each stream that the file has, and behind them those that this program measures besides."""
    return {
        stream: Layout.of_counts(session.stored_layouts[stream].counts | ours.counts)
        for stream, ours in session.layouts.items()
    }


def _read_all(session: Session, stream: str) -> None:
    for level in range(NUM_LEVELS + 1):
        end = session.num_rows[stream] // FACTOR**level
        for first in range(0, end, _AT_ONCE):
            session.blocks(stream, level, first, min(first + _AT_ONCE, end))


def _widen(database: sqlite3.Connection, stream: str, before: Layout, after: Layout) -> Iterator[Statement]:
    """Chunks of every level with columns of NaN for what was not measured."""
    keys = database.execute("SELECT level, first FROM chunk WHERE stream = ?", (stream,)).fetchall()
    query = "SELECT count, data FROM chunk WHERE stream = ? AND level = ? AND first = ?"
    for level, first in keys:
        [(count, data)] = database.execute(query, (stream, level, first))
        values = arrange(np.frombuffer(data, "<f8").reshape(count, -1, before.width), before, after)
        chunk = (stream, level, first, count, values.astype("<f8").tobytes())
        yield insert("chunk", dict(zip(COLUMNS["chunk"], chunk, strict=True)), replaces=True)
