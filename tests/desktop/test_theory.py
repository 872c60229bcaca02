"""Predictions that nobody waits for."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from gradiometer.input_moments import InputMoments
from gradiometer.predicted import Drawn
from gradiometer_desktop import theory as module
from gradiometer_desktop.theory import Theory
from shared import SMALL, TIMEOUT_MS

INPUTS = InputMoments(0.1, 0.4, 0.2, -1.0, 1.0)


def drawn(scale: float = 1.0) -> Drawn:
    return Drawn(SMALL, SMALL.settings, INPUTS, "xavier", scale)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was predicted, and in which thread; the predictions are texts."""
    calls: list[Any] = []

    def predict(of: Drawn) -> str:
        calls.append((of.weight_scale, threading.current_thread().name))
        return f"prediction for {of.weight_scale}"

    monkeypatch.setattr(module, "prediction_of", predict)
    return calls


def test_the_first_is_made_elsewhere_and_kept(qtbot: QtBot, made: list[Any]) -> None:
    theory = Theory()
    with qtbot.waitSignal(theory.changed, timeout=TIMEOUT_MS):
        assert theory.prediction(drawn()) is None
        assert theory.prediction(drawn()) is None
    assert theory.prediction(drawn()) == "prediction for 1.0"
    assert made == [(1.0, "theory")]


def test_who_asks_for_another_meanwhile_asks_again(qtbot: QtBot, made: list[Any]) -> None:
    theory = Theory()
    with qtbot.waitSignal(theory.changed, timeout=TIMEOUT_MS):
        theory.prediction(drawn(1.0))
        assert theory.prediction(drawn(2.0)) is None
    with qtbot.waitSignal(theory.changed, timeout=TIMEOUT_MS):
        assert theory.prediction(drawn(2.0)) is None
    assert theory.prediction(drawn(2.0)) == "prediction for 2.0"
    assert theory.prediction(drawn(1.0)) == "prediction for 1.0"
    assert [scale for scale, _ in made] == [1.0, 2.0]


def test_what_cannot_be_made_is_not_tried_at_every_redraw(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def fail(_of: Drawn) -> object:
        calls.append(1)
        raise OSError("no more memory")

    monkeypatch.setattr(module, "prediction_of", fail)
    theory = Theory()
    with qtbot.waitSignal(theory.changed, timeout=TIMEOUT_MS):
        theory.prediction(drawn())
    assert theory.prediction(drawn()) is None
    assert not theory._background.is_busy
    assert len(calls) == 1


def test_only_some_are_kept(qtbot: QtBot, made: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_KEPT", 2)
    theory = Theory()
    for scale in (1.0, 2.0, 3.0):
        with qtbot.waitSignal(theory.changed, timeout=TIMEOUT_MS):
            theory.prediction(drawn(scale))
    assert theory.prediction(drawn(3.0)) is not None
    assert theory.prediction(drawn(2.0)) is not None
    with qtbot.waitSignal(theory.changed, timeout=TIMEOUT_MS):
        assert theory.prediction(drawn(1.0)) is None


def test_switched_on_and_off_it_says_so_once(qtbot: QtBot) -> None:
    theory = Theory()
    with qtbot.assertNotEmitted(theory.changed):
        theory.show(True)
    with qtbot.waitSignal(theory.changed, timeout=TIMEOUT_MS):
        theory.show(False)
    assert not theory.is_on


def test_closing_down_waits(made: list[Any]) -> None:
    theory = Theory()
    theory.prediction(drawn())
    theory.close_down()
    assert not any(thread.name == "theory" for thread in threading.enumerate())
