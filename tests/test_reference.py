"""The float64 reference against scalar code, closed forms, central finite differences and known figures."""

import math
from itertools import chain, pairwise, product

import numpy as np
import pytest

import reference as ref
from reference import Array, Optimizer, Parameters

SMOOTH = ("sigmoid", "tanh", "gelu")
LOSSES = ("softmax_cross_entropy", "sigmoid_cross_entropy", "quadratic")
WIDTHS = (5, 4, 4, 4, 3)
STEP = 1e-5  # balances truncation (step^2) and rounding (1e-16 / step) errors, both about 1e-11
KINK_MARGIN = 1e-3  # no activation input may lie nearer to 0, where relu and its kin have a kink
MAX_INVERSE_STD = 20  # of the normalised z; beyond, the curvature spoils the numeric derivatives
GRADIENT_CASES = list(product(ref.ACTIVATIONS, ref.NORMALIZATION_AXES, (False, True), LOSSES))

SCALAR = {  # (phi, phi'), in scalar arithmetic and other forms than the reference's
    "sigmoid": (lambda z: 1 / (1 + math.exp(-z)), lambda z: 1 / (2 + 2 * math.cosh(z))),
    "tanh": (
        lambda z: (math.exp(2 * z) - 1) / (math.exp(2 * z) + 1),
        lambda z: 1 / math.cosh(z) ** 2,
    ),
    "relu": (lambda z: z if z > 0 else 0.0, lambda z: 1.0 if z > 0 else 0.0),
    "leaky_relu": (lambda z: z if z > 0 else z / 100, lambda z: 1.0 if z > 0 else 0.01),
    "elu": (lambda z: z if z > 0 else math.exp(z) - 1, lambda z: 1.0 if z > 0 else math.exp(z)),
    "gelu": (
        lambda z: z * math.erfc(-z / math.sqrt(2)) / 2,
        lambda z: math.erfc(-z / math.sqrt(2)) / 2 + z * math.exp(-z * z / 2) / math.sqrt(math.tau),
    ),
    "selu": (
        lambda z: 1.0507009873554805 * (z if z > 0 else 1.6732632423543772 * (math.exp(z) - 1)),
        lambda z: 1.0507009873554805 * (1.0 if z > 0 else 1.6732632423543772 * math.exp(z)),
    ),
}


def flat(layers: ref.Layers) -> list[Array]:
    return list(chain.from_iterable(layers))


def scalar_loss(
    parameters: Parameters, x: Array, labels, activation: str, normalization: str, skip: bool, loss: str
) -> float:
    """The whole network and loss once more, number by number and without numpy's vector operations."""
    phi = SCALAR[activation][0]
    rows = x.tolist()
    last = len(parameters.weights) - 1
    for layer, (w, b) in enumerate(zip(parameters.weights, parameters.biases, strict=True)):
        z = [
            [
                math.fsum(wi * xi for wi, xi in zip(unit, row, strict=True)) + bias
                for unit, bias in zip(w, b, strict=True)
            ]
            for row in rows
        ]
        if layer == last:
            rows = z
            break
        if normalization != "none":
            groups = z if normalization == "layer" else [list(column) for column in zip(*z, strict=True)]
            for group in groups:
                mean = math.fsum(group) / len(group)
                variance = math.fsum((value - mean) ** 2 for value in group) / len(group)
                group[:] = [(value - mean) / math.sqrt(variance + 1e-5) for value in group]
            if normalization == "batch":
                groups = [list(row) for row in zip(*groups, strict=True)]
            scale, shift = parameters.scales[layer], parameters.shifts[layer]
            z = [[scale[j] * value + shift[j] for j, value in enumerate(row)] for row in groups]
        add = skip and w.shape[0] == w.shape[1]
        rows = [[phi(value) + (rows[i][j] if add else 0.0) for j, value in enumerate(row)] for i, row in enumerate(z)]
    total = 0.0
    for row, label in zip(rows, labels, strict=True):
        if loss == "softmax_cross_entropy":
            total -= math.log(math.exp(row[label]) / math.fsum(map(math.exp, row)))
            continue
        for j, value in enumerate(row):
            margin = -value if j == label else value  # |sigmoid - target| = 1 / (1 + exp(-margin))
            wrong = 1 / (1 + math.exp(-margin))
            total += wrong**2 / 2 if loss == "quadratic" else math.log1p(math.exp(margin))
    return total / len(rows)


