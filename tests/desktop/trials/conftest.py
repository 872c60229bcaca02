"""What tests of trials share: a session of 30 steps, its forks, and a hand that drives the window."""

from __future__ import annotations

import dataclasses
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from gradiometer.branch_messages import Over, Request, Tried
from gradiometer.branches import Branches
from gradiometer.changes import parse_changes
from gradiometer.experiment import Experiment
from gradiometer.runner import Runner
from gradiometer.session_editor import set_trial
from gradiometer.settings import Change, Settings
from gradiometer.treatments import BRANCH, Treatment, line_up
from gradiometer.trial import Trial
from gradiometer.trial_files import branch_paths
from gradiometer_desktop.main_window import MainWindow
from gradiometer_desktop.trials.branch_editor import Standing
from gradiometer_desktop.trials.fork_dialog import ForkDialog
from gradiometer_desktop.trials.window import TrialWindow
from shared import SMALL, TIMEOUT_MS

PLANE = dataclasses.replace(SMALL, data="moons", num_train=64, num_held_out=16, batch_size=16, hidden=(6, 6))
"""No digits to be read."""
CHANGED_AT, STEP, STEPS, END = 12, 13, 20, 30


@pytest.fixture(scope="session")
def plane() -> Experiment:
    return PLANE


@pytest.fixture
def standing() -> Standing:
    """How things stand at the start."""
    return Standing(PLANE, PLANE.settings)


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of 30 steps, whose learning rate and activation were changed before step 12."""
    path = tmp_path_factory.mktemp("recorded") / "a.gradiometer"
    experiment = dataclasses.replace(PLANE, steps=END)
    schedule = parse_changes(experiment, [(CHANGED_AT, ["activation=tanh", "learning_rate=0.05"])])
    runner = Runner(experiment, path, schedule=schedule, with_window=False)
    runner.start()
    runner.play()
    runner.join()
    assert runner.finished is not None
    assert not runner.finished.error
    return path


@pytest.fixture(scope="session")
def tried_folder(recorded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The session with a trial of two branches before step 13, whose files are complete."""
    source = Path(shutil.copy(recorded, tmp_path_factory.mktemp("tried") / "a.gradiometer"))
    branches = Branches(request_of(source))
    branches.start()
    deadline = time.monotonic() + TIMEOUT_MS / 1000
    found: list[object] = []
    while not any(isinstance(each, Tried | Over) for each in found) and time.monotonic() < deadline:
        branches.join(0.005)
        while branches.messages:
            found.append(branches.messages.popleft())
    branches.stop()
    branches.join()
    (trial,) = [each.trial for each in found if isinstance(each, Tried)]
    set_trial(source, trial)
    return source.parent


@pytest.fixture
def source(recorded: Path, tmp_path: Path) -> Path:
    """The session, to be forked."""
    return Path(shutil.copy(recorded, tmp_path / "a.gradiometer"))


@pytest.fixture
def tried_paths(tried_folder: Path, tmp_path: Path) -> list[Path]:
    """The forks of that trial, control first, beside their session `a.gradiometer`."""
    folder = Path(shutil.copytree(tried_folder, tmp_path / "tried"))
    return [folder / "a.trials" / f"1-{name}.gradiometer" for name in ("control", "relu", "slow", "null-fork")]


RATE = Settings(activation="tanh", learning_rate=0.05)


def request_of(source: Path, steps: int = STEPS) -> Request:
    """Two branches and a null fork."""
    slow: Change = dataclasses.replace(RATE, learning_rate=0.005)
    relu: Change = dataclasses.replace(RATE, activation="relu")
    treatments = line_up([Treatment(BRANCH, "ReLU", (relu,)), Treatment(BRANCH, "slow", (slow,))], null=True)
    paths = tuple(branch_paths(source, [each.label for each in treatments]))
    return Request(source=source, step=STEP, treatments=treatments, paths=paths, group="one", steps=steps)


@pytest.fixture
def make_request() -> Callable[..., Request]:
    return request_of


class Hand:
    """Drives the window as a person does."""

    def __init__(self, window: MainWindow, qtbot: QtBot):
        self.window = window
        self.desk = window.trials
        self.qtbot = qtbot

    def wait(self, holds: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(holds()), timeout=TIMEOUT_MS)

    @property
    def num_steps(self) -> int:
        assert self.window.session is not None
        return self.window.session.history.steps.num_rows

    def train(self, experiment: Experiment = PLANE, more: int = 20) -> None:
        """A new session that has made so many steps, and goes on."""
        self.window.new_session(experiment)
        self.wait(lambda: self.window.session.is_ready)
        self.window.run_bar.play.trigger()
        self.wait(lambda: self.num_steps >= more)

    def ask(self) -> ForkDialog:
        """By the menu's action."""
        assert self.desk.fork.isEnabled(), self.desk.fork.toolTip()
        self.desk.fork.trigger()
        return self.dialog

    @property
    def dialog(self) -> ForkDialog:
        (found,) = [each for each in self.window.findChildren(ForkDialog) if each.isVisible()]
        return found

    def begin(self, dialog: ForkDialog | None = None, *remedies: str, steps: int = STEPS) -> TrialWindow:
        """Choose, begin, and wait for the window of the trial."""
        dialog = self.ask() if dialog is None else dialog
        for editor, name in zip(dialog.editors, remedies, strict=False):
            editor.choose(name)
        dialog.steps.setValue(steps)
        before = len(self.desk.windows)
        dialog.begin.click()
        self.wait(lambda: len(self.desk.windows) > before)
        return self.desk.windows[-1]

    def tried(self, window: TrialWindow) -> Trial:
        """What has come out."""
        self.wait(lambda: window.trial is not None)
        assert window.trial is not None
        return window.trial

    def told(self, parent: QWidget | None = None) -> list[str]:
        """The sentences on the screen."""
        boxes = (parent or self.window).findChildren(QMessageBox)
        return [box.text() for box in boxes if box.isVisible()]


@pytest.fixture
def hand(window: MainWindow, qtbot: QtBot) -> Iterator[Hand]:
    yield Hand(window, qtbot)
    window.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "branches"]
