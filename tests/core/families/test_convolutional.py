"""The convolutional network, plain and residual, and all that is looked at in it, against the reference."""

import dataclasses
import itertools

import numpy as np
import pytest

import passes
import reference as ref
import reference_convolution as conv
from gradiometer.activations import ACTIVATIONS
from gradiometer.experiment import Experiment
from gradiometer.families import FAMILIES, Structure
from gradiometer.families.convolutional import adds, strides
from gradiometer.fields import FieldError
from gradiometer.normalizations import NORMALIZATIONS
from gradiometer.presets import load_experiment
from gradiometer.settings import Settings
from passes import Inside

# The second and third convolution are a pair that can be added, the fourth and fifth change the channels, the last one
# begins a pair that has no end.
STRUCTURE = Structure(hidden=(3, 3, 3, 4, 4, 4), shape=(2, 7, 6), num_outputs=3)
STRIDES = (2, 1, 1, 2, 1, 1)


def batch(structure: Structure = STRUCTURE):
    rng = np.random.default_rng(1)
    return rng.normal(size=(4, *structure.shape)), rng.integers(0, structure.num_outputs, 4)


def reference_of(network, settings: Settings, steps=STRIDES) -> conv.ImageNetwork:
    layers = [
        conv.Convolution(*passes.arrays(layer.weight, layer.bias), *passes.norm_arrays(layer), step)
        for layer, step in zip(network.hidden, steps, strict=True)
    ]
    output = passes.arrays(network.layers[-1].weight, network.layers[-1].bias)
    switches = settings.activation, settings.normalization, settings.skip
    return conv.ImageNetwork(layers, *output, *switches, 1, skip_weight=settings.skip_weight)


def named(group: list) -> dict:
    return dict(zip(("weight 0", "bias 0", "scale 0", "shift 0"), group, strict=False))


@pytest.mark.parametrize(
    ("activation", "normalization", "skip", "skip_weight"),
    [
        *itertools.product(ACTIVATIONS, NORMALIZATIONS, (False, True), (1.0,)),
        *itertools.product(("tanh",), NORMALIZATIONS, (True,), (0.0, 0.4)),
    ],
)
def test_outputs_gradients_and_all_that_is_looked_at(activation, normalization, skip, skip_weight):
    """Also of a shortcut that is multiplied: the pair is not, so a bias's gradient is delta still."""
    chosen = {"activation": activation, "normalization": normalization, "skip": skip, "skip_weight": skip_weight}
    network, settings = passes.make_network("convolutional", STRUCTURE, **chosen)
    reference, (x, labels) = reference_of(network, settings), batch()
    done = passes.run_pass(network, settings, x, labels, "softmax_cross_entropy")
    traces, logits = conv.forward(reference, x)
    gradients = conv.backpropagate(reference, x, labels, "softmax_cross_entropy")
    passes.same(done.logits, logits)
    assert done.loss == pytest.approx(gradients.loss, rel=1e-12)
    for layer, wanted in zip(network.hidden, gradients.layers, strict=True):
        passes.check_gradients(layer, named(wanted.arrays()))
    passes.check_gradients(network.layers[-1], named([gradients.w, gradients.b]))
    passes.check_used(network)

    phi, slope = ref.ACTIVATIONS[activation]
    handed_on = [each.numpy() for each in done.look.output_gradients]
    inside = []
    for trace, wanted, gradient in zip(traces, gradients.layers, handed_on, strict=False):
        # dC/dz = phi'(z) dC/dx: where the slope is zero it tells nothing.
        passes.same(gradient * slope(trace.n), wanted.signals)
        inside.append(Inside(trace.n, phi(trace.n), wanted.signals, gradient, wanted.delta, slope(trace.n)))
        passes.same(done.taps[len(inside) - 1].output[0], trace.output)
    _, last = ref.loss_and_slope("softmax_cross_entropy", logits, labels)
    passes.check_inside(done, [*inside, Inside(logits, logits, last, last, gradients.b, None)])
    assert [trace.joined for trace in traces] == [skip and index == 2 for index in range(6)]


@pytest.mark.parametrize("normalization", NORMALIZATIONS)
@pytest.mark.parametrize("skip", [False, True])
def test_the_gradient_of_what_a_layer_hands_on(normalization, skip):
    """Of a tanh, whose slope is nowhere zero: dC/dx = dC/dz / phi'(z); a pair's input has what comes past it, too."""
    network, settings = passes.make_network(
        "convolutional", STRUCTURE, activation="tanh", normalization=normalization, skip=skip
    )
    reference, (x, labels) = reference_of(network, settings), batch()
    done = passes.run_pass(network, settings, x, labels, "sigmoid_cross_entropy")
    gradients = conv.backpropagate(reference, x, labels, "sigmoid_cross_entropy")
    traces, _ = conv.forward(reference, x)
    for found, trace, wanted in zip(done.look.output_gradients, traces, gradients.layers, strict=False):
        passes.same(found, wanted.signals / ref.ACTIVATIONS["tanh"][1](trace.n))


