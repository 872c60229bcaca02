"""Fixed points, chi and critical weights against iteration, closed forms and published values."""

import math

import pytest

from gradiometer.activations import ACTIVATIONS
from gradiometer.theory.criticality import critical_deviation, depth_scale_of, fixed_point
from gradiometer.theory.gaussian_means import means

# sqrt(chi) at width 128, from the literature's recursion: PyTorch's default, Xavier, He, N(0, 1/n) with b ~ N(0, 1).
FACTORS = {
    (1 / 3, 1 / 384): {"sigmoid": 0.141, "tanh": 0.575, "relu": 0.408},
    (1.0, 0.0): {"sigmoid": 0.236, "tanh": 1.00, "relu": 0.707},
    (2.0, 0.0): {"sigmoid": 0.318, "tanh": 1.05, "relu": 1.00},
    (1.0, 1.0): {"sigmoid": 0.205, "tanh": 0.632, "relu": 0.707},
}


@pytest.mark.parametrize(("law", "activation"), [(law, name) for law, row in FACTORS.items() for name in row])
def test_the_norm_factor_of_a_layer(law, activation):
    expected = FACTORS[law][activation]
    decimals = 3 if expected < 0.9 else 2
    assert round(math.sqrt(fixed_point(activation, *law)[1]), decimals) == expected


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize(("weight", "bias"), [(0.3, 0.0), (0.7, 0.2), (1.5, 0.05), (9.0, 0.4)])
def test_where_the_forward_pass_goes(activation, weight, bias):
    """Five hundred layers further on nothing changes."""
    q = 1.3
    for _ in range(500):
        q = weight * means(activation, q).square + bias
        if q > 1e13 or q < 1e-21:
            break
    found, chi = fixed_point(activation, weight, bias)
    if q > 1e13:
        assert found == math.inf
    elif q < 1e-21:
        assert found == 0.0
    else:
        assert found == pytest.approx(q, rel=1e-4)
        assert chi == pytest.approx(weight * means(activation, q).slope_square, rel=1e-4)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize(("s", "a"), [(0.5, 1.0), (0.9, 0.3), (0.0, 0.7)])
@pytest.mark.parametrize(("weight", "bias"), [(0.3, 0.1), (1.1, 0.2)])
def test_where_the_forward_pass_goes_with_weak_skip_connections(activation, s, a, weight, bias):
    """x' = s x + a phi(z), x and phi independent: mean and mean square are followed through five hundred layers."""
    first, second = 0.0, 1.0
    for _ in range(500):
        q = weight * second + bias
        unit = means(activation, q)
        second = s * s * second + 2.0 * s * a * first * unit.value + a * a * unit.square
        first = s * first + a * unit.value
        if second > 1e12:
            break
    found, chi = fixed_point(activation, weight, bias, skip_weight=s, branch_scale=a)
    if second > 1e12:
        assert found == math.inf
    else:
        assert found == pytest.approx(q, rel=1e-4)
        assert chi == pytest.approx(s * s + a * a * weight * means(activation, q).slope_square, rel=1e-4)


@pytest.mark.parametrize("activation", ["tanh", "relu", "sigmoid", "selu"])
@pytest.mark.parametrize(("s", "a"), [(0.5, 1.0), (0.9, 0.3), (0.0, 0.7)])
def test_critical_weights_with_weak_skip_connections(activation, s, a):
    scales = {"skip_weight": s, "branch_scale": a}
    deviation = critical_deviation(activation, 0.05, **scales)
    weights = [(factor * deviation) ** 2 for factor in (0.98, 1.0, 1.02)]
    below, at, above = (fixed_point(activation, weight, 0.05, weight, **scales)[1] for weight in weights)
    assert below < 1.0 < above
    assert at == pytest.approx(1.0, abs=2e-3)


def test_a_branch_of_scale_0_has_no_critical_weights():
    assert math.isnan(critical_deviation("tanh", 0.1, skip_weight=0.5, branch_scale=0.0))
    assert math.isnan(critical_deviation("relu", 0.1, skip_weight=0.5, branch_scale=0.0))


def test_relu_keeps_half():
    """He et al. 2015: chi is s_w^2 / 2, whatever the biases are; a leak adds its square."""
    assert fixed_point("relu", 2.0, 0.3) == (math.inf, 1.0)
    q, chi = fixed_point("relu", 1.0, 0.3)
    assert (q, chi) == (pytest.approx(0.6), 0.5)
    assert fixed_point("leaky_relu", 2.0, 0.0)[1] == pytest.approx(1.0001)


def test_depth_scale():
    assert depth_scale_of(math.exp(-0.25)) == pytest.approx(4.0)
    assert depth_scale_of(math.exp(0.25)) == pytest.approx(4.0)
    assert depth_scale_of(1.0) == depth_scale_of(1.0 + 1e-9) == math.inf
    assert depth_scale_of(0.0) == 0.0


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("bias", [0.0, 1e-4, 0.05, 1.0])
def test_critical_weights_have_chi_1(activation, bias):
    deviation = critical_deviation(activation, bias)
    weights = [(factor * deviation) ** 2 for factor in (0.98, 1.0, 1.02)]
    below, at, above = (fixed_point(activation, weight, bias, weight)[1] for weight in weights)
    assert below < 1.0 < above
    # GELU's chi jumps, because its variance runs away as soon as it grows at all.
    assert at == pytest.approx(1.0, abs=2e-3) or activation == "gelu"


def test_where_the_signal_begins_decides():
    """GELU's slope at 0 is 1/2, so a small signal dies out by weights that let a large one grow for ever."""
    assert fixed_point("gelu", 3.0, 0.0, 1e-3) == (0.0, pytest.approx(0.75))
    assert fixed_point("gelu", 3.0, 0.0, 10.0) == (math.inf, pytest.approx(1.5, rel=1e-3))
    assert critical_deviation("gelu", 0.0, 1e-6) > 1.2 * critical_deviation("gelu", 0.0, 10.0)


def test_critical_weights_in_closed_form():
    """Without biases: 1 / phi'(0) where the signal dies out, and He's law."""
    assert critical_deviation("tanh", 0.0) == pytest.approx(1.0, abs=1e-3)
    assert critical_deviation("elu", 0.0) == pytest.approx(1.0, abs=1e-3)
    assert critical_deviation("gelu", 0.0, 1e-9) == pytest.approx(2.0, abs=1e-3)
    assert critical_deviation("relu", 0.7) == pytest.approx(math.sqrt(2))
    # Schoenholz et al. 2017, figure 1: at s_b^2 = 0.05 the edge of chaos lies at about s_w^2 = 1.76.
    assert critical_deviation("tanh", 0.05) ** 2 == pytest.approx(1.76, abs=0.02)
