"""The float64 reference of convolutional networks against scalar code and central finite differences."""

import math
from itertools import product

import numpy as np
import pytest

import reference_convolution as ref
from reference import Array, loss_and_slope
from shared import some_long
from test_reference import SCALAR, central_differences, relative_error

NUM, CLASSES = 3, 3
KINK_MARGIN = 1e-3  # no activation input may lie nearer to 0, where relu has a kink
MAX_INVERSE_STD = 20
# Channels from the input and stride of each layer: a pair of one shape, one that halves the image, one of one shape and
# half a pair.
LAYERS = [(2, 2, 1), (2, 2, 1), (2, 3, 2), (3, 3, 1), (3, 3, 1), (3, 3, 1), (3, 4, 1)]
CASES = [(*case, 0) for case in product(("relu", "tanh"), ref.NORMALIZATION_AXES, (False, True))]
CASES += [("relu", "batch", True, 1), ("tanh", "none", True, 1)]
ADDED = {0: (1, 5), 1: (4,)}  # by the number of layers that stand alone: where a pair's input fits


def random_case(activation: str, normalization: str, skip: bool, num_alone: int = 0):
    """A random network, images [3, 2, 4, 5] and labels, of the first seed clear of kinks and flat channels."""
    for seed in range(400):
        rng = np.random.default_rng(seed)
        layers = [
            ref.Convolution(
                rng.normal(size=(after, before, 3, 3)) / math.sqrt(9 * before),
                rng.normal(size=after) * 0.5,
                rng.normal(1.0, 0.3, size=after),
                rng.normal(0.0, 0.5, size=after),
                stride,
            )
            for before, after, stride in LAYERS
        ]
        w, b = rng.normal(size=(CLASSES, LAYERS[-1][1])), rng.normal(size=CLASSES)
        network = ref.ImageNetwork(layers, w, b, activation, normalization, skip, num_alone, 0.6, 0.7)
        x, labels = rng.normal(size=(NUM, 2, 4, 5)), rng.integers(0, CLASSES, size=NUM)
        traces, _ = ref.forward(network, x)
        nearest = min(np.abs(trace.n).min() for trace in traces)
        sharpest = max(1.0 if t.inverse_std is None else t.inverse_std.max() for t in traces)
        if (activation != "relu" or nearest > KINK_MARGIN) and sharpest < MAX_INVERSE_STD:
            return network, x, labels
    raise AssertionError("no seed is clear of kinks and flat channels")


def scalar_convolution(image: list, layer: ref.Convolution) -> list:
    """One image as nested lists [C][height][width], one multiplication after the other."""
    height, width = len(image[0]), len(image[0][0])
    result = []
    for kernel, bias in zip(layer.w.tolist(), layer.b.tolist(), strict=True):
        rows = []
        for top in range(-1, height - 1, layer.stride):
            row = []
            for left in range(-1, width - 1, layer.stride):
                total = bias
                for channel, r, s in product(range(len(image)), range(3), range(3)):
                    if 0 <= top + r < height and 0 <= left + s < width:
                        total += kernel[channel][r][s] * image[channel][top + r][left + s]
                row.append(total)
            rows.append(row)
        result.append(rows)
    return result


def scalar_loss(network: ref.ImageNetwork, x: Array, labels) -> float:
    """The whole network and softmax cross-entropy once more; normalization by numpy over one group at a time."""
    phi = np.frompyfunc(SCALAR[network.activation][0], 1, 1)
    images = x
    pair_input = images
    for number, layer in enumerate(network.layers):
        if number % 2 == network.num_alone % 2:
            pair_input = images
        z = np.array([scalar_convolution(image, layer) for image in images.tolist()])
        if network.normalization == "batch":
            for group in z.transpose(1, 0, 2, 3):
                group -= np.mean(group)
                group /= math.sqrt(np.mean(group**2) + 1e-5)
        elif network.normalization == "layer":
            for group in z:
                group -= np.mean(group)
                group /= math.sqrt(np.mean(group**2) + 1e-5)
        if network.normalization != "none":
            for channel, group in enumerate(z.transpose(1, 0, 2, 3)):
                group *= layer.scale[channel]
                group += layer.shift[channel]
        if network.skip and number in ADDED[network.num_alone]:
            z = network.skip_weight * pair_input + network.branch_scale * z
        images = phi(z).astype(float)
    total = 0.0
    for image, label in zip(images, labels, strict=True):
        means = [float(np.mean(channel)) for channel in image]
        z = [math.fsum(np.multiply(row, means)) + bias for row, bias in zip(network.w, network.b.tolist(), strict=True)]
        total += math.log(math.fsum(map(math.exp, z))) - z[label]
    return total / len(labels)


