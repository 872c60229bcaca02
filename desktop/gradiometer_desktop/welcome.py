"""What stands on the start page while there are no sessions."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from gradiometer_desktop.language import tr

_WIDTH_PX = 560


class Welcome(QWidget):
    """Says what a session is. sample_asked: show the recorded one; tour_asked: show what is where."""

    sample_asked = Signal()
    tour_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        heading = QLabel(tr("Welcome to Gradiometer"))
        heading.setObjectName("heading")
        text = QLabel(
            tr(
                "A session is one network in training, with the gradient of each of its layers at every step. "
                "It records itself while it trains, and from then on stands here."
            )
        )
        text.setObjectName("note")
        text.setWordWrap(True)
        for label in (heading, text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sample = QPushButton(tr("Watch the sample session"))
        self.sample.setObjectName("primary")
        self.sample.setToolTip(tr("A recorded run: sigmoid layers starve, and what brings their gradient back"))
        self.sample.clicked.connect(self.sample_asked)
        self.tour = QPushButton(tr("Take the tour"))
        self.tour.setToolTip(tr("Six steps through the window; it can be left at any time"))
        self.tour.clicked.connect(self.tour_asked)
        for button in (self.sample, self.tour):
            button.setAutoDefault(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.sample)
        buttons.addWidget(self.tour)
        buttons.addStretch(1)
        content = QWidget()
        content.setFixedWidth(_WIDTH_PX)
        column = QVBoxLayout(content)
        column.setSpacing(12)
        column.addStretch(1)
        column.addWidget(heading)
        column.addWidget(text)
        column.addSpacing(4)
        column.addLayout(buttons)
        column.addStretch(2)
        row = QHBoxLayout(self)
        row.addStretch(1)
        row.addWidget(content)
        row.addStretch(1)
