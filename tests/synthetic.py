"""Session files with known contents, written without any training."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from gradiometer.bins import BINS
from gradiometer.experiment import Experiment
from gradiometer.layout import Layout, step_layout
from gradiometer.outline import LayerOutline, Outline
from gradiometer.quantities import HISTOGRAMS
from gradiometer.reports import EvaluationReport, Event, Finding, HistogramReport, Intervention, LookReport, StepReport
from gradiometer.session_writer import SessionWriter
from recorded import AT_LOOKS, new_writer, streams_at_looks


def random_row(layout: Layout, step: int, generator: np.random.Generator) -> np.ndarray:
    """A row of the stream "step" between 1e-6 and 1, the later layers larger."""
    row = 10.0 ** generator.uniform(-6, 0, layout.width)
    row[0] = step
    row[layout.slice("elapsed")] = 0.001 * step
    first, count = layout.columns["weight_gradient_norm"]
    row[first : first + count] *= 10.0 ** np.linspace(-6, 0, count)
    row[layout.slice("weight_gradient_norm_after_clip")] = row[first : first + count]
    return row


def random_histogram(outline: Outline, generator: np.random.Generator) -> np.ndarray:
    """Counts uint32 [num_layers, num_bins + 4] with zeros and a subnormal."""
    bins = BINS[outline.dtype]
    counts = np.zeros((len(outline.layers), bins.num_bins + 4), np.uint32)
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
    others: Sequence[Intervention | Event | Finding] = (),
    with_look_histograms: bool = True,
    seed: int = 0,
) -> Path:
    """Write a session of random rows, histograms and evaluations in the experiment's rhythm.

    change_row, change_histogram: alter what was drawn, in place.
    """
    generator = np.random.default_rng(seed)
    layout = step_layout(len(experiment.layer_names))
    widths = {stream: layout.width for stream, layout in experiment.outline.layouts.items()}
    writer = new_writer(path, experiment)
    for report in others:
        writer.add(report)
    for step in range(num_steps):
        if step % experiment.evaluate_every == 0:
            writer.add(EvaluationReport(step, np.array([step, *generator.uniform(0, 1, 2)])))
        if step % experiment.histogram_every == 0:
            histogram = random_histogram(experiment.outline, generator)
            if change_histogram is not None:
                change_histogram(histogram)
            writer.add(HistogramReport(step, "weight_gradient", histogram))
        if step % 3 == 0:
            for kind in AT_LOOKS if with_look_histograms else ():
                writer.add(HistogramReport(step, kind, random_histogram(experiment.outline, generator)))
            for stream in (*streams_at_looks(experiment), "look"):
                writer.add(LookReport(step, np.array([step, *generator.uniform(0, 1, widths[stream] - 1)]), stream))
        row = random_row(layout, step, generator)
        if change_row is not None:
            change_row(layout, row)
        writer.add(StepReport(step, row))
        if step % 1000 == 999:
            assert writer.commit() == ""
    assert writer.close() == ""
    return path


WATCHED = Outline(
    "mine",
    "conv and lstm",
    "float64",
    (
        LayerOutline("0.conv", 144, 16, "bfloat16", has_hidden_bias=True),
        LayerOutline("lstm", 4096, 0, "complex128"),
        LayerOutline("head", 170, 10, "float64"),
    ),
)
"""A network of somebody's own, in three precisions."""


def write_watched(
    path: Path,
    num_steps: int = 30,
    outline: Outline = WATCHED,
    *,
    change_row: Callable[[Layout, np.ndarray], None] | None = None,
    looks: Sequence[int] | None = None,
    seed: int = 0,
) -> Path:
    """Write a session that has an outline and no experiment, as a watched loop leaves it: with no accuracy and with
    nothing held out.

    change_row: alters a row of the stream "step" in place; looks: the steps with all kinds of histograms (every third).
    """
    generator = np.random.default_rng(seed)
    columns = outline.layouts
    writer = SessionWriter(path, outline, {"model": "Net", "optimizer": "Muon", "watching": "every step"})
    for step in range(num_steps):
        if step in (range(0, num_steps, 3) if looks is None else looks):
            for kind in HISTOGRAMS:
                writer.add(HistogramReport(step, kind, random_histogram(outline, generator)))
            for stream in ("unit", "look"):
                values = generator.uniform(0, 1, columns[stream].width - 1)
                writer.add(LookReport(step, np.array([step, *values]), stream))
        row = random_row(columns["step"], step, generator)
        row[columns["step"].slice("accuracy")] = np.nan
        if change_row is not None:
            change_row(columns["step"], row)
        writer.add(StepReport(step, row))
    assert writer.close() == ""
    return path
