"""The menu of larger networks."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from gradiometer.settings import Settings
from gradiometer_desktop.changing.growth_menu import GrowthMenu
from shared import SMALL
from standing import standing

RELU = dataclasses.replace(SMALL, settings=Settings(activation="relu"))


@pytest.fixture
def shown(menu: QMenu) -> GrowthMenu:
    return GrowthMenu(menu, menu)


def texts(actions: list[QAction]) -> list[str]:
    return [action.text().replace("&", "") for action in actions]


def test_a_layer_behind_each_and_all_of_them_wider(menu: QMenu, shown: GrowthMenu) -> None:
    chosen: list[tuple[int | None, int]] = []
    shown.chosen.connect(lambda behind, factor: chosen.append((behind, factor)))
    shown.show_session(standing(RELU), "")
    assert texts(menu.actions()) == [
        "One layer deeper behind",
        "Twice as wide",
        "Three times as wide",
        "Four times as wide",
    ]
    assert texts(shown.layers) == ["hidden 1", "hidden 2", "hidden 3"]
    assert all(action.isEnabled() for action in (*shown.layers, *shown.factors.values()))
    shown.layers[1].trigger()
    shown.factors[3].trigger()
    assert chosen == [(1, 1), (None, 3)]


def test_what_would_not_be_exact_says_why(shown: GrowthMenu) -> None:
    shown.show_session(standing(), "")
    assert [action.isEnabled() for action in shown.layers] == [False] * 3
    assert shown.layers[0].statusTip().startswith("Sigmoid changes what it reads a second time")
    assert shown.factors[2].isEnabled()


def test_layers_are_called_as_in_the_plots(shown: GrowthMenu) -> None:
    shown.show_session(standing(SMALL.for_family("transformer")), "")
    assert texts(shown.layers) == ["block 1", "block 2", "block 3", "block 4"]
    shown.show_session(standing(dataclasses.replace(SMALL, hidden=())), "")
    assert texts(shown.layers) == ["no hidden layer"]
    assert not shown.layers[0].isEnabled()


def test_whatever_has_to_come_first_is_said(shown: GrowthMenu) -> None:
    for session, waits, reason in (
        (standing(RELU), "A change waits.", "A change waits."),
        (standing(RELU, path=None), "", "This session is in no file yet: make a step, or save it, first."),
        (standing(None, is_live=False), "", "This loop stands in a program of its own: change it there."),
        (None, "", "There is no session."),
    ):
        shown.show_session(session, waits)
        for action in (*shown.layers, *shown.factors.values()):
            assert not action.isEnabled()
            assert action.statusTip() == reason
