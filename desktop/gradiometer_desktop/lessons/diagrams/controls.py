"""A number as a slider and, exactly, as a box; and controls that leave the wheel to the lesson they stand in."""

from __future__ import annotations

import math

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QSlider

from gradiometer.fields import Field, Integer, Number
from gradiometer_desktop.field_editors import FieldEditor
from gradiometer_desktop.language import said

_NUM_STOPS = 1000
_BOX_PX = 66


class _Slider(QSlider):
    """The wheel scrolls the lesson, and changes nothing by the way."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setMinimumWidth(48)

    def sizeHint(self) -> QSize:
        return QSize(90, super().sizeHint().height())

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class Combo(QComboBox):
    """Of names and titles. The wheel scrolls the lesson."""

    def __init__(self, options: dict[str, str], name: str):
        super().__init__()
        for key, title in options.items():
            self.addItem(title, key)
        self.setAccessibleName(name)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class NumberControl(QLabel):
    """A name, with a slider and a box beside it that are put into a grid.

    field: what is allowed, in the box; low, high: the ends of the slider, which may lie closer together; is_log:
    whether it goes by powers. `changed` carries each new value, `refused` the sentence why what is in the box is not
    allowed, or an empty text where it is again.
    """

    changed = Signal(float)
    refused = Signal(str)

    def __init__(
        self, text: str, field: Number | Integer, low: float, high: float, value: float, *, is_log: bool = False
    ):
        super().__init__(text)
        self._low, self._high, self._is_log = low, high, is_log
        self._field: Field = field
        self._value = value
        self.slider = _Slider()
        self._is_whole = isinstance(field, Integer)
        stops = round(high - low) if self._is_whole and not is_log else _NUM_STOPS
        self.slider.setRange(0, stops)
        self.slider.setPageStep(max(1, stops // 10))
        self.slider.setAccessibleName(said(field.title))
        self.slider.setToolTip(said(field.help))
        self.box = FieldEditor(text, field)
        self.box.control.setMinimumWidth(0)
        self.box.setFixedWidth(_BOX_PX)
        self.setBuddy(self.box)
        self.setToolTip(said(field.help))
        self.slider.valueChanged.connect(self._slid)
        self.box.edited.connect(self._typed)
        self.box.refused.connect(self.refused)
        self.box.mended.connect(lambda: self.refused.emit(""))
        self.set_value(value)

    @property
    def value(self) -> float:
        """As it was typed, or where the slider stands."""
        return self._value

    def set_value(self, value: float) -> None:
        """Show a value without telling of it. One beyond the slider's ends stands at its end."""
        self._value = value
        self.box.set_value(round(value) if self._is_whole else value)
        if isinstance(self.box.control, QLineEdit):
            self.box.control.setCursorPosition(0)
        self._show_on_slider()

    def place(self, grid: QGridLayout, row: int, column: int) -> None:
        """Label, slider and box side by side; `column` counts controls."""
        for offset, widget in enumerate((self, self.slider, self.box)):
            grid.addWidget(widget, row, 3 * column + offset)
        grid.setColumnStretch(3 * column + 1, 1)

    def set_enabled(self, enabled: bool) -> None:
        """All three."""
        for widget in (self, self.slider, self.box):
            widget.setEnabled(enabled)

    def _show_on_slider(self) -> None:
        low, high, value = self._low, self._high, min(max(self._value, self._low), self._high)
        share = math.log(value / low) / math.log(high / low) if self._is_log else (value - low) / (high - low)
        self.slider.blockSignals(True)
        self.slider.setValue(round(share * self.slider.maximum()))
        self.slider.blockSignals(False)

    def _slid(self, stop: int) -> None:
        share = stop / self.slider.maximum()
        if self._is_log:
            value = self._low * (self._high / self._low) ** share
        else:
            value = self._low + (self._high - self._low) * share
        # No more digits than a hand can mean: a thousandth of the way.
        step = 10.0 ** math.floor(math.log10((value if self._is_log else self._high - self._low) / 500.0))
        value = round(value) if self._is_whole else float(f"{round(value / step) * step:.10g}")
        self._value = value
        self.box.set_value(value)
        self.refused.emit("")
        self.changed.emit(value)

    def _typed(self, value: float) -> None:
        self._value = value
        self._show_on_slider()
        self.refused.emit("")
        self.changed.emit(value)
