"""Smoothing: the same numbers as a plain loop over all pairs of values, and none that nobody measured."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradiometer.smoothing import SECONDS, describe_window, lead_of, smoothed, window_of


def by_hand(steps: np.ndarray, values: np.ndarray, window: float, end: float | None = None) -> np.ndarray:
    """Each mean by itself, from all values up to its step: what the definition says, word for word."""
    lengths = [later - earlier for earlier, later in itertools.pairwise(steps)]
    lengths.append(lengths[-1] if end is None else end - steps[-1])
    means = np.full(values.shape, math.nan)
    for column in range(values.shape[1]):
        for shown, now in enumerate(steps):
            seen = [index for index in range(shown + 1) if math.isfinite(values[index, column])]
            if not seen or now - steps[seen[-1]] > window:
                continue
            weights = [lengths[index] * ((window - 1) / (window + 1)) ** (now - steps[index]) for index in seen]
            parts = [weight * values[index, column] for weight, index in zip(weights, seen, strict=True)]
            means[shown, column] = math.fsum(parts) / math.fsum(weights)
    return means


def noisy(steps: np.ndarray, num_columns: int = 3, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(-4.0, 1.0, (len(steps), num_columns))


@pytest.mark.parametrize("window", [1.5, 2.0, 7.3, 50.0, 1000.0])
def test_the_definition_at_every_step(window: float) -> None:
    steps = np.arange(300.0)
    values = noisy(steps)
    np.testing.assert_allclose(smoothed(steps, values, window), by_hand(steps, values, window), rtol=1e-12)


@pytest.mark.parametrize("window", [2.0, 40.0, 3000.0])
def test_the_definition_at_uneven_steps_with_gaps(window: float) -> None:
    rng = np.random.default_rng(1)
    steps = np.cumsum(rng.choice([1.0, 2.0, 9.0, 130.0], 400))
    values = noisy(steps)
    values[rng.random(values.shape) < 0.3] = np.nan
    values[100:180, 1], values[:20, 2] = -np.inf, np.inf
    before = values.copy()
    found = smoothed(steps, values, window, end=steps[-1] + 5)
    np.testing.assert_allclose(found, by_hand(steps, values, window, steps[-1] + 5), rtol=1e-11)
    np.testing.assert_array_equal(values, before)


@given(
    gaps=st.lists(st.integers(1, 500), min_size=1, max_size=40),
    window=st.floats(1.01, 5000),
    data=st.data(),
)
def test_any_steps_and_values(gaps: list[int], window: float, data: st.DataObject) -> None:
    steps = np.cumsum(np.array(gaps, float))
    number = st.floats(-30, 30) | st.just(math.nan)
    values = np.array(data.draw(st.lists(number, min_size=len(steps), max_size=len(steps))))[:, None]
    found = smoothed(steps, values, window)
    if len(steps) > 1:
        np.testing.assert_allclose(found, by_hand(steps, values, window), rtol=1e-9, atol=1e-9)
    # A mean lies between the least and the largest.
    shown = found[np.isfinite(found)]
    assert not len(shown) or np.nanmin(values) - 1e-9 <= shown.min() <= shown.max() <= np.nanmax(values) + 1e-9


def test_it_wavers_as_little_as_a_plain_mean_over_the_window() -> None:
    """Of independent values with variance 1 the mean over N has the variance 1 / N."""
    steps = np.arange(100_000.0)
    values = np.random.default_rng(2).normal(0.0, 1.0, (len(steps), 4))
    for window in (5, 20, 80):
        assert smoothed(steps, values, window)[1000:].var() == pytest.approx(1 / window, rel=0.1)


def test_measuring_more_often_at_times_shifts_nothing() -> None:
    """The same signal, first at every tenth step and then at each: the line is where its mean over time is."""
    steps = np.concatenate([np.arange(0.0, 1000.0, 10.0), np.arange(1000.0, 1100.0)])
    values = np.where(steps < 1000, 0.0, 1.0)[:, None]
    shown = smoothed(steps, values, 100.0)[-1, 0]
    dense = np.where(np.arange(1100.0) < 1000, 0.0, 1.0)[:, None]
    assert shown == pytest.approx(smoothed(np.arange(1100.0), dense, 100.0)[-1, 0], abs=0.02)


def test_the_first_values_are_not_drawn_to_zero() -> None:
    values = np.full((50, 1), 7.0)
    np.testing.assert_allclose(smoothed(np.arange(50.0), values, 1000.0), 7.0, rtol=1e-14)


def test_no_smoothing_leaves_values_as_they_are_and_what_is_not_finite_out() -> None:
    values = np.array([[1.0], [np.inf], [np.nan], [-2.0]])
    np.testing.assert_array_equal(smoothed(np.arange(4.0), values, 1.0), [[1.0], [np.nan], [np.nan], [-2.0]])
    assert smoothed(np.empty(0), np.empty((0, 3)), 20.0).shape == (0, 3)
    np.testing.assert_array_equal(smoothed(np.array([5.0]), np.array([[3.0]]), 20.0), [[3.0]])


def test_values_at_one_moment_weigh_the_same() -> None:
    """Of steps that took less time than a clock can tell."""
    values = np.array([[1.0], [2.0], [6.0]])
    np.testing.assert_allclose(smoothed(np.full(3, 0.5), values, 20.0), [[1.0], [1.5], [3.0]], rtol=1e-14)


def test_a_gap_is_bridged_for_a_window_and_no_longer() -> None:
    values = np.full((100, 2), -3.0)
    values[40:60, 0] = np.nan
    values[:30, 1] = -np.inf
    found = smoothed(np.arange(100.0), values, 10.0)
    # The last value before it is that of step 39.
    np.testing.assert_array_equal(np.flatnonzero(np.isnan(found[:, 0])), np.arange(50, 60))
    np.testing.assert_array_equal(np.flatnonzero(np.isnan(found[:, 1])), np.arange(30))
    np.testing.assert_allclose(found[np.isfinite(found)], -3.0, rtol=1e-14)


def test_columns_do_not_touch_each_other() -> None:
    steps = np.arange(200.0)
    values = noisy(steps, 5)
    values[50:, 0] = np.nan
    whole = smoothed(steps, values, 30.0)
    for column in range(5):
        alone = smoothed(steps, values[:, [column]], 30.0)
        np.testing.assert_allclose(whole[:, [column]], alone, rtol=1e-13)


def test_large_values_do_not_overflow() -> None:
    values = np.full((1000, 1), 1e307)
    np.testing.assert_allclose(smoothed(np.arange(1000.0), values, 300.0), 1e307, rtol=1e-12)


@pytest.mark.parametrize("smoothing", [0.3, 0.6, 1.0])
@pytest.mark.parametrize("first", [300.0, 2345.0, 5000.0])
def test_begun_a_lead_before_it_shows_what_all_values_would_give(smoothing: float, first: float) -> None:
    """So panning changes nothing that could be seen."""
    steps = np.arange(8000.0)
    values = noisy(steps, 1)
    window = window_of(smoothing, 1000.0)
    begin = max(0, int(first - lead_of(window)))
    part = smoothed(steps[begin:], values[begin:], window)[int(first) - begin :]
    np.testing.assert_allclose(part, smoothed(steps, values, window)[int(first) :], atol=0.01)


def test_the_window() -> None:
    assert window_of(0.0, 1000.0) == 1.0
    assert lead_of(1.0) == 0.0
    assert window_of(1.0, 1000.0) == pytest.approx(200.0)
    assert window_of(0.5, 1000.0) == pytest.approx(50.0)
    # However close one looks, there is something to average.
    assert window_of(0.5, 3.0) == 2.0
    windows = [window_of(share / 100, 2000.0) for share in range(101)]
    assert windows == sorted(windows)


@pytest.mark.parametrize(
    ("window", "text"), [(2.0, "2"), (7.6, "8"), (9.96, "10"), (123.4, "120"), (1678.0, "1 700"), (234567.0, "230 000")]
)
def test_the_window_in_words(window: float, text: str) -> None:
    assert describe_window(window) == f"mean over about {text} steps"


@pytest.mark.parametrize(
    ("window", "text"), [(0.0000234, "0.000023"), (0.349, "0.35"), (1.0, "1"), (9.96, "10"), (4321.0, "4 300")]
)
def test_seconds_in_words(window: float, text: str) -> None:
    assert describe_window(window, SECONDS) == f"mean over about {text} s of training"
