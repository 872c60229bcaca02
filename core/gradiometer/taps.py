"""What is made of a forward and backward pass that was kept: a look, and rows of the streams "time" and "surface"."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from gradiometer.families import Tap
from gradiometer.layout import Layout
from gradiometer.looker import slopes
from gradiometer.network import Layer, Network
from gradiometer.norms import row_norms, to_host
from gradiometer.outline import Outline
from gradiometer.quantities import GRID
from gradiometer.quantities.look import Look
from gradiometer.reports import LookReport


def make_look(
    layers: Sequence[Layer],
    taps: Sequence[Tap],
    batch_size: int,
    phi: Callable[[Tensor], Tensor],
    steepest: float,
    before: Sequence[Sequence[Tensor]],
) -> Look:
    """taps: of each layer, after the backward pass; phi: the activation in force; steepest: its largest slope; before:
    copies of the weights before the update.

    silent_units are those of this look alone.
    """
    weights = [_joined(each) for each in before]
    after = [_joined([weight.detach() for weight in layer.weights]) for layer in layers]
    return Look(
        batch_size=batch_size,
        steepest=[steepest if tap.is_activated else math.nan for tap in taps],
        inputs=[_joined(tap.z) for tap in taps],
        outputs=[_joined(tap.activated) for tap in taps],
        deltas=[_joined(_gradients(tap.z)) for tap in taps],
        output_gradients=[_joined(_gradients(tap.output)) for tap in taps],
        slopes=[slopes(phi, _joined(tap.z)) if tap.is_activated else None for tap in taps],
        weights=weights,
        num_rows=[layer.plan.num_rows for layer in layers],
        updates=[new - old for new, old in zip(after, weights, strict=True)],
        unit_gradients=[_unit_gradients(tap) for tap in taps],
        silent_units=[_silent(tap) if tap.is_activated else None for tap in taps],
    )


class ExtraStreams:
    """The streams that only some networks have, a row at each look: "time" of recurrent ones, "surface" of two inputs.

    outline: says which of them; box: that of the surface (see examples.DataFacts); like: a tensor of the network's
    precision, on its device.
    """

    def __init__(self, outline: Outline, box: Sequence[float], like: Tensor):
        self._outline = outline
        self._time_layout = outline.layouts["time"]
        self._grid = grid_points(box, like) if outline.has_surface else None

    def reports(self, step: int, network: Network, taps: Sequence[Tap]) -> list[LookReport]:
        """taps: of each layer, after the backward pass."""
        found = []
        if self._outline.time_quantities:
            found.append(LookReport(step, time_row(step, taps, self._outline, self._time_layout), "time"))
        if self._grid is not None:
            found.append(LookReport(step, surface_row(step, network, self._grid), "surface"))
        return found


def time_row(step: int, taps: Sequence[Tap], outline: Outline, layout: Layout) -> NDArray[np.float64]:
    """One row of the stream "time", float64 [layout.width]: |gradient| at each time step that is kept."""
    row = np.full(layout.width, np.nan)
    row[0] = step
    chosen = [time - 1 for time in outline.times]
    for name in outline.time_quantities:
        columns = row[layout.slice(name)].reshape(len(taps), len(chosen))
        for values, tap in zip(columns, taps, strict=True):
            if name in tap.states:
                values[:] = _norms([tap.states[name][index].grad for index in chosen])
    return row


def surface_row(step: int, network: Network, points: Tensor) -> NDArray[np.float64]:
    """One row of the stream "surface", float64 [1 + GRID * GRID]: what the network says with the weights that it has.

    points: see `grid_points`.
    """
    network.eval()
    with torch.no_grad():
        outputs = network(points)
        if outputs.shape[1] == 1:
            # A single output: the class 1 where its sigmoid is above 1/2.
            outputs = torch.cat([torch.zeros_like(outputs), outputs], dim=1)
        likely, winner = outputs.softmax(dim=1).max(dim=1)
    network.train()
    return np.array([step, *to_host(winner.double() + 0.999 * likely.double())])


def grid_points(box: Sequence[float], like: Tensor) -> Tensor:
    """The points of a decision surface, [GRID * GRID, 2], row by row from the least second input on."""
    first = torch.linspace(box[0], box[1], GRID, dtype=like.dtype, device=like.device)
    second = torch.linspace(box[2], box[3], GRID, dtype=like.dtype, device=like.device)
    return torch.cartesian_prod(second, first).flip(1)


def _joined(parts: Sequence[Tensor | None]) -> Tensor:
    """All values; one tensor as it is, several in one dimension."""
    there = [part.detach() for part in parts if part is not None]
    return there[0] if len(there) == 1 else torch.cat([part.reshape(-1) for part in there])


def _gradients(kept: Sequence[Tensor]) -> list[Tensor]:
    """Of what was kept; zero where the loss does not depend on it."""
    return [torch.zeros_like(each) if each.grad is None else each.grad for each in kept]


def _unit_gradients(tap: Tap) -> Tensor:
    """The sum of delta over examples, positions and time steps, [number of units]."""
    gradients = _gradients(tap.z)
    parts = [gradients[index :: tap.num_parts] for index in range(tap.num_parts)]
    return torch.cat([_add(part, lambda each: _by_unit(each, tap.units_dim).sum(dim=1)) for part in parts])


def _silent(tap: Tap) -> Tensor:
    """Units that put out exactly 0 for all examples, positions and time steps, bool [number of units]."""
    return ~_add(tap.activated, lambda each: (_by_unit(each, tap.units_dim) != 0).any(dim=1).long()).bool()


def _add(parts: Sequence[Tensor], function: Callable[[Tensor], Tensor]) -> Tensor:
    total = function(parts[0])
    for part in parts[1:]:
        total = total + function(part)
    return total


def _by_unit(values: Tensor, units_dim: int) -> Tensor:
    """[number of units, all else]."""
    return values.detach().movedim(units_dim, 0).flatten(1)


def _norms(gradients: Sequence[Tensor | None]) -> list[float]:
    """Of each, in float64, scaled so that no square under- or overflows; 0 where the loss does not depend on it."""
    there = [gradient for gradient in gradients if gradient is not None]
    if not there:
        return [0.0] * len(gradients)
    found = iter(to_host(row_norms(torch.stack(there).flatten(1))))
    return [0.0 if gradient is None else next(found) for gradient in gradients]
