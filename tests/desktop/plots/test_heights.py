"""Where a line stands between two steps."""

from __future__ import annotations

import numpy as np
import pytest

from gradiometer_desktop.plots.heights import heights_between

STEPS, HEIGHTS = np.array([10.0, 20.0, 40.0]), np.array([0.0, -5.0, 3.0])


@pytest.mark.parametrize(
    ("first", "last", "low", "high"),
    [
        (0.0, 100.0, -5.0, 3.0),
        (0.0, 10.0, 0.0, 0.0),
        (0.0, 14.0, -2.0, 0.0),
        (15.0, 25.0, -5.0, -2.5),
        (30.0, 35.0, -1.0, 1.0),
        (40.0, 90.0, 3.0, 3.0),
    ],
)
def test_a_line_is_seen_between_two_steps(first: float, last: float, low: float, high: float) -> None:
    seen = heights_between(STEPS, HEIGHTS, first, last)
    assert seen.min() == pytest.approx(low)
    assert seen.max() == pytest.approx(high)


@pytest.mark.parametrize(("first", "last"), [(0.0, 9.0), (41.0, 90.0)])
def test_beside_a_line_there_is_nothing(first: float, last: float) -> None:
    assert len(heights_between(STEPS, HEIGHTS, first, last)) == 0
    assert len(heights_between(np.empty(0), np.empty(0), first, last)) == 0


def test_a_single_point() -> None:
    assert set(heights_between(np.array([3.0]), np.array([7.0]), 0.0, 5.0)) == {7.0}
    assert len(heights_between(np.array([3.0]), np.array([7.0]), 4.0, 5.0)) == 0
