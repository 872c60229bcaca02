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
    import torch
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
        offsets: of `offsets`.

        Returns uint32 [num_layers, num_bins + 4]: the bins, then SPECIALS.
        """
        import torch

        num_layers, half = len(starts) - 1, self.num_codes // 2
        bits = flat.view(torch.int32 if self.dtype == "float32" else torch.int64)
        # An arithmetic shift: numbers with a minus sign come out below zero, hence half a turn for all.
        codes = (bits >> self.mantissa_bits).add_(offsets)
        by_code = torch.bincount(codes, minlength=num_layers * self.num_codes)
        counts = by_code.cpu().numpy().reshape(num_layers, 2, half)
        negative, positive = counts[:, 0], counts[:, 1]
        last = self.num_exponents + 1
        tiny = negative[:, 0] + positive[:, 0]
        huge = negative[:, last] + positive[:, last]
        result = np.zeros((num_layers, self.num_bins + len(SPECIALS)), np.uint32)
        result[:, : self.middle] = negative[:, last - 1 : 0 : -1]
        result[:, self.middle] = tiny
        result[:, self.middle + 1 : self.num_bins] = positive[:, 1:last]
        for columns, bits_alike, tell_apart in (
            ((self.num_bins, self.num_bins + 1), tiny, _is_zero),
            ((self.num_bins + 3, self.num_bins + 2), huge, _is_nan),
        ):
            if bits_alike.any():
                # One pass over all values, because a pass over each layer costs a call each.
                told = tell_apart(flat)
                found = [np.count_nonzero(told[first:last]) for first, last in pairwise(starts)]
                result[:, columns[0]] = found
                result[:, columns[1]] = bits_alike - found
        return result

    def offsets(self, starts: list[int], device: torch.device) -> Tensor:
        """What `count` adds to the exponent codes of each layer's values, [num_values]."""
        import torch

        kind = torch.int32 if self.dtype == "float32" else torch.int64
        layers = torch.arange(len(starts) - 1, dtype=kind, device=device)
        sizes = torch.tensor([end - first for first, end in pairwise(starts)], device=device)
        return layers.repeat_interleave(sizes) * self.num_codes + self.num_codes // 2

    @property
    def num_codes(self) -> int:
        """Exponent codes with sign: 512 for float32, 4096 for float64."""
        return 2 * (self.num_exponents + 2)


def _is_zero(values: Tensor) -> NDArray[np.bool_]:
    """On the CPU by numpy, which compares ten times faster."""
    found: NDArray[np.bool_] = values.numpy() == 0 if values.device.type == "cpu" else (values == 0).cpu().numpy()
    return found


def _is_nan(values: Tensor) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = np.isnan(values.numpy()) if values.device.type == "cpu" else values.isnan().cpu().numpy()
    return found


BINS = {
    "float32": Bins("float32", 23, -126, 127),
    "float64": Bins("float64", 52, -1022, 1023),
}
