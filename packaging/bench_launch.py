"""One start of the program, timed to the end of the window's first paint: bench_launch.py BEGUN.

BEGUN is time.time() of the parent before it made this process. Prints JSON: seconds, and whether torch was imported.
"""

from __future__ import annotations

import json
import sys
import time

from PySide6 import QtWidgets
from PySide6.QtCore import QEvent, QObject


class TimedApplication(QtWidgets.QApplication):
    """Ends with the first top-level event that has painted the main window, before anything else happens."""

    begun = 0.0
    depth = 0
    has_painted = False

    def notify(self, receiver: QObject, event: QEvent) -> bool:
        # Asked before, because the event may be gone afterwards.
        if event.type() == QEvent.Type.Paint and isinstance(receiver, QtWidgets.QMainWindow):
            self.has_painted = True
        self.depth += 1
        done = super().notify(receiver, event)
        self.depth -= 1
        if self.has_painted and self.depth == 0:
            self.has_painted = False
            print(json.dumps({"seconds": time.time() - self.begun, "torch": "torch" in sys.modules}), flush=True)
            self.exit()
        return done


def main(begun: float) -> int:
    """Start as `python -m gradiometer_desktop` does."""
    TimedApplication.begun = begun
    QtWidgets.QApplication = TimedApplication
    from gradiometer_desktop.__main__ import main as start

    return start([])


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1])))
