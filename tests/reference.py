"""An independent float64 reference: an MLP's forward and backward pass, clipping and one optimizer step.

Plain numpy, derived by hand from the published formulas; nothing is shared with the program under test.
Shapes: N samples, layer l maps fan_in to fan_out; layers 0..L-2 are hidden, layer L-1 is the output.
test_reference.py validates every function here against scalar code and central finite differences.
"""

import copy
import functools
import gzip
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Layers = list[list[Array]]  # per layer: weights, bias and, if normalised, scale (gamma), shift (beta)

EPS_NORMALIZATION = 1e-5
EPS_OPTIMIZER = 1e-8
EPS_CLIP = 1e-6
LEAKY_SLOPE = 0.01
SELU_SCALE = 1.0507009873554805
SELU_ALPHA = 1.6732632423543772
MNIST = Path(__file__).parents[1] / "resources" / "gradiometer_resources" / "mnist"


@dataclass(frozen=True)
class Parameters:
    """weights[l] [fan_out, fan_in], biases[l] [fan_out]; scales[l], shifts[l] [fan_out] of hidden layers.

    scales and shifts stay empty for a network without normalization. All arrays must be float64.
    """

    weights: Sequence[Array]
    biases: Sequence[Array]
    scales: Sequence[Array] = ()
    shifts: Sequence[Array] = ()

    def __post_init__(self) -> None:
        for array in (*self.weights, *self.biases, *self.scales, *self.shifts):
            if array.dtype != np.float64:
                raise TypeError(f"the reference works in float64, not {array.dtype}")
        if len(self.biases) != len(self.weights) or len(self.shifts) != len(self.scales):
            raise ValueError("weights and biases, or scales and shifts, differ in number")
        if len(self.scales) not in (0, len(self.weights) - 1):
            raise ValueError("scales and shifts belong to every hidden layer or to none")

    def layers(self) -> Layers:
        """Per layer [weights, bias] or, for a normalised hidden layer, [weights, bias, scale, shift]."""
        grouped = [[w, b] for w, b in zip(self.weights, self.biases, strict=True)]
        for group, scale, shift in zip(grouped, self.scales, self.shifts, strict=False):
            group += [scale, shift]
        return grouped

    @staticmethod
    def from_layers(layers: Layers) -> "Parameters":
        """The inverse of layers()."""
        affine = [group[2:] for group in layers if len(group) == 4]
        return Parameters(
            [group[0] for group in layers],
            [group[1] for group in layers],
            [scale for scale, _ in affine],
            [shift for _, shift in affine],
        )


@dataclass(frozen=True)
class Gradients:
    """Gradients of the mean loss; same shapes as Parameters, scales[l] and shifts[l] None if unnormalised.

    delta[l] [fan_out] is the gradient with respect to a bias added right before the activation (after the
    normalization), summed over the batch; for the output layer it is the bias gradient. signals[l] [N, fan_out] is
    the same before that sum: the derivative of the batch mean with respect to each sample's n (or output z).
    output_gradients[l] [N, fan_out] is that with respect to what the layer hands on, a skip connection added.
    """

    loss: float
    accuracy: float
    weights: list[Array]
    biases: list[Array]
    scales: list[Array | None]
    shifts: list[Array | None]
    delta: list[Array]
    signals: list[Array]
    output_gradients: list[Array]

    def layers(self) -> Layers:
        """Grouped as Parameters.layers()."""
        grouped = [[w, b] for w, b in zip(self.weights, self.biases, strict=True)]
        for group, scale, shift in zip(grouped, self.scales, self.shifts, strict=False):
            group += [array for array in (scale, shift) if array is not None]
        return grouped


# ---------------------------------------------------------------------------------------- activations


def _sigmoid(z: Array) -> Array:
    small = np.exp(-np.abs(z))  # never overflows
    return np.where(z >= 0, 1.0, small) / (1.0 + small)


def _sigmoid_slope(z: Array) -> Array:
    return _sigmoid(z) * _sigmoid(-z)