def random_case(activation: str, normalization: str, skip: bool):
    """A random network, inputs [6, 5] and labels [6], of the first seed clear of kinks and dead columns."""
    for seed in range(100):
        rng = np.random.default_rng(seed)
        pairs = list(pairwise(WIDTHS))
        hidden = WIDTHS[1:-1] if normalization != "none" else ()
        parameters = Parameters(
            [rng.normal(size=(fan_out, fan_in)) for fan_in, fan_out in pairs],
            [rng.normal(size=fan_out) for _, fan_out in pairs],
            [rng.normal(1.0, 0.3, size=width) for width in hidden],
            [rng.normal(0.0, 0.5, size=width) for width in hidden],
        )
        x, labels = rng.normal(size=(6, WIDTHS[0])), rng.integers(0, WIDTHS[-1], size=6)
        blocks, _ = ref.forward(parameters, x, activation=activation, normalization=normalization, skip=skip)
        nearest = min(np.abs(block.n).min() for block in blocks)
        sharpest = max(1.0 if b.inverse_std is None else b.inverse_std.max() for b in blocks)
        if (activation in SMOOTH or nearest > KINK_MARGIN) and sharpest < MAX_INVERSE_STD:
            return parameters, x, labels
    raise AssertionError("no seed is clear of kinks and dead columns")


def central_differences(function, arrays: list[Array], step: float = STEP) -> list[Array]:
    """d function() / d array, element by element; the arrays are changed in place and restored."""
    derivatives = []
    for array in arrays:
        derivative = np.empty_like(array)
        for index in np.ndindex(array.shape):
            middle = array[index]
            array[index] = middle + step
            above = function()
            array[index] = middle - step
            below = function()
            array[index] = middle
            derivative[index] = (above - below) / (2 * step)
        derivatives.append(derivative)
    return derivatives


def relative_error(actual: Array, expected: Array) -> float:
    """|actual - expected| / |expected| in Euclidean norms; |expected| < 1e-3, as of zeros, counts as 1e-3."""
    return float(np.linalg.norm(actual - expected) / max(np.linalg.norm(expected), 1e-3))


@pytest.mark.parametrize(("activation", "normalization", "skip", "loss"), GRADIENT_CASES)
def test_gradients_agree_with_central_differences(activation, normalization, skip, loss):
    parameters, x, labels = random_case(activation, normalization, skip)
    options = {"activation": activation, "normalization": normalization, "skip": skip}
    gradients = ref.backpropagate(parameters, x, labels, loss=loss, **options)
    offsets = [np.zeros(width) for width in WIDTHS[1:]]

    def value() -> float:
        _, z = ref.forward(parameters, x, offsets=offsets, **options)
        return ref.loss_and_slope(loss, z, labels)[0]

    assert gradients.loss == value()
    expected = scalar_loss(parameters, x, labels, activation, normalization, skip, loss)
    assert gradients.loss == pytest.approx(expected, rel=1e-13)

    analytic = flat(gradients.layers()) + gradients.delta
    arrays = flat(parameters.layers()) + offsets
    assert len(analytic) == len(arrays) == (18 if normalization != "none" else 12)
    for mine, numeric in zip(analytic, central_differences(value, arrays), strict=True):
        assert mine.shape == numeric.shape
        assert relative_error(mine, numeric) <= 1e-6

    for layer, delta in enumerate(gradients.delta):
        if normalization == "none" or layer == len(WIDTHS) - 2:
            np.testing.assert_array_equal(delta, gradients.biases[layer])
        else:
            np.testing.assert_array_equal(delta, gradients.shifts[layer])
    if normalization == "none":
        assert gradients.scales == gradients.shifts == [None] * 3
    if normalization == "batch":  # the mean takes away any bias before it
        assert all(np.abs(bias).max() < 1e-12 for bias in gradients.biases[:-1])


