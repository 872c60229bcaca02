"""The GRU and its gradient through time, against the reference and PyTorch's own module."""

import numpy as np
import pytest
import torch

import passes
import sequences
from gradiometer.families import FAMILIES, Structure

CELLS = {"reset_delta": 0, "update_delta": 1, "candidate_delta": 2}


@pytest.mark.parametrize("kind", ["values", "positions"])
@pytest.mark.parametrize("skip", [False, True])
def test_answers_gradients_and_all_that_is_looked_at(kind, skip):
    structure = sequences.AT_EACH_STEP if kind == "positions" else sequences.SAME_WIDTH
    scales = {"branch_scale": 0.6, "skip_weight": 0.7} if skip else {}
    judged = sequences.judge("gru", structure, kind, skip=skip, **scales)
    passes.check_inside(judged.done, sequences.inside_of(judged))
    sequences.check_times(judged, CELLS)


def test_one_time_step():
    judged = sequences.judge("gru", Structure(hidden=(4,), shape=(1, 2), num_outputs=3), "classes")
    passes.check_inside(judged.done, sequences.inside_of(judged))
    sequences.check_times(judged, CELLS)
    # There is no old state yet to be reset.
    assert (passes.times_of(judged.done, 1)["reset_delta"][0] == 0.0).all()


def test_as_pytorchs_own_module():
    sequences.check_module("gru", torch.nn.GRU(3, 5, 2, batch_first=True, dtype=torch.float64))


def test_an_update_gate_that_is_shut_keeps_the_state_and_its_gradient():
    """u = 1: h_t = h_(t-1), so every dC/dh_t is the last one, and no gate has anything to learn."""
    structure = Structure(hidden=(3,), shape=(40, 2), num_outputs=1)
    network, settings = passes.make_network("gru", structure)
    with torch.no_grad():
        network.layers[0].weight.zero_()
        network.layers[0].weights[1].zero_()
        network.layers[0].bias[3:6] = 60.0
    done = passes.run_pass(network, settings, *sequences.some_batch(structure, "values"), "squared_error")
    found = passes.times_of(done, 40)
    np.testing.assert_array_equal(found["hidden_gradient"][0], found["hidden_gradient"][0, -1])
    assert found["hidden_gradient"][0, -1] > 0
    assert (found["reset_delta"][0] == 0.0).all()
    assert (found["candidate_delta"][0] == 0.0).all()


def test_what_means_nothing_in_it():
    blocked = FAMILIES["gru"].blocked(sequences.SAME_WIDTH)
    assert blocked.keys() == {"norm_place", "normalization=batch", "activation", "normalization", "forget_bias"}
    assert FAMILIES["gru"].describe(sequences.SAME_WIDTH) == "GRU 3-3-3-4-2, 6 steps"
