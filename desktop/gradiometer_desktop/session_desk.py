"""What a person does with the session on the screen besides training it: pin notes, save copies, continue it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from gradiometer.recorder import Resume, find_snapshot, last_step
from gradiometer.reports import Note
from gradiometer.session_copy import compact_session, copy_session
from gradiometer.session_database import SessionFileError
from gradiometer.session_file import load_session
from gradiometer.session_format import SUFFIX
from gradiometer.session_storage import StorageError
from gradiometer_desktop import files, problems
from gradiometer_desktop.background import Background
from gradiometer_desktop.governor import Governor
from gradiometer_desktop.live_session import LiveSession
from gradiometer_desktop.notes import NoteDialog
from gradiometer_desktop.saved_session import SavedSession

REASONS = {
    "start": "the start",
    "schedule": "by the clock",
    "change": "before a change",
    "pause": "a pause",
    "end": "the end",
}
"""Why a snapshot was taken, as a person reads it."""


class SessionDesk(QObject):
    """said: a sentence for the status line; made: the path of a file that was written, or was not: a sentence on the
    screen says so.
    """

    said = Signal(str)
    made = Signal(object)

    def __init__(self, governor: Governor, window: QWidget):
        super().__init__(window)
        self._governor = governor
        self._window = window
        self._title = ""
        self._target = Path()
        self.background = Background(self)
        self.background.done.connect(self._done)

    # Notes

    def ask_note(self, session: LiveSession | SavedSession, step: int) -> None:
        """Let the person write, change or remove the note at a step."""
        if not session.has_begun:
            return
        if session.read_only:
            problems.tell(self._window, "No note can be pinned", session.read_only)
            return
        dialog = NoteDialog(step, session.history.notes.get(step, ""), self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.written.connect(lambda text: self.pin(session, Note(step, text)))
        dialog.open()

    def pin(self, session: LiveSession | SavedSession, note: Note) -> None:
        """Pin a note, or take it away where its text is empty."""
        try:
            session.annotate(note)
        except (SessionFileError, OSError) as error:
            problems.tell(self._window, "The note could not be kept", str(error))

    # Copies

    def ask_copy(self, session: LiveSession | SavedSession, *, with_snapshots: bool) -> None:
        """Ask for a file, and save a copy there."""
        if session.path is None:
            return
        suggestion = session.path.with_name(f"{session.path.stem} copy{SUFFIX}")
        path, _filter = QFileDialog.getSaveFileName(self._window, "Save a copy as", str(suggestion), files.FILTER)
        if path:
            self.copy(session.path, files.with_suffix(Path(path)), with_snapshots=with_snapshots)

    def copy(self, source: Path, target: Path, *, with_snapshots: bool) -> None:
        """Copy a session file, whoever writes it; without snapshots it is written anew, as small as it goes."""
        if target.absolute() == source.absolute():
            self.said.emit("A copy needs a name of its own")
            return
        if not self._is_free():
            return
        if with_snapshots:
            self._start("The copy was not saved", target, lambda: copy_session(source, target))
        else:
            self._start("The copy was not saved", target, lambda: compact_session(source, target, with_snapshots=False))

    def compact(self, session: SavedSession) -> None:
        """Write the session's file anew, as small as it goes; it is shown again when that is done."""
        if session.read_only:
            problems.tell(self._window, "The session was not compacted", session.read_only)
            return
        if not self._is_free():
            return
        path = session.path
        # It is shown again in any case, see `made`.
        session.hand_over()
        self._start("The session was not compacted", path, lambda: compact_session(path, path))

    def wait(self) -> None:
        """Let a copy that is being made get whole."""
        self.background.wait()

    def _is_free(self) -> bool:
        """Whether a copy can be begun; else it says so."""
        if self.background.is_busy:
            self.said.emit("The last copy is not through yet")
        return not self.background.is_busy

    def _start(self, title: str, target: Path, work: Callable[[], object]) -> None:
        self._title, self._target = title, target
        self.said.emit(f"Writing {target.name} …")
        self.background.start(work)

    def _done(self, error: str) -> None:
        if error:
            problems.tell(self._window, self._title, error)
            self.said.emit("")
        else:
            self.said.emit(f"Written: {self._target}")
        self.made.emit(self._target)

    # Going on

    def continue_session(self, path: Path, step: int | None, parent: QObject) -> LiveSession | None:
        """A run that continues a session from a snapshot, the newest where none is given; None, and a sentence on the
        screen, where that cannot be.

        It continues in the same file where that ends at the snapshot, else in a new one: nothing that was recorded is
        taken away.
        """
        try:
            with load_session(path) as session:
                step = find_snapshot(session, step)
                experiment = session.experiment
                assert experiment is not None
                target = path if last_step(session) < step else files.new_session_path(session.outline.name)
            if 0 < experiment.steps <= step:
                # What was planned is done.
                experiment = dataclasses.replace(experiment, steps=0)
            return LiveSession(experiment, target, self._governor, parent, resume=Resume(path, step))
        except (SessionFileError, StorageError) as error:
            problems.tell(self._window, "This session cannot be continued", str(error))
            return None
