"""Runs of a tiny experiment, and all that they say and are, so that two of them can be compared bit by bit."""

import dataclasses
from collections.abc import Iterable, Mapping

import safetensors.torch
import torch

from gradiometer.experiment import Experiment
from gradiometer.layout import Layout
from gradiometer.quantities import TIMED
from gradiometer.reports import EvaluationReport, HistogramReport, LookReport, Report, StepReport
from gradiometer.settings import Settings
from gradiometer.snapshot import State, pack, unpack
from gradiometer.trainer import Trainer

# Three epochs within the steps of a test, so that the order is drawn anew before and after the snapshot.
TINY = Experiment(
    hidden=(6, 6),
    num_train=40,
    num_held_out=10,
    batch_size=8,
    evaluate_every=3,
    norms_every=1,
    histogram_every=1,
    watch_everything=True,
)


def settings(**changes: object) -> Settings:
    return dataclasses.replace(Settings(activation="tanh", learning_rate=0.05), **changes)


def through_a_file(trainer: Trainer, reason: str = "schedule") -> State:
    """The state as it comes back from the two blobs that a file holds."""
    assert list(trainer.flush()) == []
    return unpack(pack(trainer.step, reason, trainer.state()))


def train(trainer: Trainer, num_steps: int) -> list[Report]:
    return [report for _ in range(num_steps) for report in trainer.turn()]


def everything_of(trainer: Trainer) -> dict[str, torch.Tensor]:
    """All tensors of a trainer's state, by their paths."""
    return safetensors.torch.load(pack(trainer.step, "", trainer.state()).data)


def numbers_of(reports: Iterable[Report], layouts: Mapping[str, Layout]) -> list[tuple]:
    """What was said, bit by bit, without what a clock said."""
    said = []
    for report in reports:
        if isinstance(report, StepReport | EvaluationReport | LookReport):
            values = report.values.copy()
            for name in TIMED & layouts[report.stream].columns.keys():
                values[layouts[report.stream].slice(name)] = 0.0
            said.append((report.stream, report.step, values.tobytes()))
        elif isinstance(report, HistogramReport):
            said.append((report.kind, report.step, report.counts.tobytes()))
        else:
            said.append((type(report).__name__, report.step, getattr(report, "label", getattr(report, "text", ""))))
    return said


def tiny(values: dict, **changes: object) -> Experiment:
    """A small experiment with these values; of the changed settings those that mean something in its network."""
    plain = dataclasses.replace(TINY, settings=Settings(), **values)
    return dataclasses.replace(plain, settings=plain.fit_settings(settings(**changes)))
