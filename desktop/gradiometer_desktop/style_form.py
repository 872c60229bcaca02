"""Controls for a style of figures, one for each of its fields, in groups."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QLocale, QObject, QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QGridLayout,
    QGroupBox,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gradiometer.fields import Field, Flag, Number
from gradiometer.figures.style import STYLE_FIELDS, FigureStyle
from gradiometer_desktop.field_editors import FieldEditor
from gradiometer_desktop.language import said, tr

# Whatever stands in none of these is something that is shown.
_GROUPS = {
    tr("Page"): ("width_mm", "height_mm", "dpi", "theme"),
    tr("Text and lines"): ("font", "font_size", "line_width"),
}
_SHOWN = tr("Shown")
_UNITS = {"width_mm": "mm", "height_mm": "mm", "dpi": "dpi", "font_size": "pt", "line_width": "pt"}
_STRIDES = {"dpi": 10.0, "font_size": 0.5, "line_width": 0.1}
_DECIMALS = 3
_FONT = "font"


class NumberBox(QDoubleSpinBox):
    """A number with a unit, and no more digits than it has: `8.5 pt`."""

    def __init__(self, field: Number, unit: str, stride: float):
        super().__init__()
        # A point, and none between thousands, as in the files of styles.
        self.setLocale(QLocale.c())
        self.setDecimals(_DECIMALS)
        self.setRange(field.low, field.high)
        self.setSingleStep(stride)
        self.setSuffix(f" {unit}" if unit else "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def textFromValue(self, value: float) -> str:
        return f"{round(value, _DECIMALS):.10g}"


class StyleEditor(FieldEditor):
    """Numbers with arrows, switches with their names beside them, and fonts by their names."""

    def _make(self) -> tuple[QWidget, Callable[[Any], None]]:
        if isinstance(self.field, Number):
            number = NumberBox(self.field, _UNITS.get(self.name, ""), _STRIDES.get(self.name, 1.0))
            number.valueChanged.connect(self._accept)
            return number, number.setValue
        if self.name == _FONT:
            font = _FontBox()
            font.chosen.connect(self._accept)
            return font, font.show_name
        control, show = super()._make()
        if isinstance(control, QCheckBox):
            control.setText(said(self.field.title))
        return control, show


class _FontBox(QComboBox):
    """A family that is chosen or written. `chosen` carries it once it is written to its end."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.activated.connect(self._tell)
        line = self.lineEdit()
        assert line is not None
        line.editingFinished.connect(self._tell)

    def show_name(self, name: object) -> None:
        """As written."""
        self.setEditText(str(name))
        line = self.lineEdit()
        assert line is not None
        # Of a long name the beginning.
        line.setCursorPosition(0)

    def offer(self, names: Sequence[str]) -> None:
        """Families to choose from; what is written stays."""
        name = self.currentText()
        with QSignalBlocker(self):
            self.clear()
            self.addItems(list(names))
            self.setCurrentIndex(self.findText(name))
            self.show_name(name)

    def _tell(self) -> None:
        name = self.currentText().strip()
        if name:
            self.chosen.emit(name)


class WheelGuard(QObject):
    """The wheel scrolls a column of controls and changes only the one that has the focus."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return False


class StyleForm(QWidget):
    """Shows a style and lets its fields be changed one by one, also to what no style may be while several are being
    changed. changed: some field is another one.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.editors: dict[str, StyleEditor] = {}
        self._guard = WheelGuard(self)
        self._labels: dict[str, QLabel] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        grouped = {name for names in _GROUPS.values() for name in names}
        rest = tuple(name for name in STYLE_FIELDS if name not in grouped)
        for title, names in (*_GROUPS.items(), (_SHOWN, rest)):
            column.addWidget(self._make_group(title, names))
        self.show_style(FigureStyle())

    @property
    def values(self) -> dict[str, Any]:
        """What the controls hold, field by field."""
        return {name: editor.value for name, editor in self.editors.items()}

    def made_style(self) -> FigureStyle:
        """What the controls hold. Raises FieldError where that is no style."""
        return FigureStyle(**self.values)

    def show_style(self, style: FigureStyle) -> None:
        """In all controls."""
        for name, editor in self.editors.items():
            editor.set_value(getattr(style, name))

    def explain(self, blocked: Mapping[str, str]) -> None:
        """Disable these fields, each with the reason; all others can be changed."""
        for name, editor in self.editors.items():
            reason = blocked.get(name, "")
            editor.explain(reason)
            if name in self._labels:
                self._labels[name].setEnabled(not reason)

    def offer_fonts(self, names: Sequence[str]) -> None:
        """Families that are installed."""
        control = self.editors[_FONT].control
        assert isinstance(control, _FontBox)
        control.offer(names)

    def _make_group(self, title: str, names: Sequence[str]) -> QGroupBox:
        """Rows with a name in front; switches in pairs below."""
        group = QGroupBox(title)
        column = QVBoxLayout(group)
        form, flags = QFormLayout(), QGridLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name in names:
            field: Field = STYLE_FIELDS[name]
            editor = StyleEditor(name, field)
            editor.edited.connect(lambda _value: self.changed.emit())
            editor.control.installEventFilter(self._guard)
            self.editors[name] = editor
            if isinstance(field, Flag):
                flags.addWidget(editor, flags.count() // 2, flags.count() % 2)
                continue
            label = QLabel(said(field.title))
            label.setBuddy(editor.control)
            label.setToolTip(said(field.help))
            form.addRow(label, editor)
            self._labels[name] = label
        column.addLayout(form)
        column.addLayout(flags)
        return group
