"""Spaces the redraws of new data so that training hardly notices them.

Only making the data of a redraw holds the interpreter lock that the trainer needs; Qt paints without it (see
plots/canvas.py). So making data may take no more than its share of the time, and a redraw as a whole no more than half
of the main thread, which has a person to answer as well. Hovering, panning, zooming and buttons never ask.
"""

from __future__ import annotations

import sys
import time

clock = time.perf_counter if sys.platform == "win32" else time.thread_time
"""What drawing is timed with: the main thread's own time. By the clock on the wall a redraw also waits for the
interpreter lock while the trainer goes on, longer than it draws. (Windows counts thread time coarsely.)
"""

SHARES = {"fast": 0.02, "balanced": 0.035, "smooth": 0.15}
"""Share of the time that making data may take, by the name of the user's choice."""
MOST_OF_MAIN_THREAD = 0.5
MOST_FRAMES = 30
"""A second: a person may choose others."""
SHORTEST_S = 1 / MOST_FRAMES
LONGEST_S = 0.11
"""However slow a redraw, new data wait no longer, or a person takes the program for dead."""


class Governor:
    """All times in seconds: `now` from a monotonic clock on the wall, `spent` from `clock`. most_frames: a second."""

    def __init__(self, share: float = SHARES["balanced"], most_frames: int = MOST_FRAMES):
        self.share = share
        self.most_frames = most_frames
        self._begun = -LONGEST_S
        self._begun_spent = 0.0
        self._making = 0.0

    def is_due(self, now: float, spent: float) -> bool:
        """Whether new data may be drawn."""
        shortest = 1 / self.most_frames
        wait = max(self._making / self.share, (spent - self._begun_spent) / MOST_OF_MAIN_THREAD)
        return now - self._begun >= max(min(wait, LONGEST_S), shortest)

    def begin(self, now: float, spent: float) -> None:
        """A redraw begins."""
        self._begun, self._begun_spent = now, spent

    def end(self, spent: float) -> None:
        """Its data are made; what Qt still has to paint needs no lock."""
        self._making = spent - self._begun_spent
