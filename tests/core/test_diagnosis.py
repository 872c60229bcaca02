import dataclasses
import math

import numpy as np
import pytest

from gradiometer.diagnosis import SHARE, Diagnosis
from gradiometer.reports import Event, Finding
from gradiometer.rules import Condition, Rule, RuleSet
from told import NUM_LAYERS, histogram_report, look_report, outline_of, step_report

HEALTHY = [0.1, 0.1, 0.1, 0.1]


def rule(*conditions: Condition, **values: object) -> Rule:
    usual = {"name": "one", "symptom": "saturation", "severity": "severe"}
    return Rule(conditions=conditions, **(usual | values))  # type: ignore[arg-type]


def engine(*rules: Rule, findings: tuple[Finding, ...] = ()) -> Diagnosis:
    rule_set = RuleSet(name="mine", title="Mine", source="", note="", rules=rules)
    return Diagnosis(outline_of(), None, rule_set, findings=findings, share=math.inf)


SATURATED = Condition(measure="saturation", above=0.5, layers="hidden")


def look(diagnosis: Diagnosis, step: int, **values: object) -> list[Finding]:
    diagnosis.take(look_report(step, **values))
    return diagnosis.take(step_report(step))


def test_a_finding_begins_when_enough_checks_agree_and_says_since_when() -> None:
    diagnosis = engine(rule(SATURATED, checks=3, source="S", remedies=("relu_he",)))
    told = [look(diagnosis, step, saturation=[0.9, 0.1, 0.8, 0.9] if step > 1 else HEALTHY) for step in range(0, 10)]
    assert [len(each) for each in told[:5]] == [0, 0, 0, 0, 1]
    [found] = told[4]
    assert (found.number, found.first_step, found.told_step, found.last_step, found.checks) == (1, 2, 4, 4, 3)
    # The output layer is none of the hidden ones.
    assert found.layers == (0, 2)
    assert found.value == 0.9
    assert found.strength == pytest.approx(0.9 / 0.5)
    assert (found.rule_set, found.source, found.remedies) == ("mine", "S", ("relu_he",))
    assert found.text == "Saturation in hidden 1 and hidden 3: saturated units is 0.9, above 0.5"


def test_a_finding_is_told_again_when_its_layers_change_and_when_it_ends() -> None:
    diagnosis = engine(rule(SATURATED))
    [first] = look(diagnosis, 0, saturation=[0.9, 0.1, 0.1, 0.1])
    assert look(diagnosis, 1, saturation=[0.9, 0.1, 0.1, 0.1]) == []
    [second] = look(diagnosis, 2, saturation=[0.9, 0.9, 0.1, 0.1])
    [third] = look(diagnosis, 3, saturation=HEALTHY)
    assert (first.number, second.number, third.number) == (1, 1, 1)
    assert (second.layers, second.first_step, second.told_step, second.last_step) == ((0, 1), 0, 0, 2)
    assert third == dataclasses.replace(second, has_ended=True)
    [again] = look(diagnosis, 4, saturation=[0.9, 0.1, 0.1, 0.1])
    assert (again.number, again.first_step) == (2, 4)


def test_it_takes_as_many_checks_to_end_as_to_begin() -> None:
    diagnosis = engine(rule(SATURATED, checks=2))
    for step in range(3):
        look(diagnosis, step, saturation=[0.9] * 4)
    assert look(diagnosis, 3, saturation=HEALTHY) == []
    assert look(diagnosis, 4, saturation=[0.9] * 4) == []
    assert look(diagnosis, 5, saturation=HEALTHY) == []
    [ended] = look(diagnosis, 6, saturation=HEALTHY)
    assert ended.has_ended
    assert ended.number == 1


def test_so_many_steps_must_have_gone_by() -> None:
    diagnosis = engine(rule(SATURATED, checks=2, steps=50))
    told = {step: look(diagnosis, step, saturation=[0.9] * 4) for step in range(0, 100, 10)}
    assert next(step for step, found in told.items() if found) == 50


def test_all_conditions_hold_in_the_same_layer() -> None:
    dead = Condition(measure="dead_units", above=0.5)
    diagnosis = engine(rule(SATURATED, dead))
    assert look(diagnosis, 0, saturation=[0.9, 0.1, 0.1, 0.1], dead_units=[0.1, 0.9, 0.1, 0.1]) == []
    [found] = look(diagnosis, 1, saturation=[0.9, 0.9, 0.1, 0.1], dead_units=[0.1, 0.9, 0.9, 0.1])
    assert found.layers == (1,)


