"""One program writes a session at a time: a second is told who holds it, and no death of a program leaves it locked."""

import contextlib
import errno
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from gradiometer import session_lock
from gradiometer.reports import Note
from gradiometer.session_copy import branch_session, compact_session, copy_session
from gradiometer.session_editor import set_note, set_texts
from gradiometer.session_file import load_session
from gradiometer.session_lock import InUseError, SessionLock, lock_of, who_holds
from gradiometer.session_storage import StorageError
from gradiometer.session_writer import SessionWriter
from recorded import SMALL, check_holds, make_reports, new_writer, read_everything, upgrade, write

REPORTS = make_reports(SMALL, 60)

HOLD = """
import sys
from pathlib import Path
from gradiometer.session_lock import SessionLock

lock = SessionLock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.readline()
lock.release()
print("released", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "session.gradiometer"
    write(path, SMALL, REPORTS)
    return path


@contextlib.contextmanager
def held_by_another(path: Path) -> Iterator[subprocess.Popen[str]]:
    """A program of its own that holds the file; a line to it lets go, another ends it."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout.readline() == "held\n"
        yield process
    finally:
        process.kill()
        process.wait(60)
        process.stdin.close()
        process.stdout.close()


def new_writer_there(path: Path) -> None:
    path.unlink()
    new_writer(path, SMALL)


def go_on(path: Path) -> None:
    with load_session(path) as session:
        SessionWriter(path, session.outline, behind=session)


def branch_over(path: Path) -> None:
    with load_session(path) as session:
        branch_session(session, 20, path, {})


def relocate_over(path: Path) -> None:
    writer = new_writer(None, SMALL)
    writer.relocate(path)


WRITE: dict[str, Callable[[Path], None]] = {
    "a new session": new_writer_there,
    "go on": go_on,
    "a note": lambda path: set_note(path, Note(3, "x")),
    "texts": lambda path: set_texts(path, {"title": "x"}),
    "relocate": relocate_over,
    "compact": lambda path: compact_session(path, path),
}


@pytest.mark.parametrize("act", WRITE)
def test_whoever_wants_to_write_is_told_who_holds_it(path, act):
    content = path.read_bytes()
    with held_by_another(path) as process:
        with pytest.raises(InUseError) as caught:
            WRITE[act](path)
        sentence = str(caught.value)
        assert sentence.startswith(f"{path} is in use by another program (process {process.pid} on ")
        assert len(sentence.splitlines()) == 1
        # Reading needs no lock.
        if act != "a new session":
            assert path.read_bytes() == content
            read_everything(path)
        else:
            assert not path.exists()
    assert sorted(os.listdir(path.parent)) == [lock_of(path).name, *([path.name] if path.exists() else [])]


@pytest.mark.parametrize("act", ["go on", "a note", "texts", "compact"])
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_the_lock_of_a_killed_program_is_free(path, act):
    with held_by_another(path) as process:
        os.kill(process.pid, signal.SIGKILL)
        process.wait(60)
        assert lock_of(path).exists()
        WRITE[act](path)
    read_everything(path)


def test_it_is_free_once_it_is_released(path):
    with held_by_another(path) as process:
        process.stdin.write("\n")
        process.stdin.flush()
        assert process.stdout.readline() == "released\n"
        assert not lock_of(path).exists()
        with SessionLock(path):
            assert who_holds(path) == f"process {os.getpid()} on {session_lock.socket.gethostname()}"
    assert os.listdir(path.parent) == [path.name]


TAKE_TURNS = """
import sys
from pathlib import Path
from gradiometer.session_lock import InUseError, SessionLock

path, counter = Path(sys.argv[1]), Path(sys.argv[2])
taken = 0
while taken < 100:
    try:
        with SessionLock(path):
            before = int(counter.read_text())
            counter.write_text(str(before + 1))
            taken += 1
    except InUseError:
        pass
"""


def test_programs_take_turns(path, tmp_path):
    """Four of them, a hundred times each: never two at once."""
    counter = tmp_path / "counter"
    counter.write_text("0")
    command = [sys.executable, "-c", TAKE_TURNS, str(path), str(counter)]
    processes = [subprocess.Popen(command) for _ in range(4)]
    assert [process.wait(120) for process in processes] == [0] * 4
    assert counter.read_text() == "400"
    assert not lock_of(path).exists()


