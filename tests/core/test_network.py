"""The network's forward and backward pass against the reference, switch by switch."""

import dataclasses
import itertools
import math

import numpy as np
import pytest
import torch

import reference as ref
from gradiometer.activations import ACTIVATIONS
from gradiometer.families import FAMILIES, Structure
from gradiometer.initializations import INITIALIZATIONS
from gradiometer.network import Network
from gradiometer.normalizations import NORMALIZATIONS
from gradiometer.settings import Settings

WIDTHS = (8, 8, 6, 6, 9, 4)  # skips are possible into the first and the third hidden layer
NAMES = ("hidden 1", "hidden 2", "hidden 3", "hidden 4", "output")
STRUCTURES = {
    "mlp": Structure(hidden=WIDTHS[1:-1], shape=WIDTHS[:1], num_outputs=WIDTHS[-1]),
    "convolutional": Structure(hidden=(3, 3, 3), shape=(2, 6, 6), num_outputs=4),
    "rnn": Structure(hidden=(4, 4), shape=(5, 3), num_outputs=4),
    "lstm": Structure(hidden=(4, 4), shape=(5, 3), num_outputs=4),
    "gru": Structure(hidden=(4, 4), shape=(5, 3), num_outputs=4),
    "transformer": Structure(hidden=(4, 4), shape=(5, 3), num_outputs=4, heads=2),
    "chain": Structure(hidden=(1, 1, 1), shape=(1,), num_outputs=1),
}


def make_of(family: str, structure: Structure, seed: int = 0, dtype=torch.float64) -> Network:
    """A network whose every parameter is random, also scales and shifts."""
    network = Network(family, structure, dtype, torch.device("cpu"))
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.normal_(0.3, 0.6, generator=generator)
    return network


def make(seed: int = 0, dtype=torch.float64) -> Network:
    """A multilayer perceptron."""
    return make_of("mlp", STRUCTURES["mlp"], seed, dtype)


def reference_parameters(network: Network, normalized: bool) -> ref.Parameters:
    taken = [layer.parameters[: 4 if normalized else 2] for layer in network.layers]
    return ref.Parameters.from_layers([[p.detach().double().numpy().copy() for p in group] for group in taken])


def batch(dtype=torch.float64):
    rng = np.random.default_rng(1)
    x, labels = rng.normal(size=(11, WIDTHS[0])), rng.integers(0, WIDTHS[-1], 11)
    return x, labels, torch.from_numpy(x).to(dtype), torch.from_numpy(labels)


@pytest.mark.parametrize(
    ("activation", "normalization", "skip", "skip_weight", "branch_scale"),
    [
        *itertools.product(ACTIVATIONS, NORMALIZATIONS, (False, True), (1.0,), (1.0,)),
        *itertools.product(("tanh",), NORMALIZATIONS, (True,), (0.0, 0.6, 1.0), (0.0, 0.3, 1.0)),
    ],
)
def test_outputs_and_every_gradient(activation, normalization, skip, skip_weight, branch_scale):
    """The same network is switched, so what an earlier switch left behind would show."""
    network = make()
    network.use(Settings(activation="gelu", normalization="layer", skip=True, skip_weight=0.9, branch_scale=0.8))
    x, labels, inputs, targets = batch()
    network(inputs)
    options = {"activation": activation, "normalization": normalization, "skip": skip}
    options |= {"skip_weight": skip_weight, "branch_scale": branch_scale}
    network.use(Settings(**options))
    parameters = reference_parameters(network, normalization != "none")

    logits = network(inputs)
    torch.nn.functional.cross_entropy(logits, targets).backward()

    blocks, outputs = ref.forward(parameters, x, **options)
    np.testing.assert_allclose(logits.detach().numpy(), outputs, rtol=1e-11, atol=1e-12)
    for signal, block in zip(network.outputs(inputs), blocks, strict=False):
        np.testing.assert_allclose(signal.detach().numpy(), block.output, rtol=1e-11, atol=1e-12)
    gradients = ref.backpropagate(parameters, x, labels, loss="softmax_cross_entropy", **options)
    for layer, wanted in zip(network.layers, gradients.layers(), strict=True):
        for parameter, gradient in zip(layer.parameters, wanted, strict=False):
            # That of a bias in front of a BatchNorm is zero up to rounding.
            np.testing.assert_allclose(parameter.grad.numpy(), gradient, rtol=1e-9, atol=1e-13)
        assert all(parameter.grad is None for parameter in layer.parameters[len(wanted) :])
    assert {id(p) for p in network.used} == {id(p) for p in network.parameters() if p.grad is not None}


