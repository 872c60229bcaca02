"""A figure that was exported opens the session it came from, as it shows it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gradiometer.alignment import ALIGNMENTS
from gradiometer.exports import ExportError
from gradiometer.figures.record import read_record
from gradiometer.figures.source import find_sessions
from gradiometer.quantities import HISTOGRAMS, TIME_QUANTITIES
from gradiometer_desktop import files, problems
from gradiometer_desktop.compare.chosen import ComparedSelection
from gradiometer_desktop.docks import bring_forward
from gradiometer_desktop.language import said, tr
from gradiometer_desktop.selection import LAYER_QUANTITIES, Selection

if TYPE_CHECKING:
    from gradiometer_desktop.main_window import MainWindow


def open_figure(window: MainWindow, path: Path) -> bool:
    """Open the session of a figure at the same view, or those of a comparison in a window of their own. On bad input
    the present one stays, and a sentence says why.
    """
    try:
        record = read_record(path)
        sessions = find_sessions(record, path, [files.sessions_folder()])
    except ExportError as error:
        problems.tell(window, tr("The session of this figure cannot be opened"), said(str(error)))
        return False
    if len(sessions) > 1:
        compared = window.open_comparison(sessions)
        if compared is not None:
            show_compared_view(compared.chosen, record.view)
            if record.figure in compared.docks:
                bring_forward(compared, compared.docks[record.figure])
        return compared is not None
    if not window.open_path(sessions[0]):
        return False
    shown = window.session
    assert shown is not None
    show_view(window.selection, record.view, shown.history.outline.layer_names)
    dock = window.docks.get(record.figure)
    if dock is not None:
        dock.show()
        dock.raise_()
    return True


def show_view(selection: Selection, view: Mapping[str, Any], layer_names: tuple[str, ...]) -> None:
    """Let all plots show what a figure shows; what it says that is not known here is left as it is."""
    if view.get("layer") in layer_names:
        selection.choose_layer(layer_names.index(view["layer"]))
    quantity = view.get("quantity")
    if quantity in LAYER_QUANTITIES:
        selection.choose_quantity(quantity)
    elif quantity in TIME_QUANTITIES:
        selection.choose_time_quantity(quantity)
    if view.get("histogram") in HISTOGRAMS:
        selection.choose_histogram(view["histogram"])
    first, last, step = (_number(view.get(name)) for name in ("first_step", "last_step", "step"))
    if first is not None or last is not None:
        low = selection.steps.first if first is None else first
        high = selection.steps.last if last is None else last
        if high > low:
            selection.steps.set_by_hand(low, high)
    if step is not None:
        selection.moment.choose(step)


def show_compared_view(chosen: ComparedSelection, view: Mapping[str, Any]) -> None:
    """The same of several sessions."""
    if view.get("quantity") in LAYER_QUANTITIES:
        chosen.choose_quantity(view["quantity"])
    if view.get("histogram") in HISTOGRAMS:
        chosen.choose_histogram(view["histogram"])
    layers = view.get("layers")
    if isinstance(layers, list) and layers and all(isinstance(layer, int) for layer in layers):
        chosen.choose_layers(tuple(layers))
    if view.get("align") in ALIGNMENTS:
        chosen.choose_align(view["align"])
    chosen.count_from_output(view.get("from_output") is True)
    first, last, position = (_number(view.get(name)) for name in ("first", "last", "position"))
    if first is not None and last is not None and first < last:
        chosen.steps.set_by_hand(first, last)
    chosen.move(position)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
