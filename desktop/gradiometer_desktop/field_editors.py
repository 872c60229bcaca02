"""One editor for each kind of field, so that panels and dialogs are made from the core's own list of fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from gradiometer.fields import Choice, Field, FieldError, Flag


class FieldEditor(QWidget):
    """Shows and edits one value. `edited` carries a valid value, `refused` the sentence why one is not.

    `mended` takes a refusal back where the value is again the one before it. problem: why what is shown is not
    allowed; empty where it is.
    """

    edited = Signal(object)
    refused = Signal(str)
    mended = Signal()

    def __init__(self, name: str, field: Field, parent: QWidget | None = None):
        super().__init__(parent)
        self.name = name
        self.field = field
        self.problem = ""
        self._value: Any = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self.control, self._show = self._make()
        self.control.setAccessibleName(field.title)
        self.control.setMinimumWidth(80)
        self.setFocusProxy(self.control)
        row.addWidget(self.control)
        self.explain("")

    @property
    def value(self) -> Any:
        """The last valid value."""
        return self._value

    def set_value(self, value: Any) -> None:
        """Show a value without reporting it as an edit."""
        self._value = value
        self.problem = ""
        self.control.blockSignals(True)
        self._show(value)
        self.control.blockSignals(False)

    def explain(self, blocked: str) -> None:
        """Say why the control is disabled; an empty text enables it."""
        self.setEnabled(not blocked)
        tip = f"{self.field.help}\n{self.field.allowed.capitalize()}."
        self.setToolTip(f"{blocked}\n\n{tip}" if blocked else tip)

    def _make(self) -> tuple[QWidget, Callable[[Any], None]]:
        if isinstance(self.field, Choice):
            combo = QComboBox()
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(8)
            combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            for name, title in self.field.options.items():
                combo.addItem(title, name)
            combo.currentIndexChanged.connect(lambda index: self._accept(combo.itemData(index)))
            return combo, lambda value: combo.setCurrentIndex(combo.findData(value))
        if isinstance(self.field, Flag):
            box = QCheckBox()
            box.toggled.connect(self._accept)
            return box, box.setChecked
        line = QLineEdit()
        line.editingFinished.connect(lambda: self._parse(line))
        line.textEdited.connect(lambda _text: _mark(line, wrong=False))
        return line, lambda value: _write(line, value)

    def _accept(self, value: Any) -> None:
        if value != self._value:
            self._value = value
            self.edited.emit(value)

    def _parse(self, line: QLineEdit) -> None:
        try:
            value = self.field.parse(self.name, line.text().strip())
        except FieldError as error:
            self.problem = str(error)
            _mark(line, wrong=True)
            self.refused.emit(self.problem)
            return
        was_refused, self.problem = bool(self.problem), ""
        _mark(line, wrong=False)
        if was_refused and value == self._value:
            self.mended.emit()
        self._accept(value)


def _write(line: QLineEdit, value: Any) -> None:
    line.setText(_as_text(value))
    _mark(line, wrong=False)


def _as_text(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if isinstance(value, float) and float(f"{value:g}") == value:
        return f"{value:g}"
    return str(value)


def _mark(line: QLineEdit, *, wrong: bool) -> None:
    if bool(line.property("wrong")) != wrong:
        line.setProperty("wrong", wrong)
        line.style().unpolish(line)
        line.style().polish(line)
