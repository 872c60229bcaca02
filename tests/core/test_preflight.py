"""What is known of a session before it is trained: the batch is the session's own, the theory knows nothing of it."""

import dataclasses
import math

import numpy as np
import pytest
import torch

import small_families
from gradiometer.datasets import Examples
from gradiometer.experiment import Experiment
from gradiometer.families import FAMILIES
from gradiometer.preflight import NORM, foresee, is_quick, measure, preflight
from gradiometer.presets import load_experiment, preset_names
from gradiometer.reports import EvaluationReport, Event, HistogramReport, Report
from gradiometer.rules import Condition, Rule, RuleSet, load_rules
from gradiometer.settings import Settings
from gradiometer.theory.mean_field import predict
from gradiometer.trainer import Trainer

SMALL = Experiment(num_train=500, num_held_out=50, hidden=(12, 12, 12), batch_size=16)
CLOCKS = ("elapsed", "watch_time", "watch_share")


def first_step(experiment: Experiment, examples: Examples, *, defers: bool) -> list[Report]:
    """What a trainer says of its first step, with all of its examples."""
    trainer = Trainer(experiment, examples, defers=defers)
    trainer.histogram_asked = True
    reports = [*trainer.turn(), *trainer.flush()]
    trainer.close()
    return [report for report in reports if not isinstance(report, EvaluationReport)]


def without_clocks(experiment: Experiment, report: Report) -> np.ndarray:
    if isinstance(report, HistogramReport):
        return report.counts
    values = report.values.copy()
    layout = experiment.outline.layouts[report.stream]
    for name in CLOCKS:
        if name in layout.columns:
            values[layout.slice(name)] = 0.0
    return values


def assert_the_same(experiment: Experiment, one: list[Report], other: list[Report]) -> None:
    assert [type(report) for report in one] == [type(report) for report in other]
    for first, second in zip(one, other, strict=True):
        if not isinstance(first, Event):
            assert first[0] == second[0] == 0
            np.testing.assert_array_equal(without_clocks(experiment, first), without_clocks(experiment, second))


@pytest.mark.parametrize("defers", [False, True])
@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.usefixtures("few_digits")
def test_the_batch_is_the_one_that_training_begins_with(family, defers):
    """To the last bit, though no more than that batch is made a tensor of."""
    experiment = small_families.make(family, seed=7)
    examples = experiment.load_examples()
    found = preflight(experiment, examples)
    assert found.problem == ""
    assert_the_same(experiment, [*found.reports], first_step(experiment, examples, defers=defers))


@pytest.mark.parametrize(
    ("values", "settings"),
    [
        ({"seed": 3, "dtype": "float64"}, {"activation": "relu", "optimizer": "adam", "weight_decay": 0.1}),
        ({"batch_size": 500}, {"normalization": "batch", "skip": True}),
        ({"weight_scale": 1.7, "watch_everything": True}, {"clipping": "value", "clip_threshold": 1e-4}),
        ({"steps": 1, "norms_every": 20}, {"optimizer": "momentum", "normalization": "layer"}),
    ],
)
def test_under_any_settings(examples, values, settings):
    experiment = dataclasses.replace(SMALL, **values, settings=Settings(**settings))
    found = preflight(experiment, examples)
    assert_the_same(experiment, [*found.reports], first_step(experiment, examples, defers=True))


def test_training_goes_on_as_if_nothing_had_been_looked_at(examples):
    torch.manual_seed(5)
    before = torch.get_rng_state()
    inputs, targets = examples.inputs.copy(), examples.targets.copy()
    preflight(SMALL, examples)
    assert torch.equal(torch.get_rng_state(), before)
    np.testing.assert_array_equal(examples.inputs, inputs)
    np.testing.assert_array_equal(examples.targets, targets)


def test_measured_values_by_name(examples):
    found = preflight(SMALL, examples)
    [row] = [report.values for report in found.reports if getattr(report, "stream", "") == "step"]
    layout = SMALL.outline.layouts["step"]
    np.testing.assert_array_equal(found.measured(), row[layout.slice(NORM)])
    assert found.measured("loss") == row[layout.slice("loss")]
    assert found.measured("gain").shape == (4,)
    # An MLP has no time.
    assert found.measured("hidden_gradient").shape == (0,)
    assert found.through_time == ""


