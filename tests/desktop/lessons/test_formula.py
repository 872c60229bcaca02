"""The formula with its numbers."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from gradiometer.history import History
from gradiometer.session_file import load_session
from gradiometer_desktop.lessons.formula import FormulaBox
from gradiometer_desktop.theme import DARK
from shared import SMALL

FORMULA = "speed {delta_norm:hidden 2|.3e}, loss {loss|.4f}"


def test_the_numbers_are_those_of_the_step(qtbot: QtBot, history: History, saved: Path) -> None:
    with load_session(saved) as session:
        speed, loss = session.quantity("delta_norm")[:, 1], session.quantity("loss")[:, 0]
    box = FormulaBox()
    qtbot.addWidget(box)
    box.apply_theme(DARK)
    box.show_formula(FORMULA)
    for step, shown in ((17, 17), (None, 59)):
        box.refresh(history, step)
        assert box.text.text() == f"speed {speed[shown]:.3e}, loss {loss[shown]:.4f}"
        assert box.heading.text() == f"The formula, with the numbers of step {shown}"
    box.refresh(history, None, is_foreign=True)
    assert box.heading.text().endswith("step 59 of a network that is no run of this lesson")


def test_before_the_first_step_there_are_none(qtbot: QtBot) -> None:
    box = FormulaBox()
    qtbot.addWidget(box)
    box.show_formula(FORMULA)
    box.refresh(History.live(SMALL), None)
    assert box.text.text() == "speed –, loss –"
    assert "first step" in box.heading.text()
    box.show_formula("")
    assert box.isHidden()
