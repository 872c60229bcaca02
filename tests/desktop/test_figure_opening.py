"""A figure opens its session at the view it shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from gradiometer.comparison import Comparison
from gradiometer.figures.files import export_comparison, export_figure
from gradiometer.session_file import load_session
from gradiometer_desktop.compare_window import CompareWindow
from gradiometer_desktop.main_window import MainWindow
from gradiometer_desktop.saved_session import SavedSession
from shared import TIMEOUT_MS

VIEW = {"layer": 1, "quantity": "delta_norm", "histogram": "weight", "first_step": 10, "last_step": 40, "step": 30}


@pytest.fixture
def figure(saved: Path, tmp_path: Path) -> Path:
    with load_session(saved) as session:
        export_figure(session, "norms", tmp_path / "norms.png", **VIEW)  # type: ignore[arg-type]
    return tmp_path / "norms.png"


def test_the_session_is_shown_as_the_figure_shows_it(window: MainWindow, figure: Path, saved: Path) -> None:
    assert window.open_path(figure)
    assert isinstance(window.session, SavedSession)
    assert window.session.path == saved
    chosen = window.selection
    assert (chosen.layer, chosen.quantity, chosen.histogram) == (1, "delta_norm", "weight")
    assert (chosen.steps.first, chosen.steps.last, chosen.moment.step) == (10, 40, 30)
    assert window.docks["norms"].isVisible()


def test_it_can_be_opened_twice(window: MainWindow, figure: Path) -> None:
    assert window.open_path(figure)
    window.selection.choose_layer(0)
    assert window.open_path(figure)
    assert window.selection.layer == 1


def test_a_comparison_opens_all_its_sessions(
    window: MainWindow, saved: Path, folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    with Comparison([saved, folder / "second.gradiometer"]) as comparison:
        options = {"quantity": "delta_norm", "layers": (1, -1), "first": 5.0, "last": 25.0, "position": 20.0}
        export_comparison(comparison, "ratio", tmp_path / "both.svg", **options)  # type: ignore[arg-type]
    assert window.open_path(tmp_path / "both.svg")
    (compared,) = [each for each in QApplication.topLevelWidgets() if isinstance(each, CompareWindow)]
    assert [side.session.path for side in compared.comparison.sides] == [saved, folder / "second.gradiometer"]
    chosen = compared.chosen
    assert (chosen.quantity, chosen.layers, chosen.position) == ("delta_norm", (1, -1), 20.0)
    assert (chosen.steps.first, chosen.steps.last) == (5.0, 25.0)
    # It stands behind another one's tab.
    qtbot.waitUntil(lambda: not compared.docks["ratio"].visibleRegion().isEmpty(), timeout=TIMEOUT_MS)
    compared.close()


def test_a_picture_of_something_else_is_a_sentence(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "cat.png").write_bytes(b"miaow")
    before = window.session
    assert not window.open_path(tmp_path / "cat.png")
    assert window.session is before
    (box,) = [each for each in QApplication.topLevelWidgets() if isinstance(each, QMessageBox) and each.isVisible()]
    assert box.text().endswith("cat.png cannot be read: it is no PNG picture")
    box.close()
