"""Captions and notes."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from gradiometer_desktop.lessons.parts import caption, note


def test_a_caption_names_its_box(qtbot: QtBot) -> None:
    box = QLineEdit()
    label = caption("What", box)
    for widget in (box, label):
        qtbot.addWidget(widget)
    assert label.buddy() is box
    assert label.font().bold()
    assert note("more").objectName() == "note"
