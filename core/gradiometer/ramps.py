"""Settings that are changed little by little: what holds at a step of a ramp."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from typing import NamedTuple

from gradiometer.fields import FieldError
from gradiometer.settings import SETTING_FIELDS, Settings

RAMPABLE = (
    *("activation", "skip", "skip_weight", "branch_scale", "forget_bias", "clip_threshold"),
    *("learning_rate", "momentum", "weight_decay"),
)
"""What can go by degrees: a number by all numbers between, an activation by (1 - t) of one plus t of the other, skip
connections by their weight.
"""
# What differs by decades goes by equal factors.
_BY_FACTORS = ("learning_rate", "clip_threshold")


class Going(NamedTuple):
    """A setting on its way to what is set. start: its value before; first_step: the first step of the ramp, which is
    1/steps of the way already; at the last of its steps it has arrived.
    """

    start: str | float | bool
    first_step: int
    steps: int

    def way(self, step: int) -> float:
        """How much of the way is behind at a step, above 0 to 1."""
        return min(max(step - self.first_step + 1, 1) / self.steps, 1.0)


class Blend(NamedTuple):
    """An activation between two: (1 - way) of `before`, plus way of the one that is set."""

    before: str
    way: float


Ramps = Mapping[str, Going]
"""By the names of the settings that are on their way."""


def begin_ramps(before: Settings, after: Settings, step: int, steps: int) -> dict[str, Going]:
    """Of all that differs. Raises FieldError where something cannot go by degrees."""
    names = [name for name in SETTING_FIELDS if getattr(before, name) != getattr(after, name)]
    for name in names:
        if name not in RAMPABLE:
            raise FieldError(f"{name} cannot be changed little by little: choose one of {', '.join(RAMPABLE)}")
    return {name: Going(getattr(before, name), step, steps) for name in names}


def go_on(ramps: Ramps, before: Settings, after: Settings) -> dict[str, Going]:
    """Those that are still on their way when settings change at once: what is set anew is there at once."""
    return {name: going for name, going in ramps.items() if getattr(before, name) == getattr(after, name)}


def settings_at(settings: Settings, ramps: Ramps, step: int) -> tuple[Settings, Blend | None]:
    """What holds at a step where `settings` is the goal, and the activation where that is between two."""
    values: dict[str, float | bool] = {}
    blend = None
    for name, going in ramps.items():
        way = going.way(step)
        if name == "activation":
            blend = Blend(str(going.start), way) if way < 1.0 else None
        elif name != "skip":
            values[name] = _between(name, float(going.start), getattr(settings, name), way)
    if "skip" in ramps:
        way = ramps["skip"].way(step)
        values |= _skip_at(settings, way, values)
    return dataclasses.replace(settings, **values) if values else settings, blend  # type: ignore[arg-type]


def _skip_at(settings: Settings, way: float, values: Mapping[str, float | bool]) -> dict[str, float | bool]:
    """Skip connections that come or go by their weight; branches are scaled as far as there are skip connections."""
    if way >= 1.0:
        return {}
    there = way if settings.skip else 1.0 - way
    weight = values.get("skip_weight", settings.skip_weight)
    scale = values.get("branch_scale", settings.branch_scale)
    return {"skip": True, "skip_weight": there * weight, "branch_scale": 1.0 - there + there * scale}


def under_way(ramps: Ramps, step: int) -> dict[str, Going]:
    """Those that have not arrived before a step."""
    return {name: going for name, going in ramps.items() if step < going.first_step + going.steps}


def _between(name: str, start: float, end: float, way: float) -> float:
    if way >= 1.0:
        return end
    if name in _BY_FACTORS and start > 0 and end > 0:
        return math.exp((1.0 - way) * math.log(start) + way * math.log(end))
    return (1.0 - way) * start + way * end