def _normal_cdf(z: Array) -> Array:
    erf = np.frompyfunc(math.erf, 1, 1)
    return 0.5 * (1.0 + np.asarray(erf(z / math.sqrt(2.0)), dtype=np.float64))


def _gelu_slope(z: Array) -> Array:
    """d/dz z Phi(z) = Phi(z) + z exp(-z^2/2)/sqrt(2 pi) (Hendrycks & Gimpel 2016)."""
    return _normal_cdf(z) + z * np.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)


def _elu(z: Array, scale: float = 1.0, alpha: float = 1.0) -> Array:
    """scale * z for z > 0, else scale * alpha * (exp(z) - 1) (Klambauer et al. 2017, eq. 2)."""
    return scale * np.where(z > 0, z, alpha * np.expm1(np.minimum(z, 0.0)))


def _elu_slope(z: Array, scale: float = 1.0, alpha: float = 1.0) -> Array:
    return scale * np.where(z > 0, 1.0, alpha * np.exp(np.minimum(z, 0.0)))


ACTIVATIONS: dict[str, tuple[Callable[[Array], Array], Callable[[Array], Array]]] = {
    "sigmoid": (_sigmoid, _sigmoid_slope),
    "tanh": (np.tanh, lambda z: 1.0 - np.tanh(z) ** 2),
    "relu": (lambda z: np.maximum(z, 0.0), lambda z: np.where(z > 0, 1.0, 0.0)),
    "leaky_relu": (
        lambda z: np.where(z > 0, z, LEAKY_SLOPE * z),
        lambda z: np.where(z > 0, 1.0, LEAKY_SLOPE),
    ),
    "elu": (_elu, _elu_slope),
    "gelu": (lambda z: z * _normal_cdf(z), _gelu_slope),
    "selu": (lambda z: _elu(z, SELU_SCALE, SELU_ALPHA), lambda z: _elu_slope(z, SELU_SCALE, SELU_ALPHA)),
}
NORMALIZATION_AXES: dict[str, int | None] = {"none": None, "batch": 0, "layer": 1}


# --------------------------------------------------------------------------------------------- losses


def loss_and_slope(loss: str, z: Array, labels: npt.NDArray[np.int64] | Array) -> tuple[float, Array]:
    """The loss, a mean over the batch, and its derivative [N, outputs] with respect to the outputs z.

    labels: a class for each sample [N], or the numbers that are asked for [N, outputs].
    With the one-hot target or these numbers y and s = sigmoid(z), the derivative per sample is
    softmax_cross_entropy: -log softmax(z)[label], softmax(z) - y;
    sigmoid_cross_entropy: -sum(y log s + (1 - y) log(1 - s)), s - y (Nielsen ch. 3);
    quadratic: sum((s - y)^2)/2, (s - y) s (1 - s) (Nielsen ch. 2, BP1);
    squared_error: sum((z - y)^2)/2, z - y.
    """
    count = len(z)
    if np.issubdtype(labels.dtype, np.floating):
        target = np.asarray(labels, np.float64)
    else:
        target = np.zeros_like(z)
        target[np.arange(count), labels] = 1.0
    if loss == "squared_error":
        return float(0.5 * ((z - target) ** 2).sum() / count), (z - target) / count
    if loss == "softmax_cross_entropy":
        shifted = z - z.max(axis=1, keepdims=True)
        log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        return float(-(target * log_p).sum() / count), (np.exp(log_p) - target) / count
    error = _sigmoid(z) - target
    if loss == "sigmoid_cross_entropy":
        # -log s(z) = max(-z, 0) + log(1 + exp(-|z|)), and 1 - s(z) = s(-z)
        terms = np.maximum(z, 0.0) - z * target + np.log1p(np.exp(-np.abs(z)))
        return float(terms.sum() / count), error / count
    if loss == "quadratic":
        return float(0.5 * (error**2).sum() / count), error * _sigmoid_slope(z) / count
    raise ValueError(f"unknown loss {loss!r}")


# ------------------------------------------------------------------------------------ forward, backward


