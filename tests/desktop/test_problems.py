"""Errors: a sentence, or a window with a trace; neither stops the program."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gradiometer_desktop import problems
from gradiometer_desktop.main_window import MainWindow


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def boxes() -> list[QMessageBox]:
    return [box for box in QApplication.topLevelWidgets() if isinstance(box, QMessageBox) and box.isVisible()]


def close(box: QMessageBox) -> None:
    [button] = [each for each in box.findChildren(QPushButton) if each.text().replace("&", "") == "Close"]
    button.click()


def test_how_plots_are_read(parent: QWidget) -> None:
    problems.explain(parent, {"Profile": "A line.", "Loss": "Falls."})
    [box] = boxes()
    assert (box.windowTitle(), box.text()) == ("How to read the plots", "Profile: A line.\n\nLoss: Falls.")
    close(box)


def test_a_sentence(parent: QWidget) -> None:
    box = problems.tell(parent, "A title", "This cannot be done.")
    assert boxes() == [box]
    assert (box.windowTitle(), box.text()) == ("A title", "This cannot be done.")
    assert not box.isModal()
    close(box)
    assert boxes() == []


def test_a_bug_is_told_with_the_session_of_the_window_below(ready: MainWindow) -> None:
    inner = QWidget(ready)
    assert problems.session_of(inner) is ready.session
    dialog = problems.report(inner, "A title", "This went wrong", "Traceback\n  line 1\n")
    assert not dialog.isModal()
    assert dialog.isVisible()
    assert (dialog.windowTitle(), dialog.happened.text()) == ("A title", "This went wrong")
    assert dialog.safety.text() == "Nothing has been trained yet, so nothing is lost."
    text = dialog.details.toPlainText()
    assert text.startswith("Traceback\n  line 1\n\nGradiometer  ")
    assert "live, 784-12-12-12-10" in text
    dialog.close()


def test_a_bug_with_no_session_and_no_window(qtbot: QtBot) -> None:
    assert problems.session_of(None) is None
    dialog = problems.report(None, "A title", "This went wrong", "Traceback")
    assert dialog.safety.text().startswith("No session was being trained here")
    dialog.close()
