"""Watches a network that trains in a loop of the user's own, and records what the trainer here would record.

`Watch.step` stands between the backward pass and the optimizer's update. Whether the gradient was clipped meanwhile,
and how far the update went, the optimizer's own hooks tell.
"""

from __future__ import annotations

import atexit
import logging
import math
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from gradiometer.alarms import Alarms
from gradiometer.anatomy import (
    NORMALIZATION_MODULES,
    Layer,
    find_layers,
    join_normalizations,
    not_measured,
    order_layers,
    outline_of,
)
from gradiometer.growth import Growth
from gradiometer.heard import find_lonely_batch, flat, make_look
from gradiometer.judge import RULE_SET, Judge
from gradiometer.listener import Call, Listener
from gradiometer.looker import Looker
from gradiometer.machine import describe_machine
from gradiometer.norms import readable
from gradiometer.probe import Probe
from gradiometer.reports import EvaluationReport, Event, HistogramReport, LookReport, Report, StepReport
from gradiometer.schedule import Schedule
from gradiometer.session_format import SUFFIX
from gradiometer.session_storage import StorageError
from gradiometer.session_writer import SessionWriter
from gradiometer.tally import Tally, is_worth_a_thread
from gradiometer.wording_of_errors import first_line

_log = logging.getLogger("gradiometer")
# Tensors that were only scaled, by one factor, keep the cosine at 1 to this.
_SAME_FACTOR = 1e-9