@dataclass(frozen=True)
class Block:
    """What a hidden layer's backward pass needs: its input x [N, fan_in], (z - mean) / std as z_hat
    [N, fan_out] and 1 / std ([1, fan_out] or [N, 1]; both None if unnormalised), the activation's input n
    and the block's output [N, fan_out]."""

    x: Array
    z_hat: Array | None
    inverse_std: Array | None
    n: Array
    output: Array


def forward(
    parameters: Parameters,
    x: Array,
    *,
    activation: str,
    normalization: str,
    skip: bool,
    branch_scale: float = 1.0,
    skip_weight: float = 1.0,
    offsets: Sequence[Array] | None = None,
) -> tuple[list[Block], Array]:
    """The hidden blocks and the output layer's z [N, classes] for x [N, features].

    Block: z = x W^T + b; n = gamma (z - mean) / sqrt(var + eps) + beta with the biased variance over the
    batch (Ioffe & Szegedy 2015, alg. 1) or over each sample's features (Ba et al. 2016, eq. 3), or n = z;
    a = phi(n); output = branch_scale a + skip_weight x if skip and the widths agree. offsets[l] [fan_out] is the
    explicit bias that defines delta[l]: it is added to n (hidden layers) or to z (output layer).
    """
    phi = ACTIVATIONS[activation][0]
    axis = NORMALIZATION_AXES[normalization]
    if axis is not None and not parameters.scales:
        raise ValueError(f"{normalization} normalization needs scales and shifts")
    blocks: list[Block] = []
    for layer, (w, b) in enumerate(zip(parameters.weights, parameters.biases, strict=True)):
        z = x @ w.T + b
        offset = 0.0 if offsets is None else offsets[layer]
        if layer == len(parameters.weights) - 1:
            return blocks, z + offset
        z_hat = inverse_std = None
        n = z
        if axis is not None:
            centred = z - z.mean(axis=axis, keepdims=True)
            inverse_std = 1.0 / np.sqrt((centred**2).mean(axis=axis, keepdims=True) + EPS_NORMALIZATION)
            z_hat = centred * inverse_std
            n = parameters.scales[layer] * z_hat + parameters.shifts[layer]
        n = n + offset
        output = branch_scale * phi(n) + skip_weight * x if skip and w.shape[0] == w.shape[1] else phi(n)
        blocks.append(Block(x, z_hat, inverse_std, n, output))
        x = output
    raise ValueError("a network needs at least its output layer")


def backpropagate(
    parameters: Parameters,
    x: Array,
    labels: npt.NDArray[np.int64] | Array,
    *,
    activation: str,
    normalization: str,
    skip: bool,
    loss: str,
    branch_scale: float = 1.0,
    skip_weight: float = 1.0,
) -> Gradients:
    """Gradients of the mean loss for x [N, features] and labels [N] or numbers [N, outputs] (Nielsen ch. 2).

    Output: delta = dC/dz (BP1). Backwards: dC/dinput = delta_z W (BP2, plus skip_weight dC/doutput along a skip),
    dC/db = sum delta_z (BP3), dC/dW = delta_z^T input (BP4). Through a normalization over m values, with
    g = gamma dC/dn: delta_z = (g - mean(g) - z_hat mean(g z_hat)) / sqrt(var + eps), which is Ioffe &
    Szegedy 2015, section 3, simplified (the mean of z - mean is 0); layer norm differs in the axis only.
    """
    slope = ACTIVATIONS[activation][1]
    axis = NORMALIZATION_AXES[normalization]
    x = np.asarray(x, dtype=np.float64)
    scales_of_skips = {"branch_scale": branch_scale, "skip_weight": skip_weight}
    blocks, z = forward(parameters, x, activation=activation, normalization=normalization, skip=skip, **scales_of_skips)
    value, delta_z = loss_and_slope(loss, z, labels)  # BP1

    top = blocks[-1].output if blocks else x
    weights, biases, delta = [delta_z.T @ top], [delta_z.sum(axis=0)], [delta_z.sum(axis=0)]
    signals, output_gradients = [delta_z], [delta_z]
    scales: list[Array | None] = []
    shifts: list[Array | None] = []
    d_output = delta_z @ parameters.weights[-1]  # [N, width of the last hidden layer]
    for layer in reversed(range(len(blocks))):
        block, w = blocks[layer], parameters.weights[layer]
        skips = skip and w.shape[0] == w.shape[1]
        d_n = d_output * slope(block.n) * (branch_scale if skips else 1.0)
        delta.append(d_n.sum(axis=0))
        signals.append(d_n)
        output_gradients.append(d_output)
        if axis is None or block.z_hat is None or block.inverse_std is None:
            delta_z = d_n
            scales.append(None)
            shifts.append(None)
        else:
            scales.append((d_n * block.z_hat).sum(axis=0))
            shifts.append(d_n.sum(axis=0))
            g = d_n * parameters.scales[layer]
            along_z_hat = block.z_hat * (g * block.z_hat).mean(axis=axis, keepdims=True)
            delta_z = (g - g.mean(axis=axis, keepdims=True) - along_z_hat) * block.inverse_std
        weights.append(delta_z.T @ block.x)  # BP4
        biases.append(delta_z.sum(axis=0))  # BP3
        d_output = delta_z @ w + (skip_weight * d_output if skips else 0.0)  # BP2
    # Of numbers there are several notions of a right answer.
    accuracy = float((z.argmax(axis=1) == labels).mean()) if labels.ndim == 1 else math.nan
    return Gradients(
        value,
        accuracy,
        weights[::-1],
        biases[::-1],
        scales[::-1],
        shifts[::-1],
        delta[::-1],
        signals[::-1],
        output_gradients[::-1],
    )


