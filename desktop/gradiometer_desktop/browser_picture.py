"""A small picture of a profile: the gradient norm of each layer, input side left, on a log axis."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from gradiometer.colors import layer_colors
from gradiometer_desktop.theme import Theme

SMALL = QSize(72, 28)
"""In device-independent pixels."""
# A profile that spans less looks as flat as it is.
_LEAST_DECADES = 4.0
_MARGIN = 3.5
_MOST_DOTS = 12


def heights(profile: Sequence[float]) -> list[float]:
    """Where each norm stands, from 0 at the bottom to 1: log10, 4 decades or as many as there are from end to end.

    Exact zeros stand at the bottom, Inf at the top, NaN nowhere (NaN).
    """
    logs = [math.log10(norm) for norm in profile if 0 < norm < math.inf]
    low, high = (min(logs), max(logs)) if logs else (0.0, 0.0)
    span = max(high - low, _LEAST_DECADES)
    low = (low + high - span) / 2
    placed = {0.0: 0.0, math.inf: 1.0}
    return [(math.log10(norm) - low) / span if 0 < norm < math.inf else placed.get(norm, math.nan) for norm in profile]


def draw_profile(profile: Sequence[float], theme: Theme, scale: float, size: QSize = SMALL) -> QPixmap:
    """A transparent picture. scale: device pixels in one device-independent pixel; size: in the latter."""
    pixmap = QPixmap(round(size.width() * scale), round(size.height() * scale))
    pixmap.setDevicePixelRatio(scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw(painter, profile, theme, size)
    painter.end()
    return pixmap


def _draw(painter: QPainter, profile: Sequence[float], theme: Theme, size: QSize) -> None:
    painter.setPen(QPen(QColor(theme.grid), 1.0))
    painter.drawLine(QPointF(0, size.height() - 0.5), QPointF(size.width(), size.height() - 0.5))
    colors = [QColor(color) for color in layer_colors(max(1, len(profile)), dark=theme.dark)]
    places = heights(profile)
    step = (size.width() - 2 * _MARGIN) / max(1, len(profile) - 1)
    left = _MARGIN if len(profile) > 1 else size.width() / 2
    usable = size.height() - 2 * _MARGIN - 1
    points = [QPointF(left + index * step, _MARGIN + usable * (1 - place)) for index, place in enumerate(places)]
    for index in range(len(points) - 1):
        if not math.isnan(places[index] + places[index + 1]):
            painter.setPen(QPen(colors[index], 1.6))
            painter.drawLine(points[index], points[index + 1])
    _draw_dots(painter, profile, points, colors, theme, size.height() / 2)


def _draw_dots(
    painter: QPainter,
    profile: Sequence[float],
    points: list[QPointF],
    colors: list[QColor],
    theme: Theme,
    middle: float,
) -> None:
    """A dot for each of few layers, and for every norm that is no number above 0, in the colour of a warning."""
    painter.setPen(Qt.PenStyle.NoPen)
    for norm, point, color in zip(profile, points, colors, strict=True):
        is_sound = 0 < norm < math.inf
        if math.isnan(norm):
            # Nowhere on the axis: halfway up.
            point = QPointF(point.x(), middle)
        if not is_sound or len(profile) <= _MOST_DOTS:
            painter.setBrush(color if is_sound else QColor(theme.warning))
            painter.drawEllipse(point, 2.2, 2.2)
