"""A recorded session is judged as it was live, and a long one by a part of it."""

import dataclasses
import itertools
import json
import math
from collections import Counter

import numpy as np
import pytest

from gradiometer import examination
from gradiometer.diagnosis import Diagnosis
from gradiometer.evidence import MOST_WINDOW
from gradiometer.examination import examine, examine_by, reports_of
from gradiometer.experiment import Experiment
from gradiometer.input_moments import InputMoments
from gradiometer.quantities import HISTOGRAMS
from gradiometer.reports import Event, HistogramReport, Intervention, LookReport, StepReport
from gradiometer.rules import Condition, Rule, RuleSet
from gradiometer.session_file import load_session
from gradiometer.settings import Settings
from gradiometer.trainer import Trainer
from recorded import new_writer
from synthetic import random_row, write_session, write_watched

EXPERIMENT = Experiment(
    hidden=(8, 8, 8), num_train=300, num_held_out=50, batch_size=16, norms_every=1, histogram_every=7, evaluate_every=25
)


def rule(name: str, *conditions: Condition, **values: object) -> Rule:
    usual = {"symptom": "vanishing", "severity": "severe"}
    return Rule(name=name, conditions=conditions, **(usual | values))


def rule_set(*rules: Rule, name: str = "mine") -> RuleSet:
    return RuleSet(name=name, title=name.capitalize(), source="", note="", rules=rules)


MANY = rule_set(
    rule("small", Condition(measure="gradient_mean", below=0.01, layers="hidden"), checks=2),
    rule("starved", Condition(measure="first_to_last", below=0.5)),
    rule("saturated", Condition(measure="saturation", above=0.01), checks=3),
    rule("stalled", Condition(measure="stalled_share", above=0.1, window=30, level=0.05)),
    rule("flat", Condition(measure="loss_change", below=0.05, window=20), checks=2),
    rule("beyond", Condition(measure="beyond", above=0.2, level=1.0)),
    rule("slow", Condition(measure="update_to_weight", below=0.01)),
    rule("broken", Condition(measure="non_finite", above=0.5)),
)
"""With streams and histograms of every kind, windows and several checks."""


def run(num_steps: int, changes: dict) -> tuple[list, list, InputMoments]:
    """The reports of a real run in their order, and what a diagnosis says of them while they come."""
    trainer = Trainer(EXPERIMENT, defers=True)
    diagnosis = Diagnosis(EXPERIMENT.outline, EXPERIMENT, MANY, inputs=trainer.data.inputs, share=math.inf)
    reports, found = [], {}
    for step in range(num_steps):
        if step in changes:
            trainer.letterbox.append(changes[step])
        for report in trainer.turn():
            reports.append(report)
            for finding in diagnosis.take(report):
                found[finding.number] = finding
    for report in trainer.flush():
        reports.append(report)
        for finding in diagnosis.take(report):
            found[finding.number] = finding
    trainer.close()
    for finding in diagnosis.close():
        found[finding.number] = finding
    return reports, [found[number] for number in sorted(found)], trainer.data.inputs


@pytest.fixture
def trained(few_digits, tmp_path):
    """A real run of 120 steps with a change, its file, and what was found live."""
    change = Settings(activation="relu", learning_rate=0.05)
    reports, found, inputs = run(120, {60: change})
    path = tmp_path / "trained.gradiometer"
    writer = new_writer(path, EXPERIMENT, inputs=json.dumps(inputs.as_dict()))
    for report in reports:
        writer.add(report)
    assert writer.close() == ""
    return path, reports, found


def test_it_finds_what_was_found_live(trained):
    path, _reports, found = trained
    with load_session(path) as session:
        assert examine(session, MANY) == found
    assert len(found) >= 4
    assert any(each.has_ended for each in found)


def test_the_order_is_that_of_a_live_run(trained):
    """But for what no rule reads."""
    path, reports, _found = trained

    def kind_of(report) -> object:
        kind = "" if isinstance(report, Intervention) else getattr(report, "kind", "")
        return report.step, type(report), getattr(report, "stream", ""), kind

    read = {"weight_gradient", "pre_activation"}
    expected = [
        kind_of(each)
        for each in reports
        if getattr(each, "stream", "look") not in ("unit", "time", "surface")
        and (not isinstance(each, HistogramReport) or each.kind in read)
    ]
    with load_session(path) as session:
        told = list(reports_of(session, [MANY]))
    assert [kind_of(each) for each in told] == expected
    by_kind = {kind_of(each): each for each in reports}
    for each in told:
        before = by_kind[kind_of(each)]
        if isinstance(each, Intervention):
            assert each == before
        elif isinstance(each, HistogramReport):
            np.testing.assert_array_equal(each.counts, before.counts)
        else:
            np.testing.assert_array_equal(each.values, before.values)


