"""Counts gradient histograms beside the training: in a thread of its own where there is a core for it.

Copying a gradient takes a tenth of the time of counting it. So training copies, and goes on; a few steps of a small
network are counted together, because most of what counting them takes are the calls, not the values.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence
from itertools import accumulate

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from gradiometer.counter import Counter

# Steps that are counted together hold at most so many values, which stay in a processor's cache, ...
_MOST_VALUES = 2**19
# ... and are at most so many, so that what is shown is not old.
_MOST_STEPS = 16
# Blocks that wait for the thread: a network that copies faster than that can be counted waits.
_MOST_WAITING = 2


class _Block:
    """Copies of a few steps' values, one row a step. sizes: of the layers; rows: [num_steps, num_values]."""

    def __init__(self, sizes: tuple[int, ...], rows: Tensor):
        self.sizes = sizes
        # Taken apart once: a row by its index takes as long as copying a small network.
        self.rows = list(rows)
        self.flat = rows.view(-1)
        self.steps: list[int] = []


class Tally:
    """counter: its bins, and what counts at once; aside: in a thread of its own, which ends with `close`.

    `add`, `hand_over`, `take`, `flush` and `close` are called by the thread that trains.
    """

    def __init__(self, counter: Counter, *, aside: bool):
        self._counter = counter
        self._aside = aside
        self._block: _Block | None = None
        self._spare: list[_Block] = []
        self._starts: list[int] = []
        self._offsets = torch.empty(0)
        self._sizes: tuple[int, ...] = ()
        self._done: deque[tuple[int, NDArray[np.uint32]]] = deque()
        self._thread: threading.Thread | None = None
        # Guarded by the condition.
        self._condition = threading.Condition()
        self._waiting: deque[_Block] = deque()
        self._is_counting = self._ends = False
        self._problem: Exception | None = None

    def add(self, step: int, layers: Sequence[Tensor | None], divisor: float = 1.0) -> None:
        """Take a copy of each layer's values; None: of none."""
        if not self._aside:
            self._done.append((step, self._counter.count(layers, divisor)))
            return
        pieces = self._counter.pieces(layers)
        sizes = tuple([0 if piece is None else len(piece) for piece in pieces])
        if self._block is not None and self._block.sizes != sizes:
            self.hand_over()
        block = self._block = self._block or self._next_block(sizes)
        row = block.rows[len(block.steps)]
        there = [piece for piece in pieces if piece is not None]
        if there:
            torch.cat(there, out=row)
        if divisor != 1.0:
            row.div_(divisor)
        block.steps.append(step)
        if len(block.steps) == len(block.rows):
            self.hand_over()

    def hand_over(self) -> None:
        """Let be counted what was added so far, because nothing more comes soon."""
        block, self._block = self._block, None
        if block is None:
            return
        if self._thread is None:
            self._thread = threading.Thread(target=self._count, name="tally", daemon=True)
            self._thread.start()
        with self._condition:
            self._condition.wait_for(lambda: len(self._waiting) < _MOST_WAITING or self._problem is not None)
            self._waiting.append(block)
            self._condition.notify_all()

    def take(self) -> list[tuple[int, NDArray[np.uint32]]]:
        """Steps and their counts uint32 [num_layers, num_bins + 4] (bins.Bins.count), as far as they are counted."""
        if self._problem is not None:
            problem, self._problem = self._problem, None
            raise problem
        return [self._done.popleft() for _ in range(len(self._done))]

    def flush(self) -> list[tuple[int, NDArray[np.uint32]]]:
        """The same, once all that was added is counted."""
        self.hand_over()
        with self._condition:
            self._condition.wait_for(lambda: not (self._waiting or self._is_counting) or self._problem is not None)
        return self.take()

    def close(self) -> None:
        """End the thread. What was not taken is lost."""
        with self._condition:
            self._ends = True
            self._condition.notify_all()
        if self._thread is not None:
            self._thread.join()

    def _next_block(self, sizes: tuple[int, ...]) -> _Block:
        if sizes != self._sizes:
            # What the thread is at was made for the old sizes.
            self._wait_until_idle()
            self._sizes, self._spare = sizes, []
            num_rows = max(1, min(_MOST_STEPS, _MOST_VALUES // max(sum(sizes), 1)))
            self._starts = [0, *accumulate(sizes * num_rows)]
            self._offsets = self._counter.offsets(self._starts)
        with self._condition:
            if self._spare:
                return self._spare.pop()
        num_rows = (len(self._starts) - 1) // len(sizes)
        return _Block(sizes, self._counter.empty(num_rows * sum(sizes)).view(num_rows, -1))

    def _wait_until_idle(self) -> None:
        with self._condition:
            self._condition.wait_for(lambda: not (self._waiting or self._is_counting) or self._problem is not None)

    def _count(self) -> None:
        """The thread."""
        while True:
            with self._condition:
                self._condition.wait_for(lambda: self._waiting or self._ends)
                if not self._waiting:
                    return
                block, self._is_counting = self._waiting.popleft(), True
                self._condition.notify_all()
            try:
                self._count_block(block)
            except Exception as problem:  # noqa: BLE001 - whatever it is, the thread that trains has to raise it
                self._problem = problem
            with self._condition:
                block.steps = []
                self._spare.append(block)
                self._is_counting = False
                self._condition.notify_all()

    def _count_block(self, block: _Block) -> None:
        num_layers, num_steps = len(block.sizes), len(block.steps)
        num_values = num_steps * sum(block.sizes)
        starts = self._starts[: num_steps * num_layers + 1]
        counts = self._counter.count_flat(block.flat[:num_values], starts, self._offsets[:num_values])
        by_step = counts.reshape(num_steps, num_layers, -1)
        self._done.extend(zip(block.steps, by_step, strict=True))
