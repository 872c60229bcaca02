"""The table of what differs between the sessions."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHeaderView,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from gradiometer.comparison import Comparison
from gradiometer_desktop.compare.parts import color_icon, colors_of
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.theme import LIGHT, Theme
from gradiometer_desktop.wording import capital

_LEAST_WIDTH_PX, _MOST_WIDTH_PX = 60, 120


class DifferencesTable(QWidget):
    """A row for each setting that differs and for each result; a column for each session."""

    title = tr("Differences")

    def __init__(self) -> None:
        super().__init__()
        self._theme = LIGHT
        self._comparison: Comparison | None = None
        self.everything = QCheckBox(tr("Show what is equal, too"))
        self.everything.toggled.connect(self.refresh)
        self.table = QTableWidget()
        self.table.setObjectName("differences")
        self.table.setAccessibleName(self.title)
        # Tab goes on to the next control.
        self.table.setTabKeyNavigation(False)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        # What a larger window has to spare is for the plots.
        self.table.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        rows = self.table.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.table.fontMetrics().height() + 6)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 4, 6, 4)
        column.addWidget(self.everything)
        column.addWidget(self.table, 1)

    def show_comparison(self, comparison: Comparison) -> None:
        """Show these sessions."""
        self._comparison = comparison
        self.refresh()

    def apply_theme(self, theme: Theme) -> None:
        """Light or dark."""
        self._theme = theme
        self.refresh()

    def refresh(self) -> None:
        """Fill the table anew."""
        if self._comparison is None:
            return
        sides, table = self._comparison.sides, self.table
        rows = self._comparison.differences(everything=self.everything.isChecked())
        groups = [(group, list(members)) for group, members in groupby(rows, key=lambda row: row.group)]
        table.clear()
        table.clearSpans()
        table.setColumnCount(1 + len(sides))
        table.setRowCount(len(rows) + len(groups))
        table.setHorizontalHeaderItem(0, QTableWidgetItem(""))
        for number, (side, color) in enumerate(zip(sides, colors_of(self._comparison, self._theme), strict=True)):
            heading = QTableWidgetItem(color_icon(color), side.label)
            heading.setToolTip(f"{side.label}\n{side.session.path}")
            table.setHorizontalHeaderItem(1 + number, heading)
        line = 0
        for group, members in groups:
            self._write(line, 0, capital(said(group)), self._theme.faint)
            table.setSpan(line, 0, 1, 1 + len(sides))
            line += 1
            for row in members:
                for column, text in enumerate([said(row.title), *map(said, row.texts)]):
                    self._write(line, column, text, self._theme.text)
                line += 1
        table.resizeColumnsToContents()
        for column in range(1, 1 + len(sides)):
            table.setColumnWidth(column, min(max(table.columnWidth(column), _LEAST_WIDTH_PX), _MOST_WIDTH_PX))

    def _write(self, line: int, column: int, text: str, color: str) -> None:
        item = QTableWidgetItem(text)
        # Where the column is too narrow for it.
        item.setToolTip(text)
        item.setForeground(QBrush(QColor(color)))
        self.table.setItem(line, column, item)
