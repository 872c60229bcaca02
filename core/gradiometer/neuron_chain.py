"""The small mathematics of lessons 5 to 8, in float64: a chain of single neurons, why it cannot keep its gradient, and
delta on its way back through a small network. Michael Nielsen, Neural Networks and Deep Learning, chapter 5.

All neurons but a linear output layer (DeltaNet) have an activation phi; sigma is the logistic function. Indices count
from the input on: neuron 1 is the first hidden one.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def sigmoid(z: ArrayLike) -> Floats:
    """sigma(z) = 1 / (1 + exp(-z)), of any shape; without overflow at either end."""
    z = np.asarray(z, np.float64)
    small: Floats = np.exp(-np.abs(z))
    return np.where(z >= 0.0, 1.0, small) / (1.0 + small)


def sigmoid_slope(z: ArrayLike) -> Floats:
    """sigma'(z) = sigma(z) (1 - sigma(z)), at most 1/4; exact where sigma(z) rounds to 1."""
    small: Floats = np.exp(-np.abs(np.asarray(z, np.float64)))
    return small / (1.0 + small) ** 2


def tanh_slope(z: ArrayLike) -> Floats:
    """tanh'(z) = 1 / cosh(z)^2 = 4 sigma'(2 z), at most 1."""
    return 4.0 * sigmoid_slope(2.0 * np.asarray(z, np.float64))


# --- the chain ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Chain:
    """Sigmoid neurons one behind the other, a_j = sigma(z_j), z_j = w_j a_{j-1} + b_j, a_0 = x; C = (a_n - y)^2 / 2.

    weights, biases: [n]; x: the input; y: the target. Raises ValueError where these are not finite or not as many.
    """

    weights: tuple[float, ...] = (1.0, 1.0, 1.0, 1.0)
    biases: tuple[float, ...] = (-0.5, -0.5, -0.5, -0.5)
    x: float = 0.5
    y: float = 0.0

    def __post_init__(self) -> None:
        if not self.weights or len(self.weights) != len(self.biases):
            raise ValueError(
                f"a chain of {len(self.weights)} weights and {len(self.biases)} biases: give as many of both"
            )
        if not all(map(math.isfinite, (*self.weights, *self.biases, self.x, self.y))):
            raise ValueError("the weights, biases, input and target of a chain must be finite numbers")

    def run(self) -> ChainRun:
        """Forward and back."""
        before, activations, z = self.x, [], []
        for weight, bias in zip(self.weights, self.biases, strict=True):
            z.append(weight * before + bias)
            before = float(sigmoid(z[-1]))
            activations.append(before)
        return ChainRun(self, np.array(z), np.array(activations), sigmoid_slope(np.array(z)))


@dataclass(frozen=True, slots=True)
class ChainRun:
    """What happens in a chain. z, activations, slopes: sigma'(z_j); [n]."""

    chain: Chain
    z: Floats
    activations: Floats
    slopes: Floats

    @property
    def cost(self) -> float:
        """C = (a_n - y)^2 / 2."""
        return 0.5 * self.cost_slope**2

    @property
    def cost_slope(self) -> float:
        """dC/da_n = a_n - y."""
        return float(self.activations[-1]) - self.chain.y

    @property
    def factors(self) -> Floats:
        """The factors of expression (122): sigma'(z_1), then w_j sigma'(z_j); [n]. Times dC/da_n they make dC/db_1."""
        return np.array((1.0, *self.chain.weights[1:]), np.float64) * self.slopes

    @property
    def links(self) -> Floats:
        """sigma'(z_j) w_{j+1}, by which dC/db_j differs from dC/db_{j+1}; [n - 1]."""
        return self.slopes[:-1] * np.array(self.chain.weights[1:], np.float64)

    @property
    def gradients(self) -> Floats:
        """dC/db_j = sigma'(z_j) w_{j+1} dC/db_{j+1}, [n]: expression (122) for each j."""
        gradients = np.empty_like(self.z)
        behind = self.cost_slope
        for index in range(len(gradients) - 1, -1, -1):
            gradients[index] = self.slopes[index] * behind
            behind = gradients[index] * self.chain.weights[index]
        return gradients

    def ratio(self, first: int, last: int) -> float:
        """dC/db_first / dC/db_last, first <= last; known from the links where both gradients are 0."""
        return float(np.prod(self.links[first - 1 : last - 1]))


def explosive_chain(
    weight: float = 100.0, *, z: float = 0.0, moved: float = 0.0, x: float = 0.5, y: float = 0.0, length: int = 4
) -> Chain:
    """All weights alike, and biases b_j = z - weight a_{j-1}, so that each z_j is z: at 0 each factor is weight / 4.

    moved: what is added to x afterwards, with the biases as they are.
    """
    before, biases = x, []
    for _ in range(length):
        biases.append(z - weight * before)
        before = float(sigmoid(z))
    return Chain((weight,) * length, tuple(biases), x + moved, y)


