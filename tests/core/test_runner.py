"""The runner's thread: it does what it is told, loses nothing, and ends."""

import dataclasses
import itertools
import random
import sqlite3
import subprocess
import sys
import threading
import types
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import torch

import reference as ref
from gradiometer import recorder, session_writer
from gradiometer import runner as runner_module
from gradiometer.datasets import DATASETS, DataError, DataSpec, Examples
from gradiometer.experiment import Experiment
from gradiometer.history import History
from gradiometer.quantities import HISTOGRAMS
from gradiometer.recorder import Recorder, Stored
from gradiometer.reports import (
    EvaluationReport,
    Event,
    Finding,
    HistogramReport,
    IncomingWeights,
    Intervention,
    LookReport,
    Skipped,
    StepReport,
)
from gradiometer.runner import Finished, Message, Ready, Runner
from gradiometer.session_file import load_session
from gradiometer.session_writer import SessionWriter
from gradiometer.settings import Reinitialize, Settings
from gradiometer.trainer import Trainer
from recorded import check_same, opened, some_finding
from scripted import let_say

pytestmark = pytest.mark.usefixtures("few_digits")

TINY = Experiment(hidden=(8, 8), num_train=200, num_held_out=50, norms_every=1, histogram_every=5, evaluate_every=20)
TIMEOUT_S = 60.0


class Window:
    """Stands for the window: takes up what a runner says, in its own thread, when told to."""

    def __init__(self, runner: Runner):
        self.runner = runner
        self.history = History.live(runner.experiment)
        self.messages: list[Message] = []
        self._is_held = threading.Event()
        is_told = runner._is_told

        def watch() -> bool:
            told = is_told()
            if not told:
                self._is_held.set()
            return told

        runner._is_told = watch

    def wait_until_held(self) -> None:
        """Until the thread waits to be told something and has nothing to write; it does not wait for readers."""
        self._is_held.clear()
        with self.runner._condition:
            self.runner._condition.notify()
        self.until(self._is_held.is_set)
        self.until(lambda: self.runner.recorder.writer is None or not self.runner.recorder.writer.has_pending)
        self.drain()

    def drain(self, most: int = 10**9) -> None:
        for _ in range(min(len(self.runner.messages), most)):
            message = self.runner.messages.popleft()
            self.messages.append(message)
            if isinstance(message, Stored):
                if message.path is not None:
                    self.history.keep_in(message.path)
            elif not isinstance(message, Ready | Finished | IncomingWeights):
                self.history.append([message])

    def of_kind(self, kind: type) -> list:
        return [message for message in self.messages if isinstance(message, kind)]

    def until(self, condition: Callable[[], object]) -> None:
        """Drain until something holds."""
        for _ in range(int(TIMEOUT_S / 0.002)):
            self.drain()
            if condition():
                return
            self.runner.join(0.002)
        pytest.fail("waited for too long")

    def stop(self) -> None:
        self.runner.stop()
        self.end()

    def end(self) -> None:
        """Wait for the run's end and take up the rest."""
        self.runner.join(TIMEOUT_S)
        assert not self.runner.is_alive()
        self.drain()
        assert isinstance(self.messages[-1], Finished)

    def check_file(self, path: Path) -> History:
        """The file says exactly what the window knows; steps follow on each other from 0."""
        with load_session(path) as session:
            saved = History.saved(session)
            check_same(self.history, saved)
            np.testing.assert_array_equal(session.steps, np.arange(len(session.steps)))
            assert session.steps[-1] + 1 == self.runner.finished.step
            # Single steps have histograms besides the regular ones.
            stored = session.histogram_steps()
            every = self.runner.experiment.histogram_every
            np.testing.assert_array_equal(stored[stored % every == 0], session.steps[::every])
        return saved


def until(runner: Runner, condition: Callable[[], object]) -> None:
    """Wait without taking anything up."""
    for _ in range(int(TIMEOUT_S / 0.002)):
        if condition():
            return
        runner.join(0.002)
    pytest.fail("waited for too long")


@pytest.fixture
def start() -> Iterator[Callable[..., Window]]:
    """Start a runner; none may be left when the test ends."""
    windows: list[Window] = []

    def begin(experiment: Experiment = TINY, path: Path | None = None, **options: object) -> Window:
        window = Window(Runner(experiment, path, **options))
        windows.append(window)
        window.runner.start()
        return window

    yield begin
    for window in windows:
        window.runner.stop()
        window.runner.join(TIMEOUT_S)
        window.history.release()
        if window.runner.recorder.writer is not None:
            window.runner.recorder.writer._database.close()
    assert [thread.name for thread in threading.enumerate() if thread.name == "trainer"] == []


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "session.gradiometer"


