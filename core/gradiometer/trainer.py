"""The trainer: one visible training loop, whose switches flip between two steps.

Each turn of the loop: the letterbox is emptied and its changes applied; held-out examples are looked at where due;
then forward, backward, measure, clip, measure again, optimizer, and a closer look where one is due. Where the budget is
too small to measure each step, some turns only train.
"""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Iterator

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from gradiometer.alarms import Alarms
from gradiometer.block import Block
from gradiometer.changes import rewriting
from gradiometer.clippings import CLIPPINGS, Clipping
from gradiometer.data_checks import DataLook
from gradiometer.datasets import CLASSES, Examples
from gradiometer.experiment import Experiment
from gradiometer.families import Tap
from gradiometer.fields import FieldError
from gradiometer.layout import Layout
from gradiometer.looker import Looker
from gradiometer.losses import LOSSES, count_hits
from gradiometer.machine import describe_machine, device_name, random_state, restore_random_state
from gradiometer.network import Network
from gradiometer.prepared import Prepared, prepare
from gradiometer.probe import Probe
from gradiometer.reports import (
    EvaluationReport,
    Event,
    HistogramReport,
    Intervention,
    LookReport,
    Report,
    StepReport,
)
from gradiometer.schedule import Plan, Schedule
from gradiometer.settings import Asked, Change, Reinitialize, Rewrite, Settings
from gradiometer.snapshot import SnapshotError, State
from gradiometer.stopwatch import Stopwatch
from gradiometer.switches import Switches
from gradiometer.tally import Tally, is_worth_a_thread
from gradiometer.taps import ExtraStreams, make_look

# Held-out examples looked at in one forward pass: bounds the memory of wide networks.
_EVALUATION_BATCH = 2000


def own_schedule(experiment: Experiment) -> Schedule:
    """When an experiment measures by itself: as often as its budget allows."""
    return Schedule(experiment.watch_share, everything=experiment.watch_everything, norms_every=experiment.norms_every)


