"""One finding in the panel: what, where and since when; unfolded also by which rule, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from gradiometer.reports import Finding
from gradiometer_desktop.findings import wording
from gradiometer_desktop.findings.offers import Offer
from gradiometer_desktop.findings.signs import SIZE, kind_of, sign
from gradiometer_desktop.findings.wrapped_button import WrappedButton
from gradiometer_desktop.language import tr
from gradiometer_desktop.lessons.parts import button, caption, note
from gradiometer_desktop.theme import Theme

# Around the text of a button.
_BUTTON_PX = 28


class FindingEntry(QFrame):
    """Folded it is two or three lines high. `toggled` comes when a person folds or unfolds it."""

    show_asked = Signal(object)
    """The Finding whose evidence a person wants to see."""
    offer_taken = Signal(object, object)
    """The Finding, and the Offer whose button was pressed."""
    trial_asked = Signal(object)
    """The Finding whose remedies are to be tried beside a control."""
    toggled = Signal(bool)

    def __init__(self, finding: Finding, names: Sequence[str], judge: str, theme: Theme):
        """names: of all layers; judge: the title of the rule set."""
        super().__init__()
        self.setObjectName("finding")
        self.finding = finding
        self.buttons: list[QPushButton] = []
        self.trial: QPushButton | None = None
        self._names, self._judge, self._theme = names, judge, theme
        self._offers: Sequence[Offer] = ()
        self._sign = QLabel()
        self._sign.setFixedSize(SIZE, SIZE)
        self.title = caption("")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.fold = QToolButton()
        self.fold.setAutoRaise(True)
        self.fold.setObjectName("fold")
        self.fold.setCheckable(True)
        self.fold.setArrowType(Qt.ArrowType.RightArrow)
        self.fold.clicked.connect(self.unfold)
        self.fold.clicked.connect(self.toggled)
        self.times, self.strength = note(), note()
        self.show_button = button(tr("Show"))
        # A button's usual width would leave the line beside it too little.
        self.show_button.setFixedWidth(self.show_button.fontMetrics().horizontalAdvance(tr("Show")) + _BUTTON_PX)
        self.show_button.setToolTip(tr("Go to the step, and to the plot that shows it"))
        self.show_button.clicked.connect(lambda: self.show_asked.emit(self.finding))
        self._lay_out()
        self.details: QWidget | None = None
        self.text, self.rule = note(), note()
        self.update_finding(finding)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.title, 1)
        head.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignTop)
        below = QHBoxLayout()
        below.addWidget(self.strength, 1)
        below.addWidget(self.show_button)
        lines = QVBoxLayout()
        lines.setContentsMargins(SIZE + 6, 0, 0, 0)
        lines.setSpacing(3)
        lines.addWidget(self.times)
        lines.addLayout(below)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(8, 6, 6, 6)
        self._column.setSpacing(3)
        self._column.addLayout(head)
        self._column.addLayout(lines)

    @property
    def is_unfolded(self) -> bool:
        return self.details is not None and not self.details.isHidden()

    def update_finding(self, finding: Finding) -> None:
        """It was told again: its texts alone."""
        was, self.finding = kind_of(self.finding), finding
        if finding.has_ended:
            self.show_offers(())
        if was != kind_of(finding) or self._sign.pixmap().isNull():
            self.apply_theme(self._theme)
        kind = kind_of(finding)
        headline = wording.headline(finding, self._names)
        _write(self.title, headline)
        _write(self.times, wording.when(finding))
        _write(self.strength, wording.strength(finding))
        _write(self.text, wording.sentence(finding, self._names))
        _write(self.rule, wording.rule(finding, self._judge))
        self.rule.setToolTip(wording.meaning(finding))
        self.setAccessibleName(f"{kind}: {headline}")
        self.fold.setAccessibleName(tr("Details of {headline}", headline=headline))
        self.show_button.setAccessibleName(tr("Show {headline}", headline=headline))
        self._sign.setToolTip({"severe": "Severe", "warning": "A warning", "ended": "It holds no more"}[kind])

    def apply_theme(self, theme: Theme) -> None:
        """Light or dark."""
        self._theme = theme
        self._sign.setPixmap(sign(self.finding, theme, self.devicePixelRatioF()))

    def unfold(self, is_unfolded: bool) -> None:
        """Show or hide the details."""
        if is_unfolded and self.details is None:
            self._make_details()
        if self.details is not None:
            self.details.setVisible(is_unfolded)
        self.fold.setChecked(is_unfolded)
        self.fold.setArrowType(Qt.ArrowType.DownArrow if is_unfolded else Qt.ArrowType.RightArrow)

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """What can be done about it now; seen when it is unfolded."""
        if offers != self._offers:
            self._offers = offers
            if self.details is not None:
                self._fill_offers()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Anywhere beside its buttons folds and unfolds it, as the arrow does."""
        if event.button() == Qt.MouseButton.LeftButton and event.position().y() < self.show_button.geometry().bottom():
            self.fold.click()
        else:
            super().mousePressEvent(event)

    def _make_details(self) -> None:
        self.details = QWidget()
        column = QVBoxLayout(self.details)
        column.setContentsMargins(SIZE + 6, 2, 0, 4)
        column.setSpacing(5)
        self.text.setObjectName("")
        for label in (self.text, self.rule):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._remedies = QVBoxLayout()
        self._remedies.setSpacing(3)
        column.addWidget(self.text)
        column.addLayout(self._remedies)
        column.addWidget(self.rule)
        self._column.addWidget(self.details)
        self._fill_offers()

    def _fill_offers(self) -> None:
        while (item := self._remedies.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons = []
        if self._offers:
            self._remedies.addWidget(caption(tr("What can be done")))
        for offer in self._offers:
            made = WrappedButton(offer.label)
            made.setEnabled(not offer.why_not)
            made.setToolTip(offer.why_not or offer.reason)
            made.setAccessibleDescription(offer.why_not or offer.reason)
            made.clicked.connect(partial(self._take, offer))
            self.buttons.append(made)
            self._remedies.addWidget(made)
            self._remedies.addWidget(note(f"{offer.reason} {offer.why_not}".strip()))
        self.trial = None
        if any(offer.changes and not offer.why_not for offer in self._offers):
            self.trial = WrappedButton(tr("Try them beside a control…"))
            tip = tr("Fork the session, let each copy try one of them on the same examples, and see which cures it")
            self.trial.setToolTip(tip)
            self.trial.setAccessibleDescription(tip)
            self.trial.clicked.connect(lambda: self.trial_asked.emit(self.finding))
            self._remedies.addWidget(self.trial)
        # For what is taken out of a layout within a layout, the outer ones would go on making room.
        assert self.details is not None
        for layout in (self._remedies, self.details.layout()):
            assert layout is not None
            layout.invalidate()
        self.details.updateGeometry()

    def _take(self, offer: Offer, _checked: bool = False) -> None:
        self.offer_taken.emit(self.finding, offer)


def _write(label: QLabel, text: str) -> None:
    if label.text() != text:
        label.setText(text)
        # Those of the details have no place before these are made, and would be windows of their own.
        if label.parentWidget() is not None:
            label.setHidden(not text)
