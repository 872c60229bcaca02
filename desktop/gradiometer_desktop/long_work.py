"""Work that says how far it is and can be cancelled, in a thread of its own, while the window goes on."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from gradiometer_desktop.background import Background
from gradiometer_desktop.language import tr

Progress = Callable[[int, int], None]
"""Told how much is done, and of how much."""
Cancelled = Callable[[], bool]

_LOOK_EVERY_MS = 100


class LongWork(QObject):
    """One piece of work at a time. name, subject: as of `Background`. progressed: how much is done, and of how much;
    done: what it found, a sentence about what went wrong, or an empty text, and whether it was cancelled.
    """

    progressed = Signal(int, int)
    done = Signal(object, str, bool)

    def __init__(self, parent: QObject | None = None, *, name: str = "survey", subject: str = tr("The check")):
        super().__init__(parent)
        self._cancel = threading.Event()
        self._found: object = None
        self._progress = (0, 0)
        self._told = (0, 0)
        self._background = Background(self, name=name, subject=subject)
        self._background.done.connect(self._end)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)

    @property
    def is_busy(self) -> bool:
        return self._background.is_busy

    def start(self, work: Callable[[Progress, Cancelled], object]) -> None:
        """Begin. The work runs in the other thread, and may raise what `Background` tells."""
        self._cancel.clear()
        self._found = None
        self._progress = self._told = (0, 0)

        def carry_out() -> None:
            self._found = work(self._note, self._cancel.is_set)

        self._background.start(carry_out)
        self._timer.start()

    def cancel(self) -> None:
        """End it soon; `done` follows."""
        self._cancel.set()

    def wait(self) -> None:
        """Let it end."""
        self._background.wait()

    def close_down(self) -> None:
        """End it and wait until it has ended."""
        self.cancel()
        self._background.wait()
        self._timer.stop()

    def _note(self, done: int, total: int) -> None:
        # In the other thread: one assignment, which the window's thread reads when it looks.
        self._progress = (done, total)

    def _look(self) -> None:
        if self._progress != self._told:
            self._told = self._progress
            self.progressed.emit(*self._told)

    def _end(self, error: str) -> None:
        self._timer.stop()
        self._look()
        found, self._found = self._found, None
        self.done.emit(found, error, self._cancel.is_set())
