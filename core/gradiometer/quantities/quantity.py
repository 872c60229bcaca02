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


MOST_UNITS = 30
"""Of each layer so many units are kept one by one: as many as can be told apart in a picture."""
MOST_TIMES = 128
"""Of a sequence so many time steps are kept at most, evenly spread."""
GRID = 32
"""Points of the decision surface along each input."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """title: what a person reads; unit: `1` where it has none; per_layer: one column a layer, else a single one;
    per_unit: MOST_UNITS columns a layer, for its first units; NaN where it has fewer; per_time: a column a layer and
    time step, layer by layer, NaN of layers that have no time; per_cell: a column for each point of a grid, row by row.

    formula: how it is computed; source: where the formula stands; reading: how to read it, in a sentence or two;
    example: the formula with numbers in it, `{gate:.3g}` of the chosen layer, `{gate_behind:.3g}` of the one behind it;
    `num_weights` is known as well.
    is_log: whether it spans decades, so that plots show its logarithm; guide: a value worth a line in the plots, or
    None. measure: how it is read from a Look, a number a layer or, per_unit, [number of units] a layer; None where
    others measure it.
    """

    title: str
    unit: str = "1"
    per_layer: bool = False
    per_unit: bool = False
    per_time: bool = False
    per_cell: bool = False
    formula: str
    source: str = ""
    reading: str = ""
    example: str = ""
    is_log: bool = False
    guide: float | None = None
    measure: Measure | None = None
