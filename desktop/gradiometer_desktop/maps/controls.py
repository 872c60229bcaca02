"""What a map is of: its two axes, their values, and over how many seeds its cells are measured."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QSpinBox, QWidget

from gradiometer.experiment import Experiment
from gradiometer.sweep import DEFAULT_SEEDS, SCALE_AXIS, SEEDS_FIELD, Sweep
from gradiometer.sweep_axes import AXES
from gradiometer_desktop.language import inside, said, tr
from gradiometer_desktop.menus import make_combo
from gradiometer_desktop.number_box import indent
from gradiometer_desktop.wording import capital

_MOST_SEEDS = 99
_UP, _ACROSS = range(2)


class MapControls(QWidget):
    """changed: another map is asked for."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._chosen = ["depth", SCALE_AXIS]
        # By axis, because the person comes back to it.
        self._written = {name: axis.words() for name, axis in AXES.items()}
        self.axes: list[QComboBox] = []
        self.values: list[QLineEdit] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        titles = {name: said(axis.title) for name, axis in AXES.items()}
        for place, word in ((_UP, tr("Upwards")), (_ACROSS, tr("Across"))):
            combo, edit = make_combo(titles, word), QLineEdit()
            edit.setAccessibleName(tr("Values, {lower}", lower=inside(word)))
            combo.currentIndexChanged.connect(lambda _index, place=place: self._choose(place))
            edit.editingFinished.connect(lambda place=place: self._edit(place))
            self.axes.append(combo)
            self.values.append(edit)
            row.addWidget(QLabel(word))
            row.addWidget(combo)
            row.addWidget(edit, 1)
            row.addSpacing(12)
        self.seeds = indent(QSpinBox())
        self.seeds.setAccessibleName(tr("Seeds"))
        self.seeds.setToolTip(said(SEEDS_FIELD.help))
        self.seeds.setRange(SEEDS_FIELD.low, _MOST_SEEDS)
        self.seeds.setValue(DEFAULT_SEEDS)
        self.seeds.setKeyboardTracking(False)
        self.seeds.valueChanged.connect(lambda _value: self.changed.emit())
        row.addWidget(QLabel(tr("Seeds")))
        row.addWidget(self.seeds)
        self._show()

    def sweep(self, base: Experiment) -> Sweep:
        """What is asked for. Raises FieldError."""
        values = {name: AXES[name].parse(name, self._written[name]) for name in self._chosen}
        return Sweep(base, self._chosen[_UP], self._chosen[_ACROSS], values, self.seeds.value())

    def _choose(self, place: int) -> None:
        before, name = self._chosen[place], self.axes[place].currentData()
        # What both would be the other one was: they change places.
        if name in self._chosen:
            self._chosen[1 - place] = before
        self._chosen[place] = name
        self._show()
        self.changed.emit()

    def _edit(self, place: int) -> None:
        name, text = self._chosen[place], self.values[place].text()
        # An empty line asks for the usual values.
        written = text if text.strip() else AXES[name].words()
        if written != self._written[name]:
            self._written[name] = written
            self._show()
            self.changed.emit()

    def _show(self) -> None:
        for combo, edit, name in zip(self.axes, self.values, self._chosen, strict=True):
            with QSignalBlocker(combo):
                combo.setCurrentIndex(combo.findData(name))
            edit.setText(self._written[name])
            edit.setCursorPosition(0)
            edit.setToolTip(
                tr(
                    "{help}\n{allowed}; empty: the usual ones.",
                    help=said(AXES[name].field.help),
                    allowed=capital(said(AXES[name].field.allowed)),
                )
            )
