"""The writer when things go wrong: nothing is lost, nothing waits, and what happened is said once."""

import contextlib
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gradiometer import session_storage, session_writer
from gradiometer.experiment import Experiment
from gradiometer.quantities import HISTOGRAMS
from gradiometer.reports import HistogramReport, Note, Report
from gradiometer.session_check import check_session
from gradiometer.session_database import SessionFileError, journal_of
from gradiometer.session_file import load_session
from gradiometer.session_lock import lock_of
from gradiometer.session_storage import StorageError
from gradiometer.session_writer import SessionWriter
from recorded import SMALL, check_holds, make_reports, new_writer, opened, some_snapshot, write

REPORTS = make_reports(SMALL, 300)
THIRD = len(REPORTS) // 3


def add(writer: SessionWriter, reports: list[Report]) -> None:
    for report in reports:
        writer.add(report)


def holds(path: Path, reports: list[Report] = REPORTS) -> None:
    """The file says exactly what the reports said, and nothing lies beside it."""
    with load_session(path) as session:
        check_holds(session, SMALL, reports)
    left = [name for name in os.listdir(path.parent) if name.startswith(path.name + "-") or name.endswith(".partial")]
    assert left == []


@contextlib.contextmanager
def reader(path: Path) -> Iterator[sqlite3.Connection]:
    """Another program in the middle of reading."""
    with opened(path) as database:
        database.execute("BEGIN")
        database.execute("SELECT COUNT(*) FROM meta").fetchone()
        yield database


def fill_up(writer: SessionWriter) -> Callable[[], None]:
    """Let the writer's disk be full; returns what makes space again."""
    [(num_pages,)] = writer._database.execute("PRAGMA page_count")
    writer._database.execute(f"PRAGMA max_page_count = {num_pages}").fetchone()
    return lambda: writer._database.execute("PRAGMA max_page_count = 1000000").fetchone() and None


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "session.gradiometer"


@pytest.fixture
def writer(path: Path) -> Iterator[SessionWriter]:
    writer = new_writer(path, SMALL)
    yield writer
    writer._database.close()


# --- where no file can be made


def test_missing_folders_are_made(tmp_path):
    path = tmp_path / "a" / "b" / "session.gradiometer"
    write(path, SMALL, REPORTS)
    holds(path)


def refused(path: Path) -> str:
    with pytest.raises(StorageError) as caught:
        new_writer(path, SMALL)
    sentence = str(caught.value)
    assert str(path) in sentence
    assert len(sentence.splitlines()) == 1
    return sentence.replace(str(path), "FILE")


def test_where_no_file_can_be_made(tmp_path):
    (tmp_path / "file").write_text("mine")
    assert refused(tmp_path / "file") == "FILE exists already: choose another name"
    assert refused(tmp_path) == "FILE exists already: choose another name"
    assert refused(tmp_path / "file" / "session") in (
        "FILE cannot be written: Not a directory",
        "FILE cannot be written: File exists",
    )
    assert refused(tmp_path / ("x" * 250)) == "FILE cannot be written: File name too long"
    assert refused(tmp_path / ("x" * 300)) == "FILE cannot be written: File name too long"
    if sys.platform == "linux":
        assert refused(Path("/proc/session")).startswith("FILE cannot be written: ")
    assert os.listdir(tmp_path) == ["file"]
    assert (tmp_path / "file").read_text() == "mine"


def test_a_disk_with_no_room_for_a_file(tiny_disk):
    (tiny_disk / "ballast").write_bytes(b"x" * 4_180_000)
    assert refused(tiny_disk / "session") == "FILE cannot be written: database or disk is full"
    assert os.listdir(tiny_disk) == ["ballast"]


# --- a full disk


