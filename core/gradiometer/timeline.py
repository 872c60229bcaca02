"""Histograms of every layer over time, bounded in memory: neighbouring times are summed when it is full."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gradiometer.bins import SPECIALS, Bins

CAPACITY = 512
"""Times kept at most: as many as a heat map can show on a screen."""
_STRAYS = 0.001
_FLOOR_STRIDE = 4


class Timeline:
    """Counts by time, layer, sign and exponent, over the exponents that have occurred so far.

    first_exponent: of the lowest column kept; counts: see `image`. Memory is CAPACITY x layers x exponents in use.
    """

    def __init__(self, num_layers: int, bins: Bins):
        self._num_layers = num_layers
        self._bins = bins
        self.first_exponent = 0
        self._num_exponents = 0
        # 64 bits, because a layer of 67 million weights fills 32 bits within 64 histograms.
        self._signed = np.zeros((CAPACITY, num_layers, 2, 0), np.uint64)
        self._middle = np.zeros((CAPACITY, num_layers), np.uint64)
        self._by_exponent = np.zeros(0, np.int64)
        self._steps = np.zeros(CAPACITY, np.int64)
        self._count = 0
        self._per_column = 1
        self._in_last = 0
        self.newest: NDArray[np.uint32] | None = None
        """The newest histogram of all layers, uint32 [num_layers, num_bins + 4]; None before the first."""
        self.newest_step = -1
        """-1 before the first."""
        self.num_left_out = 0
        """Histograms between those that were added, which nobody has told of."""

    @property
    def steps(self) -> NDArray[np.int64]:
        """The first step of each time, int64 [num_times]."""
        return self._steps[: self._count]

    @property
    def num_joined(self) -> int:
        """How many histograms stand in one time."""
        return self._per_column

    @property
    def num_exponents(self) -> int:
        return self._num_exponents

    @property
    def floor_exponent(self) -> int:
        """Where an axis may begin: all but a thousandth of what was counted, in all layers and times, lies above.

        A few strays near the smallest float would otherwise take most of the axis. Moves in strides, to stand still.
        """
        counted = np.cumsum(self._by_exponent)
        if not len(counted) or counted[-1] == 0:
            return self.first_exponent
        index = int(np.searchsorted(counted, _STRAYS * counted[-1], side="right"))
        floor = (self.first_exponent + index) // _FLOOR_STRIDE * _FLOOR_STRIDE
        return max(floor, self.first_exponent)

    def add(self, step: int, counts: NDArray[np.uint32]) -> None:
        """Take the next histogram, uint32 [num_layers, num_bins + 4]."""
        self.newest, self.newest_step = counts, step
        middle = self._bins.middle
        negative, positive = counts[:, middle - 1 :: -1], counts[:, middle + 1 : self._bins.num_bins]
        used = np.flatnonzero((negative | positive).any(axis=0))
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
        for side in (negative, positive):
            self._by_exponent += side[:, part].sum(axis=0, dtype=np.int64)

    def image(self, layer: int, floor_exponent: int | None = None) -> NDArray[np.uint64]:
        """One layer over time: uint64 [num_times, 2 num_columns + 1].

        Columns ascend: most negative first, zero and subnormals in the middle, most positive last. What lies below
        floor_exponent is counted in the columns next to the middle.
        """
        signed = self._fold(self._signed[: self._count, layer], floor_exponent)
        middle = self._middle[: self._count, layer, None]
        return np.concatenate([signed[:, 0, ::-1], middle, signed[:, 1]], axis=1)

    def _fold(self, signed: NDArray[np.uint64], floor_exponent: int | None) -> NDArray[np.uint64]:
        """Counts [n, 2, num_exponents] with what lies below the floor added to the floor's own column."""
        below = 0 if floor_exponent is None else floor_exponent - self.first_exponent
        if below <= 0:
            return signed
        folded = signed[..., below:].copy()
        folded[..., 0] += signed[..., :below].sum(axis=-1)
        return folded

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
        wider = np.zeros((CAPACITY, self._num_layers, 2, last - first + 1), np.uint64)
        offset = self.first_exponent - first
        wider[..., offset : offset + self._num_exponents] = self._signed
        by_exponent = np.zeros(last - first + 1, np.int64)
        by_exponent[offset : offset + self._num_exponents] = self._by_exponent
        self._by_exponent = by_exponent
        self._signed, self.first_exponent, self._num_exponents = wider, first, last - first + 1

    def _halve(self) -> None:
        half = CAPACITY // 2
        for array in (self._signed, self._middle):
            array[:half] = array[0::2] + array[1::2]
        self._steps[:half] = self._steps[0::2]
        self._count = half
        self._per_column *= 2
        self._in_last = self._per_column
