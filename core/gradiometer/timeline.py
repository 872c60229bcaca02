"""Histograms of every layer over time, bounded in memory: neighbouring times are summed when it is full."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gradiometer.bins import SPECIALS, Bins

CAPACITY = 512
"""Times kept at most: as many as a heat map can show on a screen."""


class Timeline:
    """Counts by time, layer, sign and exponent, over the exponents that have occurred so far.

    first_exponent: of the lowest column kept; counts: see `image`. Memory is CAPACITY x layers x exponents in use.
    """

    def __init__(self, num_layers: int, bins: Bins):
        self._num_layers = num_layers
        self._bins = bins
        self.first_exponent = 0
        self._num_exponents = 0
        self._signed = np.zeros((CAPACITY, num_layers, 2, 0), np.uint32)
        self._middle = np.zeros((CAPACITY, num_layers), np.uint32)
        self._steps = np.zeros(CAPACITY, np.int64)
        self._count = 0
        self._per_column = 1
        self._in_last = 0
        self.newest: NDArray[np.uint32] | None = None
        """The newest histogram of all layers, uint32 [num_layers, num_bins + 4]; None before the first."""
        self.newest_step = 0

    @property
    def steps(self) -> NDArray[np.int64]:
        """The first step of each time, int64 [num_times]."""
        return self._steps[: self._count]

    @property
    def num_exponents(self) -> int:
        return self._num_exponents

    def add(self, step: int, counts: NDArray[np.uint32]) -> None:
        """Take the next histogram, uint32 [num_layers, num_bins + 4]."""
        self.newest, self.newest_step = counts, step
        middle = self._bins.middle
        negative, positive = counts[:, middle - 1 :: -1], counts[:, middle + 1 : self._bins.num_bins]
        used = np.flatnonzero((negative + positive).any(axis=0))
        if len(used):
            self._widen(int(used[0]) + self._bins.min_exponent, int(used[-1]) + self._bins.min_exponent)
        if self._count == 0 or self._in_last == self._per_column:
            if self._count == CAPACITY:
                self._halve()
            self._steps[self._count] = step
            self._signed[self._count] = 0
            self._middle[self._count] = 0
            self._count += 1
            self._in_last = 0
        self._in_last += 1
        last = self._count - 1
        start = self.first_exponent - self._bins.min_exponent
        part = slice(start, start + self._num_exponents)
        self._signed[last, :, 0] += negative[:, part]
        self._signed[last, :, 1] += positive[:, part]
        self._middle[last] += counts[:, middle]

    def image(self, layer: int) -> NDArray[np.uint32]:
        """One layer over time: uint32 [num_times, 2 num_exponents + 1].

        Columns ascend: most negative first, zero and subnormals in the middle, most positive last.
        """
        signed = self._signed[: self._count, layer]
        middle = self._middle[: self._count, layer, None]
        return np.concatenate([signed[:, 0, ::-1], middle, signed[:, 1]], axis=1)

    def newest_row(self, layer: int) -> NDArray[np.uint32]:
        """The newest histogram of one layer, over the same columns as `image`; empty before the first."""
        if self.newest is None:
            return np.empty(0, np.uint32)
        counts, middle = self.newest[layer], self._bins.middle
        start = self.first_exponent - self._bins.min_exponent
        near, far = start + 1, start + 1 + self._num_exponents
        negative = counts[middle - far + 1 : middle - near + 1]
        return np.concatenate([negative, counts[middle : middle + 1], counts[middle + near : middle + far]])

    def specials(self, layer: int) -> dict[str, int]:
        """Zeros, subnormals, Inf and NaN in the newest histogram of a layer, by bins.SPECIALS."""
        if self.newest is None:
            return dict.fromkeys(SPECIALS, 0)
        return dict(zip(SPECIALS, self.newest[layer, self._bins.num_bins :].tolist(), strict=True))

    def _widen(self, first: int, last: int) -> None:
        if self._num_exponents and first >= self.first_exponent and last < self.first_exponent + self._num_exponents:
            return
        if self._num_exponents:
            first = min(first, self.first_exponent)
            last = max(last, self.first_exponent + self._num_exponents - 1)
        wider = np.zeros((CAPACITY, self._num_layers, 2, last - first + 1), np.uint32)
        offset = self.first_exponent - first
        wider[..., offset : offset + self._num_exponents] = self._signed
        self._signed, self.first_exponent, self._num_exponents = wider, first, last - first + 1

    def _halve(self) -> None:
        half = CAPACITY // 2
        for array in (self._signed, self._middle):
            array[:half] = array[0::2] + array[1::2]
        self._steps[:half] = self._steps[0::2]
        self._count = half
        self._per_column *= 2
        self._in_last = self._per_column
