"""Errors: a sentence, or a dialog with a trace; neither stops the program."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gradiometer_desktop import problems
from shared import TIMEOUT_MS


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


@pytest.fixture
def installed(parent: QWidget) -> Iterator[QWidget]:
    before = sys.excepthook
    problems.install(parent)
    yield parent
    sys.excepthook = before


def boxes() -> list[QMessageBox]:
    return [box for box in QApplication.topLevelWidgets() if isinstance(box, QMessageBox) and box.isVisible()]


def button(box: QMessageBox, text: str) -> QPushButton | None:
    return next((found for found in box.findChildren(QPushButton) if found.text().replace("&", "") == text), None)


def raise_from_a_slot(qtbot: QtBot, error: Exception) -> None:
    """As a bug of ours does: Qt calls a Python function, which raises."""
    done = []

    def slot() -> None:
        done.append(True)
        raise error

    QTimer.singleShot(0, slot)
    qtbot.waitUntil(lambda: bool(done), timeout=TIMEOUT_MS)


def test_how_plots_are_read(parent: QWidget) -> None:
    problems.explain(parent, {"Profile": "A line.", "Loss": "Falls."})
    [box] = boxes()
    assert (box.windowTitle(), box.text()) == ("How to read the plots", "Profile: A line.\n\nLoss: Falls.")
    button(box, "Close").click()


def test_a_sentence(parent: QWidget) -> None:
    box = problems.tell(parent, "A title", "This cannot be done.")
    assert boxes() == [box]
    assert (box.windowTitle(), box.text(), box.detailedText()) == ("A title", "This cannot be done.", "")
    assert not box.isModal()
    assert button(box, "Copy details") is None
    button(box, "Close").click()
    assert boxes() == []


def test_a_trace_can_be_copied_and_the_dialog_stays(parent: QWidget) -> None:
    QApplication.clipboard().setText("something else")
    box = problems.tell(parent, "A title", "This went wrong.", trace="Traceback\n  line 1")
    assert box.detailedText() == "Traceback\n  line 1"
    button(box, "Copy details").click()
    assert QApplication.clipboard().text() == "Traceback\n  line 1"
    assert boxes() == [box]
    box.close()


def test_a_bug_ends_in_a_dialog_and_the_program_goes_on(
    installed: QWidget, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    with qtbot.captureExceptions():
        # pytest-qt's own hook has taken the place of ours.
        problems.install(installed)
        raise_from_a_slot(qtbot, ZeroDivisionError("a bug of ours"))
    (box,) = boxes()
    assert "a bug of ours" in box.text()
    assert "goes on recording" in box.text()
    assert "ZeroDivisionError: a bug of ours" in box.detailedText()
    assert "in slot" in box.detailedText()
    assert "ZeroDivisionError: a bug of ours" in capsys.readouterr().err
    assert installed.isVisible()
    fired = []
    QTimer.singleShot(0, lambda: fired.append(True))
    qtbot.waitUntil(lambda: bool(fired), timeout=TIMEOUT_MS)
    box.close()


def test_a_bug_that_comes_at_every_frame_opens_one_dialog(
    installed: QWidget, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    with qtbot.captureExceptions():
        problems.install(installed)
        for number in range(20):
            raise_from_a_slot(qtbot, ValueError(f"bug {number}"))
        (box,) = boxes()
        assert "bug 0" in box.text()
        # The terminal has all of them.
        written = capsys.readouterr().err
        assert all(f"ValueError: bug {number}\n" in written for number in range(20))
        # One that comes after the person has seen the first is shown again.
        box.close()
        qtbot.waitUntil(lambda: not boxes(), timeout=TIMEOUT_MS)
        raise_from_a_slot(qtbot, ValueError("another bug"))
        (box,) = boxes()
        assert "another bug" in box.text()
        box.close()


def test_ctrl_c_ends_the_program_without_a_dialog(
    installed: QWidget, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = []
    monkeypatch.setattr(QApplication, "quit", lambda: asked.append(True))
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert asked == [True]
    assert boxes() == []
    assert "KeyboardInterrupt" in capsys.readouterr().err