def rate(learning_rate: float, **others: object) -> Settings:
    return dataclasses.replace(TINY.settings, learning_rate=learning_rate, **others)


# --- play, pause, single steps, stop


def test_nothing_runs_before_it_is_told(start, path):
    window = start(path=path)
    window.until(lambda: window.of_kind(Ready))
    [ready] = window.of_kind(Ready)
    assert (ready.device, ready.num_threads) == ("CPU", torch.get_num_threads())
    assert not window.runner.is_playing
    window.stop()
    assert window.messages == [window.history.inputs, ready, Finished(0, "", "")]
    assert not path.exists()


@pytest.mark.parametrize("count", [1, 7])
def test_single_steps(start, path, count):
    window = start(path=path)
    for _ in range(count):
        window.runner.step_once()
    window.until(lambda: window.runner.step >= count)
    window.stop()
    assert window.of_kind(Finished) == [Finished(count, "", "")]
    assert [report.step for report in window.of_kind(StepReport)] == list(range(count))
    assert window.of_kind(Stored) == [Stored(path, "")]
    window.check_file(path)
    # A person who goes step by step sees the histograms of each.
    for kind in HISTOGRAMS:
        seen = [report.step for report in window.of_kind(HistogramReport) if report.kind == kind]
        assert seen == window.history.histograms[kind].steps.tolist() == list(range(count))


def test_stop_makes_no_step_more(start, path):
    window = start(path=path)
    window.until(lambda: window.of_kind(Ready))
    window.runner.step_once()
    window.runner.stop()
    window.end()
    assert window.of_kind(Finished)[0].step <= 1


def held_at(window: Window, path: Path) -> int:
    """Wait until a paused run holds; all of it is in the file then. Returns its step."""
    window.wait_until_held()
    with load_session(path) as session:
        assert session.num_rows["step"] == window.runner.step == window.history.steps.num_rows
    return window.runner.step


def test_pause_holds_and_brings_the_file_up_to_date(start, path, tmp_path):
    window = start(path=path)
    window.runner.play()
    assert window.runner.is_playing
    window.until(lambda: window.runner.step > 50)
    window.runner.pause()
    assert not window.runner.is_playing
    step = held_at(window, path)
    # The thread answers and makes no step.
    window.runner.post(rate(0.2))
    window.runner.relocate(tmp_path / "other")
    window.until(lambda: len(window.of_kind(Stored)) == 2)
    assert window.runner.step == step
    window.runner.step_once()
    window.until(lambda: window.runner.step > step)
    window.runner.play()
    window.until(lambda: window.runner.step > step + 50)
    window.stop()
    [change] = window.of_kind(Intervention)
    assert change.step == step
    assert not window.runner.is_playing
    window.check_file(tmp_path / "other")


def test_time_stands_still_while_the_run_is_held(start, path, monkeypatch):
    now = itertools.count(0.0, 1e-6)
    leap = 0.0
    clock = types.SimpleNamespace(perf_counter=lambda: next(now) + leap)
    monkeypatch.setattr("gradiometer.stopwatch.time", clock)
    window = start(path=path)
    for _ in range(3):
        window.runner.step_once()
    assert held_at(window, path) == 3
    leap = 1000.0
    window.runner.step_once()
    window.until(lambda: window.history.steps.num_rows == 4)
    elapsed = window.history.view("elapsed", 0, 3, 100).low[:, 0]
    assert (np.diff(elapsed) > 0).all()
    assert elapsed[-1] < 1


def test_planned_steps_end_the_run(start, path):
    window = start(dataclasses.replace(TINY, steps=33), path)
    window.runner.play()
    window.end()
    assert window.messages[-1] == Finished(33, "", "")
    assert not window.runner.is_playing
    window.check_file(path)


def test_without_a_window_only_the_file_gets_the_steps(start, path):
    schedule = {5: [rate(0.3)]}
    window = start(dataclasses.replace(TINY, steps=40), path, schedule=schedule, with_window=False)
    window.runner.play()
    window.runner.join(TIMEOUT_S)
    kinds = [type(message) for message in window.runner.messages]
    assert kinds == [Ready, Stored, Intervention, Finished]
    with load_session(path) as session:
        np.testing.assert_array_equal(session.steps, np.arange(40))
        np.testing.assert_array_equal(session.evaluation_steps, [0, 20])
        assert session.meta["num_threads"] == str(torch.get_num_threads())


