"""Tables of several sessions as CSV, in long form: a row for each session, step and layer, at full resolution.

To add one, add one line to COMPARE_TABLES and the function it names.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from gradiometer.against import Against, hold_against
from gradiometer.alignment import ALIGNMENT_FIELD
from gradiometer.compared import Compared
from gradiometer.comparison import Comparison
from gradiometer.exports import ExportError, check_histogram, check_quantity
from gradiometer.quantities import EVALUATION_QUANTITIES, QUANTITIES, stream_of
from gradiometer.tables import TABLES, Choice, Rows, histogram_rows, shown_bins, stream_chunks, write_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareChoice:
    """What is asked of a table. layers: counted from either end, None for all; position: None for the newest."""

    layers: Sequence[int] | None
    quantity: str
    align: str
    position: float | None
    histogram: str


@dataclass(frozen=True)
class CompareTable:
    """title: what a person reads; rows: makes the table of a comparison."""

    title: str
    rows: Callable[[Comparison, CompareChoice], Rows]


def write_comparison(
    comparison: Comparison,
    name: str,
    path: Path,
    *,
    layers: Sequence[int] | None = None,
    quantity: str = "weight_gradient_norm",
    align: str = "step",
    position: float | None = None,
    histogram: str = "weight_gradient",
) -> None:
    """Write a table of the sessions shown as CSV.

    name: in COMPARE_TABLES; layers: of `profile`, `norms`, `ratio` and `histogram` (all); the others as in
    figures.compare.CompareOptions. Raises ExportError, FieldError and SessionFileError.
    """
    rows = comparison_rows(
        comparison, name, layers=layers, quantity=quantity, align=align, position=position, histogram=histogram
    )
    write_rows(path, rows)


def comparison_rows(
    comparison: Comparison,
    name: str,
    *,
    layers: Sequence[int] | None = None,
    quantity: str = "weight_gradient_norm",
    align: str = "step",
    position: float | None = None,
    histogram: str = "weight_gradient",
) -> Rows:
    """The same as rows, whose choices are checked at once. Raises as `write_comparison` does."""
    if name not in COMPARE_TABLES:
        raise ExportError(f"{name} is not a table of a comparison: choose one of {', '.join(COMPARE_TABLES)}")
    choice = CompareChoice(
        layers=layers,
        quantity=check_quantity(name, quantity),
        align=ALIGNMENT_FIELD.check("align", align),
        position=position,
        histogram=check_histogram(histogram),
    )
    return COMPARE_TABLES[name].rows(comparison, choice)


def _layers_of(side: Compared, choice: CompareChoice) -> list[int]:
    """The indices of the layers asked for that a session has, from the input on."""
    if choice.layers is None:
        return list(range(side.num_layers))
    return sorted({index for place in choice.layers if (index := side.layer(place)) is not None})


def _norms(comparison: Comparison, choice: CompareChoice) -> Rows:
    """position: on the axis of the alignment."""
    quantity, stream = QUANTITIES[choice.quantity], stream_of(choice.quantity)

    def chunks() -> Iterator[list[Sequence[object]]]:
        for side in comparison.shown:
            clock, first = side.clock(choice.align), side.session.layouts[stream].slice(choice.quantity).start
            if clock is None:
                continue
            layers = _layers_of(side, choice) if quantity.per_layer else [0]
            names = side.session.layer_names if quantity.per_layer else ("",)
            for rows in stream_chunks(side.session, stream):
                positions = clock.positions(rows[:, 0]).tolist()
                steps, values = rows[:, 0].astype(np.int64).tolist(), rows[:, [first + layer for layer in layers]]
                yield [
                    [side.label, step, position, names[layer], value]
                    for step, position, row in zip(steps, positions, values.tolist(), strict=True)
                    for layer, value in zip(layers, row, strict=True)
                ]

    return Rows(["session", "step", "position", "layer", choice.quantity], chunks())


def _profile(comparison: Comparison, choice: CompareChoice) -> Rows:
    """index: of the layer, 1 at the input."""
    rows: list[Sequence[object]] = []
    for side in comparison.shown:
        found = side.at(choice.quantity, choice.align, choice.position)
        if found is not None:
            step, values = found[0], found[1].tolist()
            for layer in _layers_of(side, choice):
                rows.append([side.label, step, layer + 1, side.session.layer_names[layer], values[layer]])
    return Rows(["session", "step", "index", "layer", choice.quantity], iter([rows]))


def _histogram(comparison: Comparison, choice: CompareChoice) -> Rows:
    """The bins as they were counted, each with its share of the layer's values."""
    rows: list[Sequence[object]] = []
    for side in comparison.shown:
        for layer in _layers_of(side, choice):
            spread = side.spread(choice.histogram, layer, choice.align, choice.position)
            if spread is not None and spread.timeline.newest is not None:
                counts = spread.timeline.newest[0]
                for step, *row in histogram_rows(side.session, spread.step, counts, shown_bins(side.session, counts)):
                    share = row[-1] / max(spread.num_values, 1)
                    rows.append([side.label, step, side.session.layer_names[layer], *row, share])
    header = ["session", "step", "layer", "kind", "bin_low", "bin_high", "count", "share"]
    return Rows(header, iter([rows]))


