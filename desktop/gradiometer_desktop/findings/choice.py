"""By which rules findings are judged: a box to choose from, remembered from one start to the next."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from gradiometer.fields import FieldError
from gradiometer.rules import load_rules, rule_set_names
from gradiometer_desktop import dialogs
from gradiometer_desktop.language import said, tr

RECORDED, ALL = "recorded", "all"
"""What the session recorded while it ran; and all sets at once. Any other choice is the name or path of a rule set."""
_OWN = "own"
_CHOSEN_KEY, _OWN_KEY = "judged_by", "own_rules"


class JudgeChoice(QComboBox):
    """chosen: RECORDED, ALL, or a rule set. Filled by `fill`, because reading the sets takes a while.

    refused: why a person's own file holds no rules, in a sentence; the choice stays as it was.
    """

    changed = Signal()
    refused = Signal(str)

    def __init__(self, settings: QSettings, parent: QWidget | None = None):
        super().__init__(parent)
        self._settings = settings
        self._own = str(settings.value(_OWN_KEY, ""))
        self.chosen = str(settings.value(_CHOSEN_KEY, RECORDED))
        self.setAccessibleName(tr("Judged by"))
        self.setToolTip(tr("The rules that say what a finding is: ours, those that others have published, or your own"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.activated.connect(self._activate)

    @property
    def rule_sets(self) -> tuple[str, ...]:
        """Those that the choice asks for; none where the session's own record is all that is wanted."""
        if self.chosen == RECORDED:
            return ()
        return (*rule_set_names(), *filter(None, [self._own])) if self.chosen == ALL else (self.chosen,)

    def fill(self) -> None:
        """Read which rule sets there are, unless that was done."""
        if self.count():
            return
        self._list()
        if self.findData(self.chosen) < 0:
            self.chosen = RECORDED
        self.setCurrentIndex(self.findData(self.chosen))

    def choose(self, choice: str) -> None:
        """Judge by RECORDED, ALL or a rule set that there is."""
        self.fill()
        if choice != self.chosen:
            self._take(choice)

    def take_own(self, path: Path) -> None:
        """Judge by the rules of a file."""
        try:
            load_rules(str(path))
        except (FieldError, OSError) as problem:
            self.setCurrentIndex(self.findData(self.chosen))
            self.refused.emit(said(str(problem)))
            return
        self._own = str(path)
        self._settings.setValue(_OWN_KEY, self._own)
        self._list()
        self._take(self._own)

    def _list(self) -> None:
        self.clear()
        self.addItem(tr("Gradiometer, as recorded"), RECORDED)
        for name in rule_set_names():
            self.addItem(said(load_rules(name).title), name)
        # The first is the one that records.
        self.setItemText(1, tr("{itemText}, judged anew", itemText=self.itemText(1)))
        self.insertSeparator(self.count())
        if self._own:
            self.addItem(tr("Rules of my own: {name}", name=Path(self._own).name), self._own)
        self.addItem(tr("Rules of my own…") if not self._own else tr("Other rules of my own…"), _OWN)
        self.insertSeparator(self.count())
        self.addItem(tr("All: who would have said what, when"), ALL)

    def _activate(self, index: int) -> None:
        choice = str(self.itemData(index))
        if choice == _OWN:
            self._ask()
        else:
            self.choose(choice)

    def _ask(self) -> None:
        folder = str(Path(self._own).parent if self._own else Path.home())
        # Until there are others, those stand in the box that hold.
        self.setCurrentIndex(self.findData(self.chosen))
        dialogs.ask_open(self, tr("Rules of my own"), folder, tr("Rules (*.toml)"), self.take_own)

    def _take(self, choice: str) -> None:
        self.chosen = choice
        self._settings.setValue(_CHOSEN_KEY, choice)
        self.setCurrentIndex(self.findData(choice))
        self.changed.emit()