@pytest.mark.parametrize("size", [1.0, 1e30])
@pytest.mark.parametrize("family", FAMILIES)
def test_at_a_skip_weight_of_0_there_are_no_skip_connections(family, size):
    """Outputs and gradients to the last bit, also of signals that overflow; at any other weight they are others."""
    structure = STRUCTURES[family]
    inputs = size * torch.randn(5, *structure.shape, generator=torch.Generator().manual_seed(3))
    found = []
    for settings in (
        Settings(activation="relu"),
        Settings(activation="relu", skip=True, skip_weight=0.0),
        Settings(activation="relu", skip=True, skip_weight=1e-3),
        Settings(activation="relu", skip=True),
    ):
        network = make_of(family, structure, dtype=torch.float32)
        network.use(settings)
        signals = list(network.outputs(inputs))
        signals[-1].sum().backward()
        found.append([*(signal.detach() for signal in signals), *(p.grad for p in network.used if p.grad is not None)])
    plain, none, faint, whole = found
    assert all(torch.equal(a.nan_to_num(), b.nan_to_num()) for a, b in zip(plain, none, strict=True))
    if size == 1.0:
        for one, other in itertools.combinations((plain, faint, whole), 2):
            assert not all(map(torch.equal, one, other))


def test_at_a_skip_weight_of_1_nothing_is_multiplied():
    """The bits of a sum, with the branch scaled or not."""
    network = make(dtype=torch.float32)
    signal, branch = torch.randn(2, 7, 8, generator=torch.Generator().manual_seed(3))
    for scale in (1.0, 0.3):
        network.use(Settings(skip=True, branch_scale=scale))
        assert torch.equal(network.joined(signal, branch), signal + scale * branch)
        network.use(Settings(skip=True, skip_weight=0.7, branch_scale=scale))
        assert torch.equal(network.joined(signal, branch), 0.7 * signal + scale * branch)
    assert torch.equal(network.add(signal, branch, 1.0), 0.7 * signal + branch)


def test_skips_stand_only_where_widths_match():
    network = make()
    _, _, inputs, _ = batch()
    network.use(Settings())
    plain = [signal.detach() for signal in network.outputs(inputs)]
    with torch.no_grad():
        for layer in network.layers:
            layer.weight.zero_()
    straight = [signal.detach() for signal in network.outputs(inputs)]
    network.use(Settings(skip=True))
    skipped = [signal.detach() for signal in network.outputs(inputs)]
    before = [inputs, *skipped]
    for index, (with_skip, without) in enumerate(zip(skipped, straight, strict=True)):
        added = with_skip - without
        if index in (0, 2):
            torch.testing.assert_close(added, before[index])
        else:
            assert (added == 0).all()
    assert len(plain) == len(NAMES)


@pytest.mark.parametrize("scheme", INITIALIZATIONS)
def test_initialize_draws_the_chosen_layers_in_order_and_nothing_else(scheme):
    """By the scheme itself, called here layer by layer with one generator."""
    network, untouched = make(), make()
    network.initialize(scheme, torch.Generator().manual_seed(6), (1, 4))
    generator = torch.Generator().manual_seed(6)
    for index, (layer, before) in enumerate(zip(network.layers, untouched.layers, strict=True)):
        weight, bias = before.weight.detach().clone(), before.bias.detach().clone()
        if index in (1, 4):
            INITIALIZATIONS[scheme].draw(weight, bias, generator, weight.shape[1])
            assert not torch.equal(weight, before.weight)
        assert torch.equal(layer.weight, weight)
        assert torch.equal(layer.bias, bias)
        for parameter, kept in zip(layer.parameters[2:], before.parameters[2:], strict=True):
            assert torch.equal(parameter, kept)


