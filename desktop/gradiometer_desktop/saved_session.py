"""A session file in the window, with the same face as a live run; also one that another program is still writing."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from gradiometer.history import History
from gradiometer.reports import Note, SnapshotPlace
from gradiometer.runner import Finished
from gradiometer.session_database import SessionFileError
from gradiometer.session_editor import set_note, set_trial
from gradiometer.session_file import load_session
from gradiometer.session_lock import InUseError, SessionLock
from gradiometer.session_storage import StorageError
from gradiometer.trial import Trial
from gradiometer_desktop.language import tr
from gradiometer_desktop.logs import LOG

# A writer commits about every half second.
_LOOK_EVERY_MS = 500
# So long without news, and a person should know.
_SILENT_S = 5.0


class SavedSession(QObject):
    """Shows what a file holds; it cannot be trained, but may be continued (see MainWindow).

    follows: whether to show what comes; also done where another program holds the file. read_only: why nothing of it
    can be changed, in a sentence, or an empty text. Raises SessionFileError.
    """

    grew = Signal()
    intervened = Signal(object)
    said = Signal(object)
    found = Signal(object)
    noted = Signal()
    weighed = Signal(object)
    """Never: its snapshots hold the weights."""
    state_changed = Signal()
    replaced = Signal()
    """Never: the history stays the same."""

    is_live = False
    is_ready = True
    is_playing = False
    has_begun = True
    device = ""
    finished: Finished | None = None

    def __init__(self, path: Path, parent: QObject | None = None, *, follows: bool = False):
        super().__init__(parent)
        session = load_session(path)
        self.history = History.saved(session)
        self.experiment = session.experiment
        self.path = path
        LOG.info("Opened %s", path)
        self.trouble = ""
        """Why the file cannot be read just now."""
        self._lock: SessionLock | None = None
        self.read_only = ""
        self._news_s = time.monotonic()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self.follows = self._take_lock() or follows
        if self.follows:
            self._timer.start()

    @property
    def snapshots(self) -> tuple[SnapshotPlace, ...]:
        """From which it can be continued."""
        return () if self.follows or self.experiment is None else self.history.snapshots

    @property
    def state(self) -> str:
        """For the status line."""
        if not self.follows:
            return tr("saved session, read-only") if self.read_only else tr("saved session")
        if self.trouble:
            return tr("cannot be read just now")
        silent_s = time.monotonic() - self._news_s
        return (
            tr("following")
            if silent_s < _SILENT_S
            else tr("following; no news for {silent_s:.0f} s", silent_s=silent_s)
        )

    def look(self) -> None:
        """Take up what another program has written meanwhile."""
        num_changes, num_events, notes = len(self.history.interventions), len(self.history.events), self.history.notes
        before = self.history.findings
        try:
            if self.trouble:
                # A network disk that came back has another file behind the same name.
                self.history.keep_in(self.path)
            has_news = self.history.follow()
        except SessionFileError as error:
            self._trouble(str(error))
            return
        self._trouble("")
        if has_news:
            self._news_s = time.monotonic()
            for intervention in self.history.interventions[num_changes:]:
                self.intervened.emit(intervention)
            for event in self.history.events[num_events:]:
                self.said.emit(event)
            for number, finding in self.history.findings.items():
                if finding != before.get(number):
                    self.found.emit(finding)
            if self.history.notes != notes:
                self.noted.emit()
            self.grew.emit()
        if self.history.has_ended:
            self._end()

    def annotate(self, note: Note) -> None:
        """Pin a note to a step; an empty text takes it away. Raises SessionFileError or StorageError."""
        if self.read_only:
            raise StorageError(self.read_only)
        set_note(self.path, note)
        self.history.pin(note)
        self.noted.emit()

    def keep_trial(self, trial: Trial) -> None:
        """Keep what a trial has shown. Raises SessionFileError or StorageError."""
        if self.read_only:
            raise StorageError(self.read_only)
        set_trial(self.path, trial)
        self.history.append([trial])
        self.noted.emit()

    def close(self, timeout_s: float = 0.0) -> bool:
        """Let go of the file."""
        self._timer.stop()
        self.history.release()
        self.hand_over()
        return True

    def hand_over(self) -> None:
        """Let another part of the program write the file; what was read of it stays on the screen."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def _take_lock(self) -> bool:
        """Hold the file, so that it can be changed here alone; returns whether another program holds it."""
        try:
            self._lock, self.read_only = SessionLock(self.path), ""
        except StorageError as error:
            self.read_only = str(error)
            return isinstance(error, InUseError)
        return False

    def _trouble(self, text: str) -> None:
        if text != self.trouble:
            self.trouble = text
            self.state_changed.emit()

    def _end(self) -> None:
        """Its writer has let go of it: from now on it is a session like any other."""
        if self._lock is None and self._take_lock():
            # Another window shows it, too, and that one has it.
            return
        self.follows = False
        self._timer.stop()
        self.history.keep_in(self.path)
        self.state_changed.emit()