class Watch:
    """Records the gradients of a model that trains in somebody else's loop. Made by `gradiometer.watch`.

    path: of the session file; step_number: steps recorded so far; layer_names: once the first step was seen.
    """

    def __init__(
        self,
        model: nn.Module,
        path: str | Path,
        *,
        optimizer: torch.optim.Optimizer | None = None,
        scaler: torch.amp.GradScaler | None = None,
        name: str = "",
        norms_every: int = 0,
        histogram_every: int = 50,
        watch_share: float = 0.05,
        watch_everything: bool = False,
        most_mb_per_hour: float = 1000.0,
    ):
        if not isinstance(model, nn.Module):
            raise ValueError(f"model = {type(model).__name__} is not allowed: give a torch.nn.Module")
        if optimizer is not None and not isinstance(optimizer, torch.optim.Optimizer):
            raise ValueError(f"optimizer = {type(optimizer).__name__} is not allowed: give a torch.optim.Optimizer")
        if scaler is not None and optimizer is None:
            raise ValueError("scaler is not allowed without optimizer: gradients are unscaled for each optimizer")
        for what, value, least in (
            ("norms_every", norms_every, 0),
            ("histogram_every", histogram_every, 1),
            ("watch_share", watch_share, 0),
            ("most_mb_per_hour", most_mb_per_hour, 1),
        ):
            if value < least:
                raise ValueError(f"{what} = {value} is not allowed: at least {least}")
        self.path = Path(path)
        if not self.path.suffix:
            self.path = self.path.with_name(self.path.name + SUFFIX)
        if self.path.exists():
            raise StorageError(f"{self.path} exists already: choose another name")
        self.step_number = 0
        self._name = name or self.path.stem
        self._model, self._optimizer, self._scaler = model, optimizer, scaler
        self._histogram_every = histogram_every
        self._schedule = Schedule(watch_share, everything=watch_everything, norms_every=norms_every)
        self._growth = Growth(1e6 * most_mb_per_hour)
        self._layers = find_layers(model)
        self._listener = Listener(model)
        self._writer: SessionWriter | None = None
        self._pending: _Pending | None = None
        self._stale: tuple[Tensor, int] | None = None
        self._evaluation: EvaluationReport | None = None
        self._is_lonely = False
        self._begun_s = self._step_begun_s = time.perf_counter()
        self._hooks = []
        if optimizer is not None:
            self._hooks.append(optimizer.register_step_pre_hook(self._before_update))
            self._hooks.append(optimizer.register_step_post_hook(self._after_update))
        self._can_listen = not _is_compiled(model)
        # The first pass tells the order of the layers, and which normalization belongs to which.
        if self._can_listen:
            norms = [module for module in model.modules() if isinstance(module, NORMALIZATION_MODULES)]
            self._listener.start(_unique([*(layer.module for layer in self._layers), *norms]))
        self._is_looking = True
        self._is_closed = False
        atexit.register(self.close)

    @property
    def layer_names(self) -> tuple[str, ...]:
        """In the order in which a signal passes, once the first step was seen."""
        return tuple(layer.name for layer in self._layers)

    def step(self, loss: Tensor | float, accuracy: Tensor | float = math.nan) -> None:
        """Record a step: call it after the backward pass and before the optimizer's update, once an update.

        loss: the batch's; accuracy: share of the batch, where it is known. Gradients may be clipped between this call
        and the update. Raises ValueError at the first step where there is no gradient, or where the optimizer has
        stepped already, and StorageError where the file cannot be made.
        """
        assert not self._is_closed, "the watch is closed"
        begun_s = time.perf_counter()
        if self._pending is not None:
            # The optimizer has not stepped: a scaler of mixed precision leaves out a step that overflows.
            self._finish(updated=False)
        if self._writer is None:
            self._begin()
        self._write_evaluation()
        counts = self._schedule.counts(self.step_number, self._histogram_every)
        is_due = self._is_looking or counts or self._schedule.measures(self.step_number)
        if not (is_due or self._alarms.is_first_broken(loss)):
            self._pass_by(begun_s)
            return
        divisor = self._divisor()
        now_s = time.perf_counter() - self._begun_s
        row = self._probe.measure(self.step_number, now_s, loss, accuracy, divisor)
        pending = _Pending(row, self._scale())
        if counts:
            self._tally.add(self.step_number, self._probe.weight_gradients(), divisor)
        report = StepReport(self.step_number, row)
        if self._alarms.is_first_non_finite(report):
            self._record(self._first_non_finite(report))
        if self._is_looking:
            self._listener.stop()
            pending.weights = [flat([weight.detach() for weight in layer.weights], copy=True) for layer in self._layers]
            pending.gradients = self._probe.gradients()
            pending.unit_gradients = [_unit_gradient(layer, divisor) for layer in self._layers]
        pending.versions = self._probe.versions()
        pending.spent_s = time.perf_counter() - begun_s
        self._pending = pending
        if self._optimizer is None:
            self._finish(updated=False)

    def _pass_by(self, begun_s: float) -> None:
        """A step that is not measured."""
        self._schedule.note_step(begun_s - self._step_begun_s, 0.0)
        self._prepare_next()

    def evaluation(self, loss: Tensor | float, accuracy: Tensor | float = math.nan) -> None:
        """Record what held-out examples gave, between two steps or before the first; of several in a row the last."""
        if self._pending is not None:
            self._finish(updated=False)
        values = np.array([self.step_number, float(loss), float(accuracy)])
        # Kept until the next step, because a step has one evaluation at most.
        self._evaluation = EvaluationReport(self.step_number, values)

    def _write_evaluation(self) -> None:
        report, self._evaluation = self._evaluation, None
        if report is not None and self._writer is not None:
            self._record(report)

    def close(self) -> None:
        """Complete the file and let go of the model. Says in the log what could not be written."""
        if self._is_closed:
            return
        if self._pending is not None:
            self._finish(updated=False)
        self._is_closed = True
        atexit.unregister(self.close)
        self._listener.stop()
        for hook in self._hooks:
            hook.remove()
        if self._writer is not None:
            self._write_evaluation()
            self._write_counts(self._tally.flush())
            self._tally.close()
            for finding in self._judge.close():
                self._writer.add(finding)
            self._tell(self._writer.close())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None and self._writer is not None and not isinstance(error, KeyboardInterrupt | SystemExit):
            text = f"Training stopped at step {self.step_number}: {first_line(error)}"
            self._record(Event(self.step_number, "error", text))
        self.close()

    # The optimizer's hooks

    def _before_update(self, _optimizer: torch.optim.Optimizer, _given: Any, _named: Any) -> None:
        pending = self._pending
        if pending is None:
            return
        begun_s = time.perf_counter()
        # Whatever changes a gradient in place counts up its version, and nobody else does.
        if pending.versions != self._probe.versions():
            self._probe.measure_after_clip(pending.row, pending.gradients, self._divisor())
            if pending.gradients is None:
                self._doubt_cosine(pending.row)
            event = self._alarms.clipped_away(StepReport(self.step_number, pending.row))
            if event is not None:
                self._record(event)
        pending.spent_s += time.perf_counter() - begun_s

    def _doubt_cosine(self, row: NDArray[np.float64]) -> None:
        """Without copies of the gradients from before, which only looks have, the angle is known only where all were
        scaled by one factor: then it is none.
        """
        cosine = self._probe.layout.slice("clip_cosine")
        if not row[cosine][0] >= 1.0 - _SAME_FACTOR or len(self._layers) < 2:
            row[cosine] = math.nan

    def _after_update(self, _optimizer: torch.optim.Optimizer, _given: Any, _named: Any) -> None:
        if self._pending is not None:
            self._finish(updated=True)
        elif self._writer is None:
            # A gradient that is still the same at the first `step` was seen by the optimizer already.
            gradients = (parameter.grad for parameter in self._model.parameters())
            self._stale = next(((each, each._version) for each in gradients if each is not None), None)

    def _finish(self, *, updated: bool) -> None:
        """The step is through: look where that is due, and hand its reports over."""
        pending = self._pending
        assert pending is not None
        self._pending = None
        begun_s = time.perf_counter()
        reports: list[HistogramReport | LookReport] = []
        if self._is_looking:
            reports = self._look(pending, updated=updated)
            self._is_looking = False
            pending.spent_s += self._listener.spent_s + time.perf_counter() - begun_s
            self._schedule.note_look(self.step_number, pending.spent_s, time.perf_counter() - self._step_begun_s)
        else:
            now_s = time.perf_counter()
            self._schedule.note_step(now_s - self._step_begun_s, pending.spent_s + now_s - begun_s)
        for report in (*reports, StepReport(self.step_number, pending.row)):
            self._record(report)
        self._write_counts(self._tally.take())
        self._prepare_next()

    def _prepare_next(self) -> None:
        """Listen to the next step where it is to be looked at."""
        assert self._writer is not None
        self.step_number += 1
        if self._schedule.is_due(self.step_number):
            self._is_looking = True
            if self._can_listen:
                self._listener.start(self._exits)
        self._tell(self._writer.tick())
        if self._growth.note(time.perf_counter() - self._begun_s, self._writer.num_bytes):
            self._schedule.space(self._growth.spacing)
            if news := self._growth.take_news(self.step_number):
                self._record(Event(self.step_number, "thinned", news))
        self._step_begun_s = time.perf_counter()

    def _write_counts(self, counted: list[tuple[int, NDArray[np.uint32]]]) -> None:
        for step, counts in counted:
            self._record(HistogramReport(step, "weight_gradient", counts))

    def _record(self, report: Report) -> None:
        """Into the file, and what the rules have to say of it too."""
        assert self._writer is not None
        self._writer.add(report)
        for finding in self._judge.take(report):
            self._writer.add(finding)

    # The first step

    def _begin(self) -> None:
        if all(parameter.grad is None for parameter in self._model.parameters()):
            raise ValueError(
                "no parameter has a gradient: call watch.step(loss) after loss.backward() and before zero_grad()"
            )
        if self._stale is not None and self._stale[0]._version == self._stale[1] and self._is_of_model(self._stale[0]):
            raise ValueError(
                "the optimizer has stepped already: call watch.step(loss) between loss.backward() and optimizer.step()"
            )
        self._listener.stop()
        calls = [call for each in self._listener.passes for call in each]
        ordered = order_layers(self._layers, self._listener.begun)
        self._layers = join_normalizations(ordered, _followers(calls))
        self._exits = _unique([layer.exit for layer in self._layers])
        num_calls = {
            id(module): max((sum(call.module is module for call in each) for each in self._listener.passes), default=0)
            for module in self._exits
        }
        self._reused = {module for module, count in num_calls.items() if count > 1}
        for layer in self._layers:
            output = next((call.output for call in calls if call.module is layer.exit), None)
            if output is not None and output.dim() > 1:
                layer.num_units = output.shape[layer.units_dim]
        outline = outline_of(self._name, self._model, self._layers)
        self._probe = Probe([layer.tensors for layer in self._layers], outline.dtype)
        self._alarms = Alarms(self._probe.layout)
        self._looker = Looker(self._probe.counter)
        num_weights = sum(layer.num_weights for layer in outline.layers)
        self._tally = Tally(self._probe.counter, aside=is_worth_a_thread(num_weights))
        meta = {
            "model": type(self._model).__name__,
            "optimizer": _describe(self._optimizer),
            "rule_set": RULE_SET,
            **describe_machine(self._probe.device),
        }
        self._writer, self._judge = SessionWriter(self.path, outline, meta), Judge(outline)
        reasons = list(not_measured(self._layers, num_calls))
        if not self._can_listen:
            reasons.append("the model is compiled: what happens inside its layers is not measured, gradients are")
        elif not calls:
            reasons.append("no pass through the model was seen: what happens inside its layers is not measured")
        for reason in reasons:
            self._record(Event(0, "not_measured", f"not measured: {reason}"))

    def _is_of_model(self, gradient: Tensor) -> bool:
        return any(parameter.grad is gradient for parameter in self._model.parameters())

    def _scale(self) -> float:
        """What the loss was multiplied with."""
        return 1.0 if self._scaler is None or not self._scaler.is_enabled() else self._scaler.get_scale()

    def _divisor(self) -> float:
        """What the gradients of the parameters are multiplied with at this moment."""
        scaler = self._scaler
        if scaler is None:
            return 1.0
        # The scaler says nowhere else whether the gradients of an optimizer were unscaled already.
        state = scaler._per_optimizer_states.get(id(self._optimizer), {})
        is_unscaled = getattr(state.get("stage"), "name", "READY") == "UNSCALED"
        return 1.0 if is_unscaled else self._scale()

    def _first_non_finite(self, report: StepReport) -> Event:
        layer = self._probe.first_non_finite(report.values)
        loss = report.values[self._probe.layout.slice("loss")][0]
        where = "in the loss" if not math.isfinite(loss) or layer is None else "in the gradient of layer"
        name = f" {self._layers[layer].name}" if layer is not None and math.isfinite(loss) else ""
        scaled = " (the loss was scaled: a scaler leaves such a step out)" if self._scaler is not None else ""
        text = f"NaN or Inf first appeared {where}{name} at step {self.step_number}{scaled}"
        return Event(self.step_number, "non_finite", text, layer if name else None)

    # Looks

    def _look(self, pending: _Pending, *, updated: bool) -> list[HistogramReport | LookReport]:
        after = [flat([weight.detach() for weight in layer.weights]) for layer in self._layers] if updated else []
        look = make_look(
            self._layers,
            self._listener.passes,
            self._listener.num_examples,
            self._reused,
            pending.scale,
            pending.weights,
            after,
            pending.unit_gradients,
        )
        self._warn_of_lonely_batch()
        look.silent_units = self._looker.silent_units(look.silent_units)
        watch = self._schedule.watch_s, self._schedule.watch_share
        reports = self._looker.reports(self.step_number, look, watch)
        self._listener.forget()
        return reports

    def _warn_of_lonely_batch(self) -> None:
        """Once: a person who wants it so has heard it."""
        found = None if self._is_lonely else find_lonely_batch(self._layers, self._listener.passes)
        if found is None:
            return
        self._is_lonely = True
        module, layer = found
        behind = "" if layer is None else f" in layer {self._layers[layer].name}"
        text = f"{module}{behind} trains on a batch of one example at step {self.step_number}"
        self._record(Event(self.step_number, "lonely_batch", text, layer))

    def _tell(self, notice: str) -> None:
        if notice:
            _log.warning(notice)


