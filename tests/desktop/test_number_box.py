"""Digits keep off the rim of their box."""

from __future__ import annotations

from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox
from pytestqt.qtbot import QtBot

from gradiometer_desktop.number_box import indent
from gradiometer_desktop.theme import SPACE


def test_a_box_stays_what_it_is_and_its_digits_are_indented(qtbot: QtBot) -> None:
    for box in (QSpinBox(), QDoubleSpinBox()):
        qtbot.addWidget(box)
        assert indent(box) is box
        assert box.lineEdit().textMargins().left() == SPACE.tiny
