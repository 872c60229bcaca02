"""The sign before a verdict: its form says as much as its colour."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

from gradiometer_desktop.theme import Theme

_SIZE = 16
_SCALES = (1, 2)
# Green with at least 4.5 to the ground of tables.
_AGREES = {False: "#0b7a53", True: "#3fcf9b"}


def badge(agrees: bool | None, theme: Theme) -> QIcon:
    """A tick in a disc, a triangle with an exclamation mark, or, where nothing is known yet, an empty ring."""
    if agrees is None:
        return _drawn("open", theme.faint, theme.base)
    return _drawn("agrees", _AGREES[theme.dark], theme.base) if agrees else _drawn("differs", theme.warning, theme.base)


@cache
def _drawn(kind: str, color: str, ground: str) -> QIcon:
    made = QIcon()
    for scale in _SCALES:
        pixmap = QPixmap(_SIZE * scale, _SIZE * scale)
        pixmap.setDevicePixelRatio(scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _draw(painter, kind, QColor(color), QColor(ground))
        painter.end()
        # Also of a row that is chosen, which Qt would tint.
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
            made.addPixmap(pixmap, mode)
    return made


def _draw(painter: QPainter, kind: str, color: QColor, ground: QColor) -> None:
    if kind == "open":
        painter.setPen(QPen(color, 1.6))
        painter.drawEllipse(QRectF(3, 3, 10, 10))
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    line = QPen(ground, 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
    if kind == "agrees":
        painter.drawEllipse(QRectF(1.5, 1.5, 13, 13))
        painter.setPen(line)
        painter.drawPolyline(QPolygonF([QPointF(5, 8.3), QPointF(7.2, 10.5), QPointF(11.2, 5.8)]))
    else:
        painter.drawPolygon(QPolygonF([QPointF(8, 1.5), QPointF(15.2, 14.5), QPointF(0.8, 14.5)]))
        painter.setPen(line)
        painter.drawLine(QPointF(8, 6), QPointF(8, 9.6))
        painter.drawPoint(QPointF(8, 12.3))
