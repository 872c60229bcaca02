"""The window waits for no session that it shows no more, and what goes on before a run can be given up."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
from pytestqt.qtbot import QtBot

from gradiometer import forking
from gradiometer.session_file import load_session
from gradiometer.trainer import Trainer
from gradiometer_desktop.live_session import LiveSession
from gradiometer_desktop.main_window import MainWindow
from gradiometer_desktop.saved_session import SavedSession
from shared import TIMEOUT_MS


def test_a_long_step_keeps_no_other_session_away(
    ready: MainWindow, saved: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = ready.session
    assert isinstance(old, LiveSession)
    ready.run_bar.play.trigger()
    qtbot.waitUntil(lambda: old.committed_step > 0, timeout=TIMEOUT_MS)
    goes_on = threading.Event()
    turn = Trainer.turn

    def slow(trainer: Trainer) -> Any:
        goes_on.wait()
        return turn(trainer)

    monkeypatch.setattr(Trainer, "turn", slow)
    begun_s = time.perf_counter()
    assert ready.open_path(saved)
    assert time.perf_counter() - begun_s < 5
    assert isinstance(ready.session, SavedSession)
    assert old.is_alive
    path = old.path
    assert path is not None
    threading.Timer(0.1, goes_on.set).start()
    # Its file is waited for where it is wanted.
    assert ready.open_path(path)
    assert not old.is_alive
    assert isinstance(ready.session, SavedSession)
    assert not ready.session.follows
    with load_session(path) as session:
        assert session.has_ended
    qtbot.waitUntil(lambda: not ready._leaving, timeout=TIMEOUT_MS)


def test_a_replay_says_how_far_it_is_and_stop_gives_it_up(
    window: MainWindow, saved: Path, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def replay(*_arguments: object, proceed: Callable[[int, int], bool]) -> NoReturn:
        while proceed(1200, 4000):
            time.sleep(0.01)
        raise InterruptedError

    monkeypatch.setattr(forking, "state_before", replay)
    path = Path(shutil.copy(saved, tmp_path / "copy.gradiometer"))
    window.open_path(path)
    window.continue_session(17)
    session = window.session
    assert isinstance(session, LiveSession)
    qtbot.waitUntil(lambda: session.state == "replaying step 1 200 of 4 000", timeout=TIMEOUT_MS)
    window.run_bar.stop.trigger()
    qtbot.waitUntil(lambda: isinstance(window.session, SavedSession), timeout=TIMEOUT_MS)
    assert window.session is not None
    assert window.session.path == path
