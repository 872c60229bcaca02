"""The findings below each other, those that matter most first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from gradiometer.reports import Finding
from gradiometer_desktop.findings.entry import FindingEntry
from gradiometer_desktop.findings.offers import Offer
from gradiometer_desktop.findings.wording import in_order
from gradiometer_desktop.language import tr
from gradiometer_desktop.lessons.parts import note
from gradiometer_desktop.scrolled import let_keys_scroll
from gradiometer_desktop.theme import LIGHT, Theme
from gradiometer_desktop.wording import count

OffersOf = Callable[[Finding], Sequence[Offer]]

# Hundreds of entries would take seconds to lay out, and nobody reads them.
_MOST_SHOWN = 60
# By then all entries stand in their places.
_SETTLED_MS = 200


class FindingsList(QScrollArea):
    """offers_of: what can be done about a finding now."""

    show_asked = Signal(object)
    offer_taken = Signal(object, object)
    trial_asked = Signal(object)

    def __init__(self, offers_of: OffersOf) -> None:
        super().__init__()
        self.entries: dict[int, FindingEntry] = {}
        """By the findings' numbers, in the order in which they stand there."""
        self._offers_of = offers_of
        self._theme = LIGHT
        self._names: Sequence[str] = ()
        self._judge = ""
        self._touched = False
        # By its number: what is brought into sight has to find its own place first, together with all others.
        self._sought = 0
        self.verticalScrollBar().rangeChanged.connect(lambda *_range: self._seek())
        self.setWidgetResizable(True)
        let_keys_scroll(self, tr("Findings"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.rest = note()
        self.rest.setContentsMargins(10, 6, 10, 6)
        self.setWidget(content)

    def begin(self, names: Sequence[str], judge: str) -> None:
        """Begin anew. names: of all layers; judge: the rule set's title, empty: the recorded one."""
        self._names, self._judge, self._touched = names, judge, False
        self.show_findings({})

    def show_findings(self, findings: Mapping[int, Finding], *, keeps_order: bool = False) -> bool:
        """Show these, by their numbers; what is there already is told again. Returns whether all stand where they
        belong: keeps_order leaves that for later, because a hand may be about to press a button.
        """
        wanted = in_order(findings.values())[:_MOST_SHOWN]
        for finding in wanted:
            entry = self.entries.get(finding.number)
            if entry is not None and entry.finding is not finding:
                entry.update_finding(finding)
        numbers = [finding.number for finding in wanted]
        if numbers == list(self.entries):
            return True
        if keeps_order and self.entries:
            return False
        # Whether it is there must not depend on texts whose height depends on it.
        policy = Qt.ScrollBarPolicy.ScrollBarAlwaysOn if wanted else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(policy)
        self._arrange(wanted)
        num_left = len(findings) - len(wanted)
        self.rest.setText(tr("… and {num_left} more that have ended", num_left=count(num_left)) if num_left else "")
        self.rest.setVisible(bool(num_left))
        return True

    def reveal(self, number: int) -> None:
        """Unfold one, and bring it into sight."""
        entry = self.entries.get(number)
        if entry is not None:
            self._touched = True
            self._unfold(entry, is_unfolded=True)
            self._sought = number
            self._seek()
            QTimer.singleShot(_SETTLED_MS, self, self._settle)

    def _seek(self) -> None:
        entry = self.entries.get(self._sought)
        if entry is not None:
            self.ensureWidgetVisible(entry, 0, 0)

    def _settle(self) -> None:
        self._seek()
        self._sought = 0

    def refresh_offers(self) -> None:
        """Settings or the state of the session have changed."""
        for entry in self.entries.values():
            if entry.is_unfolded:
                entry.show_offers(self._offers_of(entry.finding))

    def apply_theme(self, theme: Theme) -> None:
        """Light or dark."""
        self._theme = theme
        for entry in self.entries.values():
            entry.apply_theme(theme)

    def _arrange(self, wanted: Sequence[Finding]) -> None:
        before, self.entries = self.entries, {}
        while self._column.takeAt(0) is not None:
            pass
        for finding in wanted:
            entry = before.pop(finding.number, None) or self._make(finding)
            self.entries[finding.number] = entry
            self._column.addWidget(entry)
        for entry in before.values():
            entry.hide()
            entry.deleteLater()
        self._column.addWidget(self.rest)
        self._column.addStretch(1)
        if not self._touched and self.entries and not any(each.is_unfolded for each in self.entries.values()):
            first = next(iter(self.entries.values()))
            if not first.finding.has_ended:
                self._unfold(first, is_unfolded=True)

    def _make(self, finding: Finding) -> FindingEntry:
        entry = FindingEntry(finding, self._names, self._judge, self._theme)
        entry.show_asked.connect(self.show_asked)
        entry.offer_taken.connect(self.offer_taken)
        entry.trial_asked.connect(self.trial_asked)
        entry.toggled.connect(lambda is_unfolded: self._toggled(entry, is_unfolded))
        return entry

    def _toggled(self, entry: FindingEntry, is_unfolded: bool) -> None:
        self._touched = True
        self._unfold(entry, is_unfolded)

    def _unfold(self, entry: FindingEntry, is_unfolded: bool) -> None:
        if is_unfolded:
            entry.show_offers(self._offers_of(entry.finding))
        entry.unfold(is_unfolded)
