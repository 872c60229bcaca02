"""Who would have said what, and when."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QTableWidgetItem
from pytestqt.qtbot import QtBot

from gradiometer.reports import Finding
from gradiometer.rules import RuleSet
from gradiometer_desktop.findings.judges_table import JudgesTable
from gradiometer_desktop.findings.review import Verdict
from recorded import some_finding
from shared import TIMEOUT_MS
from small_rules import rule, rule_set

OURS = rule_set("of ours", rule("v", "vanishing", below=1.0), rule("e", "exploding", below=1.0))
OTHERS = rule_set("of others", rule("v", "vanishing", below=1.0))
MORE = rule_set("of more", rule("e", "exploding", below=1.0), rule("v", "vanishing", below=1.0))
SEVERE = some_finding(1, 100, told_step=1120)
LATER = some_finding(4, 300, told_step=1300)
WARNING = some_finding(2, 5, symptom="exploding", severity="warning", told_step=7)
FOREIGN = some_finding(3, 5, symptom="cold_feet", told_step=9)
THIN = "\u2009"


@pytest.fixture
def shown(qtbot: QtBot) -> JudgesTable:
    made = JudgesTable()
    qtbot.addWidget(made)
    made.resize(270, 300)
    made.show()
    return made


def verdict(rules: RuleSet | None, *findings: Finding) -> Verdict:
    return Verdict(rules, {finding.number: finding for finding in findings}, 2000)


def cell(shown: JudgesTable, row: int, column: int) -> QTableWidgetItem:
    item = shown.table.item(row, column)
    assert item is not None
    return item


def texts(shown: JudgesTable) -> list[str]:
    """A symptom, or `rule set: step`."""
    table = shown.table
    return [
        cell(shown, row, 0).text()
        if table.columnSpan(row, 0) == 2
        else f"{cell(shown, row, 0).text()}: {cell(shown, row, 1).text()}"
        for row in range(table.rowCount())
    ]


def test_under_each_symptom_who_told_it_first_stands_first(shown: JudgesTable) -> None:
    verdicts = {
        "ours": verdict(OURS, WARNING, FOREIGN),
        "others": verdict(OTHERS, LATER),
        "more": verdict(MORE, SEVERE),
        "broken": Verdict(None, {}, problem="no such measure"),
    }
    assert shown.show_verdicts(verdicts)
    assert texts(shown) == [
        "Exploding gradient",
        f"{OURS.title}: 7",
        f"Never: {MORE.title}",
        f"No rule for it: {OTHERS.title}",
        "Cold feet",
        f"{OURS.title}: 9",
        f"No rule for it: {OTHERS.title}, {MORE.title}",
        "Vanishing gradient",
        f"{MORE.title}: 1{THIN}120",
        f"{OTHERS.title}: 1{THIN}300",
        f"Never: {OURS.title}",
    ]
    assert "too large" in cell(shown, 0, 0).toolTip()
    assert SEVERE.text in cell(shown, 8, 0).toolTip()
    assert [cell(shown, row, 1).font().bold() for row in (1, 8)] == [False, True]


def test_a_row_leads_to_its_finding(shown: JudgesTable, qtbot: QtBot) -> None:
    shown.show_verdicts({"ours": verdict(OURS, SEVERE), "others": verdict(OTHERS)})
    for column in (0, 1):
        with qtbot.waitSignal(shown.asked, timeout=TIMEOUT_MS) as asked:
            shown.table.itemClicked.emit(cell(shown, 1, column))
        assert asked.args == [SEVERE]
    with qtbot.assertNotEmitted(shown.asked):
        shown.table.itemClicked.emit(cell(shown, 0, 0))
        shown.table.itemClicked.emit(cell(shown, 2, 0))


def test_shown_anew_nothing_of_before_is_left(shown: JudgesTable) -> None:
    shown.show_verdicts({"ours": verdict(OURS, SEVERE, WARNING)})
    shown.show_verdicts({"others": verdict(OTHERS, SEVERE)})
    assert texts(shown) == ["Vanishing gradient", f"{OTHERS.title}: 1{THIN}120"]
    assert not shown.show_verdicts({"others": verdict(OTHERS)})
    assert texts(shown) == []


def test_it_is_no_wider_than_its_column(shown: JudgesTable) -> None:
    long = rule_set("of a school with a very long name", *OURS.rules)
    shown.show_verdicts({"long": verdict(long, SEVERE)})
    assert shown.widget().width() <= shown.viewport().width()
