"""Letting a window live, for a while or until something is so."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer

_PATIENCE_S = 120.0


def spin(seconds: float) -> None:
    """Let the window live for so long."""
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


def spin_until(is_done: Callable[[], bool], patience_s: float = _PATIENCE_S, every_s: float = 0.02) -> None:
    """Let the window live until something is so. Raises RuntimeError where it never is."""
    begun = time.monotonic()
    while not is_done():
        if time.monotonic() - begun > patience_s:
            raise RuntimeError(f"waited for {patience_s:.0f} s in vain")
        spin(every_s)
