"""How files are made and written: aside and then renamed, all or nothing."""

import os
import sqlite3
import zlib
from pathlib import Path

import pytest

from gradiometer.session_database import journal_of
from gradiometer.session_format import APPLICATION_ID, COLUMNS, TABLES, VERSION, checksum_of, insert
from gradiometer.session_storage import (
    StorageError,
    aside_of,
    carry_out,
    connect_to_write,
    is_busy,
    made_aside,
    make_tables,
    put,
    reason_of,
)
from recorded import opened


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "session.gradiometer"


def test_a_file_gets_its_name_when_it_is_whole(path):
    with made_aside(path) as database:
        make_tables(database, {"a": "b"})
        assert not path.exists()
        assert os.listdir(path.parent) == [aside_of(path).name]
    assert os.listdir(path.parent) == [path.name]
    with opened(path) as database:
        assert database.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert database.execute("PRAGMA user_version").fetchone() == (VERSION[0] << 16 | VERSION[1],)
        assert database.execute("PRAGMA page_size").fetchone() == (16384,)
        assert database.execute("SELECT * FROM meta").fetchall() == [("a", "b", checksum_of(["a", "b"]))]
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        assert tables == list(TABLES) == list(COLUMNS)


@pytest.mark.parametrize(
    "error", [sqlite3.OperationalError("disk I/O error"), OSError(28, "No space left on device"), StorageError("so")]
)
def test_what_stood_there_stays_where_the_body_fails(path, error):
    path.write_text("precious")
    sentence = "so" if isinstance(error, StorageError) else f"{path} cannot be written: {reason_of(error)}"
    with pytest.raises(StorageError) as caught, made_aside(path):
        raise error
    assert str(caught.value) == sentence
    assert path.read_text() == "precious"
    assert os.listdir(path.parent) == [path.name]


def test_a_bug_in_the_body_is_no_storage_error_and_leaves_nothing(path):
    with pytest.raises(ZeroDivisionError), made_aside(path):
        _ = 1 / 0
    assert os.listdir(path.parent) == []


def test_what_a_killed_program_left_aside_is_no_obstacle(path):
    aside_of(path).write_text("half a file")
    with made_aside(path) as database:
        make_tables(database, {})
    assert os.listdir(path.parent) == [path.name]


def test_a_folder_that_does_not_exist_is_not_made(tmp_path):
    path = tmp_path / "gone" / "session"
    with pytest.raises(StorageError, match="cannot be written: unable to open database file"), made_aside(path):
        pass
    assert os.listdir(tmp_path) == []


def test_a_journal_of_the_same_name_goes_before_the_file_comes(path):
    journal_of(path).write_text("of a killed session")
    aside_of(path).write_text("new")
    put(aside_of(path), path)
    assert os.listdir(path.parent) == [path.name]
    assert path.read_text() == "new"


# --- transactions


@pytest.fixture
def database(path: Path):
    with made_aside(path) as aside:
        make_tables(aside, {})
    with opened(path) as database:
        yield database


def test_all_statements_or_none(database):
    sound = insert("meta", {"key": "k", "value": "v"})
    carry_out(database, [sound])
    for broken in (sound, ("INSERT INTO nowhere VALUES(1)", ()), ("INSERT INTO meta(key) VALUES('x')", ())):
        with pytest.raises(sqlite3.Error):
            carry_out(database, [insert("meta", {"key": "other", "value": "v"}), broken])
        assert not database.in_transaction
        assert database.execute("SELECT key FROM meta").fetchall() == [("k",)]


def test_statements_that_are_made_as_they_are_carried_out(database):
    """Also where their making fails, with whatever error."""

    def make():
        yield insert("meta", {"key": "k", "value": "v"})
        raise ValueError("no more")

    with pytest.raises(ValueError, match="no more"):
        carry_out(database, make())
    assert not database.in_transaction
    assert database.execute("SELECT COUNT(*) FROM meta").fetchone() == (0,)


def test_a_writer_never_waits_and_knows_who_is_in_the_way(path, database):
    writer = connect_to_write(path)
    database.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError) as caught:
        carry_out(writer, [insert("meta", {"key": "k", "value": "v"})])
    assert is_busy(caught.value)
    assert reason_of(caught.value) == "another program is reading it"
    database.execute("ROLLBACK")
    carry_out(writer, [insert("meta", {"key": "k", "value": "v"})])
    with pytest.raises(sqlite3.IntegrityError) as caught:
        carry_out(writer, [insert("meta", {"key": "k", "value": "v"})])
    assert not is_busy(caught.value)
    writer.close()


# --- checksums


def test_a_checksum_is_what_the_format_says():
    """Two CRC-32, written down independently."""
    steps, bins, data = b"\1" * 16, b"\2" * 8, b"\3" * 99
    statement, values = insert(
        "histogram", {"kind": "größe", "first": -1, "count": 2, "steps": steps, "bins": bins, "data": data}
    )
    numbers = [number.to_bytes(8, "little", signed=True) for number in (-1, 2, 8, 99)]
    upper = zlib.crc32("größe".encode() + numbers[0] + numbers[1] + steps + numbers[2] + numbers[3])
    lower = zlib.crc32(bins + data)
    assert values[-1] & 2**64 - 1 == upper << 32 | lower
    assert -(2**63) <= values[-1] < 2**63
    assert statement.startswith("INSERT INTO histogram(kind, first, count, steps, bins, data, checksum)")
    event = {"step": 5, "kind": "a", "layer": None, "text": "b"}
    assert insert("event", event)[1][-1] & 2**64 - 1 == zlib.crc32((5).to_bytes(8, "little") + b"ab") << 32
