"""The icons: drawn in the colour of the theme's text, and the program's own sign from resources."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QPolygonF

from gradiometer_desktop.theme import Theme

_SIZE = 20
_SCALES = (1, 2)


def icon(name: str, theme: Theme) -> QIcon:
    """start, pause, step or stop, sharp at one and two pixels a point."""
    return _drawn(name, theme.text, theme.faint)


@cache
def _drawn(name: str, color: str, faint: str) -> QIcon:
    made = QIcon()
    for mode, shade in ((QIcon.Mode.Normal, color), (QIcon.Mode.Disabled, faint)):
        for scale in _SCALES:
            pixmap = QPixmap(_SIZE * scale, _SIZE * scale)
            pixmap.setDevicePixelRatio(scale)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(shade))
            _draw(painter, name)
            painter.end()
            made.addPixmap(pixmap, mode)
    return made


def _draw(painter: QPainter, name: str) -> None:
    triangle = QPolygonF([QPointF(5, 3.5), QPointF(16.5, 10), QPointF(5, 16.5)])
    if name == "start":
        painter.drawPolygon(triangle)
    elif name == "pause":
        painter.drawRoundedRect(QRectF(4.5, 3.5, 4, 13), 1, 1)
        painter.drawRoundedRect(QRectF(11.5, 3.5, 4, 13), 1, 1)
    elif name == "step":
        painter.drawPolygon(QPolygonF([QPointF(3.5, 4), QPointF(13, 10), QPointF(3.5, 16)]))
        painter.drawRoundedRect(QRectF(14, 4, 2.6, 12), 1, 1)
    else:
        painter.drawRoundedRect(QRectF(4.5, 4.5, 11, 11), 1.5, 1.5)


def application_icon() -> QIcon:
    """The program's own sign."""
    pixmap = QPixmap()
    pixmap.loadFromData(files("gradiometer_resources").joinpath("icons", "gradiometer.png").read_bytes())
    return QIcon(pixmap)
