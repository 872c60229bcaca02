"""A look: all that quantities of the stream "look" are computed from, at one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(eq=False)
class Look:
    """Tensors of every layer, from the input on; those of the output layer last. batch: B examples.

    outputs: phi(z_l) [B, N_l], before a skip connection, of the output layer the logits; deltas: dC/dz_l [B, N_l], C
    the mean over the batch and z_l the activation's input, after a normalization; slopes: phi'(z_l) [B, N_l], None for
    the output layer; weights: W_l [N_l, N_{l-1}] before the update; updates: what it added to them;
    silent_units: of hidden layers, bool [N_l], units that put out exactly 0 for all examples of the last few looks;
    steepest: the largest |phi'|.
    """

    batch_size: int
    steepest: float
    outputs: Sequence[Tensor]
    deltas: Sequence[Tensor]
    slopes: Sequence[Tensor | None]
    weights: Sequence[Tensor]
    updates: Sequence[Tensor]
    silent_units: Sequence[Tensor]

    @cached_property
    def delta_norms(self) -> list[Tensor]:
        """Of each layer's deltas over all examples and units."""
        return [self.norm(delta) for delta in self.deltas]

    @cached_property
    def weight_norms(self) -> list[Tensor]:
        """Frobenius norms before the update."""
        return [self.norm(weight) for weight in self.weights]

    @staticmethod
    def norm(values: Tensor) -> Tensor:
        """sqrt(sum of squares), 0-d float64; scaled by the largest magnitude, so that no square under- or overflows."""
        values = values.double()
        largest = values.abs().max()
        # Zero, Inf and NaN cannot scale, and come out as they are.
        scale = largest.where((largest > 0) & largest.isfinite(), largest.new_ones(()))
        return (values / scale).square().sum().sqrt() * scale
