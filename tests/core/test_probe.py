"""The instrument: what goes into which column, clipping, the path for graphics cards, histograms, a NaN's origin."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

import reference as ref
from gradiometer.bins import BINS
from gradiometer.clippings import CLIPPINGS
from gradiometer.families import Structure
from gradiometer.network import Network
from gradiometer.normalizations import NORMALIZATIONS
from gradiometer.probe import LayerTensors, Probe
from gradiometer.settings import Settings
from numbers_of_any_size import DTYPES, assert_same_norm, values_of

STRUCTURE = Structure(hidden=(4,), shape=(5,), num_outputs=3)
SIZES = [20, 4, 4, 4, 12, 3]  # weight, bias, scale, shift; weight, bias


def network_with_gradients(dtype: str, gradients: list[np.ndarray], normalization: str = "none") -> Network:
    network = Network("mlp", STRUCTURE, DTYPES[dtype], torch.device("cpu"))
    network.use(Settings(normalization=normalization))
    give_gradients(network, gradients)
    return network


def give_gradients(network: Network, gradients: list[np.ndarray]) -> None:
    parameters = [p for layer in network.layers for p in layer.parameters]
    for parameter, gradient in zip(parameters, gradients, strict=True):
        parameter.grad = None if gradient is None else torch.from_numpy(gradient.reshape(parameter.shape).copy())


def probe_of(layers: list[LayerTensors], dtype: str = "float64", *, on_cpu: bool = True) -> Probe:
    """A probe by either path. A row has to be measured by it before clipping."""
    probe = Probe(layers, dtype)
    probe._on_cpu = on_cpu
    return probe


def histogram_of(probe: Probe, divisor: float = 1.0) -> np.ndarray:
    """Counts of the weight gradients, uint32 [num_layers, num_bins + 4]."""
    return probe.counter.count(probe.weight_gradients(), divisor)


def named(probe: Probe, row: np.ndarray) -> dict[str, np.ndarray]:
    return {name: row[probe.layout.slice(name)] for name in probe.layout.columns}


def measured(network: Network, dtype: str, *, on_cpu: bool, clip: bool = False):
    """The quantities by name, of a row whose loss and accuracy are made up."""
    probe = probe_of(network.tensors, dtype, on_cpu=on_cpu)
    row = probe.measure(42, 1.5, torch.tensor(0.625, dtype=DTYPES[dtype]), 0.75)
    if clip:
        probe.measure_after_clip(row)
    return named(probe, row)


by_both_paths = pytest.mark.parametrize("on_cpu", [True, False])


@by_both_paths
@pytest.mark.parametrize("dtype", DTYPES)
@given(data=st.data())
def test_norms_of_gradients_of_any_size(dtype, on_cpu, data):
    """Relative 1e-6, whatever the size: float32 sums of squares of 1e-23 are zero, and of 1e20 Inf."""
    gradients = [data.draw(values_of(dtype, size)) for size in SIZES]
    network = network_with_gradients(dtype, gradients, "layer")
    row = measured(network, dtype, on_cpu=on_cpu)
    for name, chosen in (("weight", (0, 4)), ("bias", (1, 5)), ("delta", (3, 5))):
        quantity = "delta_norm" if name == "delta" else f"{name}_gradient_norm"
        for actual, index in zip(row[quantity], chosen, strict=True):
            assert_same_norm(actual, gradients[index], 1e-6)
    for actual, index in zip(row["weight_gradient_rms"], (0, 4), strict=True):
        # A rms below the smallest float64 is zero, and its norm is not.
        if not 0 < row["weight_gradient_norm"][[0, 4].index(index)] < 1e-300:
            assert_same_norm(actual * math.sqrt(SIZES[index]), gradients[index], 1e-6)
    total = np.concatenate([gradient.astype(float) for gradient in gradients])
    if np.isfinite(total).all():
        assert_same_norm(row["gradient_norm"].item(), total, 1e-6)
    else:
        assert not np.isfinite(row["gradient_norm"].item())
    np.testing.assert_array_equal(row["weight_gradient_norm_after_clip"], row["weight_gradient_norm"])
    np.testing.assert_array_equal(row["gradient_norm_after_clip"], row["gradient_norm"])


@by_both_paths
@pytest.mark.parametrize("normalization", NORMALIZATIONS)
def test_what_goes_into_which_column(on_cpu, normalization):
    """Sizes 2^0, 2^1, ... tell every parameter from every other."""
    on = normalization != "none"
    gradients = [np.zeros(size) for size in SIZES]
    for power, gradient in enumerate(gradients):
        gradient[0] = 2.0**power
    # What is passed by may still have a gradient of another time, which is none of ours.
    network = network_with_gradients("float64", gradients, normalization)
    row = measured(network, "float64", on_cpu=on_cpu)
    assert row["step"] == 42
    assert row["elapsed"] == 1.5
    assert row["loss"] == 0.625
    assert row["accuracy"] == 0.75
    assert row["weight_gradient_norm"].tolist() == [1.0, 16.0]
    assert row["weight_gradient_rms"].tolist() == [1.0 / math.sqrt(20), 16.0 / math.sqrt(12)]
    assert row["bias_gradient_norm"].tolist() == [2.0, 32.0]
    assert row["delta_norm"].tolist() == [8.0 if on else 2.0, 32.0]
    assert row["clip_cosine"] == 1.0
    assert row["clipped_share"] == 0.0
    squares = [1, 4, 256, 1024] + ([16, 64] if on else [])
    assert row["gradient_norm"].item() == pytest.approx(math.sqrt(sum(squares)), rel=1e-15)


@by_both_paths
def test_numbers_and_tensors_of_loss_and_accuracy(on_cpu):
    network = network_with_gradients("float32", [np.ones(size, np.float32) for size in SIZES])
    probe = probe_of(network.tensors, "float32", on_cpu=on_cpu)
    numbers = [0.1, torch.tensor(0.1, dtype=torch.float64), torch.tensor(0.5), torch.tensor([[0.5]]), 3, math.nan]
    for loss in numbers:
        for accuracy in numbers:
            row = named(probe, probe.measure(0, 0.0, loss, accuracy))
            np.testing.assert_array_equal(row["loss"], float(loss))
            np.testing.assert_array_equal(row["accuracy"], float(accuracy))
    differentiable = torch.tensor(2.0, requires_grad=True) * 3
    assert named(probe, probe.measure(0, 0.0, differentiable, 0.0))["loss"] == 6.0


# --- networks of other kinds


def parameter(size: int, gradient: float | None, dtype: torch.dtype = torch.float64) -> nn.Parameter:
    """Of so many entries, whose gradient has this norm and one entry that is not zero."""
    made = nn.Parameter(torch.zeros(size, dtype=dtype))
    if gradient is not None:
        made.grad = torch.zeros_like(made)
        made.grad[size // 2] = gradient
    return made


def odd_layers() -> list[LayerTensors]:
    """One of several weights and biases, one with no gradient, one half without, one of nothing, a plain one."""
    recurrent = LayerTensors(
        (parameter(16, 3.0), parameter(9, 4.0)), (parameter(4, 5.0), parameter(4, 12.0)), (parameter(2, 6.0),), None
    )
    idle = LayerTensors((parameter(8, None),), (parameter(2, None),), (), None)
    half = LayerTensors((parameter(4, None), parameter(5, 8.0)), (parameter(2, None),), (), None)
    nothing = LayerTensors((), (), (parameter(3, 7.0),), None)
    bias = parameter(3, 2.0)
    return [recurrent, idle, half, nothing, LayerTensors((parameter(25, 1.0),), (bias,), (), bias)]


@by_both_paths
def test_layers_of_several_weights_and_layers_that_lack_something(on_cpu):
    layers = odd_layers()
    probe = probe_of(layers, on_cpu=on_cpu)
    row = named(probe, probe.measure(0, 0.0, 1.0, math.nan))
    nan = math.nan
    weights = [5.0, nan, 8.0, nan, 1.0]
    np.testing.assert_allclose(row["weight_gradient_norm"], weights)
    np.testing.assert_allclose(row["weight_gradient_norm_after_clip"], weights)
    np.testing.assert_allclose(row["bias_gradient_norm"], [13.0, nan, nan, nan, 2.0])
    np.testing.assert_allclose(row["delta_norm"], [nan, nan, nan, nan, 2.0])
    np.testing.assert_allclose(row["weight_gradient_rms"], [5.0 / 5, nan, 8.0 / 3, nan, 1.0 / 5])
    total = math.hypot(3, 4, 5, 12, 6, 8, 7, 1, 2)
    assert row["gradient_norm"].item() == pytest.approx(total, rel=1e-15)
    assert np.isnan(row["accuracy"])
    assert probe.first_non_finite(probe.measure(0, 0.0, 1.0, math.nan)) is None


@by_both_paths
def test_clipping_of_layers_that_lack_something(on_cpu):
    layers = odd_layers()
    probe = probe_of(layers, on_cpu=on_cpu)
    row = probe.measure(0, 0.0, 1.0, 0.5)
    before = probe.gradients()
    layers[0].weights[1].grad.mul_(0.25)
    layers[4].biases[0].grad.mul_(-1.0)
    old, new = np.array([3, 4, 5, 12, 6, 8, 7, 1, 2.0]), np.array([3, 1, 5, 12, 6, 8, 7, 1, -2.0])
    probe.measure_after_clip(row, before)
    after = named(probe, row)
    nan = math.nan
    np.testing.assert_allclose(after["weight_gradient_norm_after_clip"], [math.hypot(3, 1), nan, 8.0, nan, 1.0])
    np.testing.assert_allclose(after["bias_gradient_norm_after_clip"], [13.0, nan, nan, nan, 2.0])
    np.testing.assert_allclose(after["gradient_norm_after_clip"], np.linalg.norm(new))
    np.testing.assert_allclose(after["clip_cosine"], old @ new / np.linalg.norm(old) / np.linalg.norm(new))
    np.testing.assert_allclose(after["weight_gradient_norm"], [5.0, nan, 8.0, nan, 1.0])
    np.testing.assert_allclose(after["clipped_share"], 1.0)


@by_both_paths
def test_a_nan_is_told_from_a_gradient_that_is_not_there(on_cpu):
    layers = odd_layers()
    probe = probe_of(layers, on_cpu=on_cpu)
    layers[2].weights[1].grad[0] = math.nan
    row = named(probe, probe.measure(0, 0.0, 1.0, 0.5))
    assert np.isnan(row["weight_gradient_norm"][2])
    assert np.isnan(row["gradient_norm"])
    assert probe.first_non_finite(probe.measure(0, 0.0, 1.0, 0.5)) == 2
    layers[0].weights[1].grad[0] = math.inf
    row = named(probe, probe.measure(0, 0.0, 1.0, 0.5))
    assert row["weight_gradient_norm"][0] == math.inf
    assert not np.isfinite(row["gradient_norm"])


@by_both_paths
def test_no_gradient_anywhere(on_cpu):
    probe = probe_of([LayerTensors((parameter(4, None),), (), (), None)] * 2, on_cpu=on_cpu)
    row = named(probe, probe.measure(3, 0.0, 1.0, 0.5))
    for name in ("gradient_norm", "weight_gradient_norm", "weight_gradient_rms"):
        assert np.isnan(row[name]).all()
    assert not histogram_of(probe).any()


@by_both_paths
def test_a_gradient_that_comes_and_goes(on_cpu):
    """The same parameter, frozen for a while."""
    weight = parameter(4, 2.0)
    probe = probe_of(
        [LayerTensors((weight,), (), (), None), LayerTensors((parameter(4, 1.0),), (), (), None)], on_cpu=on_cpu
    )
    gradient, seen = weight.grad, []
    for grad in (gradient, None, gradient):
        weight.grad = grad
        row = named(probe, probe.measure(0, 0.0, 1.0, 0.5))
        seen += [
            row["weight_gradient_norm"].tolist()[0],
            row["gradient_norm"].item(),
            int(histogram_of(probe)[0, :-4].sum()),
        ]
    np.testing.assert_allclose(seen, [2.0, math.sqrt(5), 4, math.nan, 1.0, 0, 2.0, math.sqrt(5), 4])


@by_both_paths
@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.complex64])
def test_gradients_of_other_types(on_cpu, dtype):
    """Norms, histogram and the cosine of value clipping, against float64 numbers of the same bits."""
    generator = torch.Generator().manual_seed(0)
    weight = nn.Parameter(torch.zeros(30, 20, dtype=dtype))
    weight.grad = torch.randn(30, 20, generator=generator, dtype=torch.complex64 if dtype.is_complex else None).to(
        dtype
    )
    old = torch.view_as_real(weight.grad).numpy() if dtype.is_complex else weight.grad.double().numpy()
    old = old.astype(float)
    probe = probe_of([LayerTensors((weight,), (), (), None)], "float32", on_cpu=on_cpu)
    row = probe.measure(0, 0.0, 1.0, 0.5)
    np.testing.assert_array_equal(histogram_of(probe), [ref.count_powers(old, "float32")])
    before = probe.gradients()
    with torch.no_grad():
        weight.grad[:10] *= 0.5
    new = old.copy()
    new[:10] *= 0.5
    probe.measure_after_clip(row, before)
    after = named(probe, row)
    np.testing.assert_allclose(after["gradient_norm"], ref.norm([old]), rtol=1e-6)
    np.testing.assert_allclose(after["weight_gradient_norm_after_clip"], ref.norm([new]), rtol=1e-6)
    np.testing.assert_allclose(after["clip_cosine"], (old * new).sum() / ref.norm([old]) / ref.norm([new]), rtol=1e-6)


@by_both_paths
def test_sparse_gradients(on_cpu):
    """An embedding's: norms of what is stored, and a histogram of all its weights, the others exact zeros."""
    table = nn.Embedding(10, 2, sparse=True)
    (table(torch.tensor([1, 4, 1])) * torch.tensor([[3.0, 0.5], [0.0, 4.0], [3.0, 0.5]])).sum().backward()
    dense = np.zeros((10, 2))
    dense[1], dense[4] = (6.0, 1.0), (0.0, 4.0)
    probe = probe_of([LayerTensors((table.weight,), (), (), None)], "float32", on_cpu=on_cpu)
    row = probe.measure(0, 0.0, 1.0, 0.5)
    np.testing.assert_allclose(named(probe, row)["weight_gradient_norm"], [ref.norm([dense])])
    np.testing.assert_allclose(named(probe, row)["weight_gradient_rms"], [ref.norm([dense]) / math.sqrt(20)])
    np.testing.assert_array_equal(histogram_of(probe), [ref.count_powers(dense, "float32")])
    before = probe.gradients()
    table.weight.grad = table.weight.grad * 0.5
    probe.measure_after_clip(row, before)
    assert named(probe, row)["clip_cosine"] == pytest.approx(1.0)
    np.testing.assert_allclose(named(probe, row)["gradient_norm_after_clip"], [ref.norm([dense]) / 2])


