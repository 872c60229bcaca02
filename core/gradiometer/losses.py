"""The losses: means over the batch of a cost per example. To add one, add one line to LOSSES and its function."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from gradiometer.examples import CLASSES, POSITIONS, SHARES, VALUES
from gradiometer.neuron_chain import Floats, sigmoid, sigmoid_slope

if TYPE_CHECKING:
    from torch import Tensor

    # outputs, targets -> scalar; outputs [batch, classes] with a class for each, int64 [batch]; or
    # [batch, steps, classes] with one for each step, -1 where none is asked; or [batch, values] with numbers for each.
    LossFunction = Callable[[Tensor, Tensor], Tensor]


NOT_ASKED = -1
"""The target of a time step at which there is no answer."""
NEAR = 0.04
"""An answer in numbers counts as right when it is off by less (Hochreiter & Schmidhuber 1997, section 5.4)."""


@dataclass(frozen=True)
class Loss:
    """title: what a person reads; formula: the cost of one example (z: outputs, a: their sigmoids, y: the one-hot label
    or the numbers asked for); slope: dC_i/dz of examples' z and y, both [..., k] in float64, for theory, which needs no
    torch; targets: the kinds it can judge; hit: what counts as right where numbers are asked for; guess: what it costs
    to give each of so many classes the same share, None where there are no classes.
    """

    title: str
    formula: str
    function: LossFunction
    slope: Callable[[Floats, Floats], Floats]
    targets: frozenset[str]
    hit: Callable[[Tensor, Tensor], Tensor] | None = None
    guess: Callable[[int], float] | None = None


@cache
def _functional() -> Any:
    """torch.nn.functional, imported once and late: an import statement at every step takes as long as a small norm."""
    import torch.nn.functional

    return torch.nn.functional


def _softmax_cross_entropy(outputs: Tensor, targets: Tensor) -> Tensor:
    if outputs.dim() == 3:
        outputs, targets = outputs.flatten(0, 1), targets.flatten()
    loss: Tensor = _functional().cross_entropy(outputs, targets, ignore_index=NOT_ASKED)
    return loss


def _wanted(outputs: Tensor, targets: Tensor) -> Tensor:
    """What each output shall be: the numbers asked for, or 1 for the class and 0 for the others."""
    if targets.is_floating_point():
        return targets
    wanted: Tensor = _functional().one_hot(targets, outputs.shape[1]).to(outputs.dtype)
    return wanted


def _sigmoid_cross_entropy(outputs: Tensor, targets: Tensor) -> Tensor:
    wanted = _wanted(outputs, targets)
    total: Tensor = _functional().binary_cross_entropy_with_logits(outputs, wanted, reduction="sum")
    return total / outputs.shape[0]


def _quadratic(outputs: Tensor, targets: Tensor) -> Tensor:
    total: Tensor = (outputs.sigmoid() - _wanted(outputs, targets)).square().sum()
    return total / (2 * outputs.shape[0])


def _squared_error(outputs: Tensor, targets: Tensor) -> Tensor:
    return (outputs - targets).square().sum() / (2 * outputs.shape[0])


def _is_near(outputs: Tensor, targets: Tensor) -> Tensor:
    return (outputs - targets).abs() < NEAR


def _is_on_its_side(outputs: Tensor, targets: Tensor) -> Tensor:
    return (outputs > 0) == (targets > 0.5)


def count_hits(loss: str, outputs: Tensor, targets: Tensor) -> tuple[Tensor, Tensor | int]:
    """How many answers are right, of how many: outputs and targets as a loss takes them."""
    if targets.is_floating_point():
        hit = LOSSES[loss].hit
        assert hit is not None
        return hit(outputs, targets).all(dim=1).sum(), len(targets)
    hits = (outputs.argmax(dim=-1) == targets).sum()
    return hits, (targets != NOT_ASKED).sum() if targets.dim() > 1 else len(targets)


def _guess_by_sigmoids(num_outputs: int) -> float:
    """A single output stands for two classes."""
    if num_outputs == 1:
        return math.log(2)
    return math.log(num_outputs) - (num_outputs - 1) * math.log1p(-1 / num_outputs)


def _guess_by_squares(num_outputs: int) -> float:
    return 1 / 8 if num_outputs == 1 else (1 - 1 / num_outputs) / 2


def _softmax_slope(z: Floats, y: Floats) -> Floats:
    shares: Floats = np.exp(z - z.max(axis=-1, keepdims=True))
    shares /= shares.sum(axis=-1, keepdims=True)
    return shares - y


LOSSES = {
    "softmax_cross_entropy": Loss(
        "Softmax cross-entropy",
        "-ln softmax(z)_y",
        _softmax_cross_entropy,
        _softmax_slope,
        frozenset({CLASSES, POSITIONS}),
        guess=math.log,
    ),
    # Nielsen, chapter 3, equation 63.
    "sigmoid_cross_entropy": Loss(
        "Sigmoid cross-entropy",
        "-sum_k [y_k ln a_k + (1 - y_k) ln(1 - a_k)]",
        _sigmoid_cross_entropy,
        lambda z, y: sigmoid(z) - y,
        frozenset({CLASSES, SHARES}),
        _is_on_its_side,
        _guess_by_sigmoids,
    ),
    # Nielsen, chapter 1, equation 6.
    "quadratic": Loss(
        "Quadratic",
        "1/2 sum_k (y_k - a_k)^2",
        _quadratic,
        lambda z, y: (sigmoid(z) - y) * sigmoid_slope(z),
        frozenset({CLASSES, SHARES}),
        _is_on_its_side,
        _guess_by_squares,
    ),
    "squared_error": Loss(
        "Squared error",
        "1/2 sum_k (y_k - z_k)^2",
        _squared_error,
        lambda z, y: z - y,
        frozenset({VALUES, SHARES}),
        _is_near,
    ),
}
