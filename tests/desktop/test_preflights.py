"""What is known of a session that is being set up: of the newest values alone, in threads of their own."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gradiometer import preflight as core
from gradiometer.datasets import DataError, Examples
from gradiometer.experiment import Experiment
from gradiometer_desktop import preflights as desktop
from gradiometer_desktop.preflights import TOO_LARGE, Preflights
from shared import TIMEOUT_MS

ONE = Experiment(data="moons", num_train=200, num_held_out=0, hidden=(8, 8), batch_size=16)
TWO = dataclasses.replace(ONE, hidden=(6, 6, 6))


@pytest.fixture
def known(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Preflights]:
    monkeypatch.setattr(desktop, "_STILL_MS", 1)
    made = Preflights()
    made._still.setInterval(1)
    yield made
    made.close_down()


def settle(qtbot: QtBot, known: Preflights) -> None:
    qtbot.waitUntil(lambda: not known.is_waiting, timeout=TIMEOUT_MS)


class Gate:
    """Stands for a function that is held up until it may go on; what it was asked with, in order."""

    def __init__(self, function: Callable):
        self.function = function
        self.asked: list[Experiment] = []
        self.may_go_on = threading.Event()

    def __call__(self, first: object, *others: object) -> object:
        self.asked.append(first if isinstance(first, Experiment) else first.experiment)
        assert self.may_go_on.wait(TIMEOUT_MS / 1000)
        return self.function(first, *others)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Gate]:
    def make(name: str) -> Gate:
        gate = Gate(getattr(core, name))
        monkeypatch.setattr(desktop, name, gate)
        return gate

    return make


def test_the_prediction_comes_first_and_the_batch_then(known: Preflights, qtbot: QtBot, held: Callable) -> None:
    batch = held("measure")
    told = []
    known.changed.connect(lambda: told.append((known.forecast is not None, known.found is not None)))
    known.ask(ONE)
    assert known.is_waiting
    qtbot.waitUntil(lambda: told == [(True, False)], timeout=TIMEOUT_MS)
    assert known.forecast is not None
    assert known.forecast.experiment == ONE
    qtbot.waitUntil(lambda: batch.asked == [ONE], timeout=TIMEOUT_MS)
    assert known.is_waiting
    batch.may_go_on.set()
    settle(qtbot, known)
    assert told == [(True, False), (True, True)]
    assert known.found is not None
    np.testing.assert_array_equal(known.found.measured(), core.preflight(ONE).measured())
    assert known.problem == ""


def test_only_the_newest_values_count(known: Preflights, qtbot: QtBot, held: Callable) -> None:
    """However many are asked for meanwhile, none but the last of them is worked out."""
    prediction = held("foresee")
    changes = [dataclasses.replace(ONE, hidden=(width, width)) for width in range(2, 40)]
    for each in [ONE, *changes, TWO]:
        known.ask(each)
    prediction.may_go_on.set()
    settle(qtbot, known)
    assert prediction.asked == [ONE, TWO]
    assert known.found is not None
    assert known.found.experiment == TWO


def test_a_batch_of_values_that_are_gone_is_not_shown(known: Preflights, qtbot: QtBot, held: Callable) -> None:
    batch = held("measure")
    known.ask(ONE)
    qtbot.waitUntil(lambda: batch.asked == [ONE], timeout=TIMEOUT_MS)
    shown = []
    known.changed.connect(lambda: shown.append(known.found and known.found.experiment))
    known.ask(TWO)
    qtbot.waitUntil(lambda: known.forecast is not None and known.forecast.experiment == TWO, timeout=TIMEOUT_MS)
    # The prediction need not wait for the batch before.
    assert known.found is None
    batch.may_go_on.set()
    settle(qtbot, known)
    assert batch.asked == [ONE, TWO]
    assert shown == [None, TWO]


def test_there_and_back_again(known: Preflights, qtbot: QtBot, held: Callable) -> None:
    prediction = held("foresee")
    for each in (ONE, TWO, ONE):
        known.ask(each)
    prediction.may_go_on.set()
    settle(qtbot, known)
    assert prediction.asked == [ONE]
    assert known.found is not None
    assert known.found.experiment == ONE


def test_the_same_values_are_not_worked_out_again(known: Preflights, qtbot: QtBot, held: Callable) -> None:
    prediction = held("foresee")
    prediction.may_go_on.set()
    known.ask(ONE)
    settle(qtbot, known)
    known.ask(dataclasses.replace(ONE))
    assert not known.is_waiting
    assert prediction.asked == [ONE]


def test_no_experiment_clears_what_is_known(known: Preflights, qtbot: QtBot, held: Callable) -> None:
    known.ask(ONE)
    settle(qtbot, known)
    with qtbot.waitSignal(known.changed):
        known.ask(None)
    assert known.forecast is None
    assert known.found is None
    assert not known.is_waiting
    batch = held("measure")
    known.ask(ONE)
    qtbot.waitUntil(lambda: len(batch.asked) == 1, timeout=TIMEOUT_MS)
    known.ask(None)
    batch.may_go_on.set()
    qtbot.waitUntil(lambda: not known._measurer.is_busy, timeout=TIMEOUT_MS)
    assert known.found is None
    known.ask(TWO)
    settle(qtbot, known)
    assert known.found is not None
    assert known.found.experiment == TWO


def test_closing_waits_for_the_threads(qtbot: QtBot, held: Callable) -> None:
    prediction = held("foresee")
    made = Preflights()
    made.ask(ONE)
    qtbot.waitUntil(lambda: prediction.asked == [ONE], timeout=TIMEOUT_MS)
    timer = threading.Timer(0.05, prediction.may_go_on.set)
    timer.start()
    made.close_down()
    timer.join()
    assert not [each for each in threading.enumerate() if each.name == "preflight"]
    # What it had made by then is nobody's business any more.
    with qtbot.assertNotEmitted(made.changed):
        qtbot.waitUntil(lambda: not made._forecaster.is_busy, timeout=TIMEOUT_MS)
    assert made.forecast is None


def test_data_are_loaded_once(known: Preflights, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = []
    load = Experiment.load_examples
    monkeypatch.setattr(Experiment, "load_examples", lambda self: loaded.append(self.num_train) or load(self))
    for each in (
        ONE,
        TWO,
        dataclasses.replace(ONE, seed=3),
        dataclasses.replace(ONE, num_train=150, num_held_out=50),
        dataclasses.replace(ONE, num_train=300),
    ):
        known.ask(each)
        settle(qtbot, known)
    # A set that is drawn is another one where there are to be more.
    assert loaded == [200, 300]


def test_data_that_cannot_be_had_are_told(known: Preflights, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Experiment) -> Examples:
        raise DataError("moons.csv is not what it was")

    with monkeypatch.context() as patch:
        patch.setattr(Experiment, "load_examples", refuse)
        known.ask(ONE)
        settle(qtbot, known)
    assert known.problem == "moons.csv is not what it was"
    assert known.forecast is None
    known.ask(TWO)
    settle(qtbot, known)
    assert known.problem == ""
    assert known.found is not None


def test_the_users_own_file(known: Preflights, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    lines = [f"{index / 60},{(index * 7 % 60) / 60},{'left' if index < 30 else 'right'}" for index in range(60)]
    path.write_text("\n".join(["x,y,label", *lines]), "utf-8")
    mine = Experiment(data="file", file=str(path), num_train=50, num_held_out=10, hidden=(4,), batch_size=8)
    known.ask(mine)
    settle(qtbot, known)
    assert known.found is not None
    path.write_text("\n".join(["x,y,label", *lines[::-1]]), "utf-8")
    # Of other data, though the path is the same: what was read is as it was, and nothing is made up.
    known.ask(dataclasses.replace(mine, seed=1))
    settle(qtbot, known)
    assert known.found is not None


def test_what_takes_too_long_is_predicted_and_not_measured(known: Preflights, qtbot: QtBot, held: Callable) -> None:
    batch = held("measure")
    known.ask(dataclasses.replace(ONE, hidden=(8192, 8192)))
    settle(qtbot, known)
    assert known.forecast is not None
    assert known.problem == TOO_LARGE
    assert batch.asked == []


def test_nothing_is_measured_before_torch_is_there(
    known: Preflights, qtbot: QtBot, held: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_there = False
    monkeypatch.setattr(desktop, "_is_torch_there", lambda: is_there)
    batch = held("measure")
    batch.may_go_on.set()
    known.ask(ONE)
    qtbot.waitUntil(lambda: known.forecast is not None, timeout=TIMEOUT_MS)
    for _ in range(3):
        with qtbot.waitSignal(known._still.timeout):
            pass
    assert batch.asked == []
    is_there = True
    settle(qtbot, known)
    assert batch.asked == [ONE]


def test_torch_is_brought_where_no_session_has_brought_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desktop, "_TRAINER", "gradiometer.stopwatch_of_tomorrow")
    desktop._importer.cache_clear()
    begun, brought = threading.Event(), threading.Event()
    monkeypatch.setattr(desktop, "_bring_torch", lambda: begun.set() or brought.wait(TIMEOUT_MS / 1000))
    try:
        assert not desktop._is_torch_there()
        assert begun.wait(TIMEOUT_MS / 1000)
        assert not desktop._is_torch_there()
        brought.set()
        desktop._importer().join()
        assert desktop._is_torch_there()
    finally:
        brought.set()
        desktop._importer.cache_clear()
