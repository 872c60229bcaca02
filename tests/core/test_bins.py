"""Signed log2 bins against an independent count in float64 over the bins' own edges."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gradiometer.bins import BINS, SPECIALS

LIMITS = {"float32": (-126, 127, 1.401298464324817e-45), "float64": (-1022, 1023, 5e-324)}


def count(dtype: str, layers: list[np.ndarray]) -> np.ndarray:
    bins = BINS[dtype]
    flat = torch.from_numpy(np.concatenate(layers).astype(dtype))
    starts = [0, *np.cumsum([len(layer) for layer in layers]).tolist()]
    return bins.count(flat, starts, bins.offsets(starts, flat.device))


def expected_counts(dtype: str, values: np.ndarray) -> np.ndarray:
    """From frexp's mantissa and exponent, one value at a time: no bits, no searching."""
    low, high, _ = LIMITS[dtype]
    num = high - low + 1
    result = np.zeros(2 * num + 1 + len(SPECIALS), int)
    for value in values.astype(dtype).astype(float).tolist():
        if math.isnan(value):
            result[-1] += 1
            continue
        if math.isinf(value):
            result[-2] += 1
            continue
        _, exponent = math.frexp(value)  # |value| = m 2^exponent with m in [0.5, 1)
        if value == 0 or exponent - 1 < low:
            result[num] += 1
            result[2 * num + 1 + (value != 0)] += 1
        else:
            place = exponent - 1 - low
            result[num + 1 + place if value > 0 else num - 1 - place] += 1
    return result


def hostile(dtype: str):
    """Values of every kind, powers of two and their neighbours above all."""
    width = 32 if dtype == "float32" else 64
    low, high, least = LIMITS[dtype]
    powers = st.builds(
        lambda exponent, sign, step: sign * float(np.nextafter(np.ldexp(np.dtype(dtype).type(1), exponent), step)),
        st.integers(low - 23, high),
        st.sampled_from([1.0, -1.0]),
        st.sampled_from([np.dtype(dtype).type(0), np.dtype(dtype).type("inf")]),
    )
    exact = st.builds(lambda e, sign: sign * math.ldexp(1.0, e), st.integers(low - 23, high), st.sampled_from([1, -1]))
    specials = st.sampled_from([0.0, -0.0, math.inf, -math.inf, math.nan, -math.nan, least, -least])
    return st.one_of(st.floats(width=width), powers, exact, specials)


@pytest.mark.parametrize("dtype", BINS)
@given(data=st.data())
def test_counts_per_layer(dtype, data):
    layers = data.draw(st.lists(st.lists(hostile(dtype), min_size=1, max_size=20), min_size=1, max_size=4))
    layers = [np.array(layer, dtype) for layer in layers]
    counted = count(dtype, layers)
    assert counted.dtype == np.uint32
    assert counted.shape == (len(layers), BINS[dtype].num_bins + len(SPECIALS))
    for row, layer in zip(counted, layers, strict=True):
        np.testing.assert_array_equal(row, expected_counts(dtype, layer))


@pytest.mark.parametrize("dtype", BINS)
@given(data=st.data())
def test_counts_are_a_histogram_over_the_edges(dtype, data):
    """np.histogram of the magnitudes over the positive edges: for them its bins are [low, high) as ours are."""
    values = np.array(data.draw(st.lists(hostile(dtype), min_size=1, max_size=40)), dtype)
    bins = BINS[dtype]
    row = count(dtype, [values])[0].astype(int)
    finite = values[np.isfinite(values)].astype(float)
    assert row[: bins.num_bins].sum() == len(finite)
    # The outermost edge of float64 stands for 2^1024, which float64 cannot hold; nothing finite reaches it.
    positive = np.minimum(bins.edges[bins.middle + 1 :], np.finfo(float).max)
    with np.errstate(over="ignore"):
        for sign, ours in ((1, row[bins.middle + 1 : bins.num_bins]), (-1, row[: bins.middle][::-1])):
            places = np.searchsorted(positive[:-1], sign * finite, side="right") - 1
            np.testing.assert_array_equal(ours, np.bincount(places[places >= 0], minlength=bins.num_exponents))
    assert row[bins.middle] == (np.abs(finite) < positive[0]).sum()
    specials = dict(zip(SPECIALS, row[bins.num_bins :], strict=True))
    assert specials == {
        "zero": (values == 0).sum(),
        "subnormal": ((values != 0) & (np.abs(values) < np.finfo(dtype).smallest_normal)).sum(),
        "infinite": np.isinf(values).sum(),
        "nan": np.isnan(values).sum(),
    }


@pytest.mark.parametrize("dtype", BINS)
def test_a_power_of_two_lies_on_the_side_away_from_zero(dtype):
    """Bin [2^k, 2^(k+1)) holds 2^k, and (-2^(k+1), -2^k] holds -2^k."""
    bins = BINS[dtype]
    low, high, _ = LIMITS[dtype]
    for exponent in (low, -1, 0, 1, high):
        value = math.ldexp(1.0, exponent)
        for sign in (1, -1):
            row = count(dtype, [np.array([sign * value], dtype)])[0]
            (place,) = np.flatnonzero(row[: bins.num_bins])
            assert sorted(abs(bins.edges[place : place + 2]))[0] == value
            below = count(dtype, [np.array([sign * np.nextafter(np.dtype(dtype).type(value), 0)], dtype)])[0]
            (nearer,) = np.flatnonzero(below[: bins.num_bins])
            assert nearer == place - sign


@pytest.mark.parametrize("dtype", BINS)
def test_edges_ascend_and_are_symmetric_powers_of_two(dtype):
    bins = BINS[dtype]
    low, high, _ = LIMITS[dtype]
    assert bins.edges.dtype == np.float64
    assert bins.edges.shape == (bins.num_bins + 1,)
    assert (np.diff(bins.edges) > 0).all()
    np.testing.assert_array_equal(bins.edges, -bins.edges[::-1])
    positive = bins.edges[bins.middle + 1 :]
    assert positive[0] == np.finfo(dtype).smallest_normal
    np.testing.assert_array_equal(np.log2(positive[:-1]), np.arange(low, high + 1))
    assert positive[-1] == (2.0**128 if dtype == "float32" else math.inf)
    assert bins.edges[bins.middle] < 0 < bins.edges[bins.middle + 1]


@pytest.mark.parametrize("dtype", BINS)
def test_layers_do_not_mix(dtype):
    """The same values in another layer change that layer's row only, also at the ends of the code range."""
    values = np.array([1.0, -1.0, np.nan, -np.inf, 0.0, -0.0, np.finfo(dtype).max, -np.finfo(dtype).max], dtype)
    layers = [values[:k] for k in (1, 8, 3, 8)]
    for row, layer in zip(count(dtype, layers), layers, strict=True):
        np.testing.assert_array_equal(row, expected_counts(dtype, layer))


def test_many_values():
    """A count past what a byte or a short holds."""
    row = count("float32", [np.full(70_000, 0.75)])[0]
    assert row[BINS["float32"].middle + 126] == 70_000
    assert row.sum() == 70_000
