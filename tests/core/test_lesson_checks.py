"""Verdicts, against medians and quotients worked out by hand."""

import dataclasses
import math

import numpy as np
import pytest

from gradiometer.experiment import Experiment
from gradiometer.history import History
from gradiometer.lesson_checks import measure, rounded, verdict, work_out
from gradiometer.lessons import LAST, Check, LessonRun, lesson_names, load_lesson
from gradiometer.reports import EvaluationReport, StepReport
from gradiometer.terms import Term

FACTOR = Check("a", Term.parse("loss"), 10, expected=0.07, kind="factor", tolerance=2.0, source="somebody")


def check(kind: str, tolerance: float, expected: float, **values: object) -> Check:
    return dataclasses.replace(FACTOR, kind=kind, tolerance=tolerance, expected=expected, **values)


def test_one_number_within_a_factor():
    found = verdict(FACTOR, [0.058])
    assert found.agrees is True
    assert found.median == found.low == found.high == pytest.approx(0.058)
    # 0.07 / 0.058 = 1.2069
    assert found.text == "0.058, published 0.07: 1.21 times smaller, agrees within a factor 2"


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [("factor", 0.00056172, "0.000562"), ("difference", 0.96481, "0.9648"), ("difference", 1.9432e-9, "1.94e-09")],
)
def test_numbers_have_the_digits_that_matter(kind, value, text):
    assert rounded(check(kind, 1.0, 1.0), value) == text


def test_the_median_of_many_and_the_band_of_nine_tenths():
    measured = [0.14 + 0.001 * index for index in range(-50, 51)]
    found = verdict(check("factor", 2.0, 0.07), measured)
    assert (found.median, found.low, found.high) == pytest.approx((0.14, 0.095, 0.185))
    assert found.agrees is True
    assert found.text.startswith("0.14 (0.095..0.185 over 101 seeds), published 0.07: 2 times larger")
    assert verdict(check("factor", 1.99, 0.07), measured).agrees is False


@pytest.mark.parametrize(
    ("kind", "tolerance", "expected", "value", "agrees", "words"),
    [
        ("factor", 2.0, 0.1, 0.2000001, False, "2 times larger, does not agree within a factor 2"),
        ("factor", 2.0, 0.1, 0.0499999, False, "2 times smaller, does not agree"),
        ("factor", 1.00001, 25.0, 25.0, True, "the same"),
        ("factor", 1.00001, 25.0, 25.001, False, "1.00004 times as large, does not agree within a factor 1.00001"),
        ("factor", 2.0, 0.1, 0.0, False, "not above 0"),
        ("factor", 2.0, 0.1, -0.1, False, "not above 0"),
        ("difference", 0.005, 0.9648, 0.9602, True, "0.9602, published 0.9648: 0.0046 less, agrees within 0.005"),
        ("difference", 0.005, 0.9648, 0.9702, False, "0.0054 more, does not agree within 0.005"),
        ("difference", 0.005, -0.5, -0.5, True, "the same"),
        ("decades", 2.0, 1e-22, 2e-24, True, "1.7 decades below, agrees within 2 decades"),
        ("decades", 1.0, 1e-22, 2e-21, False, "1.3 decades above, does not agree within 1 decade"),
        ("decades", 1.0, 1e-22, 1.01e-22, True, "the same"),
        ("decades", 1.0, 1e-22, 0.0, False, "not above 0"),
    ],
)
def test_each_kind_of_tolerance(kind, tolerance, expected, value, agrees, words):
    found = verdict(check(kind, tolerance, expected), [value])
    assert found.agrees is agrees
    assert words in found.text


def test_what_was_not_printed_is_expected():
    assert "expected 0.07" in verdict(dataclasses.replace(FACTOR, is_published=False), [0.07]).text


@pytest.mark.parametrize("measured", [[], [math.nan], [math.nan, math.inf]])
def test_without_numbers_there_is_no_verdict(measured):
    found = verdict(FACTOR, measured)
    assert found.agrees is None
    assert math.isnan(found.median)
    assert found.text == "not measured yet, published 0.07"


def test_a_seed_without_a_number_is_no_agreement():
    found = verdict(FACTOR, [0.07, 0.07, math.nan])
    assert found.agrees is False
    assert "over 2 seeds), 1 seed without a number" in found.text


def test_the_band_counts_where_it_is_asked_for():
    measured = [0.06 + 0.0001 * index for index in range(40)]  # 0.06 to 0.0639
    plain, in_band = check("factor", 2.0, 0.07), check("factor", 2.0, 0.07, in_band=True)
    assert verdict(plain, measured).agrees is True
    assert verdict(in_band, measured).agrees is False
    assert verdict(in_band, measured).text.endswith("outside the band of the seeds")
    inside = verdict(check("factor", 2.0, 0.062, in_band=True), measured)
    assert inside.agrees is True
    assert inside.text.endswith("inside the band of the seeds")
    # A band of a few seeds is none.
    assert verdict(in_band, measured[:5]).agrees is True


def row(history: History, stream: str, step: int, **values: float) -> np.ndarray:
    layout = history.streams[stream].layout
    made = np.full(layout.width, math.nan)
    made[0] = step
    for name, value in values.items():
        made[layout.slice(name)] = value
    return made


@pytest.fixture
def run() -> LessonRun:
    return LessonRun("a", "A", Experiment(hidden=(3,), steps=20), 1, ())


def test_a_check_is_measured_once_the_run_has_come_so_far(run):
    history = History.live(run.experiment)
    assert math.isnan(measure(FACTOR, run, history))
    history.append([StepReport(step, row(history, "step", step, loss=step / 2)) for step in (0, 5, 9)])
    assert math.isnan(measure(FACTOR, run, history))
    history.append([StepReport(12, row(history, "step", 12, loss=6.0))])
    # It went past the step and did not measure there.
    assert math.isnan(measure(FACTOR, run, history))
    assert measure(dataclasses.replace(FACTOR, step=9), run, history) == 4.5


def test_last_is_the_newest_at_the_end_of_the_run(run):
    last = dataclasses.replace(FACTOR, step=LAST, term=Term.parse("held_out_accuracy"))
    history = History.live(run.experiment)
    evaluation = row(history, "evaluation", 15, held_out_accuracy=0.9)
    history.append([EvaluationReport(15, evaluation), StepReport(18, row(history, "step", 18))])
    assert math.isnan(measure(last, run, history))
    history.append([StepReport(19, row(history, "step", 19))])
    assert measure(last, run, history) == 0.9


@pytest.mark.parametrize("name", lesson_names())
def test_what_lessons_claim_comes_out(name):
    for claim in load_lesson(name).claims:
        found = work_out(claim)
        assert found.agrees, found.text
        assert ("published" in found.text) == claim.is_published


@pytest.mark.parametrize(("value", "expected"), [(1e-300, 1e100), (1e300, 1e-100), (5e-324, 1e300)])
def test_quotients_beyond_the_floats(value, expected):
    for kind in ("factor", "decades"):
        found = verdict(check(kind, 100.0, expected), [value])
        assert found.agrees is False
        assert ("larger" in found.text or "above" in found.text) == (value > expected)