def test_only_what_the_rules_read_is_read(trained):
    path, _reports, _found = trained
    with load_session(path) as session:
        kinds = {
            each.kind for each in reports_of(session, [rule_set(MANY.rules[1])]) if isinstance(each, HistogramReport)
        }
        assert kinds == set()
        both = {each.kind for each in reports_of(session, [MANY]) if isinstance(each, HistogramReport)}
        assert both == {"weight_gradient", "pre_activation"}


def test_several_rule_sets_judge_alone(trained):
    path, _reports, found = trained
    halves = [rule_set(*MANY.rules[:3], name="first"), rule_set(*MANY.rules[3:], name="second")]
    with load_session(path) as session:
        one, other = examine_by(session, halves)
        assert [one, other] == [examine(session, half) for half in halves]
    assert {each.rule_set for each in one} == {"first"}
    together = sorted((each.rule, each.first_step) for each in (*one, *other))
    assert together == sorted((each.rule, each.first_step) for each in found)


def test_an_event_comes_before_the_row_of_its_step(tmp_path):
    event = Event(7, "non_finite", "NaN or Inf first appeared in the loss at step 7")

    def broken(layout, row) -> None:
        if row[0] >= 7:
            row[layout.slice("loss")] = np.nan

    path = write_session(tmp_path / "a.gradiometer", EXPERIMENT, 30, others=[event], change_row=broken)
    with load_session(path) as session:
        told = list(reports_of(session, [MANY]))
        [finding] = [each for each in examine(session, MANY) if each.rule == "broken"]
    place = told.index(event)
    assert [each.step for each in told[:place]] == sorted(each.step for each in told[:place])
    assert isinstance(next(each for each in told[place:] if isinstance(each, StepReport)), StepReport)
    assert (finding.first_step, finding.told_step, finding.has_ended) == (7, 7, False)


def test_a_watched_loop(tmp_path):
    path = write_watched(tmp_path / "watched.gradiometer", 60)
    with load_session(path) as session:
        told = Counter(type(each).__name__ for each in reports_of(session, [MANY]))
        assert told["StepReport"] == 60
        assert all(each.rule_set == "mine" for each in examine(session, MANY))


def test_an_empty_session(tmp_path):
    path = tmp_path / "empty.gradiometer"
    assert new_writer(path, EXPERIMENT).close() == ""
    with load_session(path) as session:
        assert examine(session, MANY) == []


# --- long sessions


NUM_STEPS, EVERY = 3000, 10


@pytest.fixture(scope="module")
def long(tmp_path_factory):
    """3,000 steps, a look every ten; the gradient of every layer vanishes from step 1,500 to 2,299."""
    path = tmp_path_factory.mktemp("long") / "long.gradiometer"
    generator = np.random.default_rng(0)
    layouts = EXPERIMENT.outline.layouts
    writer = new_writer(path, EXPERIMENT)
    writer.add(Event(777, "thinned", "at a step without a look"))
    change = dataclasses.replace(EXPERIMENT.settings, learning_rate=0.01)
    writer.add(Intervention(1230, change, EXPERIMENT.settings, change, ""))
    for step in range(NUM_STEPS):
        if step % EVERY == 0:
            look = generator.uniform(0.5, 1.0, layouts["look"].width)
            look[0] = step
            writer.add(LookReport(step, look))
        row = random_row(layouts["step"], step, generator)
        row[layouts["step"].slice("weight_gradient_norm")] = 1e-9 if 1500 <= step < 2300 else 1.0
        writer.add(StepReport(step, row))
        if step % 700 == 699:
            assert writer.commit() == ""
    assert writer.close() == ""
    return path


GONE = rule_set(rule("gone", Condition(measure="gradient_norm", below=1e-6), checks=2))


