"""What a quantity is: something measured at a step, for the whole network or layer by layer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

    from gradiometer.quantities.look import Look

    # One number a layer, 0-d on the network's device; None where a layer has none.
    Measure = Callable[[Look], Sequence[Tensor | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """title: what a person reads; unit: `1` where it has none; per_layer: one column a layer, else a single one.

    formula: how it is computed; source: where the formula stands; reading: how to read it, in a sentence or two;
    example: the formula with numbers in it, `{gate:.3g}` of the chosen layer, `{gate_behind:.3g}` of the one behind it;
    `num_weights` and `weight_gradient_rms` are known as well.
    is_log: whether it spans decades, so that plots show its logarithm; guide: a value worth a line in the plots, or
    None. measure: of a quantity of the stream "look", how it is read from a Look; None where others measure it.
    """

    title: str
    unit: str = "1"
    per_layer: bool = False
    formula: str
    source: str = ""
    reading: str = ""
    example: str = ""
    is_log: bool = False
    guide: float | None = None
    measure: Measure | None = None
