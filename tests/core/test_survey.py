"""Surveys of lessons, against an independent float64 computation with the same weights."""

import dataclasses
import math

import numpy as np
import pytest
import torch

import reference as ref
from gradiometer.experiment import Experiment
from gradiometer.history import History
from gradiometer.lesson_checks import measure
from gradiometer.lessons import LAST, Check, Lesson, LessonRun, load_lesson
from gradiometer.reports import StepReport
from gradiometer.settings import Settings
from gradiometer.survey import num_steps_of, survey
from gradiometer.terms import Term
from gradiometer.trainer import Trainer

STEPS = 12


def make_lesson(experiment: Experiment, steps, terms, *, num_seeds: int = 2) -> Lesson:
    """A lesson with one run, every term checked at every step."""
    run = LessonRun("a", "A", experiment, num_seeds, ())
    expected = {"expected": 1.0, "kind": "factor", "tolerance": 2.0, "source": "nobody"}
    checks = tuple(Check("a", Term.parse(term), step, **expected) for step in steps for term in terms)
    return dataclasses.replace(load_lesson("3"), runs=(run,), checks=checks)


@pytest.fixture
def small() -> Experiment:
    return Experiment(
        hidden=(8, 8),
        num_train=200,
        num_held_out=100,
        batch_size=20,
        dtype="float64",
        steps=STEPS,
        norms_every=1,
        evaluate_every=3,
        histogram_every=100,
        settings=Settings(activation="tanh", weight_decay=0.01),
    )


def weights_of(experiment: Experiment, examples) -> ref.Parameters:
    """The weights that an experiment begins with, in float64."""
    trainer = Trainer(experiment, examples)
    layers = [[layer.weight, layer.bias] for layer in trainer.network.layers]
    return ref.Parameters.from_layers([[p.detach().double().numpy().copy() for p in group] for group in layers])


@pytest.mark.parametrize(("dtype", "tolerance"), [("float32", 1e-5), ("float64", 1e-10)])
def test_lesson_3_agrees_with_the_reference(examples, dtype, tolerance):
    """The speeds of learning of the first three seeds, computed in float64 from the same weights."""
    lesson = load_lesson("3")
    runs = tuple(
        dataclasses.replace(run, experiment=dataclasses.replace(run.experiment, dtype=dtype)) for run in lesson.runs
    )
    lesson = dataclasses.replace(lesson, runs=runs)
    images, labels = ref.mnist(1000)
    found = survey(lesson, 3, load=lambda experiment: examples)
    expected = []
    for run in runs:
        speeds = []
        for seed in range(3):
            experiment = dataclasses.replace(run.experiment, seed=seed, num_held_out=0)
            gradients = ref.backpropagate(
                weights_of(experiment, examples),
                images,
                labels,
                activation="sigmoid",
                normalization="none",
                skip=False,
                loss="sigmoid_cross_entropy",
            )
            speeds.append([ref.norm([delta]) for delta in gradients.delta[:-1]])
        expected += np.transpose(speeds).tolist()
    assert len(found) == 9
    for each, speeds in zip(found, expected, strict=True):
        np.testing.assert_allclose(each.measured, speeds, rtol=tolerance)
        assert each.verdict.median == pytest.approx(np.median(speeds), rel=tolerance)


def test_a_survey_measures_what_a_whole_run_measures(examples, small):
    """Norms, a quotient, a closer look's quantity and held-out accuracy, at steps of which few are measured."""
    terms = ["loss", "delta_norm:hidden 1 / delta_norm:output", "gain:hidden 1", "weight_gradient_norm:hidden 2"]
    wanted = [0, 1, 7, STEPS - 1]
    lesson = make_lesson(small, wanted, terms)
    found = survey(lesson, load=lambda experiment: examples)
    for seed in range(2):
        everything = dataclasses.replace(small, seed=seed, watch_everything=True)
        trainer, history = Trainer(everything, examples), History.live(everything)
        while trainer.step < STEPS:
            history.append(trainer.turn())
        run = lesson.runs[0]
        assert [each.measured[seed] for each in found] == [measure(each.check, run, history) for each in found]
    assert not any(math.isnan(value) for each in found for value in each.measured)