# ----------------------------------------------------------------------------------- clip and optimizer


def norm(arrays: Sequence[Array]) -> float:
    """The Euclidean norm of all the elements of all the arrays together."""
    return math.sqrt(sum(float((array**2).sum()) for array in arrays))


def count_powers(values: npt.ArrayLike, dtype: str) -> npt.NDArray[np.int64]:
    """How many values lie in each signed power of two of "float32" or "float64", [2 num_exponents + 5].

    First negative ones from the largest magnitude down, then all below the smallest normal number, then positive ones
    upwards; behind them exact zeros, subnormals, Inf and NaN, of which the last two lie in no power of two.
    """
    first, last = {"float32": (-126, 127), "float64": (-1022, 1023)}[dtype]
    flat = np.asarray(values, dtype).ravel().astype(np.float64)
    finite = flat[np.isfinite(flat)]
    # size = m 2^e with 1/2 <= m < 1, so it lies in [2^(e-1), 2^e).
    exponents = np.frexp(finite)[1] - 1
    is_normal = np.abs(finite) >= np.ldexp(1.0, first)
    negative, positive = (
        np.bincount(exponents[is_normal & side] - first, minlength=last - first + 1)
        for side in (finite < 0, finite > 0)
    )
    num_zeros = int((finite == 0).sum())
    num_subnormal = int((~is_normal).sum()) - num_zeros
    num_nan = int(np.isnan(flat).sum())
    specials = [num_zeros, num_subnormal, len(flat) - len(finite) - num_nan, num_nan]
    return np.concatenate([negative[::-1], [num_zeros + num_subnormal], positive, specials])


def clip(gradients: Layers, how: str, threshold: float) -> Layers:
    """Clipped copies. "total": scaled by min(1, threshold / (norm + 1e-6)) with the norm over everything
    (Pascanu et al. 2013, with PyTorch's 1e-6); "layer": likewise, with each layer's own norm; "value":
    each element clamped to +-threshold; "off": unchanged."""
    total = norm([array for group in gradients for array in group])
    clipped: Layers = []
    for group in gradients:
        if how == "value":
            clipped.append([np.clip(array, -threshold, threshold) for array in group])
        elif how in ("total", "layer"):
            factor = min(1.0, threshold / ((total if how == "total" else norm(group)) + EPS_CLIP))
            clipped.append([array * factor for array in group])
        elif how == "off":
            clipped.append([array.copy() for array in group])
        else:
            raise ValueError(f"unknown clipping {how!r}")
    return clipped


