"""The page that a figure is drawn on: matplotlib's settings for a style, and the file it ends in; of all figures.

Importing this module does not import matplotlib.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

from gradiometer.exports import ExportError, written_aside
from gradiometer.figures.fonts import families_with, letters_of
from gradiometer.figures.latex import LATEX_SETTINGS, escape_texts, find_latex
from gradiometer.figures.sheet import THEMES
from gradiometer.figures.style import FigureStyle, check_font

if TYPE_CHECKING:
    from matplotlib.figure import Figure

FORMATS = {"png": "PNG picture", "svg": "SVG drawing", "pdf": "PDF drawing", "pgf": "PGF drawing for LaTeX"}
# Whatever a family lacks is taken from this one, which matplotlib brings.
_LAST_RESORT = "DejaVu Sans"

# matplotlib's settings are global while it draws.
_DRAWING = threading.RLock()


class PageOptions(TypedDict, total=False):
    """style: how it looks (FigureStyle())."""

    style: FigureStyle


def draw_page(style: FigureStyle, fill: Callable[[Figure], None]) -> Figure:
    """A figure that `fill` has drawn into an empty one. Raises ExportError for a font that is not there."""
    with open_page(style) as page:
        figure = page.filled(fill)
        # Ticks are made when first drawn and take the style of that moment.
        figure.draw_without_rendering()
        return figure


def save_page(
    style: FigureStyle,
    fill: Callable[[Figure], None],
    path: Path,
    *,
    title: str,
    about: str = "",
    record: str = "",
    look: Callable[[Figure], None] = lambda _figure: None,
) -> tuple[str, ...]:
    """The same as a file, by the suffix of the path: whole or not at all.

    title, about: what the file says of itself; record: what `record.read_record` reads off it again; look: is given the
    figure as it was drawn. Returns remarks about what could not be done as asked for, in sentences. Raises ExportError.
    """
    kind = format_of(path)
    with open_page(style) as page:
        if kind == "pgf":
            _save_latex(page, fill, path, f"{title}\n{record}", look)
            return page.remarks
        # Dates would make two equal figures differ.
        metadata: dict[str, dict[str, Any]] = {
            "png": {"Title": title, "Description": about, "Software": "Gradiometer", "Gradiometer": record},
            "svg": {
                "Title": title,
                "Description": about,
                "Creator": "Gradiometer",
                "Keywords": [record] if record else None,
                "Date": None,
            },
            "pdf": {
                "Title": title,
                "Subject": about,
                "Creator": "Gradiometer",
                "Keywords": record,
                "CreationDate": None,
            },
        }
        with written_aside(path) as aside:
            figure = page.filled(fill)
            said = {key: value for key, value in metadata[kind].items() if value or key.endswith("Date")}
            figure.savefig(aside, format=kind, metadata=said)
            look(figure)
        return page.remarks


def format_of(path: Path) -> str:
    """A format of FORMATS, by the suffix. Raises ExportError."""
    kind = path.suffix.lower().removeprefix(".")
    if kind not in FORMATS:
        *some, last = (f".{name}" for name in FORMATS)
        raise ExportError(f"{path} is not the name of a figure: end it in {', '.join(some)} or {last}")
    return kind


def check_format(kind: str) -> str:
    """A format that exists. Raises ExportError."""
    if kind not in FORMATS:
        raise ExportError(f"--format {kind} is not known: choose one of {', '.join(FORMATS)}")
    return kind


class Page:
    """Draws figures of one style while matplotlib is set up for it. remarks: what could not be done as asked for."""

    def __init__(self, style: FigureStyle):
        self._style = style
        self._families = list(dict.fromkeys([style.font, _LAST_RESORT]))
        self.remarks: tuple[str, ...] = ()

    def filled(self, fill: Callable[[Figure], None]) -> Figure:
        """A figure that `fill` has drawn into an empty one."""
        import matplotlib

        figure = self.sketch(fill)
        # Names may be in any script.
        found = families_with(letters_of(figure), self._families)
        if found.missing:
            some = " ".join(sorted(found.missing)[:10])
            self.remarks = (f"no font here has the letters {some}: they are drawn as boxes",)
        if found.families:
            with matplotlib.rc_context({"font.family": [*self._families, *found.families]}):
                return self.sketch(fill)
        return figure

    def sketch(self, fill: Callable[[Figure], None]) -> Figure:
        """The same, not to be seen: letters that the style's font lacks are not looked for elsewhere."""
        from matplotlib.figure import Figure

        figure = Figure(figsize=self._style.size_in, dpi=self._style.dpi, layout="constrained")
        fill(figure)
        return figure


