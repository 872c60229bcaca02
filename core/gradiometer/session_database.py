"""The SQLite database of a session file: opened without harm to whoever writes it, and repaired after a kill."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
from pathlib import Path

_MOST_REASON = 300
# A commit takes milliseconds; a reader that meets one waits this long.
_PATIENCE_S = 2.0


class SessionFileError(ValueError):
    """A file that is not a readable session. The message is one sentence that names the file and the reason."""


class DamageError(SessionFileError):
    """A session, but a damaged one. reason: the sentence without the file's name."""

    def __init__(self, path: Path, reason: str, *, what: str = "is a damaged session: "):
        super().__init__(f"{path} {what}{reason}")
        self.reason = reason


def journal_of(path: Path) -> Path:
    """Where SQLite keeps the journal of a commit under way."""
    return path.with_name(path.name + "-journal")


def connect(path: Path, mode: str) -> sqlite3.Connection:
    # Nobody but SQLite may open the file, not even to read its header: closing a handle of our own would drop the
    # locks of a writer in this process, and another program would roll its commit back (sqlite.org/howtocorrupt.html).
    status = status_of(path)
    if not stat.S_ISREG(status.st_mode):
        raise SessionFileError(f"{path} is {'a folder' if stat.S_ISDIR(status.st_mode) else 'no file'}")
    if not status.st_size:
        raise SessionFileError(f"{path} is empty")
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    try:
        return sqlite3.connect(uri, uri=True, timeout=_PATIENCE_S, isolation_level=None, check_same_thread=False)
    except sqlite3.Error as error:
        raise SessionFileError(f"{path} cannot be opened: {error}") from error


def status_of(path: Path) -> os.stat_result:
    try:
        return path.stat()
    except (OSError, ValueError) as error:
        raise SessionFileError(f"{path} cannot be opened: {getattr(error, 'strerror', error)}") from error


def recover(path: Path) -> None:
    """Roll a commit back that a killed writer left half done."""
    try:
        with contextlib.closing(connect(path, "rw")) as database:
            # SQLite does it at the first read; what a living writer is about it leaves alone.
            database.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        # SQLite keeps it beside the file itself, not beside a link to it.
        journal = journal_of(path.resolve())
        if not os.access(path, os.W_OK) or not os.access(journal.parent, os.W_OK):
            raise SessionFileError(
                f"{path} was being written when its program ended, and its folder is read-only, so {journal.name} "
                f"cannot be applied: copy both files to a folder that can be written to"
            ) from error
        raise SessionFileError(f"{path} cannot be recovered from {journal.name}: {error}") from error


def code_of(error: sqlite3.Error) -> int:
    """SQLite's extended result code; 0 for what Python itself raises."""
    return getattr(error, "sqlite_errorcode", 0)


def shorten(reason: str) -> str:
    """On one line and not too long: a reason may quote the file."""
    return " ".join(reason.split())[:_MOST_REASON]
