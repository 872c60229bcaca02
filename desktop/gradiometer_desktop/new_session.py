"""The "New session" dialog: everything that is fixed for one session."""

from __future__ import annotations

import dataclasses
import sys
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from gradiometer.experiment import EXPERIMENT_FIELDS, Experiment, load_experiment, preset_names
from gradiometer.fields import FieldError
from gradiometer.settings import Settings
from gradiometer_desktop.field_editors import FieldEditor
from gradiometer_desktop.wording import spaced

_MOST_DEPTH = 512


def _fitting(values: dict[str, Any], settings: Settings) -> tuple[Experiment, str]:
    """An experiment of these values, and what of the settings, which this dialog does not show, had to be left out.

    Raises FieldError.
    """
    try:
        return Experiment(**values, settings=settings), ""
    except FieldError as error:
        plain = dataclasses.replace(settings, skip=False, normalization="none")
        if plain == settings:
            raise
        experiment = Experiment(**values, settings=plain)
        return experiment, f"Skip connections and normalization begin switched off: {error}."


class NewSessionDialog(QDialog):
    """Starts from an experiment; `chosen` carries the one that the person made of it."""

    chosen = Signal(object)

    def __init__(self, experiment: Experiment, parent: QWidget | None = None):
        super().__init__(parent)
        self.setWindowTitle("New session")
        self.setModal(False)
        self.experiment = experiment
        column = QVBoxLayout(self)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.preset = QComboBox()
        self.preset.setAccessibleName("Start from")
        self.preset.addItem("These values", "")
        for name in preset_names():
            self.preset.addItem(f"Preset {name}", name)
        self.preset.currentIndexChanged.connect(self._load_preset)
        form.addRow("Start from", self.preset)
        self.editors: dict[str, FieldEditor] = {}
        for name, field in EXPERIMENT_FIELDS.items():
            editor = FieldEditor(name, field)
            editor.edited.connect(lambda value, name=name: self._edited(name))
            editor.refused.connect(self._refuse)
            editor.mended.connect(self._check)
            self.editors[name] = editor
            if name == "hidden":
                form.addRow("Depth and width", self._make_depth_and_width())
            form.addRow(field.title, editor)
        column.addLayout(form)
        self.structure = QLabel()
        self.structure.setObjectName("note")
        column.addWidget(self.structure)
        self.problem = QLabel()
        self.problem.setObjectName("warning")
        self.problem.setWordWrap(True)
        column.addWidget(self.problem)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText("Create session")
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column.addWidget(self.buttons)
        self._limit_devices()
        self.show_experiment(experiment)
        self.resize(440, self.sizeHint().height())

    def _make_depth_and_width(self) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        self.depth_box, self.width_box = QSpinBox(), QSpinBox()
        for box, least, most, tip in (
            (self.depth_box, 0, _MOST_DEPTH, "Number of hidden layers"),
            (self.width_box, 1, 8192, "Their width"),
        ):
            box.setRange(least, most)
            box.setAccessibleName(tip)
            box.setToolTip(tip)
            box.valueChanged.connect(self._make_widths)
            layout.addWidget(box)
            if box is self.depth_box:
                layout.addWidget(QLabel("layers of"))
        layout.addWidget(QLabel("units"))
        layout.addStretch(1)
        return row

    def _limit_devices(self) -> None:
        """Without a graphics card the choice is shown, but cannot be made. Only known once torch is there."""
        torch = sys.modules.get("torch")
        combo = self.editors["device"].control
        assert isinstance(combo, QComboBox)
        if torch is not None and hasattr(torch, "cuda") and not torch.cuda.is_available():
            model = combo.model()
            item = model.item(combo.findData("cuda"))  # type: ignore[attr-defined]
            item.setEnabled(False)
            item.setToolTip("PyTorch finds no CUDA device on this computer.")

    def show_experiment(self, experiment: Experiment) -> None:
        """Fill in all values."""
        self.experiment = experiment
        for name, editor in self.editors.items():
            editor.set_value(getattr(experiment, name))
        self._show_depth()
        self._check()

    def _load_preset(self) -> None:
        if name := self.preset.currentData():
            self.show_experiment(load_experiment(name))

    def _make_widths(self) -> None:
        self.editors["hidden"].set_value((self.width_box.value(),) * self.depth_box.value())
        self._check()

    def _show_depth(self) -> None:
        hidden = self.editors["hidden"].value
        with QSignalBlocker(self.depth_box), QSignalBlocker(self.width_box):
            self.depth_box.setValue(len(hidden))
            if hidden:
                self.width_box.setValue(hidden[0])

    def _edited(self, name: str) -> None:
        if name == "hidden":
            self._show_depth()
        self._check()

    def _check(self) -> Experiment | None:
        for editor in self.editors.values():
            if editor.problem:
                self._refuse(editor.problem)
                return None
        values = {name: editor.value for name, editor in self.editors.items()}
        try:
            experiment, left_out = _fitting(values, self.experiment.settings)
        except FieldError as error:
            self._refuse(str(error))
            return None
        self.problem.setText(left_out)
        weights = sum(a * b + b for a, b in zip(experiment.widths, experiment.widths[1:], strict=False))
        self.structure.setText(f"{experiment.structure}: {spaced(weights)} parameters")
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(True)
        return experiment

    def _refuse(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(False)

    def accept(self) -> None:
        experiment = self._check()
        if experiment is not None:
            super().accept()
            self.chosen.emit(experiment)
