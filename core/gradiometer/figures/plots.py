"""The figures themselves, one function each. They bear the names of the window's plots; FIGURES registers them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gradiometer.bins import SPECIALS
from gradiometer.figures.data import keep_bars, keep_cells, keep_curve
from gradiometer.figures.legend import legend_below, place_legend
from gradiometer.figures.marks import mark_changes, marks_of
from gradiometer.figures.parts import (
    describe_steps,
    draw_curve,
    finite,
    label_counts,
    markers_of,
    positive,
    read_view,
    set_decades,
    set_linear,
    set_steps,
    shown_steps,
)
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
from gradiometer.figures.sheet import DASHES, Request
from gradiometer.figures.text import fit, note_above, say, say_empty, set_title
from gradiometer.figures.theory_line import draw_theory, find_theory
from gradiometer.quantities import HISTOGRAMS, QUANTITIES, stream_of
from gradiometer.series import Series
from gradiometer.session_file import Session
from gradiometer.signed_log import SignedLog
from gradiometer.tables import newest_histogram, stored_series
from gradiometer.timeline import Timeline

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

# Of a heat map of a long session, evenly spread; to read all of very many takes longer than a person waits.
_MOST_HISTOGRAMS = 2048
# Loss and accuracy, each of the training batches and of the held-out examples.
_LOSS_CURVES = 4


def draw_profile(figure: Figure, session: Session, request: Request) -> None:
    """Gradient norm against layer at one step: the quantity asked for, beside it delta, what clipping left, and what
    theory expects at initialization.
    """
    theme, names = request.theme, session.layer_names
    stream, quantity = stream_of(request.quantity), QUANTITIES[request.quantity]
    series = stored_series(session, stream)
    step = series.span()[1] if request.step is None else request.step
    title = title_of(request.quantity)
    axes = figure.add_subplot()
    axes.set_xlabel("layer, from the input to the output")
    axes.set_ylabel("gradient norm" if stream == "step" else fit(title, request.y_axis_pt))
    name_layers(axes, names, request)
    found = series.at(step, request.quantity)
    if found is None:
        set_title(figure, session, f"{title} by layer", request)
        say_empty(axes, request)
        return
    note = rounding_only(session, request.quantity)
    set_title(figure, session, f"{title} by layer at step {found[0]:,}{note}", request)
    layers = np.arange(1, len(names) + 1)
    drawn = {request.quantity: found[1]}
    if stream == "step" and request.quantity != "delta_norm":
        delta = series.at(step, "delta_norm")
        assert delta is not None
        drawn["delta_norm"] = delta[1]
    crowded = len(names) > 40
    log = request.is_log(quantity.is_log)
    size = request.pt(2.5 if crowded else 5.0)
    colors = (theme.training, theme.held_out)
    lines: list[Line2D] = []
    for (name, values), color, marker, dashes in zip(drawn.items(), colors, "os", DASHES, strict=False):
        lines += axes.plot(
            layers,
            positive(values) if log else values,
            color=color,
            # Where norm and delta nearly coincide both are to be seen: one filled, one open or none.
            marker="" if crowded and marker == "s" else marker,
            markerfacecolor=color if marker == "o" else theme.ground,
            linestyle=dashes,
            markersize=size,
            label=title_of(name),
        )
        keep_curve(lines[-1], title_of(name))
    shown = [*drawn.values()]
    if request.style.earlier:
        for at, values in _earlier(session, series, request.quantity, found[0]).items():
            shown.append(values)
            lines += _draw_earlier(axes, at, values, request, log=log)
    if (theory := find_theory(session, request.quantity, found[0])) is not None:
        shown.append(theory.values)
        lines += draw_theory(axes, theory, request, log=log)
    if request.quantity == "weight_gradient_norm":
        after = series.at(step, "weight_gradient_norm_after_clip")
        assert after is not None
        shown.append(after[1])
        differs = np.where(after[1] != found[1], after[1], np.nan)
        differs = positive(differs) if log else finite(differs)
        if np.isfinite(differs).any():
            lines += axes.plot(
                layers,
                differs,
                linestyle="",
                marker="o",
                markersize=size + request.pt(1.5),
                markerfacecolor="none",
                color=theme.ink,
                label="after clipping",
            )
            keep_curve(lines[-1], "after clipping", "point")
    if log:
        set_decades(axes, np.concatenate(shown), request)
        lines += draw_zeros(axes, session.outline.smallest, list(drawn.values()), colors, request)
    else:
        set_linear(axes, np.concatenate(shown), request)
    if stream == "step":
        # What a layer cannot have, as the output layer has no gate, is NaN too.
        lines += draw_non_finite(axes, np.asarray(~np.isfinite(np.stack(list(drawn.values()))).all(axis=0)), request)
    draw_guide(axes, quantity.guide, request)
    legend_below(figure, lines, request, column_pt=125)


def _earlier(session: Session, series: Series, quantity: str, step: int) -> dict[str, NDArray[np.float64]]:
    """Values of all layers at step 0 and before the last change up to a step, by what they are; once where both are the
    same, and not at all where that is the step itself.
    """
    changes = [change.step for change in session.interventions if change.step <= step]
    wanted = {"step": 0} | ({"before the change: step": changes[-1] - 1} if changes else {})
    steps: dict[int, tuple[str, NDArray[np.float64]]] = {}
    for words, up_to in wanted.items():
        found = series.at(up_to, quantity)
        # Of what is measured seldom there may be nothing so early.
        if found is not None and found[0] <= up_to and found[0] != step:
            steps.setdefault(found[0], (f"{words} {found[0]:,}", found[1]))
    return dict(steps.values())


def _draw_earlier(axes: Axes, label: str, values: NDArray[np.float64], request: Request, *, log: bool) -> list[Line2D]:
    line = axes.plot(
        np.arange(1, len(values) + 1),
        positive(values) if log else finite(values),
        color=request.theme.faint,
        linewidth=request.line(0.9),
        linestyle="--" if label.startswith("before") else ":",
        label=label,
        zorder=1.8,
    )
    keep_curve(line[0], label)
    return line


def draw_norms(figure: Figure, session: Session, request: Request) -> None:
    """A quantity of every layer, or of the whole network, over steps."""
    quantity = QUANTITIES[request.quantity]
    log = request.is_log(quantity.is_log)
    series = stored_series(session, stream_of(request.quantity))
    title = title_of(request.quantity)
    heading = f"{title} of each layer over steps" if quantity.per_layer else f"{title} over steps"
    heading += rounding_only(session, request.quantity)
    axes = figure.add_subplot()
    axes.set_xlabel("step")
    label = title if quantity.unit == "1" else f"{title} ({quantity.unit})"
    axes.set_ylabel(fit(label, request.y_axis_pt))
    if series.num_rows == 0:
        set_title(figure, session, heading, request)
        say_empty(axes, request)
        return
    first, last = shown_steps(request, series.span())
    names = session.layer_names if quantity.per_layer else (title,)
    view = read_view(series.view, request.quantity, first, last, len(names), request)
    axes.set_xlabel(fit(describe_steps(view), request.x_axis_pt))
    colors = request.theme.layer_colors(len(names)) if quantity.per_layer else (request.theme.training,)
    codes = zip(names, colors, markers_of(len(names), request), strict=True)
    lines = [
        draw_curve(
            *(axes, view, column, request),
            name=name,
            log=log,
            color=color,
            dashes=DASHES[column % len(DASHES)],
            marker=marker,
        )
        for column, (name, color, marker) in enumerate(codes)
    ]
    draw_guide(axes, quantity.guide, request)
    set_heights = set_decades if log else set_linear
    if not set_heights(axes, np.concatenate([view.low, view.high]), request):
        say(axes, f"nothing but {'exact zeros, ' if log else ''}Inf and NaN", request)
    set_steps(axes, first, last, request)
    set_title(figure, session, heading, request, place_legend(figure, lines, names, request))
    mark_changes(figure, [axes], marks_of(session, request), request)


def draw_histogram(figure: Figure, session: Session, request: Request) -> None:
    """The newest histogram of one layer, negative left and positive right, on a log axis of counts: on a linear one the
    exact zeros of unused inputs would hide all else.
    """
    name, kind = session.layer_names[request.layer], HISTOGRAMS[request.histogram]
    found = newest_histogram(session, request.histogram, request.step)
    axes = figure.add_subplot()
    axes.set_xlabel(fit(f"{kind.title} (one bar for each power of two)", request.x_axis_pt))
    axes.set_ylabel(f"number of {kind.entries}")
    heading = f"{capital(kind.title)} of {name}"
    if found is None:
        set_title(figure, session, heading, request)
        say_empty(axes, request)
        return
    set_title(figure, session, f"{heading} at step {found.steps[0]:,}", request)
    timeline = Timeline(1, session.bins)
    timeline.add(int(found.steps[0]), found.counts[0, request.layer][None])
    axis = _axis_of(timeline, session, request.exponents)
    counts = axis.widen(timeline.image(0)[0], timeline.first_exponent)
    centers = (axis.edges[1:] + axis.edges[:-1]) / 2
    colors = [request.theme.layer_colors(len(session.layer_names))[request.layer]] * len(counts)
    colors[axis.num_exponents] = request.theme.faint
    # Bars of a vector file with gaps between them shimmer, so they touch.
    axes.bar(centers, counts, width=1.0, color=colors, edgecolor=request.theme.ground, linewidth=0.3)
    keep_bars(axes, heading, axis.values(axis.edges), counts)
    # Set before the scale, which finds none where a layer has nothing but NaN.
    axes.set_ylim(*(request.limits_of(axes) or (0.7, max(10.0, 1.6 * float(counts.max())))))
    axes.set_yscale("log")
    label_counts(axes.yaxis)
    axes.set_xlim(axis.edges[0] - 0.3, axis.edges[-1] + 0.3)
    axes.set_xticks(*axis.ticks(max(2, int(request.size_pt[0] / 80))))
    axes.grid(visible=False, axis="x")
    specials = found.counts[0, request.layer, session.bins.num_bins :].tolist()
    titles = ("exact zeros", "subnormals", "Inf", "NaN")
    num_values = int(counts.sum()) + specials[SPECIALS.index("infinite")] + specials[SPECIALS.index("nan")]
    line = ", ".join(f"{title} {count:,}" for title, count in zip(titles, specials, strict=True))
    summary = fit(f"{num_values:,} {kind.entries}: {line}", request.x_axis_pt)
    note_above(axes, summary, request)


def draw_heatmap(figure: Figure, session: Session, request: Request) -> None:
    """Histograms of one layer over steps, as an image."""
    name, kind = session.layer_names[request.layer], HISTOGRAMS[request.histogram]
    set_title(figure, session, f"{capital(kind.title)} of {name} over steps", request)
    timeline = Timeline(1, session.bins)
    first = 0 if request.first_step is None else request.first_step
    stored = session.num_histograms[request.histogram]
    is_spread = stored > 2 * _MOST_HISTOGRAMS and request.first_step is None and request.last_step is None
    if is_spread:
        pieces = session.spread_histograms(request.histogram, _MOST_HISTOGRAMS)
    else:
        pieces = session.histogram_rows(request.histogram, after=first - 1)
    for rows in pieces:
        for step, counts in zip(rows.steps.tolist(), rows.counts, strict=True):
            if step >= first and (request.last_step is None or step <= request.last_step):
                timeline.add(step, counts[request.layer][None])
    axes = figure.add_subplot()
    axes.set_xlabel("step")
    axes.set_ylabel(fit(kind.title, 1.5 * request.y_axis_pt))
    if not len(timeline.steps):
        say_empty(axes, request)
        return
    axis = _axis_of(timeline, session)
    counts = axis.widen(timeline.image(0), timeline.first_exponent).T.astype(np.float64)
    steps = timeline.steps.astype(np.float64)
    # Looks are not equally far apart; the last column is as wide as the one before it.
    width = steps[-1] - steps[-2] if len(steps) > 1 else 1.0
    most = max(float(counts.max()), 10.0)
    # The image stays one in a vector file: thousands of cells as paths would be slow and show hairlines.
    image = axes.pcolormesh(
        np.append(steps, steps[-1] + width),
        axis.edges,
        np.ma.masked_less(counts, 1),
        norm="log",
        vmin=1,
        vmax=most,
        cmap=request.theme.heat,
        rasterized=True,
    )
    keep_cells(axes, name, np.append(steps, steps[-1] + width), axis.values(axis.edges), counts)
    joined = timeline.num_joined
    bar = figure.colorbar(image, ax=axes, label="count" if joined == 1 else f"count in {joined} histograms", pad=0.02)
    label_counts(bar.ax.yaxis)
    if is_spread:
        told = f"step ({_MOST_HISTOGRAMS:,} of {stored:,} histograms, evenly spread)"
        axes.set_xlabel(fit(told, request.x_axis_pt))
    set_steps(axes, steps[0], steps[-1] + width, request)
    axes.set_xlim(steps[0], steps[-1] + width)
    axes.set_ylim(axis.edges[0], axis.edges[-1])
    axes.set_yticks(*axis.ticks(max(2, int(request.size_pt[1] / 60))))
    axes.grid(visible=False)
    mark_changes(figure, [axes], marks_of(session, request), request)


def draw_loss(figure: Figure, session: Session, request: Request) -> None:
    """Loss above, accuracy below; the training batches and the held-out examples."""
    set_title(figure, session, "Loss and accuracy over steps", request)
    training, held_out = stored_series(session, "step"), stored_series(session, "evaluation")
    panels = figure.subplots(2, 1, sharex=True)
    for axes, name in zip(panels, ("loss", "accuracy"), strict=True):
        axes.set_ylabel(name)
    panels[-1].set_xlabel("step")
    if training.num_rows == 0 and held_out.num_rows == 0:
        for axes in panels:
            say_empty(axes, request)
        return
    first, last = shown_steps(request, training.span() if training.num_rows else held_out.span())
    lines: list[Line2D] = []
    for axes, name in zip(panels, ("loss", "accuracy"), strict=True):
        view = read_view(training.view, name, first, last, _LOSS_CURVES, request)
        checks = read_view(held_out.view, f"held_out_{name}", first, last, _LOSS_CURVES, request)
        values = finite(np.concatenate([view.low, view.high, checks.low, checks.high]))
        values = values[np.isfinite(values)]
        log = has_log_axis(name, values, request.scale)
        lines = [
            draw_curve(axes, view, 0, request, name=f"{name}, training", log=log, color=request.theme.training),
            draw_curve(axes, checks, 0, request, name=f"{name}, held-out", log=log, color=request.theme.held_out),
        ]
        marker = "s" if len(checks.steps) <= 60 else ""
        lines[1].set(linewidth=request.line(1.4), zorder=3, marker=marker, markersize=request.pt(3))
        panels[-1].set_xlabel(fit(describe_steps(view), request.x_axis_pt))
        fit_progress(axes, name, values, request)
    set_steps(panels[-1], first, last, request)
    for line, label in zip(lines, ("training, batch by batch", "held-out"), strict=True):
        line.set_label(label)
    legend_below(figure, lines, request)
    mark_changes(figure, panels, marks_of(session, request), request)


def _axis_of(timeline: Timeline, session: Session, also: tuple[int, int] | None = None) -> SignedLog:
    """The signed log axis that holds every exponent of a timeline, and those from the first to the last of `also`."""
    spans = [] if also is None else [also]
    if timeline.num_exponents:
        spans.append((timeline.first_exponent, timeline.first_exponent + timeline.num_exponents - 1))
    if not spans:
        spans = [(session.bins.min_exponent, session.bins.min_exponent)]
    first, last = min(first for first, _last in spans), max(last for _first, last in spans)
    return SignedLog.around(first, last, session.bins)
