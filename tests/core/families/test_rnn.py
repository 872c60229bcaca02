"""The Elman network and its gradient through time, against the reference and PyTorch's own module."""

import itertools

import numpy as np
import pytest
import torch

import passes
import sequences
from gradiometer.activations import ACTIVATIONS
from gradiometer.families import FAMILIES, Structure

CELLS = {"candidate_delta": 0}


@pytest.mark.parametrize(
    ("activation", "normalization", "skip"), list(itertools.product(ACTIVATIONS, ("none", "layer"), (False, True)))
)
@pytest.mark.parametrize("kind", ["values", "positions"])
def test_answers_gradients_and_all_that_is_looked_at(activation, normalization, skip, kind):
    structure = sequences.AT_EACH_STEP if kind == "positions" else sequences.SAME_WIDTH
    scales = {"branch_scale": 0.6, "skip_weight": 0.7} if skip else {}
    chosen = {"activation": activation, "normalization": normalization, "skip": skip}
    judged = sequences.judge("rnn", structure, kind, **chosen, **scales)
    passes.check_inside(judged.done, sequences.inside_of(judged))
    sequences.check_times(judged, CELLS)


def test_one_answer_in_classes():
    judged = sequences.judge("rnn", Structure(hidden=(4,), shape=(1, 2), num_outputs=3), "classes", activation="tanh")
    passes.check_inside(judged.done, sequences.inside_of(judged))
    sequences.check_times(judged, CELLS)


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_as_pytorchs_own_module(activation):
    module = torch.nn.RNN(3, 5, 2, nonlinearity=activation, batch_first=True, dtype=torch.float64)
    sequences.check_module("rnn", module, activation)


def vanishing(dtype: torch.dtype, num_steps: int) -> tuple[np.ndarray, np.ndarray]:
    """|dC/dh_t| of one sigmoid unit with w_h = 0.1, from the program and by its formula dh_t/dh_(t-1) = w s'(z_t)."""
    structure = Structure(hidden=(1,), shape=(num_steps, 1), num_outputs=1)
    network, settings = passes.make_network("rnn", structure, activation="sigmoid")
    network.layers[0].weights[1].data.fill_(0.1)
    network = network.to(dtype)
    x = np.random.default_rng(0).normal(size=(1, num_steps, 1))
    done = passes.run_pass(
        network, settings, x.astype(str(dtype).removeprefix("torch.")), np.ones((1, 1)), "squared_error"
    )
    w_x, w_h, b = (each.item() for each in (*network.layers[0].weights, network.layers[0].bias))
    state, slopes = 0.0, []
    for given in x.astype(str(dtype).removeprefix("torch.")).ravel():
        state = 1.0 / (1.0 + np.exp(-(w_x * float(given) + w_h * state + b)))
        slopes.append(state * (1.0 - state))
    last = network.layers[-1]
    gradient = abs((last.weight.item() * state + last.bias.item() - 1.0) * last.weight.item())
    wanted = [gradient]
    for slope in reversed(slopes[1:]):
        wanted.append(wanted[-1] * w_h * slope)
    return passes.times_of(done, num_steps)["hidden_gradient"][0], np.array(wanted[::-1])


def test_a_gradient_that_vanishes_keeps_its_digits():
    """In float32 down to where its own numbers end, although squares end at half of that; exact zeros beyond."""
    found, wanted = vanishing(torch.float32, 24)
    assert wanted[0] < 1e-35
    np.testing.assert_allclose(found[wanted > 1e-37], wanted[wanted > 1e-37], rtol=1e-4)
    found, wanted = vanishing(torch.float32, 60)
    assert wanted[0] < 1e-90
    np.testing.assert_allclose(found[wanted > 1e-37], wanted[wanted > 1e-37], rtol=1e-4)
    assert (found[wanted < 1e-46] == 0.0).all()
    found, wanted = vanishing(torch.float64, 128)
    assert 1e-300 < wanted[0] < 1e-190
    np.testing.assert_allclose(found, wanted, rtol=1e-10)


def test_a_cut_in_time_is_an_exact_zero():
    """A ReLU state that is dead at one time step passes nothing back beyond it."""
    structure = Structure(hidden=(3,), shape=(9, 2), num_outputs=2)
    network, settings = passes.make_network("rnn", structure, activation="relu")
    x, targets = sequences.some_batch(structure, "values")
    with torch.no_grad():
        network.layers[0].weight.abs_()
        network.layers[0].weights[1].abs_()
        network.layers[0].bias.fill_(0.1)
    x = np.abs(x)
    x[:, 4] = -1e3
    done = passes.run_pass(network, settings, x, targets, "squared_error")
    found = passes.times_of(done, 9)
    for name in ("hidden_gradient", "candidate_delta"):
        assert (found[name][0, :4] == 0.0).all()
        assert (found[name][0, 5:] > 0.0).all()
    assert found["hidden_gradient"][0, 4] > 0.0
    assert found["candidate_delta"][0, 4] == 0.0
    assert not done.look.silent_units[0].any()


def test_long_sequences_are_thinned():
    """128 of 300 time steps, the first and the last among them; the same numbers as the reference has there."""
    structure = Structure(hidden=(2, 2), shape=(300, 2), num_outputs=2)
    judged = sequences.judge("rnn", structure, "values", num=2, activation="tanh", skip=True)
    outline = passes.outline_of(judged.done.network, 300)
    times = np.array(outline.times)
    assert len(times) == 128
    assert (times[0], times[-1]) == (1, 300)
    assert set(np.diff(times)) == {2, 3}
    found = passes.times_of(judged.done, 300)
    for index, level in enumerate(judged.gradients.levels):
        wanted = sequences.over_batch_and_units(level.hidden)[times - 1]
        np.testing.assert_allclose(found["hidden_gradient"][index], wanted, rtol=1e-9)
        wanted = sequences.over_batch_and_units(level.signals)[times - 1]
        np.testing.assert_allclose(found["candidate_delta"][index], wanted, rtol=1e-9)


def test_what_means_nothing_in_it():
    blocked = FAMILIES["rnn"].blocked(sequences.SAME_WIDTH)
    assert blocked.keys() == {"norm_place", "normalization=batch", "forget_bias"}
    blocked = FAMILIES["rnn"].blocked(Structure(hidden=(4, 5), shape=(6, 3), num_outputs=2))
    assert {"skip", "skip_weight", "branch_scale"} <= blocked.keys()
    assert FAMILIES["rnn"].describe(sequences.SAME_WIDTH) == "RNN 3-3-3-4-2, 6 steps"
