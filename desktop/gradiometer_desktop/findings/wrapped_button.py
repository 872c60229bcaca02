"""A button whose text goes on in another line where the column is narrow."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

# What the frame of a button takes of its width.
_FRAME_PX = 20


class WrappedButton(QPushButton):
    """label: the text in one line."""

    def __init__(self, label: str):
        super().__init__(label)
        self.label = label
        self.setAccessibleName(label)
        # As wide as it is given, and as high as its lines.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        # The mouse leaves the keys where they are: Space goes on to start and hold the training.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        text = "\n".join(wrap(self.label, event.size().width() - _FRAME_PX, self.fontMetrics()))
        if text != self.text():
            self.setText(text)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())


def wrap(text: str, width: int, metrics: QFontMetrics) -> list[str]:
    """Lines of whole words, as long as they may be."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and metrics.horizontalAdvance(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
