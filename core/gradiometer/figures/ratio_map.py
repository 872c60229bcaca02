"""The figure of a map of first/last gradient ratios: what theory expects beside what is measured. And its table.

Importing this module does not import matplotlib.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import numpy as np
from numpy.typing import NDArray

from gradiometer.colors import ink_on
from gradiometer.figures.data import keep_values
from gradiometer.figures.page import PageOptions, draw_page, save_page
from gradiometer.figures.sheet import Sheet
from gradiometer.figures.style import FigureStyle
from gradiometer.figures.text import fit, write_title
from gradiometer.sweep import MOST_DECADES, RatioMap, short
from gradiometer.tables import Rows, write_rows

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.cm import ScalarMappable
    from matplotlib.figure import Figure

TITLE = "First by last layer's gradient before training"
LABEL = "log10 of first / output layer's weight gradient norm"
CRITICAL = "chi = 1, where theory expects gradients neither to grow nor to shrink from layer to layer."
_NUM_COLORS = 255
# Of a number in a cell, in the units of a sheet: smaller ones cannot be read.
_LARGEST_TEXT, _SMALLEST_TEXT = 6.5, 3.6
_MOST_REASONS = 3


def draw_map(found: RatioMap, **options: Unpack[PageOptions]) -> Figure:
    """Draw a map. To save it, `save_map` is better. Raises ExportError."""
    style = options.get("style", FigureStyle())
    return draw_page(style, _filler(found, style))


def save_map(found: RatioMap, path: Path, **options: Unpack[PageOptions]) -> tuple[str, ...]:
    """Draw a map and save it, by the suffix of the path. Returns remarks, as `save_page` does. Raises ExportError."""
    style = options.get("style", FigureStyle())
    return save_page(style, _filler(found, style), path, title=f"{found.sweep.base.name}: {TITLE}")


def write_map(found: RatioMap, path: Path) -> None:
    """Write a map as CSV, a row for each cell: values of both axes, log10 of the ratio as it is expected, measured (the
    median over the seeds, and the least and the largest), their difference, and why a number is missing.

    Raises ExportError.
    """
    sweep = found.sweep
    header = [sweep.up, sweep.across, "expected", "measured", "difference", "least", "largest", "note"]
    rows: list[Sequence[object]] = [
        [
            sweep.values[sweep.up][cell.row],
            sweep.values[sweep.across][cell.column],
            cell.expected,
            cell.median,
            cell.difference,
            *cell.span,
            cell.note,
        ]
        for cell in found.cells.values()
    ]
    write_rows(path, Rows(header, iter([rows])))


def _filler(found: RatioMap, style: FigureStyle) -> Callable[[Figure], None]:
    sheet = Sheet(style=style)
    return lambda figure: _draw(figure, found, sheet)


def _draw(figure: Figure, found: RatioMap, sheet: Sheet) -> None:
    sweep = found.sweep
    seeds = "one seed" if sweep.num_seeds == 1 else f"median of {sweep.num_seeds} seeds"
    write_title(figure, (sweep.base.name, sweep.base.structure), TITLE, sheet)
    left, right = figure.subplots(1, 2, sharex=True, sharey=True)
    image = _heat(left, found, found.expected, sheet)
    _heat(right, found, found.measured, sheet)
    keep_values(left, "expected", found.expected)
    keep_values(right, "measured", found.measured)
    left.set_title("expected by theory", loc="left", fontsize=sheet.pt(8))
    right.set_title(f"measured, {seeds}", loc="left", fontsize=sheet.pt(8))
    left.set_ylabel(sweep.up_axis.title)
    values = np.concatenate([found.expected.ravel(), found.measured.ravel()])
    beyond = found.reach == MOST_DECADES and bool((np.abs(values) > MOST_DECADES).any())
    bar = figure.colorbar(image, ax=[left, right], pad=0.02, extend="both" if beyond else "neither")
    bar.set_label(fit(LABEL, 1.4 * sheet.y_axis_pt))
    width = max(20, int(sheet.size_pt[0] / 3.6))
    lines = [line for note in _notes(found) for line in textwrap.wrap(note, width)]
    if lines:
        figure.supxlabel("\n".join(lines), x=0.012, ha="left", fontsize=sheet.pt(6.5), color=sheet.theme.faint)


def _heat(axes: Axes, found: RatioMap, values: NDArray[np.float64], sheet: Sheet) -> ScalarMappable:
    """One of the two maps."""
    from matplotlib.colors import ListedColormap
    from matplotlib.patches import Rectangle

    sweep, reach = found.sweep, found.reach
    colors = sheet.theme.diverging_colors(_NUM_COLORS)
    rows, columns = sweep.shape
    image = axes.imshow(
        np.ma.masked_invalid(np.clip(values, -reach, reach)),
        origin="lower",
        aspect="auto",
        interpolation="nearest",
        cmap=ListedColormap(colors),
        vmin=-reach,
        vmax=reach,
    )
    for row, column in np.argwhere(np.isnan(values)).tolist():
        cell = Rectangle((column - 0.5, row - 0.5), 1, 1, fill=False, hatch="////", linewidth=0)
        cell.set_edgecolor(sheet.theme.grid)
        axes.add_patch(cell)
    _write_numbers(axes, values, reach, colors, sheet)
    x, y = found.critical_line()
    if np.isfinite(x + y).any():
        axes.plot(x, y, color=sheet.theme.ink, linewidth=sheet.line(1.4), linestyle=(0, (4, 2)))
    axes.set_xlim(-0.5, columns - 0.5)
    axes.set_ylim(-0.5, rows - 0.5)
    axes.set_xlabel(sweep.across_axis.title)
    _label(axes, sweep.labels(sweep.across), sweep.labels(sweep.up), sheet)
    axes.grid(visible=False)
    return image


def _label(axes: Axes, across: Sequence[str], up: Sequence[str], sheet: Sheet) -> None:
    """Name columns and rows; names that are wider than their columns stand aslant."""
    room = _cell_pt(sheet, len(across), len(up))[0]
    is_wide = max(map(len, across)) * 3.9 > room
    axes.set_xticks(range(len(across)), across)
    if is_wide:
        axes.tick_params(axis="x", labelrotation=40)
        for label in axes.get_xticklabels():
            label.set(ha="right", rotation_mode="anchor")
    axes.set_yticks(range(len(up)), up)


def _cell_pt(sheet: Sheet, columns: int, rows: int) -> tuple[float, float]:
    """About how large a cell is."""
    return 0.37 * sheet.size_pt[0] / columns, 0.62 * sheet.size_pt[1] / rows


def _write_numbers(axes: Axes, values: NDArray[np.float64], reach: int, colors: Sequence[str], sheet: Sheet) -> None:
    """The numbers, where they have room in their cells."""
    width, height = _cell_pt(sheet, values.shape[1], values.shape[0])
    texts = {(row, column): short(float(values[row, column])) for row, column in np.ndindex(*values.shape)}
    size = (
        min(_LARGEST_TEXT, width / (0.68 * max(map(len, texts.values()))), 0.8 * height) if any(texts.values()) else 0
    )
    if size < _SMALLEST_TEXT:
        return
    for (row, column), text in texts.items():
        if text:
            share = (float(np.clip(values[row, column], -reach, reach)) / reach + 1) / 2
            color = ink_on(colors[round(share * (len(colors) - 1))], sheet.theme.ink, sheet.theme.ground)
            axes.text(column, row, text, ha="center", va="center", fontsize=sheet.pt(size), color=color, zorder=3)


def _notes(found: RatioMap) -> list[str]:
    """What the signs mean: the dashed line, and why numbers are missing, each reason once."""
    cells = found.cells.values()
    reasons = list(dict.fromkeys(reason for cell in cells for reason in (cell.note, cell.why_not) if reason))
    shown = [reason if reason.endswith(".") else f"{reason}." for reason in reasons[:_MOST_REASONS]]
    line = [f"Dashed: {CRITICAL}"] if np.isfinite(sum(found.critical_line())).any() else []
    return [*line, f"Hatched: {' '.join(shown)}{' …' if len(reasons) > _MOST_REASONS else ''}"] if reasons else line
