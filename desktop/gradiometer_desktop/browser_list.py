"""The list of sessions on the start page: sorted by a click on a heading, opened by a double click or Enter."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLineEdit, QStyledItemDelegate, QTableView, QWidget

from gradiometer.library import Summary
from gradiometer_desktop.browser_picture import SMALL
from gradiometer_desktop.browser_table import (
    DATE,
    FINDINGS,
    LOSS,
    NAME,
    PROFILE,
    STEPS,
    STRUCTURE,
    SUMMARY_ROLE,
    SessionTable,
    ShownSessions,
)
from gradiometer_desktop.language import tr
from gradiometer_desktop.theme import scaled

_ROW_HEIGHT = SMALL.height() + 12
_WIDTHS = {PROFILE: SMALL.width() + 20, DATE: 130, STRUCTURE: 150, STEPS: 76, LOSS: 88}
# Of the width that these leave; names get the rest.
_SHARE_OF_FINDINGS = 0.42
# Where names and findings would have less than this, some other columns are left out; the panel beside has them too.
_LEAST_FOR_TEXTS = 300
_LEFT_OUT_FIRST = (STRUCTURE, LOSS, STEPS)


class _NameEditor(QStyledItemDelegate):
    """Lets a person edit the name alone, without the tags that stand below it."""

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        assert isinstance(editor, QLineEdit)
        editor.setText(index.data(SUMMARY_ROLE).title)


class SessionList(QTableView):
    """Several rows can be chosen. table: the sessions; shown: what of it is listed."""

    def __init__(self, table: SessionTable, shown: ShownSessions):
        super().__init__()
        self._table = table
        self._shown = shown
        self.setObjectName("sessions")
        self.setAccessibleName(tr("Sessions"))
        self.setModel(shown)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setIconSize(SMALL)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        # F2 edits the name, whichever cell the cursor is in; a double click opens.
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(_ROW_HEIGHT)
        columns = self.horizontalHeader()
        columns.setHighlightSections(False)
        for column, width in _WIDTHS.items():
            columns.resizeSection(column, scaled(width))
        columns.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        self.setItemDelegateForColumn(NAME, _NameEditor(self))
        self._drawing = QTimer(self)
        self._drawing.setSingleShot(True)
        self._drawing.setInterval(0)
        self._drawing.timeout.connect(self.draw_pictures)
        for signal in (shown.modelReset, shown.layoutChanged, shown.rowsInserted, shown.rowsRemoved, shown.dataChanged):
            signal.connect(lambda *_: self._drawing.start())
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._drawing.start())
        self.setSortingEnabled(True)
        self.sortByColumn(DATE, Qt.SortOrder.DescendingOrder)

    @property
    def chosen(self) -> list[Summary]:
        """The selected sessions, from the top on."""
        rows = sorted(self.selectionModel().selectedRows(NAME), key=QModelIndex.row)
        return [index.data(SUMMARY_ROLE) for index in rows]

    def choose(self, paths: Sequence[Path]) -> None:
        """Select these sessions and no others, as far as they are listed."""
        flags = QItemSelectionModel.SelectionFlag
        self.clearSelection()
        for row in range(self.model().rowCount()):
            index = self.model().index(row, NAME)
            if index.data(SUMMARY_ROLE).path in paths:
                self.selectionModel().setCurrentIndex(index, flags.Select | flags.Rows)

    def choose_one(self) -> None:
        """Where nothing is selected, select the row that the cursor is in, else the one at the top."""
        if self.model().rowCount() and not self.selectionModel().hasSelection():
            cursor = self.currentIndex()
            self.setCurrentIndex(QModelIndex())
            self.setCurrentIndex(cursor if cursor.isValid() else self.model().index(0, NAME))

    def edit_name(self) -> None:
        """Let the person write the chosen session's name, in its place."""
        self.edit(self.selectionModel().selectedRows(NAME)[0])

    def draw_pictures(self) -> None:
        """Of the rows that are on the screen by now, as sharp as it is."""
        self._table.set_scale(self.devicePixelRatioF())
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        if first >= 0:
            rows = range(first, (last if last >= 0 else self._shown.rowCount() - 1) + 1)
            self._table.draw(self._shown.index(row, NAME).data(SUMMARY_ROLE).path for row in rows)

    def resizeEvent(self, event: QResizeEvent) -> None:
        left = event.size().width() - scaled(sum(_WIDTHS.values()))
        for column in _LEFT_OUT_FIRST:
            self.setColumnHidden(column, left < _LEAST_FOR_TEXTS)
            left += scaled(_WIDTHS[column]) if left < _LEAST_FOR_TEXTS else 0
        self.setColumnWidth(
            FINDINGS, max(round(_SHARE_OF_FINDINGS * left), self.horizontalHeader().minimumSectionSize())
        )
        super().resizeEvent(event)
        self._drawing.start()
