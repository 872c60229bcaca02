"""A long session as the writer would have left it, made in a minute: every step of a deep network has its norms."""

from __future__ import annotations

import dataclasses
import json
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gradiometer.bins import BINS, SPECIALS, Bins
from gradiometer.experiment import Experiment
from gradiometer.layout import Layout, layouts
from gradiometer.quantities import HISTOGRAMS, STREAMS
from gradiometer.reports import EvaluationReport, HistogramReport, Intervention, LookReport, StepReport
from gradiometer.session_writer import SessionWriter
from gradiometer.settings import Settings

# A commit every half second at 500 steps/s, and what the schedule makes of the rest.
_STEPS_A_COMMIT = 250
_HISTOGRAM_EVERY, _LOOK_EVERY, _LOOK_HISTOGRAMS_EVERY, _EVALUATION_EVERY = 50, 100, 500, 1000
_STEP_S = 0.002
# At these shares of the session the learning rate is changed.
_CHANGED_AT = (0.1, 0.25, 0.5, 0.8, 0.95)
# Histograms are drawn once and then moved along the exponents.
_VARIANTS = 16


def deep_network() -> Experiment:
    """32 hidden layers, as in bench_training, which would import torch."""
    return Experiment(
        name="deep",
        hidden=(128,) * 32,
        batch_size=64,
        initialization="he",
        norms_every=1,
        histogram_every=_HISTOGRAM_EVERY,
        evaluate_every=_EVALUATION_EVERY,
        settings=Settings(activation="relu", learning_rate=0.01),
    )


def make_session(path: Path, num_steps: int, experiment: Experiment) -> None:
    """Write a file of so many steps; the same each time."""
    writer = SessionWriter(path, experiment.outline, {"experiment": json.dumps(experiment.as_dict())})
    # Nobody needs this file after the power has failed.
    writer._database.execute("PRAGMA synchronous = OFF")
    writer._database.execute("PRAGMA journal_mode = MEMORY")
    invention = _Invention(experiment, num_steps)
    for first in range(0, num_steps, _STEPS_A_COMMIT):
        _add_steps(writer, invention, range(first, min(first + _STEPS_A_COMMIT, num_steps)))
        said = writer.commit()
        if writer.has_pending:
            raise RuntimeError(f"the session to measure cannot be written: {said or writer.failure}")
    writer.close()


def _add_steps(writer: SessionWriter, invention: _Invention, steps: range) -> None:
    """What one commit holds."""
    for step, intervention in invention.interventions.items():
        if step in steps:
            writer.add(intervention)
    evaluations, looks = ([step for step in steps if step % every == 0] for every in (_EVALUATION_EVERY, _LOOK_EVERY))
    for step, values in zip(evaluations, invention.rows("evaluation", evaluations), strict=True):
        writer.add(EvaluationReport(step, values))
    for stream in ("look", "unit"):
        for step, values in zip(looks, invention.rows(stream, looks), strict=True):
            writer.add(LookReport(step, values, stream))
    for step, values in zip(steps, invention.rows("step", list(steps)), strict=True):
        writer.add(StepReport(step, values))
    for kind in HISTOGRAMS:
        every = _HISTOGRAM_EVERY if kind == "weight_gradient" else _LOOK_HISTOGRAMS_EVERY
        for step in steps:
            if step % every == 0:
                writer.add(HistogramReport(step, kind, invention.histogram(kind, step)))


class _Invention:
    """Numbers that look like training: decades between the layers, a slow decline, waves, noise, leaps at changes."""

    def __init__(self, experiment: Experiment, num_steps: int):
        self._num_steps = num_steps
        self._chance = np.random.default_rng(0)
        self._layouts = layouts(len(experiment.layer_names))
        bins = BINS[experiment.dtype]
        self._counts = {kind: _draw_counts(self._chance, bins, experiment) for kind in HISTOGRAMS}
        settings, self.interventions = experiment.settings, dict[int, Intervention]()
        for number, share in enumerate(_CHANGED_AT):
            after = dataclasses.replace(settings, learning_rate=0.01 / (number + 2))
            step = int(share * num_steps)
            self.interventions[step] = Intervention(step, after, settings, after, "")
            settings = after

    def rows(self, stream: str, steps: list[int]) -> NDArray[np.float64]:
        """Of these steps, [num_steps, width]."""
        layout, at = self._layouts[stream], np.array(steps, np.float64)
        rows = self._chance.standard_normal((len(at), layout.width))
        rows *= 0.3
        for name, (first, count) in layout.columns.items():
            if name in STREAMS[stream] and STREAMS[stream][name].per_layer:
                rows[:, first : first + count] += self._height(at, count)
        np.exp(rows, out=rows)
        _set(rows, layout, "step", at)
        _set(rows, layout, "elapsed", _STEP_S * at)
        if "loss" in layout.columns:
            _set(rows, layout, "loss", rows[:, layout.slice("loss")][:, 0] * np.exp(-2 * at / self._num_steps))
        for name in ("accuracy", "held_out_accuracy", "watch_share", "clip_cosine", "clipped_share"):
            if name in layout.columns:
                _set(rows, layout, name, np.minimum(rows[:, layout.slice(name)][:, 0] / 3, 1.0))
        return rows

    def histogram(self, kind: str, step: int) -> NDArray[np.uint32]:
        """At a step, [num_layers, num_bins + 4]."""
        variants = self._counts[kind]
        counts: NDArray[np.uint32] = variants[self._chance.integers(len(variants))].copy()
        exponents = counts[:, : -len(SPECIALS)]
        half = exponents.shape[1] // 2
        # Towards the middle from both sides, as gradients become smaller.
        moved = round(3 * step / self._num_steps)
        exponents[:, :half] = np.roll(exponents[:, :half], moved, axis=1)
        exponents[:, half + 1 :] = np.roll(exponents[:, half + 1 :], -moved, axis=1)
        return counts

    def _height(self, at: NDArray[np.float64], num_layers: int) -> NDArray[np.float64]:
        """The natural logarithm of a quantity of each layer."""
        share = at / self._num_steps
        num_changes = np.searchsorted(np.array(list(self.interventions)), at, side="right")
        over_time = -3 * share + 0.5 * np.sin(40 * share) - 0.2 * num_changes
        return np.add.outer(over_time, np.linspace(-6.0, 0.0, num_layers))


def _set(rows: NDArray[np.float64], layout: Layout, name: str, values: NDArray[np.float64]) -> None:
    if name in layout.columns:
        rows[:, layout.slice(name)] = values[:, None]


def _draw_counts(chance: np.random.Generator, bins: Bins, experiment: Experiment) -> NDArray[np.uint32]:
    """Variants of a histogram of normal values in all layers, uint32 [_VARIANTS, num_layers, num_bins + 4]."""
    sizes = [size for size, _next in pairwise((784, *experiment.hidden, 10))]
    counts = np.zeros((_VARIANTS, len(sizes), bins.num_bins + len(SPECIALS)), np.uint32)
    for variant in counts:
        for layer, size in enumerate(sizes):
            values = chance.standard_normal(128 * size) * 10.0 ** (-4 + 3 * layer / len(sizes))
            exponents = np.frexp(values)[1] - 1 - bins.min_exponent
            index = np.where(values < 0, bins.middle - 1 - exponents, bins.middle + 1 + exponents)
            variant[layer, : bins.num_bins] = np.bincount(index, minlength=bins.num_bins)
    return counts
