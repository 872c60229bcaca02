"""Where the gradient of a deep random network neither vanishes nor explodes: the fixed point of the forward pass, chi
there, and the weights for which chi is 1. Schoenholz et al. 2017 (arXiv 1611.01232), sections 2 and 3.
"""

from __future__ import annotations

import math
from functools import lru_cache

from gradiometer.activations import ACTIVATIONS
from gradiometer.theory.gaussian_means import Means, means

_LEAST, _MOST = 1e-20, 1e12
"""Variances beyond which a fixed point counts as one at 0, and as none."""
_STEP = 4.0
_HALVINGS = 30
_LEAST_DEVIATION, _MOST_DEVIATION = 1e-2, 1e3
_AT_ONE = 1e-6
"""Means are not known better."""


@lru_cache(maxsize=10_000)
def fixed_point(
    activation: str,
    weight: float,
    bias: float,
    start: float = 1.0,
    *,
    skip_weight: float = 0.0,
    branch_scale: float = 1.0,
) -> tuple[float, float]:
    """(q, chi): the variance of pre-activations that many layers lead to, and the factor of the mean square delta there
    from one layer to the one before. activation: a name in ACTIVATIONS; weight: s_w^2 = fan_in Var W; bias: s_b^2;
    start: the variance at first, which decides where there are several; skip_weight: s, below 1, branch_scale: a, of
    x_{l+1} = s x_l + a phi(z_l): as they are by default there are no skip connections.

    q is 0 or inf where it goes there.
    """
    assert skip_weight < 1.0, "what is added up for ever has no fixed point"
    branch = branch_scale * branch_scale
    leak = ACTIVATIONS[activation].leak
    if leak is not None:
        square = 0.5 * (1.0 + leak * leak)
        # Of z of variance 1.
        growth = weight * branch * _added_up(square, (1.0 - leak) / math.sqrt(2.0 * math.pi), skip_weight)
        q = bias / (1.0 - growth) if growth < 1.0 else math.inf
        return q, skip_weight**2 + branch * weight * square

    def chi(unit: Means) -> float:
        return skip_weight**2 + branch * weight * unit.slope_square

    def grows(q: float) -> bool:
        unit = means(activation, q)
        return weight * branch * _added_up(unit.square, unit.value, skip_weight) + bias > q

    low = high = min(max(start, _LEAST), _MOST)
    is_growing = grows(low)
    while low > _LEAST and high < _MOST and grows(high if is_growing else low) == is_growing:
        low, high = (high, high * _STEP) if is_growing else (low / _STEP, low)
    if low <= _LEAST:
        return 0.0, chi(means(activation, _LEAST))
    if high >= _MOST:
        return math.inf, chi(means(activation, _MOST))
    for _ in range(_HALVINGS):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if grows(middle) else (low, middle)
    q = math.sqrt(low * high)
    return q, chi(means(activation, q))


def _added_up(square: float, value: float, s: float) -> float:
    """E[x^2] of x = phi_1 + s phi_2 + s^2 phi_3 + ..., the branches of all blocks before, independent of each other.
    square, value: E[phi^2], E[phi].
    """
    return (square + 2.0 * s * value * value / (1.0 - s)) / (1.0 - s * s)


def depth_scale_of(chi: float) -> float:
    """Over how many layers the mean square delta changes by a factor e: 1 / |ln chi|, inf where chi is 1."""
    if chi == 0.0:
        return 0.0
    return 1.0 / abs(math.log(chi)) if abs(chi - 1.0) > _AT_ONE else math.inf


@lru_cache(maxsize=1000)
def critical_deviation(
    activation: str,
    bias: float,
    first: float = 1.0,
    first_bias: float = 0.0,
    *,
    skip_weight: float = 0.0,
    branch_scale: float = 1.0,
) -> float:
    """s_w, the root of fan_in Var W, at which chi passes 1 on its way up, by the fixed point that the signal goes to.

    bias: s_b^2; the variance at first is first s_w^2 + first_bias; skip_weight, branch_scale: as of `fixed_point`. NaN
    where chi does not pass 1.
    """
    if branch_scale == 0.0:
        return math.nan
    leak = ACTIVATIONS[activation].leak
    if leak is not None:
        return math.sqrt(2.0 * (1.0 - skip_weight**2) / (1.0 + leak * leak)) / branch_scale

    def vanishes(deviation: float) -> bool:
        weight = deviation * deviation
        start = first * weight + first_bias
        skips = {"skip_weight": skip_weight, "branch_scale": branch_scale}
        return fixed_point(activation, weight, bias, start, **skips)[1] < 1.0

    low, high = _LEAST_DEVIATION, _MOST_DEVIATION
    if not vanishes(low) or vanishes(high):
        return math.nan
    for _ in range(_HALVINGS):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if vanishes(middle) else (low, middle)
    return math.sqrt(low * high)
