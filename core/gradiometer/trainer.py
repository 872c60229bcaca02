"""The trainer: one visible training loop, whose switches flip between two steps.

Each turn of the loop: the letterbox is emptied and its changes applied; held-out examples are looked at where due;
then forward, backward, measure, clip, measure again, optimizer, and a closer look where one is due. The step's report
comes last.
"""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Iterator

import numpy as np
import torch
from torch import Generator, Tensor, nn

from gradiometer.clippings import CLIPPINGS
from gradiometer.datasets import DATASETS, Examples
from gradiometer.experiment import Experiment
from gradiometer.layout import Layout
from gradiometer.looker import Looker
from gradiometer.losses import LOSSES
from gradiometer.network import Network, Tap
from gradiometer.normalizations import NORMALIZATIONS
from gradiometer.optimizers import OPTIMIZERS
from gradiometer.probe import Probe
from gradiometer.reports import EvaluationReport, Event, Intervention, LookReport, Report, StepReport
from gradiometer.schedule import Schedule
from gradiometer.settings import Change, Reinitialize

# Held-out examples looked at in one forward pass: bounds the memory of wide networks.
_EVALUATION_BATCH = 2000


class Stopwatch:
    """Wall time while it runs, in seconds."""

    def __init__(self) -> None:
        self._before = 0.0
        self._since: float | None = None

    def start(self) -> None:
        """Go on counting."""
        if self._since is None:
            self._since = time.perf_counter()

    def stop(self) -> None:
        """Hold the count."""
        self._before = self.elapsed_s
        self._since = None

    @property
    def elapsed_s(self) -> float:
        if self._since is None:
            return self._before
        return self._before + time.perf_counter() - self._since


class Batches:
    """Endless batches of shuffled training examples, epoch after epoch; a last, smaller batch is left out.

    A batch that holds all examples needs no shuffling and is always the same.
    """

    def __init__(self, inputs: Tensor, labels: Tensor, batch_size: int, generator: Generator):
        self._inputs = inputs
        self._labels = labels
        self._batch_size = batch_size
        self._generator = generator
        self._order = torch.empty(0, dtype=torch.int64)
        self._position = 0

    def next(self) -> tuple[Tensor, Tensor]:
        """inputs [batch_size, num_inputs], labels int64 [batch_size]."""
        if self._batch_size == len(self._labels):
            return self._inputs, self._labels
        end = self._position + self._batch_size
        if end > len(self._order):
            order = torch.randperm(len(self._labels), generator=self._generator)
            self._order = order.to(self._inputs.device)
            self._position, end = 0, self._batch_size
        chosen = self._order[self._position : end]
        self._position = end
        return self._inputs.index_select(0, chosen), self._labels.index_select(0, chosen)


