"""The legend of all plots of a comparison: the sessions in their colours, each with a box to hide it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QSizePolicy

from gradiometer.comparison import Comparison
from gradiometer_desktop.compare.parts import color_icon, colors_of
from gradiometer_desktop.language import tr
from gradiometer_desktop.theme import LIGHT, Theme


class SessionsList(QListWidget):
    """`toggled`: a session is shown or hidden now."""

    title = tr("Sessions")
    toggled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._theme = LIGHT
        self._comparison: Comparison | None = None
        self.setAccessibleName(self.title)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setWordWrap(True)
        # What a larger window has to spare is for the plots.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.itemChanged.connect(self._changed)

    def show_comparison(self, comparison: Comparison) -> None:
        """Show these sessions."""
        self._comparison = comparison
        self.clear()
        for side in comparison.sides:
            item = QListWidgetItem(side.label)
            item.setToolTip(f"{side.session.outline.name} {side.session.outline.structure}\n{side.session.path}")
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if side.is_shown else Qt.CheckState.Unchecked)
            self.addItem(item)
        self.apply_theme(self._theme)

    def apply_theme(self, theme: Theme) -> None:
        """Light or dark."""
        self._theme = theme
        colors = colors_of(self._comparison, theme)
        for number in range(self.count()):
            item = self.item(number)
            is_shown = item.checkState() == Qt.CheckState.Checked
            item.setIcon(color_icon(colors[number], filled=is_shown))
            item.setForeground(QBrush(QColor(theme.text if is_shown else theme.faint)))

    def _changed(self, item: QListWidgetItem) -> None:
        if self._comparison is None or self.row(item) < 0:
            return
        side, is_shown = self._comparison.sides[self.row(item)], item.checkState() == Qt.CheckState.Checked
        # A new icon is a change too.
        if is_shown != side.is_shown:
            side.is_shown = is_shown
            self.apply_theme(self._theme)
            self.toggled.emit()
