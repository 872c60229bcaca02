"""Who would have said what, and when: under each symptom the rule sets, by the step at which they first told of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QTableWidgetItem, QVBoxLayout, QWidget

from gradiometer.reports import Finding
from gradiometer.symptoms import SEVERE, SYMPTOMS, title_of
from gradiometer_desktop.findings.review import Verdict
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.lessons.fitted import FittedTable
from gradiometer_desktop.wording import count

_FINDING = Qt.ItemDataRole.UserRole


class JudgesTable(QScrollArea):
    """`asked` carries the Finding whose row was clicked. With a column for each rule set it would have seven columns,
    and the panel has room for two.
    """

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.table = FittedTable(
            tr("Who would have said what, and when"), (tr("Rule set"), tr("Told at step")), (66, 34)
        )
        self.table.itemActivated.connect(self._ask)
        self.table.itemClicked.connect(self._ask)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        column.addStretch(1)
        self.setWidgetResizable(True)
        # Whether it is there must not depend on rows whose height depends on it.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The table has the focus.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)

    def show_verdicts(self, verdicts: Mapping[str, Verdict]) -> bool:
        """Show what each rule set says, by their names; those that could not be read say nothing. Returns whether any
        has told of anything.
        """
        read = [(verdict.rules, verdict.first_findings) for verdict in verdicts.values() if verdict.rules is not None]
        told: dict[str, int] = {}
        for _rules, first in read:
            for symptom, finding in first.items():
                told[symptom] = min(finding.told_step, told.get(symptom, finding.told_step))
        self.table.clear_rows()
        for symptom in sorted(told, key=lambda symptom: (told[symptom], symptom)):
            row = self.table.add_title(said(title_of(symptom)))
            if symptom in SYMPTOMS:
                self.table.write(row, 0, said(title_of(symptom))).setToolTip(SYMPTOMS[symptom].meaning)
            found = [(said(rules.title), first[symptom]) for rules, first in read if symptom in first]
            for title, finding in sorted(found, key=lambda each: each[1].told_step):
                self._write(title, finding)
            silent = [rules for rules, first in read if symptom not in first]
            able = [any(rule.symptom == symptom for rule in rules.rules) for rules in silent]
            self._write_silent(
                tr("Never"), [said(rules.title) for rules, is_able in zip(silent, able, strict=True) if is_able]
            )
            lacking = [said(rules.title) for rules, is_able in zip(silent, able, strict=True) if not is_able]
            self._write_silent(tr("No rule for it"), lacking)
        self.table.fit()
        return bool(told)

    def _write(self, title: str, finding: Finding) -> None:
        row = self.table.rowCount()
        self.table.setRowCount(row + 1)
        for column, text in enumerate((title, count(finding.told_step))):
            item = self.table.write(row, column, text)
            item.setToolTip(tr("{text}\nClick to see it", text=said(finding.text)))
            item.setData(_FINDING, finding)
            font = item.font()
            font.setBold(column == 1 and finding.severity == SEVERE)
            item.setFont(font)

    def _write_silent(self, why: str, titles: Sequence[str]) -> None:
        """Those that said nothing, in one faint line."""
        if not titles:
            return
        row = self.table.rowCount()
        self.table.setRowCount(row + 1)
        self.table.setSpan(row, 0, 1, 2)
        self.table.write(row, 0, f"{why}: {', '.join(titles)}").setForeground(self.palette().placeholderText())

    def _ask(self, item: QTableWidgetItem) -> None:
        finding = item.data(_FINDING)
        if finding is not None:
            self.asked.emit(finding)
