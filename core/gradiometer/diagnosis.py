"""The engine of findings: reports of a run go in, findings come out; the same for a live run and for a recorded one."""

from __future__ import annotations

from collections.abc import Iterable

from gradiometer.experiment import Experiment
from gradiometer.input_moments import InputMoments
from gradiometer.outline import Outline
from gradiometer.reports import Finding, Report
from gradiometer.rules import RuleSet


class Diagnosis:
    """outline: of the network; experiment: what the trainer runs, None where a loop of the user's own is watched;
    inputs: of the training examples, None where they are not known; findings: what was found before, to go on with.
    """

    def __init__(
        self,
        outline: Outline,
        experiment: Experiment | None,
        rules: RuleSet,
        *,
        inputs: InputMoments | None = None,
        findings: Iterable[Finding] = (),
    ):
        self.rules = rules

    def take(self, report: Report) -> list[Finding]:
        """Hear the next report of the run, in order; what there is to say now, told again where it has changed."""
        return []
