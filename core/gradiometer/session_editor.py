"""Changes of a session file that a person makes, run or no run: texts, notes, trials, each in a short transaction."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Mapping
from pathlib import Path

from gradiometer.reports import Note
from gradiometer.session_database import connect
from gradiometer.session_file import load_session
from gradiometer.session_format import Statement, insert, note_statement, upgrade_of
from gradiometer.session_lock import SessionLock
from gradiometer.session_storage import StorageError, carry_out, reason_of
from gradiometer.session_trials import trial_statement
from gradiometer.trial import Trial


def set_texts(path: Path, texts: Mapping[str, str]) -> None:
    """Put texts into the table `meta`, in place of older ones of the same keys; an empty one is taken away. An older
    file becomes one of this version.

    Raises SessionFileError where the file cannot be read, session_lock.InUseError where another program holds it, and
    StorageError where it cannot be written.
    """
    _edit(
        path,
        [
            insert("meta", {"key": key, "value": value}, replaces=True)
            if value
            else ("DELETE FROM meta WHERE key = ?", (key,))
            for key, value in texts.items()
        ],
    )


def set_note(path: Path, note: Note) -> None:
    """Pin a note to a step, in place of an older one there; an empty text takes it away. Raises as `set_texts` does."""
    _edit(path, [note_statement(note)])


def set_trial(path: Path, trial: Trial) -> None:
    """Keep a trial, in place of what was told under its number before. Raises as `set_texts` does, and ValueError where
    its parts do not fit each other.
    """
    _edit(path, [trial_statement(trial)])


def _edit(path: Path, statements: list[Statement]) -> None:
    with SessionLock(path):
        # What is no session, or a damaged one, is left as it is.
        with load_session(path) as session:
            older = [(statement, ()) for statement in upgrade_of(session.version)]
        if not older and not statements:
            return
        try:
            # It waits for a reader or for our own trainer's commit, which take milliseconds.
            with contextlib.closing(connect(path, "rw")) as database:
                carry_out(database, [*older, *statements])
        except sqlite3.Error as error:
            raise StorageError(f"{path} cannot be written: {reason_of(error)}") from error
