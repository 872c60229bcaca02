"""What a session file's tables hold, row by row: each value of its type, each row fitting its checksum.

Nothing but rows that pass is ever given out; else a sentence says what is wrong with which.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from gradiometer.session_database import DamageError, SessionFileError, code_of, connect, recover, shorten, status_of
from gradiometer.session_format import (
    APPLICATION_ID,
    CHECKSUMS_SINCE,
    COLUMNS,
    HEAVY,
    OLDEST_MAJOR,
    VERSION,
    Value,
    checksum_of,
    light_checksum_of,
    tables_of,
    views_of,
)

# What no honest query gives.
_MOST_ROWS = 2**20
# Of a file that is copied, at once: some milliseconds.
_PAGES = 1024

Rows = list[tuple[Any, ...]]


class Queries:
    """A session file's database, opened for reading.

    path: the file; version: of its format, major and minor; is_newer: than this program; was_torn: whether a commit
    that its writer never finished had to be rolled back.

    Every method raises SessionFileError where the file turns out to be damaged, and the constructor also where it is
    no session, or one of another age.
    """

    def __init__(self, path: Path):
        self.path = path
        self.was_torn = False
        self._views: dict[str, str] = {}
        self._database = connect(path, "ro")
        try:
            self._check_application()
            self._check_size()
            self._settle_version(self._fetch_version())
        except SessionFileError:
            self._database.close()
            raise

    @property
    def is_newer(self) -> bool:
        return self.version > VERSION

    @property
    def tables(self) -> Sequence[str]:
        """Those that the file has."""
        return tables_of(self.version)

    def whole(self, what: str, table: str, condition: str, values: tuple[Value, ...] = ()) -> Rows:
        """Rows of a table with all their columns. what: they are, for the sentence; condition: what follows FROM."""
        columns = COLUMNS[table]
        heavy = len(HEAVY.get(table, ()))
        rows = self._select(", ".join(columns), (*columns.values(),), table, condition, values)
        for *row, checksum in rows:
            cut = len(row) - heavy
            if checksum is not None and checksum != checksum_of(row[:cut], row[cut:]):
                raise self.damaged(f"{what} does not fit its checksum")
        return [row[:-1] for row in rows]

    def light(self, what: str, table: str, condition: str, values: tuple[Value, ...] = ()) -> Rows:
        """The same without reading the heavy blobs, in whose places their lengths stand."""
        heavy = HEAVY.get(table, ())
        names = [f"length({name})" if name in heavy else name for name in COLUMNS[table]]
        kinds = [int if name in heavy else kind for name, kind in COLUMNS[table].items()]
        rows = self._select(", ".join(names), (*kinds,), table, condition, values)
        for *row, checksum in rows:
            if checksum is not None and checksum >> 32 != light_checksum_of(row):
                raise self.damaged(f"{what} does not fit its checksum")
        return [row[:-1] for row in rows]

    def rows(self, query: str, kinds: tuple[Any, ...], values: tuple[Value, ...] = ()) -> Rows:
        """All rows of a query. Each value must be of its kind: in a damaged file even STRICT tables hold anything."""
        try:
            rows = self._fetch(query, values)
        except sqlite3.DatabaseError as error:
            raise self._explain(error) from error
        except UnicodeDecodeError as error:
            # SQLite quotes what it cannot make sense of, and Python cannot make a text of that.
            raise self.damaged("its structure is no longer readable") from error
        except OverflowError as error:
            # What is asked for comes out of the file too.
            raise self.damaged("it counts further than SQLite does") from error
        if len(rows) > _MOST_ROWS:
            raise self.damaged(f"it has more than {_MOST_ROWS} rows where few belong")
        for row in rows:
            for value, kind in zip(row, kinds, strict=True):
                if not isinstance(value, kind):
                    raise self.damaged(
                        f"it holds {type(value).__name__} where {getattr(kind, '__name__', kind)} belongs"
                    )
        return rows

    def backup(self, database: sqlite3.Connection, proceed: Callable[[int, int], bool]) -> None:
        """Copy everything into another database, at one moment of a file that grows. proceed: is told how much is
        copied and of how much, and says whether to go on.

        Raises sqlite3.Error, and InterruptedError where `proceed` said no.
        """

        def tell(_status: int, remaining: int, total: int) -> None:
            if not proceed(total - remaining, total):
                raise InterruptedError

        # One transaction of ours around all pieces: after a writer's commit SQLite would begin anew.
        self._database.execute("BEGIN")
        try:
            self._database.execute("SELECT COUNT(*) FROM meta").fetchone()
            self._database.backup(database, pages=_PAGES, progress=tell)
        finally:
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def damaged(self, reason: str) -> SessionFileError:
        """The error that says so."""
        return DamageError(self.path, shorten(reason))

    def _select(
        self, columns: str, kinds: tuple[Any, ...], table: str, condition: str, values: tuple[Value, ...]
    ) -> Rows:
        return self.rows(f"SELECT {columns}, checksum FROM {table} {condition}", (*kinds, int | None), values)

    def _check_application(self) -> None:
        [(application_id,)] = self.rows("PRAGMA application_id", (int,))
        if application_id != APPLICATION_ID:
            raise SessionFileError(f"{self.path} is an SQLite file, but not a Gradiometer session")

    def _check_size(self) -> None:
        # SQLite fills the last page up with zeros where it is cut off. A living writer only ever makes the file longer.
        [(num_pages, page_size)] = self.rows("SELECT * FROM pragma_page_count, pragma_page_size", (int, int))
        size = status_of(self.path).st_size
        if size < num_pages * page_size:
            raise DamageError(self.path, f"truncated: it has {size} bytes of {num_pages * page_size}", what="is ")

    def _fetch_version(self) -> tuple[int, int]:
        [(user_version,)] = self.rows("PRAGMA user_version", (int,))
        return user_version >> 16 & 0xFFFF, user_version & 0xFFFF

    def _settle_version(self, version: tuple[int, int]) -> None:
        """Refuse a version that cannot be read, and see an older one as if it were of this program's."""
        self.version = major, minor = version
        if not OLDEST_MAJOR <= major <= VERSION[0]:
            raise SessionFileError(
                f"{self.path} has the session format {major}.{minor}, and this program reads {OLDEST_MAJOR}.x to "
                f"{VERSION[0]}.x: use a {'newer' if major > VERSION[0] else 'older'} Gradiometer"
            )
        self._views = views_of(version)
        self._check_tables()
        for table, select in self._views.items():
            # It hides the file's own table of that name.
            self.rows(f"CREATE TEMP VIEW {table} AS {select}", ())

    def _check_tables(self) -> None:
        # A view, or a column that is computed when it is read, could cost any time and memory.
        listed = self.rows("PRAGMA main.table_list", (str, str, str, int, int, int))
        tables = {name: kind for schema, name, kind, *_ in listed if schema == "main"}
        for table in self.tables:
            if tables.get(table) != "table":
                raise self.damaged(f"it has no table {table}")
            columns = self.rows(f"PRAGMA main.table_xinfo({table})", (int, str, str, int, str | None, int, int))
            if any(hidden for *_, hidden in columns):
                raise self.damaged(f"its table {table} computes a column")
            if self.version < CHECKSUMS_SINCE and any(name == "checksum" for _id, name, *_ in columns):
                raise self._belied("checksums")
        for table in COLUMNS:
            if table in tables and table not in self.tables:
                raise self._belied(f"table {table}")

    def _belied(self, what: str) -> SessionFileError:
        return self.damaged(f"it says that its format is {self.version[0]}.{self.version[1]}, which had no {what}")

    def _fetch(self, query: str, values: tuple[Value, ...]) -> Rows:
        try:
            return self._fetch_at_one_moment(query, values)
        except sqlite3.OperationalError as error:
            if code_of(error) != sqlite3.SQLITE_READONLY_ROLLBACK:
                raise
        recover(self.path)
        self.was_torn = True
        return self._fetch_at_one_moment(query, values)

    def _fetch_at_one_moment(self, query: str, values: tuple[Value, ...]) -> Rows:
        if not self._views or self._database.in_transaction:
            return self._fetch_once(query, values)
        return self._fetch_of_older(query, values)

    def _fetch_of_older(self, query: str, values: tuple[Value, ...]) -> Rows:
        # An older file may be upgraded between two queries, and the views would then show what is no longer there.
        self._database.execute("BEGIN")
        try:
            version = self._fetch_version()
            if version != self.version:
                for table in self._views:
                    self._database.execute(f"DROP VIEW temp.{table}")
                self._settle_version(version)
            return self._fetch_once(query, values)
        finally:
            # SQLite ends a transaction by itself where the disk fails.
            if self._database.in_transaction:
                self._database.execute("COMMIT")

    def _fetch_once(self, query: str, values: tuple[Value, ...]) -> Rows:
        # All rows at once: a lock is held only while this runs, never between two rows of a slow reader.
        with contextlib.closing(self._database.execute(query, values)) as cursor:
            return cursor.fetchmany(_MOST_ROWS + 1)

    def _explain(self, error: sqlite3.DatabaseError) -> SessionFileError:
        kind = code_of(error) & 0xFF
        if kind == sqlite3.SQLITE_NOTADB:
            return SessionFileError(f"{self.path} is not a Gradiometer session")
        if kind == sqlite3.SQLITE_CORRUPT:
            return DamageError(self.path, shorten(str(error)), what="is a truncated or damaged session: ")
        if kind in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return SessionFileError(f"{self.path} cannot be read now: another program is writing it")
        if kind in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY):
            return SessionFileError(f"{self.path} cannot be read: {error}")
        return self.damaged(str(error))
