"""What can be said of training examples before anything is trained on them: their moments, and what is wrong with them.

A live run tells these events at its first step, before that step's own reports; rules judge them as they judge others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gradiometer.examples import CLASSES, POSITIONS, VALUES, DataFacts, Examples
from gradiometer.experiment import Experiment
from gradiometer.input_moments import MOST_EXAMPLES, InputMoments
from gradiometer.losses import LOSSES, NOT_ASKED
from gradiometer.reports import Event

BAD_LABELS, MISSING_LABELS, NON_FINITE = "bad_labels", "missing_labels", "non_finite"
"""Kinds of events: labels that the network cannot put out, or that are all the same; a class that no training example
has; inputs that are no numbers."""

_BLOCK = 2**22
"""Values that are looked at at a time."""
_MOST_NAMED = 5
_LARGEST_BYTE = 255.0

Values = NDArray[Any]


@dataclass(frozen=True, slots=True)
class DataLook:
    """inputs: the moments of the training examples, as the network reads them; events: what is wrong, at step 0."""

    inputs: InputMoments
    events: tuple[Event, ...]


def look_at_data(experiment: Experiment, examples: Examples) -> DataLook:
    """What a run has to say of its training examples before its first step. examples: all of the experiment's."""
    inputs, targets = examples.inputs[: experiment.num_train], examples.targets[: experiment.num_train]
    facts = experiment.known_facts
    of_targets = (
        _of_classes(targets, facts) if facts.targets in (CLASSES, POSITIONS) else _of_numbers(targets, experiment.loss)
    )
    found = (*_of_inputs(inputs), *of_targets)
    # In the network's own precision, as a session stores them.
    some = inputs[:MOST_EXAMPLES].astype(experiment.dtype)
    some = some / some.dtype.type(_LARGEST_BYTE) if inputs.dtype == np.uint8 else some
    with np.errstate(invalid="ignore", over="ignore"):
        # What is not finite is told, and makes no prediction.
        moments = InputMoments.of(some, targets[:MOST_EXAMPLES])
    return DataLook(moments, tuple(Event(0, kind, text) for kind, text in found))


# Each of these yields (kind, sentence).


def _of_inputs(inputs: Values) -> Iterator[tuple[str, str]]:
    if inputs.dtype != np.uint8 and len(wrong := _where(inputs, lambda part: ~np.isfinite(part))):
        mend = "mend them or leave these examples out"
        yield NON_FINITE, f"{_some_have(wrong)} inputs that are NaN or infinite: {mend}"


def _of_classes(targets: Values, facts: DataFacts) -> Iterator[tuple[str, str]]:
    least = NOT_ASKED if facts.targets == POSITIONS else 0
    end = facts.num_outputs

    def is_wrong(part: Values) -> NDArray[np.bool_]:
        return (part < least) | (part >= end)

    if len(wrong := _where(targets, is_wrong)):
        values = targets[wrong].ravel()
        which = _listed([str(each) for each in np.unique(values[is_wrong(values)]).tolist()])
        mend = f"the network puts out 0 to {end - 1}, mend the labels or leave these examples out"
        yield BAD_LABELS, f"{_some_have(wrong)} a label that does not exist ({which}): {mend}"
        return
    counts = np.bincount(targets[targets != NOT_ASKED], minlength=end)
    names = facts.class_names or tuple(map(str, range(end)))
    there = np.flatnonzero(counts).tolist()
    if len(there) < 2 <= end:
        what = (
            f"All labels of the training examples are {names[there[0]]}" if there else "No training example has a label"
        )
        yield BAD_LABELS, f"{what}: there is nothing to tell apart, take examples of several classes"
    elif missing := [name for name, count in zip(names, counts.tolist(), strict=True) if not count]:
        word = "class has" if len(missing) == 1 else "classes have"
        mend = "what they look like cannot be learned, take more examples (num_train)"
        yield MISSING_LABELS, f"{len(missing)} of {end} {word} no training example ({_listed(missing)}): {mend}"


def _of_numbers(targets: Values, loss: str) -> Iterator[tuple[str, str]]:
    if len(wrong := _where(targets, lambda part: ~np.isfinite(part))):
        yield BAD_LABELS, f"{_some_have(wrong)} targets that are NaN or infinite: mend them or leave these examples out"
    # Behind sigmoids numbers from 0 to 1 alone can be reached.
    if VALUES not in LOSSES[loss].targets and len(wrong := _where(targets, lambda part: (part < 0) | (part > 1))):
        mend = f"the loss {loss} can only judge shares, scale them to 0 to 1 or choose squared_error"
        yield BAD_LABELS, f"{_some_have(wrong)} targets outside 0 to 1: {mend}"


def _where(values: Values, is_wrong: Callable[[Values], NDArray[np.bool_]]) -> NDArray[np.int64]:
    """The examples of which any value is wrong, [num_wrong]; values: [num_examples, ...]."""
    flat = values.reshape(len(values), -1)
    rows = max(1, _BLOCK // max(1, flat.shape[1]))
    parts = [np.empty(0, np.int64)]
    for start in range(0, len(flat), rows):
        parts.append(start + np.flatnonzero(is_wrong(flat[start : start + rows]).any(axis=1)))
    return np.concatenate(parts)


def _some_have(wrong: NDArray[np.int64]) -> str:
    """Beginning of a sentence about examples, given by their numbers from 0."""
    if len(wrong) == 1:
        return f"Training example {wrong[0] + 1:,} has"
    return f"{len(wrong):,} training examples, number {wrong[0] + 1:,} first, have"


def _listed(names: Sequence[str]) -> str:
    """The first ones, and how many more."""
    more = len(names) - _MOST_NAMED
    return ", ".join(names) if more <= 0 else f"{', '.join(names[:_MOST_NAMED])} and {more} more"
