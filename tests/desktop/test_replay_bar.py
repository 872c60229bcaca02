"""The bar under the plots: where it goes, what it says, and which keys it takes."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from gradiometer.history import History
from gradiometer.layout import layouts
from gradiometer.reports import Event, Intervention, Note, StepReport
from gradiometer.session_file import load_session
from gradiometer.settings import Reinitialize, Settings
from gradiometer_desktop import theme
from gradiometer_desktop.replay_bar import SPEEDS, ReplayBar, describe_settings
from gradiometer_desktop.selection import Selection
from gradiometer_desktop.theme import DARK, LIGHT, Theme
from recorded import new_writer
from shared import SMALL
from synthetic import write_watched

SIGMOID = SMALL.settings
RELU = dataclasses.replace(SIGMOID, activation="relu", skip=True)
STEPS = [0, 1, 2, 5, 20, 21, 40, 41, 60, 99]


def rows(steps: list[int]) -> list[StepReport]:
    layout = layouts(len(SMALL.layer_names))["step"]
    made = []
    for step in steps:
        row = np.ones(layout.width)
        row[0] = step
        row[layout.slice("elapsed")] = 0.1 * step
        made.append(StepReport(step, row))
    return made


class AnySession:
    """What the bar asks of a session."""

    is_live = False

    def __init__(self, history: History):
        self.history = history


class Shown:
    """The bar in a window."""

    def __init__(self, qtbot: QtBot):
        self.qtbot = qtbot
        self.selection = Selection()
        self.moment = self.selection.moment
        self.window = QMainWindow()
        qtbot.addWidget(self.window)
        self.bar = ReplayBar(self.selection, self.window)
        self.window.addToolBar(Qt.ToolBarArea.BottomToolBarArea, self.bar)
        self.window.resize(1280, 200)
        theme.apply(LIGHT)
        self.bar.apply_theme(LIGHT)
        self.window.show()
        qtbot.waitExposed(self.window)
        # Keys go to the window that is active.
        with qtbot.waitActive(self.window):
            self.window.activateWindow()

    def open(self, history: History) -> None:
        self.history = history
        self.bar.show_session(AnySession(history))  # type: ignore[arg-type]

    def enabled(self) -> set[str]:
        return {name for name, action in self.bar.deeds.items() if action.isEnabled()}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "a.gradiometer"
    writer = new_writer(made, SMALL)
    reports: list[Any] = [
        Intervention(20, RELU, SIGMOID, RELU, ""),
        Intervention(60, Reinitialize(scheme="he"), RELU, RELU, ""),
        Event(40, "non_finite", "NaN or Inf first appeared in the loss at step 40"),
        Note(50, "look here"),
        *rows(STEPS),
    ]
    for report in reports:
        writer.add(report)
    assert writer.close() == ""
    return made


@pytest.fixture
def shown(qtbot: QtBot, path: Path) -> Iterator[Shown]:
    made = Shown(qtbot)
    made.open(History.saved(load_session(path)))
    yield made
    made.bar.player.pause()
    made.history.release()


def press(shown: Shown, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> float | None:
    shown.qtbot.keyClick(shown.window, key, modifier)
    return shown.moment.step


def test_at_first_it_follows_the_newest(shown: Shown) -> None:
    assert shown.moment.step is None
    assert shown.bar.track.slider.value() == shown.bar.track.slider.maximum()
    assert shown.bar.where.whole == "newest step · ReLU, skips on, SGD, rate 0.1"
    assert shown.bar.mark.whole == "step 60: Re-initialization: He, all layers"
    assert shown.enabled() == {"first", "step_back", "mark_back", "start"}


def test_steps_are_the_measured_ones(shown: Shown) -> None:
    seen = [press(shown, Qt.Key.Key_Left) for _ in range(len(STEPS) + 1)]
    assert seen == [*STEPS[-2::-1], 0, 0]
    assert shown.enabled() == {"start", "step_on", "mark_on", "newest"}
    seen = [press(shown, Qt.Key.Key_Right) for _ in range(len(STEPS))]
    assert seen == [*STEPS[1:], None]
    shown.moment.choose(30.0)
    assert press(shown, Qt.Key.Key_Left) == 21
    shown.moment.choose(30.4)
    assert press(shown, Qt.Key.Key_Right) == 40


def test_marks_are_changes_findings_and_notes(shown: Shown) -> None:
    ctrl = Qt.KeyboardModifier.ControlModifier
    texts = []
    for step in (60, 50, 40, 20, 20):
        assert press(shown, Qt.Key.Key_Left, ctrl) == step
        texts.append(shown.bar.mark.whole)
    assert texts[:4] == [
        "step 60: Re-initialization: He, all layers",
        "step 50: look here",
        "step 40: NaN or Inf first appeared in the loss at step 40",
        "step 20: Activation: Sigmoid → ReLU; Skip connections: off → on",
    ]
    assert [press(shown, Qt.Key.Key_Right, ctrl) for _ in range(4)] == [40, 50, 60, 60]
    assert "mark_on" not in shown.enabled()
    shown.moment.choose(19.0)
    assert shown.bar.mark.whole == ""
    assert shown.bar.where.whole == "step 19 of 99 · Sigmoid, SGD, rate 0.1"
    assert "mark_back" not in shown.enabled()


def test_home_end_and_play(shown: Shown) -> None:
    assert press(shown, Qt.Key.Key_Home) == 0
    assert press(shown, Qt.Key.Key_End) is None
    assert press(shown, Qt.Key.Key_P) == 0
    assert shown.bar.player.is_playing
    assert "Hold" in shown.bar.deeds["start"].toolTip()
    press(shown, Qt.Key.Key_P)
    assert not shown.bar.player.is_playing
    assert "Replay" in shown.bar.deeds["start"].toolTip()


def test_no_key_is_the_run_bars(shown: Shown) -> None:
    from gradiometer_desktop.run_bar import RunBar

    taken = {shortcut.toString() for action in RunBar(Selection()).actions() for shortcut in action.shortcuts()}
    own = [shortcut.toString() for action in shown.bar.deeds.values() for shortcut in action.shortcuts()]
    assert len(set(own)) == len(own) == 7
    assert not taken & set(own)


def test_the_slider_goes_where_it_is_pressed(shown: Shown, qtbot: QtBot) -> None:
    slider = shown.bar.track.slider
    inside = slider.width() - slider.handle_px
    left = Qt.MouseButton.LeftButton
    for share in (0.0, 0.25, 0.7):
        at = QPoint(round(slider.handle_px / 2 + share * inside), slider.height() // 2)
        qtbot.mousePress(slider, left, pos=at)
        assert shown.moment.step == pytest.approx(99 * share, abs=1)
        # While a hand holds it nothing else moves it.
        before = slider.value()
        shown.moment.choose(33.0)
        assert slider.value() == before
        qtbot.mouseRelease(slider, left, pos=at)
    qtbot.mousePress(slider, left, pos=QPoint(slider.width() - 1, slider.height() // 2))
    qtbot.mouseRelease(slider, left, pos=QPoint(slider.width() - 1, slider.height() // 2))
    assert shown.moment.step is None


def test_the_slider_stands_at_the_moment(shown: Shown, qtbot: QtBot) -> None:
    slider = shown.bar.track.slider
    with qtbot.assertNotEmitted(slider.sought):
        for step in (0.0, 33.0, 99.0):
            shown.moment.choose(step)
            assert slider.value() == pytest.approx(slider.maximum() * step / 99, abs=1)


@pytest.mark.parametrize("chosen", [LIGHT, DARK], ids=["light", "dark"])
def test_a_tick_at_each_mark(shown: Shown, chosen: Theme) -> None:
    shown.bar.apply_theme(chosen)
    slider, ticks = shown.bar.track.slider, shown.bar.track.ticks
    image = ticks.pixmap().toImage()
    colors = {20: chosen.marker, 40: chosen.warning, 50: chosen.note, 60: chosen.marker}
    opaque = [x for x in range(image.width()) if image.pixelColor(x, 2).alpha() == 255]
    assert len(opaque) == 2 * len(colors)
    for step, color in colors.items():
        at = slider.handle_px / 2 + step / 99 * (slider.width() - slider.handle_px)
        assert image.pixelColor(round(at), 2) == QColor(color) or image.pixelColor(round(at) - 1, 2) == QColor(color)
    key = ticks.pixmap().cacheKey()
    shown.moment.choose(33.0)
    shown.bar.refresh()
    assert ticks.pixmap().cacheKey() == key
    shown.window.resize(1000, 200)
    shown.history.pin(Note(70, "more"))
    shown.bar.refresh()
    assert ticks.pixmap().cacheKey() != key


def test_speeds(shown: Shown) -> None:
    assert [shown.bar.speed.itemText(index) for index in range(len(SPEEDS))] == [
        "1×",
        "2×",
        "5×",
        "10×",
        "100×",
        "1000×",
    ]
    shown.bar.speed.setCurrentIndex(3)
    assert shown.bar.player.speed == 10.0
    shown.moment.choose(0.0)
    shown.bar.deeds["start"].trigger()
    # A tenth of a second a step.
    shown.bar.player.advance(0.2001)
    assert shown.moment.step == 20
    shown.bar.speed.setCurrentIndex(0)
    shown.bar.player.advance(0.0)
    shown.bar.player.advance(0.1)
    assert shown.moment.step == 21


def test_a_run_goes_on_meanwhile(qtbot: QtBot) -> None:
    shown = Shown(qtbot)
    history = History.live(SMALL)
    shown.open(history)
    assert shown.enabled() == set()
    assert shown.bar.where.whole == shown.bar.mark.whole == ""
    history.append(rows(list(range(10))))
    shown.bar.refresh()
    press(shown, Qt.Key.Key_Left)
    press(shown, Qt.Key.Key_Left)
    assert shown.moment.step == 7
    history.append([Intervention(10, RELU, SIGMOID, RELU, "")])
    shown.bar.refresh()
    # It is marked before its step is there.
    assert "mark_on" not in shown.enabled()
    history.append(rows(list(range(10, 29))))
    shown.bar.refresh()
    assert shown.moment.step == 7
    assert shown.bar.where.whole == "step 7 of 28 · Sigmoid, SGD, rate 0.1"
    slider = shown.bar.track.slider
    assert slider.value() == pytest.approx(slider.maximum() * 7 / 28, abs=1)
    assert press(shown, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier) == 10
    assert press(shown, Qt.Key.Key_End) is None
    assert shown.bar.where.whole == "newest step · ReLU, skips on, SGD, rate 0.1"


def test_a_loop_of_somebodys_own(qtbot: QtBot, tmp_path: Path) -> None:
    shown = Shown(qtbot)
    shown.open(History.saved(load_session(write_watched(tmp_path / "a.gradiometer", 20))))
    assert shown.bar.where.whole == "newest step"
    press(shown, Qt.Key.Key_Left)
    assert shown.bar.where.whole == "step 18 of 19"
    shown.history.release()


def test_lines_are_cut_where_there_is_no_room(shown: Shown, qtbot: QtBot) -> None:
    shown.history.pin(Note(50, "word " * 100))
    shown.bar.refresh()
    shown.moment.choose(50.0)
    assert shown.bar.mark.text().endswith("…")
    assert shown.bar.mark.toolTip() == shown.bar.mark.whole
    assert shown.bar.mark.whole.endswith("word word")
    short = shown.bar.mark.text()
    shown.window.resize(1900, 200)
    qtbot.waitUntil(lambda: len(shown.bar.mark.text()) > len(short))


def test_no_line_of_python_runs_while_qt_paints(shown: Shown) -> None:
    called: list[str] = []

    def note(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call":
            called.append(frame.f_code.co_qualname)

    for step in (None, 30.0):
        shown.moment.choose(step)
        for widget in (shown.bar, shown.bar.track, shown.bar.track.slider, shown.bar.track.ticks, shown.bar.where):
            sys.setprofile(note)
            try:
                widget.repaint()
            finally:
                sys.setprofile(None)
            assert called == []


def test_settings_in_a_few_words() -> None:
    assert describe_settings(Settings(), {}) == "Sigmoid, SGD, rate 0.1"
    settings = Settings(activation="relu", normalization="batch", skip=True, clipping="total", optimizer="adam")
    assert describe_settings(settings, {}) == "ReLU, norm BatchNorm, skips on, clip Total norm, Adam, rate 0.1"
    for skip, words in ((True, "Sigmoid, skips on, skips x 0.4, SGD, rate 0.1"), (False, "Sigmoid, SGD, rate 0.1")):
        assert describe_settings(Settings(skip=skip, skip_weight=0.4), {}) == words
    lstm = SMALL.for_family("lstm")
    assert describe_settings(lstm.settings, lstm.blocked) == "forget bias 1, SGD, rate 0.1"
