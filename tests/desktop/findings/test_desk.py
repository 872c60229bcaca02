"""Between the window and its findings: the notice, the tab, the evidence, the remedies, the line of theory."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QLabel, QMainWindow
from pytestqt.qtbot import QtBot

from gradiometer.measures import MEASURES
from gradiometer.reports import Finding
from gradiometer.settings import Reinitialize
from gradiometer_desktop.docks import make_docks
from gradiometer_desktop.findings.desk import FindingsDesk
from gradiometer_desktop.findings.offers import Offer
from gradiometer_desktop.notice_bar import NoticeBar
from gradiometer_desktop.plots import PLOTS
from gradiometer_desktop.saved_session import SavedSession
from gradiometer_desktop.selection import Selection
from recorded import some_finding
from shared import SMALL, TIMEOUT_MS


class House:
    """A window with a desk and no plots in its docks."""

    def __init__(self, settings: QSettings):
        self.window = QMainWindow()
        self.window.setDockNestingEnabled(True)
        self.notice = NoticeBar(self.window)
        self.window.addToolBar(self.notice)
        self.selection = Selection(self.window)
        self.desk = FindingsDesk(self.selection, settings, self.notice, self.window)
        names = ("lesson", "settings", "findings", "changes", "reading", *(kind.name for kind in PLOTS))
        panels: dict[str, tuple[str, Any]] = {name: (name, QLabel(name)) for name in names}
        panels["findings"] = "Findings", self.desk.panel
        self.docks = make_docks(self.window, panels)
        self.desk.place(self.docks)

    def is_seen(self, name: str) -> bool:
        return not self.docks[name].visibleRegion().isEmpty()

    def find(self, session: SavedSession, finding: Finding) -> None:
        """As a session that grows tells it."""
        session.history.findings = session.history.findings | {finding.number: finding}
        self.desk.find(finding)


@pytest.fixture
def house(qtbot: QtBot, settings: QSettings, session: SavedSession) -> Iterator[House]:
    made = House(settings)
    qtbot.addWidget(made.window)
    made.window.show()
    qtbot.waitExposed(made.window)
    made.desk.show_session(session)
    yield made
    made.desk.close_down()


# -------------------------------------------------------------------------------------------- tab and notice


def test_the_tab_counts_what_holds(house: House, session: SavedSession) -> None:
    assert house.docks["findings"].windowTitle() == "Findings (2)"
    house.find(session, dataclasses.replace(session.history.findings[1], has_ended=True))
    assert house.docks["findings"].windowTitle() == "Findings (1)"
    house.find(session, dataclasses.replace(session.history.findings[2], has_ended=True))
    assert house.docks["findings"].windowTitle() == "Findings"


def test_a_severe_one_is_told_in_a_line_and_nothing_is_raised(
    house: House, session: SavedSession, qtbot: QtBot
) -> None:
    assert not house.notice.isVisible(), "what a file says is no news"
    house.find(session, some_finding(4, 12, layers=(0, 1, 2)))
    assert house.notice.isVisible()
    assert house.notice.text.text() == "Vanishing gradient in hidden 1 to 3 since step 12"
    assert not house.is_seen("findings")
    house.notice.action.click()
    qtbot.waitUntil(lambda: house.is_seen("findings"), timeout=TIMEOUT_MS)
    assert not house.notice.isVisible()
    assert house.desk.panel.list.entries[4].is_unfolded


def test_warnings_are_told_by_the_tab_alone(house: House, session: SavedSession) -> None:
    house.find(session, some_finding(4, 12, severity="warning"))
    assert not house.notice.isVisible()
    assert house.docks["findings"].windowTitle() == "Findings (3)"


def test_never_more_than_one_and_never_in_place_of_another_notice(house: House, session: SavedSession) -> None:
    house.notice.tell("The disk is full", "Save elsewhere…", house.notice.hide)
    house.find(session, some_finding(4, 12))
    assert house.notice.text.text() == "The disk is full"
    house.notice.hide()
    house.find(session, some_finding(5, 20))
    house.find(session, some_finding(6, 30))
    assert "since step 20" in house.notice.text.text()


def test_told_again_it_is_no_news(house: House, session: SavedSession) -> None:
    house.find(session, some_finding(4, 12))
    house.notice.hide()
    house.find(session, some_finding(4, 12, checks=50))
    assert not house.notice.isVisible()
    house.find(session, some_finding(5, 12, has_ended=True))
    assert not house.notice.isVisible()


def test_what_has_ended_takes_its_notice_along(house: House, session: SavedSession) -> None:
    house.find(session, some_finding(4, 12))
    house.find(session, some_finding(5, 13, has_ended=True))
    assert house.notice.isVisible(), "another one's"
    house.find(session, some_finding(4, 12, has_ended=True))
    assert not house.notice.isVisible()


# -------------------------------------------------------------------------------------------------- evidence


def test_evidence_is_a_step_a_layer_a_quantity_and_a_plot(house: House, session: SavedSession, qtbot: QtBot) -> None:
    finding = some_finding(4, 12, layers=(2, 3), measure="saturation")
    with qtbot.waitSignal(house.desk.jumped, timeout=TIMEOUT_MS) as jumped:
        house.desk.show_evidence(finding)
    assert jumped.args == [12]
    assert house.selection.layer == 2
    assert house.selection.quantity == MEASURES["saturation"].quantity == "saturation"
    assert house.is_seen(MEASURES["saturation"].plot)


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_leads_to_a_plot_that_there_is(house: House, measure: str, qtbot: QtBot) -> None:
    house.desk.show_evidence(some_finding(4, 12, measure=measure))
    qtbot.waitUntil(lambda: house.is_seen(MEASURES[measure].plot), timeout=TIMEOUT_MS)


def test_evidence_of_another_program_is_a_step_alone(house: House, qtbot: QtBot) -> None:
    house.selection.choose_layer(1)
    with qtbot.waitSignal(house.desk.jumped, timeout=TIMEOUT_MS):
        house.desk.show_evidence(some_finding(4, 12, layers=(77,), measure="tallness"))
    assert house.selection.layer == 1


# -------------------------------------------------------------------------------------------------- remedies


def offers(house: House, **remedies: Any) -> tuple[Offer, ...]:
    return tuple(house.desk.panel.list._offers_of(some_finding(4, 12, **remedies)))


class Run:
    """A session that trains; its network can be changed."""

    is_live, finished, snapshots, read_only = True, None, (), ""
    has_begun = is_playing = True
    path = None

    def __init__(self, session: SavedSession):
        self.history = session.history


def test_changes_are_posted_in_order_and_name_the_finding(house: House, session: SavedSession, qtbot: QtBot) -> None:
    house.desk.show_session(Run(session))  # type: ignore[arg-type]
    posted: list[tuple[object, str]] = []
    house.desk.posted.connect(lambda change, because: posted.append((change, because)))
    finding = some_finding(4, 12, layers=(0, 1, 2))
    (offer,) = offers(house, remedies=("relu_he",))
    house.desk.panel.offer_taken.emit(finding, offer, "")
    assert [change for change, _ in posted] == list(offer.changes)
    assert isinstance(posted[1][0], Reinitialize)
    assert {because for _, because in posted} == {"Vanishing gradient in hidden 1 to 3 (finding 4)"}
    house.desk.panel.offer_taken.emit(finding, offer, "AutoTrainer")
    assert posted[-1][1] == "Vanishing gradient in hidden 1 to 3 (by AutoTrainer)"


def test_what_was_posted_and_waits_for_a_step_counts_as_done(house: House, session: SavedSession) -> None:
    house.desk.show_session(Run(session))  # type: ignore[arg-type]
    (offer,) = offers(house, remedies=("relu_he",))
    assert not offer.why_not
    for change in offer.changes:
        house.desk.note_posted(change)
    (again,) = offers(house, remedies=("relu_he",))
    assert "already" in again.why_not
    # The next one builds on it.
    (norm,) = offers(house, remedies=("batch_norm",))
    assert norm.changes == (dataclasses.replace(SMALL.settings, activation="relu", normalization="batch"),)


def test_another_experiment_is_begun(house: House, session: SavedSession, qtbot: QtBot) -> None:
    house.desk.show_session(Run(session))  # type: ignore[arg-type]
    (offer,) = offers(house, remedies=("shallower",))
    with qtbot.waitSignal(house.desk.begun, timeout=TIMEOUT_MS) as begun:
        house.desk.panel.offer_taken.emit(some_finding(), offer, "")
    assert begun.args == [offer.experiment]


def test_a_file_without_a_snapshot_offers_new_sessions_alone(house: House) -> None:
    here, new = offers(house, remedies=("relu_he", "shallower"))
    assert "no snapshot" in here.why_not
    assert not new.why_not


def test_a_session_that_is_over_is_continued_first(house: House, session: SavedSession) -> None:
    run = Run(session)
    over = Run(session)
    over.is_live, over.snapshots = False, ("a snapshot",)  # type: ignore[assignment]
    house.desk.show_session(over)  # type: ignore[arg-type]
    (offer,) = offers(house, remedies=("relu_he",))
    assert offer.continues
    events: list[object] = []
    house.desk.posted.connect(lambda change, _because: events.append(change))
    # It cannot be, and the window has said why.
    house.desk.panel.offer_taken.emit(some_finding(), offer, "")
    assert events == []

    def go_on() -> None:
        events.append("continued")
        house.desk.show_session(run)  # type: ignore[arg-type]

    house.desk.continued.connect(go_on)
    house.desk.panel.offer_taken.emit(some_finding(), offer, "")
    assert events == ["continued", *offer.changes]


def test_remedies_are_tried_beside_a_control(house: House, session: SavedSession, qtbot: QtBot) -> None:
    """The button tells which finding, in the words of whoever judged."""
    house.desk.show_session(Run(session))  # type: ignore[arg-type]
    house.desk.bring_forward(1)
    entry = house.desk.panel.list.entries[1]
    qtbot.waitUntil(lambda: entry.is_unfolded and entry.trial is not None, timeout=TIMEOUT_MS)
    assert entry.trial is not None
    assert entry.trial.text().replace("\n", " ") == "Try them beside a control…"
    with qtbot.waitSignal(house.desk.trial_asked, timeout=TIMEOUT_MS) as asked:
        entry.trial.click()
    assert asked.args == [session.history.findings[1], "Vanishing gradient in hidden 1 and 2 (finding 1)"]
    with qtbot.waitSignal(house.desk.trial_asked, timeout=TIMEOUT_MS) as asked:
        house.desk.panel.trial_asked.emit(session.history.findings[1], "AutoTrainer")
    assert asked.args[1] == "Vanishing gradient in hidden 1 and 2 (by AutoTrainer)"


# ---------------------------------------------------------------------------------------------------- theory


def test_the_line_of_theory_is_a_switch_that_is_remembered(house: House, settings: QSettings) -> None:
    assert house.selection.theory.is_on
    menu = house.window.menuBar().addMenu("View")
    house.desk.fill_menu(menu)
    (action,) = menu.actions()
    assert action.isChecked()
    action.trigger()
    assert not house.selection.theory.is_on
    selection = Selection()
    FindingsDesk(selection, settings, house.notice, house.window).close_down()
    assert not selection.theory.is_on
    action.trigger()
    assert house.selection.theory.is_on
