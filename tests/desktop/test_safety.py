"""Whether the session is safe: what is said is what the trainer's thread and the file say."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gradiometer.branches import Branches
from gradiometer_desktop import safety
from gradiometer_desktop.live_session import LiveSession
from gradiometer_desktop.main_window import MainWindow
from gradiometer_desktop.saved_session import SavedSession
from shared import TIMEOUT_MS


@pytest.fixture
def live(ready: MainWindow, qtbot: QtBot) -> LiveSession:
    """One that has been trained a while and is held."""
    session = ready.session
    assert isinstance(session, LiveSession)
    session.play()
    qtbot.waitUntil(lambda: session.committed_step > 10, timeout=TIMEOUT_MS)
    session.pause()
    return session


def test_no_session() -> None:
    assert safety.describe(None) == "No session was being trained here; files that are shown are only read."


def test_a_saved_one(saved: Path) -> None:
    session = SavedSession(saved)
    assert safety.describe(session) == f"The session is safe in {saved}. It is only shown here."
    session.close()


def test_one_that_has_not_begun(ready: MainWindow) -> None:
    assert safety.describe(ready.session) == "Nothing has been trained yet, so nothing is lost."


def test_from_training_to_the_end(live: LiveSession, qtbot: QtBot) -> None:
    def where() -> str:
        return f"Nothing has been lost up to step {live.committed_step}, which is in {live.path}."

    # Everything is in the file a moment after it was held.
    qtbot.waitUntil(lambda: live.committed_step == live._runner.step - 1, timeout=TIMEOUT_MS)
    assert safety.describe(live) == f"The session is safe: training is held and can go on. {where()}"
    live.play()
    told = safety.describe(live)
    assert told.startswith("The session is safe: training goes on and is recorded. Nothing has been lost up to step ")
    live.stop()
    qtbot.waitUntil(lambda: live.finished is not None, timeout=TIMEOUT_MS)
    assert safety.describe(live) == f"The run is over, and its session is safe: {where().replace('N', 'n', 1)}"


def test_a_file_that_cannot_be_written(live: LiveSession, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live._runner.recorder.writer, "failure", "the disk is full")
    told = safety.describe(live)
    assert f"lost up to step {live.committed_step}, which is in {live.path}. What came after is in memory" in told
    assert "because the file cannot be written: the disk is full." in told


def test_a_file_that_is_gone(live: LiveSession, tmp_path: Path) -> None:
    assert live.path is not None
    live.path.rename(tmp_path / "elsewhere")
    assert safety.describe(live) == (f"The session's file is gone: {live.path}. Save it elsewhere with File > Save as.")


def test_in_memory_alone(live: LiveSession, qtbot: QtBot) -> None:
    live.path = None
    assert safety.describe(live).startswith("The session goes on, but it is not in a file yet: it is in memory alone.")
    live.stop()
    qtbot.waitUntil(lambda: live.finished is not None, timeout=TIMEOUT_MS)
    assert safety.describe(live).startswith("The session is not in a file yet: it is in memory alone.")


def test_branches_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    branches = Branches.__new__(Branches)
    monkeypatch.setattr(threading, "enumerate", lambda: [branches])
    for playing in (True, False):
        monkeypatch.setattr(Branches, "is_playing", playing)
        assert ("The branches that are being trained go on" in safety.describe(None)) == playing