class _Pending:
    """A step that waits for the optimizer. row: as far as it is known; scale: of the loss; versions: of the gradients
    then.
    """

    def __init__(self, row: NDArray[np.float64], scale: float):
        self.row = row
        self.scale = scale
        self.versions: list[int] = []
        self.weights: list[Tensor | None] = []
        self.gradients: list[Tensor | None] | None = None
        self.unit_gradients: list[Tensor | None] = []
        self.spent_s = 0.0


def _unit_gradient(layer: Layer, divisor: float) -> Tensor | None:
    """A copy of delta, [number of units]; of a layer that has one number for each unit."""
    delta = layer.tensors.delta
    if delta is None or delta.grad is None or delta.numel() != layer.num_units:
        return None
    return readable(delta.grad).reshape(-1) / divisor


def _followers(calls: Sequence[Call]) -> list[tuple[nn.Module, nn.Module]]:
    """Which normalization was called with the very tensor that another module put out."""
    found = []
    for call in calls:
        if isinstance(call.module, NORMALIZATION_MODULES) and call.given is not None:
            found += [(other.module, call.module) for other in calls if other.output is call.given]
    return found


def _unique(modules: Sequence[nn.Module]) -> list[nn.Module]:
    return list({id(module): module for module in modules}.values())


def _is_compiled(model: nn.Module) -> bool:
    """Whether hooks inside would be ignored, or would make torch compile anew."""
    return any(
        hasattr(module, "_orig_mod")
        or getattr(module, "_compiled_call_impl", None) is not None
        or isinstance(module, torch.jit.ScriptModule | nn.DataParallel)
        for module in model.modules()
    )


def _describe(optimizer: torch.optim.Optimizer | None) -> str:
    """`SGD, learning rate 0.1`."""
    if optimizer is None:
        return "not given"
    rates = sorted({float(group["lr"]) for group in optimizer.param_groups if "lr" in group})
    return f"{type(optimizer).__name__}, learning rate {', '.join(f'{rate:g}' for rate in rates) or 'of its own'}"
