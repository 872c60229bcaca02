"""Where a person says what a branch is to try: a remedy, an exact surgery, or changes in the command line's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QMenu, QToolButton, QWidget

from gradiometer.changes import parse_change, word_of, words_of
from gradiometer.experiment import Experiment
from gradiometer.fields import Choice, FieldError, Flag
from gradiometer.initializations import INITIALIZATIONS
from gradiometer.ramps import RAMPABLE
from gradiometer.remedies import REMEDIES
from gradiometer.settings import SETTING_FIELDS, Change, Settings, settings_after
from gradiometer.surgeries import SURGERIES
from gradiometer.treatments import BRANCH, Treatment, describe_changes
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.lessons.parts import note

OWN = tr("Changes of my own")
_NONE = tr("Nothing")
_HINT = "activation=relu initialization=he over=100"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where branches begin. experiment: its initialization the law by which weights were drawn last; settings: in
    force.
    """

    experiment: Experiment
    settings: Settings


def possible_remedies(standing: Standing, names: Sequence[str] = ()) -> dict[str, tuple[Change, ...]]:
    """Remedies that change the network as it is, with their changes; names: these alone, in this order."""
    found = {}
    for name in names or REMEDIES:
        made = REMEDIES[name].make(standing.experiment, standing.settings) if name in REMEDIES else None
        if isinstance(made, tuple) and made:
            found[name] = made
    return found


