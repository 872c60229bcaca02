"""Starts the application: the window first, torch afterwards."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSettings, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from gradiometer_desktop import problems
from gradiometer_desktop.icons import application_icon
from gradiometer_desktop.main_window import MainWindow


class _AfterFirstPaint(QObject):
    """Calls back once, when a window has been painted.

    Importing torch holds the interpreter lock for much of two seconds; begun earlier, it would keep the window away.
    """

    def __init__(self, window: QWidget, callback: Callable[[], object]):
        super().__init__(window)
        self._callback = callback
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            # The children are painted in the same turn of the event loop, after the window itself.
            QTimer.singleShot(0, self._callback)
        return False


def run(path: Path | None) -> int:
    """Open the window, with a session file or with the default session; returns the exit code."""
    application = QApplication.instance() or QApplication(["gradiometer"])
    assert isinstance(application, QApplication)
    application.setApplicationName("Gradiometer")
    application.setOrganizationName("Gradiometer")
    application.setWindowIcon(application_icon())
    window = MainWindow(QSettings())
    problems.install(window)
    # Ctrl+C in a terminal ends the program as closing the window does. Python sees it at the next timer: in the middle
    # of whatever that does, which has to end before the session is closed, or before there is an event loop to quit.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: QTimer.singleShot(0, window.close))
    _AfterFirstPaint(window, lambda: window.open_first(path))
    window.show()
    return application.exec()
