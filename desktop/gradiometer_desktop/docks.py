"""Where everything stands when a window is opened for the first time."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget


def make_docks(window: QMainWindow, panels: Mapping[str, tuple[str, QWidget]]) -> dict[str, QDockWidget]:
    """A dock for each panel: name -> (title, widget), with settings, changes, reading, profile, norms,
    histogram, heatmap, loss.

    The settings and the list of changes stand on the left; the plots share the rest in two rows.
    """
    docks = {}
    for name, (title, widget) in panels.items():
        dock = QDockWidget(title, window)
        # The layout is remembered by this name.
        dock.setObjectName(name)
        dock.setWidget(widget)
        docks[name] = dock
    for name in ("settings", "changes", "reading"):
        window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, docks[name])
    for name in ("profile", "histogram"):
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, docks[name])
    # Behind the list of changes: a tab away.
    window.tabifyDockWidget(docks["changes"], docks["reading"])
    docks["changes"].raise_()
    across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
    window.splitDockWidget(docks["profile"], docks["norms"], across)
    window.splitDockWidget(docks["histogram"], docks["heatmap"], across)
    window.splitDockWidget(docks["heatmap"], docks["loss"], across)
    for sizes, direction in (
        ({"settings": 265, "profile": 1015}, across),
        ({"profile": 420, "norms": 600}, across),
        ({"histogram": 320, "heatmap": 340, "loss": 355}, across),
        ({"settings": 520, "changes": 180}, down),
        ({"profile": 340, "histogram": 360}, down),
    ):
        window.resizeDocks([docks[name] for name in sizes], list(sizes.values()), direction)
    return docks
