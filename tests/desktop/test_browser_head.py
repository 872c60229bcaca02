"""The ways to begin a session, on the start page."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from gradiometer.lessons import lesson_names
from gradiometer.presets import load_experiment, preset_names
from gradiometer_desktop.browser import BrowserPage


def test_each_preset_is_one_click_away(page: BrowserPage, qtbot: QtBot) -> None:
    assert tuple(page.head.presets) == preset_names()
    for name, chip in page.head.presets.items():
        assert load_experiment(name).structure in chip.toolTip()
        with qtbot.waitSignal(page.preset_asked) as asked:
            chip.click()
        assert asked.args == [name]


def test_a_session_of_ones_own_and_one_from_elsewhere(page: BrowserPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.new_asked):
        page.head.new.click()
    with qtbot.waitSignal(page.file_asked):
        page.head.file.click()


def test_each_lesson_is_two_clicks_away(page: BrowserPage, qtbot: QtBot) -> None:
    menu = page.head.lesson.menu()
    assert menu.isEmpty(), "they are read when somebody looks"
    menu.aboutToShow.emit()
    assert len(menu.actions()) == len(lesson_names())
    with qtbot.waitSignal(page.head.lesson_asked) as asked:
        menu.actions()[1].trigger()
    assert asked.args == [lesson_names()[1]]
