"""Errors that nobody expected, wherever they arise: each goes into the log, and one window tells of it.

The program goes on. Training and its file do not depend on the window.
"""

from __future__ import annotations

import sys
import threading
import time
import traceback
from types import TracebackType

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from gradiometer.wording_of_errors import first_line
from gradiometer_desktop import problems
from gradiometer_desktop.language import tr
from gradiometer_desktop.logs import LOG, Repeats, is_worth_a_line
from gradiometer_desktop.problem_dialog import ProblemDialog

# What comes again sooner goes on from before, and opens no window again that the person has closed.
_QUIET_S = 5.0

Key = tuple[str, str, int]
"""What makes two errors the same one: its kind, and where it was raised."""


class Mistakes(QObject):
    """Takes over Python's hooks from here to `end`: those of slots and events, of threads, and of what is collected.

    window: whose session is told of, and which lies under the dialog.
    """

    # From whichever thread, to the one of the windows, and never in the middle of a paint event.
    _raised = Signal(object, str, str)

    def __init__(self, window: QWidget):
        super().__init__()
        self._window = window
        self._repeats = Repeats()
        self._last_s: dict[Key, float] = {}
        self.dialog: ProblemDialog | None = None
        self._shown: Key | None = None
        self._since: dict[Key, int] = {}
        self._raised.connect(self._show, Qt.ConnectionType.QueuedConnection)
        self._before = sys.excepthook, threading.excepthook, sys.unraisablehook
        sys.excepthook = self._hear
        threading.excepthook = self._hear_thread
        sys.unraisablehook = self._hear_unraisable

    def end(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before

    # Called in whichever thread

    def _hear(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        self._note(error, trace, "")

    def _hear_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is None or issubclass(args.exc_type, SystemExit):
            return
        self._note(args.exc_value, args.exc_traceback, args.thread.name if args.thread is not None else "?")

    def _hear_unraisable(self, args: sys.UnraisableHookArgs) -> None:
        # The object is not kept: it may be on its way to be collected.
        if args.exc_value is not None:
            self._note(args.exc_value, args.exc_traceback, "")

    def _note(self, error: BaseException, trace: TracebackType | None, thread: str) -> None:
        key = _key_of(error, trace)
        count = self._repeats.count(key)
        text = "".join(traceback.format_exception(type(error), error, trace))
        if is_worth_a_line(count):
            where = f" in the thread {thread}" if thread else ""
            often = f", {count} times by now" if count > 1 else ""
            LOG.error("Unexpected error%s%s\n%s", where, often, text.rstrip())
            # A program that is frozen without a console has no such stream.
            if sys.stderr is not None:
                sys.stderr.write(text)
        self._raised.emit(key, _sentence(error, thread), text)

    # In the thread of the windows

    def _show(self, key: Key, happened: str, trace: str) -> None:
        now, last_s = time.monotonic(), self._last_s.get(key, -_QUIET_S)
        self._last_s[key] = now
        if self.dialog is not None and shiboken6.isValid(self.dialog):
            self._since[key] = self._since.get(key, 0) + 1
            others = sum(number for each, number in self._since.items() if each != self._shown)
            self.dialog.count(1 + self._since.get(self._shown, 0) if self._shown else 1, others)
            return
        if now - last_s < _QUIET_S:
            return
        parent = self._window if shiboken6.isValid(self._window) else None
        self.dialog = problems.report(parent, tr("Gradiometer has made a mistake"), happened, trace)
        self._shown, self._since = key, {}
        self.dialog.finished.connect(self._closed)

    def _closed(self) -> None:
        self.dialog = self._shown = None


def _key_of(error: BaseException, trace: TracebackType | None) -> Key:
    last = None
    while trace is not None:
        last, trace = trace, trace.tb_next
    if last is None:
        return type(error).__name__, "", 0
    return type(error).__name__, last.tb_frame.f_code.co_filename, last.tb_lineno


def _sentence(error: BaseException, thread: str) -> str:
    what = f"{type(error).__name__}: {first_line(error)}"
    if thread:
        return tr("An unexpected error in the background ({thread}): {what}", thread=thread, what=what)
    return tr("An unexpected error: {what}", what=what)
