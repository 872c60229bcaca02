"""One editor for each kind of field, so that panels and dialogs are made from the core's own list of fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QSizePolicy, QSlider, QWidget

from gradiometer.fields import Choice, Field, FieldError, Flag, Number
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.wording import capital

_PER_UNIT = 10
"""Positions of a slider between two whole numbers."""
_NUMBER_PX = 46


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
        self.control.setAccessibleName(said(field.title))
        self.control.setMinimumWidth(80)
        self.setFocusProxy(self.control)
        row.addWidget(self.control)
        self.slider: QSlider | None = None
        if isinstance(field, Number) and field.slider is not None:
            row.addWidget(self._make_slider(*field.slider), 1)
            # The slider has the room; a number of a few digits needs little.
            self.control.setMinimumWidth(_NUMBER_PX)
            self.control.setMaximumWidth(_NUMBER_PX)
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
        self._move_slider()

    def explain_options(self, blocked: Mapping[str, str]) -> None:
        """Say why some of a choice's options cannot be chosen; all others can."""
        if isinstance(self.control, QComboBox):
            for index in range(self.control.count()):
                reason = blocked.get(self.control.itemData(index), "")
                item = self.control.model().item(index)  # type: ignore[attr-defined]
                item.setEnabled(not reason)
                item.setToolTip(said(reason))

    def explain(self, blocked: str) -> None:
        """Say why the control is disabled; an empty text enables it."""
        self.setEnabled(not blocked)
        tip = f"{said(self.field.help)}\n{capital(said(self.field.allowed))}."
        self.setToolTip(f"{said(blocked)}\n\n{tip}" if blocked else tip)

    def _make(self) -> tuple[QWidget, Callable[[Any], None]]:
        if isinstance(self.field, Choice):
            combo = QComboBox()
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(6)
            combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            for name, title in self.field.options.items():
                combo.addItem(said(title), name)
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

    def _make_slider(self, low: float, high: float) -> QSlider:
        """Beside the number, which it changes when it is let go: each change is an intervention."""
        self.slider = slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(round(low * _PER_UNIT), round(high * _PER_UNIT))
        slider.setPageStep(_PER_UNIT)
        slider.setTracking(False)
        slider.setMinimumWidth(40)
        slider.setAccessibleName(tr("{title} slider", title=said(self.field.title)))
        slider.valueChanged.connect(self._slide)
        return slider

    def _slide(self, position: int) -> None:
        value = position / _PER_UNIT
        self._show(value)
        self._accept(value)

    def _move_slider(self) -> None:
        if self.slider is not None:
            with QSignalBlocker(self.slider):
                self.slider.setValue(round(self._value * _PER_UNIT))

    def _accept(self, value: Any) -> None:
        if value != self._value:
            self._value = value
            self._move_slider()
            self.edited.emit(value)

    def _parse(self, line: QLineEdit) -> None:
        try:
            value = self.field.parse(self.name, line.text().strip())
        except FieldError as error:
            self.problem = said(str(error))
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
