"""The LSTM and its gradient through time, against the reference and PyTorch's own module."""

import numpy as np
import pytest
import torch

import passes
import sequences
from gradiometer.families import FAMILIES, Structure

CELLS = {"input_delta": 0, "forget_delta": 1, "candidate_delta": 2, "output_delta": 3}


@pytest.mark.parametrize("kind", ["values", "positions"])
@pytest.mark.parametrize("skip", [False, True])
@pytest.mark.parametrize("forget_bias", [0.0, 1.5, -3.0])
def test_answers_gradients_and_all_that_is_looked_at(kind, skip, forget_bias):
    structure = sequences.AT_EACH_STEP if kind == "positions" else sequences.SAME_WIDTH
    scales = {"branch_scale": 0.6, "skip_weight": 0.7} if skip else {}
    judged = sequences.judge("lstm", structure, kind, skip=skip, **scales, forget_bias=forget_bias)
    inside = sequences.inside_of(judged)
    if forget_bias:
        # The constant is added behind what the gate's weights and bias give, where delta is the same.
        for each, level in zip(inside, judged.network.levels, strict=False):
            width = level.w_h.shape[1]
            each.z[:, :, width : 2 * width] -= forget_bias
    passes.check_inside(judged.done, inside)
    sequences.check_times(judged, CELLS)


def test_one_time_step():
    judged = sequences.judge("lstm", Structure(hidden=(4,), shape=(1, 2), num_outputs=3), "classes")
    passes.check_inside(judged.done, sequences.inside_of(judged))
    sequences.check_times(judged, CELLS)
    # There is no cell yet that could be forgotten.
    assert (passes.times_of(judged.done, 1)["forget_delta"][0] == 0.0).all()


def test_as_pytorchs_own_module():
    sequences.check_module("lstm", torch.nn.LSTM(3, 5, 2, batch_first=True, dtype=torch.float64))


def test_the_cell_passes_back_the_share_that_the_forget_gate_keeps():
    """With no way past the cell (W_h = 0, and what is shown is asked for only at the end) dC/dc_1 / dC/dc_T is the
    product of sigmoid(forget bias), which takes about ln T for T steps.
    """
    num_steps = 100
    structure = Structure(hidden=(3,), shape=(num_steps, 2), num_outputs=1)
    for bias in (0.0, 1.0, float(np.log(num_steps))):
        network, settings = passes.make_network("lstm", structure, forget_bias=bias)
        layer = network.layers[0]
        with torch.no_grad():
            layer.weights[1].zero_()
            layer.weight[3:6].zero_()
            layer.bias[3:6].zero_()
        done = passes.run_pass(network, settings, *sequences.some_batch(structure, "values"), "squared_error")
        cell = passes.times_of(done, num_steps)["cell_gradient"][0]
        kept = 1.0 / (1.0 + np.exp(-bias))
        np.testing.assert_allclose(cell / cell[-1], kept ** np.arange(num_steps - 1, -1, -1), rtol=1e-10)


def test_what_means_nothing_in_it():
    blocked = FAMILIES["lstm"].blocked(sequences.SAME_WIDTH)
    assert blocked.keys() == {"norm_place", "normalization=batch", "activation", "normalization"}
    assert FAMILIES["lstm"].describe(sequences.SAME_WIDTH) == "LSTM 3-3-3-4-2, 6 steps"
