"""The formula of a lesson with the numbers of the step that is shown in it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from gradiometer.history import History
from gradiometer.terms import fill
from gradiometer_desktop.language import tr
from gradiometer_desktop.lessons.parts import caption
from gradiometer_desktop.theme import Theme
from gradiometer_desktop.wording import spaced

# Of the letters around it.
_SCALE = 1.2


class FormulaBox(QWidget):
    """Hidden where a lesson has no formula."""

    def __init__(self) -> None:
        super().__init__()
        self._formula = ""
        self.heading = caption(tr("The formula, with the numbers of now"))
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.text.setAccessibleName(tr("Formula with the numbers of the step that is shown"))
        self.text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.heading)
        column.addWidget(self.text)

    def show_formula(self, formula: str) -> None:
        """Show that of another lesson; call `refresh` for its numbers."""
        self._formula = formula
        self.setVisible(bool(formula))

    def refresh(self, history: History | None, step: float | None, *, is_foreign: bool = False) -> None:
        """Put in the numbers of a step; None: of the newest. is_foreign: they come from none of the lesson's runs."""
        if not self._formula:
            return
        if history is None or not history.steps.num_rows:
            self.heading.setText(tr("The formula; numbers come with the first step"))
        else:
            shown = history.steps.span()[1] if step is None else step
            where = tr(" of a network that is no run of this lesson") if is_foreign else ""
            self.heading.setText(
                tr("The formula, with the numbers of step {shown}{where}", shown=spaced(shown), where=where)
            )
        text = self._formula if history is None else fill(self._formula, history, step)
        if text != self.text.text():
            self.text.setText(text)

    def apply_theme(self, theme: Theme) -> None:
        """A frame of its own sets it apart from the text."""
        self.text.setStyleSheet(
            f"background: {theme.base}; border: 1px solid {theme.border}; border-radius: 4px;"
            f"padding: 8px; font-size: {_SCALE * QApplication.font().pointSizeF():.1f}pt;"
        )
