"""How soon the start page lists a thousand sessions, with and without what it kept from the last start."""

from __future__ import annotations

import dataclasses
import json
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from bench_measure import Row, median, time_row
from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer

from gradiometer.experiment import Experiment
from gradiometer.layout import step_layout
from gradiometer.library import Labels, write_labels
from gradiometer.presets import load_experiment
from gradiometer.reports import EvaluationReport, StepReport
from gradiometer.session_writer import SessionWriter
from gradiometer_desktop import theme
from gradiometer_desktop.browser import BrowserPage

OPEN_BUDGET_MS = 1000.0
NUM_SESSIONS = 1000
_NUM_DISTINCT = 20
_NUM_STEPS = 400
_PATIENCE_MS = 120_000


def make_sessions(folder: Path) -> None:
    """A thousand files: networks of 3 to 22 layers that starve more or less, with names, tags and notes."""
    folder.mkdir()
    originals = [_write(folder / f"{index}.gradiometer", index) for index in range(_NUM_DISTINCT)]
    for index in range(_NUM_DISTINCT, NUM_SESSIONS):
        shutil.copyfile(originals[index % _NUM_DISTINCT], folder / f"{index}.gradiometer")


def _write(path: Path, index: int) -> Path:
    experiment = dataclasses.replace(load_experiment("digits"), hidden=(30,) * (2 + index))
    writer = SessionWriter(path, experiment.outline, {"experiment": json.dumps(experiment.as_dict())})
    for report in _reports(experiment, np.random.default_rng(index)):
        writer.add(report)
    writer.close()
    write_labels(path, Labels(title=f"session {index}", tags=("synthetic",), remark="written by the benchmark"))
    return path


def _reports(experiment: Experiment, chance: np.random.Generator) -> Iterator[StepReport | EvaluationReport]:
    layout = step_layout(len(experiment.layer_names))
    yield EvaluationReport(0, np.array([0.0, 2.3, 0.1]))
    for step in range(_NUM_STEPS):
        values = 10.0 ** chance.uniform(-6, 0, layout.width)
        values[0] = step
        yield StepReport(step, values)


class _Opening(QObject):
    """One opening of the page. listed_s: to the end of the paint with all rows; filled_s: until all is read."""

    def __init__(self, folder: Path, cache_path: Path):
        super().__init__()
        self.listed_s = self.filled_s = float("nan")
        begun = time.perf_counter()
        self._elapsed: Callable[[], float] = lambda: time.perf_counter() - begun
        self._loop = QEventLoop()
        self.page = BrowserPage(theme.LIGHT, cache_path)
        self.page.resize(1280, 800)
        self.page.list.viewport().installEventFilter(self)
        self.page.filled.connect(self._filled)
        self.page.show()
        self.page.show_folder(folder)
        QTimer.singleShot(_PATIENCE_MS, self, self._loop.quit)
        self._loop.exec()
        self.page.close_down()
        self.page.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self.page.shown.rowCount() == NUM_SESSIONS:
            watched.removeEventFilter(self)
            # All that is painted with it has been at the next turn of the event loop.
            QTimer.singleShot(0, self, self._listed)
        return False

    def _listed(self) -> None:
        self.listed_s = self._elapsed()
        self._end()

    def _filled(self) -> None:
        self.filled_s = self._elapsed()
        self._end()

    def _end(self) -> None:
        if np.isfinite([self.listed_s, self.filled_s]).all():
            self._loop.quit()


def browser_rows(folder: Path, repeats: int) -> Iterator[Row]:
    """The rows; needs a QApplication. folder: an empty one."""
    sessions, cache_path = folder / "sessions", folder / "cache.json"
    make_sessions(sessions)
    theme.apply(theme.LIGHT)
    cold, warm = [], []
    for _ in range(repeats):
        cache_path.unlink(missing_ok=True)
        cold.append(_Opening(sessions, cache_path))
        warm.append(_Opening(sessions, cache_path))
    for name, openings in (("nothing kept", cold), ("all kept", warm)):
        listed, filled = ([getattr(opening, what) for opening in openings] for what in ("listed_s", "filled_s"))
        yield time_row(f"browser lists {NUM_SESSIONS:,}, {name}", listed, OPEN_BUDGET_MS, statistic=median)
        row = time_row(f"browser has read all, {name}", filled, float("inf"), statistic=median)
        yield dataclasses.replace(row, budget=None, verdict="")
