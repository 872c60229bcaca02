"""Plays a session back at the pace at which it was recorded, or at a multiple of it."""

from __future__ import annotations

import time

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from gradiometer.alignment import TimeClock
from gradiometer.history import History
from gradiometer.session_database import SessionFileError
from gradiometer_desktop.governor import Governor, clock
from gradiometer_desktop.selection import Moment

_FRAME_MS = 16
# Of the main thread's time, which a trainer may be waiting for; slow drawing leaves out frames and not steps.
_SHARE = 0.3


class Player(QObject):
    """Moves the moment along the measured steps, and at the last one lets it follow the newest.

    speed: training seconds a second.
    """

    changed = Signal()
    """Whether it plays."""

    def __init__(self, moment: Moment, parent: QObject | None = None):
        super().__init__(parent)
        self.speed = 1.0
        self._moment = moment
        self._history: History | None = None
        self._governor = Governor(_SHARE)
        self._chosen: float | None = None
        self._seconds = 0.0
        self._before = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_FRAME_MS)
        self._timer.timeout.connect(self._tick)

    @property
    def is_playing(self) -> bool:
        return self._timer.isActive()

    def show_history(self, history: History) -> None:
        """Play another session from now on."""
        self.pause()
        self._history = history

    def play(self) -> None:
        """Go on from the step that is shown; from the first where that is the newest."""
        if self._history is None or self._history.steps.num_rows == 0 or self.is_playing:
            return
        if self._moment.step is None or self._moment.step >= self._history.steps.span()[1]:
            self._moment.choose(self._history.steps.span()[0])
        self._chosen = None
        self._before = time.perf_counter()
        self._timer.start()
        self.changed.emit()

    def pause(self) -> None:
        """Stay at the step that is shown."""
        if self.is_playing:
            self._timer.stop()
            self.changed.emit()

    def advance(self, seconds: float) -> None:
        """Let so much time pass."""
        assert self._history is not None
        if self._moment.step is None:
            # Somebody follows the newest step again.
            self.pause()
            return
        steps = self._history.steps
        clock_of_run = TimeClock(steps)
        if self._moment.step != self._chosen:
            self._seconds = float(clock_of_run.positions(np.array([self._moment.step]))[0])
        self._seconds += self.speed * seconds
        step = clock_of_run.step(self._seconds)
        # A step that takes its time has come already, and the one before it must not come again.
        step = max(step, self._moment.step)
        if step >= steps.span()[1]:
            self.pause()
            self._moment.choose(None)
        else:
            self._moment.choose(step)
        self._chosen = self._moment.step

    def _tick(self) -> None:
        now = time.perf_counter()
        if self._governor.is_due(now, clock()):
            self._governor.begin(now, clock())
            passed, self._before = now - self._before, now
            try:
                self.advance(passed)
            except SessionFileError:
                # Said once, and not with every frame.
                self.pause()
                raise
            self._governor.end(clock())
