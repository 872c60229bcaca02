"""An independent float64 reference: a plain or residual convolutional network, forward and backward.

Plain numpy, derived by hand from the published formulas; nothing is shared with the program under test.
Shapes: N images [C, height, width]; kernels 3 x 3, one pixel of zeros around, stride 1 or 2. Layers come in pairs,
behind none or some that stand alone: with skip, a pair's input is added before the second layer's activation where
shapes agree (He et al. 2015, fig. 2).
test_reference_convolution.py validates every function here against scalar code and central finite differences.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reference import ACTIVATIONS, EPS_NORMALIZATION, Array, loss_and_slope

OFFSETS_3X3 = [(row, column) for row in range(3) for column in range(3)]
# Axes of [N, C, height, width] over which a normalization takes mean and variance.
NORMALIZATION_AXES: dict[str, tuple[int, ...] | None] = {"none": None, "batch": (0, 2, 3), "layer": (1, 2, 3)}


@dataclass(frozen=True)
class Convolution:
    """w [C_out, C_in, 3, 3], b, scale (gamma), shift (beta) [C_out]; stride 1 or 2. float64."""

    w: Array
    b: Array
    scale: Array
    shift: Array
    stride: int = 1

    def __post_init__(self) -> None:
        for array in (self.w, self.b, self.scale, self.shift):
            if array.dtype != np.float64:
                raise TypeError(f"the reference works in float64, not {array.dtype}")

    def arrays(self) -> list[Array]:
        """The parameters in the order of the fields."""
        return [self.w, self.b, self.scale, self.shift]


@dataclass(frozen=True)
class ImageNetwork:
    """layers from the input, then the mean over all positions, then output weights w [K, C] and bias b [K].

    normalization: a key of NORMALIZATION_AXES, after every convolution; num_alone: layers before the first pair (He et
    al. 2015 have one); branch_scale s: of the branch where the pair's input is added, and nowhere else; skip_weight k:
    of that input there.
    """

    layers: Sequence[Convolution]
    w: Array
    b: Array
    activation: str = "relu"
    normalization: str = "batch"
    skip: bool = False
    num_alone: int = 0
    branch_scale: float = 1.0
    skip_weight: float = 1.0

    def starts_pair(self, number: int) -> bool:
        """Whether layer `number` (from 0) is the first of a pair."""
        return number >= self.num_alone and (number - self.num_alone) % 2 == 0

    def ends_pair(self, number: int) -> bool:
        """Whether it is the second of a pair."""
        return number > self.num_alone and self.starts_pair(number - 1)


@dataclass(frozen=True)
class ConvolutionTrace:
    """Of one layer: its input x, (z - mean) / std as z_hat and 1 / std (None if unnormalised), the activation's input n
    and its output, all [N, C, height, width] of their place; joined: whether n holds the pair's input."""

    x: Array
    z_hat: Array | None
    inverse_std: Array | None
    n: Array
    output: Array
    joined: bool


@dataclass(frozen=True)
class ConvolutionGradients:
    """Of one layer, shaped as in Convolution; scale and shift None if unnormalised.

    signals [N, C, height, width]: dC/dn, at the activation's input; delta [C]: its sum over images and positions, the
    gradient with respect to a bias per channel added right before the activation (which is not shift's gradient
    where the branch is scaled: the scale comes after the normalization).
    """

    w: Array
    b: Array
    scale: Array | None
    shift: Array | None
    signals: Array
    delta: Array

    def arrays(self) -> list[Array]:
        """Ordered as Convolution.arrays(), without what is None."""
        return [array for array in (self.w, self.b, self.scale, self.shift) if array is not None]


@dataclass(frozen=True)
class ImageGradients:
    """loss, layers, and the gradients w [K, C] and b [K] of the output layer; b is also its delta."""

    loss: float
    layers: list[ConvolutionGradients]
    w: Array
    b: Array


