"""Plots read by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gradiometer_desktop.docks import bring_forward
from gradiometer_desktop.main_window import MainWindow
from gradiometer_desktop.plots import Plot

_KEYS = Qt.Key


@pytest.fixture
def shown(window: MainWindow, saved: Path, qtbot: QtBot) -> MainWindow:
    window.open_path(saved)
    window.activateWindow()
    qtbot.waitActive(window)
    return window


def focus(window: MainWindow, name: str) -> Plot:
    bring_forward(window, window.docks[name])
    plot = window.plots[name]
    plot.canvases[0].setFocus(Qt.FocusReason.TabFocusReason)
    assert plot.canvases[0].hasFocus()
    return plot


def press(plot: Plot, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> str:
    QTest.keyClick(plot.canvases[0], key, modifiers)
    return plot.readout.text()


def test_layers_are_read_one_by_one_and_chosen(shown: MainWindow) -> None:
    plot = focus(shown, "profile")
    assert press(plot, _KEYS.Key_Right).startswith("hidden 1: weight gradient norm")
    assert press(plot, _KEYS.Key_Right).startswith("hidden 2: weight gradient norm")
    assert press(plot, _KEYS.Key_End).startswith("output: ")
    assert press(plot, _KEYS.Key_Left).startswith("hidden 3: ")
    assert shown.selection.layer == 0
    press(plot, _KEYS.Key_Return)
    assert shown.selection.layer == 2
    # The keys were the plot's, and the replay has not moved.
    assert shown.selection.moment.step is None


def test_steps_are_read_and_looked_back_at(shown: MainWindow) -> None:
    plot = focus(shown, "norms")
    assert press(plot, _KEYS.Key_Home).startswith("step 0: hidden 1")
    assert press(plot, _KEYS.Key_Right).startswith("step 1: hidden 1")
    assert press(plot, _KEYS.Key_Right, Qt.KeyboardModifier.ShiftModifier).startswith("step 11: hidden 1")
    assert press(plot, _KEYS.Key_Down).startswith("step 11: hidden 2")
    press(plot, _KEYS.Key_Return)
    assert shown.selection.moment.step == 11


def test_plus_and_minus_show_fewer_and_more_steps(shown: MainWindow) -> None:
    plot = focus(shown, "norms")
    steps = shown.selection.steps
    before = steps.last - steps.first
    press(plot, _KEYS.Key_Home)
    press(plot, _KEYS.Key_Plus)
    assert steps.last - steps.first == pytest.approx(before / 2)
    press(plot, _KEYS.Key_Minus)
    assert steps.last - steps.first == pytest.approx(before)
    press(plot, _KEYS.Key_Plus)
    press(plot, _KEYS.Key_0)
    assert steps.follows
    assert steps.last - steps.first == pytest.approx(before)


@pytest.mark.parametrize("name", ["profile", "norms", "histogram", "heatmap", "loss", "factors", "neurons"])
def test_each_plot_reads_something_off(shown: MainWindow, name: str) -> None:
    plot = focus(shown, name)
    assert press(plot, _KEYS.Key_Right)
    assert press(plot, _KEYS.Key_Down)


def test_a_plot_left_reads_nothing_off_any_more(shown: MainWindow) -> None:
    plot = focus(shown, "norms")
    press(plot, _KEYS.Key_Home)
    assert plot.canvases[0].focus_frame.isVisible()
    focus(shown, "profile")
    assert plot.keys.place is None
    assert not plot.canvases[0].focus_frame.isVisible()
    assert plot.readout.text().startswith("step 59")


def test_a_click_leaves_the_arrows_to_the_replay(shown: MainWindow) -> None:
    plot = shown.plots["norms"]
    canvas = plot.canvases[0]
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=canvas.viewport().rect().center())
    assert not canvas.hasFocus()
    QTest.keyClick(shown, _KEYS.Key_Left)
    assert shown.selection.moment.step is not None


def test_the_menu_key_asks_for_the_step_that_is_read(shown: MainWindow) -> None:
    plot = focus(shown, "norms")
    press(plot, _KEYS.Key_Home)
    press(plot, _KEYS.Key_Right)
    assert plot.keyed_step == 1
    # The menu has the keys meanwhile, and gives them back.
    QApplication.sendEvent(plot.canvases[0], QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.PopupFocusReason))
    assert plot.keyed_step == 1


def test_what_a_plot_shows_is_told_in_words(shown: MainWindow) -> None:
    plot = focus(shown, "profile")
    told = plot.canvases[0].accessibleDescription()
    assert told.startswith("Weight gradient norm of 4 layers at step 59: from ")
    for name in ("norms", "loss", "histogram", "heatmap", "factors", "neurons"):
        assert len(shown.plots[name].in_words()) > 20
