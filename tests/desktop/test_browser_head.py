"""The ways to begin a session, on the start page."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

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


def test_a_door_to_the_lessons_opens_and_closes(page: BrowserPage, qtbot: QtBot) -> None:
    for are_shown in (True, False):
        with qtbot.waitSignal(page.head.lessons_asked) as asked:
            page.head.lesson.click()
        assert asked.args == [are_shown]


def test_what_shows_a_person_around(page: BrowserPage, qtbot: QtBot) -> None:
    for button, signal in ((page.head.sample, page.sample_asked), (page.head.tour, page.tour_asked)):
        with qtbot.waitSignal(signal):
            button.click()
