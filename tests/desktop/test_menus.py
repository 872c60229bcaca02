"""Entries of menus, and boxes to choose from."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from gradiometer_desktop.menus import add_action, add_choice, explain, make_combo

TITLES = {"a": "First", "b": "Second"}


@pytest.fixture
def menu(qtbot: QtBot) -> QMenu:
    menu = QMenu()
    qtbot.addWidget(menu)
    return menu


def test_an_entry_does_something(menu: QMenu) -> None:
    done: list[int] = []
    action = add_action(menu, "Do it", lambda: done.append(1), QKeySequence("Ctrl+D"))
    action.trigger()
    assert done == [1]
    assert menu.actions() == [action]
    assert action.shortcut().toString() == "Ctrl+D"


@pytest.mark.parametrize(("chosen", "ticked"), [("b", ["b"]), ("neither", [])])
def test_one_of_a_few_is_ticked(menu: QMenu, chosen: str, ticked: list[str]) -> None:
    said: list[str] = []
    actions = add_choice(menu, TITLES, chosen, said.append)
    assert [action.text() for action in menu.actions()] == ["First", "Second"]
    assert [name for name, action in actions.items() if action.isChecked()] == ticked
    actions["a"].trigger()
    assert said == ["a"]
    assert [name for name, action in actions.items() if action.isChecked()] == ["a"]


def test_a_box_says_what_it_is_for(qtbot: QtBot) -> None:
    combo = make_combo(TITLES, "Which", "What is shown")
    qtbot.addWidget(combo)
    assert [(combo.itemText(index), combo.itemData(index)) for index in range(combo.count())] == [
        ("First", "a"),
        ("Second", "b"),
    ]
    assert (combo.accessibleName(), combo.toolTip()) == ("Which", "What is shown")


def test_an_entry_that_rests_says_why(menu: QMenu) -> None:
    action = menu.addAction("Do it")
    explain(action, "Does a & b.", "a < b.")
    assert not action.isEnabled()
    assert action.statusTip() == "a < b."
    assert action.toolTip() == "<p>a &lt; b.<br><br>Does a &amp; b.</p>"
    explain(action, "Does a & b.")
    assert action.isEnabled()
    assert action.statusTip() == "Does a & b."
