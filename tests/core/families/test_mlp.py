"""The multilayer perceptron and all that is looked at in it, against the reference."""

import itertools

import numpy as np
import pytest

import passes
import reference as ref
from gradiometer.activations import ACTIVATIONS
from gradiometer.families import FAMILIES, Structure
from gradiometer.losses import LOSSES
from gradiometer.normalizations import NORMALIZATIONS
from gradiometer.settings import Settings
from passes import Inside

STRUCTURE = Structure(hidden=(6, 6, 5, 5), shape=(6,), num_outputs=3)
ADDS = (True, True, False, True)
CLASSIFYING = [name for name, loss in LOSSES.items() if "classes" in loss.targets]


def batch():
    rng = np.random.default_rng(1)
    return rng.normal(size=(9, 6)), rng.integers(0, 3, 9)


def reference_of(network, settings: Settings) -> ref.Parameters:
    """The program's parameters in the reference's hands."""
    groups = [passes.arrays(layer.weight, layer.bias) for layer in network.layers]
    if settings.normalization != "none":
        for group, layer in zip(groups, network.hidden, strict=False):
            group += passes.norm_arrays(layer)
    return ref.Parameters.from_layers(groups)


def named(group: list) -> dict:
    return dict(zip(("weight 0", "bias 0", "scale 0", "shift 0"), group, strict=False))


def inside_of(blocks, logits, gradients: ref.Gradients, activation: str, output_gradients) -> list[Inside]:
    phi, slope = ref.ACTIVATIONS[activation]
    found = [
        Inside(block.n, phi(block.n), signals, handed_on, delta, slope(block.n))
        for block, signals, delta, handed_on in zip(
            blocks, gradients.signals, gradients.delta, output_gradients, strict=False
        )
    ]
    last = gradients.signals[-1]
    return [*found, Inside(logits, logits, last, last, gradients.delta[-1], None)]


@pytest.mark.parametrize(
    ("activation", "normalization", "skip", "skip_weight"),
    [
        *itertools.product(ACTIVATIONS, NORMALIZATIONS, (False, True), (1.0,)),
        *itertools.product(("gelu",), NORMALIZATIONS, (True,), (0.0, 0.4)),
    ],
)
def test_outputs_gradients_and_all_that_is_looked_at(activation, normalization, skip, skip_weight):
    chosen = {"activation": activation, "normalization": normalization, "skip": skip, "skip_weight": skip_weight}
    network, settings = passes.make_network("mlp", STRUCTURE, **chosen)
    parameters, (x, labels) = reference_of(network, settings), batch()
    for loss in CLASSIFYING:
        for parameter in network.parameters():
            parameter.grad = None
        done = passes.run_pass(network, settings, x, labels, loss)
        blocks, logits = ref.forward(parameters, x, **chosen)
        gradients = ref.backpropagate(parameters, x, labels, loss=loss, **chosen)
        passes.same(done.logits, logits)
        assert done.loss == pytest.approx(gradients.loss, rel=1e-12)
        for layer, group in zip(network.layers, gradients.layers(), strict=True):
            passes.check_gradients(layer, named(group))
        passes.check_used(network)
        slopes = [ref.ACTIVATIONS[activation][1](block.n) for block in blocks]
        handed_on = [each.numpy() for each in done.look.output_gradients]
        for gradient, slope, signals in zip(handed_on, slopes, gradients.signals, strict=False):
            # dC/dz = phi'(z) dC/dx: where the slope is zero it tells nothing.
            passes.same(gradient * slope, signals)
        passes.check_inside(done, inside_of(blocks, logits, gradients, activation, handed_on))


@pytest.mark.parametrize("normalization", NORMALIZATIONS)
@pytest.mark.parametrize("skip", [False, True])
def test_the_gradient_of_what_a_layer_hands_on(normalization, skip):
    """Of a tanh, whose slope is nowhere zero: dC/dx = dC/dz / phi'(z)."""
    chosen = {"activation": "tanh", "normalization": normalization, "skip": skip}
    network, settings = passes.make_network("mlp", STRUCTURE, **chosen)
    parameters, (x, labels) = reference_of(network, settings), batch()
    done = passes.run_pass(network, settings, x, labels, "quadratic")
    gradients = ref.backpropagate(parameters, x, labels, loss="quadratic", **chosen)
    blocks, _ = ref.forward(parameters, x, **chosen)
    for index, block in enumerate(blocks):
        wanted = gradients.signals[index] / ref.ACTIVATIONS["tanh"][1](block.n)
        passes.same(done.look.output_gradients[index], wanted)


