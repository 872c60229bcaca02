"""An axis of signed powers of two: negative values at the left, zero in the middle, positive ones at the right."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gradiometer.bins import Bins
from gradiometer.wording_of_numbers import power_of_ten

DECADE_STRIDES = (1, 2, 3, 5, 10, 20, 50, 100)
"""How many decades may lie between two labels."""


@dataclass(frozen=True, slots=True)
class SignedLog:
    """The positions of signed log2 bins on an axis: -(n + 0.5) ... n + 0.5, the bin around zero in [-0.5, 0.5].

    first_exponent: of the smallest magnitude shown; num_exponents: n.
    """

    first_exponent: int
    num_exponents: int

    @classmethod
    def around(cls, first: int, last: int, bins: Bins) -> SignedLog:
        """The axis for the exponents first..last, widened so that it holds at least two decades."""
        lacking = max(0, 7 - (last - first + 1))
        first = max(bins.min_exponent, min(first - lacking // 2, bins.max_exponent - 6))
        return cls(first, max(last + 1 - first, 7))

    @property
    def edges(self) -> NDArray[np.float64]:
        """Positions of the edges of all bins, float64 [2 num_exponents + 2]."""
        return np.arange(2 * self.num_exponents + 2, dtype=np.float64) - (self.num_exponents + 0.5)

    def values(self, positions: NDArray[np.float64]) -> NDArray[np.float64]:
        """What stands at positions on the axis, float64: 0 in the middle, a power of two at each edge of the others."""
        exponents = self.first_exponent + np.abs(positions) - 0.5
        with np.errstate(over="ignore", under="ignore"):
            return np.where(np.abs(positions) < 0.5, 0.0, np.sign(positions) * np.exp2(exponents))

    def widen(self, counts: NDArray[Any], first_exponent: int) -> NDArray[Any]:
        """Counts [..., 2 m + 1] of m exponents from `first_exponent` on, put on this axis: [..., 2 n + 1]."""
        num_inner = (counts.shape[-1] - 1) // 2
        near = first_exponent - self.first_exponent if num_inner else 0
        far = self.num_exponents - near - num_inner
        parts = np.split(counts, [num_inner, num_inner + 1], axis=-1)
        inside, outside = (np.zeros((*counts.shape[:-1], num), counts.dtype) for num in (near, far))
        return np.concatenate([outside, parts[0], inside, parts[1], inside, parts[2], outside], axis=-1)

    def ticks(self, most: int) -> tuple[list[float], list[str]]:
        """Positions and labels of zero and of at most about `most` decades a side."""
        log2_10 = math.log2(10)
        low = math.ceil(self.first_exponent / log2_10)
        high = math.floor((self.first_exponent + self.num_exponents) / log2_10)
        stride = next((stride for stride in DECADE_STRIDES if (high - low) / stride <= most), DECADE_STRIDES[-1])
        positions, labels = [0.0], ["0"]
        for decade in range(high // stride * stride, low - 1, -stride):
            position = decade * log2_10 - self.first_exponent + 0.5
            # Nearer to the middle the label would lie on that of zero.
            if position > 0.5 * self.num_exponents / most:
                positions += [position, -position]
                labels += [f"+{power_of_ten(decade)}", f"−{power_of_ten(decade)}"]
        return positions, labels