@pytest.mark.parametrize("normalization", ref.NORMALIZATION_AXES)
@pytest.mark.parametrize(("branch_scale", "skip_weight"), [(0.0, 1.0), (0.37, 1.0), (0.37, 0.6)])
@pytest.mark.parametrize("loss", ["squared_error", "quadratic", "sigmoid_cross_entropy"])
def test_gradients_of_scaled_branches_and_of_numbers_that_are_asked_for(normalization, branch_scale, skip_weight, loss):
    """Also with respect to what each layer hands on: an offset added behind its skip connection."""
    parameters, x, _ = random_case("tanh", normalization, True)
    numbers = np.random.default_rng(2).uniform(0, 1, (len(x), WIDTHS[-1]))
    scales = {"branch_scale": branch_scale, "skip_weight": skip_weight}
    options = {"activation": "tanh", "normalization": normalization, "skip": True, **scales}
    gradients = ref.backpropagate(parameters, x, numbers, loss=loss, **options)
    offsets = [np.zeros(width) for width in WIDTHS[1:]]

    def value() -> float:
        return ref.loss_and_slope(loss, ref.forward(parameters, x, offsets=offsets, **options)[1], numbers)[0]

    assert gradients.loss == value()
    numeric = central_differences(value, flat(parameters.layers()) + offsets)
    for mine, other in zip(flat(gradients.layers()) + gradients.delta, numeric, strict=True):
        assert relative_error(mine, other) <= 1e-6
    blocks, _ = ref.forward(parameters, x, **options)
    for layer, block in enumerate(blocks):
        # The rest of the network, which reads what this layer hands on.
        parts = [parameters.weights, parameters.biases, parameters.scales, parameters.shifts]
        rest = Parameters(*(part[layer + 1 :] for part in parts))
        given = block.output.copy()
        behind = options if rest.scales else options | {"normalization": "none"}

        def value_behind(rest=rest, given=given, behind=behind) -> float:
            return ref.loss_and_slope(loss, ref.forward(rest, given, **behind)[1], numbers)[0]

        assert value_behind() == pytest.approx(gradients.loss, rel=1e-13)
        (slope,) = central_differences(value_behind, [given])
        assert relative_error(gradients.output_gradients[layer], slope) <= 1e-6
    np.testing.assert_array_equal(gradients.output_gradients[-1], gradients.signals[-1])


@pytest.mark.parametrize("normalization", ["batch", "layer"])
def test_gradients_where_the_variance_is_as_small_as_eps(normalization):
    """Pre-activations spread by about sqrt(eps) = 0.003: eps counts in the value and in the derivative."""
    rng = np.random.default_rng(1)
    w = [rng.normal(size=(4, 5)) * 3e-3, rng.normal(size=(3, 4))]
    b = [rng.normal(size=4) * 3e-3, rng.normal(size=3)]
    parameters = Parameters(w, b, [rng.normal(1, 0.3, size=4)], [rng.normal(size=4)])
    x, labels = rng.normal(size=(6, 5)), rng.integers(0, 3, size=6)
    options = {"activation": "tanh", "normalization": normalization, "skip": False}
    loss = "sigmoid_cross_entropy"

    def value() -> float:
        return ref.loss_and_slope(loss, ref.forward(parameters, x, **options)[1], labels)[0]

    gradients = ref.backpropagate(parameters, x, labels, loss=loss, **options)
    inverse_std = ref.forward(parameters, x, **options)[0][0].inverse_std
    assert 50 < inverse_std.min() < inverse_std.max() < 305  # 1 / sqrt(eps) = 316
    assert gradients.loss == pytest.approx(scalar_loss(parameters, x, labels, *options.values(), loss), rel=1e-13)
    numeric = central_differences(value, [w[0], b[0]], step=1e-7)
    assert relative_error(gradients.weights[0], numeric[0]) <= 1e-6
    if normalization == "layer":
        assert relative_error(gradients.biases[0], numeric[1]) <= 1e-6


