"""Export of a comparison: the figures and tables of the core, from connections of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

from gradiometer.alignment import ALIGNMENTS
from gradiometer.comparison import Comparison
from gradiometer.figures import files
from gradiometer.figures.files import write_data
from gradiometer.quantities import HISTOGRAMS, QUANTITIES
from gradiometer.tables_compare import comparison_rows
from gradiometer_desktop.compare.base import ComparePlot
from gradiometer_desktop.compare.chosen import ComparedSelection
from gradiometer_desktop.compare.time_plot import CompareTimePlot
from gradiometer_desktop.export import FORMATS, TABLES, Asked, Draw, Offer, OnScreen
from gradiometer_desktop.export_desk import Desk, look_at
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.wording import capital


@dataclass(frozen=True, kw_only=True)
class CompareOrder:
    """What to export. shown: whether plots show each session; chosen: what figures and tables take alike."""

    sessions: tuple[Path, ...]
    shown: tuple[bool, ...]
    asked: Asked
    chosen: dict[str, Any]
    from_output: bool


def export_comparison(order: CompareOrder, path: Path) -> tuple[str, ...]:
    """Draw or write it, by the suffix. Returns remarks. Raises SessionFileError, OSError, FieldError."""
    asked = order.asked
    with Comparison(order.sessions) as comparison:
        for side, is_shown in zip(comparison.sides, order.shown, strict=True):
            side.is_shown = is_shown
        if path.suffix.lower().removeprefix(".") in TABLES:
            write_data(path, comparison_rows(comparison, asked.name, **order.chosen))
            return ()
        first, last = (None, None) if asked.steps is None else asked.steps
        made = files.export_comparison(
            comparison,
            asked.name,
            path,
            data=asked.data,
            style=asked.style,
            from_output=order.from_output,
            first=first,
            last=last,
            scale=asked.scale,
            y_limits=asked.limits,
            **order.chosen,
        )
        return made.remarks


class CompareDesk(Desk):
    """Where exports of a comparison are ordered. plots: by their names; tables: what has a table alone; chosen: what
    the plots show.
    """

    def __init__(
        self,
        plots: Mapping[str, ComparePlot],
        tables: tuple[str, ...],
        chosen: ComparedSelection,
        settings: QSettings,
        window: QWidget,
    ):
        super().__init__(settings, window)
        self._plots = plots
        self._tables = tables
        self._chosen = chosen

    def ask(self, comparison: Comparison, name: str) -> None:
        """Open the export dialog, with a plot chosen."""
        titles = {plot.name: plot.title for plot in self._plots.values()}
        draw = partial(self.draw, comparison)
        offer = Offer(
            titles=titles | {table: capital(said(table)) for table in self._tables},
            tables=self._tables,
            formats=FORMATS,
            look=partial(self._look, comparison),
            draw=draw,
            preview=draw,
        )
        self.open_dialog(offer, comparison.sides[0].session.path.parent, "comparison", name)

    def draw(self, comparison: Comparison, asked: Asked) -> Draw:
        """What makes it, of what the plots show now."""
        chosen = self._chosen
        layers = list(chosen.layers)
        if asked.name == "histogram":
            # The figure shows the first of them.
            layers = [chosen.layer, *(place for place in layers if place != chosen.layer)]
        order = CompareOrder(
            sessions=tuple(side.session.path for side in comparison.sides),
            shown=tuple(side.is_shown for side in comparison.sides),
            asked=asked,
            chosen={
                "layers": layers,
                "quantity": chosen.quantity,
                "align": chosen.align,
                "position": chosen.position,
                "histogram": chosen.histogram,
            },
            from_output=chosen.from_output,
        )
        return partial(export_comparison, order)

    def _look(self, comparison: Comparison, name: str) -> OnScreen:
        steps, has_steps = self._chosen.steps, isinstance(self._plots[name], CompareTimePlot)
        return look_at(
            self._plots[name],
            about=self._tell(comparison, name),
            steps=(steps.first, steps.last) if has_steps else None,
        )

    def _tell(self, comparison: Comparison, name: str) -> str:
        """What is chosen in a plot: `Weight gradient norm · hidden 1, output`."""
        chosen, layers = self._chosen, [comparison.layer_name(place) for place in self._chosen.layers]
        position = chosen.position
        where = tr("newest step of each") if position is None else ALIGNMENTS[chosen.align].tell(position)
        parts = {
            "profile": (said(QUANTITIES[chosen.quantity].title), where),
            "norms": (said(QUANTITIES[chosen.quantity].title), ", ".join(layers)),
            "ratio": (said(QUANTITIES[chosen.quantity].title), ", ".join(layers)),
            "histogram": (said(HISTOGRAMS[chosen.histogram].title), comparison.layer_name(chosen.layer), where),
        }
        text = " · ".join(parts.get(name, ()))
        num_shown = len(comparison.shown)
        text = (
            tr("{text} · {num_shown} sessions", text=text, num_shown=num_shown)
            if text
            else tr("{num_shown} sessions", num_shown=num_shown)
        )
        return capital(text)
