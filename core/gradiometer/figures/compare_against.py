"""Figures of sessions held against their control: a colour for each but the control, which is the line at 0."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from gradiometer.against import Against, Course, hold_against, tell_nothing
from gradiometer.comparison import Comparison
from gradiometer.figures.compare_parts import (
    BAND,
    LAYER_DASHES,
    CompareRequest,
    describe_axis,
    handle,
    legend_of_sessions,
    marks_on_axis,
    range_of,
    set_positions,
    sides_of,
    write_head,
)
from gradiometer.figures.data import keep_band
from gradiometer.figures.legend import place_legends
from gradiometer.figures.marks import mark_changes
from gradiometer.figures.parts import cut_off, draw_line, read_view
from gradiometer.figures.pieces import title_of
from gradiometer.figures.text import fit, say
from gradiometer.quantities import QUANTITIES
from gradiometer.series import View
from gradiometer.smoothing import SECONDS, STEPS, describe_window, smoothed, window_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# As the window's slider has it a third of the way: a fortieth of what is shown, ...
_SMOOTHING = 0.35
# ... unless that is so few steps that nothing is gained.
_LEAST_WINDOW = 5.0
# Time has no steps.
_NUM_TICKS = 1000
# What was measured, beneath its mean.
_FAINT, _FAINT_WIDTH = 0.35, 0.6
_LEAST_HEIGHT = 0.1
"""A ratio's axis reaches at least so far, in decades: a quarter more or less."""


class _Drawn(NamedTuple):
    """A session in a figure. place: None where the whole network is meant."""

    label: str
    color: str
    against: Against
    course: Course


def draw_ratio(figure: Figure, comparison: Comparison, request: CompareRequest) -> None:
    """A quantity against the control's over steps, of some layers or of the whole network: the logarithm of its ratio,
    or of a quantity that does not span decades the difference.
    """
    quantity, title = QUANTITIES[request.quantity], title_of(request.quantity)
    unit = "" if quantity.unit == "1" else f" ({quantity.unit})"
    label = f"log10 of {title.lower()} / control's" if quantity.is_log else f"{title.lower()} - control's{unit}"
    least = _LEAST_HEIGHT if quantity.is_log else 0.0
    of_layers = " of some layers" if quantity.per_layer else ""
    notes = [comparison.left_out(request.align, place) for place in request.layers if quantity.per_layer]
    notes = notes or [comparison.left_out(request.align)]
    _draw(figure, comparison, request, request.quantity, f"{title}{of_layers}", label, notes, least=least)


def draw_loss_difference(figure: Figure, comparison: Comparison, request: CompareRequest) -> None:
    """The loss less the control's over steps."""
    notes = [comparison.left_out(request.align)]
    _draw(figure, comparison, request, "loss", "Loss", "loss - control's loss", notes, is_cut=True)


def _draw(
    figure: Figure,
    comparison: Comparison,
    request: CompareRequest,
    quantity: str,
    title: str,
    label: str,
    notes: Sequence[str],
    *,
    least: float = 0.0,
    is_cut: bool = False,
) -> None:
    """Where there are steps enough what was measured is faint, and its mean strong. label: of the vertical axis; least:
    how far from 0 that reaches at the least; is_cut: whether it leaves out what explodes.
    """
    axes = figure.add_subplot()
    axes.set_ylabel(fit(label, request.y_axis_pt))
    drawn = _read(comparison, quantity, request)
    told = list(dict.fromkeys(notes))
    first, last = range_of(comparison, request)
    tick = max(last - first, 1e-9) / _NUM_TICKS if request.align == "time" else 1.0
    window = window_of(_SMOOTHING, (last - first) / tick)
    window = window if window >= _LEAST_WINDOW else 1.0
    _draw_curves(axes, comparison, drawn, request, window, tick)
    edges = [edge.ravel() for each in drawn for edge in (each.course.low, each.course.high)]
    heights = np.concatenate([np.empty(0), *edges])
    heights = heights[np.isfinite(heights)]
    if drawn and window > 1:
        told.append(f"faint: as measured; strong: {describe_window(window * tick, STEPS if tick == 1.0 else SECONDS)}")
    if is_cut:
        heights, is_beyond = cut_off(heights, max((each.course.scale for each in drawn), default=0.0))
        told += ["what explodes is cut off"] if is_beyond else []
    low, high = min(float(heights.min(initial=0.0)), -least), max(float(heights.max(initial=0.0)), least)
    margin = 0.06 * (high - low) or 1.0
    axes.set_ylim(*(request.limits_of(axes) or (low - margin, high + margin)))
    _finish(figure, axes, comparison, drawn, request, quantity, f"{title} against “{comparison.control.label}”", told)


