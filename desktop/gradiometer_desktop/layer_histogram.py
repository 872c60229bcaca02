"""The histogram of one layer at one step, as the plot and the reading panel show it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gradiometer.bins import SPECIALS, Bins
from gradiometer.history import History


@dataclass(frozen=True)
class LayerHistogram:
    """step: at which it was counted; bins: their meaning; counts: uint32 [num_bins + 4], as a session file has them."""

    step: int
    bins: Bins
    counts: NDArray[np.uint32]

    @property
    def specials(self) -> dict[str, int]:
        """Zeros, subnormals, Inf and NaN, by bins.SPECIALS."""
        return dict(zip(SPECIALS, self.counts[self.bins.num_bins :].tolist(), strict=True))

    @property
    def num_values(self) -> int:
        """How many values were counted."""
        # Inf and NaN lie in no bin; zeros and subnormals are in the middle one.
        special = self.specials
        binned = int(self.counts[: self.bins.num_bins].sum(dtype=np.int64))
        return binned + special["infinite"] + special["nan"]

    @property
    def median_magnitude(self) -> float | None:
        """Half of the values are smaller, without their sign: the end of the bin that holds the median.

        0 where half of them are zero or subnormal; None where there are none.
        """
        negative, positive = self._sides()
        tiny, by_exponent = int(self.counts[self.bins.middle]), (negative + positive).astype(np.int64)
        total = tiny + int(by_exponent.sum())
        if not total:
            return None
        index = int(np.searchsorted(tiny + np.cumsum(by_exponent), total / 2))
        return 0.0 if 2 * tiny >= total else 2.0 ** (self.bins.min_exponent + index + 1)

    def row(self, floor_exponent: int, end_exponent: int) -> NDArray[np.uint64]:
        """The counts from the most negative to the most positive exponent before the end, [2 num_exponents + 1].

        What lies below the floor is counted in the columns next to the middle; what lies beyond the end gets columns
        of its own.
        """
        sides = self._sides()
        used = np.flatnonzero(sides.any(axis=0))
        first = floor_exponent - self.bins.min_exponent
        end = max(end_exponent - self.bins.min_exponent, first)
        if len(used):
            end = max(end, int(used[-1]) + 1, first + 1)
        shown = sides[:, first:end].copy()
        if end > first:
            shown[:, 0] += sides[:, :first].sum(axis=1)
        middle = self.counts[self.bins.middle : self.bins.middle + 1].astype(np.uint64)
        return np.concatenate([shown[0, ::-1], middle, shown[1]])

    def _sides(self) -> NDArray[np.uint64]:
        """Negative and positive by exponent, uint64 [2, num_exponents]."""
        middle = self.bins.middle
        positive = self.counts[middle + 1 : self.bins.num_bins]
        return np.stack([self.counts[middle - 1 :: -1], positive]).astype(np.uint64)


def layer_histogram(history: History, kind: str, layer: int, step: float | None) -> LayerHistogram | None:
    """The newest of a kind up to a step (None: of all); None where there is none so early."""
    rows = history.histogram_at(kind, step)
    return None if rows is None else LayerHistogram(int(rows.steps[0]), history.bins, rows.counts[0, layer])
