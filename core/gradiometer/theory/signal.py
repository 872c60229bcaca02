"""Mean-field theory of the signal on its way forward: what each layer of a random multilayer perceptron reads.

Poole et al. 2016 (arXiv 1606.05340) and Schoenholz et al. 2017 (arXiv 1611.01232): over the weights, pre-activations
are normal, of variance q_l = s_w^2 m_{l-1} + s_b^2 and, for two examples, of correlation c_l. With a skip connection
what a layer adds is independent of what it reads, so E[x phi] = E[x] E[phi]. Behind BatchNorm the variance is 1 (Yang
et al. 2019, arXiv 1902.08129).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gradiometer.input_moments import InputMoments
from gradiometer.neuron_chain import Floats
from gradiometer.normalizations import EPSILON
from gradiometer.theory.gaussian_means import Means, PairMeans, means, pair_means

SAME, OTHER = 0, 1
"""Pairs of examples of the same class, and of different ones: those look less alike."""
_LEAST_VARIANCE, _MOST_VARIANCE = 1e-140, 1e140
"""Whose squares still fit into a float."""


@dataclass(frozen=True, slots=True)
class LayerLaw:
    """How a layer's weights W [fan_out, fan_in] and biases are drawn.

    weight: s_w^2 = fan_in Var W; bias: s_b^2 = Var b; keeps_lengths: whether W is a multiple of a (semi-)orthogonal
    matrix; skips: whether what the layer reads is added to what it gives: x_{l+1} = s x_l + a phi(z_l), s the skip
    weight, a the branch scale.
    """

    fan_in: int
    fan_out: int
    weight: float
    bias: float
    keeps_lengths: bool
    skips: bool

    @property
    def holds_forward(self) -> float:
        """How far |W x| is fixed by |x|: 1 for a square orthogonal matrix, 0 for independent weights."""
        return min(1.0, self.fan_out / self.fan_in) if self.keeps_lengths else 0.0

    @property
    def holds_back(self) -> float:
        """How far |W^T delta| is fixed by |delta|, likewise."""
        return min(1.0, self.fan_in / self.fan_out) if self.keeps_lengths else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Signal:
    """Of each layer, the output last, float64 [num_layers], of pairs [2, num_layers] (SAME, OTHER).

    firsts, seconds: E[x] and E[x^2] of what it reads; pairs: E[x_a x_b]; unevens: the variance of E[x_a x_b] / E[x^2]
    over pairs; shares: of the pre-activation's variance q, what comes from the weights; variances: q, behind a
    normalization; correlations: c of two examples' pre-activations; spreads: the variance before BatchNorm.

    Of each hidden layer: units, pair_units: means over its units, the latter [2][num_hidden]; carried: by how much what
    a pair has more in common moves what it has behind the layer, [2, num_hidden].

    same_share: of all pairs, how many are of the same class.
    """

    firsts: Floats
    seconds: Floats
    pairs: Floats
    unevens: Floats
    shares: Floats
    variances: Floats
    correlations: Floats
    spreads: Floats
    units: tuple[Means, ...]
    pair_units: tuple[tuple[PairMeans, ...], tuple[PairMeans, ...]]
    carried: Floats
    same_share: float


@dataclass(slots=True)
class _Read:
    """What a layer reads, as in Signal."""

    first: float
    second: float
    pairs: tuple[float, float]
    uneven: tuple[float, float]


def send_forward(
    laws: Sequence[LayerLaw],
    activation: str,
    inputs: InputMoments,
    *,
    skip_weight: float = 1.0,
    branch_scale: float = 1.0,
    batch_size: int = 0,
) -> Signal:
    """laws: of each layer, the output last; batch_size: of BatchNorm in each hidden layer, 0: there is none.

    Raises OverflowError, with the number of the layer from 1, where the variance leaves the range of a float.
    """
    share = inputs.same_share if 0.0 < inputs.same_share < 1.0 else 0.0
    same_product = inputs.same_product if share else inputs.other_product
    # Less what pairs of the two kinds differ by.
    apart = (same_product - inputs.other_product) / inputs.mean_square if inputs.mean_square else 0.0
    uneven = max(inputs.cosine_variance - share * (1.0 - share) * apart**2, 0.0)
    x = _Read(inputs.mean, inputs.mean_square, (same_product, inputs.other_product), (uneven, uneven))
    reads, shares, variances, correlations, spreads = [], [], [], [], []
    units: list[Means] = []
    pair_units: list[tuple[PairMeans, PairMeans]] = []
    carried: list[tuple[float, float]] = []
    for index, law in enumerate(laws):
        is_hidden = index < len(laws) - 1
        reads.append(x)
        before = law.weight * x.second + law.bias
        if not before < _MOST_VARIANCE:
            raise OverflowError(index + 1)
        if is_hidden and batch_size:
            before, variance, cosines = _normalized(law, x, share, batch_size)
            of_weights = 1.0
        else:
            variance = before = max(before, _LEAST_VARIANCE)
            of_weights = min(law.weight * x.second / variance, 1.0)
            cosines = [(law.weight * pair + law.bias) / variance for pair in x.pairs]
        same_cosine, other_cosine = (min(max(cosine, -1.0), 1.0) for cosine in cosines)
        shares.append(of_weights)
        variances.append(variance)
        correlations.append((same_cosine, other_cosine))
        spreads.append(before)
        if is_hidden:
            unit, other = means(activation, variance), pair_means(activation, variance, other_cosine)
            same = pair_means(activation, variance, same_cosine) if share else other
            units.append(unit)
            pair_units.append((same, other))
            s, a = (skip_weight, branch_scale) if law.skips else (0.0, 1.0)
            x, carries = _hand_on(law, x, unit, (same, other), variance, of_weights, s, a)
            if batch_size:
                # There what all pairs have in common is taken off.
                x.uneven, carries = (0.0, 0.0), (0.0, 0.0)
            carried.append(carries)
    return Signal(
        firsts=np.array([read.first for read in reads]),
        seconds=np.array([read.second for read in reads]),
        pairs=np.array([read.pairs for read in reads]).T,
        unevens=np.array([read.uneven for read in reads]).T,
        shares=np.array(shares),
        variances=np.array(variances),
        correlations=np.array(correlations).T,
        spreads=np.array(spreads),
        units=tuple(units),
        pair_units=(tuple(same for same, _ in pair_units), tuple(other for _, other in pair_units)),
        carried=np.array(carried).reshape(-1, 2).T,
        same_share=share,
    )


def _normalized(law: LayerLaw, x: _Read, share: float, batch_size: int) -> tuple[float, float, list[float]]:
    """BatchNorm: the variance before it and behind it, and the correlations of pairs: -1/(B - 1) over all of them."""
    alike = share * x.pairs[SAME] + (1.0 - share) * x.pairs[OTHER]
    # What differs between examples; where nothing does, rounding is left.
    apart = max(x.second - alike, 1e-15 * x.second, _LEAST_VARIANCE)
    of_batch = 1.0 - 1.0 / batch_size
    before = law.weight * apart * of_batch
    cosines = [((pair - alike) / apart - 1.0 / batch_size) / of_batch for pair in x.pairs]
    return before, max(before / (before + EPSILON), _LEAST_VARIANCE), cosines


def _hand_on(
    law: LayerLaw,
    x: _Read,
    unit: Means,
    pair_units: tuple[PairMeans, PairMeans],
    variance: float,
    of_weights: float,
    s: float,
    a: float,
) -> tuple[_Read, tuple[float, float]]:
    """What the next layer reads, s x + a phi, and `Signal.carried` of this one."""
    cross = 2.0 * s * a * x.first * unit.value
    second = max(s * s * x.second + cross + a * a * unit.square, _LEAST_VARIANCE)
    pairs, carries, unevens = [], [], []
    for pair, unit_pair, uneven in zip(x.pairs, pair_units, x.uneven, strict=True):
        product = s * s * pair + cross + a * a * unit_pair.value
        passed = variance * unit_pair.slope / unit.square
        branch = a * a * unit.square / second
        carries.append(s * s * x.second / second + branch * passed * of_weights)
        # The product found in a layer of N units scatters by itself, where weights keep lengths only in so far as the
        # activation bends it.
        loose = 1.0 - law.holds_forward * min(passed, 1.0) ** 2
        fresh = branch**2 * (1.0 - (product / second) ** 2) ** 2 * loose / law.fan_out
        pairs.append(product)
        unevens.append(carries[-1] ** 2 * uneven + fresh)
    return _Read(s * x.first + a * unit.value, second, (pairs[0], pairs[1]), (unevens[0], unevens[1])), (
        carries[0],
        carries[1],
    )
