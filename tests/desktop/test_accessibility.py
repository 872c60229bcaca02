"""Every window, walked through without a mouse and without eyes: names, Tab, a focus that is seen, contrast.

Nothing is exempt: what these tests find is mended, not listed.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QLabel, QPushButton, QTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from accessible import LEAST_CONTRAST, contrast, nameless, pale, unmarked, unreached, walk
from gradiometer.experiment import Experiment
from gradiometer_desktop import problems, theme
from gradiometer_desktop.browser import BrowserPage
from gradiometer_desktop.docks import bring_forward
from gradiometer_desktop.keyboard import is_in_front
from gradiometer_desktop.main_window import MainWindow
from shared import TIMEOUT_MS

_WIDE = 1800, 1100
_MOST_TABS = 3


@pytest.fixture
def shown(window: MainWindow, saved: Path, tmp_path: Path, qtbot: QtBot) -> MainWindow:
    """A window with a session that has data."""
    path = Path(shutil.copy(saved, tmp_path / "shown.gradiometer"))
    window.resize(*_WIDE)
    window.open_path(path)
    window.activateWindow()
    qtbot.waitActive(window)
    return window


def wrong_with(root: QWidget) -> list[str]:
    """Everything that is wrong with a window."""
    met, traps = walk(root)
    return [*nameless(root), *traps, *unreached(root, met), *unmarked(met)]


def pale_in_both(root: QWidget, choose: Callable[[str], object]) -> list[str]:
    """Texts of a window with too little contrast, light or dark."""
    wrong = []
    for name in ("dark", "light"):
        choose(name)
        wrong += [f"{name}, {each}" for each in pale(root)]
    return wrong


def test_every_dock_of_the_main_window(shown: MainWindow) -> None:
    shown.lessons.open("03-speeds-at-initialization")
    wrong: list[str] = []
    left = [dock for dock in shown.findChildren(QDockWidget) if not dock.isHidden()]
    # A tab shows one dock of a place at a time.
    for _round in range(_MOST_TABS):
        for dock in left:
            if not any(other in left and is_in_front(other) for other in (*shown.tabifiedDockWidgets(dock), dock)):
                bring_forward(shown, dock)
        QApplication.processEvents()
        wrong += wrong_with(shown)
        left = [dock for dock in left if not is_in_front(dock)]
    assert left == []
    assert not wrong, _lines(wrong)


def test_the_main_window_in_light_and_dark(shown: MainWindow) -> None:
    wrong = pale_in_both(shown, shown.view_menu.choose_theme)
    assert not wrong, _lines(wrong)


def test_the_start_page(page: BrowserPage) -> None:
    def choose(name: str) -> None:
        theme.apply(theme.choose(name))
        page.apply_theme(theme.choose(name))

    wrong = wrong_with(page) + pale_in_both(page, choose)
    assert not wrong, _lines(wrong)


def _of(window: MainWindow) -> Experiment:
    assert window.session is not None
    experiment = window.session.experiment
    assert experiment is not None
    return experiment


def _compare(window: MainWindow) -> None:
    assert window.session is not None
    assert window.session.path is not None
    other = Path(shutil.copy(window.session.path, window.session.path.with_name("other.gradiometer")))
    window.open_comparison([window.session.path, other])


WINDOWS: dict[str, Callable[[MainWindow], object]] = {
    "new session": lambda window: window.file_menu.ask_new(),
    "export": lambda window: window.ask_export(),
    "report": lambda window: window.reports.ask_report(),
    "animation": lambda window: window.reports.ask_animation(),
    "note": lambda window: window.ask_note(3),
    "fork": lambda window: window.trials.ask(step=10),
    "compare": _compare,
    "branches": lambda window: window.file_menu.show_branches(),
    "map": lambda window: window.file_menu.show_map(_of(window)),
    "settings": lambda window: window.view_menu.show_page(),
    "shortcuts": lambda window: window.help_menu.show_shortcuts(),
    "manual": lambda window: window.help_menu.open(),
    "about": lambda window: window.help_menu._about(),
    "problem": lambda window: problems.report(window, "A mistake", "It went wrong", "Traceback: line 3"),
    "sentence": lambda window: problems.tell(window, "A file", "This file cannot be opened."),
}


@pytest.mark.parametrize("name", WINDOWS)
def test_each_other_window(shown: MainWindow, qtbot: QtBot, name: str) -> None:
    before = set(QApplication.topLevelWidgets())
    WINDOWS[name](shown)
    QApplication.processEvents()
    made = [each for each in QApplication.topLevelWidgets() if each.isVisible() and each not in before]
    assert len(made) == 1, made
    opened = made[0]
    wrong = wrong_with(opened) + pale_in_both(opened, shown.view_menu.choose_theme)
    opened.close()
    assert not wrong, _lines(wrong)


def _lines(wrong: list[str]) -> str:
    return "\n" + "\n".join(sorted(set(wrong)))


# That these tests can fail


class Blank(QWidget):
    """Takes the focus and does not show it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Blank")
        self.setMinimumSize(40, 20)


