"""How rule sets fare in the trials: who speaks of which run, when, and whether rightly; as Markdown tables."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gradiometer.examination import examine_by
from gradiometer.rules import OURS, RuleSet
from gradiometer.session_file import load_session
from gradiometer.symptoms import SEVERE, title_of
from gradiometer.trials import FAULTY, HEALTHY, PARTS, quantile, wilson

PRECISE = 0.9
"""The precision from which a peer's first word is one to be measured by."""
NEAR_STEPS = 20
"""How many steps later than the earliest of these we may speak."""

Record = dict[str, Any]
"""Of a trial, as `trials.json` keeps it. `heard`: rule set -> [step, symptom, rule] of its first severe finding, None
where it has none."""


def hear(path: Path, rule_sets: Sequence[RuleSet]) -> dict[str, list[Any] | None]:
    """What each rule set has to say first of a recorded run, as `heard` above."""
    with load_session(path) as session:
        found = examine_by(session, rule_sets)
    heard: dict[str, list[Any] | None] = {}
    for rules, findings in zip(rule_sets, found, strict=True):
        severe = [each for each in findings if each.severity == SEVERE]
        first = min(severe, key=lambda each: each.told_step, default=None)
        heard[rules.name] = None if first is None else [first.told_step, first.symptom, first.rule]
    return heard


@dataclass(frozen=True)
class Score:
    """Of a rule set, over some trials: how many faulty runs it found of how many, how many healthy ones it called ill
    of how many; steps: of its first word on each faulty run that it found.
    """

    found: int
    faulty: int
    false_alarms: int
    healthy: int
    steps: tuple[int, ...]

    @property
    def precision(self) -> float:
        """Of the runs that it called ill, the share that was; NaN where it never spoke."""
        called = self.found + self.false_alarms
        return self.found / called if called else math.nan

    @property
    def recall(self) -> float:
        """Of the runs that were faulty, the share that it found."""
        return self.found / self.faulty if self.faulty else math.nan


def score(records: Sequence[Record], rule_set: str) -> Score:
    """Trials that are neither faulty nor healthy do not count."""
    of_faulty = [each["heard"][rule_set] for each in records if each["verdict"] == FAULTY]
    of_healthy = [each["heard"][rule_set] for each in records if each["verdict"] == HEALTHY]
    steps = tuple(first[0] for first in of_faulty if first is not None)
    false_alarms = sum(first is not None for first in of_healthy)
    return Score(len(steps), len(of_faulty), false_alarms, len(of_healthy), steps)


@dataclass(frozen=True)
class Lead:
    """How our first word compares with that of the earliest precise peer, over the faulty trials of which one speaks.

    peers: the precise ones; near: trials in which we speak at most NEAR_STEPS later; of: all of these trials;
    behind: by how many steps we speak later, infinite where we do not.
    """

    peers: tuple[str, ...]
    near: int
    of: int
    behind: tuple[float, ...]


def lead(records: Sequence[Record], all_records: Sequence[Record]) -> Lead:
    """Who is precise is told by all records, whichever are compared."""
    names = [name for name in all_records[0]["heard"] if name != OURS]
    peers = tuple(name for name in names if score(all_records, name).precision >= PRECISE)
    behind = []
    for record in records:
        firsts = [first[0] for name in peers if (first := record["heard"][name]) is not None]
        if record["verdict"] == FAULTY and firsts:
            ours = record["heard"][OURS]
            behind.append((math.inf if ours is None else ours[0]) - min(firsts))
    return Lead(peers, sum(each <= NEAR_STEPS for each in behind), len(behind), tuple(behind))


# --- tables


def table(records: Sequence[Record], titles: Mapping[str, str]) -> Iterator[str]:
    """A Markdown table of one part. titles: of the rule sets, in order."""
    yield "| rule set | precision | recall | false alarms | first word, step: median (10 % .. 90 %) |"
    yield "|---|---|---|---|---|"
    for name, title in titles.items():
        made = score(records, name)
        steps = " - "
        if made.steps:
            low, middle, high = (quantile(made.steps, share) for share in (0.1, 0.5, 0.9))
            steps = f"{middle:g} ({low:g} .. {high:g})"
        precision = share_of(made.found, made.found + made.false_alarms)
        recall = share_of(made.found, made.faulty)
        yield f"| {title} | {precision} | {recall} | {made.false_alarms} of {made.healthy} | {steps} |"


def share_of(hits: int, of: int) -> str:
    """`0.93 (0.86 .. 0.97)`: the share with its 95 % interval."""
    low, high = wilson(hits, of)
    return f"{hits / of:.2f} ({low:.2f} .. {high:.2f})" if of else "never spoke"


def tables(records: Sequence[Record], titles: Mapping[str, str], parts: Sequence[str] = PARTS) -> Iterator[str]:
    """A table for each part, and how early our own set speaks."""
    for part in parts:
        chosen = [record for record in records if record["part"] == part]
        if not chosen:
            continue
        counts = [sum(record["verdict"] == verdict for record in chosen) for verdict in (FAULTY, HEALTHY)]
        yield f"**{part.capitalize()}**: {counts[0]} faulty and {counts[1]} healthy runs"
        yield ""
        yield from table(chosen, titles)
        yield ""
        if OURS in titles and len(titles) > 1:
            yield _tell(lead(chosen, records), titles)
            yield ""


def _tell(made: Lead, titles: Mapping[str, str]) -> str:
    if not made.peers:
        return f"No other rule set has a precision of {PRECISE:g} or more."
    names = ", ".join(titles[name] for name in made.peers)
    middle, high = (quantile(made.behind, share) for share in (0.5, 0.9))
    return (
        f"Behind the earliest rule set of a precision of {PRECISE:g} or more ({names}): at most {NEAR_STEPS} steps in "
        f"{share_of(made.near, made.of)} of {made.of} runs; median {middle:g}, 90 % at most {high:g}."
    )


def errors(records: Sequence[Record], rule_set: str) -> Iterator[str]:
    """A line for each run that a rule set misses or wrongly calls ill."""
    for record in records:
        first = record["heard"][rule_set]
        if record["verdict"] == FAULTY and first is None:
            yield f"missed       {record['name']}  {record['structure']}  {' '.join(_telling(record))}"
        elif record["verdict"] == HEALTHY and first is not None:
            step, symptom, rule = first
            told = f"{title_of(symptom)} by {rule} at step {step}"
            yield f"false alarm  {record['name']}  {record['structure']}  {' '.join(_telling(record))}: {told}"


def _telling(record: Record) -> list[str]:
    return [word for word in record["words"] if not word.startswith(("hidden=", "seed=", "num_train="))]
