"""The heat map's memory against plain sums over the histograms that went in."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from gradiometer.bins import BINS, SPECIALS
from gradiometer.timeline import CAPACITY, Timeline

DTYPES = st.sampled_from(sorted(BINS))


def make_counts(count: int, num_layers: int, dtype: str, seed: int) -> np.ndarray:
    """Random histograms, uint32 [count, num_layers, num_bins + 4]; the exponents in use wander."""
    bins = BINS[dtype]
    rng = np.random.default_rng(seed)
    counts = np.zeros((count, num_layers, bins.num_bins + len(SPECIALS)), np.uint32)
    centre = bins.middle + int(rng.integers(-40, 40))
    for histogram in counts:
        centre = int(np.clip(centre + rng.integers(-2, 3), 0, bins.num_bins - 1))
        reach = slice(max(0, centre - 6), centre + 6)
        histogram[:, reach][:, : bins.num_bins] = rng.integers(0, 50, histogram[:, reach].shape)
        histogram[:, bins.num_bins :] = rng.integers(0, 9, (num_layers, len(SPECIALS)))
        if rng.random() < 0.05:
            histogram[:, rng.integers(0, bins.num_bins)] += 3
        if rng.random() < 0.1:
            histogram[:] = 0
    return counts


def bin_with_edges(dtype: str, low: float, high: float) -> int:
    edges = BINS[dtype].edges
    [index] = np.flatnonzero((edges[:-1] == low) & (edges[1:] == high))
    return int(index)


def columns_of(timeline: Timeline, dtype: str) -> list[int]:
    """Which bin each column of an image stands for, worked out from the bins' edges."""
    exponents = range(timeline.first_exponent, timeline.first_exponent + timeline.num_exponents)
    with np.errstate(over="ignore"):
        powers = [(float(np.ldexp(1.0, e)), float(np.ldexp(1.0, e + 1))) for e in exponents]
    negative = [bin_with_edges(dtype, -high, -low) for low, high in reversed(powers)]
    positive = [bin_with_edges(dtype, low, high) for low, high in powers]
    smallest = float(np.ldexp(1.0, BINS[dtype].min_exponent))
    return [*negative, bin_with_edges(dtype, -smallest, smallest), *positive]