@dataclass(frozen=True)
class OptimizerState:
    """The number of steps taken and, per parameter as in Layers, the running means of g and of g^2
    (for momentum, first is the buffer; for rmsprop, only second is used)."""

    steps: int = 0
    first: Layers = field(default_factory=list)
    second: Layers = field(default_factory=list)


@dataclass(frozen=True)
class Optimizer:
    """sgd, momentum, rmsprop or adam, with PyTorch's semantics; the state is passed in and out.

    sgd: p -= lr g. momentum: buffer = g at first, then mu buffer + g; p -= lr buffer. rmsprop (alpha 0.99):
    v = alpha v + (1 - alpha) g^2; p -= lr g / (sqrt(v) + eps). adam (Kingma & Ba 2015, alg. 1, betas 0.9,
    0.999): p -= lr m_hat / (sqrt(v_hat) + eps) with m_hat = m / (1 - beta1^t), v_hat = v / (1 - beta2^t).
    weight_decay adds weight_decay * p to g, for weight matrices only; clip before, as PyTorch users do.
    """

    name: str
    learning_rate: float
    momentum: float = 0.9
    weight_decay: float = 0.0

    def step(
        self, parameters: Layers, gradients: Layers, state: OptimizerState | None = None
    ) -> tuple[Layers, OptimizerState]:
        """New parameters and the new state; the arguments stay as they are. No state: the first step."""
        old = state or OptimizerState()
        zeros = [[np.zeros_like(p) for p in group] for group in parameters]
        t = old.steps + 1
        new, firsts, seconds = copy.deepcopy(zeros), copy.deepcopy(zeros), copy.deepcopy(zeros)
        for layer, pairs in enumerate(zip(parameters, gradients, strict=True)):
            for index, (p, raw) in enumerate(zip(*pairs, strict=True)):
                g = raw + self.weight_decay * p if p.ndim == 2 else raw
                m = (old.first or zeros)[layer][index]
                v = (old.second or zeros)[layer][index]
                new[layer][index], firsts[layer][index], seconds[layer][index] = self._update(p, g, m, v, t)
        return new, OptimizerState(t, firsts, seconds)

    def _update(self, p: Array, g: Array, m: Array, v: Array, t: int) -> tuple[Array, Array, Array]:
        """One array's step number t (from 1), all of one shape: the new (p, m, v)."""
        if self.name == "sgd":
            return p - self.learning_rate * g, m, v
        if self.name == "momentum":
            m = self.momentum * m + g  # m = 0 before the first step, so it becomes g
            return p - self.learning_rate * m, m, v
        if self.name == "rmsprop":
            v = 0.99 * v + 0.01 * g**2
            return p - self.learning_rate * g / (np.sqrt(v) + EPS_OPTIMIZER), m, v
        if self.name == "adam":
            m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
            m_hat, v_hat = m / (1.0 - 0.9**t), v / (1.0 - 0.999**t)
            return p - self.learning_rate * m_hat / (np.sqrt(v_hat) + EPS_OPTIMIZER), m, v
        raise ValueError(f"unknown optimizer {self.name!r}")


# ---------------------------------------------------------------------------------------------- data


@functools.cache
def _mnist(num_images: int) -> tuple[Array, npt.NDArray[np.int64]]:
    with gzip.open(MNIST / "train-images-idx3-ubyte.gz") as file:
        header = np.frombuffer(file.read(16), dtype=">i4")
        pixels = np.frombuffer(file.read(784 * num_images), dtype=np.uint8)
    with gzip.open(MNIST / "train-labels-idx1-ubyte.gz") as file:
        label_header = np.frombuffer(file.read(8), dtype=">i4")
        labels = np.frombuffer(file.read(num_images), dtype=np.uint8)
    if header.tolist() != [2051, 60000, 28, 28] or label_header.tolist() != [2049, 60000]:
        raise ValueError("not MNIST's training files")
    return pixels.reshape(num_images, 784) / 255.0, labels.astype(np.int64)


def mnist(num_images: int) -> tuple[Array, npt.NDArray[np.int64]]:
    """The first training images [num_images, 784] in [0, 1] and their labels [num_images]; fresh copies."""
    images, labels = _mnist(num_images)
    return images.copy(), labels.copy()