def _read(comparison: Comparison, quantity: str, request: CompareRequest) -> list[_Drawn]:
    """What there is of the sessions shown but the control."""
    first, last = range_of(comparison, request)
    sides = [(side, color) for side, color, _ in sides_of(comparison, request) if side is not comparison.control]
    num_curves = max(1, len(sides) * (len(request.layers) if QUANTITIES[quantity].per_layer else 1))
    drawn = []
    for side, color in sides:
        against = hold_against(comparison, side, quantity, request.layers)
        course = _read_course(against, first, last, num_curves, request)
        if len(course.steps):
            drawn.append(_Drawn(side.label, color, against, course))
    return drawn


def _read_course(against: Against, first: float, last: float, num_curves: int, request: CompareRequest) -> Course:
    """As finely as `read_view` reads a series."""
    read: list[Course] = []

    def view(_name: str, begin: float, end: float, most: int) -> View:
        read.append(against.course(request.align, begin, end, most))
        return read[-1].limits

    read_view(view, against.quantity, first, last, num_curves, request)
    return read[-1]


def _draw_curves(
    axes: Axes, comparison: Comparison, drawn: Sequence[_Drawn], request: CompareRequest, window: float, tick: float
) -> None:
    """window: over how many ticks of the axis to average, 1 for none."""
    axes.axhline(0.0, color=request.theme.faint, linewidth=request.line(0.8), zorder=0)
    dash_of = dict(zip(request.layers, LAYER_DASHES, strict=False))
    for label, color, against, course in drawn:
        for column, place in enumerate(against.places):
            name = label if place is None else f"{label}, {comparison.layer_name(place)}"
            look: dict[str, Any] = {"color": color, "dashes": "-" if place is None else dash_of[place]}
            if not course.exact:
                low, high = course.low[:, column], course.high[:, column]
                axes.fill_between(course.steps, low, high, color=color, alpha=BAND, linewidth=0)
                keep_band(axes, name, course.steps, low, high)
            line = draw_line(axes, course.steps, course.mean[:, column], request, name=name, **look)
            if window > 1:
                line.set(alpha=_FAINT, linewidth=request.line(_FAINT_WIDTH), linestyle="-")
                means = smoothed(course.steps / tick, course.mean[:, [column]], window)[:, 0]
                draw_line(axes, course.steps, means, request, name=f"{name}, averaged", **look)


def _finish(
    figure: Figure,
    axes: Axes,
    comparison: Comparison,
    drawn: Sequence[_Drawn],
    request: CompareRequest,
    quantity: str,
    heading: str,
    notes: Sequence[str],
) -> None:
    """Axis of positions, legends, title and changes; a sentence where nothing is drawn."""
    courses = [each.course for each in drawn]
    axes.set_xlabel(fit(describe_axis([course.limits for course in courses], request), request.x_axis_pt))
    if not drawn:
        write_head(figure, comparison, f"{heading} over steps", notes, request)
        say(axes, tell_nothing(comparison, quantity, request.align, request.layers), request)
        axes.set_xticks([])
        return
    if not any(np.isfinite(course.mean).any() for course in courses):
        say(axes, f"nothing but {'exact zeros, ' if QUANTITIES[quantity].is_log else ''}Inf and NaN", request)
    set_positions(axes, *range_of(comparison, request), request)
    places = dict.fromkeys(place for each in drawn for place in each.against.places if place is not None)
    dash_of = dict(zip(request.layers, LAYER_DASHES, strict=False))
    beside = (
        [handle(color=request.theme.ink, linestyle=dash_of[place]) for place in places],
        [comparison.layer_name(place) for place in places],
    )
    lines, labels = legend_of_sessions(comparison, request)
    control = comparison.control.label
    below = {label: line for label, line in zip(labels, lines, strict=True) if label != control}
    zero = handle(color=request.theme.faint, linewidth=request.line(0.8))
    own = {f"{control}: the line at 0": zero, **below}
    taken = place_legends(figure, beside, ([*own.values()], [*own]), request)
    write_head(figure, comparison, f"{heading} over steps", notes, request, taken)
    mark_changes(figure, [axes], marks_on_axis(comparison, request), request)
