"""Judges a recorded session: what it says is told to the rules again, in the order of a live run.

Of a long session a part is enough: some closer looks, evenly spread, and before each of them as many steps as the rules
look back. Findings may then begin and end some steps later than where each step was told.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from gradiometer.diagnosis import Diagnosis
from gradiometer.evidence import EVALUATION, LOOK, STEP
from gradiometer.measures import MEASURES
from gradiometer.quantities import HISTOGRAMS
from gradiometer.reports import (
    EvaluationReport,
    Event,
    Finding,
    HistogramReport,
    Intervention,
    LookReport,
    Report,
    StepReport,
)
from gradiometer.rules import RuleSet
from gradiometer.session_file import Session

MOST_LOOKS = 3000
"""So many are told, and as many histograms of a kind."""
MOST_STEPS = 100_000
"""About so many are told where there are more."""
_LEAST_WINDOW = 20
_ROWS = 2**13
"""Read at a time."""

_GRADIENTS = "weight_gradient"


def examine(session: Session, rules: RuleSet) -> list[Finding]:
    """What a rule set has to say of a session, in order of number, as of its end. Raises SessionFileError."""
    return examine_by(session, [rules])[0]


def examine_by(session: Session, rule_sets: Sequence[RuleSet]) -> list[list[Finding]]:
    """The same by several rule sets, of which each judges alone; the file is read once."""
    inputs = session.inputs
    judges = [
        Diagnosis(session.outline, session.experiment, rules, inputs=inputs, share=math.inf) for rules in rule_sets
    ]
    found: list[dict[int, Finding]] = [{} for _ in judges]
    for report in reports_of(session, rule_sets):
        for judge, findings in zip(judges, found, strict=True):
            for finding in judge.take(report):
                findings[finding.number] = finding
    for judge, findings in zip(judges, found, strict=True):
        for finding in judge.close():
            findings[finding.number] = finding
    return [[findings[number] for number in sorted(findings)] for findings in found]


def reports_of(session: Session, rule_sets: Sequence[RuleSet]) -> Iterator[Report]:
    """What these rules have to be told of a session, step by step as the trainer says it (see Trainer.turn)."""
    conditions = [condition for rules in rule_sets for rule in rules.rules for condition in rule.conditions]
    window = max([_LEAST_WINDOW, *(condition.window for condition in conditions)])
    kinds = {kind for each in conditions for kind in MEASURES[each.measure].reads} & HISTOGRAMS.keys()
    happened: list[Intervention | Event] = [*session.interventions, *session.events]
    looks = _chosen_looks(session, happened)
    # Of equal steps what stands first comes first.
    streams: list[Iterable[Report]] = [
        session.interventions,
        (EvaluationReport(int(row[0]), row) for row in _spread_rows(session, EVALUATION, MOST_LOOKS)),
        _histograms(session, [_GRADIENTS] if _GRADIENTS in kinds else []),
        sorted(session.events, key=attrgetter("step")),
        _histograms(session, sorted(kinds - {_GRADIENTS})),
        (LookReport(int(row[0]), row, LOOK) for row in _rows_at(session, LOOK, looks, 1)),
        (StepReport(int(row[0]), row) for row in _step_rows(session, looks, window)),
    ]
    return heapq.merge(*streams, key=attrgetter("step"))


def _chosen_looks(session: Session, happened: Sequence[Intervention | Event]) -> NDArray[np.int64]:
    """The steps of the looks to be told: all, or of many some, and those at which something happened."""
    steps = session.look_steps
    if len(steps) <= MOST_LOOKS:
        return steps
    chosen = np.isin(steps, [each.step for each in happened[:MOST_LOOKS]])
    chosen[_spread(len(steps), MOST_LOOKS)] = True
    return steps[chosen]


def _spread(count: int, most: int) -> NDArray[np.int64]:
    """At most so many indices, evenly spread, the first and the last among them."""
    return np.unique(np.linspace(0, count - 1, min(most, count)).round().astype(np.int64))


def _spread_rows(session: Session, stream: str, most: int) -> Iterator[NDArray[np.float64]]:
    wanted = _spread(session.num_rows[stream], most)
    for first, block in _blocks(session, stream):
        yield from block[wanted[(wanted >= first) & (wanted < first + len(block))] - first]


def _step_rows(session: Session, looks: NDArray[np.int64], window: int) -> Iterator[NDArray[np.float64]]:
    """Rows of the stream "step": all, or of many those in whose light looks are judged."""
    if session.num_rows[STEP] <= MOST_STEPS:
        for _first, block in _blocks(session, STEP):
            yield from block
        return
    judged = looks if len(looks) * window <= MOST_STEPS else looks[_spread(len(looks), MOST_STEPS // window)]
    yield from _rows_at(session, STEP, judged, window)


def _rows_at(session: Session, stream: str, steps: NDArray[np.int64], window: int) -> Iterator[NDArray[np.float64]]:
    """The rows of these steps, or the last before them, and those that make up a window with each; the first and the
    last window of all as well where there is more than one row in each.
    """
    # What a look of the next block may reach back to.
    kept = np.empty((0, session.layouts[stream].width))
    newest, end = -1.0, session.num_rows[stream]
    for first, block in _blocks(session, stream):
        rows = np.concatenate([kept, block])
        here = steps[(steps >= block[0, 0]) & (steps <= block[-1, 0])]
        wanted = np.searchsorted(rows[:, 0], here, side="right") - 1
        if window > 1 and first == 0:
            wanted = np.append(wanted, min(window, len(rows)) - 1)
        if window > 1 and first + len(block) == end:
            wanted = np.append(wanted, len(rows) - 1)
        changes = np.zeros(len(rows) + 1, np.int64)
        np.add.at(changes, np.maximum(wanted - window + 1, 0), 1)
        np.add.at(changes, wanted + 1, -1)
        chosen = rows[(np.cumsum(changes[:-1]) > 0) & (rows[:, 0] > newest)]
        yield from chosen
        newest = float(chosen[-1, 0]) if len(chosen) else newest
        kept = rows[len(rows) - window + 1 :] if len(rows) >= window else rows


def _blocks(session: Session, stream: str) -> Iterator[tuple[int, NDArray[np.float64]]]:
    """(index of the first, rows [n, width]) of a stream, some at a time."""
    end = session.num_rows[stream]
    for first in range(0, end, _ROWS):
        yield first, session.blocks(stream, 0, first, min(first + _ROWS, end))[:, 0]


def _histograms(session: Session, kinds: Sequence[str]) -> Iterator[HistogramReport]:
    def of(kind: str) -> Iterator[HistogramReport]:
        for rows in session.spread_histograms(kind, MOST_LOOKS):
            for step, counts in zip(rows.steps.tolist(), rows.counts, strict=True):
                yield HistogramReport(step, kind, counts)

    return heapq.merge(*(of(kind) for kind in kinds), key=attrgetter("step"))
