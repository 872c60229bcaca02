"""Rows of buttons that go on below."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from gradiometer_desktop.flow import FlowLayout


class Block(QLabel):
    """As wide and as high as it is told to be."""

    def __init__(self, width: int, height: int):
        super().__init__()
        self._size = QSize(width, height)

    def sizeHint(self) -> QSize:
        return self._size


def filled(qtbot: QtBot, *sizes: tuple[int, int]) -> tuple[QWidget, list[Block]]:
    box = QWidget()
    qtbot.addWidget(box)
    flow = FlowLayout(box, spacing=10)
    blocks = [Block(*size) for size in sizes]
    for block in blocks:
        flow.addWidget(block)
    return box, blocks


def test_what_does_not_fit_goes_on_in_the_next_row(qtbot: QtBot) -> None:
    box, blocks = filled(qtbot, (100, 20), (100, 30), (100, 20))
    assert box.layout().heightForWidth(320) == 30
    assert box.layout().heightForWidth(319) == 30 + 10 + 20
    assert box.layout().heightForWidth(100) == 20 + 10 + 30 + 10 + 20
    box.resize(319, 60)
    box.show()
    assert [block.geometry().getRect() for block in blocks] == [
        (0, 5, 100, 20),
        (110, 0, 100, 30),
        (0, 40, 100, 20),
    ], "in the middle of their rows"


def test_a_wide_one_is_cut_and_a_hidden_one_takes_no_room(qtbot: QtBot) -> None:
    box, blocks = filled(qtbot, (300, 20), (40, 20))
    assert box.layout().heightForWidth(200) == 50
    blocks[0].hide()
    assert box.layout().heightForWidth(200) == 20
    blocks[0].show()
    box.resize(200, 50)
    box.show()
    assert blocks[0].width() == 200
    assert box.minimumSizeHint().width() == 0, "a dock may be narrower than a long title"


def test_items_come_and_go(qtbot: QtBot) -> None:
    box, blocks = filled(qtbot, (50, 20), (50, 20))
    flow = box.layout()
    assert flow.count() == 2
    flow.removeWidget(blocks[0])
    assert flow.count() == 1
    assert flow.itemAt(0).widget() is blocks[1]
    assert flow.itemAt(1) is None
    assert flow.takeAt(5) is None
