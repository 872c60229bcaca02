"""The float64 reference of recurrent networks against scalar code and central finite differences."""

import math
from itertools import product

import numpy as np
import pytest

import reference_sequences as ref
from reference import Array
from shared import some_long
from test_reference import SCALAR, central_differences, relative_error

NUM, TIMES, FEATURES, WIDTHS, ANSWERS = 3, 5, 2, (4, 3), 3
CELLS = [("rnn", "tanh"), ("rnn", "relu"), ("rnn", "sigmoid"), ("lstm", "tanh"), ("gru", "tanh")]
TARGETS = ("classes", "positions", "values")
KINK_MARGIN = 1e-3
MAX_INVERSE_STD = 20  # of the normalised z; beyond, the curvature spoils the numeric derivatives
CASES = [(cell, kind, WIDTHS[:levels], False, False) for cell, kind, levels in product(CELLS, TARGETS, (1, 2))]
CASES += [(("rnn", name), kind, WIDTHS, True, False) for name, kind in product(("tanh", "relu"), TARGETS)]
CASES += [((cell, "tanh"), "classes", (2, 2, 3), False, True) for cell in ref.GATES]  # the first two levels add
CASES += [(("rnn", "relu"), "positions", (2, 2, 3), True, True)]


def random_network(
    cell: str, activation: str, widths: tuple[int, ...], every_step: bool, seed: int, *, normalized: bool, skip: bool
) -> ref.Network:
    rng = np.random.default_rng(seed)
    num_gates = len(ref.GATES[cell])
    levels, fan_in = [], FEATURES
    for width in widths:
        rows = num_gates * width
        w_x, w_h = rng.normal(size=(rows, fan_in)), rng.normal(size=(rows, width)) * 0.7
        affine = (rng.normal(1.0, 0.3, size=width), rng.normal(0.0, 0.5, size=width)) if normalized else ()
        levels.append(ref.Level(w_x, w_h, rng.normal(size=rows), *affine))
        fan_in = width
    w, b = rng.normal(size=(ANSWERS, fan_in)), rng.normal(size=ANSWERS)
    return ref.Network(cell, levels, w, b, activation, 0.8, every_step, skip, 0.6, 0.7)


def random_case(
    cell: str, activation: str, widths: tuple[int, ...], kind: str, *, normalized: bool = False, skip: bool = False
):
    """A random network, inputs [3, 5, 2] and targets, of the first seed clear of kinks and flat rows."""
    for seed in range(200):
        network = random_network(cell, activation, widths, kind == "positions", seed, normalized=normalized, skip=skip)
        rng = np.random.default_rng(1000 + seed)
        x = rng.normal(size=(NUM, TIMES, FEATURES))
        targets = {
            "classes": rng.integers(0, ANSWERS, size=NUM),
            "positions": rng.integers(-1, ANSWERS, size=(NUM, TIMES)),  # -1: not asked
            "values": rng.normal(size=(NUM, ANSWERS)),
        }[kind]
        traces, _ = ref.forward(network, x)
        nearest = min(np.abs(trace.z).min() for trace in traces)
        sharpest = max((trace.inverse_std.max() for trace in traces if normalized), default=0.0)
        if (activation != "relu" or nearest > KINK_MARGIN) and sharpest < MAX_INVERSE_STD:
            return network, x, targets
    raise AssertionError("no seed is clear of kinks")


def no_offsets(network: ref.Network) -> ref.Offsets:
    widths = [level.w_h.shape[1] for level in network.levels]
    states = [np.zeros((TIMES, NUM, width)) for width in widths]
    z = [np.zeros((TIMES, len(level.b))) for level in network.levels]
    return ref.Offsets(z, states, [state.copy() for state in states])


