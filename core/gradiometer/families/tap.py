"""What is kept of a forward pass where a closer look is due."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from torch import Tensor


class Tap(NamedTuple):
    """What happens inside a layer, in one tensor or in several: one for each time step.

    z: the activation's input, after a normalization, of the output layer the logits; activated: phi(z), of recurrent
    layers the states h_t; output: what the layer hands on, a skip connection added; units_dim: the dimension of z that
    counts units; num_parts: z comes in so many kinds in turn, whose units stand side by side; is_activated: whether phi
    is the activation that is set, entry by entry; states: by the quantity of TIME_QUANTITIES that reads its gradient, a
    tensor [batch, ...] for each time step.
    """

    z: Sequence[Tensor]
    activated: Sequence[Tensor]
    output: Sequence[Tensor]
    units_dim: int = 1
    num_parts: int = 1
    is_activated: bool = True
    states: Mapping[str, Sequence[Tensor]] = {}

    def retain_gradients(self) -> None:
        """Let the backward pass keep the gradients of all that is measured."""
        for each in (*self.z, *self.output, *(state for states in self.states.values() for state in states)):
            each.retain_grad()
