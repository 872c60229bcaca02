"""Opening a file and reading its tables: what is no session, what goes away, what a kill or a flipped bit leaves."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from gradiometer import session_database, session_histograms
from gradiometer.envelope import FACTOR, NUM_LEVELS
from gradiometer.quantities import HISTOGRAMS, STREAMS
from gradiometer.session_check import check_session
from gradiometer.session_database import SessionFileError, journal_of
from gradiometer.session_file import load_session
from gradiometer.session_format import (
    COLUMNS,
)
from recorded import (
    OF_THE_PLANE,
    SMALL,
    THROUGH_TIME,
    alter,
    check_holds,
    make_reports,
    nobody,
    opened,
    read_everything,
    refusal,
    write,
)
from synthetic import write_watched

# --- what is no session


def test_what_is_no_file(tmp_path):
    assert refusal(tmp_path / "nothing") == "FILE cannot be opened: No such file or directory"
    assert refusal(tmp_path) == "FILE is a folder"
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        assert refusal(tmp_path / "pipe") == "FILE is no file"
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert refusal(tmp_path / "loop") == "FILE cannot be opened: Too many levels of symbolic links"
    assert "cannot be opened" in refusal(Path("a\0b"))
    assert "cannot be opened" in refusal(tmp_path / ("x" * 300))


PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40


@pytest.mark.parametrize(
    "content",
    [b"# a text\n", "wörter\n".encode() * 4000, PNG, b"\0" * 5000, b"SQLite format 3\0", b"SQLite format 3\0" + PNG],
    ids=["short text", "long text", "PNG", "zeros", "magic alone", "magic and junk"],
)
def test_other_kinds_of_files(tmp_path, content):
    path = tmp_path / "other.gradiometer"
    path.write_bytes(content)
    assert refusal(path) in (
        "FILE is not a Gradiometer session",
        "FILE is an SQLite file, but not a Gradiometer session",
    )
    assert path.read_bytes() == content


def test_an_empty_file(tmp_path):
    path = tmp_path / "empty"
    path.touch()
    assert refusal(path) == "FILE is empty"


def test_the_database_of_another_program(tmp_path):
    path = tmp_path / "places.sqlite"
    alter(path, "CREATE TABLE chunk(stream)", "PRAGMA application_id = 252006674")
    assert refusal(path) == "FILE is an SQLite file, but not a Gradiometer session"


@pytest.mark.parametrize(("major", "advice"), [(0, "older"), (3, "newer"), (0xFFFF, "newer")])
def test_another_major_version(copy, major, advice):
    version = major << 16 | 3
    alter(copy, f"PRAGMA user_version = {version - 2**32 if version >= 2**31 else version}")
    sentence = f"FILE has the session format {major}.3, and this program reads 1.x to 2.x: use a {advice} Gradiometer"
    assert refusal(copy) == sentence


# --- a disk that goes away


@pytest.mark.skipif(os.name != "posix", reason="an open file keeps its folder in place elsewhere")
def test_a_folder_that_goes_away_while_its_file_is_read(copy, tmp_path):
    """What is open goes on being read; who comes later is told; when it is back, all is as before."""
    folder = tmp_path / "stick"
    folder.mkdir()
    path = Path(shutil.move(copy, folder))
    with load_session(path) as session:
        folder.rename(tmp_path / "pulled out")
        with contextlib.suppress(SessionFileError):
            check_holds(session, SMALL, make_reports(SMALL, 400))
        assert refusal(path) == "FILE cannot be opened: No such file or directory"
        (tmp_path / "pulled out").rename(folder)
        session.refresh()
        check_holds(session, SMALL, make_reports(SMALL, 400))


def test_a_disk_that_is_unmounted_while_a_file_is_read(copy, tiny_disk):
    path = Path(shutil.copy(copy, tiny_disk))
    with load_session(path) as session:
        subprocess.run(["umount", "--lazy", str(tiny_disk)], check=True)
        with contextlib.suppress(SessionFileError):
            check_holds(session, SMALL, make_reports(SMALL, 400))
        assert refusal(path) == "FILE cannot be opened: No such file or directory"
        assert os.listdir(tiny_disk) == []


@pytest.mark.parametrize("size", [0, 5000, 16384, 100_000])
def test_a_file_that_is_cut_off_while_it_is_read(copy, size):
    """As a synchronized folder may do; a sentence, and all is well when the whole file is back."""
    content = copy.read_bytes()
    with load_session(copy) as session:
        os.truncate(copy, size)
        for read in (session.refresh, lambda: session.quantity("loss"), lambda: session.histogram(0)):
            with contextlib.suppress(SessionFileError):
                read()
        copy.write_bytes(content)
    read_everything(copy)


def test_another_file_in_its_place_while_it_is_read(copy, whole, tmp_path):
    """Renamed over it: the open one stays what it was."""
    other = write_watched(tmp_path / "other")
    with load_session(copy) as session:
        os.replace(other, copy)
        session.refresh()
        check_holds(session, SMALL, make_reports(SMALL, 400))
    with load_session(copy) as session:
        assert session.experiment is None


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has these permissions")
def test_a_file_that_may_not_be_read(copy):
    with tempfile.TemporaryDirectory() as name:
        path = Path(shutil.copy(copy, name))
        os.chmod(name, 0o755)
        path.chmod(0o000)
        with nobody():
            sentence = refusal(path, load_session)
    assert sentence == "FILE cannot be opened: unable to open database file"


# --- a bit that flips: every row has a checksum


def read_all(path: Path) -> None:
    """Also the blocks of every level, which are read only where a plot is far away."""
    read_everything(path)
    with load_session(path) as session:
        for stream, num_rows in session.num_rows.items():
            for level in range(NUM_LEVELS + 1):
                session.blocks(stream, level, 0, num_rows // FACTOR**level)


def flipped(value: str | int | bytes) -> str | int | bytes:
    """With another lowest bit somewhere in the middle."""
    if isinstance(value, int):
        return value ^ 1
    data = bytearray(value.encode() if isinstance(value, str) else value)
    data[len(data) // 2] ^= 1
    return bytes(data) if isinstance(value, bytes) else data.decode()


EVERY_KIND = [
    *(f"chunk WHERE stream = '{stream}' AND level = 0" for stream in STREAMS),
    *(f"chunk WHERE stream = '{stream}' AND level = 1" for stream in STREAMS if stream != "evaluation"),
    "chunk WHERE stream = 'step' AND level = 2",
    *(f"histogram WHERE kind = '{kind}'" for kind in HISTOGRAMS),
    *("intervention", "event WHERE layer = 1", "note", "snapshot"),
    *(f"meta WHERE key = '{key}'" for key in ("experiment", "outline", "layouts", "created", "ended", "id")),
]


@pytest.fixture(scope="module")
def more_streams(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Sessions with streams that not every network has, by these."""
    folder = tmp_path_factory.mktemp("more")
    paths = {}
    for stream, experiment in (("time", THROUGH_TIME), ("surface", OF_THE_PLANE)):
        paths[f"'{stream}'"] = folder / stream
        write(folder / stream, experiment, make_reports(experiment, 120), commit_after=(200, 400))
    return paths


