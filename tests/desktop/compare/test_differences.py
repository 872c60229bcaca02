"""The table of differences in the window."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from gradiometer.comparison import Comparison
from gradiometer_desktop.compare.differences import DifferencesTable
from gradiometer_desktop.theme import DARK


@pytest.fixture
def differences(qtbot: QtBot, several: Comparison) -> DifferencesTable:
    made = DifferencesTable()
    qtbot.addWidget(made)
    made.show_comparison(several)
    return made


def texts(differences: DifferencesTable) -> list[list[str]]:
    table = differences.table
    cells = [[table.item(row, column) for column in range(table.columnCount())] for row in range(table.rowCount())]
    return [[cell.text() for cell in row if cell is not None] for row in cells]


def test_it_says_what_the_core_says(differences: DifferencesTable, several: Comparison) -> None:
    for everything in (False, True):
        differences.everything.setChecked(everything)
        rows = several.differences(everything=everything)
        told = [row for row in texts(differences) if len(row) > 1]
        assert told == [[row.title, *row.texts] for row in rows]
        groups = [row[0] for row in texts(differences) if len(row) == 1]
        assert groups == list(dict.fromkeys(row.group.capitalize() for row in rows))


def test_a_column_for_each_session(differences: DifferencesTable, several: Comparison) -> None:
    table = differences.table
    headings = [table.horizontalHeaderItem(column) for column in range(1, table.columnCount())]
    assert [heading.text() for heading in headings] == [side.label for side in several.sides]
    differences.apply_theme(DARK)
    icon = table.horizontalHeaderItem(1).icon().pixmap(12).toImage()
    assert icon.pixelColor(6, 6).name() == "#56b4e9"
