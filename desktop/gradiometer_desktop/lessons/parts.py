"""Small things that the boxes of a lesson share."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget


def caption(text: str, buddy: QWidget | None = None) -> QLabel:
    """What stands above a box, in bold. buddy: what it names."""
    label = QLabel(text)
    label.setWordWrap(True)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    if buddy is not None:
        label.setBuddy(buddy)
    return label


def button(text: str = "", name: str = "") -> QPushButton:
    """One that the mouse leaves where it was with the keys: Space goes on to start and hold the training.

    name: as it is read aloud, where that is not its text.
    """
    made = QPushButton(text)
    made.setAccessibleName(name)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return made


def note(text: str = "") -> QLabel:
    """A faint sentence."""
    label = QLabel(text)
    label.setObjectName("note")
    label.setWordWrap(True)
    return label
