"""The float64 reference of the Transformer encoder against scalar code and central finite differences."""

import dataclasses
import math
from itertools import product

import numpy as np
import pytest

import reference_attention as ref
from reference import Array
from test_reference import SCALAR, central_differences, relative_error

NUM, TIMES, FEATURES, WIDTH, HEADS, NUM_BLOCKS, ANSWERS = 2, 3, 2, 4, 2, 2, 3
KINK_MARGIN = 1e-3
MAX_INVERSE_STD = 20
# normalized, pre, skip, branch scale, skip weight
PLACES = [
    (True, True, True, 0.6, 0.7),
    (True, False, True, 0.6, 0.7),
    (True, True, False, 0.6, 0.7),
    (True, False, False, 1.0, 1.0),
    (False, True, True, 1.0, 1.0),
]
Place = tuple[bool, bool, bool, float, float]
CASES = list(product(PLACES, (("relu", "classes"), ("gelu", "positions"), ("tanh", "values"))))


def random_network(place: Place, activation: str, kind: str, seed: int) -> ref.Transformer:
    rng = np.random.default_rng(seed)

    def matrix(fan_out: int, fan_in: int) -> Array:
        return rng.normal(size=(fan_out, fan_in)) / math.sqrt(fan_in)

    def vector(size: int, mean: float = 0.0) -> Array:
        return rng.normal(mean, 0.3, size=size)

    d = WIDTH
    blocks = [
        ref.Block(
            *(matrix(3 * d, d), vector(3 * d), matrix(d, d), vector(d)),
            *(matrix(4 * d, d), vector(4 * d), matrix(d, 4 * d), vector(d)),
            *(vector(d, 1.0), vector(d), vector(d, 1.0), vector(d)),
        )
        for _ in range(NUM_BLOCKS)
    ]
    normalized, pre, skip, branch_scale, skip_weight = place
    return ref.Transformer(
        *(matrix(d, FEATURES), vector(d), blocks, vector(d, 1.0), vector(d), matrix(ANSWERS, d), vector(ANSWERS)),
        **{"num_heads": HEADS, "activation": activation, "pre": pre, "normalized": normalized, "skip": skip},
        **{"branch_scale": branch_scale, "skip_weight": skip_weight, "every_step": kind == "positions"},
    )


def random_case(place: Place, activation: str, kind: str):
    """A random network, inputs [2, 3, 2] and targets, of the first seed clear of kinks and flat rows."""
    for seed in range(400):
        network = random_network(place, activation, kind, seed)
        rng = np.random.default_rng(1000 + seed)
        x = rng.normal(size=(NUM, TIMES, FEATURES))
        targets = {
            "classes": rng.integers(0, ANSWERS, size=NUM),
            "positions": np.array([[0, -1, 2], [-1, 1, 0]]),  # -1: not asked
            "values": rng.normal(size=(NUM, ANSWERS)),
        }[kind]
        traces, last, _, _ = ref.forward(network, x)
        nearest = min(np.abs(trace.mlp["z"]).min() for trace in traces)
        norms = [last, *(t.norm_1 for t in traces), *(t.norm_2 for t in traces)]
        sharpest = max(cache["inverse_std"].max() if cache else 1.0 for cache in norms)
        if (activation != "relu" or nearest > KINK_MARGIN) and sharpest < MAX_INVERSE_STD:
            return network, x, targets
    raise AssertionError("no seed is clear of kinks and flat rows")


def scalar_norm(row: list[float], scale: Array, shift: Array) -> list[float]:
    mean = math.fsum(row) / len(row)
    std = math.sqrt(math.fsum((v - mean) ** 2 for v in row) / len(row) + 1e-5)
    return [s * (v - mean) / std + b for v, s, b in zip(row, scale.tolist(), shift.tolist(), strict=True)]


def scalar_map(row: list[float], w: Array, b: Array) -> list[float]:
    pairs = zip(w.tolist(), b.tolist(), strict=True)
    return [math.fsum(wi * v for wi, v in zip(unit, row, strict=True)) + bias for unit, bias in pairs]


