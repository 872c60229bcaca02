"""No part of the window is ever blank: where there is nothing yet, a sentence says what will be there."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from gradiometer_desktop.docks import bring_forward
from gradiometer_desktop.main_window import MainWindow
from gradiometer_desktop.plots import Plot
from shared import SMALL
from synthetic import write_session

# A sentence: some words, and a stop at their end.
LEAST_LETTERS = 15


def is_sentence(text: str) -> bool:
    return len(text) >= LEAST_LETTERS and text.rstrip().endswith((".", "…"))


def blanks(window: MainWindow, qtbot: QtBot) -> list[str]:
    """The docks that show nothing and do not say why, each brought forward."""
    found = []
    for name, dock in window.docks.items():
        bring_forward(window, dock)
        widget = dock.widget()
        assert widget is not None
        qtbot.waitUntil(widget.isVisible)
        found += [name for told in _told(widget) if not told]
    return found


def _told(widget: QWidget) -> list[bool]:
    if isinstance(widget, Plot):
        return [canvas.empty.isVisible() and is_sentence(canvas.empty.text()) for canvas in widget.canvases]
    labels = [each for each in widget.findChildren(QLabel) if each.isVisible()]
    return [any(is_sentence(each.text()) or len(each.text()) > 100 for each in labels)]


def test_a_session_that_has_not_begun(ready: MainWindow, qtbot: QtBot) -> None:
    assert blanks(ready, qtbot) == []


def test_a_session_without_any_step(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.open_path(write_session(tmp_path / "none.gradiometer", SMALL, 0))
    assert blanks(window, qtbot) == []


def test_a_window_with_no_session(window: MainWindow, qtbot: QtBot) -> None:
    # The settings have their fields even then.
    assert set(blanks(window, qtbot)) <= {"settings"}


def test_what_was_recorded_is_not_covered_by_a_sentence(window: MainWindow, saved: Path, qtbot: QtBot) -> None:
    window.open_path(saved)
    for name in ("profile", "factors", "norms", "histogram", "neurons", "heatmap", "loss"):
        bring_forward(window, window.docks[name])
        for canvas in window.plots[name].canvases:
            qtbot.waitUntil(canvas.empty.isHidden)


@pytest.mark.parametrize("name", ["through_time", "time_heatmap", "surface"])
def test_what_a_network_does_not_have_says_which_has_it(window: MainWindow, saved: Path, name: str) -> None:
    window.open_path(saved)
    bring_forward(window, window.docks[name])
    (canvas,) = window.plots[name].canvases
    assert is_sentence(canvas.empty.text())