def test_a_disk_that_fills_up_for_a_while(tiny_disk):
    path = tiny_disk / "session.gradiometer"
    writer = new_writer(path, SMALL)
    add(writer, REPORTS[:20])
    assert writer.commit() == ""
    assert tiny_disk.is_mount()
    ballast = tiny_disk / "ballast"
    with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 4096)
    notices = []
    for report in REPORTS[20:]:
        writer.add(report)
        notices.append(writer.commit())
    assert [notice for notice in notices if notice] == [
        f"{path} cannot be written (database or disk is full); training goes on and nothing is lost yet: "
        f"free some space or save the session elsewhere"
    ]
    assert writer.has_pending
    with load_session(path) as session:
        check_holds(session, SMALL, REPORTS[:20])
    ballast.unlink()
    assert writer.commit() == f"{path} is being written again; nothing was lost"
    assert writer.commit() == ""
    assert writer.close() == ""
    holds(path)


def test_a_full_file_loses_nothing(path, writer):
    add(writer, REPORTS[:THIRD])
    assert writer.commit() == ""
    make_space = fill_up(writer)
    add(writer, REPORTS[THIRD:-9])
    assert "(database or disk is full)" in writer.commit()
    assert writer.failure == "database or disk is full"
    add(writer, REPORTS[-9:-5])
    assert writer.commit() == ""
    make_space()
    add(writer, REPORTS[-5:])
    assert writer.commit() == f"{path} is being written again; nothing was lost"
    assert writer.failure == ""
    assert writer.close() == ""
    holds(path)


def test_a_full_file_at_the_end_is_saved_elsewhere(path, writer, tmp_path):
    add(writer, REPORTS[:THIRD])
    writer.commit()
    fill_up(writer)
    add(writer, REPORTS[THIRD:])
    assert "cannot be written" in writer.commit()
    assert writer.close() == (f"{path} lacks the newest steps (database or disk is full): save the session elsewhere")
    writer.relocate(tmp_path / "elsewhere")
    assert writer.close() == ""
    holds(tmp_path / "elsewhere")
    holds(path, REPORTS[:THIRD])


# --- readers


def test_a_reader_is_not_waited_for_and_loses_nothing(path, writer):
    add(writer, REPORTS[:THIRD])
    assert writer.commit() == ""
    with reader(path) as other:
        for report in REPORTS[THIRD:-9]:
            writer.add(report)
            assert writer.commit() == ""
            assert writer.has_pending
        assert other.execute("SELECT COUNT(*) FROM intervention").fetchone()
    assert writer.failure == ""
    add(writer, REPORTS[-9:])
    assert writer.commit() == ""
    assert not writer.has_pending
    assert writer.close() == ""
    holds(path)


def test_ticks_come_every_half_second(path, writer, monkeypatch):
    now = [100.0]
    monkeypatch.setattr(session_writer.time, "monotonic", lambda: now[0])
    writer._next_commit = 100.5
    written = []
    for index, report in enumerate(REPORTS[:120]):
        writer.add(report)
        now[0] = 100 + index / 60
        assert writer.tick() == ""
        if not writer.has_pending:
            written.append(index)
    assert written == [30, 60, 90]


def test_the_last_commit_waits_for_a_reader(path, writer):
    add(writer, REPORTS)
    with reader(path) as other:
        assert writer.commit() == ""
        assert writer.has_pending
        timer = threading.Timer(0.1, other.execute, ["ROLLBACK"])
        timer.start()
        assert writer.close() == ""
        timer.join()
    holds(path)


def test_a_reader_that_never_ends(path, writer, monkeypatch, tmp_path):
    monkeypatch.setattr(session_writer, "_LAST_PATIENCE_S", 0.02)
    add(writer, REPORTS[:THIRD])
    writer.commit()
    add(writer, REPORTS[THIRD:])
    with reader(path):
        sentence = f"{path} lacks the newest steps (another program is reading it): save the session elsewhere"
        assert writer.close() == sentence
        writer.relocate(tmp_path / "elsewhere")
        holds(tmp_path / "elsewhere")
        assert writer.close() == ""
    holds(path, REPORTS[:THIRD])


# --- to another file


