"""What theory expects at initialization, in the figure of a profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gradiometer.figures.data import keep_band, keep_curve
from gradiometer.figures.parts import finite, positive
from gradiometer.figures.sheet import DASHES, Sheet
from gradiometer.predicted import TheoryLine, drawn_at, output_at, prediction_of, theory_line
from gradiometer.session_file import Session
from gradiometer.tables import at_look

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

_BAND_STRENGTH = 0.14


def find_theory(session: Session, name: str, step: int) -> TheoryLine | None:
    """What was to be expected of a quantity at a measured step; None where nothing is predicted."""
    drawn = drawn_at(session, step)
    if isinstance(drawn, str):
        return None

    def at(quantity: str, up_to: int) -> tuple[int, NDArray[np.float64]] | None:
        found = at_look(session, up_to, quantity)
        return None if found is None else (found[0], found[1][0])

    output = output_at(at, step)
    return None if output is None else theory_line(prediction_of(drawn), name, *output)


def draw_theory(axes: Axes, line: TheoryLine, sheet: Sheet, *, log: bool) -> list[Line2D]:
    """The line and, around it, the band of single draws. Returns what the legend shows."""
    color, name = sheet.theme.ink, f"theory, within {line.error_decades:.2g} decades"
    layers = np.arange(1, len(line.values) + 1)
    shown = positive if log else finite
    low, high = shown(line.low), shown(line.high)
    axes.fill_between(layers, low, high, color=color, alpha=_BAND_STRENGTH, linewidth=0)
    keep_band(axes, name, layers, low, high)
    drawn = axes.plot(
        layers, shown(line.values), color=color, linewidth=sheet.line(0.9), linestyle=DASHES[3], label=name
    )
    keep_curve(drawn[0], name)
    return drawn
