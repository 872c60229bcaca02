"""The figure of the decision surface: what a network of two inputs says everywhere, and the examples it learns from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gradiometer.datasets import DataError
from gradiometer.figures.by_layer import say_no_look
from gradiometer.figures.data import keep_cells, keep_curve
from gradiometer.figures.legend import legend_below
from gradiometer.figures.sheet import Request
from gradiometer.figures.text import fit, note_above, say, say_empty, set_title
from gradiometer.quantities import GRID
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
    num_classes = num_classes_of(facts)
    # Lighter than the points on it are.
    colors = theme.layer_colors(num_classes) if theme.grey else class_colors(num_classes, dark=theme.dark)
    surface = Surface.of(row)
    shades = surface.finer(len(colors), 8).shades(colors, theme.ground, theme.warning)
    x, y = (_edges(facts.box[low], facts.box[low + 1]) for low in (0, 2))
    keep_cells(axes, "class", x, y, np.where(surface.classes < 0, np.nan, surface.classes))
    keep_cells(axes, "probability", x, y, np.where(surface.classes < 0, np.nan, surface.probabilities))
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
        note_above(axes, "the training examples cannot be read any more", request)
    first, second = input_names(experiment) if points is None else points.names
    axes.set_xlabel(first)
    axes.set_ylabel(second)
    if points is not None:
        _draw_points(axes, points, colors, request)
    named = _named_classes(surface, points)
    handles = [
        Line2D([], [], color=colors[index], marker=_marker(index), linestyle="", label=class_name(facts, index))
        for index in named
    ]
    legend_below(figure, handles, request)


def _draw_points(axes: Axes, points: Points, colors: tuple[str, ...], request: Request) -> None:
    for index in np.unique(points.classes).tolist():
        own = points.classes == index
        (line,) = axes.plot(
            points.x[own],
            points.y[own],
            linestyle="",
            marker=_marker(index),
            markersize=request.pt(3.2),
            markerfacecolor=colors[index],
            markeredgecolor=request.theme.ground,
            markeredgewidth=0.4,
        )
        keep_curve(line, f"examples of class {index}", "point")


def _edges(low: float, high: float) -> NDArray[np.float64]:
    """The edges, float64 [GRID + 1], of cells whose middles reach from low to high."""
    half = (high - low) / (GRID - 1) / 2
    return np.linspace(low - half, high + half, GRID + 1)


def _named_classes(surface: Surface, points: Points | None) -> list[int]:
    """Those that can be seen, the first ones of very many."""
    there = surface.classes.ravel() if points is None else np.concatenate([surface.classes.ravel(), points.classes])
    return [index for index in np.unique(there).tolist() if index >= 0][:_MOST_NAMED]


def _marker(index: int) -> str:
    return _MARKERS[index % len(_MARKERS)]
