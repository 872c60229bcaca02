"""The table of what should be measured and what was."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gradiometer.history import History
from gradiometer.lessons import LAST, Claim, Lesson
from gradiometer.session_file import load_session
from gradiometer.survey import Found
from gradiometer_desktop.lessons.checks_box import ChecksBox, describe, most_seeds
from gradiometer_desktop.theme import DARK
from shared import SMALL
from small_lesson import check, run, small_lesson


@pytest.fixture
def speeds(saved: Path) -> np.ndarray:
    """Delta norms of `saved`, float64 [60, num_layers]."""
    with load_session(saved) as session:
        return np.array(session.quantity("delta_norm"))


def known_lesson(speeds: np.ndarray) -> Lesson:
    """The first check is right but for a tenth, the second a hundred times too large."""
    return small_lesson(
        checks=(
            check("delta_norm:hidden 1", 1.1 * speeds[5, 0]),
            check("delta_norm:hidden 2", 100 * speeds[59, 1], step=LAST),
            check("delta_norm:hidden 1", 1.0, at="second"),
        )
    )


def shown(qtbot: QtBot, lesson: Lesson) -> ChecksBox:
    box = ChecksBox()
    qtbot.addWidget(box)
    box.show_lesson(lesson)
    box.resize(400, 600)
    box.show()
    return box


def rows(box: ChecksBox) -> list[list[str]]:
    table = box.table
    return [
        [table.item(row, column).text() for column in range(4) if table.item(row, column) is not None]
        for row in range(table.rowCount())
    ]


def test_nothing_is_measured_yet(qtbot: QtBot) -> None:
    box = shown(qtbot, small_lesson())
    box.refresh(History.live(SMALL), "first")
    assert rows(box) == [
        ["The first run"],
        ["Hidden 1, step 5", "–", "1", "not yet measured"],
        ["Hidden 2, at the end", "–", "1", "not yet measured"],
        ["The second run"],
        ["Hidden 1, step 5", "–", "1", "not yet measured"],
    ]
    assert box._caption.text() == "Does it agree? Delta norm of"
    assert box.table.horizontalHeaderItem(2).text() == "Published"
    assert box.survey.text() == "Check over 3 seeds…"


def test_the_run_on_the_screen_is_judged(qtbot: QtBot, history: History, speeds: np.ndarray) -> None:
    box = shown(qtbot, known_lesson(speeds))
    box.refresh(history, "first")
    title, good, bad, _, other = rows(box)
    assert title == ["The first run: 1 of 2 agree"]
    assert float(good[1]) == pytest.approx(speeds[5, 0], rel=1e-3)
    assert good[3] == "agrees within a factor 2: 1.1 times smaller"
    assert float(bad[1]) == pytest.approx(speeds[59, 1], rel=1e-3)
    assert bad[3].startswith("this one run: 100 times smaller (the network was changed at step 20"), "not the lesson's"
    assert box.alone.isVisible()
    assert "what counts is the check over 3 seeds" in box.alone.text()
    assert other[1:] == ["–", "1", "not yet measured"]
    keys = {row: box.table.item(row, 0).icon().cacheKey() for row in (1, 2, 4)}
    assert keys[1] != keys[2] == keys[4], "one run of a few is no verdict"
    box.apply_theme(DARK)
    assert box.table.item(1, 0).icon().cacheKey() != keys[1]
    box.forget("first")
    assert rows(box)[1][1] == "–"


def test_where_one_run_is_all_it_is_the_verdict(qtbot: QtBot, history: History, speeds: np.ndarray) -> None:
    wrong = check("delta_norm:hidden 2", 100 * speeds[59, 1], step=LAST)
    box = shown(qtbot, small_lesson(runs=(run("first", num_seeds=1),), checks=(wrong,)))
    before = box.table.item(0, 0).icon().cacheKey()
    box.refresh(history, "first")
    ((_, _, _, judgement),) = rows(box)
    assert judgement.startswith("does not agree within a factor 2: 100 times smaller")
    assert box.table.item(0, 0).icon().cacheKey() != before
    assert not box.alone.isVisible()


def test_a_survey_says_what_one_run_could_not(qtbot: QtBot, history: History, speeds: np.ndarray) -> None:
    lesson = known_lesson(speeds)
    box = shown(qtbot, lesson)
    box.refresh(history, "first")
    box.show_survey([Found(lesson.checks[1], (speeds[59, 1],) * 3)], was_cancelled=False)
    assert rows(box)[2][3].splitlines()[1].startswith("3 seeds: does not agree within a factor 2")
    assert not box.alone.isVisible()


def test_of_another_session_nothing_is_measured(qtbot: QtBot, history: History, speeds: np.ndarray) -> None:
    box = shown(qtbot, known_lesson(speeds))
    box.refresh(history, None)
    assert rows(box)[1][1] == "–"


def test_many_seeds_stand_beside_the_run(qtbot: QtBot, history: History, speeds: np.ndarray) -> None:
    lesson = known_lesson(speeds)
    box = shown(qtbot, lesson)
    box.refresh(history, "first")
    values = [0.5, 0.7, 1.2]
    box.show_survey(
        [Found(lesson.checks[0], (speeds[5, 0],) * 3), Found(lesson.checks[2], tuple(values))], was_cancelled=False
    )
    first, last = rows(box)[1], rows(box)[4]
    low, high = np.quantile(values, (0.05, 0.95))
    assert last[1] == f"0.7\n({low:.2g} to {high:.2g})"
    assert last[3] == "agrees within a factor 2: 1.43 times smaller"
    assert first[3].splitlines()[1] == "3 seeds: agrees within a factor 2: 1.1 times smaller"
    assert box.outcome.text().endswith("2 of 2 agree.")
    box.show_survey([Found(lesson.checks[0], ())], was_cancelled=True)
    assert "Cancelled" in box.outcome.text()
    assert rows(box)[4][1] == "–"


def test_progress_and_cancel_stand_in_the_place_of_the_button(qtbot: QtBot) -> None:
    box = shown(qtbot, small_lesson())
    with qtbot.waitSignal(box.survey_asked):
        box.survey.click()
    box.show_surveying(is_on=True)
    assert box.progress.maximum() == 0
    box.show_surveying(is_on=True, done=30, total=120)
    assert (box.progress.value(), box.progress.maximum()) == (30, 120)
    assert box.progress.isVisible()
    assert box.cancel.isVisible()
    assert not box.survey.isVisible()
    with qtbot.waitSignal(box.survey_cancelled):
        box.cancel.click()
    assert not box.cancel.isEnabled()
    box.show_surveying(is_on=False)
    assert box.survey.isVisible()
    assert not box.cancel.isVisible()


def test_a_lesson_without_checks_has_no_table(qtbot: QtBot) -> None:
    assert shown(qtbot, small_lesson()).isVisibleTo(None)
    box = ChecksBox()
    qtbot.addWidget(box)
    box.show_lesson(small_lesson(checks=()))
    assert box.isHidden()
    once = small_lesson(runs=(run("first", num_seeds=1),), checks=(check("loss", 1.0),))
    box.show_lesson(once)
    assert most_seeds(once) == 1
    assert box.survey.isHidden()


def test_what_needs_no_run_is_judged_at_once(qtbot: QtBot) -> None:
    lesson = small_lesson(
        checks=(),
        claims=(
            Claim("interval.widest_weight", expected=6.9, kind="difference", tolerance=0.05, source="Nielsen"),
            Claim(
                "interval.least_weight",
                expected=40.0,
                kind="factor",
                tolerance=2.0,
                source="nobody",
                is_published=False,
            ),
        ),
    )
    box = shown(qtbot, lesson)
    assert not box.survey.isVisible()
    widest, least = rows(box)
    # Where the derivative of the width's formula changes its sign.
    weights = np.linspace(4.01, 20, 200_001)
    width = 2 / weights * np.log(weights * (1 + np.sqrt(1 - 4 / weights)) / 2 - 1)
    assert float(widest[1]) == pytest.approx(weights[width.argmax()], abs=1e-3)
    assert widest[3].startswith("agrees within 0.05")
    assert least[1] == "4"
    assert least[2] == "40"
    assert box.table.item(1, 2).toolTip() == "Computed: nobody"
    assert least[3] == "does not agree within a factor 2: 10 times smaller"
    assert box.table.horizontalHeaderItem(2).text() == "Expected"


@pytest.mark.parametrize(
    ("text", "with_quantity", "without"),
    [
        ("loss", "Training loss, step 5", None),
        ("delta_norm:hidden 1", "Delta norm, hidden 1, step 5", "Hidden 1, step 5"),
        ("delta_norm:hidden 1 / delta_norm:hidden 2", "Delta norm, hidden 1 / hidden 2, step 5", None),
        ("delta_norm:hidden 1 / loss", "Delta norm, hidden 1 / training loss, step 5", None),
        (
            "hidden_gradient:recurrent 1@first / hidden_gradient:recurrent 1@last",
            None,
            "Recurrent 1, first / last time step, step 5",
        ),
        ("hidden_gradient:recurrent 1@7", None, "Recurrent 1, time step 7, step 5"),
    ],
)
def test_terms_are_read_as_words(text: str, with_quantity: str | None, without: str | None) -> None:
    made = check(text, 1.0)
    if with_quantity is not None:
        assert describe(made) == with_quantity
    if without is not None:
        assert describe(made, quantity=False) == without
