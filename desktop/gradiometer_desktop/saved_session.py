"""A session file in the window, with the same face as a live run."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from gradiometer.history import History
from gradiometer.runner import Finished
from gradiometer.session_file import load_session


class SavedSession(QObject):
    """Shows what a file holds; it cannot be trained. Raises SessionFileError."""

    grew = Signal()
    intervened = Signal(object)
    said = Signal(object)
    state_changed = Signal()

    is_live = False
    is_ready = True
    is_playing = False
    has_begun = True
    num_lagging = 0
    device = ""
    finished: Finished | None = None

    def __init__(self, path: Path, parent: QObject | None = None):
        super().__init__(parent)
        session = load_session(path)
        self.history = History.saved(session)
        self.experiment = session.experiment
        self.path = path

    def close(self, timeout_s: float = 0.0) -> bool:
        """Let go of the file."""
        self.history.release()
        return True