@pytest.mark.parametrize("name", ref.ACTIVATIONS)
def test_activations_have_their_closed_forms(name):
    phi, slope = ref.ACTIVATIONS[name]
    z = np.concatenate([np.linspace(-8, 8, 161), [-1e-3, 1e-3, -0.7, 0.3]])
    np.testing.assert_allclose(phi(z), [SCALAR[name][0](v) for v in z.tolist()], rtol=1e-13, atol=2e-15)
    np.testing.assert_allclose(slope(z), [SCALAR[name][1](v) for v in z.tolist()], rtol=1e-13, atol=2e-15)
    away = z[np.abs(z) > 2 * STEP]
    numeric = (phi(away + STEP) - phi(away - STEP)) / (2 * STEP)
    np.testing.assert_allclose(slope(away), numeric, atol=1e-9)
    extreme = np.array([-1e4, 1e4])
    assert np.isfinite(phi(extreme)).all()
    assert np.isfinite(slope(extreme)).all()


@pytest.mark.parametrize(
    ("name", "z", "value", "slope"),
    [
        ("sigmoid", math.log(3), 3 / 4, 3 / 16),
        ("tanh", math.log(2), 3 / 5, 16 / 25),
        ("relu", 0.0, 0.0, 0.0),
        ("leaky_relu", 0.0, 0.0, 0.01),
        ("leaky_relu", -2.0, -0.02, 0.01),
        ("elu", 0.0, 0.0, 1.0),
        ("elu", -math.log(2), -1 / 2, 1 / 2),
        ("gelu", 0.0, 0.0, 1 / 2),
        ("gelu", 1.0, 0.8413447460685429, 0.8413447460685429 + 0.24197072451914337),
        ("selu", 0.0, 0.0, 1.7580993408473766),
        ("selu", -math.log(2), -1.7580993408473766 / 2, 1.7580993408473766 / 2),
    ],
)
def test_activations_at_known_points(name, z, value, slope):
    phi, derivative = ref.ACTIVATIONS[name]
    assert phi(np.array([z]))[0] == pytest.approx(value, rel=1e-14, abs=1e-16)
    assert derivative(np.array([z]))[0] == pytest.approx(slope, rel=1e-14)


def test_selu_keeps_zero_mean_and_unit_variance():
    """Its constants solve E[selu(Z)] = 0 and E[selu(Z)^2] = 1 for a standard normal Z."""
    z = np.linspace(-12, 12, 480_001)
    density = np.exp(-z * z / 2) / math.sqrt(math.tau) * (z[1] - z[0])
    a = ref.ACTIVATIONS["selu"][0](z)
    assert (a * density).sum() == pytest.approx(0.0, abs=1e-8)
    assert (a * a * density).sum() == pytest.approx(1.0, abs=1e-8)


@pytest.mark.parametrize(
    ("loss", "value"),
    [("softmax_cross_entropy", 1000.0), ("sigmoid_cross_entropy", 2000.0), ("quadratic", 1.0)],
)
def test_losses_stay_finite_far_out(loss, value):
    z = np.array([[1000.0, -1000.0]]) / (2 if loss == "softmax_cross_entropy" else 1)
    wrong, slope = ref.loss_and_slope(loss, z, np.array([1]))
    right, _ = ref.loss_and_slope(loss, z, np.array([0]))
    assert wrong == value
    assert right == 0.0
    np.testing.assert_array_equal(slope, [[0.0, 0.0]] if loss == "quadratic" else [[1.0, -1.0]])


def test_losses_at_zero_outputs():
    z, labels = np.zeros((4, 10)), np.arange(4)
    assert ref.loss_and_slope("softmax_cross_entropy", z, labels)[0] == pytest.approx(math.log(10))
    assert ref.loss_and_slope("sigmoid_cross_entropy", z, labels)[0] == pytest.approx(10 * math.log(2))
    assert ref.loss_and_slope("quadratic", z, labels)[0] == pytest.approx(10 / 8)