def test_initialize_all_layers():
    network, before = make(), make()
    network.initialize("pytorch", torch.Generator().manual_seed(6))
    assert not any(torch.equal(a.weight, b.weight) for a, b in zip(network.layers, before.layers, strict=True))


def test_weights_stay_the_same_tensors():
    """Whoever holds a parameter, the optimizer above all, still holds it after a re-initialization."""
    network = make()
    held = [(id(parameter), parameter.data_ptr()) for parameter in network.parameters()]
    network.initialize("he", torch.Generator())
    network.reset_normalization()
    network.use(Settings(activation="relu", normalization="batch", skip=True))
    assert held == [(id(parameter), parameter.data_ptr()) for parameter in network.parameters()]


def test_reset_normalization():
    network = make()
    with torch.no_grad():
        for buffer in network.buffers():
            buffer.fill_(7.0)
    before = [layer.weight.detach().clone() for layer in network.layers]
    reset = network.reset_normalization()
    norms = [norm for layer in network.layers for norm in layer.norms]
    assert len(norms) == 4
    assert {id(p) for p in reset} == {id(p) for norm in norms for p in (norm.scale, norm.shift)}
    for norm in norms:
        assert (norm.scale == 1).all()
        assert (norm.shift == 0).all()
        assert (norm.running_mean == 0).all()
        assert (norm.running_var == 1).all()
    assert all(torch.equal(a, layer.weight) for a, layer in zip(before, network.layers, strict=True))


@pytest.mark.parametrize("normalization", NORMALIZATIONS)
def test_the_first_output_that_is_not_finite(normalization):
    _, _, inputs, _ = batch()
    for broken in range(len(NAMES)):
        network = make()
        network.use(Settings(activation="tanh", normalization=normalization))
        buffers = [buffer.clone() for buffer in network.buffers()]
        assert network.first_non_finite(inputs) is None
        with torch.no_grad():
            network.layers[broken].weight[0, 0] = float("nan")
        assert network.first_non_finite(inputs) == broken
        # Looking does not move the running statistics.
        assert all(torch.equal(a, b) for a, b in zip(buffers, network.buffers(), strict=True))


def test_layers_bear_their_names_and_the_output_has_no_normalization():
    network = make()
    assert tuple(layer.name for layer in network.layers) == NAMES
    assert [len(layer.parameters) for layer in network.layers] == [4, 4, 4, 4, 2]
    assert [len(layer.norms) for layer in network.layers] == [1, 1, 1, 1, 0]
    # All parameters are the module's own, so that nothing is missed when they are counted or saved.
    assert {id(p) for layer in network.layers for p in layer.parameters} == {id(p) for p in network.parameters()}
    assert len(list(network.buffers())) == 8


def test_a_network_of_one_layer():
    structure = Structure(hidden=(), shape=(5,), num_outputs=3)
    network = Network("mlp", structure, torch.float64, torch.device("cpu"))
    assert [layer.name for layer in network.layers] == ["output"]
    network.initialize("he", torch.Generator().manual_seed(0))
    x = np.random.default_rng(0).normal(size=(4, 5))
    network.use(dataclasses.replace(Settings(), normalization="batch", skip=True))
    weight = network.layers[0].weight.detach().numpy()
    np.testing.assert_allclose(network(torch.from_numpy(x)).detach().numpy(), x @ weight.T, rtol=1e-12)


# --- what a probe measures, and where a NaN comes from


