"""The figure of the decision surface: what a network of two inputs says everywhere, and the examples it learns from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gradiometer.datasets import DataError
from gradiometer.figure_layers import legend_below, say_no_look
from gradiometer.figure_parts import Request, fit, say, say_empty, set_title
from gradiometer.session_file import Session
from gradiometer.surfaces import (
    NO_SURFACE,
    Points,
    Surface,
    class_colors,
    class_name,
    input_names,
    load_points,
    num_classes_of,
    place_of,
)
from gradiometer.tables import at_look

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_MARKERS = "os^Dv"
"""The second code beside the colour."""
# More would fill the page with a legend.
_MOST_NAMED = 12


def draw_surface(figure: Figure, session: Session, request: Request) -> None:
    """The class at each point of the plane at one closer look, paler where the network is unsure, and the training
    examples, where they can still be read.
    """
    from matplotlib.lines import Line2D

    heading, theme = "Decision surface", request.theme
    axes = figure.add_subplot()
    axes.grid(visible=False)
    experiment = session.experiment
    if experiment is None or not session.outline.has_surface:
        set_title(figure, session, heading, request)
        if session.num_rows["step"] == 0:
            say_empty(axes, request)
        else:
            say(axes, fit(NO_SURFACE, request.x_axis_pt), request)
            axes.set_xticks([])
        return
    facts = experiment.known_facts
    axes.set_xlim(facts.box[0], facts.box[1])
    axes.set_ylim(facts.box[2], facts.box[3])
    found = at_look(session, request.step, "surface")
    if found is None:
        set_title(figure, session, heading, request)
        say_no_look(axes, session, request)
        return
    step, (row,) = found
    set_title(figure, session, f"{heading} at step {step:,}", request)
    colors = class_colors(num_classes_of(facts), dark=theme.dark)
    surface = Surface.of(row)
    shades = surface.finer(len(colors), 8).shades(colors, theme.ground, theme.warning)
    place = place_of(facts.box, len(shades))
    axes.imshow(shades, extent=place, origin="lower", aspect="auto", interpolation="bilinear", zorder=0)
    # The picture reaches half a cell beyond.
    axes.set_xlim(facts.box[0], facts.box[1])
    axes.set_ylim(facts.box[2], facts.box[3])
    points: Points | None = None
    try:
        points = load_points(experiment)
    except DataError:
        # A file that is gone leaves the surface as it was recorded.
        axes.set_title("the training examples cannot be read any more", loc="left", fontsize=7, color=theme.faint)
    first, second = input_names(experiment) if points is None else points.names
    axes.set_xlabel(first)
    axes.set_ylabel(second)
    if points is not None:
        _draw_points(axes, points, colors, theme.ground)
    named = _named_classes(surface, points)
    handles = [
        Line2D([], [], color=colors[index], marker=_marker(index), linestyle="", label=class_name(facts, index))
        for index in named
    ]
    legend_below(figure, handles, request)


def _draw_points(axes: Axes, points: Points, colors: tuple[str, ...], ground: str) -> None:
    for index in np.unique(points.classes).tolist():
        own = points.classes == index
        axes.plot(
            points.x[own],
            points.y[own],
            linestyle="",
            marker=_marker(index),
            markersize=3.2,
            markerfacecolor=colors[index],
            markeredgecolor=ground,
            markeredgewidth=0.4,
        )


def _named_classes(surface: Surface, points: Points | None) -> list[int]:
    """Those that can be seen, the first ones of very many."""
    there = surface.classes.ravel() if points is None else np.concatenate([surface.classes.ravel(), points.classes])
    return [index for index in np.unique(there).tolist() if index >= 0][:_MOST_NAMED]


def _marker(index: int) -> str:
    return _MARKERS[index % len(_MARKERS)]
