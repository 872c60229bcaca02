"""Figures for reports, drawn from the saved data by matplotlib: no Qt, no display, no global state left behind.

To add a figure, add one line to FIGURES and the function it names. Importing this module does not import matplotlib.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from gradiometer.exports import ExportError, check_histogram, check_layer, check_quantity
from gradiometer.figure_layers import draw_factors, draw_neurons
from gradiometer.figure_page import Page, PageOptions, format_of
from gradiometer.figure_parts import Request
from gradiometer.figure_plots import draw_heatmap, draw_histogram, draw_loss, draw_norms, draw_profile
from gradiometer.figure_surface import draw_surface
from gradiometer.figure_time import draw_through_time, draw_time_heatmap
from gradiometer.session_file import Session

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class FigureKind:
    """title: what a person reads; draw: fills an empty figure; stream: the one that it draws where only some networks
    have it; of others it holds a sentence.
    """

    title: str
    draw: Callable[[Figure, Session, Request], None]
    stream: str = ""


# Named as the window's plots are.
FIGURES: dict[str, FigureKind] = {
    "profile": FigureKind("Gradient norm against layer at one step", draw_profile),
    "factors": FigureKind("Gain, gate and weight factor of each layer at one closer look", draw_factors),
    "through_time": FigureKind(
        "Gradient of recurrent layers against time step at one closer look", draw_through_time, "time"
    ),
    "norms": FigureKind("Gradient norm of each layer over steps", draw_norms),
    "histogram": FigureKind("Newest histogram of one layer", draw_histogram),
    "neurons": FigureKind("Gradient dC/db of the first neurons of each layer at one closer look", draw_neurons),
    "heatmap": FigureKind("Histograms of one layer over steps", draw_heatmap),
    "time_heatmap": FigureKind("Gradient through time of one recurrent layer over steps", draw_time_heatmap, "time"),
    "loss": FigureKind("Loss and accuracy, training and held-out", draw_loss),
    "surface": FigureKind("Decision surface of a network with two inputs at one closer look", draw_surface, "surface"),
}


def figures_of(session: Session) -> list[str]:
    """The names of the figures that have something to show of such a network."""
    return [name for name, kind in FIGURES.items() if not kind.stream or session.layouts[kind.stream].counts]


class FigureOptions(PageOptions, total=False):
    """What `draw_figure` and `save_figure` take, besides size_mm (178, 100), dpi (200) and theme (`light` or `dark`).

    layer: index from the input, of `histogram`, `heatmap` and `time_heatmap`, and around which `neurons` shows those
    that it has room for (the first); quantity: of `profile` (one that layers have) and `norms`
    (`weight_gradient_norm`), of `through_time` and `time_heatmap` (the first that recurrent layers have); step: of
    `profile`, `factors`, `through_time`, `neurons`, `histogram` and `surface`, the newest up to it (of all);
    histogram: what `histogram` and `heatmap` count (`weight_gradient`); first_step, last_step: of the figures over
    steps (all).
    """

    layer: int | None
    quantity: str
    step: int | None
    histogram: str
    first_step: int | None
    last_step: int | None


def draw_figure(session: Session, name: str, **options: Unpack[FigureOptions]) -> Figure:
    """Draw a figure of FIGURES. To save one, `save_figure` is better: it also sets how text is stored.

    Call it from one thread at a time, because matplotlib's settings are global while it draws.
    Raises ExportError, FieldError (size, resolution, theme), and SessionFileError where the session is damaged.
    """
    page = Page.of(options)
    return page.draw(_filler(session, name, page, options))


def save_figure(session: Session, name: str, path: Path, **options: Unpack[FigureOptions]) -> None:
    """Draw a figure and save it as PNG, SVG or PDF, by the suffix of the path. Raises as `draw_figure` does.

    Text stays text: SVG holds it as such, PDF embeds the font. The same session gives the same bytes.
    """
    format_of(path)
    page = Page.of(options)
    fill = _filler(session, name, page, options)
    page.save(fill, path, f"{session.title}: {FIGURES[name].title}")


def _filler(session: Session, name: str, page: Page, options: FigureOptions) -> Callable[[Figure], None]:
    """What draws the figure asked for."""
    if name not in FIGURES:
        raise ExportError(f"{name} is not a figure: choose one of {', '.join(FIGURES)}")
    request = Request(
        size_pt=page.size_pt,
        theme=page.theme,
        layer=check_layer(session, options.get("layer")),
        quantity=check_quantity(name, options.get("quantity", "weight_gradient_norm")),
        step=options.get("step"),
        first_step=options.get("first_step"),
        last_step=options.get("last_step"),
        histogram=check_histogram(options.get("histogram", "weight_gradient")),
    )
    return lambda figure: FIGURES[name].draw(figure, session, request)
