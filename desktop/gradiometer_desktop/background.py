"""Work on files that may take its time, in a thread of its own, so that the window goes on."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from gradiometer.fields import FieldError
from gradiometer.session_database import SessionFileError
from gradiometer_desktop.language import said, tr

_POLL_MS = 50


class Background(QObject):
    """One piece of work at a time. `done` carries a sentence about what went wrong, or an empty text.

    name: of the thread; subject: of that sentence, where nobody expected it.
    """

    done = Signal(str)

    def __init__(self, parent: QObject | None = None, *, name: str = "background", subject: str = tr("It")):
        super().__init__(parent)
        self._name = name
        self._unexpected = tr("{subject} ended with an unexpected error.", subject=subject)
        self._error = ""
        self._thread: threading.Thread | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self._look)

    @property
    def is_busy(self) -> bool:
        return self._thread is not None

    def start(self, work: Callable[[], object]) -> None:
        """Begin. The work may raise SessionFileError, FieldError or OSError, whose sentence is told."""
        assert self._thread is None, "one piece of work at a time"

        def carry_out() -> None:
            self._error = self._unexpected
            try:
                work()
            except (SessionFileError, FieldError, OSError) as problem:
                self._error = said(str(problem))
                return
            self._error = ""

        self._thread = threading.Thread(target=carry_out, name=self._name)
        self._thread.start()
        self._timer.start()

    def wait(self) -> None:
        """Let it end."""
        if self._thread is not None:
            self._thread.join()

    def _look(self) -> None:
        if self._thread is None or self._thread.is_alive():
            return
        self._thread = None
        self._timer.stop()
        self.done.emit(self._error)
