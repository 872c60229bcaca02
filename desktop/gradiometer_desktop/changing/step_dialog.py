"""The dialog for the step that a session is to be continued from."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractSpinBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QSpinBox, QWidget

from gradiometer_desktop.language import tr
from gradiometer_desktop.number_box import indent
from gradiometer_desktop.wording import spaced

_MOST_STEP = 2**31 - 1
_WIDTH_PX = 380


class StepDialog(QDialog):
    """`chosen` carries a step from `first` to `last`; step: what stands there to begin with."""

    chosen = Signal(int)

    def __init__(self, first: int, last: int, step: int, parent: QWidget | None = None):
        super().__init__(parent)
        self.setWindowTitle(tr("Continue from any step"))
        self.setModal(False)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form = QFormLayout(self)
        explanation = QLabel(
            tr(
                "Training goes on before this step, in a new file unless the session ends there. Between two "
                "snapshots it is trained again from the one before, which takes as long as it took."
            )
        )
        explanation.setObjectName("note")
        explanation.setWordWrap(True)
        form.addRow(explanation)
        self.step = indent(QSpinBox())
        # Qt counts no further.
        self.step.setRange(min(first, _MOST_STEP), min(last, _MOST_STEP))
        self.step.setStepType(QAbstractSpinBox.StepType.AdaptiveDecimalStepType)
        self.step.setValue(min(step, _MOST_STEP))
        self.step.setAccessibleName(tr("Step to continue from"))
        self.step.setToolTip(tr("From {first} to {last}", first=spaced(first), last=spaced(last)))
        label = QLabel(tr("&Step ({first} to {last})", first=spaced(first), last=spaced(last)))
        label.setBuddy(self.step)
        form.addRow(label, self.step)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go_on = self.buttons.addButton(tr("Continue"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        form.addRow(self.buttons)
        self.resize(_WIDTH_PX, form.totalHeightForWidth(_WIDTH_PX))
        self.step.setFocus()
        self.step.selectAll()

    def accept(self) -> None:
        super().accept()
        self.chosen.emit(self.step.value())
