"""One start of the program, timed to the end of the first paint, then until torch is loaded: bench_launch.py BEGUN.

BEGUN is time.time() of the parent before it made this process. Prints JSON: seconds; torch: whether it was imported by
then; longest_wait: the longest, in s, that a touch would have waited while torch and the data were being loaded.
"""

from __future__ import annotations

import json
import sys
import time

from PySide6 import QtWidgets
from PySide6.QtCore import QEvent, QObject, QTimer

_LOOK_EVERY_MS = 5


class TimedApplication(QtWidgets.QApplication):
    """Looks at the clock after the first top-level event that has painted the main window, before all else."""

    begun = 0.0
    depth = 0
    has_painted = has_looked = False

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        # Asked before, because the event may be gone afterwards.
        if event.type() == QEvent.Type.Paint and isinstance(receiver, QtWidgets.QMainWindow):
            self.has_painted = True
        self.depth += 1
        done = super().notify(receiver, event)
        self.depth -= 1
        if self.has_painted and self.depth == 0 and not self.has_looked:
            self.has_looked = True
            seen = {"seconds": time.time() - self.begun, "torch": "torch" in sys.modules}
            self.warming_up = _WarmUp(self, seen)
        return done


class _WarmUp(QObject):
    """Looks at the clock until the session can be trained, then prints what was seen and closes the window."""

    def __init__(self, application: TimedApplication, seen: dict[str, object]):
        super().__init__(application)
        self._seen = seen
        self._last = time.perf_counter()
        self._longest = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        now = time.perf_counter()
        self._longest, self._last = max(self._longest, now - self._last), now
        for window in QtWidgets.QApplication.topLevelWidgets():
            if isinstance(window, QtWidgets.QMainWindow) and getattr(window.session, "is_ready", False):
                self._timer.stop()
                print(json.dumps({**self._seen, "longest_wait": self._longest}), flush=True)
                window.close()


def main(begun: float) -> int:
    """Start as `python -m gradiometer_desktop` does."""
    TimedApplication.begun = begun
    QtWidgets.QApplication = TimedApplication
    from gradiometer_desktop.__main__ import main as start

    return start([])


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1])))