@pytest.mark.parametrize("normalization", NORMALIZATIONS)
def test_the_tensors_of_each_layer(normalization):
    """Delta is the gradient of the bias next to the activation."""
    network = make()
    network.use(Settings(normalization=normalization))
    is_on = normalization != "none"
    for layer, tensors in zip(network.layers, network.tensors, strict=True):
        norms = layer.norms if is_on else ()
        assert [id(each) for each in tensors.weights] == [id(layer.weight)]
        assert [id(each) for each in tensors.biases] == [id(layer.bias)]
        assert [id(each) for each in tensors.others] == [
            id(each) for norm in norms for each in (norm.scale, norm.shift)
        ]
        assert tensors.delta is (norms[0].shift if norms else layer.bias)
    measured = {id(each) for layer in network.tensors for group in layer[:3] for each in group}
    assert measured == {id(each) for each in network.used}


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
@pytest.mark.parametrize("layer", range(5))
def test_the_first_layer_whose_values_are_not_finite(layer, bad):
    network = make()
    network.use(Settings(activation="relu"))
    inputs = batch()[2]
    assert network.first_non_finite(inputs) is None
    with torch.no_grad():
        network.layers[layer].bias[1] = bad
    assert network.first_non_finite(inputs) == layer
    with torch.no_grad():
        network.layers[max(layer - 1, 0)].bias[0] = bad
    assert network.first_non_finite(inputs) == max(layer - 1, 0)


def test_the_search_for_a_nan_moves_no_running_statistics():
    network = make()
    network.use(Settings(normalization="batch"))
    network(batch()[2])
    before = [buffer.clone() for buffer in network.buffers()]
    network.first_non_finite(batch()[2] * 5)
    assert all(torch.equal(one, other) for one, other in zip(before, network.buffers(), strict=True))


# --- every family


def inputs_of(family: str, num: int = 3) -> torch.Tensor:
    shape = STRUCTURES[family].shape
    return torch.from_numpy(np.random.default_rng(2).normal(size=(num, *shape)))


def test_every_family_is_tried_here():
    assert STRUCTURES.keys() == FAMILIES.keys()


@pytest.mark.parametrize("family", FAMILIES)
def test_a_network_has_the_layers_of_its_plan(family):
    structure = STRUCTURES[family]
    network, plans = make_of(family, structure), FAMILIES[family].plan(structure)
    assert [layer.name for layer in network.layers] == [plan.name for plan in plans]
    assert [plan.name for plan in plans][-1] == "output"
    assert network.hidden == network.layers[:-1]
    assert {id(p) for layer in network.layers for p in layer.parameters} == {id(p) for p in network.parameters()}
    for layer, plan in zip(network.layers, plans, strict=True):
        assert [tuple(weight.shape) for weight in layer.weights] == [each.shape for each in plan.maps]
        assert [len(bias) for bias in layer.biases] == [each.shape[0] for each in plan.maps if each.has_bias]
        assert plan.num_weights == sum(weight.numel() for weight in layer.weights)
        assert plan.num_biases == sum(bias.numel() for bias in layer.biases)
        assert [len(norm.scale) for norm in layer.norms] == [each.size for each in plan.norms]
    names = [name for name, _ in network.named_parameters()] + [name for name, _ in network.named_buffers()]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_last_output_is_the_answer_and_every_layer_has_one(family):
    network, x = make_of(family, STRUCTURES[family]), inputs_of(family)
    given = [signal.detach() for signal in network.outputs(x)]
    assert len(given) == len(network.layers)
    assert torch.equal(given[-1], network(x))
    assert given[-1].shape == (3, STRUCTURES[family].num_outputs)
    taps: list = []
    assert torch.equal(given[-1], network(x, taps))
    assert len(taps) == len(network.layers)


@pytest.mark.parametrize("family", FAMILIES)
def test_where_a_nan_of_any_family_comes_from(family):
    x = inputs_of(family)
    for broken in range(len(make_of(family, STRUCTURES[family]).layers)):
        network = make_of(family, STRUCTURES[family])
        network.use(Settings(activation="tanh"))
        assert network.first_non_finite(x) is None
        with torch.no_grad():
            network.layers[broken].weights[-1][0, 0] = math.nan
        assert network.first_non_finite(x) == broken


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("normalization", ["none", "layer"])
def test_exactly_what_is_used_has_a_gradient(family, normalization):
    network = make_of(family, STRUCTURES[family])
    network.use(Settings(normalization=normalization))
    network(inputs_of(family)).square().sum().backward()
    assert {id(p) for p in network.used} == {id(p) for p in network.parameters() if p.grad is not None}
    measured = [p for layer in network.tensors for group in layer[:3] for p in group]
    assert len(measured) == len(network.used)
    assert {id(p) for p in measured} == {id(p) for p in network.used}


