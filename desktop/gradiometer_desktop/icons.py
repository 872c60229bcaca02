"""The icons: drawn in the colour of the theme's text, and the program's own sign from resources."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap, QPolygonF

from gradiometer_desktop.theme import Theme

NAMES = ("start", "pause", "step", "stop", "first", "newest", "step_back", "step_on", "mark_back", "mark_on")
_SIZE = 20
_SCALES = (1, 2)
# Of the program's own sign, which is drawn for small sizes too: title bars, switchers, docks.
_OWN_SIZES = (16, 24, 32, 48, 64, 128, 256)


def icon(name: str, theme: Theme) -> QIcon:
    """One of NAMES, sharp at one and two pixels a point."""
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
    if name == "start":
        painter.drawPolygon(_triangle(5, 16.5, 6.5))
    elif name == "pause":
        painter.drawRoundedRect(QRectF(4.5, 3.5, 4, 13), 1, 1)
        painter.drawRoundedRect(QRectF(11.5, 3.5, 4, 13), 1, 1)
    elif name == "step":
        painter.drawPolygon(_triangle(3.5, 13, 6))
        painter.drawRoundedRect(QRectF(14, 4, 2.6, 12), 1, 1)
    elif name == "stop":
        painter.drawRoundedRect(QRectF(4.5, 4.5, 11, 11), 1.5, 1.5)
    else:
        _draw_jump(painter, name)


def _draw_jump(painter: QPainter, name: str) -> None:
    """Those of the replay: what goes back is the mirror image of what goes on."""
    if name in ("first", "step_back", "mark_back"):
        painter.translate(_SIZE, 0)
        painter.scale(-1, 1)
    if name in ("first", "newest"):
        painter.drawPolygon(_triangle(2.5, 8.5, 5))
        painter.drawPolygon(_triangle(8.5, 14.5, 5))
        painter.drawRect(QRectF(15, 5, 2.2, 10))
    elif name in ("step_back", "step_on"):
        painter.drawRect(QRectF(5, 5, 2.2, 10))
        painter.drawPolygon(_triangle(8.5, 15.5, 5))
    else:
        painter.drawPolygon(_triangle(4, 11, 5))
        # As a marker's line.
        for top in (3.0, 8.4, 13.8):
            painter.drawRect(QRectF(13, top, 2.2, 3.2))


def _triangle(left: float, right: float, half_height: float) -> QPolygonF:
    """One that points to the right."""
    middle = _SIZE / 2
    return QPolygonF([QPointF(left, middle - half_height), QPointF(right, middle), QPointF(left, middle + half_height)])


def application_icon() -> QIcon:
    """The program's own sign, in all sizes that a desktop asks for."""
    made = QIcon()
    for size in _OWN_SIZES:
        pixmap = QPixmap()
        name = f"gradiometer-{size}.png"
        pixmap.loadFromData(files("gradiometer_resources").joinpath("icons", name).read_bytes())
        made.addPixmap(pixmap)
    return made
