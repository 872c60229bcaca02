"""Where the gradient of a deep random network neither vanishes nor explodes: the fixed point of the forward pass, chi
there, and the weights for which chi is 1. Schoenholz et al. 2017 (arXiv 1611.01232), sections 2 and 3.
"""

from __future__ import annotations

import math
from functools import lru_cache

from gradiometer.activations import ACTIVATIONS
from gradiometer.theory.gaussian_means import means

_LEAST, _MOST = 1e-20, 1e12
"""Variances beyond which a fixed point counts as one at 0, and as none."""
_STEP = 4.0
_HALVINGS = 30
_LEAST_DEVIATION, _MOST_DEVIATION = 1e-2, 1e3
_AT_ONE = 1e-6
"""Means are not known better."""


@lru_cache(maxsize=10_000)
def fixed_point(activation: str, weight: float, bias: float, start: float = 1.0) -> tuple[float, float]:
    """(q, chi): the variance of pre-activations that many layers lead to, and the factor of the mean square delta there
    from one layer to the one before. activation: a name in ACTIVATIONS; weight: s_w^2 = fan_in Var W; bias: s_b^2;
    start: the variance at first, which decides where there are several.

    q is 0 or inf where it goes there.
    """
    leak = ACTIVATIONS[activation].leak
    if leak is not None:
        chi = weight * 0.5 * (1.0 + leak * leak)
        return (bias / (1.0 - chi) if chi < 1.0 else math.inf), chi

    def grows(q: float) -> bool:
        return weight * means(activation, q).square + bias > q

    low = high = min(max(start, _LEAST), _MOST)
    is_growing = grows(low)
    while low > _LEAST and high < _MOST and grows(high if is_growing else low) == is_growing:
        low, high = (high, high * _STEP) if is_growing else (low / _STEP, low)
    if low <= _LEAST:
        return 0.0, weight * means(activation, _LEAST).slope_square
    if high >= _MOST:
        return math.inf, weight * means(activation, _MOST).slope_square
    for _ in range(_HALVINGS):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if grows(middle) else (low, middle)
    q = math.sqrt(low * high)
    return q, weight * means(activation, q).slope_square


def depth_scale_of(chi: float) -> float:
    """Over how many layers the mean square delta changes by a factor e: 1 / |ln chi|, inf where chi is 1."""
    if chi == 0.0:
        return 0.0
    return 1.0 / abs(math.log(chi)) if abs(chi - 1.0) > _AT_ONE else math.inf


@lru_cache(maxsize=1000)
def critical_deviation(activation: str, bias: float, first: float = 1.0, first_bias: float = 0.0) -> float:
    """s_w, the root of fan_in Var W, at which chi passes 1 on its way up, by the fixed point that the signal goes to.

    bias: s_b^2; the variance at first is first s_w^2 + first_bias. NaN where chi does not pass 1.
    """
    leak = ACTIVATIONS[activation].leak
    if leak is not None:
        return math.sqrt(2.0 / (1.0 + leak * leak))

    def vanishes(deviation: float) -> bool:
        weight = deviation * deviation
        return fixed_point(activation, weight, bias, first * weight + first_bias)[1] < 1.0

    low, high = _LEAST_DEVIATION, _MOST_DEVIATION
    if not vanishes(low) or vanishes(high):
        return math.nan
    for _ in range(_HALVINGS):
        middle = math.sqrt(low * high)
        low, high = (middle, high) if vanishes(middle) else (low, middle)
    return math.sqrt(low * high)
