"""Figures for reports, drawn from the saved data by matplotlib: no Qt, no display, no global state left behind.

To add a figure, add one line to FIGURES, or to TRIAL_FIGURES, and the function it names. Importing this module does not
import matplotlib.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from gradiometer.exports import ExportError, check_histogram, check_layer, check_quantity, find_trial
from gradiometer.fields import FieldError
from gradiometer.figures.by_layer import draw_factors, draw_neurons
from gradiometer.figures.page import PageOptions, draw_page, save_page
from gradiometer.figures.plots import draw_heatmap, draw_histogram, draw_loss, draw_norms, draw_profile
from gradiometer.figures.sheet import SCALE_FIELD, Limits, Request, check_limits
from gradiometer.figures.style import FigureStyle
from gradiometer.figures.surface import draw_surface
from gradiometer.figures.through_time import draw_through_time, draw_time_heatmap
from gradiometer.figures.trial import draw_trial
from gradiometer.session_file import Session

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class FigureKind:
    """title: what a person reads; draw: fills an empty figure; stream: the one that it draws where only some networks
    have it; of others it holds a sentence; over_steps: whether its horizontal axis is that of the steps, else it
    shows a single one.
    """

    title: str
    draw: Callable[[Figure, Session, Request], None]
    stream: str = ""
    over_steps: bool = False


# Named as the window's plots are.
FIGURES: dict[str, FigureKind] = {
    "profile": FigureKind("Gradient norm against layer at one step", draw_profile),
    "factors": FigureKind("Gain, gate and weight factor of each layer at one closer look", draw_factors),
    "through_time": FigureKind(
        "Gradient of recurrent layers against time step at one closer look", draw_through_time, "time"
    ),
    "norms": FigureKind("Gradient norm of each layer over steps", draw_norms, over_steps=True),
    "histogram": FigureKind("Newest histogram of one layer", draw_histogram),
    "neurons": FigureKind("Gradient dC/db of the first neurons of each layer at one closer look", draw_neurons),
    "heatmap": FigureKind("Histograms of one layer over steps", draw_heatmap, over_steps=True),
    "time_heatmap": FigureKind(
        "Gradient through time of one recurrent layer over steps", draw_time_heatmap, "time", True
    ),
    "loss": FigureKind("Loss and accuracy, training and held-out", draw_loss, over_steps=True),
    "surface": FigureKind("Decision surface of a network with two inputs at one closer look", draw_surface, "surface"),
}

# Of what was tried on forks. They are no plots of the session's own steps: nothing to animate, and on the screen they
# stand in the trials' own window.
TRIAL_FIGURES: dict[str, FigureKind] = {
    "trial": FigureKind("What changes did to forks, against an untouched control", draw_trial, over_steps=True),
}

EVERY_FIGURE = FIGURES | TRIAL_FIGURES


def figures_of(session: Session) -> list[str]:
    """The names of the figures of EVERY_FIGURE that have something to show of such a session."""
    of_network = [name for name, kind in FIGURES.items() if not kind.stream or session.layouts[kind.stream].counts]
    return [*of_network, *(TRIAL_FIGURES if session.trials else ())]


class FigureOptions(PageOptions, total=False):
    """What `draw_figure` and `save_figure` take, besides the style.

    layer: index from the input, of `histogram`, `heatmap` and `time_heatmap`, and around which `neurons` shows those
    that it has room for (the first); quantity: of `profile` (one that layers have) and `norms`
    (`weight_gradient_norm`), of `through_time` and `time_heatmap` (the first that recurrent layers have); step: of
    `profile`, `factors`, `through_time`, `neurons`, `histogram` and `surface`, the newest up to it (of all);
    histogram: what `histogram` and `heatmap` count (`weight_gradient`); first_step, last_step: of the figures over
    steps (all); trial: its number, of `trial` (the newest); scale: of the vertical axis, `auto`, `log` or `linear`;
    y_limits: of the vertical axes in their order, None where they follow the data.
    """

    layer: int | None
    quantity: str
    step: int | None
    histogram: str
    first_step: int | None
    last_step: int | None
    trial: int | None
    scale: str
    y_limits: Sequence[Limits]


def draw_figure(session: Session, name: str, **options: Unpack[FigureOptions]) -> Figure:
    """Draw a figure of EVERY_FIGURE. To save one, `save_figure` is better: it also sets how text is stored.

    Raises ExportError, FieldError (scale), and SessionFileError where the session is damaged.
    """
    request = request_of(session, name, options)
    return draw_page(request.style, fill_of(session, name, request))


def save_figure(session: Session, name: str, path: Path, **options: Unpack[FigureOptions]) -> tuple[str, ...]:
    """Draw a figure and save it, by the suffix of the path; a whole file or none. Raises as `draw_figure` does.

    Text stays text: SVG holds it as such, PDF embeds the font. The same session gives the same bytes. Returns remarks
    about what could not be done as asked for. `files.export_figure` writes more than the picture.
    """
    request = request_of(session, name, options)
    return save_page(request.style, fill_of(session, name, request), path, title=title_of(session, name))


def request_of(session: Session, name: str, options: FigureOptions) -> Request:
    """What a figure is asked to show, checked and complete. Raises ExportError and FieldError."""
    check_figure(name)
    first, last = options.get("first_step"), options.get("last_step")
    trial = find_trial(session, options.get("trial"))
    if first is not None and last is not None and first > last:
        raise FieldError(f"first_step = {first} is not allowed: at most {last}, the last step")
    return Request(
        style=options.get("style", FigureStyle()),
        layer=check_layer(session, options.get("layer")),
        quantity=check_quantity(name, options.get("quantity", "weight_gradient_norm")),
        step=options.get("step"),
        first_step=first,
        last_step=last,
        trial=trial.number if trial is not None and name in TRIAL_FIGURES else None,
        histogram=check_histogram(options.get("histogram", "weight_gradient")),
        scale=SCALE_FIELD.check("scale", options.get("scale", "auto")),
        y_limits=check_limits(options.get("y_limits", ())),
    )


def check_figure(name: str) -> None:
    """Raises ExportError where there is no such figure."""
    if name not in EVERY_FIGURE:
        raise ExportError(f"{name} is not a figure: choose one of {', '.join(EVERY_FIGURE)}")


def fill_of(session: Session, name: str, request: Request) -> Callable[[Figure], None]:
    """What draws a figure into an empty one."""
    return lambda figure: EVERY_FIGURE[name].draw(figure, session, request)


def title_of(session: Session, name: str) -> str:
    """What a file of it says of itself."""
    return f"{session.title}: {EVERY_FIGURE[name].title}"
