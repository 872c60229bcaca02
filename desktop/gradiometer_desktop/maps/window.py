"""The window of a map: first by last layer's gradient of many networks before training, expected and measured."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEvent, QSettings, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gradiometer.experiment import Experiment
from gradiometer.fields import FieldError
from gradiometer.figures.ratio_map import save_map, write_map
from gradiometer.figures.style import FigureStyle
from gradiometer.sweep import RatioMap, Sweep
from gradiometer.sweep_run import end_workers
from gradiometer_desktop import dialogs, problems, theme
from gradiometer_desktop.background import Background
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.long_work import LongWork
from gradiometer_desktop.maps.controls import MapControls
from gradiometer_desktop.maps.scale import MapScale
from gradiometer_desktop.maps.view import MapView
from gradiometer_desktop.maps.words import describe_base, describe_cell, describe_signs
from gradiometer_desktop.maps.work import Found, work_out
from gradiometer_desktop.preferences import preferences_of

_SIZE = 1180, 640
_PROGRESS_PX = 220
_FILTER = tr("PNG (*.png);;SVG (*.svg);;PDF (*.pdf);;PGF for LaTeX (*.pgf);;CSV, all numbers (*.csv)")
_HOW = tr(
    "Each cell is a network before training. Its number is log10 of the gradient norm of its first layer's weights, "
    "divided by that of its output layer: the bluer, the more the gradient vanishes on its way to the input, the more "
    "orange, the more it explodes."
)
_NO_CELL = tr("Point at a cell to read its numbers off, click it to choose it, double-click it to make that session.")


class MapWindow(QWidget):
    """base: what all networks of the map have in common; is_training: asked when measuring begins, because a run shall
    keep a core of its own; settings: where the theme is remembered. chosen: carries the experiment of a cell.
    """

    manual_page = "map"

    chosen = Signal(object)

    # None until everything is made.
    _theme: theme.Theme | None = None

    def __init__(
        self,
        base: Experiment,
        settings: QSettings,
        parent: QWidget | None = None,
        *,
        is_training: Callable[[], bool] = lambda: False,
    ):
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(tr("Map of first/last gradient ratio - Gradiometer"))
        self._base = base
        self._settings = settings
        self._is_training = is_training
        self.found: RatioMap | None = None
        self._waiting: Sweep | None = None
        self._messages: deque[Found] = deque()
        self._pointed: tuple[int, int] | None = None
        self.cell: tuple[int, int] | None = None
        self.controls = MapControls()
        self.controls.changed.connect(self.begin)
        self.runner = LongWork(self, name="map", subject=tr("The map"))
        self.runner.progressed.connect(lambda _done, _total: self._take())
        self.runner.done.connect(self._end)
        self._saving = Background(self, name="export", subject=tr("Saving the map"))
        self._saving.done.connect(self._saved)
        self._lay_out()
        self._apply_theme()
        self.resize(*_SIZE)
        self.begin()

    def _lay_out(self) -> None:
        self.about = _note()
        self.about.setToolTip(_HOW)
        self.views = {"expected": MapView(tr("Expected by theory")), "measured": MapView(tr("Measured with one batch"))}
        self.titles = {name: QLabel() for name in self.views}
        self.scale = MapScale()
        self.problem, self.reading, self.signs = _note("warning"), _note("readout"), _note()
        self.progress = QProgressBar()
        self.progress.setAccessibleName(tr("How many cells are measured"))
        self.progress.setFixedWidth(_PROGRESS_PX)
        self.again = QPushButton(tr("Measure"))
        self.again.setToolTip(tr("Measures the cells anew, on all cores"))
        self.again.clicked.connect(self.begin)
        self.cancel = QPushButton(tr("Cancel"))
        self.cancel.clicked.connect(self.runner.cancel)
        self.make = QPushButton(tr("Make this session"))
        self.make.setObjectName("primary")
        self.make.clicked.connect(lambda: self._make(self.cell))
        self.save = QPushButton(tr("Save…"))
        self.save.setToolTip(tr("As a figure, or all numbers as CSV"))
        self.save.clicked.connect(self._ask_save)
        pictures = QGridLayout()
        for column, (name, view) in enumerate(self.views.items()):
            pictures.addWidget(self.titles[name], 0, column)
            pictures.addWidget(view, 1, column)
            pictures.setColumnStretch(column, 1)
            view.pointed.connect(self._point)
            view.chosen.connect(self._choose)
            view.opened.connect(self._make)
        pictures.setRowStretch(1, 1)
        deeds = QHBoxLayout()
        for part in (self.progress, self.cancel, self.again):
            deeds.addWidget(part)
        deeds.addStretch(1)
        deeds.addWidget(self.save)
        deeds.addWidget(self.make)
        above: tuple[QWidget, ...] = (self.controls, self.about, self.problem)
        below: tuple[QWidget, ...] = (self.scale, self.signs, self.reading)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(12, 10, 12, 10)
        for row in above:
            rows.addWidget(row)
        rows.addLayout(pictures, 1)
        for row in below:
            rows.addWidget(row)
        rows.addLayout(deeds)

    # Working a map out

    def show_base(self, base: Experiment) -> None:
        """A map around another experiment."""
        self._base = base
        self.begin()

    def begin(self) -> None:
        """Work out what is asked for now, in place of what was asked for before."""
        try:
            sweep = self.controls.sweep(self._base)
        except FieldError as error:
            self.problem.setText(said(str(error)))
            self.problem.show()
            return
        self._tell_problem("")
        self._waiting = sweep
        if self.runner.is_busy:
            self.runner.cancel()
        else:
            self._start()

    def _start(self) -> None:
        sweep, self._waiting = self._waiting, None
        assert sweep is not None
        self.found = RatioMap(sweep)
        self._messages.clear()
        self._pointed = self.cell = None
        across, up = (
            (said(axis.title), sweep.labels(name))
            for axis, name in ((sweep.across_axis, sweep.across), (sweep.up_axis, sweep.up))
        )
        for view in self.views.values():
            view.show_grid(across, up)
        seeds = tr("one seed") if sweep.num_seeds == 1 else tr("median of {num_seeds} seeds", num_seeds=sweep.num_seeds)
        self.titles["expected"].setText(tr("Expected by theory"))
        self.titles["measured"].setText(tr("Measured with one batch, {seeds}", seeds=seeds))
        self.about.setText(describe_base(self._base))
        self._show()
        self._show_busy(is_busy=True)
        is_training, messages = self._is_training(), self._messages
        self.runner.start(lambda note, cancelled: work_out(sweep, messages, note, cancelled, is_training=is_training))

    def _take(self) -> None:
        """What has been found meanwhile."""
        if self.found is None or not self._messages:
            return
        while self._messages:
            self.found.take(self._messages.popleft())
        self._show()

    def _end(self, _found: object, error: str, _was_cancelled: bool) -> None:
        if self._waiting is not None:
            self._start()
            return
        self._take()
        self._show_busy(is_busy=False)
        self._tell_problem(error)

    # What is on the screen

    def _show(self) -> None:
        found = self.found
        assert found is not None
        cells = found.cells.values()
        missing = {
            "expected": [bool(cell.why_not) for cell in cells],
            "measured": [cell.is_over and bool(np.isnan(cell.median)) for cell in cells],
        }
        for name, view in self.views.items():
            view.show_values(getattr(found, name), np.reshape(missing[name], found.sweep.shape), found.reach)
            view.show_line(*found.critical_line())
        # Where there is no theory at all, that stands where it would.
        why_not = {said(cell.why_not) for cell in cells}
        self.views["expected"].say_empty(why_not.pop() if len(why_not) == 1 else "")
        measured = self.views["measured"]
        if found.num_over:
            measured.say_empty("")
        elif self.runner.is_busy:
            measured.say_empty(tr("Cells appear here as they are measured."))
        else:
            measured.say_empty(tr("Nothing is measured yet: press Measure."))
        self.scale.show_reach(found.reach)
        self.progress.setRange(0, len(found.cells))
        self.progress.setValue(found.num_over)
        self.progress.setFormat(
            tr("{num_over} of {num_cells} cells", num_over=found.num_over, num_cells=len(found.cells))
        )
        self.signs.setText(describe_signs(found))
        self._show_reading()

    def _show_busy(self, *, is_busy: bool) -> None:
        self.cancel.setEnabled(is_busy)
        self.again.setEnabled(not is_busy)

    def _show_reading(self) -> None:
        place = self._pointed or self.cell
        self.make.setEnabled(self.cell is not None and self._experiment(self.cell) is not None)
        if self.found is None or place is None:
            self.reading.setText(_NO_CELL)
            return
        self.reading.setText(describe_cell(self.found, *place))

    def _point(self, cell: tuple[int, int] | None) -> None:
        self._pointed = cell
        for view in self.views.values():
            view.frame_pointed(cell)
        self._show_reading()

    def _choose(self, cell: tuple[int, int]) -> None:
        self.cell = cell
        for view in self.views.values():
            view.frame_chosen(cell)
        self._show_reading()

    def _experiment(self, cell: tuple[int, int]) -> Experiment | None:
        """None where there is no such network."""
        assert self.found is not None
        try:
            return self.found.sweep.experiment(*cell)
        except FieldError:
            return None

    def _make(self, cell: tuple[int, int] | None) -> None:
        experiment = None if cell is None else self._experiment(cell)
        if experiment is not None:
            self.chosen.emit(experiment)

    def _tell_problem(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    # Files

    def _ask_save(self) -> None:
        dialogs.ask_save(self, tr("Save the map as"), "map.png", _FILTER, self.save_as)

    def save_as(self, path: Path) -> None:
        """As a figure, in the colours of the window, or as CSV, by the suffix."""
        found = self.found
        if found is None or self._saving.is_busy or self._theme is None:
            return
        style = FigureStyle(theme="dark" if self._theme.dark else "light")
        # As it is now: cells may still come.
        now = found.copy()
        is_table = path.suffix.lower() == ".csv"
        self._saving.start(lambda: write_map(now, path) if is_table else save_map(now, path, style=style))

    def _saved(self, error: str) -> None:
        if error:
            problems.tell(self, tr("The map cannot be saved"), error)

    # Theme, closing

    def _apply_theme(self) -> None:
        chosen = theme.choose(preferences_of(self._settings).value("theme"))
        if chosen == self._theme:
            return
        self._theme = chosen
        for view in self.views.values():
            view.apply_theme(chosen)
        self.scale.apply_theme(chosen)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        # The main window has chosen another theme, or the system has.
        if event.type() == QEvent.Type.PaletteChange and self._theme is not None:
            self._apply_theme()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._waiting = None
        self.runner.close_down()
        end_workers()
        self._saving.wait()
        super().closeEvent(event)


def _note(name: str = "note") -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setWordWrap(True)
    return label
