"""Findings of a real run in the whole window, driven by its own controls."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gradiometer import judge
from gradiometer.session_file import load_session
from gradiometer.settings import Reinitialize, Settings
from gradiometer_desktop.live_session import LiveSession
from gradiometer_desktop.main_window import MainWindow
from gradiometer_desktop.marks import FINDING
from gradiometer_desktop.plots import TimePlot
from gradiometer_desktop.saved_session import SavedSession
from shared import SMALL, TIMEOUT_MS
from small_rules import RULE_SETS

BECAUSE = "Vanishing gradient in hidden 1 (finding 1)"


@pytest.fixture
def training(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    """A small network trains, in which the strict rules find something at once."""
    monkeypatch.setattr(judge, "load_rules", lambda _name: RULE_SETS["strict"])
    window.new_session(dataclasses.replace(SMALL, norms_every=1))
    window.run_bar.play.trigger()
    qtbot.waitUntil(lambda: len(history_of(window).findings) == 2, timeout=TIMEOUT_MS)
    return window


def history_of(window: MainWindow):  # type: ignore[no-untyped-def]
    assert window.session is not None
    return window.session.history


def bring_forward(window: MainWindow, qtbot: QtBot) -> None:
    window.findings.bring_forward(1)
    qtbot.waitUntil(lambda: bool(window.findings.panel.list.entries), timeout=TIMEOUT_MS)


def test_a_finding_is_told_counted_and_marked(training: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(training.notice.isVisible, timeout=TIMEOUT_MS)
    step = history_of(training).findings[1].first_step
    assert training.notice.text.text() == f"Vanishing gradient in hidden 1 since step {step}"
    assert training.docks["findings"].windowTitle() == "Findings (2)"
    assert training.docks["settings"].widget().isVisible(), "what a person looks at stays"
    for plot in training.plots.values():
        if isinstance(plot, TimePlot):
            assert [mark.step for mark in plot._marks if mark.kind == FINDING] == [step]
    training.notice.action.click()
    qtbot.waitUntil(lambda: list(training.findings.panel.list.entries) == [1, 2], timeout=TIMEOUT_MS)


def test_one_click_cures_and_the_record_says_why(training: MainWindow, qtbot: QtBot) -> None:
    bring_forward(training, qtbot)
    session = training.session
    assert isinstance(session, LiveSession)
    button = training.findings.panel.list.entries[1].buttons[0]
    button.click()
    qtbot.waitUntil(lambda: len(session.history.interventions) == 2, timeout=TIMEOUT_MS)
    first, second = session.history.interventions
    assert isinstance(first.command, Settings)
    assert first.command.activation == "relu"
    assert isinstance(second.command, Reinitialize)
    assert {first.because, second.because} == {BECAUSE}
    assert training.panel.editors["activation"].value == "relu"
    texts = [training.changes.list.item(row).text() for row in range(training.changes.list.count())]
    assert sum(f"because: {BECAUSE}" in text for text in texts) == 2
    norms = training.plots["norms"]
    assert isinstance(norms, TimePlot)
    assert any(BECAUSE in mark.text for mark in norms._marks)
    # It is so already, and the button says so.
    qtbot.waitUntil(lambda: not training.findings.panel.list.entries[1].buttons[0].isEnabled(), timeout=TIMEOUT_MS)
    training.run_bar.stop.trigger()
    qtbot.waitUntil(lambda: session.finished is not None, timeout=TIMEOUT_MS)
    assert session.path is not None
    with load_session(session.path) as stored:
        assert {each.because for each in stored.interventions} == {BECAUSE}


def test_a_new_session_begins_and_the_old_one_is_kept(training: MainWindow, qtbot: QtBot) -> None:
    old = training.session
    assert old is not None
    qtbot.waitUntil(lambda: old.path is not None, timeout=TIMEOUT_MS)
    path = old.path
    assert path is not None
    experiment = dataclasses.replace(SMALL, hidden=(8, 8))
    finding = old.history.findings[1]
    offer = training.findings._offers(dataclasses.replace(finding, remedies=("shallower",)))[0]
    assert offer.label.endswith("in a new session")
    training.findings.panel.offer_taken.emit(finding, dataclasses.replace(offer, experiment=experiment), "")
    assert training.session is not old
    assert training.session.experiment == experiment
    assert training.docks["findings"].windowTitle() == "Findings"
    assert training.session.is_playing
    qtbot.waitUntil(lambda: bool(history_of(training).notes), timeout=TIMEOUT_MS)
    assert history_of(training).notes == {0: f"{offer.label}, because of {BECAUSE} of {path.name}"}
    with load_session(path) as stored:
        assert stored.has_ended
        assert stored.findings


def test_show_leads_to_the_step_and_the_plot(training: MainWindow, qtbot: QtBot) -> None:
    bring_forward(training, qtbot)
    training.docks["factors"].raise_()
    qtbot.waitUntil(lambda: training.plots["factors"].is_seen, timeout=TIMEOUT_MS)
    training.run_bar.play.trigger()
    entry = training.findings.panel.list.entries[1]
    entry.show_button.click()
    qtbot.waitUntil(lambda: training.plots["profile"].is_seen, timeout=TIMEOUT_MS)
    assert training.selection.quantity == "weight_gradient_norm"
    assert training.selection.layer == 0
    assert training.selection.moment.step in (float(entry.finding.first_step), None)
    first, last = training.selection.steps.first, training.selection.steps.last
    assert first <= entry.finding.first_step <= last


def test_saved_it_is_listed_and_can_be_continued_with_a_cure(
    training: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    session = training.session
    training.run_bar.stop.trigger()
    qtbot.waitUntil(lambda: session is not None and session.finished is not None, timeout=TIMEOUT_MS)
    assert session is not None
    assert session.path is not None
    path = session.path
    training.new_session(SMALL)
    training.notice.hide()
    assert training.open_path(path)
    assert isinstance(training.session, SavedSession)
    assert not training.notice.isVisible()
    assert training.docks["findings"].windowTitle() == "Findings (2)"
    bring_forward(training, qtbot)
    entry = training.findings.panel.list.entries[1]
    assert entry.buttons[0].label.startswith("Continue with ")
    entry.buttons[0].click()
    live = training.session
    assert isinstance(live, LiveSession)
    qtbot.waitUntil(lambda: len(live.history.interventions) == 2, timeout=TIMEOUT_MS)
    assert {each.because for each in live.history.interventions} == {BECAUSE}


def test_a_theory_line_stands_under_the_profile_and_can_be_switched_off(training: MainWindow, qtbot: QtBot) -> None:
    plot = training.plots["profile"]
    qtbot.waitUntil(lambda: "theory, within" in plot.legend.text(), timeout=TIMEOUT_MS)
    (action,) = [each for each in training.findChildren(type(training.note_action)) if "Theory line" in each.text()]
    action.trigger()
    qtbot.waitUntil(lambda: "theory" not in plot.legend.text(), timeout=TIMEOUT_MS)
    assert training._settings.value("theory_line", True, bool) is False