def _patches(x: Array, stride: int) -> Array:
    """What each kernel element sees of x [N, C, height, width]: [9, N, C, height_out, width_out]."""
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    height, width = ((size - 1) // stride + 1 for size in x.shape[2:])
    reach_down, reach_right = (height - 1) * stride + 1, (width - 1) * stride + 1
    return np.stack([padded[:, :, r : r + reach_down : stride, c : c + reach_right : stride] for r, c in OFFSETS_3X3])


def convolve(x: Array, w: Array, b: Array, stride: int) -> Array:
    """z[n, o, i, j] = b[o] + sum_{c, r, s} w[o, c, r, s] x[n, c, stride i + r - 1, stride j + s - 1], x = 0 outside."""
    kernel = w.reshape(*w.shape[:2], 9)
    z: Array = np.einsum("kncij,ock->noij", _patches(x, stride), kernel) + b[:, None, None]
    return z


def convolve_backward(x: Array, w: Array, stride: int, d_z: Array) -> tuple[Array, Array, Array]:
    """dC/dx, dC/dw and dC/db of convolve for d_z = dC/dz."""
    d_w = np.einsum("noij,kncij->ock", d_z, _patches(x, stride)).reshape(w.shape)
    height, width = x.shape[2:]
    padded = np.zeros((*x.shape[:2], height + 2, width + 2))
    reach_down, reach_right = (d_z.shape[2] - 1) * stride + 1, (d_z.shape[3] - 1) * stride + 1
    for r, c in OFFSETS_3X3:  # every place of the input that a kernel element has seen gets its share back
        part = np.einsum("noij,oc->ncij", d_z, w[:, :, r, c])
        padded[:, :, r : r + reach_down : stride, c : c + reach_right : stride] += part
    return padded[:, :, 1:-1, 1:-1], d_w, d_z.sum(axis=(0, 2, 3))


def forward(
    network: ImageNetwork, x: Array, offsets: Sequence[Array] | None = None
) -> tuple[list[ConvolutionTrace], Array]:
    """The layers' traces and the answers z [N, K] for images x [N, C, height, width].

    Any layer: phi(norm(conv x)), but the second of a pair, with skip and where the pair's input p has the shape of
    norm(conv x): phi(s norm(conv x) + k p). offsets[l] [C] is the explicit bias that defines delta[l]: it is added to
    n. norm = gamma (z - mean) / sqrt(var + eps) + beta with the biased variance, per channel over images and positions
    ("batch", Ioffe & Szegedy 2015, section 3.2) or per image over channels and positions ("layer", Ba et al. 2016).
    """
    phi = ACTIVATIONS[network.activation][0]
    axes = NORMALIZATION_AXES[network.normalization]
    traces: list[ConvolutionTrace] = []
    values = np.asarray(x, np.float64)
    pair_input = values
    for number, layer in enumerate(network.layers):
        if network.starts_pair(number):
            pair_input = values
        n = convolve(values, layer.w, layer.b, layer.stride)
        z_hat = inverse_std = None
        if axes is not None:
            centred = n - n.mean(axis=axes, keepdims=True)
            inverse_std = 1.0 / np.sqrt((centred**2).mean(axis=axes, keepdims=True) + EPS_NORMALIZATION)
            z_hat = centred * inverse_std
            n = layer.scale[:, None, None] * z_hat + layer.shift[:, None, None]
        joined = network.skip and network.ends_pair(number) and pair_input.shape == n.shape
        if joined:
            n = network.branch_scale * n + network.skip_weight * pair_input
        if offsets is not None:
            n = n + offsets[number][:, None, None]
        traces.append(ConvolutionTrace(values, z_hat, inverse_std, n, phi(n), joined))
        values = traces[-1].output
    return traces, values.mean(axis=(2, 3)) @ network.w.T + network.b


def backpropagate(network: ImageNetwork, x: Array, labels: npt.NDArray[np.int64], loss: str) -> ImageGradients:
    """Gradients of the mean loss (reference.loss_and_slope) for images x and labels [N]."""
    slope = ACTIVATIONS[network.activation][1]
    axes = NORMALIZATION_AXES[network.normalization]
    traces, z = forward(network, x)
    value, d_answers = loss_and_slope(loss, z, labels)
    top = traces[-1].output
    pooled = top.mean(axis=(2, 3))
    num_positions = top.shape[2] * top.shape[3]
    d_output = np.broadcast_to((d_answers @ network.w)[:, :, None, None] / num_positions, top.shape)
    gradients: list[ConvolutionGradients] = []
    past_the_branch: Array | None = None  # dC/d(pair's input) along the skip, until the pair's first layer is passed
    for number in reversed(range(len(traces))):
        layer, trace = network.layers[number], traces[number]
        signals = d_output * slope(trace.n)
        d_branch = signals
        if trace.joined:
            past_the_branch = network.skip_weight * signals
            d_branch = network.branch_scale * signals
        d_scale = d_shift = None
        d_z = d_branch
        if trace.z_hat is not None and trace.inverse_std is not None:
            d_scale = (d_branch * trace.z_hat).sum(axis=(0, 2, 3))
            d_shift = d_branch.sum(axis=(0, 2, 3))
            g = d_branch * layer.scale[:, None, None]
            along = trace.z_hat * (g * trace.z_hat).mean(axis=axes, keepdims=True)
            d_z = (g - g.mean(axis=axes, keepdims=True) - along) * trace.inverse_std
        d_output, d_w, d_b = convolve_backward(trace.x, layer.w, layer.stride, d_z)
        if network.starts_pair(number) and past_the_branch is not None:
            d_output = d_output + past_the_branch
            past_the_branch = None
        gradients.append(ConvolutionGradients(d_w, d_b, d_scale, d_shift, signals, signals.sum(axis=(0, 2, 3))))
    return ImageGradients(value, gradients[::-1], d_answers.T @ pooled, d_answers.sum(axis=0))
