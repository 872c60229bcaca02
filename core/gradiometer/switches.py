"""What may change while a network trains: its settings, those of them that are on their way, and its optimizer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn

from gradiometer.effects import effect_of
from gradiometer.fields import FieldError
from gradiometer.jump import Loss, glance, jump_between
from gradiometer.network import Network
from gradiometer.normalizations import NORMALIZATIONS
from gradiometer.optimizers import OPTIMIZERS
from gradiometer.ramps import Going, Ramps, begin_ramps, go_on, settings_at, under_way
from gradiometer.reports import Event, Intervention
from gradiometer.rewriting import rewrite
from gradiometer.settings import (
    SETTING_FIELDS,
    Asked,
    Change,
    Ramp,
    Reinitialize,
    Rewrite,
    Settings,
)
from gradiometer.surgeries import SURGERIES


class Switches:
    """Owned by the trainer. settings: those that were set last; now: those that hold at this step, which differ while
    something is on its way; optimizer: of the parameters that have a gradient.

    changed: is called when other parameters are in use than before.
    """

    def __init__(self, network: Network, settings: Settings, loss: Loss, changed: Callable[[], None]):
        self.network = network
        self.settings = self.now = settings
        self.ramps: Ramps = {}
        self._loss = loss
        self._changed = changed
        network.use(settings)
        self.optimizer = self._make_optimizer()

    def apply(self, asked: Change | Asked, step: int, inputs: Tensor, targets: Tensor) -> Intervention:
        """Make a change before a step. inputs, targets: of its batch, on which the jump is measured.

        Raises FieldError where it cannot be made as things stand.
        """
        change, because = asked if isinstance(asked, Asked) else (asked, "")
        if isinstance(change, Rewrite) and self.ramps:
            titles = ", ".join(field.title for name, field in SETTING_FIELDS.items() if name in self.ramps)
            raise FieldError(f"rewrite = {change.surgery!r} is not allowed while a ramp is under way: {titles}")
        evaluates = isinstance(change, Rewrite) and SURGERIES[change.surgery].in_evaluation
        look = partial(glance, self.network, self._loss, inputs, targets, evaluates=evaluates)
        before, was, kind = self.settings, look(), effect_of(change, self.settings)
        if isinstance(change, Reinitialize):
            effect = self._draw_anew(change)
        else:
            effect = self._set(change, step, inputs)
        jump = jump_between(was, look())
        return Intervention(step, change, before, self.settings, effect, because, kind, jump)

    def advance(self, step: int) -> Event | None:
        """Let ramps go on to a step; an event says that one has arrived."""
        arrived = self.ramps.keys() - under_way(self.ramps, step).keys()
        if arrived:
            self.ramps = under_way(self.ramps, step)
        self._use(step)
        self._tell_optimizer()
        if not arrived:
            return None
        titles = ", ".join(field.title for name, field in SETTING_FIELDS.items() if name in arrived)
        return Event(step, "ramped", f"{titles}: the ramp has arrived")

    def state(self) -> dict[str, Any]:
        """All that the coming steps depend on. Its tensors are the ones in use."""
        return {
            "settings": self.settings.as_dict(),
            "ramps": {name: list(going) for name, going in self.ramps.items()},
            "network": self.network.state_dict(),
            # By their order in the optimizer, as torch counts them.
            "optimizer": sorted(self.optimizer.state_dict()["state"].items()),
        }

    def restore(self, state: dict[str, Any], settings: Settings, step: int) -> None:
        """Stand where another one stood before a step. Raises KeyError, TypeError, ValueError or RuntimeError.

        The tensors of the state are copied.
        """
        self.settings = settings
        # Older programs knew no ramps.
        self.ramps = {name: Going(*values) for name, values in state.get("ramps", {}).items()}
        if not self.ramps.keys() <= SETTING_FIELDS.keys():
            raise ValueError("it names a ramp of what is no setting")
        if not all(going.steps > 0 for going in self.ramps.values()):
            raise ValueError("it names a ramp of no steps")
        self.network.load_state_dict(state["network"])
        self.now, blend = settings_at(settings, self.ramps, step - 1)
        self.network.use(self.now, blend)
        self._changed()
        self.optimizer = self._make_optimizer()
        # Optimizers take over tensors as they are, and two of them must not share their moments.
        moments = {int(index): _copies(values) for index, values in state["optimizer"]}
        self.optimizer.load_state_dict(self.optimizer.state_dict() | {"state": moments})

    def _draw_anew(self, change: Reinitialize) -> str:
        network = self.network
        network.initialize(change.scheme, torch.Generator().manual_seed(change.seed), change.layers)
        redrawn = range(len(network.layers)) if change.layers is None else change.layers
        layers = [network.layers[index] for index in redrawn]
        self._forget([p for layer in layers for p in (*layer.weights, *layer.biases)])
        return "weights and biases drawn anew, moments cleared"

    def _set(self, change: Settings | Ramp | Rewrite, step: int, inputs: Tensor) -> str:
        before = self.settings
        after = change if isinstance(change, Settings) else change.settings
        effects = []
        if isinstance(change, Ramp):
            ramps = begin_ramps(before, after, step, change.steps)
            self._refuse_turns(ramps)
            # What goes on from where it stands now, and not from where it was to arrive.
            stood, _blend = settings_at(before, self.ramps, step - 1)
            started = {
                name: going._replace(start=getattr(stood, name)) if name in self.ramps else going
                for name, going in ramps.items()
            }
            self.ramps = go_on(self.ramps, before, after) | started
        else:
            dropped = self.ramps.keys() - go_on(self.ramps, before, after).keys()
            self.ramps = go_on(self.ramps, before, after)
            effects += [f"{SETTING_FIELDS[name].title} was on its way, and is there at once" for name in dropped]
        if isinstance(change, Rewrite):
            rewritten = rewrite(change.surgery, self.network, inputs)
            self._forget(rewritten)
            if rewritten:
                effects.append("weights rewritten, their moments cleared")
        self.settings = after
        is_moved = after.norm_place != before.norm_place and after.normalization != "none"
        if not isinstance(change, Rewrite) and (after.normalization != before.normalization or is_moved):
            self._forget(self.network.reset_normalization())
            effects.append(NORMALIZATIONS[after.normalization].effect)
        self._use(step)
        self._changed()
        if after.optimizer != before.optimizer:
            self.optimizer = self._make_optimizer()
            effects.append("the optimizer starts with no moments")
        self._tell_optimizer()
        return "; ".join(effects)

    def _refuse_turns(self, ramps: Ramps) -> None:
        """What is no number stands between two values on its way, from where no further ramp can begin."""
        for name in ("activation", "skip"):
            if name in ramps and name in self.ramps:
                arrives = self.ramps[name].first_step + self.ramps[name].steps
                title = SETTING_FIELDS[name].title
                raise FieldError(f"{title} is on its way until step {arrives}: change it at once, or wait until then")

    def _use(self, step: int) -> None:
        """Let the network follow what holds at a step."""
        self.now, blend = settings_at(self.settings, self.ramps, step)
        self.network.use(self.now, blend)

    def _tell_optimizer(self) -> None:
        for group in self.optimizer.param_groups:
            group["params"] = list(self.network.used)
            group["lr"] = self.now.learning_rate
            if OPTIMIZERS[self.now.optimizer].uses_momentum:
                group["momentum"] = self.now.momentum

    def _make_optimizer(self) -> torch.optim.Optimizer:
        now = self.now
        return OPTIMIZERS[now.optimizer].build(self.network.used, now.learning_rate, now.momentum)

    def _forget(self, parameters: list[nn.Parameter]) -> None:
        """Clear the optimizer's moments of these parameters."""
        for parameter in parameters:
            self.optimizer.state.pop(parameter, None)


def _copies(values: dict[str, Any]) -> dict[str, Any]:
    return {name: each.clone() if isinstance(each, Tensor) else each for name, each in values.items()}