def scalar_attention(rows: list[list[float]], block: ref.Block) -> list[list[float]]:
    """One sequence, head after head and position after position."""
    size = WIDTH // HEADS
    projected = [scalar_map(row, block.w_qkv, block.b_qkv) for row in rows]
    mixed: list[list[float]] = [[] for _ in rows]
    for head in range(HEADS):
        first = head * size
        for t, at_t in enumerate(projected):
            scores = [
                math.fsum(at_t[first + j] * at_u[WIDTH + first + j] for j in range(size)) / math.sqrt(size)
                for at_u in projected
            ]
            total = math.fsum(map(math.exp, scores))
            for j in range(size):
                values = [at_u[2 * WIDTH + first + j] for at_u in projected]
                mixed[t].append(math.fsum(math.exp(s) / total * v for s, v in zip(scores, values, strict=True)))
    return [scalar_map(row, block.w_out, block.b_out) for row in mixed]


def scalar_answers(network: ref.Transformer, sequence: list[list[float]]) -> list[list[float]]:
    """The answers of one sequence: one row, or one a position."""
    phi = SCALAR[network.activation][0]
    rows = []
    for t, features in enumerate(sequence):
        row = scalar_map(features, network.w_in, network.b_in)
        for i in range(WIDTH // 2):
            row[2 * i] += math.sin(t / 10000 ** (2 * i / WIDTH))
            row[2 * i + 1] += math.cos(t / 10000 ** (2 * i / WIDTH))
        rows.append(row)

    def perceptron(rows: list[list[float]], block: ref.Block) -> list[list[float]]:
        activated = [[phi(v) for v in scalar_map(row, block.w_up, block.b_up)] for row in rows]
        return [scalar_map(row, block.w_down, block.b_down) for row in activated]

    for block in network.blocks:
        halves = [(scalar_attention, block.scale_1, block.shift_1), (perceptron, block.scale_2, block.shift_2)]
        for branch, scale, shift in halves:
            before, after = network.normalized and network.pre, network.normalized and not network.pre
            given = [scalar_norm(row, scale, shift) for row in rows] if before else rows
            new = branch(given, block)
            if network.skip:
                k, s = network.skip_weight, network.branch_scale
                new = [
                    [k * v + s * u for v, u in zip(row, added, strict=True)]
                    for row, added in zip(rows, new, strict=True)
                ]
            rows = [scalar_norm(row, scale, shift) for row in new] if after else new
    if network.normalized and network.pre:
        rows = [scalar_norm(row, network.scale, network.shift) for row in rows]
    if not network.every_step:
        rows = [[math.fsum(column) / TIMES for column in zip(*rows, strict=True)]]
    return [scalar_map(row, network.w, network.b) for row in rows]


def scalar_loss(network: ref.Transformer, x: Array, targets: Array) -> float:
    losses = []
    for sequence, wanted in zip(x.tolist(), targets, strict=True):
        answers = scalar_answers(network, sequence)
        if targets.dtype.kind == "f":
            losses.append(math.fsum((z - y) ** 2 for z, y in zip(answers[0], wanted.tolist(), strict=True)) / 2)
            continue
        for z, label in zip(answers, np.atleast_1d(wanted).tolist(), strict=True):
            if label >= 0:
                losses.append(math.log(math.fsum(map(math.exp, z))) - z[label])
    return math.fsum(losses) / len(losses)


@pytest.mark.parametrize(("place", "what"), CASES)
def test_gradients_agree_with_central_differences(place, what):
    network, x, targets = random_case(place, *what)
    gradients = ref.backpropagate(network, x, targets)
    up, output = ([np.zeros(size) for _ in network.blocks] for size in (4 * WIDTH, WIDTH))
    offsets = ref.Offsets(up, output)

    def value() -> float:
        return ref.loss_and_slope(ref.forward(network, x, offsets)[3], targets)[0]

    assert gradients.loss == pytest.approx(value(), rel=1e-15)
    assert gradients.loss == pytest.approx(scalar_loss(network, x, targets), rel=1e-12)

    names = ("w_in", "b_in", "scale", "shift", "w", "b")
    analytic = [getattr(gradients, name) for name in names]
    arrays = [getattr(network, name) for name in names]
    for number, (block, mine) in enumerate(zip(network.blocks, gradients.blocks, strict=True)):
        analytic += [*mine.parameters.arrays(), mine.delta_up, mine.delta_output]
        arrays += [*block.arrays(), up[number], output[number]]
        np.testing.assert_allclose(mine.delta_up, mine.parameters.b_up, rtol=1e-12, atol=1e-16)
    for actual, numeric in zip(analytic, central_differences(value, arrays), strict=True):
        assert actual.shape == numeric.shape
        assert relative_error(actual, numeric) <= 1e-6

    is_pre = place[0] and place[1]
    assert gradients.scale.any() == is_pre  # the LN before the output is there in pre-LN alone
    assert all(mine.parameters.scale_1.any() == place[0] for mine in gradients.blocks)


def test_signals_are_derivatives_at_each_position():
    """Moving one number of the first block's output moves the loss by its signal."""
    network, x, targets = random_case(PLACES[1], "tanh", "classes")
    gradients = ref.backpropagate(network, x, targets)
    offsets = ref.Offsets(
        [np.zeros((NUM, TIMES, 4 * WIDTH)) for _ in network.blocks],
        [np.zeros((NUM, TIMES, WIDTH)) for _ in network.blocks],
    )

    def value() -> float:
        return ref.loss_and_slope(ref.forward(network, x, offsets)[3], targets)[0]

    numeric = central_differences(value, [*offsets.up, *offsets.output])
    signals = [mine.signals_up for mine in gradients.blocks] + [mine.signals_output for mine in gradients.blocks]
    for actual, expected in zip(signals, numeric, strict=True):
        assert relative_error(actual, expected) <= 1e-6


def test_keys_bias_moves_nothing():
    """It adds the same number to all scores of a query, which a softmax does not see."""
    network, x, targets = random_case(PLACES[0], "gelu", "classes")
    for mine in ref.backpropagate(network, x, targets).blocks:
        assert np.abs(mine.parameters.b_qkv[WIDTH : 2 * WIDTH]).max() < 1e-15
        assert np.abs(mine.parameters.b_qkv[:WIDTH]).max() > 1e-6


def test_positions_tell_steps_apart():
    table = ref.positions(50, 6)
    np.testing.assert_array_equal(table[0], [0, 1, 0, 1, 0, 1])
    assert table[3, 0] == pytest.approx(math.sin(3))
    assert table[3, 5] == pytest.approx(math.cos(3 / 10000 ** (4 / 6)))
    np.testing.assert_allclose(table[:, 0::2] ** 2 + table[:, 1::2] ** 2, 1.0)
    assert ref.positions(4, 5).shape == (4, 5)  # an odd width ends with a sine


def test_a_branch_scale_of_zero_leaves_the_embedding():
    network, x, targets = random_case((False, True, True, 0.0, 1.0), "tanh", "values")
    gradients = ref.backpropagate(network, x, targets)
    embedded = x @ network.w_in.T + network.b_in + ref.positions(TIMES, WIDTH)
    np.testing.assert_allclose(ref.forward(network, x)[2], embedded.mean(axis=1), rtol=1e-14)
    assert not any(array.any() for mine in gradients.blocks for array in mine.parameters.arrays())
    np.testing.assert_allclose(gradients.blocks[0].delta_output, gradients.b_in, rtol=1e-14)


def test_only_float64_is_taken():
    block = random_network(PLACES[0], "relu", "classes", 0).blocks[0]
    with pytest.raises(TypeError, match="float32"):
        dataclasses.replace(block, b_up=block.b_up.astype(np.float32))
