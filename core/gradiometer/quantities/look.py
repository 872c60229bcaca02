"""A look: all that quantities of the stream "look" are computed from, at one step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from torch import Tensor

T = TypeVar("T")


@dataclass(eq=False)
class Look:
    """Tensors of every layer, from the input on; None where a layer has none, or where it cannot be known.

    Of convolutions and sequences units and positions both count as N_l. batch_size: B examples.
    inputs: z_l [B, N_l], the activation's input, after a normalization, of the output layer the logits;
    outputs: phi(z_l) [B, N_l], before a skip connection, of the output layer the logits;
    deltas: dC/dz_l [B, N_l], C the mean over the batch; slopes: phi'(z_l) [B, N_l], None for the output layer;
    steepest: the largest |phi'| of each layer's phi, NaN where it has none;
    weights: W_l [N_l, N_{l-1}] before the update, of any shape where a layer has several; num_rows: N_l of W_l, where
    it is a map; updates: what the update added to them;
    output_gradients: dC/dx_l of what the layer hands on; unit_gradients: the sum of deltas over examples and positions,
    [number of units];
    silent_units: bool [number of units], those that put out exactly 0 for all examples of the last few looks.
    """

    batch_size: int
    steepest: Sequence[float]
    inputs: Sequence[Tensor | None]
    outputs: Sequence[Tensor | None]
    deltas: Sequence[Tensor | None]
    output_gradients: Sequence[Tensor | None]
    slopes: Sequence[Tensor | None]
    weights: Sequence[Tensor | None]
    num_rows: Sequence[int | None]
    updates: Sequence[Tensor | None]
    unit_gradients: Sequence[Tensor | None]
    silent_units: Sequence[Tensor | None]

    @cached_property
    def delta_norms(self) -> list[Tensor | None]:
        """Of each layer's deltas over all examples and units."""
        return each(self.norm, self.deltas)

    @cached_property
    def weight_norms(self) -> list[Tensor | None]:
        """Frobenius norms before the update."""
        return each(self.norm, self.weights)

    @staticmethod
    def norm(values: Tensor) -> Tensor:
        """sqrt(sum of squares), 0-d float64; scaled by the largest magnitude, so that no square under- or overflows."""
        values = values.abs().double()
        largest = values.max()
        # Zero, Inf and NaN cannot scale, and come out as they are.
        scale = largest.where((largest > 0) & largest.isfinite(), largest.new_ones(()))
        return (values / scale).square().sum().sqrt() * scale


def each(function: Callable[[Tensor], T], layers: Sequence[Tensor | None]) -> list[T | None]:
    """A function of every layer's tensor; None where there is none."""
    return [None if values is None or not values.numel() else function(values) for values in layers]


def ratio(above: Tensor | None, below: Tensor | None) -> Tensor | None:
    """above / below; None where either is missing."""
    return None if above is None or below is None else above / below