@pytest.mark.parametrize("family", ["rnn", "lstm", "gru", "transformer"])
def test_an_answer_at_each_step(family):
    structure = dataclasses.replace(STRUCTURES[family], answers_each_step=True)
    network = make_of(family, structure)
    assert network(inputs_of(family)).shape == (3, 5, 4)


# --- weights of a seed


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
@pytest.mark.parametrize("scheme", INITIALIZATIONS)
def test_a_seed_means_the_same_weights_as_it_always_did(scheme, dtype):
    """Of a multilayer perceptron: weight and bias of each layer in turn, straight from torch's generator, so that old
    sessions, presets and figures stay true.
    """
    network = Network("mlp", STRUCTURES["mlp"], dtype, torch.device("cpu"))
    network.initialize(scheme, torch.Generator().manual_seed(0))
    generator = torch.Generator().manual_seed(0)
    for layer, (n, m) in zip(network.layers, itertools.pairwise(WIDTHS), strict=True):
        weight, bias = torch.empty(m, n, dtype=dtype), torch.zeros(m, dtype=dtype)
        if scheme in ("normal", "normal_fan_in"):
            weight.normal_(0.0, 1.0 if scheme == "normal" else 1 / math.sqrt(n), generator=generator)
            bias.normal_(0.0, 1.0, generator=generator)
        elif scheme in ("xavier", "he"):
            weight.normal_(0.0, math.sqrt(2 / (n + m) if scheme == "xavier" else 2 / n), generator=generator)
        elif scheme == "orthogonal":
            torch.nn.init.orthogonal_(weight, generator=generator)
        else:
            weight.uniform_(-1 / math.sqrt(n), 1 / math.sqrt(n), generator=generator)
            bias.uniform_(-1 / math.sqrt(n), 1 / math.sqrt(n), generator=generator)
        assert torch.equal(layer.weight, weight)
        assert torch.equal(layer.bias, bias)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_scale_is_of_the_weights_alone(family):
    drawn, scaled = (Network(family, STRUCTURES[family], torch.float32, torch.device("cpu")) for _ in range(2))
    drawn.initialize("normal_fan_in", torch.Generator().manual_seed(2))
    scaled.initialize("normal_fan_in", torch.Generator().manual_seed(2), scale=2.5)
    for one, two in zip(drawn.layers, scaled.layers, strict=True):
        assert any(weight.any() for weight in one.weights)
        for before, after in zip(one.weights, two.weights, strict=True):
            torch.testing.assert_close(after, 2.5 * before)
        for before, after in zip(one.biases, two.biases, strict=True):
            assert torch.equal(before, after)


def test_the_first_weights_of_seed_0():
    """Of the default session: torch's own normal numbers of that seed, times 1/sqrt(784) = 1/28."""
    structure = Structure(hidden=(30,), shape=(784,), num_outputs=10)
    network = Network("mlp", structure, torch.float32, torch.device("cpu"))
    network.initialize("normal_fan_in", torch.Generator().manual_seed(0))
    layer = network.layers[0]
    drawn = torch.randn(30, 784, generator=torch.Generator().manual_seed(0))
    np.testing.assert_allclose(layer.weight.detach(), drawn / 28, rtol=1e-6)


# Parts of a weight that are drawn one by one, as if each were a layer: [(family, layer, map, number of parts)].
GATES = [("rnn", 0, 1, 1), ("lstm", 0, 0, 4), ("lstm", 1, 1, 4), ("gru", 0, 1, 3), ("transformer", 1, 0, 3)]


