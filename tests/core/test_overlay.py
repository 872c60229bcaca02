import math

import numpy as np
import pytest

from gradiometer.bins import BINS
from gradiometer.compared import Spread
from gradiometer.overlay import lay_over
from gradiometer.timeline import Timeline


def spread_of(dtype: str, values: np.ndarray) -> Spread:
    """A histogram counted by numpy over the edges of the bins."""
    bins = BINS[dtype]
    values = np.asarray(values, np.float64)
    finite = values[np.isfinite(values)]
    counts = np.zeros(bins.num_bins + 4, np.uint32)
    # The negative bins are closed at their lower magnitude, too.
    exponents = np.floor(np.log2(np.abs(finite[finite != 0]))).astype(int)
    places = np.sign(finite[finite != 0]).astype(int) * (exponents - bins.min_exponent + 1)
    np.add.at(counts, bins.middle + places, 1)
    counts[bins.middle] += np.count_nonzero(finite == 0)
    counts[bins.num_bins :] = (np.count_nonzero(finite == 0), 0, np.isinf(values).sum(), np.isnan(values).sum())
    timeline = Timeline(1, bins)
    timeline.add(0, counts[None])
    return Spread(0, timeline, len(values))


def share_between(overlay, index: int, low: float, high: float) -> float:
    """The share in the columns whose magnitudes lie between two powers of two, on the positive side."""
    axis, shares = overlay.axis, overlay.shares[index]
    near, far = (round(math.log2(edge)) - axis.first_exponent for edge in (low, high))
    middle = axis.num_exponents
    return float(shares[middle + 1 + near : middle + 1 + far].sum())


def test_two_precisions_on_common_exponents():
    rng = np.random.default_rng(0)
    single, double = rng.normal(size=1000), 2.0**-200 * rng.normal(size=3000)
    overlay = lay_over([spread_of("float32", single), spread_of("float64", double)])
    for index in range(2):
        assert overlay.shares[index].sum() == pytest.approx(1.0)
        assert len(overlay.shares[index]) == 2 * overlay.axis.num_exponents + 1
    for low, high in ((0.5, 1.0), (0.25, 2.0)):
        inside = np.count_nonzero((single >= low) & (single < high)) / 1000
        assert share_between(overlay, 0, low, high) == pytest.approx(inside)
        inside = np.count_nonzero((double >= low * 2.0**-200) & (double < high * 2.0**-200)) / 3000
        assert share_between(overlay, 1, low * 2.0**-200, high * 2.0**-200) == pytest.approx(inside)
    assert overlay.floor == 0.5 / 3000


def test_strays_are_counted_beside_the_middle():
    values = np.concatenate([np.full(9999, 1.5), [2.0**-100]])
    overlay = lay_over([spread_of("float32", values)])
    assert overlay.is_folded
    assert overlay.axis.num_exponents < 20
    assert overlay.shares[0].sum() == pytest.approx(1.0)
    assert overlay.shares[0][overlay.axis.num_exponents + 1] == pytest.approx(1e-4)
    assert not lay_over([spread_of("float32", values[:9999])]).is_folded


def test_zeros_inf_and_nan_have_their_shares_too():
    values = np.array([0.0, 0.0, 1.0, -1.0, np.inf, np.nan, np.nan, 0.0])
    overlay = lay_over([spread_of("float32", values), None, spread_of("float32", np.zeros(4))])
    assert overlay.shares[1] is None
    middle = overlay.axis.num_exponents
    assert overlay.shares[0][middle] == pytest.approx(3 / 8)
    assert overlay.shares[0].sum() == pytest.approx(5 / 8), "Inf and NaN lie in no column"
    assert overlay.shares[2][middle] == 1.0


@pytest.mark.parametrize("large", [1e30, 1e-30])
def test_zeros_alone_beside_any_others(large):
    overlay = lay_over([spread_of("float32", np.zeros(3)), spread_of("float32", np.array([large]))])
    assert [shares.sum() for shares in overlay.shares] == [1.0, 1.0]


def test_nothing_at_all():
    overlay = lay_over([None, None])
    assert overlay.shares == (None, None)
    assert not overlay.is_folded
    assert lay_over([]).shares == ()
