"""Buttons in a narrow column."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gradiometer_desktop.findings.wrapped_button import WrappedButton, wrap

LONG = "LSTM in place of the plain recurrent network in a new session"


def test_it_is_as_high_as_its_lines_at_any_width(qtbot: QtBot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    button = WrappedButton(LONG)
    column = QVBoxLayout(box)
    column.addWidget(button)
    column.addStretch(1)
    box.resize(900, 300)
    box.show()
    qtbot.waitExposed(box)
    assert button.text() == LONG
    one = button.height()
    box.resize(230, 300)
    qtbot.waitUntil(lambda: button.height() > one)
    lines = button.text().split("\n")
    assert " ".join(lines) == LONG
    assert len(lines) > 1
    assert max(button.fontMetrics().horizontalAdvance(line) for line in lines) < button.width()
    assert button.height() >= len(lines) * button.fontMetrics().height()
    box.resize(900, 300)
    qtbot.waitUntil(lambda: button.text() == LONG)
    assert button.accessibleName() == LONG
    assert button.focusPolicy() == Qt.FocusPolicy.TabFocus


def test_a_word_too_long_for_a_line_stands_alone(qtbot: QtBot) -> None:
    button = WrappedButton("a")
    qtbot.addWidget(button)
    assert wrap("in incomprehensibilities of it", 60, button.fontMetrics()) == [
        "in",
        "incomprehensibilities",
        "of it",
    ]
