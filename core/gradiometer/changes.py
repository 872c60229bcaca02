"""Changes at steps of a run, in the words of the command line."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from gradiometer.experiment import Experiment
from gradiometer.fields import FieldError, split_assignment
from gradiometer.settings import INITIALIZATION_FIELD, SETTING_FIELDS, Change, Reinitialize, Settings


def parse_changes(
    experiment: Experiment, schedule: Iterable[tuple[int, list[str]]], settings: Settings | None = None
) -> dict[int, list[Change]]:
    """Mid-session changes from the command line: (step, [`name=value`, ...]) pairs in the order given.

    settings: in force before the first of them, where these are not the experiment's.

    `initialization=he` re-initializes all layers with the experiment's seed. Changes are worked out in the order of
    their steps, and in the order given within a step. Raises FieldError.
    """
    settings = settings or experiment.settings
    changes: dict[int, list[Change]] = {}
    for step, words in sorted(schedule, key=lambda entry: entry[0]):
        if step < 0:
            raise FieldError(f"step {step} is not allowed: a whole number from 0 on")
        for name, text in map(split_assignment, words):
            change: Change
            if name == "initialization":
                change = Reinitialize(scheme=INITIALIZATION_FIELD.parse(name, text), seed=experiment.seed)
            elif name in SETTING_FIELDS:
                value = SETTING_FIELDS[name].parse(name, text)
                change = settings = dataclasses.replace(settings, **{name: value})
                experiment.check_settings(settings)
            else:
                names = ", ".join([*SETTING_FIELDS, "initialization"])
                raise FieldError(f"{name} cannot change at a step: choose one of {names}")
            changes.setdefault(step, []).append(change)
    return changes
