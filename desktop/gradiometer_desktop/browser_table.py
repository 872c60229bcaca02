"""The table of the sessions in a folder, and what of it is shown: sorted, and searched."""

from __future__ import annotations

import html
import math
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRegularExpression,
    QSignalBlocker,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QBrush, QColor, QFont, QIcon, QStandardItem, QStandardItemModel

from gradiometer.library import Summary
from gradiometer_desktop.browser_picture import draw_profile
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.theme import Theme
from gradiometer_desktop.wording import count, moment, number

HEADINGS = (tr("Profile"), tr("Name"), tr("Date"), tr("Structure"), tr("Steps"), tr("Last loss"), tr("Findings"))
PROFILE, NAME, DATE, STRUCTURE, STEPS, LOSS, FINDINGS = range(len(HEADINGS))
SUMMARY_ROLE, SORT_ROLE, SEARCH_ROLE = range(Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 3)

_NUMBERS, _FAINT = (STEPS, LOSS), (DATE, STRUCTURE)
_TIPS = {
    PROFILE: tr(
        "The newest gradient norm of each layer's weights, input side left, log axis of at least four decades; "
        "sorted by how far the first layer lies below the last"
    ),
    DATE: tr("When the session was made"),
    STEPS: tr("Steps made so far"),
    LOSS: tr("Loss of the newest measured batch"),
    FINDINGS: tr("What happened by itself while it trained"),
}


