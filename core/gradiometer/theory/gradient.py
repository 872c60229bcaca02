"""Mean-field theory of the gradient on its way back, behind the output's measured delta: nothing is fitted.

Of delta = dC_i/dz_l its mean square length over examples is followed and, for pairs of the same class and of different
ones, the mean product of two examples' deltas, and how that goes with what the two have in common: at first through
the loss, then through the gates of each layer. All are linear in what is measured at the output: the square of the
length per example, and that of the batch's mean. Schoenholz et al. 2017 (arXiv 1611.01232), section 3; with BatchNorm
Yang et al. 2019 (arXiv 1902.08129).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gradiometer.neuron_chain import Floats
from gradiometer.normalizations import EPSILON
from gradiometer.theory.output import OutputLaw
from gradiometer.theory.signal import OTHER, SAME, LayerLaw, Signal

_KINDS = (SAME, OTHER)


@dataclass(frozen=True, slots=True, eq=False)
class Gradient:
    """Squares, as exp(scales) (a S + b M): S and M those of the output, the mean square length of its deltas and the
    square of their mean's length. float64 [num_layers, 2] (a, b), scales [num_layers].

    lengths: of delta per example; means: of the batch's mean delta; weights: of dC/dW; branches: of dC/dx of what the
    layer reads, the share that has come through its weights, [num_layers].
    """

    scales: Floats
    lengths: Floats
    means: Floats
    weights: Floats
    branches: Floats


def send_back(
    laws: Sequence[LayerLaw],
    signal: Signal,
    output: OutputLaw,
    batch_size: int,
    *,
    skip_weight: float = 1.0,
    branch_scale: float = 1.0,
    is_normalized: bool = False,
) -> Gradient:
    """output: what is expected of the output's deltas; is_normalized: whether each hidden layer has BatchNorm."""
    num_layers, last = len(laws), len(laws) - 1
    of_pairs, share = 1.0 - 1.0 / batch_size, signal.same_share
    # Makes the square of the batch's mean of [length, products of the same class, products of others].
    to_mean = np.array([1.0 / batch_size, of_pairs * share, of_pairs * (1.0 - share)])
    state = np.array([[1.0, 0.0], [output.likeness, 0.0], [0.0, 0.0]])
    if of_pairs:
        # The pairs of different classes are what is left of the mean's square.
        state[1 + OTHER] = (np.array([0.0, 1.0]) - to_mean @ state) / to_mean[1 + OTHER]
    # The covariance over pairs of these products with E[x_a x_b] / E[x^2] of what the layer reads, [2, 2].
    going = np.zeros((2, 2))
    going[:, 0] = np.array(output.rises) * signal.shares[last] * signal.unevens[:, last]
    scales, branches, scale = np.zeros(num_layers), np.ones(num_layers), 0.0
    lengths, averages, weights = np.zeros((num_layers, 2)), np.zeros((num_layers, 2)), np.zeros((num_layers, 2))
    for index in range(last, -1, -1):
        law = laws[index]
        arriving, kept = state, going
        if index < last:
            unit, pairs = signal.units[index], [signal.pair_units[kind][index] for kind in _KINDS]
            factor = branch_scale**2 if law.skips else 1.0
            gates = factor * np.array([[unit.slope_square], [pairs[SAME].slope], [pairs[OTHER].slope]])
            rises = factor * signal.shares[index] * np.array([[pair.slope_rise] for pair in pairs])
            uneven, behind = signal.unevens[:, index, None], signal.unevens[:, index + 1, None]
            # So far with what the layer behind reads, now with what this one does.
            kept = (
                going * signal.carried[:, index, None] * np.where(behind > 0.0, uneven / np.maximum(behind, 1e-300), 0)
            )
            state, going = gates * arriving, gates[1:] * kept + rises * uneven * arriving[1:]
            state[1:] += rises * kept
        scales[index], lengths[index], averages[index] = scale, state[0], to_mean @ state
        if is_normalized and index < last:
            state = _through_norm(state, index, signal, to_mean, batch_size)
        second, products = signal.seconds[index], signal.pairs[:, index, None] * state[1:]
        weights[index] = law.fan_in * (second * to_mean[0] * state[0] + to_mean[1:] @ (products + second * going))
        state, going = law.weight * state, law.weight * going
        if law.skips and skip_weight:
            # Independent of what comes through the weights, so squares add up.
            past, kept = skip_weight**2 * arriving, skip_weight**2 * kept
            branches[index] = state[0, 0] / (past[0, 0] + state[0, 0])
            state, going = past + state, kept + going
        size = float(np.abs(state).max())
        if size > 0.0:
            state, going, scale = state / size, going / size, scale + float(np.log(size))
    return Gradient(scales, lengths, averages, weights, branches)


def _through_norm(state: Floats, index: int, signal: Signal, to_mean: Floats, batch_size: int) -> Floats:
    """From behind a BatchNorm to before it: the batch's mean of delta is taken off, and its projection on z."""
    unit, pairs = signal.units[index], [signal.pair_units[kind][index] for kind in _KINDS]
    stretch = [1.0 + 2.0 * unit.slope_growth, *(unit.lean**2 / pair.slope for pair in pairs)]
    mean, along = to_mean @ state, (to_mean * stretch) @ state
    rest = np.array([state[0] - mean - along, *(state[1:] - mean + along / (batch_size - 1))])
    # The mean of 1 / variance over units, whose variances are those of batch_size - 1 normal numbers.
    uneven = (batch_size - 1) / max(batch_size - 3, 1)
    found: Floats = rest * (uneven / (signal.spreads[index] + EPSILON))
    return found
