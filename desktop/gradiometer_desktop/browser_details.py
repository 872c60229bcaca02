"""What the browser says of the chosen session, and the dialog for its tags and its note."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence

from PySide6.QtCore import QLocale, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gradiometer.branch_tree import Node
from gradiometer.fields import FieldError
from gradiometer.library import Labels, Summary
from gradiometer_desktop.browser_picture import draw_profile
from gradiometer_desktop.browser_relatives import Relatives
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.theme import Theme, scaled
from gradiometer_desktop.wording import count, moment, number

WIDTH = 290
# A scroll bar has room beside it.
_PICTURE = QSize(WIDTH - 24, 84)
_FACTS = (
    tr("Made"),
    tr("Steps"),
    tr("Loss"),
    tr("Accuracy"),
    tr("Held out"),
    tr("Changes"),
    tr("Findings"),
    tr("Tags"),
    tr("File"),
    tr("Size"),
)


class Details(QWidget):
    """The facts about the chosen session, and a button for each action.

    first: the action that stands out; actions: the others, two in a line. visited carries the path of a session that
    it came from, or that came from it; more_asked: for those that have no room here.
    """

    visited = Signal(object)
    more_asked = Signal()

    def __init__(self, first: QAction, actions: Sequence[QAction], theme: Theme):
        super().__init__()
        self.setFixedWidth(scaled(WIDTH))
        self._theme = theme
        self._summaries: Sequence[Summary] = ()
        self._lineage: Sequence[Node] = ()
        self.picture = QLabel()
        self.picture.setAccessibleName(tr("Gradient norm of each layer"))
        self.title, self.note = _text("heading"), _text("note")
        self.problem = _text("warning")
        self._facts = QFormLayout()
        self._facts.setContentsMargins(0, 4, 0, 4)
        self._facts.setHorizontalSpacing(14)
        self.facts = {name: self._add_fact(name) for name in _FACTS}
        self.ancestors = self._add_relatives(tr("Came from"))
        self.descendants = self._add_relatives(tr("Branches"))
        self.remark = _text()
        self.remark.setAccessibleName(tr("Note"))
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.title, self.note, self.picture, self.problem):
            column.addWidget(widget)
        column.addLayout(self._facts)
        column.addWidget(self.remark)
        column.addStretch(1)
        self.content = QScrollArea()
        self.content.setWidgetResizable(True)
        self.content.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.content.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.content.setWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.content, 1)
        outer.addLayout(_buttons(first, actions))
        self.show_summaries(())
        self.show_lineage(())

    def _add_fact(self, name: str) -> QLabel:
        label = _text()
        label.setAccessibleName(name)
        self._facts.addRow(_caption(name), label)
        return label

    def _add_relatives(self, name: str) -> Relatives:
        links = Relatives(name, tr("Goes to that session in the list; a trial, which is not listed, is opened"))
        links.visited.connect(self.visited)
        links.more_asked.connect(self.more_asked)
        self._facts.addRow(_caption(name), links)
        return links

    def show_lineage(self, lineage: Sequence[Node]) -> None:
        """What the chosen session came from and what came from it: from the root of its tree to itself; empty where
        that is not known.
        """
        self._lineage = lineage
        self.ancestors.show_ancestors(lineage)
        self.descendants.show_descendants(lineage[-1] if lineage else None)
        for links in (self.ancestors, self.descendants):
            self._facts.setRowVisible(links, bool(links.text()))

    def show_summaries(self, summaries: Sequence[Summary]) -> None:
        """One: all that is known of it; several: how many."""
        self._summaries = summaries
        one = summaries[0] if len(summaries) == 1 else None
        texts = {} if one is None else _facts(one)
        for row, (name, label) in enumerate(self.facts.items()):
            label.setText(texts.get(name, ""))
            self._facts.setRowVisible(row, bool(label.text()))
        self.title.setText(one.title if one is not None else _how_many(summaries))
        self.note.setText(_note(one) if one is not None else _size(summaries))
        self._set(self.problem, one.problem if one is not None else "")
        self._set(self.remark, one.labels.remark if one is not None else "")
        self._draw()

    def apply_theme(self, theme: Theme) -> None:
        """Draw the picture anew."""
        self._theme = theme
        self._draw()
        # The colour of a link is settled when its text is; the same text is no news.
        lineage = self._lineage
        self.show_lineage(())
        self.show_lineage(lineage)

    def _draw(self) -> None:
        profile = self._summaries[0].profile if len(self._summaries) == 1 else ()
        self.picture.setVisible(bool(profile))
        if profile:
            self.picture.setPixmap(draw_profile(profile, self._theme, self.devicePixelRatioF(), _PICTURE))
            ends = tr(
                "{profile} (input side) to {profile_2}", profile=number(profile[0]), profile_2=number(profile[-1])
            )
            self.picture.setToolTip(
                tr("The newest gradient norm of each layer's weights, from {ends}, log axis", ends=ends)
            )
        else:
            self.picture.setPixmap(QPixmap())

    def _set(self, label: QLabel, text: str) -> None:
        label.setText(text)
        label.setVisible(bool(text))


def _text(name: str = "") -> QLabel:
    """A label for what stands in a file: never taken for HTML, and to be copied."""
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    # A word that is wider than the panel is cut, and does not widen it.
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _caption(name: str) -> QLabel:
    caption = QLabel(name)
    caption.setObjectName("note")
    caption.setAlignment(Qt.AlignmentFlag.AlignTop)
    return caption


def _buttons(first: QAction, actions: Sequence[QAction]) -> QGridLayout:
    grid = QGridLayout()
    grid.setSpacing(6)
    main = ActionButton(first)
    main.setObjectName("primary")
    grid.addWidget(main, 0, 0, 1, 2)
    for place, action in enumerate(actions):
        grid.addWidget(ActionButton(action), 1 + place // 2, place % 2)
    return grid


class ActionButton(QPushButton):
    """A button that is an action: enabled where it is, with its text and tip."""

    def __init__(self, action: QAction):
        super().__init__()
        self._action = action
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        self.setText(self._action.text())
        self.setToolTip(self._action.toolTip())
        self.setEnabled(self._action.isEnabled())


def _how_many(summaries: Sequence[Summary]) -> str:
    return tr("{num_summaries} sessions", num_summaries=len(summaries)) if summaries else tr("No session is chosen")


def _size(summaries: Sequence[Summary]) -> str:
    return _bytes(sum(summary.size_bytes for summary in summaries)) if summaries else ""


def _note(summary: Summary) -> str:
    if not summary.is_read:
        return tr("not read yet")
    return (
        tr("{structure} (a loop of your own)", structure=summary.structure) if summary.is_watched else summary.structure
    )


def _facts(summary: Summary) -> dict[str, str]:
    """What is known, by what it is called."""
    facts = {
        tr("Made"): moment(summary.date),
        tr("Tags"): ", ".join(summary.labels.tags),
        tr("File"): summary.path.name,
        tr("Size"): _bytes(summary.size_bytes),
    }
    if summary.is_read and not summary.problem:
        facts |= {tr("Steps"): count(summary.num_steps), tr("Changes"): count(summary.num_changes)}
        facts |= {tr("Findings"): said(summary.findings) or tr("none")}
        if summary.num_steps:
            facts[tr("Loss")] = number(summary.loss)
        if math.isfinite(summary.accuracy):
            facts[tr("Accuracy")] = tr("{share:.1%} on the newest batch", share=summary.accuracy)
        if math.isfinite(summary.held_out_accuracy):
            facts[tr("Held out")] = tr("{share:.1%} accuracy", share=summary.held_out_accuracy)
    return facts


def _bytes(size: int) -> str:
    return QLocale.c().formattedDataSize(size)


class LabelsDialog(QDialog):
    """Asks for tags and a note; `chosen` carries the session's new Labels."""

    chosen = Signal(object)

    def __init__(self, summary: Summary, parent: QWidget | None = None):
        super().__init__(parent)
        self.setWindowTitle(tr("Tags and note"))
        self.setModal(False)
        self._labels = summary.labels
        column = QVBoxLayout(self)
        of = _text("note")
        of.setText(summary.title)
        column.addWidget(of)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.tags = QLineEdit(", ".join(summary.labels.tags))
        self.tags.setAccessibleName(tr("Tags"))
        self.tags.setPlaceholderText(tr("relu, deep, to show"))
        self.remark = QPlainTextEdit(summary.labels.remark)
        self.remark.setAccessibleName(tr("Note"))
        self.remark.setTabChangesFocus(True)
        form.addRow(tr("Tags"), self.tags)
        form.addRow(tr("Note"), self.remark)
        column.addLayout(form)
        self.problem = _text("warning")
        column.addWidget(self.problem)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column.addWidget(self.buttons)
        self.tags.textChanged.connect(self._check)
        self.remark.textChanged.connect(self._check)
        self.resize(460, 300)

    def _check(self) -> Labels | None:
        """What is written there; None, and a sentence, where it cannot be kept."""
        tags = tuple(dict.fromkeys(tag for tag in map(str.strip, self.tags.text().split(",")) if tag))
        labels = None
        self.problem.setText("")
        try:
            labels = dataclasses.replace(self._labels, tags=tags, remark=self.remark.toPlainText())
        except FieldError as error:
            self.problem.setText(f"{error}.")
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(labels is not None)
        return labels

    def accept(self) -> None:
        labels = self._check()
        if labels is not None:
            super().accept()
            self.chosen.emit(labels)