@pytest.mark.parametrize("step", [0, 3, 9, 4, LAST])
def test_held_out_examples_are_looked_at_where_they_are_asked_for(examples, small, step):
    (found,) = survey(make_lesson(small, [step], ["held_out_accuracy"]), load=lambda experiment: examples)
    for seed, value in enumerate(found.measured):
        if step == 4:
            # The run does not evaluate there.
            assert math.isnan(value)
            continue
        experiment = dataclasses.replace(small, seed=seed, evaluate_every=1)
        trainer, history = Trainer(experiment, examples), History.live(experiment)
        while trainer.step < STEPS:
            history.append(trainer.turn())
        assert value == history.at("held_out_accuracy", 9 if step == LAST else step)[1][0]


def test_no_more_is_measured_than_is_asked_for(examples, small, monkeypatch):
    measured = []
    turn = Trainer.turn

    def watched(trainer):
        for report in turn(trainer):
            if isinstance(report, StepReport):
                measured.append(report.step)
            yield report

    monkeypatch.setattr(Trainer, "turn", watched)
    survey(make_lesson(small, [9], ["loss"], num_seeds=1), load=lambda experiment: examples)
    # The first three steps have a look in any case; training ends with the last step that is asked for.
    assert measured == [0, 1, 2, 9]


def test_progress_is_told_and_examples_are_loaded_once_a_run(examples, small):
    told, loaded = [], []

    def load(experiment):
        loaded.append(experiment)
        return examples

    lesson = make_lesson(small, [4], ["loss"], num_seeds=11)
    assert num_steps_of(lesson) == 55
    assert num_steps_of(lesson, 2) == 10
    (found,) = survey(lesson, progress=lambda done, total: told.append((done, total)), load=load)
    assert len(found.measured) == 11
    assert len(loaded) == 1
    assert told == [(50, 55), (55, 55)]


def test_a_survey_can_be_cancelled_between_two_steps(examples, small):
    asked = []

    def cancelled() -> bool:
        asked.append(None)
        return len(asked) > 8

    lesson = make_lesson(small, [4], ["loss"], num_seeds=5)
    (found,) = survey(lesson, cancelled=cancelled, load=lambda experiment: examples)
    # Seven steps were trained: one whole seed, and a part of the next.
    assert len(found.measured) == 1
    assert found.verdict.agrees is not None


def test_a_lesson_without_checks_trains_nothing(small):
    lesson = dataclasses.replace(make_lesson(small, [], []))

    def load(experiment):
        raise AssertionError("loaded")

    assert survey(lesson, load=load) == ()
    assert num_steps_of(lesson) == 0


def test_torch_has_its_threads_back(examples, small):
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        survey(make_lesson(small, [0], ["loss"], num_seeds=1), load=lambda experiment: examples)
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)


@pytest.mark.parametrize("number", [pytest.param("3", marks=pytest.mark.long), "2"])
def test_the_speeds_at_initialization_agree(number, examples):
    """With all their seeds: a step each."""
    for found in survey(load_lesson(number), load=lambda experiment: examples):
        assert found.verdict.agrees, found.verdict.text


def test_noise_leaves_the_distance_between_the_layers(examples):
    for found in survey(load_lesson("9"), 3, load=lambda experiment: examples):
        assert found.verdict.agrees, found.verdict.text


@pytest.mark.timeout(180)
def test_gradients_through_time_agree():
    """One seed of each network; the checks allow two decades."""
    for found in survey(load_lesson("10"), 1):
        assert math.isfinite(found.verdict.median)
        assert found.verdict.median == pytest.approx(found.measured[0])
        # A single RNN scatters by more decades than a median of five.
        assert abs(math.log10(found.verdict.median / found.check.expected)) < 4, found.verdict.text


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("number", ["3", "4", "9", "10"])
def test_every_check_agrees_with_all_its_seeds(number):
    for found in survey(load_lesson(number)):
        assert found.verdict.agrees, found.verdict.text


@pytest.mark.long
@pytest.mark.timeout(6 * 3600)
def test_the_accuracies_of_lesson_1():
    for found in survey(load_lesson("1")):
        assert found.verdict.agrees, found.verdict.text
