"""The "New session" dialog: everything that is fixed for one session."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from gradiometer.datasets import DATASETS, DataError, DataSpec, describe
from gradiometer.experiment import Experiment
from gradiometer.experiment_fields import EXPERIMENT_FIELDS
from gradiometer.families import FAMILIES
from gradiometer.fields import Field, FieldError
from gradiometer.presets import load_experiment, preset_names
from gradiometer.readers import READERS
from gradiometer_desktop import dialogs
from gradiometer_desktop.background import Background
from gradiometer_desktop.field_editors import FieldEditor
from gradiometer_desktop.fitting import OF_A_FILE, fitting
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.number_box import indent
from gradiometer_desktop.preflight_panel import PreflightPanel
from gradiometer_desktop.theme import scaled
from gradiometer_desktop.wording import spaced

_MOST_DEPTH = 512
_WIDTH = 1240
# Else these layouts take the distance between columns from those that hold them.
_BETWEEN_ROWS_PX = 11
_READING = tr("Reading the data…")


class NewSessionDialog(QDialog):
    """Starts from an experiment; `chosen` carries the one that the person made of it, `map_asked` that around which a
    map is wanted instead. for_new: what a person wants of all new sessions, done to a preset.
    """

    manual_page = "preflight"

    chosen = Signal(object)
    map_asked = Signal(object)

    def __init__(
        self,
        experiment: Experiment,
        parent: QWidget | None = None,
        *,
        for_new: Callable[[Experiment], Experiment] = lambda preset: preset,
    ):
        super().__init__(parent)
        self._for_new = for_new
        self.setWindowTitle(tr("New session"))
        self.setModal(False)
        self.experiment = experiment
        column = QVBoxLayout(self)
        across, left, columns = QHBoxLayout(), QVBoxLayout(), QHBoxLayout()
        across.setSpacing(18)
        left.setSpacing(_BETWEEN_ROWS_PX)
        across.addLayout(left, 2)
        columns.setSpacing(18)
        self._forms = [QFormLayout(), QFormLayout()]
        for form in self._forms:
            form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
            form.setVerticalSpacing(_BETWEEN_ROWS_PX)
            columns.addLayout(form, 1)
        self.preflight = PreflightPanel()
        across.addWidget(self.preflight, 1)
        self.preset = QComboBox()
        self.preset.setAccessibleName(tr("Start from"))
        self.preset.addItem(tr("These values"), "")
        for name in preset_names():
            self.preset.addItem(tr("Preset {name}", name=name), name)
        self.preset.currentIndexChanged.connect(self._load_preset)
        self._forms[0].addRow(tr("Start from"), self.preset)
        self.editors: dict[str, FieldEditor] = {}
        for name, field in EXPERIMENT_FIELDS.items():
            self._add_row(name, field)
        left.addLayout(columns)
        self.structure = _make_note("note")
        self.problem = _make_note("warning")
        left.addWidget(self.structure)
        left.addWidget(self.problem)
        left.addStretch(1)
        column.addLayout(across, 1)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText(tr("Create session"))
        self.map = self.buttons.addButton(tr("Map…"), QDialogButtonBox.ButtonRole.ActionRole)
        self.map.setToolTip(tr("First by last layer's gradient of networks around this one, in a window of its own"))
        self.map.clicked.connect(self._ask_map)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column.addWidget(self.buttons)
        self._reading = Background(self, name="data", subject=tr("Reading the data"))
        self._reading.done.connect(self._data_read)
        self._limit_devices()
        self.show_experiment(experiment)
        self.resize(min(scaled(_WIDTH), self.screen().availableGeometry().width()), self.sizeHint().height())

    def _add_row(self, name: str, field: Field) -> None:
        """An editor, on the side where such fields stand."""
        editor = FieldEditor(name, field)
        editor.edited.connect(lambda value, name=name: self._edited(name))
        editor.refused.connect(self._refuse)
        editor.mended.connect(self._check)
        self.editors[name] = editor
        # What the network is, and how it is trained and watched.
        form = self._forms[1 if "batch_size" in self.editors else 0]
        if name == "hidden":
            form.addRow(tr("Depth and width"), self._make_depth_and_width())
        if name != "file":
            form.addRow(said(field.title), editor)
            return
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(editor, 1)
        for word, ask in ((tr("File…"), self._ask_file), (tr("Folder…"), self._ask_folder)):
            button = QPushButton(word)
            button.clicked.connect(ask)
            layout.addWidget(button)
        self._file_row = row
        form.addRow(said(field.title), row)

    def _make_depth_and_width(self) -> QWidget:
        self._depth_row = row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        self.depth_box, self.width_box = indent(QSpinBox()), indent(QSpinBox())
        for box, least, most, tip in (
            (self.depth_box, 0, _MOST_DEPTH, tr("Number of hidden layers")),
            (self.width_box, 1, 8192, tr("Their width")),
        ):
            box.setRange(least, most)
            box.setAccessibleName(tip)
            box.setToolTip(tip)
            box.valueChanged.connect(self._make_widths)
            layout.addWidget(box)
            if box is self.depth_box:
                layout.addWidget(QLabel(tr("layers of")))
        layout.addWidget(QLabel(tr("units")))
        layout.addStretch(1)
        return row

    def _limit_devices(self) -> None:
        """Without a graphics card the choice is shown, but cannot be made. Only known once torch is there."""
        torch = sys.modules.get("torch")
        if torch is not None and hasattr(torch, "cuda") and not torch.cuda.is_available():
            self.editors["device"].explain_options({"cuda": tr("PyTorch finds no CUDA device on this computer.")})

    def show_experiment(self, experiment: Experiment) -> None:
        """Fill in all values."""
        self.experiment = experiment
        for name, editor in self.editors.items():
            editor.set_value(getattr(experiment, name))
        self._show_depth()
        self._check()

    def _load_preset(self) -> None:
        if name := self.preset.currentData():
            self.show_experiment(self._for_new(load_experiment(name)))

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
        if name in ("family", "data", *OF_A_FILE) and self.editors["data"].value == "file":
            self._read_data()
        elif name in ("family", "data"):
            self._begin_anew()
        else:
            self._check()

    def _shown(self) -> Experiment:
        """What is in the editors, of the family and the data before."""
        known = {name: getattr(self.experiment, name) for name in ("family", "data", "loss", *OF_A_FILE)}
        values = {name: editor.value for name, editor in self.editors.items()} | known
        return fitting(values, self.experiment)[0]

    def _begin_anew(self) -> None:
        """Another family or other data need other values in other places too."""
        try:
            self.show_experiment(self._changed(self._shown()))
        except FieldError:
            self._begin_beside_a_mistake()

    def _begin_beside_a_mistake(self) -> None:
        """Something else is wrong as well, or these data are not for this family: what was typed stays, and is told."""
        begun = self.experiment
        try:
            changed = self._changed(begun)
        except FieldError:
            self._check()
            return
        self.experiment = changed
        for name, editor in self.editors.items():
            if getattr(changed, name) != getattr(begun, name):
                editor.set_value(getattr(changed, name))
        self._show_depth()
        self._check()

    def _changed(self, begun: Experiment) -> Experiment:
        """An experiment with the family and the data that are chosen now. Raises FieldError."""
        family, data = self.editors["family"].value, self.editors["data"].value
        own = {name: self.editors[name].value for name in OF_A_FILE} if data == "file" else {}
        # A family may bring data of its own.
        brings_data = data == begun.data or data not in FAMILIES[family].data

        def with_family(one: Experiment) -> Experiment:
            return one if family == one.family else one.for_family(family)

        def with_data(one: Experiment) -> Experiment:
            return one if brings_data and not own else one.for_data(data, **own)

        try:
            return with_data(with_family(begun))
        except FieldError:
            # It cannot read the data before, or the family before cannot read these.
            return with_family(with_data(begun))

    # The user's own data

    def _ask_file(self) -> None:
        patterns = " ".join(reader.pattern for reader in READERS.values() if reader.pattern)
        each = [f"{said(reader.title)} ({reader.pattern})" for reader in READERS.values() if reader.pattern]
        filters = ";;".join([tr("All data files ({patterns})", patterns=patterns), *each, tr("All files (*)")])
        dialogs.ask_open(self, tr("Open data"), "", filters, self._take_file)

    def _ask_folder(self) -> None:
        dialogs.ask_folder(self, tr("Open a folder of images, a sub-folder a class"), "", self._take_file)

    def _take_file(self, path: Path) -> None:
        self.editors["file"].set_value(str(path))
        self._read_data()

    def _read_data(self) -> None:
        """In a thread of its own: it may take seconds, and while it does the window goes on."""
        self._show_fields()
        self._refuse(_READING)
        if self._reading.is_busy:
            return
        self._read = self._spec()
        self._reading.start(lambda: _facts_of(self._read))

    def _spec(self) -> DataSpec:
        return DataSpec(self.editors["file"].value, standardize=self.editors["standardize"].value)

    def _data_read(self, problem: str) -> None:
        if self.editors["data"].value != "file":
            return
        if self._read != self._spec():
            self._read_data()
        elif problem:
            self._refuse(problem)
        else:
            # It is known now, so asking again takes no time.
            self._begin_anew()

    # What comes out

    def _check(self) -> Experiment | None:
        self._show_fields()
        if self._reading.is_busy and self.editors["data"].value == "file":
            self._refuse(_READING)
            return None
        for editor in self.editors.values():
            if editor.problem:
                self._refuse(editor.problem)
                return None
        values = {name: editor.value for name, editor in self.editors.items()}
        try:
            experiment, left_out = fitting(values, self.experiment)
        except FieldError as error:
            self._refuse(said(str(error)))
            return None
        self.problem.setText(left_out)
        lines = describe(experiment.data, experiment.data_spec)
        about = tr(
            "{structure}: {num_parameters} parameters",
            structure=experiment.structure,
            num_parameters=spaced(experiment.num_parameters),
        )
        self.structure.setText("\n".join([about, said(experiment.kind.help), *map(said, lines)]))
        self._let_through(is_allowed=True)
        self.preflight.ask(experiment)
        return experiment

    def _show_fields(self) -> None:
        """Only what means something for this family and these data."""
        family, data = FAMILIES[self.editors["family"].value], self.editors["data"].value
        uses = DATASETS[data].uses
        left = self._forms[0]
        left.setRowVisible(self._file_row, data == "file")
        left.setRowVisible(self.editors["standardize"], data == "file")
        left.setRowVisible(self.editors["length"], "length" in uses)
        left.setRowVisible(self.editors["heads"], self.editors["family"].value == "transformer")
        for name in ("file", "length", "heads"):
            if self.editors[name].problem and not self.editors[name].isVisibleTo(self):
                # Nobody could mend it.
                self.editors[name].set_value(self.editors[name].value)
        self.editors["hidden"].setToolTip(said(family.hidden_help))
        others = [name for name in DATASETS if name not in (*family.data, "file")]
        self.editors["data"].explain_options(
            dict.fromkeys(others, tr("Not made for: {title}.", title=said(family.title)))
        )

    def _refuse(self, sentence: str) -> None:
        # What stood there is not of these values.
        self.structure.clear()
        self.problem.setText(sentence)
        self.preflight.ask(None)
        self._let_through(is_allowed=False)

    def _let_through(self, *, is_allowed: bool) -> None:
        for button in (self.buttons.button(QDialogButtonBox.StandardButton.Ok), self.map):
            button.setEnabled(is_allowed)

    def _ask_map(self) -> None:
        experiment = self._check()
        if experiment is not None:
            # It would keep the map's window from being used.
            self.reject()
            self.map_asked.emit(experiment)

    def accept(self) -> None:
        experiment = self._check()
        if experiment is not None:
            super().accept()
            self.chosen.emit(experiment)

    def done(self, result: int) -> None:
        self._reading.wait()
        self.preflight.close_down()
        super().done(result)


def _make_note(name: str) -> QLabel:
    note = QLabel()
    note.setObjectName(name)
    note.setWordWrap(True)
    return note


def _facts_of(spec: DataSpec) -> None:
    try:
        DATASETS["file"].facts(spec)
    except DataError as error:
        raise FieldError(str(error)) from error
