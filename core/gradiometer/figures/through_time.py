"""Figures of the gradient through time of recurrent networks: against the time step, and over training steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gradiometer.figures.by_layer import say_no_look
from gradiometer.figures.data import keep_cells, keep_curve
from gradiometer.figures.legend import legend_below, place_legend
from gradiometer.figures.marks import mark_changes, marks_of
from gradiometer.figures.parts import finite, positive, set_decades, set_linear, set_steps, shown_steps
from gradiometer.figures.pieces import draw_zeros, title_of
from gradiometer.figures.sheet import DASHES, Request
from gradiometer.figures.text import fit, note_above, say, say_empty, set_title
from gradiometer.quantities import QUANTITIES
from gradiometer.session_file import Session
from gradiometer.tables import at_look, stored_series
from gradiometer.time_steps import (
    by_layer,
    levels_of,
    middle_logs,
    nearest_level,
    shown_quantity,
    tell_ratio,
    time_edges,
    why_no_time,
)
from gradiometer.wording_of_numbers import power_of_ten

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

_NOTHING = "of no layer the gradient through time is known"
# As many columns as a printed picture shows.
_MOST_COLUMNS = 600
# Of so few time steps each has a point.
_FEW_TIMES = 32
_MOST_RATIOS = 4


def draw_through_time(figure: Figure, session: Session, request: Request) -> None:
    """A quantity of each recurrent layer against the time step, at one closer look."""
    theme, outline = request.theme, session.outline
    name = shown_quantity(request.quantity, outline.time_quantities)
    heading = f"{title_of(name)} through time"
    axes = figure.add_subplot()
    axes.set_xlabel("time step")
    axes.set_ylabel(fit(QUANTITIES[name].title, request.y_axis_pt))
    found = at_look(session, request.step, name) if outline.times else None
    if found is None:
        set_title(figure, session, heading, request)
        _say_nothing(axes, session, request)
        return
    step, (row,) = found
    values = by_layer(row, len(outline.layers))
    levels, times = levels_of(values), np.array(outline.times, np.float64)
    heading += f" at step {step:,}"
    _set_times(axes.xaxis, session, request.size_pt[0] / 65)
    margin = max(0.5, 0.01 * outline.num_steps)
    axes.set_xlim(1 - margin, outline.num_steps + margin)
    if not levels:
        set_title(figure, session, heading, request)
        say(axes, _NOTHING, request)
        return
    colors, log = theme.layer_colors(len(outline.layers)), request.is_log(True)
    lines = [
        axes.plot(
            times,
            positive(values[level]) if log else finite(values[level]),
            color=colors[level],
            linestyle=DASHES[index % len(DASHES)],
            marker="o" if len(times) <= _FEW_TIMES else "",
            markersize=request.pt(3),
        )[0]
        for index, level in enumerate(levels)
    ]
    labels = [outline.layer_names[level] for level in levels]
    for line, label in zip(lines, labels, strict=True):
        keep_curve(line, label)
    (set_decades if log else set_linear)(axes, values[levels], request)
    shown = [values[level] for level in levels if log]
    zeros = draw_zeros(axes, outline.smallest, shown, [colors[level] for level in levels], request, places=times)
    lines += zeros[:1]
    labels += [str(line.get_label()) for line in zeros[:1]]
    set_title(figure, session, heading, request, place_legend(figure, lines, labels, request))
    note_above(axes, fit(_tell_ratios(session, values, levels), request.x_axis_pt), request)


def _tell_ratios(session: Session, values: NDArray[np.float64], levels: Sequence[int]) -> str:
    """How the first time step compares with the last, of each level while they are few, else of the two ends."""
    layers = session.outline.layers
    some = levels if len(levels) <= _MOST_RATIOS else (levels[0], levels[-1])
    ratios = [
        f"{layers[level].name}: {tell_ratio(values[level, 0], values[level, -1], layers[level].smallest)}"
        for level in some
    ]
    return "; ".join(ratios)


def draw_time_heatmap(figure: Figure, session: Session, request: Request) -> None:
    """A quantity of one recurrent layer as colours: training steps to the right, time steps upwards."""
    outline = session.outline
    name = shown_quantity(request.quantity, outline.time_quantities)
    heading = f"{title_of(name)} through time over steps"
    axes = figure.add_subplot()
    axes.set_xlabel("step")
    axes.set_ylabel("time step")
    series = stored_series(session, "time")
    if not outline.times or not series.num_rows:
        set_title(figure, session, heading, request)
        _say_nothing(axes, session, request)
        return
    first, last = shown_steps(request, series.span())
    view = series.view(name, first, last, _MOST_COLUMNS)
    shape = len(view.steps), len(outline.layers), len(outline.times)
    low, high = view.low.reshape(shape), view.high.reshape(shape)
    levels = levels_of(*high)
    if not levels:
        set_title(figure, session, heading, request)
        say(axes, _NOTHING, request)
        return
    layer = nearest_level(levels, request.layer)
    title = f"{title_of(name)} through time of {outline.layer_names[layer]} over steps"
    set_title(figure, session, title, request)
    logs = middle_logs(low[:, layer], high[:, layer]).T
    # A look holds until the next one, the newest one to the newest step.
    end = max(stored_series(session, "step").span()[1], view.steps[-1] + 1)
    _draw_logs(figure, axes, np.append(view.steps, end), logs, session, request, name)
    if request.last_step is not None:
        end = max(last, first + 1)
    set_steps(axes, first, end, request)
    axes.set_xlim(first, end)
    _set_times(axes.yaxis, session, request.size_pt[1] / 45)
    axes.grid(visible=False)
    mark_changes(figure, [axes], marks_of(session, request), request)


def _draw_logs(
    figure: Figure,
    axes: Axes,
    steps: NDArray[np.float64],
    logs: NDArray[np.float64],
    session: Session,
    request: Request,
    name: str,
) -> None:
    """log10 of values, [num_times, num_columns], as colours, and what they mean; steps: the edges of the columns."""
    from matplotlib import colormaps
    from matplotlib.patches import Patch
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    theme = request.theme
    known = logs[np.isfinite(logs)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (-1.0, 1.0)
    # At least two decades, so that noise does not look like a cliff.
    margin = max(0.0, 1.0 - (high - low) / 2)
    colors = colormaps["Greys" if theme.grey else "viridis"].with_extremes(bad=theme.warning, under=theme.grid)
    # The image stays one in a vector file: thousands of cells as paths would be slow and show hairlines.
    image = axes.pcolormesh(
        steps,
        time_edges(session.outline.times),
        np.ma.masked_invalid(np.where(np.isneginf(logs), -1e6, logs)),
        vmin=low - margin,
        vmax=high + margin,
        cmap=colors,
        rasterized=True,
    )
    keep_cells(axes, f"log10 of the {QUANTITIES[name].title}", steps, time_edges(session.outline.times), logs)
    bar = figure.colorbar(image, ax=axes, label=QUANTITIES[name].title, pad=0.02)
    bar.ax.yaxis.set_major_locator(MaxNLocator(max(2, int(request.size_pt[1] / 45)), integer=True))
    bar.ax.yaxis.set_major_formatter(FuncFormatter(lambda log, _: power_of_ten(round(log))))
    handles = []
    if np.isneginf(logs).any():
        label = f"0 (below {session.outline.smallest})"
        handles.append(Patch(color=theme.grid, label=label))
    if np.isnan(logs).any():
        handles.append(Patch(color=theme.warning, label="NaN or Inf"))
    if handles:
        legend_below(figure, handles, request)


def _set_times(axis: Axis, session: Session, most: float) -> None:
    """Whole time steps as ticks, about as many as there is room for."""
    from matplotlib.ticker import MaxNLocator

    axis.set_major_locator(MaxNLocator(max(2, int(most)), steps=[1, 2, 5, 10], integer=True, min_n_ticks=1))


def _say_nothing(axes: Axes, session: Session, request: Request) -> None:
    """Why there is nothing to see."""
    if session.num_rows["step"] == 0:
        say_empty(axes, request)
    elif session.outline.times:
        say_no_look(axes, session, request)
    else:
        say(axes, fit(why_no_time(is_watched=session.experiment is None), request.x_axis_pt), request)
        axes.set_xticks([])
