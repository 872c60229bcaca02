"""Tables: a session's data at full resolution as CSV. To add one, add one line to TABLES and the function it names.

Numbers are written so that reading them back gives the same float64; NaN is `nan`, infinity `inf`.
"""

from __future__ import annotations

import csv
import dataclasses
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gradiometer.bins import SPECIALS
from gradiometer.exports import ExportError, check_histogram, check_layer, find_trial, written_aside
from gradiometer.quantities import EVALUATION_QUANTITIES, GRID, MOST_UNITS, QUANTITIES, STREAMS, stream_of
from gradiometer.reports import Finding
from gradiometer.series import Series
from gradiometer.session_file import Session
from gradiometer.session_format import HistogramRows
from gradiometer.surfaces import Surface, class_name
from gradiometer.time_steps import by_layer, levels_of, nearest_level, shown_quantity

# Rows in memory at a time: 4096 rows of 32 layers are some 20 MB as Python numbers.
_CHUNK_ROWS = 4096


class Rows(NamedTuple):
    """A table: the names of its columns, and its rows a chunk at a time."""

    header: list[str]
    chunks: Iterator[list[Sequence[object]]]


@dataclass(frozen=True, slots=True)
class Choice:
    """What is asked of a table. layer: index from the input; quantity: in QUANTITIES; step: None for the newest;
    histogram: in HISTOGRAMS; trial: its number, None for the newest.
    """

    layer: int
    quantity: str
    step: int | None
    histogram: str
    trial: int | None = None


@dataclass(frozen=True)
class Table:
    """title: what a person reads; rows: makes the table of a session."""

    title: str
    rows: Callable[[Session, Choice], Rows]


def write_table(
    session: Session,
    name: str,
    path: Path,
    *,
    layer: int | None = None,
    quantity: str = "weight_gradient_norm",
    step: int | None = None,
    histogram: str = "weight_gradient",
    trial: int | None = None,
) -> None:
    """Write a table as CSV: UTF-8, one header line, `\\n` line ends.

    name: in TABLES; layer: index from the input, of `histogram`, `heatmap` and `time_heatmap` (None: the first);
    quantity: of `norms`, `profile` and `time_heatmap`; step: of `profile`, `factors`, `through_time`, `neurons` and
    `histogram`, the newest one up to it (None: the newest of all);
    histogram: what `histogram` and `heatmap` count, in HISTOGRAMS; trial: its number, of `trial` (None: the newest).

    Raises ExportError, also for an unknown name, and SessionFileError where the session is damaged.
    """
    write_rows(
        path, rows_of(session, name, layer=layer, quantity=quantity, step=step, histogram=histogram, trial=trial)
    )


def rows_of(
    session: Session,
    name: str,
    *,
    layer: int | None = None,
    quantity: str = "weight_gradient_norm",
    step: int | None = None,
    histogram: str = "weight_gradient",
    trial: int | None = None,
) -> Rows:
    """A table of TABLES with the choices of `write_table`, which are checked at once. Raises ExportError."""
    if name not in TABLES:
        raise ExportError(f"{name} is not a table: choose one of {', '.join(TABLES)}")
    if quantity not in QUANTITIES:
        raise ExportError(f"{quantity} is not a quantity: choose one of {', '.join(QUANTITIES)}")
    check_histogram(histogram)
    return TABLES[name].rows(session, Choice(check_layer(session, layer), quantity, step, histogram, trial))


def write_rows(path: Path, table: Rows) -> None:
    """Write rows as CSV: a whole file or none. Raises ExportError."""
    with written_aside(path) as aside, aside.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(table.header)
        for chunk in table.chunks:
            writer.writerows(chunk)


def stored_series(session: Session, stream: str) -> Series:
    """A stream of a session as a series that reads only what it is asked for."""
    return Series(session.layouts[stream], partial(session.blocks, stream), session.num_rows[stream])


def at_look(session: Session, step: int | None, *names: str) -> tuple[int, list[NDArray[np.float64]]] | None:
    """The newest closer look up to a step (None: of all): its step, and the values of these quantities of one stream;
    None where there is none.
    """
    series = stored_series(session, stream_of(names[0]))
    wanted = series.span()[1] if step is None else step
    found = list(filter(None, (series.at(wanted, name) for name in names)))
    if not found or found[0][0] > wanted:
        return None
    return found[0][0], [values for _step, values in found]


