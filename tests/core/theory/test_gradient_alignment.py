"""What comes of alignment, against random networks drawn in plain numpy."""

import math

import numpy as np
import pytest

import reference as ref
from gradiometer.input_moments import InputMoments
from gradiometer.theory.gradient_alignment import aligned
from gradiometer.theory.signal import LayerLaw, send_forward

MOMENTS = InputMoments(0.0, 1.0, 0.4, -3.0, 3.0)
WIDTH = 24


def layers(depth, weight, *, skips=False, keeps_lengths=False, bias=0.0) -> list[LayerLaw]:
    hidden = [LayerLaw(WIDTH, WIDTH, weight, bias, keeps_lengths, skips)] * depth
    return [*hidden, LayerLaw(WIDTH, 10, weight, bias, keeps_lengths, False)]


def shift_of(laws, alignment, activation="relu") -> np.ndarray:
    signal = send_forward(laws, activation, MOMENTS)
    return aligned(laws, signal, alignment, np.zeros(len(laws)), 1.0, 1.0)


def networks(depth, weight, *, s, a, bias=0.0, activation="relu", along=True, count=8000) -> np.ndarray:
    """Mean of |delta_l|^2 by that of the output, [depth + 1]. s, a: what layers read is added s times to a times what
    they give. along: whether delta is the logits (alignment 12 of ten outputs, by the mean square length of what is
    read), else it knows nothing of them.
    """
    draws = np.random.default_rng(5)
    phi, slope = ref.ACTIVATIONS[activation]
    x = draws.normal(size=(count, WIDTH))
    x *= math.sqrt(WIDTH) / np.linalg.norm(x, axis=1, keepdims=True)
    passed = []
    for _ in range(depth):
        weights = draws.normal(0, math.sqrt(weight / WIDTH), (count, WIDTH, WIDTH))
        z = np.einsum("nij,nj->ni", weights, x) + draws.normal(0, math.sqrt(bias), (count, WIDTH))
        passed.append((weights, slope(z)))
        x = a * phi(z) + s * x
    weights = draws.normal(0, math.sqrt(weight / WIDTH), (count, 10, WIDTH))
    lengths = np.linalg.norm(x, axis=1, keepdims=True)
    delta = np.einsum("nij,nj->ni", weights, x) / lengths if along else draws.normal(size=(count, 10))
    squares = [np.square(delta).sum(axis=1).mean()]
    arriving = np.einsum("nij,ni->nj", weights, delta)
    for weights, gates in reversed(passed):
        delta = a * gates * arriving
        squares.insert(0, np.square(delta).sum(axis=1).mean())
        arriving = np.einsum("nij,ni->nj", weights, delta) + s * arriving
    return np.array(squares) / squares[-1]


@pytest.mark.parametrize(("activation", "along"), [("relu", True), ("relu", False), ("tanh", True), ("gelu", False)])
@pytest.mark.parametrize(("s", "a", "bias"), [(0.0, 1.0, 0.5), (1.0, 1.0, 0.0), (0.5, 1.0, 0.5), (0.5, 0.6, 0.0)])
def test_drawn_networks(activation, along, s, a, bias):
    depth, weight = 4, 1.5
    found = networks(depth, weight, s=s, a=a, bias=bias, activation=activation, along=along)
    laws = layers(depth, weight, skips=s > 0.0, bias=bias)
    signal = send_forward(laws, activation, MOMENTS, skip_weight=s, branch_scale=a)
    blind, arriving = [1.0], weight
    for unit in reversed(signal.units):
        blind.insert(0, a * a * arriving * unit.slope_square)
        arriving = blind[0] * weight + s * s * arriving
    # Of the output's z only the weights' part is along x here.
    share = signal.shares[-1]
    alignment = 1 + (12 - 1) / share if along else 1.0
    expected = np.array(blind) * np.exp(aligned(laws, signal, alignment, np.zeros(depth + 1), s, a))
    # Widths are small, and theory is of first order in 1/N.
    np.testing.assert_allclose(found, expected, rtol=0.12)
    if along:
        assert found[0] > 1.15 * blind[0]


def test_relu_in_closed_form():
    """The first layer behind the output: 2 (alignment - 1) / N, because gates let x itself through whole."""
    for alignment in (0.0, 3.0):
        shift = shift_of(layers(3, 2.0), alignment)
        assert shift[-2] == pytest.approx(2 * (alignment - 1) / WIDTH, abs=12 / WIDTH**2)


def test_an_orthogonal_matrix_makes_up_for_it():
    """The length of W^T delta is that of delta, so what lies along x is missing elsewhere: only half is left."""
    free, held = (
        shift_of([*layers(3, 1.0)[:-1], LayerLaw(WIDTH, WIDTH, 1.0, 0.0, kept, False)], 3.0) for kept in (0, 1)
    )
    assert held[-2] == pytest.approx(0.5 * free[-2], rel=0.15)


def test_wider_layers_forget_it():
    laws = [LayerLaw(10**7, 10**7, 1.5, 0.0, False, True)] * 5 + [LayerLaw(10**7, 10, 1.5, 0.0, False, False)]
    assert np.abs(shift_of(laws, 9.0)).max() < 1e-4