# --- where |w sigma'(wa + b)| >= 1 -------------------------------------------------------------------------------


def reach(weight: ArrayLike) -> Floats:
    """The largest |z| at which |w sigma'(z)| >= 1: ln(|w| (1 + sqrt(1 - 4/|w|)) / 2 - 1); NaN for |w| < 4."""
    size = np.abs(np.asarray(weight, np.float64))
    beyond = np.where(size >= 4.0, size - 4.0, np.nan)
    # The same, written so that nothing cancels close to 4; |w| sqrt(1 - 4/|w|) is the root of |w| (|w| - 4).
    height: Floats = np.log1p((beyond + np.sqrt(size) * np.sqrt(beyond)) / 2.0)
    return height


def interval(weight: float, bias: float) -> tuple[float, float] | None:
    """The lowest and the highest a at which |w sigma'(wa + b)| >= 1; None where there is none (|w| < 4)."""
    if not abs(weight) >= 4.0:
        return None
    z = float(reach(weight))
    ends = ((-z - bias) / weight, (z - bias) / weight)
    return min(ends), max(ends)


def interval_width(weight: ArrayLike) -> Floats:
    """How wide that interval is: (2 / |w|) ln(|w| (1 + sqrt(1 - 4/|w|)) / 2 - 1); 0 for |w| <= 4. Any b gives the same.

    Nielsen, chapter 5, second problem on the unstable gradient.
    """
    size = np.abs(np.asarray(weight, np.float64))
    return np.where(size > 4.0, 2.0 * reach(np.maximum(size, 4.0)) / np.maximum(size, 4.0), 0.0)


def widest_interval() -> tuple[float, float]:
    """(|w|, width) of the widest interval there is: about (6.894, 0.4477), found by bisection.

    With u the reach, |w| = 1 / sigma'(u) and the width is 2 u sigma'(u): largest where u tanh(u / 2) = 1.
    """
    low, high = 1.0, 2.0
    for _ in range(60):
        middle = (low + high) / 2.0
        low, high = (middle, high) if middle * math.tanh(middle / 2.0) < 1.0 else (low, middle)
    weight = 1.0 / float(sigmoid_slope(low))
    return weight, 2.0 * low / weight


# --- the identity neuron -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class IdentityNeuron:
    """w2 sigma(w1 x + b) + constant, meant to be close to x on [0, 1]."""

    w1: float
    b: float
    w2: float
    constant: float

    def output(self, x: ArrayLike) -> Floats:
        """Of any shape."""
        return self.w2 * sigmoid(self.w1 * np.asarray(x, np.float64) + self.b) + self.constant

    @property
    def error(self) -> float:
        """The largest |output - x| on [0, 1]: at an end, or where the slope w1 w2 sigma'(z) is 1."""
        places = [0.0, 1.0]
        if abs(self.w1 * self.w2) >= 4.0:
            z = float(reach(self.w1 * self.w2))
            places += [place for end in (-z, z) if 0.0 <= (place := (end - self.b) / self.w1) <= 1.0]
        return float(np.abs(self.output(places) - places).max())


def identity_neuron(w1: float, *, with_constant: bool = True) -> IdentityNeuron:
    """The neuron that meets x at x = 1/2 in value and slope.

    Expanded about x = 1/2 with z = 0 there, w2 sigma = w2 (1/2 + w1 (x - 1/2) / 4 - ...), so w2 = 4 / w1, and the
    constant 1/2 - w2 / 2, which the bias behind can take up; the error is 1/2 - (2 / w1) tanh(w1 / 4), about
    w1^2 / 96. Without a constant, value and slope ask for sigma(z) = 1 - 2 / w1 there, which needs w1 > 2. Raises
    ValueError.
    """
    if with_constant:
        if w1 == 0.0 or not math.isfinite(w1):
            raise ValueError(f"w1 = {w1!r} is not allowed: a finite number that is not 0")
        return IdentityNeuron(w1, -w1 / 2.0, 4.0 / w1, 0.5 - 2.0 / w1)
    if not 2.0 < w1 < math.inf:
        raise ValueError(f"w1 = {w1!r} is not allowed: without a constant only a number above 2")
    return IdentityNeuron(w1, math.log((w1 - 2.0) / 2.0) - w1 / 2.0, w1 / (2.0 * (w1 - 2.0)), 0.0)


# --- delta, layer by layer ---------------------------------------------------------------------------------------


def _relu(z: Floats) -> Floats:
    return np.maximum(z, 0.0)