@pytest.mark.parametrize("skip", [False, True])
@pytest.mark.parametrize(("shape", "hidden"), [((1, 1, 1), (2, 2, 2)), ((3, 5, 5), (3, 3, 3)), ((1, 9, 2), (5,))])
def test_images_of_other_sizes(shape, hidden, skip):
    """As many channels as the image has: it is not halved."""
    structure = Structure(hidden=hidden, shape=shape, num_outputs=2)
    network, settings = passes.make_network("convolutional", structure, activation="gelu", skip=skip)
    steps = [1 if before == after else 2 for before, after in itertools.pairwise((shape[0], *hidden))]
    reference, (x, labels) = reference_of(network, settings, steps), batch(structure)
    done = passes.run_pass(network, settings, x, labels, "softmax_cross_entropy")
    gradients = conv.backpropagate(reference, x, labels, "softmax_cross_entropy")
    passes.same(done.logits, conv.forward(reference, x)[1])
    for layer, wanted in zip(network.hidden, gradients.layers, strict=True):
        passes.check_gradients(layer, named(wanted.arrays()))


def test_running_statistics_take_the_place_of_the_batchs():
    """Outside training BatchNorm is a fixed map of each channel."""
    network, settings = passes.make_network("convolutional", STRUCTURE, activation="tanh", normalization="batch")
    x, labels = batch()
    passes.run_pass(network, settings, x, labels, "softmax_cross_entropy")
    layer = network.hidden[0]
    z = conv.convolve(x, *passes.arrays(layer.weight, layer.bias), 2)
    mean, variance = passes.arrays(layer.norms[0].running_mean, layer.norms[0].running_var)
    passes.same(mean, 0.1 * z.mean(axis=(0, 2, 3)))
    passes.same(variance, 0.9 + 0.1 * z.var(axis=(0, 2, 3), ddof=1))
    network.eval()
    done = passes.run_pass(network, settings, x, labels, "softmax_cross_entropy")
    scale, shift = passes.norm_arrays(layer)
    wanted = (z - mean[:, None, None]) / np.sqrt(variance + 1e-5)[:, None, None]
    passes.same(done.look.inputs[0], scale[:, None, None] * wanted + shift[:, None, None])


def test_units_that_are_silent_are_channels():
    network, settings = passes.make_network("convolutional", STRUCTURE, activation="relu")
    network.hidden[1].bias.data[1] = -1e3
    done = passes.run_pass(network, settings, *batch(), "softmax_cross_entropy")
    assert done.look.silent_units[1].tolist() == [False, True, False]
    assert done.look.silent_units[-1] is None


# --- what it is made of


def test_its_plan():
    plan = FAMILIES["convolutional"].plan(STRUCTURE)
    assert [layer.name for layer in plan] == [*(f"conv {index}" for index in range(1, 7)), "output"]
    assert [layer.maps[0].shape for layer in plan[:2]] == [(3, 2, 3, 3), (3, 3, 3, 3)]
    assert [layer.num_weights for layer in plan] == [54, 81, 81, 108, 144, 144, 12]
    assert [layer.num_units for layer in plan] == [3, 3, 3, 4, 4, 4, 3]
    assert FAMILIES["convolutional"].describe(STRUCTURE) == "2x7x6-conv 3-3-3-4-4-4-3"
    assert strides((2, *STRUCTURE.hidden)) == STRIDES
    assert adds((2, *STRUCTURE.hidden)) == (False, False, True, False, False, False)
    assert adds((1, *(8,) * 7)) == (False, False, True, False, True, False, True)


def test_what_it_may_be():
    with pytest.raises(FieldError, match="has at least one convolution"):
        Experiment(family="convolutional", hidden=())
    with pytest.raises(FieldError, match="a convolution reads images, and these data are none"):
        Experiment(family="convolutional", data="moons")
    blocked = FAMILIES["convolutional"].blocked
    assert {"skip", "skip_weight"} <= blocked(Structure(hidden=(4, 4), shape=(1, 8, 8), num_outputs=2)).keys()
    assert blocked(STRUCTURE).keys() == {"norm_place", "forget_bias", "branch_scale"}


def test_the_plain_and_the_residual_preset_differ_in_nothing_else():
    plain, residual = load_experiment("conv-plain"), load_experiment("conv-residual")
    assert residual.settings == dataclasses.replace(plain.settings, skip=True)
    assert residual == dataclasses.replace(plain, name="conv-residual", settings=residual.settings)
    channels = (1, *residual.hidden)
    assert sum(adds(channels)) == len(residual.hidden) // 2 - 1
