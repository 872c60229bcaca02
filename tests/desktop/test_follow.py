"""A session that another program is still writing, and two windows on one session."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gradiometer.reports import Note
from gradiometer.session_copy import copy_session
from gradiometer.session_file import load_session
from gradiometer_desktop.main_window import MainWindow
from gradiometer_desktop.saved_session import SavedSession
from shared import TIMEOUT_MS

# Trains until a line comes in, with a change at step 40.
WRITER = """
import dataclasses, sys
from pathlib import Path
from gradiometer.changes import parse_changes
from gradiometer.presets import load_experiment
from gradiometer.runner import Runner

experiment = dataclasses.replace(load_experiment("digits"), num_train=400, num_held_out=50)
changes = parse_changes(experiment, [(40, ["activation=relu"])])
runner = Runner(experiment, Path(sys.argv[1]), schedule=changes, with_window=False)
runner.play()
runner.start()
while runner.recorder.writer is None:
    runner.join(0.01)
print("writing", flush=True)
sys.stdin.readline()
runner.stop()
runner.join()
"""


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[tuple[Path, subprocess.Popen[str]]]:
    """Another program, and the file that it writes."""
    path = tmp_path / "written.gradiometer"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], text=True, **pipes) as process:
        try:
            assert process.stdout.readline() == "writing\n"
            yield path, process
        finally:
            process.kill()


def num_steps(window: MainWindow) -> int:
    return window.session.history.steps.num_rows


def test_what_another_program_writes_is_followed_to_its_end(window: MainWindow, qtbot: QtBot, writer) -> None:
    path, process = writer
    assert window.open_path(path)
    session = window.session
    assert isinstance(session, SavedSession)
    assert session.follows
    assert f"{path} is in use by another program (process {process.pid} on " in session.read_only
    assert "it is shown as it grows, and cannot be changed here" in window.notice.text.text()
    assert not window.run_bar.play.isEnabled()
    assert not window.note_action.isEnabled()
    assert not window.file_menu.compact.isEnabled()
    seen = num_steps(window)
    qtbot.waitUntil(lambda: num_steps(window) > seen and len(session.history.interventions) == 1, timeout=TIMEOUT_MS)
    assert session.state == "following"
    assert 40 in window.plots["norms"].marked_steps()
    assert window.changes.list.count() == 1
    process.communicate("enough\n", timeout=60)
    qtbot.waitUntil(lambda: not session.follows, timeout=TIMEOUT_MS)
    # Now it is a session like any other.
    assert session.state == "saved session"
    assert session.read_only == ""
    assert window.run_bar.play.text() == "Continue"
    assert window.note_action.isEnabled()
    with load_session(path) as stored:
        assert num_steps(window) == stored.num_rows["step"]
        assert session.history.last("loss")[0] == stored.loss[-1]


def test_a_writer_that_was_killed(window: MainWindow, qtbot: QtBot, writer, monkeypatch) -> None:
    path, process = writer
    window.open_path(path)
    session = window.session
    qtbot.waitUntil(lambda: bool(session.history.snapshots), timeout=TIMEOUT_MS)
    process.kill()
    process.wait(60)
    session._news_s -= 100
    session.look()
    assert session.state.startswith(("following; no news for 10", "following"))
    # A window that opens it now has it for itself.
    assert window.open_path(path)
    assert window.session is not session
    assert not window.session.follows
    assert window.session.read_only == ""
    assert window.run_bar.play.isEnabled()


def test_a_second_window_is_read_only_and_says_so(
    window: MainWindow, qtbot: QtBot, saved: Path, tmp_path: Path, sessions_folder: Path
) -> None:
    """The first one is in a program of its own: parts of one program hold a file together."""
    copy = tmp_path / "copy.gradiometer"
    copy_session(saved, copy)
    code = (
        "import sys, pathlib; from gradiometer.session_lock import SessionLock; "
        "lock = SessionLock(pathlib.Path(sys.argv[1])); print('held', flush=True); sys.stdin.readline()"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", code, str(copy)], text=True, **pipes) as first:
        assert first.stdout.readline() == "held\n"
        window.open_path(copy)
        assert window.session.read_only.startswith(f"{copy} is in use by another program (process {first.pid} ")
        assert window.notice.isVisible()
        assert not window.note_action.isEnabled()
        window.desk.pin(window.session, Note(3, "no"))
        assert window.session.history.notes == {}
        first.communicate("\n", timeout=60)
    window.session.look()
    assert window.session.read_only == ""
    window.desk.pin(window.session, Note(3, "yes"))
    with load_session(copy) as session:
        assert session.notes == {3: "yes"}


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be renamed there")
def test_a_disk_that_goes_away_and_comes_back(window: MainWindow, qtbot: QtBot, writer, tmp_path: Path) -> None:
    path, _process = writer
    window.open_path(path)
    session = window.session
    qtbot.waitUntil(lambda: num_steps(window) > 10, timeout=TIMEOUT_MS)
    away = path.with_name("away")
    # What a network disk does to an open file cannot be done to a local one: its next reading fails.
    keep_in, follow = session.history.keep_in, session.history.follow
    path.rename(away)
    session.history._session.close()
    session.look()
    assert session.trouble
    assert session.state == "cannot be read just now"
    assert window.notice.isVisible()
    assert "It is tried again; what was read stays on the screen" in window.notice.text.text()
    shown = num_steps(window)
    session.look()
    assert num_steps(window) == shown
    away.rename(path)
    session.look()
    assert session.trouble == ""
    assert not window.notice.isVisible()
    assert keep_in == session.history.keep_in
    assert follow == session.history.follow
    qtbot.waitUntil(lambda: num_steps(window) > shown, timeout=TIMEOUT_MS)


def test_following_is_asked_for_where_no_lock_can_be_seen(window: MainWindow, saved: Path) -> None:
    """Of a program on another computer, say."""
    window.open_first(saved, follows=True)
    assert isinstance(window.session, SavedSession)
    # It has ended long ago, which the first look sees.
    window.session.look()
    assert not window.session.follows
