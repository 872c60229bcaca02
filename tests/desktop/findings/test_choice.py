"""By which rules findings are judged."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from answered import answer
from gradiometer_desktop.findings.choice import ALL, RECORDED, JudgeChoice
from shared import TIMEOUT_MS


@pytest.fixture
def choice(qtbot: QtBot, settings: QSettings) -> JudgeChoice:
    made = JudgeChoice(settings)
    qtbot.addWidget(made)
    made.fill()
    return made


def titles(choice: JudgeChoice) -> list[str]:
    return [choice.itemText(index) for index in range(choice.count()) if choice.itemText(index)]


def pick(choice: JudgeChoice, data: str) -> None:
    choice.setCurrentIndex(choice.findData(data))
    choice.activated.emit(choice.currentIndex())


def test_ours_as_recorded_stands_first(choice: JudgeChoice) -> None:
    assert titles(choice) == [
        "Gradiometer, as recorded",
        "The gradiometer ones, judged anew",
        "The strict ones",
        "Rules of my own…",
        "All: who would have said what, when",
    ]
    assert choice.chosen == RECORDED
    assert choice.rule_sets == ()


def test_a_choice_is_told_and_remembered(choice: JudgeChoice, qtbot: QtBot, settings: QSettings) -> None:
    with qtbot.waitSignal(choice.changed, timeout=TIMEOUT_MS):
        pick(choice, "strict")
    assert (choice.chosen, choice.rule_sets) == ("strict", ("strict",))
    with qtbot.assertNotEmitted(choice.changed):
        pick(choice, "strict")
    again = JudgeChoice(settings)
    qtbot.addWidget(again)
    again.fill()
    assert again.currentText() == "The strict ones"
    with qtbot.waitSignal(choice.changed, timeout=TIMEOUT_MS):
        pick(choice, ALL)
    assert choice.rule_sets == ("gradiometer", "strict")


def test_a_set_that_is_gone_makes_way_for_the_record(qtbot: QtBot, settings: QSettings) -> None:
    settings.setValue("judged_by", "of last year")
    choice = JudgeChoice(settings)
    qtbot.addWidget(choice)
    choice.fill()
    assert choice.chosen == RECORDED


def test_rules_of_ones_own(
    choice: JudgeChoice, qtbot: QtBot, settings: QSettings, own_rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, "ask_open", own_rules)
    with qtbot.waitSignal(choice.changed, timeout=TIMEOUT_MS):
        pick(choice, "own")
    assert choice.chosen == str(own_rules)
    assert choice.currentText() == "Rules of my own: mine.toml"
    assert "Other rules of my own…" in titles(choice)
    pick(choice, ALL)
    assert choice.rule_sets == ("gradiometer", "strict", str(own_rules))
    again = JudgeChoice(settings)
    qtbot.addWidget(again)
    again.fill()
    assert "Rules of my own: mine.toml" in titles(again)


def test_a_wrong_file_is_a_sentence_and_nothing_is_lost(
    choice: JudgeChoice, qtbot: QtBot, wrong_rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pick(choice, "strict")
    answer(monkeypatch, "ask_open", wrong_rules)
    with (
        qtbot.waitSignal(choice.refused, timeout=TIMEOUT_MS) as refused,
        qtbot.assertNotEmitted(choice.changed),
    ):
        pick(choice, "own")
    (sentence,) = refused.args
    assert str(wrong_rules) in sentence
    assert "height" in sentence
    assert (choice.chosen, choice.currentText()) == ("strict", "The strict ones")
    assert "wrong.toml" not in " ".join(titles(choice))


def test_who_gives_up_in_the_dialog_keeps_the_choice(choice: JudgeChoice, monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, "ask_open", None)
    pick(choice, "own")
    assert (choice.chosen, choice.currentText()) == (RECORDED, "Gradiometer, as recorded")