@pytest.fixture(params=["whole", "in small pieces"])
def thin(request, monkeypatch):
    monkeypatch.setattr(examination, "MOST_LOOKS", 40)
    monkeypatch.setattr(examination, "MOST_STEPS", 800)
    monkeypatch.setattr(examination, "_ROWS", 2**13 if request.param == "whole" else 300)


def steps_of(told, kind) -> list[int]:
    return [each.step for each in told if isinstance(each, kind)]


def test_a_short_session_is_told_whole(long):
    with load_session(long) as session:
        told = list(reports_of(session, [GONE]))
    assert steps_of(told, StepReport) == list(range(NUM_STEPS))
    assert steps_of(told, LookReport) == list(range(0, NUM_STEPS, EVERY))


@pytest.mark.usefixtures("thin")
def test_of_a_long_one_some_looks_and_what_leads_up_to_them(long):
    with load_session(long) as session:
        told = list(reports_of(session, [GONE]))
    looks, steps = steps_of(told, LookReport), steps_of(told, StepReport)
    # Evenly spread, with both ends, and where something happened.
    spread = np.unique(np.linspace(0, 299, 40).round()) * EVERY
    assert looks == sorted({*spread.astype(int).tolist(), 1230})
    # Twenty rows is what any rule may look back.
    expected = {step for look in looks for step in range(max(0, look - 19), look + 1)}
    expected |= {*range(20), *range(NUM_STEPS - 20, NUM_STEPS)}
    assert set(steps) <= expected
    assert len(steps) >= 0.9 * len(expected)
    assert steps == sorted(set(steps))
    assert [each.step for each in told] == sorted(each.step for each in told)


@pytest.mark.usefixtures("thin")
def test_a_long_one_is_judged_nearly_as_a_short_one(long):
    with load_session(long) as session:
        [finding] = examine(session, GONE)
    [exact] = whole(long)
    assert (exact.first_step, exact.told_step, exact.last_step) == (1500, 1510, 2290)
    assert 1500 <= finding.first_step <= 1600
    assert 2200 <= finding.last_step < 2300
    assert finding.has_ended
    assert exact.has_ended


def whole(path) -> list:
    """What a diagnosis says that is told every row."""
    with load_session(path) as session:
        diagnosis, found = Diagnosis(session.outline, session.experiment, GONE, share=math.inf), {}
        looks = {int(row[0]): row for row in session.blocks("look", 0, 0, session.num_rows["look"])[:, 0]}
        for row in session.blocks("step", 0, 0, session.num_rows["step"])[:, 0]:
            step = int(row[0])
            if step in looks:
                diagnosis.take(LookReport(step, looks[step]))
            for finding in diagnosis.take(StepReport(step, row)):
                found[finding.number] = finding
    return [*({**found, **{each.number: each for each in diagnosis.close()}}).values()]


@pytest.mark.usefixtures("thin")
@pytest.mark.parametrize("window", [25, 100, MOST_WINDOW])
def test_a_rule_that_looks_far_back_finds_its_window_whole(long, window):
    """The rows before a look that is judged are told without a gap."""
    far = rule_set(rule("far", Condition(measure="loss_change", below=0.0, window=window)))
    with load_session(long) as session:
        steps = steps_of(list(reports_of(session, [far])), StepReport)
    gaps = [after - before for before, after in itertools.pairwise(steps)]
    runs = np.split(steps, np.flatnonzero(np.array(gaps) > 1) + 1)
    assert steps[-1] == NUM_STEPS - 1
    assert len(runs[-1]) >= window
    assert len(runs[0]) >= window
    assert len(steps) < 0.5 * NUM_STEPS
    assert np.mean([len(each) >= window for each in runs]) > 0.8


def test_histograms_of_a_long_one_are_spread(tmp_path, monkeypatch):
    monkeypatch.setattr(examination, "MOST_LOOKS", 5)
    path = write_session(tmp_path / "a.gradiometer", dataclasses.replace(EXPERIMENT, histogram_every=1), 90)
    with load_session(path) as session:
        told = [each for each in reports_of(session, [MANY]) if isinstance(each, HistogramReport)]
    steps = {kind: [each.step for each in told if each.kind == kind] for kind in HISTOGRAMS}
    assert steps["weight_gradient"] == [0, 22, 44, 67, 89]
    assert len(steps["pre_activation"]) == 5
    assert steps["weight"] == []
