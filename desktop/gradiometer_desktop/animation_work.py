"""What an animation needs in other threads: how many frames it will have, which its file says, and making it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from gradiometer.animation import frame_steps, save_animation
from gradiometer.session_file import load_session
from gradiometer_desktop.background import Background
from gradiometer_desktop.export import wait_for_steps
from gradiometer_desktop.language import tr
from gradiometer_desktop.long_work import Cancelled, Progress


def make_animation(
    session: Path, num_steps: int, progress: Progress, cancelled: Cancelled, **asked: Any
) -> tuple[str, ...] | None:
    """Remarks about what was made; None where it was cancelled before. num_steps: for which to wait; asked: as of
    animation.save_animation, which says what is raised.
    """
    was_cancelled = False

    def ask() -> bool:
        # Behind the last frame it is too late.
        nonlocal was_cancelled
        was_cancelled = cancelled()
        return was_cancelled

    with load_session(session) as opened:
        wait_for_steps(opened, num_steps)
        remarks = save_animation(opened, on_progress=progress, cancelled=ask, **asked)
    return None if was_cancelled else remarks


class FrameCounter(QObject):
    """path: of the session. counted: how many, or 0 and a sentence why there can be none, of what was asked last."""

    counted = Signal(int, str)

    def __init__(self, path: Path, parent: QObject | None = None):
        super().__init__(parent)
        self._path = path
        self._asked: dict[str, Any] | None = None
        self._found: tuple[dict[str, Any] | None, int] = None, 0
        self._background = Background(self, name="animation", subject=tr("Counting the frames"))
        self._background.done.connect(self._take)

    def ask(self, **asked: Any) -> None:
        """Count. asked: as of animation.frame_steps."""
        self._asked = asked
        if not self._background.is_busy:
            self._background.start(lambda: self._look(asked))

    def forget(self) -> None:
        """Nobody wants to know any more."""
        self._asked = None

    def wait(self) -> None:
        """Let it end."""
        self.forget()
        self._background.wait()

    def _look(self, asked: dict[str, Any]) -> None:
        # In the other thread: one assignment each.
        self._found = asked, 0
        with load_session(self._path) as session:
            self._found = asked, len(frame_steps(session, **asked))

    def _take(self, error: str) -> None:
        asked, number = self._found
        if self._asked is None:
            return
        if asked != self._asked:
            self.ask(**self._asked)
        else:
            self.counted.emit(number, error)