@by_both_paths
@pytest.mark.parametrize("divisor", [2.0, 65536.0, 1e-3])
def test_a_scaled_gradient_is_divided_everywhere(on_cpu, divisor):
    """A scaler of mixed precision multiplies all gradients with one number, and takes it away before clipping."""
    layers = odd_layers()
    plain, scaled = probe_of(layers, on_cpu=on_cpu), probe_of(layers, on_cpu=on_cpu)
    wanted = named(plain, plain.measure(0, 0.0, 1.0, 0.5))
    counts = histogram_of(plain)
    for layer in layers:
        for each in (*layer.weights, *layer.biases, *layer.others):
            if each.grad is not None:
                each.grad.mul_(divisor)
    row = scaled.measure(0, 0.0, 1.0, 0.5, divisor)
    found = named(scaled, row)
    for name, values in wanted.items():
        np.testing.assert_allclose(found[name], values, rtol=1e-12, err_msg=name)
    np.testing.assert_array_equal(histogram_of(scaled, divisor), counts)
    # Unscaled and then clipped to a half.
    for layer in layers:
        for each in (*layer.weights, *layer.biases, *layer.others):
            if each.grad is not None:
                each.grad.div_(2 * divisor)
    scaled.measure_after_clip(row)
    found = named(scaled, row)
    np.testing.assert_allclose(found["gradient_norm_after_clip"], wanted["gradient_norm"] / 2)
    np.testing.assert_allclose(found["clip_cosine"], 1.0)
    assert found["clipped_share"] == 1.0


