"""Changes at steps of a run, in the words of the command line."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any

from gradiometer.experiment import Experiment
from gradiometer.fields import Choice, FieldError, split_assignment
from gradiometer.ramps import begin_ramps
from gradiometer.settings import (
    INITIALIZATION_FIELD,
    RAMP_STEPS_FIELD,
    SETTING_FIELDS,
    Change,
    Ramp,
    Reinitialize,
    Rewrite,
    Settings,
    settings_after,
)
from gradiometer.surgeries import SURGERIES

SURGERY_FIELD = Choice(
    title="Rewrite",
    help="An exact surgery on the weights.",
    options={name: surgery.title for name, surgery in SURGERIES.items()},
)
_INITIALIZATION, _OVER, _REWRITE = "initialization", "over", "rewrite"


def parse_changes(
    experiment: Experiment, schedule: Iterable[tuple[int, list[str]]], settings: Settings | None = None
) -> dict[int, list[Change]]:
    """Mid-session changes from the command line: (step, [`name=value`, ...]) pairs in the order given.

    settings: in force before the first of them, where these are not the experiment's.

    `initialization=he` re-initializes all layers with the experiment's seed; `rewrite=sigmoid_to_tanh` is an exact
    surgery; with `over=100` the settings beside it are changed little by little. Changes are worked out in the order of
    their steps, and in the order given within a step. Raises FieldError.
    """
    settings = settings or experiment.settings
    changes: dict[int, list[Change]] = {}
    for step, words in sorted(schedule, key=lambda entry: entry[0]):
        if step < 0:
            raise FieldError(f"step {step} is not allowed: a whole number from 0 on")
        made = parse_change(experiment, words, settings, step)
        for change in made:
            settings = settings_after(change, settings)
        changes.setdefault(step, []).extend(made)
    return changes


def parse_change(experiment: Experiment, words: Iterable[str], settings: Settings, step: int = 0) -> list[Change]:
    """The changes that some `name=value` words make of these settings, in their order. Raises FieldError."""
    changes: list[Change] = []
    before, over = settings, None
    for name, text in map(split_assignment, words):
        if name == _INITIALIZATION:
            scheme = INITIALIZATION_FIELD.parse(name, text)
            changes.append(Reinitialize(scheme=scheme, seed=experiment.seed))
        elif name == _REWRITE:
            changes.append(rewriting(experiment, settings, SURGERY_FIELD.parse(name, text)))
            settings = settings_after(changes[-1], settings)
        elif name == _OVER:
            over = RAMP_STEPS_FIELD.parse(name, text)
        elif name in SETTING_FIELDS:
            value = SETTING_FIELDS[name].parse(name, text)
            settings = dataclasses.replace(settings, **{name: value})
            experiment.check_settings(settings)
            changes.append(settings)
        else:
            names = ", ".join([*SETTING_FIELDS, _INITIALIZATION, _REWRITE, _OVER])
            raise FieldError(f"{name} cannot change at a step: choose one of {names}")
    return changes if over is None else [_ramp(changes, before, step, over)]


def words_of(change: Change, before: Settings) -> list[str]:
    """The `name=value` words that make a change, where these settings are in force, to the last bit; of weights drawn
    anew, only for all layers, and with the experiment's own seed.
    """
    if isinstance(change, Reinitialize):
        return [f"{_INITIALIZATION}={change.scheme}"]
    if isinstance(change, Rewrite):
        return [f"{_REWRITE}={change.surgery}"]
    after = settings_after(change, before)
    words = [
        f"{name}={word_of(getattr(after, name))}"
        for name in SETTING_FIELDS
        if getattr(before, name) != getattr(after, name)
    ]
    return [*words, f"{_OVER}={change.steps}"] if isinstance(change, Ramp) else words


def word_of(value: Any) -> str:
    """A value as the command line reads it, to the last bit."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    # The shortest text that reads back as the same float.
    return repr(value) if isinstance(value, float) else str(value)


def rewriting(experiment: Experiment, settings: Settings, surgery: str) -> Rewrite:
    """An exact surgery, where these settings are in force. Raises FieldError where it would not be exact."""
    known = SURGERIES[surgery]
    if reason := known.why_not(experiment, settings):
        raise FieldError(f"rewrite = {surgery!r} is not allowed: {reason}")
    return Rewrite(surgery=surgery, settings=known.after(settings))


def _ramp(changes: list[Change], before: Settings, step: int, over: int) -> Ramp:
    """All of them as one ramp."""
    if not changes or not all(isinstance(change, Settings) for change in changes):
        raise FieldError(f"over = {over} is not allowed: give the settings beside it that are to go by degrees")
    ramp = Ramp(settings=settings_after(changes[-1], before), steps=over)
    begin_ramps(before, ramp.settings, step, over)
    return ramp
