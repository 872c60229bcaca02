"""Forks that train in a thread of their own, as the window sees them."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from gradiometer.branch_messages import BranchMessage, BranchSaid, Forked, Over, Replaying, SeedDone, Tried
from gradiometer.branches import Branches
from gradiometer.settings import Change

_LOOK_MS = 50
_MOST_A_LOOK = 500


class BranchesFace(QObject):
    """branches: not started yet.

    forked: a Forked, the files are there; replayed: steps replayed, and of how many; said: a BranchSaid; counted: how
    many orders of the data are through, and of how many; tried: a Trial; over: an Over, all files are complete;
    state_changed: it plays or holds.
    """

    forked = Signal(object)
    replayed = Signal(int, int)
    said = Signal(object)
    counted = Signal(int, int)
    tried = Signal(object)
    over = Signal(object)
    state_changed = Signal()

    def __init__(self, branches: Branches, parent: QObject | None = None):
        super().__init__(parent)
        self.branches = branches
        self.is_trying = branches.is_trying
        """Whether the trial is not through yet."""
        self._was_playing = branches.is_playing
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Fork, and train."""
        self.branches.start()
        self._timer.start()

    @property
    def is_playing(self) -> bool:
        return self.branches.is_playing

    @property
    def is_over(self) -> bool:
        """Whether all files are complete."""
        return self.branches.over is not None

    @property
    def step(self) -> int:
        """The coming one."""
        return self.branches.step

    def play(self) -> None:
        """Train until told otherwise."""
        self.branches.play()
        self.state_changed.emit()

    def pause(self) -> None:
        """Hold after the current round."""
        self.branches.pause()
        self.state_changed.emit()

    def cut_short(self) -> None:
        """Let the trial do with the orders of the data that are through."""
        self.branches.cut_short()

    def stop(self) -> None:
        """End it; `over` follows."""
        self.branches.stop()

    def post(self, number: int, change: Change) -> None:
        """Change one of the forks at its next step."""
        self.branches.post(number, change)

    def close_down(self, timeout_s: float = 10.0) -> bool:
        """End it and wait until all files are complete; False where a step takes longer than that."""
        self.branches.stop()
        if self.branches.is_alive():
            self.branches.join(timeout_s)
        self._timer.stop()
        while self.branches.messages:
            self.look()
        return not self.branches.is_alive()

    def look(self) -> None:
        """Take up what the forks have said."""
        messages = self.branches.messages
        for _ in range(min(len(messages), _MOST_A_LOOK)):
            self._take(messages.popleft())
        if self._was_playing != self.is_playing:
            self._was_playing = self.is_playing
            self.state_changed.emit()

    def _take(self, message: BranchMessage) -> None:
        if isinstance(message, Forked):
            self.forked.emit(message)
        elif isinstance(message, Replaying):
            self.replayed.emit(message.done, message.total)
        elif isinstance(message, BranchSaid):
            self.said.emit(message)
        elif isinstance(message, SeedDone):
            self.counted.emit(message.done, message.total)
        elif isinstance(message, Tried):
            self.is_trying = False
            self.tried.emit(message.trial)
        elif isinstance(message, Over):
            self._timer.stop()
            self.is_trying = False
            self.over.emit(message)
