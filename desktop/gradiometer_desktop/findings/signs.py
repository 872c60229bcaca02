"""The sign before a finding: its form says as much as its colour."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF

from gradiometer.reports import Finding
from gradiometer.symptoms import SEVERE
from gradiometer_desktop.theme import Theme

SIZE = 16
_CUT = 4.6


def kind_of(finding: Finding) -> str:
    """`severe`, `warning` or `ended`."""
    return "ended" if finding.has_ended else "severe" if finding.severity == SEVERE else "warning"


def sign(finding: Finding, theme: Theme, pixel_ratio: float) -> QPixmap:
    """A filled octagon with an exclamation mark, an open triangle with one, or, of what has ended, a faint ring."""
    kind = kind_of(finding)
    return _drawn(kind, theme.faint if kind == "ended" else theme.warning, theme.base, pixel_ratio)


@cache
def _drawn(kind: str, color: str, ground: str, pixel_ratio: float) -> QPixmap:
    pixmap = QPixmap(round(SIZE * pixel_ratio), round(SIZE * pixel_ratio))
    pixmap.setDevicePixelRatio(pixel_ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw(painter, kind, QColor(color), QColor(ground))
    painter.end()
    return pixmap


def _draw(painter: QPainter, kind: str, color: QColor, ground: QColor) -> None:
    join = Qt.PenJoinStyle.RoundJoin
    if kind == "ended":
        painter.setPen(QPen(color, 1.6))
        painter.drawEllipse(QRectF(3, 3, 10, 10))
        return
    if kind == "severe":
        low, high = 1.0, SIZE - 1.0
        corners = [(_CUT + low, low), (high - _CUT, low), (high, low + _CUT), (high, high - _CUT)]
        corners += [(high - _CUT, high), (low + _CUT, high), (low, high - _CUT), (low, low + _CUT)]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
        painter.setPen(QPen(ground, 1.9, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, join))
        top, foot, dot = 4.4, 8.6, 11.4
    else:
        painter.setPen(QPen(color, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, join))
        painter.drawPolygon(QPolygonF([QPointF(8, 2), QPointF(14.8, 14.2), QPointF(1.2, 14.2)]))
        top, foot, dot = 6.4, 9.4, 11.9
    painter.drawLine(QPointF(8, top), QPointF(8, foot))
    painter.drawPoint(QPointF(8, dot))
