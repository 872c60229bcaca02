"""The menu of what a session can be continued from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from gradiometer_desktop.changing.continue_menu import ContinueMenu
from gradiometer_desktop.changing.step_dialog import StepDialog
from gradiometer_desktop.selection import Selection
from standing import standing


@pytest.fixture
def shown(qtbot: QtBot, menu: QMenu) -> Iterator[ContinueMenu]:
    window = QWidget()
    qtbot.addWidget(window)
    yield ContinueMenu(menu, Selection(window), window)
    assert shiboken6.isValid(window)


def test_a_snapshot_or_any_step_behind_the_first(shown: ContinueMenu, menu: QMenu) -> None:
    chosen: list[int] = []
    shown.chosen.connect(chosen.append)
    shown.show_session(standing(is_live=False, snapshots=[0, 1500]))
    assert menu.isEnabled()
    shown.fill()
    texts = [action.text().replace("&", "") for action in menu.actions()]
    assert texts == ["Before step 0 (by the clock)", "Before step 1 500 (by the clock)", "", "From any step…"]
    menu.actions()[1].trigger()
    menu.actions()[-1].trigger()
    [dialog] = shown.parent().findChildren(StepDialog)
    assert (dialog.step.minimum(), dialog.step.maximum(), dialog.step.value()) == (0, 1500, 1500)
    dialog.step.setValue(700)
    dialog.accept()
    assert chosen == [1500, 700]


def test_it_rests_where_nothing_can_be_continued(shown: ContinueMenu, menu: QMenu) -> None:
    for session in (standing(), standing(is_live=False), standing(is_live=False, snapshots=[0], read_only="in use")):
        shown.show_session(session)
        assert not menu.isEnabled()
    shown.show_session(standing(is_live=False))
    shown.ask()
    assert not shown.parent().findChildren(StepDialog)
