"""The losses: means over the batch of a cost per example. To add one, add one line to LOSSES and its function."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import Tensor

    # logits [batch, classes], labels int64 [batch] -> scalar
    LossFunction = Callable[[Tensor, Tensor], Tensor]


@dataclass(frozen=True)
class Loss:
    """title: what a person reads; formula: the cost of one example (a: outputs, y: one-hot label)."""

    title: str
    formula: str
    function: LossFunction


@cache
def _functional() -> Any:
    """torch.nn.functional, imported once and late: an import statement at every step takes as long as a small norm."""
    import torch.nn.functional

    return torch.nn.functional


def _softmax_cross_entropy(logits: Tensor, labels: Tensor) -> Tensor:
    loss: Tensor = _functional().cross_entropy(logits, labels)
    return loss


def _sigmoid_cross_entropy(logits: Tensor, labels: Tensor) -> Tensor:
    functional = _functional()
    targets = functional.one_hot(labels, logits.shape[1]).to(logits.dtype)
    total: Tensor = functional.binary_cross_entropy_with_logits(logits, targets, reduction="sum")
    return total / logits.shape[0]


def _quadratic(logits: Tensor, labels: Tensor) -> Tensor:
    difference = logits.sigmoid() - _functional().one_hot(labels, logits.shape[1]).to(logits.dtype)
    total: Tensor = difference.square().sum()
    return total / (2 * logits.shape[0])


LOSSES = {
    "softmax_cross_entropy": Loss("Softmax cross-entropy", "-ln softmax(z)_y", _softmax_cross_entropy),
    # Nielsen, chapter 3, equation 63.
    "sigmoid_cross_entropy": Loss(
        "Sigmoid cross-entropy", "-sum_k [y_k ln a_k + (1 - y_k) ln(1 - a_k)]", _sigmoid_cross_entropy
    ),
    # Nielsen, chapter 1, equation 6.
    "quadratic": Loss("Quadratic", "1/2 sum_k (y_k - a_k)^2", _quadratic),
}
