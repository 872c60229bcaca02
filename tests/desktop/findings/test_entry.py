"""One finding in the panel."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from gradiometer_desktop.findings.entry import FindingEntry
from gradiometer_desktop.findings.offers import Offer
from gradiometer_desktop.theme import DARK, LIGHT
from recorded import some_finding
from shared import SMALL, TIMEOUT_MS

NAMES = ("hidden 1", "hidden 2", "output")
FINDING = some_finding(2, 12, layers=(0, 1), checks=14, told_step=40, text="Vanishing gradient in hidden 1 and 2: tiny")
OFFERS = (Offer("ReLU", "It has slope 1."), Offer("Skips", "Past the block.", why_not="No two widths match."))


@pytest.fixture
def entry(qtbot: QtBot) -> FindingEntry:
    made = FindingEntry(FINDING, NAMES, "AutoTrainer", LIGHT)
    qtbot.addWidget(made)
    made.resize(260, 100)
    made.show()
    return made


def texts(entry: FindingEntry) -> list[str]:
    return [label.text() for label in entry.findChildren(QLabel) if label.isVisible() and label.text()]


def test_folded_it_says_what_where_and_since_when(entry: FindingEntry) -> None:
    assert sorted(texts(entry)) == [
        "40 x beyond the limit",
        "Vanishing gradient in hidden 1 and 2",
        "since step 12, told at 40, 14 checks agree",
    ]
    assert entry.accessibleName() == "severe: Vanishing gradient in hidden 1 and 2"
    assert not entry.is_unfolded


def test_what_is_not_unfolded_is_no_window_of_its_own(entry: FindingEntry) -> None:
    entry.update_finding(dataclasses.replace(FINDING, checks=15))
    assert [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()] == [entry]


def test_unfolded_it_says_why_and_what_can_be_done(entry: FindingEntry) -> None:
    entry.show_offers(OFFERS)
    entry.fold.click()
    assert entry.is_unfolded
    assert {"Tiny", "It has slope 1.", "Past the block. No two widths match."} < set(texts(entry))
    assert any(text.startswith("Rule “vanishing_first” of AutoTrainer: ") for text in texts(entry))
    first, second = entry.buttons
    assert (first.isEnabled(), second.isEnabled()) == (True, False)
    assert (first.toolTip(), second.toolTip()) == ("It has slope 1.", "No two widths match.")
    assert second.accessibleDescription() == "No two widths match."
    entry.fold.click()
    assert not entry.is_unfolded
    assert "Tiny" not in texts(entry)


def test_a_click_beside_the_buttons_unfolds_it_too(entry: FindingEntry, qtbot: QtBot) -> None:
    with qtbot.waitSignal(entry.toggled, timeout=TIMEOUT_MS) as toggled:
        qtbot.mouseClick(entry, Qt.MouseButton.LeftButton, pos=entry.title.geometry().center())
    assert toggled.args == [True]
    assert entry.is_unfolded


def test_its_buttons_tell_which_finding_and_what(entry: FindingEntry, qtbot: QtBot) -> None:
    with qtbot.waitSignal(entry.show_asked, timeout=TIMEOUT_MS) as asked:
        entry.show_button.click()
    assert asked.args == [FINDING]
    entry.show_offers(OFFERS)
    entry.unfold(True)
    with qtbot.waitSignal(entry.offer_taken, timeout=TIMEOUT_MS) as taken:
        entry.buttons[0].click()
    assert taken.args == [FINDING, OFFERS[0]]


def test_told_again_only_its_texts_change(entry: FindingEntry) -> None:
    entry.show_offers(OFFERS)
    entry.unfold(True)
    widgets = entry.findChildren(QLabel)
    again = dataclasses.replace(FINDING, checks=60, strength=4e3, text="Vanishing gradient in hidden 1 and 2: tinier")
    entry.update_finding(again)
    assert entry.findChildren(QLabel) == widgets
    assert {"since step 12, told at 40, 60 checks agree", "4,000 x beyond the limit", "Tinier"} < set(texts(entry))
    taken: list[object] = []
    entry.offer_taken.connect(lambda finding, _offer: taken.append(finding))
    entry.buttons[0].click()
    assert taken == [again]


def test_what_has_ended_bears_another_sign(entry: FindingEntry) -> None:
    entry.show_offers(OFFERS)
    entry.unfold(True)
    sign = entry.findChildren(QLabel)[0]
    before = sign.pixmap().toImage()
    entry.update_finding(dataclasses.replace(FINDING, has_ended=True, last_step=300))
    assert sign.pixmap().toImage() != before
    assert "step 12 to 300, told at 40, 14 checks agreed" in texts(entry)
    assert "What can be done" not in texts(entry)
    ended = sign.pixmap().toImage()
    entry.apply_theme(DARK)
    assert sign.pixmap().toImage() != ended


def test_offers_change_with_the_session(entry: FindingEntry) -> None:
    entry.show_offers(OFFERS)
    entry.unfold(True)
    buttons = entry.buttons
    entry.show_offers(tuple(OFFERS))
    assert entry.buttons is buttons, "nothing has changed"
    entry.show_offers((dataclasses.replace(OFFERS[0], why_not="It is so already."),))
    assert [button.isEnabled() for button in entry.buttons] == [False]
    entry.show_offers(())
    assert entry.buttons == []
    assert "What can be done" not in texts(entry)


def test_what_can_be_done_here_can_be_tried_beside_a_control(entry: FindingEntry, qtbot: QtBot) -> None:
    """Where there is a change to try, and not where all that helps is a new session."""
    entry.show_offers(OFFERS)
    entry.unfold(True)
    assert entry.trial is None
    entry.show_offers((dataclasses.replace(OFFERS[0], changes=(SMALL.settings,), why_not="It is so already."),))
    assert entry.trial is None
    entry.show_offers((*OFFERS, Offer("Tanh", "It has slope 1.", changes=(SMALL.settings,))))
    assert entry.trial is not None
    qtbot.waitUntil(entry.trial.isVisible, timeout=TIMEOUT_MS)
    assert entry.trial.accessibleDescription() == entry.trial.toolTip() != ""
    with qtbot.waitSignal(entry.trial_asked, timeout=TIMEOUT_MS) as asked:
        entry.trial.click()
    assert asked.args == [FINDING]
    again = dataclasses.replace(FINDING, checks=60)
    entry.update_finding(again)
    with qtbot.waitSignal(entry.trial_asked, timeout=TIMEOUT_MS) as asked:
        entry.trial.click()
    assert asked.args == [again], "as it was told last"
    entry.update_finding(dataclasses.replace(FINDING, has_ended=True))
    assert entry.trial is None


def test_when_its_offers_go_it_takes_no_more_room_than_one_that_had_none(entry: FindingEntry, qtbot: QtBot) -> None:
    over = dataclasses.replace(FINDING, has_ended=True)
    bare = FindingEntry(over, NAMES, "AutoTrainer", LIGHT)
    qtbot.addWidget(bare)
    bare.resize(260, 100)
    bare.show()
    bare.fold.click()
    entry.show_offers(OFFERS * 3)
    entry.fold.click()
    with_offers = entry.layout().totalHeightForWidth(260)
    entry.update_finding(over)
    assert entry.layout().totalHeightForWidth(260) == bare.layout().totalHeightForWidth(260) < with_offers
