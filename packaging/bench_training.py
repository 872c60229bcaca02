"""What recording costs: headless runs against a bare loop, and bytes in the session file. No window here."""

from __future__ import annotations

import dataclasses
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import torch
from bench_measure import Figure, Row, judge, rates_in_pairs, ratio_row
from torch import Tensor, nn

import gradiometer
from gradiometer.datasets import DATASETS, DataSpec
from gradiometer.experiment import Experiment
from gradiometer.initializations import INITIALIZATIONS
from gradiometer.presets import load_experiment
from gradiometer.runner import Runner
from gradiometer.settings import Settings

RECORDING_BUDGET = 0.95
EVERY_STEP_BUDGET = 0.85
BYTES_BUDGET = 150.0
_ACTIVATIONS = {"sigmoid": nn.Sigmoid, "relu": nn.ReLU}
_SIZE_AT_STEPS = (1000, 4000)


class Watching(NamedTuple):
    """How closely a session watches. fields: what it changes in an experiment; budget: share of the bare loop."""

    name: str
    fields: dict[str, Any]
    budget: float | None


BY_SCHEDULE = Watching("default schedule", {}, RECORDING_BUDGET)
EVERY_STEP = Watching("histograms at every step", {"norms_every": 1, "histogram_every": 1}, EVERY_STEP_BUDGET)
EVERYTHING = Watching("everything at every step", {"watch_everything": True}, None)
WATCHINGS = (BY_SCHEDULE, EVERY_STEP, EVERYTHING)


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
    """The loop that anyone would write for an experiment's model, with the same threads and the same first weights.

    Who measures besides overrides `prepare`, `backward`, `look` and `close`, which this thread calls.
    """

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
        examples = DATASETS[experiment.data].load(DataSpec())
        inputs = torch.from_numpy(examples.inputs[: experiment.num_train]).flatten(1).float().div_(255.0)
        labels = torch.from_numpy(examples.targets[: experiment.num_train]).clone()
        # As much memory as a session holds, which keeps no bytes of the images either.
        del examples
        model = _model(experiment)
        optimizer = torch.optim.SGD(model.parameters(), lr=experiment.settings.learning_rate)
        batch_size = experiment.batch_size
        order, position = torch.randperm(len(inputs)), 0
        self.prepare(model, optimizer)
        try:
            while self._may_go_on():
                if position + batch_size > len(order):
                    order, position = torch.randperm(len(inputs)), 0
                chosen = order[position : position + batch_size]
                position += batch_size
                optimizer.zero_grad(set_to_none=True)
                loss = self.backward(model, inputs[chosen], labels[chosen])
                optimizer.step()
                self.look(loss)
                self.step += 1
        finally:
            self.close()

    def prepare(self, model: nn.Sequential, optimizer: torch.optim.Optimizer) -> None:
        """Before the first step."""

    def backward(self, model: nn.Sequential, inputs: Tensor, labels: Tensor) -> Tensor:
        """Forward and backward pass; the loss."""
        loss = nn.functional.cross_entropy(model(inputs), labels)
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    def look(self, loss: Tensor) -> None:
        """At the end of each step, after the update, while the gradients are still there."""

    def close(self) -> None:
        """After the last step."""

    def _may_go_on(self) -> bool:
        if not self._plays.is_set():
            self._plays.wait()
        return not self._ends


class WatchedLoop(BareLoop):
    """The same loop, recorded by `gradiometer.watch` into a file."""

    def __init__(self, experiment: Experiment, path: Path, watching: Watching):
        super().__init__(experiment)
        self._path, self._fields = path, watching.fields

    def prepare(self, model: nn.Sequential, optimizer: torch.optim.Optimizer) -> None:
        self._watch = gradiometer.watch(model, optimizer=optimizer, path=self._path, **self._fields)

    def backward(self, model: nn.Sequential, inputs: Tensor, labels: Tensor) -> Tensor:
        loss = super().backward(model, inputs, labels)
        self._watch.step(loss)
        return loss

    def close(self) -> None:
        self._watch.close()


