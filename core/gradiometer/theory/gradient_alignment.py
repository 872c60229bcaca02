"""How the gradient of a random network comes to lie along the signal, which mean-field theory takes to be independent.

W_l^T delta_l = x_{l-1} (W_l x_{l-1} . delta_l) / |x_{l-1}|^2 and a rest that knows nothing of z_l. Softmax of large
logits pulls at the largest of them, so z . delta is large at the output; and without biases a ReLU network hands
x . dC/dx on unchanged from layer to layer. Of order 1/N in one layer, it adds up; and where x grows faster on its way
than the gradient does on its own, as with skip connections, that one direction comes to be most of the gradient.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from gradiometer.neuron_chain import Floats
from gradiometer.theory.gaussian_means import Means
from gradiometer.theory.signal import LayerLaw, Signal

_LEAST = 1e-3


def aligned(
    laws: Sequence[LayerLaw],
    signal: Signal,
    alignment: float,
    variances: Floats,
    skip_weight: float,
    branch_scale: float,
) -> Floats:
    """ln |delta|^2 with alignment less that without, [num_layers].

    alignment: the mean of (z . delta)^2 at the output by what it is for delta that knows nothing of z; variances: of
    ln |delta|^2 without alignment, [num_layers]: what is handed on unchanged does not scatter, so it gains on the
    median of the rest.
    """
    found = np.zeros(len(laws))
    last = len(laws) - 1
    law = laws[last]
    # Of g = dC/dx behind the layer, its square and that of x . g, both by the square without alignment.
    square = 1.0 + signal.shares[last] * (alignment - 1.0) * (1.0 - law.holds_back) / law.fan_in
    product = signal.seconds[last] * (1.0 + signal.shares[last] * (alignment - 1.0))
    for index in range(last - 1, -1, -1):
        law, unit = laws[index], signal.units[index]
        before, after = signal.seconds[index], signal.seconds[index + 1]
        s, a = (skip_weight, branch_scale) if law.skips else (0.0, 1.0)
        part = _Part(product, square - product / (law.fan_out * after), after)
        gated = _gated(unit, s, a, signal.firsts[index], before) / after
        uneven = gated / unit.slope_square
        rest = (1.0 - (uneven - 1.0) / law.fan_out) * part.rest
        delta = rest + uneven * product / (law.fan_out * after)
        found[index] = math.log(max(delta, _LEAST))
        through = a * a * law.weight * unit.slope_square
        # Means over units of products of u = x, v = W x, y = phi' v and of what the layer gives.
        share, root = signal.shares[index], math.sqrt(signal.variances[index])
        u_given = s * before + a * signal.firsts[index] * unit.value
        y_given = share * (s * signal.firsts[index] * root * unit.lean + a * unit.cross)
        y_u = signal.firsts[index] * share * root * unit.lean
        y_y = signal.variances[index] * unit.slope_square * share * (1.0 + 2.0 * share * unit.slope_growth)
        by_weights = a * a * part.of(y_given, y_given, y_y)
        crossed = s * a * part.of(u_given, y_given, y_u)
        loose = (by_weights / before - through * delta) * (1.0 - law.holds_back)
        plain = s * s + through
        square_then = s * s * square + through * delta + (loose + 2.0 * crossed / before) / law.fan_in
        product_then = by_weights + 2.0 * crossed + s * s * part.of(u_given, u_given, before)
        square, product = max(square_then / plain, _LEAST), max(product_then / plain, 0.0)
        if index:
            product *= math.exp(0.5 * (variances[index - 1] - variances[index]))
    return found


class _Part:
    """g in two parts: that along x, of which `product` is the square of x . g, and the rest, of square `rest`; after:
    E[x^2].
    """

    def __init__(self, product: float, rest: float, after: float):
        self.product, self.rest, self.after = product, rest, after

    def of(self, one: float, two: float, mean: float) -> float:
        """The mean of (p . g) (q . g); one, two, mean: means over units of p x, q x and p q."""
        return self.product * (one / self.after) * (two / self.after) + self.rest * (mean - one * (two / self.after))


def _gated(unit: Means, s: float, a: float, first: float, second: float) -> float:
    """The mean over units of (phi' x)^2, x = s u + a phi."""
    return s * (s * second * unit.slope_square + 2.0 * a * first * unit.mixed) + a * a * unit.both