class Trainer:
    """Trains the network of an experiment and reports every step.

    letterbox: changes put here (a deque: appending is atomic) are applied at the top of the next step, in order.
    examples: the data, where they are at hand already; else they are loaded. Raises RuntimeError where the device
    is not there, and datasets.DataError.
    """

    def __init__(self, experiment: Experiment, examples: Examples | None = None):
        self.experiment = experiment
        self.settings = experiment.settings
        self.letterbox: deque[Change] = deque()
        self.stopwatch = Stopwatch()
        self.step = 0
        self.histogram_asked = False
        """Set to have a histogram and a closer look at the next step, whatever the schedule."""
        device = torch.device(experiment.device)
        if device.type == "cuda" and not torch.cuda.is_available():
            raise RuntimeError("device = 'cuda' is not there: torch finds no CUDA device, choose cpu")
        dtype: torch.dtype = getattr(torch, experiment.dtype)

        if examples is None:
            examples = DATASETS[experiment.data].load()
        self._held_out = _tensors(examples, slice(len(examples) - experiment.num_held_out, None), dtype, device)
        inputs, labels = _tensors(examples, slice(0, experiment.num_train), dtype, device)
        # Two generators, so that drawing other weights does not change the order of the examples.
        order = torch.Generator().manual_seed(experiment.seed ^ 0x5EED)
        self._batches = Batches(inputs, labels, experiment.batch_size, order)

        self.network = Network(experiment.widths, experiment.layer_names, dtype, device)
        self.network.initialize(experiment.initialization, torch.Generator().manual_seed(experiment.seed))
        self.network.use(self.settings)
        self.probe = Probe(self.network, experiment.dtype)
        self.probe.use(self.settings.normalization)
        self._loss = LOSSES[experiment.loss].function
        self._optimizer = self._make_optimizer()
        self.looker = Looker(self.network)
        self.schedule = Schedule(experiment.watch_share, everything=experiment.watch_everything)
        self._all_finite = True
        self._is_clipped_away = False
        # A change is to be seen at its own step.
        self._has_changed = False

    @property
    def layout(self) -> Layout:
        """The columns of a step report's values."""
        return self.probe.layout

    @property
    def device_name(self) -> str:
        """`CPU`, or the graphics card's name."""
        return torch.cuda.get_device_name() if self.experiment.device == "cuda" else "CPU"

    def describe_machine(self) -> dict[str, str]:
        """What a run's numbers depend on besides its experiment: texts for the session file."""
        return {
            "device_name": self.device_name,
            "torch_version": torch.__version__,
            "num_threads": str(torch.get_num_threads()),
            "cpu_capability": torch.backends.cpu.get_cpu_capability(),
        }

    def reports(self) -> Iterator[Report]:
        """Train for ever. Each step's own report is the last one of its turn."""
        norm, loss = (self.layout.columns[name][0] for name in ("gradient_norm", "loss"))
        while True:
            while self.letterbox:
                yield self._apply(self.letterbox.popleft())
            if self.step % self.experiment.evaluate_every == 0 and len(self._held_out[1]):
                yield self._evaluate()
            begun_s = time.perf_counter()
            inputs, labels = self._batches.next()
            # What a closer look needs from the forward pass; nothing is kept where none is due.
            due = self.schedule.is_due(self.step) or self.histogram_asked or self._has_changed
            taps: list[Tap] | None = [] if due else None
            self._has_changed = False
            report, routine_s = self._train(inputs, labels, taps)
            # The total norm is made of all others, so it is finite only where they are.
            if self._all_finite and not (math.isfinite(report.values[norm]) and math.isfinite(report.values[loss])):
                self._all_finite = False
                yield self._first_non_finite(inputs, report)
            if CLIPPINGS[self.settings.clipping].function is not None:
                yield from self._clipped_away(report)
            weights = self.looker.weights() if taps is not None else []
            # The update comes after the search for a NaN's origin, which needs the weights that made it.
            self._update()
            if taps is not None:
                yield self._look(taps, weights)
            else:
                self.schedule.note_step(time.perf_counter() - begun_s, routine_s)
            self.step += 1
            yield report

    def _train(self, inputs: Tensor, labels: Tensor, taps: list[Tap] | None) -> tuple[StepReport, float]:
        """Forward, backward, measure, clip, measure; and how long measuring took, in s."""
        # In a plain loop, because the optimizer's own zero_grad takes a third of the update of a small network.
        for parameter in self.network.used:
            parameter.grad = None
        logits = self.network(inputs, taps)
        for tap in taps or ():
            tap.z.retain_grad()
        loss = self._loss(logits, labels)
        loss.backward()  # type: ignore[no-untyped-call]
        begun_s = time.perf_counter()
        row = self.probe.measure(self.step, self.stopwatch.elapsed_s, loss, logits, labels)
        every = self.experiment.histogram_every
        due = self.histogram_asked or self.schedule.everything or self.step % every == 0
        self.histogram_asked = False
        histogram = self.probe.histogram() if due else None
        routine_s = time.perf_counter() - begun_s
        clipping = CLIPPINGS[self.settings.clipping]
        if clipping.function is not None:
            before = self.probe.gradients() if clipping.turns else None
            layers = [[p for p in layer.parameters if p.grad is not None] for layer in self.network.layers]
            clipping.function(layers, self.settings.clip_threshold)
            begun_s = time.perf_counter()
            self.probe.measure_after_clip(row, before)
            routine_s += time.perf_counter() - begun_s
        return StepReport(self.step, row, histogram), routine_s

    def _look(self, taps: list[Tap], weights: list[Tensor]) -> LookReport:
        begun_s = time.perf_counter()
        watch = self.schedule.watch_s, self.schedule.watch_share
        values = self.looker.values(self.step, taps, weights, self.settings.activation, watch)
        self.schedule.note_look(self.step, time.perf_counter() - begun_s)
        return LookReport(self.step, values)

    def _clipped_away(self, report: StepReport) -> Iterator[Event]:
        """Say, once, that clipping has made an end of the gradient, whose own norm was finite."""
        columns = self.layout.columns
        before, after = (
            float(report.values[columns[name][0]]) for name in ("gradient_norm", "gradient_norm_after_clip")
        )
        is_gone = 0 < before < math.inf and not 0 < after < math.inf
        if is_gone and not self._is_clipped_away:
            text = f"clipping wiped the gradient at step {self.step}: its norm was {before:.3g}, and is {after:.3g}"
            yield Event(self.step, "clipped_away", text)
        self._is_clipped_away = is_gone

    def _update(self) -> None:
        """Add the weights' decay to their gradients (L2), then let the optimizer step.

        Not left to the optimizer, which would need a second group of parameters for the biases, and each group costs
        half as much again as the whole update of a small network.
        """
        if self.settings.weight_decay:
            with torch.no_grad():
                for layer in self.network.layers:
                    assert layer.weight.grad is not None
                    layer.weight.grad.add_(layer.weight, alpha=self.settings.weight_decay)
        self._optimizer.step()

    @torch.no_grad()
    def _evaluate(self) -> EvaluationReport:
        inputs, labels = self._held_out
        self.network.eval()
        loss, correct = 0.0, 0
        for start in range(0, len(labels), _EVALUATION_BATCH):
            part = labels[start : start + _EVALUATION_BATCH]
            logits = self.network(inputs[start : start + _EVALUATION_BATCH])
            loss += float(self._loss(logits, part)) * len(part)
            correct += int((logits.argmax(1) == part).sum())
        self.network.train()
        return EvaluationReport(self.step, np.array([self.step, loss / len(labels), correct / len(labels)]))

    def _first_non_finite(self, inputs: Tensor, report: StepReport) -> Event:
        layer, where = self.probe.find_origin(inputs, report.values)
        name = "" if layer is None else f" {self.network.layers[layer].name}"
        return Event(self.step, "non_finite", f"NaN or Inf first appeared {where}{name} at step {self.step}", layer)

    def _apply(self, change: Change) -> Intervention:
        before = self.settings
        self._has_changed = True
        if isinstance(change, Reinitialize):
            self.network.initialize(change.scheme, torch.Generator().manual_seed(change.seed), change.layers)
            redrawn = range(len(self.network.layers)) if change.layers is None else change.layers
            self._forget([p for i in redrawn for p in (self.network.layers[i].weight, self.network.layers[i].bias)])
            # Fresh weights may well be finite again.
            self._all_finite = True
            return Intervention(self.step, change, before, before, "weights and biases drawn anew, moments cleared")
        self.settings = change
        effects = []
        self.network.use(change)
        if change.normalization != before.normalization:
            self._forget(self.network.reset_normalization())
            effects.append(NORMALIZATIONS[change.normalization].effect)
        self.probe.use(change.normalization)
        if change.optimizer != before.optimizer:
            self._optimizer = self._make_optimizer()
            effects.append("the optimizer starts with no moments")
        for group in self._optimizer.param_groups:
            group["params"] = list(self.network.used)
            group["lr"] = change.learning_rate
            if OPTIMIZERS[change.optimizer].uses_momentum:
                group["momentum"] = change.momentum
        return Intervention(self.step, change, before, change, "; ".join(effects))

    def _make_optimizer(self) -> torch.optim.Optimizer:
        settings = self.settings
        return OPTIMIZERS[settings.optimizer].build(self.network.used, settings.learning_rate, settings.momentum)

    def _forget(self, parameters: list[nn.Parameter]) -> None:
        """Clear the optimizer's moments of these parameters."""
        for parameter in parameters:
            self._optimizer.state.pop(parameter, None)


def _tensors(examples: Examples, part: slice, dtype: torch.dtype, device: torch.device) -> tuple[Tensor, Tensor]:
    """Inputs in [0, 1] and labels of some examples on the device."""
    inputs = torch.from_numpy(examples.inputs[part]).to(device, dtype).div_(255.0)
    return inputs, torch.from_numpy(examples.labels[part]).to(device)
