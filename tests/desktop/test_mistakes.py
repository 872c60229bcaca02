"""Unexpected errors, wherever they arise: one window, a line in the log, and the program goes on."""

from __future__ import annotations

import gc
import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gradiometer.session_file import load_session
from gradiometer.trainer import Trainer
from gradiometer_desktop import mistakes
from gradiometer_desktop.background import Background
from gradiometer_desktop.main_window import MainWindow
from gradiometer_desktop.mistakes import Mistakes
from gradiometer_desktop.plots.profile import ProfilePlot
from gradiometer_desktop.problem_dialog import ProblemDialog
from shared import TIMEOUT_MS


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


@pytest.fixture
def heard(parent: QWidget, qtbot: QtBot) -> Iterator[Mistakes]:
    """Our hooks, in place of those of the tests."""
    yield from listen(parent, qtbot)


@pytest.fixture
def heard_over_window(ready: MainWindow, qtbot: QtBot) -> Iterator[Mistakes]:
    yield from listen(ready, qtbot)


def listen(window: QWidget, qtbot: QtBot) -> Iterator[Mistakes]:
    with qtbot.captureExceptions() as captured:
        made = Mistakes(window)
        yield made
        made.end()
        assert captured == []
    for dialog in dialogs():
        dialog.close()


def dialogs() -> list[ProblemDialog]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, ProblemDialog) and each.isVisible()]


def only_dialog(qtbot: QtBot) -> ProblemDialog:
    qtbot.waitUntil(lambda: len(dialogs()) == 1, timeout=TIMEOUT_MS)
    return dialogs()[0]


def turn(qtbot: QtBot) -> None:
    """Let everything happen that was posted until now."""
    done: list[bool] = []
    QTimer.singleShot(0, lambda: done.append(True))
    qtbot.waitUntil(lambda: bool(done), timeout=TIMEOUT_MS)
    QApplication.processEvents()


def raise_from_a_slot(qtbot: QtBot, error: Exception) -> None:
    """As a bug of ours does: Qt calls a Python function, which raises."""
    done: list[bool] = []

    def slot() -> None:
        done.append(True)
        raise error

    QTimer.singleShot(0, slot)
    qtbot.waitUntil(lambda: bool(done), timeout=TIMEOUT_MS)
    turn(qtbot)


def raise_here(error: Exception) -> None:
    raise error