def test_the_prediction_knows_nothing_of_the_batch(examples):
    """It is what theory says of the experiment, whatever was measured; and of another seed the same."""
    found = preflight(SMALL, examples)
    expected = predict(SMALL, SMALL.settings, found.forecast.data.inputs)
    line = found.forecast.line()
    np.testing.assert_allclose(line.values, expected.profile(NORM, *expected.expected_output()), rtol=1e-12)
    other = foresee(dataclasses.replace(SMALL, seed=1), examples)
    np.testing.assert_array_equal(other.line().values, line.values)


def test_behind_the_measured_output_the_prediction_is_made_anew(examples):
    found = preflight(SMALL, examples)
    outputs = [float(found.measured(name)[-1]) for name in ("delta_per_sample_rms", "delta_norm")]
    expected = found.forecast.prediction.profile(NORM, *outputs)
    np.testing.assert_allclose(found.line().values, expected, rtol=1e-12)
    np.testing.assert_allclose(found.ratios(), found.measured() / expected, rtol=1e-12)
    low, high = found.forecast.prediction.band(NORM)
    np.testing.assert_allclose(np.log10(found.line().low / expected), low, atol=1e-9)
    np.testing.assert_allclose(np.log10(found.line().high / expected), high, atol=1e-9)
    # Of the layer whose delta was measured itself, next to nothing is left to be wrong.
    assert abs(math.log10(found.ratios()[-1])) < 0.15


@pytest.mark.parametrize("name", ["lstm-adding", "conv-plain", "transformer-pre-ln"])
def test_with_no_theory_the_batch_stands_alone(name):
    experiment = dataclasses.replace(load_experiment(name), num_train=100, num_held_out=0)
    found = preflight(experiment)
    assert found.forecast.prediction.why_not.startswith("No theory")
    assert found.forecast.line() is found.line() is found.ratios() is None
    assert found.forecast.verdict == ""
    assert "predicted" not in found.verdict
    assert "of the last one's" in found.verdict or "times the last one's" in found.verdict
    assert np.isfinite(found.measured()).all()


def test_through_time():
    experiment = dataclasses.replace(load_experiment("lstm-adding"), num_train=100, num_held_out=0)
    found = preflight(experiment)
    first, last = found.measured("hidden_gradient").reshape(2, -1)[0, [0, -1]]
    assert found.through_time.endswith(f"50 steps: recurrent 1 first/last {first / last:.2g}.")


def test_one_rule_set_after_the_other_judges_the_same_batch(examples):
    found = preflight(SMALL, examples)
    limit = float(found.measured()[0])
    rule = Rule(
        name="small",
        symptom="vanishing",
        severity="severe",
        conditions=(Condition(measure="gradient_norm", below=limit * 1.01, layers="first"),),
        remedies=("relu_he",),
    )
    several = dataclasses.replace(rule, name="patient", checks=2)
    rules = RuleSet(name="mine", title="Mine", source="", note="", rules=(rule, several))
    [finding] = found.judge(rules)
    assert (finding.rule, finding.layers, finding.first_step, finding.value) == ("small", (0,), 0, limit)
    assert found.judge(dataclasses.replace(rules, rules=(several,))) == ()


def of_labels(examples: Examples, labels: np.ndarray) -> Examples:
    return Examples(examples.inputs, labels)


def test_a_label_that_no_output_stands_for_is_found_though_the_batch_breaks_off(examples):
    labels = examples.targets.copy()
    labels[:500] = 12
    found = preflight(SMALL, of_labels(examples, labels))
    assert found.problem.startswith("The first batch cannot be computed: ")
    assert found.problem.endswith(".")
    assert np.isnan(found.measured()).all()
    assert found.red_flags == ()
    assert found.verdict.startswith("Expected: ")
    [event] = found.reports
    assert event.kind == "bad_labels"
    rule = Rule(
        name="labels",
        symptom="bad_labels",
        severity="severe",
        conditions=(Condition(measure="bad_labels", above=0.0),),
    )
    [finding] = found.judge(RuleSet(name="mine", title="Mine", source="", note="", rules=(rule,)))
    assert (finding.symptom, finding.first_step, finding.last_step) == ("bad_labels", 0, 0)