@pytest.fixture
def rough(qtbot: QtBot) -> QWidget:
    """A window in which nothing is right."""
    theme.apply(theme.LIGHT)
    made = QWidget()
    qtbot.addWidget(made)
    column = QVBoxLayout(made)
    nameless_button, forgotten, faint, told = QPushButton(), QPushButton("Forgotten"), QLabel("Faint"), QLabel()
    forgotten.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    faint.setStyleSheet("color: #b0b0b0; background: #ffffff")
    told.setText('<span style="color:#cccccc">pale</span> <span style="color:#000000">dark</span>')
    trap = QTextEdit()
    trap.setAccessibleName("Trap")
    for each in (nameless_button, forgotten, Blank(), trap, faint, told):
        column.addWidget(each)
    made.show()
    qtbot.waitActive(made)
    return made


def test_each_fault_is_found(rough: QWidget) -> None:
    met, traps = walk(rough)
    assert [each.split(":")[0] for each in nameless(rough)] == ["no name"]
    assert len(traps) == 1
    assert "Trap" in traps[0] or "QTextEdit" in traps[0]
    assert ["Forgotten" in each for each in unreached(rough, met)] == [True]
    assert ["Blank" in each for each in unmarked(met)] == [True]
    found = pale(rough)
    assert len(found) == 2, found
    assert "Faint" in found[0]
    assert "of 'pale'" in found[1]


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("chosen", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_every_pair_of_a_theme_can_be_read(chosen: theme.Theme) -> None:
    pairs = [(text, on) for text in ("text", "faint", "warning", "accent") for on in ("window", "base", "ground")]
    pairs += [("text", "grid"), ("base", "accent"), ("note", "ground"), ("marker", "ground")]
    weak = {pair: round(contrast(*(getattr(chosen, name) for name in pair)), 2) for pair in pairs}
    assert not {pair: ratio for pair, ratio in weak.items() if ratio < LEAST_CONTRAST}


# In which order


def test_tab_goes_through_the_window_as_it_is_read(shown: MainWindow) -> None:
    met, _ = walk(shown)
    parts = list(dict.fromkeys(part_of(each, shown) for each in met))
    assert parts[0] == "run_bar"
    assert parts[-2:] == ["replay_bar", "StatusLine"]
    docks = [part for part in parts if part in shown.docks]
    assert docks.index("settings") < docks.index("changes") < docks.index("profile") < docks.index("norms")
    assert docks.index("norms") < docks.index("histogram") < docks.index("heatmap") < docks.index("loss")
    # Backwards it is the same.
    first = met[0]
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert shown.focusWidget() is met[-1]


def part_of(widget: QWidget, window: QWidget) -> str:
    part = widget
    while part.parentWidget() is not window:
        part = part.parentWidget()
    return part.objectName() if part.objectName() and not part.objectName().startswith("qt_") else type(part).__name__


def test_f6_goes_from_part_to_part_and_back(shown: MainWindow) -> None:
    shown.run_bar.quantity.setFocus()
    seen = []
    for _press in range(8):
        QTest.keyClick(shown, Qt.Key.Key_F6)
        seen.append(part_of(shown.focusWidget(), shown))
    assert seen[0] == "settings"
    assert {"profile", "norms", "histogram", "heatmap", "loss"} <= set(seen)
    before = shown.focusWidget()
    QTest.keyClick(shown, Qt.Key.Key_F6)
    QTest.keyClick(shown, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert shown.focusWidget() is before


def test_a_button_with_the_focus_keeps_the_space_bar(ready: MainWindow, qtbot: QtBot) -> None:
    ready.activateWindow()
    qtbot.waitActive(ready)
    assert ready.session is not None
    switch = ready.panel.editors["skip"].control
    switch.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(switch, Qt.Key.Key_Space)
    assert switch.isChecked()
    assert not ready.session.is_playing
    ready.plots["norms"].canvases[0].setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(ready.plots["norms"].canvases[0], Qt.Key.Key_Space)
    assert ready.session.is_playing
    QTest.keyClick(ready.plots["norms"].canvases[0], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not ready.session.is_playing, timeout=TIMEOUT_MS)