@contextmanager
def open_page(style: FigureStyle) -> Iterator[Page]:
    """Our style over matplotlib's defaults, whatever a person's matplotlibrc says; all is undone at the end. Until then
    no other figure is drawn. Raises ExportError for a font that is not there.
    """
    import matplotlib.style

    check_font(style.font)
    with _DRAWING, matplotlib.style.context(["default", _settings(style)]), warnings.catch_warnings():
        # A remark says so.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        yield Page(style)


def _settings(style: FigureStyle) -> dict[str, Any]:
    """As matplotlib names them."""
    theme, scale, line = THEMES[style.theme], style.scale, style.line_width
    padding = 0.05 * scale
    return {
        "font.family": list(dict.fromkeys([style.font, _LAST_RESORT])),
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
        "grid.linewidth": 0.5 * line,
        "axes.linewidth": 0.7 * line,
        "axes.spines.top": False,
        "axes.spines.right": False,
        # A session's name may hold dollar signs, which would begin a formula.
        "text.parse_math": False,
        "font.size": 8 * scale,
        "axes.labelsize": 8 * scale,
        "xtick.labelsize": 7 * scale,
        "ytick.labelsize": 7 * scale,
        "legend.fontsize": 7 * scale,
        "legend.frameon": False,
        "lines.linewidth": line,
        **{f"{axis}tick.major.{name}": size * scale for axis in "xy" for name, size in (("size", 3.5), ("pad", 3.5))},
        **{f"{axis}tick.minor.size": 2 * scale for axis in "xy"},
        **{f"{axis}tick.{which}.width": 0.7 * line for axis in "xy" for which in ("major", "minor")},
        "axes.labelpad": 4 * scale,
        "figure.constrained_layout.h_pad": padding,
        "figure.constrained_layout.w_pad": padding,
        "pdf.fonttype": 42,
        "svg.fonttype": "none",
        "svg.hashsalt": "gradiometer",
    }


def _save_latex(
    page: Page, fill: Callable[[Figure], None], path: Path, heading: str, look: Callable[[Figure], None]
) -> None:
    """Pictures in it lie in files of their own beside it, which take their places first."""
    import matplotlib

    settings: dict[Any, Any] = {**LATEX_SETTINGS, "pgf.texsystem": find_latex()}
    with (
        matplotlib.rc_context(settings),
        written_aside(path) as aside,
        # matplotlib names the pictures after the drawing, so it has to have its own name already.
        tempfile.TemporaryDirectory(dir=path.parent, prefix=".pgf-") as folder,
    ):
        drawing = Path(folder) / path.name
        figure = page.filled(fill)
        look(figure)
        escape_texts(figure)
        _save_by_latex(figure, drawing)
        comment = "".join(f"%% {line}\n" for line in heading.splitlines() if line)
        aside.write_text(comment + drawing.read_text(encoding="utf-8"), encoding="utf-8")
        for picture in sorted(Path(folder).glob("*.png")):
            shutil.move(picture, path.parent / picture.name)


def _save_by_latex(figure: Figure, path: Path) -> None:
    try:
        figure.savefig(path, format="pgf")
    except (RuntimeError, OSError) as error:
        # A TeX that lacks a package says so on many lines.
        lines = [line.strip() for line in str(error).splitlines() if line.strip().startswith("!")]
        reason = lines[0].lstrip("! ") if lines else str(error).splitlines()[0]
        raise ExportError(f"{path.name} cannot be made: LaTeX says: {reason}") from error
