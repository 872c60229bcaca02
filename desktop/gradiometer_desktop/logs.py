"""What the program notes about itself while it runs, in files of the person's log folder that take turns.

When it began and with what, which sessions were open, what went wrong, and what Qt warns of. Nothing of the training: a
step costs nothing here. Where the folder cannot be written nothing is noted, and nothing else changes.
"""

from __future__ import annotations

import contextlib
import logging
import sys
from collections import Counter
from logging.handlers import RotatingFileHandler
from pathlib import Path

import platformdirs
from PySide6.QtCore import QMessageLogContext, QtMsgType, qFormatLogMessage, qInstallMessageHandler

LOG = logging.getLogger("gradiometer")
NAME = "gradiometer.log"
MOST_BYTES = 1_000_000
NUM_OLD = 4
_FORMAT = "%(asctime)s %(process)d %(levelname)s %(message)s"
# So many different things are counted; a program that says more of them has other troubles.
_MOST_COUNTED = 1000
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def folder() -> Path:
    """Where the logs lie."""
    return Path(platformdirs.user_log_dir("Gradiometer", appauthor=False))


class Repeats:
    """Counts what comes again and again, perhaps at every frame, so that it is not written down each time."""

    def __init__(self) -> None:
        self._counts: Counter[object] = Counter()

    def count(self, key: object) -> int:
        """How often this has come by now; what comes after a thousand other things counts as one of them."""
        if key not in self._counts and len(self._counts) >= _MOST_COUNTED:
            key = None
        self._counts[key] += 1
        return self._counts[key]


def is_worth_a_line(count: int) -> bool:
    """The first, tenth, hundredth ... time."""
    return str(count).strip("0") == "1"


class _Handler(RotatingFileHandler):
    """One that never complains: of a full disk the session's own file has to tell, not the log."""

    def handleError(self, record: logging.LogRecord) -> None:
        pass


class Log:
    """Notes into a folder, and takes over what Qt says, from here to `end`."""

    def __init__(self, into: Path):
        self._handler: logging.Handler | None = None
        self._repeats = Repeats()
        # Where it cannot be written the sentences are not to appear in a terminal instead.
        self._nothing = logging.NullHandler()
        LOG.addHandler(self._nothing)
        with contextlib.suppress(OSError):
            into.mkdir(parents=True, exist_ok=True)
            self._handler = _Handler(into / NAME, maxBytes=MOST_BYTES, backupCount=NUM_OLD, encoding="utf-8")
            self._handler.setFormatter(logging.Formatter(_FORMAT))
            LOG.addHandler(self._handler)
        LOG.setLevel(logging.INFO)
        LOG.info("Gradiometer begins")
        self._qt_before = qInstallMessageHandler(self._hear_qt)

    @property
    def is_kept(self) -> bool:
        """Whether there is a file."""
        return self._handler is not None

    def end(self) -> None:
        """The program is over: Qt says what it still has to say by itself."""
        qInstallMessageHandler(self._qt_before)
        LOG.info("Gradiometer ends")
        LOG.removeHandler(self._nothing)
        if self._handler is not None:
            LOG.removeHandler(self._handler)
            self._handler.close()

    def _hear_qt(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        count = self._repeats.count(message)
        if not is_worth_a_line(count):
            return
        often = f" ({count} times)" if count > 1 else ""
        LOG.log(_LEVELS[kind], "Qt: %s%s", message, often)
        # A program that is frozen without a console has no such stream.
        if sys.stderr is not None:
            sys.stderr.write(f"{qFormatLogMessage(kind, context, message)}{often}\n")


def lines_of(process: int, into: Path, *, most: int = 30) -> list[str]:
    """The last lines that a process has left in the log."""
    try:
        text = (into / NAME).read_text("utf-8", "replace")
    except OSError:
        return []
    kept: list[str] = []
    is_its = False
    for line in text.splitlines():
        # A trace takes many lines, of which the first alone names the process.
        words = line.split(" ", 3)
        if len(words) == 4 and words[2].isdecimal() and words[0].count("-") == 2:
            is_its = words[2] == str(process)
        if is_its:
            kept.append(line)
    return kept[-most:]
