"""What is made of a pass that was listened to: looks, rows of the gradient through time, decision surfaces."""

import math

import numpy as np
import pytest
import torch

import passes
import reference as ref
from gradiometer.datasets import DATASETS, DataSpec
from gradiometer.families import Structure, Tap
from gradiometer.network import Network
from gradiometer.outline import LayerOutline, Outline
from gradiometer.quantities import GRID
from gradiometer.taps import grid_points, make_look, surface_row, time_row

# --- the gradient through time


def with_gradient(gradient: object, dtype: torch.dtype = torch.float64) -> torch.Tensor:
    """A state [batch, units] of this gradient; None: the loss does not depend on it."""
    if gradient is None:
        return torch.zeros(2, 3, dtype=dtype)
    state = torch.zeros(2, 3, dtype=dtype)
    state.grad = torch.tensor(gradient, dtype=dtype).expand(2, 3).clone()
    return state


def row_of(*gradients: object, dtype: torch.dtype = torch.float64, others: int = 1) -> np.ndarray:
    """|dC/dh_t| of the first of some layers, whose states have these gradients, each for all of its six entries."""
    states = [with_gradient(gradient, dtype) for gradient in gradients]
    layers = tuple(LayerOutline(f"{index}", 1, 1, "float64") for index in range(1 + others))
    outline = Outline("", "", "float64", layers, len(states), ("hidden_gradient", "cell_gradient"))
    layout = outline.layouts["time"]
    taps = [Tap((), (), (), states={"hidden_gradient": states}), *[Tap((), (), ())] * others]
    row = time_row(11, taps, outline, layout)
    assert row[0] == 11
    assert row.shape == (layout.width,)
    # A layer without time, and a quantity that a layer does not have.
    hidden = row[layout.slice("hidden_gradient")].reshape(1 + others, -1)
    assert np.isnan(hidden[1:]).all()
    assert np.isnan(row[layout.slice("cell_gradient")]).all()
    return hidden[0]


@pytest.mark.parametrize(
    ("dtype", "sizes"),
    [
        ("float32", (1.0, 3e38, 1e-30, 1e-38, 1e-45)),
        ("float64", (1.0, 1e300, 1e-30, 1e-170, 1e-300, 5e-324)),
    ],
)
def test_norms_of_any_size(dtype, sizes):
    """Over all entries of the batch and the units; no square under- or overflows on the way."""
    found = row_of(*sizes, dtype=getattr(torch, dtype))
    stored = np.array(sizes, dtype).astype(float)
    np.testing.assert_allclose(found[stored > 1e-320], math.sqrt(6) * stored[stored > 1e-320], rtol=1e-14)
    assert (found > 0).all()


def test_exact_zeros_and_states_that_nothing_depends_on():
    np.testing.assert_array_equal(row_of(0.0, 1e-30, None, -2.0), [0.0, math.sqrt(6) * 1e-30, 0.0, math.sqrt(24)])
    np.testing.assert_array_equal(row_of(None, None), [0.0, 0.0])


def test_what_is_not_finite_stays_so():
    found = row_of(math.nan, math.inf, -math.inf, 1.0)
    assert math.isnan(found[0])
    assert found[1] == found[2] == math.inf
    assert found[3] == math.sqrt(6)


def test_different_entries():
    rng = np.random.default_rng(0)
    gradients = rng.normal(size=(9, 2, 3)) * 10.0 ** rng.integers(-40, 0, (9, 1, 1))
    found = row_of(*gradients)
    np.testing.assert_allclose(found, [ref.norm([each * 1e40]) / 1e40 for each in gradients], rtol=1e-13)


@pytest.mark.parametrize("num_steps", [1, 2, 127, 128, 129, 784, 2000])
def test_times_are_thinned_with_both_ends_kept(num_steps):
    """Each value stands at the time step that the outline says."""
    found = row_of(*np.arange(1.0, num_steps + 1))
    times = Outline("", "", "float64", (LayerOutline("", 1, 1, "float64"),), num_steps, ("hidden_gradient",)).times
    np.testing.assert_allclose(found, math.sqrt(6) * np.array(times), rtol=1e-14)
    assert len(times) == min(num_steps, 128)
    assert (times[0], times[-1]) == (1, num_steps)
    gaps = np.diff(times)
    assert len(set(gaps)) <= 2
    assert gaps.max(initial=1) - gaps.min(initial=gaps.max(initial=1)) <= 1


