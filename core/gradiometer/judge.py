"""Judges a run while it is recorded, by the rule set of this program."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from operator import attrgetter

from gradiometer.diagnosis import Diagnosis
from gradiometer.experiment import Experiment
from gradiometer.input_moments import InputMoments
from gradiometer.outline import Outline
from gradiometer.reports import Finding, Report, StepReport
from gradiometer.rules import OURS, load_rules
from gradiometer.session_file import Session

RULE_SET = OURS
"""Its name; a session file says it in its text `rule_set`."""
_MOST_ROWS = 4096


class Judge:
    """Of one run. inputs: of the training examples, None where they are not known; before, findings: of the steps
    before, where the run goes on, in order.
    """

    def __init__(
        self,
        outline: Outline,
        experiment: Experiment | None = None,
        inputs: InputMoments | None = None,
        before: Iterable[Report] = (),
        findings: Iterable[Finding] = (),
    ):
        diagnosis = Diagnosis(outline, experiment, load_rules(RULE_SET), inputs=inputs, findings=findings)
        for report in before:
            # It was judged when it was new.
            diagnosis.evidence.take(report)
        self._diagnosis: Diagnosis | None = diagnosis

    def take(self, report: Report) -> list[Finding]:
        """What there is to say after the run's next report."""
        diagnosis = self._diagnosis
        if diagnosis is None:
            return []
        # Where it fails the run ends with an error, which is recorded too and must not be judged again.
        self._diagnosis = None
        found = diagnosis.take(report)
        self._diagnosis = diagnosis
        return found

    def close(self) -> list[Finding]:
        """The run is over: how findings stand now, where that was not said."""
        diagnosis, self._diagnosis = self._diagnosis, None
        return [] if diagnosis is None else diagnosis.close()


def reports_before(session: Session, step: int) -> Iterator[Report]:
    """What a judge has to know of the steps before one: what happened, and of the measured steps the first ones and the
    last, all of them in most sessions. Raises SessionFileError.
    """
    streams: list[Iterable[Report]] = [session.interventions, session.events, _steps_before(session, step)]
    # Of equal steps what stands first comes first.
    return (report for report in heapq.merge(*streams, key=attrgetter("step")) if report.step < step)


def _steps_before(session: Session, step: int) -> Iterator[StepReport]:
    end = session.index_of("step", step)
    for first, last in ((0, min(end, _MOST_ROWS)), (max(_MOST_ROWS, end - _MOST_ROWS), end)):
        for row in session.blocks("step", 0, first, last)[:, 0]:
            yield StepReport(int(row[0]), row)
