"""The gradient's way back, in the cases that have a closed form."""

import itertools
import math

import numpy as np
import pytest

from gradiometer.examples import CLASSES
from gradiometer.input_moments import InputMoments
from gradiometer.theory.gaussian_means import means, pair_means
from gradiometer.theory.gradient import send_back
from gradiometer.theory.output import output_law
from gradiometer.theory.signal import LayerLaw, send_forward

# All inputs alike in size, and all pairs alike in what they have in common.
MOMENTS = InputMoments(0.0, 1.0, 0.4, -3.0, 3.0)


def run(weight, bias, activation, batch_size, *, depth=6, widths=None, skips=False, **options):
    widths = widths or [50] * (depth + 1)
    laws = [LayerLaw(*pair, weight, bias, False, skips) for pair in itertools.pairwise(widths)]
    laws.append(LayerLaw(widths[-1], 10, weight, bias, False, False))
    scales, is_normalized = dict(options), options.get("is_normalized", False)
    scales.pop("is_normalized", None)
    signal = send_forward(laws, activation, MOMENTS, **scales, batch_size=batch_size if is_normalized else 0)
    output = output_law("softmax_cross_entropy", CLASSES, 10, batch_size, float(signal.variances[-1]), 0.5)
    return signal, send_back(laws, signal, output, batch_size, **options)


def squares(gradient, values, mean_square, square_of_mean) -> np.ndarray:
    return np.exp(gradient.scales) * (values @ [mean_square, square_of_mean])


def test_the_output_is_what_was_measured():
    for batch_size in (2, 32, 5000):
        _, gradient = run(1.5, 0.1, "tanh", batch_size)
        assert squares(gradient, gradient.lengths, 0.81, 0.3)[-1] == pytest.approx(0.81)
        assert squares(gradient, gradient.means, 0.81, 0.3)[-1] == pytest.approx(0.3)


@pytest.mark.parametrize("weight", [0.3, 2.0, 64.0])
def test_relu_lets_half_through(weight):
    """He et al. 2015: the mean square delta changes by s_w^2 / 2 from layer to layer, whatever the widths are."""
    _, gradient = run(weight, 0.2, "relu", 8, widths=[20, 300, 40, 80, 30])
    lengths = squares(gradient, gradient.lengths, 1.0, 0.2)
    np.testing.assert_allclose(lengths, (weight / 2) ** np.arange(4, -1, -1.0), rtol=1e-9)


def test_a_thousand_layers_neither_under_nor_overflow():
    for weight in (0.01, 9.0):
        _, gradient = run(weight, 0.0, "sigmoid", 8, depth=400)
        chi = weight * means("sigmoid", run(weight, 0.0, "sigmoid", 8, depth=400)[0].variances[200]).slope_square
        assert gradient.scales[100] - gradient.scales[200] == pytest.approx(100 * math.log(chi), rel=1e-3)
        assert np.isfinite(gradient.weights).all()


def test_a_batch_of_one_example():
    """|dC/dW|^2 is |delta|^2 |x|^2, and nothing else: Schoenholz et al. 2017, section 3."""
    signal, gradient = run(1.3, 0.3, "tanh", 1)
    lengths = squares(gradient, gradient.lengths, 2.0, 2.0)
    np.testing.assert_allclose(squares(gradient, gradient.means, 2.0, 2.0), lengths)
    np.testing.assert_allclose(squares(gradient, gradient.weights, 2.0, 2.0), lengths * 50 * signal.seconds)


def test_the_mean_over_a_batch():
    """Products of two examples' deltas shrink by E[phi'_a phi'_b]: |dC/dW|^2 is
    N_l N_{l-1} [q m / B + (1 - 1/B) q_ab m_ab], layer by layer, where pairs differ as little as in an infinite width.
    """
    batch_size, mean_square, square_of_mean = 32, 0.9, 0.2
    laws = [LayerLaw(10**9, 10**9, 1.3, 0.3, False, False)] * 3 + [LayerLaw(10**9, 10, 1.3, 0.3, False, False)]
    signal = send_forward(laws, "tanh", MOMENTS)
    output = output_law("softmax_cross_entropy", CLASSES, 10, batch_size, 1.0, 0.5)
    gradient = send_back(laws, signal, output, batch_size)
    own, pair = mean_square, (square_of_mean - mean_square / batch_size) / (1 - 1 / batch_size)
    m, m_pair, terms = MOMENTS.mean_square, MOMENTS.pair_product, []
    for _ in range(4):
        q, q_pair = 1.3 * m + 0.3, 1.3 * m_pair + 0.3
        one, two = means("tanh", q), pair_means("tanh", q, q_pair / q)
        terms.append((m, m_pair, one.slope_square, two.slope))
        m, m_pair = one.square, two.value
    for index in (3, 2, 1, 0):
        m, m_pair, gate, gate_pair = terms[index]
        if index < 3:
            own, pair = 1.3 * gate * own, 1.3 * gate_pair * pair
        norm = 1e9 * (own * m / batch_size + (1 - 1 / batch_size) * pair * m_pair)
        mean = own / batch_size + (1 - 1 / batch_size) * pair
        assert squares(gradient, gradient.weights, mean_square, square_of_mean)[index] == pytest.approx(norm, rel=1e-5)
        assert squares(gradient, gradient.means, mean_square, square_of_mean)[index] == pytest.approx(mean, rel=1e-5)


@pytest.mark.parametrize(("s", "a"), [(1.0, 1.0), (1.0, 0.25), (0.5, 1.0), (0.5, 0.25), (2.0, 1.0), (0.0, 0.25)])
def test_a_residual_branch(s, a):
    """dC/dx grows by s^2 + a^2 chi a block, and delta lies behind the branch's scale."""
    signal, gradient = run(1.5, 0.1, "tanh", 4, depth=5, skips=True, skip_weight=s, branch_scale=a)
    lengths = squares(gradient, gradient.lengths, 1.0, 0.5)
    chis = [1.5 * unit.slope_square for unit in signal.units]
    arriving = 1.5
    for index in (4, 3, 2, 1, 0):
        assert lengths[index] == pytest.approx(a * a * chis[index] / 1.5 * arriving)
        assert gradient.branches[index] == pytest.approx(a * a * chis[index] / (s * s + a * a * chis[index]))
        arriving *= s * s + a * a * chis[index]


@pytest.mark.parametrize(("activation", "growth"), [("relu", math.pi / (math.pi - 1)), ("tanh", 1.178)])
def test_batch_norm_explodes(activation, growth):
    """Yang et al. 2019 (arXiv 1902.08129): of large batches E[phi'^2] / Var[phi] a layer."""
    _, gradient = run(1.7, 0.4, activation, 100_000, depth=12, is_normalized=True)
    lengths = squares(gradient, gradient.lengths, 1.0, 0.1)
    assert lengths[5] / lengths[6] == pytest.approx(growth, rel=2e-3)


@pytest.mark.parametrize(("activation", "growth"), [("sigmoid", 1.00), ("tanh", 1.16), ("relu", 1.42)])
def test_batch_norm_grows_as_was_measured(activation, growth):
    """Of |g|^2 a layer, with batches of a few dozen."""
    _, gradient = run(1.7, 0.4, activation, 64, depth=12, is_normalized=True)
    weights = squares(gradient, gradient.weights, 1.0, 0.1)
    assert weights[4] / weights[5] == pytest.approx(growth, rel=0.06)
