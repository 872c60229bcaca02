"""A sentence below the controls that it is about."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy

_BREAK = "\u200b"
_PARTS = re.compile(r"(?<=[/\\_.])(?=\w)")


class Sentence(QLabel):
    """Hidden while there is none. A long path in it goes on in the next line, and makes no window wider.

    kind: `note` or `warning`.
    """

    def __init__(self, kind: str):
        super().__init__()
        self.sentence = ""
        self.setObjectName(kind)
        # A path may hold what looks like a tag.
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.hide()

    def say(self, sentence: str) -> None:
        """Show this one; an empty text hides it."""
        self.sentence = sentence
        self.setText(_PARTS.sub(_BREAK, sentence))
        self.setVisible(bool(sentence))
