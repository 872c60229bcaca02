"""The dialog that asks for a further change of one branch."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QVBoxLayout, QWidget

from gradiometer.fields import FieldError
from gradiometer_desktop.language import tr
from gradiometer_desktop.trials.branch_editor import OWN, BranchEditor, Standing


class ChangeDialog(QDialog):
    """standings: how each branch stands, by its number; names: what they are called. `asked`: number of the branch, and
    the changes, in order.
    """

    manual_page = "trial"

    asked = Signal(int, object)

    def __init__(self, standings: Mapping[int, Standing], names: Mapping[int, str], parent: QWidget | None = None):
        super().__init__(parent)
        self.setWindowTitle(tr("Change a branch"))
        self.setModal(False)
        self._standings = standings
        self.branch = QComboBox()
        self.branch.setAccessibleName(tr("Branch"))
        for number in standings:
            self.branch.addItem(names[number], number)
        # The control is left alone unless somebody insists.
        self.branch.setCurrentIndex(min(1, self.branch.count() - 1))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.apply = self.buttons.addButton(tr("Change it"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self._accept)
        self.buttons.rejected.connect(self.reject)
        self._place = QVBoxLayout()
        column = QVBoxLayout(self)
        form = QFormLayout()
        form.addRow(tr("Branch"), self.branch)
        column.addLayout(form)
        column.addLayout(self._place)
        column.addStretch(1)
        column.addWidget(self.buttons)
        self.setMinimumWidth(560)
        self.branch.currentIndexChanged.connect(self._show)
        self._show()

    def _show(self) -> None:
        """What can be done to the branch that is chosen."""
        while (item := self._place.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._number = int(self.branch.currentData())
        self.editor = BranchEditor(self._number, self._standings[self._number], has_label=False)
        self.editor.choose(OWN)
        self.editor.changed.connect(self._check)
        self._place.addWidget(self.editor)
        self._check()

    def _check(self) -> None:
        self.apply.setEnabled(self.editor.is_used and not self.editor.problem)

    def _accept(self) -> None:
        try:
            changes = self.editor.treatment.changes
        except FieldError:
            self._check()
            return
        self.accept()
        self.asked.emit(self._number, changes)
