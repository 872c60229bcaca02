"""The menu of exact surgeries."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtWidgets import QMenu

from gradiometer.reports import Intervention
from gradiometer.settings import Ramp, Rewrite, Settings
from gradiometer.surgeries import SURGERIES
from gradiometer_desktop.changing.surgery_menu import SurgeryMenu
from standing import OVER, standing

FASTER = Settings(learning_rate=1.0)
RAMP = Intervention(0, Ramp(settings=FASTER, steps=9), Settings(), FASTER, "")


@pytest.fixture
def shown(menu: QMenu) -> SurgeryMenu:
    return SurgeryMenu(menu, menu)


def test_each_says_what_it_does_and_the_last_line_what_it_does_not(menu: QMenu, shown: SurgeryMenu) -> None:
    shown.show_session(standing(), Settings())
    *entries, between, last = menu.actions()
    assert [entry.text() for entry in entries] == [surgery.title for surgery in SURGERIES.values()]
    assert between.isSeparator()
    assert last.text() == "An exact swap alone cures nothing"
    assert not last.isEnabled()
    assert menu.toolTipsVisible()
    for name, action in shown.actions.items():
        assert action.statusTip() in (
            SURGERIES[name].effect,
            SURGERIES[name].why_not(standing().history.experiment, Settings()),
        )
    assert shown.actions["sigmoid_to_tanh"].isEnabled()
    assert shown.actions["sigmoid_to_tanh"].statusTip() == SURGERIES["sigmoid_to_tanh"].effect


def test_what_would_not_be_exact_rests_and_says_why(shown: SurgeryMenu) -> None:
    shown.show_session(standing(), Settings(activation="relu"))
    action = shown.actions["sigmoid_to_tanh"]
    assert not action.isEnabled()
    assert action.statusTip() == "The activation is ReLU, and not Sigmoid."
    assert action.toolTip().startswith("<p>The activation is ReLU, and not Sigmoid.")


@pytest.mark.parametrize(
    ("session", "begins"),
    [
        (standing(finished=OVER), "Only a network that trains here"),
        (standing(None, is_live=False), "This loop stands in a program of its own"),
        (
            standing(happened=[RAMP]),
            "Learning rate is still on its way",
        ),
        (None, "There is no session"),
    ],
)
def test_where_nothing_can_be_done_all_rest(shown: SurgeryMenu, session: object, begins: str) -> None:
    shown.show_session(session, Settings())  # type: ignore[arg-type]
    for action in shown.actions.values():
        assert not action.isEnabled()
        assert action.statusTip().startswith(begins)


def test_it_is_asked_for_with_the_settings_that_hold_afterwards(shown: SurgeryMenu) -> None:
    chosen: list[Rewrite] = []
    shown.chosen.connect(chosen.append)
    before = Settings(learning_rate=0.3)
    shown.show_session(standing(), before)
    shown.actions["skip_at_zero"].trigger()
    after = dataclasses.replace(before, skip=True, skip_weight=0.0)
    assert chosen == [Rewrite(surgery="skip_at_zero", settings=after)]