def newest_histogram(session: Session, kind: str, step: int | None) -> HistogramRows | None:
    """The newest histogram of all layers up to a step (None: of all), as a single row; None where there is none."""
    return session.histogram_at(kind, math.inf if step is None else step)


def stream_chunks(session: Session, stream: str) -> Iterator[NDArray[np.float64]]:
    """All rows of a stream, [n, width] at a time."""
    end = session.num_rows[stream]
    for first in range(0, end, _CHUNK_ROWS):
        yield session.blocks(stream, 0, first, min(first + _CHUNK_ROWS, end))[:, 0]


def _quantity(session: Session, choice: Choice, name: str = "") -> Rows:
    name = name or choice.quantity
    stream = stream_of(name)
    columns = session.layouts[stream].slice(name)
    names = list(session.layer_names) if QUANTITIES[name].per_layer else [name]
    if QUANTITIES[name].per_unit:
        names = [f"{layer} unit {unit + 1}" for layer in session.layer_names for unit in range(MOST_UNITS)]
    if QUANTITIES[name].per_time:
        names = [f"{layer} time {time}" for layer in session.layer_names for time in session.outline.times]
    if QUANTITIES[name].per_cell:
        names = [f"row {at // GRID + 1} column {at % GRID + 1}" for at in range(columns.stop - columns.start)]

    def chunks() -> Iterator[list[Sequence[object]]]:
        for rows in stream_chunks(session, stream):
            steps, values = rows[:, 0].astype(np.int64).tolist(), rows[:, columns].tolist()
            yield [[step, *row] for step, row in zip(steps, values, strict=True)]

    return Rows(["step", *names], chunks())


def _profile(session: Session, choice: Choice) -> Rows:
    """Everything that was measured layer by layer together with the quantity asked for."""
    stream = stream_of(choice.quantity) if QUANTITIES[choice.quantity].per_layer else "step"
    names = [name for name, quantity in STREAMS[stream].items() if quantity.per_layer]
    series = stored_series(session, stream)
    step = series.span()[1] if choice.step is None else choice.step
    found = [series.at(step, name) for name in names]
    columns = [values.tolist() for _, values in filter(None, found)]
    rows: list[Sequence[object]] = [
        [index + 1, layer, *values]
        for index, (layer, *values) in enumerate(zip(session.layer_names, *columns, strict=True))
        if values
    ]
    return Rows(["index", "layer", *names], iter([rows]))


def _factors(session: Session, choice: Choice) -> Rows:
    names = ["gain", "gate", "weight_factor"]
    found = at_look(session, choice.step, *names)
    rows: list[Sequence[object]] = []
    if found is not None:
        values = (column.tolist() for column in found[1])
        rows = [[index, *row] for index, row in enumerate(zip(session.layer_names, *values, strict=True), start=1)]
    return Rows(["index", "layer", *names], iter([rows]))


def _neurons(session: Session, choice: Choice) -> Rows:
    """A row for each unit that is kept one by one."""
    found = at_look(session, choice.step, "unit_gradient")
    rows: list[Sequence[object]] = []
    if found is not None:
        for index, values in enumerate(found[1][0].reshape(-1, MOST_UNITS).tolist()):
            layer = session.outline.layers[index]
            # What a layer has is nan where its gradient is not a number; what it has not is no row.
            rows += [
                [index + 1, layer.name, unit, value]
                for unit, value in enumerate(values, start=1)
                if unit <= layer.num_units or value == value
            ]
    return Rows(["index", "layer", "unit", "gradient"], iter([rows]))


def _surface(session: Session, choice: Choice) -> Rows:
    """A row for each point of the grid; what the network gives no number for has neither class nor probability."""
    header = ["x", "y", "class", "name", "probability"]
    found = at_look(session, choice.step, "surface") if session.outline.has_surface else None
    if found is None or session.experiment is None:
        return Rows(header, iter([]))
    facts, surface = session.experiment.known_facts, Surface.of(found[1][0])
    x, y = (np.linspace(facts.box[low], facts.box[low + 1], GRID).tolist() for low in (0, 2))
    rows: list[Sequence[object]] = []
    for place in np.ndindex(GRID, GRID):
        index, row = int(surface.classes[place]), [x[place[1]], y[place[0]]]
        known = [index, class_name(facts, index), float(surface.probabilities[place])]
        rows.append([*row, *(known if index >= 0 else ["", "", ""])])
    return Rows(header, iter([rows]))


