"""Ctrl+C, where it must not end what is going on in the middle."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def interrupts_noted() -> Iterator[list[int]]:
    """While the body runs Ctrl+C is only noted, in the list given; a second one is a KeyboardInterrupt as ever.

    Python 3.11 takes a thread for dead when its `join` is left by a KeyboardInterrupt (bpo-45274).
    """
    noted: list[int] = []
    if threading.current_thread() is not threading.main_thread():
        # Signals are the main thread's alone.
        yield noted
        return

    def note(number: int, _: object) -> None:
        if noted:
            raise KeyboardInterrupt
        noted.append(number)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield noted
    finally:
        signal.signal(signal.SIGINT, before or signal.default_int_handler)


@contextmanager
def interrupts_ignored() -> Iterator[None]:
    """While the body runs Ctrl+C does nothing. Processes that are started meanwhile never mind one, though a terminal
    sends it to them too: whoever has started them ends them. Only in the main thread.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before or signal.default_int_handler)
