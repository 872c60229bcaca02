"""Garbage in cycles is collected by the thread that owns the windows, between events, and by nothing else."""

from __future__ import annotations

import gc
import sys

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1000


class GarbageCollector(QObject):
    """Takes over from Python's own collector for as long as it lives.

    A closed window is a cycle: its parts hold slots that hold the window. Python's collector would end it wherever an
    allocation happens to start it: in the trainer's thread, where no Qt object may die, or while Qt hands an event to
    that very window. Either ends the process.
    """

    def __init__(self, parent: QObject):
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        self._has_frozen = False
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()
        gc.disable()

    def collect(self) -> None:
        """What is due by Python's own measure: the young, the older, or all."""
        if not self._has_frozen and "torch.optim" in sys.modules:
            # Some 200,000 objects of the libraries, which live as long as the program: to visit them takes 0.12 s.
            gc.freeze()
            self._has_frozen = True
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > self._thresholds[generation]:
                gc.collect(generation)
                return

    def close_down(self) -> None:
        """Give back to Python's own."""
        self._timer.stop()
        gc.enable()