def _through_time(session: Session, choice: Choice) -> Rows:
    """A row for each recurrent layer and time step, with everything that is measured at these."""
    outline, names = session.outline, session.outline.time_quantities
    found = at_look(session, choice.step, *names) if outline.times and names else None
    rows: list[Sequence[object]] = []
    if found is not None:
        # [num_quantities, num_layers, num_times]
        values = np.stack([by_layer(row, len(outline.layers)) for row in found[1]])
        for level in levels_of(*values):
            at_times = zip(outline.times, values[:, level].T.tolist(), strict=True)
            rows += [[level + 1, outline.layer_names[level], time, *each] for time, each in at_times]
    return Rows(["index", "layer", "time_step", *names], iter([rows]))


def _time_heatmap(session: Session, choice: Choice) -> Rows:
    """A row for each closer look, of the chosen layer or of the recurrent one nearest to it."""
    outline = session.outline
    name = shown_quantity(choice.quantity, outline.time_quantities)
    columns = session.layouts["time"].slice(name)

    def chunks() -> Iterator[list[Sequence[object]]]:
        for rows in stream_chunks(session, "time"):
            values = rows[:, columns].reshape(len(rows), len(outline.layers), -1)
            levels = levels_of(*values)
            layer = nearest_level(levels, choice.layer) if levels else choice.layer
            steps = rows[:, 0].astype(np.int64).tolist()
            yield [[step, *row] for step, row in zip(steps, values[:, layer].tolist(), strict=True)]

    return Rows(["step", *(f"time {time}" for time in outline.times)], chunks())


def _loss(session: Session, choice: Choice) -> Rows:
    layout = session.layouts["step"]
    loss, accuracy = layout.slice("loss").start, layout.slice("accuracy").start
    held_out = {int(step): values for chunk in stream_chunks(session, "evaluation") for step, *values in chunk.tolist()}
    blank = ["", ""]

    def chunks() -> Iterator[list[Sequence[object]]]:
        for rows in stream_chunks(session, "step"):
            values = rows[:, [0, loss, accuracy]].tolist()
            yield [[int(step), *training, *held_out.pop(int(step), blank)] for step, *training in values]
        # A run that ended in the middle of a step has looked at the held-out examples only.
        yield [[step, *blank, *values] for step, values in held_out.items()]

    return Rows(["step", "loss", "accuracy", *EVALUATION_QUANTITIES], chunks())


_HISTOGRAM = ["step", "kind", "bin_low", "bin_high", "count"]


def histogram_rows(
    session: Session, step: int, counts: NDArray[np.uint32], shown: NDArray[np.int64]
) -> Iterator[Sequence[Any]]:
    """One histogram [num_bins + 4] as rows: the bins of the indices shown, then what lies in none of them.

    Each value is counted once: the middle bin, which is zeros and subnormals, stands as those two kinds.
    """
    edges = session.bins.edges
    for index in shown.tolist():
        if index != session.bins.middle:
            yield [step, "bin", float(edges[index]), float(edges[index + 1]), int(counts[index])]
    for kind, count in zip(SPECIALS, counts[session.bins.num_bins :].tolist(), strict=True):
        yield [step, kind, "", "", count]


def _histogram(session: Session, choice: Choice) -> Rows:
    found = newest_histogram(session, choice.histogram, choice.step)
    if found is None:
        return Rows(_HISTOGRAM, iter([]))
    shown = shown_bins(session, found.counts[0, choice.layer])
    rows = histogram_rows(session, int(found.steps[0]), found.counts[0, choice.layer], shown)
    return Rows(_HISTOGRAM, iter([list(rows)]))