# --- the decision surface

BOX = (-1.5, 2.5, -1.0, 3.0)


def expected_points() -> np.ndarray:
    """The first input runs fastest, from the least second input on."""
    first = BOX[0] + (BOX[1] - BOX[0]) * np.arange(GRID) / (GRID - 1)
    second = BOX[2] + (BOX[3] - BOX[2]) * np.arange(GRID) / (GRID - 1)
    return np.array([(x, y) for y in second for x in first])


def test_the_grid():
    points = grid_points(BOX, torch.zeros(0, dtype=torch.float64))
    np.testing.assert_allclose(points.numpy(), expected_points(), atol=1e-14)
    assert points[0].tolist() == [BOX[0], BOX[2]]
    assert points[GRID - 1].tolist() == [BOX[1], BOX[2]]
    assert points[-1].tolist() == [BOX[1], BOX[3]]
    assert grid_points(BOX, torch.zeros(0)).dtype == torch.float32


def surface_of(network: Network) -> np.ndarray:
    row = surface_row(5, network, grid_points(BOX, torch.zeros(0, dtype=torch.float64)))
    assert row[0] == 5
    assert row.shape == (1 + GRID * GRID,)
    return row[1:]


@pytest.mark.parametrize("skip", [False, True])
@pytest.mark.parametrize("normalization", ["none", "layer"])
@pytest.mark.parametrize("num_classes", [2, 3, 5])
def test_a_surface_is_the_winner_and_how_sure_it_is(num_classes, normalization, skip):
    structure = Structure(hidden=(2, 4, 4), shape=(2,), num_outputs=num_classes)
    network, _ = passes.make_network("mlp", structure, activation="tanh", normalization=normalization, skip=skip)
    with torch.no_grad():
        # No class shall win everywhere.
        network.layers[-1].bias.sub_(network(torch.from_numpy(expected_points())).mean(dim=0))
    groups = [passes.arrays(layer.weight, layer.bias) for layer in network.layers]
    if normalization == "layer":
        for group, layer in zip(groups, network.hidden, strict=False):
            group += passes.norm_arrays(layer)
    _, z = ref.forward(
        ref.Parameters.from_layers(groups),
        expected_points(),
        activation="tanh",
        normalization=normalization,
        skip=skip,
    )
    likely = np.exp(z - z.max(axis=1, keepdims=True))
    likely /= likely.sum(axis=1, keepdims=True)
    found = surface_of(network)
    np.testing.assert_allclose(found, z.argmax(axis=1) + 0.999 * likely.max(axis=1), rtol=1e-12)
    assert len(set(np.floor(found))) > 1


def test_the_surface_of_a_single_output():
    """The class is 1 where its sigmoid is above 1/2."""
    structure = Structure(hidden=(), shape=(2,), num_outputs=1)
    network, _ = passes.make_network("mlp", structure)
    weight, bias = passes.arrays(network.layers[0].weight, network.layers[0].bias)
    answer = 1.0 / (1.0 + np.exp(-(expected_points() @ weight.T + bias).ravel()))
    wanted = np.where(answer > 0.5, 1.0 + 0.999 * answer, 0.999 * (1.0 - answer))
    np.testing.assert_allclose(surface_of(network), wanted, rtol=1e-12)


def test_a_surface_is_drawn_by_running_statistics_and_moves_none():
    structure = Structure(hidden=(4,), shape=(2,), num_outputs=3)
    network, _ = passes.make_network("mlp", structure, activation="tanh", normalization="batch")
    network(torch.from_numpy(np.random.default_rng(0).normal(size=(20, 2))))
    before = [buffer.clone() for buffer in network.buffers()]
    gradients = [parameter.grad for parameter in network.parameters()]
    found = surface_of(network)
    assert all(torch.equal(one, other) for one, other in zip(before, network.buffers(), strict=True))
    assert gradients == [parameter.grad for parameter in network.parameters()] == [None] * len(gradients)
    assert network.training
    layer, output = network.layers
    weight, bias, mean, variance = passes.arrays(
        layer.weight, layer.bias, layer.norms[0].running_mean, layer.norms[0].running_var
    )
    scale, shift = passes.norm_arrays(layer)
    z = (expected_points() @ weight.T + bias - mean) / np.sqrt(variance + 1e-5) * scale + shift
    w, b = passes.arrays(output.weight, output.bias)
    answers = np.tanh(z) @ w.T + b
    likely = np.exp(answers) / np.exp(answers).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(found, answers.argmax(axis=1) + 0.999 * likely.max(axis=1), rtol=1e-12)


