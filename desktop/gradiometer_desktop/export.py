"""Export of a plot: a figure drawn from the session file by the core, with no Qt, or the numbers behind it."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from gradiometer.figure_page import DPI_FIELD, HEIGHT_FIELD, WIDTH_FIELD
from gradiometer.figures import save_figure
from gradiometer.session_file import load_session
from gradiometer.tables import write_table
from gradiometer_desktop.background import Background
from gradiometer_desktop.menus import make_combo

FORMATS = {"png": "PNG picture", "svg": "SVG drawing", "pdf": "PDF drawing", "csv": "CSV table, full resolution"}
# How long an export waits for the steps on the screen to reach the file.
_FILE_TIMEOUT_S = 2.0


@dataclass(frozen=True, kw_only=True)
class Order:
    """What to export. name: of the plot; path: its suffix is the format; options: of figures.save_figure."""

    session: Path
    name: str
    path: Path
    layer: int
    quantity: str
    histogram: str
    num_steps: int
    options: dict[str, Any] = field(default_factory=dict)


def export(order: Order) -> None:
    """Draw or write it. Raises SessionFileError, OSError, FieldError."""
    until = time.monotonic() + _FILE_TIMEOUT_S
    with load_session(order.session) as session:
        while session.num_rows["step"] < order.num_steps and time.monotonic() < until:
            time.sleep(0.02)
            session.refresh()
        chosen: dict[str, Any] = {
            "layer": order.layer,
            "quantity": order.quantity,
            "histogram": order.histogram,
        }
        if order.path.suffix.lower() == ".csv":
            write_table(session, order.name, order.path, **chosen)
        else:
            save_figure(session, order.name, order.path, **chosen, **order.options)


class Exporter(QObject):
    """Carries out orders in a thread of its own, so that the window goes on. `done` carries (path, error sentence)."""

    done = Signal(object, str)

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self._path = Path()
        self._background = Background(self, name="export", subject="The export")
        self._background.done.connect(lambda error: self.done.emit(self._path, error))

    @property
    def is_busy(self) -> bool:
        return self._background.is_busy

    def start(self, order: Order, carry_out: Callable[[Order], None] = export) -> None:
        """Begin an export; one at a time."""
        self.run(order.path, partial(carry_out, order))

    def run(self, path: Path, work: Callable[[], object]) -> None:
        """Begin something that ends in a file at this path; one at a time."""
        assert not self.is_busy, "one export at a time"
        self._path = path
        self._background.start(work)

    def wait(self) -> None:
        """Let a running export end."""
        self._background.wait()


SIZES_MM = {
    "Double column, 178 x 100 mm": (178, 100),
    "Single column, 85 x 64 mm": (85, 64),
    "Slide, 254 x 143 mm": (254, 143),
}


class ExportDialog(QDialog):
    """Asks for plot, format, size, resolution and file; `ordered` carries (name, path, options).

    titles: of the plots by their names; tables: those of them that can only be a table.
    """

    ordered = Signal(str, object, object)

    def __init__(
        self,
        titles: Mapping[str, str],
        chosen: str,
        folder: Path,
        stem: str,
        *,
        dark: bool,
        parent: QWidget,
        tables: Collection[str] = (),
    ):
        super().__init__(parent)
        self._tables = tables
        self.setWindowTitle("Export a plot")
        self.setModal(False)
        self._folder, self._stem = folder, stem
        column = QVBoxLayout(self)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.plot = make_combo(titles, "Plot")
        self.plot.setCurrentIndex(max(0, self.plot.findData(chosen)))
        self.format = make_combo(FORMATS, "Format")
        self.preset = QComboBox()
        self.preset.setAccessibleName("Size")
        for title, size in SIZES_MM.items():
            self.preset.addItem(title, size)
        self.width_mm, self.height_mm, self.dpi = QSpinBox(), QSpinBox(), QSpinBox()
        for box, limits, suffix, tip in (
            (self.width_mm, WIDTH_FIELD, " mm", "Width of the figure"),
            (self.height_mm, HEIGHT_FIELD, " mm", "Height of the figure"),
            (self.dpi, DPI_FIELD, " dpi", "Resolution of a PNG picture"),
        ):
            box.setRange(int(limits.low), int(limits.high))
            box.setSuffix(suffix)
            box.setToolTip(tip)
            box.setAccessibleName(tip)
        self.dpi.setValue(200)
        self.colors = make_combo({"light": "On white", "dark": "On dark"}, "Colours")
        self.colors.setCurrentIndex(1 if dark else 0)
        self.path = QLineEdit()
        self.path.setAccessibleName("File")
        self.path.setMinimumWidth(340)
        browse = QPushButton("Browse…")
        browse.clicked.connect(self._browse)
        form.addRow("Plot", self.plot)
        form.addRow("Format", self.format)
        form.addRow("Size", self.preset)
        form.addRow("", _row(self.width_mm, QLabel("x"), self.height_mm))
        form.addRow("Resolution", self.dpi)
        form.addRow("Colours", self.colors)
        form.addRow("File", _row(self.path, browse))
        column.addLayout(form)
        self.problem = QLabel()
        self.problem.setObjectName("warning")
        self.problem.setWordWrap(True)
        column.addWidget(self.problem)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Close)
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setText("Export")
        self.buttons.accepted.connect(self._order)
        self.buttons.rejected.connect(self.reject)
        column.addWidget(self.buttons)
        self.preset.currentIndexChanged.connect(self._apply_size)
        self.plot.currentIndexChanged.connect(self._suggest)
        self.format.currentIndexChanged.connect(self._suggest)
        self._apply_size()
        self._suggest()

    def _apply_size(self) -> None:
        width, height = self.preset.currentData()
        self.width_mm.setValue(width)
        self.height_mm.setValue(height)

    def _suggest(self) -> None:
        has_figure = self.plot.currentData() not in self._tables
        self.format.setEnabled(has_figure)
        if not has_figure:
            self.format.setCurrentIndex(self.format.findData("csv"))
        kind = self.format.currentData()
        is_table = kind == "csv"
        for control in (self.preset, self.width_mm, self.height_mm, self.colors):
            control.setEnabled(not is_table)
        self.dpi.setEnabled(kind == "png")
        self.path.setText(str(self._folder / f"{self._stem} {self.plot.currentData()}.{kind}"))
        self.problem.setText("")

    def _browse(self) -> None:
        kind = self.format.currentData()
        path, _filter = QFileDialog.getSaveFileName(self, "Export", self.path.text(), f"{FORMATS[kind]} (*.{kind})")
        if path:
            self.path.setText(path)

    def _order(self) -> None:
        kind = self.format.currentData()
        path = Path(self.path.text().strip()).expanduser()
        if not path.name or path.is_dir():
            self.problem.setText(f"{path} is a folder: give the name of a file")
            return
        if path.suffix.lower() != f".{kind}":
            path = path.with_name(f"{path.name}.{kind}")
        options: dict[str, Any] = {}
        if kind != "csv":
            size = (float(self.width_mm.value()), float(self.height_mm.value()))
            options = {"size_mm": size, "dpi": self.dpi.value(), "theme": self.colors.currentData()}
        self.problem.setText("")
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(False)
        self.ordered.emit(self.plot.currentData(), path, options)

    def show_outcome(self, path: Path, error: str) -> None:
        """An order has been carried out."""
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(True)
        self.problem.setText(error)
        if not error:
            self.accept()


def _row(*widgets: QWidget) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        layout.addWidget(widget, 1 if isinstance(widget, QLineEdit) else 0)
    if not any(isinstance(widget, QLineEdit) for widget in widgets):
        layout.addStretch(1)
    return row
