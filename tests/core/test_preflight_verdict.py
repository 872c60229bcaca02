"""What a profile at initialization means, in sentences."""

import dataclasses

import numpy as np
import pytest

from gradiometer.evidence import Evidence
from gradiometer.experiment import Experiment
from gradiometer.preflight_verdict import red_flags, symptom_of, verdict
from gradiometer.settings import Settings
from told import histogram_report, outline_of

DEEP = Experiment(hidden=(30, 30, 30))


def told(first: float, last: float, expected: list[float] | None = None, **settings: object) -> str:
    experiment = dataclasses.replace(DEEP, settings=Settings(**settings))
    norms = np.array([first, 0.5, 0.5, last])
    return verdict(experiment, norms, None if expected is None else np.array(expected))


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (2.3e-7, 0.1, "The first layer's gradient is 2.3e-06 of the last one's: the first layers will hardly learn."),
        (
            1e-3,
            1.0,
            "The first layer's gradient is 0.001 of the last one's: the first layers will learn much more slowly.",
        ),
        (0.5, 1.0, "The first layer's gradient is 0.5 of the last one's: all layers can learn."),
        (1.0, 1.0, "The first layer's gradient is 1 of the last one's: all layers can learn."),
        (30.0, 1.0, "The first layer's gradient is 30 times the last one's: all layers can learn."),
        (5e4, 1.0, "The first layer's gradient is 5e+04 times the last one's: its updates may be far too large."),
        (0.0, 1.0, "The first layer's gradient is 0 (below 1e-45): nothing reaches the first layers."),
        (1.0, 0.0, "No gradient comes from the loss: nothing will be learned."),
        (0.0, 0.0, "No gradient comes from the loss: nothing will be learned."),
    ],
)
def test_the_first_layer_beside_the_last(first, last, sentence):
    assert told(first, last) == sentence


def test_a_prediction_that_is_no_number_is_none():
    assert told(0.5, 1.0, [np.nan, 0.1, 0.1, 1.0]) == told(0.5, 1.0)
    assert verdict(DEEP, None, np.array([np.inf, 0.1, 0.1, 1.0])) == ""


def test_what_was_predicted_stands_behind_it():
    assert told(2.3e-6, 1.0, [1.9e-6, 0.1, 0.1, 1.0]).endswith("will hardly learn (predicted 1.9e-06).")
    # Even of what no float32 can tell from 0.
    assert told(0.0, 1.0, [1e-50, 0.1, 0.1, 1.0]).endswith("nothing reaches the first layers (predicted 1e-50).")


@pytest.mark.parametrize("optimizer", ["adam", "rmsprop"])
def test_an_optimizer_that_evens_out_helps_as_long_as_it_can_tell_a_gradient_from_0(optimizer):
    """Of 784 x 30 weights: a norm of 1e-4 is 6.5e-7 a weight, one of 1e-7 is 6.5e-10."""
    assert "evens that out as long as weights have gradients far above 1e-8 (now 7e-07)" in told(
        1e-4, 10.0, optimizer=optimizer
    )
    assert told(1e-7, 0.1, optimizer=optimizer).endswith("to even it out, the first layers will hardly learn.")
    assert told(0.5, 1.0, optimizer=optimizer).endswith(": all layers can learn.")


def test_what_is_not_finite_is_named():
    norms = np.array([np.nan, np.inf, 0.1, 1.0])
    expected = (
        "The gradient of hidden 1 and 2 is not finite already at the first batch: nothing can be learned like this."
    )
    assert verdict(DEEP, norms, None) == expected


def test_a_single_layer_has_no_depth():
    flat = Experiment(hidden=())
    assert verdict(flat, np.array([0.3]), None).startswith("There is one layer alone")


def test_before_anything_has_run():
    sentence = verdict(DEEP, None, np.array([1.9e-6, 0.1, 0.1, 1.0]))
    assert (
        sentence
        == "Expected: the first layer's gradient is 1.9e-06 of the last one's: the first layers will hardly learn."
    )
    assert verdict(DEEP, None, None) == ""


def flags(gradients: list[np.ndarray], norms: list[float]) -> tuple[str, ...]:
    evidence = Evidence(outline_of(4), None, None)
    evidence.take(histogram_report(0, gradients))
    return red_flags(evidence, np.array(norms))


RNG = np.random.default_rng(0)
EVEN = RNG.normal(0, 0.01, 1000)


def test_a_sound_network_has_no_red_flag():
    assert flags([EVEN] * 4, [0.1, 0.1, 0.1, 0.1]) == ()


@pytest.mark.parametrize(("first", "last", "holds"), [(1e-6, 0.1, True), (1e-6, 0.009, False), (1.1e-6, 0.1, False)])
def test_late_layers_near_a_tenth_and_early_ones_at_a_millionth(first, last, holds):
    found = flags([EVEN] * 4, [first, 1e-4, 1e-3, last])
    assert found == (("the first layer's gradient is 1e-06 where the last one's is 0.1",) if holds else ())


def test_narrow_peaks_at_zero():
    found = flags([EVEN * 1e-6, EVEN * 1e-6, EVEN, EVEN], [1e-3, 1e-3, 0.1, 0.1])
    assert found == ("narrow peaks at 0 in the gradient histograms of hidden 1 and 2",)


def test_one_sided_histograms_but_of_the_output_layer():
    found = flags([EVEN, np.abs(EVEN), EVEN, -np.abs(EVEN)], [0.1] * 4)
    assert found == ("one-sided gradient histograms of hidden 2",)


@pytest.mark.parametrize(
    ("first", "last", "optimizer", "symptom"),
    [
        (0.5, 1.0, "sgd", ""),
        (0.009, 1.0, "sgd", "vanishing"),
        (0.0, 1.0, "sgd", "vanishing"),
        (0.009, 1.0, "adam", ""),
        # Less than 1e-7 a weight.
        (1e-6, 1.0, "adam", "vanishing"),
        (101.0, 1.0, "adam", "exploding"),
        (101.0, 1.0, "sgd", "exploding"),
        (1.0, 0.0, "sgd", ""),
        (np.nan, 1.0, "sgd", ""),
        (np.inf, 1.0, "sgd", ""),
    ],
)
def test_what_it_is_called(first, last, optimizer, symptom):
    experiment = dataclasses.replace(DEEP, settings=Settings(optimizer=optimizer))
    assert symptom_of(experiment, np.array([first, 0.5, 0.5, last])) == symptom


def test_a_single_layer_has_no_symptom():
    assert symptom_of(Experiment(hidden=()), np.array([0.0])) == ""
