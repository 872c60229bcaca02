"""The network's forward and backward pass against the reference, switch by switch."""

import dataclasses
import itertools

import numpy as np
import pytest
import torch

import reference as ref
from gradiometer.activations import ACTIVATIONS
from gradiometer.initializations import INITIALIZATIONS
from gradiometer.network import Network
from gradiometer.normalizations import NORMALIZATIONS
from gradiometer.settings import Settings

WIDTHS = (8, 8, 6, 6, 9, 4)  # skips are possible into the first and the third hidden layer
NAMES = ("a", "b", "c", "d", "out")


def make(seed: int = 0, dtype=torch.float64) -> Network:
    """A network whose every parameter is random, also scale and shift."""
    network = Network(WIDTHS, NAMES, dtype, torch.device("cpu"))
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.normal_(0.3, 0.6, generator=generator)
    return network


def reference_parameters(network: Network, normalized: bool) -> ref.Parameters:
    taken = [layer.parameters[: 4 if normalized else 2] for layer in network.layers]
    return ref.Parameters.from_layers([[p.detach().double().numpy().copy() for p in group] for group in taken])


def batch(dtype=torch.float64):
    rng = np.random.default_rng(1)
    x, labels = rng.normal(size=(11, WIDTHS[0])), rng.integers(0, WIDTHS[-1], 11)
    return x, labels, torch.from_numpy(x).to(dtype), torch.from_numpy(labels)


@pytest.mark.parametrize(
    ("activation", "normalization", "skip"), list(itertools.product(ACTIVATIONS, NORMALIZATIONS, (False, True)))
)
def test_outputs_and_every_gradient(activation, normalization, skip):
    """The same network is switched, so what an earlier switch left behind would show."""
    network = make()
    network.use(Settings(activation="gelu", normalization="layer", skip=True))
    x, labels, inputs, targets = batch()
    network(inputs)
    network.use(Settings(activation=activation, normalization=normalization, skip=skip))
    options = {"activation": activation, "normalization": normalization, "skip": skip}
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
            np.testing.assert_allclose(parameter.grad.numpy(), gradient, rtol=1e-9, atol=1e-14)
        assert all(parameter.grad is None for parameter in layer.parameters[len(wanted) :])
    assert {id(p) for p in network.used} == {id(p) for p in network.parameters() if p.grad is not None}


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
            INITIALIZATIONS[scheme].draw(weight, bias, generator)
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
    hidden = network.layers[:-1]
    assert {id(p) for p in reset} == {id(p) for layer in hidden for p in (layer.scale, layer.shift)}
    for layer in hidden:
        assert (layer.scale == 1).all()
        assert (layer.shift == 0).all()
        assert (layer.running_mean == 0).all()
        assert (layer.running_var == 1).all()
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
    output = network.layers[-1]
    assert output.scale is output.shift is output.running_mean is output.running_var is None
    # All parameters are the module's own, so that nothing is missed when they are counted or saved.
    assert {id(p) for layer in network.layers for p in layer.parameters} == {id(p) for p in network.parameters()}
    assert len(list(network.buffers())) == 8


def test_a_network_of_one_layer():
    network = Network((5, 3), ("output",), torch.float64, torch.device("cpu"))
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
        has_scale = is_on and layer.scale is not None
        assert [id(each) for each in tensors.weights] == [id(layer.weight)]
        assert [id(each) for each in tensors.biases] == [id(layer.bias)]
        assert [id(each) for each in tensors.others] == ([id(layer.scale), id(layer.shift)] if has_scale else [])
        assert tensors.delta is (layer.shift if has_scale else layer.bias)
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
