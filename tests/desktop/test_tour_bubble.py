"""The bubble and the shades of the tour; where they stand in the window is in test_tour.py."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gradiometer_desktop.tour_bubble import Bubble, Spotlight


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    return made


def test_shades_and_the_lit_place_share_the_window(window: QWidget) -> None:
    spotlight = Spotlight(window)
    lit = QRect(200, 100, 300, 250)
    spotlight.place(lit)
    covered = [each.geometry() for each in spotlight.shades]
    assert sum(each.width() * each.height() for each in (*covered, lit)) == 1000 * 700
    assert not any(each.intersects(lit) for each in covered)
    assert all(each.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents) for each in spotlight.shades)
    spotlight.place(QRect())
    assert all(each.isHidden() for each in (*spotlight.shades, spotlight.frame))


@pytest.mark.parametrize(
    "lit",
    [
        QRect(0, 0, 300, 700),
        QRect(700, 0, 300, 700),
        QRect(0, 0, 1000, 100),
        QRect(0, 600, 1000, 100),
        QRect(5, 5, 60, 30),
    ],
)
def test_the_bubble_stands_beside_the_place(window: QWidget, lit: QRect) -> None:
    bubble = Bubble(window, 6)
    bubble.tell(0, "A part", "A sentence about it. " * 6, "Do it", window.update)
    bubble.place(lit)
    assert window.rect().contains(bubble.geometry())
    assert not bubble.geometry().intersects(lit)


def test_what_it_offers_is_done_once(window: QWidget, qtbot: QtBot) -> None:
    bubble = Bubble(window, 6)
    done: list[int] = []
    bubble.tell(5, "The end", "A sentence.", "Do it", lambda: done.append(1))
    assert bubble.on.text() == "Done"
    assert bubble.skip.isHidden()
    assert bubble.dots.accessibleName() == "Step 6 of 6"
    bubble.deed.click()
    assert done == [1]
    assert bubble.deed.isHidden()
