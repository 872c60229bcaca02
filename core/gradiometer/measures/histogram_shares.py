"""What log2 histograms say of their values, taken to be spread evenly in log2 within a bin: means and shares.

counts: [num_layers, num_bins + 4], as Bins.count gives them; of an empty layer everything is NaN.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from gradiometer.bins import SPECIALS, Bins

Counts = NDArray[np.uint32]
Values = NDArray[np.float64]

# The mean of values from 2^e to 2^(e+1) that are spread evenly in log2, by 2^e.
_MEAN_OF_BIN = 1 / np.log(2)
_PLACES = 16
"""In each bin so many values stand for all."""
_LEAST_VALUES = 20
"""Fewer have no side and no peak."""


def _sides(counts: Counts, bins: Bins) -> tuple[Values, Values]:
    """Negative and positive values by exponent, from the smallest on, float64 [num_layers, num_exponents] each."""
    negative = counts[:, bins.middle - 1 :: -1][:, : bins.num_exponents]
    return negative.astype(np.float64), counts[:, bins.middle + 1 : bins.num_bins].astype(np.float64)


def _special(counts: Counts, bins: Bins, name: str) -> Values:
    return counts[:, bins.num_bins + SPECIALS.index(name)].astype(np.float64)


def _finite(counts: Counts, bins: Bins) -> Values:
    """How many are neither NaN nor infinite, [num_layers]; NaN for none."""
    found = counts[:, : bins.num_bins].sum(axis=1, dtype=np.float64)
    return np.where(found > 0, found, np.nan)


def mean_magnitude(counts: Counts, bins: Bins) -> Values:
    """Mean of |x|, [num_layers], within a few per cent; subnormal numbers count as 0."""
    negative, positive = _sides(counts, bins)
    both = negative + positive
    used = np.flatnonzero(both.any(axis=0))
    sizes = _MEAN_OF_BIN * np.ldexp(1.0, bins.min_exponent + used)
    found: Values = (both[:, used] @ sizes) / _finite(counts, bins)
    return found


def share_of_zeros(counts: Counts, bins: Bins) -> Values:
    """Exact zeros among the finite values, [num_layers]."""
    return _special(counts, bins, "zero") / _finite(counts, bins)


def share_not_positive(counts: Counts, bins: Bins) -> Values:
    """Values <= 0 among the finite ones, [num_layers]; half of the subnormal ones."""
    negative, _positive = _sides(counts, bins)
    not_positive = negative.sum(axis=1) + _special(counts, bins, "zero") + _special(counts, bins, "subnormal") / 2
    found: Values = not_positive / _finite(counts, bins)
    return found


def share_beyond(counts: Counts, bins: Bins, level: float) -> Values:
    """Values with |x| above a level, among the finite ones, [num_layers]."""
    negative, positive = _sides(counts, bins)
    return _above(negative + positive, bins, level) / _finite(counts, bins)


def share_above(counts: Counts, bins: Bins, level: float) -> Values:
    """Values above a level, which may be negative, among the finite ones, [num_layers]."""
    negative, positive = _sides(counts, bins)
    finite = _finite(counts, bins)
    if level >= 0:
        return _above(positive, bins, level) / finite
    return 1 - _above(negative, bins, -level) / finite


def _above(by_exponent: Values, bins: Bins, level: float) -> Values:
    """How many are above a level, [num_layers]; by_exponent: [num_layers, num_exponents]."""
    if level <= 0:
        found: Values = by_exponent.sum(axis=1)
        return found
    place = np.log2(level) - bins.min_exponent
    index = int(np.floor(place))
    if index < 0:
        return _above(by_exponent, bins, 0.0)
    if index >= bins.num_exponents:
        return np.zeros(len(by_exponent))
    whole: Values = by_exponent[:, index + 1 :].sum(axis=1) + by_exponent[:, index] * (1 - (place - index))
    return whole


def share_where(counts: Counts, bins: Bins, holds: Callable[[Values], NDArray[np.bool_]]) -> Values:
    """Values for which something holds, among the finite ones, [num_layers]. holds: entry by entry."""
    used = np.flatnonzero(counts[:, : bins.num_bins].any(axis=0))
    exponents = np.where(used > bins.middle, used - bins.middle - 1, bins.middle - 1 - used) + bins.min_exponent
    places = 2.0 ** ((np.arange(_PLACES) + 0.5) / _PLACES)
    values = np.sign(used - bins.middle)[:, None] * np.ldexp(places, exponents[:, None])
    shares = holds(np.where(used[:, None] == bins.middle, 0.0, values)).mean(axis=1)
    found: Values = (counts[:, used] @ shares) / _finite(counts, bins)
    return found


def commoner_sign(counts: Counts, bins: Bins) -> Values:
    """Share of the sign that more of the values have, zeros left out, [num_layers]; NaN of a few values."""
    negative, positive = (side.sum(axis=1) for side in _sides(counts, bins))
    total = negative + positive
    return np.where(total >= _LEAST_VALUES, np.maximum(negative, positive) / np.maximum(total, 1), np.nan)


def tallest_peak(counts: Counts, bins: Bins) -> Values:
    """Share of the values that lie within two octaves of one sign, zeros left out, [num_layers]; NaN of a few."""
    negative, positive = _sides(counts, bins)
    total = negative.sum(axis=1) + positive.sum(axis=1)
    peaks = [(side[:, 1:] + side[:, :-1]).max(axis=1) for side in (negative, positive)]
    return np.where(total >= _LEAST_VALUES, np.maximum(*peaks) / np.maximum(total, 1), np.nan)
