"""Starts the application: the window first, torch afterwards."""

from __future__ import annotations

import signal
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication, QWidget

from gradiometer_desktop import language
from gradiometer_desktop.garbage import GarbageCollector


class Application(QApplication):
    """Says which files macOS hands to it, after a double click in the Finder: there they are no words of a command."""

    file_asked = Signal(str)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent) and event.file():
            self.file_asked.emit(event.file())
            return True
        return super().event(event)


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


def run(path: Path | None, *, follows: bool = False) -> int:
    """Open the window, with a session file or with the default session; returns the exit code.

    follows: another program is still writing the file.
    """
    application = _make_application()
    # Imported when the language is chosen.
    from gradiometer_desktop.main_window import MainWindow
    from gradiometer_desktop.upkeep import Upkeep

    with Upkeep() as upkeep:
        window = MainWindow(QSettings())
        upkeep.guard(window)
        _close_on_signals(window)

        def begin() -> None:
            window.open_first(path, follows=follows)
            upkeep.begin(window)

        _AfterFirstPaint(window, begin)
        if isinstance(application, Application):
            # Queued: what opens may ask, and an event of the application has to come to its end.
            queued = Qt.ConnectionType.QueuedConnection
            application.file_asked.connect(lambda file: window.open_path(Path(file)), queued)
        window.show()
        return application.exec()


def run_comparison(paths: Sequence[Path]) -> int:
    """Open the window that shows these sessions together; returns the exit code, 2 where there are not two to show."""
    application = _make_application()
    from gradiometer_desktop.compare_window import open_comparison
    from gradiometer_desktop.upkeep import Upkeep

    with Upkeep() as upkeep:
        window = open_comparison(paths, QSettings())
        if window is not None:
            upkeep.guard(window)
            _close_on_signals(window)
        # Without it there is a sentence on the screen, to be read and closed.
        code = application.exec()
        return 2 if window is None else code


def _make_application() -> QApplication:
    application = QApplication.instance() or Application(["gradiometer"])
    assert isinstance(application, QApplication)
    application.setApplicationName("Gradiometer")
    application.setOrganizationName("Gradiometer")
    # By which a desktop finds the window's entry, and with it the icon under Wayland.
    application.setDesktopFileName("gradiometer")
    language.use_chosen(QSettings())
    from gradiometer_desktop import files, theme
    from gradiometer_desktop.icons import application_icon
    from gradiometer_desktop.preferences import preferences_of

    preferences = preferences_of(QSettings())
    files.choose_sessions_folder(preferences.folder)
    # Before there are widgets, which make themselves as high as their letters.
    theme.scale_letters(preferences.value("font_percent"))
    application.setWindowIcon(application_icon())
    GarbageCollector(application)
    return application


def _close_on_signals(window: QWidget) -> None:
    """Let Ctrl+C in a terminal end the program as closing the window does."""
    # Python sees a signal at the next timer: in the middle of whatever that does, which has to end before the session
    # is closed, or before there is an event loop to quit.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: QTimer.singleShot(0, window.close))