def _model(experiment: Experiment) -> nn.Sequential:
    generator = torch.Generator().manual_seed(experiment.seed)
    activation = _ACTIVATIONS[experiment.settings.activation]
    modules: list[nn.Module] = []
    for fan_in, fan_out in pairwise((784, *experiment.hidden, 10)):
        linear = nn.Linear(fan_in, fan_out)
        with torch.no_grad():
            INITIALIZATIONS[experiment.initialization].draw(linear.weight, linear.bias, generator, fan_in)
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


def our_row(
    name: str, experiment: Experiment, watching: Watching, path: Path, bare: BareLoop, pairs: int, seconds: float
) -> Row:
    """A headless session that watches so closely, against the bare loop. path: of its file."""
    # The limit on how fast a file may grow would thin what is to be measured.
    unlimited = dataclasses.replace(experiment, most_mb_per_hour=1e6, **watching.fields)
    runner = Runner(unlimited, path, with_window=False)
    with running(runner):
        rates = rates_in_pairs(runner, bare, pairs, seconds)
    return with_bytes(ratio_row(name, rates, watching.budget), path, runner.step)


def with_bytes(row: Row, path: Path, num_steps: int) -> Row:
    """The row, which also says how much a file or a whole folder has grown a step."""
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file() and not file.is_symlink()]
    size_kb = sum(file.stat().st_size for file in files) / 1000
    return dataclasses.replace(row, detail=f"{row.detail}; {size_kb / num_steps:.2f} kB a step")


def recording_rows(folder: Path, pairs: int, seconds: float) -> Iterator[Row]:
    """The trainer's sessions, and the bare loop itself under `gradiometer.watch`, against the bare loop."""
    for layers, experiment in (("5 layers", few_layers()), ("32 layers", many_layers())):
        plain = without_evaluation(experiment)
        bare = BareLoop(plain)
        with running(bare):
            for watching in WATCHINGS:
                name = f"recording {layers}" if watching is BY_SCHEDULE else f"  {watching.name}, {layers}"
                path = folder / f"{watching.name} {layers}.gradiometer"
                yield our_row(name, plain, watching, path, bare, pairs, seconds)
            for watching in (BY_SCHEDULE, EVERY_STEP):
                path = folder / f"watch {watching.name} {layers}.gradiometer"
                loop = WatchedLoop(plain, path, watching)
                with running(loop):
                    rates = rates_in_pairs(loop, bare, pairs, seconds)
                row = ratio_row(f"  gradiometer.watch, {watching.name}, {layers}", rates, watching.budget)
                yield with_bytes(row, path, loop.step)


def bytes_rows(folder: Path) -> Iterator[Row]:
    """How much the session file grows per step and weight tensor; the norms of biases and delta are in it too."""
    for every in (1, few_layers().histogram_every):
        experiment = dataclasses.replace(without_evaluation(few_layers()), norms_every=1, histogram_every=every)
        sizes = [_size_of(experiment, folder, steps) for steps in _SIZE_AT_STEPS]
        steps = _SIZE_AT_STEPS[1] - _SIZE_AT_STEPS[0]
        grown = (sizes[1] - sizes[0]) / (steps * len(experiment.layer_names))
        figure = Figure(grown, grown, grown)
        verdict = judge(figure, BYTES_BUDGET, at_least=False)
        detail = f"{grown * len(experiment.layer_names):.0f} B a step in all, from {steps} steps"
        yield Row(f"bytes, histogram every {every}", figure, "B", BYTES_BUDGET, False, verdict, detail)


def _size_of(experiment: Experiment, folder: Path, steps: int) -> int:
    path = folder / f"bytes {experiment.histogram_every} {steps}.gradiometer"
    unlimited = dataclasses.replace(experiment, steps=steps, snapshot_mb=0.0, most_mb_per_hour=1e6)
    runner = Runner(unlimited, path, with_window=False)
    runner.start()
    runner.play()
    runner.join()
    return path.stat().st_size
