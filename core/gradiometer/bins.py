"""Signed log2 bins: one shared axis for the histograms of all layers, runs and times.

The exponent bits of a floating point number already are the index of a log2 bin, so counting needs no logarithm:
a shift and one `bincount` over all layers. Zeros, subnormals, NaN and Inf share exponent codes and are told apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from torch import Tensor

SPECIALS = ("zero", "subnormal", "infinite", "nan")
"""What is counted apart, in the order of the last columns of a count. Zeros and subnormals also lie in the
middle bin; Inf and NaN lie in no bin."""


@dataclass(frozen=True)
class Bins:
    """The bins of one floating point type.

    dtype: its name; mantissa_bits: how far the exponent is shifted; min_exponent, max_exponent: of normal numbers.

    Bins ascend: (-2^(max+1), -2^max], ..., (-2^(min+1), -2^min], the middle (-2^min, 2^min), [2^min, 2^(min+1)), ...
    """

    dtype: str
    mantissa_bits: int
    min_exponent: int
    max_exponent: int

    @property
    def num_exponents(self) -> int:
        """Exponents of normal numbers."""
        return self.max_exponent - self.min_exponent + 1

    @property
    def num_bins(self) -> int:
        return 2 * self.num_exponents + 1

    @property
    def middle(self) -> int:
        """Index of the bin around zero."""
        return self.num_exponents

    @cached_property
    def edges(self) -> NDArray[np.float64]:
        """Ascending edges, float64 [num_bins + 1]. The outermost ones of float64 are infinite (2^1024)."""
        exponents = np.arange(self.min_exponent, self.max_exponent + 2)
        with np.errstate(over="ignore"):
            positive = np.ldexp(1.0, exponents)
        return np.concatenate([-positive[::-1], positive])

    def count(self, flat: Tensor, starts: list[int], offsets: Tensor) -> NDArray[np.uint32]:
        """Count all layers at once.

        flat: all values, [num_values], contiguous, of this dtype; starts: where each layer begins, and the end;
        offsets: int32 (float32) or int64 (float64) [num_values], the layer's index times `num_codes`.

        Returns uint32 [num_layers, num_bins + 4]: the bins, then SPECIALS.
        """
        import torch

        num_layers = len(starts) - 1
        bits = flat.view(torch.int32 if self.dtype == "float32" else torch.int64)
        codes = (bits >> self.mantissa_bits).bitwise_and_(self.num_codes - 1).add_(offsets)
        by_code = torch.bincount(codes, minlength=num_layers * self.num_codes)
        counts = by_code.cpu().numpy().reshape(num_layers, self.num_codes)
        sign, last = self.num_codes // 2, self.num_exponents + 1
        tiny = counts[:, 0] + counts[:, sign]
        huge = counts[:, last] + counts[:, sign + last]
        result = np.zeros((num_layers, self.num_bins + len(SPECIALS)), np.uint32)
        result[:, : self.middle] = counts[:, sign + last - 1 : sign : -1]
        result[:, self.middle] = tiny
        result[:, self.middle + 1 : self.num_bins] = counts[:, 1:last]
        for columns, bits_alike, tell_apart in (
            ((self.num_bins, self.num_bins + 1), tiny, _is_zero),
            ((self.num_bins + 3, self.num_bins + 2), huge, torch.isnan),
        ):
            if bits_alike.any():
                # One pass over all values, because a pass over each layer costs a call each.
                told = tell_apart(flat).cpu().numpy()
                found = [np.count_nonzero(told[first:last]) for first, last in pairwise(starts)]
                result[:, columns[0]] = found
                result[:, columns[1]] = bits_alike - found
        return result

    @property
    def num_codes(self) -> int:
        """Exponent codes with sign: 512 for float32, 4096 for float64."""
        return 2 * (self.num_exponents + 2)


def _is_zero(values: Tensor) -> Tensor:
    return values == 0


BINS = {
    "float32": Bins("float32", 23, -126, 127),
    "float64": Bins("float64", 52, -1022, 1023),
}
