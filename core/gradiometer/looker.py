"""Has a closer look at a network: everything that the quantities of the stream "look" are read from, in one copy."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from gradiometer.counter import Counter
from gradiometer.norms import to_host
from gradiometer.quantities import HISTOGRAMS, LOOK_QUANTITIES, MOST_UNITS, UNIT_QUANTITIES
from gradiometer.quantities.look import Look
from gradiometer.reports import HistogramReport, LookReport

# A unit that is silent for so many looks in a row counts as dead; one batch alone may happen to miss it.
_SILENT_LOOKS = 5


class Looker:
    """Looks at one network; remembers which units were silent at the looks before. counter: of its values."""

    def __init__(self, counter: Counter):
        self._counter = counter
        self._silent: list[Tensor | None] = []
        self._num_looks = 0

    def state(self) -> dict[str, Any]:
        """For how many looks each unit has been silent; copies."""
        silent = [None if count is None else count.clone() for count in self._silent]
        return {"num_looks": self._num_looks, "silent": silent}

    def restore(self, state: dict[str, Any]) -> None:
        """Take up the looks of another one. Raises KeyError or TypeError for what is no state."""
        self._num_looks, self._silent = int(state["num_looks"]), list(state["silent"])

    def reports(self, step: int, look: Look, watch: tuple[float, float]) -> list[HistogramReport | LookReport]:
        """Everything there is to say of a look; the row of the stream "look" comes last."""
        histograms, units = self.histograms(step, look), self.units(step, look)
        return [*histograms, LookReport(step, units, "unit"), LookReport(step, self.values(step, look, watch))]

    @torch.no_grad()
    def values(self, step: int, look: Look, watch: tuple[float, float]) -> NDArray[np.float64]:
        """One row of the stream "look". float64 [width of its layout]. watch: `watch_time` and `watch_share`."""
        measured: list[Tensor | None] = []
        for quantity in LOOK_QUANTITIES.values():
            if quantity.measure is not None:
                measured += quantity.measure(look)
        device = next((value.device for value in measured if value is not None), torch.device("cpu"))
        nothing = torch.full((), math.nan, dtype=torch.float64, device=device)
        numbers = [nothing if value is None else value.to(device) for value in measured]
        return np.array([step, *watch, *to_host(torch.stack(numbers))], np.float64)

    @torch.no_grad()
    def units(self, step: int, look: Look) -> NDArray[np.float64]:
        """One row of the stream "unit". float64 [width of its layout]."""
        found: list[Tensor | None] = []
        for quantity in UNIT_QUANTITIES.values():
            assert quantity.measure is not None
            found += [None if values is None else values[:MOST_UNITS].double() for values in quantity.measure(look)]
        # NaN where a layer has fewer; one copy from another device, however many layers there are.
        rows = np.full((len(found), MOST_UNITS), np.nan)
        there = [values for values in found if values is not None]
        numbers = iter(to_host(torch.cat([values.to(there[0].device) for values in there])) if there else [])
        for row, values in zip(rows, found, strict=True):
            if values is not None:
                row[: len(values)] = list(islice(numbers, len(values)))
        return np.concatenate([[step], rows.ravel()])

    @torch.no_grad()
    def histograms(self, step: int, look: Look) -> list[HistogramReport]:
        """One of each kind that a look gives, where any layer has such values."""
        found = {name: kind.values(look) for name, kind in HISTOGRAMS.items() if kind.values is not None}
        return [
            HistogramReport(step, name, self._counter.count(values))
            for name, values in found.items()
            if any(each is not None for each in values)
        ]

    def silent_units(self, silent: Sequence[Tensor | None]) -> list[Tensor | None]:
        """Of units that are silent at this look, bool [num_units] a layer, those that were so for some looks."""
        if not self._silent:
            self._silent = [None] * len(silent)
        self._silent = [_count_on(before, now) for before, now in zip(self._silent, silent, strict=True)]
        self._num_looks += 1
        needed = min(_SILENT_LOOKS, self._num_looks)
        return [None if count is None else count >= needed for count in self._silent]


def _count_on(before: Tensor | None, now: Tensor | None) -> Tensor | None:
    """For how many looks in a row each unit has been silent."""
    if now is None:
        return None
    return now.long() if before is None else (before + 1) * now


@torch.enable_grad()
def slopes(activation: Callable[[Tensor], Tensor], inputs: Tensor) -> Tensor:
    """phi'(z) entry by entry, by differentiating phi itself, so that a new activation needs no second formula."""
    inputs = inputs.detach().requires_grad_()
    (found,) = torch.autograd.grad(activation(inputs).sum(), inputs)
    return found