def test_a_number_of_the_whole_network_holds_for_every_layer() -> None:
    quiet = Condition(measure="total_norm", below=1e-3)
    diagnosis = engine(rule(SATURATED, quiet))
    diagnosis.take(look_report(0, saturation=[0.9, 0.1, 0.1, 0.1]))
    assert diagnosis.take(step_report(0, gradient_norm=1.0)) == []
    diagnosis.take(look_report(1, saturation=[0.9, 0.1, 0.1, 0.1]))
    [found] = diagnosis.take(step_report(1, gradient_norm=1e-5))
    assert found.layers == (0,)


def test_a_share_of_the_layers_may_be_asked_for() -> None:
    most = dataclasses.replace(SATURATED, share=0.6)
    diagnosis = engine(rule(most))
    assert look(diagnosis, 0, saturation=[0.9, 0.1, 0.1, 0.9]) == []
    [found] = look(diagnosis, 1, saturation=[0.9, 0.9, 0.1, 0.1])
    assert found.layers == (0, 1)


def test_what_is_not_known_is_neither_above_nor_below() -> None:
    diagnosis = engine(
        rule(SATURATED),
        rule(Condition(measure="saturation", below=10.0), name="two"),
        rule(Condition(measure="input_size", above=0.0), name="three"),
    )
    assert look(diagnosis, 0, saturation=[math.nan] * 4) == []


def test_a_check_that_reads_nothing_new_is_no_further_one_that_agrees() -> None:
    diagnosis = engine(rule(Condition(measure="gradient_zeros", above=0.9), checks=2, symptom="dead_units"))
    diagnosis.take(histogram_report(0, [np.zeros(100)] * NUM_LAYERS))
    for step in range(100):
        assert diagnosis.take(step_report(step)) == []
    diagnosis.take(histogram_report(100, [np.zeros(100)] * NUM_LAYERS))
    told = [diagnosis.take(step_report(step)) for step in range(100, 130)]
    assert [len(each) for each in told if each] == [1]


def test_what_is_told_of_the_whole_network_names_the_layer_where_it_was_born() -> None:
    diagnosis = engine(rule(Condition(measure="non_finite", above=0.5), symptom="non_finite", says="at step {step}"))
    diagnosis.take(Event(7, "non_finite", "NaN", 2))
    [found] = diagnosis.take(step_report(7, loss=math.nan, gradient_norm=math.nan))
    assert found.layers == (2,)
    assert found.text == "NaN or Inf in hidden 3: at step 7"


def test_findings_of_before_go_on_under_their_numbers() -> None:
    diagnosis = engine(rule(SATURATED))
    [before] = look(diagnosis, 0, saturation=[0.9, 0.1, 0.1, 0.1])
    later = engine(rule(SATURATED), findings=(before,))
    [ended] = look(later, 50, saturation=HEALTHY)
    assert (ended.number, ended.has_ended) == (1, True)
    [fresh] = look(later, 60, saturation=[0.9, 0.1, 0.1, 0.1])
    assert fresh.number == 2
    with_ended = engine(rule(SATURATED), findings=(ended,))
    [third] = look(with_ended, 70, saturation=[0.9, 0.1, 0.1, 0.1])
    assert third.number == 2


def test_at_the_end_open_findings_are_brought_up_to_their_last_check() -> None:
    diagnosis = engine(rule(SATURATED))
    for step in range(3):
        look(diagnosis, step, saturation=[0.9, 0.1, 0.1, 0.1])
    [open_one] = diagnosis.close()
    assert (open_one.last_step, open_one.checks, open_one.has_ended) == (2, 3, False)


def test_checks_take_their_share_of_the_time_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    now_s = 0.0
    rule_set = RuleSet(name="mine", title="Mine", source="", note="", rules=(rule(SATURATED),))
    diagnosis = Diagnosis(outline_of(), None, rule_set)
    num_checks = 0

    def check() -> list[Finding]:
        nonlocal now_s, num_checks
        now_s += 0.001
        num_checks += 1
        return []

    monkeypatch.setattr("time.perf_counter", lambda: now_s)
    monkeypatch.setattr(diagnosis, "check", check)
    diagnosis._last_s = 0.0
    for step in range(20_000):
        now_s += 0.001
        diagnosis.take(look_report(step))
        diagnosis.take(step_report(step))
    assert 0.9 * SHARE < num_checks * 0.001 / now_s < 1.5 * SHARE
