"""Means over normal pre-activations against sums over very fine grids, closed forms and published values."""

import math

import numpy as np
import pytest

from gradiometer.activations import ACTIVATIONS
from gradiometer.theory.gaussian_means import means, pair_means

NUMERIC = [name for name, activation in ACTIVATIONS.items() if activation.leak is None]


def brute(name: str, variance: float) -> dict[str, float]:
    """The midpoint rule with a hundred thousand steps: the kink at 0 lies on the edge of a step."""
    z = (np.arange(100_000) + 0.5) / 50_000 * 10 - 10
    weights = np.exp(-0.5 * z * z)
    weights /= weights.sum()
    u = math.sqrt(variance) * z
    phi, slope = ACTIVATIONS[name].phi(u), ACTIVATIONS[name].slope(u)
    square, slope_square = phi**2 @ weights, slope**2 @ weights
    return {
        "value": phi @ weights,
        "square": square,
        "fourth": phi**4 @ weights,
        "slope": slope @ weights,
        "slope_square": slope_square,
        "slope_fourth": slope**4 @ weights,
        "both": (phi * slope) ** 2 @ weights,
        "mixed": phi * slope**2 @ weights,
        "growth": 0.5 * ((phi * z) ** 2 @ weights / square - 1),
        "slope_growth": 0.5 * ((slope * z) ** 2 @ weights / slope_square - 1),
        "lean": slope * z @ weights,
        "cross": phi * slope * u @ weights,
    }


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("variance", [1e-8, 0.04, 1.0, 30.0, 800.0])
def test_of_one_unit(name, variance):
    found, expected = means(name, variance), brute(name, variance)
    for field, value in expected.items():
        # Of odd functions the mean is 0 but for rounding: beside the mean square.
        size = math.sqrt(expected["square"]) if field in ("value", "mixed", "cross") else 1.0
        assert getattr(found, field) == pytest.approx(value, rel=2e-5, abs=1e-9 * size), field


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_growth_is_a_derivative(name):
    """Of ln E[phi^2] and ln E[phi'^2] by ln q."""
    low, middle, high = (means(name, 1.7 * factor) for factor in (0.999, 1.0, 1.001))
    for field, growth in (("square", "growth"), ("slope_square", "slope_growth")):
        difference = math.log(getattr(high, field) / getattr(low, field)) / math.log(1.001 / 0.999)
        assert getattr(middle, growth) == pytest.approx(difference, abs=1e-4)


def test_saturation_in_closed_form():
    """At a huge variance E[sech^(2n)(u)] is the integral of sech^2n by the density at 0: 4/3 and 32/35."""
    for variance in (1e6, 1e12, 1e20):
        density = 1 / math.sqrt(2 * math.pi * variance)
        of_tanh = means("tanh", variance)
        assert of_tanh.slope_square == pytest.approx(4 / 3 * density, rel=1e-5)
        assert of_tanh.slope_fourth == pytest.approx(32 / 35 * density, rel=1e-5)
        assert of_tanh.square == pytest.approx(1.0, abs=3 * density)
        # sigma(u) = (1 + tanh(u / 2)) / 2.
        assert means("sigmoid", variance).slope_square == pytest.approx(4 / 3 * 2 * density / 16, rel=1e-5)


def test_fixed_point_of_selu():
    """Klambauer et al. 2017 (arXiv 1706.02515): mean 0 and variance 1 are kept."""
    found = means("selu", 1.0)
    assert found.value == pytest.approx(0.0, abs=1e-6)
    assert found.square == pytest.approx(1.0, rel=1e-6)


@pytest.mark.parametrize("name", ["tanh", "selu"])
@pytest.mark.parametrize("variance", [0.0, 1e-130])
def test_next_to_nothing(name, variance):
    """Nothing is divided by 0, and slopes are those at 0."""
    slope = means(name, variance).slope_square
    slopes = ACTIVATIONS[name].slope(np.array([-1e-9, 1e-9]))
    assert slope == pytest.approx((slopes**2).mean(), rel=1e-6)


