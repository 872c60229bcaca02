"""One layer's histogram: nothing that was counted is lost, wherever an axis begins and ends."""

from __future__ import annotations

import numpy as np
import pytest

from gradiometer.bins import BINS
from gradiometer.history import History
from gradiometer.reports import HistogramReport
from gradiometer.timeline import Timeline
from gradiometer_desktop.layer_histogram import LayerHistogram, layer_histogram
from shared import SMALL


def counted(values: np.ndarray) -> LayerHistogram:
    """Counted one by one, with the bins' own edges."""
    bins = BINS[values.dtype.name]
    counts = np.zeros(bins.num_bins + 4, np.uint32)
    finite = np.isfinite(values)
    exponents = np.full(len(values), -(10**6))
    normal = finite & (np.abs(values) >= np.finfo(values.dtype).smallest_normal)
    exponents[normal] = np.floor(np.log2(np.abs(values[normal].astype(np.longdouble)))).astype(int)
    for value, exponent in zip(values[finite], exponents[finite], strict=True):
        place = 0 if exponent == -(10**6) else exponent - bins.min_exponent + 1
        counts[bins.middle + (place if value > 0 else -place)] += 1
    tiny = finite & ~normal
    counts[bins.num_bins :] = (values == 0).sum(), (tiny & (values != 0)).sum(), np.isinf(values).sum(), 0
    counts[-1] = np.isnan(values).sum()
    return LayerHistogram(7, bins, counts)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_nothing_is_lost(dtype: str) -> None:
    rng = np.random.default_rng(3)
    values = (rng.normal(size=5000) * 10.0 ** rng.uniform(-8, 2, 5000)).astype(dtype)
    values[:40], values[40:45], values[45:47], values[47] = 0.0, np.inf, np.nan, np.finfo(dtype).smallest_subnormal
    histogram = counted(values)
    assert histogram.num_values == 5000
    assert histogram.specials == {"zero": 40, "subnormal": 1, "infinite": 5, "nan": 2}
    finite = np.abs(values[np.isfinite(values)])
    for floor, end in ((-30, 10), (-10, -5), (-126, 128), (5, 5), (20, 10)):
        row = histogram.row(floor, end)
        assert len(row) % 2 == 1
        assert row.sum() == len(finite)
        reach, positive = len(row) // 2, values[np.isfinite(values) & (values > 0)].astype(np.longdouble)
        assert floor + reach >= end
        # The column next to the middle holds all that is smaller, each other one its power of two.
        for index in range(1, reach + 1):
            high = np.longdouble(2.0) ** (floor + index)
            low = max(0.0 if index == 1 else high / 2, np.finfo(dtype).smallest_normal)
            assert row[reach + index] == ((positive >= low) & (positive < high)).sum()
    median = histogram.median_magnitude
    assert median is not None
    assert median / 2 <= np.median(finite) <= median


@pytest.mark.parametrize(("values", "expected"), [([0.0, 0.0, 1.0], 0.0), ([np.nan, np.inf], None), ([3.0], 4.0)])
def test_the_median_of_little(values: list[float], expected: float | None) -> None:
    histogram = counted(np.array(values, np.float32))
    assert histogram.median_magnitude == expected
    assert histogram.row(0, 0).sum() == np.isfinite(values).sum()


def test_it_is_what_the_timeline_says_of_the_newest() -> None:
    bins, rng = BINS["float32"], np.random.default_rng(0)
    timeline = Timeline(2, bins)
    for step in range(3):
        counts = np.zeros((2, bins.num_bins + 4), np.uint32)
        counts[:, bins.middle - 120 : bins.middle + 121] = rng.integers(0, 9, (2, 241))
        timeline.add(step, counts)
    for layer in (0, 1):
        histogram = LayerHistogram(2, bins, counts[layer])
        for floor in (timeline.first_exponent, timeline.floor_exponent, timeline.first_exponent + 30):
            row = histogram.row(floor, timeline.first_exponent + timeline.num_exponents)
            np.testing.assert_array_equal(row, timeline.image(layer, floor)[-1])


def test_of_a_history() -> None:
    history = History.live(SMALL)
    assert layer_histogram(history, "weight_gradient", 0, None) is None
    counts = np.zeros((4, BINS["float32"].num_bins + 4), np.uint32)
    counts[2, BINS["float32"].middle] = 5
    history.append([HistogramReport(10, "weight_gradient", counts)])
    found = layer_histogram(history, "weight_gradient", 2, None)
    assert found is not None
    assert (found.step, found.num_values) == (10, 5)
