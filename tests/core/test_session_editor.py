"""What a person writes into a session file: all of it or nothing, beside a run and beside readers."""

import dataclasses
import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from gradiometer import session_database, session_editor
from gradiometer.reports import Note
from gradiometer.session_check import check_session
from gradiometer.session_database import SessionFileError, journal_of
from gradiometer.session_editor import set_note, set_texts, set_trial
from gradiometer.session_file import load_session
from gradiometer.session_lock import lock_of
from gradiometer.session_storage import StorageError
from recorded import (
    SMALL,
    alter,
    check_holds,
    make_reports,
    new_writer,
    newest_trials,
    opened,
    said_by,
    some_trial,
    upgrade,
    write,
)

REPORTS = make_reports(SMALL, 60)

EDITS = {
    "a note": lambda path: set_note(path, Note(3, "x")),
    "texts": lambda path: set_texts(path, {"title": "x", "tags": "[]"}),
    "a trial": lambda path: set_trial(path, some_trial(9)),
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "session.gradiometer"
    write(path, SMALL, REPORTS)
    return path


def notes_of(path: Path) -> dict[int, str]:
    with load_session(path) as session:
        return dict(session.notes)


def test_texts_come_change_and_go(path):
    before = said_by(path)
    set_texts(path, {"title": "größer\n→", "tags": "a"})
    set_texts(path, {"title": "kleiner", "remark": "'; DROP TABLE meta; --"})
    with load_session(path) as session:
        assert session.meta["title"] == "kleiner"
        assert session.meta["tags"] == "a"
        assert session.meta["remark"] == "'; DROP TABLE meta; --"
    set_texts(path, {"title": "", "tags": "", "remark": "", "never there": ""})
    assert said_by(path) == before
    assert check_session(path).problems == []
    assert os.listdir(path.parent) == [path.name]


def test_notes_come_change_and_go(path):
    for note in (Note(30, "später"), Note(3, "früh"), Note(30, "anders"), Note(7, "x"), Note(7, ""), Note(99, "")):
        set_note(path, note)
    assert list(notes_of(path).items()) == [(3, "früh"), (30, "anders")]
    assert check_session(path).problems == []


def test_a_trial_takes_the_place_of_what_was_told_under_its_number(path):
    first, second = some_trial(9, 3), some_trial(8, 30)
    for trial in (first, second, dataclasses.replace(first, adopted="ReLU + He")):
        set_trial(path, trial)
    with load_session(path) as session:
        assert session.trials[-2:] == (second, dataclasses.replace(first, adopted="ReLU + He"))
        assert session.trials[:-2] == newest_trials(REPORTS)
    content = path.read_bytes()
    with pytest.raises(ValueError, match="it has 1 losses of the control where 3 belong"):
        set_trial(path, dataclasses.replace(first, losses=(1.0,)))
    assert path.read_bytes() == content
    assert check_session(path).problems == []


def test_nothing_to_write_writes_nothing(path):
    content = path.read_bytes()
    set_texts(path, {})
    upgrade(path)
    assert path.read_bytes() == content


@pytest.mark.parametrize("act", EDITS)
def test_what_is_no_session_or_a_damaged_one_is_left_alone(path, tmp_path, act):
    other = tmp_path / "other"
    contents = {"text": b"hello" * 1000, "empty": b"", "short": path.read_bytes()[:-10]}
    for content in contents.values():
        other.write_bytes(content)
        with pytest.raises(SessionFileError):
            EDITS[act](other)
        assert other.read_bytes() == content
    other.unlink()
    with pytest.raises(SessionFileError, match="No such file"):
        EDITS[act](other)
    with pytest.raises(SessionFileError, match="is a folder"):
        EDITS[act](tmp_path)
    alter(path, "UPDATE event SET text = 'forged'")
    with pytest.raises(SessionFileError, match="does not fit its checksum"):
        EDITS[act](path)
    assert os.listdir(tmp_path) == [path.name]


def test_beside_a_run_of_this_program(tmp_path):
    """The window pins a note while its trainer writes; both arrive."""
    path = tmp_path / "running"
    writer = new_writer(path, SMALL)
    for number, report in enumerate(REPORTS):
        writer.add(report)
        if number % 60 == 0:
            writer.commit()
            set_note(path, Note(number, "beside it"))
            set_texts(path, {"title": f"after {number}"})
    assert writer.close() == ""
    with load_session(path) as session:
        check_holds(session, SMALL, REPORTS)
        assert list(session.notes) == list(range(0, len(REPORTS), 60))
    assert check_session(path).problems == []


def test_a_reader_sees_it_when_it_looks_again(path):
    with load_session(path) as session:
        set_note(path, Note(5, "new"))
        assert session.notes == {}
        assert session.refresh()
        assert session.notes == {5: "new"}
        assert not session.refresh()


@pytest.mark.parametrize("act", EDITS)
def test_a_reader_that_never_ends_is_named(path, act, monkeypatch):
    monkeypatch.setattr(session_database, "_PATIENCE_S", 0.02)
    content = path.read_bytes()
    with opened(path) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT COUNT(*) FROM meta").fetchone()
        with pytest.raises(StorageError) as caught:
            EDITS[act](path)
    assert str(caught.value) == f"{path} cannot be written: another program is reading it"
    assert path.read_bytes()[100:] == content[100:]
    assert not lock_of(path).exists()
    EDITS[act](path)


@pytest.mark.parametrize("act", EDITS)
def test_a_full_disk_changes_nothing(path, act, monkeypatch):
    def carry_out(database: sqlite3.Connection, statements: list) -> None:
        [(num_pages,)] = database.execute("PRAGMA page_count")
        database.execute(f"PRAGMA max_page_count = {num_pages}").fetchone()
        big = [("INSERT INTO meta(key, value) VALUES('ballast', hex(zeroblob(100000)))", ())]
        real(database, [*statements, *big])

    real = session_editor.carry_out
    monkeypatch.setattr(session_editor, "carry_out", carry_out)
    before = said_by(path)
    with pytest.raises(StorageError, match=f"{path} cannot be written: database or disk is full"):
        EDITS[act](path)
    assert said_by(path) == before
    assert not journal_of(path).exists()


def test_a_session_whose_writer_was_killed_is_put_right_first(path, tmp_path):
    torn = tmp_path / "torn.gradiometer"
    with opened(path) as database:
        database.execute("PRAGMA cache_size = 2")
        database.execute("BEGIN IMMEDIATE")
        database.execute("UPDATE chunk SET data = zeroblob(length(data))")
        shutil.copy(path, torn)
        shutil.copy(journal_of(path), journal_of(torn))
    set_note(torn, Note(8, "after the kill"))
    with load_session(torn) as session:
        check_holds(session, SMALL, REPORTS)
        assert session.notes == {8: "after the kill"}
    assert check_session(torn).problems == []
