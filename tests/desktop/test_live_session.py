"""A run and its window: what the trainer's thread says arrives, in order and in time, and nothing is left behind."""

from __future__ import annotations

import dataclasses
import functools
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gradiometer import recorder
from gradiometer.datasets import DATASETS
from gradiometer.experiment import Experiment
from gradiometer.history import History
from gradiometer.layout import step_layout
from gradiometer.recorder import Stored
from gradiometer.reports import Event, Intervention, Skipped, StepReport
from gradiometer.session_database import SessionFileError
from gradiometer.session_file import load_session
from gradiometer.session_lock import InUseError, SessionLock
from gradiometer.session_storage import StorageError
from gradiometer.settings import Reinitialize, Settings
from gradiometer.trainer import Trainer
from gradiometer_desktop import live_session
from gradiometer_desktop.governor import Governor
from gradiometer_desktop.live_session import LiveSession
from recorded import check_same, some_trial
from shared import SMALL, TIMEOUT_MS

RELU = Settings(activation="relu")


@pytest.fixture(scope="module", autouse=True)
def _digits_once() -> Iterator[None]:
    """Reading the digits anew takes half of each test's time."""
    mnist = DATASETS["mnist"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(DATASETS, "mnist", dataclasses.replace(mnist, load=functools.cache(mnist.load)))
        yield


class Gate(Governor):
    """A governor that does as the test says, and counts."""

    def __init__(self) -> None:
        super().__init__()
        self.is_open = True
        self.num_begun = 0
        self.num_ended = 0
        self._begun_at = 0.0

    def is_due(self, now: float, spent: float) -> bool:
        return self.is_open

    def begin(self, now: float, spent: float) -> None:
        self.num_begun += 1
        self._begun_at = spent

    def end(self, spent: float) -> None:
        assert spent >= self._begun_at
        self.num_ended += 1


class Heard:
    """What a session has said."""

    def __init__(self, session: LiveSession):
        self.num_grown = 0
        self.interventions: list[Intervention] = []
        self.events: list[Event] = []
        self.num_states = 0
        session.grew.connect(self._grow)
        session.intervened.connect(self.interventions.append)
        session.said.connect(self.events.append)
        session.state_changed.connect(self._change)

    def _grow(self) -> None:
        self.num_grown += 1

    def _change(self) -> None:
        self.num_states += 1


@dataclasses.dataclass
class Case:
    session: LiveSession
    gate: Gate
    heard: Heard
    path: Path
    qtbot: QtBot

    @property
    def num_steps(self) -> int:
        return self.session.history.steps.num_rows

    def wait(self, holds: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(holds()), timeout=TIMEOUT_MS)

    def wait_for_steps(self, more: int) -> None:
        goal = self.num_steps + more
        self.wait(lambda: self.num_steps >= goal)

    def stored_steps(self, path: Path | None = None) -> list[int]:
        with load_session(path or self.path) as stored:
            steps: list[int] = stored.steps.tolist()
            return steps


Make = Callable[..., Case]


@pytest.fixture
def make(qtbot: QtBot, tmp_path: Path) -> Iterator[Make]:
    cases: list[Case] = []

    def made(experiment: Experiment = SMALL, path: Path | None = None) -> Case:
        path = path or tmp_path / "run.gradiometer"
        gate = Gate()
        session = LiveSession(experiment, path, gate)
        cases.append(Case(session, gate, Heard(session), path, qtbot))
        return cases[-1]

    yield made
    for case in cases:
        assert case.session.close()


@pytest.fixture
def ready(make: Make) -> Case:
    case = make()
    case.session.open()
    case.wait(lambda: case.session.is_ready)
    return case


def some_reports(count: int, first: int = 0) -> list[StepReport]:
    rows = np.random.default_rng(0).uniform(0, 1, (count, step_layout(len(SMALL.layer_names)).width))
    rows[:, 0] = np.arange(first, first + count)
    return [StepReport(int(row[0]), row, None) for row in rows]


def test_it_gets_ready_and_says_so(make: Make) -> None:
    case = make()
    assert not case.session.is_ready
    case.session.open()
    assert not case.session.is_ready
    case.wait(lambda: case.session.is_ready)
    assert case.heard.num_states == 1
    assert "CPU" in case.session.device
    assert case.session.is_live
    assert not case.session.is_playing
    assert not case.session.has_begun
    assert case.session.path is None
    assert not case.path.exists()


def test_training_fills_history_and_file(ready: Case) -> None:
    ready.session.play()
    assert ready.session.is_playing
    ready.wait_for_steps(60)
    ready.session.pause()
    assert not ready.session.is_playing
    assert ready.session.path == ready.path
    assert ready.session.has_begun
    assert ready.heard.num_grown >= 1
    assert ready.session.close()
    ready.session.drain()
    np.testing.assert_array_equal(ready.stored_steps(), np.arange(ready.num_steps))


def test_a_pause_holds(ready: Case) -> None:
    ready.session.play()
    ready.wait_for_steps(20)
    ready.session.pause()
    # Commits what it has, and waits: the file then holds what the window holds.
    ready.wait(lambda: ready.stored_steps()[-1:] == [ready.num_steps - 1] and not ready.session.num_lagging)
    held_at = ready.num_steps
    ready.session.step_once()
    ready.wait(lambda: ready.num_steps > held_at)
    assert ready.num_steps == held_at + 1


def test_single_steps(ready: Case) -> None:
    for number in range(1, 4):
        ready.session.step_once()
        assert not ready.session.is_playing
        ready.wait(lambda number=number: ready.num_steps == number)
    assert ready.session._runner.step == 3
    # One of them ends playing, too.
    ready.session.play()
    ready.wait_for_steps(5)
    ready.session.step_once()
    assert not ready.session.is_playing
    ready.wait(lambda: not ready.session._runner.is_playing and not ready.session.num_lagging)


def test_new_data_are_drawn_only_when_the_governor_allows_it(ready: Case) -> None:
    ready.gate.is_open = False
    ready.session.play()
    ready.wait_for_steps(50)
    assert ready.heard.num_grown == ready.gate.num_begun == 0
    with ready.qtbot.waitSignal(ready.session.grew, timeout=TIMEOUT_MS):
        ready.gate.is_open = True
    assert ready.gate.num_begun == ready.gate.num_ended == ready.heard.num_grown


def test_nothing_new_is_not_drawn(ready: Case) -> None:
    ready.session.step_once()
    ready.wait(lambda: ready.heard.num_grown)
    grown = ready.heard.num_grown
    for _ in range(5):
        ready.session.drain()
    assert ready.heard.num_grown == grown


def test_a_change_is_told_at_once_even_when_the_governor_refuses(ready: Case) -> None:
    ready.gate.is_open = False
    ready.session.play()
    ready.wait_for_steps(5)
    with ready.qtbot.waitSignal(ready.session.intervened, timeout=TIMEOUT_MS) as signal:
        ready.session.post(RELU)
    intervention = signal.args[0]
    assert intervention.label == "Activation: Sigmoid → ReLU"
    assert ready.session.history.interventions == [intervention]
    assert ready.session.history.settings == RELU
    assert ready.heard.num_grown == 0


def test_changes_are_applied_in_their_order(ready: Case) -> None:
    ready.session.post(RELU)
    ready.session.post(Reinitialize(scheme="he", seed=3))
    ready.session.post(dataclasses.replace(RELU, skip=True))
    ready.session.step_once()
    ready.wait(lambda: len(ready.heard.interventions) == 3)
    assert [change.step for change in ready.heard.interventions] == [0, 0, 0]
    assert [change.short_label for change in ready.heard.interventions] == ["ReLU", "re-init He", "skips on"]


def test_a_nan_is_told(ready: Case) -> None:
    ready.session.post(Settings(activation="relu", learning_rate=1e6))
    ready.session.play()
    ready.wait(lambda: ready.heard.events)
    (event,) = ready.heard.events
    assert event.kind == "non_finite"
    assert ready.session.history.events == [event]
    ready.wait_for_steps(5)


def test_a_folder_that_cannot_be_written_is_told_and_training_goes_on(make: Make, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    case = make(path=tmp_path / "file" / "run.gradiometer")
    case.session.open()
    case.session.play()
    case.wait_for_steps(20)
    (event,) = case.heard.events
    assert event.kind == "storage"
    assert "kept in memory only" in event.text
    assert case.session.path is None
    case.session.save_as(tmp_path / "elsewhere.gradiometer")
    case.wait(lambda: case.session.path is not None)
    case.session.pause()
    case.session.close()
    case.session.drain()
    np.testing.assert_array_equal(case.stored_steps(case.session.path), np.arange(case.num_steps))


def test_planned_steps_end_the_run(make: Make) -> None:
    case = make(dataclasses.replace(SMALL, steps=30))
    case.session.open()
    case.session.play()
    case.wait(lambda: case.session.finished is not None)
    assert case.session.finished.step == case.num_steps == 30
    assert case.session.finished.error == ""
    assert not case.session.is_playing
    assert case.stored_steps() == list(range(30))


def test_stop_ends_the_run(ready: Case) -> None:
    ready.session.play()
    ready.wait_for_steps(10)
    ready.session.stop()
    assert not ready.session.is_playing
    ready.wait(lambda: ready.session.finished is not None)
    assert ready.num_steps == ready.session.finished.step
    assert ready.stored_steps() == list(range(ready.num_steps))


def test_an_error_in_training_is_kept(ready: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("CUDA out of memory.\nand more")

    ready.session.step_once()
    ready.wait(lambda: ready.num_steps == 1)
    monkeypatch.setattr(Trainer, "_backward", fail)
    ready.session.play()
    ready.wait(lambda: ready.session.finished is not None)
    assert ready.session.finished.error == "Training stopped at step 1: CUDA out of memory."
    assert "Traceback" in ready.session.finished.trace
    assert not ready.session.is_playing
    assert [event.kind for event in ready.heard.events] == ["error"]


def test_save_as_moves_the_session(ready: Case, tmp_path: Path) -> None:
    target = tmp_path / "moved.gradiometer"
    ready.session.play()
    ready.wait_for_steps(20)
    ready.session.save_as(target)
    ready.wait(lambda: ready.session.path == target)
    ready.wait_for_steps(20)
    ready.session.close()
    ready.session.drain()
    np.testing.assert_array_equal(ready.stored_steps(target), np.arange(ready.num_steps))
    # The old file stays as it was then.
    assert 0 < len(ready.stored_steps()) < ready.num_steps


def test_save_as_before_the_first_step(ready: Case, tmp_path: Path) -> None:
    target = tmp_path / "moved.gradiometer"
    ready.session.save_as(target)
    ready.session.step_once()
    ready.wait(lambda: ready.session.path == target)
    assert not ready.path.exists()


def test_save_as_after_the_end(ready: Case, tmp_path: Path) -> None:
    target = tmp_path / "moved.gradiometer"
    ready.session.step_once()
    ready.wait(lambda: ready.num_steps == 1)
    ready.session.stop()
    ready.wait(lambda: ready.session.finished is not None)
    ready.session.save_as(target)
    ready.wait(lambda: ready.session.path == target)
    assert ready.stored_steps(target) == [0]


def test_save_as_into_nowhere_is_told_and_changes_nothing(ready: Case, tmp_path: Path) -> None:
    ready.session.step_once()
    ready.wait(lambda: ready.session.path == ready.path)
    (tmp_path / "file").write_text("not a folder")
    ready.session.save_as(tmp_path / "file" / "moved.gradiometer")
    ready.wait(lambda: ready.heard.events)
    assert ready.heard.events[0].kind == "storage"
    assert "moved.gradiometer" in ready.heard.events[0].text
    assert ready.session.path == ready.path
    ready.session.step_once()
    ready.wait(lambda: ready.num_steps == 2)


def test_a_frame_takes_up_a_bounded_number_of_reports(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    case = make()
    monkeypatch.setattr(live_session, "_MOST_A_FRAME", 100)
    case.session._runner.messages.extend(some_reports(250))
    for expected in (100, 200, 250, 250):
        case.session.drain()
        assert case.num_steps == expected
    assert case.heard.num_grown == 3


def test_what_follows_a_new_file_is_taken_up_when_the_file_is(make: Make, tmp_path: Path, saved: Path) -> None:
    """Steps that were left out are read from the file that Stored names: it has to be known by then."""
    case = make()
    with load_session(saved) as session:
        rows = session.blocks("step", 0, 0, 60)[:, 0]
    reports = [StepReport(step, row) for step, row in enumerate(rows)]
    case.session._runner.messages.extend([*reports[:5], Stored(saved, ""), Skipped(60)])
    case.session.drain()
    assert case.num_steps == 5
    assert case.session.path == saved
    case.session.drain()
    assert case.num_steps == 60
    assert case.heard.events == []


def test_steps_that_cannot_be_read_are_told_and_tried_again(
    make: Make, monkeypatch: pytest.MonkeyPatch, saved: Path
) -> None:
    case = make()
    failing = [True]
    catch_up = History._catch_up

    def fail_first(history: History, step: int) -> None:
        if failing:
            raise SessionFileError(f"{saved} cannot be read: disk I/O error")
        catch_up(history, step)

    monkeypatch.setattr(History, "_catch_up", fail_first)
    case.session._runner.messages.extend([Stored(saved, ""), Skipped(60)])
    case.session.drain()
    case.session.drain()
    (event,) = case.heard.events
    assert event.kind == "storage"
    assert event.text == f"Some steps cannot be shown: {saved} cannot be read: disk I/O error"
    failing.clear()
    case.session._runner.messages.extend(some_reports(2, first=60))
    case.session.drain()
    assert case.num_steps == 62
    assert len(case.heard.events) == 1


def test_a_file_that_cannot_be_opened_is_told(make: Make, tmp_path: Path) -> None:
    case = make()
    case.session._runner.messages.append(Stored(tmp_path / "none.gradiometer", ""))
    case.session.drain()
    (event,) = case.heard.events
    assert event.kind == "storage"
    assert "none.gradiometer" in event.text


@pytest.mark.parametrize("most_queued", [1, 40])
def test_a_window_that_lags_ends_with_what_the_file_holds(
    make: Make, monkeypatch: pytest.MonkeyPatch, most_queued: int
) -> None:
    """Nothing is taken up while the run makes all of its steps; reports are left out, and none is lost."""
    monkeypatch.setattr(recorder, "MOST_QUEUED", most_queued)
    case = make(dataclasses.replace(SMALL, steps=300))
    case.session.open()
    case.session.post(RELU)
    case.session.play()
    case.session.wait(TIMEOUT_MS / 1000)
    assert case.num_steps == 0
    assert case.session.num_lagging < most_queued + 20
    case.wait(lambda: case.session.finished is not None)
    assert case.heard.events == []
    assert len(case.heard.interventions) == 1
    with load_session(case.path) as session:
        stored = History.saved(session)
        assert stored.steps.num_rows == 300
        check_same(case.session.history, stored)


def test_a_window_that_lags_for_a_while_catches_up(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """Taken up in the middle of the run, too."""
    monkeypatch.setattr(recorder, "MOST_QUEUED", 10)
    monkeypatch.setattr(live_session, "_MOST_A_FRAME", 3)
    case = make(dataclasses.replace(SMALL, steps=400))
    case.session.open()
    case.session.play()
    case.wait(lambda: case.session.finished is not None)
    with load_session(case.path) as session:
        check_same(case.session.history, History.saved(session))


def test_an_idle_window_looks_less_often(ready: Case) -> None:
    assert ready.session._timer.interval() == live_session._IDLE_MS
    ready.session.play()
    assert ready.session._timer.interval() == live_session._FRAME_MS
    ready.wait_for_steps(5)
    ready.session.pause()
    ready.wait(lambda: ready.session._timer.interval() == live_session._IDLE_MS)
    # The step under way at the pause may end later, and what it says is taken up all the same.
    ready.wait(lambda: ready.session.num_lagging == 0)


def test_close_ends_the_thread_and_completes_the_file(ready: Case) -> None:
    ready.session.play()
    ready.wait_for_steps(30)
    seen = ready.num_steps
    assert ready.session.close()
    assert not ready.session._runner.is_alive()
    assert len(ready.stored_steps()) >= seen
    # The file can be opened, moved or deleted now.
    ready.path.unlink()
    assert list(ready.path.parent.iterdir()) == []


def test_close_before_anything_has_begun(make: Make) -> None:
    case = make()
    assert case.session.close()
    assert case.session.close()


def test_close_while_warming_up(make: Make) -> None:
    case = make()
    case.session.open()
    assert case.session.close()
    assert not case.session._runner.is_alive()


def test_a_step_that_takes_too_long_is_not_waited_for(ready: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    entered, go_on = threading.Event(), threading.Event()
    train = Trainer._backward

    def take_long(trainer: Trainer, *arguments: Any, **options: Any) -> Any:
        entered.set()
        assert go_on.wait(TIMEOUT_MS / 1000)
        return train(trainer, *arguments, **options)

    monkeypatch.setattr(Trainer, "_backward", take_long)
    ready.session.play()
    assert entered.wait(TIMEOUT_MS / 1000)
    assert not ready.session.close(timeout_s=0.01)
    go_on.set()
    ready.session.wait(TIMEOUT_MS / 1000)
    assert ready.stored_steps() == [0]


def test_the_weights_of_a_neuron_come_with_the_drawing(ready: Case) -> None:
    """The newest alone where the governor has held some back, and none when nobody asks any more."""
    session, came = ready.session, []
    order: list[str] = []
    session.weighed.connect(lambda weights: (came.append(weights), order.append("weighed")))
    session.grew.connect(lambda: order.append("grew"))
    session.ask_weights((0, 3))
    ready.wait(lambda: came)
    assert came[0][:3] == (0, 0, 3)
    assert order == ["weighed", "grew"]
    ready.gate.is_open = False
    before = len(came)
    for _ in range(3):
        steps = ready.num_steps
        session.step_once()
        ready.wait(lambda steps=steps: ready.num_steps > steps)
    assert len(came) == before
    ready.gate.is_open = True
    ready.wait(lambda: came[-1].step == 3)
    assert len(came) == before + 1
    session.ask_weights(None)
    session.step_once()
    ready.wait(lambda: ready.num_steps == 4)
    session.ask_weights((1, 0))
    ready.wait(lambda: came[-1].layer == 1)
    assert [each[:3] for each in came[before + 1 :]] == [(4, 1, 0)]
    assert session.history.steps.num_rows == 4


def test_its_state_is_handed_over_and_it_waits(ready: Case) -> None:
    """After all that was said before, in the history and in the file."""
    session = ready.session
    session.play()
    ready.wait_for_steps(20)
    with ready.qtbot.waitSignal(session.handed, timeout=TIMEOUT_MS) as signal:
        session.ask_state()
        assert not session.is_playing
    (handed,) = signal.args
    assert handed.step == ready.num_steps
    assert ready.stored_steps() == list(range(handed.step))
    state = {name: tensor.clone() for name, tensor in handed.state["network"].items()}
    # What it trains on with is its own.
    session.play()
    ready.wait_for_steps(20)
    assert all(bool((tensor == state[name]).all()) for name, tensor in handed.state["network"].items())


def test_before_the_first_step_there_is_a_file_when_its_state_is_handed_over(ready: Case) -> None:
    session = ready.session
    paths: list[Path | None] = []
    session.handed.connect(lambda _handed: paths.append(session.path))
    with ready.qtbot.waitSignal(session.handed, timeout=TIMEOUT_MS) as signal:
        session.ask_state()
    assert signal.args[0].step == 0
    assert paths == [ready.path]
    assert not session.is_playing


def test_a_trial_is_kept_while_it_trains_and_when_it_is_over(ready: Case) -> None:
    session = ready.session
    first, second = some_trial(1), some_trial(2, 5)
    session.play()
    ready.wait_for_steps(5)
    with ready.qtbot.waitSignal(session.noted, timeout=TIMEOUT_MS):
        session.keep_trial(first)
    session.stop()
    ready.wait(lambda: session.finished is not None)
    with ready.qtbot.waitSignal(session.noted, timeout=TIMEOUT_MS):
        session.keep_trial(second)
    # As they print: one NaN is no other.
    assert repr(session.history.trials) == repr({1: first, 2: second})
    with load_session(ready.path) as stored:
        assert repr(stored.trials) == repr((first, second))
    session.hand_over()
    session.path = None
    with ready.qtbot.assertNotEmitted(session.noted), pytest.raises(StorageError, match="save it first"):
        session.keep_trial(some_trial(3))
    session.path = ready.path


def test_handed_over_its_file_may_be_written_by_another_part(ready: Case) -> None:
    session = ready.session
    session.step_once()
    ready.wait(lambda: ready.num_steps == 1)
    session.stop()
    session.wait(TIMEOUT_MS / 1000)
    session.drain()
    with pytest.raises(InUseError):
        SessionLock(ready.path, alone=True)
    session.hand_over()
    SessionLock(ready.path, alone=True).release()