@pytest.mark.parametrize("normalization", NORMALIZATIONS)
@pytest.mark.parametrize("activation", ["relu", "leaky_relu"])
def test_a_branch_that_is_scaled(activation, normalization):
    """With s phi(z) = phi(s z), s > 0, it is the reference's network whose last map before the activation is s times
    as large: W and b, or scale and shift of a normalization.
    """
    scale = 0.3
    chosen = {"activation": activation, "normalization": normalization, "skip": True}
    network, settings = passes.make_network("mlp", STRUCTURE, **chosen, branch_scale=scale)
    parameters, (x, labels) = reference_of(network, settings), batch()
    scaled = range(2) if normalization == "none" else range(2, 4)
    groups = parameters.layers()
    for group, adds in zip(groups, ADDS, strict=False):
        for index in scaled if adds else ():
            group[index] = group[index] * scale
    larger = ref.Parameters.from_layers(groups)
    done = passes.run_pass(network, settings, x, labels, "softmax_cross_entropy")
    blocks, logits = ref.forward(larger, x, **chosen)
    gradients = ref.backpropagate(larger, x, labels, loss="softmax_cross_entropy", **chosen)
    passes.same(done.logits, logits)
    for layer, group, adds in zip(network.layers, gradients.layers(), (*ADDS, False), strict=True):
        wanted = [each * scale if adds and index in scaled else each for index, each in enumerate(group)]
        passes.check_gradients(layer, named(wanted))
    for index, (block, adds) in enumerate(zip(blocks, ADDS, strict=True)):
        factor = scale if adds else 1.0
        passes.same(done.look.inputs[index], block.n / factor)
        passes.same(done.look.deltas[index], gradients.signals[index] * factor)
        passes.same(done.taps[index].output[0], block.output)


def test_a_branch_of_any_activation_is_added_at_its_scale():
    scales = {"skip": True, "skip_weight": 0.3, "branch_scale": 2.5}
    network, settings = passes.make_network("mlp", STRUCTURE, activation="gelu", **scales)
    x, labels = batch()
    done = passes.run_pass(network, settings, x, labels, "softmax_cross_entropy")
    given = x
    for tap, adds in zip(done.taps, ADDS, strict=False):
        (output,) = passes.arrays(*tap.output)
        (activated,) = passes.arrays(*tap.activated)
        passes.same(output, 0.3 * given + 2.5 * activated if adds else activated)
        given = output


def test_a_network_without_hidden_layers():
    network, settings = passes.make_network(
        "mlp", Structure(hidden=(), shape=(4,), num_outputs=3), normalization="layer"
    )
    x, labels = np.random.default_rng(2).normal(size=(5, 4)), np.array([0, 1, 2, 1, 0])
    done = passes.run_pass(network, settings, x, labels, "softmax_cross_entropy")
    gradients = ref.backpropagate(
        reference_of(network, Settings()),
        x,
        labels,
        loss="softmax_cross_entropy",
        activation="sigmoid",
        normalization="none",
        skip=False,
    )
    passes.check_gradients(network.layers[0], named([gradients.weights[0], gradients.biases[0]]))
    passes.same(done.look.deltas[0], gradients.signals[0])


# --- what it is made of


def test_its_plan():
    plan = FAMILIES["mlp"].plan(STRUCTURE)
    assert [layer.name for layer in plan] == ["hidden 1", "hidden 2", "hidden 3", "hidden 4", "output"]
    assert [layer.num_weights for layer in plan] == [36, 36, 30, 25, 15]
    assert [layer.num_biases for layer in plan] == [6, 6, 5, 5, 3]
    assert [layer.num_units for layer in plan] == [layer.num_rows for layer in plan] == [6, 6, 5, 5, 3]
    assert [len(layer.norms) for layer in plan] == [1, 1, 1, 1, 0]
    assert FAMILIES["mlp"].describe(STRUCTURE) == "6-6-6-5-5-3"


def test_examples_of_any_shape_are_read_as_vectors():
    assert FAMILIES["mlp"].read((1, 28, 28)) == (784,)
    assert FAMILIES["mlp"].read((50, 2)) == (100,)
    assert FAMILIES["mlp"].read((2,)) == (2,)


@pytest.mark.parametrize(("hidden", "can_skip"), [((4, 5, 4), False), ((4, 4), True), ((7, 3), True), ((), False)])
def test_what_means_nothing_in_it(hidden, can_skip):
    blocked = FAMILIES["mlp"].blocked(Structure(hidden=hidden, shape=(7,), num_outputs=3))
    assert {"norm_place", "forget_bias"} <= blocked.keys()
    assert {name in blocked for name in ("skip", "skip_weight", "branch_scale")} == {not can_skip}
    assert all(reason.endswith(".") for reason in blocked.values())