@pytest.mark.parametrize("rows", EVERY_KIND)
def test_a_flipped_bit_is_named(full, more_streams, tmp_path, rows):
    """In any column of any kind of row: one sentence says so, and no wrong value is ever given out."""
    full = next((path for stream, path in more_streams.items() if stream in rows), full)
    read_all(full)
    table = rows.split()[0]
    for column in COLUMNS[table]:
        path = Path(shutil.copy(full, tmp_path / "flipped.gradiometer"))
        with opened(path) as database:
            [(rowid, value), *_] = database.execute(f"SELECT rowid, {column} FROM {rows}").fetchall()
            # A key may stand there already.
            where = f"WHERE rowid = {rowid}"
            database.execute(f"UPDATE OR REPLACE {table} SET {column} = ? {where}", (flipped(value),))
        sentence = refusal(path, read_all)
        assert sentence.startswith("FILE is a damaged session: ")
        if column in ("data", "value", "text", "effect", "steps", "bins"):
            assert sentence.endswith("does not fit its checksum")
        assert not check_session(path).is_sound


def test_a_flipped_bit_of_a_checksum_is_one_too_many(full, tmp_path):
    path = Path(shutil.copy(full, tmp_path / "flipped.gradiometer"))
    alter(path, "UPDATE chunk SET checksum = checksum + 1 WHERE level = 0 AND first = 0 AND stream = 'look'")
    assert refusal(path) == "FILE is a damaged session: look chunk 0/0 does not fit its checksum"