@pytest.mark.parametrize("begins_in_memory", [False, True])
@pytest.mark.parametrize("replaces", [False, True])
def test_another_file_takes_over(path, tmp_path, begins_in_memory, replaces):
    writer = new_writer(None if begins_in_memory else path, SMALL)
    other = tmp_path / "other.gradiometer"
    if replaces:
        write(other, Experiment(name="old"), make_reports(Experiment(), 5))
    add(writer, REPORTS[:THIRD])
    assert writer.commit() == ""
    add(writer, REPORTS[THIRD : 2 * THIRD])
    writer.relocate(other)
    assert writer.path == other
    # Also what had not been written anywhere.
    holds(other, REPORTS[: 2 * THIRD])
    add(writer, REPORTS[2 * THIRD :])
    assert writer.close() == ""
    holds(other)
    if not begins_in_memory:
        holds(path, REPORTS[: 2 * THIRD])


def test_to_the_same_file(path, writer):
    add(writer, REPORTS[:THIRD])
    writer.relocate(path)
    add(writer, REPORTS[THIRD:])
    assert writer.close() == ""
    holds(path)


def test_after_the_end(path, writer, tmp_path):
    add(writer, REPORTS)
    assert writer.close() == writer.close() == ""
    for other in (tmp_path / "a", tmp_path / "b"):
        writer.relocate(other)
        assert writer.close() == ""
        holds(other)
    holds(path)


def test_after_the_end_when_the_file_is_gone(path, writer, tmp_path):
    assert writer.close() == ""
    path.unlink()
    with pytest.raises(StorageError) as caught:
        writer.relocate(tmp_path / "other")
    assert str(caught.value) == f"{path} is gone and cannot be copied"
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("obstacle", ["no folder", "is a folder", "long name", "full", "full at the end"])
def test_another_file_that_cannot_be_made(path, writer, tmp_path, monkeypatch, obstacle):
    other = tmp_path / "other"
    if obstacle == "no folder":
        other = tmp_path / "nothing" / "other"
    elif obstacle == "is a folder":
        (tmp_path / "other").mkdir()
    elif obstacle == "long name":
        other = tmp_path / ("x" * 300)
    add(writer, REPORTS[:THIRD])
    writer.commit()
    add(writer, REPORTS[THIRD:])
    if obstacle.startswith("full"):
        connect = session_storage.connect_to_write
        # With as many pages as the file has now, what waits for the next commit is too much.
        [(num_pages,)] = writer._database.execute("PRAGMA page_count") if obstacle == "full at the end" else [(3,)]

        def connect_to_full_disk(at: Path) -> sqlite3.Connection:
            database = connect(at)
            database.execute(f"PRAGMA max_page_count = {num_pages}").fetchone()
            return database

        monkeypatch.setattr(session_storage, "connect_to_write", connect_to_full_disk)
    with pytest.raises(StorageError) as caught:
        writer.relocate(other)
    assert str(caught.value).startswith(f"{other} cannot be written: ")
    assert writer.path == path
    assert writer.close() == ""
    holds(path)
    assert set(os.listdir(tmp_path)) <= {path.name, "other"}


# --- files that were moved, and what killed sessions left


def test_a_file_that_is_deleted_while_it_is_written(path, writer, tmp_path):
    add(writer, REPORTS[:THIRD])
    writer.commit()
    path.unlink()
    add(writer, REPORTS[THIRD:])
    assert "cannot be written" in writer.commit()
    writer.relocate(tmp_path / "other")
    assert writer.close() == ""
    holds(tmp_path / "other")


@pytest.mark.parametrize("way", ["new file", "replaced"])
def test_the_journal_of_a_killed_session_spoils_no_other(path, tmp_path, way):
    old = tmp_path / "old.gradiometer"
    write(old, SMALL, make_reports(SMALL, 300, seed=9))
    with opened(old) as database:
        database.execute("PRAGMA cache_size = 2")
        database.execute("BEGIN IMMEDIATE")
        for table in ("chunk", "meta", "event", "histogram"):
            database.execute(f"DELETE FROM {table}")
        shutil.copy(journal_of(old), journal_of(path))
        if way == "replaced":
            shutil.copy(old, path)
    assert journal_of(path).stat().st_size > 512
    if way == "new file":
        write(path, SMALL, REPORTS)
    else:
        writer = new_writer(None, SMALL)
        add(writer, REPORTS)
        writer.relocate(path)
        assert writer.close() == ""
    holds(path)


