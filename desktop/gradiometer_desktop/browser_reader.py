"""Reads a folder of sessions in a thread of its own, so that the window never waits for a disk."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from gradiometer.library import Library, Scan, Summary
from gradiometer.session_database import SessionFileError
from gradiometer_desktop.language import said

_POLL_MS, _POLL_WHILE_READING_MS = 20, 120
# The list stands on the screen before its files are read: a busy thread takes the interpreter lock from whoever paints.
_LIST_FIRST_MS = 40
# What few files say waits for the end: while a session is recorded there is something new every few seconds.
_WORTH_SAVING = 10
# As many in one turn of the event loop as a table takes up within some milliseconds.
_MOST_AT_ONCE = 200


class FolderReader(QObject):
    """Owns the thread, which alone touches the library.

    listed carries a Scan: what the folder holds; read a list of Summary, a few at a time; completed: nothing is left to
    read; refused: (title, sentence) of a task that failed.
    """

    listed = Signal(object)
    read = Signal(object)
    completed = Signal()
    refused = Signal(str, str)

    def __init__(self, library: Library, parent: QObject | None = None):
        super().__init__(parent)
        self._library = library
        self._tasks: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._messages: queue.SimpleQueue[Scan | Summary | tuple[str, str] | None] = queue.SimpleQueue()
        self._num_waiting = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._drain)
        self._unread: Sequence[Path] = ()
        self._list_stands = QTimer(self)
        self._list_stands.setSingleShot(True)
        self._list_stands.setInterval(_LIST_FIRST_MS)
        self._list_stands.timeout.connect(self._begin_to_read)
        self._thread = threading.Thread(target=self._work, name="browser")
        self._thread.start()

    @property
    def is_busy(self) -> bool:
        """Whether something asked for has not been heard of in full."""
        return self._num_waiting > 0 or self._list_stands.isActive()

    def scan(self, *, retry: bool = False) -> None:
        """Look at the folder, and read what is new or has changed; retry: also what could not be read before."""
        self._ask(lambda: self._messages.put(self._library.scan(retry=retry)))

    def carry_out(self, title: str, task: Callable[[], object]) -> None:
        """Change files in the thread, and look at the folder again. `refused` tells of what it raises.

        task: may raise SessionFileError or OSError.
        """

        def attempt() -> None:
            try:
                task()
            except (SessionFileError, OSError) as error:
                self._messages.put((title, said(str(error))))

        self._ask(attempt)
        self.scan()

    def close_down(self) -> None:
        """End the thread, after the file or the task that it is at, and keep what it has read. Once is enough."""
        self._timer.stop()
        self._list_stands.stop()
        if self._thread.is_alive():
            self._tasks.put(None)
            self._thread.join()

    def _ask(self, task: Callable[[], None], poll_ms: int = _POLL_MS) -> None:
        self._num_waiting += 1
        self._tasks.put(task)
        self._timer.start(poll_ms)

    def _begin_to_read(self) -> None:
        # Each batch that arrives is a repaint, which takes longer than reading some files.
        self._ask(partial(self._read_files, self._unread), _POLL_WHILE_READING_MS)

    # In the thread

    def _work(self) -> None:
        while (task := self._tasks.get()) is not None:
            task()
            # Each task ends with a None.
            self._messages.put(None)
        self._library.save()

    def _read_files(self, paths: Sequence[Path]) -> None:
        for path in paths:
            if not self._tasks.empty():
                # That ends with a look at the folder of its own, or with the program.
                return
            self._messages.put(self._library.read(path))
        if len(paths) > _WORTH_SAVING:
            self._library.save()

    # In the main thread

    def _drain(self) -> None:
        summaries: list[Summary] = []
        for _ in range(_MOST_AT_ONCE):
            try:
                message = self._messages.get_nowait()
            except queue.Empty:
                break
            if isinstance(message, Summary):
                summaries.append(message)
                continue
            self._pass_on(summaries)
            summaries = []
            if isinstance(message, Scan):
                self.listed.emit(message)
                self._unread = message.unread
                if self._unread:
                    self._list_stands.start()
            elif message is None:
                self._num_waiting -= 1
            else:
                self.refused.emit(*message)
        self._pass_on(summaries)
        if not self.is_busy and self._messages.empty():
            self._timer.stop()
            self.completed.emit()

    def _pass_on(self, summaries: list[Summary]) -> None:
        if summaries:
            self.read.emit(summaries)