def test_what_is_small_is_checked_without_reading_what_is_large(full, tmp_path):
    """Lists of what is where, which are made without reading the blobs, believe nothing either."""
    path = Path(shutil.copy(full, tmp_path / "flipped.gradiometer"))
    alter(path, "UPDATE snapshot SET reason = 'pause' WHERE step = 30")
    assert refusal(path, load_session) == "FILE is a damaged session: a snapshot does not fit its checksum"
    path = Path(shutil.copy(full, tmp_path / "flipped.gradiometer"))
    alter(path, "UPDATE histogram SET steps = CAST(zeroblob(length(steps)) AS BLOB) WHERE kind = 'weight_gradient'")
    with pytest.raises(SessionFileError, match="a weight_gradient histogram does not fit its checksum"):
        load_session(path)


# --- a commit that was under way


@pytest.fixture
def torn(copy: Path, tmp_path: Path) -> Path:
    """A session as a writer leaves it that is killed in a commit: half of its pages new, the old ones in a journal."""
    folder = tmp_path / "torn"
    folder.mkdir()
    path = folder / copy.name
    with opened(copy) as database:
        # With room for so few pages in memory SQLite writes them to the file before the commit.
        database.execute("PRAGMA cache_size = 2")
        database.execute("BEGIN IMMEDIATE")
        database.execute("UPDATE chunk SET data = zeroblob(length(data))")
        database.execute("UPDATE meta SET value = 'junk'")
        shutil.copy(copy, path)
        shutil.copy(journal_of(copy), journal_of(path))
    assert path.read_bytes() != copy.read_bytes()
    return path


def test_a_commit_that_was_cut_off_is_rolled_back(torn, copy):
    assert journal_of(torn).stat().st_size > 512
    with load_session(torn) as session:
        check_holds(session, SMALL, make_reports(SMALL, 400))
    assert not journal_of(torn).exists()
    assert torn.read_bytes()[100:] == copy.read_bytes()[100:]


def test_a_link_to_a_session_whose_commit_was_cut_off(torn, tmp_path):
    link = tmp_path / "link.gradiometer"
    link.symlink_to(torn)
    with load_session(link) as session:
        check_holds(session, SMALL, make_reports(SMALL, 400))


def test_a_commit_that_is_cut_off_while_its_file_is_watched(torn, copy):
    with load_session(copy) as session:
        copy.write_bytes(torn.read_bytes())
        shutil.copy(journal_of(torn), journal_of(copy))
        session.refresh()
        check_holds(session, SMALL, make_reports(SMALL, 400))
    assert not journal_of(copy).exists()


def test_a_torn_file_without_its_journal(torn):
    journal_of(torn).unlink()
    assert "damaged session" in refusal(torn)


@pytest.mark.skipif(os.name != "posix", reason="only POSIX has these permissions")
def test_a_torn_file_in_a_folder_that_cannot_be_written(torn):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "read only")
        folder.mkdir()
        path = folder / torn.name
        for file in (torn, journal_of(torn)):
            shutil.copy(file, folder)
        path.chmod(0o444)
        link = Path(name, "link")
        link.symlink_to(path)
        os.chmod(name, 0o755)
        folder.chmod(0o555)
        with nobody():
            sentences = {refusal(path, load_session), refusal(link, load_session)}
        folder.chmod(0o755)
    assert sentences == {
        "FILE was being written when its program ended, and its folder is read-only, so session.gradiometer-journal "
        "cannot be applied: copy both files to a folder that can be written to"
    }


