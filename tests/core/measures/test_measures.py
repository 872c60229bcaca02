"""Every measure, against numbers worked out by hand or by numpy from the same values."""

import dataclasses
import math

import numpy as np
import pytest

from gradiometer.evidence import Evidence
from gradiometer.input_moments import InputMoments
from gradiometer.measures import MEASURES
from gradiometer.measures.peers import PEER_MEASURES
from gradiometer.quantities import HISTOGRAMS, QUANTITIES
from gradiometer.reports import Event
from shared import SMALL
from told import histogram_report, look_report, outline_of, step_report

RANDOM = np.random.default_rng(0)
GRADIENTS = [scale * RANDOM.normal(size=4000) for scale in (1e-6, 1e-4, 1e-3, 0.1)]
NORMS = [1e-4, 1e-2, 3.0, 2.0]
LOSSES = [2.0, 1.9, 2.4, 1.0, 1.2, 1.1, 0.9, 1.3, 1.0, 1.1, 0.8, 1.0]
ACCURACIES = [0.1, 0.2, 0.15, 0.3, 0.3, 0.35, 0.2, 0.4, 0.45, 0.5, 0.45, 0.6]


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    made = Evidence(outline_of(), None, InputMoments(2.0, 5.0, 4.0, -1.0, 9.0))
    made.take(histogram_report(11, GRADIENTS))
    made.take(histogram_report(11, [RANDOM.normal(size=4000) * 3] * 4, "pre_activation"))
    made.take(histogram_report(11, [np.tanh(RANDOM.normal(size=4000) * 3)] * 4, "activation"))
    for step, (loss, accuracy) in enumerate(zip(LOSSES, ACCURACIES, strict=True)):
        made.take(
            step_report(
                step,
                loss=loss,
                accuracy=accuracy,
                weight_gradient_norm=np.array(NORMS) * (step + 1),
                gradient_norm=4.0,
                gradient_norm_after_clip=1.0,
                clipped_share=0.25,
            )
        )
    made.take(
        look_report(
            11,
            saturation=[0.1, 0.2, 0.3, 0.4],
            dead_units=[0.0, 0.5, 0.25, 0.0],
            gate=[0.2, 0.3, 0.4, 0.5],
            gain=[0.1, 0.2, 0.3, math.nan],
            activation_std=[0.1, 0.2, 0.4, 9.0],
            weight_norm=[1.0, 2.0, 4.0, 8.0],
            update_to_weight=[1e-3, 1e-4, 1e-5, 1e-6],
        )
    )
    made.take(Event(5, "lonely_batch", "x", 1))
    return made


EXPECTED = {
    ("gradient_norm", 0, 0.0): [12e-4, 12e-2, 36.0, 24.0],
    ("first_gradient_norm", 0, 0.0): [12e-4],
    ("first_to_last", 0, 0.0): [5e-5],
    ("last_to_first", 0, 0.0): [2e4],
    ("largest_ratio", 0, 0.0): [3e4],
    ("total_norm", 0, 0.0): [4.0],
    ("non_finite", 0, 0.0): [0.0],
    ("clip_kept", 0, 0.0): [0.25],
    ("clipped_share", 0, 0.0): [0.25],
    ("stalled_share", 4, 1e-1): [1.0, 0.25, 0.0, 0.0],
    ("saturation", 0, 0.0): [0.1, 0.2, 0.3, 0.4],
    ("dead_units", 0, 0.0): [0.0, 0.5, 0.25, 0.0],
    ("gate", 0, 0.0): [0.2, 0.3, 0.4, 0.5],
    ("gain", 0, 0.0): [0.1, 0.2, 0.3, math.nan],
    ("activation_std", 0, 0.0): [0.1, 0.2, 0.4, 9.0],
    ("weight_variance", 0, 0.0): [0.01, 0.04, 0.16, 0.64],
    ("output_variance_ratio", 0, 0.0): [16.0],
    ("update_to_weight", 0, 0.0): [1e-3, 1e-4, 1e-5, 1e-6],
    ("update_share", 0, 0.0): [1.0, 0.1, 0.01, 0.001],
    ("input_size", 0, 0.0): [5.0**0.5],
    ("input_offset", 0, 0.0): [2.0],
    ("bad_labels", 0, 0.0): [0.0],
    ("missing_labels", 0, 0.0): [0.0],
    ("lonely_batch", 0, 0.0): [1.0],
    ("loss", 0, 0.0): [1.0],
    ("loss_range", 4, 0.0): [0.3],
    ("loss_change", 4, 0.0): [0.3 / 0.975],
    ("loss_spread", 4, 0.0): [np.std(LOSSES[-4:]) / 0.975],
    ("loss_spike", 4, 0.0): [1.0],
    ("loss_rise", 0, 0.0): [1.05 / 2.1],
    ("loss_fall", 0, 0.0): [0.5],
    ("loss_to_guess", 0, 0.0): [math.nan],
    ("skill", 4, 0.0): [math.nan],
    ("is_bounded", 0, 0.0): [math.nan],
    ("accuracy", 0, 0.0): [0.6],
    ("age", 0, 0.0): [11.0],
    ("misfit", 0, 0.0): [math.nan],
    ("to_prediction", 0, 0.0): [math.nan],
}


@pytest.mark.parametrize(("name", "window", "level"), EXPECTED)
def test_a_measure_is_what_it_says(evidence: Evidence, name: str, window: int, level: float) -> None:
    found = MEASURES[name].read(evidence, window, level)
    assert found == pytest.approx(np.array(EXPECTED[name, window, level]), nan_ok=True)


