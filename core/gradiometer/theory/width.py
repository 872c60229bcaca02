"""What a finite width does to a prediction: how far the median of single networks lies off the mean, and their scatter.

Each layer multiplies a squared length by a random factor of mean 1, so its logarithm performs a random walk with drift
-half the variance (Hanin & Nica 2018, arXiv 1812.05994: of a single example in a ReLU network 5/N a layer). Here these
factors are followed for a batch, whose examples share the weights, and gates as far as they are alike. First order in
depth / width.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from gradiometer.neuron_chain import Floats
from gradiometer.theory.gradient import Gradient
from gradiometer.theory.gradient_alignment import aligned
from gradiometer.theory.output import OutputLaw
from gradiometer.theory.signal import OTHER, LayerLaw, Signal

_BATCH, _MEAN, _SINGLE = 0, 1, 2
"""Squares of lengths whose noise is followed: their mean over a batch, that of the batch's mean, of one example."""
_MOST_EXAMPLES = 64
_NUM_DRAWS = 30_000
_OWN = np.concatenate([[0.0], np.geomspace(0.02, 400.0, 30)])
_QUANTILE = 1.645
"""Of a normal law at 95 %."""


@dataclass(frozen=True, slots=True, eq=False)
class Noise:
    """Of the logarithm of a square over single networks; of gradients [num_layers, 2]: of the part that goes with the
    output's mean square length per example, and of that which goes with the batch's mean (see Gradient).

    shifts: the median less the logarithm of the mean; variances: its variance.
    """

    shifts: Floats
    variances: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Scatter:
    """lengths: of delta per example; deltas: of the batch's mean delta; weights: of dC/dW; outputs: of E[phi^2], of the
    output layer q, [num_layers]; gates: of E[phi'^2], [num_hidden].
    """

    lengths: Noise
    deltas: Noise
    weights: Noise
    outputs: Noise
    gates: Noise


def scatter(
    laws: Sequence[LayerLaw],
    signal: Signal,
    gradient: Gradient,
    output: OutputLaw,
    batch_size: int,
    *,
    skip_weight: float = 1.0,
    branch_scale: float = 1.0,
    is_normalized: bool = False,
) -> Scatter:
    """output: what is expected of the output's deltas; the others as in send_back."""
    shared, own, reads, variances = _forward(laws, signal, skip_weight, branch_scale, is_normalized)
    back = _backward(laws, signal, gradient, output.closeness)
    # How the noise of each layer's signal moves the gates behind it: [num_layers, num_hidden].
    growths = np.array([unit.slope_growth for unit in signal.units])[:, None] * variances[:-1]
    through = gradient.branches[:-1, None] * growths
    gates = np.zeros_like(reads)
    gates[:-1] = growths + np.cumsum(through[::-1], axis=0)[::-1] - through
    shift = np.zeros((len(laws), 2))
    if not is_normalized:
        alignments = output.alignment, output.mean_alignment
        for kind, alignment in enumerate(alignments):
            shift[:, kind] = aligned(laws, signal, alignment, back.variances[kind], skip_weight, branch_scale)
    # Beside the squares of its examples the square of a batch's mean holds products of pairs, of either sign.
    alike = np.square(signal.pairs[OTHER] / signal.seconds)
    crossed = back.fresh * alike + back.closeness * signal.unevens[OTHER]
    found = []
    for moved, products in ((gates, 0.0 * crossed), (gates, back.fresh), (gates + reads, crossed)):
        # Noise that all examples share, and what each has on its own, which a mean over the batch evens out.
        drift, spread = moved @ shared, np.square(moved) @ shared
        alone = np.maximum(back.variances[_SINGLE] - back.variances[_BATCH], 0.0) + np.square(moved) @ own
        alone_shift, alone_variance = _of_mean(alone, batch_size)
        per_example = back.variances[_BATCH] + np.log1p(2.0 * (1.0 - 1.0 / batch_size) * products)
        shifts = [alone_shift - 0.5 * (drift + per_example), -0.5 * (drift + back.variances[_MEAN])]
        spreads = [alone_variance + spread + per_example, spread + back.variances[_MEAN]]
        found.append(Noise(np.stack(shifts, axis=1) + shift, np.stack(spreads, axis=1)))
    # phi^2 goes with q, and scatters by itself; of the few logits there are it does so, too.
    moved = np.array([unit.growth for unit in signal.units])[:, None] * variances[:-1] + np.eye(len(shared))
    moved, alone = np.concatenate([moved, variances[-1:]]), np.zeros(len(laws))
    alone[-1] = 2.0 * signal.correlations[OTHER, -1] ** 2 / laws[-1].fan_out
    outputs = Noise(-0.5 * (moved @ shared + alone), np.square(moved) @ shared + alone)
    of_gates = Noise(-0.5 * (growths @ shared + back.gates), np.square(growths) @ shared + back.gates)
    lengths, deltas, weights = found
    return Scatter(lengths, deltas, weights, outputs, of_gates)


