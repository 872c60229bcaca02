"""The signal in wide random networks against theory, drawn in plain numpy."""

import math

import numpy as np
import pytest

import reference as ref
from gradiometer.input_moments import InputMoments
from gradiometer.theory.signal import OTHER, SAME, LayerLaw, send_forward

WIDTH, NUM_CLASSES, NUM_EXAMPLES, NUM_NETWORKS = 400, 4, 24, 6
DRAWS = np.random.default_rng(11)
LABELS = np.arange(NUM_EXAMPLES) % NUM_CLASSES
# Classes have centres of their own; all have a mean.
INPUTS = 0.3 + 0.5 * DRAWS.normal(size=(NUM_CLASSES, WIDTH))[LABELS] + 0.6 * DRAWS.normal(size=(NUM_EXAMPLES, WIDTH))
MOMENTS = InputMoments.of(INPUTS, LABELS)


def laws(depth, weight, bias, *, skips=False, keeps_lengths=False) -> list[LayerLaw]:
    hidden = [LayerLaw(WIDTH, WIDTH, weight, bias, keeps_lengths, skips)] * depth
    return [*hidden, LayerLaw(WIDTH, 10, weight, bias, keeps_lengths, False)]


def walk(depth, weight, bias, activation, *, skip_weight=0.0, branch_scale=1.0, has_norm=False):
    """What layers read [depth + 1, NUM_NETWORKS, num_examples, WIDTH], and the variance before BatchNorm [depth]."""
    x = np.broadcast_to(INPUTS, (NUM_NETWORKS, *INPUTS.shape))
    read, spreads = [x], []
    phi = ref.ACTIVATIONS[activation][0]
    for _ in range(depth):
        weights = DRAWS.normal(0, math.sqrt(weight / WIDTH), (NUM_NETWORKS, WIDTH, WIDTH))
        z = x @ weights + DRAWS.normal(0, math.sqrt(bias), (NUM_NETWORKS, 1, WIDTH))
        spreads.append(float(z.var(axis=1).mean()))
        if has_norm:
            z = (z - z.mean(axis=1, keepdims=True)) / np.sqrt(z.var(axis=1, keepdims=True) + 1e-5)
        x = skip_weight * x + branch_scale * phi(z)
        read.append(x)
    return read, spreads


def check(signal, read, rel) -> None:
    for index, networks in enumerate(read):
        moments = [InputMoments.of(x, LABELS) for x in networks]
        first, second, same, other = (
            np.mean([getattr(each, name) for each in moments])
            for name in ("mean", "mean_square", "same_product", "other_product")
        )
        assert signal.firsts[index] == pytest.approx(first, abs=rel * math.sqrt(second))
        assert signal.seconds[index] == pytest.approx(second, rel=rel)
        assert signal.pairs[SAME, index] == pytest.approx(same, abs=rel * second)
        assert signal.pairs[OTHER, index] == pytest.approx(other, abs=rel * second)


@pytest.mark.parametrize("activation", ref.ACTIVATIONS)
@pytest.mark.parametrize(("weight", "bias"), [(1.6, 0.1), (0.5, 0.0)])
def test_what_layers_read(activation, weight, bias):
    read, _ = walk(3, weight, bias, activation)
    check(send_forward(laws(3, weight, bias), activation, MOMENTS), read, 0.1)


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
@pytest.mark.parametrize(("skip_weight", "branch_scale"), [(1.0, 1.0), (1.0, 0.3), (0.5, 1.0), (0.5, 0.3), (0.0, 0.6)])
def test_with_skip_connections(activation, skip_weight, branch_scale):
    """x and what a layer adds are independent, so their means multiply."""
    scales = {"skip_weight": skip_weight, "branch_scale": branch_scale}
    read, _ = walk(3, 1.5, 0.1, activation, **scales)
    found = send_forward(laws(3, 1.5, 0.1, skips=True), activation, MOMENTS, **scales)
    check(found, read, 0.1)


@pytest.mark.parametrize("activation", ["sigmoid", "relu"])
def test_a_skip_weight_of_0_is_no_skip_connection(activation):
    plain = send_forward(laws(3, 1.5, 0.1), activation, MOMENTS)
    found = send_forward(laws(3, 1.5, 0.1, skips=True), activation, MOMENTS, skip_weight=0.0)
    for name in ("firsts", "seconds", "pairs", "unevens", "variances", "carried"):
        np.testing.assert_array_equal(getattr(found, name), getattr(plain, name))


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
def test_behind_batch_norm(activation):
    """Pre-activations have variance 1, and over all pairs the correlation -1 / (B - 1)."""
    read, spreads = walk(3, 1.5, 0.1, activation, has_norm=True)
    found = send_forward(laws(3, 1.5, 0.1), activation, MOMENTS, batch_size=NUM_EXAMPLES)
    check(found, read, 0.1)
    np.testing.assert_allclose(found.spreads[:3], spreads, rtol=0.05)
    np.testing.assert_allclose(found.variances[:3], 1.0, atol=1e-3)
    share = found.same_share
    whole = share * found.correlations[SAME] + (1 - share) * found.correlations[OTHER]
    np.testing.assert_allclose(whole[:3], -1 / (NUM_EXAMPLES - 1), atol=1e-6)


def test_pairs_differ_from_each_other():
    """The variance over pairs of what they have in common fades on its way; what is left comes from the width."""
    read, _ = walk(3, 1.0, 0.05, "relu")
    found = send_forward(laws(3, 1.0, 0.05), "relu", MOMENTS)
    for index in (1, 2, 3):
        directions = [x / np.sqrt((x**2).sum(axis=1, keepdims=True)) for x in read[index]]
        variance = np.mean([(x @ x.T)[np.not_equal.outer(LABELS, LABELS)].var() for x in directions])
        assert found.unevens[OTHER, index] == pytest.approx(variance, rel=0.6)
    assert found.unevens[OTHER, 3] < found.unevens[OTHER, 1]


def test_without_classes_all_pairs_are_one_kind():
    moments = InputMoments.of(INPUTS)
    found = send_forward(laws(2, 1.0, 0.1), "tanh", moments)
    np.testing.assert_array_equal(found.pairs[SAME], found.pairs[OTHER])
    assert found.same_share == 0.0


def test_orthogonal_matrices_hold_lengths():
    square, narrow, wide = (
        LayerLaw(fan_in, fan_out, 1, 0, True, False) for fan_in, fan_out in ((9, 9), (9, 3), (3, 9))
    )
    assert (square.holds_forward, square.holds_back) == (1.0, 1.0)
    assert (narrow.holds_forward, narrow.holds_back) == (pytest.approx(1 / 3), 1.0)
    assert (wide.holds_forward, wide.holds_back) == (1.0, pytest.approx(1 / 3))
    assert LayerLaw(9, 9, 1, 0, False, False).holds_forward == 0.0


def test_a_signal_that_overflows_says_where():
    with pytest.raises(OverflowError, match=r"^8$"):
        send_forward(laws(40, 1e20, 0.0), "relu", MOMENTS)


@pytest.mark.parametrize("activation", ["tanh", "relu", "selu"])
@pytest.mark.parametrize("weight", [0.0, 1e-30])
def test_no_signal_at_all(activation, weight):
    found = send_forward(laws(8, weight, 0.0), activation, InputMoments(0.0, 0.0, 0.0, 0.0, 0.0))
    for values in (found.seconds, found.pairs, found.variances, found.correlations):
        assert np.isfinite(values).all()
