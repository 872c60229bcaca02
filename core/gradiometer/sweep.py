"""A map of first/last gradient ratios before training: a grid of networks, and what is known of each of them."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gradiometer.experiment import Experiment
from gradiometer.fields import FieldError, Integer
from gradiometer.sweep_axes import AXES, Axis

SCALE_AXIS = "weight_scale"
SEEDS_FIELD = Integer(title="Seeds", help="The median over so many draws of the weights.", low=1, high=1000)
DEFAULT_SEEDS = 3
MOST_DECADES = 12
"""Colours tell no more than so many apart."""
# Of the bits of torch's seeds.
_NUM_SEEDS = 2**63


@dataclass(frozen=True, slots=True)
class Cell:
    """log10 of the first layer's weight gradient norm, divided by the output layer's, in one network.

    row, column: from 0 on; expected: of theory, NaN where it has none, and why_not says why; measured: a number a
    seed, infinite where one of the two norms is 0, NaN where both are or where the gradient is not finite, and empty
    before it is measured; reason: why nothing can be measured.
    """

    row: int
    column: int
    expected: float = math.nan
    why_not: str = ""
    measured: tuple[float, ...] = ()
    reason: str = ""

    @property
    def median(self) -> float:
        """Over the seeds that have a number."""
        known = [value for value in self.measured if not math.isnan(value)]
        with np.errstate(invalid="ignore"):
            return float(np.median(known)) if known else math.nan

    @property
    def span(self) -> tuple[float, float]:
        """The least and the largest of the seeds that have a number; NaN where none has."""
        known = [value for value in self.measured if not math.isnan(value)]
        return (min(known), max(known)) if known else (math.nan, math.nan)

    @property
    def difference(self) -> float:
        """In decades, measured above expected; NaN where one of them is not a finite number."""
        found = self.median - self.expected
        return found if math.isfinite(found) else math.nan

    @property
    def is_over(self) -> bool:
        """Whether there is nothing more to come."""
        return bool(self.measured or self.reason)

    @property
    def note(self) -> str:
        """Why a number is missing, in a sentence; empty where none is, or where it is still to come."""
        if self.reason:
            return self.reason
        if self.measured and math.isnan(self.median):
            return "Not a single gradient is there, or they are not finite."
        return self.why_not


@dataclass(frozen=True, slots=True)
class Critical:
    """scales: the weight scale at which gradients neither grow nor shrink from layer to layer (chi = 1), for each value
    of the other axis, [num_values]; NaN where there is no such scale.
    """

    scales: tuple[float, ...]


@dataclass(frozen=True)
class Sweep:
    """A grid of networks that differ from a base in two ways.

    up, across: names in AXES, of rows and columns; values: of these axes, the usual ones where none are given;
    num_seeds: from the base's own seed on. Raises FieldError.
    """

    base: Experiment
    up: str = "depth"
    across: str = SCALE_AXIS
    values: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    num_seeds: int = DEFAULT_SEEDS

    def __post_init__(self) -> None:
        names = ", ".join(AXES)
        for name in (self.up, self.across):
            if name not in AXES:
                raise FieldError(f"{name} is not an axis of a map: choose two of {names}")
        if self.up == self.across:
            raise FieldError(f"a map of {self.up} over {self.across} has one axis twice: choose two of {names}")
        for name in self.values:
            if name not in (self.up, self.across):
                raise FieldError(f"values of {name} mean nothing in a map over {self.up} and {self.across}")
        SEEDS_FIELD.check("seeds", self.num_seeds)
        values = {
            name: AXES[name].check(name, self.values.get(name, AXES[name].values)) for name in (self.up, self.across)
        }
        object.__setattr__(self, "values", values)

    @property
    def up_axis(self) -> Axis:
        return AXES[self.up]

    @property
    def across_axis(self) -> Axis:
        return AXES[self.across]

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.values[self.up]), len(self.values[self.across])

    @property
    def seeds(self) -> tuple[int, ...]:
        return tuple((self.base.seed + index) % _NUM_SEEDS for index in range(self.num_seeds))

    def labels(self, name: str) -> list[str]:
        """The values of one of the two axes in words."""
        return [AXES[name].label(value) for value in self.values[name]]

    def experiment(self, row: int, column: int) -> Experiment:
        """Of a cell. Raises FieldError where there is no such network."""
        made = self.up_axis.make(self.base, self.values[self.up][row])
        return self.across_axis.make(made, self.values[self.across][column])

    def describe(self, row: int, column: int) -> str:
        """`depth 8, weight scale 0.5`."""
        pairs = ((self.up, row), (self.across, column))
        return ", ".join(f"{AXES[name].title.lower()} {self.labels(name)[index]}" for name, index in pairs)

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """All of them, row by row, before anything is known but which of them cannot be."""
        rows, columns = self.shape
        return tuple(self._cell(row, column) for row in range(rows) for column in range(columns))

    def _cell(self, row: int, column: int) -> Cell:
        try:
            self.experiment(row, column)
        except FieldError as error:
            return Cell(row, column, why_not=str(error), reason=str(error))
        return Cell(row, column)


class RatioMap:
    """What is known of a sweep so far. cells: by row and column; critical: None where no axis is the weight scale, or
    before it is known.
    """

    def __init__(self, sweep: Sweep):
        self.sweep = sweep
        self.cells = {(cell.row, cell.column): cell for cell in sweep.cells}
        self.critical: Critical | None = None

    def take(self, found: Cell | Critical) -> None:
        """Know this too."""
        if isinstance(found, Critical):
            self.critical = found
        else:
            self.cells[found.row, found.column] = found

    def copy(self) -> RatioMap:
        """What is known now."""
        now = RatioMap(self.sweep)
        now.cells, now.critical = dict(self.cells), self.critical
        return now

    @property
    def num_over(self) -> int:
        """Cells of which there is nothing more to come."""
        return sum(cell.is_over for cell in self.cells.values())

    @property
    def expected(self) -> NDArray[np.float64]:
        """float64 [num_rows, num_columns]."""
        return self._grid(lambda cell: cell.expected)

    @property
    def measured(self) -> NDArray[np.float64]:
        """float64 [num_rows, num_columns]."""
        return self._grid(lambda cell: cell.median)

    @property
    def reach(self) -> int:
        """Where the scale of colours ends on either side of 0, in decades."""
        values = np.abs([self.expected, self.measured])
        finite = values[np.isfinite(values)]
        return min(max(1, math.ceil(float(finite.max(initial=0.0)))), MOST_DECADES)

    def _grid(self, number: Any) -> NDArray[np.float64]:
        return np.array([number(cell) for cell in self.cells.values()], np.float64).reshape(self.sweep.shape)

    def critical_line(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Where it lies on the grid, with cell (row, column) around (column, row): x and y, float64 [2 num_values]; a
        stretch for each value of the other axis, NaN where the critical scale lies beyond the scales of the map.
        """
        sweep = self.sweep
        if self.critical is None:
            return np.empty(0), np.empty(0)
        scales = np.log([float(scale) for scale in sweep.values[SCALE_AXIS]])
        with np.errstate(divide="ignore", invalid="ignore"):
            wanted = np.log(np.array(self.critical.scales, np.float64))
        along = np.interp(wanted, scales, np.arange(len(scales)), left=math.nan, right=math.nan)
        along = np.repeat(along, 2)
        beside = np.repeat(np.arange(len(wanted), dtype=np.float64), 2) + np.tile([-0.5, 0.5], len(wanted))
        return (along, beside) if sweep.across == SCALE_AXIS else (beside, along)


def short(decades: float) -> str:
    """`−3.2`, as it stands in a cell; empty for NaN."""
    if math.isnan(decades):
        return ""
    digits = f"{abs(decades):.1f}" if math.isfinite(decades) else "∞"
    sign = "" if digits == "0.0" else "−" if decades < 0 else "+"
    return sign + digits


def with_expected(cell: Cell, decades: float, why_not: str = "") -> Cell:
    """The cell, and what theory says of it."""
    if not why_not and math.isnan(decades):
        why_not = "Theory has no number here."
    return dataclasses.replace(cell, expected=decades, why_not=why_not)
