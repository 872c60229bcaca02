"""Means of an activation over normally distributed pre-activations, of one unit and of two examples' at the same unit.

In closed form for the ReLU family (Cho & Saul 2009, arc-cosine kernels); others by Gauss-Legendre quadrature, on either
side of the kink at 0. Gauss-Hermite fails there: it says 0.456 for E[ReLU'^2].
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from gradiometer.activations import ACTIVATIONS, Activation
from gradiometer.neuron_chain import Floats

_REACH = 8.5
"""Standard deviations to either side; what lies beyond is 2e-17 of the whole."""
_CLOSE_ENOUGH = 1e-6
_LEAST_VARIANCE = 1e-140
"""So that fourth powers of u do not underflow."""
_FIRST_COUNT, _MOST_COUNT = 32, 4096
_COUNT = 36
"""Nodes on each side of 0, in each of the two dimensions of a pair."""
_DIGITS = 9
"""Variances and correlations are the same to so many digits before means are computed anew."""


@dataclass(frozen=True, slots=True)
class Means:
    """Over u ~ N(0, q). value: E[phi(u)]; square, fourth: E[phi^2], E[phi^4]; slope, slope_square, slope_fourth: of
    phi'(u) likewise; both, mixed: E[phi^2 phi'^2], E[phi phi'^2]; growth, slope_growth: d ln E[phi^2] / d ln q, and
    d ln E[phi'^2] / d ln q; lean: E[phi'(u) u] / sqrt(q); cross: E[phi(u) phi'(u) u].
    """

    value: float
    square: float
    fourth: float
    slope: float
    slope_square: float
    slope_fourth: float
    both: float
    mixed: float
    growth: float
    slope_growth: float
    lean: float
    cross: float


@dataclass(frozen=True, slots=True)
class PairMeans:
    """Over u_a, u_b ~ N(0, q) of correlation c. value: E[phi(u_a) phi(u_b)]; slope: E[phi'(u_a) phi'(u_b)];
    square, slope_square: E[phi(u_a)^2 phi(u_b)^2], and of phi' likewise; slope_rise: d slope / d c.
    """

    value: float
    slope: float
    square: float
    slope_square: float
    slope_rise: float


def means(activation: str, variance: float) -> Means:
    """activation: a name in ACTIVATIONS; variance: q >= 0, below 1e150."""
    known = ACTIVATIONS[activation]
    if known.leak is not None:
        return _leaky_means(known.leak, variance)
    return _means(activation, _rounded(max(variance, _LEAST_VARIANCE)))


def pair_means(activation: str, variance: float, correlation: float) -> PairMeans:
    """activation: a name in ACTIVATIONS; variance: q >= 0, below 1e150; correlation: from -1 to 1."""
    known = ACTIVATIONS[activation]
    correlation = min(max(correlation, -1.0), 1.0)
    if known.leak is not None:
        return _leaky_pair_means(known.leak, variance, correlation)
    variance = max(variance, _LEAST_VARIANCE)
    # Rounded is what is left to 1, which tells how far two examples still are from each other.
    apart = 1.0 - abs(correlation)
    if apart < 1e-12 and correlation > 0.0:
        of_one = means(activation, variance)
        return PairMeans(of_one.square, of_one.slope_square, of_one.fourth, of_one.slope_fourth, 0.0)
    return _pair_means(activation, _rounded(variance), _rounded(max(apart, 1e-12)), correlation < 0.0)


def _rounded(value: float) -> float:
    return float(f"{value:.{_DIGITS}e}")


# --- the ReLU family ---------------------------------------------------------------------------------------------


def _leaky_means(leak: float, q: float) -> Means:
    """phi is z above 0 and leak z below: half of everything comes from either side."""
    even = {power: 0.5 * (1.0 + leak**power) for power in (1, 2, 4)}
    odd = {power: 0.5 * (1.0 - leak**power) * math.sqrt(2.0 / math.pi) for power in (1, 3)}
    return Means(
        value=odd[1] * math.sqrt(q),
        square=even[2] * q,
        fourth=3.0 * even[4] * q * q,
        slope=even[1],
        slope_square=even[2],
        slope_fourth=even[4],
        both=even[4] * q,
        mixed=odd[3] * math.sqrt(q),
        growth=1.0,
        slope_growth=0.0,
        lean=odd[1],
        cross=even[2] * q,
    )


def _leaky_pair_means(leak: float, q: float, c: float) -> PairMeans:
    """Either both units are on the same side of 0, or on different ones: then of correlation -c."""
    same, other = _arc_cosine(c), _arc_cosine(-c)
    slope, value, square = (
        (1.0 + leak ** (2 * power)) * same[order] + sign * 2.0 * leak**power * other[order]
        for order, power, sign in ((0, 1, 1.0), (1, 1, -1.0), (2, 2, 1.0))
    )
    slope_square = (1.0 + leak**4) * same[0] + 2.0 * leak**2 * other[0]
    rise = (1.0 - leak) ** 2 / (2.0 * math.pi * math.sqrt(max((1.0 - c) * (1.0 + c), 1e-12)))
    return PairMeans(q * value, slope, q * q * square, slope_square, rise)


def _arc_cosine(c: float) -> tuple[float, float, float]:
    """E[u_a^n u_b^n] where both are positive, n = 0, 1, 2, of variance 1 (Cho & Saul 2009, equations 4 to 6)."""
    angle = math.acos(c)
    sine, rest = math.sqrt((1.0 - c) * (1.0 + c)), math.pi - angle
    found = rest, sine + rest * c, 3.0 * sine * c + rest * (1.0 + 2.0 * c * c)
    return found[0] / (2.0 * math.pi), found[1] / (2.0 * math.pi), found[2] / (2.0 * math.pi)


# --- any other activation ----------------------------------------------------------------------------------------


@cache
def _nodes(count: int) -> tuple[Floats, Floats]:
    """Of Gauss-Legendre quadrature from 0 to 1."""
    places, weights = np.polynomial.legendre.leggauss(count)
    return 0.5 * (places + 1.0), 0.5 * weights


def _half_line(deviation: float, count: int) -> tuple[Floats, Floats]:
    """Nodes u > 0 and their weights for a mean over u ~ N(0, deviation^2), one side of 0.

    Evenly in t, u = r sinh(t): fine near 0, where a saturated activation's slope is, and wide beyond.
    """
    r = min(1.0, deviation)
    places, weights = _nodes(count)
    end = math.asinh(_REACH * deviation / r)
    u = r * np.sinh(end * places)
    density = np.exp(-0.5 * np.square(u / deviation)) / (math.sqrt(2.0 * math.pi) * deviation)
    return u, end * weights * density * np.sqrt(r * r + u * u)


@lru_cache(maxsize=100_000)
def _means(activation: str, q: float) -> Means:
    known, deviation = ACTIVATIONS[activation], math.sqrt(q)
    count = _FIRST_COUNT
    found = _moments(known, deviation, count)
    while count < _MOST_COUNT:
        count *= 2
        before, found = found, _moments(known, deviation, count)
        if (np.abs(found - before) <= _CLOSE_ENOUGH * _sizes(found)).all():
            break
    value, square, fourth, slope, slope_square, slope_fourth, both, mixed, lean, cross, *stretched = found.tolist()
    # d E[g] / d q = E[g (z^2 - 1)] / (2 q), by Stein's lemma.
    growth, slope_growth = 0.5 * (stretched[0] / square - 1.0), 0.5 * (stretched[1] / slope_square - 1.0)
    return Means(
        value, square, fourth, slope, slope_square, slope_fourth, both, mixed, growth, slope_growth, lean, cross
    )


def _moments(known: Activation, deviation: float, count: int) -> Floats:
    """Those that `_means` takes apart, [12]."""
    positive, weights = _half_line(deviation, count)
    u, weights = np.concatenate([-positive, positive]), np.concatenate([weights, weights])
    phi, slope, z = known.phi(u), known.slope(u), u / deviation
    phi_2, slope_2, z_2 = np.square(phi), np.square(slope), np.square(z)
    of_phi, of_slope = (phi, phi_2, phi_2**2), (slope, slope_2, slope_2**2)
    mixed = (phi_2 * slope_2, phi * slope_2, slope * z, phi * slope * u)
    found: Floats = np.stack([*of_phi, *of_slope, *mixed, phi_2 * z_2, slope_2 * z_2]) @ weights
    return found


def _sizes(found: Floats) -> Floats:
    """What moments are compared with: themselves, and those that may be 0 with a root mean square."""
    sizes = np.abs(found)
    root, slope_root = math.sqrt(found[1]), math.sqrt(found[4])
    return np.maximum(sizes, [root, 0, 0, slope_root, 0, 0, 0, math.sqrt(found[6]), slope_root, 0, 0, 0])


@lru_cache(maxsize=100_000)
def _pair_means(activation: str, q: float, apart: float, is_opposite: bool) -> PairMeans:
    """Given what both units share, s ~ N(0, 1), they are independent: u = sqrt(q c) s + sqrt(q (1 - c)) t."""
    known = ACTIVATIONS[activation]
    spread = math.sqrt(q * apart)
    shared = math.sqrt(max(q - q * apart, 1e-24 * q))
    positive, weights = _half_line(shared, _COUNT)
    middle = np.concatenate([-positive[::-1], positive])
    weights = np.concatenate([weights[::-1], weights])
    # For each of these, u on either side of 0, in the same way.
    r = min(1.0, spread)
    ends = np.arcsinh(np.stack([middle - _REACH * spread, middle + _REACH * spread]) / r)
    places, inner_weights = _nodes(_COUNT)
    below, above = np.minimum(ends, 0.0), np.maximum(ends, 0.0)
    lengths = np.stack([below[1] - below[0], above[1] - above[0]])
    starts = np.stack([below[0], above[0]])
    u = r * np.sinh(starts[:, :, None] + lengths[:, :, None] * places)
    density = np.exp(-0.5 * np.square((u - middle[:, None]) / spread)) * np.sqrt(r * r + u * u)
    density *= lengths[:, :, None] * inner_weights
    density /= density.sum(axis=(0, 2))[:, None]
    phi, slope = known.phi(u), known.slope(u)
    # The last: the derivative by the middle of the mean of phi', for Price's theorem.
    columns = (phi, slope, np.square(phi), np.square(slope), slope * (u - middle[:, None]) / spread**2)
    # [5, number of s]: the mean over t, of one of the two.
    given = np.stack([np.einsum("ijk,ijk->j", density, column) for column in columns])
    other = given[:, ::-1] if is_opposite else given
    value, slope_value, square, slope_square, curved = ((given * other) @ weights).tolist()
    return PairMeans(value, slope_value, square, slope_square, q * curved)
