"""Replay goes at the recorded pace: checked against the recorded times, with time that passes by hand."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gradiometer.history import History
from gradiometer.layout import Layout
from gradiometer.session_file import load_session
from gradiometer_desktop.player import Player
from gradiometer_desktop.selection import Moment
from shared import SMALL, TIMEOUT_MS
from synthetic import write_session

NUM_STEPS = 3000


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Steps of very different length, and in the middle one of 50 s."""
    generator = np.random.default_rng(2)
    times = np.cumsum(generator.exponential(0.01, NUM_STEPS) + 50.0 * (np.arange(NUM_STEPS) == 1500))

    def change(layout: Layout, row: np.ndarray) -> None:
        row[layout.slice("elapsed")] = times[int(row[0])]

    experiment = dataclasses.replace(SMALL, histogram_every=1000)
    return write_session(
        tmp_path_factory.mktemp("player") / "a.gradiometer",
        experiment,
        NUM_STEPS,
        change_row=change,
        with_look_histograms=False,
    )


class Replay:
    """A player of that session, and what it does."""

    def __init__(self, path: Path):
        session = load_session(path)
        self.times = session.quantity("elapsed")[:, 0]
        self.history = History.saved(session)
        self.moment = Moment()
        self.player = Player(self.moment)
        self.player.show_history(self.history)
        self.seen: list[float | None] = []
        self.moment.changed.connect(lambda: self.seen.append(self.moment.step))


@pytest.fixture
def replay(qtbot: QtBot, path: Path) -> Replay:
    return Replay(path)


@pytest.mark.parametrize("speed", [1, 2, 5, 10, 100, 1000])
def test_after_a_time_the_step_of_that_time_is_shown(replay: Replay, speed: int) -> None:
    replay.moment.choose(100.0)
    replay.player.speed = float(speed)
    replay.player.play()
    passed = 0.0
    for seconds in (0.03, 0.031, 0.2, 0.004, 0.03, 1.5):
        replay.player.advance(seconds)
        passed += seconds
        expected = int(np.searchsorted(replay.times, replay.times[100] + speed * passed, side="right")) - 1
        if expected >= NUM_STEPS - 1:
            assert replay.moment.step is None
            assert not replay.player.is_playing
            break
        assert replay.moment.step == expected
    replay.player.pause()


def test_a_long_step_is_waited_for(replay: Replay) -> None:
    replay.moment.choose(1499.0)
    replay.player.speed = 10.0
    replay.player.play()
    for _ in range(40):
        replay.player.advance(0.1)
    assert replay.moment.step == 1499.0
    replay.player.advance(2.0)
    assert replay.moment.step > 1499.0
    replay.player.pause()


def test_slow_frames_leave_out_steps_and_not_time(replay: Replay) -> None:
    steps = []
    for frames in (1, 50):
        replay.moment.choose(10.0)
        replay.player.play()
        for _ in range(frames):
            replay.player.advance(5.0 / frames)
        steps.append(replay.moment.step)
        replay.player.pause()
    assert steps[0] == steps[1]


def test_a_hand_moves_it_on(replay: Replay) -> None:
    replay.moment.choose(10.0)
    replay.player.play()
    replay.player.advance(0.5)
    replay.moment.choose(2000.0)
    replay.player.advance(0.5)
    expected = int(np.searchsorted(replay.times, replay.times[2000] + 0.5, side="right")) - 1
    assert replay.moment.step == expected
    # Also between two steps, and back.
    replay.moment.choose(700.5)
    replay.player.advance(0.0)
    assert replay.moment.step == 700.5
    # Following the newest again ends it.
    replay.moment.choose(None)
    replay.player.advance(0.1)
    assert not replay.player.is_playing
    assert replay.moment.step is None


def test_at_the_end_the_newest_is_followed_and_from_there_it_begins_anew(replay: Replay) -> None:
    replay.moment.choose(2990.0)
    replay.player.play()
    replay.player.advance(60.0)
    assert replay.moment.step is None
    assert not replay.player.is_playing
    replay.player.play()
    assert replay.moment.step == 0.0
    replay.player.pause()
    assert replay.moment.step == 0.0


def test_its_own_clock(replay: Replay, qtbot: QtBot) -> None:
    replay.moment.choose(100.0)
    # At this pace the end is half a minute away.
    replay.player.speed = 1.0
    with qtbot.waitSignal(replay.player.changed):
        replay.player.play()
    qtbot.waitUntil(lambda: len(replay.seen) > 5, timeout=TIMEOUT_MS)
    with qtbot.waitSignal(replay.player.changed):
        replay.player.pause()
    steps = [step for step in replay.seen if step is not None]
    assert steps == sorted(set(steps))


def test_another_session_ends_it(replay: Replay) -> None:
    replay.player.play()
    replay.player.show_history(History.live(SMALL))
    assert not replay.player.is_playing
    # And of nothing nothing is played.
    replay.player.play()
    assert not replay.player.is_playing
