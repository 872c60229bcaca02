"""Small things that several parts of the comparison's window use."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from gradiometer.colors import session_colors, trial_colors
from gradiometer.comparison import Comparison
from gradiometer_desktop.theme import Theme

_ICON_PX = 12


def colors_of(comparison: Comparison | None, theme: Theme) -> tuple[str, ...]:
    """A colour for each session as `#rrggbb`; of none yet all that there are."""
    palette = session_colors(dark=theme.dark)
    return palette if comparison is None else comparison.colors(palette, trial_colors(dark=theme.dark))


def color_icon(rgb: str, *, filled: bool = True) -> QIcon:
    """A square in the colour of a session; hollow where it is hidden."""
    square, color = QPixmap(_ICON_PX, _ICON_PX), QColor(rgb)
    square.fill(color if filled else Qt.GlobalColor.transparent)
    if not filled:
        painter = QPainter(square)
        painter.setPen(color)
        painter.drawRect(0, 0, _ICON_PX - 1, _ICON_PX - 1)
        painter.end()
    return QIcon(square)
