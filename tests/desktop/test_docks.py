"""The docks: who stands before whom, and no bar of tabs that leads nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QDockWidget, QLabel, QMainWindow, QTabBar
from pytestqt.qtbot import QtBot

from gradiometer_desktop.docks import keep_layout, make_docks, recall_layout, restore_docks
from gradiometer_desktop.plots import PLOTS

NAMES = ("lesson", "settings", "findings", "changes", "reading", *(kind.name for kind in PLOTS))
TABS = [
    ["changes", "reading"],
    ["findings", "settings"],
    ["heatmap", "time_heatmap"],
    ["histogram", "neurons"],
    ["loss", "surface"],
    ["profile", "factors", "through_time"],
]


def front_of(tabs: list[str]) -> str:
    """Which of them stands before the others at first."""
    return "settings" if "settings" in tabs else tabs[0]


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    made = QMainWindow()
    qtbot.addWidget(made)
    made.setDockNestingEnabled(True)
    return made


def settle() -> None:
    for _ in range(5):
        QApplication.processEvents()


def shown(window: QMainWindow, qtbot: QtBot) -> dict[str, QDockWidget]:
    docks = make_docks(window, {name: (name, QLabel(name)) for name in NAMES})
    window.show()
    qtbot.waitExposed(window)
    settle()
    return docks


def tabs_of(window: QMainWindow) -> list[list[str]]:
    """What is on each bar that can be seen."""
    bars = [bar for bar in window.findChildren(QTabBar) if not bar.visibleRegion().isEmpty()]
    return sorted([bar.tabText(index) for index in range(bar.count())] for bar in bars)


def test_every_panel_has_its_dock_and_those_behind_are_a_tab_away(window: QMainWindow, qtbot: QtBot) -> None:
    docks = shown(window, qtbot)
    assert tuple(docks) == NAMES
    assert all(dock.objectName() == name for name, dock in docks.items())
    assert tabs_of(window) == TABS
    seen = {name for name, dock in docks.items() if not dock.visibleRegion().isEmpty()}
    assert seen == set(NAMES) - {"lesson"} - {name for tabs in TABS for name in tabs if name != front_of(tabs)}
    for tabs in TABS:
        front = front_of(tabs)
        for behind in set(tabs) - {front}:
            docks[behind].raise_()
            settle()
            assert docks[front].visibleRegion().isEmpty()
            assert not docks[behind].visibleRegion().isEmpty()


def test_a_lesson_comes_and_goes_a_tab_away_from_the_settings(window: QMainWindow, qtbot: QtBot) -> None:
    docks = shown(window, qtbot)
    assert docks["lesson"].isHidden()
    for _ in range(2):
        docks["lesson"].show()
        docks["lesson"].raise_()
        settle()
        assert tabs_of(window) == [TABS[0], ["findings", "settings", "lesson"], *TABS[2:]]
        assert docks["settings"].visibleRegion().isEmpty()
        assert not docks["lesson"].visibleRegion().isEmpty()
        docks["lesson"].close()
        settle()
        assert tabs_of(window) == TABS
        assert not docks["settings"].visibleRegion().isEmpty()


def test_the_usual_sizes(window: QMainWindow, qtbot: QtBot) -> None:
    docks = shown(window, qtbot)
    assert (window.width(), window.height()) == (1280, 800)
    wanted = {"settings": 265, "profile": 420, "norms": 600, "histogram": 320, "heatmap": 340, "loss": 355}
    assert {name: docks[name].width() for name in wanted} == pytest.approx(wanted, abs=15)


@pytest.mark.parametrize("is_shown", [True, False])
def test_a_layout_comes_back_without_ghosts(window: QMainWindow, qtbot: QtBot, is_shown: bool) -> None:
    docks = make_docks(window, {name: (name, QLabel(name)) for name in NAMES})
    state = window.saveState(3)
    if is_shown:
        window.show()
        qtbot.waitExposed(window)
        docks["heatmap"].close()
        docks["factors"].raise_()
        settle()
    for _ in range(3):
        assert restore_docks(window, state, 3)
        settle()
    window.show()
    qtbot.waitExposed(window)
    window.resize(1000, 700)
    settle()
    assert tabs_of(window) == TABS
    assert docks["heatmap"].isVisible()
    bars = [bar for bar in window.findChildren(QTabBar) if not bar.visibleRegion().isEmpty()]
    for bar in bars:
        names = [bar.tabText(index) for index in range(bar.count())]
        front = docks[front_of(names)]
        assert bar.geometry().left() == front.geometry().left()
        assert bar.geometry().top() == front.geometry().bottom() + 1
        bar.setCurrentIndex(1 if names.index(front_of(names)) == 0 else 0)
        settle()
        assert front.visibleRegion().isEmpty()


def test_a_layout_of_another_version_changes_nothing(window: QMainWindow, qtbot: QtBot) -> None:
    docks = shown(window, qtbot)
    state = window.saveState(2)
    docks["norms"].close()
    assert not restore_docks(window, state, 3)
    settle()
    assert tabs_of(window) == TABS
    assert not docks["norms"].isVisible()


def test_a_layout_is_remembered_from_one_start_to_the_next(qtbot: QtBot, tmp_path: Path) -> None:
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    windows = []
    for _ in range(2):
        window = QMainWindow()
        qtbot.addWidget(window)
        window.setDockNestingEnabled(True)
        windows.append((window, make_docks(window, {name: (name, QLabel(name)) for name in NAMES})))
    (first, docks), (second, others) = windows
    first.resize(700, 650)
    docks["loss"].close()
    keep_layout(first, settings, "a/", 3)
    recall_layout(second, settings, "b/", 3)
    assert (second.width(), second.height()) == (1280, 800), "another group's"
    assert not others["loss"].isHidden()
    assert others["lesson"].isHidden()
    recall_layout(second, settings, "a/", 3)
    assert (second.width(), second.height()) == (700, 650)
    assert [name for name, dock in others.items() if dock.isHidden()] == ["lesson", "loss"]
