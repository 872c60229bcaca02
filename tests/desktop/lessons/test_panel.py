"""Everything of a lesson in one column."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from gradiometer.history import History
from gradiometer.session_file import load_session
from gradiometer_desktop.keyboard import controls_of
from gradiometer_desktop.lessons.panel import LessonPanel
from gradiometer_desktop.theme import DARK
from shared import TIMEOUT_MS
from small_lesson import DIAGRAMS, PlainDiagram, run, small_lesson


@pytest.fixture
def panel(qtbot: QtBot) -> LessonPanel:
    made = LessonPanel(DIAGRAMS)
    qtbot.addWidget(made)
    made.chooser.show_lessons({"03-small": "3. A small lesson", "05-broken": "05-broken (cannot be read)"})
    made.resize(400, 700)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_at_first_it_says_what_lessons_are(panel: LessonPanel) -> None:
    assert "Choose one above" in panel.problem.text()
    for part in (panel.text, panel.runs, panel.formula, panel.look_for, panel.checks, panel.cures):
        assert not part.isVisible()


def test_a_lesson_shows_all_it_has(panel: LessonPanel) -> None:
    panel.show_lesson(small_lesson())
    assert panel.chooser.list.currentText() == "3. A small lesson"
    assert "A second paragraph." in panel.text.toPlainText()
    assert panel.look_for.toPlainText().splitlines() == ["The first thing.", "The second thing."]
    assert panel.source.text() == "Source: Somebody, somewhere"
    for part in (panel.text, panel.runs, panel.formula, panel.look_for, panel.checks, panel.cures):
        assert part.isVisible()
    assert not panel.problem.isVisible()
    bare = small_lesson(formula="", look_for=(), runs=(), checks=(), cures=())
    panel.show_lesson(bare)
    for part in (panel.runs, panel.formula, panel.look_for, panel.checks, panel.cures):
        assert not part.isVisible()


def test_a_broken_lesson_is_one_sentence_and_the_next_one_works(panel: LessonPanel) -> None:
    panel.show_lesson(small_lesson(diagram="plain"))
    panel.show_problem("05-broken", "lesson 05-broken: title is missing")
    assert panel.problem.isVisible()
    assert panel.problem.text() == "lesson 05-broken: title is missing"
    assert panel.diagram is None
    assert not panel.text.isVisible()
    assert panel.chooser.list.currentData() == "05-broken"
    panel.show_lesson(small_lesson())
    assert panel.text.isVisible()


def test_a_diagram_stands_below_the_text_or_above_where_it_is_all(panel: LessonPanel, qtbot: QtBot) -> None:
    def top(widget: QWidget) -> int:
        return widget.mapTo(panel, widget.rect().topLeft()).y()

    panel.apply_theme(DARK)
    panel.show_lesson(small_lesson(diagram="plain"))
    diagram = panel.diagram
    assert isinstance(diagram, PlainDiagram)
    assert diagram.themes == [DARK]
    qtbot.waitUntil(lambda: top(diagram) > top(panel.text))
    panel.show_lesson(small_lesson(diagram="plain", runs=(), checks=()))
    assert panel.diagram is not diagram
    qtbot.waitUntil(lambda: top(panel.diagram) < top(panel.text))
    panel.show_lesson(small_lesson(diagram="unheard of"))
    assert panel.diagram is None


def test_many_runs_leave_the_text_its_room(panel: LessonPanel) -> None:
    panel.show_lesson(small_lesson())
    assert not panel.page.isAncestorOf(panel.runs)
    panel.show_lesson(small_lesson(runs=tuple(run(name) for name in ("first", "second", "third", "fourth"))))
    assert panel.page.isAncestorOf(panel.runs)
    assert panel.runs.isVisible()


def test_numbers_follow_the_step_that_is_shown(panel: LessonPanel, qtbot: QtBot, history: History, saved: Path) -> None:
    with load_session(saved) as session:
        loss = session.quantity("loss")[:, 0]
    panel.show_lesson(small_lesson())
    panel.show_history(history, "first")
    assert f"loss {loss[59]:.4f}" in panel.formula.text.text()
    assert "no run of this lesson" not in panel.formula.heading.text()
    assert panel.checks.table.item(1, 1).text() != "–"
    panel.refresh(12.0)
    qtbot.waitUntil(lambda: f"loss {loss[12]:.4f}" in panel.formula.text.text(), timeout=TIMEOUT_MS)
    panel.show_history(history, None)
    assert "no run of this lesson" in panel.formula.heading.text()
    panel.show_lesson(small_lesson(runs=(), checks=()))
    assert "no run of this lesson" not in panel.formula.heading.text(), "it speaks of whatever is shown"


@pytest.mark.parametrize("width", [380, 500])
def test_nothing_is_cut_off_at_the_side(panel: LessonPanel, qtbot: QtBot, history: History, width: int) -> None:
    panel.show_lesson(small_lesson())
    panel.show_history(history, "first")
    panel.resize(width, 700)
    content = panel.page.widget()
    qtbot.waitUntil(lambda: content.width() == panel.page.viewport().width())
    assert content.minimumSizeHint().width() <= content.width()
    for part in (panel.text, panel.look_for):
        assert part.document().size().width() <= part.viewport().width() + 1


def test_everything_is_reached_by_keyboard_and_has_a_name(panel: LessonPanel) -> None:
    panel.show_lesson(small_lesson())
    reached = list(controls_of(panel))
    for wanted in (
        panel.chooser.list,
        panel.text,
        panel.checks.table,
        panel.checks.survey,
        *panel.runs.buttons.values(),
    ):
        assert wanted in reached
    for each in reached:
        assert each.accessibleName() or (isinstance(each, QAbstractButton) and each.text()), each