def shown_bins(session: Session, counts: NDArray[np.uint32]) -> NDArray[np.int64]:
    """The indices of the bins that a table shows of one histogram [num_bins + 4]."""
    # Both signs show the same magnitudes, or the empty ones between 1e-38 and the smallest value would fill pages.
    distance = np.abs(np.arange(session.bins.num_bins) - session.bins.middle)
    used = distance[np.flatnonzero(counts[: session.bins.num_bins])]
    used = used[used > 0]
    return np.flatnonzero((distance >= used.min()) & (distance <= used.max())) if len(used) else np.empty(0, np.int64)


def _heatmap(session: Session, choice: Choice) -> Rows:
    def chunks() -> Iterator[list[Sequence[object]]]:
        for piece in session.histogram_rows(choice.histogram):
            for step, counts in zip(piece.steps.tolist(), piece.counts[:, choice.layer], strict=True):
                shown = np.flatnonzero(counts[: session.bins.num_bins])
                yield [row for row in histogram_rows(session, step, counts, shown) if row[-1]]

    return Rows(_HISTOGRAM, chunks())


def _trial(session: Session, choice: Choice) -> Rows:
    """The course of each branch against the control; all the values that were kept."""
    header = ["arm", "step", *(f"{name}_{part}" for name in ("ratio", "loss") for part in ("mean", "low", "high"))]
    trial = find_trial(session, choice.trial)
    rows: list[Sequence[object]] = []
    for arm in () if trial is None else trial.arms:
        course = zip(arm.course.steps, arm.course.ratio, arm.course.loss, strict=True)
        rows += [[arm.label, step, *ratio, *loss] for step, ratio, loss in course]
    return Rows(header, iter([rows]))


def _interventions(session: Session, choice: Choice) -> Rows:
    rows: list[Sequence[object]] = [
        [change.step, change.label, change.effect, change.because] for change in session.interventions
    ]
    return Rows(["step", "label", "effect", "because"], iter([rows]))


def _events(session: Session, choice: Choice) -> Rows:
    rows: list[Sequence[object]] = [
        [event.step, event.kind, "" if event.layer is None else session.layer_names[event.layer], event.text]
        for event in session.events
    ]
    return Rows(["step", "kind", "layer", "text"], iter([rows]))


def _findings(session: Session, choice: Choice) -> Rows:
    """layers: by name, all of them; empty for the whole network."""
    names = [field.name for field in dataclasses.fields(Finding)]
    rows: list[Sequence[object]] = []
    for finding in session.findings:
        values = {name: getattr(finding, name) for name in names}
        values["layers"] = ", ".join(session.layer_names[layer] for layer in finding.layers)
        values["remedies"] = ", ".join(finding.remedies)
        rows.append([*values.values()])
    return Rows(names, iter([rows]))


def _notes(session: Session, choice: Choice) -> Rows:
    return Rows(["step", "text"], iter([list(session.notes.items())]))


# The tables behind the plots bear the plots' names. `loss` and `surface`, also quantities, are the wider tables of
# those plots.
TABLES: dict[str, Table] = {
    "profile": Table("Norms of each layer at one step", _profile),
    "factors": Table("Gain, gate and weight factor of each layer at one closer look", _factors),
    "through_time": Table("What is measured of recurrent layers at each time step, at one closer look", _through_time),
    "norms": Table("Weight gradient norm of each layer over steps", _quantity),
    "histogram": Table("Newest histogram of one layer", _histogram),
    "neurons": Table("Gradient dC/db of each neuron at one closer look", _neurons),
    "heatmap": Table("Histograms of one layer over steps", _heatmap),
    "time_heatmap": Table("Gradient through time of one recurrent layer over steps", _time_heatmap),
    "loss": Table("Loss and accuracy, training and held-out", _loss),
    "surface": Table("Class and probability at each point of the plane at one closer look", _surface),
    "trial": Table("Norm and loss of the forks of a trial against the control's, over steps", _trial),
    "interventions": Table("Changes made while training", _interventions),
    "events": Table("What happened by itself", _events),
    "findings": Table("What is wrong with the run, by rules", _findings),
    "notes": Table("Notes pinned to steps", _notes),
    **{
        name: Table(f"{quantity.title[0].upper()}{quantity.title[1:]}", partial(_quantity, name=name))
        for name, quantity in QUANTITIES.items()
        if name not in ("loss", "surface")
    },
}
