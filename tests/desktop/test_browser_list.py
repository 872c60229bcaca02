"""The list of sessions: sorted by its headings, and as wide as the page allows."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gradiometer_desktop.browser import BrowserPage
from gradiometer_desktop.browser_table import DATE, FINDINGS, HEADINGS, LOSS, NAME, PROFILE, STEPS, STRUCTURE
from shared import TIMEOUT_MS


def order(page: BrowserPage) -> list[str]:
    page.list.selectAll()
    return [summary.path.stem for summary in page.list.chosen]


@pytest.mark.parametrize(
    ("column", "up"),
    [
        (PROFILE, ["second", "first", "third"]),
        (DATE, ["first", "second", "third"]),
        (STEPS, ["first", "third", "second"]),
        (LOSS, ["second", "third", "first"]),
    ],
)
def test_a_click_on_a_heading_sorts(page: BrowserPage, qtbot: QtBot, column: int, up: list[str]) -> None:
    header = page.list.horizontalHeader()
    at = header.viewport().rect().center()
    at.setX(header.sectionViewportPosition(column) + 20)
    seen = []
    for _ in range(2):
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
        seen.append(order(page))
    # The list is sorted by date to begin with, so that the first click on it turns that round.
    assert sorted(seen) == sorted([up, up[::-1]])


@pytest.mark.parametrize(
    ("width", "left_out"),
    [(1920, set()), (1280, set()), (960, {STRUCTURE, LOSS}), (800, {STRUCTURE, LOSS, STEPS})],
)
def test_all_columns_fit_or_are_left_out(page: BrowserPage, width: int, left_out: set[int]) -> None:
    for each in (900, width):
        page.resize(each, 800)
    columns = range(len(HEADINGS))
    assert {column for column in columns if page.list.isColumnHidden(column)} == left_out
    assert sum(map(page.list.columnWidth, columns)) == page.list.viewport().width()
    assert page.list.columnWidth(NAME) > page.list.columnWidth(FINDINGS)


def test_choosing_what_is_not_listed_chooses_nothing(page: BrowserPage, folder: Path) -> None:
    page.list.choose([folder / "none.gradiometer"])
    assert page.list.chosen == []
    page.list.choose_one()
    assert len(page.list.chosen) == 1
    page.list.choose([folder / "first.gradiometer"])
    page.list.choose_one()
    assert [summary.path.stem for summary in page.list.chosen] == ["first"]


def test_pictures_are_drawn_of_the_rows_on_the_screen(page: BrowserPage, qtbot: QtBot, folder: Path) -> None:
    for number in range(60):
        shutil.copy(folder / "second.gradiometer", folder / f"{number}.gradiometer")
    with qtbot.waitSignal(page.filled, timeout=TIMEOUT_MS):
        page.refresh()

    def is_drawn(row: int) -> bool:
        return not page.shown.index(row, PROFILE).data(Qt.ItemDataRole.DecorationRole).isNull()

    late = page.shown.rowCount() - 5
    qtbot.waitUntil(lambda: is_drawn(0), timeout=TIMEOUT_MS)
    assert not is_drawn(late)
    page.list.scrollToBottom()
    qtbot.waitUntil(lambda: is_drawn(late), timeout=TIMEOUT_MS)
    page.list.scrollToTop()
    page.list.sortByColumn(DATE, Qt.SortOrder.AscendingOrder)
    qtbot.waitUntil(lambda: all(map(is_drawn, range(5))), timeout=TIMEOUT_MS)


def test_no_python_runs_while_it_is_painted(page: BrowserPage, qtbot: QtBot) -> None:
    """Training beside it would wait, and an error there would end the program."""
    qtbot.waitExposed(page)
    page.list.viewport().repaint()
    called: list[str] = []
    sys.setprofile(lambda frame, event, _: called.append(frame.f_code.co_name) if event == "call" else None)
    try:
        page.list.viewport().repaint()
    finally:
        sys.setprofile(None)
    assert called == []
