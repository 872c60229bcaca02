"""What takes long says how far it is, and can be cancelled; what does not is not seen."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gradiometer_desktop.long_work import Cancelled, LongWork, Progress
from gradiometer_desktop.work_row import WorkRow
from shared import TIMEOUT_MS


@pytest.fixture
def row(qtbot: QtBot) -> Iterator[WorkRow]:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    made = WorkRow(parent)
    made._late.setInterval(0)
    yield made
    parent.close()


@pytest.fixture
def work(row: WorkRow) -> Iterator[LongWork]:
    made = LongWork(row)
    yield made
    made.close_down()


def test_it_is_shown_while_it_lasts_and_can_be_cancelled(row: WorkRow, work: LongWork, qtbot: QtBot) -> None:
    goes_on = threading.Event()

    def carry_out(progress: Progress, cancelled: Cancelled) -> None:
        progress(1_000_000, 4_000_000)
        while not cancelled():
            goes_on.wait(0.01)

    work.start(carry_out)
    row.follow(work, "Writing a.gradiometer")
    assert row.isHidden()
    qtbot.waitUntil(lambda: row.isVisible() and row.bar.value() == 250, timeout=TIMEOUT_MS)
    assert (row.text.text(), row.bar.maximum()) == ("Writing a.gradiometer", 1000)
    assert row.cancel.accessibleName() == "Cancel: Writing a.gradiometer"
    with qtbot.waitSignal(work.done, timeout=TIMEOUT_MS) as done:
        row.cancel.click()
        assert not row.cancel.isEnabled()
    assert done.args == [None, "", True]
    assert row.isHidden()


def test_of_two_the_newer_one_is_shown(row: WorkRow, qtbot: QtBot) -> None:
    ended: list[str] = []
    first, second = (lambda: ended.append("first")), (lambda: ended.append("second"))
    row.begin("First", first)
    row.begin("Second", second)
    row.tell(first, 1, 2)
    assert row.bar.maximum() == 0
    row.end(first)
    qtbot.waitUntil(row.isVisible, timeout=TIMEOUT_MS)
    row.cancel.click()
    assert ended == ["second"]
    row.end(second)
    assert row.isHidden()


def test_what_is_soon_over_is_never_seen(row: WorkRow, work: LongWork, qtbot: QtBot) -> None:
    row._late.setInterval(TIMEOUT_MS)
    with qtbot.waitSignal(work.done, timeout=TIMEOUT_MS):
        work.start(lambda _progress, _cancelled: None)
        row.follow(work, "Soon over")
    assert row.isHidden()
    assert not row._late.isActive()
