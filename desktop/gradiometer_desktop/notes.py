"""The dialog for a note that a person pins to a step."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from gradiometer_desktop.language import tr

MOST_LETTERS = 10_000


class NoteDialog(QDialog):
    """`written` carries the text; an empty one takes the note away. step: where it is pinned; text: what is there."""

    written = Signal(str)

    def __init__(self, step: int, text: str, parent: QWidget | None = None):
        super().__init__(parent)
        self.setWindowTitle(tr("Note at step {step}", step=step))
        self.setModal(False)
        column = QVBoxLayout(self)
        explanation = QLabel(tr("It stands as a marker on the plots over time, in the list of changes and in exports."))
        explanation.setObjectName("note")
        explanation.setWordWrap(True)
        column.addWidget(explanation)
        self.text = QPlainTextEdit(text)
        self.text.setAccessibleName(tr("Text of the note"))
        self.text.setTabChangesFocus(True)
        self.text.textChanged.connect(self._check)
        column.addWidget(self.text)
        self.problem = QLabel()
        self.problem.setObjectName("warning")
        column.addWidget(self.problem)
        buttons = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(buttons.Save | buttons.Cancel)
        if text:
            self.remove = self.buttons.addButton(tr("Remove the note"), QDialogButtonBox.ButtonRole.DestructiveRole)
            self.remove.clicked.connect(self._remove)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column.addWidget(self.buttons)
        self.resize(420, 240)
        self._check()

    def accept(self) -> None:
        super().accept()
        self.written.emit(self.text.toPlainText().strip())

    def _remove(self) -> None:
        super().accept()
        self.written.emit("")

    def _check(self) -> None:
        text = self.text.toPlainText()
        too_long = len(text) > MOST_LETTERS
        self.problem.setText(
            tr(
                "A note has at most {MOST_LETTERS:,} letters, not {num_text:,}",
                MOST_LETTERS=MOST_LETTERS,
                num_text=len(text),
            )
            if too_long
            else ""
        )
        self.problem.setVisible(too_long)
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(bool(text.strip()) and not too_long)
