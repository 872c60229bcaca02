"""A network of 64 hidden layers, and a window that shows every dock at once, none behind another's tab."""

from __future__ import annotations

import dataclasses
from itertools import pairwise

from bench_spin import spin
from bench_training import many_layers
from PySide6.QtCore import Qt

from gradiometer.experiment import Experiment
from gradiometer_desktop.main_window import MainWindow

_SCREEN = 1920, 1080
_COLUMNS = 4


def deep_layers() -> Experiment:
    """784-(128)x64-10, else as the network of 32 hidden layers."""
    return dataclasses.replace(many_layers(), name="deeper", hidden=(128,) * 64)


def spread_docks(window: MainWindow) -> None:
    """Open every dock and put it beside the others: the plots in rows of four, all else in a column on the left."""
    window.resize(*_SCREEN)
    docks = list(window.docks.values())
    for dock in docks:
        # Taken out and put in again, since a dock leaves its tab no other way.
        window.removeDockWidget(dock)
    plots = [window.docks[name] for name in window.plots]
    for dock in (dock for dock in docks if dock not in plots):
        window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)
    rows = [plots[first : first + _COLUMNS] for first in range(0, len(plots), _COLUMNS)]
    for row in rows:
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, row[0])
    for row in rows:
        for left, right in pairwise(row):
            window.splitDockWidget(left, right, Qt.Orientation.Horizontal)
    for dock in docks:
        dock.show()
    for row in rows:
        window.resizeDocks(row, [1] * len(row), Qt.Orientation.Horizontal)
    spin(0.5)
    hidden = [plot.name for plot in window.plots.values() if not plot.is_seen]
    assert not hidden, f"not on the screen: {hidden}"