def _relu_slope(z: Floats) -> Floats:
    return (z > 0.0).astype(np.float64)


_PHI: dict[str, tuple[Callable[[Floats], Floats], Callable[[Floats], Floats]]] = {
    "sigmoid": (sigmoid, sigmoid_slope),
    "tanh": (np.tanh, tanh_slope),
    "relu": (_relu, _relu_slope),
}
DELTA_ACTIVATIONS = {"sigmoid": "Sigmoid", "tanh": "Tanh", "relu": "ReLU"}
"""Those that a DeltaNet knows: name -> title."""


@dataclass(frozen=True, slots=True)
class DeltaNet:
    """A random network: `depth` hidden layers and a linear output layer, all of one width, as is the input.

    weight_scale: W ~ N(0, weight_scale^2 / width); bias_scale: b ~ N(0, bias_scale^2); input and target ~ N(0, 1).
    The same seed draws the same numbers whatever the scales, and the same first layers whatever the depth.
    C = |z_output - y|^2 / 2. Raises ValueError.
    """

    depth: int = 6
    width: int = 1
    activation: str = "sigmoid"
    weight_scale: float = 1.0
    bias_scale: float = 1.0
    seed: int = 0

    def __post_init__(self) -> None:
        if self.depth < 1 or self.width < 1 or self.seed < 0:
            raise ValueError("a network needs a depth and a width of at least 1, and a seed of at least 0")
        if self.activation not in _PHI:
            raise ValueError(f"activation = {self.activation!r} is not known: choose one of {', '.join(_PHI)}")
        if not (math.isfinite(self.weight_scale) and math.isfinite(self.bias_scale)):
            raise ValueError("the scales of weights and biases must be finite numbers")

    def run(self) -> DeltaRun:
        """Forward and back."""
        phi, slope = _PHI[self.activation]
        num_layers, width = self.depth + 1, self.width
        weights, biases, z, activations = [], [], [], []
        ends = np.random.default_rng([self.seed, 0])
        before = x = ends.standard_normal(width)
        y = ends.standard_normal(width)
        for layer in range(1, num_layers + 1):
            draws = np.random.default_rng([self.seed, layer])
            weights.append(self.weight_scale / math.sqrt(width) * draws.standard_normal((width, width)))
            biases.append(self.bias_scale * draws.standard_normal(width))
            z.append(weights[-1] @ before + biases[-1])
            before = phi(z[-1]) if layer < num_layers else z[-1]
            activations.append(before)
        slopes = [*(slope(each) for each in z[:-1]), np.ones(width)]
        deltas = [z[-1] - y]
        for layer in range(self.depth - 1, -1, -1):
            deltas.insert(0, slopes[layer] * (weights[layer + 1].T @ deltas[0]))
        return DeltaRun(x, y, tuple(weights), tuple(biases), tuple(z), tuple(activations), tuple(slopes), tuple(deltas))


@dataclass(frozen=True, slots=True)
class DeltaRun:
    """What happens in a DeltaNet. x, y: [width]; the others one a layer, the output last: weights [width, width],
    biases, z, activations, slopes (phi'(z)) and deltas (dC/dz = dC/db) [width].
    """

    x: Floats
    y: Floats
    weights: tuple[Floats, ...]
    biases: tuple[Floats, ...]
    z: tuple[Floats, ...]
    activations: tuple[Floats, ...]
    slopes: tuple[Floats, ...]
    deltas: tuple[Floats, ...]

    @property
    def norms(self) -> Floats:
        """|delta_l|, [depth + 1]."""
        return np.array([_norm(delta) for delta in self.deltas])

    @property
    def gains(self) -> Floats:
        """|delta_l| / |delta_{l+1}|, [depth]; NaN where both are 0. Of a chain |phi'(z_l) w_{l+1}|."""
        norms = self.norms
        with np.errstate(invalid="ignore", divide="ignore"):
            return norms[:-1] / norms[1:]

    @property
    def gates(self) -> Floats:
        """rms(phi'(z_l)), [depth]."""
        return np.array([_norm(slope) / math.sqrt(len(slope)) for slope in self.slopes[:-1]])

    @property
    def weight_factors(self) -> Floats:
        """|W_{l+1}|_F / sqrt(width), [depth]."""
        return np.array([_norm(weight) / math.sqrt(len(weight)) for weight in self.weights[1:]])


def _norm(values: Floats) -> float:
    """The root of the sum of squares; scaled, because the squares of small deltas are 0."""
    largest = float(np.abs(values).max())
    if largest == 0.0 or not math.isfinite(largest):
        return largest
    return largest * float(np.sqrt(np.square(values / largest).sum()))
