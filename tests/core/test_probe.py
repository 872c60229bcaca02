"""The instrument: norms of numbers of any size, the path for graphics cards, histograms, the origin of a NaN."""

import dataclasses
import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gradiometer.bins import BINS
from gradiometer.clippings import CLIPPINGS
from gradiometer.network import Network
from gradiometer.normalizations import NORMALIZATIONS
from gradiometer.probe import Probe, norm

WIDTHS = (5, 4, 3)
DTYPES = {"float32": torch.float32, "float64": torch.float64}


def true_norm(values: np.ndarray) -> float:
    """By math.hypot, which scales; NaN before Inf."""
    values = values.astype(float).ravel()
    return math.nan if np.isnan(values).any() else math.hypot(*values.tolist())


def assert_same_norm(actual: float, values: np.ndarray, tolerance: float) -> None:
    """Zero only where all is zero, NaN before Inf before a number."""
    expected = true_norm(values)
    if math.isnan(expected):
        assert math.isnan(actual)
    elif math.isinf(expected):
        # A norm of finite values past float64 is Inf too.
        assert actual == math.inf
    else:
        assert actual == pytest.approx(expected, rel=tolerance, abs=0)
        assert (actual == 0) == (not values.any())


# Squares of float32 values are added in float32 where that is safe.
TOLERANCE = {"float32": 5e-6, "float64": 1e-12}


def values_of(dtype: str, size: int):
    """Arrays of one size of number, of mixed sizes and of special values."""
    width = 32 if dtype == "float32" else 64
    largest = 1e38 if dtype == "float32" else 1e307
    sizes = [1e-45, 1e-42, 1e-38, 1e-30, 1e-23, 1e-19, 1e-16, 1e-10, 1.0, 1e10, 1e17, 1e19, 1e30, largest]
    if dtype == "float64":
        sizes += [5e-324, 1e-310, 1e-200, 1e-162, 1e-150, 1e-145, 1e150, 1e155, 1e200]
    special = st.sampled_from([0.0, -0.0, math.nan, math.inf, -math.inf])
    sized = st.builds(
        lambda scale, share: float(np.dtype(dtype).type(scale * share)), st.sampled_from(sizes), st.floats(-1, 1)
    )
    one_size = st.sampled_from(sizes).flatmap(
        lambda scale: st.lists(st.floats(0.1, 1).map(lambda share: scale * share), min_size=size, max_size=size)
    )
    mixed = st.lists(st.one_of(sized, st.floats(width=width)), min_size=size, max_size=size)
    broken = st.lists(st.one_of(sized, special), min_size=size, max_size=size)
    return st.one_of(one_size, mixed, broken).map(lambda values: np.array(values, dtype))


