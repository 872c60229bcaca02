"""Spaces the redraws of new data so that drawing leaves the interpreter to the trainer.

While Qt rasterises it holds the interpreter lock, so a window that draws as often as it can takes most of the training.
The governor knows what the last redraw cost and waits until drawing has taken no more than its share of the time.
Hovering, panning, zooming and buttons never ask it.
"""

from __future__ import annotations

import sys
import time

clock = time.perf_counter if sys.platform == "win32" else time.thread_time
"""What drawing is timed with: the main thread's own time. By the clock on the wall a redraw also waits for the
interpreter lock while the trainer goes on, three times as long as it draws. (Windows counts thread time coarsely.)
"""

SHARES = {"fast": 0.05, "balanced": 0.1, "smooth": 0.25}
"""Share of the time that drawing may take, by the name of the user's choice."""
SHORTEST_S = 1 / 30
LONGEST_S = 0.22
"""However slow a redraw, new data wait no longer, or a person takes the program for dead."""


class Governor:
    """All times in seconds; `now` from any monotonic clock on the wall, `spend` from `clock`."""

    def __init__(self, share: float = SHARES["balanced"]):
        self.share = share
        self._begun = -LONGEST_S
        self._cost = 0.0

    def is_due(self, now: float) -> bool:
        """Whether new data may be drawn."""
        wait = min(max(self._cost / self.share, SHORTEST_S), LONGEST_S)
        return now - self._begun >= wait

    def begin(self, now: float) -> None:
        """A redraw begins."""
        self._begun = now
        self._cost = 0.0

    def spend(self, seconds: float) -> None:
        """So much of the current redraw has been paid: making its data, or painting it."""
        self._cost += seconds

    @property
    def cost_s(self) -> float:
        """What the current redraw has cost so far."""
        return self._cost
