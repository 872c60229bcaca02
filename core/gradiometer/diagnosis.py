"""The engine of findings: reports of a run go in, findings come out; the same for a live run and for a recorded one."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from gradiometer.evidence import Evidence
from gradiometer.experiment import Experiment
from gradiometer.input_moments import InputMoments
from gradiometer.measures import MEASURES
from gradiometer.outline import Outline
from gradiometer.reports import Event, Finding, LookReport, Report, StepReport
from gradiometer.rules import Condition, Rule, RuleSet
from gradiometer.symptoms import SYMPTOMS
from gradiometer.wording_of_layers import name_layers

SHARE = 0.005
"""Of the training time that a live run may spend on its findings."""
_AHEAD_S = 0.005
"""What the first checks may take before that share of the time has gone by."""
_MOST_DEBT_S = 0.002
"""As far as a dear check may overdraw it, so that the next one is not long in coming."""
_LONGEST_WAIT_S = 1.0
"""Of the time between two steps: a pause earns no checks."""
_EVERY = 20
"""Measured steps from one check to the next where there is no look."""
_MOST_FINDINGS = 50
"""Of one rule: what comes and goes all the time is not told for ever."""
_WORSE = 3.0
"""By what factor a finding must have become stronger, or outlasted its checks, to be told again."""


class Diagnosis:
    """outline: of the network; experiment: what the trainer runs, None where a loop of the user's own is watched;
    rules: the set that judges; inputs: of the training examples, None where they are not known; findings: what was
    found before, to go on with; share: of the time that checks may take, infinite for a run that is over.
    """

    def __init__(
        self,
        outline: Outline,
        experiment: Experiment | None,
        rules: RuleSet,
        *,
        inputs: InputMoments | None = None,
        findings: Iterable[Finding] = (),
        share: float = SHARE,
    ):
        self.rules = rules
        self.evidence = Evidence(outline, experiment, inputs)
        # Tens of milliseconds, which a first check should not have to take from the training.
        _ = self.evidence.prediction
        self.spent_s = 0.0
        """What checks took so far."""
        self._share = share
        self._earned_s = _AHEAD_S
        self._last_s = time.perf_counter()
        self._is_due = False
        self._num_waiting = 0
        self._number = 0
        self._courses = [_Course(rule) for rule in rules.rules]
        for finding in findings:
            self._number = max(self._number, finding.number)
            for course in self._courses:
                if (rules.name, course.rule.name) == (finding.rule_set, finding.rule) and not finding.has_ended:
                    course.finding = finding

    def take(self, report: Report) -> list[Finding]:
        """Hear the next report of the run, in order; what there is to say now, told again where it has changed."""
        self.evidence.take(report)
        if isinstance(report, StepReport):
            self._num_waiting += 1
            # A step's own report comes last, behind its look.
            if self._is_due or self._num_waiting >= _EVERY:
                return self._check_within_budget()
        elif isinstance(report, LookReport | Event):
            self._is_due = True
        return []

    def _check_within_budget(self) -> list[Finding]:
        begun_s = time.perf_counter()
        self._earned_s += self._share * min(begun_s - self._last_s, _LONGEST_WAIT_S)
        self._last_s = begun_s
        if self._earned_s <= 0:
            return []
        found = self.check()
        spent_s = time.perf_counter() - begun_s
        # A check after a change works out what theory predicts now: that is no reason to look away for long.
        self._earned_s = max(self._earned_s - spent_s, -_MOST_DEBT_S)
        self.spent_s += spent_s
        return found

    def check(self) -> list[Finding]:
        """Ask every rule now."""
        self._is_due, self._num_waiting = False, 0
        check = _Check(self.evidence)
        return [finding for course in self._courses for finding in self._ask(course, check)]

    def close(self) -> list[Finding]:
        """The run is over: open findings, as of their last check."""
        return [
            course.finding
            for course in self._courses
            if course.finding is not None and course.finding is not course.told
        ]

    def _ask(self, course: _Course, check: _Check) -> Iterator[Finding]:
        stamp = check.stamp(course.sources)
        if stamp == course.stamp:
            # It reads nothing new: what holds, holds, and is no further check that agrees.
            return
        course.stamp = stamp
        finding = course.judge(check, self._number + 1, self.rules.name)
        if finding is not None:
            self._number = max(self._number, finding.number)
            yield finding


class _Check:
    """One check: every condition is worked out once, however many rules share it."""

    def __init__(self, evidence: Evidence):
        self.evidence = evidence
        self._values: dict[tuple[str, int, float], NDArray[np.float64]] = {}
        self._stamps: dict[str, int] = {}

    def stamp(self, sources: Sequence[str]) -> tuple[int, ...]:
        """As Evidence.stamp; most rules share their sources."""
        for source in sources:
            if source not in self._stamps:
                self._stamps[source] = self.evidence.stamp_of(source)
        return tuple([self._stamps[source] for source in sources])

    def values(self, condition: Condition) -> NDArray[np.float64]:
        """float64 [num_layers], or [1]."""
        key = condition.measure, condition.window, condition.level
        if key not in self._values:
            read = MEASURES[condition.measure].read
            self._values[key] = read(self.evidence, condition.window, condition.level)
        return self._values[key]

    def holds(self, condition: Condition) -> NDArray[np.bool_]:
        """Where it holds, [num_layers] or [1]; nowhere where too few layers meet it."""
        values = self.values(condition)
        # NaN is neither above nor below.
        met = values > condition.above if condition.above is not None else values < condition.limit
        if len(values) < 2 and not MEASURES[condition.measure].per_layer:
            return met
        met = met & _asked(condition.layers, len(values))
        if condition.share > 0:
            asked = _asked(condition.layers, len(values)) & ~np.isnan(values)
            if met.sum() < condition.share * max(asked.sum(), 1):
                return np.zeros(len(values), np.bool_)
        return met

    def worst(self, condition: Condition, layers: Sequence[int]) -> float:
        """The value that is farthest beyond the limit, of these layers or of the whole network."""
        values = self.values(condition)
        chosen = values[list(layers)] if layers and len(values) > 1 else values
        return float(np.nanmax(chosen) if condition.above is not None else np.nanmin(chosen))


@dataclass(slots=True)
class _Course:
    """How one rule fares. streaks: checks in a row at which it held, [num_layers] or [1]; firsts: since which step."""

    rule: Rule
    finding: Finding | None = None
    stamp: tuple[int, ...] = ()
    streaks: NDArray[np.int64] | None = None
    firsts: NDArray[np.int64] | None = None
    num_missed: int = 0
    num_findings: int = 0
    told: Finding | None = None
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        reads = (source for each in self.rule.conditions for source in MEASURES[each.measure].reads)
        self.sources = tuple(dict.fromkeys(reads))

    def judge(self, check: _Check, number: int, rule_set: str) -> Finding | None:
        """What there is to say after another check."""
        rule, step = self.rule, check.evidence.step
        holds = check.holds(rule.conditions[0])
        for condition in rule.conditions[1:]:
            if not holds.any():
                break
            holds = holds & check.holds(condition)
        if self.finding is None and not holds.any():
            # By far the most of all checks end here.
            self.streaks = None
            return None
        self._count(holds, step)
        assert self.streaks is not None
        assert self.firsts is not None
        is_ready = holds & (self.streaks >= rule.checks) & (step - self.firsts >= rule.steps)
        self.num_missed = 0 if holds.any() else self.num_missed + 1
        if not is_ready.any():
            return self._end() if self.finding is not None and self.num_missed >= rule.checks else None
        if self.finding is None and self.num_findings >= _MOST_FINDINGS:
            return None
        found = self._describe(check, np.flatnonzero(is_ready).tolist(), number, rule_set)
        return self._tell(found)

    def _count(self, holds: NDArray[np.bool_], step: int) -> None:
        if self.streaks is None or len(self.streaks) != len(holds):
            self.streaks = np.zeros(len(holds), np.int64)
            self.firsts = np.full(len(holds), step, np.int64)
        assert self.firsts is not None
        self.firsts = np.where(holds & (self.streaks == 0), step, self.firsts)
        self.streaks = np.where(holds, self.streaks + 1, 0)

    def _end(self) -> Finding:
        """It ends when as many checks in a row disagree as had to agree."""
        assert self.finding is not None
        ended = replace(self.finding, has_ended=True)
        self.finding = None
        return ended

    def _describe(self, check: _Check, places: list[int], number: int, rule_set: str) -> Finding:
        rule, evidence, before = self.rule, check.evidence, self.finding
        assert self.streaks is not None
        assert self.firsts is not None
        leading = rule.conditions[0]
        measure = MEASURES[leading.measure]
        # All layers at once are no layer in particular where the rule asks the whole network.
        layers = tuple(places) if len(self.streaks) > 1 else ()
        if not layers and measure.where is not None:
            layers = measure.where(evidence)
        value = check.worst(leading, layers if len(self.streaks) > 1 else ())
        since = int(self.firsts[places].min())
        checks = int(self.streaks[places].max())
        return Finding(
            number=number if before is None else before.number,
            rule_set=rule_set,
            rule=rule.name,
            symptom=rule.symptom,
            severity=rule.severity,
            layers=layers,
            first_step=since if before is None else before.first_step,
            told_step=evidence.step if before is None else before.told_step,
            last_step=evidence.step,
            has_ended=False,
            checks=checks if before is None else max(checks, before.checks),
            measure=leading.measure,
            value=value,
            limit=leading.limit,
            strength=measure.strength(value, leading.limit),
            text=_sentence(rule, evidence, layers, value, checks),
            source=rule.source,
            remedies=rule.remedies,
        )

    def _tell(self, found: Finding) -> Finding | None:
        """The finding, where that is news."""
        self.num_findings += self.finding is None
        self.finding, told = found, self.told
        if (
            told is not None
            and told.number == found.number
            and told.layers == found.layers
            and found.strength <= _WORSE * told.strength
            and found.checks <= _WORSE * told.checks
        ):
            return None
        self.told = found
        return found


@cache
def _asked(layers: str, num_layers: int) -> NDArray[np.bool_]:
    """Which layers a condition asks, [num_layers]."""
    asked = np.zeros(num_layers, np.bool_)
    first, end = {"hidden": (0, -1), "first": (0, 1), "last": (-1, None)}.get(layers, (0, None))
    asked[first:end] = True
    return asked


def _sentence(rule: Rule, evidence: Evidence, layers: Sequence[int], value: float, checks: int) -> str:
    """What a person reads: symptom, layers, and the number beside its limit."""
    leading = rule.conditions[0]
    where = name_layers(evidence.outline.layer_names, layers)
    title = SYMPTOMS[rule.symptom].title
    begin = f"{title} in {where}" if where else title
    if rule.says:
        says = rule.says.format(value=value, limit=leading.limit, layers=where, step=evidence.step, checks=checks)
        return f"{begin}: {says}"
    measure = MEASURES[leading.measure]
    side = "above" if leading.above is not None else "below"
    number = "not finite" if not math.isfinite(value) else f"{value:.3g}"
    return f"{begin}: {measure.title} is {number}, {side} {leading.limit:g}"