class SessionTable(QStandardItemModel):
    """One row a session, in any order. SUMMARY_ROLE of the column NAME holds its Summary.

    Its texts stand in items of Qt's own, so that no paint, no sorting and no search waits for Python, which may train
    meanwhile: one screen of rows asks for a thousand values.

    `renamed` carries (Summary, text) of a name that a person wrote.
    """

    renamed = Signal(object, str)

    def __init__(self, theme: Theme, parent: QObject | None = None):
        super().__init__(0, len(HEADINGS), parent)
        self._theme = theme
        self._scale = 1.0
        self._open_path: Path | None = None
        self._summaries: list[Summary] = []
        self._row_of: dict[Path, int] = {}
        self._undrawn: set[Path] = set()
        self._label_columns()

    # What it is told

    def show(self, summaries: Sequence[Summary]) -> None:
        """Hold these sessions and no others. Rows that stay keep their place, so that a selection survives."""
        new = {summary.path for summary in summaries}
        for row in range(len(self._summaries) - 1, -1, -1):
            if self._summaries[row].path not in new:
                self.removeRow(row)
                del self._summaries[row]
        self._row_of = {summary.path: row for row, summary in enumerate(self._summaries)}
        self.update(summaries)
        added = [summary for summary in summaries if summary.path not in self._row_of]
        if self._summaries:
            self._append(added)
        elif added:
            # Into an empty table as a whole: views and the sorting hear of it once, not a thousand times.
            self.beginResetModel()
            with QSignalBlocker(self):
                self._append(added)
            self.endResetModel()

    def update(self, summaries: Iterable[Summary]) -> None:
        """Show what is new of sessions that it holds."""
        changed = []
        for summary in summaries:
            row = self._row_of.get(summary.path)
            if row is not None and self._summaries[row] != summary:
                self._summaries[row] = summary
                changed.append(row)
        self._refill(changed)

    def holds(self, path: Path) -> bool:
        """Whether this session is one of them."""
        return path in self._row_of

    def show_open(self, path: Path | None) -> None:
        """The session that the window shows, in bold."""
        before, self._open_path = self._open_path, path
        self._refill([self._row_of[each] for each in (before, path) if each in self._row_of])

    def apply_theme(self, theme: Theme) -> None:
        """Colour the texts, and forget the pictures."""
        self._theme = theme
        self._refill(range(len(self._summaries)))

    def set_scale(self, scale: float) -> None:
        """scale: device pixels in one device-independent pixel of the screen that the table is on."""
        if scale != self._scale:
            self._scale = scale
            self._refill(range(len(self._summaries)))

    def draw(self, paths: Iterable[Path]) -> None:
        """Draw the pictures of sessions that have none yet: of those on the screen, because a thousand take a while."""
        for path in self._undrawn.intersection(paths):
            row = self._row_of[path]
            picture = draw_profile(self._summaries[row].profile, self._theme, self._scale)
            icon = QIcon(picture)
            # Of a chosen row too: Qt would tint it.
            icon.addPixmap(picture, QIcon.Mode.Selected)
            self.item(row, PROFILE).setIcon(icon)
            self._undrawn.discard(path)

    def setData(
        self, index: QModelIndex | QPersistentModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        """What a person wrote; what the session is called from now on, its file says."""
        summary, text = self._summaries[index.row()], str(value).strip()
        if role != Qt.ItemDataRole.EditRole or text == summary.title:
            return False
        self.renamed.emit(summary, text)
        return True

    # How rows are made

    def _label_columns(self) -> None:
        for column, heading in enumerate(HEADINGS):
            item = QStandardItem(heading)
            item.setToolTip(_TIPS.get(column, ""))
            side = Qt.AlignmentFlag.AlignRight if column in _NUMBERS else Qt.AlignmentFlag.AlignLeft
            item.setTextAlignment(side | Qt.AlignmentFlag.AlignVCenter)
            self.setHorizontalHeaderItem(column, item)

    def _append(self, summaries: Sequence[Summary]) -> None:
        for summary in summaries:
            items = [QStandardItem() for _ in HEADINGS]
            self._fill(items, summary)
            self._row_of[summary.path] = len(self._summaries)
            self._summaries.append(summary)
            self.appendRow(items)

    def _refill(self, rows: Sequence[int]) -> None:
        if rows:
            with QSignalBlocker(self):
                for row in rows:
                    items = [self.item(row, column) for column in range(len(HEADINGS))]
                    self._fill(items, self._summaries[row])
            # One signal for all: at each the sorting looks for the rows' new places.
            self.dataChanged.emit(self.index(min(rows), 0), self.index(max(rows), len(HEADINGS) - 1))

    def _fill(self, items: Sequence[QStandardItem], summary: Summary) -> None:
        texts, tips = _texts(summary), _tips(summary)
        faint, warning = QBrush(QColor(self._theme.faint)), QBrush(QColor(self._theme.warning))
        is_faint = bool(summary.problem) or not summary.is_read
        for column, (item, key) in enumerate(zip(items, _keys(summary, texts), strict=True)):
            item.setText(texts[column])
            item.setData(key, SORT_ROLE)
            item.setToolTip(tips.get(column, ""))
            item.setEditable(column == NAME and not summary.problem)
            if column == FINDINGS:
                item.setForeground(warning)
            else:
                item.setData(faint if is_faint or column in _FAINT else None, Qt.ItemDataRole.ForegroundRole)
            if column in _NUMBERS:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        font = QFont()
        font.setBold(True)
        items[NAME].setData(font if summary.path == self._open_path else None, Qt.ItemDataRole.FontRole)
        items[NAME].setData(summary, SUMMARY_ROLE)
        items[NAME].setData(_searched(summary, texts), SEARCH_ROLE)
        items[PROFILE].setAccessibleText(tips.get(PROFILE, ""))
        items[PROFILE].setIcon(QIcon())
        if summary.profile:
            self._undrawn.add(summary.path)
        else:
            self._undrawn.discard(summary.path)


def _has_steps(summary: Summary) -> bool:
    return summary.is_read and not summary.problem and summary.num_steps > 0


def _texts(summary: Summary) -> list[str]:
    """What stands in each column."""
    tags = "  ".join(f"#{tag}" for tag in summary.labels.tags)
    has_steps = _has_steps(summary)
    return [
        "",
        f"{summary.title}\n{tags}" if tags else summary.title,
        moment(summary.date),
        summary.structure,
        count(summary.num_steps) if has_steps else "",
        number(summary.loss) if has_steps else "",
        tr("cannot be read") if summary.problem else said(summary.findings),
    ]


def _keys(summary: Summary, texts: Sequence[str]) -> list[str | float]:
    """What each column is sorted by. Never NaN: Qt compares numbers as C does, and would leave them in any order."""
    loss = summary.loss if _has_steps(summary) else -math.inf
    return [
        _starvation(summary.profile),
        # In some locales Qt puts all capitals before all small letters.
        summary.title.casefold(),
        summary.date,
        summary.structure,
        float(summary.num_steps),
        math.inf if math.isnan(loss) else loss,
        texts[FINDINGS],
    ]


def _searched(summary: Summary, texts: Sequence[str]) -> str:
    """All in which words are looked for."""
    return "\n".join((*texts, summary.labels.remark, summary.path.name, summary.problem)).casefold()


def _tips(summary: Summary) -> dict[int, str]:
    """What does not fit into a cell. Escaped: Qt takes a tip that looks like HTML for HTML."""
    tags, profile = ", ".join(summary.labels.tags), summary.profile
    ends = (
        tr("from {profile} (input side) to {profile_2}", profile=number(profile[0]), profile_2=number(profile[-1]))
        if profile
        else ""
    )
    tips = {
        PROFILE: ends and tr("Gradient norms {ends}", ends=ends),
        NAME: "\n".join(filter(None, (summary.title, tags, summary.path.name, summary.labels.remark[:500]))),
        STRUCTURE: summary.structure,
        FINDINGS: said(summary.problem or summary.findings),
    }
    return {column: html.escape(tip).replace("\n", "<br>") for column, tip in tips.items()}


def _starvation(profile: tuple[float, ...]) -> float:
    """How many decades the first layer's norm lies below the last one's; Inf where one of them is no number above 0."""
    if not profile:
        return -math.inf
    first, last = profile[0], profile[-1]
    if not (0 < first < math.inf and 0 < last < math.inf):
        return math.inf
    return math.log10(last) - math.log10(first)


class ShownSessions(QSortFilterProxyModel):
    """The table sorted, and only what has every word that is looked for."""

    def __init__(self, table: SessionTable, parent: QObject | None = None):
        super().__init__(parent)
        self.setSortRole(SORT_ROLE)
        self.setSortLocaleAware(True)
        self.setFilterRole(SEARCH_ROLE)
        self.setFilterKeyColumn(NAME)
        self.setSourceModel(table)

    def look_for(self, text: str) -> None:
        """Words, in any order and case."""
        # What Qt has for filters written in Python is deprecated in one version and missing in another.
        ahead = (f"(?=.*{QRegularExpression.escape(word)})" for word in text.casefold().split())
        every_word = QRegularExpression("^" + "".join(ahead))
        every_word.setPatternOptions(QRegularExpression.PatternOption.DotMatchesEverythingOption)
        self.setFilterRegularExpression(every_word)
