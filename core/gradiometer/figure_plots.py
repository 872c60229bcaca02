"""The figures themselves, one function each. They bear the names of the window's plots; figures.py registers them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gradiometer.bins import SPECIALS
from gradiometer.colors import layer_colors
from gradiometer.figure_marks import mark_changes, marks_of
from gradiometer.figure_parts import (
    DASHES,
    LOG_LIMITS,
    Request,
    Sheet,
    SignedLog,
    describe_steps,
    draw_curve,
    finite,
    fit,
    label_counts,
    place_legend,
    positive,
    say,
    say_empty,
    set_decades,
    set_steps,
    set_title,
    shown_steps,
)
from gradiometer.figure_theory import draw_theory, find_theory
from gradiometer.normalizations import NORMALIZATIONS
from gradiometer.quantities import HISTOGRAMS, QUANTITIES, stream_of
from gradiometer.session_file import Session
from gradiometer.tables import newest_histogram, stored_series
from gradiometer.timeline import Timeline

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

# Of a curve over steps: as many as a printed figure can show, ...
_MOST_POINTS = 2000
# ... of all curves together, because a vector file holds every point in some 60 bytes, ...
_MOST_POINTS_IN_ALL = 40_000
# ... and of each of many.
_LEAST_POINTS = 600


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
    size = 2.5 if crowded else 5.0
    colors = (theme.training, theme.held_out)
    lines: list[Line2D] = []
    for (name, values), color, marker, dashes in zip(drawn.items(), colors, "os", DASHES, strict=False):
        lines += axes.plot(
            layers,
            positive(values) if quantity.is_log else values,
            color=color,
            # Where norm and delta nearly coincide both are to be seen: one filled, one open or none.
            marker="" if crowded and marker == "s" else marker,
            markerfacecolor=color if marker == "o" else theme.ground,
            linestyle=dashes,
            markersize=size,
            label=title_of(name),
        )
    shown = [*drawn.values()]
    if (theory := find_theory(session, request.quantity, found[0])) is not None:
        shown.append(theory.values)
        lines += draw_theory(axes, theory, request.quantity, request)
    if request.quantity == "weight_gradient_norm":
        after = series.at(step, "weight_gradient_norm_after_clip")
        assert after is not None
        shown.append(after[1])
        differs = positive(np.where(after[1] != found[1], after[1], np.nan))
        if np.isfinite(differs).any():
            lines += axes.plot(
                layers,
                differs,
                linestyle="",
                marker="o",
                markersize=size + 1.5,
                markerfacecolor="none",
                color=theme.ink,
                label="after clipping",
            )
    if quantity.is_log:
        set_decades(axes, np.concatenate(shown), request)
        lines += draw_zeros(axes, session.outline.smallest, list(drawn.values()), colors, request)
    if stream == "step":
        # What a layer cannot have, as the output layer has no gate, is NaN too.
        lines += draw_non_finite(axes, np.asarray(~np.isfinite(np.stack(list(drawn.values()))).all(axis=0)), request)
    if quantity.guide is not None:
        axes.axhline(quantity.guide, color=theme.faint, linewidth=0.8, linestyle=":", zorder=0)
    figure.legend(handles=lines, loc="outside lower center", ncols=max(1, int(request.size_pt[0] / 125)))


def draw_norms(figure: Figure, session: Session, request: Request) -> None:
    """A quantity of every layer, or of the whole network, over steps."""
    quantity = QUANTITIES[request.quantity]
    log = quantity.is_log
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
    num_points = max(_LEAST_POINTS, min(_MOST_POINTS, _MOST_POINTS_IN_ALL // len(names)))
    view = series.view(request.quantity, first, last, num_points)
    axes.set_xlabel(fit(describe_steps(view), request.x_axis_pt))
    colors = layer_colors(len(names), dark=request.theme.dark) if quantity.per_layer else (request.theme.training,)
    lines = [
        draw_curve(axes, view, column, log=log, color=color, dashes=DASHES[column % len(DASHES)])
        for column, color in enumerate(colors)
    ]
    if quantity.guide is not None:
        axes.axhline(quantity.guide, color=request.theme.faint, linewidth=0.8, linestyle=":", zorder=0)
    if log and not set_decades(axes, np.concatenate([view.low, view.high]), request):
        say(axes, "nothing but exact zeros, Inf and NaN", request)
    set_steps(axes, first, last, request)
    set_title(figure, session, heading, request, place_legend(figure, lines, names, request))
    mark_changes(figure, [axes], marks_of(session, request.theme), request)


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
    axis = _axis_of(timeline, session)
    counts = axis.widen(timeline.image(0)[0], timeline.first_exponent)
    centers = (axis.edges[1:] + axis.edges[:-1]) / 2
    colors = [layer_colors(len(session.layer_names), dark=request.theme.dark)[request.layer]] * len(counts)
    colors[axis.num_exponents] = request.theme.faint
    # Bars of a vector file with gaps between them shimmer, so they touch.
    axes.bar(centers, counts, width=1.0, color=colors, edgecolor=request.theme.ground, linewidth=0.3)
    axes.set_yscale("log")
    label_counts(axes.yaxis)
    axes.set_ylim(0.7, max(10.0, 1.6 * float(counts.max())))
    axes.set_xlim(axis.edges[0] - 0.3, axis.edges[-1] + 0.3)
    axes.set_xticks(*axis.ticks(max(2, int(request.size_pt[0] / 80))))
    axes.grid(visible=False, axis="x")
    specials = found.counts[0, request.layer, session.bins.num_bins :].tolist()
    titles = ("exact zeros", "subnormals", "Inf", "NaN")
    num_values = int(counts.sum()) + specials[SPECIALS.index("infinite")] + specials[SPECIALS.index("nan")]
    line = ", ".join(f"{title} {count:,}" for title, count in zip(titles, specials, strict=True))
    summary = fit(f"{num_values:,} {kind.entries}: {line}", request.x_axis_pt)
    axes.set_title(summary, loc="left", fontsize=7, color=request.theme.faint)


def draw_heatmap(figure: Figure, session: Session, request: Request) -> None:
    """Histograms of one layer over steps, as an image."""
    name, kind = session.layer_names[request.layer], HISTOGRAMS[request.histogram]
    set_title(figure, session, f"{capital(kind.title)} of {name} over steps", request)
    timeline = Timeline(1, session.bins)
    first = 0 if request.first_step is None else request.first_step
    for rows in session.histogram_rows(request.histogram, after=first - 1):
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
        cmap="viridis" if request.theme.dark else "viridis_r",
        rasterized=True,
    )
    joined = timeline.num_joined
    bar = figure.colorbar(image, ax=axes, label="count" if joined == 1 else f"count in {joined} histograms", pad=0.02)
    label_counts(bar.ax.yaxis)
    set_steps(axes, steps[0], steps[-1] + width, request)
    axes.set_xlim(steps[0], steps[-1] + width)
    axes.set_ylim(axis.edges[0], axis.edges[-1])
    axes.set_yticks(*axis.ticks(max(2, int(request.size_pt[1] / 60))))
    axes.grid(visible=False)
    mark_changes(figure, [axes], marks_of(session, request.theme), request)


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
        view = training.view(name, first, last, _MOST_POINTS)
        checks = held_out.view(f"held_out_{name}", first, last, _MOST_POINTS)
        values = finite(np.concatenate([view.low, view.high, checks.low, checks.high]))
        values = values[np.isfinite(values)]
        log = has_log_axis(name, values)
        lines = [
            draw_curve(axes, view, 0, log=log, color=request.theme.training),
            draw_curve(axes, checks, 0, log=log, color=request.theme.held_out),
        ]
        lines[1].set(linewidth=1.4, zorder=3, marker="s" if len(checks.steps) <= 60 else "", markersize=3.0)
        panels[-1].set_xlabel(fit(describe_steps(view), request.x_axis_pt))
        fit_progress(axes, name, values, request)
    set_steps(panels[-1], first, last, request)
    figure.legend(lines, ["training, batch by batch", "held-out"], loc="outside lower center", ncols=2)
    mark_changes(figure, panels, marks_of(session, request.theme), request)


def has_log_axis(name: str, values: NDArray[np.float64]) -> bool:
    """Whether a loss explodes or falls far, so that it would be a flat line on a linear axis. values: finite."""
    return name == "loss" and len(values) > 0 and float(values.max()) > 1e3 * float(values.min(initial=np.inf))


def fit_progress(axes: Axes, name: str, values: NDArray[np.float64], sheet: Sheet) -> None:
    """The axis of `loss` or `accuracy` around these values, which are finite."""
    if not len(values):
        say(axes, "nothing but Inf and NaN", sheet)
    elif has_log_axis(name, values):
        set_decades(axes, values, sheet)
    else:
        axes.set_ylim(0.0, 1.04 if name == "accuracy" else 1.08 * float(values.max()) or 1.0)


def rounding_only(session: Session, quantity: str) -> str:
    """What a reader of bias gradients has to know where a normalization takes their influence away."""
    if session.experiment is None:
        return _rounding_of_watched(session, quantity)
    settings = [session.experiment.settings, *(change.after for change in session.interventions)]
    hidden = {
        NORMALIZATIONS[each.normalization].title for each in settings if NORMALIZATIONS[each.normalization].hides_bias
    }
    if quantity != "bias_gradient_norm" or not hidden:
        return ""
    return f" (of hidden layers: rounding only behind {', '.join(sorted(hidden))})"


def _rounding_of_watched(session: Session, quantity: str) -> str:
    names = [layer.name for layer in session.outline.layers if layer.has_hidden_bias]
    if quantity != "bias_gradient_norm" or not names:
        return ""
    return f" (rounding only behind a normalization: {', '.join(names)})"


def title_of(quantity: str) -> str:
    """`Weight gradient norm`."""
    return capital(QUANTITIES[quantity].title)


def capital(text: str) -> str:
    """With a capital letter in front, and the others as they are."""
    return text[:1].upper() + text[1:]


def _axis_of(timeline: Timeline, session: Session) -> SignedLog:
    """The signed log axis that holds every exponent of a timeline."""
    if timeline.num_exponents == 0:
        return SignedLog.around(session.bins.min_exponent, session.bins.min_exponent, session.bins)
    last = timeline.first_exponent + timeline.num_exponents - 1
    return SignedLog.around(timeline.first_exponent, last, session.bins)


def name_layers(axes: Axes, names: Sequence[str], sheet: Sheet) -> None:
    """Layer names as ticks: level while they fit, else upright; of very many some, with first and last."""
    longest = max(map(len, names))
    room = 0.85 * sheet.size_pt[0]
    upright = len(names) * (0.6 * 7 * longest + 4) > room
    shown = np.unique(np.linspace(0, len(names) - 1, min(len(names), int(room / 9))).round().astype(int)).tolist()
    axes.set_xticks([index + 1 for index in shown], [names[index] for index in shown], rotation=90 if upright else 0)
    axes.set_xlim(0.5, len(names) + 0.5)


def draw_zeros(
    axes: Axes,
    smallest: str,
    drawn: Sequence[NDArray[np.float64]],
    colors: Sequence[str],
    sheet: Sheet,
    *,
    places: NDArray[np.float64] | None = None,
) -> list[Line2D]:
    """Exact zeros as open triangles on a floor below everything else.

    smallest: below what they may really lie; drawn: values of the layers 1, 2, ..., an array for each colour; places:
    where they stand, if not at 1, 2, ...
    """
    if not any((values == 0).any() for values in drawn):
        return []
    bottom, top = np.log10(axes.get_ylim())
    floor = 10.0 ** max(bottom - 0.08 * (top - bottom) - 0.3, LOG_LIMITS[0])
    axes.axhline(floor, color=sheet.theme.faint, linewidth=0.6, linestyle=":")
    lines: list[Line2D] = []
    for values, color in zip(drawn, colors, strict=False):
        at = np.flatnonzero(values == 0)
        if not len(at):
            continue
        lines = axes.plot(
            at + 1 if places is None else places[at],
            np.full(len(at), floor),
            linestyle="",
            marker="v",
            markersize=6,
            markerfacecolor=sheet.theme.ground,
            color=color,
            clip_on=False,
            label=f"0 (below {smallest})",
        )
    axes.set_ylim(bottom=floor)
    axes.set_yticks([floor, *axes.get_yticks()], ["0", *(label.get_text() for label in axes.get_yticklabels())])
    return lines


def draw_non_finite(
    axes: Axes, wrong: NDArray[np.bool_], sheet: Sheet, *, color: str = "", height: float = 0.98
) -> list[Line2D]:
    """Layers with NaN or Inf as crosses at the upper edge.

    wrong: of the layers 1, 2, ...; color: of the crosses, else that of a warning; height: as a share of the axis.
    """
    if not wrong.any():
        return []
    return axes.plot(
        np.flatnonzero(wrong) + 1,
        np.full(np.count_nonzero(wrong), height),
        transform=axes.get_xaxis_transform(),
        linestyle="",
        marker="x",
        markersize=5,
        color=color or sheet.theme.warning,
        label="NaN or Inf",
    )
