"""Sessions of recurrent networks with known gradients through time, written without any training."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike

from gradiometer.experiment import Experiment
from gradiometer.history import History
from gradiometer.outline import Outline
from gradiometer.reports import LookReport, StepReport
from recorded import new_writer

TIMED = Experiment(
    name="timed",
    family="gru",
    data="adding",
    length=5,
    hidden=(4, 4),
    loss="squared_error",
    num_train=64,
    num_held_out=16,
)
"""Two recurrent levels and an output layer, five time steps."""

Looks = Mapping[int, Mapping[str, ArrayLike]]
"""Step -> quantity -> values [num_levels, num_times] of all layers but the output; what is not given is NaN."""


def of_length(length: int, *hidden: int, **values: object) -> Experiment:
    return dataclasses.replace(TIMED, length=length, hidden=hidden or TIMED.hidden, **values)


def look_row(outline: Outline, step: int, values: Mapping[str, ArrayLike]) -> np.ndarray:
    """A row of the stream "time"."""
    layout = outline.layouts["time"]
    row = np.full(layout.width, np.nan)
    row[0] = step
    for name, given in values.items():
        by_layer = np.full((len(outline.layers), len(outline.times)), np.nan)
        by_layer[:-1] = given
        row[layout.slice(name)] = by_layer.ravel()
    return row


def reports(experiment: Experiment, looks: Looks, num_steps: int) -> Iterator[LookReport | StepReport]:
    """The reports of so many steps, with these looks among them."""
    outline = experiment.outline
    for step in range(num_steps):
        if step in looks:
            yield LookReport(step, look_row(outline, step, looks[step]), "time")
        row = np.full(outline.layouts["step"].width, 0.5)
        row[0] = step
        yield StepReport(step, row)


def timed_history(looks: Looks, num_steps: int = 20, experiment: Experiment = TIMED) -> History:
    """A live history."""
    history = History.live(experiment)
    history.append(reports(experiment, looks, num_steps))
    return history


def write_timed(path: Path, looks: Looks, num_steps: int = 20, experiment: Experiment = TIMED) -> Path:
    """A session file."""
    writer = new_writer(path, experiment)
    for report in reports(experiment, looks, num_steps):
        writer.add(report)
    assert writer.close() == ""
    return path
