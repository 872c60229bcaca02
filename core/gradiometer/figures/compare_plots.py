"""The figures of a comparison themselves, one function each; compare.py registers them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from gradiometer.compared import Compared
from gradiometer.comparison import Comparison
from gradiometer.figures.compare_parts import (
    BAND,
    LAYER_DASHES,
    CompareRequest,
    describe_axis,
    handle,
    labels_of,
    legend_of_sessions,
    marks_on_axis,
    range_of,
    say_nothing,
    set_positions,
    sides_of,
    write_head,
)
from gradiometer.figures.data import keep_bars, keep_curve
from gradiometer.figures.legend import place_legend, place_legends
from gradiometer.figures.marks import mark_changes
from gradiometer.figures.parts import draw_curve, finite, label_counts, positive, read_view, set_decades, set_linear
from gradiometer.figures.pieces import (
    capital,
    draw_guide,
    draw_non_finite,
    draw_zeros,
    fit_progress,
    has_log_axis,
    name_layers,
    rounding_only,
    title_of,
)
from gradiometer.figures.sheet import DASHES
from gradiometer.figures.text import fit, say
from gradiometer.outline import coarsest
from gradiometer.overlay import lay_over
from gradiometer.quantities import HISTOGRAMS, QUANTITIES, stream_of
from gradiometer.series import View

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D


def draw_profile(figure: Figure, comparison: Comparison, request: CompareRequest) -> None:
    """A quantity against the layer, a line for each session."""
    quantity, most = QUANTITIES[request.quantity], comparison.most_layers
    log = request.is_log(quantity.is_log)
    axes = figure.add_subplot()
    axes.set_xlabel(f"layer, counted from the {'output' if request.from_output else 'input'}")
    axes.set_ylabel(fit(title_of(request.quantity), request.y_axis_pt))
    name_layers(axes, comparison.layer_names(from_output=request.from_output), request)
    lines: list[Line2D] = []
    drawn: list[NDArray[np.float64]] = []
    colors, sides = [], []
    broken: list[Line2D] = []
    late: list[str] = []
    for side, color, marker in sides_of(comparison, request):
        found = side.at(request.quantity, request.align, request.position)
        if found is None:
            late.append(side.label)
            continue
        begin = most - side.num_layers if request.from_output else 0
        values = np.full(most, np.nan)
        values[begin : begin + side.num_layers] = found[1]
        # What a layer cannot have, as the output layer has no gate, is NaN too.
        wrong = np.zeros(most, np.bool_)
        wrong[begin : begin + side.num_layers] = stream_of(request.quantity) == "step" and ~np.isfinite(found[1])
        # Each a little lower, so that none hides another.
        broken += draw_non_finite(axes, wrong, request, color=color, height=0.98 - 0.03 * len(broken))
        lines += axes.plot(
            np.arange(1, most + 1),
            positive(values) if log else finite(values),
            color=color,
            marker=marker,
            markersize=request.pt(4.5 if most <= 40 else 2.5),
            label=f"{side.label}: step {found[0]:,}",
        )
        keep_curve(lines[-1], side.label)
        drawn.append(values)
        colors.append(color)
        sides.append(side)
    heading = f"{title_of(request.quantity)} by layer {request.place}"
    notes = [comparison.left_out(request.align), f"nothing by then: {' · '.join(late)}" if late else ""]
    notes += _rounding(sides, request)
    if not drawn:
        write_head(figure, comparison, heading, notes, request)
        say_nothing(axes, request)
        return
    if not log:
        set_linear(axes, np.concatenate(drawn), request)
    else:
        set_decades(axes, np.concatenate(drawn), request)
        lines += draw_zeros(axes, coarsest(side.session.outline for side in sides), drawn, colors, request)
    lines += broken[:1]
    draw_guide(axes, quantity.guide, request)
    write_head(figure, comparison, heading, notes, request, place_legend(figure, lines, labels_of(lines), request))


def draw_norms(figure: Figure, comparison: Comparison, request: CompareRequest) -> None:
    """A quantity over steps, of some layers or of the whole network."""
    quantity = QUANTITIES[request.quantity]
    log = request.is_log(quantity.is_log)
    places: Sequence[int | None] = request.layers if quantity.per_layer else (None,)
    axes = figure.add_subplot()
    axes.set_ylabel(
        fit(title_of(request.quantity) + ("" if quantity.unit == "1" else f" ({quantity.unit})"), request.y_axis_pt)
    )
    sides = list(sides_of(comparison, request))
    first, last = range_of(comparison, request)
    num_curves = max(1, len(sides) * len(places))
    views: list[View] = []
    heights: list[NDArray[np.float64]] = []
    for side, color, _marker in sides:
        view = read_view(_reader(side, request), request.quantity, first, last, num_curves, request)
        views.append(view)
        for place, dashes in zip(places, LAYER_DASHES, strict=False):
            column = 0 if place is None else side.layer(place)
            if column is not None and len(view.steps):
                draw_curve(
                    *(axes, view, column, request),
                    name=side.label if place is None else f"{side.label}, {comparison.layer_name(place)}",
                    log=log,
                    color=color,
                    dashes=dashes,
                    strength=BAND,
                )
                heights += [view.low[:, column], view.high[:, column]]
    axes.set_xlabel(fit(describe_axis(views, request), request.x_axis_pt))
    heading = f"{title_of(request.quantity)}{' of some layers' if quantity.per_layer else ''} over steps"
    notes = [comparison.left_out(request.align, place) for place in places]
    notes = [*dict.fromkeys(notes), *_rounding([side for side, *_ in sides], request)]
    if not heights:
        write_head(figure, comparison, heading, notes, request)
        say_nothing(axes, request)
        return
    draw_guide(axes, quantity.guide, request)
    if not (set_decades if log else set_linear)(axes, np.concatenate(heights), request):
        say(axes, f"nothing but {'exact zeros, ' if log else ''}Inf and NaN", request)
    set_positions(axes, first, last, request)
    named = [(place, dashes) for place, dashes in zip(places, LAYER_DASHES, strict=False) if place is not None]
    lines = [handle(color=request.theme.ink, linestyle=dashes) for _place, dashes in named]
    labels = [comparison.layer_name(place) for place, _dashes in named]
    taken = place_legends(figure, (lines, labels), legend_of_sessions(comparison, request), request)
    write_head(figure, comparison, heading, notes, request, taken)
    mark_changes(figure, [axes], marks_on_axis(comparison, request), request)


def draw_histogram(figure: Figure, comparison: Comparison, request: CompareRequest) -> None:
    """Histograms of one layer as outlines on top of each other, in shares of the layer's values."""
    kind, place = HISTOGRAMS[request.histogram], request.layers[0]
    axes = figure.add_subplot()
    heading = f"{capital(kind.title)} of {comparison.layer_name(place)} {request.place}"
    sides, spreads = [], []
    for side, color, _marker in sides_of(comparison, request):
        layer = side.layer(place)
        if layer is not None:
            sides.append((side, color))
            spreads.append(side.spread(request.histogram, layer, request.align, request.position))
    late = [side.label for (side, _color), spread in zip(sides, spreads, strict=True) if spread is None]
    notes = [comparison.left_out(request.align, place), f"nothing by then: {' · '.join(late)}" if late else ""]
    overlay = lay_over(spreads)
    folded = "; the innermost hold all that is smaller" if overlay.is_folded else ""
    axes.set_xlabel(fit(f"{kind.title} (a column for each power of two{folded})", request.x_axis_pt))
    axes.set_ylabel(fit(f"share of the {kind.entries}", request.y_axis_pt))
    axis, lines = overlay.axis, []
    for (side, color), spread, shares in zip(sides, spreads, overlay.shares, strict=True):
        if spread is None or shares is None:
            continue
        heights = np.maximum(shares, overlay.floor)
        axes.stairs(heights, axis.edges, baseline=overlay.floor, fill=True, color=color, alpha=0.1)
        axes.stairs(heights, axis.edges, baseline=overlay.floor, color=color, linewidth=request.line(1.1))
        keep_bars(axes, side.label, axis.values(axis.edges), shares)
        zeros = spread.timeline.specials(0)["zero"] / max(spread.num_values, 1)
        label = f"{side.label}: step {spread.step:,}, exact zeros {zeros:.1%}"
        lines.append(handle(color=color, label=label, linewidth=request.line(1.6)))
    if not lines:
        write_head(figure, comparison, heading, notes, request)
        say_nothing(axes, request)
        return
    axes.set_yscale("log")
    label_counts(axes.yaxis)
    axes.set_ylim(overlay.floor, 1.5 * max(float(shares.max()) for shares in overlay.shares if shares is not None))
    axes.set_xlim(axis.edges[0] - 0.3, axis.edges[-1] + 0.3)
    axes.set_xticks(*axis.ticks(max(2, int(request.size_pt[0] / 80))))
    axes.grid(visible=False, axis="x")
    write_head(figure, comparison, heading, notes, request, place_legend(figure, lines, labels_of(lines), request))


