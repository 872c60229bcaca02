"""Which examples each step trains on."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Generator, Tensor

from gradiometer.datasets import Examples


def order_of(seed: int) -> Generator:
    """What draws the order of the examples: not what draws the weights, so that other weights leave it as it is."""
    return Generator().manual_seed(seed ^ 0x5EED)


class Batches:
    """Endless batches of shuffled training examples, epoch after epoch; a last, smaller batch is left out.

    A batch that holds all examples needs no shuffling and is always the same.
    """

    def __init__(self, inputs: Tensor, targets: Tensor, batch_size: int, generator: Generator):
        self._inputs = inputs
        self._targets = targets
        self._batch_size = batch_size
        self._generator = generator
        self._drawn_from = generator.get_state()
        self._order = torch.empty(0, dtype=torch.int64)
        self._position = 0

    def next(self) -> tuple[Tensor, Tensor]:
        """inputs [batch_size, ...], targets [batch_size, ...]."""
        if self._batch_size == len(self._targets):
            return self._inputs, self._targets
        end = self._position + self._batch_size
        if end > len(self._order):
            self._draw_order()
            self._position, end = 0, self._batch_size
        chosen = self._order[self._position : end]
        self._position = end
        return self._inputs.index_select(0, chosen), self._targets.index_select(0, chosen)

    def peek(self) -> tuple[Tensor, Tensor]:
        """What `next` will give, which stays the next ones."""
        state = self.state()
        found = self.next()
        self.restore(state)
        return found

    def state(self) -> dict[str, Any]:
        """Where it stands: what the present order was drawn from, and how many of it were given; tensors are copies."""
        return {"generator": self._drawn_from.clone(), "has_order": len(self._order) > 0, "position": self._position}

    def restore(self, state: dict[str, Any]) -> None:
        """Stand where another one stood. Raises ValueError, KeyError, TypeError or RuntimeError for no state."""
        self._generator.set_state(state["generator"])
        # None yet: or an order that `peek` drew would be drawn once more behind itself.
        self._order = torch.empty(0, dtype=torch.int64)
        if state["has_order"]:
            self._draw_order()
        self._position = int(state["position"])
        if not 0 <= self._position <= len(self._order):
            raise ValueError(f"position {self._position} of {len(self._order)} examples")

    def _draw_order(self) -> None:
        self._drawn_from = self._generator.get_state()
        self._order = torch.randperm(len(self._targets), generator=self._generator).to(self._inputs.device)


def tensors_of(
    examples: Examples, part: slice, shape: tuple[int, ...], dtype: torch.dtype, device: torch.device
) -> tuple[Tensor, Tensor]:
    """Inputs [num_examples, *shape] and targets of some examples on the device; bytes become numbers in [0, 1].

    Inputs that need no change share the examples' memory: nobody writes into them.

    Of an image that is read as a sequence, [height, width * channels], a time step is a row in all its channels.
    """
    inputs = torch.from_numpy(examples.inputs[part]).to(device, dtype)
    if examples.inputs.dtype == np.uint8:
        inputs = inputs.div_(255.0)
    targets = torch.from_numpy(examples.targets[part]).to(device)
    if targets.is_floating_point():
        targets = targets.to(dtype)
    if inputs.dim() == 4 and len(shape) == 2:
        inputs = inputs.movedim(1, 2)
    return inputs.reshape(len(targets), *shape), targets
