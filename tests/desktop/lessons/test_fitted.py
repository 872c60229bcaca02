"""Texts and tables that are as high as what is in them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gradiometer_desktop.lessons.fitted import FittedTable, FittedText

TEXT = " ".join(["several words"] * 60)


@pytest.fixture
def page(qtbot: QtBot) -> QScrollArea:
    """A short page with a text and a table in it."""
    page, content = QScrollArea(), QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(content)
    page.text, page.table = FittedText("The text"), FittedTable("The table", ("One", "Two"), (1, 1))
    column.addWidget(page.text)
    column.addWidget(page.table)
    page.setWidgetResizable(True)
    page.setWidget(content)
    page.resize(400, 200)
    page.show()
    qtbot.waitExposed(page)
    return page


def test_a_narrow_text_is_higher(page: QScrollArea, qtbot: QtBot) -> None:
    page.text.show_markdown(TEXT)
    wide = page.text.height()
    assert wide > 100
    page.resize(250, 200)
    qtbot.waitUntil(lambda: page.text.height() > 1.3 * wide)
    # The page's scroll bar has come meanwhile, or not yet.
    qtbot.waitUntil(lambda: page.text.document().size().height() <= page.text.viewport().height())
    assert page.text.accessibleName() == "The text"


def test_keys_that_scroll_are_for_the_page(page: QScrollArea, qtbot: QtBot) -> None:
    page.text.show_markdown(TEXT)
    bar = page.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    page.text.setFocus()
    qtbot.keyClick(page.text, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    qtbot.keyClick(page.text, Qt.Key.Key_PageUp)
    assert bar.value() == 0


def test_all_rows_of_a_table_are_shown(page: QScrollArea, qtbot: QtBot) -> None:
    table = page.table
    title = table.add_title("Of all")
    table.setRowCount(3)
    for row in (1, 2):
        table.write(row, 0, f"row {row}")
        table.write(row, 1, "short")
    table.fit()
    low = table.height()
    assert table.columnSpan(title, 0) == 2
    assert table.item(title, 0).font().bold()
    table.write(2, 1, TEXT)
    table.fit()
    assert table.height() > low + 50
    assert table.rowViewportPosition(2) + table.rowHeight(2) <= table.viewport().height()
    assert table.columnWidth(0) + table.columnWidth(1) <= table.viewport().width()
    table.clear_rows()
    table.fit()
    assert table.height() < low


def test_a_table_hands_on_the_keys_at_its_ends(page: QScrollArea, qtbot: QtBot) -> None:
    table = page.table
    page.text.show_markdown(TEXT)
    table.setRowCount(2)
    for row in (0, 1):
        table.write(row, 0, str(row))
    table.fit()
    bar = page.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    bar.setValue(0)
    table.setCurrentCell(0, 0)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.currentRow() == 1
    bar.setValue(bar.maximum() - 30)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert bar.value() > bar.maximum() - 30
    qtbot.keyClick(table, Qt.Key.Key_Up)
    assert table.currentRow() == 0
