"""Curves that somebody has published, to be seen beneath those of a session."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gradiometer.quantities import QUANTITIES


@dataclass(frozen=True, eq=False, slots=True)
class Reference:
    """What a quantity of one layer was in a run of somebody else's.

    quantity: measured layer by layer; layer: index from the input; label: who says so; steps: float64 [num_points],
    rising; values: float64 [num_points], above zero where the quantity is shown on a log axis. Neither can be written.

    Raises ValueError.
    """

    quantity: str
    layer: int
    label: str
    steps: NDArray[np.float64]
    values: NDArray[np.float64]

    def __post_init__(self) -> None:
        quantity = QUANTITIES.get(self.quantity)
        if quantity is None or not quantity.per_layer:
            known = ", ".join(name for name, each in QUANTITIES.items() if each.per_layer)
            raise ValueError(f"quantity: {self.quantity!r} is not measured layer by layer; allowed: {known}")
        if self.layer < 0:
            raise ValueError(f"layer: {self.layer} is not allowed; layers count from 0 at the input")
        steps, values = _numbers("steps", self.steps), _numbers("values", self.values)
        if len(steps) != len(values):
            raise ValueError(f"values: {len(values)} for {len(steps)} steps; each step needs one")
        if steps[0] < 0 or (np.diff(steps) <= 0).any():
            raise ValueError("steps: they must rise from one to the next and not begin below 0")
        if quantity.is_log and (values <= 0).any():
            raise ValueError(f"values: {values.min():g} is not allowed; {quantity.title} is shown as its logarithm")
        object.__setattr__(self, "steps", steps)
        object.__setattr__(self, "values", values)

    def at(self, step: float) -> tuple[float, float] | None:
        """The last point up to a step: (its step, its value); None before the first point and behind the last."""
        index = int(np.searchsorted(self.steps, step, side="right")) - 1
        if index < 0 or step > self.steps[-1]:
            return None
        return float(self.steps[index]), float(self.values[index])


def _numbers(name: str, given: object) -> NDArray[np.float64]:
    """A copy that nobody writes into: finite numbers, one at least."""
    try:
        numbers = np.array(given, np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"{name}: {given!r} are not numbers") from None
    if numbers.ndim != 1 or not len(numbers):
        raise ValueError(f"{name}: a list of numbers is needed, one at least")
    if not np.isfinite(numbers).all():
        raise ValueError(f"{name}: {numbers[~np.isfinite(numbers)][0]} is not allowed; all must be finite")
    numbers.setflags(write=False)
    return numbers