def test_the_numbers_do_not_depend_on_the_window(start, tmp_path):
    experiment = dataclasses.replace(TINY, steps=60)
    for name, with_window in (("with", True), ("without", False)):
        window = start(experiment, tmp_path / name, with_window=with_window)
        window.runner.play()
        window.runner.join(TIMEOUT_S)
    with load_session(tmp_path / "with") as one, load_session(tmp_path / "without") as other:
        for quantity in ("loss", "delta_norm", "held_out_loss"):
            np.testing.assert_array_equal(one.quantity(quantity), other.quantity(quantity))


# --- changes


def test_a_schedule_is_kept(start, path):
    changes = {
        0: [rate(0.2)],
        4: [rate(0.3), Reinitialize(scheme="he", layers=(1,), seed=5), rate(0.4)],
        9: [rate(0.5)],
        99: [rate(0.6)],
    }
    window = start(dataclasses.replace(TINY, steps=20), path, schedule=changes)
    window.runner.step_once()
    window.until(lambda: window.runner.step == 1)
    window.runner.play()
    window.end()
    expected = [(step, change) for step, posted in changes.items() for change in posted if step < 20]
    assert [(change.step, change.command) for change in window.of_kind(Intervention)] == expected
    # Each comes before the report of the step that it changes.
    kinds = [message.step for message in window.messages if isinstance(message, Intervention | StepReport)]
    assert kinds == sorted(kinds)
    assert isinstance(window.messages[3], Intervention)
    window.check_file(path)


def test_changes_posted_while_held_are_applied_in_order(start, path):
    window = start(path=path)
    changes = [rate(0.2), Reinitialize(scheme="xavier", seed=1), rate(0.3), rate(0.4, activation="relu")]
    for change in changes[:2]:
        window.runner.post(change)
    window.until(lambda: window.of_kind(Ready))
    for change in changes[2:]:
        window.runner.post(change)
    window.runner.step_once()
    window.until(lambda: window.runner.step == 1)
    window.runner.step_once()
    window.until(lambda: window.runner.step == 2)
    window.stop()
    assert [change.command for change in window.of_kind(Intervention)] == changes
    assert {change.step for change in window.of_kind(Intervention)} == {0}
    assert window.history.settings == changes[-1]
    window.check_file(path)


def test_changes_posted_while_playing_are_applied_in_order(start, path):
    window = start(path=path)
    window.runner.play()
    changes = [rate(0.001 * number) for number in range(1, 200)]
    for change in changes:
        window.runner.post(change)
        window.drain()
    window.until(lambda: len(window.of_kind(Intervention)) == len(changes))
    window.stop()
    found = window.of_kind(Intervention)
    assert [change.command for change in found] == changes
    assert [change.before for change in found] == [TINY.settings, *changes[:-1]]
    window.check_file(path)


# --- errors


@pytest.mark.parametrize("with_window", [True, False])
def test_an_exception_ends_the_run_and_the_session_stays(start, path, monkeypatch, with_window):
    train = Trainer._backward

    def fail_at_seven(trainer: Trainer, *batch: object, **options: object) -> object:
        if trainer.step == 7:
            raise RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB\nand pages more\nof advice")
        return train(trainer, *batch, **options)

    monkeypatch.setattr(Trainer, "_backward", fail_at_seven)
    experiment = dataclasses.replace(TINY, evaluate_every=7, histogram_every=1)
    window = start(experiment, path, with_window=with_window)
    window.runner.play()
    window.runner.join(TIMEOUT_S)
    finished = window.runner.messages[-1]
    sentence = "Training stopped at step 7: CUDA out of memory. Tried to allocate 2.00 GiB"
    assert (finished.step, finished.error) == (7, sentence)
    assert finished.trace.startswith("Traceback")
    assert "fail_at_seven" in finished.trace
    with load_session(path) as session:
        np.testing.assert_array_equal(session.steps, np.arange(7))
        assert session.evaluation_steps.tolist() == [0, 7]
        # Also what was still being counted.
        np.testing.assert_array_equal(session.histogram_steps(), np.arange(7))
        assert session.events == (Event(7, "error", sentence),)
    if with_window:
        window.end()
        assert window.of_kind(Event) == [Event(7, "error", sentence)]
        window.check_file(path)


