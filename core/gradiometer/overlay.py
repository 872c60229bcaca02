"""Histograms of several sessions on one axis, as shares of each session's values, so that any sizes compare."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gradiometer.bins import BINS
from gradiometer.compared import Spread
from gradiometer.signed_log import SignedLog


class Overlay(NamedTuple):
    """axis: the exponents that all have in common; shares: float64 [2 num_exponents + 1] each, of all values of the
    layer, Inf and NaN too; None where there is no histogram; floor: below every share that is not 0; is_folded: whether
    the columns beside the middle hold what is smaller, too.
    """

    axis: SignedLog
    shares: tuple[NDArray[np.float64] | None, ...]
    floor: float
    is_folded: bool


def lay_over(spreads: Sequence[Spread | None]) -> Overlay:
    """Put histograms of float32 and float64 on common exponents.

    A few strays near the smallest float would take most of the axis: the thousandth that lies lowest is counted in the
    columns beside the middle.
    """
    counted = [spread.timeline for spread in spreads if spread is not None and spread.timeline.num_exponents]
    # float64 has every exponent that float32 has.
    bins = BINS["float64"]
    floor = min((timeline.floor_exponent for timeline in counted), default=bins.min_exponent)
    ends = (timeline.first_exponent + timeline.num_exponents - 1 for timeline in counted)
    axis = SignedLog.around(floor, max(ends, default=floor), bins)
    shares = tuple(None if spread is None else _shares(spread, axis) for spread in spreads)
    most = max((spread.num_values for spread in spreads if spread is not None), default=0)
    is_folded = any(timeline.first_exponent < axis.first_exponent for timeline in counted)
    return Overlay(axis, shares, 0.5 / max(most, 1), is_folded)


def _shares(spread: Spread, axis: SignedLog) -> NDArray[np.float64]:
    timeline = spread.timeline
    # Zeros alone have no exponents that could be joined.
    counts = timeline.image(0, axis.first_exponent if timeline.num_exponents else None)[0]
    widened = axis.widen(counts, max(timeline.first_exponent, axis.first_exponent))
    return widened.astype(np.float64) / max(spread.num_values, 1)
