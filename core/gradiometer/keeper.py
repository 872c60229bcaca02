"""When a run takes snapshots, and which of them it keeps: as many as fit into their share of the disk."""

from __future__ import annotations

import time
from collections.abc import Iterable

from gradiometer.reports import SnapshotPlace

_EVERY_S = 30.0
_MOST_SHARE = 0.005
"""Of the training time, what scheduled snapshots may take."""
_LARGEST = 900_000_000
"""SQLite takes blobs of a billion bytes."""


class Keeper:
    """limit: bytes that all snapshots together may take; every: steps from one to the next, 0 for about twice a minute,
    and less often where one takes long; kept: those that the file holds already.
    """

    def __init__(self, limit: float, every: int = 0, kept: Iterable[SnapshotPlace] = ()):
        self.limit = limit
        self._every = every
        self._kept = sorted(kept)
        self._next_s = time.monotonic() + _EVERY_S

    @property
    def newest(self) -> int:
        """The step of the newest snapshot; -1 where there is none."""
        return self._kept[-1].step if self._kept else -1

    def is_due(self, step: int) -> bool:
        """Whether to take one before this step."""
        if self.limit <= 0 or step <= self.newest:
            return False
        return step % self._every == 0 if self._every else time.monotonic() >= self._next_s

    def fits(self, size: int) -> bool:
        """Whether a snapshot of so many bytes can be kept at all."""
        return size <= min(self.limit, _LARGEST)

    def keep(self, kept: SnapshotPlace, took_s: float) -> list[int]:
        """Count one that was taken; returns the steps of those that have to go for it."""
        self._next_s = time.monotonic() + max(_EVERY_S, took_s / _MOST_SHARE)
        self._kept = sorted([*(each for each in self._kept if each.step != kept.step), kept])
        dropped = []
        while sum(each.size for each in self._kept) > self.limit:
            index = self._least_missed()
            dropped.append(self._kept.pop(index).step)
        return dropped

    def _least_missed(self) -> int:
        """What came by the clock goes before what a person did; of these, the one with the nearest neighbours.

        The newest stays.
        """
        candidates = range(len(self._kept) - 1)
        by_clock = [index for index in candidates if self._kept[index].reason in ("schedule", "pause")]
        return min(by_clock or candidates, key=self._gap_without)

    def _gap_without(self, index: int) -> int:
        before = self._kept[index - 1].step if index else 0
        return self._kept[index + 1].step - before
