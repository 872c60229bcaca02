"""The panel of findings: the record, other judges, and all of them side by side."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from gradiometer_desktop.findings.offers import Offer
from gradiometer_desktop.findings.panel import FindingsPanel
from gradiometer_desktop.saved_session import SavedSession
from recorded import some_finding
from shared import SMALL, TIMEOUT_MS
from synthetic import write_session

OFFER = Offer("ReLU", "It has slope 1.")


@pytest.fixture
def panel(qtbot: QtBot, settings: QSettings) -> Iterator[FindingsPanel]:
    made = FindingsPanel(settings, lambda _finding: (OFFER,))
    qtbot.addWidget(made)
    made.resize(300, 500)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close_down()


def choose(panel: FindingsPanel, data: str) -> None:
    panel.choice.setCurrentIndex(panel.choice.findData(data))
    panel.choice.activated.emit(panel.choice.currentIndex())


def judge_by(panel: FindingsPanel, qtbot: QtBot, data: str) -> None:
    with qtbot.waitSignal(panel.review.judged, timeout=TIMEOUT_MS):
        choose(panel, data)


def test_the_record_is_listed(panel: FindingsPanel, session: SavedSession) -> None:
    panel.show_session(session)
    assert list(panel.list.entries) == [1, 2, 3]
    assert panel.list.isVisible()
    assert not panel.empty.isVisible()
    assert not panel.again.isVisible()
    assert not panel.said.isVisible()


def test_where_nothing_was_found_it_says_so(panel: FindingsPanel, tmp_path: Path) -> None:
    session = SavedSession(write_session(tmp_path / "well.gradiometer", SMALL, 5))
    panel.show_session(session)
    assert panel.empty.text() == "Nothing was found."
    assert panel.empty.isVisible()
    assert not panel.list.isVisible()
    session.close()


def test_news_come_soon_and_only_where_they_are_seen(
    panel: FindingsPanel, session: SavedSession, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel.show_session(session)
    entry = panel.list.entries[1]
    for checks in range(10, 60):
        again = dataclasses.replace(session.history.findings[1], checks=checks)
        session.history.findings = session.history.findings | {1: again}
        panel.refresh()
    assert "59" not in entry.times.text(), "it waits"
    qtbot.waitUntil(lambda: "59 checks agree" in entry.times.text(), timeout=TIMEOUT_MS)
    panel.hide()
    session.history.findings = session.history.findings | {4: some_finding(4, 1)}
    panel.refresh()
    assert not panel._soon.isActive()
    panel.show()
    qtbot.waitUntil(lambda: list(panel.list.entries) == [4, 1, 2, 3], timeout=TIMEOUT_MS)


def test_under_a_hand_nothing_moves(
    panel: FindingsPanel, session: SavedSession, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel.show_session(session)
    is_there = [True]
    monkeypatch.setattr(panel.list, "underMouse", lambda: is_there[0])
    session.history.findings = session.history.findings | {4: some_finding(4, 1)}
    panel.refresh_now()
    assert list(panel.list.entries) == [1, 2, 3]
    is_there[0] = False
    qtbot.waitUntil(lambda: list(panel.list.entries) == [4, 1, 2, 3], timeout=TIMEOUT_MS)


def test_another_judge_has_findings_of_its_own(panel: FindingsPanel, session: SavedSession, qtbot: QtBot) -> None:
    panel.show_session(session)
    judge_by(panel, qtbot, "strict")
    assert panel.said.text() == "The strict ones would have said, up to step 39:"
    assert "a paper on strict" in panel.said.toolTip()
    assert [entry.finding.rule for entry in panel.list.entries.values()] == ["small", "flat"]
    assert "of The strict ones:" in panel.list.entries[1].rule.text()
    with qtbot.waitSignal(panel.offer_taken, timeout=TIMEOUT_MS) as taken:
        next(iter(panel.list.entries.values())).buttons[0].click()
    assert taken.args[1:] == [OFFER, "The strict ones"]
    judge_by(panel, qtbot, "gradiometer")
    assert panel.list.entries == {}
    assert panel.empty.text() == "Nothing."
    choose(panel, "recorded")
    assert list(panel.list.entries) == [1, 2, 3]
    with qtbot.waitSignal(panel.offer_taken, timeout=TIMEOUT_MS) as taken:
        panel.list.entries[1].buttons[0].click()
    assert taken.args[2] == ""


def test_a_finding_of_the_record_is_brought_into_sight(
    panel: FindingsPanel, session: SavedSession, qtbot: QtBot
) -> None:
    more = {number: some_finding(number, number) for number in range(10, 60)}
    session.history.findings = session.history.findings | more
    panel.show_session(session)
    judge_by(panel, qtbot, "strict")
    panel.reveal(40)
    assert panel.choice.chosen == "recorded"
    entry = panel.list.entries[40]
    assert entry.is_unfolded
    qtbot.waitUntil(lambda: not entry.visibleRegion().isEmpty(), timeout=TIMEOUT_MS)
    panel.reveal(7_000)


def test_again_judges_what_has_come_since(
    panel: FindingsPanel, session: SavedSession, qtbot: QtBot, recorded_path: Path
) -> None:
    panel.show_session(session)
    judge_by(panel, qtbot, "strict")
    session.close()
    recorded_path.unlink()
    write_session(recorded_path, SMALL, 60)
    with qtbot.waitSignal(panel.review.judged, timeout=TIMEOUT_MS):
        panel.again.click()
    assert "up to step 59" in panel.said.text()


def test_all_judges_side_by_side(panel: FindingsPanel, session: SavedSession, qtbot: QtBot, own_rules: Path) -> None:
    panel.show_session(session)
    panel.choice.take_own(own_rules)
    qtbot.waitUntil(lambda: bool(panel.review.verdicts), timeout=TIMEOUT_MS)
    judge_by(panel, qtbot, "all")
    table = panel.table.table
    assert table.isVisible()
    assert not panel.list.isVisible()
    rows = [(table.item(row, 0).text(), table.item(row, 1)) for row in range(table.rowCount())]
    assert {"Vanishing gradient", "Flat loss", "Exploding gradient"} < {title for title, _ in rows}
    assert "Never: The gradiometer ones" in {title for title, _ in rows}
    with qtbot.waitSignal(panel.show_asked, timeout=TIMEOUT_MS) as asked:
        table.itemClicked.emit(next(item for title, item in rows if title == "The strict ones"))
    assert asked.args[0].rule_set == "strict"


def test_a_wrong_file_is_a_sentence_in_the_panel(
    panel: FindingsPanel, session: SavedSession, qtbot: QtBot, wrong_rules: Path
) -> None:
    panel.show_session(session)
    assert not panel.problem.isVisible()
    panel.choice.take_own(wrong_rules)
    assert str(wrong_rules) in panel.problem.text()
    assert panel.problem.isVisible()
    assert list(panel.list.entries) == [1, 2, 3]
    judge_by(panel, qtbot, "strict")
    assert not panel.problem.isVisible()


def test_ones_own_file_that_went_wrong_since_is_a_sentence_too(
    panel: FindingsPanel, session: SavedSession, qtbot: QtBot, own_rules: Path
) -> None:
    panel.show_session(session)
    panel.choice.take_own(own_rules)
    qtbot.waitUntil(lambda: bool(panel.review.verdicts), timeout=TIMEOUT_MS)
    own_rules.write_text("no rules", encoding="utf-8")
    with qtbot.waitSignal(panel.review.judged, timeout=TIMEOUT_MS):
        panel.again.click()
    assert str(own_rules) in panel.problem.text()
    assert panel.problem.isVisible()


def test_a_choice_of_last_time_judges_when_the_panel_is_seen(
    qtbot: QtBot, settings: QSettings, session: SavedSession
) -> None:
    settings.setValue("judged_by", "strict")
    panel = FindingsPanel(settings, lambda _finding: ())
    qtbot.addWidget(panel)
    panel.show_session(session)
    assert not panel.review.is_busy
    with qtbot.waitSignal(panel.review.judged, timeout=TIMEOUT_MS):
        panel.show()
    assert [entry.finding.rule for entry in panel.list.entries.values()] == ["small", "flat"]
    # Another one on the screen is judged anew, and nothing of this one stays.
    with qtbot.waitSignal(panel.review.judged, timeout=TIMEOUT_MS):
        panel.show_session(session)
        assert panel.list.entries == {}
    panel.close_down()


def test_of_what_is_in_no_file_yet_no_other_can_judge(
    panel: FindingsPanel, session: SavedSession, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel.show_session(session)
    path = session.path
    monkeypatch.setattr(session, "path", None)
    choose(panel, "strict")
    assert panel.said.text() == "Nothing is recorded yet."
    monkeypatch.setattr(session, "path", path)
    with qtbot.waitSignal(panel.review.judged, timeout=TIMEOUT_MS):
        panel.again.click()
    assert panel.list.entries
