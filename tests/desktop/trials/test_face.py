"""Forks that train in a thread of their own, as signals."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gradiometer.branch_messages import BranchSaid, Forked, Over, Request
from gradiometer.branches import Branches
from gradiometer.reports import Event, Intervention
from gradiometer.session_check import check_session
from gradiometer.session_file import load_session
from gradiometer.settings import Settings
from gradiometer.trial import OWN_ORDER
from gradiometer_desktop.trials.face import BranchesFace
from shared import TIMEOUT_MS


class Heard:
    """What a face has said, in its order."""

    def __init__(self, face: BranchesFace):
        self.face = face
        self.said: list[tuple[str, object]] = []
        face.replayed.connect(lambda done, total: self.said.append(("replayed", (done, total))))
        face.counted.connect(lambda done, total: self.said.append(("counted", (done, total))))
        for name in ("forked", "tried", "over"):
            getattr(face, name).connect(lambda what, name=name: self.said.append((name, what)))
        face.said.connect(lambda what: self.said.append(("said", what)))

    def of(self, name: str) -> list:
        return [what for each, what in self.said if each == name]


@pytest.fixture
def heard(qtbot: QtBot, source: Path, make_request: Callable[..., Request]) -> Iterator[Heard]:
    request = dataclasses.replace(make_request(source), seeds=(OWN_ORDER, 1))
    face = BranchesFace(Branches(request))
    yield Heard(face)
    assert face.close_down()


def test_from_the_fork_to_the_end(heard: Heard, qtbot: QtBot, source: Path) -> None:
    face = heard.face
    assert face.is_trying
    assert face.step == 13
    with qtbot.waitSignal(face.tried, timeout=TIMEOUT_MS):
        face.start()
    assert heard.of("replayed")[-1] == (1, 1), "from the snapshot before the change at step 12"
    (forked,) = heard.of("forked")
    assert isinstance(forked, Forked)
    assert forked.step == 13
    assert heard.of("counted") == [(1, 2), (2, 2)]
    changed = [each.number for each in heard.of("said") if isinstance(each.report, Intervention)]
    assert changed == [1, 2]
    (trial,) = heard.of("tried")
    assert trial.null.coincides
    assert not face.is_trying
    assert not face.is_over
    qtbot.waitUntil(lambda: not face.is_playing, timeout=TIMEOUT_MS)
    with qtbot.waitSignal(face.over, timeout=TIMEOUT_MS) as over:
        face.stop()
    assert over.args == [Over(33, "", "")]
    assert face.is_over
    assert [name for name, _what in heard.said][-1] == "over"
    assert all(check_session(path).is_sound for path in forked.paths)


def test_it_plays_and_holds_and_one_is_changed(heard: Heard, qtbot: QtBot) -> None:
    face = heard.face
    with qtbot.waitSignal(face.tried, timeout=TIMEOUT_MS):
        face.start()
    with qtbot.waitSignal(face.state_changed, timeout=TIMEOUT_MS):
        face.play()
    assert face.is_playing
    qtbot.waitUntil(lambda: face.step > 40, timeout=TIMEOUT_MS)
    with qtbot.waitSignal(face.state_changed, timeout=TIMEOUT_MS):
        face.pause()
    assert not face.is_playing
    face.post(2, Settings(activation="elu", learning_rate=0.01))
    with qtbot.waitSignal(face.said, timeout=TIMEOUT_MS) as said:
        face.play()
    assert (said.args[0].number, said.args[0].report.after.activation) == (2, "elu")


def test_a_trial_is_cut_short(qtbot: QtBot, source: Path, make_request: Callable[..., Request]) -> None:
    request = dataclasses.replace(make_request(source), seeds=(OWN_ORDER, *range(1, 30)))
    face = BranchesFace(Branches(request))
    with qtbot.waitSignal(face.counted, timeout=TIMEOUT_MS):
        face.start()
    with qtbot.waitSignal(face.tried, timeout=TIMEOUT_MS) as tried:
        face.cut_short()
    (trial,) = tried.args
    assert 1 <= len(trial.seeds) < 30
    assert not face.is_trying
    assert face.close_down()


def test_closed_in_the_middle_its_files_are_complete(
    qtbot: QtBot, source: Path, make_request: Callable[..., Request]
) -> None:
    face = BranchesFace(Branches(make_request(source, steps=100_000)))
    heard = Heard(face)
    with qtbot.waitSignal(face.forked, timeout=TIMEOUT_MS):
        face.start()
    qtbot.waitUntil(lambda: face.step > 60, timeout=TIMEOUT_MS)
    assert face.close_down()
    assert not face.branches.is_alive()
    assert heard.of("tried") == []
    (over,) = heard.of("over")
    assert not face.is_trying
    ends = set()
    for path in face.branches.request.paths:
        assert check_session(path).is_sound
        with load_session(path) as session:
            ends.add(int(session.steps[-1]))
    assert ends == {over.step - 1}


def test_all_that_was_said_is_heard_before_it_is_closed(
    qtbot: QtBot, source: Path, make_request: Callable[..., Request]
) -> None:
    """However far the window lags."""
    branches = Branches(make_request(source))
    face = BranchesFace(branches)
    heard = Heard(face)
    branches.messages.extend(BranchSaid(0, Event(step, "storage", "no disk")) for step in range(1200))
    branches.messages.append(Over(13, "", ""))
    face.close_down()
    assert len(heard.of("said")) == 1200
    assert heard.of("over") == [Over(13, "", "")]
