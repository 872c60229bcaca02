"""The activations a hidden layer can have. To add one, add one line to ACTIVATIONS."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True)
class Activation:
    """An elementwise function phi, looked up by name so that it can change between two steps.

    title: what a person reads; formula: phi(z) in plain text; function: its name in torch.nn.functional;
    steepest: the largest |phi'(z)|.
    """

    title: str
    formula: str
    function: str
    steepest: float

    def resolve(self) -> Callable[[Tensor], Tensor]:
        """The torch function. Imported only here, so that the window can list activations before torch is there."""
        import torch.nn.functional

        return cast("Callable[[Tensor], Tensor]", getattr(torch.nn.functional, self.function))


ACTIVATIONS = {
    "sigmoid": Activation("Sigmoid", "1 / (1 + exp(-z))", "sigmoid", 0.25),
    "tanh": Activation("Tanh", "tanh(z)", "tanh", 1.0),
    "relu": Activation("ReLU", "max(0, z)", "relu", 1.0),
    "leaky_relu": Activation("LeakyReLU", "max(0.01 z, z)", "leaky_relu", 1.0),
    "elu": Activation("ELU", "z if z > 0 else exp(z) - 1", "elu", 1.0),
    "gelu": Activation("GELU", "z Phi(z), Phi the normal distribution function", "gelu", 1.1289),
    "selu": Activation("SELU", "1.0507 (z if z > 0 else 1.6733 (exp(z) - 1))", "selu", 1.7581),
}
