"""Lessons in the window, driven by their own buttons."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from answered import answer
from gradiometer.experiment import Experiment
from gradiometer.lessons import LAST, Cure, Lesson, load_lesson
from gradiometer.settings import Reinitialize
from gradiometer.survey import Found
from gradiometer_desktop.lessons import catalogue
from gradiometer_desktop.lessons.desk import LessonDesk, find_run
from gradiometer_desktop.long_work import Cancelled, Progress
from gradiometer_desktop.main_window import MainWindow
from shared import SMALL, TIMEOUT_MS
from small_lesson import check, small_lesson

pytestmark = pytest.mark.usefixtures("offered")


@pytest.fixture
def lessons(offered: None, ready: MainWindow) -> LessonDesk:
    """Of a window that shows the small lesson beside another session."""
    ready.new_session(dataclasses.replace(SMALL, num_train=128))
    ready.open_lesson("03-small")
    assert ready.lessons.panel.isVisible(), "before the settings, not behind them"
    return ready.lessons


def run_to_the_end(window: MainWindow, qtbot: QtBot) -> None:
    window.lessons.panel.runs.buttons["first"].click()
    session = window.session
    qtbot.waitUntil(lambda: session.finished is not None and session.num_lagging == 0, timeout=TIMEOUT_MS)


def test_a_run_takes_the_place_of_the_session_and_brings_its_plots_forward(
    ready: MainWindow, lessons: LessonDesk, qtbot: QtBot
) -> None:
    window, before = ready, ready.session
    window.docks["neurons"].close()
    run_to_the_end(window, qtbot)
    assert window.session is not before
    (first, _) = small_lesson().runs
    assert window.session.experiment == first.experiment
    assert window.session.history.steps.num_rows == 60
    assert window.selection.quantity == "delta_norm"
    assert [reference.label for reference in window.selection.references] == ["Somebody, hidden 1"]
    assert window.selection.smoothing == 0.25
    assert window.docks["neurons"].isVisible()
    QApplication.processEvents()
    assert not window.docks["neurons"].visibleRegion().isEmpty()
    assert lessons.panel.runs.buttons["first"].text() == "● The first run"
    table = lessons.panel.checks.table
    qtbot.waitUntil(lambda: table.item(2, 1).text() != "–", timeout=TIMEOUT_MS)
    assert "loss –" not in lessons.panel.formula.text.text()


def test_a_quantity_through_time_is_chosen_in_its_own_plots(ready: MainWindow, lessons: LessonDesk) -> None:
    lesson = small_lesson(quantity="cell_gradient", plots=("through_time", "unheard of"))
    lessons.panel.show_lesson(lesson)
    before = ready.selection.quantity
    lessons.panel.runs.buttons["second"].click()
    assert ready.selection.time_quantity == "cell_gradient"
    assert ready.selection.quantity == before
    assert ready.plots["through_time"].isVisible()


def test_what_a_lesson_set_goes_with_its_session(ready: MainWindow, lessons: LessonDesk, qtbot: QtBot) -> None:
    run_to_the_end(ready, qtbot)
    path = ready.session.path
    ready.new_session(dataclasses.replace(SMALL, num_train=128))
    assert ready.selection.references == ()
    assert ready.selection.smoothing == 0.0
    assert lessons.panel.runs.buttons["first"].text() == "The first run"
    ready.selection.choose_smoothing(0.7)
    ready.new_session(SMALL)
    assert ready.selection.smoothing == 0.25, "the same experiment, planned for longer"
    assert ready.open_path(path)
    assert len(ready.selection.references) == 1, "a run of the lesson that was saved"
    assert lessons.panel.checks.table.item(1, 1).text() != "–"


def test_a_session_is_known_as_a_run_whatever_its_seed() -> None:
    lesson = small_lesson()
    first, second = lesson.runs
    assert find_run(lesson, dataclasses.replace(first.experiment, seed=9, steps=1000)) is first
    assert find_run(lesson, second.experiment) is second
    assert find_run(lesson, dataclasses.replace(SMALL, batch_size=8)) is None


def test_a_cure_changes_the_running_network(ready: MainWindow, lessons: LessonDesk, qtbot: QtBot) -> None:
    buttons = {button.accessibleName(): button for _, button in lessons.panel.cures.buttons}
    window = ready
    lessons.begun.emit(dataclasses.replace(lessons.lesson.runs[0].experiment, steps=0))
    steps = window.session.history.steps
    qtbot.waitUntil(lambda: steps.num_rows > 20, timeout=TIMEOUT_MS)
    # A change that is not in the history yet must not be taken back by the next one.
    window.panel.editors["skip"].control.click()
    buttons["Cure: ReLU and He"].click()
    changes = window.session.history.interventions
    qtbot.waitUntil(lambda: len(changes) == 3, timeout=TIMEOUT_MS)
    assert [change.label for change in changes] == [
        "Skip connections: off → on",
        "Activation: Sigmoid → ReLU",
        "Re-initialization: He, all layers",
    ]
    assert window.panel.editors["activation"].value == "relu"
    assert not buttons["Cure: ReLU"].isEnabled(), "it is so already"
    assert buttons["Cure: ReLU"].text() == "✓ ReLU"
    table = lessons.panel.cures.table
    qtbot.waitUntil(lambda: table.rowCount() > 0, timeout=TIMEOUT_MS)
    window.run_bar.stop.trigger()
    qtbot.waitUntil(lambda: window.session.finished is not None, timeout=TIMEOUT_MS)
    assert not any(button.isEnabled() for button in buttons.values())
    assert "run the lesson first" in lessons.panel.cures.reason.text()


def test_a_saved_session_cannot_be_cured(ready: MainWindow, lessons: LessonDesk, saved: Path) -> None:
    ready.open_path(saved)
    assert not any(button.isEnabled() for _, button in lessons.panel.cures.buttons)
    posted: list[object] = []
    lessons.posted.connect(posted.append)
    lessons.panel.cures.asked.emit(small_lesson().cures[0])
    assert posted == []


def test_the_menu_lists_the_lessons(ready: MainWindow) -> None:
    menu = next(action.menu() for action in ready.menuBar().actions() if action.text() == "&Lessons")
    assert isinstance(menu, QMenu)
    menu.aboutToShow.emit()
    titles = [action.text() for action in menu.actions()]
    assert titles == [
        "3. A small lesson",
        "4. A drawn lesson",
        "05-broken (cannot be read)",
        "",
        "&Open a lesson file…",
        "Lesson",
    ]
    assert not ready.docks["lesson"].isVisible()
    menu.actions()[1].trigger()
    assert ready.docks["lesson"].isVisible()
    assert ready.lessons.lesson.title == "A drawn lesson"
    menu.aboutToShow.emit()
    assert [action.isChecked() for action in menu.actions()[:3]] == [False, True, False]
    menu.actions()[2].trigger()
    assert ready.lessons.lesson is None
    assert ready.lessons.panel.problem.text() == "lesson 05-broken: title is missing: give a text"
    ready.lessons.panel.chooser.before.click()
    ready.lessons.panel.chooser.before.click()
    assert ready.lessons.lesson.title == "A small lesson"


def test_a_cure_posts_nothing_that_is_so_already(ready: MainWindow, lessons: LessonDesk, qtbot: QtBot) -> None:
    begin = dataclasses.replace(lessons.lesson.runs[0].experiment, steps=0)
    lessons.begun.emit(begin)
    qtbot.waitUntil(lambda: ready.session.history.steps.num_rows > 0, timeout=TIMEOUT_MS)
    posted: list[object] = []
    lessons.posted.connect(posted.append)
    same = Cure("As it is, drawn anew", {"activation": begin.settings.activation}, "he")
    lessons.panel.cures.asked.emit(same)
    assert posted == [Reinitialize(scheme="he", seed=begin.seed)]


def test_the_dock_has_room_to_read_in(ready: MainWindow, qtbot: QtBot) -> None:
    assert not ready.docks["lesson"].isVisible()
    narrow = ready.docks["settings"].width()
    ready.open_lesson("03-small")
    qtbot.waitUntil(lambda: ready.docks["lesson"].width() >= 380, timeout=TIMEOUT_MS)
    assert ready.docks["lesson"].width() <= 500
    qtbot.waitUntil(lambda: ready.docks["lesson"].height() > ready.height() // 2, timeout=TIMEOUT_MS)
    ready.docks["lesson"].close()
    qtbot.waitUntil(lambda: ready.docks["settings"].width() <= max(340, narrow), timeout=TIMEOUT_MS)


def test_the_last_lesson_is_there_at_the_next_start(ready: MainWindow, qtbot: QtBot, settings: QSettings) -> None:
    ready.open_lesson("03-small")
    ready.close()
    again = MainWindow(settings)
    qtbot.addWidget(again)
    again.show()
    qtbot.waitExposed(again)
    assert again.docks["lesson"].isVisible()
    assert again.lessons.lesson.title == "A small lesson"
    again.close()


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A teacher's own lesson, really read, which is chosen when the window asks for a file."""
    path = tmp_path / "11-mine.toml"
    path.write_text('title = "Mine"\nsource = "A teacher"\nplots = ["norms"]\n', "utf-8")
    path.with_suffix(".md").write_text("My own text.", "utf-8")
    offered_ones = catalogue.load_lesson
    monkeypatch.setattr(
        catalogue, "load_lesson", lambda name: load_lesson(name) if name.endswith(".toml") else offered_ones(name)
    )
    answer(monkeypatch, "ask_open", path)
    return path