class BranchEditor(QWidget):
    """One branch. has_label: whether a person may name it. `changed`: something was chosen or written."""

    changed = Signal()

    def __init__(self, number: int, standing: Standing, *, has_label: bool = True):
        super().__init__()
        self._standing = standing
        self._has_label = has_label
        self._remedies = possible_remedies(standing)
        self._filled: list[str] = []
        """The words of the remedy that was chosen last."""
        self.choice = QComboBox()
        self.choice.setAccessibleName(tr("What branch {number} tries", number=number))
        self._fill_choice()
        self.choice.setMaxVisibleItems(20)
        self.label = QLineEdit()
        self.label.setAccessibleName(tr("Label of branch {number}", number=number))
        self.label.setPlaceholderText(tr("label in the legend"))
        self.words = QLineEdit()
        self.words.setAccessibleName(tr("Changes of branch {number}", number=number))
        self.words.setPlaceholderText(_HINT)
        self.add = QToolButton()
        self.add.setText(tr("Add"))
        self.add.setAccessibleName(tr("Add a change to branch {number}", number=number))
        self.add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self.add)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.add.setMenu(self._menu)
        self.said = note()
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self._lay_out(number)
        self.choice.currentIndexChanged.connect(self._chosen)
        for line in (self.label, self.words):
            line.textEdited.connect(self._edited)
        self._show()

    def _fill_choice(self) -> None:
        self.choice.addItem(_NONE, "")
        for name in self._remedies:
            self.choice.addItem(said(REMEDIES[name].title), name)
            self.choice.setItemData(self.choice.count() - 1, said(REMEDIES[name].reason), Qt.ItemDataRole.ToolTipRole)
        self.choice.insertSeparator(self.choice.count())
        self.choice.addItem(OWN, OWN)

    def _lay_out(self, number: int) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.addWidget(QLabel(tr("Branch {number}", number=number)), 0, 0)
        grid.addWidget(self.choice, 0, 1)
        grid.addWidget(self.label, 0, 2, 1, 2)
        grid.addWidget(self.words, 1, 1, 1, 2)
        grid.addWidget(self.add, 1, 3)
        grid.addWidget(self.said, 2, 1, 1, 3)
        grid.setColumnMinimumWidth(0, 64)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(2, 2)

    @property
    def is_used(self) -> bool:
        """Whether anything is to be tried."""
        return bool(self.choice.currentData())

    @property
    def treatment(self) -> Treatment:
        """What is to be tried. Raises FieldError."""
        changes = self._parse()
        label = self.label.text().strip() or said(describe_changes(changes, self._standing.settings))
        # What changes nothing has no description.
        label = label or self.words.text().strip()
        return Treatment(BRANCH, label, changes, str(self.choice.currentData()) if self._is_remedy else "")

    @property
    def problem(self) -> str:
        """Why it cannot be tried, in a sentence; empty where it can, or where nothing is to be tried."""
        if not self.is_used:
            return ""
        try:
            self._parse()
        except FieldError as error:
            return said(str(error))
        return ""

    def choose(self, name: str) -> None:
        """A remedy by its name."""
        self.choice.setCurrentIndex(max(0, self.choice.findData(name)))

    def stand(self, standing: Standing) -> None:
        """The branch is to begin elsewhere. A remedy that cannot be had there stays as changes of one's own."""
        name, is_remedy, label = str(self.choice.currentData()), self._is_remedy, self.label.text()
        self._standing, self._remedies = standing, possible_remedies(standing)
        self.choice.blockSignals(True)
        self.choice.clear()
        self._fill_choice()
        self.choice.setCurrentIndex(self.choice.findData(name if name in ("", *self._remedies) else OWN))
        self.choice.blockSignals(False)
        if is_remedy and name in self._remedies:
            self._write_remedy(name)
            self.label.setText(label)
        self._edited()

    def write(self, label: str, words: str) -> None:
        """Changes of one's own."""
        self.choose(OWN)
        self.label.setText(label)
        self.words.setText(words)
        self._edited()

    @property
    def _is_remedy(self) -> bool:
        """Changed by hand, it is no longer what the remedy says."""
        return self.choice.currentData() in self._remedies and self.words.text().split() == self._filled

    def _parse(self) -> tuple[Change, ...]:
        if self._is_remedy:
            # Read back from its words, settings that change together would change one after the other.
            return self._remedies[str(self.choice.currentData())]
        standing, words = self._standing, self.words.text().split()
        if not words:
            raise FieldError(tr("Say what is to be changed, or choose a remedy."))
        return tuple(parse_change(standing.experiment, words, standing.settings))

    def _chosen(self) -> None:
        name = str(self.choice.currentData())
        if name in self._remedies:
            self._write_remedy(name)
        self._show()
        if name == OWN:
            self.words.setFocus()
        self.changed.emit()

    def _write_remedy(self, name: str) -> None:
        settings, words = self._standing.settings, []
        for change in self._remedies[name]:
            words += words_of(change, settings)
            settings = settings_after(change, settings)
        self._filled = words
        self.words.setText(" ".join(words))
        self.label.setText(said(REMEDIES[name].title))

    def _edited(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        for widget in (self.words, self.add):
            widget.setVisible(self.is_used)
        self.label.setVisible(self.is_used and self._has_label)
        problem = self.problem if self.words.text().strip() else ""
        name = str(self.choice.currentData())
        told = problem or (said(REMEDIES[name].reason) if name in self._remedies else "")
        self.said.setObjectName("warning" if problem else "note")
        self.said.style().unpolish(self.said)
        self.said.style().polish(self.said)
        self.said.setText(told)
        self.said.setVisible(self.is_used and bool(told))

    def _fill_menu(self) -> None:
        """All that may change, each with its values."""
        self._menu.clear()
        blocked = self._standing.experiment.blocked
        for name, field in SETTING_FIELDS.items():
            if name in blocked:
                continue
            if isinstance(field, Choice | Flag):
                options = field.options if isinstance(field, Choice) else {"on": "on", "off": "off"}
                submenu = self._menu.addMenu(said(field.title))
                for value, title in options.items():
                    if f"{name}={value}" not in blocked:
                        submenu.addAction(title).triggered.connect(partial(self._append, f"{name}={value}"))
            else:
                now = word_of(getattr(self._standing.settings, name))
                self._menu.addAction(said(field.title)).triggered.connect(partial(self._append, f"{name}={now}"))
        submenu = self._menu.addMenu(tr("Draw all weights anew"))
        for scheme, law in INITIALIZATIONS.items():
            submenu.addAction(said(law.title)).triggered.connect(partial(self._append, f"initialization={scheme}"))
        submenu = self._menu.addMenu(tr("Exact surgery"))
        submenu.setToolTipsVisible(True)
        for surgery, known in SURGERIES.items():
            action = submenu.addAction(said(known.title))
            reason = known.why_not(self._standing.experiment, self._standing.settings)
            action.setEnabled(not reason)
            action.setToolTip(reason or said(known.effect))
            action.triggered.connect(partial(self._append, f"rewrite={surgery}"))
        ramp = self._menu.addAction(tr("Little by little, over 100 steps"))
        ramp.setToolTip(tr("What can go by degrees: {join}", join=", ".join(RAMPABLE)))
        ramp.triggered.connect(partial(self._append, "over=100"))

    def _append(self, word: str, _checked: bool = False) -> None:
        name = word.partition("=")[0]
        kept = [each for each in self.words.text().split() if each.partition("=")[0] != name]
        self.words.setText(" ".join([*kept, word]))
        self._edited()
