"""Which column of a recorded row means what.

A stream is a float64 matrix with one row a report; its first column is the step. A layout names the other columns:
one for a quantity of the whole network, or one a layer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from gradiometer.quantities import GRID, MOST_UNITS, QUANTITIES, STREAMS, Quantity

MOST_LAYERS = 10_000
"""As many as an honest file may have."""
_MOST_COLUMNS = MOST_LAYERS * MOST_UNITS


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one stream. columns: quantity -> (first column, number of columns); width: all of them."""

    columns: Mapping[str, tuple[int, int]]
    width: int

    @classmethod
    def of(cls, quantities: Mapping[str, Quantity], num_layers: int, num_times: int = 0) -> Self:
        """The step in column 0, then the quantities in order."""
        return cls.of_counts({name: _num_columns(each, num_layers, num_times) for name, each in quantities.items()})

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
        """The columns of a quantity; none where it is known and not measured of this network."""
        if name not in self.columns and name in QUANTITIES:
            return slice(0, 0)
        first, count = self.columns[name]
        return slice(first, first + count)


def _num_columns(quantity: Quantity, num_layers: int, num_times: int) -> int:
    if quantity.per_cell:
        return GRID * GRID
    if quantity.per_time:
        return num_layers * num_times
    if quantity.per_unit:
        return num_layers * MOST_UNITS
    return num_layers if quantity.per_layer else 1


def step_layout(num_layers: int) -> Layout:
    """The columns of the stream "step"."""
    return Layout.of(STREAMS["step"], num_layers)


def layouts(
    num_layers: int, num_times: int = 0, time_quantities: Sequence[str] = (), *, has_surface: bool = False
) -> dict[str, Layout]:
    """The columns of every stream. num_times: time steps that are kept; time_quantities: those that are measured at
    each; has_surface: whether there is a decision surface. A stream that is not measured has no columns.
    """
    measured = dict(STREAMS)
    measured["time"] = {name: STREAMS["time"][name] for name in time_quantities if num_times}
    measured["surface"] = STREAMS["surface"] if has_surface else {}
    return {stream: Layout.of(quantities, num_layers, num_times) for stream, quantities in measured.items()}
