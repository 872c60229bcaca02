"""What theory expects at initialization, in the figure of a profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gradiometer.figure_parts import DASHES, Request, finite, positive
from gradiometer.predicted import TheoryLine, drawn_at, output_at, prediction_of, theory_line
from gradiometer.quantities import QUANTITIES
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


def draw_theory(axes: Axes, line: TheoryLine, name: str, request: Request) -> list[Line2D]:
    """The line and, around it, the band of single draws. Returns what the legend shows."""
    color = request.theme.ink
    layers = np.arange(1, len(line.values) + 1)
    shown = positive if QUANTITIES[name].is_log else finite
    axes.fill_between(layers, shown(line.low), shown(line.high), color=color, alpha=_BAND_STRENGTH, linewidth=0)
    return axes.plot(
        layers,
        shown(line.values),
        color=color,
        linewidth=0.9,
        linestyle=DASHES[3],
        label=f"theory, within {line.error_decades:.2g} decades",
    )
