"""Where everything stands when a window is opened for the first time."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QByteArray, QSettings, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabBar, QWidget

_USUAL_SIZE = 1280, 800


def make_docks(window: QMainWindow, panels: Mapping[str, tuple[str, QWidget]]) -> dict[str, QDockWidget]:
    """A dock for each panel: name -> (title, widget), with lesson, settings, findings, changes, reading, profile,
    factors, through_time, norms, histogram, neurons, heatmap, time_heatmap, loss, surface.

    The settings and the list of changes stand on the left; the plots share the rest in two rows. The findings, which
    offer to change settings, are a tab away from these; so is the lesson, which is hidden until one is chosen, and
    leaves the settings behind when it is closed.
    """
    docks = wrap_panels(window, panels)
    for name in ("findings", "changes"):
        window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, docks[name])
    for name in ("profile", "histogram"):
        window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, docks[name])
    across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
    window.splitDockWidget(docks["profile"], docks["norms"], across)
    window.splitDockWidget(docks["histogram"], docks["heatmap"], across)
    window.splitDockWidget(docks["heatmap"], docks["loss"], across)
    docks["lesson"].hide()
    # A tab away. Where the layout is not up to date Qt makes two bars of the same tabs, and one stays behind for good.
    layout = window.layout()
    assert layout is not None
    tabs = (
        # Closed, a tab uncovers the one before it.
        ("findings", "settings", "lesson"),
        ("changes", "reading"),
        ("profile", "factors", "through_time"),
        ("histogram", "neurons"),
        ("heatmap", "time_heatmap"),
        ("loss", "surface"),
    )
    for front, *others in tabs:
        for behind in others:
            layout.activate()
            window.tabifyDockWidget(docks[front], docks[behind])
        layout.activate()
        docks["settings" if front == "findings" else front].raise_()
    for sizes, direction in (
        ({"settings": 265, "profile": 1015}, across),
        ({"profile": 420, "norms": 600}, across),
        ({"histogram": 320, "heatmap": 340, "loss": 355}, across),
        ({"settings": 520, "changes": 180}, down),
        ({"profile": 340, "histogram": 360}, down),
    ):
        window.resizeDocks([docks[name] for name in sizes], list(sizes.values()), direction)
    return docks


def wrap_panels(window: QMainWindow, panels: Mapping[str, tuple[str, QWidget]]) -> dict[str, QDockWidget]:
    """A dock for each panel, name -> (title, widget), with no place yet, of a window that has its usual size now."""
    # Before the docks: their sizes are given for this one.
    window.resize(*_USUAL_SIZE)
    docks = {}
    for name, (title, widget) in panels.items():
        dock = QDockWidget(title, window)
        # The layout is remembered by this name.
        dock.setObjectName(name)
        dock.setWidget(widget)
        docks[name] = dock
    return docks


def bring_forward(window: QMainWindow, dock: QDockWidget) -> None:
    """Show a dock before those that share its place."""
    dock.show()
    layout = window.layout()
    if layout is not None:
        # One that it does not know of yet stays behind the others.
        layout.activate()
    dock.raise_()


def keep_layout(window: QMainWindow, settings: QSettings, group: str, version: int) -> None:
    """Remember where the window and its docks are. group: in the settings, ending in a slash; empty for none."""
    settings.setValue(f"{group}geometry", window.saveGeometry())
    settings.setValue(f"{group}layout", window.saveState(version))


def recall_layout(window: QMainWindow, settings: QSettings, group: str, version: int) -> None:
    """Put the window and its docks where `keep_layout` found them."""
    geometry, state = settings.value(f"{group}geometry"), settings.value(f"{group}layout")
    if isinstance(geometry, QByteArray):
        window.restoreGeometry(geometry)
    if isinstance(state, QByteArray):
        restore_docks(window, state, version)


def restore_docks(window: QMainWindow, state: QByteArray, version: int) -> bool:
    """Put the docks where they were when `state` was saved; returns whether it was of this version."""
    bars = window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
    if not window.restoreState(state, version):
        return False
    # Qt makes new ones and leaves these standing where they were.
    for bar in bars:
        bar.hide()
    return True
