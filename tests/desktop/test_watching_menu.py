"""The menu of watching budgets; that they take effect is in test_main_window.py."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from gradiometer_desktop.watching_menu import WatchingMenu
from shared import SMALL


@pytest.fixture
def owner(qtbot: QtBot) -> QMenu:
    made = QMenu()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def menu(owner: QMenu) -> WatchingMenu:
    return WatchingMenu(owner, owner)


def ticked(menu: WatchingMenu) -> list[str]:
    return [name for name, action in menu.actions.items() if action.isChecked()]


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"watch_share": 0.01}, ["little"]),
        ({"watch_share": 0.05}, ["usual"]),
        ({"watch_share": 0.2}, ["much"]),
        ({"watch_everything": True}, ["everything"]),
        ({"watch_share": 0.123}, []),
    ],
)
def test_it_shows_what_the_experiment_says(menu: WatchingMenu, fields: dict, name: list[str]) -> None:
    plain = {"watch_share": 0.05, "watch_everything": False}
    experiment = dataclasses.replace(SMALL, **{**plain, **fields})
    menu.show_session(SimpleNamespace(experiment=experiment, is_live=True))
    assert ticked(menu) == name
    assert all(action.isEnabled() for action in menu.actions.values())


def test_a_watched_loop_has_none(menu: WatchingMenu) -> None:
    menu.show_session(SimpleNamespace(experiment=None, is_live=False))
    assert ticked(menu) == []
    assert not any(action.isEnabled() for action in menu.actions.values())


def test_a_choice_is_told(menu: WatchingMenu, qtbot: QtBot) -> None:
    with qtbot.waitSignal(menu.allowed) as allowed:
        menu.actions["much"].trigger()
    assert allowed.args == [0.2, False]
    assert ticked(menu) == ["much"]
    with qtbot.waitSignal(menu.allowed) as allowed:
        menu.actions["everything"].trigger()
    assert allowed.args == [0.05, True]