def test_the_losses_of_numbers_at_known_points():
    z, numbers = np.array([[0.0, 2.0], [1.0, -1.0]]), np.array([[1.0, 0.0], [1.0, 1.0]])
    value, slope = ref.loss_and_slope("squared_error", z, numbers)
    assert value == (1 + 4 + 0 + 4) / 4
    np.testing.assert_array_equal(slope, [[-0.5, 1.0], [0.0, -1.0]])
    half = np.array([[0.0, 0.0]])
    assert ref.loss_and_slope("quadratic", half, np.array([[0.5, 1.0]]))[0] == pytest.approx(1 / 8)
    assert ref.loss_and_slope("sigmoid_cross_entropy", half, np.array([[0.3, 0.9]]))[0] == pytest.approx(
        2 * math.log(2)
    )


def test_accuracy_counts_the_largest_output():
    parameters = Parameters([np.eye(3)], [np.zeros(3)])
    x = np.array([[2.0, 1, 0], [0, 1, 2], [0, 3, 1], [9, 0, 1]])
    options = {"activation": "relu", "normalization": "none", "skip": False, "loss": "quadratic"}
    gradients = ref.backpropagate(parameters, x, np.array([0, 2, 0, 2]), **options)
    assert gradients.accuracy == 0.5
    assert len(gradients.delta) == 1


def test_parameters_refuse_single_precision_and_odd_lengths():
    with pytest.raises(TypeError, match="float32"):
        Parameters([np.eye(2, dtype=np.float32)], [np.zeros(2)])  # type: ignore[list-item]
    with pytest.raises(ValueError, match="every hidden layer"):
        Parameters([np.eye(2)] * 3, [np.zeros(2)] * 3, [np.ones(2)], [np.zeros(2)])
    two = Parameters([np.eye(2)] * 2, [np.zeros(2)] * 2)
    with pytest.raises(ValueError, match="needs scales"):
        ref.forward(two, np.ones((1, 2)), activation="relu", normalization="batch", skip=False)


def test_parameters_survive_the_grouping_by_layer():
    parameters, _, _ = random_case("tanh", "layer", True)
    again = Parameters.from_layers(parameters.layers())
    for name in ("weights", "biases", "scales", "shifts"):
        assert all(a is b for a, b in zip(getattr(parameters, name), getattr(again, name), strict=True))
    assert [len(group) for group in again.layers()] == [4, 4, 4, 2]


# ----------------------------------------------------------------------------------- clip and optimizer


def some_gradients() -> ref.Layers:
    return [[np.array([[3.0, 0.0]]), np.array([4.0])], [np.array([[0.0, 12.0]]), np.array([0.0])]]


def test_clip_total_and_layer_scale_to_the_threshold():
    total = ref.clip(some_gradients(), "total", 6.5)  # norms 5 and 12, together 13
    for new, old in zip(flat(total), flat(some_gradients()), strict=True):
        np.testing.assert_allclose(new, old * 6.5 / (13 + 1e-6), rtol=1e-15)
    first, second = ref.clip(some_gradients(), "layer", 10.0)
    np.testing.assert_array_equal(first[0], [[3.0, 0.0]])  # 5 < 10: untouched
    np.testing.assert_allclose(second[0], [[0.0, 12.0 * 10 / (12 + 1e-6)]], rtol=1e-15)
    assert ref.norm(second) == pytest.approx(10.0, rel=1e-7)
    np.testing.assert_array_equal(ref.clip(some_gradients(), "value", 3.5)[0][1], [3.5])
    negative = ref.clip([[np.array([-4.0, 1.0])]], "value", 3.5)
    np.testing.assert_array_equal(negative[0][0], [-3.5, 1.0])


