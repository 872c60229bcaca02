"""Texts that are longer than their place, and scroll by keyboard too."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea


def let_keys_scroll(area: QScrollArea, name: str) -> None:
    """Let Tab reach an area, which shows that it has the focus; for one whose content takes the focus nowhere else.

    name: as it is read aloud.
    """
    area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    area.setAccessibleName(name)
    # For the style sheet.
    area.setProperty("scrolls", True)