def test_measures_of_histograms_are_near_those_of_the_values(evidence: Evidence) -> None:
    means = np.array([np.abs(values).mean() for values in GRADIENTS])

    def read(name: str, level: float = 0.0) -> np.ndarray:
        return MEASURES[name].read(evidence, 0, level)

    assert read("gradient_mean") == pytest.approx(means, rel=0.05)
    assert read("median_gradient_mean") == pytest.approx([np.median(means)], rel=0.05)
    assert read("gradient_quotient") == pytest.approx([*(means[:-1] / means[1:]), math.nan], rel=0.1, nan_ok=True)
    assert read("gradient_zeros") == pytest.approx([0.0] * 4)
    assert read("all_gradient_zeros") == pytest.approx([0.0])
    assert read("one_sided") == pytest.approx([0.5] * 4, abs=0.03)
    # Of a normal law the two octaves from 1/2 to 2 of one sign hold 0.286.
    assert read("spiked") == pytest.approx([0.286] * 4, abs=0.05)
    assert read("outputs_not_positive") == pytest.approx([0.5] * 4, abs=0.03)
    assert read("beyond", 5.0) == pytest.approx([0.0956] * 4, abs=0.03)
    assert read("beyond_above", -3.0) == pytest.approx([0.841] * 4, abs=0.02)
    assert read("outputs_below", 0.5) == pytest.approx([0.145] * 4, abs=0.02)


def test_outputs_that_pile_up_are_read_off_the_pre_activations_where_phi_is_known() -> None:
    tanh = dataclasses.replace(SMALL, settings=dataclasses.replace(SMALL.settings, activation="tanh"))
    evidence = Evidence(tanh.outline, tanh, None)
    z = [3 * RANDOM.normal(size=20_000) for _ in tanh.outline.layers]
    evidence.take(histogram_report(0, z, "pre_activation"))
    evidence.take(histogram_report(0, [*map(np.tanh, z[:-1]), z[-1]], "activation"))
    expected = [(np.abs(np.tanh(each)) > 0.95).mean() for each in z[:-1]]
    assert MEASURES["outputs_beyond"].read(evidence, 0, 0.95)[:-1] == pytest.approx(expected, abs=0.02)
    assert MEASURES["outputs_below"].read(evidence, 0, 0.5)[-1] == pytest.approx(
        (np.abs(z[-1]) <= 0.5).mean(), abs=0.02
    )


def test_every_measure_is_tried_and_its_evidence_can_be_shown() -> None:
    of_histograms = {name for name, measure in MEASURES.items() if set(measure.reads) & set(HISTOGRAMS)}
    # Those of peers have a file of their own.
    assert MEASURES.keys() - PEER_MEASURES.keys() == {name for name, _window, _level in EXPECTED} | of_histograms
    for measure in MEASURES.values():
        assert measure.title
        assert measure.meaning
        assert measure.quantity == "" or QUANTITIES[measure.quantity].per_layer


def test_before_anything_is_told_nothing_is_known() -> None:
    evidence = Evidence(outline_of(), None, None)
    for name, measure in MEASURES.items():
        if name not in ("bad_labels", "missing_labels", "lonely_batch", "age", "epochs"):
            assert np.isnan(measure.read(evidence, 3, 1.0)).all(), name


def test_how_far_a_limit_is_passed_is_a_factor() -> None:
    assert MEASURES["first_to_last"].strength(1e-6, 1e-3) == pytest.approx(1e3)
    assert MEASURES["saturation"].strength(0.9, 0.5) == pytest.approx(1.8)
    assert MEASURES["to_prediction"].strength(-2.0, -1.0) == pytest.approx(10.0)
    assert MEASURES["first_to_last"].strength(0.0, 1e-3) > 1e50
    assert MEASURES["loss_rise"].strength(math.inf, 2.0) > 1e50


def test_a_guess_and_chance_are_those_of_the_classes_or_of_the_numbers_asked_for() -> None:
    evidence = Evidence(outline_of(), SMALL, None)
    for step in range(12):
        evidence.take(step_report(step, loss=math.log(10) / 2, accuracy=0.55))
    assert MEASURES["loss_to_guess"].read(evidence, 0, 0.0) == pytest.approx([0.5])
    assert MEASURES["skill"].read(evidence, 10, 0.0) == pytest.approx([0.5])
    numbers = dataclasses.replace(SMALL, family="lstm", data="adding", hidden=(8,), loss="squared_error")
    inputs = InputMoments.of(RANDOM.normal(size=(50, 4)), np.linspace(0, 2, 50, dtype=np.float32)[:, None])
    asked = Evidence(outline_of(), numbers, inputs)
    asked.take(step_report(0, loss=float(np.linspace(0, 2, 50).var())))
    assert MEASURES["loss_to_guess"].read(asked, 0, 0.0) == pytest.approx([2.0], rel=1e-5)
    assert MEASURES["skill"].read(asked, 1, 0.0) == pytest.approx([-1.0], rel=1e-5)


@pytest.mark.parametrize(("activation", "expected"), [("sigmoid", 1.0), ("tanh", 1.0), ("relu", 0.0), ("selu", 0.0)])
def test_only_activations_that_are_flat_on_both_sides_are_bounded(activation: str, expected: float) -> None:
    experiment = dataclasses.replace(SMALL, settings=dataclasses.replace(SMALL.settings, activation=activation))
    assert MEASURES["is_bounded"].read(Evidence(experiment.outline, experiment, None), 0, 0.0) == [expected]
