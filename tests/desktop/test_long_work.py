"""Work over many seeds beside the window."""

from __future__ import annotations

import threading

from pytestqt.qtbot import QtBot

from gradiometer.fields import FieldError
from gradiometer_desktop.long_work import Cancelled, LongWork, Progress
from shared import TIMEOUT_MS


def test_it_tells_how_far_it_is_and_what_it_found(qtbot: QtBot) -> None:
    runner, gate = LongWork(), threading.Event()

    def work(progress: Progress, cancelled: Cancelled) -> str:
        progress(3, 10)
        gate.wait(TIMEOUT_MS / 1000)
        assert not cancelled()
        progress(10, 10)
        return threading.current_thread().name

    told: list[tuple[int, int]] = []
    runner.progressed.connect(lambda done, total: told.append((done, total)))
    with qtbot.waitSignal(runner.progressed, timeout=TIMEOUT_MS):
        runner.start(work)
    assert runner.is_busy
    with qtbot.waitSignal(runner.done, timeout=TIMEOUT_MS) as done:
        gate.set()
    assert done.args == ["survey", "", False]
    assert told == [(3, 10), (10, 10)]
    assert not runner.is_busy


def test_it_can_be_cancelled_and_begun_again(qtbot: QtBot) -> None:
    runner, woken = LongWork(), threading.Event()

    def work(_progress: Progress, cancelled: Cancelled) -> str:
        while not cancelled():
            woken.wait(0.01)
        return "half"

    runner.start(work)
    with qtbot.waitSignal(runner.done, timeout=TIMEOUT_MS) as done:
        runner.cancel()
    assert done.args == ["half", "", True]
    with qtbot.waitSignal(runner.done, timeout=TIMEOUT_MS) as done:
        runner.start(lambda _progress, cancelled: "whole" if not cancelled() else "half")
    assert done.args == ["whole", "", False]
    runner.start(work)
    runner.close_down()


def test_what_went_wrong_is_a_sentence(qtbot: QtBot) -> None:
    runner = LongWork()

    def work(_progress: Progress, _cancelled: Cancelled) -> None:
        raise FieldError("the data are not there")

    with qtbot.waitSignal(runner.done, timeout=TIMEOUT_MS) as done:
        runner.start(work)
    assert done.args == [None, "the data are not there", False]
