"""How a session file is made and written: aside and then renamed, and by one program at a time."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from gradiometer.session_database import code_of, journal_of
from gradiometer.session_format import APPLICATION_ID, TABLES, VERSION, Statement, insert

IN_MEMORY = ":memory:"


class StorageError(OSError):
    """A session that cannot be written. The message is one sentence that names the file and the reason."""


def connect_to_write(path: Path | None) -> sqlite3.Connection:
    """A connection that never waits; None: to a database in memory. Raises sqlite3.Error."""
    database = sqlite3.connect(
        IN_MEMORY if path is None else path, isolation_level=None, timeout=0, check_same_thread=False
    )
    set_up_to_write(database)
    return database


def set_up_to_write(database: sqlite3.Connection) -> None:
    """Prepare a connection for a writer, who never waits. Raises sqlite3.Error."""
    database.execute("PRAGMA busy_timeout = 0")
    # 16 KiB pages suit blobs of some hundred kB; NORMAL leaves out one of three waits for the disk, and a killed
    # process loses nothing either way.
    database.execute("PRAGMA page_size = 16384")
    database.execute("PRAGMA journal_mode = DELETE")
    database.execute("PRAGMA synchronous = NORMAL")


def aside_of(path: Path) -> Path:
    """Where a file is made before it gets its name."""
    return path.with_name(f".{path.name}.{os.getpid()}.partial")


def put(aside: Path, path: Path) -> None:
    """Give a whole file its name. Raises OSError."""
    # A journal that a killed session of that name left would be applied to this one, and ruin it.
    journal_of(path).unlink(missing_ok=True)
    os.replace(aside, path)


@contextlib.contextmanager
def made_aside(path: Path) -> Iterator[sqlite3.Connection]:
    """A database that takes the name `path` once the body is through, so a session file is never half made.

    What stood there is replaced then, and stays where the body fails. Raises StorageError for whatever of
    sqlite3.Error or OSError goes wrong; an InterruptedError is somebody's wish.
    """
    aside = aside_of(path)
    try:
        aside.unlink(missing_ok=True)
        with contextlib.closing(connect_to_write(aside)) as database:
            yield database
        put(aside, path)
    except (StorageError, InterruptedError):
        raise
    except (OSError, sqlite3.Error) as error:
        raise StorageError(f"{path} cannot be written: {reason_of(error)}") from error
    finally:
        # Gone already where all went well; where the folder itself is the trouble there is nothing to clear.
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)


def make_tables(database: sqlite3.Connection, meta: dict[str, str]) -> None:
    """Make a session of an empty database."""
    # One transaction: each of its own would wait for the disk, 45 ms in all.
    database.execute("BEGIN")
    database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    database.execute(f"PRAGMA user_version = {VERSION[0] << 16 | VERSION[1]}")
    for table, columns in TABLES.items():
        database.execute(f"CREATE TABLE {table}({columns}) STRICT")
    for key, value in meta.items():
        database.execute(*insert("meta", {"key": key, "value": value}))
    database.execute("COMMIT")


def carry_out(database: sqlite3.Connection, statements: Iterable[Statement]) -> None:
    """All of them in one transaction; none where one fails. Raises sqlite3.Error."""
    try:
        database.execute("BEGIN IMMEDIATE")
        for statement, values in statements:
            database.execute(statement, values)
        database.execute("COMMIT")
    except BaseException:
        if database.in_transaction:
            with contextlib.suppress(sqlite3.Error):
                database.execute("ROLLBACK")
        raise


def is_busy(error: sqlite3.Error) -> bool:
    """Whether another connection is in the way, so that trying again helps."""
    return code_of(error) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def reason_of(error: Exception) -> str:
    """Why, in few words."""
    if isinstance(error, sqlite3.Error) and is_busy(error):
        return "another program is reading it"
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)
