"""The tree of sessions in the window *Branches*: each below the one that it was continued from."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QBrush, QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

from gradiometer.branch_tree import Node, walk
from gradiometer.library import Summary
from gradiometer_desktop import theme
from gradiometer_desktop.browser_relatives import name_of
from gradiometer_desktop.language import tr
from gradiometer_desktop.wording import capital, count, number

HEADINGS = (tr("Session"), tr("From step"), tr("Through"), tr("Structure"), tr("Last loss"))
SESSION, STEP, THROUGH, STRUCTURE, LOSS = range(len(HEADINGS))
_WIDTHS = {STEP: 84, STRUCTURE: 170, LOSS: 92}
_LEAST_NAME_PX = 180
# Names of sessions get at most this share of the width.
_MOST_NAME = 0.45
_TIPS = {
    STEP: tr("The last step that both have in common lies before this one"),
    THROUGH: tr("What was changed there; empty where the session merely went on"),
    LOSS: tr("Loss of the newest measured batch"),
}
_TAKEN_AWAY = tr("It is not in this folder: what was continued from it knows its name alone")
_NUMBERS = (STEP, LOSS)
_ROW_ROLE = Qt.ItemDataRole.UserRole


@dataclass
class _Row:
    """node: what it shows at the moment."""

    depth: int
    node: Node
    item: QTreeWidgetItem


class BranchesTree(QTreeWidget):
    """Several rows can be chosen. `nodes`: what it shows."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("branches")
        self.setAccessibleName(tr("Branches"))
        self.setColumnCount(len(HEADINGS))
        self.setHeaderLabels(list(HEADINGS))
        for column in range(len(HEADINGS)):
            self.headerItem().setToolTip(column, _TIPS.get(column, ""))
            if column in _NUMBERS:
                self.headerItem().setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setAlternatingRowColors(True)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        # A double click opens the session and leaves what hangs below it on the screen.
        self.setExpandsOnDoubleClick(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        columns = self.header()
        columns.setStretchLastSection(False)
        columns.setSectionResizeMode(THROUGH, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            columns.resizeSection(column, width)
        self.nodes: tuple[Node, ...] = ()
        self._open_path: Path | None = None
        self._rows: list[_Row] = []

    # What it is told

    def show_forest(self, nodes: tuple[Node, ...]) -> None:
        """Show these trees; what is chosen and what is folded stay so."""
        self.nodes = nodes
        shown = list(walk(nodes))
        if [(row.depth, row.node.path or row.node.name) for row in self._rows] == [
            (depth, node.path or node.name) for depth, node in shown
        ]:
            # A session that is being recorded has another loss every second: no reason to move anything.
            for row, (_, node) in zip(self._rows, shown, strict=True):
                if row.node != node:
                    row.node = node
                    self._fill(row)
            return
        chosen = {each.path for each in self.chosen}
        folded = {
            row.node.path or row.node.name for row in self._rows if row.node.children and not row.item.isExpanded()
        }
        self._make_rows(shown)
        self.expandAll()
        for row in self._rows:
            if (row.node.path or row.node.name) in folded:
                row.item.setExpanded(False)
        self.choose(chosen)
        self._fit_names()

    def show_open(self, path: Path | None) -> None:
        """Which session the window shows, in bold."""
        self._open_path = path
        for row in self._rows:
            self._embolden(row)

    def recolor(self) -> None:
        """In the colours of the theme that holds now."""
        for row in self._rows:
            self._fill(row)

    # What is chosen

    @property
    def num_sessions(self) -> int:
        """How many it shows, without those that are not there."""
        return sum(row.node.summary is not None for row in self._rows)

    @property
    def chosen(self) -> list[Summary]:
        """The selected sessions, from the top on."""
        nodes = [row.node for row in self._rows if row.item.isSelected()]
        return [node.summary for node in nodes if node.summary is not None]

    def choose(self, paths: set[Path]) -> None:
        """Select these sessions and no others, as far as they are shown."""
        self.clearSelection()
        flags = QItemSelectionModel.SelectionFlag
        is_first = True
        for row in self._rows:
            if row.node.path not in paths:
                continue
            if is_first:
                self.setCurrentItem(row.item, SESSION, flags.Select | flags.Rows)
                is_first = False
            row.item.setSelected(True)

    def summary_of(self, item: QTreeWidgetItem) -> Summary | None:
        """The session of a row; None of one that is not there."""
        return self._rows[item.data(SESSION, _ROW_ROLE)].node.summary

    # How rows are made

    def _make_rows(self, shown: Sequence[tuple[int, Node]]) -> None:
        # First: Qt tells that nothing is chosen any more, and whoever hears it asks what is.
        self._rows = []
        self.clear()
        trail: list[QTreeWidgetItem] = []
        roots: list[QTreeWidgetItem] = []
        for depth, node in shown:
            del trail[depth:]
            item = QTreeWidgetItem(trail[-1]) if trail else QTreeWidgetItem()
            if not trail:
                roots.append(item)
            trail.append(item)
            item.setData(SESSION, _ROW_ROLE, len(self._rows))
            row = _Row(depth, node, item)
            self._fill(row)
            self._rows.append(row)
        # Roots with all that hangs below them at once: the view lays itself out once, not a thousand times.
        self.addTopLevelItems(roots)

    def _fill(self, row: _Row) -> None:
        node, item = row.node, row.item
        colors, summary = theme.applied(), node.summary
        faint, warning = QBrush(QColor(colors.faint)), QBrush(QColor(colors.warning))
        for column, text in enumerate(_texts(node)):
            item.setText(column, text)
            if column in _NUMBERS:
                item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        is_sound = summary is not None and not summary.problem
        # None gives back the colour that texts have by themselves.
        item.setData(SESSION, Qt.ItemDataRole.ForegroundRole, None if is_sound else faint)
        item.setForeground(STRUCTURE, warning if summary is not None and summary.problem else faint)
        # Escaped: Qt takes a tip that looks like HTML for HTML.
        item.setToolTip(SESSION, "<br>".join(map(html.escape, _tips(node))))
        item.setToolTip(THROUGH, html.escape(item.text(THROUGH)))
        item.setToolTip(
            STRUCTURE, html.escape(item.text(STRUCTURE) if summary is None else summary.problem or summary.structure)
        )
        if summary is None:
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self._embolden(row)

    def _embolden(self, row: _Row) -> None:
        is_open = self._open_path is not None and row.node.path == self._open_path
        font = row.item.font(SESSION)
        if font.bold() != is_open:
            font.setBold(is_open)
            row.item.setFont(SESSION, font)

    def _fit_names(self) -> None:
        most = max(_LEAST_NAME_PX, round(_MOST_NAME * self.viewport().width()))
        self.resizeColumnToContents(SESSION)
        self.setColumnWidth(SESSION, min(max(self.columnWidth(SESSION) + 16, _LEAST_NAME_PX), most))


def _texts(node: Node) -> tuple[str, ...]:
    """What stands in each column."""
    summary, parent = node.summary, node.parent
    structure = (
        tr("not in this folder") if summary is None else tr("cannot be read") if summary.problem else summary.structure
    )
    has_steps = summary is not None and not summary.problem and summary.num_steps > 0
    return (
        name_of(node),
        "" if parent is None else count(parent.step),
        "" if parent is None else capital(parent.through),
        structure,
        number(summary.loss) if summary is not None and has_steps else "",
    )


def _tips(node: Node) -> Sequence[str]:
    if node.summary is None:
        return (node.name, _TAKEN_AWAY)
    labels = node.summary.labels
    lines = (node.summary.title, str(node.summary.path), ", ".join(labels.tags), labels.remark[:500])
    return [line for line in lines if line]