@pytest.mark.parametrize("how", ["off", "total", "layer", "value"])
def test_clip_leaves_small_gradients_and_its_argument_alone(how):
    gradients = some_gradients()
    for threshold in (100.0, 0.5):
        clipped = ref.clip(gradients, how, threshold)
        new, old = flat(clipped), flat(some_gradients())
        if how == "off" or threshold == 100.0:
            assert all(np.array_equal(a, b) for a, b in zip(new, old, strict=True))
        else:
            largest = {"total": ref.norm(new), "layer": max(map(ref.norm, clipped))}
            assert largest.get(how, max(np.abs(a).max() for a in new)) <= 0.5
        assert all(np.array_equal(a, b) for a, b in zip(flat(gradients), old, strict=True))
        assert not any(a is b for a, b in zip(new, flat(gradients), strict=True))


def test_clip_of_a_zero_gradient_is_zero():
    assert not ref.clip([[np.zeros(3)]], "total", 1.0)[0][0].any()


def test_unknown_names_are_refused():
    with pytest.raises(ValueError, match="clipping"):
        ref.clip(some_gradients(), "norm", 1.0)
    with pytest.raises(ValueError, match="loss"):
        ref.loss_and_slope("hinge", np.zeros((1, 2)), np.array([0]))
    with pytest.raises(ValueError, match="optimizer"):
        Optimizer("lion", 0.1).step(some_gradients(), some_gradients())