# --- within one program


def test_parts_of_a_program_hold_it_together(path):
    with SessionLock(path):
        set_note(path, Note(3, "by the window"))
        with SessionLock(path) as second:
            second.release()
            second.release()
        assert lock_of(path).exists()
    assert not lock_of(path).exists()
    with load_session(path) as session:
        assert session.notes == {3: "by the window"}


@pytest.mark.parametrize("act", ["compact", "relocate", "copy"])
def test_what_a_part_of_this_program_writes_is_not_replaced(path, tmp_path, act):
    """A writer would go on in a file that has no name any more."""
    with load_session(path) as session:
        writer = SessionWriter(path, session.outline, behind=session)
    other = tmp_path / "other.gradiometer"
    write(other, SMALL, REPORTS)
    acts = {**WRITE, "copy": lambda path: copy_session(other, path)}
    with pytest.raises(InUseError) as caught:
        acts[act](path)
    assert str(caught.value) == f"{path} is in use by this program"
    assert writer.close() == ""
    with load_session(path) as session:
        check_holds(session, SMALL, REPORTS)
    acts[act](path)


def test_what_is_replaced_is_not_edited_meanwhile(path):
    with SessionLock(path, alone=True):
        with pytest.raises(InUseError, match="is in use by this program"):
            set_note(path, Note(3, "x"))
        with pytest.raises(InUseError, match="is in use by this program"):
            SessionLock(path, alone=True)
    set_note(path, Note(3, "x"))


def test_links_and_ways_to_one_file_are_one(path, tmp_path):
    link = tmp_path / "link.gradiometer"
    link.symlink_to(path)
    (tmp_path / "folder").mkdir()
    with SessionLock(link, alone=True):
        assert lock_of(path).exists()
        for other in (path, tmp_path / "folder" / ".." / path.name):
            with pytest.raises(InUseError):
                SessionLock(other)


def test_it_may_be_released_in_another_thread(path):
    lock = SessionLock(path)
    thread = threading.Thread(target=lock.release)
    thread.start()
    thread.join()
    with held_by_another(path):
        pass


# --- where there can be no lock


def test_a_folder_that_does_not_exist_is_not_made(tmp_path):
    path = tmp_path / "gone" / "session.gradiometer"
    for act in (lambda: SessionLock(path), lambda: set_note(path, Note(1, "x")), lambda: upgrade(path)):
        with pytest.raises(StorageError) as caught:
            act()
        assert str(caught.value) == f"{path} cannot be written: No such file or directory"
    assert os.listdir(tmp_path) == []


def test_names_that_can_be_no_file(tmp_path):
    for path in (tmp_path / ("x" * 253), tmp_path / "loop" / "session", Path("a\0b")):
        (tmp_path / "loop").unlink(missing_ok=True)
        (tmp_path / "loop").symlink_to(tmp_path / "loop")
        with pytest.raises((StorageError, ValueError)) as caught:
            SessionLock(path)
        assert len(str(caught.value).splitlines()) == 1
    assert os.listdir(tmp_path) == ["loop"]


def test_something_else_in_the_place_of_the_lock(path):
    lock_of(path).mkdir()
    with pytest.raises(StorageError, match=r"session.gradiometer cannot be written: "):
        SessionLock(path)
    lock_of(path).rmdir()
    lock_of(path).symlink_to(path)
    content = path.read_bytes()
    with pytest.raises(StorageError, match=r"session.gradiometer cannot be written: "):
        SessionLock(path)
    assert path.read_bytes() == content


@pytest.mark.parametrize("name", ["ENOSYS", "ENOLCK", "EOPNOTSUPP"])
def test_a_drive_that_knows_no_locks(path, monkeypatch, name):
    """Better a session without one than no session."""

    def fail(lock: FileLock, **_options: object) -> None:
        raise OSError(getattr(errno, name), "no locks here")

    monkeypatch.setattr(session_lock.FileLock, "acquire", fail)
    set_note(path, Note(3, "all the same"))
    with load_session(path) as session:
        assert session.notes == {3: "all the same"}


def test_nobody_holds_what_is_free(path):
    assert who_holds(path) == ""