def draw_loss(figure: Figure, comparison: Comparison, request: CompareRequest) -> None:
    """Loss above, accuracy below: training lines with their bands, held-out ones with squares."""
    panels = figure.subplots(2, 1, sharex=True)
    first, last = range_of(comparison, request)
    sides = list(sides_of(comparison, request))
    num_curves = max(1, 4 * len(sides))
    views: list[View] = []
    for axes, name in zip(panels, ("loss", "accuracy"), strict=True):
        axes.set_ylabel(name)
        drawn = []
        for side, color, _marker in sides:
            training, held_out = (
                read_view(_reader(side, request), each, first, last, num_curves, request)
                for each in (name, f"held_out_{name}")
            )
            drawn.append((side.label, training, held_out, color))
        views = [view for pair in drawn for view in pair[1:3]]
        values = finite(np.concatenate([np.empty(0), *(edge.ravel() for view in views for edge in view[1:3])]))
        values = values[np.isfinite(values)]
        log = has_log_axis(name, values, request.scale)
        for label, training, held_out, color in drawn:
            look: dict[str, Any] = {"log": log, "color": color, "strength": BAND}
            draw_curve(axes, training, 0, request, name=f"{label}, {name}, training", **look)
            line = draw_curve(axes, held_out, 0, request, name=f"{label}, {name}, held-out", dashes=DASHES[1], **look)
            marker = "s" if len(held_out.steps) <= 60 else ""
            line.set(linewidth=request.line(1.4), zorder=3, marker=marker, markersize=request.pt(3))
        if any(len(view.steps) for view in views):
            fit_progress(axes, name, values, request)
        else:
            say_nothing(axes, request)
    panels[-1].set_xlabel(fit(describe_axis(views, request), request.x_axis_pt))
    set_positions(panels[-1], first, last, request)
    lines = [
        handle(color=request.theme.ink),
        handle(
            color=request.theme.ink,
            linestyle=DASHES[1],
            linewidth=request.line(1.4),
            marker="s",
            markersize=request.pt(3),
        ),
    ]
    labels = ["training", "held-out"]
    notes = [comparison.left_out(request.align)]
    taken = place_legends(figure, (lines, labels), legend_of_sessions(comparison, request), request)
    write_head(figure, comparison, "Loss and accuracy over steps", notes, request, taken)
    mark_changes(figure, panels, marks_on_axis(comparison, request), request)


def _rounding(sides: Sequence[Compared], request: CompareRequest) -> list[str]:
    """Where bias gradients are nothing but rounding."""
    labels = [side.label for side in sides if rounding_only(side.session, request.quantity)]
    return [f"of hidden layers rounding only, behind a normalization: {' · '.join(labels)}"] if labels else []


def _reader(side: Compared, request: CompareRequest) -> Callable[[str, float, float, int], View | None]:
    """The session's own views, in positions on the shared axis."""
    return lambda name, first, last, most: side.view(name, request.align, first, last, most)
