"""Figures of several sessions in the same axes: a colour for each session, a dash for each layer.

To add one, add one line to COMPARE_FIGURES and the function it names. Importing this module does not import matplotlib.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from gradiometer.alignment import ALIGNMENT_FIELD
from gradiometer.comparison import MOST_LAYERS, Comparison
from gradiometer.exports import ExportError, check_histogram, check_quantity
from gradiometer.figures.compare_against import draw_loss_difference, draw_ratio
from gradiometer.figures.compare_parts import CompareRequest
from gradiometer.figures.compare_plots import draw_histogram, draw_loss, draw_norms, draw_profile
from gradiometer.figures.page import PageOptions, draw_page, save_page
from gradiometer.figures.sheet import SCALE_FIELD, Limits, check_limits
from gradiometer.figures.style import FigureStyle

if TYPE_CHECKING:
    from matplotlib.figure import Figure


class CompareOptions(PageOptions, total=False):
    """What `draw_comparison` and `save_comparison` take, besides the style.

    quantity: of `profile` (one that layers have), `norms` and `ratio` (`weight_gradient_norm`); layers: of `norms` and
    `ratio`, and the first of them of `histogram`, counted 0, 1, ... from the input and -1, -2, ... from the output
    (first, middle, last); align: in ALIGNMENTS (`step`); position: of `profile` and `histogram`, where on that axis
    (None: the newest of each session); first, last: of the figures over steps, on that axis (all); histogram: in
    HISTOGRAMS; from_output: whether the layers of `profile` are counted from the output (False); scale: `auto`, `log`
    or `linear`, of those that have a choice; y_limits: of the vertical axes in their order, None where they follow the
    data.
    """

    quantity: str
    layers: Sequence[int] | None
    align: str
    position: float | None
    first: float | None
    last: float | None
    histogram: str
    from_output: bool
    scale: str
    y_limits: Sequence[Limits]


@dataclass(frozen=True)
class CompareFigure:
    """title: what a person reads; draw: fills an empty figure."""

    title: str
    draw: Callable[[Figure, Comparison, CompareRequest], None]


def draw_comparison(comparison: Comparison, name: str, **options: Unpack[CompareOptions]) -> Figure:
    """Draw a figure of COMPARE_FIGURES. Raises ExportError, FieldError, and SessionFileError."""
    request = request_of(comparison, name, options)
    return draw_page(request.style, fill_of(comparison, name, request))


def save_comparison(
    comparison: Comparison, name: str, path: Path, **options: Unpack[CompareOptions]
) -> tuple[str, ...]:
    """Draw a figure and save it, by the suffix of the path. Returns remarks, as `save_page` does. Raises as
    `draw_comparison` does.
    """
    request = request_of(comparison, name, options)
    return save_page(request.style, fill_of(comparison, name, request), path, title=title_of(comparison, name))


def check_layers(comparison: Comparison, layers: Sequence[int] | None) -> tuple[int, ...]:
    """Layers that some session has, each once; the usual ones where none are given. Raises ExportError."""
    if not layers:
        return comparison.usual_layers
    chosen = tuple(dict.fromkeys(layers))
    for place in chosen:
        if all(side.layer(place) is None for side in comparison.sides):
            raise ExportError(f"layer {place + 1 if place >= 0 else place} does not exist in any of the sessions")
    if len(chosen) > MOST_LAYERS:
        raise ExportError(f"{len(chosen)} layers cannot be told apart by their dashes: choose up to {MOST_LAYERS}")
    return chosen


def request_of(comparison: Comparison, name: str, options: CompareOptions) -> CompareRequest:
    """What a figure is asked to show, checked and complete. Raises ExportError and FieldError."""
    if name not in COMPARE_FIGURES:
        raise ExportError(f"{name} is not a figure of a comparison: choose one of {', '.join(COMPARE_FIGURES)}")
    return CompareRequest(
        style=options.get("style", FigureStyle()),
        scale=SCALE_FIELD.check("scale", options.get("scale", "auto")),
        y_limits=check_limits(options.get("y_limits", ())),
        quantity=check_quantity(name, options.get("quantity", "weight_gradient_norm")),
        layers=check_layers(comparison, options.get("layers")),
        align=ALIGNMENT_FIELD.check("align", options.get("align", "step")),
        position=options.get("position"),
        first=options.get("first"),
        last=options.get("last"),
        histogram=check_histogram(options.get("histogram", "weight_gradient")),
        from_output=options.get("from_output", False),
    )


def fill_of(comparison: Comparison, name: str, request: CompareRequest) -> Callable[[Figure], None]:
    """What draws a figure into an empty one."""
    return lambda figure: COMPARE_FIGURES[name].draw(figure, comparison, request)


def title_of(comparison: Comparison, name: str) -> str:
    """What a file of it says of itself."""
    return f"{', '.join(side.label for side in comparison.shown)}: {COMPARE_FIGURES[name].title}"


COMPARE_FIGURES: dict[str, CompareFigure] = {
    "profile": CompareFigure("Gradient norm against layer, side by side", draw_profile),
    "norms": CompareFigure("Gradient norm of some layers over steps", draw_norms),
    "histogram": CompareFigure("Histograms of one layer on top of each other", draw_histogram),
    "loss": CompareFigure("Loss and accuracy, training and held-out", draw_loss),
    "ratio": CompareFigure("Gradient norm of some layers against the control's, over steps", draw_ratio),
    "loss_difference": CompareFigure("Loss against the control's at the same steps", draw_loss_difference),
}
