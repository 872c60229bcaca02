"""In what several sessions differ: what was set, what was changed, and what came out."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from gradiometer.compared import Compared
from gradiometer.experiment_fields import EXPERIMENT_FIELDS
from gradiometer.quantities import stream_of
from gradiometer.session_labels import describe_field
from gradiometer.settings import SETTING_FIELDS, describe_value
from gradiometer.symptoms import SEVERE

Value = str | int | float | bool | None

CHANGES, RESULTS = "changes", "results"
# What the structure says better, and what a session is called.
_NOT_TOLD = ("name", "hidden")

# What a loop of the user's own says of itself.
_WATCHED = {"model": "Model", "optimizer": "Optimizer of the loop", "watching": "Watching"}


@dataclass(frozen=True, slots=True)
class Difference:
    """A row of the table. group: `network and data`, `settings at the start`, `changes` or `results`; values: of each
    session, None where it has none; texts: the same for a person.
    """

    group: str
    name: str
    title: str
    values: tuple[Value, ...]
    texts: tuple[str, ...]

    @property
    def is_equal(self) -> bool:
        """Whether all sessions that know it have the same: a watched loop does not know its settings. To have no change
        is to know it.
        """
        known = [value for value in self.values if value is not None or self.group == CHANGES]
        return all(_same(value, known[0]) for value in known)


def find_differences(sides: Sequence[Compared], *, everything: bool = False) -> list[Difference]:
    """The rows that differ, and the results in any case; everything: also what is equal."""
    rows = [*_fixed(sides), *_settings(sides), *_changes(sides), *_results(sides)]
    known = [row for row in rows if any(value is not None for value in row.values)]
    return [row for row in known if everything or row.group == RESULTS or not row.is_equal]


def _fixed(sides: Sequence[Compared]) -> Iterator[Difference]:
    group = "network and data"
    yield _row(group, "title", "Title", [side.session.title for side in sides])
    yield _row(group, "structure", "Structure", [side.session.outline.structure for side in sides])
    for name, told in _WATCHED.items():
        yield _row(group, f"watched_{name}", told, [side.session.meta.get(name) for side in sides])
    for name, field in EXPERIMENT_FIELDS.items():
        if name not in _NOT_TOLD:
            experiments = [side.session.experiment for side in sides]
            values = [None if experiment is None else getattr(experiment, name) for experiment in experiments]
            if name == "dtype":
                values = [side.session.outline.dtype for side in sides]
            yield _row(group, name, field.title, values, partial(describe_field, name))


def _settings(sides: Sequence[Compared]) -> Iterator[Difference]:
    for name, field in SETTING_FIELDS.items():
        experiments = [side.session.experiment for side in sides]
        values = [None if experiment is None else getattr(experiment.settings, name) for experiment in experiments]
        yield _row(
            "settings at the start",
            name,
            field.title,
            values,
            partial(describe_value, name),
        )


def _changes(sides: Sequence[Compared]) -> Iterator[Difference]:
    """A row for the first change of each session, one for the second, and so on."""
    changes = [
        [f"step {change.step:,}: {change.label or 'nothing'}" for change in side.session.interventions]
        for side in sides
    ]
    for index in range(max(map(len, changes))):
        values = [texts[index] if index < len(texts) else None for texts in changes]
        yield _row(CHANGES, f"change_{index + 1}", f"Change {index + 1}", values)


def _results(sides: Sequence[Compared]) -> Iterator[Difference]:
    last_steps = [_newest_step(side, "loss") for side in sides]
    yield _result("num_steps", "Steps", [None if step is None else step + 1 for step in last_steps])
    yield _result("elapsed", "Training time (s)", [_newest(side, "elapsed") for side in sides])
    for name in ("loss", "accuracy"):
        yield _result(f"last_{name}", f"Last {name}", [_newest(side, name) for side in sides])
    held_out_steps = [_newest_step(side, "held_out_loss") for side in sides]
    yield _result("held_out_step", "Held-out at step", held_out_steps)
    for name, title in (("held_out_loss", "Held-out loss"), ("held_out_accuracy", "Held-out accuracy")):
        yield _result(name, title, [_newest(side, name) for side in sides])
    norms = [_ends(side) for side in sides]
    yield _result("first_norm", "Gradient norm, first layer", [None if ends is None else ends[0] for ends in norms])
    yield _result("last_norm", "Gradient norm, last layer", [None if ends is None else ends[1] for ends in norms])
    yield _result("log10_ratio", "First / last, log10", [_log_ratio(ends) for ends in norms])
    broken = [[event.step for event in side.session.events if event.kind == "non_finite"] for side in sides]
    yield _result("first_non_finite", "NaN or Inf at step", [min(steps, default=None) for steps in broken])
    yield _result("num_events", "Events", [len(side.session.events) for side in sides])
    yield _result("num_severe", "Severe findings", [_num_severe(side) for side in sides])


def _num_severe(side: Compared) -> int | None:
    """None of a session that was never judged, by an older program."""
    severe = [finding for finding in side.session.findings if finding.severity == SEVERE]
    return len(severe) if severe or "rule_set" in side.session.meta else None


def _newest_step(side: Compared, name: str) -> int | None:
    series = side.series(name)
    return int(series.span()[1]) if series.num_rows else None


def _newest(side: Compared, name: str) -> float | None:
    """The newest value of a quantity of the whole network; None where it was never measured."""
    values = side.series(name).last(name)
    # What a watched loop does not tell is NaN, and so is what has broken down: only the loss is always told.
    if not len(values) or (np.isnan(values[0]) and name != "loss" and stream_of(name) == "step"):
        return None
    return float(values[0])


def _ends(side: Compared) -> tuple[float, float] | None:
    norms = side.series("weight_gradient_norm").last("weight_gradient_norm")
    return (float(norms[0]), float(norms[-1])) if len(norms) else None


def _log_ratio(ends: tuple[float, float] | None) -> float | None:
    if ends is None:
        return None
    first, last = ends
    if not (first > 0 and last > 0 and math.isfinite(first) and math.isfinite(last)):
        return math.nan
    # Their quotient may overflow.
    return math.log10(first) - math.log10(last)


def _result(name: str, title: str, values: Sequence[Value]) -> Difference:
    return _row(RESULTS, name, title, values)


def _row(
    group: str,
    name: str,
    title: str,
    values: Sequence[Value],
    describe: Callable[[Value], str] | None = None,
) -> Difference:
    texts = tuple("–" if value is None else (describe or _describe)(value) for value in values)
    return Difference(group, name, title, tuple(values), texts)


def _describe(value: Value) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:.4g}" if isinstance(value, float) else str(value)


def _same(one: Value, other: Value) -> bool:
    """NaN is the same as NaN."""
    return one == other or (one != one and other != other)
