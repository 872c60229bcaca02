"""The findings below each other."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gradiometer.reports import Finding
from gradiometer_desktop.findings.listing import FindingsList
from gradiometer_desktop.findings.offers import Offer
from gradiometer_desktop.theme import DARK
from recorded import some_finding
from shared import TIMEOUT_MS

NAMES = ("hidden 1", "hidden 2", "output")


class Asked:
    """Offers one thing, and counts how often it was asked."""

    def __init__(self) -> None:
        self.why_not = ""
        self.times = 0

    def __call__(self, finding: Finding) -> tuple[Offer, ...]:
        self.times += 1
        return (Offer(f"Cure {finding.number}", "It helps.", why_not=self.why_not),)


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def shown(qtbot: QtBot, asked: Asked) -> FindingsList:
    made = FindingsList(asked)
    qtbot.addWidget(made)
    made.resize(280, 500)
    made.begin(NAMES, "")
    made.show()
    qtbot.waitExposed(made)
    return made


def by_number(*findings: Finding) -> dict[int, Finding]:
    return {finding.number: finding for finding in findings}


def heights(shown: FindingsList) -> list[int]:
    """Numbers from the top to the bottom."""
    QApplication.processEvents()
    return sorted(shown.entries, key=lambda number: shown.entries[number].y())


def test_they_stand_in_order_and_the_first_is_unfolded(shown: FindingsList, told: dict[int, Finding]) -> None:
    assert shown.show_findings(told)
    assert heights(shown) == list(shown.entries) == [1, 2, 3]
    assert [entry.is_unfolded for entry in shown.entries.values()] == [True, False, False]
    assert [button.label for button in shown.entries[1].buttons] == ["Cure 1"]
    assert not shown.rest.isVisible()


def test_a_new_one_takes_its_place_and_the_others_stay_as_they_are(
    shown: FindingsList, told: dict[int, Finding]
) -> None:
    shown.show_findings(told)
    before = dict(shown.entries)
    shown.show_findings(told | by_number(some_finding(4, 1)))
    assert heights(shown) == [4, 1, 2, 3]
    assert all(shown.entries[number] is entry for number, entry in before.items())
    assert shown.entries[1].is_unfolded
    assert not shown.entries[4].is_unfolded


def test_told_again_an_entry_stays_and_its_text_changes(shown: FindingsList, told: dict[int, Finding]) -> None:
    shown.show_findings(told)
    before = dict(shown.entries)
    again = dataclasses.replace(told[1], checks=99)
    shown.show_findings(told | by_number(again))
    assert shown.entries == before
    assert "99 checks agree" in shown.entries[1].times.text()
    assert shown.entries[1].finding is again


def test_what_ends_goes_down_when_no_hand_is_there(shown: FindingsList, told: dict[int, Finding]) -> None:
    shown.show_findings(told)
    ended = told | by_number(dataclasses.replace(told[1], has_ended=True))
    assert not shown.show_findings(ended, keeps_order=True)
    assert heights(shown) == [1, 2, 3]
    assert "agreed" in shown.entries[1].times.text()
    assert shown.show_findings(ended)
    assert heights(shown) == [2, 3, 1]


def test_the_first_ones_come_at_once_wherever_the_hand_is(shown: FindingsList, told: dict[int, Finding]) -> None:
    assert shown.show_findings(told, keeps_order=True)
    assert list(shown.entries) == [1, 2, 3]


def test_who_has_folded_all_finds_them_folded(shown: FindingsList, told: dict[int, Finding]) -> None:
    shown.show_findings(told)
    shown.entries[1].fold.click()
    shown.show_findings(told | by_number(some_finding(4, 1)))
    assert not any(entry.is_unfolded for entry in shown.entries.values())
    shown.begin(NAMES, "")
    assert shown.entries == {}
    shown.show_findings(told)
    assert shown.entries[1].is_unfolded, "another session"


def test_what_has_ended_is_not_unfolded_by_itself(shown: FindingsList) -> None:
    shown.show_findings(by_number(some_finding(1, has_ended=True)))
    assert not shown.entries[1].is_unfolded


def test_offers_are_asked_for_where_they_are_seen(shown: FindingsList, told: dict[int, Finding], asked: Asked) -> None:
    shown.show_findings(told)
    assert asked.times == 1
    asked.why_not = "Not now."
    shown.refresh_offers()
    assert asked.times == 2
    assert not shown.entries[1].buttons[0].isEnabled()
    shown.entries[2].fold.click()
    assert not shown.entries[2].buttons[0].isEnabled()


def test_hundreds_that_have_ended_are_counted(shown: FindingsList) -> None:
    findings = by_number(*(some_finding(number, number, has_ended=number > 2) for number in range(1, 201)))
    shown.show_findings(findings)
    assert len(shown.entries) == 60
    assert list(shown.entries)[:2] == [1, 2]
    assert shown.rest.text() == "… and 140 more that have ended"
    assert shown.rest.isVisibleTo(shown)


def test_signals_and_theme_reach_every_entry(shown: FindingsList, told: dict[int, Finding], qtbot: QtBot) -> None:
    shown.show_findings(told)
    with qtbot.waitSignal(shown.show_asked, timeout=TIMEOUT_MS) as signal:
        shown.entries[2].show_button.click()
    assert signal.args == [told[2]]
    with qtbot.waitSignal(shown.offer_taken, timeout=TIMEOUT_MS) as signal:
        shown.entries[1].buttons[0].click()
    assert signal.args[0] == told[1]
    pictures = [entry._sign.pixmap().toImage() for entry in shown.entries.values()]
    shown.apply_theme(DARK)
    for before, entry in zip(pictures, shown.entries.values(), strict=True):
        assert entry._sign.pixmap().toImage() != before


def test_long_texts_do_not_widen_the_column(shown: FindingsList, told: dict[int, Finding]) -> None:
    shown.show_findings(told)
    QApplication.processEvents()
    assert shown.widget().width() <= shown.viewport().width()
