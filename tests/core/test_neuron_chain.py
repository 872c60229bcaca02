"""The mathematics of lessons 5 to 8, against finite differences, closed forms and backpropagation in plain Python."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradiometer.neuron_chain import (
    Chain,
    DeltaNet,
    explosive_chain,
    identity_neuron,
    interval,
    interval_width,
    reach,
    sigmoid,
    sigmoid_slope,
    tanh_slope,
    widest_interval,
)


def plain_sigmoid(z: float) -> float:
    return 1.0 / (1.0 + math.exp(-z)) if z > -700 else 0.0


def plain_cost(weights: list[float], biases: list[float], x: float, y: float) -> float:
    a = x
    for weight, bias in zip(weights, biases, strict=True):
        a = plain_sigmoid(weight * a + bias)
    return (a - y) ** 2 / 2


def derivative(function: Callable[[float], float], at: float, step: float = 2e-3) -> float:
    """Central differences, extrapolated twice to a vanishing step (Richardson)."""
    rough = [(function(at + h) - function(at - h)) / (2 * h) for h in (step, step / 2, step / 4)]
    better = [(4 * fine - coarse) / 3 for coarse, fine in pairwise(rough)]
    return (16 * better[1] - better[0]) / 15


def random_chain(seed: int) -> Chain:
    draw = random.Random(seed)
    weights, biases = (tuple(draw.gauss(0.0, 1.5) for _ in range(4)) for _ in range(2))
    return Chain(weights, biases, draw.random(), draw.random())


def test_the_sigmoid_and_the_slopes_have_no_weak_ends() -> None:
    for z in (-30.0, -2.0, 0.0, 0.7, 30.0):
        assert sigmoid(z) == pytest.approx(plain_sigmoid(z), rel=1e-14)
        assert sigmoid_slope(z) == pytest.approx(plain_sigmoid(z) * plain_sigmoid(-z), rel=1e-14)
        assert tanh_slope(z) == pytest.approx(1.0 / math.cosh(z) ** 2, rel=1e-13)
    assert sigmoid([-800.0, 800.0]).tolist() == [0.0, 1.0]
    # 1 - sigma rounds to 0 there; the slope does not.
    assert sigmoid_slope(40.0) == pytest.approx(math.exp(-40.0), rel=1e-13)
    assert sigmoid_slope([[0.0, -1e9]]).tolist() == [[0.25, 0.0]]


@pytest.mark.parametrize("seed", range(8))
def test_every_gradient_of_the_chain_is_a_finite_difference(seed: int) -> None:
    chain = random_chain(seed)
    run = chain.run()
    assert run.cost == pytest.approx(plain_cost([*chain.weights], [*chain.biases], chain.x, chain.y), rel=1e-13)
    for index in range(4):

        def cost(bias: float, index: int = index) -> float:
            biases = [*chain.biases]
            biases[index] = bias
            return plain_cost([*chain.weights], biases, chain.x, chain.y)

        numeric = derivative(cost, chain.biases[index])
        assert run.gradients[index] == pytest.approx(numeric, rel=1e-7, abs=1e-12)


@pytest.mark.parametrize("seed", range(8))
def test_the_factors_of_expression_122_multiply_to_the_gradient(seed: int) -> None:
    chain = random_chain(seed)
    run = chain.run()
    a, slopes = chain.x, []
    for weight, bias in zip(chain.weights, chain.biases, strict=True):
        z = weight * a + bias
        a = plain_sigmoid(z)
        slopes.append(a * (1 - a))
    _, w2, w3, w4 = chain.weights
    s1, s2, s3, s4 = slopes
    assert run.factors == pytest.approx([s1, w2 * s2, w3 * s3, w4 * s4], rel=1e-13)
    assert run.cost_slope == pytest.approx(a - chain.y, rel=1e-12)
    assert run.gradients[0] == pytest.approx(s1 * w2 * s2 * w3 * s3 * w4 * s4 * (a - chain.y), rel=1e-12)
    assert run.gradients[2] == pytest.approx(s3 * w4 * s4 * (a - chain.y), rel=1e-12)
    assert run.links == pytest.approx([s1 * w2, s2 * w3, s3 * w4], rel=1e-13)
    assert run.ratio(1, 3) == pytest.approx(run.gradients[0] / run.gradients[2], rel=1e-12)
    assert run.ratio(2, 2) == 1.0


def test_weights_of_1_and_every_z_at_0_make_neuron_1_sixteen_times_slower() -> None:
    run = Chain().run()
    assert run.factors.tolist() == [0.25] * 4
    assert run.gradients[2] / run.gradients[0] == 16.0
    # With the target met nothing learns, and the ratio is still known.
    met = Chain(y=0.5).run()
    assert met.gradients.tolist() == [0.0] * 4
    assert met.ratio(1, 3) == 1 / 16


def test_a_chain_of_nonsense_is_refused() -> None:
    for weights, biases in (((), ()), ((1.0,), (1.0, 2.0)), ((math.inf,), (0.0,)), ((1.0,), (math.nan,))):
        with pytest.raises(ValueError, match="chain"):
            Chain(weights, biases)
    assert len(Chain((2.0,), (0.0,)).run().links) == 0


def test_every_factor_of_the_explosion_is_25() -> None:
    chain = explosive_chain()
    assert chain.weights == (100.0,) * 4
    assert chain.biases == (-50.0,) * 4
    run = chain.run()
    assert run.z.tolist() == [0.0] * 4
    assert run.factors.tolist() == [0.25, 25.0, 25.0, 25.0]
    assert run.links.tolist() == [25.0] * 3
    assert run.ratio(1, 4) == 25**3 == 15625
    assert explosive_chain(x=0.2).biases[0] == -20.0


def test_away_from_0_the_explosion_ends() -> None:
    edge = 4.584863339122355  # 100 sigma'(z) = 1, by hand: sigma = (1 + sqrt(0.96)) / 2
    assert math.log((1 + math.sqrt(0.96)) / (1 - math.sqrt(0.96))) == pytest.approx(edge, rel=1e-14)
    for z in (edge, -edge):
        run = explosive_chain(z=z).run()
        assert run.z == pytest.approx([z] * 4, abs=1e-12)
        assert run.links == pytest.approx([1.0] * 3, rel=1e-10)
    # The input alone: z_2 moves 25 times as far, z_3 625 times, z_4 15625 times.
    small = explosive_chain(moved=1e-8).run()
    assert small.z == pytest.approx([1e-6, 25e-6, 625e-6, 15625e-6], rel=1e-4)
    off = explosive_chain(moved=1e-4).run()
    assert off.z[3] > 49
    assert abs(off.factors[3]) < 1e-18


@given(st.floats(4.0, 1e6), st.floats(-100.0, 100.0), st.booleans())
def test_at_the_ends_of_the_interval_the_factor_is_1(size: float, bias: float, is_negative: bool) -> None:
    weight = -size if is_negative else size
    found = interval(weight, bias)
    assert found is not None
    low, high = found
    assert high >= low
    for end in found:
        assert abs(weight) * float(sigmoid_slope(weight * end + bias)) == pytest.approx(1.0, rel=1e-6)
    assert high - low == pytest.approx(float(interval_width(weight)), abs=1e-9)


def test_below_4_there_is_no_interval() -> None:
    for weight in (0.0, 1.0, -3.999, math.nan):
        assert interval(weight, 0.0) is None
    assert interval_width([0.0, 3.0, 4.0, -4.0]).tolist() == [0.0] * 4
    assert np.isnan(reach(3.9))
    assert reach(4.0) == 0.0


@pytest.mark.parametrize("weight", [4.001, 5.0, 6.9, -10.0, 100.0, 1e5])
def test_the_width_is_the_formula_and_the_share_of_a_grid(weight: float) -> None:
    size = abs(weight)
    formula = 2 / size * math.log(size * (1 + math.sqrt(1 - 4 / size)) / 2 - 1)
    assert float(interval_width(weight)) == pytest.approx(formula, rel=1e-10)
    a = np.linspace(-formula, formula, 400_001)
    share = np.mean(size / (4 * np.cosh(weight * a / 2) ** 2) >= 1.0)
    assert share * 2 * formula == pytest.approx(formula, rel=1e-4)


def test_the_widest_interval_is_that_of_a_fine_search() -> None:
    def width(w: float) -> float:
        return 2 / w * math.log(w * (1 + math.sqrt(1 - 4 / w)) / 2 - 1)

    # A search by thirds, of the formula as it is printed.
    low, high = 4.5, 20.0
    for _ in range(200):
        left, right = low + (high - low) / 3, high - (high - low) / 3
        low, high = (left, high) if width(left) < width(right) else (low, right)
    weight, widest = widest_interval()
    assert weight == pytest.approx(low, abs=1e-5)
    assert widest == pytest.approx(width(low), rel=1e-12)
    assert (round(weight, 3), round(widest, 4)) == (6.894, 0.4477)


@pytest.mark.parametrize("w1", [0.01, 0.3, 1.0, -1.0, 3.0, 10.0])
def test_the_identity_neuron_with_a_constant(w1: float) -> None:
    neuron = identity_neuron(w1)
    assert neuron.w1 * neuron.w2 == pytest.approx(4.0)
    x = np.linspace(0.0, 1.0, 10_001)
    output = neuron.w2 / (1 + np.exp(-(neuron.w1 * x + neuron.b))) + neuron.constant
    assert neuron.output(x) == pytest.approx(output, abs=1e-11)
    assert float(neuron.output(0.5)) == pytest.approx(0.5)
    assert neuron.error == pytest.approx(np.abs(output - x).max(), abs=1e-11)
    assert neuron.error == pytest.approx(0.5 - 2 / w1 * math.tanh(w1 / 4), abs=1e-11)
    if abs(w1) <= 0.3:
        assert neuron.error == pytest.approx(w1**2 / 96, rel=0.01)


@pytest.mark.parametrize("w1", [2.01, 2.5, 3.0, 4.0, 6.0, 15.0])
def test_the_identity_neuron_without_a_constant(w1: float) -> None:
    neuron = identity_neuron(w1, with_constant=False)
    assert neuron.constant == 0.0
    assert float(neuron.output(0.5)) == pytest.approx(0.5)
    assert derivative(lambda x: float(neuron.output(x)), 0.5) == pytest.approx(1.0, rel=1e-8)
    x = np.linspace(0.0, 1.0, 100_001)
    assert neuron.error == pytest.approx(np.abs(neuron.w2 / (1 + np.exp(-(w1 * x + neuron.b))) - x).max(), abs=1e-8)


def test_without_a_constant_a_small_w1_cannot_do() -> None:
    """Lesson 7 says so: no w2 and b bring the largest error below 0.26 where w1 <= 1."""
    x = np.linspace(0.0, 1.0, 101)
    for w1 in (0.1, 0.5, 1.0):
        best = 1.0
        for b in np.arange(-12.0, 6.0, 0.25):
            shape = 1 / (1 + np.exp(-(w1 * x + b)))
            # The best factor lies between those that are right at the ends.
            factors = np.linspace(0.0, 1.0 / shape[-1] + 1.0 / shape[0], 2001)
            best = min(best, np.abs(factors[:, None] * shape - x).max(axis=1).min())
        assert best > 0.26
    for w1 in (2.0, 1.0, -3.0, math.nan):
        with pytest.raises(ValueError, match="w1"):
            identity_neuron(w1, with_constant=False)
    for w1 in (0.0, math.inf):
        with pytest.raises(ValueError, match="w1"):
            identity_neuron(w1)


PLAIN = {
    "sigmoid": (plain_sigmoid, lambda z: plain_sigmoid(z) * (1 - plain_sigmoid(z))),
    "tanh": (math.tanh, lambda z: 1 - math.tanh(z) ** 2),
    "relu": (lambda z: max(z, 0.0), lambda z: 1.0 if z > 0 else 0.0),
}


@pytest.mark.parametrize("activation", PLAIN)
@pytest.mark.parametrize(("depth", "width"), [(1, 1), (7, 1), (1, 3), (5, 8)])
def test_deltas_equal_backpropagation_in_plain_python(activation: str, depth: int, width: int) -> None:
    phi, slope = PLAIN[activation]
    for seed in range(3):
        run = DeltaNet(depth, width, activation, weight_scale=1.3, bias_scale=0.7, seed=seed).run()
        weights, biases = [each.tolist() for each in run.weights], [each.tolist() for each in run.biases]
        signals, zs = [run.x.tolist()], []
        for layer in range(depth + 1):
            z = [
                sum(w * a for w, a in zip(row, signals[-1], strict=True)) + bias
                for row, bias in zip(weights[layer], biases[layer], strict=True)
            ]
            zs.append(z)
            signals.append([phi(each) for each in z] if layer < depth else z)
        delta = [z - y for z, y in zip(zs[-1], run.y.tolist(), strict=True)]
        expected = [delta]
        for layer in range(depth - 1, -1, -1):
            delta = [
                slope(zs[layer][unit]) * sum(weights[layer + 1][to][unit] * delta[to] for to in range(width))
                for unit in range(width)
            ]
            expected.insert(0, delta)
        for mine, theirs in zip(run.deltas, expected, strict=True):
            assert mine == pytest.approx(theirs, rel=1e-9, abs=1e-14)
        norms = [math.sqrt(sum(value**2 for value in each)) for each in expected]
        assert run.norms == pytest.approx(norms, rel=1e-9)
        for layer in range(depth):
            if norms[layer + 1] > 0:
                assert run.gains[layer] == pytest.approx(norms[layer] / norms[layer + 1], rel=1e-9)
            slopes = [slope(z) for z in zs[layer]]
            assert run.gates[layer] == pytest.approx(math.sqrt(sum(s**2 for s in slopes) / width), abs=1e-12)
            squares = sum(w**2 for row in weights[layer + 1] for w in row)
            assert run.weight_factors[layer] == pytest.approx(math.sqrt(squares / width))


def test_in_a_chain_the_gain_is_the_factor() -> None:
    run = DeltaNet(depth=9, seed=4).run()
    factors = [abs(float(s[0]) * float(w[0, 0])) for s, w in zip(run.slopes, run.weights[1:], strict=False)]
    assert run.gains == pytest.approx(factors, rel=1e-12)


def test_the_scale_and_the_depth_leave_the_draws_alone() -> None:
    short, long = DeltaNet(depth=3, width=4, seed=7).run(), DeltaNet(depth=9, width=4, seed=7).run()
    scaled = DeltaNet(depth=3, width=4, seed=7, weight_scale=3.0, bias_scale=0.0).run()
    for layer in range(3):
        assert (short.weights[layer] == long.weights[layer]).all()
        assert scaled.weights[layer] == pytest.approx(3.0 * short.weights[layer])
        assert not scaled.biases[layer].any()
    assert (DeltaNet(seed=8, width=4, depth=3).run().weights[0] != short.weights[0]).all()


def test_the_width_of_a_weight_matrix_is_in_its_scale() -> None:
    weights = DeltaNet(depth=1, width=400, weight_scale=2.0).run().weights[0]
    assert weights.std() == pytest.approx(2.0 / 20.0, rel=0.02)


def test_tiny_deltas_have_a_norm_and_dead_ones_no_gain() -> None:
    # Squared they would be 0.
    deep = DeltaNet(depth=200, width=2, seed=1, weight_scale=0.5).run()
    assert 0.0 < deep.norms[0] < 1e-200
    dead = DeltaNet(depth=6, activation="relu", seed=0).run()
    assert dead.norms[0] == 0.0
    assert np.isnan(dead.gains[0])
    assert 0.0 in dead.gains.tolist()


def test_a_network_of_nonsense_is_refused() -> None:
    for values in ({"depth": 0}, {"width": 0}, {"seed": -1}, {"activation": "gelu"}, {"weight_scale": math.nan}):
        with pytest.raises(ValueError, match=r"."):
            DeltaNet(**values)
