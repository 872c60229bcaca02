"""What the figures are made of: titles, log axes, signed log axes, curves with gaps and legends that fit."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from gradiometer.bins import Bins
from gradiometer.colors import CATEGORICAL
from gradiometer.series import View
from gradiometer.session_file import Session

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D


# The second code beside the colour: line styles that stay apart in black and white.
DASHES = ("-", (0, (5, 1.5)), (0, (1.2, 1.2)), (0, (6, 1.5, 1.2, 1.5)))

LOG_LIMITS = (-323.3, 308.25)
"""log10 of the smallest and of about the largest float64: no axis can reach beyond."""

# From one labelled decade to the next.
_STRIDES = (1, 2, 3, 5, 10, 20, 50, 100)
_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_POINTS_PER_MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as `#rrggbb`. ground: behind everything; ink: text and axes; faint: changes; grid."""

    dark: bool
    ground: str
    ink: str
    faint: str
    grid: str
    training: str
    held_out: str
    warning: str


THEMES = {
    "light": Theme(
        False,
        "#ffffff",
        "#1f2430",
        "#5f6776",
        "#dfe3e9",
        CATEGORICAL["blue"],
        CATEGORICAL["vermilion"],
        "#b3400a",
    ),
    "dark": Theme(
        True,
        "#15171c",
        "#e8eaf0",
        "#9aa3b2",
        "#2e333d",
        CATEGORICAL["sky"],
        CATEGORICAL["orange"],
        "#ffb37a",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a figure is drawn on. size_pt: width and height in points."""

    size_pt: tuple[float, float]
    theme: Theme

    @property
    def x_axis_pt(self) -> float:
        """About what the horizontal axis has of the width."""
        return 0.75 * self.size_pt[0]

    @property
    def y_axis_pt(self) -> float:
        """About what the vertical axis has of the height, at the least."""
        return 0.4 * self.size_pt[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(Sheet):
    """What a figure is asked to show.

    layer: index from the input; quantity: in QUANTITIES; step: None for the newest; first_step, last_step: of the
    plots over steps, None for all; histogram: in HISTOGRAMS.
    """

    layer: int
    quantity: str
    step: int | None
    first_step: int | None
    last_step: int | None
    histogram: str


def to_points(size_mm: tuple[float, float]) -> tuple[float, float]:
    """Millimetres as points of 1/72 inch."""
    return size_mm[0] * _POINTS_PER_MM, size_mm[1] * _POINTS_PER_MM


def set_title(figure: Figure, session: Session, text: str, request: Request, taken_pt: float = 0.0) -> None:
    """Which session, and what is shown."""
    write_title(figure, (session.title, session.outline.structure), text, request, taken_pt)


def write_title(figure: Figure, subject: Sequence[str], text: str, sheet: Sheet, taken_pt: float = 0.0) -> None:
    """subject: of what the figure is, in one line where it fits; lines are cut where they would pass the edge.

    taken_pt: what a legend takes of the width.
    """
    size = 9.0
    num_characters = int((sheet.size_pt[0] - taken_pt) / (0.58 * size))
    together = " · ".join(subject)
    lines = [together] if len(together) <= num_characters else list(subject)
    lines = [line if len(line) <= num_characters else f"{line[: num_characters - 1]}…" for line in lines]
    lines += textwrap.wrap(text, num_characters)
    figure.suptitle("\n".join(lines), x=0.012, ha="left", fontsize=size, linespacing=1.3)


def fit(text: str, length_pt: float) -> str:
    """A label in as many lines as it needs along an axis of this length."""
    return textwrap.fill(text, max(8, int(length_pt / 4.6)))


def say(axes: Axes, sentence: str, sheet: Sheet) -> None:
    """A sentence in the middle of an axis that has nothing to show."""
    axes.text(
        0.5, 0.5, sentence, transform=axes.transAxes, ha="center", va="center", color=sheet.theme.faint, fontsize=9
    )
    axes.set_yticks([])
    axes.grid(visible=False)


def say_empty(axes: Axes, sheet: Sheet) -> None:
    """Of a session with nothing to show yet."""
    say(axes, "no steps recorded", sheet)
    axes.set_xticks([])


@dataclass(frozen=True, slots=True)
class SignedLog:
    """The positions of signed log2 bins on an axis: -(n + 0.5) ... n + 0.5, the bin around zero in [-0.5, 0.5].

    first_exponent: of the smallest magnitude shown; num_exponents: n.
    """

    first_exponent: int
    num_exponents: int

    @classmethod
    def around(cls, first: int, last: int, bins: Bins) -> SignedLog:
        """The axis for the exponents first..last, widened so that it holds at least two decades."""
        lacking = max(0, 7 - (last - first + 1))
        first = max(bins.min_exponent, min(first - lacking // 2, bins.max_exponent - 6))
        return cls(first, max(last + 1 - first, 7))

    @property
    def edges(self) -> NDArray[np.float64]:
        """Positions of the edges of all bins, float64 [2 num_exponents + 2]."""
        return np.arange(2 * self.num_exponents + 2, dtype=np.float64) - (self.num_exponents + 0.5)

    def widen(self, counts: NDArray[Any], first_exponent: int) -> NDArray[Any]:
        """Counts [..., 2 m + 1] of m exponents from `first_exponent` on, put on this axis: [..., 2 n + 1]."""
        num_inner = (counts.shape[-1] - 1) // 2
        near = first_exponent - self.first_exponent if num_inner else 0
        far = self.num_exponents - near - num_inner
        parts = np.split(counts, [num_inner, num_inner + 1], axis=-1)
        inside, outside = (np.zeros((*counts.shape[:-1], num), counts.dtype) for num in (near, far))
        return np.concatenate([outside, parts[0], inside, parts[1], inside, parts[2], outside], axis=-1)

    def ticks(self, most: int) -> tuple[list[float], list[str]]:
        """Positions and labels of zero and of at most about `most` decades a side."""
        log2_10 = math.log2(10)
        low = math.ceil(self.first_exponent / log2_10)
        high = math.floor((self.first_exponent + self.num_exponents) / log2_10)
        stride = next((stride for stride in _STRIDES if (high - low) / stride <= most), _STRIDES[-1])
        positions, labels = [0.0], ["0"]
        for decade in range(high // stride * stride, low - 1, -stride):
            position = decade * log2_10 - self.first_exponent + 0.5
            # Nearer to the middle the label would lie on that of zero.
            if position > 0.5 * self.num_exponents / most:
                positions += [position, -position]
                labels += [f"+{power_of_ten(decade)}", f"−{power_of_ten(decade)}"]
        return positions, labels


def power_of_ten(exponent: int) -> str:
    """`10⁻⁵`: plain text, which can be searched for and is drawn ten times faster than a formula."""
    return "10" + str(exponent).translate(_SUPERSCRIPTS)


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


def draw_curve(
    axes: Axes, view: View, column: int, *, log: bool, color: str, dashes: Any = "-", strength: float = 0.25
) -> Line2D:
    """One column of a view: a line, and where points join several steps a band from the least to the largest.

    strength: of the band, from 0 to 1. What cannot be drawn is a gap; a point alone between gaps is a dot. Returns the
    line, for the legend.
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
    (line,) = axes.plot(view.steps, middle, color=color, linestyle=dashes)
    seen = np.isfinite(middle)
    alone = seen & ~np.concatenate([[False], seen[:-1]]) & ~np.concatenate([seen[1:], [False]])
    if alone.any():
        axes.plot(view.steps[alone], middle[alone], linestyle="", marker="o", markersize=3, color=color)
    return line


def set_decades(axes: Axes, values: NDArray[np.float64], sheet: Sheet) -> bool:
    """A log axis around these values of at least two decades, so that noise does not look like a cliff.

    Returns whether there is any value to show.
    """
    from matplotlib.ticker import FixedLocator

    logs = np.log10(positive(values))
    shown = bool(np.isfinite(logs).any())
    low, high = (float(np.nanmin(logs)), float(np.nanmax(logs))) if shown else (0.0, 0.0)
    margin = max(0.04 * (high - low), 1.0 - (high - low) / 2)
    # Set before the scale, which would look for limits of its own.
    low, high = max(low - margin, LOG_LIMITS[0]), min(high + margin, LOG_LIMITS[1])
    axes.set_ylim(10.0**low, 10.0**high)
    axes.set_yscale("log")
    # Ticks of our own, because matplotlib looks for the next decades outside, which near 1e308 are infinite.
    most = max(2, int(sheet.size_pt[1] / 35))
    stride = next((stride for stride in _STRIDES if (high - low) / stride <= most), _STRIDES[-1])
    decades = range(math.ceil(low / stride) * stride, math.floor(high) + 1, stride)
    axes.set_yticks([10.0**decade for decade in decades], [power_of_ten(decade) for decade in decades])
    between = [
        digit * 10.0**decade for decade in range(math.floor(low), math.floor(high) + 1) for digit in range(2, 10)
    ]
    axes.yaxis.set_minor_locator(FixedLocator([tick for tick in between if stride == 1 and math.isfinite(tick)]))
    axes.tick_params(axis="y", which="minor", labelleft=False)
    return shown


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


def place_legend(figure: Figure, lines: Sequence[Line2D], labels: Sequence[str], sheet: Sheet) -> float:
    """A legend with every label, outside the axes: at the right while it fits, else below in as many columns as fit.

    Returns the width it takes beside the title, in points.
    """
    taken = _width_at_right(labels, sheet)
    if taken > 0.26 * sheet.size_pt[0]:
        _place_below(figure, lines, labels, sheet)
        return 0.0
    num_columns = math.ceil(len(labels) / _rows_at_right(sheet))
    _legend(figure, lines, labels, "outside right upper", num_columns, _LEGEND_SIZE)
    return taken


def place_legends(
    figure: Figure,
    beside: tuple[Sequence[Line2D], Sequence[str]],
    below: tuple[Sequence[Line2D], Sequence[str]],
    sheet: Sheet,
) -> float:
    """Two legends outside the axes, the first at the right and the second below; one of all where that is too wide.

    Returns the width taken beside the title, in points.
    """
    if not below[0]:
        return place_legend(figure, *beside, sheet)
    if not beside[0] or _width_at_right(beside[1], sheet) > 0.26 * sheet.size_pt[0]:
        _place_below(figure, [*below[0], *beside[0]], [*below[1], *beside[1]], sheet)
        return 0.0
    _place_below(figure, *below, sheet)
    return place_legend(figure, *beside, sheet)


_LEGEND_SIZE = 7.0


def _column_width(labels: Sequence[str], size: float) -> float:
    return size * (4.2 + 0.6 * max(map(len, labels)))


def _rows_at_right(sheet: Sheet) -> int:
    return max(1, int((sheet.size_pt[1] - 80) / (_LEGEND_SIZE * 1.45)))


def _width_at_right(labels: Sequence[str], sheet: Sheet) -> float:
    return math.ceil(len(labels) / _rows_at_right(sheet)) * _column_width(labels, _LEGEND_SIZE)


def _place_below(figure: Figure, lines: Sequence[Line2D], labels: Sequence[str], sheet: Sheet) -> None:
    width, height = sheet.size_pt
    num_columns, size = 1, _LEGEND_SIZE
    # Down to 2 points: hundreds of names fit then, in a vector figure still readable when magnified.
    for size in (_LEGEND_SIZE, 6.0, 5.0, 4.0, 3.5, 3.0, 2.5, 2.0):
        num_columns = max(1, int(0.96 * width / _column_width(labels, size)))
        if math.ceil(len(labels) / num_columns) * 1.35 * size <= max(0.18 * height, height - 175):
            break
    _legend(figure, lines, labels, "outside lower left", num_columns, size)


def _legend(
    figure: Figure,
    lines: Sequence[Line2D],
    labels: Sequence[str],
    place: Literal["outside right upper", "outside lower left"],
    num_columns: int,
    size: float,
) -> None:
    figure.legend(
        lines,
        labels,
        loc=place,
        ncols=min(num_columns, len(labels)),
        fontsize=size,
        handlelength=2.6,
        handletextpad=0.6,
        columnspacing=1.0,
        labelspacing=0.35,
        borderaxespad=0.6,
    )
