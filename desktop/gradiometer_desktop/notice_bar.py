"""A line above the plots for what a person should know now, with what can be done about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolBar, QWidget

from gradiometer_desktop.language import tr
from gradiometer_desktop.spoken import announce


class NoticeBar(QToolBar):
    """Hidden until `tell`. Nothing waits for it."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(tr("Notice"), parent)
        self.setObjectName("notice_bar")
        self.setMovable(False)
        self.toggleViewAction().setVisible(False)
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(8, 2, 8, 2)
        self.text = QLabel()
        self.text.setObjectName("warning")
        self.text.setWordWrap(True)
        # Two lines: a label that wraps and may be of any width asks a tool bar for the height of its narrowest form.
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.text.setFixedHeight(2 * self.text.fontMetrics().lineSpacing() + 2)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.action = QPushButton()
        dismiss = QPushButton(tr("Dismiss"))
        dismiss.clicked.connect(self.hide)
        row.addWidget(self.text, 1)
        row.addWidget(self.action)
        row.addWidget(dismiss)
        self.addWidget(content)
        self._topic = ""
        self._act: Callable[[], None] = self.hide
        self.action.clicked.connect(lambda: self._act())
        self.hide()

    def tell(self, sentence: str, action: str = "", act: Callable[[], None] | None = None, *, topic: str = "") -> None:
        """Show a sentence, and a button for what can be done. topic: for `withdraw`."""
        self._topic = topic
        self.text.setText(sentence)
        self.action.setText(action)
        self.action.setVisible(act is not None)
        self._act = act or self.hide
        self.show()
        announce(self.text, sentence, urgent=True)

    def withdraw(self, topic: str) -> None:
        """What was told on this topic is true no longer; a notice on another one stays."""
        if topic == self._topic:
            self.hide()
