"""The list of lessons."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gradiometer_desktop.lessons.chooser import Chooser

TITLES = {"01-a": "1. First", "02-b": "2. Second", "03-c": "3. Third"}


def test_lessons_are_chosen_from_the_list_and_one_after_the_other(qtbot: QtBot) -> None:
    chooser = Chooser()
    qtbot.addWidget(chooser)
    chosen: list[str] = []
    chooser.chosen.connect(chosen.append)
    chooser.chosen.connect(chooser.show_chosen)
    assert not chooser.after.isEnabled()
    chooser.show_lessons(TITLES)
    assert chooser.list.currentIndex() == -1
    assert not chooser.before.isEnabled()
    chooser.after.click()
    assert chosen == ["01-a"]
    chooser.after.click()
    qtbot.keyClick(chooser.after, Qt.Key.Key_Space)
    assert chosen == ["01-a", "02-b", "03-c"]
    assert not chooser.after.isEnabled()
    chooser.before.click()
    assert chosen[-1] == "02-b"
    qtbot.keyClick(chooser.list, Qt.Key.Key_Up)
    assert chosen[-1] == "01-a"
    assert chooser.list.currentText() == "1. First"


def test_another_list_keeps_what_is_chosen(qtbot: QtBot) -> None:
    chooser = Chooser()
    qtbot.addWidget(chooser)
    chooser.show_lessons(TITLES)
    chooser.show_chosen("02-b")
    chooser.show_lessons({**TITLES, "00-z": "0. Before"})
    assert chooser.list.currentData() == "02-b"
    assert [widget.accessibleName() for widget in (chooser.list, chooser.before, chooser.after)] == [
        "Lesson",
        "Lesson before",
        "Next lesson",
    ]
