"""Figures for LaTeX: which TeX there is, and texts that LaTeX takes as they stand.

Importing this module does not import matplotlib.
"""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any

from gradiometer.exports import ExportError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# In this order, because the first two know every letter.
_SYSTEMS = ("xelatex", "lualatex", "pdflatex")

LATEX_SETTINGS: dict[str, Any] = {
    # The fonts of the document that takes it in, so that letters match.
    "pgf.rcfonts": False,
    "font.family": "serif",
}

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "−": r"\ensuremath{-}",
    "·": r"\ensuremath{\cdot}",
    "…": r"\ldots{}",
    "→": r"\ensuremath{\rightarrow}",
    "<": r"\ensuremath{<}",
    ">": r"\ensuremath{>}",
}
_RAISED = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
_RAISED_RUN = re.compile(f"[{_RAISED}]+")


def find_latex() -> str:
    """The TeX that is asked how wide texts are. Raises ExportError where none is installed."""
    for name in _SYSTEMS:
        if shutil.which(name) is not None:
            return name
    raise ExportError(
        f"a PGF drawing needs LaTeX to measure its texts: install one of {', '.join(_SYSTEMS)}, or choose PDF"
    )


def escape(text: str) -> str:
    """A text that LaTeX sets as it stands."""
    plain = "".join(_SPECIAL.get(letter, letter) for letter in text)
    digits = str.maketrans(_RAISED, "-0123456789")
    return _RAISED_RUN.sub(lambda run: rf"\textsuperscript{{{run.group().translate(digits)}}}", plain)


def escape_texts(figure: Figure) -> None:
    """Make every text of a figure one that LaTeX takes, also those that ticks get when they are drawn."""
    from matplotlib.text import Text
    from matplotlib.ticker import Formatter

    class Escaped(Formatter):
        """What another formatter says, escaped."""

        def __init__(self, inner: Formatter):
            self._inner = inner

        def set_locs(self, locs: Any) -> None:
            self._inner.set_locs(locs)

        def __call__(self, x: float, pos: int | None = None) -> str:
            return escape(self._inner(x, pos))

        def format_ticks(self, values: Any) -> list[str]:
            return [escape(text) for text in self._inner.format_ticks(values)]

        def get_offset(self) -> str:
            return escape(self._inner.get_offset())

    ticks = set()
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            inner = axis.get_major_formatter()
            axis.set_major_formatter(Escaped(inner))
            inner.set_axis(axis)
            ticks |= {id(label) for tick in axis.majorTicks for label in (tick.label1, tick.label2)}
    for text in figure.findobj(Text):
        if id(text) not in ticks and text.get_text():
            text.set_text(escape(text.get_text()))
