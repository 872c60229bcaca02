"""Judging a session's file beside the window."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gradiometer.examination import examine_by
from gradiometer_desktop.findings import review as module
from gradiometer_desktop.findings.review import Review, Verdict
from recorded import some_finding
from shared import TIMEOUT_MS


def judged(review: Review, qtbot: QtBot, path: Path, *names: str) -> Review:
    with qtbot.waitSignal(review.judged, timeout=TIMEOUT_MS):
        review.ask(path, names)
    return review


def test_every_set_says_what_it_has_to_say(qtbot: QtBot, recorded_path: Path, own_rules: Path) -> None:
    review = judged(Review(), qtbot, recorded_path, "strict", "gradiometer", str(own_rules))
    assert review.problem == ""
    assert list(review.verdicts) == ["strict", "gradiometer", str(own_rules)]
    strict, ours, own = review.verdicts.values()
    assert sorted(strict.first_findings) == ["loss_flat", "vanishing"]
    assert ours.findings == {}
    assert sorted(own.first_findings) == ["exploding"]
    assert own.rules is not None
    assert own.rules.title == "Mine"
    assert {each.step for each in review.verdicts.values()} == {39}


def test_wrong_rules_are_a_sentence_and_the_others_judge(
    qtbot: QtBot, recorded_path: Path, wrong_rules: Path, tmp_path: Path
) -> None:
    gone = tmp_path / "gone.toml"
    review = judged(Review(), qtbot, recorded_path, str(wrong_rules), str(gone), "strict")
    wrong, missing, strict = review.verdicts.values()
    assert wrong.rules is None
    assert "height" in wrong.problem
    assert str(gone) in missing.problem
    assert strict.findings
    assert review.problem == ""


def test_a_damaged_session_is_a_sentence(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "junk.gradiometer"
    path.write_bytes(b"junk")
    review = judged(Review(), qtbot, path, "strict")
    assert review.verdicts == {}
    assert str(path) in review.problem


def test_a_new_question_takes_the_place_of_the_last(
    qtbot: QtBot, recorded_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, threads = threading.Event(), []

    def slow(*given: object) -> object:
        threads.append(threading.current_thread().name)
        gate.wait(TIMEOUT_MS / 1000)
        return examine_by(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "examine_by", slow)
    review = Review()
    told: list[list[str]] = []
    review.judged.connect(lambda: told.append(list(review.verdicts)))
    review.ask(recorded_path, ["strict"])
    review.ask(recorded_path, ["gradiometer"])
    assert review.is_busy
    with qtbot.waitSignal(review.judged, timeout=TIMEOUT_MS):
        gate.set()
    assert told == [["gradiometer"]]
    assert set(threads) == {"review"}


def test_what_is_forgotten_is_not_told(qtbot: QtBot, recorded_path: Path) -> None:
    review = judged(Review(), qtbot, recorded_path, "strict")
    told: list[object] = []
    review.judged.connect(lambda: told.append(0))
    review.ask(recorded_path, ["strict"])
    review.forget()
    assert review.verdicts == {}
    qtbot.waitUntil(lambda: not review.is_busy, timeout=TIMEOUT_MS)
    assert told == []
    review.ask(recorded_path, ["strict"])
    review.close_down()
    assert not any(thread.name == "review" for thread in threading.enumerate())


def test_the_first_of_each_symptom() -> None:
    first, second = some_finding(7, 9, told_step=12), some_finding(2, 1, told_step=30)
    assert Verdict(None, {2: second, 7: first}).first_findings == {"vanishing": first}
