"""Notices that the program ended unexpectedly: killed, with the machine, or by an error below Python.

While it runs a file lies in the log folder, locked by the operating system; the end of the program takes it away. One
that lies there and that nobody holds is of a program that came to no end of its own. What Python knew when an error
below it struck stands in it.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from filelock import FileLock, Timeout

from gradiometer_desktop.logs import lines_of

_RUNNING = "running-"
_ENDED = "ended-"
# Reports of unexpected ends are kept for whoever looks into them.
_MOST_KEPT = 5


@dataclass(frozen=True)
class Crash:
    """An unexpected end. begun: when that program had started, local time; trace: what Python knew then; log: its last
    lines.
    """

    begun: str
    trace: str
    log: str

    @property
    def text(self) -> str:
        """All of it."""
        return f"{self.trace}\n\nThe log until then:\n{self.log}\n"


class CrashWatch:
    """From here to `end` an unexpected end leaves its trace in this folder, where that can be written."""

    def __init__(self, into: Path):
        self._file: TextIO | None = None
        self._path = into / f"{_RUNNING}{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.txt"
        self._lock = FileLock(_lock_of(self._path))
        with contextlib.suppress(OSError, NotImplementedError):
            into.mkdir(parents=True, exist_ok=True)
            # Locked before it is there: nobody may take it for one that was left behind.
            self._lock.acquire(timeout=0)
            self._file = self._path.open("w", encoding="utf-8")
            faulthandler.enable(self._file)

    def end(self) -> None:
        """An end as it should be."""
        if self._file is not None:
            faulthandler.disable()
            self._file.close()
            self._file = None
            _remove(self._path)
        self._lock.release()
        _remove(_lock_of(self._path))


def take_crashes(into: Path) -> list[Crash]:
    """The unexpected ends since this was asked last, newest first; their reports stay in the folder."""
    found = []
    for path in sorted(into.glob(f"{_RUNNING}*.txt"), reverse=True):
        lock = FileLock(_lock_of(path))
        try:
            lock.acquire(timeout=0)
        except (OSError, NotImplementedError, Timeout):
            # It runs.
            continue
        with contextlib.suppress(OSError):
            found.append(_read(path, into))
            path.replace(path.with_name(path.name.replace(_RUNNING, _ENDED, 1)))
        lock.release()
        _remove(_lock_of(path))
    for path in sorted(into.glob(f"{_ENDED}*.txt"), reverse=True)[_MOST_KEPT:]:
        _remove(path)
    return found


def _read(path: Path, into: Path) -> Crash:
    day, clock, process = path.stem.removeprefix(_RUNNING).split("-")
    begun = f"{day[:4]}-{day[4:6]}-{day[6:]} {clock[:2]}:{clock[2:4]}"
    trace = path.read_text("utf-8", "replace").strip()
    said = "\n".join(lines_of(int(process), into))
    return Crash(begun, trace or "No trace: it was ended from outside, or the machine was.", said)


def _lock_of(path: Path) -> Path:
    return path.with_suffix(".lock")


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()
