"""Figures for reports, drawn from the saved data by matplotlib: no Qt, no display, no global state left behind.

To add a figure, add one line to FIGURES and the function it names. Importing this module does not import matplotlib.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from gradiometer.exports import ExportError, check_histogram, check_layer, written_aside
from gradiometer.fields import Choice, FieldError, Number
from gradiometer.figure_layers import draw_factors, draw_neurons
from gradiometer.figure_parts import THEMES, Request, Theme, to_points
from gradiometer.figure_plots import draw_heatmap, draw_histogram, draw_loss, draw_norms, draw_profile
from gradiometer.quantities import QUANTITIES
from gradiometer.session_file import Session

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class FigureKind:
    """title: what a person reads; draw: fills an empty figure."""

    title: str
    draw: Callable[[Figure, Session, Request], None]


# Named as the window's plots are.
FIGURES: dict[str, FigureKind] = {
    "profile": FigureKind("Gradient norm against layer at one step", draw_profile),
    "factors": FigureKind("Gain, gate and weight factor of each layer at one closer look", draw_factors),
    "norms": FigureKind("Gradient norm of each layer over steps", draw_norms),
    "histogram": FigureKind("Newest histogram of one layer", draw_histogram),
    "neurons": FigureKind("Gradient dC/db of the first neurons of each layer at one closer look", draw_neurons),
    "heatmap": FigureKind("Histograms of one layer over steps", draw_heatmap),
    "loss": FigureKind("Loss and accuracy, training and held-out", draw_loss),
}

FORMATS = ("png", "svg", "pdf")
# The least that holds the labels: a column of a journal is some 85 mm wide.
WIDTH_FIELD = Number(title="Width", help="In millimetres.", low=80, high=2000)
HEIGHT_FIELD = Number(title="Height", help="In millimetres.", low=60, high=2000)
DPI_FIELD = Number(title="Resolution", help="Dots per inch of a PNG.", low=30, high=1200)
THEME_FIELD = Choice(
    title="Colours", help="Dark on light, or light on dark.", options={"light": "Light", "dark": "Dark"}
)
_MOST_PIXELS = 20_000


class FigureOptions(TypedDict, total=False):
    """What `draw_figure` and `save_figure` take.

    layer: index from the input, of `histogram` and `heatmap`, and around which `neurons` shows those that it has room
    for (the first); quantity: of `profile` (one that layers have) and `norms` (`weight_gradient_norm`); step: of
    `profile`, `factors`, `neurons` and `histogram`, the newest up to it (of all);
    histogram: what `histogram` and `heatmap` count (`weight_gradient`); size_mm: (178, 100); dpi: 200;
    theme: `light` or `dark`; first_step, last_step: of the figures over steps (all).
    """

    layer: int | None
    quantity: str
    step: int | None
    histogram: str
    size_mm: tuple[float, float]
    dpi: float
    theme: str
    first_step: int | None
    last_step: int | None


def draw_figure(session: Session, name: str, **options: Unpack[FigureOptions]) -> Figure:
    """Draw a figure of FIGURES. To save one, `save_figure` is better: it also sets how text is stored.

    Call it from one thread at a time, because matplotlib's settings are global while it draws.
    Raises ExportError, FieldError (size, resolution, theme), and SessionFileError where the session is damaged.
    """
    theme = THEMES[THEME_FIELD.check("theme", options.get("theme", "light"))]
    with _style(theme):
        figure = _draw(session, name, theme, options)
        # Ticks are made when first drawn and take the style of that moment.
        figure.draw_without_rendering()
        return figure


def save_figure(session: Session, name: str, path: Path, **options: Unpack[FigureOptions]) -> None:
    """Draw a figure and save it as PNG, SVG or PDF, by the suffix of the path. Raises as `draw_figure` does.

    Text stays text: SVG holds it as such, PDF embeds the font. The same session gives the same bytes.
    """
    kind = path.suffix.lower().removeprefix(".")
    if kind not in FORMATS:
        raise ExportError(f"{path} is not the name of a figure: end it in .png, .svg or .pdf")
    theme = THEMES[THEME_FIELD.check("theme", options.get("theme", "light"))]
    with _style(theme), written_aside(path) as aside:
        figure = _draw(session, name, theme, options)
        title = f"{session.outline.name}: {FIGURES[name].title}"
        # Dates would make two equal figures differ.
        metadata: dict[str, dict[str, Any]] = {
            "png": {"Title": title, "Software": "Gradiometer"},
            "svg": {"Title": title, "Creator": "Gradiometer", "Date": None},
            "pdf": {"Title": title, "Creator": "Gradiometer", "CreationDate": None},
        }
        figure.savefig(aside, format=kind, metadata=metadata[kind])


def _draw(session: Session, name: str, theme: Theme, options: FigureOptions) -> Figure:
    from matplotlib.figure import Figure

    if name not in FIGURES:
        raise ExportError(f"{name} is not a figure: choose one of {', '.join(FIGURES)}")
    quantity = options.get("quantity", "weight_gradient_norm")
    if quantity not in QUANTITIES:
        raise ExportError(f"{quantity} is not a quantity: choose one of {', '.join(QUANTITIES)}")
    if name in ("profile", "norms") and QUANTITIES[quantity].per_unit:
        raise ExportError(f"{quantity} is measured neuron by neuron, so it has no {name}: choose the figure neurons")
    if name == "profile" and not QUANTITIES[quantity].per_layer:
        names = ", ".join(name for name, quantity in QUANTITIES.items() if quantity.per_layer)
        raise ExportError(f"{quantity} is not measured layer by layer, so it has no profile: choose one of {names}")
    given = options.get("size_mm", (178.0, 100.0))
    size = WIDTH_FIELD.check("width", given[0]), HEIGHT_FIELD.check("height", given[1])
    dpi = DPI_FIELD.check("dpi", options.get("dpi", 200.0))
    if max(size) / 25.4 * dpi > _MOST_PIXELS:
        raise FieldError(f"dpi = {dpi:g} is not allowed at this size: at most {_MOST_PIXELS * 25.4 / max(size):g}")
    request = Request(
        check_layer(session, options.get("layer")),
        quantity,
        options.get("step"),
        options.get("first_step"),
        options.get("last_step"),
        to_points(size),
        theme,
        check_histogram(options.get("histogram", "weight_gradient")),
    )
    figure = Figure(figsize=(size[0] / 25.4, size[1] / 25.4), dpi=dpi, layout="constrained")
    FIGURES[name].draw(figure, session, request)
    return figure


@contextmanager
def _style(theme: Theme) -> Iterator[None]:
    """Our style over matplotlib's defaults, whatever a person's matplotlibrc says; all is undone at the end."""
    import matplotlib.style

    ours = {
        "figure.facecolor": theme.ground,
        "savefig.facecolor": "auto",
        "axes.facecolor": theme.ground,
        "axes.edgecolor": theme.faint,
        "axes.labelcolor": theme.ink,
        "text.color": theme.ink,
        "xtick.color": theme.faint,
        "ytick.color": theme.faint,
        "xtick.labelcolor": theme.ink,
        "ytick.labelcolor": theme.ink,
        "axes.grid": True,
        "axes.axisbelow": True,
        "grid.color": theme.grid,
        "grid.linewidth": 0.5,
        "axes.linewidth": 0.7,
        "axes.spines.top": False,
        "axes.spines.right": False,
        # A session's name may hold dollar signs, which would begin a formula.
        "text.parse_math": False,
        "font.size": 8,
        "axes.labelsize": 8,
        "xtick.labelsize": 7,
        "ytick.labelsize": 7,
        "legend.fontsize": 7,
        "legend.frameon": False,
        "lines.linewidth": 1.0,
        "figure.constrained_layout.h_pad": 0.05,
        "figure.constrained_layout.w_pad": 0.05,
        "pdf.fonttype": 42,
        "svg.fonttype": "none",
        "svg.hashsalt": "gradiometer",
    }
    with matplotlib.style.context(["default", ours]), warnings.catch_warnings():
        # A session's name may be in any script; what the font lacks is drawn as a box.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        yield