class Trainer:
    """Trains the network of an experiment and reports every step.

    letterbox: changes put here (a deque: appending is atomic) are applied at the top of the next step, in order.
    examples: the data, where they are at hand already; else they are loaded. defers: whether reports may come some
    steps late, which takes less time; `flush` gives those that wait. state: of another trainer of the same experiment,
    to go on from as if that one had never stopped; it is copied. prepared: another trainer's data of the same
    experiment, to be shared. schedule: when to measure, if not as the budget allows.

    Raises RuntimeError where the device is not there, datasets.DataError, and snapshot.SnapshotError.
    """

    def __init__(
        self,
        experiment: Experiment,
        examples: Examples | None = None,
        *,
        defers: bool = False,
        state: State | None = None,
        prepared: Prepared | None = None,
        schedule: Plan | None = None,
    ):
        self.experiment = experiment
        self.letterbox: deque[Change | Asked] = deque()
        self.stopwatch = Stopwatch()
        self.step = 0
        self.histogram_asked = False
        """Set to have a histogram and a closer look at the next step, whatever the schedule."""
        device = self._device = torch.device(experiment.device)
        if device.type == "cuda" and not torch.cuda.is_available():
            raise RuntimeError("device = 'cuda' is not there: torch finds no CUDA device, choose cpu")
        dtype: torch.dtype = getattr(torch, experiment.dtype)

        self.prepared = prepare(experiment, examples) if prepared is None else prepared
        self._held_out = self.prepared.held_out
        self._batches = self.prepared.batches(experiment.batch_size, experiment.seed)

        self.network = Network(experiment.family, experiment.network, dtype, device)
        if state is None:
            drawn_from = torch.Generator().manual_seed(experiment.seed)
            self.network.initialize(experiment.initialization, drawn_from, scale=experiment.weight_scale)
        self._loss = LOSSES[experiment.loss].function
        self.switches = Switches(self.network, experiment.settings, self._loss, self._use_others)
        self.probe = Probe(self.network.tensors, experiment.dtype)
        self._decaying = [weight for layer in self.network.layers for weight in layer.weights]
        self.looker = Looker(self.probe.counter)
        self.defers = defers
        self.block = Block(self.probe)
        num_weights = sum(layer.plan.num_weights for layer in self.network.layers)
        self.tally = Tally(self.probe.counter, aside=defers and is_worth_a_thread(num_weights))
        self.schedule: Plan = schedule or own_schedule(experiment)
        self._alarms = Alarms(self.layout)
        self._extra_streams = ExtraStreams(experiment.outline, experiment.known_facts.box, self.prepared.inputs)
        # A class for each example: its accuracy can be counted late.
        self._has_classes = experiment.known_facts.targets == CLASSES
        self._last_measured = -1
        # A change is to be seen at its own step.
        self._has_changed = False
        if state is not None:
            self._restore(state)

    @property
    def settings(self) -> Settings:
        """Those that were set last."""
        return self.switches.settings

    @property
    def data(self) -> DataLook:
        """What can be said of the training examples by themselves."""
        return self.prepared.found

    @property
    def layout(self) -> Layout:
        """The columns of a step report's values."""
        return self.probe.layout

    @property
    def device_name(self) -> str:
        """`CPU`, or the graphics card's name."""
        return device_name(self._device)

    def describe_machine(self) -> dict[str, str]:
        """What a run's numbers depend on besides its experiment: texts for the session file."""
        return describe_machine(self._device)

    def reports(self) -> Iterator[Report]:
        """Train for ever."""
        while True:
            yield from self.turn()

    def turn(self) -> Iterator[Report]:
        """One step, and what there is to say of it and of steps before; a step's own report comes last."""
        evaluates = self.step % self.experiment.evaluate_every == 0 and len(self._held_out[1]) > 0
        if self.letterbox or evaluates:
            yield from self._settle()
        if self.switches.ramps and (arrived := self.switches.advance(self.step)) is not None:
            yield arrived
        while self.letterbox:
            yield self._apply(self.letterbox.popleft())
        if evaluates:
            yield self._evaluate()
        begun_s = time.perf_counter()
        inputs, targets = self._batches.next()
        every = self.experiment.histogram_every
        is_last = self.step == self.experiment.steps - 1
        asked = self.histogram_asked
        due = self.schedule.due(self.step, every, look=asked or self._has_changed or is_last, histogram=asked)
        looks, counts = due.looks, due.counts
        clipping = CLIPPINGS[self.settings.clipping]
        # Nothing but norms, and histograms only if the steps around have them too: it may wait for these.
        can_wait = self.defers and self.block.can_hold and clipping.function is None
        can_wait = can_wait and not (looks or (counts and every > 1))
        self.histogram_asked = self._has_changed = False

        # What a closer look needs from the forward pass; nothing is kept where none is due.
        taps: list[Tap] | None = [] if looks else None
        outputs, loss = self._backward(inputs, targets, taps)
        report, measured_s = None, time.perf_counter()
        has_broken = self._alarms.is_first_broken(loss)
        measures = due.measures or has_broken
        if measures and can_wait and not has_broken:
            elapsed_s = self.stopwatch.elapsed_s
            accuracy = math.nan if self._has_classes else float(self._accuracy(outputs, targets))
            self.block.add(self.step, elapsed_s, loss.item(), outputs, targets, counts=counts, accuracy=accuracy)
        elif measures:
            yield from self._settle()
            row = self.probe.measure(self.step, self.stopwatch.elapsed_s, loss, self._accuracy(outputs, targets))
            if counts:
                self.tally.add(self.step, self.probe.weight_gradients())
            report = StepReport(self.step, row)
        routine_s = time.perf_counter() - measured_s if measures else 0.0
        if clipping.function is not None:
            routine_s += self._clip(clipping, report)
        yield from self._histograms(self.tally.take())
        if report is not None:
            yield from self._alarm(report, inputs)
        self._last_measured = self.step if measures else self._last_measured
        # The update comes after the search for a NaN's origin, which needs the weights that made it.
        if taps is None:
            self._update()
        else:
            yield from self._update_and_look(taps, len(inputs), begun_s)
        self.step += 1
        if report is not None:
            yield report
        if self.block.is_due:
            measured_s = time.perf_counter()
            yield from self._settle()
            routine_s += time.perf_counter() - measured_s
        if taps is None:
            self.schedule.note_step(time.perf_counter() - begun_s, routine_s)

    def _settle(self) -> Iterator[Report]:
        """Measure the steps that have waited; histograms keep the order of their steps."""
        if self.block.is_empty:
            return
        yield from self._histograms(self.tally.flush())
        for report in self.block.flush():
            if isinstance(report, StepReport):
                yield from self._alarm(report)
            yield report

    def _alarm(self, report: StepReport, inputs: Tensor | None = None) -> Iterator[Event]:
        """What has to be said of a step. inputs: where its weights are still there."""
        if self._alarms.is_first_non_finite(report):
            yield self._first_non_finite(report, inputs)
        if CLIPPINGS[self.settings.clipping].function is not None:
            clipped_away = self._alarms.clipped_away(report)
            if clipped_away is not None:
                yield clipped_away

    def _histograms(self, counted: list[tuple[int, NDArray[np.uint32]]]) -> Iterator[HistogramReport]:
        return (HistogramReport(step, "weight_gradient", counts) for step, counts in counted)

    def flush(self) -> Iterator[Report]:
        """What waits to be measured or counted."""
        yield from self._settle()
        yield from self._histograms(self.tally.flush())

    def close(self) -> None:
        """Training is over."""
        self.tally.close()

    def state(self) -> State:
        """All that the coming steps depend on; what waits in the letterbox is no part of it. Call `flush` first.

        Its tensors are the ones in use: pack them before the next step.
        """
        assert self.block.is_empty, "steps that are not measured yet"
        return {
            "step": self.step,
            "elapsed_s": self.stopwatch.elapsed_s,
            **self.switches.state(),
            "batches": self._batches.state(),
            "random": random_state(self._device),
            "last_measured": self._last_measured,
            "alarms": self._alarms.state(),
            "clipped": self.probe.state(),
            "looker": self.looker.state(),
        }

    def _restore(self, state: State) -> None:
        """Stand where another trainer of the same experiment stood. Raises SnapshotError where that cannot be."""
        try:
            self.step = int(state["step"])
            self.stopwatch = Stopwatch(float(state["elapsed_s"]))
            settings = Settings.from_dict(state["settings"])
            self.experiment.check_settings(settings)
            self.switches.restore(state, settings, self.step)
            self._batches.restore(state["batches"])
            restore_random_state(state["random"], self._device)
            self._last_measured = int(state["last_measured"])
            self._alarms.restore(state["alarms"])
            self.probe.restore(state["clipped"])
            self.looker.restore(state["looker"])
        except (KeyError, TypeError, ValueError, AttributeError, IndexError, RuntimeError) as error:
            reason = " ".join(str(error).split())[:200]
            raise SnapshotError(f"the snapshot does not fit this experiment ({reason})") from error

    def _backward(self, inputs: Tensor, targets: Tensor, taps: list[Tap] | None) -> tuple[Tensor, Tensor]:
        """Forward and backward pass: (outputs, loss)."""
        # In a plain loop, because the optimizer's own zero_grad takes a third of the update of a small network.
        for parameter in self.network.used:
            parameter.grad = None
        outputs = self.network(inputs, taps)
        for tap in taps or ():
            tap.retain_gradients()
        loss = self._loss(outputs, targets)
        loss.backward()  # type: ignore[no-untyped-call]
        return outputs, loss

    def _clip(self, clipping: Clipping, report: StepReport | None) -> float:
        """Clip the gradients, and measure what is left where a report is given; how long that took, in s."""
        assert clipping.function is not None
        before = self.probe.gradients() if clipping.turns and report is not None else None
        layers = [[p for p in layer.parameters if p.grad is not None] for layer in self.network.layers]
        clipping.function(layers, self.switches.now.clip_threshold)
        if report is None:
            return 0.0
        begun_s = time.perf_counter()
        self.probe.measure_after_clip(report.values, before)
        return time.perf_counter() - begun_s

    def _update_and_look(
        self, taps: list[Tap], batch_size: int, step_begun_s: float
    ) -> list[HistogramReport | LookReport]:
        """A step's update, and the look at it and at the state before it."""
        begun_s = time.perf_counter()
        weights = [[weight.detach().clone() for weight in layer.weights] for layer in self.network.layers]
        extra = self._extra_streams.reports(self.step, self.network, taps)
        before_s = time.perf_counter() - begun_s
        self._update()
        begun_s = time.perf_counter() - before_s
        watch = self.schedule.watch_s, self.schedule.watch_share
        network = self.network
        look = make_look(network.layers, taps, batch_size, network.activate, network.steepest, weights)
        look.silent_units = self.looker.silent_units(look.silent_units)
        reports = self.looker.reports(self.step, look, watch)
        now_s = time.perf_counter()
        self.schedule.note_look(self.step, now_s - begun_s, now_s - step_begun_s)
        # The row of the stream "look" comes last.
        return [*reports[:-1], *extra, reports[-1]]

    def _update(self) -> None:
        """Add the weights' decay to their gradients (L2), then let the optimizer step.

        Not left to the optimizer, which would need a second group of parameters for the biases, and each group costs
        half as much again as the whole update of a small network.
        """
        decay = self.switches.now.weight_decay
        if decay:
            with torch.no_grad():
                for weight in self._decaying:
                    assert weight.grad is not None
                    weight.grad.add_(weight, alpha=decay)
        self.switches.optimizer.step()

    @torch.no_grad()
    def _evaluate(self) -> EvaluationReport:
        inputs, targets = self._held_out
        self.network.eval()
        loss, correct, asked = 0.0, 0, 0
        for start in range(0, len(targets), _EVALUATION_BATCH):
            part = targets[start : start + _EVALUATION_BATCH]
            outputs = self.network(inputs[start : start + _EVALUATION_BATCH])
            # As many answers are asked of each example.
            loss += float(self._loss(outputs, part)) * len(part)
            hits, of = count_hits(self.experiment.loss, outputs, part)
            correct, asked = correct + int(hits), asked + int(of)
        self.network.train()
        return EvaluationReport(self.step, np.array([self.step, loss / len(targets), correct / asked]))

    def _accuracy(self, outputs: Tensor, targets: Tensor) -> Tensor | float:
        """Share of the batch's answers that are right; of one class for each on the CPU by numpy, in half the time."""
        outputs = outputs.detach()
        if self._has_classes and outputs.device.type == "cpu":
            found = outputs.numpy().argmax(1) == targets.numpy()
            return int(np.count_nonzero(found)) / int(found.size)
        hits, asked = count_hits(self.experiment.loss, outputs, targets)
        return hits.double() / asked

    def _first_non_finite(self, report: StepReport, inputs: Tensor | None) -> Event:
        """Forward first: the first layer whose output is not finite for these inputs. Else backward."""
        place: int | None
        when, broken = f"at step {report.step}", []
        if self._last_measured < report.step - 1:
            broken = [
                index
                for index, layer in enumerate(self.network.layers)
                if not all(weight.isfinite().all() for weight in layer.weights)
            ]
        if broken:
            # It came by a step that was not measured, and from the last of these layers on its way to the input.
            place, where, when = broken[-1], "in the gradient of layer", f"shortly before step {report.step}"
        elif inputs is not None and (first := self.network.first_non_finite(inputs)) is not None:
            place, where = first, "in the values of layer"
        else:
            place = self.probe.first_non_finite(report.values)
            where = "in the loss" if place is None else "in the gradient of layer"
        name = "" if place is None else f" {self.network.layers[place].name}"
        return Event(report.step, "non_finite", f"NaN or Inf first appeared {where}{name} {when}", place)

    def _apply(self, asked: Change | Asked) -> Intervention | Event:
        self._has_changed = True
        inputs, targets = self._batches.peek()
        change = asked.change if isinstance(asked, Asked) else asked
        try:
            if isinstance(change, Rewrite):
                # The settings may be others than when it was asked for.
                change = rewriting(self.experiment, self.settings, change.surgery)
                asked = Asked(change, asked.because) if isinstance(asked, Asked) else change
            made = self.switches.apply(asked, self.step, inputs, targets)
        except FieldError as error:
            return Event(self.step, "refused", str(error))
        if isinstance(made.command, Reinitialize):
            # Fresh weights may well be finite again.
            self._alarms.forget_non_finite()
        return made

    def _use_others(self) -> None:
        """Let the instruments follow the parameters in use."""
        self.probe.use(self.network.tensors)
        self.block.use()
