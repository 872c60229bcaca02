"""Which column of a recorded row means what.

A stream is a float64 matrix with one row a report; its first column is the step. A layout names the other columns:
one for a quantity of the whole network, or one a layer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

# As many layers as an honest file may have.
_MOST_COLUMNS = 10_000


@dataclass(frozen=True, slots=True)
class Quantity:
    """Something measured per step.

    title: what a person reads; unit: `1` where it has none; per_layer: one column a layer, else a single one;
    formula: how it is computed.
    """

    title: str
    unit: str
    per_layer: bool
    formula: str


# Every quantity of the stream "step" behind the step itself, in the order of the columns.
STEP_QUANTITIES: dict[str, Quantity] = {
    "elapsed": Quantity("training time", "s", False, "wall time while training, pauses left out"),
    "loss": Quantity("training loss", "1", False, "mean over the batch"),
    "accuracy": Quantity("training accuracy", "1", False, "share of the batch whose largest output is the label's"),
    "gradient_norm": Quantity("total gradient norm", "1", False, "sqrt(sum of squares over all parameters), unclipped"),
    "weight_gradient_norm": Quantity(
        "weight gradient norm",
        "1",
        True,
        "|dC/dW_l|: sqrt(sum of squares) over the layer's weights, before clipping",
    ),
    "bias_gradient_norm": Quantity(
        "bias gradient norm", "1", True, "|dC/db_l| over the layer's linear bias, before clipping"
    ),
    "delta_norm": Quantity(
        "delta norm (speed of learning)",
        "1",
        True,
        "|dC/dbeta_l| for a bias beta_l added at the activation's input (Nielsen, chapter 5)",
    ),
    "weight_gradient_norm_after_clip": Quantity(
        "weight gradient norm after clipping", "1", True, "|dC/dW_l| as the optimizer sees it"
    ),
}
EVALUATION_QUANTITIES: dict[str, Quantity] = {
    "held_out_loss": Quantity("held-out loss", "1", False, "mean over the held-out examples"),
    "held_out_accuracy": Quantity("held-out accuracy", "1", False, "share of the held-out examples"),
}
QUANTITIES = {**STEP_QUANTITIES, **EVALUATION_QUANTITIES}


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one stream. columns: quantity -> (first column, number of columns); width: all of them."""

    columns: Mapping[str, tuple[int, int]]
    width: int

    @classmethod
    def of(cls, quantities: Mapping[str, Quantity], num_layers: int) -> Self:
        """The step in column 0, then the quantities in order."""
        return cls.of_counts({name: num_layers if each.per_layer else 1 for name, each in quantities.items()})

    @classmethod
    def of_counts(cls, counts: Mapping[str, int]) -> Self:
        """The step in column 0, then so many columns of each name. Raises ValueError for what is no such number."""
        columns = {"step": (0, 1)}
        width = 1
        for name, count in counts.items():
            if not isinstance(count, int) or not 0 < count <= _MOST_COLUMNS or name in columns:
                raise ValueError(f"{count!r} columns of {name}")
            columns[name] = (width, count)
            width += count
        return cls(columns, width)

    @property
    def counts(self) -> dict[str, int]:
        """How many columns each name has, without the step: the inverse of `of_counts`."""
        return {name: count for name, (_first, count) in self.columns.items() if name != "step"}

    def slice(self, name: str) -> slice:
        """The columns of a quantity."""
        first, count = self.columns[name]
        return slice(first, first + count)


def step_layout(num_layers: int) -> Layout:
    """The columns of the stream "step"."""
    return Layout.of(STEP_QUANTITIES, num_layers)


EVALUATION_LAYOUT = Layout.of(EVALUATION_QUANTITIES, 0)
