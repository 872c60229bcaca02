"""What stands below the plots of a trial."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from gradiometer.branch_messages import Over, Request, SeedDone, Tried
from gradiometer.branches import Branches
from gradiometer.comparison import Comparison
from gradiometer.session_file import load_session
from gradiometer.trial import OWN_ORDER, Trial
from gradiometer.trial_words import null_sentence, sentence
from gradiometer_desktop.theme import DARK
from gradiometer_desktop.trials.face import BranchesFace
from gradiometer_desktop.trials.panel import TrialPanel
from shared import TIMEOUT_MS


@pytest.fixture
def panel(qtbot: QtBot, tried_paths: list[Path]) -> Iterator[TrialPanel]:
    made = TrialPanel()
    qtbot.addWidget(made)
    made.resize(1000, 300)
    made.show()
    with Comparison(tried_paths) as comparison:
        made.show_comparison(comparison, can_adopt=True)
        made.refresh()
        yield made


@pytest.fixture
def trial(tried_paths: list[Path]) -> Trial:
    with load_session(tried_paths[0].parent.with_name("a.gradiometer")) as session:
        (found,) = session.trials
    return found


@pytest.fixture
def branches(source: Path, make_request: Callable[..., Request]) -> Branches:
    """Not started: the test says what they say."""
    return Branches(dataclasses.replace(make_request(source), seeds=(OWN_ORDER, 1, 2)))


def test_left_as_they_were_they_can_be_played_on(panel: TrialPanel, qtbot: QtBot) -> None:
    assert panel.headline.text() == "Forked before step 13 of a.gradiometer"
    assert panel.state.text() == "The branches are as they were left. Play lets them go on, all on the same examples."
    assert panel.play.isEnabled()
    assert not panel.change.isEnabled()
    assert not panel.cut.isVisible()
    assert not panel.progress.isVisible()
    with qtbot.waitSignal(panel.play_asked, timeout=TIMEOUT_MS):
        panel.play.click()
    with qtbot.waitSignal(panel.discard_asked, timeout=TIMEOUT_MS):
        panel.discard.click()


def test_what_came_out_is_told_in_sentences(panel: TrialPanel, trial: Trial) -> None:
    panel.show_trial(trial)
    told = panel.told.text().split("\n\n")
    assert told[:3] == [null_sentence(trial), *(sentence(trial, arm) for arm in trial.arms)]
    assert "coincides with the control bit for bit in" in told[0]
    assert f"{abs(trial.arms[0].losses[0]):.2g}" in told[1]
    assert len(told) == 4
    assert panel.told.accessibleName()


def test_how_far_it_is(panel: TrialPanel, branches: Branches, trial: Trial, qtbot: QtBot) -> None:
    face = BranchesFace(branches)
    panel.show_face(face)
    assert panel.play.text() == "Pause"
    assert panel.state.text() == "Step 0 of 20: training"
    assert (panel.progress.value(), panel.progress.maximum()) == (0, 60)
    assert panel.progress.isVisible()
    assert panel.cut.isVisible()
    assert not panel.cut.isEnabled(), "nothing is through yet"
    branches.step = 20
    face.pause()
    assert panel.play.text() == "Play"
    assert panel.state.text() == "Step 7 of 20: held"
    assert panel.progress.value() == 7
    with qtbot.waitSignal(panel.play_asked, timeout=TIMEOUT_MS):
        panel.play.click()
    face.play()
    branches.step = 33
    branches.messages.append(SeedDone(1, 3))
    face.look()
    assert panel.state.text() == "Order of the data 2 of 3: training"
    assert panel.progress.value() == 20
    assert panel.cut.isEnabled()
    with qtbot.waitSignal(panel.cut_asked, timeout=TIMEOUT_MS):
        panel.cut.click()
    branches.messages.extend([SeedDone(2, 3), SeedDone(3, 3)])
    face.look()
    assert not panel.cut.isEnabled()
    branches.messages.append(Tried(trial))
    face.look()
    face.pause()
    assert panel.state.text() == "The trial is through; Play lets the branches go on; step 33."
    assert not panel.progress.isVisible()
    assert not panel.cut.isVisible()
    assert panel.change.isEnabled()
    with qtbot.waitSignal(panel.change_asked, timeout=TIMEOUT_MS):
        panel.change.click()
    face.play()
    with qtbot.waitSignal(panel.pause_asked, timeout=TIMEOUT_MS):
        panel.play.click()
    assert panel.state.text() == "The branches train on; step 33."
    branches.over = Over(33, "", "")
    branches.messages.append(branches.over)
    face.look()
    assert panel.state.text() == "The branches have ended; their files are complete."
    assert not panel.play.isEnabled()
    assert not panel.change.isEnabled()


def test_why_they_ended_is_told(panel: TrialPanel, branches: Branches) -> None:
    face = BranchesFace(branches)
    panel.show_face(face)
    branches.over = Over(17, "The branches stopped at step 17: out of memory", "a trace")
    branches.messages.append(branches.over)
    face.look()
    assert panel.told.text() == "The branches stopped at step 17: out of memory"
    assert not panel.progress.isVisible()


def test_its_buttons_have_names_and_leave_space_to_the_run(panel: TrialPanel) -> None:
    for each in panel.findChildren(QAbstractButton):
        if each.isVisible() and each.parent() is panel:
            assert each.accessibleName() or each.text()
    assert panel.progress.accessibleName()
    assert panel.table.accessibleName()
    panel.apply_theme(DARK)
    assert panel.table._theme is DARK
