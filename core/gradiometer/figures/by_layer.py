"""Figures of what happens between one layer and the next: the two factors of the gain, and the neuron picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gradiometer.figures.data import keep_curve, keep_values
from gradiometer.figures.legend import legend_below
from gradiometer.figures.parts import finite, positive, set_decades, set_linear
from gradiometer.figures.pieces import draw_guide, draw_zeros, name_layers
from gradiometer.figures.sheet import DASHES, Request
from gradiometer.figures.text import fit, note_above, say, say_empty, set_title
from gradiometer.neurons import NUM_SHOWN, bars_of, choose_columns, column_names, longest_of
from gradiometer.quantities import QUANTITIES
from gradiometer.session_file import Session
from gradiometer.tables import at_look

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

# Narrower columns could not be told apart.
_LEAST_COLUMN_PT = 12.0
# Half of a column, with a gap to the next one.
_FULL_LENGTH = 0.45
_HALF_BAR = 0.3


def draw_factors(figure: Figure, session: Session, request: Request) -> None:
    """The gain of each layer at one closer look, and the two factors that it is about the product of."""
    theme, names = request.theme, session.layer_names
    axes = figure.add_subplot()
    axes.set_xlabel("layer, from the input to the output")
    axes.set_ylabel(fit("gain and its two factors", request.y_axis_pt))
    name_layers(axes, names, request)
    heading = "Gain, gate and weight factor of each layer"
    found = at_look(session, request.step, "gain", "gate", "weight_factor")
    if found is None:
        set_title(figure, session, heading, request)
        say_no_look(axes, session, request)
        return
    step, (gain, gate, weights) = found
    set_title(figure, session, f"{heading} at step {step:,}", request)
    with np.errstate(over="ignore", invalid="ignore"):
        product = gate * weights
    drawn = {
        QUANTITIES["gain"].title: gain,
        QUANTITIES["gate"].title: gate,
        QUANTITIES["weight_factor"].title: weights,
        "gate x weight factor": product,
    }
    if all(np.isnan(values).all() for values in drawn.values()):
        say(axes, "no layer has a gain, a gate or a weight factor", request)
        return
    colors = (theme.ink, theme.training, theme.held_out, theme.faint)
    # As many points as there is room for between two layers.
    size = request.pt(min(4.5, 0.25 * request.size_pt[0] / len(names)))
    log = request.is_log(True)
    lines: list[Line2D] = []
    for (title, values), color, marker, dashes in zip(drawn.items(), colors, "os^D", DASHES, strict=True):
        lines += axes.plot(
            np.arange(1, len(names) + 1),
            positive(values) if log else finite(values),
            color=color,
            marker=marker,
            # Lies on the gain where the two explain it, so that it has to be seen around it.
            markerfacecolor="none" if values is product else color,
            markersize=1.5 * size if values is product else size,
            linestyle=dashes,
            label=title,
        )
        keep_curve(lines[-1], title)
    (set_decades if log else set_linear)(axes, np.concatenate([*drawn.values(), [1.0]]), request)
    zero = {title: color for (title, values), color in zip(drawn.items(), colors, strict=True) if (values == 0).any()}
    if log:
        shown = [drawn[title] for title in zero]
        lines += draw_zeros(axes, session.outline.smallest, shown, tuple(zero.values()), request)
    draw_guide(axes, 1.0, request)
    legend_below(figure, lines, request)


def draw_neurons(figure: Figure, session: Session, request: Request) -> None:
    """The first units of each layer at one closer look, a bar dC/db each, all on one linear scale."""
    from matplotlib.patches import Patch

    theme = request.theme
    most = max(5, int(0.85 * request.size_pt[0] / _LEAST_COLUMN_PT))
    columns = choose_columns(len(session.layer_names), request.layer, most)
    axes = figure.add_subplot()
    axes.set_xlabel("layer, from the input to the output")
    axes.set_ylabel("neuron")
    name_layers(axes, column_names(columns, session.layer_names), request)
    axes.set_yticks(range(1, NUM_SHOWN + 1))
    axes.set_ylim(NUM_SHOWN + 0.6, 0.4)
    axes.grid(visible=False)
    heading = f"Gradient dC/db of the first {NUM_SHOWN} neurons of each layer"
    found = at_look(session, request.step, "unit_gradient")
    if found is None:
        set_title(figure, session, heading, request)
        say_no_look(axes, session, request)
        return
    step, (row,) = found
    set_title(figure, session, f"{heading} at step {step:,}", request)
    bars = np.full((len(columns), NUM_SHOWN), np.nan)
    is_layer = [len(column) == 1 for column in columns]
    bars[is_layer] = bars_of(row)[[column.start for column in columns if len(column) == 1]]
    if np.isnan(bars).all():
        say(axes, "of no neuron the gradient is known", request)
        return
    known = bars[np.isfinite(bars)]
    longest = longest_of(known) if request.longest is None else request.longest
    _draw_bars(axes, bars, longest, request)
    keep_values(axes, "dC/db", bars.T)
    titles = (("dC/db > 0, to the right", theme.training), ("dC/db < 0, to the left", theme.held_out))
    handles = [Patch(color=color, label=title) for title, color in titles]
    if np.isinf(bars).any():
        handles.append(Patch(color=theme.warning, label="infinite"))
    legend_below(figure, handles, request)
    summary = f"full length: {longest:.3g}" if known.size else ""
    note_above(axes, summary, request)


def _draw_bars(axes: Axes, bars: NDArray[np.float64], longest: float, request: Request) -> None:
    """bars: [num_columns, NUM_SHOWN], NaN where there is none; longest: what full length means."""
    theme = request.theme
    column, unit = np.nonzero(~np.isnan(bars))
    values = bars[column, unit]
    axes.vlines(
        column + 1,
        unit + 1 - 1.3 * _HALF_BAR,
        unit + 1 + 1.3 * _HALF_BAR,
        color=theme.faint,
        linewidth=request.line(0.6),
        zorder=1,
    )
    lengths = np.where(np.isinf(values), np.sign(values), values / longest if longest > 0 else 0.0)
    colors = np.where(np.isinf(values), theme.warning, np.where(values > 0, theme.training, theme.held_out))
    axes.barh(
        unit + 1, _FULL_LENGTH * lengths, 2 * _HALF_BAR, left=column + 1, color=colors.tolist(), linewidth=0, zorder=2
    )


def say_no_look(axes: Axes, session: Session, request: Request) -> None:
    """Of a session without a closer look."""
    if session.num_rows["step"] == 0:
        say_empty(axes, request)
    else:
        say(axes, "no closer look recorded", request)
        axes.set_xticks([])
