"""The legend with a box for each session."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gradiometer.comparison import Comparison
from gradiometer_desktop.compare.sessions_list import SessionsList
from gradiometer_desktop.theme import DARK


@pytest.fixture
def legend(qtbot: QtBot, several: Comparison) -> SessionsList:
    made = SessionsList()
    qtbot.addWidget(made)
    made.show_comparison(several)
    return made


def test_every_session_with_its_file(legend: SessionsList, several: Comparison) -> None:
    assert [legend.item(row).text() for row in range(legend.count())] == [side.label for side in several.sides]
    for row, side in enumerate(several.sides):
        assert str(side.session.path) in legend.item(row).toolTip()
        assert legend.item(row).checkState() == Qt.CheckState.Checked


def test_hiding_and_showing(qtbot: QtBot, legend: SessionsList, several: Comparison) -> None:
    with qtbot.waitSignal(legend.toggled):
        legend.item(1).setCheckState(Qt.CheckState.Unchecked)
    assert [side.is_shown for side in several.sides] == [True, False, True]
    with qtbot.waitSignal(legend.toggled):
        legend.item(1).setCheckState(Qt.CheckState.Checked)
    assert all(side.is_shown for side in several.sides)


def test_another_theme_hides_nothing(qtbot: QtBot, legend: SessionsList, several: Comparison) -> None:
    colors = [legend.item(0).icon().pixmap(12).toImage().pixelColor(6, 6).name()]
    with qtbot.assertNotEmitted(legend.toggled):
        legend.apply_theme(DARK)
    colors.append(legend.item(0).icon().pixmap(12).toImage().pixelColor(6, 6).name())
    assert colors == ["#0072b2", "#56b4e9"]
    assert all(side.is_shown for side in several.sides)


def test_a_hidden_session_has_a_hollow_square(legend: SessionsList) -> None:
    legend.item(0).setCheckState(Qt.CheckState.Unchecked)
    square = legend.item(0).icon().pixmap(12).toImage()
    assert square.pixelColor(0, 0).name() == "#0072b2"
    assert square.pixelColor(6, 6).alpha() == 0
