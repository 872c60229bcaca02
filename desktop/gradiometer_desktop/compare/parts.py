"""Small things that several parts of the comparison's window use."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from gradiometer.colors import session_colors
from gradiometer_desktop.theme import Theme

_ICON_PX = 12


def color_icon(number: int, theme: Theme, *, filled: bool = True) -> QIcon:
    """A square in the colour of a session; hollow where it is hidden."""
    square, color = QPixmap(_ICON_PX, _ICON_PX), QColor(session_colors(dark=theme.dark)[number])
    square.fill(color if filled else Qt.GlobalColor.transparent)
    if not filled:
        painter = QPainter(square)
        painter.setPen(color)
        painter.drawRect(0, 0, _ICON_PX - 1, _ICON_PX - 1)
        painter.end()
    return QIcon(square)


def box_style(widget: str, theme: Theme) -> str:
    """Boxes to tick whose rim is seen on dark ground too, for widgets of this class. Grey, unlike any session."""
    return (
        f"{widget}::indicator {{ width: 11px; height: 11px; border: 1px solid {theme.faint}; border-radius: 3px; }}"
        f"{widget}::indicator:checked {{ background: {theme.faint}; }}"
    )
