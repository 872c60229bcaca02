"""Export of a comparison: the figures and tables of the core, from connections of their own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from gradiometer.comparison import Comparison
from gradiometer.figure_compare import save_comparison
from gradiometer.tables_compare import write_comparison
from gradiometer_desktop.compare.chosen import ComparedSelection
from gradiometer_desktop.export_desk import Desk, Options


@dataclass(frozen=True, kw_only=True)
class CompareOrder:
    """What to export. shown: whether plots show each session; name: of the plot; path: its suffix is the format;
    chosen: what figures and tables take alike; the others: of figure_compare.CompareOptions.
    """

    sessions: tuple[Path, ...]
    shown: tuple[bool, ...]
    name: str
    path: Path
    chosen: dict[str, Any]
    from_output: bool
    first: float | None
    last: float | None
    options: dict[str, Any]


def export_comparison(order: CompareOrder) -> None:
    """Draw or write it. Raises SessionFileError, OSError, FieldError."""
    with Comparison(order.sessions) as comparison:
        for side, is_shown in zip(comparison.sides, order.shown, strict=True):
            side.is_shown = is_shown
        if order.path.suffix.lower() == ".csv":
            write_comparison(comparison, order.name, order.path, **order.chosen)
        else:
            save_comparison(
                comparison,
                order.name,
                order.path,
                from_output=order.from_output,
                first=order.first,
                last=order.last,
                **order.chosen,
                **order.options,
            )


class CompareDesk(Desk):
    """Where exports of a comparison are ordered. chosen: what the plots show."""

    def __init__(self, titles: dict[str, str], tables: tuple[str, ...], chosen: ComparedSelection, window: QWidget):
        super().__init__(titles | {name: name.capitalize() for name in tables}, window, tables)
        self._chosen = chosen

    def ask(self, comparison: Comparison, name: str) -> None:
        """Open the export dialog, with a plot chosen."""
        folder = comparison.sides[0].session.path.parent
        self.open_dialog(folder, "comparison", name, partial(self.export, comparison))

    def export(self, comparison: Comparison, name: str, path: Path, options: Options) -> None:
        """Export a plot as it is on the screen."""
        if self.exporter.is_busy:
            return
        self.said.emit(f"Exporting {path.name} …")
        chosen = self._chosen
        layers = list(chosen.layers)
        if name == "histogram":
            # The figure shows the first of them.
            layers = [chosen.layer, *(place for place in layers if place != chosen.layer)]
        order = CompareOrder(
            sessions=tuple(side.session.path for side in comparison.sides),
            shown=tuple(side.is_shown for side in comparison.sides),
            name=name,
            path=path,
            chosen={
                "layers": layers,
                "quantity": chosen.quantity,
                "align": chosen.align,
                "position": chosen.position,
                "histogram": chosen.histogram,
            },
            from_output=chosen.from_output,
            first=None if chosen.steps.follows else chosen.steps.first,
            last=None if chosen.steps.follows else chosen.steps.last,
            options=dict(options),
        )
        self.exporter.run(path, partial(export_comparison, order))
