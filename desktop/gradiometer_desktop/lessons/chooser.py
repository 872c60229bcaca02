"""Which lesson is read: a list of them, and the ones before and after it a key away."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from gradiometer_desktop.language import tr


class Chooser(QWidget):
    """`chosen` carries the name of a lesson that the person has chosen."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.list = QComboBox()
        self.list.setAccessibleName(tr("Lesson"))
        self.list.setPlaceholderText(tr("Choose a lesson"))
        # A long title must not make the dock wide.
        self.list.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.list.setMinimumContentsLength(12)
        self.list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.list.activated.connect(self._activate)
        self.before = self._make_button(Qt.ArrowType.LeftArrow, tr("Lesson before"), -1)
        self.after = self._make_button(Qt.ArrowType.RightArrow, tr("Next lesson"), 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.before)
        row.addWidget(self.list, 1)
        row.addWidget(self.after)
        self._update()

    def show_lessons(self, titles: Mapping[str, str]) -> None:
        """Offer these: name -> title."""
        chosen = self.list.currentData()
        with QSignalBlocker(self.list):
            self.list.clear()
            for name, title in titles.items():
                self.list.addItem(title, name)
                self.list.setItemData(self.list.count() - 1, title, Qt.ItemDataRole.ToolTipRole)
        self.show_chosen(chosen)

    def show_chosen(self, name: str | None) -> None:
        """Which one is read; None: none yet."""
        with QSignalBlocker(self.list):
            self.list.setCurrentIndex(-1 if name is None else self.list.findData(name))
        self._update()

    def _make_button(self, arrow: Qt.ArrowType, name: str, by: int) -> QToolButton:
        button = QToolButton()
        button.setArrowType(arrow)
        button.setToolTip(name)
        button.setAccessibleName(name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self._go(by))
        return button

    def _go(self, by: int) -> None:
        index = self.list.currentIndex() + by
        if 0 <= index < self.list.count():
            self._activate(index)

    def _activate(self, index: int) -> None:
        self.chosen.emit(str(self.list.itemData(index)))

    def _update(self) -> None:
        index = self.list.currentIndex()
        self.before.setEnabled(index > 0)
        self.after.setEnabled(index + 1 < self.list.count())