def test_a_bug_in_a_slot(
    heard: Mistakes, qtbot: QtBot, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    raise_from_a_slot(qtbot, ZeroDivisionError("a bug of ours"))
    dialog = only_dialog(qtbot)
    assert dialog.windowTitle() == "Gradiometer has made a mistake"
    assert dialog.happened.text() == "An unexpected error: ZeroDivisionError: a bug of ours"
    assert "in slot" in dialog.details.toPlainText()
    assert "ZeroDivisionError: a bug of ours" in capsys.readouterr().err
    [record] = caplog.records
    assert record.levelno == logging.ERROR
    assert "in slot" in record.message


def test_a_bug_in_a_thread(heard: Mistakes, qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    thread = threading.Thread(target=raise_here, args=(KeyError("layer"),), name="reader")
    thread.start()
    thread.join()
    dialog = only_dialog(qtbot)
    assert dialog.happened.text() == "An unexpected error in the background (reader): KeyError: 'layer'"
    assert "in the thread reader" in caplog.records[0].message


def test_a_thread_that_ends_itself_is_no_error(heard: Mistakes, qtbot: QtBot) -> None:
    thread = threading.Thread(target=sys.exit)
    thread.start()
    thread.join()
    turn(qtbot)
    assert dialogs() == []


def test_a_bug_in_background_work(heard: Mistakes, parent: QWidget, qtbot: QtBot) -> None:
    background = Background(parent)
    with qtbot.waitSignal(background.done, timeout=TIMEOUT_MS) as ended:
        background.start(lambda: raise_here(IndexError("too far")))
    assert ended.args == ["It ended with an unexpected error."]
    assert "IndexError: too far" in only_dialog(qtbot).happened.text()


def test_a_bug_where_nothing_can_be_raised(heard: Mistakes, qtbot: QtBot) -> None:
    class Broken:
        def __del__(self) -> None:
            raise ValueError("in the end")

    Broken()
    gc.collect()
    assert "ValueError: in the end" in only_dialog(qtbot).happened.text()


def test_one_that_comes_at_every_frame(
    heard: Mistakes,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """One window that counts, few lines; closed, it stays closed until the error has rested."""
    now = [100.0]
    monkeypatch.setattr(mistakes.time, "monotonic", lambda: now[0])
    for number in range(25):
        raise_from_a_slot(qtbot, ValueError(f"bug {number}"))
    dialog = only_dialog(qtbot)
    assert "bug 0" in dialog.happened.text()
    assert dialog.repeats.text() == "It has come 25 times."
    assert capsys.readouterr().err.count("Traceback") == len(caplog.records) == 2
    dialog.close()
    qtbot.waitUntil(lambda: not dialogs(), timeout=TIMEOUT_MS)
    now[0] += 1
    raise_from_a_slot(qtbot, ValueError("still"))
    assert dialogs() == []
    now[0] += 10
    raise_from_a_slot(qtbot, ValueError("again"))
    assert "again" in only_dialog(qtbot).happened.text()


def test_others_that_come_meanwhile_are_counted(heard: Mistakes, qtbot: QtBot) -> None:
    raise_from_a_slot(qtbot, ValueError("first"))
    dialog = only_dialog(qtbot)
    raise_from_a_slot(qtbot, KeyError("second"))
    raise_from_a_slot(qtbot, ValueError("first"))
    assert only_dialog(qtbot) is dialog
    assert dialog.repeats.text() == "It has come 2 times. 1 other error came after it: see the log."
    dialog.close()
    qtbot.waitUntil(lambda: not dialogs(), timeout=TIMEOUT_MS)
    raise_from_a_slot(qtbot, OSError("third"))
    assert "third" in only_dialog(qtbot).happened.text()


def test_a_window_that_is_gone_takes_nothing_with_it(qtbot: QtBot) -> None:
    window = QWidget()
    window.show()
    for _ in listen(window, qtbot):
        raise_from_a_slot(qtbot, ValueError("first"))
        only_dialog(qtbot)
        shiboken6.delete(window)
        raise_from_a_slot(qtbot, KeyError("second"))
        assert "second" in only_dialog(qtbot).happened.text()


def test_ctrl_c_ends_the_program_without_a_dialog(
    heard: Mistakes, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr(QApplication, "quit", lambda: asked.append(True))
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    turn(qtbot)
    assert asked == [True]
    assert dialogs() == []


def test_the_hooks_are_given_back(parent: QWidget) -> None:
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    Mistakes(parent).end()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before


def test_the_run_goes_on_recording_while_every_frame_fails(
    heard_over_window: Mistakes, ready: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = ready.session
    assert session is not None
    ready.run_bar.play.trigger()
    qtbot.waitUntil(lambda: session.committed_step > 0, timeout=TIMEOUT_MS)

    def refresh(_plot: ProfilePlot) -> None:
        raise RuntimeError("a plot that cannot draw")

    monkeypatch.setattr(ProfilePlot, "refresh", refresh)
    dialog = only_dialog(qtbot)
    assert "RuntimeError: a plot that cannot draw" in dialog.happened.text()
    told = dialog.safety.text()
    assert told.startswith("The session is safe: training goes on and is recorded. Nothing has been lost up to step ")
    assert told.endswith(f", which is in {session.path}.")
    step = int(told.partition("up to step ")[2].partition(",")[0])
    assert step > 0
    qtbot.waitUntil(lambda: dialog.repeats.isVisible() and session.committed_step > step, timeout=TIMEOUT_MS)
    assert len(dialogs()) == 1
    dialog.copy.click()
    copied = QApplication.clipboard().text()
    assert "in refresh" in copied
    assert str(session.path) in copied
    assert session.is_alive
    monkeypatch.undo()
    ready.run_bar.stop.trigger()
    qtbot.waitUntil(lambda: session.finished is not None, timeout=TIMEOUT_MS)
    assert session.finished.error == ""
    assert isinstance(session.path, Path)
    with load_session(session.path) as recorded:
        assert recorded.steps[-1] > step
        assert not recorded.events


def test_a_bug_of_the_trainer_is_told_once_with_what_is_safe(
    heard_over_window: Mistakes, ready: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = ready.session
    assert session is not None
    ready.run_bar.play.trigger()
    qtbot.waitUntil(lambda: session.committed_step > 0, timeout=TIMEOUT_MS)
    monkeypatch.setattr(Trainer, "turn", lambda _trainer: raise_here(ArithmeticError("no gradient")))
    dialog = only_dialog(qtbot)
    assert dialog.windowTitle() == "Training has stopped"
    assert dialog.happened.text().endswith("no gradient")
    assert dialog.safety.text() == (
        f"The run is over, and its session is safe: nothing has been lost up to step {session.committed_step}, which "
        f"is in {session.path}."
    )
    assert "ArithmeticError: no gradient" in dialog.details.toPlainText()
