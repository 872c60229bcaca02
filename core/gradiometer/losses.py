"""The losses: means over the batch of a cost per example. To add one, add one line to LOSSES and its function."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

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


def _softmax_cross_entropy(logits: Tensor, labels: Tensor) -> Tensor:
    from torch.nn.functional import cross_entropy

    return cross_entropy(logits, labels)


def _sigmoid_cross_entropy(logits: Tensor, labels: Tensor) -> Tensor:
    from torch.nn.functional import binary_cross_entropy_with_logits, one_hot

    targets = one_hot(labels, logits.shape[1]).to(logits.dtype)
    return binary_cross_entropy_with_logits(logits, targets, reduction="sum") / logits.shape[0]


def _quadratic(logits: Tensor, labels: Tensor) -> Tensor:
    from torch.nn.functional import one_hot

    difference = logits.sigmoid() - one_hot(labels, logits.shape[1]).to(logits.dtype)
    return difference.square().sum() / (2 * logits.shape[0])


LOSSES = {
    "softmax_cross_entropy": Loss("Softmax cross-entropy", "-ln softmax(z)_y", _softmax_cross_entropy),
    # Nielsen, chapter 3, equation 63.
    "sigmoid_cross_entropy": Loss(
        "Sigmoid cross-entropy", "-sum_k [y_k ln a_k + (1 - y_k) ln(1 - a_k)]", _sigmoid_cross_entropy
    ),
    # Nielsen, chapter 1, equation 6.
    "quadratic": Loss("Quadratic", "1/2 sum_k (y_k - a_k)^2", _quadratic),
}
