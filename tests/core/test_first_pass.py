"""The first backward pass, against the reference and against the session that it is the first step of."""

import dataclasses
import math

import numpy as np
import pytest
import torch

import small_families
from gradiometer.families import FAMILIES
from gradiometer.first_pass import decades, first_batch, first_norms, measure_cell
from gradiometer.settings import Settings
from gradiometer.trainer import Trainer
from reference_first import reference_norms
from shared import SMALL


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize(
    ("activation", "scheme", "skip", "scale"),
    [("sigmoid", "normal_fan_in", False, 1.0), ("tanh", "xavier", True, 2.0), ("relu", "he", False, 0.5)],
)
def test_norms(examples, dtype, activation, scheme, skip, scale):
    settings = Settings(activation=activation, skip=skip)
    experiment = dataclasses.replace(
        SMALL, settings=settings, initialization=scheme, weight_scale=scale, dtype=dtype, hidden=(12,) * 5
    )
    batch = first_batch(experiment, 4, examples)
    expected = reference_norms(experiment, 4, batch)
    np.testing.assert_allclose(first_norms(experiment, 4, batch), expected, rtol=1e-11)
    place, ratios, reason = measure_cell((2, 3), experiment, (4,), batch.inputs[None], batch.targets[None])
    assert (place, reason) == ((2, 3), "")
    assert ratios == pytest.approx([math.log10(expected[0] / expected[-1])], abs=1e-11)


@pytest.mark.parametrize("family", FAMILIES)
def test_they_are_those_of_the_first_step_of_a_session(family, few_digits):
    """Of every family: what a map says of a cell is what the session made of it begins with."""
    experiment = small_families.make(family, weight_scale=1.5)
    examples = experiment.load_examples()
    trainer = Trainer(experiment, examples)
    report = list(trainer.turn())[-1]
    trainer.close()
    batch = first_batch(experiment, experiment.seed, examples)
    expected = report.values[trainer.layout.slice("weight_gradient_norm")]
    np.testing.assert_allclose(first_norms(experiment, experiment.seed, batch), expected, rtol=1e-11)


def test_another_seed_is_another_batch_and_other_weights(examples):
    batches = [first_batch(SMALL, seed, examples) for seed in (0, 0, 1)]
    np.testing.assert_array_equal(batches[0].inputs, batches[1].inputs)
    assert (batches[0].inputs != batches[2].inputs).any()
    assert first_norms(SMALL, 0, batches[0]) != first_norms(SMALL, 1, batches[0])


def test_what_float32_cannot_hold_is_a_number_here(examples):
    """Of 60 layers of sigmoids the first gradient is some fifty decades below the last."""
    deep = dataclasses.replace(SMALL, hidden=(30,) * 60, initialization="pytorch")
    norms = first_norms(deep, 0, first_batch(deep, 0, examples))
    assert 1e-60 < norms[0] < 1e-45
    assert decades(norms[0], norms[-1]) < -45


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (1e-9, 1e-2, -7.0),
        (1e-300, 1e200, -500.0),
        (3.0, 3.0, 0.0),
        (0.0, 1e-3, -math.inf),
        (1e-3, 0.0, math.inf),
        (0.0, 0.0, math.nan),
        (math.nan, 1.0, math.nan),
        (1.0, math.inf, math.nan),
    ],
)
def test_decades(first, last, expected):
    assert decades(first, last) == pytest.approx(expected, nan_ok=True)


def test_the_number_of_threads_is_as_it_was(examples):
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        first_norms(SMALL, 0, first_batch(SMALL, 0, examples))
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)


def test_a_network_that_does_not_fit_says_so(examples, monkeypatch):
    def full(*_):
        raise RuntimeError("[enforce fail at alloc_cpu.cpp] DefaultCPUAllocator: can't allocate memory\nmore")

    monkeypatch.setattr("gradiometer.first_pass.first_norms", full)
    batch = first_batch(SMALL, 0, examples)
    found = measure_cell((0, 0), SMALL, (0,), batch.inputs[None], batch.targets[None])
    reason = "It cannot be computed: [enforce fail at alloc_cpu.cpp] DefaultCPUAllocator: can't allocate memory"
    assert found == ((0, 0), (), reason)