def scalar_loss(network: ref.Network, x: Array, targets) -> float:
    """The whole network and loss once more, one number after the other."""
    sigmoid, phi = SCALAR["sigmoid"][0], SCALAR[network.activation][0]

    def dot(row, values):
        return math.fsum(w * v for w, v in zip(row.tolist(), values, strict=True))

    losses = []
    for number, sequence in enumerate(x.tolist()):
        for level in network.levels:
            size = level.w_h.shape[1]
            h, c, outputs = [0.0] * size, [0.0] * size, []
            for values in sequence:
                new_h, new_c = [], []
                for j in range(size):
                    rows = [gate * size + j for gate in range(len(level.b) // size)]
                    fed = [dot(level.w_x[row], values) + float(level.b[row]) for row in rows]
                    past = [dot(level.w_h[row], h) for row in rows]
                    if network.cell == "rnn":
                        new_h.append(fed[0] + past[0])
                        new_c.append(0.0)
                    elif network.cell == "lstm":
                        total = [a + b for a, b in zip(fed, past, strict=True)]
                        kept = sigmoid(total[1] + network.forget_bias) * c[j]
                        new_c.append(kept + sigmoid(total[0]) * math.tanh(total[2]))
                        new_h.append(sigmoid(total[3]) * math.tanh(new_c[-1]))
                    else:
                        r, u = sigmoid(fed[0] + past[0]), sigmoid(fed[1] + past[1])
                        n = math.tanh(fed[2] + r * past[2])
                        new_h.append(n + u * (h[j] - n))
                        new_c.append(0.0)
                if level.scale is not None:
                    mean = math.fsum(new_h) / size
                    std = math.sqrt(math.fsum((z - mean) ** 2 for z in new_h) / size + 1e-5)
                    affine = zip(new_h, level.scale.tolist(), level.shift.tolist(), strict=True)
                    new_h = [scale * (z - mean) / std + shift for z, scale, shift in affine]
                h, c = [phi(z) for z in new_h] if network.cell == "rnn" else new_h, new_c
                outputs.append(h)
                if network.skip and len(values) == size:
                    k, s = network.skip_weight, network.branch_scale
                    outputs[-1] = [k * v + s * state for v, state in zip(values, h, strict=True)]
            sequence = outputs
        steps = range(TIMES) if network.every_step else [TIMES - 1]
        for t in steps:
            z = [dot(row, sequence[t]) + float(bias) for row, bias in zip(network.w, network.b, strict=True)]
            if targets.dtype.kind == "f":
                losses.append(sum((a - b) ** 2 for a, b in zip(z, targets[number].tolist(), strict=True)) / 2)
                continue
            wanted = targets[number, t] if network.every_step else targets[number]
            if wanted >= 0:
                losses.append(math.log(math.fsum(map(math.exp, z))) - z[wanted])
    return math.fsum(losses) / len(losses)


@pytest.mark.parametrize(("cell", "kind", "widths", "normalized", "skip"), some_long(CASES))
def test_gradients_agree_with_central_differences(cell, kind, widths, normalized, skip):
    network, x, targets = random_case(*cell, widths, kind, normalized=normalized, skip=skip)
    gradients = ref.backpropagate(network, x, targets)
    offsets = no_offsets(network)

    def value() -> float:
        return ref.loss_and_slope(ref.forward(network, x, offsets)[1], targets)[0]

    assert gradients.loss == pytest.approx(value(), rel=1e-15)
    assert gradients.loss == pytest.approx(scalar_loss(network, x, targets), rel=1e-13)

    analytic, arrays = [gradients.w, gradients.b], [network.w, network.b]
    for level, mine in zip(network.levels, gradients.levels, strict=True):
        analytic += mine.arrays()
        arrays += level.arrays()
    for number, mine in enumerate(gradients.levels):
        analytic += [mine.deltas.reshape(TIMES, -1), mine.hidden]
        arrays += [offsets.z[number], offsets.h[number]]
        if cell[0] == "lstm":
            analytic.append(mine.cell)
            arrays.append(offsets.c[number])
        else:
            assert len(mine.cell) == 0
    for actual, numeric in zip(analytic, central_differences(value, arrays), strict=True):
        assert actual.shape == numeric.shape
        assert relative_error(actual, numeric) <= 1e-6


@pytest.mark.parametrize("cell", ref.GATES)
def test_deltas_sum_to_the_bias_gradient(cell):
    network, x, targets = random_case(cell, "tanh", WIDTHS, "classes")
    for mine in ref.backpropagate(network, x, targets).levels:
        np.testing.assert_allclose(mine.deltas.sum(axis=0).ravel(), mine.b, rtol=1e-12, atol=1e-15)
        np.testing.assert_array_equal(mine.signals.sum(axis=1).ravel(), mine.deltas.ravel())


def test_the_last_step_has_the_direct_derivative_alone():
    network, x, targets = random_case("lstm", "tanh", WIDTHS[:1], "values")
    mine = ref.backpropagate(network, x, targets).levels[0]
    traces, z = ref.forward(network, x)
    direct = (z - targets) / NUM @ network.w
    np.testing.assert_allclose(mine.hidden[-1], direct, rtol=1e-14)
    width = WIDTHS[0]
    o = 1 / (1 + np.exp(-traces[0].z[-1][:, 3 * width :]))
    np.testing.assert_allclose(mine.cell[-1], direct * o / np.cosh(traces[0].c[-1]) ** 2, rtol=1e-12)


def test_a_cell_that_only_remembers_keeps_its_gradient():
    """No weights and a forget bias of ln T: dC/dc_t = f dC/dc_{t+1}, f = T / (T + 1), so 1/e over T steps."""
    num_times = 100
    level = ref.Level(np.zeros((4, 1)), np.zeros((4, 1)), np.zeros(4))
    network = ref.Network("lstm", [level], np.ones((1, 1)), np.zeros(1), forget_bias=math.log(num_times))
    mine = ref.backpropagate(network, np.ones((1, num_times, 1)), np.ones((1, 1))).levels[0]
    ratio = float(mine.cell[0, 0, 0] / mine.cell[-1, 0, 0])
    assert ratio == pytest.approx((num_times / (num_times + 1)) ** (num_times - 1), rel=1e-12)
    assert ratio == pytest.approx(1 / math.e, rel=0.02)
    assert np.abs(mine.hidden[:-1]).max() == 0.0  # with no recurrent weights h_t reaches nothing later


def test_a_target_of_minus_one_is_not_asked():
    z = np.random.default_rng(0).normal(size=(2, 3, 4))
    targets = np.array([[-1, 2, -1], [0, -1, -1]])
    value, slope = ref.loss_and_slope(z, targets)
    rows = np.stack([z[0, 1], z[1, 0]])
    expected, expected_slope = ref.loss_and_slope(rows, np.array([2, 0]))
    assert value == pytest.approx(expected, rel=1e-15)
    np.testing.assert_allclose(np.stack([slope[0, 1], slope[1, 0]]), expected_slope)
    assert np.count_nonzero(slope.any(axis=-1)) == 2


def test_only_float64_is_taken():
    with pytest.raises(TypeError, match="float32"):
        ref.Level(np.zeros((3, 1), np.float32), np.zeros((3, 1)), np.zeros(3))
