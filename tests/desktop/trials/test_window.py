"""The window of a trial: its branches in the plots, played on from their files, changed, and closed."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from gradiometer.branch_messages import Request
from gradiometer.branches import Branches
from gradiometer.colors import trial_colors
from gradiometer.session_check import check_session
from gradiometer.session_file import load_session
from gradiometer.session_lock import SessionLock
from gradiometer.trainer import Trainer
from gradiometer.trial import Trial
from gradiometer_desktop import theme
from gradiometer_desktop.compare.parts import colors_of
from gradiometer_desktop.trials.change_dialog import ChangeDialog
from gradiometer_desktop.trials.face import BranchesFace
from gradiometer_desktop.trials.table import _PLACES
from gradiometer_desktop.trials.window import TrialWindow
from shared import TIMEOUT_MS

Make = Callable[..., TrialWindow]


@pytest.fixture
def make(qtbot: QtBot, settings: QSettings) -> Iterator[Make]:
    windows: list[TrialWindow] = []
    settings.setValue("theme", "light")

    def made(paths: list[Path], **options: object) -> TrialWindow:
        window = TrialWindow(paths, settings, **options)
        windows.append(window)
        qtbot.addWidget(window)
        window.resize(1200, 800)
        window.show()
        qtbot.waitExposed(window)
        return window

    yield made
    for window in windows:
        window.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "branches"]


@pytest.fixture
def trial(tried_paths: list[Path]) -> Trial:
    with load_session(tried_paths[0].parent.with_name("a.gradiometer")) as session:
        (found,) = session.trials
    return found


@pytest.fixture
def reopened(make: Make, tried_paths: list[Path], trial: Trial) -> TrialWindow:
    return make(tried_paths, trial=trial)


def ends(paths: list[Path]) -> set[int]:
    """The last steps of all of them, which are sound."""
    found = set()
    for path in paths:
        assert check_session(path).is_sound
        with load_session(path) as session:
            found.add(int(session.steps[-1]))
    return found


def effect_of(window: TrialWindow, row: int) -> str:
    item = window.panel.table.item(row, _PLACES["effect"])
    assert item is not None
    return item.text()


def test_it_shows_the_branches_of_a_trial_and_what_came_out(reopened: TrialWindow, tried_paths: list[Path]) -> None:
    QApplication.processEvents()
    assert reopened.windowTitle().startswith("Trial: ")
    assert [side.label for side in reopened.comparison.sides] == ["control", "ReLU", "slow", "null fork"]
    assert reopened.paths == tuple(tried_paths)
    assert reopened.group == "one"
    behind = {name for name, dock in reopened.docks.items() if dock.visibleRegion().isEmpty()}
    assert behind == {"differences", "histogram", "norms", "loss"}
    assert reopened.docks["trial"].isVisible()
    assert "ReLU" in reopened.panel.told.text()
    assert colors_of(reopened.comparison, theme.LIGHT)[0] == trial_colors(dark=False)[0]
    ratio = reopened.plots["ratio"]
    assert ratio.comparison is reopened.comparison


def test_played_on_from_the_files(reopened: TrialWindow, qtbot: QtBot, tried_paths: list[Path]) -> None:
    assert ends(tried_paths) == {32}
    reopened.panel.play.click()
    face = reopened.face
    assert face is not None
    qtbot.waitUntil(lambda: face.step > 60, timeout=TIMEOUT_MS)
    assert reopened.panel.play.text() == "Pause"
    assert not reopened.panel.progress.isVisible(), "there is no trial to come"
    # The plots follow.
    qtbot.waitUntil(lambda: reopened.chosen.steps.last > 50, timeout=TIMEOUT_MS)
    reopened.panel.play.click()
    assert not face.is_playing
    assert reopened.panel.state.text().startswith("The trial is through; Play lets the branches go on; step ")
    reopened.close()
    assert face.is_over
    assert ends(tried_paths) == {face.step - 1}
    with load_session(tried_paths[0]) as control, load_session(tried_paths[3]) as null:
        np.testing.assert_array_equal(control.steps, null.steps)
        np.testing.assert_array_equal(control.loss, null.loss)


def test_one_branch_is_changed_further(reopened: TrialWindow, qtbot: QtBot, tried_paths: list[Path]) -> None:
    assert not reopened.panel.change.isEnabled()
    reopened.panel.play.click()
    face = reopened.face
    assert face is not None
    reopened.panel.change.click()
    (dialog,) = reopened.findChildren(ChangeDialog)
    assert [dialog.branch.itemText(row) for row in range(dialog.branch.count())] == [
        *("control", "ReLU", "slow", "null fork")
    ]
    dialog.branch.setCurrentIndex(2)
    qtbot.keyClicks(dialog.editor.words, "activation=elu")
    with qtbot.waitSignal(face.said, timeout=TIMEOUT_MS) as said:
        dialog.apply.click()
    assert said.args[0].number == 2
    assert reopened.statusBar().currentMessage().startswith("slow, step ")
    assert "Tanh → ELU" in reopened.statusBar().currentMessage()
    reopened.close()
    made = []
    for path in tried_paths:
        with load_session(path) as session:
            made.append([change.after.activation for change in session.interventions])
    # Two at step 12, before the fork; one at the fork; one now.
    before = ["tanh", "tanh"]
    assert made == [before, [*before, "relu"], [*before, "tanh", "elu"], before]
    with load_session(tried_paths[2]) as session:
        assert session.interventions[-1].after.learning_rate == 0.005, "what it had been changed to stays"


def test_an_error_in_one_branch_stands_in_its_row(
    reopened: TrialWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    turn = Trainer.turn

    def break_one(trainer: Trainer) -> object:
        if trainer.settings.activation == "relu" and trainer.step == 40:
            raise RuntimeError("something broke")
        return turn(trainer)

    monkeypatch.setattr(Trainer, "turn", break_one)
    reopened.panel.play.click()
    face = reopened.face
    assert face is not None
    qtbot.waitUntil(lambda: face.step > 60, timeout=TIMEOUT_MS)
    qtbot.waitUntil(lambda: effect_of(reopened, 1) == "ended by an error", timeout=TIMEOUT_MS)
    tip = reopened.panel.table.item(1, _PLACES["effect"]).toolTip()
    assert tip == "This branch stopped at step 40: something broke"
    assert reopened.statusBar().currentMessage() == f"ReLU: {tip}"
    assert effect_of(reopened, 2) == "exact"
    assert face.is_playing


def test_while_a_trial_trains(make: Make, qtbot: QtBot, source: Path, make_request: Callable[..., Request]) -> None:
    """What came out replaces what is measured at a step; then the branches may go on."""
    face = BranchesFace(Branches(make_request(source, 400)))
    with qtbot.waitSignal(face.forked, timeout=TIMEOUT_MS):
        face.start()
    window = make(list(face.branches.request.paths), face=face)
    window.panel.play.click()
    assert not face.is_playing
    assert window.panel.play.text() == "Play"
    window.panel.play.click()
    qtbot.waitUntil(lambda: window.trial is not None, timeout=TIMEOUT_MS)
    assert window.trial.steps == 400
    arm = window.trial.arms[1]
    assert window.panel.table.item(2, _PLACES["loss"]).text() == f"{arm.losses[0]:+.3g}"
    qtbot.waitUntil(lambda: not face.is_playing, timeout=TIMEOUT_MS)
    window.panel.play.click()
    qtbot.waitUntil(lambda: face.step > 430, timeout=TIMEOUT_MS)
    assert window.end()
    assert window.panel.state.text() == "The branches have ended; their files are complete."


def test_branches_that_another_part_of_the_program_holds_do_not_go_on(
    reopened: TrialWindow, qtbot: QtBot, tried_paths: list[Path]
) -> None:
    with contextlib.closing(_Held(tried_paths[1])):
        reopened.panel.play.click()
        face = reopened.face
        assert face is not None
        qtbot.waitUntil(lambda: face.is_over, timeout=TIMEOUT_MS)
        face.look()
    assert "in use" in reopened.panel.told.text()
    assert "\n" not in reopened.panel.told.text()
    assert ends(tried_paths) == {32}


class _Held(SessionLock):
    def __init__(self, path: Path):
        super().__init__(path, alone=True)

    def close(self) -> None:
        self.release()


def test_branches_that_are_gone_do_not_go_on(reopened: TrialWindow, qtbot: QtBot, tried_paths: list[Path]) -> None:
    tried_paths[1].unlink()
    reopened.panel.play.click()
    (box,) = [box for box in reopened.findChildren(QMessageBox) if box.isVisible()]
    assert tried_paths[1].name in box.text()
    assert reopened.face is None
    box.close()


def test_a_theme_is_taken_up(reopened: TrialWindow, settings: QSettings, qtbot: QtBot) -> None:
    def square() -> str:
        return reopened.panel.table.item(0, 0).icon().pixmap(12).toImage().pixelColor(6, 6).name()

    light, dark = (trial_colors(dark=each)[0] for each in (False, True))
    assert light != dark
    assert square() == light
    settings.setValue("theme", "dark")
    theme.apply(theme.DARK)
    qtbot.waitUntil(lambda: square() == dark, timeout=TIMEOUT_MS)
    assert reopened.plots["ratio"].theme == theme.DARK