def test_a_diagnosis_that_fails_ends_the_run_and_the_session_stays(start, path, monkeypatch):
    let_say(monkeypatch, {2: [some_finding()], 5: ZeroDivisionError("a bug")})
    window = start(path=path)
    window.runner.play()
    window.end()
    assert window.messages[-1].error == "Training stopped at step 5: a bug"
    assert window.history.findings == {1: some_finding()}
    assert window.of_kind(Event) == [Event(5, "error", "Training stopped at step 5: a bug")]
    with load_session(path) as session:
        assert session.has_ended
        assert session.findings == (some_finding(),)


def test_an_exception_without_words(start, path, monkeypatch):
    def fail(*_: object, **_options: object) -> None:
        raise MemoryError

    monkeypatch.setattr(Trainer, "_backward", fail)
    window = start(path=path)
    window.runner.play()
    window.end()
    assert window.messages[-1].error == "Training stopped at step 0: MemoryError"


def test_data_that_cannot_be_read(start, path, monkeypatch):
    def fail(spec: DataSpec) -> Examples:
        raise DataError("the MNIST file labels.gz cannot be read: no such file")

    monkeypatch.setitem(DATASETS, "mnist", dataclasses.replace(DATASETS["mnist"], load=fail))
    window = start(path=path)
    window.end()
    assert window.messages == [Finished(0, "the MNIST file labels.gz cannot be read: no such file", "")]
    assert not path.exists()


# --- findings


def test_a_change_says_because_of_which_finding(start, path):
    window = start(path=path)
    window.runner.post(rate(0.2), "the gradient vanishes in hidden 1")
    window.runner.post(Reinitialize(scheme="he"), because="and in hidden 2")
    window.runner.post(rate(0.3))
    window.runner.step_once()
    window.until(lambda: window.runner.step == 1)
    window.stop()
    expected = ["the gradient vanishes in hidden 1", "and in hidden 2", ""]
    assert [change.because for change in window.of_kind(Intervention)] == expected
    window.check_file(path)


def test_the_window_and_the_file_know_the_inputs(start, path):
    window = start(path=path)
    window.runner.step_once()
    window.until(lambda: window.runner.step == 1)
    window.stop()
    images = ref.mnist(200)[0]
    assert window.history.inputs.mean == pytest.approx(images.mean(), rel=1e-6)
    assert window.history.inputs.mean_square == pytest.approx((images**2).mean(), rel=1e-6)
    assert window.check_file(path).inputs == window.history.inputs


