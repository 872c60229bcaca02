"""How high a value stands in a plot: its logarithm where it spans decades, and the range that holds all of them."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from gradiometer.figures.parts import LOG_LIMITS
from gradiometer.figures.sheet import Limits
from gradiometer.quantities import Quantity
from gradiometer_desktop.plots.canvas import Canvas

# Beyond it pyqtgraph shows nothing.
_LARGEST = 1e307


def height_of(values: NDArray[np.float64], quantity: Quantity) -> NDArray[np.float64]:
    """Where values of a quantity stand; NaN, a gap, for what has no place. A new array."""
    if quantity.is_log:
        return log10(values.copy())
    return np.where(np.isfinite(values), values, np.nan)


def heights_between(
    steps: NDArray[np.float64], heights: NDArray[np.float64], first: float, last: float
) -> NDArray[np.float64]:
    """How high a line through points stands between two steps: its points there, and where it comes in and goes out.

    steps, heights: [num_points], finite and rising; empty where no part of the line is seen.
    """
    if not len(steps) or steps[0] > last or steps[-1] < first:
        return np.empty(0)
    ends = np.interp(np.clip([first, last], steps[0], steps[-1]), steps, heights)
    return np.concatenate([heights[(steps >= first) & (steps <= last)], ends])


def fit_height(canvas: Canvas, heights: NDArray[np.float64], quantity: Quantity) -> None:
    """Set the y range around heights."""
    heights = heights[np.isfinite(heights)]
    if not len(heights):
        return
    low, high = float(heights.min()), float(heights.max())
    if quantity.is_log:
        snug(canvas, low, high, unit=1.0, least=2.0)
    elif low >= 0:
        fit_from_zero(canvas, high)
    else:
        unit = 10.0 ** math.floor(math.log10(max(high - low, 1e-6))) / 2
        snug(canvas, low, high, unit=unit, least=unit)


def limits_of(canvas: Canvas, *, is_log: bool) -> Limits:
    """What its vertical axis shows, as values; None where there is nothing but a note."""
    if canvas.empty.text():
        return None
    low, high = canvas.getViewBox().viewRange()[1]
    return (value_at(low), value_at(high)) if is_log else (float(low), float(high))


def value_at(height: float) -> float:
    """The value whose log10 this is, no smaller and no larger than numbers go."""
    return 10.0 ** min(max(height, LOG_LIMITS[0]), LOG_LIMITS[1])


def log10(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """log10 with NaN, a gap, for zeros and whatever else has none."""
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.log10(values)
    logs[~np.isfinite(logs)] = np.nan
    return logs


def fit_from_zero(canvas: Canvas, high: float) -> None:
    """Set the y range from zero to a little above."""
    unit = 10.0 ** math.floor(math.log10(max(high, 1e-6))) / 2
    snug(canvas, 0.0, high, unit=unit, least=unit, bottom=0.0)


def guide_height(quantity: Quantity) -> NDArray[np.float64]:
    """Where the two ends of a quantity's guide line stand; empty where it has none."""
    ends = [] if quantity.guide is None else [quantity.guide] * 2
    return height_of(np.array(ends, np.float64), quantity)


def snug(canvas: Canvas, low: float, high: float, *, unit: float, least: float, bottom: float | None = None) -> None:
    """Set the y range around [low, high] in whole units, at least so high; keep it while it still fits well.

    bottom: where the range begins, whatever the values.
    """
    if not (math.isfinite(low) and math.isfinite(high)):
        return
    shown_bottom, shown_top = canvas.getViewBox().viewRange()[1]
    wanted_bottom = math.floor(low / unit - 0.05) * unit if bottom is None else bottom
    wanted_top = min(max(math.ceil(high / unit + 0.05) * unit, wanted_bottom + least), _LARGEST)
    spacious = shown_top - shown_bottom > 1.6 * (wanted_top - wanted_bottom)
    if low < shown_bottom or high > shown_top or spacious or (bottom is not None and shown_bottom != bottom):
        canvas.setYRange(wanted_bottom, wanted_top, padding=0)
