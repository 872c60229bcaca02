"""Texts and tables as high as what is in them, for a column that scrolls as a whole."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableWidget, QTableWidgetItem, QTextBrowser

# Percent of the letters' own height.
_LINE_HEIGHT = 125.0
# Of lists, in pixels: Qt's own would take an eighth of the width.
_INDENT = 18
_SCROLLING = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
)


class FittedText(QTextBrowser):
    """Markdown with no scroll bars of its own; the keys that scroll are left to the column that it stands in."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._markdown = ""
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenExternalLinks(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(0)
        self.document().setIndentWidth(_INDENT)

    def show_markdown(self, text: str) -> None:
        """Show another text."""
        self._markdown = text
        self.setMarkdown(text)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        spaced = QTextBlockFormat()
        spaced.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        cursor.mergeBlockFormat(spaced)
        self._fit()

    def recolor(self) -> None:
        """The colours of links are written into the document when it is made."""
        self.show_markdown(self._markdown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _SCROLLING:
            event.ignore()
            return
        super().keyPressEvent(event)

    def _fit(self) -> None:
        self.document().setTextWidth(self.viewport().width())
        self.setFixedHeight(math.ceil(self.document().size().height()) + 2)


class FittedTable(QTableWidget):
    """A table of texts that breaks its lines and shows all its rows. widths: shares of the columns in its width."""

    def __init__(self, name: str, headings: Sequence[str], widths: Sequence[float]):
        super().__init__(0, len(headings))
        self._widths = widths
        self.setAccessibleName(name)
        self.setHorizontalHeaderLabels(list(headings))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setIconSize(QSize(16, 16))
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(20)

    def clear_rows(self) -> None:
        """Begin anew."""
        self.clearSpans()
        self.setRowCount(0)

    def add_title(self, text: str) -> int:
        """A row of its own above others, in bold; returns its index."""
        row = self.rowCount()
        self.setRowCount(row + 1)
        self.setSpan(row, 0, 1, self.columnCount())
        item = self.write(row, 0, text)
        font = item.font()
        font.setBold(True)
        item.setFont(font)
        return row

    def write(self, row: int, column: int, text: str) -> QTableWidgetItem:
        """Put a text into a cell; call `fit` when all are written. Returns its item."""
        item = self.item(row, column)
        if item is None:
            item = QTableWidgetItem()
            item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            self.setItem(row, column, item)
        if item.text() != text:
            item.setText(text)
        return item

    def fit(self) -> None:
        """Take the height that the texts need at this width."""
        width = self.viewport().width()
        total = sum(self._widths)
        for column, share in enumerate(self._widths):
            self.setColumnWidth(column, int(width * share / total))
        self.resizeRowsToContents()
        rows = sum(self.rowHeight(row) for row in range(self.rowCount()))
        self.setFixedHeight(self.horizontalHeader().sizeHint().height() + rows + 2 * self.frameWidth())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at_end = self.currentRow() in (-1, self.rowCount() - 1) and event.key() == Qt.Key.Key_Down
        at_start = self.currentRow() <= 0 and event.key() == Qt.Key.Key_Up
        if at_end or at_start or event.key() in _SCROLLING[2:]:
            event.ignore()
            return
        super().keyPressEvent(event)
