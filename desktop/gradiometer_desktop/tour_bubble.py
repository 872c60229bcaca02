"""What the tour lays over the window: a bubble beside a part, a frame around it, and a light shade over all else.

All of it is painted by Qt alone, so that plots below it go on beside a trainer.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gradiometer_desktop.language import tr

_WIDTH_PX = 360
_GAP_PX = 12
_ROUND_PX = 3


class Spotlight:
    """Four shades around a place, and its frame. They let every click through."""

    def __init__(self, window: QWidget):
        self._window = window
        self.shades = [_make_frame(window, "shade") for _side in range(4)]
        self.frame = _make_frame(window, "spot")

    def place(self, lit: QRect) -> None:
        """lit: what is not shaded; where it is empty, nothing is."""
        whole, frame = self._window.rect(), lit.adjusted(-_ROUND_PX, -_ROUND_PX, _ROUND_PX, _ROUND_PX)
        above = QRect(0, 0, whole.width(), lit.top())
        below = QRect(0, lit.bottom() + 1, whole.width(), whole.bottom() - lit.bottom())
        left = QRect(0, lit.top(), lit.left(), lit.height())
        right = QRect(lit.right() + 1, lit.top(), whole.right() - lit.right(), lit.height())
        for shade, place in zip(self.shades, (above, below, left, right), strict=True):
            shade.setGeometry(place)
        self.frame.setGeometry(frame.intersected(whole))
        for each in (*self.shades, self.frame):
            each.setVisible(not lit.isEmpty())
            each.raise_()

    def close_down(self) -> None:
        """Take them off the window."""
        for each in (*self.shades, self.frame):
            each.hide()
            each.deleteLater()


def _make_frame(window: QWidget, name: str) -> QFrame:
    frame = QFrame(window)
    frame.setObjectName(name)
    frame.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return frame


class Bubble(QFrame):
    """A few sentences, and the buttons `back`, `on`, `skip` and `deed`. num_stops: of the tour."""

    def __init__(self, window: QWidget, num_stops: int):
        super().__init__(window)
        self._window = window
        self._num_stops = num_stops
        self._act: Callable[[], object] = self.update
        self.setObjectName("bubble")
        self.setFixedWidth(_WIDTH_PX)
        self.title, self.text, self.dots = QLabel(), QLabel(), QLabel()
        self.title.setObjectName("heading")
        self.dots.setObjectName("note")
        for label in (self.title, self.text):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.deed = QPushButton()
        self.deed.clicked.connect(self._do)
        self.skip = QPushButton(tr("Skip"))
        self.skip.setToolTip(tr("Leave the tour; it is in the menu Help (Esc)"))
        self.skip.setFlat(True)
        self.back = QPushButton(tr("Back"))
        self.on = QPushButton(tr("Next"))
        self.on.setObjectName("primary")
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.dots)
        below.addStretch(1)
        for button in (self.skip, self.back, self.on):
            below.addWidget(button)
        for button in (self.deed, self.skip, self.back, self.on):
            # By Enter, too, as in a dialog.
            button.setAutoDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.text)
        column.addWidget(self.deed, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(4)
        column.addLayout(below)

    def tell(self, index: int, title: str, text: str, deed: str, act: Callable[[], object]) -> None:
        """Show a stop, from 0. deed: what can be done there, or an empty text; act: does it."""
        self._act = act
        self.title.setText(title)
        self.text.setText(text)
        self.deed.setText(deed)
        self.deed.setVisible(bool(deed))
        self.dots.setText("".join("●" if each == index else "○" for each in range(self._num_stops)))
        where = tr("Step {number} of {total}", number=index + 1, total=self._num_stops)
        self.dots.setAccessibleName(where)
        self.setAccessibleName(f"{where}: {title}")
        self.setAccessibleDescription(text)
        self.on.setAccessibleDescription(f"{title}. {text}")
        self.back.setEnabled(index > 0)
        is_last = index + 1 == self._num_stops
        self.on.setText(tr("Done") if is_last else tr("Next"))
        self.skip.setVisible(not is_last)
        self.show()
        self.on.setFocus()

    def place(self, lit: QRect) -> None:
        """Stand beside a place in the window, where there is room; in the middle where it is empty."""
        self._fit()
        whole = self._window.rect().adjusted(_GAP_PX, _GAP_PX, -_GAP_PX, -_GAP_PX)
        size, mine = self.size(), QRect(self.rect())
        mine.moveCenter(whole.center() if lit.isEmpty() else lit.center())
        if not lit.isEmpty():
            if lit.right() + _GAP_PX + size.width() <= whole.right():
                mine.moveLeft(lit.right() + _GAP_PX)
            elif lit.left() - _GAP_PX - size.width() >= whole.left():
                mine.moveRight(lit.left() - _GAP_PX)
            elif lit.bottom() + _GAP_PX + size.height() <= whole.bottom():
                mine.moveTop(lit.bottom() + _GAP_PX)
            else:
                mine.moveBottom(lit.top() - _GAP_PX)
        mine.moveLeft(max(whole.left(), min(mine.left(), whole.right() - size.width())))
        mine.moveTop(max(whole.top(), min(mine.top(), whole.bottom() - size.height())))
        self.move(mine.topLeft())
        self.raise_()

    def _do(self) -> None:
        self.deed.hide()
        self.on.setFocus()
        self._act()
        self._fit()

    def _fit(self) -> None:
        """As high as the sentences need at this width."""
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self.resize(_WIDTH_PX, layout.totalHeightForWidth(_WIDTH_PX))