# By hand, p = 1, lr = 0.1, g = 1/2 and then -1/4:
# rmsprop: v = 0.0025, 0.99 * 0.0025 + 0.01 / 16 = 0.0031
# adam: m = 0.05, 0.02; v = 0.00025, 0.00031225; 1 - beta^2 = 0.19, 0.001999
RMSPROP_1 = 1 - 0.05 / (0.05 + 1e-8)
ADAM_1 = 1 - 0.05 / (0.5 + 1e-8)
BY_HAND = {
    "sgd": (0.95, 0.975),
    "momentum": (0.95, 0.93),  # buffers 0.5 and 0.9 * 0.5 - 0.25 = 0.2
    "rmsprop": (RMSPROP_1, RMSPROP_1 + 0.025 / (math.sqrt(0.0031) + 1e-8)),
    "adam": (ADAM_1, ADAM_1 - 0.1 * (0.02 / 0.19) / (math.sqrt(0.00031225 / 0.001999) + 1e-8)),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_optimizers_take_the_steps_computed_by_hand(name):
    optimizer = Optimizer(name, 0.1)
    start = [[np.array([[1.0]]), np.array([1.0])]]
    first, state = optimizer.step(start, [[np.array([[0.5]]), np.array([0.5])]])
    assert state.steps == 1
    second, state = optimizer.step(first, [[np.array([[-0.25]]), np.array([-0.25])]], state)
    assert state.steps == 2
    for index in (0, 1):
        assert start[0][index].item() == 1.0
        assert first[0][index].item() == pytest.approx(BY_HAND[name][0], rel=1e-13, abs=1e-15)
        assert second[0][index].item() == pytest.approx(BY_HAND[name][1], rel=1e-13)


@pytest.mark.parametrize("name", BY_HAND)
def test_weight_decay_is_an_l2_term_of_the_matrices_only(name):
    """Decay 0.2 on p = 1 turns the given gradient 0.3 into 0.5, and the second one into -0.25 again."""
    optimizer = Optimizer(name, 0.1, weight_decay=0.2)
    start = [[np.array([[1.0]]), np.array([1.0])]]
    first, state = optimizer.step(start, [[np.array([[0.3]]), np.array([0.5])]])
    given = -0.25 - 0.2 * first[0][0].item()
    second, _ = optimizer.step(first, [[np.array([[given]]), np.array([-0.25])]], state)
    for index in (0, 1):
        assert first[0][index].item() == pytest.approx(BY_HAND[name][0], rel=1e-13, abs=1e-15)
        assert second[0][index].item() == pytest.approx(BY_HAND[name][1], rel=1e-13)


def test_momentum_coefficient_is_used():
    half = Optimizer("momentum", 0.1, momentum=0.5)
    first, state = half.step([[np.array([1.0])]], [[np.array([0.5])]])
    second, _ = half.step(first, [[np.array([-0.25])]], state)
    assert second[0][0].item() == pytest.approx(0.95)  # buffer 0.25 - 0.25 = 0


# ------------------------------------------------------------------------------- MNIST, known figures


def test_mnist_is_mnist():
    images, labels = ref.mnist(1000)
    assert images.shape == (1000, 784)
    assert images.dtype == np.float64
    assert labels.dtype == np.int64
    assert (images.min(), images.max()) == (0.0, 1.0)
    assert labels[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    images[:] = 7.0
    again, _ = ref.mnist(1000)
    assert again.max() == 1.0


def delta_norms(num_hidden: int, seed: int) -> list[float]:
    """|delta| of the hidden layers of 30 sigmoid units at w ~ N(0, 1/fan_in), b ~ N(0, 1) (Nielsen ch. 5)."""
    rng = np.random.default_rng(seed)
    widths = [784, *[30] * num_hidden, 10]
    pairs = list(pairwise(widths))
    parameters = Parameters(
        [rng.normal(size=(fan_out, fan_in)) / math.sqrt(fan_in) for fan_in, fan_out in pairs],
        [rng.normal(size=fan_out) for _, fan_out in pairs],
    )
    images, labels = ref.mnist(1000)
    options = {"activation": "sigmoid", "normalization": "none", "skip": False}
    gradients = ref.backpropagate(parameters, images, labels, loss="sigmoid_cross_entropy", **options)
    return [float(np.linalg.norm(delta)) for delta in gradients.delta[:-1]]


@pytest.mark.parametrize(
    "expected",
    [(0.058, 0.278), (0.0118, 0.057, 0.295), (0.0022, 0.0111, 0.0565, 0.282)],
    ids=["2 hidden", "3 hidden", "4 hidden"],
)
def test_vanishing_gradient_has_its_known_size(expected):
    medians = np.median([delta_norms(len(expected), seed) for seed in range(40)], axis=0)
    np.testing.assert_allclose(medians, expected, rtol=0.2)
    assert (np.diff(medians) > 0).all()


# ------------------------------------------------------------------------------------------------ powers of two


@pytest.mark.parametrize(("dtype", "first", "last"), [("float32", -126, 127), ("float64", -1022, 1023)])
def test_powers_of_two_are_counted_as_one_by_one(dtype, first, last):
    """Each value is sought among the powers by comparing; edges belong to the power away from zero."""
    rng = np.random.default_rng(0)
    of_any_size = rng.choice([-1.0, 1.0], 2000) * np.exp2(rng.uniform(first - 20, last, 2000))
    edges = [sign * 2.0**exponent for sign in (-1, 1) for exponent in (first, first + 1, -1, 0, 1, last)]
    largest = float(np.finfo(dtype).max)
    specials = [0.0, -0.0, math.inf, -math.inf, -math.inf, math.nan, largest, -largest]
    values = np.array([*of_any_size, *edges, *specials]).astype(dtype)
    expected = [0] * (2 * (last - first + 1) + 1)
    middle = last - first + 1
    for value in values.tolist():
        if value == 0 or not math.isfinite(value) or abs(value) < 2.0**first:
            expected[middle] += math.isfinite(value)
            continue
        exponent = first
        while exponent < last and abs(value) >= 2.0 ** (exponent + 1):
            exponent += 1
        expected[middle + (1 if value > 0 else -1) * (exponent - first + 1)] += 1
    num_subnormal = sum(0 < abs(value) < 2.0**first for value in values.tolist())
    assert num_subnormal > 5
    assert ref.count_powers(values, dtype).tolist() == [*expected, 2, num_subnormal, 3, 1]
    assert ref.count_powers(values.reshape(2, -1), dtype).tolist() == [*expected, 2, num_subnormal, 3, 1]


def test_powers_of_two_of_nothing():
    assert not ref.count_powers([], "float64").any()
