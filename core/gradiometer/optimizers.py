"""The optimizers. To add one, add one line to OPTIMIZERS and the function it names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor
    from torch.optim import Optimizer as TorchOptimizer

    # Takes the parameters, the learning rate and the momentum. Weight decay is the trainer's.
    Build = Callable[[Sequence[Tensor], float, float], TorchOptimizer]


@dataclass(frozen=True)
class Optimizer:
    """title: what a person reads; uses_momentum: whether the `momentum` setting means anything to it; evens_out:
    whether each weight's step is divided by the size of its own gradients.
    """

    title: str
    uses_momentum: bool
    build: Build
    evens_out: bool = False


def _sgd(parameters: Sequence[Tensor], learning_rate: float, momentum: float) -> TorchOptimizer:
    from torch.optim import SGD

    # One call for all parameters; the same numbers, to the bit.
    return SGD(parameters, lr=learning_rate, foreach=True)


def _momentum(parameters: Sequence[Tensor], learning_rate: float, momentum: float) -> TorchOptimizer:
    from torch.optim import SGD

    return SGD(parameters, lr=learning_rate, momentum=momentum, foreach=True)


def _rmsprop(parameters: Sequence[Tensor], learning_rate: float, momentum: float) -> TorchOptimizer:
    from torch.optim import RMSprop

    return RMSprop(parameters, lr=learning_rate)


def _adam(parameters: Sequence[Tensor], learning_rate: float, momentum: float) -> TorchOptimizer:
    from torch.optim import Adam

    return Adam(parameters, lr=learning_rate)


OPTIMIZERS = {
    "sgd": Optimizer("SGD", False, _sgd),
    "momentum": Optimizer("SGD with momentum", True, _momentum),
    "rmsprop": Optimizer("RMSprop", False, _rmsprop, evens_out=True),
    "adam": Optimizer("Adam", False, _adam, evens_out=True),
}
