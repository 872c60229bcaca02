"""Trials from the main window: forked, tried, kept, adopted, discarded, and opened again."""

from __future__ import annotations

import dataclasses
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from gradiometer import adoption, forking
from gradiometer.experiment import Experiment
from gradiometer.recorder import Recorder
from gradiometer.session_check import check_session
from gradiometer.session_copy import compact_session
from gradiometer.session_file import load_session
from gradiometer.session_lock import lock_of
from gradiometer.trial import Trial
from gradiometer.trial_files import trials_folder
from gradiometer_desktop.compare_window import CompareWindow
from gradiometer_desktop.live_session import LiveSession
from gradiometer_desktop.problem_dialog import ProblemDialog
from gradiometer_desktop.saved_session import SavedSession
from gradiometer_desktop.trials import desk
from gradiometer_desktop.trials.fork_dialog import ForkDialog
from gradiometer_desktop.trials.table import _PLACES
from gradiometer_desktop.trials.window import TrialWindow
from recorded import as_nobody, some_finding
from shared import TIMEOUT_MS
from synthetic import write_watched


def stored_trials(path: Path) -> tuple[Trial, ...]:
    with load_session(path) as session:
        return session.trials


def branches() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "branches"]


def adopt(window: TrialWindow, row: int) -> None:
    button = window.panel.table.cellWidget(row, _PLACES["adopt"])
    assert button is not None
    button.click()


