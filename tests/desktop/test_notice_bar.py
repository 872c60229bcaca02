"""The line above the plots: a sentence, what can be done about it, and away with it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QMainWindow, QPushButton
from pytestqt.qtbot import QtBot

from gradiometer_desktop.notice_bar import NoticeBar


@pytest.fixture
def bar(qtbot: QtBot) -> NoticeBar:
    window = QMainWindow()
    qtbot.addWidget(window)
    made = NoticeBar(window)
    window.addToolBar(made)
    window.resize(900, 300)
    window.show()
    qtbot.waitExposed(window)
    # A main window shows the tool bars that it is given.
    made.hide()
    made.keeps = window
    return made


def dismiss(bar: NoticeBar) -> QPushButton:
    return next(button for button in bar.findChildren(QPushButton) if button.text() == "Dismiss")


def test_it_is_hidden_until_there_is_something_to_tell(bar: NoticeBar) -> None:
    assert not bar.isVisible()
    bar.tell("The disk is full.")
    assert bar.isVisible()
    assert bar.text.text() == "The disk is full."
    assert not bar.action.isVisible()


def test_its_button_does_what_it_says(bar: NoticeBar) -> None:
    done: list[str] = []
    bar.tell("The disk is full.", "Save elsewhere…", lambda: done.append("saved"))
    assert bar.action.isVisible()
    assert bar.action.text() == "Save elsewhere…"
    bar.action.click()
    assert done == ["saved"]


def test_the_next_notice_takes_the_place_of_the_last(bar: NoticeBar) -> None:
    done: list[str] = []
    bar.tell("First.", "One", lambda: done.append("one"))
    bar.tell("Second.", "Two", lambda: done.append("two"))
    assert bar.text.text() == "Second."
    bar.action.click()
    assert done == ["two"]
    bar.tell("Third.")
    assert not bar.action.isVisible()


def test_it_can_be_dismissed(bar: NoticeBar) -> None:
    done: list[str] = []
    bar.tell("The disk is full.", "Save elsewhere…", lambda: done.append("saved"))
    dismiss(bar).click()
    assert not bar.isVisible()
    assert done == []


def test_what_is_true_no_longer_is_withdrawn_and_nothing_else(bar: NoticeBar) -> None:
    bar.tell("The disk is gone.", topic="disk")
    bar.withdraw("network")
    assert bar.isVisible()
    bar.withdraw("disk")
    assert not bar.isVisible()
    bar.tell("The disk is gone.", topic="disk")
    bar.tell("NaN first appeared.")
    bar.withdraw("disk")
    assert bar.isVisible()


def test_it_is_not_in_the_menu_of_tool_bars(bar: NoticeBar) -> None:
    """Or it could be called up empty, and put away for good."""
    assert not bar.toggleViewAction().isVisible()