def test_histograms_that_pile_up_are_stored_in_pieces_that_can_be_read(path, monkeypatch):
    monkeypatch.setattr(session_writer, "MOST_HISTOGRAM_BYTES", 50_000)
    write(path, SMALL, REPORTS)
    holds(path)
    with opened(path) as database:
        for kind in HISTOGRAMS:
            query = "SELECT count FROM histogram WHERE kind = ? ORDER BY first"
            counts = [count for (count,) in database.execute(query, (kind,))]
            num_counted = sum(isinstance(report, HistogramReport) and report.kind == kind for report in REPORTS)
            # One of them takes 3 layers x 513 x 4 bytes.
            assert counts == [8] * (num_counted // 8) + [num_counted % 8] * (num_counted % 8 > 0)
            assert num_counted > 50


# --- going on behind what a file holds


@pytest.mark.parametrize("cut", [0, 1, 50, 300, 1000, len(REPORTS)])
@pytest.mark.parametrize("commit_every", [3, 100_000])
def test_going_on_makes_the_file_that_one_writer_would_have_made(path, cut, commit_every):
    """Its levels too, whose blocks begin in one sitting and end in another."""
    write(path, SMALL, REPORTS[:cut])
    with load_session(path) as session:
        writer = SessionWriter(path, session.outline, behind=session)
    for number, report in enumerate(REPORTS[cut:]):
        writer.add(report)
        if number % commit_every == 0:
            assert writer.commit() == ""
    with load_session(path) as session:
        assert not session.has_ended or writer.has_pending
    assert writer.close() == ""
    holds(path)
    assert check_session(path).problems == []
    with load_session(path) as session:
        assert session.has_ended


def test_going_on_takes_up_what_was_written_meanwhile(path):
    """Between the reading of the session and the taking of its lock."""
    write(path, SMALL, REPORTS[:THIRD])
    with load_session(path) as behind, load_session(path) as session:
        other = SessionWriter(path, session.outline, behind=session)
        add(other, REPORTS[THIRD : 2 * THIRD])
        assert other.close() == ""
        writer = SessionWriter(path, behind.outline, behind=behind)
    add(writer, REPORTS[2 * THIRD :])
    assert writer.close() == ""
    holds(path)
    assert check_session(path).problems == []


def test_going_on_where_the_file_is_gone(path):
    write(path, SMALL, REPORTS[:THIRD])
    with load_session(path) as session:
        path.unlink()
        with pytest.raises(SessionFileError, match="No such file"):
            SessionWriter(path, session.outline, behind=session)
    assert os.listdir(path.parent) == []


def test_abandoning_leaves_the_file_as_it_was_committed(path, writer):
    add(writer, REPORTS[:THIRD])
    writer.commit()
    add(writer, REPORTS[THIRD:])
    writer.abandon()
    writer.abandon()
    holds(path, REPORTS[:THIRD])
    with load_session(path) as session:
        assert not session.has_ended
    assert not lock_of(path).exists()


def test_notes_and_snapshots_come_and_go(path, writer):
    for step in (10, 20, 30):
        writer.add(some_snapshot(step))
        writer.add(Note(step, f"at {step}"))
    assert writer.commit() == ""
    writer.drop_snapshot(20)
    writer.add(Note(20, ""))
    writer.add(Note(30, "other"))
    writer.add(some_snapshot(30, "pause", size=7))
    assert writer.close() == ""
    with load_session(path) as session:
        assert session.notes == {10: "at 10", 30: "other"}
        assert [place.step for place in session.snapshots] == [10, 30]
        assert session.snapshots[1] == (30, "pause", len(some_snapshot(30, "pause", size=7).data))
        assert session.snapshot(10) == some_snapshot(10)
        assert session.snapshot(30) == some_snapshot(30, "pause", size=7)
        with pytest.raises(KeyError, match="there is no snapshot at step 20"):
            session.snapshot(20)


# --- a disk that goes away


@pytest.mark.skipif(os.name != "posix", reason="an open file keeps its folder in place elsewhere")
def test_a_folder_that_goes_away_for_a_while(tmp_path):
    """Nothing is lost while it is gone, and nothing is made in its place."""
    path = tmp_path / "stick" / "session.gradiometer"
    path.parent.mkdir()
    writer = new_writer(path, SMALL)
    add(writer, REPORTS[:THIRD])
    assert writer.commit() == ""
    path.parent.rename(tmp_path / "pulled out")
    add(writer, REPORTS[THIRD : 2 * THIRD])
    assert writer.commit().startswith(f"{path} cannot be written (")
    assert writer.has_pending
    assert writer.commit() == ""
    assert os.listdir(tmp_path) == ["pulled out"]
    (tmp_path / "pulled out").rename(path.parent)
    add(writer, REPORTS[2 * THIRD :])
    assert writer.commit() == f"{path} is being written again; nothing was lost"
    assert writer.close() == ""
    holds(path)


@pytest.mark.skipif(os.name != "posix", reason="an open file keeps its folder in place elsewhere")
def test_a_folder_that_goes_away_for_good(tmp_path):
    path = tmp_path / "stick" / "session.gradiometer"
    path.parent.mkdir()
    writer = new_writer(path, SMALL)
    add(writer, REPORTS[:THIRD])
    writer.commit()
    path.parent.rename(tmp_path / "pulled out")
    add(writer, REPORTS[THIRD:])
    assert "save the session elsewhere" in writer.close()
    writer.relocate(tmp_path / "elsewhere.gradiometer")
    assert writer.close() == ""
    holds(tmp_path / "elsewhere.gradiometer")
    with load_session(tmp_path / "pulled out" / path.name) as session:
        check_holds(session, SMALL, REPORTS[:THIRD])


def test_a_disk_that_is_unmounted_under_the_writer(tiny_disk, tmp_path):
    path = tiny_disk / "session.gradiometer"
    writer = new_writer(path, SMALL)
    add(writer, REPORTS[:THIRD])
    assert writer.commit() == ""
    subprocess.run(["umount", "--lazy", str(tiny_disk)], check=True)
    add(writer, REPORTS[THIRD:])
    assert "cannot be written" in writer.commit()
    assert os.listdir(tiny_disk) == []
    writer.relocate(tmp_path / "elsewhere")
    assert writer.close() == ""
    holds(tmp_path / "elsewhere")


LIMITED = """
import resource, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from recorded import SMALL, make_reports, new_writer

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
writer = new_writer(Path(sys.argv[1]), SMALL)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
for report in make_reports(SMALL, 300):
    writer.add(report)
    print(writer.commit(), end="")
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print("|", writer.commit(), writer.close(), end="")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="a limit of Linux")
def test_a_limit_of_the_size_of_files(path):
    """As a quota: what does not fit waits until it does."""
    command = [sys.executable, "-c", LIMITED, str(path), str(Path(__file__).parents[1])]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert re.fullmatch(
        rf"{path} cannot be written \((disk I/O error|database or disk is full)\); training goes on and nothing is "
        rf"lost yet: free some space or save the session elsewhere\| {path} is being written again; nothing was lost ",
        said,
    )
    holds(path)


def test_up_to_which_step_the_file_is_safe(path, writer, tmp_path):
    def newest(file: Path) -> int:
        with load_session(file) as session:
            return int(max(row[0] for stream in session.num_rows if (row := session.newest(stream)) is not None))

    assert writer.committed_step == -1
    add(writer, REPORTS[:THIRD])
    assert writer.committed_step == -1
    writer.commit()
    safe = writer.committed_step
    assert safe == newest(path) > 0
    make_space = fill_up(writer)
    add(writer, REPORTS[THIRD:])
    writer.commit()
    assert writer.failure
    assert writer.committed_step == safe
    make_space()
    writer.relocate(tmp_path / "other.gradiometer")
    assert writer.committed_step == newest(tmp_path / "other.gradiometer") > safe
    writer.close()
    with load_session(path) as session:
        behind = SessionWriter(path, session.outline, behind=session)
    assert behind.committed_step == newest(path)
    behind.close()


def test_what_is_in_memory_alone_is_in_no_file(tmp_path):
    writer = new_writer(None, SMALL)
    add(writer, REPORTS)
    writer.commit()
    assert writer.committed_step == -1
    writer.relocate(tmp_path / "kept.gradiometer")
    assert writer.committed_step == 299
    writer.close()
