"""What a finite width does, against published variances and drawn networks."""

import math

import numpy as np
import pytest

import reference as ref
from gradiometer.examples import CLASSES
from gradiometer.input_moments import InputMoments
from gradiometer.theory.gaussian_means import means
from gradiometer.theory.gradient import send_back
from gradiometer.theory.output import OutputLaw, output_law
from gradiometer.theory.signal import LayerLaw, send_forward
from gradiometer.theory.width import scatter

MOMENTS = InputMoments(0.0, 1.0, 0.4, -3.0, 3.0)
# Deltas that know nothing of the logits, nor of each other.
BLIND = OutputLaw(1.0, 1.0, 0.0, (0.0, 0.0), 0.0, 1.0, 1.0)


def run(activation, weight, bias, batch_size, *, width=100, depth=10, keeps=False, skips=False, output=BLIND, **scales):
    hidden = [LayerLaw(width, width, weight, bias, keeps, skips)] * depth
    laws = [*hidden, LayerLaw(width, 10, weight, bias, keeps, False)]
    signal = send_forward(laws, activation, MOMENTS, **scales)
    gradient = send_back(laws, signal, output, batch_size, **scales)
    return scatter(laws, signal, gradient, output, batch_size, **scales)


def test_one_example_in_a_relu_network():
    """Hanin & Nica 2018: the variance of ln |delta|^2 is 5/N a layer, and its median sinks by half of that."""
    found = run("relu", 2.0, 0.0, 1, width=500)
    steps = -np.diff(found.lengths.variances[:, 0])
    np.testing.assert_allclose(steps, 5 / 500, rtol=0.1)
    shifts = -np.diff(found.lengths.shifts[:, 0])
    # What alignment lacks is of order 1/N too, for all layers together.
    np.testing.assert_allclose(shifts, -2.5 / 500, rtol=0.5)
    # |x|^2 scatters as much on its way forward: all layers have the same sum in |dC/dW|^2.
    np.testing.assert_allclose(found.weights.variances[:, 0], 10 * 5 / 500, rtol=0.1)


def test_one_example_in_an_orthogonal_relu_network():
    """Lengths are kept, so only the gates scatter: 3/N."""
    found = run("relu", 1.0, 0.0, 1, width=500, keeps=True)
    np.testing.assert_allclose(-np.diff(found.lengths.variances[:-1, 0]), 3 / 500, rtol=0.1)


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "selu"])
def test_one_example_by_the_fourth_moment(activation):
    """(3 E[phi'^4] / E[phi'^2]^2 - 1) / N, where the variance of pre-activations does not change."""
    found = run(activation, 1.0, 1.0, 1, width=5000)
    q = 1.0
    for _ in range(200):
        q = means(activation, q).square + 1.0
    unit = means(activation, q)
    expected = (3 * unit.slope_fourth / unit.slope_square**2 - 1) / 5000
    step = found.lengths.variances[4, 0] - found.lengths.variances[5, 0]
    # Gates go with the signal's noise besides.
    assert expected == pytest.approx(step, rel=0.25)


def test_examples_even_each_other_out():
    one, few, many = (run("relu", 2.0, 0.0, size).lengths.variances[0, 0] for size in (1, 8, 1000))
    assert 0.6 * one > few > many > 0.0
    # Their mean over a batch scatters as one example does, as far as they are alike.
    means_of = run("relu", 2.0, 0.0, 32).deltas.variances[0, 1]
    assert many < means_of < one


def test_a_mean_of_a_few_that_scatter_widely():
    """The median of a mean of log-normal numbers, where the largest is most of it."""
    found = run("tanh", 128.0, 0.0, 16, width=12, depth=30)
    alone = run("tanh", 128.0, 0.0, 1, width=12, depth=30)
    variance = alone.lengths.variances[0, 0]
    assert variance > 10
    draws = np.exp(math.sqrt(variance) * np.random.default_rng(2).standard_normal((20_000, 16)) - variance / 2)
    expected = np.median(np.log(draws.mean(axis=1)))
    assert found.lengths.shifts[0, 0] == pytest.approx(expected, rel=0.3)
    # Far above that of a single one.
    assert found.lengths.shifts[0, 0] > 0.7 * alone.lengths.shifts[0, 0]


def test_width_makes_up_for_it():
    narrow, wide = (run("tanh", 1.5, 0.1, 32, width=width) for width in (50, 5000))
    np.testing.assert_allclose(narrow.weights.variances[:5, 1], 100 * wide.weights.variances[:5, 1], rtol=0.15)
    np.testing.assert_allclose(wide.weights.shifts, 0.0, atol=0.01)


def test_at_the_output_nothing_has_scattered_yet():
    output = output_law("softmax_cross_entropy", CLASSES, 10, 32, 1.0, 0.5)
    found = run("relu", 2.0, 0.0, 32, output=output)
    for noise in (found.lengths, found.deltas):
        np.testing.assert_allclose(noise.variances[-1], 0.0, atol=1e-12)
        np.testing.assert_allclose(noise.shifts[-1], 0.0, atol=1e-12)


@pytest.mark.parametrize(
    ("activation", "s", "a"),
    [("relu", 0.0, 1.0), ("tanh", 0.0, 1.0), ("tanh", 1.0, 0.5), ("tanh", 0.6, 1.0), ("tanh", 0.6, 0.5)],
)
def test_the_signal_of_a_drawn_network(activation, s, a):
    """The scatter of ln |x|^2 behind eight layers, with skip connections of weight s past branches of scale a.

    Of ReLUs with skip connections, whose mean is not 0, it is half as large again, whatever the skip weight is.
    """
    depth, width, count = 8, 40, 800
    draws = np.random.default_rng(4)
    phi = ref.ACTIVATIONS[activation][0]
    x = np.ones((count, width)) if activation == "relu" else draws.choice([-1.0, 1.0], (count, width))
    for _ in range(depth):
        z = np.einsum("nij,nj->ni", draws.normal(0, math.sqrt(2 / width), (count, width, width)), x)
        x = s * x + a * phi(z)
    # A batch of one example: what it has alone counts too, so examples that are all alike are asked for.
    alike = InputMoments(float(activation == "relu"), 1.0, 1.0, 1.0, 1.0)
    laws = [LayerLaw(width, width, 2.0, 0.0, False, s > 0.0)] * depth + [LayerLaw(width, 10, 2.0, 0.0, False, False)]
    scales = {"skip_weight": s, "branch_scale": a}
    signal = send_forward(laws, activation, alike, **scales)
    found = scatter(laws, signal, send_back(laws, signal, BLIND, 4, **scales), BLIND, 4, **scales)
    drawn = np.log(np.square(x).mean(axis=1))
    # Of the output ln q goes with ln |x|^2; its ten logits, which are not drawn here, scatter by 2/10 besides.
    variance, shift = found.outputs.variances[-1] - 0.2, found.outputs.shifts[-1] + 0.1
    assert variance == pytest.approx(drawn.var(), rel=0.2)
    assert shift == pytest.approx(np.median(drawn) - math.log(signal.seconds[-1]), rel=0.2, abs=0.025)


@pytest.mark.parametrize(("s", "a", "part"), [(1.0, 1.0, 0.9), (1.0, 0.25, 0.25), (0.5, 0.25, 0.9)])
def test_residual_branches_scatter_less(s, a, part):
    """What goes on unchanged does not scatter."""
    plain = run("tanh", 1.0, 0.0, 1)
    residual = run("tanh", 1.0, 0.0, 1, skips=True, skip_weight=s, branch_scale=a)
    assert residual.lengths.variances[0, 0] < part * plain.lengths.variances[0, 0]
