"""Starts the application: the window first, torch afterwards."""

from __future__ import annotations

import signal
from pathlib import Path

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication

from gradiometer_desktop import problems
from gradiometer_desktop.icons import application_icon
from gradiometer_desktop.main_window import MainWindow

# Long enough for the first paint: importing torch holds the interpreter lock for much of two seconds.
_FIRST_PAINT_MS = 60


def run(path: Path | None) -> int:
    """Open the window, with a session file or with the default session; returns the exit code."""
    application = QApplication.instance() or QApplication(["gradiometer"])
    assert isinstance(application, QApplication)
    application.setApplicationName("Gradiometer")
    application.setOrganizationName("Gradiometer")
    application.setWindowIcon(application_icon())
    window = MainWindow(QSettings())
    problems.install(window)
    # Ctrl+C in a terminal ends the program as closing the window does. Python sees it at the next timer.
    signal.signal(signal.SIGINT, lambda _number, _frame: window.close())
    signal.signal(signal.SIGTERM, lambda _number, _frame: window.close())
    window.show()
    QTimer.singleShot(_FIRST_PAINT_MS, lambda: window.open_first(path))
    return application.exec()