def _loss(comparison: Comparison, choice: CompareChoice) -> Rows:
    """The table of each session below that of the one before it."""

    def chunks() -> Iterator[list[Sequence[object]]]:
        for side in comparison.shown:
            clock = side.clock(choice.align)
            if clock is None:
                continue
            for chunk in TABLES["loss"].rows(side.session, Choice(0, choice.quantity, None, choice.histogram)).chunks:
                positions = clock.positions(np.array([row[0] for row in chunk], np.float64)).tolist()
                yield [[side.label, row[0], at, *row[1:]] for row, at in zip(chunk, positions, strict=True)]

    return Rows(["session", "step", "position", "loss", "accuracy", *EVALUATION_QUANTITIES], chunks())


def _ratio(comparison: Comparison, choice: CompareChoice) -> Rows:
    """Of every session but the control, at the steps that both measured."""
    quantity = QUANTITIES[choice.quantity]

    def chunks() -> Iterator[list[Sequence[object]]]:
        for side in comparison.others:
            layers = _layers_of(side, choice) if choice.layers is None else choice.layers
            against = hold_against(comparison, side, choice.quantity, layers)
            names = _names_in(against)
            for rows in against.shared_rows(choice.align):
                columns = (rows.own.tolist(), rows.of_control.tolist(), rows.heights.tolist())
                yield [
                    [side.label, step, position, name, *values]
                    for step, position, *row in zip(rows.steps.tolist(), rows.positions.tolist(), *columns, strict=True)
                    for name, *values in zip(names, *row, strict=True)
                ]

    height = "log10_ratio" if quantity.is_log else "difference"
    header = ["session", "step", "position", "layer", choice.quantity, f"{choice.quantity}_of_control", height]
    return Rows(header, chunks())


def _names_in(against: Against) -> list[str]:
    """Of the layers of its columns, as the session itself calls them; empty of the whole network."""
    layers = [None if place is None else against.side.layer(place) for place in against.places]
    return ["" if layer is None else against.side.session.layer_names[layer] for layer in layers]


def _loss_difference(comparison: Comparison, choice: CompareChoice) -> Rows:
    """The same of the loss, which no layer has."""
    header, chunks = _ratio(comparison, dataclasses.replace(choice, quantity="loss"))
    at = header.index("layer")
    return Rows([*header[:at], *header[at + 1 :]], ([[*row[:at], *row[at + 1 :]] for row in chunk] for chunk in chunks))


def _differences(comparison: Comparison, choice: CompareChoice) -> Rows:
    rows: list[Sequence[object]] = [
        [row.group, row.name, row.title, *("" if value is None else value for value in row.values)]
        for row in comparison.differences(everything=True)
    ]
    return Rows(["group", "name", "title", *(side.label for side in comparison.sides)], iter([rows]))


COMPARE_TABLES: dict[str, CompareTable] = {
    "profile": CompareTable("A quantity of each layer at one step", _profile),
    "norms": CompareTable("A quantity of each layer over steps", _norms),
    "histogram": CompareTable("Newest histogram of each layer", _histogram),
    "loss": CompareTable("Loss and accuracy, training and held-out", _loss),
    "ratio": CompareTable("A quantity of each layer against the control's, at the steps that both have", _ratio),
    "loss_difference": CompareTable("Loss against the control's, at the steps that both have", _loss_difference),
    "differences": CompareTable("What was set, what was changed and what came out", _differences),
}