def _forward(
    laws: Sequence[LayerLaw], signal: Signal, skip_weight: float, branch_scale: float, is_normalized: bool
) -> tuple[Floats, Floats, Floats, Floats]:
    """The noise of each hidden layer in ln E[x^2] of what it hands on, that which examples share and that which each
    has alone, variances [num_hidden]; by how much it moves ln E[x^2] of what each layer reads, and ln q, [num_layers,
    num_hidden].
    """
    num_hidden = len(laws) - 1
    shared, own = np.zeros(num_hidden), np.zeros(num_hidden)
    reads, variances = np.zeros((num_hidden + 1, num_hidden)), np.zeros((num_hidden + 1, num_hidden))
    for index, law in enumerate(laws):
        if not is_normalized:
            variances[index] = signal.shares[index] * reads[index]
        if index == num_hidden:
            break
        unit, pair = signal.units[index], signal.pair_units[OTHER][index]
        uneven = signal.shares[index] ** 2 * signal.unevens[OTHER, index]
        even = 2.0 * unit.growth**2
        single, both = unit.fourth / unit.square**2 - 1.0, pair.square / unit.square**2 - 1.0 + even * uneven
        # Where lengths are kept |z| is not random, and what goes with it does not scatter.
        held = 0.0 if is_normalized else even * law.holds_forward
        single, both = single - held, both - held * (signal.correlations[OTHER, index] ** 2 + uneven)
        kept, branch, cross = 0.0, 1.0, 0.0
        if law.skips:
            s, a, x, whole = skip_weight, branch_scale, signal.seconds[index], signal.seconds[index + 1]
            mean = signal.firsts[index] * unit.value
            kept, branch, cross = s * s * x / whole, a * a * unit.square / whole, 2.0 * s * a * mean / whole
            # x and phi are independent, and their products over units scatter.
            single = branch**2 * single + 4.0 * kept * branch * max(1.0 - mean**2 / (x * unit.square), 0.0)
            alike = signal.pairs[OTHER, index] * pair.value
            both = branch**2 * both + (2.0 * s * a / whole) ** 2 * max(alike - mean**2, 0.0)
        shared[index] = math.log1p(max(both, 0.0) / law.fan_out)
        own[index] = math.log1p(max(single - both, 0.0) / law.fan_out)
        reads[index + 1] = (kept + 0.5 * cross) * reads[index]
        reads[index + 1] += (branch + 0.5 * cross) * unit.growth * variances[index]
        reads[index + 1, index] += 1.0
    return shared, own, reads, variances


@dataclass(frozen=True, slots=True, eq=False)
class _Back:
    """variances: of ln |delta|^2, [3, num_layers] (_BATCH, _MEAN, _SINGLE); gates: of ln E[phi'^2], [num_hidden];
    closeness: the mean square cosine between two examples' deltas, fresh: what of it does not come from the output's,
    [num_layers].
    """

    variances: Floats
    gates: Floats
    closeness: Floats
    fresh: Floats


def _backward(laws: Sequence[LayerLaw], signal: Signal, gradient: Gradient, closeness: float) -> _Back:
    """closeness: of the output's deltas."""
    num_layers, last = len(laws), len(laws) - 1
    found = _Back(np.zeros((3, num_layers)), np.zeros(last), np.zeros(num_layers), np.zeros(num_layers))
    variances, close, old = np.zeros(3), closeness, closeness
    for index in range(last, -1, -1):
        law, gate, arriving, arriving_old = laws[index], np.zeros(3), close, old
        if index < last:
            unit, pair = signal.units[index], signal.pair_units[OTHER][index]
            square = unit.slope_square**2
            # How unevenly gates let through what two examples share, and one alone.
            uneven = max(pair.slope_square / square - 1.0, 0.0) / law.fan_out
            alone = max(unit.slope_fourth / square - 1.0, 0.0) / law.fan_out
            gate = np.array([(1.0 + 2.0 * close) * uneven, 3.0 * uneven, 3.0 * alone])
            alike, whole = pair.slope**2 / square, 1.0 + gate[_BATCH]
            close = min((alike * close + (1.0 - alike) * close / law.fan_out + gate[_BATCH]) / whole, 1.0)
            old = alike * old / whole
            found.gates[index] = uneven
        found.variances[:, index] = variances + np.log1p(gate)
        found.closeness[index], found.fresh[index] = close, max(close - old, 0.0)
        # W^T: a direction of its own for each delta.
        turn = 2.0 * (1.0 - law.holds_back) / law.fan_in * np.array([close, 1.0, 1.0])
        share, whole = gradient.branches[index], 1.0 + turn[_BATCH]
        noise = share**2 * ((1.0 + gate) * (1.0 + turn) - 1.0) + 2.0 * share * (1.0 - share) * turn
        variances = variances + np.log1p(noise)
        turned = min((close + (1.0 + close) * 0.5 * turn[_MEAN]) / whole, 1.0)
        close, old = (1.0 - share) * arriving + share * turned, (1.0 - share) * arriving_old + share * old / whole
    return found


def _of_mean(variances: Floats, batch_size: int) -> tuple[Floats, Floats]:
    """Median and variance of the logarithm of the mean of so many log-normal numbers of mean 1. variances: of the
    logarithm of each; any shape. Where they are large, the largest number is most of the mean.
    """
    shifts, spreads = _table(min(batch_size, _MOST_EXAMPLES))
    return np.interp(variances, _OWN, shifts), np.interp(variances, _OWN, spreads)


@lru_cache(maxsize=64)
def _table(num_examples: int) -> tuple[Floats, Floats]:
    """At the variances _OWN, from drawn numbers."""
    normal = np.random.default_rng(1).standard_normal((max(_NUM_DRAWS // num_examples, 1000), num_examples))
    shifts, spreads = np.zeros(len(_OWN)), np.zeros(len(_OWN))
    for index, variance in enumerate(_OWN):
        exponents = math.sqrt(variance) * normal
        largest = exponents.max(axis=1)
        found = largest + np.log(np.exp(exponents - largest[:, None]).mean(axis=1)) - 0.5 * variance
        low, middle, high = np.quantile(found, [0.05, 0.5, 0.95])
        shifts[index], spreads[index] = middle, ((high - low) / (2.0 * _QUANTILE)) ** 2
    return shifts, spreads
