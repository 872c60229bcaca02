"""What recording costs: headless runs against a bare loop, and bytes in the session file. No window here."""

from __future__ import annotations

import dataclasses
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import torch
from bench_measure import Figure, Row, judge, rates_in_pairs, ratio_row
from torch import nn

from gradiometer.datasets import DATASETS
from gradiometer.experiment import Experiment, load_experiment
from gradiometer.initializations import INITIALIZATIONS
from gradiometer.runner import Runner
from gradiometer.settings import Settings

RECORDING_BUDGET = 0.90
EVERY_STEP_BUDGET = 0.85
BYTES_BUDGET = 150.0
_ACTIVATIONS = {"sigmoid": nn.Sigmoid, "relu": nn.ReLU}
_SIZE_AT_STEPS = (1000, 4000)


def few_layers() -> Experiment:
    """The default session: 784-30-30-30-30-10 sigmoid, batches of 32."""
    return load_experiment("digits")


def many_layers() -> Experiment:
    """784-(128)x32-10 ReLU from He's law, batches of 64: a rate at which it neither explodes nor stands still."""
    return Experiment(
        name="deep",
        hidden=(128,) * 32,
        batch_size=64,
        initialization="he",
        settings=Settings(activation="relu", learning_rate=0.01),
    )


def without_evaluation(experiment: Experiment) -> Experiment:
    """The same, with nothing but steps in it."""
    return dataclasses.replace(experiment, evaluate_every=1_000_000, num_held_out=100)


class BareLoop(threading.Thread):
    """The loop that anyone would write for an experiment's model, with the same threads and the same first weights."""

    def __init__(self, experiment: Experiment):
        super().__init__(name="bare", daemon=True)
        self.step = 0
        self._experiment = experiment
        self._plays = threading.Event()
        self._ends = False

    def play(self) -> None:
        self._plays.set()

    def pause(self) -> None:
        self._plays.clear()

    def end(self) -> None:
        self._ends = True
        self.play()
        self.join()

    def run(self) -> None:
        experiment = self._experiment
        torch.set_num_threads(max(1, (os.cpu_count() or 2) - 1))
        examples = DATASETS[experiment.data].load()
        inputs = torch.from_numpy(examples.inputs[: experiment.num_train]).float().div_(255.0)
        labels = torch.from_numpy(examples.labels[: experiment.num_train])
        model = _model(experiment)
        optimizer = torch.optim.SGD(model.parameters(), lr=experiment.settings.learning_rate)
        batch_size = experiment.batch_size
        order, position = torch.randperm(len(inputs)), 0
        while self._may_go_on():
            if position + batch_size > len(order):
                order, position = torch.randperm(len(inputs)), 0
            chosen = order[position : position + batch_size]
            position += batch_size
            optimizer.zero_grad(set_to_none=True)
            loss = nn.functional.cross_entropy(model(inputs[chosen]), labels[chosen])
            loss.backward()
            optimizer.step()
            self.step += 1

    def _may_go_on(self) -> bool:
        if not self._plays.is_set():
            self._plays.wait()
        return not self._ends


def _model(experiment: Experiment) -> nn.Sequential:
    generator = torch.Generator().manual_seed(experiment.seed)
    activation = _ACTIVATIONS[experiment.settings.activation]
    modules: list[nn.Module] = []
    for fan_in, fan_out in pairwise(experiment.widths):
        linear = nn.Linear(fan_in, fan_out)
        with torch.no_grad():
            INITIALIZATIONS[experiment.initialization].draw(linear.weight, linear.bias, generator)
        modules += [linear, activation()]
    return nn.Sequential(*modules[:-1])


@contextmanager
def running(runner: Runner | BareLoop) -> Iterator[None]:
    """Start a thread that trains, and end it."""
    runner.start()
    try:
        yield
    finally:
        if isinstance(runner, BareLoop):
            runner.end()
        else:
            runner.stop()
            runner.join()


def recording_rows(folder: Path, pairs: int, seconds: float) -> Iterator[Row]:
    """Norms at every step and histograms by schedule, against the bare loop."""
    for name, experiment in (("5 layers", few_layers()), ("32 layers", many_layers())):
        plain = without_evaluation(experiment)
        every_step = dataclasses.replace(plain, histogram_every=1)
        recorded = Runner(plain, folder / f"recording {name}.gradiometer", with_window=False)
        measured = Runner(every_step, folder / f"every step {name}.gradiometer", with_window=False)
        everything = dataclasses.replace(plain, watch_everything=True)
        watched = Runner(everything, folder / f"everything {name}.gradiometer", with_window=False)
        bare = BareLoop(plain)
        with running(bare):
            with running(recorded):
                rates = rates_in_pairs(recorded, bare, pairs, seconds)
                yield ratio_row(f"recording {name}", rates, RECORDING_BUDGET)
            with running(measured):
                rates = rates_in_pairs(measured, bare, pairs, seconds)
                yield ratio_row(f"  histograms at every step, {name}", rates, EVERY_STEP_BUDGET)
            with running(watched):
                rates = rates_in_pairs(watched, bare, pairs, seconds)
                yield ratio_row(f"  everything at every step, {name}", rates, None)


def bytes_rows(folder: Path) -> Iterator[Row]:
    """How much the session file grows per step and weight tensor; the norms of biases and delta are in it too."""
    for every in (1, few_layers().histogram_every):
        experiment = dataclasses.replace(without_evaluation(few_layers()), histogram_every=every)
        sizes = [_size_of(experiment, folder, steps) for steps in _SIZE_AT_STEPS]
        steps = _SIZE_AT_STEPS[1] - _SIZE_AT_STEPS[0]
        grown = (sizes[1] - sizes[0]) / (steps * len(experiment.layer_names))
        figure = Figure(grown, grown, grown)
        verdict = judge(figure, BYTES_BUDGET, at_least=False)
        detail = f"{grown * len(experiment.layer_names):.0f} B a step in all, from {steps} steps"
        yield Row(f"bytes, histogram every {every}", figure, "B", BYTES_BUDGET, False, verdict, detail)


def _size_of(experiment: Experiment, folder: Path, steps: int) -> int:
    path = folder / f"bytes {experiment.histogram_every} {steps}.gradiometer"
    runner = Runner(dataclasses.replace(experiment, steps=steps), path, with_window=False)
    runner.start()
    runner.play()
    runner.join()
    return path.stat().st_size
