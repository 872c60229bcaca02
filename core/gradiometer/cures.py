"""Before and after: what each change of a running network did to its gradient and its loss."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import groupby

from gradiometer.history import History
from gradiometer.reports import Intervention
from gradiometer.settings import Settings, describe_outcome

_STEPS_AFTER = 200
"""Enough for the network to answer a change, or for a plateau to show."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A network at a step. first, last: the weight gradient norms of its first layer and of its last hidden one; of a
    recurrent network |dC/dh_t| of its first level at the first and the last time step.
    """

    step: int
    loss: float
    first: float
    last: float

    @property
    def ratio(self) -> float:
        """first / last: 1 where the gradient comes back whole; NaN where there is none."""
        return self.first / self.last if self.last else math.nan


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """The changes of one step. label: what was changed; holds: all that has come to differ from the session's start;
    before: at the last measured step before; after: some hundred steps on, or before the next change; None: not known.
    """

    step: int
    label: str
    holds: str
    before: Reading | None
    after: Reading | None


def before_after(history: History) -> tuple[BeforeAfter, ...]:
    """A row for each step with changes, in order."""
    start = None if history.experiment is None else history.experiment.settings
    together = [(step, list(changes)) for step, changes in groupby(history.interventions, lambda change: change.step)]
    rows = []
    for index, (step, changes) in enumerate(together):
        end = together[index + 1][0] if index + 1 < len(together) else math.inf
        after = _read(history, min(step + _STEPS_AFTER, end - 1))
        rows.append(
            BeforeAfter(
                step,
                "; ".join(filter(None, (change.label for change in changes))),
                _holds(start, changes),
                _read(history, step - 1),
                # The step of the change itself has the old weights, and the new settings already.
                None if after is None or after.step < step else after,
            )
        )
    return tuple(rows)


def is_through_time(history: History) -> bool:
    """Whether a reading is that of the first and the last time step, and not of layers."""
    return bool(history.outline.time_quantities)


def _holds(start: Settings | None, changes: list[Intervention]) -> str:
    """In a few words, what differs from the start once these changes are made."""
    drawn = [change.short_label for change in changes if change.before == change.after]
    settings = changes[-1].after
    outcome = "" if start is None else describe_outcome(start, settings)
    return ", ".join(filter(None, [outcome, *drawn])) or "as at the start"


def _read(history: History, step: float) -> Reading | None:
    """The network at a step, or at the last one before it that was measured."""
    through_time = is_through_time(history)
    norms = history.at("hidden_gradient" if through_time else "weight_gradient_norm", step)
    losses = history.at("loss", step)
    if norms is None or losses is None:
        return None
    found, values = norms
    last = len(history.outline.times) - 1 if through_time else max(0, len(values) - 2)
    return Reading(found, float(losses[1][0]), float(values[0]), float(values[last]))