def test_a_journal_that_cannot_be_applied_for_another_reason(torn, monkeypatch):
    connect = session_database.connect

    def fail(path: Path, mode: str) -> sqlite3.Connection:
        if mode == "ro":
            return connect(path, mode)
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(session_database, "connect", fail)
    sentence = "FILE cannot be recovered from session.gradiometer-journal: disk I/O error"
    assert refusal(torn, load_session) == sentence


TRY_TO_WRITE = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], timeout=0, isolation_level=None)
try:
    database.execute("BEGIN IMMEDIATE")
except sqlite3.OperationalError as error:
    print(error)
"""


def test_reading_leaves_the_locks_of_a_writer_in_this_process(copy):
    """Closing any handle on a file drops all POSIX locks that the process holds on it, and another program would then
    take a commit under way for a dead one and roll it back."""
    reports = make_reports(SMALL, 400)
    with opened(copy) as database:
        database.execute("BEGIN IMMEDIATE")
        database.execute("DELETE FROM event")
        assert journal_of(copy).exists()
        with load_session(copy) as session:
            check_holds(session, SMALL, reports)
        read_everything(copy)
        assert journal_of(copy).exists()
        command = [sys.executable, "-c", TRY_TO_WRITE, str(copy)]
        assert subprocess.run(command, capture_output=True, text=True).stdout == "database is locked\n"
        database.execute("COMMIT")
    with load_session(copy) as session:
        assert session.events == ()


def test_a_file_that_another_program_holds(copy, monkeypatch):
    monkeypatch.setattr(session_database, "_PATIENCE_S", 0.01)
    with opened(copy) as database:
        database.execute("BEGIN EXCLUSIVE")
        assert refusal(copy) == "FILE cannot be read now: another program is writing it"
        database.execute("ROLLBACK")
    read_everything(copy)


# --- what SQLite itself stumbles upon


def test_a_schema_that_is_no_text_any_more(copy):
    """SQLite quotes it in its message, which Python can then not decode."""
    content = copy.read_bytes()
    spoiled = content.replace(b"step INTEGER NOT NULL, data TEXT", b"step INTEGER \xff\xffT NULL, data TEXT", 1)
    assert spoiled != content
    copy.write_bytes(spoiled)
    assert refusal(copy) == "FILE is a damaged session: its structure is no longer readable"


def test_an_index_that_goes_round_in_circles(full, tmp_path):
    """A page in the place of another: whoever walks from key to key must come to an end."""
    path = Path(shutil.copy(full, tmp_path / "session.gradiometer"))
    with opened(path) as database:
        roots = [root for (root,) in database.execute("SELECT rootpage FROM sqlite_master WHERE type = 'index'")]
    content = path.read_bytes()
    for target in roots:
        for source in {target, *range(1, len(content) // 16384 + 1, 3)}:
            data = bytearray(content)
            data[(target - 1) * 16384 : target * 16384] = content[(source - 1) * 16384 : source * 16384]
            path.write_bytes(data)
            with contextlib.suppress(SessionFileError):
                read_everything(path)
            with contextlib.suppress(SessionFileError):
                assert check_session(path).is_sound == (source == target)


@pytest.mark.parametrize("at_once", [1, 2, 7])
def test_what_is_asked_for_in_parts_is_the_same(full, monkeypatch, at_once):
    """Sessions of weeks have more pieces of histograms than are asked for at once."""
    with load_session(full) as session:
        steps = {kind: session.histogram_steps(kind).tolist() for kind in HISTOGRAMS}
        spread = {kind: [rows.steps.tolist() for rows in session.spread_histograms(kind, 9)] for kind in HISTOGRAMS}
        monkeypatch.setattr(session_histograms, "_AT_ONCE", at_once)
        for kind in HISTOGRAMS:
            assert session.histogram_steps(kind).tolist() == steps[kind]
            assert [rows.steps.tolist() for rows in session.spread_histograms(kind, 9)] == spread[kind]
            assert len(steps[kind]) > 20
