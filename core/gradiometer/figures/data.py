"""The data that a figure shows, exactly as drawn: what its drawing functions keep beside the artists that show it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gradiometer.tables import Rows

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

HEADER = ("panel", "kind", "series", "x", "x_end", "y", "y_end", "value")
"""panel: which axes, from 1 on; kind: `curve` (x, y), `band` (x, y to y_end), `bar` (x to x_end, y), `cell` (x to
x_end, y to y_end, value), `point` (x, y), `value` (x, y, value); what a kind has not is empty, a gap is nan."""

_ROWS_AT_A_TIME = 4096


@dataclass(frozen=True, slots=True)
class Drawn:
    """One series of a figure. panel: from 1 on; columns: float64 [n] each, by names of HEADER."""

    panel: int
    kind: str
    series: str
    columns: dict[str, NDArray[np.float64]]


# Under this name a figure itself keeps what it shows, so that both go together.
_KEPT = "_gradiometer_drawn"


def keep_curve(line: Line2D, name: str, kind: str = "curve") -> None:
    """Keep a line that has just been drawn; its points are read off it at the end."""
    _keep(line.axes, kind, name, line)


def keep_band(axes: Axes, name: str, x: ArrayLike, low: ArrayLike, high: ArrayLike) -> None:
    """Keep a band [n] from low to high."""
    _keep(axes, "band", name, {"x": x, "y": low, "y_end": high})


def keep_bars(axes: Axes, name: str, edges: NDArray[np.float64], heights: ArrayLike) -> None:
    """Keep bars [n] between edges [n + 1]."""
    _keep(axes, "bar", name, {"x": edges[:-1], "x_end": edges[1:], "y": heights})


def keep_cells(axes: Axes, name: str, x: NDArray[np.float64], y: NDArray[np.float64], values: NDArray[Any]) -> None:
    """Keep the cells [num_rows, num_columns] of an image between the edges of its columns and rows."""
    low, left = np.meshgrid(y[:-1], x[:-1], indexing="ij")
    high, right = np.meshgrid(y[1:], x[1:], indexing="ij")
    columns = {"x": left.ravel(), "x_end": right.ravel(), "y": low.ravel(), "y_end": high.ravel()}
    _keep(axes, "cell", name, {**columns, "value": np.asarray(values, np.float64).ravel()})


def keep_values(axes: Axes, name: str, values: NDArray[np.float64]) -> None:
    """Keep values [num_rows, num_columns] that stand at whole numbers from 1 on: columns across, rows up or down."""
    row, column = np.indices(values.shape) + 1
    _keep(axes, "value", name, {"x": column.ravel(), "y": row.ravel(), "value": values.ravel()})


def drawn_data(figure: Figure) -> list[Drawn]:
    """All series that a figure shows, in the order in which they were drawn."""
    found = []
    for axes, kind, name, data in getattr(figure, _KEPT, ()):
        columns = data if isinstance(data, dict) else {"x": data.get_xdata(), "y": data.get_ydata()}
        arrays = {key: np.asarray(values, np.float64) for key, values in columns.items()}
        found.append(Drawn(figure.axes.index(axes) + 1, kind, name, arrays))
    return found


def drawn_rows(data: Sequence[Drawn]) -> Rows:
    """The same as a table with the columns of HEADER."""

    def chunks() -> Iterator[list[Sequence[object]]]:
        for each in data:
            columns = [each.columns.get(name) for name in HEADER[3:]]
            length = len(each.columns["x"])
            for first in range(0, length, _ROWS_AT_A_TIME):
                last = min(first + _ROWS_AT_A_TIME, length)
                cells = [[""] * (last - first) if part is None else part[first:last].tolist() for part in columns]
                yield [[each.panel, each.kind, each.series, *row] for row in zip(*cells, strict=True)]

    return Rows(list(HEADER), chunks())


def _keep(axes: Any, kind: str, name: str, data: dict[str, Any] | Line2D) -> None:
    assert axes is not None, "it is kept when it has been drawn"
    figure = axes.get_figure(root=True)
    assert figure is not None
    kept: list[tuple[Axes, str, str, dict[str, Any] | Line2D]] = getattr(figure, _KEPT, [])
    kept.append((axes, kind, name, data))
    setattr(figure, _KEPT, kept)