@by_both_paths
def test_what_was_clipped_before_its_scale_was_taken_away(on_cpu):
    """By value, so that it has turned; both norms and the cosine are those of the true gradient."""
    divisor = 1024.0
    rng = np.random.default_rng(0)
    old = rng.normal(size=50)
    new = np.clip(old, -0.7, 0.7)
    weight = nn.Parameter(torch.zeros(50, dtype=torch.float64))
    weight.grad = torch.from_numpy(old * divisor)
    probe = probe_of([LayerTensors((weight,), (), (), None)], on_cpu=on_cpu)
    row = probe.measure(0, 0.0, 1.0, 0.5, divisor)
    before = probe.gradients()
    weight.grad.clamp_(-0.7 * divisor, 0.7 * divisor)
    for by_now in (divisor, 1.0):
        if by_now == 1.0:
            weight.grad.div_(divisor)
        probe.measure_after_clip(row, before, by_now)
        found = named(probe, row)
        np.testing.assert_allclose(found["gradient_norm"], np.linalg.norm(old))
        np.testing.assert_allclose(found["gradient_norm_after_clip"], np.linalg.norm(new))
        np.testing.assert_allclose(found["weight_gradient_norm_after_clip"], np.linalg.norm(new))
        np.testing.assert_allclose(found["clip_cosine"], old @ new / np.linalg.norm(old) / np.linalg.norm(new))
        assert found["clipped_share"] == 1.0


