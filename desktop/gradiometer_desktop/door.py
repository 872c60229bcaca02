"""A door: a large button with a picture, a title, a line on what lies behind it, and its key."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeySequence, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout

from gradiometer_desktop.theme import Theme

_PICTURE_PX = 32
_MARGIN_PX = 16


class Door(QPushButton):
    """picture: `lesson`, `new` or `open`, or a short text such as a number; key: of the window, which opens it too."""

    def __init__(self, picture: str, title: str, line: str, key: str = ""):
        super().__init__()
        self._picture = picture
        self.setObjectName("door")
        # Enter opens it as Space does.
        self.setAutoDefault(True)
        self.setAccessibleName(title)
        told = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) if key else ""
        self.setAccessibleDescription(f"{line} ({told})" if told else line)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.picture = QLabel()
        self.picture.setObjectName("heading")
        self.picture.setFixedWidth(_PICTURE_PX)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        heading, below, self.key = QLabel(title), QLabel(line), QLabel(told)
        heading.setObjectName("heading")
        # Never wider than the door, which is as wide as there is room.
        for label in (heading, below):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            label.setToolTip("")
        for label in (below, self.key):
            label.setObjectName("note")
        below.setWordWrap(True)
        below.setAlignment(Qt.AlignmentFlag.AlignTop)
        below.setMinimumHeight(2 * below.fontMetrics().lineSpacing())
        first = QHBoxLayout()
        first.addWidget(heading, 1)
        first.addWidget(self.key)
        texts = QVBoxLayout()
        texts.setSpacing(4)
        texts.addLayout(first)
        texts.addWidget(below)
        row = QHBoxLayout(self)
        row.setContentsMargins(_MARGIN_PX, 12, _MARGIN_PX, 12)
        row.setSpacing(_MARGIN_PX)
        row.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        for label in (self.picture, heading, below, self.key):
            # The button alone is clicked, and read aloud.
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def apply_theme(self, theme: Theme) -> None:
        """Draw the picture in the theme's accent."""
        if self._picture in _PICTURES:
            self.picture.setPixmap(_drawn(self._picture, theme.accent, self.devicePixelRatioF()))
        else:
            self.picture.setText(self._picture)

    # A button asks for the room of a text and an icon, of which this one has none.

    def sizeHint(self) -> QSize:
        layout = self.layout()
        assert layout is not None
        return layout.sizeHint()

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        assert layout is not None
        return layout.minimumSize()


@cache
def _drawn(name: str, color: str, scale: float) -> QPixmap:
    pixmap = QPixmap(round(_PICTURE_PX * scale), round(_PICTURE_PX * scale))
    pixmap.setDevicePixelRatio(scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(QColor(color), 2.0)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawPath(_PICTURES[name]())
    painter.end()
    return pixmap


def _lesson() -> QPainterPath:
    """An open book."""
    path = QPainterPath()
    for side in (-1.0, 1.0):
        path.moveTo(16, 9)
        path.quadTo(16 + 6 * side, 4, 16 + 13 * side, 6.5)
        path.lineTo(16 + 13 * side, 24.5)
        path.quadTo(16 + 6 * side, 22, 16, 27)
    path.moveTo(16, 9)
    path.lineTo(16, 27)
    return path


def _new() -> QPainterPath:
    """Two layers of a network, and what joins them."""
    path = QPainterPath()
    left, right = ((6.0, 8.0), (6.0, 24.0)), ((26.0, 4.5), (26.0, 16.0), (26.0, 27.5))
    for x, y in left:
        for to_x, to_y in right:
            path.moveTo(QPointF(x + 3.5, y))
            path.lineTo(QPointF(to_x - 3.5, to_y))
    for x, y in (*left, *right):
        path.addEllipse(QPointF(x, y), 3.0, 3.0)
    return path


def _open() -> QPainterPath:
    """A folder."""
    path = QPainterPath()
    path.moveTo(4, 26)
    path.lineTo(4, 7)
    path.lineTo(12, 7)
    path.lineTo(15, 10.5)
    path.lineTo(28, 10.5)
    path.lineTo(28, 26)
    path.closeSubpath()
    path.addRect(QRectF(4, 15, 24, 0))
    return path


_PICTURES = {"lesson": _lesson, "new": _new, "open": _open}
