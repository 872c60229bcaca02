import dataclasses

import numpy as np
import pytest

from gradiometer.evidence import EVENT, FACTS, LOOK, MOST_WINDOW, STEP, Evidence
from gradiometer.input_moments import InputMoments
from gradiometer.reports import Event, Intervention
from gradiometer.settings import Reinitialize
from shared import SMALL
from told import NUM_LAYERS, histogram_report, look_report, outline_of, step_report

INPUTS = InputMoments(0.13, 0.1, 0.04, 0.0, 1.0)


def heard(*reports: object) -> Evidence:
    evidence = Evidence(outline_of(), None, None)
    for report in reports:
        evidence.take(report)  # type: ignore[arg-type]
    return evidence


def test_the_newest_of_each_stream_is_known() -> None:
    evidence = heard(step_report(3, loss=2.0), look_report(4, saturation=[1, 2, 3, 4]), step_report(4, loss=1.0))
    assert evidence.step == 4
    assert evidence.newest("loss") == pytest.approx([1.0])
    assert evidence.newest("saturation") == pytest.approx([1, 2, 3, 4])
    assert evidence.newest("held_out_loss") is None


def test_a_window_holds_the_last_measured_steps_in_order_also_behind_its_end() -> None:
    evidence = heard(*(step_report(step, loss=float(step)) for step in range(MOST_WINDOW + 40)))
    window = evidence.window("loss", 100)
    assert window is not None
    assert window[:, 0].tolist() == list(range(MOST_WINDOW - 60, MOST_WINDOW + 40))
    assert evidence.window("loss", MOST_WINDOW + 1) is None
    assert heard(step_report(0)).window("loss", 2) is None


def test_the_row_at_a_look_is_found_as_long_as_the_window_holds_it() -> None:
    evidence = heard(look_report(1), *(step_report(step, loss=float(step)) for step in range(5)))
    assert evidence.at_look("loss") == pytest.approx([1.0])
    for step in range(5, MOST_WINDOW + 5):
        evidence.take(step_report(step))
    assert evidence.at_look("loss") is None
    assert heard(step_report(0)).at_look("loss") is None


@pytest.mark.parametrize(
    ("source", "report"),
    [
        (LOOK, look_report(1)),
        (STEP, step_report(1)),
        ("weight_gradient", histogram_report(1, [np.ones(3)] * NUM_LAYERS)),
        (EVENT, Event(1, "non_finite", "x")),
    ],
)
def test_a_stamp_changes_when_its_source_says_something(source: str, report: object) -> None:
    evidence = heard(step_report(0))
    before = {each: evidence.stamp_of(each) for each in (LOOK, STEP, "weight_gradient", EVENT, FACTS)}
    evidence.take(report)  # type: ignore[arg-type]
    assert {each for each, stamp in before.items() if evidence.stamp_of(each) != stamp} == {source}


def test_the_prediction_is_that_of_the_weights_as_they_were_drawn_last() -> None:
    evidence = Evidence(SMALL.outline, SMALL, INPUTS)
    first = evidence.prediction
    assert first is not None
    assert evidence.prediction is first
    relu = dataclasses.replace(SMALL.settings, activation="relu")
    evidence.take(Intervention(5, relu, SMALL.settings, relu, ""))
    evidence.take(Intervention(5, Reinitialize(scheme="he"), relu, relu, ""))
    second = evidence.prediction
    assert second is not None
    # Of ReLU with He's law each layer keeps the signal; of a sigmoid it loses most of it.
    assert second.profile("gate", 1.0, 1.0)[0] == pytest.approx(0.5**0.5, rel=0.02)
    assert first.profile("gate", 1.0, 1.0)[0] < 0.25
    assert evidence.drawn_step == 5
    evidence.take(Intervention(9, Reinitialize(scheme="normal", layers=(0,)), relu, relu, ""))
    assert evidence.prediction is None


def test_a_first_loss_is_told_anew_when_all_weights_are_drawn_anew() -> None:
    evidence = Evidence(SMALL.outline, SMALL, None)
    assert evidence.prediction is None
    evidence.take(Intervention(5, Reinitialize(scheme="he"), SMALL.settings, SMALL.settings, ""))
    assert evidence.first_losses == []


def test_epochs_are_told_of_the_steps_that_the_window_holds() -> None:
    evidence = Evidence(outline_of(), SMALL, None)
    for step in range(20):
        evidence.take(step_report(step, loss=float(step)))
        if step % 3 == 0:
            assert evidence.epochs.num_epochs == (step + 1) // 8
    assert list(evidence.epochs.losses) == [3.5, 11.5]
