"""A door: a large button with a picture, a title, a line on what lies behind it, and its key."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout

from gradiometer_desktop.icons import NAMES, picture
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
        if self._picture in NAMES:
            drawn = picture(self._picture, theme.accent, _PICTURE_PX, self.devicePixelRatioF())
            self.picture.setPixmap(drawn)
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
