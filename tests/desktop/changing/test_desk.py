"""Exact surgery, growth, ramps and undoing in the whole window, driven by its own controls."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from gradiometer.history import History
from gradiometer.session_file import load_session
from gradiometer.settings import Ramp, Reinitialize, Rewrite, Settings
from gradiometer_desktop.live_session import LiveSession
from gradiometer_desktop.main_window import MainWindow
from shared import TIMEOUT_MS
from standing import OF_THE_PLANE


@pytest.fixture
def held(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """A small network that has made three steps and holds."""
    window.new_session(OF_THE_PLANE)
    qtbot.waitUntil(lambda: window.session is not None and window.session.is_ready, timeout=TIMEOUT_MS)
    step(window, qtbot, 3)
    return window


def step(window: MainWindow, qtbot: QtBot, number: int = 1) -> None:
    for _ in range(number):
        goal = history_of(window).steps.num_rows + 1
        window.run_bar.step.trigger()
        qtbot.waitUntil(lambda goal=goal: history_of(window).steps.num_rows >= goal, timeout=TIMEOUT_MS)


def history_of(window: MainWindow) -> History:
    assert window.session is not None
    return window.session.history


def choose(window: MainWindow, name: str, value: str) -> None:
    control = window.panel.editors[name].control
    control.setCurrentIndex(control.findData(value))


def set_number(window: MainWindow, name: str, text: str) -> None:
    control = window.panel.editors[name].control
    control.setText(text)
    control.editingFinished.emit()


def wait_for_another(window: MainWindow, qtbot: QtBot, before: object) -> LiveSession:
    """Until another session is shown, whose file is there."""

    def is_there() -> bool:
        session = window.session
        return session is not None and session is not before and session.path is not None

    qtbot.waitUntil(is_there, timeout=TIMEOUT_MS)
    assert isinstance(window.session, LiveSession)
    return window.session


def stop(window: MainWindow, qtbot: QtBot) -> None:
    session = window.session
    assert session is not None
    window.run_bar.stop.trigger()
    qtbot.waitUntil(lambda: session.finished is not None, timeout=TIMEOUT_MS)
    assert session.finished.error == ""


def undo(window: MainWindow) -> QAction:
    return window.changing.undo_action


# --- ramps


def test_a_setting_goes_over_step_by_step(held: MainWindow, qtbot: QtBot) -> None:
    held.panel.over.setValue(4)
    choose(held, "activation", "tanh")
    assert held.lessons._posted.activation == "tanh"
    choose(held, "normalization", "batch")
    step(held, qtbot)
    first, second = history_of(held).interventions
    assert (first.command, first.kind) == (Ramp(settings=first.after, steps=4), "ramped")
    assert first.label == "Activation: Sigmoid → Tanh, over 4 steps"
    assert isinstance(second.command, Settings)
    assert history_of(held).settings == held.panel.settings == second.after
    held.changing.refresh()
    action = held.changing.growth.factors[2]
    assert action.statusTip() == "Activation is still on its way: wait until the ramp has arrived."
    step(held, qtbot, 4)
    assert [event.kind for event in history_of(held).events] == ["ramped"]
    held.changing.refresh()
    assert action.isEnabled()


# --- exact surgery


def test_a_swap_changes_nothing_and_says_that_it_cures_nothing(held: MainWindow, qtbot: QtBot) -> None:
    held.changing.refresh()
    held.changing.surgeries.actions["sigmoid_to_tanh"].trigger()
    assert held.status.currentMessage() == "At the next step. An exact swap alone cures nothing"
    assert held.panel.editors["activation"].value == "tanh"
    held.changing.refresh()
    assert not held.changing.surgeries.actions["sigmoid_to_tanh"].isEnabled(), "it is on its way"
    step(held, qtbot)
    assert held.status.currentMessage() == "Done. An exact swap alone cures nothing"
    [made] = history_of(held).interventions
    assert isinstance(made.command, Rewrite)
    assert made.kind == "exact"
    assert made.jump is not None
    assert made.jump.output < 1e-6
    assert held.changes.list.item(0).text().splitlines()[-1].startswith("exact · output ")


def test_skip_connections_of_weight_0_offer_to_be_turned_up(held: MainWindow, qtbot: QtBot) -> None:
    held.changing.refresh()
    held.changing.surgeries.actions["skip_at_zero"].trigger()
    assert not held.notice.isVisible()
    step(held, qtbot)
    assert held.notice.action.text() == "Ramp it to 1 over 200 steps"
    held.panel.over.setValue(30)
    held.notice.action.click()
    assert not held.notice.isVisible()
    assert held.panel.editors["skip_weight"].value == 1.0
    step(held, qtbot)
    last = history_of(held).interventions[-1]
    assert isinstance(last.command, Ramp)
    assert (last.before.skip_weight, last.after.skip_weight, last.command.steps) == (0.0, 1.0, 200)


def test_what_cannot_be_done_as_things_stand_is_told(held: MainWindow, qtbot: QtBot) -> None:
    """The panel shows what holds, and not what was asked for."""
    changing = held.changing
    changing.posted.emit(Rewrite(surgery="fold_batch_norm", settings=Settings(activation="relu")), "")
    assert held.panel.editors["activation"].value == "relu"
    step(held, qtbot)
    assert history_of(held).events[-1].kind == "refused"
    assert held.panel.editors["activation"].value == "sigmoid"
    assert held.status.currentMessage().endswith("There is no BatchNorm to fold into the weights.")
    assert changing.waiting == ()


# --- growth


def test_a_network_grows_in_a_new_session(held: MainWindow, qtbot: QtBot) -> None:
    set_number(held, "learning_rate", "0.05")
    step(held, qtbot)
    old = held.session
    assert old is not None
    held.changing.refresh()
    held.changing.growth.factors[2].trigger()
    grown = wait_for_another(held, qtbot, old)
    assert held.status.currentMessage() == "A larger network in a new session; the old one stays as it is"
    assert not grown.is_playing
    assert grown.experiment.hidden == (24, 24, 24)
    assert grown.history.layer_names == grown.experiment.layer_names
    assert held.panel.editors["learning_rate"].value == 0.05
    step(held, qtbot, 2)
    assert history_of(held).steps.span() == (4.0, 5.0)
    assert held.selection.steps.first == 4.0
    stop(held, qtbot)
    assert old.path is not None
    assert grown.path is not None
    with load_session(old.path) as before, load_session(grown.path) as after:
        parent = json.loads(after.meta["parent"])
        assert parent == {"id": before.meta["id"], "file": old.path.name, "step": 4, "through": "2 times as wide"}
        assert before.experiment is not None
        assert before.experiment.hidden == (12, 12, 12)


def test_a_saved_session_grows_by_a_layer(window: MainWindow, qtbot: QtBot, saved: Path) -> None:
    content = saved.read_bytes()
    assert window.open_path(saved)
    before = window.session
    window.changing.refresh()
    # It was changed to ReLU with skip connections, where a layer cannot add 0 and learn.
    assert not window.changing.growth.layers[0].isEnabled()
    window.changing.growth.factors[3].trigger()
    grown = wait_for_another(window, qtbot, before)
    assert grown.experiment.hidden == (36, 36, 36)
    assert grown.experiment.steps == 0, "what was planned is done"
    assert saved.read_bytes() == content


# --- undoing


def test_the_last_change_is_undone_in_a_new_file(held: MainWindow, qtbot: QtBot) -> None:
    assert not undo(held).isEnabled()
    assert undo(held).statusTip() == "Nothing has been changed yet."
    assert undo(held).shortcut() == QKeySequence(QKeySequence.StandardKey.Undo)
    choose(held, "activation", "tanh")
    step(held, qtbot, 2)
    choose(held, "activation", "relu")
    step(held, qtbot, 2)
    old = held.session
    assert old is not None
    undo(held).trigger()
    assert not undo(held).isEnabled(), "it is at it"
    undone = wait_for_another(held, qtbot, old)
    assert old.path is not None
    assert held.status.currentMessage().startswith("Undone. What came after step 5 is kept in the old file, ")
    assert not undone.is_playing
    qtbot.waitUntil(lambda: len(history_of(held).interventions) == 1, timeout=TIMEOUT_MS)
    assert held.panel.editors["activation"].value == "tanh"
    assert undo(held).isEnabled()
    step(held, qtbot, 2)
    stop(held, qtbot)
    assert undone.path is not None
    with load_session(old.path) as before, load_session(undone.path) as after:
        assert json.loads(after.meta["parent"])["through"] == "undone: Activation: Tanh → ReLU"
        assert len(before.interventions) == 2
        np.testing.assert_array_equal(after.loss[:5], before.loss[:5])
        assert len(after.loss) == 7


def test_of_changes_at_one_step_the_last_alone_is_undone(held: MainWindow, qtbot: QtBot) -> None:
    choose(held, "activation", "tanh")
    held.panel.reinitialize.click()
    set_number(held, "learning_rate", "0.05")
    step(held, qtbot)
    before = held.session
    undo(held).trigger()
    wait_for_another(held, qtbot, before)
    qtbot.waitUntil(lambda: not history_of(held).interventions, timeout=TIMEOUT_MS)
    assert held.panel.settings == Settings(activation="tanh")
    assert held.lessons._posted == Settings(activation="tanh")
    # They wait for the next step, and the last of them can be taken back before.
    assert [each.change for each in held.changing.waiting] == [
        Settings(activation="tanh"),
        Reinitialize(scheme="he", layers=None, seed=0),
    ]
    path, before = held.session.path, held.session
    undo(held).trigger()
    again = wait_for_another(held, qtbot, before)
    assert again.path == path, "nothing was recorded that would have to stay"
    assert held.status.currentMessage() == "Undone: it had not taken effect yet"
    step(held, qtbot)
    assert [each.label for each in history_of(held).interventions] == ["Activation: Sigmoid → Tanh"]
    assert held.changing.waiting == ()


def test_while_it_trains_it_trains_on(held: MainWindow, qtbot: QtBot) -> None:
    choose(held, "activation", "tanh")
    held.run_bar.play.trigger()
    qtbot.waitUntil(lambda: history_of(held).steps.num_rows > 20, timeout=TIMEOUT_MS)
    before = held.session
    undo(held).trigger()
    session = wait_for_another(held, qtbot, before)
    assert session.is_playing
    qtbot.waitUntil(lambda: not history_of(held).interventions, timeout=TIMEOUT_MS)
    qtbot.waitUntil(lambda: history_of(held).steps.num_rows > 20, timeout=TIMEOUT_MS)
    assert history_of(held).settings == Settings()


def test_a_change_of_a_saved_session_is_undone_from_the_list(window: MainWindow, qtbot: QtBot, saved: Path) -> None:
    content = saved.read_bytes()
    window.open_path(saved)
    before = window.session
    first = history_of(window).interventions[0]
    menu = window.changing.menu_of(first)
    show, undo_this = menu.actions()
    assert show.text() == "&Show step 20"
    assert undo_this.isEnabled()
    undo_this.trigger()
    menu.close()
    session = wait_for_another(window, qtbot, before)
    qtbot.waitUntil(lambda: not history_of(window).interventions, timeout=TIMEOUT_MS)
    assert history_of(window).steps.span()[1] == 19
    assert session.path != saved
    assert saved.read_bytes() == content


def test_a_session_without_snapshots_keeps_its_changes(
    window: MainWindow, qtbot: QtBot, saved: Path, tmp_path: Path
) -> None:
    target = tmp_path / "bare.gradiometer"
    with qtbot.waitSignal(window.desk.made, timeout=TIMEOUT_MS):
        window.desk.copy(saved, target, with_snapshots=False)
    window.open_path(target)
    assert not undo(window).isEnabled()
    assert undo(window).statusTip() == "There is no snapshot to go on from."
    window.changing.undo()
    assert not window.findChildren(QMessageBox)


# --- from any step


def test_a_session_goes_on_from_any_step(window: MainWindow, qtbot: QtBot, saved: Path) -> None:
    window.open_path(saved)
    before = window.session
    window.changing.continued.emit(33)
    session = wait_for_another(window, qtbot, before)
    qtbot.waitUntil(lambda: history_of(window).steps.num_rows > 40, timeout=TIMEOUT_MS)
    stop(window, qtbot)
    assert session.path is not None
    with load_session(saved) as source, load_session(session.path) as stored:
        assert stored.loss[:40].tobytes() == source.loss[:40].tobytes()
        assert [each.step for each in stored.interventions] == [20, 20]
    assert "step 33, replayed" in session.history.events[-1].text


def test_a_change_is_shown_wherever_it_comes_from(held: MainWindow, qtbot: QtBot) -> None:
    """A script makes changes that nobody has posted here."""
    held.session.post(dataclasses.replace(Settings(), activation="elu"))
    step(held, qtbot)
    assert held.panel.editors["activation"].value == "elu"
    assert held.lessons._posted.activation == "elu"
