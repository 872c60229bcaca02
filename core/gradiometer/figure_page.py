"""The page that a figure is drawn on: its size, its style and the file it ends in. Shared by all figures.

Importing this module does not import matplotlib.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

from gradiometer.exports import ExportError, written_aside
from gradiometer.fields import Choice, FieldError, Number
from gradiometer.figure_parts import THEMES, Theme, to_points

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FORMATS = ("png", "svg", "pdf")
# The least that holds the labels: a column of a journal is some 85 mm wide.
WIDTH_FIELD = Number(title="Width", help="In millimetres.", low=80, high=2000)
HEIGHT_FIELD = Number(title="Height", help="In millimetres.", low=60, high=2000)
DPI_FIELD = Number(title="Resolution", help="Dots per inch of a PNG.", low=30, high=1200)
THEME_FIELD = Choice(
    title="Colours", help="Dark on light, or light on dark.", options={"light": "Light", "dark": "Dark"}
)
_MOST_PIXELS = 20_000


class PageOptions(TypedDict, total=False):
    """size_mm: (178, 100); dpi: 200; theme: `light` or `dark`."""

    size_mm: tuple[float, float]
    dpi: float
    theme: str


@dataclass(frozen=True, slots=True)
class Page:
    """size_mm: width and height; dpi: of a PNG."""

    size_mm: tuple[float, float]
    dpi: float
    theme: Theme

    @classmethod
    def of(cls, options: PageOptions) -> Page:
        """The page asked for. Raises FieldError."""
        theme = THEMES[THEME_FIELD.check("theme", options.get("theme", "light"))]
        width, height = options.get("size_mm", (178.0, 100.0))
        size = WIDTH_FIELD.check("width", width), HEIGHT_FIELD.check("height", height)
        dpi = DPI_FIELD.check("dpi", options.get("dpi", 200.0))
        if max(size) / 25.4 * dpi > _MOST_PIXELS:
            raise FieldError(f"dpi = {dpi:g} is not allowed at this size: at most {_MOST_PIXELS * 25.4 / max(size):g}")
        return cls(size, dpi, theme)

    @property
    def size_pt(self) -> tuple[float, float]:
        """In points."""
        return to_points(self.size_mm)

    def draw(self, fill: Callable[[Figure], None]) -> Figure:
        """A figure that `fill` has drawn into an empty one."""
        with _style(self.theme):
            figure = self._filled(fill)
            # Ticks are made when first drawn and take the style of that moment.
            figure.draw_without_rendering()
            return figure

    def save(self, fill: Callable[[Figure], None], path: Path, title: str) -> None:
        """The same as a file, by the suffix of the path. title: what the file says of itself. Raises ExportError."""
        kind = format_of(path)
        # Dates would make two equal figures differ.
        metadata: dict[str, dict[str, Any]] = {
            "png": {"Title": title, "Software": "Gradiometer"},
            "svg": {"Title": title, "Creator": "Gradiometer", "Date": None},
            "pdf": {"Title": title, "Creator": "Gradiometer", "CreationDate": None},
        }
        with _style(self.theme), written_aside(path) as aside:
            self._filled(fill).savefig(aside, format=kind, metadata=metadata[kind])

    def _filled(self, fill: Callable[[Figure], None]) -> Figure:
        from matplotlib.figure import Figure

        width, height = self.size_mm
        figure = Figure(figsize=(width / 25.4, height / 25.4), dpi=self.dpi, layout="constrained")
        fill(figure)
        return figure


def format_of(path: Path) -> str:
    """`png`, `svg` or `pdf`, by the suffix. Raises ExportError."""
    kind = path.suffix.lower().removeprefix(".")
    if kind not in FORMATS:
        raise ExportError(f"{path} is not the name of a figure: end it in .png, .svg or .pdf")
    return kind


def check_format(kind: str) -> str:
    """A format that exists. Raises ExportError."""
    if kind not in FORMATS:
        raise ExportError(f"--format {kind} is not known: choose one of {', '.join(FORMATS)}")
    return kind


def parse_size(text: str) -> tuple[float, float]:
    """`178x100`. Raises FieldError."""
    width, cross, height = text.lower().partition("x")
    if not cross:
        raise FieldError(f"--size {text} is not allowed: write width x height in millimetres, as 178x100")
    return WIDTH_FIELD.parse("--size width", width), HEIGHT_FIELD.parse("--size height", height)


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
