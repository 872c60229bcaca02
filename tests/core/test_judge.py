"""Who judges a run while it is recorded: by which rules, what is told of the steps before, and what if that fails."""

import pytest

from gradiometer import judge
from gradiometer.input_moments import InputMoments
from gradiometer.judge import RULE_SET, Judge, reports_before
from gradiometer.reports import Event, Intervention, StepReport
from gradiometer.rules import load_rules
from gradiometer.session_file import load_session
from recorded import SMALL, make_reports, some_finding, write
from scripted import let_say
from told import outline_of, step_report

INPUTS = InputMoments(0.1, 0.2, 0.03, 0.0, 1.0)


def test_the_rules_are_our_own(monkeypatch):
    made = let_say(monkeypatch, {})
    findings = (some_finding(4), some_finding(7))
    Judge(SMALL.outline, SMALL, INPUTS, findings=findings)
    [diagnosis] = made
    assert diagnosis.rules == load_rules("gradiometer")
    assert (diagnosis.outline, diagnosis.experiment, diagnosis.inputs) == (SMALL.outline, SMALL, INPUTS)
    assert diagnosis.findings == findings


def test_they_find_a_run_that_breaks_down():
    judging = Judge(outline_of())
    said = [finding for step in range(120) for finding in judging.take(step_report(step, loss=float("nan")))]
    said += judging.close()
    assert {finding.rule_set for finding in said} == {RULE_SET}


def test_what_was_before_is_known_and_judged_no_more(monkeypatch):
    made = let_say(monkeypatch, {step: [some_finding()] for step in range(9)})
    before = [step_report(step) for step in range(5)]
    judging = Judge(outline_of(), before=before)
    assert made[0].known == before
    assert made[0].heard == []
    assert judging.take(step_report(5)) == [some_finding()]
    assert [report.step for report in made[0].heard] == [5]


def test_one_that_fails_is_asked_no_more(monkeypatch):
    made = let_say(monkeypatch, {0: [some_finding()], 1: ZeroDivisionError("a bug")}, at_last=[some_finding(2)])
    judging = Judge(outline_of())
    assert judging.take(step_report(0)) == [some_finding()]
    with pytest.raises(ZeroDivisionError):
        judging.take(step_report(1))
    assert judging.take(step_report(0)) == []
    assert judging.close() == []
    assert len(made[0].heard) == 2


def test_the_end_is_told_once(monkeypatch):
    let_say(monkeypatch, {}, at_last=[some_finding(2)])
    judging = Judge(outline_of())
    assert judging.close() == [some_finding(2)]
    assert judging.close() == []
    assert judging.take(step_report(3)) == []


@pytest.mark.parametrize("most", [10, 4096])
@pytest.mark.parametrize("step", [0, 1, 40, 150, 10_000])
def test_what_was_before_a_step(tmp_path, monkeypatch, most, step):
    """All that happened, and of the measured steps the first and the last ones."""
    monkeypatch.setattr(judge, "_MOST_ROWS", most)
    reports = make_reports(SMALL, 150)
    write(tmp_path / "a.gradiometer", SMALL, reports)
    with load_session(tmp_path / "a.gradiometer") as session:
        said = list(reports_before(session, step))
    assert [each.step for each in said] == sorted(each.step for each in said)
    for kind in (Intervention, Event):
        of_kind = [each for each in reports if isinstance(each, kind) and each.step < step]
        assert [each for each in said if isinstance(each, kind)] == of_kind
    rows = [each.values for each in reports if isinstance(each, StepReport) and each.step < step]
    told = [each.values for each in said if isinstance(each, StepReport)]
    kept = rows if len(rows) <= 2 * most else [*rows[:most], *rows[-most:]]
    assert [values.tobytes() for values in told] == [values.tobytes() for values in kept]