@pytest.mark.parametrize("data", ["moons", "spirals", "circles"])
def test_every_point_of_the_data_lies_on_its_surface(data):
    spec = DataSpec(num_examples=3000)
    low_x, high_x, low_y, high_y = DATASETS[data].facts(spec).box
    x, y = DATASETS[data].load(spec).inputs.T
    assert low_x < x.min() < x.max() < high_x
    assert low_y < y.min() < y.max() < high_y


# --- looks


def test_layers_of_several_weights_are_one():
    """Their norms are joined, and so is what an update adds; the weights are those before it."""
    structure = Structure(hidden=(3,), shape=(4, 2), num_outputs=2)
    network, settings = passes.make_network("gru", structure)
    rng = np.random.default_rng(0)
    done = passes.run_pass(network, settings, rng.normal(size=(5, 4, 2)), np.array([0, 1, 0, 1, 1]), "quadratic")
    before = [[weight.detach().clone() for weight in layer.weights] for layer in network.layers]
    with torch.no_grad():
        for parameter in network.used:
            parameter.sub_(parameter.grad)
    look = make_look(network.layers, done.taps, 5, network.activate, network.steepest, before)
    for index, (layer, old) in enumerate(zip(network.layers, before, strict=True)):
        flat = np.concatenate([each.numpy().ravel() for each in old])
        gradient = np.concatenate([each.grad.numpy().ravel() for each in layer.weights])
        np.testing.assert_array_equal(look.weights[index].numpy().ravel(), flat)
        np.testing.assert_allclose(look.updates[index].numpy().ravel(), -gradient, rtol=1e-12, atol=1e-15)
        np.testing.assert_allclose(look.weight_norms[index].item(), ref.norm([flat]), rtol=1e-14)
    assert look.num_rows == [None, 2]
    # A GRU's gates have no single activation, so nothing is said of slopes and silence.
    assert all(math.isnan(each) for each in look.steepest)
    assert look.slopes == look.silent_units == [None, None]


def test_silent_units_put_out_zero_at_every_time_step_for_every_example():
    structure = Structure(hidden=(4,), shape=(6, 2), num_outputs=2)
    network, settings = passes.make_network("rnn", structure, activation="relu")
    layer = network.layers[0]
    with torch.no_grad():
        layer.weights[1].zero_()
        layer.weight.zero_()
        layer.bias.copy_(torch.tensor([1.0, -1.0, -1.0, 1.0]))
        # Speaks for one example at one time step only.
        layer.weight[2, 0] = 1.0
    x = np.zeros((3, 6, 2))
    x[1, 3, 0] = 5.0
    done = passes.run_pass(network, settings, x, np.array([0, 1, 0]), "softmax_cross_entropy")
    assert done.look.silent_units[0].tolist() == [False, True, False, False]


def test_a_gradient_that_never_came_is_zero():
    """Of a time step that the loss does not depend on."""
    z = [torch.ones(2, 3, requires_grad=True) * factor for factor in (1.0, 2.0)]
    tap = Tap(z, z, (z[0] * 3.0,))
    tap.retain_gradients()
    z[1].sum().backward()
    network, _ = passes.make_network("mlp", Structure(hidden=(), shape=(2,), num_outputs=3))
    look = make_look(network.layers, [tap], 2, torch.tanh, 1.0, [[network.layers[0].weight.detach().clone()]])
    assert look.deltas[0].tolist() == [0.0] * 6 + [1.0] * 6
    assert look.unit_gradients[0].tolist() == [2.0, 2.0, 2.0]
    assert look.output_gradients[0].tolist() == [[0.0] * 3] * 2
