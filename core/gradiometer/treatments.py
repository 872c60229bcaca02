"""What is tried on forks of a session: an untouched control, changes beside it, and a fork with no change at all."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gradiometer.experiment import Experiment
from gradiometer.fields import FieldError
from gradiometer.initializations import INITIALIZATIONS
from gradiometer.settings import (
    SETTING_FIELDS,
    Change,
    Ramp,
    Reinitialize,
    Rewrite,
    Settings,
    describe_briefly,
    settings_after,
)

CONTROL, BRANCH, NULL = "control", "branch", "null"
MOST_BRANCHES = 3
"""Treated ones, beside the control."""


@dataclass(frozen=True, slots=True)
class Treatment:
    """One fork. role: CONTROL, BRANCH or NULL; label: what a legend says; changes: made at the step of the fork, in
    this order; remedy: its name in REMEDIES, empty where a person thought of it.
    """

    role: str
    label: str
    changes: tuple[Change, ...] = ()
    remedy: str = ""


UNTOUCHED = Treatment(CONTROL, "control")
NULL_FORK = Treatment(NULL, "null fork")


@dataclass(frozen=True, slots=True)
class Fork:
    """Where branches begin. group: an id that they have in common; file, session: name and id of the session that they
    come from; step: before which; settings: in force then.
    """

    group: str
    file: str
    session: str
    step: int
    settings: Settings


def new_group() -> str:
    """An id for branches that are forked together."""
    return str(uuid.uuid4())


def line_up(branches: Sequence[Treatment], *, null: bool) -> tuple[Treatment, ...]:
    """The control in front, then the treated branches, then the null fork. Raises FieldError for too many or too few,
    and where two have the same label.
    """
    most = MOST_BRANCHES
    if len(branches) > most or not (branches or null):
        raise FieldError(f"{len(branches)} branches are not allowed: one to {most} beside the control")
    treatments = (UNTOUCHED, *branches, *([NULL_FORK] if null else ()))
    labels = [each.label for each in treatments]
    for label in labels:
        if labels.count(label) > 1:
            raise FieldError(f"two branches are called {label!r}: give each a label of its own")
    return treatments


def describe_changes(changes: Iterable[Change], before: Settings) -> str:
    """In a few words what changes make of the settings: `ReLU, He, rate 0.01 over 100 steps`."""
    words = []
    for change in changes:
        if isinstance(change, Reinitialize):
            which = "" if change.layers is None else " in some layers"
            words.append(f"{INITIALIZATIONS[change.scheme].title}{which}")
            continue
        after = settings_after(change, before)
        said = ", ".join(
            describe_briefly(name, getattr(after, name))
            for name in SETTING_FIELDS
            if getattr(before, name) != getattr(after, name)
        )
        if said and isinstance(change, Ramp):
            said += f" over {change.steps} steps"
        elif isinstance(change, Rewrite):
            said += ", exactly"
        words.append(said)
        before = after
    return ", ".join(filter(None, words))


def check_treatment(experiment: Experiment, settings: Settings, treatment: Treatment) -> None:
    """Whether its changes are possible in a network, where these settings are in force. Raises FieldError."""
    for change in treatment.changes:
        settings = settings_after(change, settings)
        experiment.check_settings(settings)


def branch_bytes(experiment: Experiment, settings: Settings) -> int:
    """About how much memory a branch takes: weights, gradients and moments, the copies of gradients that wait to be
    measured, and a snapshot on its way to the file.

    What one batch leaves behind on its way is not counted, because branches take their steps one after the other; nor
    are the examples, which they share.
    """
    size = 4 if experiment.dtype == "float32" else 8
    norms = sum(2 * each.size for layer in experiment.layers for each in layer.norms)
    num_values = experiment.num_parameters + 2 * norms
    moments = _MOMENTS.get(settings.optimizer, max(_MOMENTS.values()))
    kept = (2 + moments) + (1 + moments)
    if num_values <= _MOST_TOGETHER:
        # Of a small network up to sixteen gradients wait to be measured together.
        return size * (kept * num_values + min(16 * num_values, 2 * _MOST_TOGETHER))
    # Of a large one up to three wait to be counted, by two indices of eight bytes for each value.
    return (size * (kept + 3) + 16) * num_values


_MOST_TOGETHER = 2**18
_MOMENTS = {"sgd": 0, "momentum": 1, "rmsprop": 1, "adam": 2}
