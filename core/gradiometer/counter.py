"""Counts values of all layers into signed log2 bins, in a number of operations that does not grow with the layers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from gradiometer.bins import BINS

_MOST_REMEMBERED = 8


class Counter:
    """Counts for one network. dtype: of the bins, `float32` or `float64`; what is counted is widened to it.

    Remembers the offsets of the last few sets of sizes: those of the weights, say, are the same at every step.
    """

    def __init__(self, dtype: str, device: torch.device):
        self._bins = BINS[dtype]
        self._dtype: torch.dtype = getattr(torch, dtype)
        self._device = device
        self._device_index = torch.empty(0, device=device).get_device()
        self._offsets: dict[tuple[int, ...], tuple[list[int], Tensor]] = {}
        self._flat = torch.empty(0, dtype=self._dtype, device=device)

    def count(self, layers: Sequence[Tensor | None], divisor: float = 1.0) -> NDArray[np.uint32]:
        """Histograms of each layer's values divided by a number: uint32 [num_layers, num_bins + 4] (Bins.count).

        layers: values of any shape; of complex ones the real and imaginary parts are counted each; None: nothing.
        """
        pieces = self.pieces(layers)
        sizes = tuple(0 if piece is None else piece.numel() for piece in pieces)
        starts, offsets = self._offsets.get(sizes) or self._remember(sizes)
        if len(self._flat) < starts[-1]:
            self._flat = self.empty(starts[-1])
        # A copy, never a view that stays: `.grad` must be free to become None.
        flat = self._flat[: starts[-1]]
        if starts[-1]:
            torch.cat([piece for piece in pieces if piece is not None], out=flat)
        if divisor != 1.0:
            flat.div_(divisor)
        return self._bins.count(flat, starts, offsets)

    def pieces(self, layers: Sequence[Tensor | None]) -> list[Tensor | None]:
        """Each layer's values in one dimension, in the type of the bins: no copies where they are so already."""
        return [None if values is None else self._plain(values).reshape(-1) for values in layers]

    def empty(self, num_values: int) -> Tensor:
        """Room for so many values."""
        return torch.empty(num_values, dtype=self._dtype, device=self._device)

    def offsets(self, starts: list[int]) -> Tensor:
        """What `count_flat` needs for layers that start there."""
        return self._bins.offsets(starts, self._device)

    def count_flat(self, flat: Tensor, starts: list[int], offsets: Tensor) -> NDArray[np.uint32]:
        """Counts of values that lie in one tensor already; layers as in `starts` (Bins.count)."""
        return self._bins.count(flat, starts, offsets)

    def _plain(self, values: Tensor) -> Tensor:
        # Asked for every layer at every step: the number of a device is found sooner than the device.
        if values.dtype is self._dtype and values.get_device() == self._device_index and not values.requires_grad:
            return values
        values = values.detach()
        if values.is_complex():
            values = torch.view_as_real(values.resolve_conj())
        return values.to(self._device, self._dtype)

    def _remember(self, sizes: tuple[int, ...]) -> tuple[list[int], Tensor]:
        starts = [0, *np.cumsum(sizes).tolist()]
        if len(self._offsets) == _MOST_REMEMBERED:
            self._offsets.pop(next(iter(self._offsets)))
        self._offsets[sizes] = starts, self._bins.offsets(starts, self._device)
        return self._offsets[sizes]