def brute_pair(name: str, variance: float, correlation: float) -> tuple[float, float, float, float]:
    """The midpoint rule on a grid of 1,200 x 1,200 over both units themselves."""
    z = (np.arange(1200) + 0.5) / 600 * 7.5 - 7.5
    one, two = np.meshgrid(z, z, indexing="ij")
    weights = np.exp(-(one**2 - 2 * correlation * one * two + two**2) / (2 * (1 - correlation**2)))
    weights /= weights.sum()
    u = math.sqrt(variance) * z
    phi, slope = ACTIVATIONS[name].phi(u), ACTIVATIONS[name].slope(u)
    return tuple(float(f @ weights @ f) for f in (phi, slope, phi**2, slope**2))


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize(("variance", "correlation"), [(0.3, 0.4), (1.0, 0.0), (2.0, 0.97), (1.0, -0.6), (50.0, 0.8)])
def test_of_two_examples(name, variance, correlation):
    found = pair_means(name, variance, correlation)
    value, slope, square, slope_square = brute_pair(name, variance, correlation)
    assert found.value == pytest.approx(value, rel=2e-4, abs=1e-6 * means(name, variance).square)
    assert (found.slope, found.square, found.slope_square) == pytest.approx((slope, square, slope_square), rel=1e-3)


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("variance", [0.1, 1.0, 40.0, 1e4])
def test_limits_and_slopes_of_pairs(name, variance):
    """At correlation 1 two examples are one, at 0 they know nothing of each other; Price's theorem between."""
    one, alike, strange = means(name, variance), pair_means(name, variance, 1.0), pair_means(name, variance, 0.0)
    assert (alike.value, alike.slope, alike.square) == pytest.approx((one.square, one.slope_square, one.fourth))
    size = one.square
    assert strange.value == pytest.approx(one.value**2, rel=1e-4, abs=1e-6 * size)
    assert strange.slope == pytest.approx(one.slope**2, rel=1e-4)
    nearly = pair_means(name, variance, 1.0 - 1e-9)
    assert nearly.value == pytest.approx(one.square, rel=1e-3)
    low, middle, high = (pair_means(name, variance, c) for c in (0.499, 0.5, 0.501))
    # d E[f f] / d c = q E[f' f'].
    assert (high.value - low.value) / 0.002 == pytest.approx(variance * middle.slope, rel=1e-3)
    assert (high.slope - low.slope) / 0.002 == pytest.approx(middle.slope_rise, rel=1e-3, abs=1e-7)


@pytest.mark.parametrize("name", NUMERIC)
@pytest.mark.parametrize("correlation", [-0.9, 0.1, 0.9, 0.99999])
def test_huge_variances_of_pairs(name, correlation):
    """phi(u) is all but a piece of a line, or a step: arc-cosine and arc-sine laws (Cho & Saul 2009; Sheppard 1899)."""
    variance = 1e8
    found, angle = pair_means(name, variance, correlation), math.asin(correlation)
    if name in ("tanh", "sigmoid"):
        signs = 2 / math.pi * angle
        expected = signs if name == "tanh" else (1 + signs) / 4
        assert found.value == pytest.approx(expected, abs=3e-3)
    else:
        like = pair_means("relu", variance, correlation)
        scale = 1.0507009873554805 if name == "selu" else 1.0
        # E[(phi - relu) relu] falls like 1 / sqrt(q).
        assert found.value == pytest.approx(scale**2 * like.value, rel=3e-3, abs=2e-4 * variance)


def test_pairs_of_relu_as_published():
    """Cho & Saul 2009, equations 5 and 6, at right angles and at 60 degrees."""
    right, sixty = pair_means("relu", 3.0, 0.0), pair_means("relu", 3.0, 0.5)
    assert (right.value, right.slope) == pytest.approx((3.0 / (2 * math.pi), 0.25))
    expected = 3.0 * (math.sqrt(0.75) + 2 * math.pi / 3 * 0.5) / (2 * math.pi)
    assert (sixty.value, sixty.slope) == pytest.approx((expected, 1 / 3))


def test_asked_again_the_answer_is_at_hand():
    """A map of hundreds of networks asks for the same means again and again."""
    assert means("tanh", 0.7) is means("tanh", 0.7 * (1 + 1e-13))
    assert pair_means("tanh", 0.7, 0.3) is pair_means("tanh", 0.7, 0.3 + 1e-14)
