"""The optimizers. To add one, add one line to OPTIMIZERS and the function it names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch.optim import Optimizer as TorchOptimizer

    # Takes torch's parameter groups, the learning rate and the momentum.
    Build = Callable[[list[dict[str, Any]], float, float], TorchOptimizer]


@dataclass(frozen=True)
class Optimizer:
    """title: what a person reads; uses_momentum: whether the `momentum` setting means anything to it."""

    title: str
    uses_momentum: bool
    build: Build


def _sgd(groups: list[dict[str, Any]], learning_rate: float, momentum: float) -> TorchOptimizer:
    from torch.optim import SGD

    return SGD(groups, lr=learning_rate)


def _momentum(groups: list[dict[str, Any]], learning_rate: float, momentum: float) -> TorchOptimizer:
    from torch.optim import SGD

    return SGD(groups, lr=learning_rate, momentum=momentum)


def _rmsprop(groups: list[dict[str, Any]], learning_rate: float, momentum: float) -> TorchOptimizer:
    from torch.optim import RMSprop

    return RMSprop(groups, lr=learning_rate)


def _adam(groups: list[dict[str, Any]], learning_rate: float, momentum: float) -> TorchOptimizer:
    from torch.optim import Adam

    return Adam(groups, lr=learning_rate)


OPTIMIZERS = {
    "sgd": Optimizer("SGD", False, _sgd),
    "momentum": Optimizer("SGD with momentum", True, _momentum),
    "rmsprop": Optimizer("RMSprop", False, _rmsprop),
    "adam": Optimizer("Adam", False, _adam),
}