@settings(max_examples=25)
@given(st.integers(0, 2100), st.integers(1, 3), DTYPES, st.integers(0, 2**32))
def test_every_time_is_the_sum_of_its_neighbours(count, num_layers, dtype, seed):
    counts = make_counts(count, num_layers, dtype, seed)
    steps = np.cumsum(np.random.default_rng(seed).integers(1, 30, count))
    timeline = Timeline(num_layers, BINS[dtype])
    for step, histogram in zip(steps, counts, strict=True):
        timeline.add(int(step), histogram)
    assert len(timeline.steps) <= CAPACITY
    together = 1
    while -(-count // together) > CAPACITY:
        together *= 2
    starts = np.arange(0, count, together)
    np.testing.assert_array_equal(timeline.steps, steps[starts])
    assert timeline.num_joined == together
    columns = columns_of(timeline, dtype)
    # What is not shown was never counted.
    unseen = np.setdiff1d(np.arange(BINS[dtype].num_bins), columns)
    assert not counts[:, :, unseen].any()
    for layer in range(num_layers):
        image = timeline.image(layer)
        assert image.shape == (len(starts), 2 * timeline.num_exponents + 1)
        sums = [counts[start : start + together, layer].sum(axis=0, dtype=np.uint64)[columns] for start in starts]
        np.testing.assert_array_equal(image, np.array(sums, np.uint64).reshape(image.shape))
        assert image.sum() == counts[:, layer, : BINS[dtype].num_bins].sum(dtype=np.uint64)


@given(st.integers(1, 5), st.integers(1, 3), DTYPES, st.integers(0, 2**32))
def test_the_newest_histogram(count, num_layers, dtype, seed):
    counts = make_counts(count, num_layers, dtype, seed)
    timeline = Timeline(num_layers, BINS[dtype])
    for step, histogram in enumerate(counts):
        timeline.add(step, histogram)
    assert timeline.newest_step == count - 1
    np.testing.assert_array_equal(timeline.newest, counts[-1])
    for layer in range(num_layers):
        np.testing.assert_array_equal(timeline.image(layer)[-1], counts[-1, layer][columns_of(timeline, dtype)])
        assert list(timeline.specials(layer).values()) == counts[-1, layer, BINS[dtype].num_bins :].tolist()


def test_before_the_first_histogram():
    timeline = Timeline(2, BINS["float32"])
    assert timeline.newest is None
    assert timeline.newest_step == -1
    assert timeline.num_joined == 1
    assert len(timeline.steps) == 0
    assert timeline.image(1).shape == (0, 1)
    assert timeline.specials(0) == dict.fromkeys(SPECIALS, 0)


def test_wide_layers_do_not_overflow():
    bins = BINS["float32"]
    counts = np.zeros((1, bins.num_bins + len(SPECIALS)), np.uint32)
    counts[0, [3, bins.middle, bins.num_bins - 1]] = 2**32 - 1
    timeline = Timeline(1, bins)
    for step in range(4 * CAPACITY):
        timeline.add(step, counts)
    assert int(timeline.image(0).sum()) == 4 * CAPACITY * 3 * (2**32 - 1)


def test_memory_holds_only_the_exponents_in_use():
    bins = BINS["float64"]
    counts = np.zeros((4, bins.num_bins + len(SPECIALS)), np.uint32)
    counts[:, bins.middle + 900 : bins.middle + 910] = 1
    timeline = Timeline(4, bins)
    for step in range(5 * CAPACITY):
        timeline.add(step, counts)
    assert timeline.num_exponents == 10
    assert timeline._signed.nbytes == 8 * CAPACITY * 4 * 2 * 10


@settings(max_examples=40)
@given(st.integers(1, 60), st.integers(1, 2), DTYPES, st.integers(0, 2**32), st.integers(-1100, 1100))
def test_what_lies_below_the_floor_is_counted_next_to_the_middle(count, num_layers, dtype, seed, floor):
    timeline = Timeline(num_layers, BINS[dtype])
    for step, histogram in enumerate(make_counts(count, num_layers, dtype, seed)):
        timeline.add(step, histogram)
    # An axis begins at an exponent that is in use.
    last = timeline.first_exponent + timeline.num_exponents - 1
    floor = min(floor, last)
    below = max(0, floor - timeline.first_exponent)
    for layer in range(num_layers):
        whole, folded = timeline.image(layer), timeline.image(layer, floor)
        middle = whole.shape[1] // 2
        assert folded.shape[1] == whole.shape[1] - 2 * below
        if not below:
            np.testing.assert_array_equal(folded, whole)
            continue
        np.testing.assert_array_equal(folded.sum(axis=1), whole.sum(axis=1))
        inner = folded.shape[1] // 2
        np.testing.assert_array_equal(folded[:, inner], whole[:, middle])
        np.testing.assert_array_equal(folded[:, inner + 2 :], whole[:, middle + below + 2 :])
        np.testing.assert_array_equal(folded[:, : inner - 1], whole[:, : middle - below - 1])
        near = whole[:, middle + 1 : middle + below + 2].sum(axis=1)
        np.testing.assert_array_equal(folded[:, inner + 1], near)


@settings(max_examples=40)
@given(st.integers(1, 40), DTYPES, st.integers(0, 2**32))
def test_all_but_a_thousandth_lies_above_the_floor(count, dtype, seed):
    counts = make_counts(count, 2, dtype, seed)
    timeline = Timeline(2, BINS[dtype])
    for step, histogram in enumerate(counts):
        timeline.add(step, histogram)
    floor = timeline.floor_exponent
    assert floor >= timeline.first_exponent
    bins = BINS[dtype]
    sizes = np.abs(np.arange(bins.num_bins) - bins.middle) - 1 + bins.min_exponent
    by_bin = counts[:, :, : bins.num_bins].sum(axis=(0, 1), dtype=np.int64)
    by_bin[bins.middle] = 0
    if by_bin.any():
        assert by_bin[sizes < floor].sum() <= by_bin.sum() / 1000
        # A stride further up would leave out more.
        assert by_bin[sizes < floor + 4].sum() > by_bin.sum() / 1000