def open_lesson_file(window: MainWindow) -> None:
    menu = next(action.menu() for action in window.menuBar().actions() if action.text() == "&Lessons")
    assert isinstance(menu, QMenu)
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text().startswith("&Open")).trigger()


def test_a_lesson_of_one_s_own_is_opened_from_its_file(
    ready: MainWindow, lessons: LessonDesk, own: Path, settings: QSettings
) -> None:
    chooser = lessons.panel.chooser
    open_lesson_file(ready)
    assert lessons.lesson.title == "Mine"
    assert lessons.panel.text.toPlainText() == "My own text."
    assert (chooser.list.currentText(), chooser.list.count()) == ("11. Mine", 4)
    open_lesson_file(ready)
    assert chooser.list.count() == 4, "once"
    chooser.before.click()
    assert lessons.lesson is None
    chooser.after.click()
    assert lessons.lesson.title == "Mine"
    assert settings.value("lesson") == "05-broken", "the next start knows nothing of it"


def test_what_is_wrong_in_it_is_said_until_it_is_mended(
    ready: MainWindow, lessons: LessonDesk, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = own.read_text("utf-8")
    own.write_text(right.replace("norms", "nroms"), "utf-8")
    open_lesson_file(ready)
    problem = lessons.panel.problem
    assert problem.isVisible()
    assert problem.text().startswith(f"{own}: plots[0] = 'nroms' is not allowed: choose one of profile, factors")
    assert lessons.panel.chooser.list.currentText() == "11-mine (cannot be read)"
    own.write_text(right, "utf-8")
    open_lesson_file(ready)
    assert not problem.isVisible()
    assert lessons.panel.chooser.list.currentText() == "11. Mine"
    answer(monkeypatch, "ask_open", None)
    open_lesson_file(ready)
    assert lessons.lesson.title == "Mine", "nothing was chosen"


@pytest.mark.usefixtures("held")
def test_a_lesson_read_anew_ends_its_check(ready: MainWindow, lessons: LessonDesk, own: Path, qtbot: QtBot) -> None:
    own.write_text(own.read_text("utf-8") + '[[runs]]\nname = "a"\ntitle = "A"\nsteps = 1\n', "utf-8")
    open_lesson_file(ready)
    lessons.panel.checks.survey_asked.emit()
    assert lessons.surveyor.is_busy
    open_lesson_file(ready)
    qtbot.waitUntil(lambda: not lessons.surveyor.is_busy, timeout=TIMEOUT_MS)
    assert not lessons.panel.checks.outcome.isVisible()


def test_space_is_for_the_button_that_has_the_keys_and_else_for_the_training(
    ready: MainWindow, lessons: LessonDesk, qtbot: QtBot
) -> None:
    before, button = ready.session, lessons.panel.runs.buttons["second"]
    qtbot.waitUntil(lambda: before.is_ready, timeout=TIMEOUT_MS)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    started = ready.session
    assert started is not before
    assert ready.focusWidget() is not button, "a click leaves the keys where they were"
    lessons.panel.page.setFocus()
    qtbot.keyClick(lessons.panel.page, Qt.Key.Key_Space)
    assert not started.is_playing
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert ready.session is not started
    assert ready.session.is_playing


# ------------------------------------------------------------------------------------------------- over many seeds


@pytest.fixture
def held(lessons: LessonDesk) -> Iterator[threading.Event]:
    """A check over many seeds that waits until it is let go, and finds 3 seeds."""
    gate = threading.Event()

    def runs(lesson: Lesson, progress: Progress, cancelled: Cancelled) -> tuple[Found, ...]:
        progress(1, 9)
        while not gate.wait(0.01):
            if cancelled():
                return tuple(Found(check, ()) for check in lesson.checks)
        return tuple(Found(check, (0.9, 1.0, 1.2)) for check in lesson.checks)

    lessons._runs = runs
    yield gate
    gate.set()


def test_many_seeds_are_run_beside_the_window(
    ready: MainWindow, lessons: LessonDesk, held: threading.Event, qtbot: QtBot
) -> None:
    checks = lessons.panel.checks
    checks.survey.click()
    qtbot.waitUntil(lambda: checks.progress.maximum() == 9, timeout=TIMEOUT_MS)
    # The window goes on, and so does its training.
    ready.run_bar.step.trigger()
    qtbot.waitUntil(lambda: ready.session.history.steps.num_rows == 1, timeout=TIMEOUT_MS)
    held.set()
    qtbot.waitUntil(checks.survey.isVisible, timeout=TIMEOUT_MS)
    assert checks.table.item(1, 1).text().startswith("1\n")
    assert "3 of 3 agree" in checks.outcome.text()


@pytest.mark.usefixtures("held")
def test_a_check_over_many_seeds_is_cancelled_by_keyboard(ready: MainWindow, lessons: LessonDesk, qtbot: QtBot) -> None:
    checks = lessons.panel.checks
    checks.survey.setFocus()
    qtbot.keyClick(checks.survey, Qt.Key.Key_Space)
    assert ready.focusWidget() is checks.cancel
    qtbot.keyClick(checks.cancel, Qt.Key.Key_Space)
    qtbot.waitUntil(checks.survey.isVisible, timeout=TIMEOUT_MS)
    assert "Cancelled" in checks.outcome.text()
    assert checks.table.item(1, 1).text() == "–"


@pytest.mark.usefixtures("held")
def test_another_lesson_ends_it(lessons: LessonDesk, qtbot: QtBot) -> None:
    lessons.panel.checks.survey.click()
    lessons.panel.chooser.after.click()
    qtbot.waitUntil(lambda: not lessons.surveyor.is_busy, timeout=TIMEOUT_MS)
    lessons.panel.chooser.before.click()
    assert not lessons.panel.checks.outcome.isVisible()
    assert lessons.panel.checks.survey.isVisible()


@pytest.mark.usefixtures("held")
def test_closing_the_window_ends_it(ready: MainWindow, lessons: LessonDesk) -> None:
    lessons.panel.checks.survey.click()
    ready.close()
    assert not any(thread.name == "survey" for thread in threading.enumerate())


def test_seeds_are_really_trained(ready: MainWindow, lessons: LessonDesk, qtbot: QtBot) -> None:
    """What the window's own run measures with seed 0 is among them: seed 0 alone is the same number."""
    (first, second) = small_lesson().runs
    lesson = small_lesson(
        runs=(dataclasses.replace(first, num_seeds=2), second), checks=(check("loss", 1.0, step=LAST, factor=100.0),)
    )
    lessons.panel.show_lesson(lesson)
    run_to_the_end(ready, qtbot)
    table = lessons.panel.checks.table
    qtbot.waitUntil(lambda: table.item(1, 1).text() != "–", timeout=TIMEOUT_MS)
    lessons.panel.checks.survey.click()
    qtbot.waitUntil(lambda: "\n" in table.item(1, 1).text(), timeout=TIMEOUT_MS)
    live, median, spread = table.item(1, 1).text().splitlines()
    assert 0.5 < float(live) / float(median) < 2
    assert "to" in spread
    assert "1 of 1 agree" in lessons.panel.checks.outcome.text()


def test_a_lesson_that_cannot_be_surveyed_says_why(lessons: LessonDesk, qtbot: QtBot) -> None:
    from gradiometer.fields import FieldError

    def runs(_lesson: Lesson, _progress: Progress, _cancelled: Cancelled) -> Experiment:
        raise FieldError("the digits are not there")

    lessons._runs = runs
    lessons.panel.checks.survey.click()
    qtbot.waitUntil(lambda: not lessons.surveyor.is_busy, timeout=TIMEOUT_MS)
    assert lessons.panel.checks.outcome.text() == "The check could not be made: the digits are not there"
