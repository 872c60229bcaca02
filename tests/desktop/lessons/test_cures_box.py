"""Remedies, and what they did."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gradiometer.cures import BeforeAfter, Reading
from gradiometer.history import History
from gradiometer.lessons import Cure
from gradiometer.session_file import load_session
from gradiometer_desktop.lessons import cures_box
from gradiometer_desktop.lessons.cures_box import IN_FORCE, CuresBox
from shared import SMALL
from small_lesson import small_lesson


def shown(qtbot: QtBot) -> CuresBox:
    box = CuresBox()
    qtbot.addWidget(box)
    box.show_cures(small_lesson().cures)
    box.resize(400, 500)
    box.show()
    return box


def test_each_cure_has_its_button(qtbot: QtBot) -> None:
    box = shown(qtbot)
    assert [button.text() for _, button in box.buttons] == ["ReLU", "He's weights", "ReLU and He"]
    with qtbot.waitSignal(box.asked) as asked:
        qtbot.keyClick(box.buttons[1][1], Qt.Key.Key_Space)
    assert asked.args == [Cure("He's weights", {}, "he")]
    box.show_cures(())
    assert box.isHidden()


def test_what_is_in_the_way_is_said(qtbot: QtBot) -> None:
    box = shown(qtbot)
    box.show_reasons(lambda _cure: "Nothing runs.")
    assert box.reason.text() == "Nothing runs.", "once for all"
    assert not any(button.isEnabled() for _, button in box.buttons)
    assert box.buttons[0][1].toolTip() == "Nothing runs."
    box.show_reasons(lambda cure: "It has none." if cure.initialization else IN_FORCE)
    assert box.reason.text() == "He's weights, ReLU and He: It has none."
    assert box.buttons[0][1].text() == "✓ ReLU"
    assert not box.buttons[0][1].isEnabled()
    box.show_reasons(lambda _cure: "")
    assert not box.reason.isVisible()
    assert all(button.isEnabled() for _, button in box.buttons)
    assert box.buttons[0][1].text() == "ReLU"


def test_before_and_after_are_measured_in_the_run(qtbot: QtBot, history: History, saved: Path) -> None:
    with load_session(saved) as session:
        norms, loss = session.quantity("weight_gradient_norm"), session.quantity("loss")[:, 0]
    box = shown(qtbot)
    box.refresh(History.live(SMALL))
    assert not box.table.isVisible()
    box.refresh(history)
    assert box.table.isVisible()
    table = [[box.table.item(row, column).text() for column in range(4)] for row in range(box.table.rowCount())]
    assert [row[0].partition(":")[0] for row in table] == ["20", "40"]
    for row, (before, after) in zip(table, ((19, 39), (39, 59)), strict=True):
        expected = np.array([norms[:, 0], norms[:, 2], loss])[:, [before, after]]
        for cell, (old, new) in zip(row[1:], expected, strict=True):
            assert cell == f"{old:.3g} →\n{new:.3g}"
    assert "Activation: Sigmoid → ReLU" in box.table.item(0, 0).toolTip()


def test_what_is_no_number_is_said(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, history: History) -> None:
    """A dash would mean that nothing was measured."""
    exploded = Reading(step=5, loss=math.inf, first=math.nan, last=2e30)
    row = BeforeAfter(step=6, label="Clipping", holds="clipping", before=exploded, after=None)
    monkeypatch.setattr(cures_box, "before_after", lambda _history: (row,))
    box = shown(qtbot)
    box.refresh(history)
    assert [box.table.item(0, column).text() for column in (1, 2, 3)] == ["NaN →\n–", "2e+30 →\n–", "Inf →\n–"]