def test_a_window_that_lags_misses_no_finding(start, path, monkeypatch):
    """Measurements are left out of its queue then; findings are not."""
    monkeypatch.setattr(recorder, "MOST_QUEUED", 4)
    told = {step: [some_finding(1 + step // 20, step, last_step=step + 4)] for step in range(0, 200, 5)}
    let_say(monkeypatch, told, at_last=[some_finding(11)])
    window = start(dataclasses.replace(TINY, steps=200), path)
    window.runner.play()
    window.end()
    assert window.of_kind(Skipped)
    assert window.of_kind(Finding) == [*(finding for said in told.values() for finding in said), some_finding(11)]
    assert list(window.history.findings) == list(range(1, 12))
    window.check_file(path)


# --- a window that lags


@pytest.mark.parametrize(("most_queued", "seed"), [(1, 0), (16, 1), (1, 2)])
def test_a_window_that_lags_misses_nothing(start, path, monkeypatch, most_queued, seed):
    monkeypatch.setattr(recorder, "MOST_QUEUED", most_queued)
    rng = random.Random(seed)
    window = start(dataclasses.replace(TINY, evaluate_every=3), path)
    window.runner.play()
    for _ in range(12):
        target = window.runner.step + rng.randrange(200)
        until(window.runner, lambda target=target: window.runner.step >= target)
        window.runner.post(rate(rng.random()))
        window.drain(rng.choice([1, 5, 10**9]))
        assert len(window.runner.messages) <= most_queued + 20
    window.runner.pause()
    # The window catches up with a run that is held, too.
    held_at(window, path)
    with load_session(path) as session:
        saved = History.saved(session)
        check_same(window.history, saved)
    window.runner.play()
    until(window.runner, lambda target=window.runner.step + 100: window.runner.step >= target)
    window.stop()
    assert window.of_kind(Skipped)
    assert len(window.of_kind(Intervention)) == 12
    window.check_file(path)


def test_a_window_that_lags_at_the_end_misses_nothing(start, path, monkeypatch):
    monkeypatch.setattr(recorder, "MOST_QUEUED", 4)
    train = Trainer._backward

    def fail_in_the_end(trainer: Trainer, *batch: object, **options: object) -> object:
        if trainer.step == 60:
            raise ValueError("no more")
        return train(trainer, *batch, **options)

    monkeypatch.setattr(Trainer, "_backward", fail_in_the_end)
    window = start(path=path)
    window.runner.play()
    window.end()
    assert window.of_kind(Skipped) == [Skipped(60)]
    assert window.history.evaluations.num_rows == 4
    window.check_file(path)


def test_an_evaluation_that_was_left_out_just_before_the_window_caught_up(start, path, monkeypatch):
    monkeypatch.setattr(recorder, "MOST_QUEUED", 4)
    window = start(path=path)
    record = Recorder.record

    def catch_up_between(runner: Runner, report: object) -> None:
        record(runner, report)
        if isinstance(report, EvaluationReport) and report.step == 20:
            window.drain()

    monkeypatch.setattr(Recorder, "record", catch_up_between)
    for _ in range(25):
        window.runner.step_once()
    until(window.runner, lambda: window.runner.step == 25)
    window.stop()
    assert Skipped(20) in window.messages
    assert window.history.evaluations.num_rows == 2
    window.check_file(path)


# --- watching


def test_another_budget_for_watching_holds_from_the_next_step(start, path):
    window = start(path=path)
    window.runner.play()
    window.until(lambda: window.runner.step > 60)
    looks = window.history.streams["look"]
    assert looks.num_rows < window.history.steps.num_rows
    window.runner.pause()
    window.runner.allow(0.05, everything=True)
    window.runner.play()
    window.until(lambda target=window.runner.step + 60: window.runner.step > target)
    window.runner.pause()
    window.stop()
    with load_session(path) as session:
        newest = session.steps[-50:]
        np.testing.assert_array_equal(session.look_steps[-50:], newest)
        np.testing.assert_array_equal(session.histogram_steps()[-50:], newest)


# --- storage


def test_the_weights_of_a_neuron_are_told_at_once_and_after_each_look(start, path):
    """Each as the network was before that step: compared with a trainer of the same experiment."""
    window = start(path=path)
    window.runner.ask_weights((1, 3))
    window.until(lambda: window.of_kind(IncomingWeights))
    window.until(lambda: window.of_kind(Ready))
    for _ in range(4):
        window.runner.step_once()
        window.wait_until_held()
    window.runner.ask_weights((0, 7))
    window.until(lambda: len(window.of_kind(IncomingWeights)) == 6)
    window.runner.ask_weights(None)
    window.runner.step_once()
    window.wait_until_held()
    window.runner.ask_weights((1, 8))
    window.wait_until_held()
    window.stop()
    told = window.of_kind(IncomingWeights)
    assert [each[:3] for each in told] == [(0, 1, 3), (1, 1, 3), (2, 1, 3), (3, 1, 3), (4, 1, 3), (4, 0, 7)]
    trainer = Trainer(TINY)
    for step in range(5):
        for each in (each for each in told if each.step == step):
            weight = trainer.network.layers[each.layer].weight[each.unit]
            np.testing.assert_array_equal(each.values, weight.detach().numpy().astype(np.float64))
        trainer.histogram_asked = True
        list(trainer.turn())
    trainer.close()
    window.check_file(path)


def test_the_weights_of_a_neuron_while_playing(start, path):
    window = start(dataclasses.replace(TINY, steps=400, watch_everything=True), path)
    window.until(lambda: window.of_kind(Ready))
    window.runner.play()
    window.until(lambda: window.runner.step > 20)
    window.runner.ask_weights((0, 0))
    window.end()
    told = [each.step for each in window.of_kind(IncomingWeights)]
    assert told == sorted(told)
    looks = [each.step for each in window.of_kind(LookReport) if each.stream == "look"]
    # The first answer did not wait for a look.
    assert {step - 1 for step in told[1:]} <= set(looks)
    assert len(told) > 10


def test_without_a_window_nobody_is_told_the_weights(start, path):
    window = start(dataclasses.replace(TINY, steps=10), path, with_window=False)
    window.runner.ask_weights((0, 0))
    window.runner.play()
    window.end()
    assert window.of_kind(IncomingWeights) == []


def test_a_window_that_lags_is_not_told_the_weights_besides(start, path, monkeypatch):
    monkeypatch.setattr(runner_module, "MOST_QUEUED", 1)
    window = start(dataclasses.replace(TINY, steps=10), path)
    until(window.runner, lambda: window.runner.messages)
    window.runner.ask_weights((0, 0))
    window.runner.play()
    window.end()
    assert window.of_kind(IncomingWeights) == []


def test_a_folder_that_cannot_be_written(start, tmp_path):
    (tmp_path / "file").touch()
    bad, good = tmp_path / "file" / "session", tmp_path / "good"
    window = start(path=bad)
    window.runner.play()
    window.until(lambda: window.runner.step > 30)
    [stored] = window.of_kind(Stored)
    assert stored.path is None
    assert stored.reason.startswith(f"{bad} cannot be written: ")
    assert stored.reason.endswith("; the session is kept in memory only until it is saved")
    window.runner.relocate(tmp_path / "nowhere" / "session")
    window.until(lambda: window.of_kind(Event))
    [event] = window.of_kind(Event)
    assert event.kind == "storage"
    assert event.text.startswith(f"{tmp_path / 'nowhere' / 'session'} cannot be written: ")
    window.history.events.clear()
    window.runner.relocate(good)
    window.until(lambda: len(window.of_kind(Stored)) == 2)
    assert window.of_kind(Stored)[-1] == Stored(good, "")
    window.until(lambda target=window.runner.step + 30: window.runner.step > target)
    window.stop()
    window.check_file(good)


def test_a_session_in_memory_can_be_saved_when_the_run_is_over(start, tmp_path):
    (tmp_path / "file").touch()
    window = start(dataclasses.replace(TINY, steps=50), tmp_path / "file" / "session")
    window.runner.play()
    window.end()
    assert window.runner.finished == Finished(50, "", "")
    window.runner.relocate(tmp_path / "good")
    window.runner.relocate(tmp_path / "again")
    window.drain()
    assert [stored.path for stored in window.of_kind(Stored)] == [None, tmp_path / "good", tmp_path / "again"]
    for name in ("good", "again"):
        window.check_file(tmp_path / name)


def test_another_file_asked_for_in_the_last_step(start, path, tmp_path, monkeypatch):
    train = Trainer._backward
    window = start(dataclasses.replace(TINY, steps=10), path)

    def ask(trainer: Trainer, *batch: object, **options: object) -> object:
        if trainer.step == 9:
            window.runner.relocate(tmp_path / "other")
        return train(trainer, *batch, **options)

    monkeypatch.setattr(Trainer, "_backward", ask)
    window.runner.play()
    window.end()
    assert [stored.path for stored in window.of_kind(Stored)] == [path, tmp_path / "other"]
    window.check_file(tmp_path / "other")


def test_a_folder_that_cannot_be_written_without_a_window(start, tmp_path):
    (tmp_path / "file").touch()
    window = start(path=tmp_path / "file" / "session", with_window=False)
    window.runner.play()
    window.runner.join(TIMEOUT_S)
    finished = window.runner.messages[-1]
    assert finished.step == 0
    assert finished.error.startswith(f"{tmp_path / 'file' / 'session'} cannot be written: ")
    assert finished.trace == ""


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch, path: Path) -> Callable[[bool], None]:
    """Say that the disk of `path` is full, or no more."""
    is_full = False
    carry_out, is_busy = session_writer.carry_out, session_writer.is_busy

    def write(database: sqlite3.Connection, statements: list) -> None:
        [(_, _, file)] = database.execute("PRAGMA database_list")
        if is_full and file == str(path):
            raise sqlite3.OperationalError("database or disk is full")
        carry_out(database, statements)

    # What SQLite raises itself has a code; this has none, and is no sign of a reader.
    monkeypatch.setattr(session_writer, "is_busy", lambda error: hasattr(error, "sqlite_errorcode") and is_busy(error))
    monkeypatch.setattr(session_writer, "carry_out", write)

    def set_full(full: bool) -> None:
        nonlocal is_full
        is_full = full

    return set_full


@pytest.mark.parametrize("lags", [False, True])
def test_training_goes_on_while_the_disk_is_full(start, path, monkeypatch, full_disk, lags):
    monkeypatch.setattr(runner_module, "COMMIT_EVERY_S", 0.01)
    monkeypatch.setattr(session_writer, "COMMIT_EVERY_S", 0.01)
    if lags:
        monkeypatch.setattr(recorder, "MOST_QUEUED", 8)
    window = start(path=path)
    window.runner.play()
    window.until(lambda: window.runner.step > 30)
    full_disk(True)
    window.until(lambda: window.of_kind(Event))
    window.until(lambda target=window.runner.step + 200: window.runner.step > target)
    assert [event.kind for event in window.of_kind(Event)] == ["storage"]
    window.runner.pause()
    full_disk(False)
    # A run that is held tries again by itself.
    window.until(lambda: len(window.of_kind(Event)) == 2)
    assert window.of_kind(Event)[-1].text == f"{path} is being written again; nothing was lost"
    assert window.of_kind(Event)[-1].kind == "stored"
    window.stop()
    window.history.events.clear()
    window.check_file(path)


def test_a_disk_that_is_full_until_the_end(start, path, tmp_path, monkeypatch, full_disk):
    monkeypatch.setattr(recorder, "MOST_QUEUED", 8)
    window = start(dataclasses.replace(TINY, steps=100), path)
    window.runner.step_once()
    assert held_at(window, path) == 1
    full_disk(True)
    window.runner.play()
    window.end()
    event = window.of_kind(Event)[-1]
    assert event.text == f"{path} lacks the newest steps (database or disk is full): save the session elsewhere"
    assert window.runner.finished == Finished(100, "", "")
    window.runner.relocate(tmp_path / "other")
    window.drain()
    window.history.events.clear()
    window.check_file(tmp_path / "other")


def test_a_disk_that_is_full_until_the_end_without_a_window(start, path, full_disk):
    full_disk(True)
    window = start(dataclasses.replace(TINY, steps=20), path, with_window=False)
    window.runner.play()
    window.runner.join(TIMEOUT_S)
    sentence = f"{path} lacks the newest steps (database or disk is full): save the session elsewhere"
    assert window.runner.finished == Finished(20, sentence, "")


def test_a_reader_for_the_whole_run_loses_nothing(start, path, monkeypatch):
    monkeypatch.setattr(session_writer, "COMMIT_EVERY_S", 0.01)
    window = start(path=path)
    window.runner.step_once()
    assert held_at(window, path) == 1
    with opened(path) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT COUNT(*) FROM meta").fetchone()
        window.runner.play()
        window.until(lambda: window.runner.step > 200)
        assert reader.execute("SELECT COUNT(*) FROM chunk WHERE level = 0 AND stream = 'step'").fetchone() == (1,)
        assert window.of_kind(Event) == []
    window.stop()
    window.check_file(path)


READ_OVER_AND_OVER = """
import sys
from gradiometer.session_file import load_session
count = grown = 0
while grown < 3 or count < 100:
    with load_session(sys.argv[1]) as session:
        count = len(session.steps)
        assert session.steps.tolist() == list(range(count))
        assert len(session.loss) == len(session.quantity("delta_norm")) == count
        assert len(session.histogram(0)[0]) == len(session.specials(0)) == len(session.histogram_steps())
        session.refresh()
        grown += len(session.steps) > count
"""


def test_another_program_reads_while_it_is_recorded(start, path, monkeypatch):
    monkeypatch.setattr(session_writer, "COMMIT_EVERY_S", 0.05)
    window = start(path=path)
    window.runner.step_once()
    assert held_at(window, path) == 1
    window.runner.play()
    command = [sys.executable, "-c", READ_OVER_AND_OVER, str(path)]
    with subprocess.Popen(command) as reader:
        window.until(lambda: reader.poll() is not None)
    assert reader.returncode == 0
    window.stop()
    assert window.of_kind(Event) == []
    window.check_file(path)


def test_a_copy_takes_over_while_training_goes_on(start, path, tmp_path):
    window = start(path=path)
    window.runner.play()
    for number in range(4):
        window.until(lambda target=window.runner.step + 60: window.runner.step > target)
        window.runner.relocate(tmp_path / str(number))
    window.until(lambda: len(window.of_kind(Stored)) == 5)
    window.until(lambda target=window.runner.step + 60: window.runner.step > target)
    window.stop()
    assert [stored.path for stored in window.of_kind(Stored)] == [
        path,
        *(tmp_path / str(number) for number in range(4)),
    ]
    window.check_file(tmp_path / "3")
    with load_session(path) as first, load_session(tmp_path / "3") as last:
        assert 60 < first.num_rows["step"] < last.num_rows["step"]
        np.testing.assert_array_equal(first.loss, last.loss[: len(first.loss)])


# --- threads


@pytest.mark.parametrize("slow", ["relocate", "commit"])
def test_buttons_answer_while_the_file_is_slow(start, path, tmp_path, monkeypatch, slow):
    begun, go_on = threading.Event(), threading.Event()
    method = getattr(SessionWriter, slow)

    def wait(*arguments: object) -> object:
        begun.set()
        assert go_on.wait(TIMEOUT_S)
        return method(*arguments)

    window = start(path=path)
    window.runner.step_once()
    assert held_at(window, path) == 1
    monkeypatch.setattr(SessionWriter, slow, wait)
    window.runner.relocate(tmp_path / "other")
    assert begun.wait(TIMEOUT_S)

    def press_everything() -> None:
        window.runner.post(rate(0.7))
        window.runner.step_once()
        window.runner.play()
        window.runner.pause()

    hand = threading.Thread(target=press_everything, daemon=True)
    hand.start()
    hand.join(5)
    is_stuck = hand.is_alive()
    go_on.set()
    hand.join(TIMEOUT_S)
    assert not is_stuck
    window.stop()


class Meddler(threading.Condition):
    """Does something when the runner's thread is about to take the lock and a condition holds."""

    def __init__(self, runner: Runner, condition: Callable[[], bool], act: Callable[[], object]):
        super().__init__()
        self.runner, self.condition, self.act = runner, condition, act
        self.has_acted = False

    def __enter__(self) -> bool:
        if threading.current_thread() is self.runner and not self.has_acted and self.condition():
            self.has_acted = True
            self.act()
        return super().__enter__()


@pytest.mark.parametrize("moment", ["going on", "ending"])
def test_another_file_asked_for_in_the_last_instant(path, tmp_path, moment):
    runner = Runner(dataclasses.replace(TINY, steps=10 if moment == "ending" else 0), path)
    window = Window(runner)
    is_moment = {"going on": lambda: runner._playing, "ending": lambda: runner.step == 10}[moment]
    runner._condition = meddler = Meddler(runner, is_moment, lambda: runner.relocate(tmp_path / "other"))
    runner.start()
    runner.step_once()
    assert held_at(window, path) == 1
    runner.play()
    window.until(lambda: runner.step >= 10)
    if moment == "going on":
        # Without being held once more.
        window.until(lambda: len(window.of_kind(Stored)) == 2)
        runner.stop()
    window.end()
    assert meddler.has_acted
    assert [stored.path for stored in window.of_kind(Stored)] == [path, tmp_path / "other"]
    window.check_file(tmp_path / "other")
    window.history.release()


@pytest.mark.parametrize("seed", range(3))
def test_two_threads_that_press_everything(start, path, monkeypatch, seed):
    monkeypatch.setattr(recorder, "MOST_QUEUED", 32)
    window = start(path=path)
    num_posted = 0
    lock = threading.Lock()

    def press(hand: int) -> None:
        nonlocal num_posted
        rng = random.Random(10 * seed + hand)
        runner = window.runner
        for _ in range(1500):
            choice = rng.random()
            if choice < 0.3:
                with lock:
                    num_posted += 1
                runner.post(rate(rng.random()) if choice < 0.2 else Reinitialize(scheme="he", seed=rng.randrange(99)))
            else:
                rng.choice([runner.play, runner.play, runner.pause, runner.step_once])()

    hands = [threading.Thread(target=press, args=(hand,)) for hand in range(2)]
    for hand in hands:
        hand.start()
    window.until(lambda: not any(hand.is_alive() for hand in hands))
    # One step more takes up whatever waits.
    window.runner.step_once()
    window.until(lambda: len(window.of_kind(Intervention)) == num_posted)
    window.stop()
    assert window.messages[-1].error == ""
    assert num_posted > 500
    window.check_file(path)


def test_what_is_wrong_with_the_data_is_told_at_the_first_step_and_found_severe(tmp_path, monkeypatch):
    labels = np.zeros(TINY.num_train + TINY.num_held_out, np.int64)
    pixels = np.random.default_rng(0).integers(0, 256, (len(labels), 1, 28, 28), np.uint8)
    alike = Examples(pixels, labels)
    monkeypatch.setitem(DATASETS, "mnist", dataclasses.replace(DATASETS["mnist"], load=lambda spec: alike))
    path = tmp_path / "alike.gradiometer"
    runner = Runner(dataclasses.replace(TINY, steps=5), path, with_window=False)
    runner.start()
    runner.play()
    runner.join(TIMEOUT_S)
    with load_session(path) as session:
        assert [(event.step, event.kind) for event in session.events] == [(0, "bad_labels")]
        found = {(each.symptom, each.severity, each.told_step) for each in session.findings}
    assert ("bad_labels", "severe", 0) in found
