"""A diagnosis that says what a test wants, at the steps that it wants."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pytest

from gradiometer import judge
from gradiometer.experiment import Experiment
from gradiometer.outline import Outline
from gradiometer.reports import Finding, Report, StepReport
from gradiometer.rules import RuleSet


class Scripted:
    """Stands for a Diagnosis, and for its evidence. heard: what it was to judge; known: what it was told besides;
    script: what to say at the report of a step, an exception is raised; at_last: what to say when the run is over.
    """

    def __init__(
        self,
        outline: Outline,
        experiment: Experiment | None,
        rules: RuleSet,
        *,
        inputs: Any = None,
        findings: Iterable[Finding] = (),
        script: Mapping[int, Sequence[Finding] | Exception],
        at_last: Sequence[Finding],
    ):
        self.outline, self.experiment, self.rules, self.inputs = outline, experiment, rules, inputs
        self.findings = tuple(findings)
        self.heard: list[Report] = []
        self.known: list[Report] = []
        self._script, self._at_last = script, at_last

    @property
    def evidence(self) -> Scripted.Evidence:
        return self.Evidence(self.known)

    class Evidence:
        def __init__(self, known: list[Report]):
            self.take = known.append

    def take(self, report: Report) -> list[Finding]:
        self.heard.append(report)
        said = self._script.get(report.step, ()) if isinstance(report, StepReport) else ()
        if isinstance(said, Exception):
            raise said
        return [*said]

    def close(self) -> list[Finding]:
        return [*self._at_last]


def let_say(
    monkeypatch: pytest.MonkeyPatch,
    script: Mapping[int, Sequence[Finding] | Exception],
    at_last: Sequence[Finding] = (),
) -> list[Scripted]:
    """Let every run be judged so; returns those that have judged, in order."""
    made: list[Scripted] = []

    def make(*given: Any, **named: Any) -> Scripted:
        made.append(Scripted(*given, **named, script=script, at_last=at_last))
        return made[-1]

    monkeypatch.setattr(judge, "Diagnosis", make)
    return made
