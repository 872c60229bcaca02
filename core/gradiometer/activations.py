"""The activations a hidden layer can have. To add one, add one line to ACTIVATIONS and its two functions for theory."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

from gradiometer.neuron_chain import Floats, sigmoid, sigmoid_slope, tanh_slope

if TYPE_CHECKING:
    from torch import Tensor

_LEAK = 0.01
_SELU_SCALE, _SELU_ALPHA = 1.0507009873554805, 1.6732632423543772
_erf = np.frompyfunc(math.erf, 1, 1)


@dataclass(frozen=True)
class Activation:
    """An elementwise function phi, looked up by name so that it can change between two steps.

    title: what a person reads; formula: phi(z) in plain text; function: its name in torch.nn.functional;
    steepest: the largest |phi'(z)|; phi, slope: phi and phi' in float64, entry by entry, for theory, which needs no
    torch; leak: where phi is z above 0 and leak z below, else None.
    """

    title: str
    formula: str
    function: str
    steepest: float
    phi: Callable[[Floats], Floats]
    slope: Callable[[Floats], Floats]
    leak: float | None = None

    def resolve(self) -> Callable[[Tensor], Tensor]:
        """The torch function. Imported only here, so that the window can list activations before torch is there."""
        import torch.nn.functional

        return cast("Callable[[Tensor], Tensor]", getattr(torch.nn.functional, self.function))


def _leaky(leak: float) -> tuple[Callable[[Floats], Floats], Callable[[Floats], Floats]]:
    return (lambda z: np.where(z > 0.0, z, leak * z)), (lambda z: np.where(z > 0.0, 1.0, leak))


def _exponential(scale: float, alpha: float) -> tuple[Callable[[Floats], Floats], Callable[[Floats], Floats]]:
    def phi(z: Floats) -> Floats:
        return scale * np.where(z > 0.0, z, alpha * np.expm1(np.minimum(z, 0.0)))

    def slope(z: Floats) -> Floats:
        return scale * np.where(z > 0.0, 1.0, alpha * np.exp(np.minimum(z, 0.0)))

    return phi, slope


def _normal_share(z: Floats) -> Floats:
    """Phi(z), the normal distribution function; numpy has none."""
    return 0.5 * (1.0 + np.asarray(_erf(z / math.sqrt(2.0)), np.float64))


def _gelu(z: Floats) -> Floats:
    return z * _normal_share(z)


def _gelu_slope(z: Floats) -> Floats:
    # Beyond 40 the density is 0, and the square could overflow.
    near = np.clip(z, -40.0, 40.0)
    return _normal_share(z) + near * np.exp(-0.5 * near * near) / math.sqrt(2.0 * math.pi)


ACTIVATIONS = {
    "sigmoid": Activation("Sigmoid", "1 / (1 + exp(-z))", "sigmoid", 0.25, sigmoid, sigmoid_slope),
    "tanh": Activation("Tanh", "tanh(z)", "tanh", 1.0, np.tanh, tanh_slope),
    "relu": Activation("ReLU", "max(0, z)", "relu", 1.0, *_leaky(0.0), 0.0),
    "leaky_relu": Activation("LeakyReLU", "max(0.01 z, z)", "leaky_relu", 1.0, *_leaky(_LEAK), _LEAK),
    "elu": Activation("ELU", "z if z > 0 else exp(z) - 1", "elu", 1.0, *_exponential(1.0, 1.0)),
    "gelu": Activation("GELU", "z Phi(z), Phi the normal distribution function", "gelu", 1.1289, _gelu, _gelu_slope),
    "selu": Activation(
        "SELU",
        "1.0507 (z if z > 0 else 1.6733 (exp(z) - 1))",
        "selu",
        1.7581,
        *_exponential(_SELU_SCALE, _SELU_ALPHA),
    ),
}
