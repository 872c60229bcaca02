"""The lessons on the start page."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from gradiometer.lessons import lesson_names
from gradiometer_desktop import theme
from gradiometer_desktop.lessons import catalogue
from gradiometer_desktop.lessons.shelf import LessonShelf


def test_there_is_a_door_for_each_lesson_in_their_order(qtbot: QtBot) -> None:
    shelf = LessonShelf()
    qtbot.addWidget(shelf)
    assert not shelf.doors, "they are read when somebody looks"
    for each in (theme.LIGHT, theme.DARK):
        shelf.fill(each)
    assert tuple(shelf.doors) == lesson_names()
    first = shelf.doors[lesson_names()[0]]
    assert first.picture.text() == "1"
    assert first.accessibleName() == "Depth does not help"
    with qtbot.waitSignal(shelf.chosen) as chosen:
        first.click()
    assert chosen.args == [lesson_names()[0]]


def test_where_there_are_none_it_says_so(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "titles", dict)
    shelf = LessonShelf()
    qtbot.addWidget(shelf)
    shelf.fill(theme.LIGHT)
    shelf.focus_first()
    assert shelf.note.text().startswith("There are no lessons")
