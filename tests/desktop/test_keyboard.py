"""Keys in the main window: what Tab meets, and what walking there must leave alone."""

from __future__ import annotations

import gc

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QPushButton

from gradiometer_desktop.keyboard import Parts, controls_of
from gradiometer_desktop.main_window import MainWindow


def test_walking_by_tab_leaves_the_menus_alone(window: MainWindow) -> None:
    """PySide once took the window for a child of a button on the way, and let go of its menus with that button."""
    short = QPushButton("here for a moment", window)
    short.show()
    for part in (short, *Parts(window).all()):
        list(controls_of(part))
    action = window.trials.fork
    short.deleteLater()
    del short
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    assert shiboken6.isValid(action)
    assert action.text()