def check_numbers(window: TrialWindow, trial: Trial) -> None:
    """The table says what the trial does, and the trial what the files do."""
    table = window.panel.table
    with load_session(window.paths[0]) as control:
        for row, arm in enumerate(trial.arms, start=1):
            with load_session(window.paths[row]) as session:
                steps = np.intersect1d(session.steps, control.steps)
                steps = steps[
                    (steps >= trial.step + trial.steps - trial.steps // 10) & (steps < trial.step + trial.steps)
                ]
                mine, its = np.isin(session.steps, steps), np.isin(control.steps, steps)
                loss = np.mean(session.loss[mine] - control.loss[its])
                norms = [each.quantity("weight_gradient_norm")[at, 0] for each, at in ((session, mine), (control, its))]
            ratio = np.mean(np.log10(norms[0]) - np.log10(norms[1]))
            assert arm.losses == (pytest.approx(loss, abs=1e-9),)
            assert arm.ratios == (pytest.approx(ratio, abs=1e-9),)
            assert table.item(row, _PLACES["loss"]).text() == f"{loss:+.3g}"
            assert table.item(row, _PLACES["norm"]).text() == f"{ratio:+.2f}"


# ------------------------------------------------------------------------------------------------- the main path


def test_a_person_tries_two_cures_on_a_running_session(hand: Any, qtbot: QtBot) -> None:
    hand.train()
    session = hand.window.session
    dialog = hand.ask()
    assert session.is_playing, "nothing waits for an answer"
    trial_window = hand.begin(dialog, "relu_he", "adam")
    assert not session.is_playing
    assert "as it" not in hand.window.status.currentMessage()
    assert trial_window.parent() is hand.window
    trial = hand.tried(trial_window)
    assert [(arm.label, arm.remedy) for arm in trial.arms] == [
        ("ReLU with He's initialization", "relu_he"),
        ("Adam with rate 0.001", "adam"),
    ]
    assert trial.null.coincides
    check_numbers(trial_window, trial)
    hand.wait(lambda: session.history.trials)
    assert list(session.history.trials.values()) == [trial]
    hand.wait(lambda: stored_trials(session.path) == (trial,))
    assert trial.step == hand.num_steps, "the session has waited"
    assert [path.parent for path in trial_window.paths] == [trials_folder(session.path)] * 4
    with load_session(trial_window.paths[2]) as stored, load_session(session.path) as parent:
        assert stored.parent.id == parent.meta["id"]
        assert stored.parent.step == trial.step
        # Adam and its rate are one change.
        assert [(each.step, each.after.optimizer) for each in stored.interventions] == [(trial.step, "adam")]
    paths = trial_window.paths
    trial_window.close()
    assert hand.desk.windows == []
    assert branches() == []
    assert all(check_session(path).is_sound for path in (*paths, session.path))
    assert not any(lock_of(path).exists() for path in paths)
    # The session goes on as if nothing had been.
    hand.window.run_bar.play.trigger()
    hand.wait(lambda: hand.num_steps > trial.step + 10)


def test_a_session_that_has_not_begun_is_forked_at_its_start(hand: Any, plane: Experiment) -> None:
    hand.window.new_session(plane)
    assert not hand.desk.fork.isEnabled()
    assert hand.desk.fork.toolTip() == "The network is not built yet."
    hand.wait(lambda: hand.window.session.is_ready)
    window = hand.begin(None, "relu_he")
    trial = hand.tried(window)
    assert trial.step == 0
    assert hand.window.session.path.exists()
    window.close()


def test_a_finding_is_to_be_cured(hand: Any) -> None:
    hand.train()
    session = hand.window.session
    finding = some_finding(3, 5, remedies=("shallower", "relu_he", "skip"))
    session.history.append([finding])
    hand.window.findings.trial_asked.emit(finding, "Vanishing gradient in hidden 1 (finding 3)")
    dialog = hand.dialog
    assert [each.choice.currentData() for each in dialog.editors] == ["relu_he", "skip", ""]
    window = hand.begin(dialog)
    assert hand.desk._faces[-1].branches.request.finding == 3
    trial = hand.tried(window)
    assert trial.finding == "Vanishing gradient in hidden 1 (finding 3)"
    window.close()


def test_a_saved_session_is_forked_between_two_snapshots(hand: Any, source: Path) -> None:
    content = source.read_bytes()
    hand.window.open_path(source)
    assert isinstance(hand.window.session, SavedSession)
    dialog = hand.ask()
    assert (dialog.step.minimum(), dialog.step.maximum(), dialog.step.value()) == (0, 30, 30)
    dialog.editors[0].choose("lr_down")
    assert dialog.editors[0].words.text() == f"learning_rate={0.05 * 0.1!r}"
    # Before the change at step 12, so that there the rate is another one.
    dialog.step.setValue(7)
    assert dialog.editors[0].words.text() == f"learning_rate={0.1 * 0.1!r}"
    window = hand.begin(dialog)
    trial = hand.tried(window)
    assert trial.step == 7
    assert trial.null.coincides
    check_numbers(window, trial)
    assert window.panel.headline.text() == "Forked before step 7 of a.gradiometer"
    with load_session(window.paths[1]) as stored:
        (change,) = stored.interventions
        assert (change.step, change.after.activation, change.after.learning_rate) == (7, "sigmoid", pytest.approx(0.01))
    with load_session(window.paths[0]) as control, load_session(source) as session:
        # As it went itself, but for the change that it made at step 12 of its own.
        steps = control.steps[control.steps < 12]
        np.testing.assert_array_equal(control.loss[: len(steps)], session.loss[np.isin(session.steps, steps)])
    assert stored_trials(source) == (trial,)
    assert list(hand.window.session.history.trials.values()) == [trial]
    assert source.read_bytes() != content
    window.close()
    assert check_session(source).is_sound


def test_a_running_session_is_forked_at_an_earlier_step_and_goes_on(hand: Any, qtbot: QtBot) -> None:
    hand.train(more=60)
    session = hand.window.session
    hand.wait(lambda: stored_steps(session.path) > 20)
    hand.desk.ask(step=17)
    dialog = hand.dialog
    assert dialog.step.value() == 17
    window = hand.begin(dialog, "relu_he")
    assert session.is_playing
    trial = hand.tried(window)
    assert trial.step == 17
    assert session.is_playing
    hand.wait(lambda: stored_trials(session.path) == (trial,))
    window.close()


def stored_steps(path: Path | None) -> int:
    if path is None:
        return 0
    with load_session(path) as session:
        return len(session.steps)


def test_a_session_that_ends_while_the_dialog_is_open(hand: Any, plane: Experiment) -> None:
    """It is forked at its end."""
    hand.window.new_session(dataclasses.replace(plane, steps=40))
    hand.wait(lambda: hand.window.session.is_ready)
    dialog = hand.ask()
    hand.window.run_bar.play.trigger()
    hand.wait(lambda: hand.window.session.finished is not None)
    trial = hand.tried(hand.begin(dialog, "relu_he"))
    assert trial.step == 40
    hand.desk.windows[0].close()


def test_two_trials_at_once_are_two_trials(hand: Any, source: Path) -> None:
    hand.window.open_path(source)
    first = hand.begin(None, "relu_he", steps=400)
    first.face.pause()
    second = hand.begin(None, "skip")
    first.face.play()
    trials = hand.tried(second), hand.tried(first)
    assert sorted(each.number for each in trials) == [1, 2]
    assert len(stored_trials(source)) == 2
    assert {path.name[0] for path in first.paths} == {"1"}
    assert {path.name[0] for path in second.paths} == {"2"}
    first.close()
    assert hand.desk.windows == [second]
    second.close()


def test_a_trial_is_kept_though_another_session_is_on_the_screen(hand: Any, source: Path, plane: Experiment) -> None:
    """Of a saved session and of one that trained."""
    hand.train()
    path = hand.window.session.path
    live = hand.begin(None, "relu_he", steps=150)
    live.face.pause()
    hand.window.open_path(source)
    saved = hand.begin(None, "relu_he", steps=150)
    saved.face.pause()
    hand.window.new_session(plane)
    assert (live.trial, saved.trial) == (None, None)
    for window in (live, saved):
        window.face.play()
    trials = hand.tried(live), hand.tried(saved)
    assert stored_trials(path) == (trials[0],)
    assert stored_trials(source) == (trials[1],)
    assert hand.told() == []
    live.close()
    saved.close()


def test_the_program_closes_in_the_middle_of_a_trial(hand: Any, source: Path) -> None:
    hand.window.open_path(source)
    window = hand.begin(None, "relu_he", steps=100_000)
    paths = window.paths
    hand.wait(lambda: window.face.step > 50)
    hand.window.close()
    assert branches() == []
    assert all(check_session(path).is_sound for path in (*paths, source))
    assert stored_trials(source) == ()


def test_over_several_orders_of_the_data_and_cut_short(hand: Any, source: Path) -> None:
    hand.window.open_path(source)
    dialog = hand.ask()
    dialog.seeds.setValue(30)
    window = hand.begin(dialog, "relu_he", steps=60)
    hand.wait(window.panel.cut.isEnabled)
    assert window.panel.progress.maximum() == 30 * 60
    window.panel.cut.click()
    trial = hand.tried(window)
    assert 1 <= len(trial.seeds) < 30
    assert len(trial.arms[0].losses) == len(trial.seeds)
    assert stored_trials(source) == (trial,)
    assert not window.panel.cut.isVisible()
    window.close()


# ---------------------------------------------------------------------------------------------------- adopting


def test_a_branch_is_adopted_by_the_session_that_waits_there(hand: Any, qtbot: QtBot) -> None:
    hand.train()
    first = hand.window.session
    window = hand.begin(None, "relu_he", "skip")
    trial = hand.tried(window)
    hand.wait(lambda: stored_trials(first.path) == (trial,))
    with load_session(window.paths[1]) as fork:
        steps, loss = fork.steps, fork.loss
    adopt(window, 1)
    hand.wait(lambda: hand.window.session is not first)
    session = hand.window.session
    assert isinstance(session, LiveSession)
    end = trial.step + trial.steps
    hand.wait(lambda: session.history.steps.span()[1] > end + 20)
    assert session.path == first.path, "nothing had been recorded behind the fork"
    assert session.history.settings.activation == "relu"
    assert hand.window.status.currentMessage() == f"The session goes on as {trial.arms[0].label} did"
    assert [each.adopted for each in session.history.trials.values()] == [trial.arms[0].label]
    assert window.isVisible(), "what it shows stays"
    assert not window.panel.play.isEnabled()
    hand.window.run_bar.stop.trigger()
    hand.wait(lambda: session.finished is not None)
    assert check_session(session.path).is_sound
    (stored,) = stored_trials(session.path)
    assert stored == dataclasses.replace(trial, adopted=trial.arms[0].label)
    with load_session(session.path) as whole:
        behind = np.isin(whole.steps, steps)
        np.testing.assert_array_equal(whole.loss[behind & (whole.steps < end)], loss[steps < end])
    window.close()


def test_a_session_that_has_gone_on_adopts_a_branch_in_a_new_file(
    hand: Any, source: Path, sessions_folder: Path
) -> None:
    hand.window.open_path(source)
    dialog = hand.ask()
    dialog.step.setValue(13)
    window = hand.begin(dialog, "relu_he")
    trial = hand.tried(window)
    adopt(window, 1)
    hand.wait(lambda: isinstance(hand.window.session, LiveSession))
    session = hand.window.session
    hand.wait(lambda: session.history.steps.span()[1] > 40)
    assert session.path.parent == sessions_folder
    assert [each.adopted for each in session.history.trials.values()] == [trial.arms[0].label]
    assert stored_trials(source) == (trial,), "it stays as it was"
    with load_session(source) as parent, load_session(session.path) as whole:
        assert whole.loss[whole.steps < 13].tobytes() == parent.loss[parent.steps < 13].tobytes()
        assert whole.parent.id == parent.meta["id"]
    # The other branch is none of the new session's.
    content = session.path
    hand.window.run_bar.play.trigger()
    adopt(window, 1)
    assert hand.told() == ["The session that was forked is not the one on the screen: open it first."]
    assert hand.window.session is session
    assert session.finished is None
    assert session.path == content
    window.close()


def test_a_branch_of_another_session_is_not_adopted(
    hand: Any, tried_paths: list[Path], source: Path, plane: Experiment
) -> None:
    """Nor is the session on the screen ended for it."""
    hand.window.open_path(tried_paths[0].parent.with_name("a.gradiometer"))
    window = hand.desk.reopen(tried_paths)
    hand.train(plane)
    session = hand.window.session
    adopt(window, 1)
    assert hand.told() == ["The session that was forked is not the one on the screen: open it first."]
    assert hand.window.session is session
    assert session.is_playing
    window.close()


def test_a_branch_that_cannot_be_adopted_is_told(hand: Any, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hand.window.open_path(source)
    window = hand.begin(None, "relu_he")
    hand.tried(window)

    def refuse(*_paths: Path) -> Path:
        raise OSError("no space left on device")

    monkeypatch.setattr(adoption, "adopt", refuse)
    adopt(window, 1)
    hand.wait(hand.told)
    assert hand.told() == ["no space left on device"]
    # It stays on the screen as it was, and nothing trains.
    assert hand.window.session.path == source
    assert not hand.window.session.is_live
    window.close()


# --------------------------------------------------------------------------------------------------- discarding


@pytest.fixture
def trash(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What was moved there in this test."""
    moved: list[Path] = []

    def move(path: Path) -> None:
        moved.append(path)
        path.unlink()

    monkeypatch.setattr(desk, "move_to_trash", move)
    return moved


def answer(window: TrialWindow, text: str) -> None:
    (box,) = [box for box in window.findChildren(QMessageBox) if box.isVisible()]
    assert box.text() == "Move the branches to the trash?"
    next(button for button in box.buttons() if button.text().replace("&", "") == text).click()


def test_all_branches_are_discarded_and_what_they_showed_stays(hand: Any, source: Path, trash: list[Path]) -> None:
    hand.window.open_path(source)
    window = hand.begin(None, "relu_he")
    trial = hand.tried(window)
    paths = window.paths
    window.panel.discard.click()
    answer(window, "Cancel")
    assert trash == []
    window.panel.discard.click()
    answer(window, "Move to trash")
    assert trash == list(paths)
    assert not trials_folder(source).exists()
    assert hand.desk.windows == []
    assert branches() == []
    assert stored_trials(source) == (trial,)
    assert hand.window.status.currentMessage().startswith("The branches are in the trash")


def test_a_trash_that_fails_is_told(hand: Any, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> None:
        raise OSError(f"{path.name} cannot be moved to the trash: no trash")

    monkeypatch.setattr(desk, "move_to_trash", refuse)
    hand.window.open_path(source)
    window = hand.begin(None, "relu_he", steps=100_000)
    paths = window.paths
    hand.desk.discard(window)
    assert hand.told() == ["\n".join(f"{path.name} cannot be moved to the trash: no trash" for path in paths)]
    assert all(check_session(path).is_sound for path in paths)


# -------------------------------------------------------------------------------------------------- opened again


def test_trials_of_a_session_are_in_a_menu(
    hand: Any, tried_paths: list[Path], source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand.window.open_path(source)
    hand.desk.trials_menu.aboutToShow.emit()
    (none,) = hand.desk.trials_menu.actions()
    assert (none.text(), none.isEnabled()) == ("None yet: try changes beside a control", False)
    hand.window.open_path(tried_paths[0].parent.with_name("a.gradiometer"))
    (tried_paths[0].parent / "broken.gradiometer").write_text("junk")
    hand.desk.trials_menu.aboutToShow.emit()
    (action,) = hand.desk.trials_menu.actions()
    assert action.text() == "Before step 13: ReLU, slow"
    action.trigger()
    (window,) = hand.desk.windows
    assert window.paths == tuple(tried_paths)
    assert window.trial == next(iter(hand.window.session.history.trials.values()))
    assert window.panel.table.cellWidget(1, _PLACES["adopt"]) is not None
    raised: list[TrialWindow] = []
    # The offscreen platform cannot, and warns.
    monkeypatch.setattr(window, "raise_", lambda: raised.append(window))
    action.trigger()
    assert hand.desk.windows == raised == [window], "it is shown already"
    window.panel.play.click()
    hand.wait(lambda: window.face.step > 40)
    window.close()
    assert hand.desk.windows == []
    assert all(check_session(path).is_sound for path in tried_paths)


def test_branches_that_are_compared_are_a_trial(hand: Any, tried_paths: list[Path], source: Path) -> None:
    """Of another session than the one on the screen nothing can be adopted; without the control they are sessions."""
    hand.window.open_path(source)
    window = hand.window.open_comparison(tried_paths[::-1])
    assert isinstance(window, TrialWindow)
    assert [side.label for side in window.comparison.sides] == ["control", "ReLU", "slow", "null fork"]
    assert window.trial is None
    assert not any(window.panel.table.cellWidget(row, _PLACES["adopt"]) for row in range(4))
    window.close()
    usual = hand.window.open_comparison(tried_paths[1:])
    assert not isinstance(usual, TrialWindow)
    assert isinstance(usual, CompareWindow)
    usual.close()
    shutil.copy(source, other := source.with_name("b.gradiometer"))
    usual = hand.window.open_comparison([source, other])
    assert not isinstance(usual, TrialWindow)
    usual.close()


# ---------------------------------------------------------------------------------------------------- refusals


def test_a_loop_of_ones_own_has_no_forks(hand: Any, tmp_path: Path) -> None:
    hand.window.open_path(write_watched(tmp_path / "mine.gradiometer", 20))
    assert not hand.desk.fork.isEnabled()
    sentence = "This loop stands in a program of its own, so its state is not known here."
    assert hand.desk.fork.toolTip() == sentence
    hand.desk.ask()
    assert hand.window.status.currentMessage() == sentence
    assert hand.window.findChildren(ForkDialog) == []


def test_a_file_without_a_snapshot_has_no_forks(hand: Any, source: Path) -> None:
    bare = source.with_name("bare.gradiometer")
    compact_session(source, bare, with_snapshots=False)
    hand.window.open_path(bare)
    assert not hand.desk.fork.isEnabled()
    assert hand.desk.fork.toolTip() == "This file holds no snapshot, so its network is not known."


def test_a_file_that_nobody_may_write_has_no_forks(hand: Any, source: Path) -> None:
    with as_nobody(source, may_write_folder=False) as path:
        hand.window.open_path(path)
    sentence = hand.window.session.read_only
    assert str(path) in sentence
    assert not hand.desk.fork.isEnabled()
    assert hand.desk.fork.toolTip() == f"{sentence}."


def test_a_file_that_another_program_records_has_no_forks(hand: Any, source: Path) -> None:
    code = "import sys, pathlib\nfrom gradiometer.session_lock import SessionLock\n"
    code += "lock = SessionLock(pathlib.Path(sys.argv[1]))\nprint(flush=True)\nsys.stdin.read()\n"
    command = [sys.executable, "-c", code, str(source)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()
        try:
            hand.window.open_path(source)
            assert not hand.desk.fork.isEnabled()
            assert f"in use by another program (process {process.pid}" in hand.desk.fork.toolTip()
            hand.desk.ask()
            assert hand.window.status.currentMessage() == hand.desk.fork.toolTip()
            assert hand.window.findChildren(ForkDialog) == []
        finally:
            process.stdin.close()
    # Its writer is gone, and it is a session like any other.
    hand.wait(hand.desk.fork.isEnabled)


def test_a_session_in_no_file_has_no_forks(hand: Any, sessions_folder: Path, plane: Experiment) -> None:
    sessions_folder.write_text("no folder")
    hand.train(plane)
    hand.window.run_bar.play.trigger()
    hand.wait(lambda: not hand.desk.fork.isEnabled())
    sentence = "This session is in no file yet: save it first."
    assert hand.desk.fork.toolTip() == sentence
    for step in (None, 5):
        hand.window.status.clearMessage()
        hand.desk.ask(step=step)
        assert hand.window.status.currentMessage() == sentence
    assert hand.window.findChildren(ForkDialog) == []


def test_a_folder_of_trials_that_cannot_be_made(hand: Any, source: Path) -> None:
    trials_folder(source).write_text("in the way")
    hand.window.open_path(source)
    content = source.read_bytes()
    dialog = hand.ask()
    dialog.editors[0].choose("relu_he")
    dialog.begin.click()
    hand.wait(hand.told)
    (sentence,) = hand.told()
    assert str(trials_folder(source)) in sentence
    assert "\n" not in sentence
    assert hand.desk.windows == []
    assert source.read_bytes() == content
    assert trials_folder(source).read_text() == "in the way"
    hand.wait(lambda: not branches())
    assert stored_trials(source) == ()


def test_a_running_session_stays_as_it_is_where_it_cannot_be_forked(hand: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    hand.train()
    session = hand.window.session
    trials_folder(session.path).write_text("in the way")
    dialog = hand.ask()
    dialog.editors[0].choose("relu_he")
    dialog.begin.click()
    hand.wait(hand.told)
    assert session.finished is None
    hand.window.run_bar.play.trigger()
    before = hand.num_steps
    hand.wait(lambda: hand.num_steps > before + 10)


def test_a_step_that_is_not_there_is_refused(hand: Any, source: Path) -> None:
    hand.window.open_path(source)
    hand.desk.ask(step=77)
    (sentence,) = hand.told()
    assert sentence == f"{source} cannot be continued from step 77: choose one from 0 to 30"


def test_a_replay_before_a_fork_can_be_cancelled(
    hand: Any, source: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    def replay(*_arguments: object, proceed: Callable[[int, int], bool]) -> NoReturn:
        while proceed(1200, 4000):
            time.sleep(0.005)
        raise InterruptedError

    monkeypatch.setattr(forking, "state_before", replay)
    hand.window.open_path(source)
    dialog = hand.ask()
    dialog.editors[0].choose("relu_he")
    row = hand.window.status.work
    dialog.begin.click()
    qtbot.waitUntil(lambda: row.isVisible() and row.bar.value() == 300, timeout=TIMEOUT_MS)
    assert row.text.text() == "Replaying up to the fork"
    row.cancel.click()
    qtbot.waitUntil(lambda: row.isHidden() and not hand.desk._faces, timeout=TIMEOUT_MS)
    assert hand.told() == []


def test_a_bug_while_forking_is_told_with_its_trace(hand: Any, source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("something broke")

    monkeypatch.setattr(Recorder, "begin", fail)
    hand.window.open_path(source)
    dialog = hand.ask()
    dialog.editors[0].choose("relu_he")
    dialog.begin.click()
    hand.wait(lambda: hand.window.findChildren(ProblemDialog))
    (box,) = hand.window.findChildren(ProblemDialog)
    assert box.happened.text() == "The branches stopped at step 30: something broke"
    assert box.safety.text() == f"The session is safe in {source}. It is only shown here."
    assert "Traceback" in box.details.toPlainText()
    box.close()


def test_a_trial_that_cannot_be_shown_ends(
    hand: Any, source: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    """No branches train on where nobody sees them."""
    from gradiometer.session_database import SessionFileError
    from gradiometer_desktop.trials import window

    def fail(*_arguments: object, **_options: object) -> None:
        raise SessionFileError("it is damaged")

    monkeypatch.setattr(window, "TrialWindow", fail)
    hand.window.open_path(source)
    dialog = hand.ask()
    dialog.editors[0].choose("relu_he")
    dialog.steps.setValue(100_000)
    dialog.begin.click()
    hand.wait(hand.told)
    assert hand.told() == ["it is damaged"]
    hand.wait(lambda: not branches())


def test_another_session_is_on_the_screen_by_then(hand: Any, source: Path, plane: Experiment) -> None:
    hand.window.open_path(source)
    dialog = hand.ask()
    dialog.editors[0].choose("relu_he")
    hand.window.new_session(plane)
    dialog.begin.click()
    assert hand.window.status.currentMessage() == "Another session is on the screen by now: ask again"
    assert branches() == []
    assert not trials_folder(source).exists()


def test_the_menu_says_how(hand: Any, source: Path) -> None:
    hand.window.open_path(source)
    assert hand.desk.fork.isEnabled()
    assert hand.desk.fork.shortcut().toString() == "Ctrl+T"
    assert hand.desk.fork.toolTip().endswith("(Ctrl+T)")
    (run,) = [action.menu() for action in hand.window.menuBar().actions() if action.text() == "&Run"]
    assert hand.desk.fork in run.actions()
    assert hand.desk.trials_menu.isEnabled()