def test_what_is_wrong_with_the_data_is_said_before_the_step(examples):
    labels = np.where(examples.targets == 4, 5, examples.targets)
    found = preflight(SMALL, of_labels(examples, labels))
    assert found.problem == ""
    assert [report.kind for report in found.reports if isinstance(report, Event)] == ["missing_labels"]
    assert isinstance(found.reports[0], Event)


def test_a_device_that_is_not_there_is_told(examples, monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    found = preflight(dataclasses.replace(SMALL, device="cuda"), examples)
    assert found.problem.startswith("The first batch cannot be computed: device = 'cuda' is not there")


@pytest.mark.usefixtures("few_digits")
def test_data_are_loaded_where_they_are_not_at_hand(examples):
    one, other = preflight(SMALL), preflight(SMALL, examples)
    np.testing.assert_array_equal(one.measured(), other.measured())
    np.testing.assert_array_equal(foresee(SMALL).line().values, other.forecast.line().values)


def test_a_forecast_can_be_measured_later(examples):
    forecast = foresee(SMALL, examples)
    found = measure(forecast, examples)
    assert found.forecast is forecast
    np.testing.assert_array_equal(found.measured(), preflight(SMALL, examples).measured())


def test_our_own_rules_have_no_complaint_of_a_sound_network(examples):
    sound = dataclasses.replace(
        SMALL, hidden=(64, 64), initialization="he", settings=Settings(activation="relu", learning_rate=0.05)
    )
    assert [
        each for each in preflight(sound, examples).judge(load_rules("gradiometer")) if each.severity == "severe"
    ] == []


@pytest.mark.parametrize("name", preset_names())
def test_every_preset_is_quick(name):
    assert is_quick(load_experiment(name))


@pytest.mark.parametrize(
    "values",
    [
        {"hidden": (8192, 8192)},
        {"hidden": (128,) * 99, "batch_size": 50_000},
        {"family": "convolutional", "hidden": (64,) * 20},
        {"family": "transformer", "data": "mnist_pixels", "hidden": (32,) * 4},
        {"family": "lstm", "data": "mnist_pixels", "hidden": (512,) * 4},
    ],
)
def test_what_would_take_minutes_or_all_of_the_memory_is_not(values):
    assert not is_quick(Experiment(**values))
    assert is_quick(Experiment(hidden=(128,) * 99))


def test_advice_is_what_a_rule_set_has_for_the_symptom_and_can_be_done(examples):
    deep = dataclasses.replace(SMALL, hidden=(12,) * 12)
    found = preflight(deep, examples)
    assert "hardly learn" in found.verdict
    rules = [
        Rule(name=name, symptom=symptom, severity="severe", conditions=(), remedies=remedies)
        for name, symptom, remedies in (
            ("a", "exploding", ("clip_norm",)),
            ("b", "vanishing", ()),
            ("c", "vanishing", ("forget_bias", "relu_he", "skip")),
            ("d", "vanishing", ("adam",)),
        )
    ]
    judge = RuleSet(name="mine", title="Mine", source="", note="", rules=tuple(rules))
    assert found.advice(judge) == ("relu_he", "skip")
    assert preflight(SMALL, examples).advice(judge) in ((), ("relu_he", "skip"))
    sound = dataclasses.replace(SMALL, initialization="he", settings=Settings(activation="relu"))
    assert preflight(sound, examples).advice(judge) == ()


def test_inputs_that_are_no_numbers_are_told_and_nothing_is_predicted(examples):
    experiment = Experiment(data="moons", num_train=200, num_held_out=0, hidden=(8, 8))
    points = experiment.load_examples()
    inputs = points.inputs.copy()
    inputs[:150] = np.nan
    found = preflight(experiment, Examples(inputs, points.targets))
    assert "is not finite already at the first batch" in found.verdict
    assert [report.kind for report in found.reports if isinstance(report, Event)] == ["non_finite", "non_finite"]
    assert found.line() is None or np.isnan(found.line().values).any()
    assert found.forecast.verdict == ""