def test_a_scale_that_was_only_taken_away_is_no_clipping():
    """Which may round the last bits, where the scale is no power of two."""
    weight = nn.Parameter(torch.zeros(500))
    weight.grad = torch.randn(500, generator=torch.Generator().manual_seed(0))
    probe = probe_of([LayerTensors((weight,), (), (), None)], "float32")
    row = probe.measure(0, 0.0, 1.0, 0.5, 3.0)
    weight.grad.div_(3.0)
    probe.measure_after_clip(row)
    assert named(probe, row)["clipped_share"] == 0.0


def test_versions_tell_that_a_gradient_was_written_into():
    layers = odd_layers()
    probe = probe_of(layers)
    before = probe.versions()
    assert probe.versions() == before
    assert [version == -1 for version in before].count(True) == 4
    layers[0].weights[1].grad.mul_(1.0)
    after = probe.versions()
    assert [one != two for one, two in zip(before, after, strict=True)].count(True) == 1


# --- clipping


@by_both_paths
@pytest.mark.parametrize("size", [1e-30, 1e-3, 1e30])
def test_after_clip_only_the_columns_after_clip_change(on_cpu, size):
    gradients = [np.full(n, size, np.float32) for n in SIZES]
    network = network_with_gradients("float32", gradients)
    probe = probe_of(network.tensors, "float32", on_cpu=on_cpu)
    row = probe.measure(0, 0.0, torch.tensor(1.0), 1.0)
    before = row.copy()
    for layer in network.layers:
        layer.weight.grad.mul_(0.5)
    probe.measure_after_clip(row)
    after = probe.layout.slice("weight_gradient_norm_after_clip")
    np.testing.assert_allclose(row[after], 0.5 * before[after], rtol=1e-6)
    # 32 equal weights were halved, 7 biases as large were not.
    assert row[probe.layout.slice("gradient_norm_after_clip")].item() == pytest.approx(size * math.sqrt(32 / 4 + 7))
    assert row[probe.layout.slice("clip_cosine")].item() == pytest.approx((32 / 2 + 7) / math.sqrt(39 * 15))
    assert row[probe.layout.slice("clipped_share")].item() == 1.0
    for name in ("gradient_norm_after_clip", "clip_cosine", "clipped_share"):
        row[probe.layout.slice(name)] = before[probe.layout.slice(name)]
    row[after] = before[after]
    np.testing.assert_array_equal(row, before)


