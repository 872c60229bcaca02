"""Trains the runs of a trial, with no window: one that is recorded step by step, and its repaired twins."""

from __future__ import annotations

import dataclasses
import json
import math
from collections import deque
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from gradiometer.examples import CLASSES, VALUES, Examples
from gradiometer.experiment import Experiment
from gradiometer.layout import Layout
from gradiometer.reports import EvaluationReport, Report, StepReport
from gradiometer.schedule import NEVER
from gradiometer.session_writer import SessionWriter
from gradiometer.trainer import Trainer
from gradiometer.trials import (
    BUDGET,
    ENOUGH_PROGRESS,
    TAIL,
    Outcome,
    progress_of_accuracy,
    progress_of_loss,
    repairs,
)

_BROKEN_STEPS = 20
"""A loss that was no number for so many steps will be none again, and the run need not go on."""


def record(experiment: Experiment, examples: Examples, path: Path) -> Outcome:
    """Train a run, and record all of every step in a session file. Raises StorageError where that cannot be written."""
    trainer = Trainer(experiment, examples)
    meta = {"experiment": json.dumps(experiment.as_dict()), "inputs": json.dumps(trainer.data.inputs.as_dict())}
    writer = SessionWriter(path, experiment.outline, meta | trainer.describe_machine())
    try:
        return _train(trainer, _Scale.of(experiment, examples), writer)
    finally:
        trainer.close()
        writer.close()


def train(experiment: Experiment, examples: Examples) -> Outcome:
    """Train a run that nobody watches, which computes the same."""
    trainer = Trainer(dataclasses.replace(experiment, watch_everything=False), examples)
    # Nothing is measured before it counts.
    trainer.schedule.space(NEVER)
    try:
        return _train(trainer, _Scale.of(experiment, examples), None)
    finally:
        trainer.close()


def train_repaired(experiment: Experiment, examples: Examples, standardized: Examples) -> Mapping[str, Outcome]:
    """What came of the repaired twins, up to the first one that learned all there is to learn.

    standardized: the examples as the repairs read them, which are other ones where the data are the user's own.
    """
    outcomes: dict[str, Outcome] = {}
    for name, twin in repairs(experiment).items():
        outcomes[name] = train(twin, standardized if twin.standardize else examples)
        if outcomes[name].least >= ENOUGH_PROGRESS:
            break
    return outcomes


class _Scale:
    """Turns loss and accuracy into progress. guess: what the best constant answer has of the one that counts."""

    def __init__(self, guess: float, *, by_loss: bool):
        self._guess = guess
        self._by_loss = by_loss

    @classmethod
    def of(cls, experiment: Experiment, examples: Examples) -> _Scale:
        """Of the held-out examples."""
        targets = examples.targets[len(examples) - experiment.num_held_out :]
        kind = experiment.known_facts.targets
        if kind == VALUES:
            # Half the squared error of the mean, as losses.LOSSES has it.
            return cls(float(np.var(targets.astype(np.float64), axis=0).sum()) / 2, by_loss=True)
        assert kind == CLASSES, f"no trial of {kind}"
        return cls(float(np.bincount(targets.astype(np.int64)).max()) / len(targets), by_loss=False)

    def progress(self, loss: float, accuracy: float) -> float:
        return progress_of_loss(loss, self._guess) if self._by_loss else progress_of_accuracy(accuracy, self._guess)


def _train(trainer: Trainer, scale: _Scale, writer: SessionWriter | None) -> Outcome:
    """Train for the whole budget, and one step more to look at what came of it."""
    layout = trainer.experiment.outline.layouts["step"]
    tail: deque[tuple[float, float]] = deque(maxlen=TAIL)
    held_out = (math.nan, math.nan)
    broken = 0
    while trainer.step <= BUDGET and broken < _BROKEN_STEPS:
        if trainer.step == BUDGET - TAIL:
            trainer.schedule.space(1)
        for report in trainer.turn():
            if writer is not None and _is_wanted(report):
                writer.add(report)
            if isinstance(report, StepReport):
                loss, accuracy = _read(layout, report)
                broken = 0 if math.isfinite(loss) else broken + 1
                if report.step < BUDGET:
                    tail.append((loss, accuracy))
            elif isinstance(report, EvaluationReport) and report.step == BUDGET:
                held_out = float(report.values[1]), float(report.values[2])
        if writer is not None:
            writer.tick()
    training = np.mean(tail, axis=0)
    is_finite = bool(np.isfinite(training[0])) and math.isfinite(held_out[0])
    return Outcome(is_finite, scale.progress(*training.tolist()), scale.progress(*held_out))


def _is_wanted(report: Report) -> bool:
    """Whether rules may ask for it: pictures of the decision surface and of single units are left out."""
    return getattr(report, "stream", "") not in ("surface", "unit")


def _read(layout: Layout, report: StepReport) -> tuple[float, float]:
    """Loss and accuracy of its batch."""
    return float(report.values[layout.slice("loss")][0]), float(report.values[layout.slice("accuracy")][0])
