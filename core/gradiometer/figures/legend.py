"""Legends that fit: outside the axes at the right or below, in as many columns as there is room for, or where a style
has them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from gradiometer.figures.sheet import Sheet
from gradiometer.figures.text import num_letters

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure

# In the units of a sheet, where other letters have 8.
_SIZE = 7.0
_SMALLER = (6.0, 5.0, 4.0, 3.5, 3.0, 2.5, 2.0)
# Of the width, what a legend at the right may take unless it is asked to stand there.
_MOST_AT_RIGHT = 0.26
# matplotlib looks for the emptiest corner point by point, which takes seconds of very many.
_MOST_POINTS = 20_000

Entries = tuple[Sequence["Artist"], Sequence[str]]


def place_legend(figure: Figure, lines: Sequence[Artist], labels: Sequence[str], sheet: Sheet) -> float:
    """A legend with every label: at the right while it fits, else below in as many columns as fit.

    Returns the width it takes beside the title, in the sheet's units.
    """
    lines, labels = _with_entries(lines, labels, sheet)
    if not labels or sheet.style.legend == "none":
        return 0.0
    if sheet.style.legend == "inside":
        _place_inside(figure, lines, labels, sheet)
        return 0.0
    taken = _width_at_right(labels, sheet)
    if sheet.style.legend == "below" or (taken > _MOST_AT_RIGHT * sheet.size_pt[0] and sheet.style.legend == "auto"):
        _place_below(figure, lines, labels, sheet)
        return 0.0
    # As small as it has to be where it is asked to stand there.
    sizes = (_SIZE, *_SMALLER)
    size = next((each for each in sizes if _width_at_right(labels, sheet, each) <= 0.45 * sheet.size_pt[0]), sizes[-1])
    num_columns = math.ceil(len(labels) / _rows_at_right(sheet, size))
    _legend(figure, lines, labels, sheet, size, loc="outside right upper", ncols=num_columns)
    return _width_at_right(labels, sheet, size)


def place_legends(figure: Figure, beside: Entries, below: Entries, sheet: Sheet) -> float:
    """Two legends outside the axes, the first at the right and the second below; one of all where that is too wide, or
    where the style has its own place for it.

    Returns the width taken beside the title, in the sheet's units.
    """
    is_wide = _width_at_right(beside[1], sheet) > _MOST_AT_RIGHT * sheet.size_pt[0] if beside[1] else True
    if not below[0] or sheet.style.legend != "auto":
        return place_legend(figure, [*below[0], *beside[0]], [*below[1], *beside[1]], sheet)
    if is_wide:
        _place_below(figure, [*below[0], *beside[0]], [*below[1], *beside[1]], sheet)
        return 0.0
    _place_below(figure, *below, sheet)
    return place_legend(figure, *beside, sheet)


def legend_below(figure: Figure, handles: Sequence[Artist], sheet: Sheet, column_pt: float = 110.0) -> None:
    """A legend of few entries, which say themselves what they are: below the axes and in the middle, in as many columns
    of this width as the page has.
    """
    handles, labels = _with_entries(handles, [str(handle.get_label()) for handle in handles], sheet)
    if sheet.style.legend in ("auto", "below") and handles:
        columns = max(1, int(sheet.size_pt[0] / column_pt))
        _legend(figure, handles, labels, sheet, _SIZE, loc="outside lower center", ncols=columns)
    else:
        place_legend(figure, handles, labels, sheet)


def _with_entries(handles: Sequence[Artist], labels: Sequence[str], sheet: Sheet) -> Entries:
    """Those that the sheet asks for, in its order, and whatever there is besides."""
    own = dict(zip(labels, handles, strict=True))
    found = {label: own.get(label, handle) for label, handle in sheet.entries} | own
    # Where nothing is asked for labels may come twice.
    return ([*found.values()], [*found]) if sheet.entries else (handles, labels)


def _column_width(labels: Sequence[str], size: float) -> float:
    return size * (4.2 + 0.6 * max(map(num_letters, labels)))


def _rows_at_right(sheet: Sheet, size: float = _SIZE) -> int:
    return max(1, int((sheet.size_pt[1] - 80) / (size * 1.45)))


def _width_at_right(labels: Sequence[str], sheet: Sheet, size: float = _SIZE) -> float:
    return math.ceil(len(labels) / _rows_at_right(sheet, size)) * _column_width(labels, size)


def _place_below(figure: Figure, lines: Sequence[Artist], labels: Sequence[str], sheet: Sheet) -> None:
    width, height = sheet.size_pt
    num_columns, size = 1, _SIZE
    # Down to 2 points: hundreds of names fit then, in a vector figure still readable when magnified.
    for size in (_SIZE, *_SMALLER):
        num_columns = max(1, int(0.96 * width / _column_width(labels, size)))
        if math.ceil(len(labels) / num_columns) * 1.35 * size <= max(0.18 * height, height - 175):
            break
    _legend(figure, lines, labels, sheet, size, loc="outside lower left", ncols=num_columns)


def _place_inside(figure: Figure, lines: Sequence[Artist], labels: Sequence[str], sheet: Sheet) -> None:
    axes = figure.axes[0]
    num_points = sum(int(np.size(line.get_xdata())) for line in axes.lines)
    # As many rows as half of the axes are high.
    rows = max(1, int(0.3 * sheet.size_pt[1] / (1.45 * _SIZE)))
    _legend(
        axes,
        lines,
        labels,
        sheet,
        _SIZE,
        # In pictures that follow each other it must not wander.
        loc="best" if num_points <= _MOST_POINTS and not sheet.entries else "upper right",
        ncols=math.ceil(len(labels) / rows),
        frameon=True,
        facecolor=sheet.theme.ground,
        edgecolor=sheet.theme.grid,
        framealpha=0.85,
    )


def _legend(
    owner: Any, lines: Sequence[Artist], labels: Sequence[str], sheet: Sheet, size: float, **options: Any
) -> None:
    """owner: a figure or axes."""
    owner.legend(
        lines,
        labels,
        fontsize=sheet.pt(size),
        handlelength=2.6,
        handletextpad=0.6,
        columnspacing=1.0,
        labelspacing=0.35,
        borderaxespad=0.6,
        **{**options, "ncols": min(options["ncols"], len(labels))},
    )