def test_the_share_of_clipped_steps_is_of_the_last_hundred():
    """Against a plain list: on, off, and clipping that changes nothing, for 450 steps; asked twice it counts once."""
    rng = np.random.default_rng(0)
    weight = parameter(4, 1.0)
    probe = probe_of([LayerTensors((weight,), (), (), None)])
    clipped: list[bool] = []
    for step in range(450):
        share = [0.5, 1.0, 0.0, 0.9][step // 100 % 4]
        weight.grad.fill_(1.0)
        row = probe.measure(step, 0.0, 1.0, 0.5)
        clipped.append(False)
        assert named(probe, row)["clipped_share"].item() == pytest.approx(np.mean(clipped[-100:]), abs=1e-12)
        if step % 7 == 0:
            continue  # a step that nobody clips
        if rng.random() < share:
            weight.grad.mul_(0.5)
            clipped[-1] = True
        probe.measure_after_clip(row)
        assert named(probe, row)["clipped_share"].item() == pytest.approx(np.mean(clipped[-100:]), abs=1e-12)
        probe.measure_after_clip(row)
        assert named(probe, row)["clipped_share"].item() == pytest.approx(np.mean(clipped[-100:]), abs=1e-12)
    assert 0 < sum(clipped[-100:]) < 100


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("normalization", NORMALIZATIONS)
@pytest.mark.parametrize("clipping", CLIPPINGS)
def test_the_device_path_gives_the_same_rows(watch, normalization, clipping, dtype):
    """What a graphics card would run, here with CPU tensors: in a whole session, with changes."""
    settings = {"normalization": normalization, "clipping": clipping, "clip_threshold": 1e-3, "activation": "tanh"}
    on_cpu, on_device = (watch(settings, dtype=dtype, histogram_every=1) for _ in range(2))
    probe = on_device.trainer.probe
    use = probe.use

    def use_elsewhere(layers) -> None:
        use(layers)
        probe._on_cpu = False

    probe.use = use_elsewhere
    probe._on_cpu = False
    # In float32 the CPU path adds squares in float32, the device path in float64.
    tolerance = {"float32": 2e-6, "float64": 1e-12}[dtype]
    for step in range(5):
        if step == 3:
            for watched in (on_cpu, on_device):
                watched.post({"normalization": "none" if normalization == "batch" else "batch"})
        one, two = on_cpu.turn(), on_device.turn()
        assert on_cpu.trainer.probe._on_cpu
        assert not probe._on_cpu
        for name in one.layout.columns:
            if name != "elapsed":
                np.testing.assert_allclose(two.value(name), one.value(name), rtol=tolerance, err_msg=name)
        np.testing.assert_array_equal(two.histogram, one.histogram)


@by_both_paths
def test_a_wide_layer(on_cpu):
    """Four million equal entries: a float32 sum of squares in one go is 4e-4 off, and 1e-2 at the widest allowed."""
    structure = Structure(hidden=(2000,), shape=(2000,), num_outputs=3)
    network = Network("mlp", structure, torch.float32, torch.device("cpu"))
    for layer in network.layers:
        for each in layer.parameters:
            each.grad = torch.full_like(each, 0.1)
    row = measured(network, "float32", on_cpu=on_cpu)
    np.testing.assert_allclose(row["weight_gradient_norm"], 0.1 * np.sqrt([4e6, 6000]), rtol=5e-6)
    np.testing.assert_allclose(row["weight_gradient_rms"], 0.1, rtol=5e-6)


# --- histograms


@pytest.mark.parametrize("dtype", DTYPES)
def test_the_histogram_counts_the_weight_gradients(watch, dtype):
    """Layer by layer, against a count of what the parameters hold."""
    watched = watch({"activation": "relu"}, dtype=dtype, histogram_every=1)
    for _ in range(3):
        turn = watched.turn()
        gradients = [layer.weight.grad.numpy() for layer in watched.trainer.network.layers]
        np.testing.assert_array_equal(turn.histogram, [ref.count_powers(each, dtype) for each in gradients])
        assert turn.histogram.dtype == np.uint32
        assert turn.histogram[0, BINS[dtype].num_bins] > 100  # the border of every digit is black


def test_the_histogram_counts_the_right_gradient(watch):
    """Against the reference's own gradients, but for what lies at an edge."""
    turn = watch({"activation": "gelu", "normalization": "layer"}, dtype="float64", histogram_every=1).turn()
    for counts, gradient in zip(turn.histogram.astype(int), turn.gradients().weights, strict=True):
        slack = 1e-10 * np.abs(gradient).max()
        low, high = (ref.count_powers(gradient + side * slack, "float64") for side in (-1, 1))
        wanted = ref.count_powers(gradient, "float64")
        sure = (low == wanted) & (high == wanted) & (np.abs(np.arange(len(wanted)) - BINS["float64"].middle) > 0)
        large = np.abs(gradient) > 1e-3 * np.abs(gradient).max()
        assert large.any()
        np.testing.assert_array_equal(counts[sure], wanted[sure])
        assert wanted[sure].sum() > 0.5 * large.sum()


@pytest.mark.parametrize("clipping", CLIPPINGS)
def test_the_histogram_is_of_the_gradient_before_clipping(watch, clipping):
    plain = watch(histogram_every=1).turn()
    clipped = watch({"clipping": clipping, "clip_threshold": 1e-6}, histogram_every=1).turn()
    np.testing.assert_array_equal(clipped.histogram, plain.histogram)


def test_histograms_of_layers_that_lack_something():
    """Of several weights in one; a weight with no gradient counts for nothing, a layer with none at all is empty."""
    layers = odd_layers()
    counts = histogram_of(probe_of(layers))
    joined = [
        np.concatenate([each.grad.numpy() for each in layer.weights if each.grad is not None] or [np.empty(0)])
        for layer in layers
    ]
    assert [len(values) for values in joined] == [25, 0, 5, 0, 25]
    np.testing.assert_array_equal(counts, [ref.count_powers(values, "float64") for values in joined])


def test_a_histogram_leaves_gradients_free(watch):
    """A view that stays would keep `grad` from becoming None, and a passed-by parameter would move."""
    watched = watch(histogram_every=1)
    turn = watched.turn()
    histogram = turn.histogram.copy()
    watched.trainer.network.zero_grad(set_to_none=True)
    assert all(parameter.grad is None for parameter in watched.trainer.network.parameters())
    watched.turn()
    np.testing.assert_array_equal(turn.histogram, histogram)


# --- the origin of a NaN, and other settings


def row_with(probe: Probe, **values) -> np.ndarray:
    row = np.ones(probe.layout.width)
    for name, value in values.items():
        row[probe.layout.slice(name)] = value
    return row


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("name", ["weight_gradient_norm", "bias_gradient_norm", "delta_norm"])
def test_the_origin_of_a_broken_gradient_is_the_layer_next_to_the_output(bad, name):
    """Because it goes from there to the input, and breaks what lies on its way."""
    gradients = [np.ones(size) for size in SIZES]
    probe = probe_of(network_with_gradients("float64", gradients).tensors)
    assert probe.first_non_finite(row_with(probe, loss=bad, gradient_norm=bad)) is None
    assert probe.first_non_finite(row_with(probe, **{name: [bad, 1.0]})) == 0
    assert probe.first_non_finite(row_with(probe, **{name: [1.0, bad]})) == 1
    assert probe.first_non_finite(row_with(probe, **{name: [bad, bad]})) == 1


def test_what_has_no_gradient_is_not_the_origin():
    probe = probe_of(odd_layers())
    bad = math.nan
    row = row_with(probe, weight_gradient_norm=[1, bad, 1, bad, 1], bias_gradient_norm=[1, bad, bad, bad, 1])
    row[probe.layout.slice("delta_norm")] = [bad, bad, bad, bad, 1]
    assert probe.first_non_finite(row) is None
    row[probe.layout.slice("weight_gradient_norm")] = [bad, bad, 1, bad, 1]
    assert probe.first_non_finite(row) == 0


def test_use_follows_the_normalization():
    gradients = [np.full(n, float(n)) for n in SIZES]
    network = network_with_gradients("float64", gradients)
    probe = probe_of(network.tensors)
    seen = []
    for normalization in ("none", "batch", "none"):
        network.use(Settings(normalization=normalization))
        give_gradients(network, gradients)
        network.layers[0].bias.grad.mul_(3)
        probe.use(network.tensors)
        seen.append(named(probe, probe.measure(0, 0.0, 1.0, 0.5))["delta_norm"][0])
    assert seen == [24.0, 8.0, 24.0]


def test_use_keeps_the_share_of_clipped_steps():
    layers = odd_layers()
    probe = probe_of(layers)
    row = probe.measure(0, 0.0, 1.0, 0.5)
    layers[4].weights[0].grad.mul_(0.5)
    probe.measure_after_clip(row)
    probe.use(layers)
    assert named(probe, probe.measure(1, 0.0, 1.0, 0.5))["clipped_share"].item() == 0.5


@by_both_paths
def test_a_gradient_that_was_no_number_is_not_called_clipped(on_cpu):
    """Its norm is NaN before and after: nothing can be said of it."""
    network = network_with_gradients("float64", [np.full(size, np.nan) for size in SIZES])
    assert measured(network, "float64", on_cpu=on_cpu, clip=True)["clipped_share"] == 0.0
