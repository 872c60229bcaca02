"""Session files with known contents, written without any training."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from gradiometer.bins import BINS
from gradiometer.experiment import Experiment
from gradiometer.layout import Layout, layouts, step_layout
from gradiometer.reports import EvaluationReport, Event, Intervention, LookReport, StepReport
from gradiometer.session_writer import SessionWriter


def random_row(layout: Layout, step: int, generator: np.random.Generator) -> np.ndarray:
    """A row of the stream "step" between 1e-6 and 1, the later layers larger."""
    row = 10.0 ** generator.uniform(-6, 0, layout.width)
    row[0] = step
    row[layout.slice("elapsed")] = 0.001 * step
    first, count = layout.columns["weight_gradient_norm"]
    row[first : first + count] *= 10.0 ** np.linspace(-6, 0, count)
    row[layout.slice("weight_gradient_norm_after_clip")] = row[first : first + count]
    return row


def random_histogram(experiment: Experiment, generator: np.random.Generator) -> np.ndarray:
    """Counts uint32 [num_layers, num_bins + 4] with zeros and a subnormal."""
    bins = BINS[experiment.dtype]
    counts = np.zeros((len(experiment.layer_names), bins.num_bins + 4), np.uint32)
    for sign in (-1, 1):
        for exponent in range(-20, -2):
            counts[:, bins.middle + sign * (exponent - bins.min_exponent + 1)] = generator.integers(0, 50, len(counts))
    counts[:, bins.middle] = 8
    counts[:, bins.num_bins :] = (7, 1, 0, 0)
    return counts


def write_session(
    path: Path,
    experiment: Experiment,
    num_steps: int,
    *,
    change_row: Callable[[Layout, np.ndarray], None] | None = None,
    change_histogram: Callable[[np.ndarray], None] | None = None,
    others: Sequence[Intervention | Event] = (),
    seed: int = 0,
) -> Path:
    """Write a session of random rows, histograms and evaluations in the experiment's rhythm.

    change_row, change_histogram: alter what was drawn, in place.
    """
    generator = np.random.default_rng(seed)
    layout = step_layout(len(experiment.layer_names))
    look_width = layouts(len(experiment.layer_names))["look"].width
    writer = SessionWriter(path, experiment, {"torch_version": "none"})
    for report in others:
        writer.add(report)
    for step in range(num_steps):
        if step % experiment.evaluate_every == 0:
            writer.add(EvaluationReport(step, np.array([step, *generator.uniform(0, 1, 2)])))
        if step % 3 == 0:
            writer.add(LookReport(step, np.array([step, *generator.uniform(0, 1, look_width - 1)])))
        row = random_row(layout, step, generator)
        if change_row is not None:
            change_row(layout, row)
        histogram = None
        if step % experiment.histogram_every == 0:
            histogram = random_histogram(experiment, generator)
            if change_histogram is not None:
                change_histogram(histogram)
        writer.add(StepReport(step, row, histogram))
        if step % 1000 == 999:
            assert writer.commit() == ""
    assert writer.close() == ""
    return path
