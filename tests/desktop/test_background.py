"""Work on files in a thread of its own."""

from __future__ import annotations

import threading

import pytest
from pytestqt.qtbot import QtBot

from gradiometer.session_database import SessionFileError
from gradiometer_desktop.background import Background
from shared import TIMEOUT_MS


def test_it_works_beside_the_window(qtbot: QtBot) -> None:
    background, gate, threads = Background(), threading.Event(), []

    def work() -> None:
        threads.append(threading.current_thread().name)
        gate.wait(TIMEOUT_MS / 1000)

    assert not background.is_busy
    with qtbot.waitSignal(background.done, timeout=TIMEOUT_MS) as done:
        background.start(work)
        assert background.is_busy
        gate.set()
    assert done.args == [""]
    assert threads == ["background"]
    assert not background.is_busy


@pytest.mark.parametrize("error", [OSError("no room"), SessionFileError("no room")])
def test_what_went_wrong_is_told(qtbot: QtBot, error: Exception) -> None:
    background = Background()

    def work() -> None:
        raise error

    with qtbot.waitSignal(background.done, timeout=TIMEOUT_MS) as done:
        background.start(work)
    assert done.args == ["no room"]
    with qtbot.waitSignal(background.done, timeout=TIMEOUT_MS) as done:
        background.start(lambda: None)
    assert done.args == [""], "the next piece of work has its own outcome"


def test_the_end_of_the_program_waits_for_it() -> None:
    background, done = Background(), []
    background.start(lambda: done.append(1))
    background.wait()
    assert done == [1]
    background.wait()
