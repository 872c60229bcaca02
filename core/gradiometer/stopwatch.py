"""How long training has taken, pauses left out."""

from __future__ import annotations

import time


class Stopwatch:
    """Wall time while it runs, in seconds. before_s: what has gone by already."""

    def __init__(self, before_s: float = 0.0) -> None:
        self._before = before_s
        self._since: float | None = None

    def start(self) -> None:
        """Go on counting."""
        if self._since is None:
            self._since = time.perf_counter()

    def stop(self) -> None:
        """Hold the count."""
        self._before = self.elapsed_s
        self._since = None

    @property
    def elapsed_s(self) -> float:
        if self._since is None:
            return self._before
        return self._before + time.perf_counter() - self._since