@pytest.mark.parametrize(("activation", "normalization", "skip", "num_alone"), some_long(CASES))
def test_gradients_agree_with_central_differences(activation, normalization, skip, num_alone):
    network, x, labels = random_case(activation, normalization, skip, num_alone)
    loss = "softmax_cross_entropy"
    gradients = ref.backpropagate(network, x, labels, loss)
    offsets = [np.zeros(len(layer.b)) for layer in network.layers]

    def value() -> float:
        return loss_and_slope(loss, ref.forward(network, x, offsets)[1], labels)[0]

    assert gradients.loss == pytest.approx(value(), rel=1e-15)
    assert gradients.loss == pytest.approx(scalar_loss(network, x, labels), rel=1e-12)
    joined = [trace.joined for trace in ref.forward(network, x)[0]]
    assert joined == [skip and number in ADDED[num_alone] for number in range(len(LAYERS))]

    analytic, arrays = [gradients.w, gradients.b], [network.w, network.b]
    for layer, mine, offset in zip(network.layers, gradients.layers, offsets, strict=True):
        analytic += [*mine.arrays(), mine.delta]
        arrays += [*layer.arrays()[: len(mine.arrays())], offset]
        assert (mine.scale is None) == (normalization == "none")
    for actual, numeric in zip(analytic, central_differences(value, arrays), strict=True):
        assert actual.shape == numeric.shape
        assert relative_error(actual, numeric) <= 1e-6


def test_delta_is_the_shifts_gradient_divided_by_the_branch_scale():
    network, x, labels = random_case("tanh", "batch", True)
    gradients = ref.backpropagate(network, x, labels, "softmax_cross_entropy")
    for number, mine in enumerate(gradients.layers):
        factor = network.branch_scale if number in (1, 5) else 1.0
        np.testing.assert_allclose(mine.shift, factor * mine.delta, rtol=1e-12)
        assert np.abs(mine.b).max() < 1e-12  # the mean takes away any bias before it


@pytest.mark.parametrize(
    ("stride", "size", "expected"), [(1, (4, 5), (4, 5)), (2, (4, 5), (2, 3)), (2, (7, 1), (4, 1))]
)
def test_convolution_is_its_scalar_sum_and_its_backward_pass_the_transpose(stride, size, expected):
    rng = np.random.default_rng(0)
    layer = ref.Convolution(rng.normal(size=(3, 2, 3, 3)), rng.normal(size=3), np.ones(3), np.zeros(3), stride)
    x = rng.normal(size=(2, 2, *size))
    z = ref.convolve(x, layer.w, layer.b, stride)
    assert z.shape == (2, 3, *expected)
    np.testing.assert_allclose(z, [scalar_convolution(image, layer) for image in x.tolist()], rtol=1e-12)
    # <A x, y> = <x, A^T y> for the linear map A, and likewise in w.
    y = rng.normal(size=z.shape)
    d_x, d_w, d_b = ref.convolve_backward(x, layer.w, stride, y)
    linear = float(((z - layer.b[:, None, None]) * y).sum())
    assert float((x * d_x).sum()) == pytest.approx(linear, rel=1e-12)
    assert float((layer.w * d_w).sum()) == pytest.approx(linear, rel=1e-12)
    np.testing.assert_allclose(d_b, y.sum(axis=(0, 2, 3)), rtol=1e-14)


def test_only_float64_is_taken():
    with pytest.raises(TypeError, match="float32"):
        ref.Convolution(np.zeros((1, 1, 3, 3), np.float32), np.zeros(1), np.ones(1), np.zeros(1))
