"""Counts the gradient histograms of large networks beside the training: in a thread of its own.

Copying a gradient takes a tenth of the time of counting it, and PyTorch gives the interpreter lock away while it
counts. So training copies, and goes on.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from gradiometer.counter import Counter

# With fewer values, what two threads take from each other is more than what counting takes.
_FEWEST_VALUES = 2**18
# Copies that wait for the thread: a network that copies faster than it can be counted waits.
_MOST_WAITING = 2


class _Copy(NamedTuple):
    step: int
    flat: Tensor
    sizes: tuple[int, ...]


def is_worth_a_thread(num_values: int) -> bool:
    """Whether so many values are counted better aside: there must be a core for it."""
    return num_values >= _FEWEST_VALUES and (os.cpu_count() or 1) > 1


class Tally:
    """counter: its bins, and what counts at once; aside: in a thread of its own, which ends with `close`.

    `add`, `take`, `flush` and `close` are called by the thread that trains.
    """

    def __init__(self, counter: Counter, *, aside: bool):
        self._counter = counter
        self._aside = aside
        self._done: deque[tuple[int, NDArray[np.uint32]]] = deque()
        self._thread: threading.Thread | None = None
        # The thread's own.
        self._sizes: tuple[int, ...] = ()
        self._starts: list[int] = []
        self._offsets = torch.empty(0)
        # Guarded by the condition.
        self._condition = threading.Condition()
        self._waiting: deque[_Copy] = deque()
        self._spare: list[Tensor] = []
        self._is_counting = self._ends = False
        self._problem: Exception | None = None

    def add(self, step: int, layers: Sequence[Tensor | None], divisor: float = 1.0) -> None:
        """Take a copy of each layer's values; None: of none."""
        if not self._aside:
            self._done.append((step, self._counter.count(layers, divisor)))
            return
        pieces = self._counter.pieces(layers)
        sizes = tuple([0 if piece is None else len(piece) for piece in pieces])
        with self._condition:
            self._condition.wait_for(lambda: len(self._waiting) < _MOST_WAITING)
            flat = self._spare.pop() if self._spare else None
        if flat is None or len(flat) != sum(sizes):
            flat = self._counter.empty(sum(sizes))
        if len(flat):
            torch.cat([piece for piece in pieces if piece is not None], out=flat)
        if divisor != 1.0:
            flat.div_(divisor)
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="tally", daemon=True)
            self._thread.start()
        with self._condition:
            self._waiting.append(_Copy(step, flat, sizes))
            self._condition.notify_all()

    def take(self) -> list[tuple[int, NDArray[np.uint32]]]:
        """Steps and their counts uint32 [num_layers, num_bins + 4] (bins.Bins.count), as far as they are counted."""
        if self._problem is not None:
            problem, self._problem = self._problem, None
            raise problem
        return [self._done.popleft() for _ in range(len(self._done))]

    def flush(self) -> list[tuple[int, NDArray[np.uint32]]]:
        """The same, once all that was added is counted."""
        if self._thread is not None:
            with self._condition:
                self._condition.wait_for(lambda: not (self._waiting or self._is_counting))
        return self.take()

    def close(self) -> None:
        """End the thread. What was not taken is lost."""
        with self._condition:
            self._ends = True
            self._condition.notify_all()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        """The thread."""
        while True:
            with self._condition:
                self._condition.wait_for(lambda: self._waiting or self._ends)
                if not self._waiting:
                    return
                copy, self._is_counting = self._waiting.popleft(), True
                self._condition.notify_all()
            try:
                self._done.append((copy.step, self._count(copy)))
            except Exception as problem:  # noqa: BLE001 - whatever it is, the thread that trains has to raise it
                self._problem = problem
            with self._condition:
                self._spare.append(copy.flat)
                self._is_counting = False
                self._condition.notify_all()

    def _count(self, copy: _Copy) -> NDArray[np.uint32]:
        if copy.sizes != self._sizes:
            self._sizes, self._starts = copy.sizes, [0, *accumulate(copy.sizes)]
            self._offsets = self._counter.offsets(self._starts)
        return self._counter.count_flat(copy.flat, self._starts, self._offsets)
