"""How a trial becomes a row of a session file, and how it is read off one (the table: see session_format.py)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from itertools import pairwise
from typing import Any, TypeVar

from gradiometer.session_format import MOST_ROWS, Statement, insert, number_of, of_kind, ready_for_json
from gradiometer.trial import OWN_ORDER, Arm, Course, Interval, NullFork, Trial

MOST_VALUES = 10_000
"""Of a kind: branches, seeds, layers, points of a course."""
MOST_TEXT = 2**22
"""Characters of a trial as JSON: a hundred times what an honest one takes."""

T = TypeVar("T")


def trial_statement(trial: Trial) -> Statement:
    """Puts a trial in place of what was told under its number before. Raises ValueError, or TypeError, for one that
    could not be read again: a file is not damaged by writing it.
    """
    data = asdict(trial)
    number, step = data.pop("number"), data.pop("step")
    text = json.dumps(ready_for_json(data), allow_nan=False)
    decode_trial(number, step, text)
    return insert("trial", {"number": number, "step": step, "data": text}, replaces=True)


def decode_trial(number: int, step: int, text: str) -> Trial:
    """A row of the table `trial`. Roles, kinds and remedies may be another program's; what a newer one says besides is
    left out.

    Raises ValueError (KeyError and TypeError for junk) where the text does not fit.
    """
    if len(text) > MOST_TEXT:
        raise ValueError(f"it has {len(text)} characters")
    try:
        trial = _trial(number, step, of_kind(dict, json.loads(text)))
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    _check_seeds(trial)
    return trial


def _trial(number: int, step: int, data: dict[str, Any]) -> Trial:
    return Trial(
        number=_within(1, number, MOST_ROWS),
        step=_within(0, step, MOST_ROWS),
        steps=_within(0, data["steps"], MOST_ROWS),
        seeds=tuple(_within(OWN_ORDER, seed, 2**64 - 1) for seed in _some(data["seeds"])),
        device=of_kind(str, data["device"]),
        arms=tuple(_arm(each) for each in _some(data["arms"])),
        losses=_numbers(data["losses"]),
        finding=of_kind(str, data["finding"]),
        control_holds=_all(bool, data["control_holds"]),
        null=None if data["null"] is None else _null(of_kind(dict, data["null"])),
        adopted=of_kind(str, data["adopted"]),
        group=of_kind(str, data["group"]),
    )


def _check_seeds(trial: Trial) -> None:
    """What there is a number, or a truth, a seed of. Raises ValueError."""
    num_seeds = len(trial.seeds)
    _agree("losses of the control", trial.losses, num_seeds)
    if trial.control_holds:
        _agree("truths of the control", trial.control_holds, num_seeds)
    for arm in trial.arms:
        num_through = num_seeds - len(arm.errors)
        _agree("ratios of a branch", arm.ratios, num_through)
        _agree("losses of a branch", arm.losses, num_through)
        if arm.holds:
            _agree("truths of a branch", arm.holds, num_through)


def _arm(value: object) -> Arm:
    data = of_kind(dict, value)
    return Arm(
        label=of_kind(str, data["label"]),
        role=of_kind(str, data["role"]),
        changes=of_kind(str, data["changes"]),
        kinds=_all(str, data["kinds"]),
        remedy=of_kind(str, data["remedy"]),
        ratios=_numbers(data["ratios"]),
        losses=_numbers(data["losses"]),
        layers=_numbers(data["layers"]),
        cost=number_of(data["cost"]),
        holds=_all(bool, data["holds"]),
        errors=_all(str, data["errors"]),
        course=_course(of_kind(dict, data["course"])),
    )


def _course(data: dict[str, Any]) -> Course:
    steps = tuple(_within(0, step, MOST_ROWS) for step in _some(data["steps"]))
    ratio, loss = (tuple(map(_interval, _some(data[name]))) for name in ("ratio", "loss"))
    _agree("points of a course", ratio, len(steps))
    _agree("points of a course", loss, len(steps))
    if any(after <= before for before, after in pairwise(steps)):
        raise ValueError("the steps of a course do not ascend")
    return Course(steps=steps, ratio=ratio, loss=loss)


def _interval(value: object) -> Interval:
    numbers = _numbers(value)
    _agree("numbers of an interval", numbers, len(Interval._fields))
    return Interval(*numbers)


def _null(data: dict[str, Any]) -> NullFork:
    return NullFork(
        coincides=of_kind(bool, data["coincides"]),
        first=_within(-1, data["first"], MOST_ROWS),
        num_steps=_within(0, data["num_steps"], MOST_ROWS),
        ratio=number_of(data["ratio"]),
        loss=number_of(data["loss"]),
    )


def _within(low: int, value: object, high: int) -> int:
    number = of_kind(int, value)
    if not low <= number <= high:
        raise ValueError("a number of it is out of range")
    return number


def _some(value: object) -> list[Any]:
    values = of_kind(list, value)
    if len(values) > MOST_VALUES:
        raise ValueError(f"it has {len(values)} values where at most {MOST_VALUES} belong")
    return values


def _all(kind: type[T], value: object) -> tuple[T, ...]:
    return tuple(of_kind(kind, each) for each in _some(value))


def _numbers(value: object) -> tuple[float, ...]:
    return tuple(map(number_of, _some(value)))


def _agree(what: str, values: Sequence[object], number: int) -> None:
    if len(values) != number:
        raise ValueError(f"it has {len(values)} {what} where {number} belong")
