"""Where a line stands between two steps."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gradiometer_desktop.plots.axes import PlainAxis, ValueAxis
from gradiometer_desktop.plots.canvas import Canvas
from gradiometer_desktop.plots.heights import heights_between, limits_of, value_at

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


@pytest.mark.parametrize(
    ("height", "value"), [(0.0, 1.0), (-5.0, 1e-5), (2.5, 10**2.5), (-400.0, 5e-324), (400.0, 10**308.25)]
)
def test_the_value_of_a_height(height: float, value: float) -> None:
    assert value_at(height) == pytest.approx(value, rel=1e-12)


def test_what_an_axis_shows(qtbot: QtBot) -> None:
    canvas = Canvas(PlainAxis("bottom"), ValueAxis("left"), "A plot")
    qtbot.addWidget(canvas)
    canvas.getViewBox().setRange(yRange=(-3.5, 2.0), padding=0)
    assert limits_of(canvas, is_log=False) == (-3.5, 2.0)
    assert limits_of(canvas, is_log=True) == pytest.approx((10**-3.5, 100.0))
    canvas.say_empty("Press Start")
    assert limits_of(canvas, is_log=False) is None
    canvas.say_empty("")
    assert limits_of(canvas, is_log=False) == (-3.5, 2.0)
