"""What a change does to a running network at once, measured on one batch just before and just after it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import torch
from torch import Tensor

from gradiometer.machine import random_state, restore_random_state
from gradiometer.network import Network
from gradiometer.reports import Jump

Loss = Callable[[Tensor, Tensor], Tensor]


class Glance(NamedTuple):
    """A batch through the network. outputs: float64; gradients: of each parameter by its place, float64, those that are
    passed by left out; first: norm of the first layer's weight gradient.
    """

    outputs: Tensor
    loss: float
    gradients: dict[int, Tensor]
    first: float


def glance(network: Network, loss: Loss, inputs: Tensor, targets: Tensor, *, evaluates: bool = False) -> Glance:
    """Forward and backward, and nothing is left of it: neither gradients nor moved statistics.

    evaluates: with running statistics, as for held-out examples; else as while training.
    """
    device = inputs.device
    drawn = random_state(device)
    buffers = [(buffer, buffer.clone()) for buffer in network.buffers()]
    for parameter in network.used:
        parameter.grad = None
    network.train(not evaluates)
    outputs = network(inputs)
    found = loss(outputs, targets)
    found.backward()  # type: ignore[no-untyped-call]
    gradients = {
        place: parameter.grad.double()
        for place, parameter in enumerate(network.parameters())
        if parameter.grad is not None
    }
    first = _norm([weight.grad.double() for weight in network.layers[0].weights if weight.grad is not None])
    network.train()
    for parameter in network.used:
        parameter.grad = None
    for buffer, before in buffers:
        buffer.copy_(before)
    restore_random_state(drawn, device)
    return Glance(outputs.detach().double(), found.item(), gradients, first)


def jump_between(before: Glance, after: Glance) -> Jump:
    """What changed. Parameters that only one of the two has count with all of their gradient."""
    moved, whole = [], []
    for place in before.gradients.keys() | after.gradients.keys():
        old, new = before.gradients.get(place), after.gradients.get(place)
        moved.append(new if old is None else old if new is None else new - old)
        if old is not None:
            whole.append(old)
    output = _relative(_norm([after.outputs - before.outputs]), _norm([before.outputs]))
    gradient = _relative(_norm([each for each in moved if each is not None]), _norm(whole))
    return Jump(output, gradient, before.loss, after.loss, before.first, after.first)


def _norm(parts: list[Tensor]) -> float:
    """In float64, scaled so that no square under- or overflows."""
    if not parts:
        return 0.0
    largest = max(float(part.abs().max()) for part in parts)
    if largest == 0.0 or not math.isfinite(largest):
        return largest
    return largest * math.sqrt(sum(float(torch.sum((part / largest) ** 2)) for part in parts))


def _relative(moved: float, whole: float) -> float:
    if not (math.isfinite(moved) and math.isfinite(whole)):
        return math.nan
    if whole == 0.0:
        return 0.0 if moved == 0.0 else math.inf
    return moved / whole
