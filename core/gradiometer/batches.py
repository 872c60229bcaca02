"""Which examples each step trains on."""

from __future__ import annotations

import torch
from torch import Generator, Tensor

from gradiometer.datasets import Examples


class Batches:
    """Endless batches of shuffled training examples, epoch after epoch; a last, smaller batch is left out.

    A batch that holds all examples needs no shuffling and is always the same.
    """

    def __init__(self, inputs: Tensor, labels: Tensor, batch_size: int, generator: Generator):
        self._inputs = inputs
        self._labels = labels
        self._batch_size = batch_size
        self._generator = generator
        self._order = torch.empty(0, dtype=torch.int64)
        self._position = 0

    def next(self) -> tuple[Tensor, Tensor]:
        """inputs [batch_size, num_inputs], labels int64 [batch_size]."""
        if self._batch_size == len(self._labels):
            return self._inputs, self._labels
        end = self._position + self._batch_size
        if end > len(self._order):
            order = torch.randperm(len(self._labels), generator=self._generator)
            self._order = order.to(self._inputs.device)
            self._position, end = 0, self._batch_size
        chosen = self._order[self._position : end]
        self._position = end
        return self._inputs.index_select(0, chosen), self._labels.index_select(0, chosen)


def tensors_of(examples: Examples, part: slice, dtype: torch.dtype, device: torch.device) -> tuple[Tensor, Tensor]:
    """Inputs in [0, 1] and labels of some examples on the device."""
    inputs = torch.from_numpy(examples.inputs[part]).to(device, dtype).div_(255.0)
    return inputs, torch.from_numpy(examples.labels[part]).to(device)