@pytest.mark.parametrize("dtype", DTYPES)
@given(data=st.data())
def test_norm_of_hostile_values(dtype, data):
    """Also repeated a thousand times, because long tensors go another way than short ones."""
    values = data.draw(values_of(dtype, data.draw(st.integers(1, 12))))
    for repeated in (values, values.reshape(1, -1), np.tile(values, (1000, 1))):
        assert_same_norm(norm(repeated), repeated, TOLERANCE[dtype])


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("size", [1, 20, 3000, 20_000])
def test_norm_at_every_power_of_ten(dtype, size):
    """Squares of 1e-21 are subnormal in float32: not zero, but far off."""
    normal = np.random.default_rng(0).normal(size=size).clip(-3, 3)
    low, high = (-45, 38) if dtype == "float32" else (-323, 308)
    for exponent in range(low, high):
        values = (float(f"1e{exponent}") * normal).astype(dtype)
        assert_same_norm(norm(values), values, 5e-6)
        half = values.copy()
        half[: size // 2] = 0
        assert_same_norm(norm(half), half, 5e-6)
        # One large entry among small ones.
        half[-1] = 1.0
        assert_same_norm(norm(half), half, 5e-6)


@pytest.mark.parametrize(
    "values", [[], [0.0, -0.0], [1e-45], [3e-45, -3e-45], [1e-23] * 9, [1e30] * 9, [3e38] * 9, [1e-30, 1e30]]
)
@pytest.mark.parametrize("dtype", DTYPES)
def test_norm_of_plain_values(dtype, values):
    array = np.array(values, dtype)
    assert_same_norm(norm(array), array, TOLERANCE[dtype])


def network_with_gradients(dtype: str, gradients: list[np.ndarray]) -> Network:
    network = Network(WIDTHS, ("hidden 1", "output"), DTYPES[dtype], torch.device("cpu"))
    parameters = [p for layer in network.layers for p in layer.parameters]
    for parameter, gradient in zip(parameters, gradients, strict=True):
        parameter.grad = None if gradient is None else torch.from_numpy(gradient.reshape(parameter.shape).copy())
    return network


def measured(network: Network, dtype: str, normalization: str, *, on_cpu: bool, clip: bool = False):
    """The quantities by name, of a row whose loss and outputs are made up."""
    probe = Probe(network, dtype)
    probe._on_cpu = on_cpu
    probe.use(normalization)
    logits = torch.tensor([[0.0, 1.0, 0.5], [2.0, 1.0, 3.0], [1.0, 0.0, 0.0], [0.0, 0.0, 9.0]], dtype=DTYPES[dtype])
    loss = torch.tensor(0.625, dtype=DTYPES[dtype])
    row = probe.measure(42, 1.5, loss, logits, torch.tensor([1, 2, 1, 2]))
    if clip:
        probe.measure_after_clip(row)
    return {name: row[probe.layout.slice(name)] for name in probe.layout.columns}


SIZES = [20, 4, 4, 4, 12, 3]  # weight, bias, scale, shift; weight, bias


@pytest.mark.parametrize("on_cpu", [True, False])
@pytest.mark.parametrize("dtype", DTYPES)
@given(data=st.data())
def test_norms_of_gradients_of_any_size(dtype, on_cpu, data):
    """Relative 1e-6, whatever the size: float32 sums of squares of 1e-23 are zero, and of 1e20 Inf."""
    gradients = [data.draw(values_of(dtype, size)) for size in SIZES]
    network = network_with_gradients(dtype, gradients)
    row = measured(network, dtype, "layer", on_cpu=on_cpu)
    for name, chosen in (("weight", (0, 4)), ("bias", (1, 5)), ("delta", (3, 5))):
        quantity = "delta_norm" if name == "delta" else f"{name}_gradient_norm"
        for actual, index in zip(row[quantity], chosen, strict=True):
            assert_same_norm(actual, gradients[index], 1e-6)
    total = np.concatenate([gradient.astype(float) for gradient in gradients])
    if np.isfinite(total).all():
        assert_same_norm(row["gradient_norm"].item(), total, 1e-6)
    else:
        assert not np.isfinite(row["gradient_norm"].item())
    np.testing.assert_array_equal(row["weight_gradient_norm_after_clip"], row["weight_gradient_norm"])


@pytest.mark.parametrize("on_cpu", [True, False])
@pytest.mark.parametrize("normalization", NORMALIZATIONS)
def test_what_goes_into_which_column(on_cpu, normalization):
    """Sizes 2^0, 2^1, ... tell every parameter from every other."""
    on = normalization != "none"
    gradients = [np.zeros(size) for size in SIZES]
    for power, gradient in enumerate(gradients):
        gradient[0] = 2.0**power
    network = network_with_gradients(
        "float64", [None if index in (2, 3) and not on else gradient for index, gradient in enumerate(gradients)]
    )
    row = measured(network, "float64", normalization, on_cpu=on_cpu)
    assert row["step"] == 42
    assert row["elapsed"] == 1.5
    assert row["loss"] == 0.625
    assert row["accuracy"] == 0.75
    assert row["weight_gradient_norm"].tolist() == [1.0, 16.0]
    assert row["bias_gradient_norm"].tolist() == [2.0, 32.0]
    assert row["delta_norm"].tolist() == [8.0 if on else 2.0, 32.0]
    squares = [1, 4, 256, 1024] + ([16, 64] if on else [])
    assert row["gradient_norm"].item() == pytest.approx(math.sqrt(sum(squares)), rel=1e-15)


@pytest.mark.parametrize("on_cpu", [True, False])
@pytest.mark.parametrize("size", [1e-30, 1e-3, 1e30])
def test_after_clip_only_the_columns_after_clip_change(on_cpu, size):
    gradients = [np.full(n, size, np.float32) for n in SIZES]
    network = network_with_gradients("float32", gradients)
    probe = Probe(network, "float32")
    probe._on_cpu = on_cpu
    row = probe.measure(0, 0.0, torch.tensor(1.0), torch.eye(3), torch.arange(3))
    before = row.copy()
    for layer in network.layers:
        layer.weight.grad.mul_(0.5)
    probe.measure_after_clip(row)
    after = probe.layout.slice("weight_gradient_norm_after_clip")
    np.testing.assert_allclose(row[after], 0.5 * before[after], rtol=1e-6)
    # 32 equal weights were halved, 7 biases as large were not.
    assert row[probe.layout.slice("gradient_norm_after_clip")].item() == pytest.approx(size * math.sqrt(32 / 4 + 7))
    assert row[probe.layout.slice("clip_cosine")].item() == pytest.approx((32 / 2 + 7) / math.sqrt(39 * 15))
    for name in ("gradient_norm_after_clip", "clip_cosine"):
        row[probe.layout.slice(name)] = before[probe.layout.slice(name)]
    row[after] = before[after]
    np.testing.assert_array_equal(row, before)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("normalization", NORMALIZATIONS)
@pytest.mark.parametrize("clipping", CLIPPINGS)
def test_the_device_path_gives_the_same_rows(watch, normalization, clipping, dtype):
    """What a graphics card would run, here with CPU tensors: in a whole session, with changes."""
    settings = {"normalization": normalization, "clipping": clipping, "clip_threshold": 1e-3, "activation": "tanh"}
    on_cpu, on_device = (watch(settings, dtype=dtype, histogram_every=1) for _ in range(2))
    on_device.trainer.probe._on_cpu = False
    # In float32 the CPU path adds squares in float32, the device path in float64.
    tolerance = {"float32": 2e-6, "float64": 1e-12}[dtype]
    for step in range(5):
        if step == 3:
            for watched in (on_cpu, on_device):
                watched.post({"normalization": "none" if normalization == "batch" else "batch"})
        one, two = on_cpu.turn(), on_device.turn()
        for name in one.layout.columns:
            if name != "elapsed":
                np.testing.assert_allclose(two.value(name), one.value(name), rtol=tolerance, err_msg=name)
        np.testing.assert_array_equal(two.step_report.histogram, one.step_report.histogram)


@pytest.mark.parametrize("on_cpu", [True, False])
def test_a_wide_layer(on_cpu):
    """Four million equal entries: a float32 sum of squares in one go is 4e-4 off, and 1e-2 at the widest allowed."""
    network = Network((2000, 2000, 3), ("hidden 1", "output"), torch.float32, torch.device("cpu"))
    for layer in network.layers:
        for parameter in layer.parameters:
            parameter.grad = torch.full_like(parameter, 0.1)
    row = measured(network, "float32", "none", on_cpu=on_cpu)
    np.testing.assert_allclose(row["weight_gradient_norm"], 0.1 * np.sqrt([4e6, 6000]), rtol=5e-6)


@pytest.mark.parametrize("dtype", DTYPES)
def test_the_histogram_counts_the_weight_gradients(watch, dtype):
    """Against np.histogram over the edges' upper half, by magnitude, layer by layer."""
    watched = watch({"activation": "relu"}, dtype=dtype, histogram_every=1)
    turn = watched.turn()
    bins = BINS[dtype]
    histogram = turn.step_report.histogram
    assert histogram.shape == (4, bins.num_bins + 4)
    for row, layer in zip(histogram.astype(int), watched.trainer.network.layers, strict=True):
        values = layer.weight.grad.numpy().astype(float).ravel()
        assert row[: bins.num_bins].sum() == values.size
        exponents = np.frexp(values)[1] - 1
        for place in np.flatnonzero(row[: bins.num_bins]):
            low, high = bins.edges[place : place + 2]
            if place == bins.middle:
                assert row[place] == row[bins.num_bins] + row[bins.num_bins + 1] == (values == 0).sum()
            else:
                exponent = np.frexp(min(abs(low), abs(high)))[1] - 1
                chosen = (exponents == exponent) & (values != 0) & (np.sign(values) == np.sign(low + high))
                assert row[place] == chosen.sum()
    assert histogram[0, bins.num_bins] > 100  # the border of every digit is black


@pytest.mark.parametrize("clipping", CLIPPINGS)
def test_the_histogram_is_of_the_gradient_before_clipping(watch, clipping):
    plain = watch(histogram_every=1).turn()
    clipped = watch({"clipping": clipping, "clip_threshold": 1e-6}, histogram_every=1).turn()
    np.testing.assert_array_equal(clipped.step_report.histogram, plain.step_report.histogram)


def test_a_histogram_leaves_gradients_free(watch):
    """A view that stays would keep `grad` from becoming None, and a passed-by parameter would move."""
    watched = watch(histogram_every=1)
    turn = watched.turn()
    histogram = turn.step_report.histogram.copy()
    watched.trainer.network.zero_grad(set_to_none=True)
    assert all(parameter.grad is None for parameter in watched.trainer.network.parameters())
    watched.turn()
    np.testing.assert_array_equal(turn.step_report.histogram, histogram)


def row_with(probe: Probe, **values) -> np.ndarray:
    row = np.ones(probe.layout.width)
    for name, value in values.items():
        row[probe.layout.slice(name)] = value
    return row


def test_the_origin_is_sought_forward_first_then_from_the_output_back():
    network = Network((5, 4, 4, 3), ("hidden 1", "hidden 2", "output"), torch.float32, torch.device("cpu"))
    network.initialize("he", torch.Generator().manual_seed(0))
    probe = Probe(network, "float32")
    inputs = torch.ones(2, 5)
    bad = math.nan
    assert probe.find_origin(inputs, row_with(probe, loss=bad)) == (None, "in the loss")
    for name in ("weight_gradient_norm", "bias_gradient_norm", "delta_norm"):
        row = row_with(probe, loss=bad, **{name: [bad, math.inf, 1.0]})
        assert probe.find_origin(inputs, row) == (1, "in the gradient of layer")
    with torch.no_grad():
        network.layers[0].bias[2] = bad
    assert probe.find_origin(inputs, row) == (0, "in the values of layer")


def test_use_follows_the_normalization():
    gradients = [np.full(n, float(n)) for n in SIZES]
    network = network_with_gradients("float64", gradients)
    probe = Probe(network, "float64")
    logits, labels, loss = torch.eye(3), torch.arange(3), torch.tensor(1.0)
    delta = probe.layout.slice("delta_norm")
    network.layers[0].bias.grad.mul_(3)
    seen = []
    for normalization in ("none", "batch", "none"):
        probe.use(normalization)
        seen.append(probe.measure(0, 0.0, loss, logits, labels)[delta][0])
    assert seen == [24.0, 8.0, 24.0]
    assert dataclasses.is_dataclass(probe.layout)
