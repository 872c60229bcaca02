"""What the figures are made of: curves with gaps, log and linear axes, axes of steps."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from gradiometer.fields import FieldError
from gradiometer.figures.data import keep_band, keep_curve
from gradiometer.figures.sheet import DASHES, MARKERS, Request, Sheet
from gradiometer.series import View
from gradiometer.signed_log import DECADE_STRIDES
from gradiometer.wording_of_numbers import power_of_ten

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.lines import Line2D


LOG_LIMITS = (-323.3, 308.25)
"""log10 of the smallest and of about the largest float64: no axis can reach beyond."""

# Of all curves of a figure together: a vector file holds a point in some 10 bytes, a block with its band in some 20,
# and shall stay below 500 kB, ...
_MOST_EXACT_POINTS = 30_000
_MOST_BLOCKS = 20_000
# ... which a figure as wide as a page has; in a narrower one as many per millimetre are as fine, ...
_PAGE_MM = 178.0
# ... and of each of very many; more than four in a point of the width could not be told apart.
_LEAST_BLOCKS = 100
_BLOCKS_PER_PT = 4
# Signs on a curve.
_NUM_MARKERS = 9
_MOST_SCALES = 2.0


def cut_off(heights: NDArray[np.float64], scale: float) -> tuple[NDArray[np.float64], bool]:
    """Differences from a control as far as an axis should reach for them, and whether some reach beyond.

    A session that explodes would press all others onto the line at 0. One that is worse than the control by twice the
    control's own largest value is out of the picture. heights: finite; scale: that value, 0 where it is not known.
    """
    most = _MOST_SCALES * scale
    if not len(heights) or most <= 0 or float(np.abs(heights).max()) <= most:
        return heights, False
    return np.clip(heights, -most, most), True


def label_counts(axis: Axis) -> None:
    """Make the labels of a log axis of counts `10⁵`, and none between decades. Call it after the scale is set."""
    from matplotlib.ticker import FuncFormatter, NullFormatter

    axis.set_major_formatter(FuncFormatter(lambda count, _: power_of_ten(round(math.log10(count)))))
    axis.set_minor_formatter(NullFormatter())


def positive(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """A copy whose zeros, infinities and NaN are NaN: gaps of a curve on a log axis."""
    return np.where(np.isfinite(values) & (values > 0), values, np.nan)


def finite(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """A copy whose infinities are NaN."""
    return np.where(np.isfinite(values), values, np.nan)


def read_view(
    read: Callable[[str, float, float, int], View | None],
    name: str,
    first: float,
    last: float,
    curves: int,
    sheet: Sheet,
) -> View:
    """What a figure shows of a quantity between two steps: every point while all curves together have few, else blocks,
    as many as the width of the print can show.

    read: a series' own `view`; curves: how many share the figure.
    """
    view = read(name, first, last, _MOST_EXACT_POINTS // curves)
    if view is None or not view.exact:
        by_width = int(_BLOCKS_PER_PT * 72 * sheet.style.size_in[0])
        share = min(1.0, sheet.style.width_mm / _PAGE_MM) / curves
        view = read(name, first, last, max(_LEAST_BLOCKS, min(by_width, int(share * _MOST_BLOCKS))))
    assert view is not None
    return view


def draw_curve(
    axes: Axes,
    view: View,
    column: int,
    sheet: Sheet,
    *,
    name: str,
    log: bool,
    color: str,
    dashes: Any = "-",
    strength: float = 0.25,
    marker: str = "",
) -> Line2D:
    """One column of a view: a line, and where points join several steps a band from the least to the largest.

    name: of the curve in the data beside the figure; strength: of the band, from 0 to 1; marker: a sign every now and
    then. What cannot be drawn is a gap; a point alone between gaps is a dot. Returns the line, for the legend.
    """
    low, high = view.low[:, column], view.high[:, column]
    if view.exact:
        middle = positive(high) if log else finite(high)
    else:
        low, high = (positive(low), positive(high)) if log else (finite(low), finite(high))
        # A block that begins at zero is drawn from where it ends: there is no zero on a log axis.
        low = np.where(np.isnan(low), high, low)
        middle = np.sqrt(low) * np.sqrt(high) if log else (low + high) / 2
        axes.fill_between(view.steps, low, high, color=color, alpha=strength, linewidth=0)
        keep_band(axes, name, view.steps, low, high)
    line = draw_line(axes, view.steps, middle, sheet, name=name, color=color, dashes=dashes)
    if marker:
        # Of neighbouring curves at different places, so that signs do not pile up.
        apart = max(1, len(view.steps) // _NUM_MARKERS)
        line.set(marker=marker, markersize=sheet.pt(3.2), markevery=(column * 7 % apart, apart))
    return line


def draw_line(
    axes: Axes,
    steps: NDArray[np.float64],
    heights: NDArray[np.float64],
    sheet: Sheet,
    *,
    name: str,
    color: str,
    dashes: Any = "-",
) -> Line2D:
    """A line through points [num_points]; what is not finite is a gap, and a point alone between gaps a dot."""
    (line,) = axes.plot(steps, heights, color=color, linestyle=dashes)
    keep_curve(line, name)
    seen = np.isfinite(heights)
    alone = seen & ~np.concatenate([[False], seen[:-1]]) & ~np.concatenate([seen[1:], [False]])
    if alone.any():
        axes.plot(steps[alone], heights[alone], linestyle="", marker="o", markersize=sheet.pt(3), color=color)
    return line


def markers_of(num_curves: int, sheet: Sheet) -> list[str]:
    """The sign of each of many curves, empty where dashes alone tell them apart or signs would cover the curves."""
    few, many = len(DASHES), len(DASHES) * len(MARKERS)
    if sheet.style.markers == "never" or (sheet.style.markers == "auto" and not few < num_curves <= many):
        return [""] * num_curves
    # Dashes change from curve to curve and signs with every round of dashes, so that no pair comes twice.
    return [MARKERS[(index // few + index) % len(MARKERS)] for index in range(num_curves)]


def set_decades(axes: Axes, values: NDArray[np.float64], sheet: Sheet) -> bool:
    """A log axis around these values of at least two decades, so that noise does not look like a cliff.

    Chosen limits go before. Returns whether there is any value to show.
    """
    from matplotlib.ticker import FixedLocator

    logs = np.log10(positive(values))
    shown = bool(np.isfinite(logs).any())
    low, high = (float(np.nanmin(logs)), float(np.nanmax(logs))) if shown else (0.0, 0.0)
    margin = max(0.04 * (high - low), 1.0 - (high - low) / 2)
    low, high = max(low - margin, LOG_LIMITS[0]), min(high + margin, LOG_LIMITS[1])
    if (chosen := sheet.limits_of(axes)) is not None:
        if chosen[0] <= 0:
            range_ = f"{chosen[0]:g} to {chosen[1]:g}"
            raise FieldError(f"the range {range_} is not allowed on a logarithmic axis: both above 0")
        low, high = math.log10(chosen[0]), math.log10(chosen[1])
    # Set before the scale, which would look for limits of its own.
    axes.set_ylim(10.0**low, 10.0**high)
    axes.set_yscale("log")
    # Ticks of our own, because matplotlib looks for the next decades outside, which near 1e308 are infinite.
    most = max(2, int(sheet.size_pt[1] / 35))
    stride = next((stride for stride in DECADE_STRIDES if (high - low) / stride <= most), DECADE_STRIDES[-1])
    decades = range(math.ceil(low / stride) * stride, math.floor(high) + 1, stride)
    axes.set_yticks([10.0**decade for decade in decades], [power_of_ten(decade) for decade in decades])
    between = [
        digit * 10.0**decade for decade in range(math.floor(low), math.floor(high) + 1) for digit in range(2, 10)
    ]
    axes.yaxis.set_minor_locator(FixedLocator([tick for tick in between if stride == 1 and math.isfinite(tick)]))
    axes.tick_params(axis="y", which="minor", labelleft=False)
    return shown


def set_linear(axes: Axes, values: NDArray[np.float64], sheet: Sheet) -> bool:
    """A linear axis from zero, or from below it where there are such values. Returns whether there is any value."""
    shown = values[np.isfinite(values)]
    low, high = (float(shown.min()), float(shown.max())) if len(shown) else (0.0, 1.0)
    low, high = min(low, 0.0), max(high, 0.0)
    margin = 0.06 * (high - low) or 1.0
    axes.set_ylim(*(sheet.limits_of(axes) or (low - margin if low < 0 else low, high + margin)))
    return bool(len(shown))


def describe_steps(view: View) -> str:
    """The label of the axis of steps: what one point of a curve stands for."""
    if view.exact or len(view.steps) < 2:
        return "step"
    joined = int(np.diff(view.steps).max())
    return f"step (bands: least to largest of each {joined:,} steps)"


def shown_steps(request: Request, span: tuple[float, float]) -> tuple[float, float]:
    """The first and the last step of a plot over steps."""
    first = span[0] if request.first_step is None else float(request.first_step)
    last = span[1] if request.last_step is None else float(request.last_step)
    return first, max(first, last)


def set_steps(axes: Axes, first: float, last: float, sheet: Sheet, *, whole: bool = True) -> None:
    """The axis of the steps: `10,000`. whole: whole numbers alone; else it may be of anything else."""
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    margin = max(0.5 if whole else 1e-9, 0.01 * (last - first))
    axes.set_xlim(first - margin, last + margin)
    num_ticks = max(2, int(sheet.size_pt[0] / 65))
    axes.xaxis.set_major_locator(MaxNLocator(num_ticks, steps=[1, 2, 5, 10], integer=whole, min_n_ticks=1))
    if whole:
        axes.xaxis.set_major_formatter(FuncFormatter(lambda step, _: f"{step:,.0f}"))