@pytest.mark.parametrize(("family", "layer", "place", "num_gates"), GATES)
def test_gates_are_drawn_one_by_one(family, layer, place, num_gates):
    """So an orthogonal law makes each of them orthogonal, and Xavier's fan_out is that of one gate."""
    structure = dataclasses.replace(STRUCTURES[family], hidden=(48, 48), shape=(3, 48))
    network = Network(family, structure, torch.float64, torch.device("cpu"))
    network.initialize("orthogonal", torch.Generator().manual_seed(1))
    for part in np.split(network.layers[layer].weights[place].detach().numpy(), num_gates):
        np.testing.assert_allclose(part @ part.T, np.eye(48), atol=1e-12)
    network.initialize("xavier", torch.Generator().manual_seed(1))
    weight = network.layers[layer].weights[place].detach().numpy()
    # Each entry's square has a standard deviation of sqrt(2) times its mean.
    assert (weight**2).mean() == pytest.approx(1 / 48, rel=5 * math.sqrt(2 / weight.size))
    network.initialize("he", torch.Generator().manual_seed(1))
    assert (weight**2).mean() == pytest.approx(2 / 48, rel=5 * math.sqrt(2 / weight.size))
    assert all((bias == 0).all() for bias in network.layers[layer].biases)


@pytest.mark.parametrize(("family", "module"), [("rnn", torch.nn.RNN), ("lstm", torch.nn.LSTM), ("gru", torch.nn.GRU)])
def test_pytorchs_law_of_recurrent_layers(family, module):
    """All from U(-1/sqrt(units), 1/sqrt(units)), whatever the number of inputs, as the modules themselves draw."""
    structure = dataclasses.replace(STRUCTURES[family], hidden=(50, 20), shape=(3, 7))
    network = Network(family, structure, torch.float64, torch.device("cpu"))
    network.initialize("pytorch", torch.Generator().manual_seed(3))
    for layer, num_inputs, units in zip(network.hidden, (7, 50), (50, 20), strict=True):
        theirs = module(num_inputs, units)
        for drawn, like in ((layer.weights[0], theirs.weight_ih_l0), (layer.weights[1], theirs.weight_hh_l0)):
            assert drawn.shape == like.shape
            values = drawn.detach().numpy() * math.sqrt(units)
            assert np.abs(values).max() <= 1
            assert np.abs(values).max() > 0.98
            assert (values**2).mean() == pytest.approx(1 / 3, rel=5 * math.sqrt(0.8 / values.size))
            assert np.abs(like.detach().numpy()).max() * math.sqrt(units) == pytest.approx(1, abs=0.02)
        assert 0.8 < np.abs(layer.bias.detach().numpy()).max() * math.sqrt(units) <= 1


@pytest.mark.parametrize("scheme", ["normal_fan_in", "he", "xavier", "pytorch", "orthogonal"])
def test_the_laws_of_a_convolution(scheme):
    """fan_in and fan_out count the pixels of the kernel: 9 channels_in and 9 channels_out."""
    structure = Structure(hidden=(40, 30), shape=(20, 4, 4), num_outputs=4)
    network = Network("convolutional", structure, torch.float64, torch.device("cpu"))
    network.initialize(scheme, torch.Generator().manual_seed(5))
    for layer, fan_in, fan_out in zip(network.hidden, (180, 360), (360, 270), strict=True):
        weight = layer.weight.detach().numpy()
        if scheme == "orthogonal":
            rows = weight.reshape(len(weight), -1)
            np.testing.assert_allclose(rows @ rows.T, np.eye(len(rows)), atol=1e-12)
            continue
        variance = {
            "normal_fan_in": 1 / fan_in,
            "he": 2 / fan_in,
            "xavier": 2 / (fan_in + fan_out),
            "pytorch": 1 / (3 * fan_in),
        }[scheme]
        assert (weight**2).mean() == pytest.approx(variance, rel=5 * math.sqrt(2 / weight.size))
        assert abs(weight.mean()) < 5 * math.sqrt(variance / weight.size)
        if scheme == "pytorch":
            theirs = torch.nn.Conv2d(fan_in // 9, fan_out // 9, 3)
            bound = 1 / math.sqrt(fan_in)
            for values in (weight, theirs.weight.detach().numpy()):
                assert 0.99 * bound < np.abs(values).max() <= bound * (1 + 1e-6)
            assert np.abs(layer.bias.detach().numpy()).max() <= bound
