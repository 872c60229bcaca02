"""Data that several trainers share: the very tensors, and the same numbers as of their own."""

import dataclasses

import numpy as np
import pytest
import torch

from gradiometer.batches import Batches, order_of
from gradiometer.data_checks import look_at_data
from gradiometer.experiment import Experiment
from gradiometer.prepared import prepare
from gradiometer.reports import StepReport
from gradiometer.trainer import Trainer

TINY = Experiment(hidden=(5,), num_train=40, num_held_out=10, batch_size=8, norms_every=1, watch_everything=True)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_first_examples_are_trained_on_and_the_last_held_out(examples, dtype):
    experiment = dataclasses.replace(TINY, dtype=dtype)
    prepared = prepare(experiment, examples)
    pixels = examples.inputs.reshape(len(examples), -1).astype(dtype) / np.array(255.0, dtype)
    for tensor, expected in ((prepared.inputs, pixels[:40]), (prepared.held_out[0], pixels[-10:])):
        assert str(tensor.dtype) == f"torch.{dtype}"
        np.testing.assert_array_equal(tensor.numpy(), expected)
    np.testing.assert_array_equal(prepared.targets.numpy(), examples.targets[:40])
    np.testing.assert_array_equal(prepared.held_out[1].numpy(), examples.targets[-10:])
    assert prepared.found.inputs == look_at_data(experiment, examples).inputs


def test_it_is_loaded_where_nobody_gives_it(few_digits, examples):
    mine, given = prepare(TINY), prepare(TINY, examples)
    assert torch.equal(mine.inputs, given.inputs)
    assert torch.equal(mine.held_out[1], given.held_out[1])


def test_batches_have_the_order_of_their_seed_and_stand_by_themselves(examples):
    prepared = prepare(TINY, examples)
    first, again, other = prepared.batches(8, 3), prepared.batches(8, 3), prepared.batches(8, 4)
    plain = Batches(prepared.inputs, prepared.targets, 8, order_of(3))
    labels = [[each.next()[1].tolist() for _ in range(12)] for each in (first, again, other, plain)]
    assert labels[0] == labels[1] == labels[3]
    assert labels[0] != labels[2]


def test_trainers_share_the_very_tensors(examples):
    whole = dataclasses.replace(TINY, batch_size=40)
    prepared = prepare(whole, examples)
    trainers = [Trainer(whole, prepared=prepared) for _ in range(2)]
    for trainer in trainers:
        assert trainer.prepared is prepared
        # Nothing is shuffled where a batch has them all, so these are the tensors themselves.
        inputs, targets = trainer._batches.next()
        assert inputs is prepared.inputs
        assert targets is prepared.targets
        assert trainer._held_out[0] is prepared.held_out[0]
        assert trainer.data is prepared.found


def test_whoever_shares_says_the_same_as_whoever_does_not(examples):
    prepared = prepare(TINY, examples)
    before = [each.clone() for each in (prepared.inputs, prepared.targets, *prepared.held_out)]
    sharing = [Trainer(TINY, prepared=prepared) for _ in range(2)]
    alone = Trainer(TINY, examples)
    for _ in range(12):
        # In turn, so that one would see what the other writes.
        reports = [list(trainer.turn()) for trainer in (*sharing, alone)]
        rows = [next(report.values for report in said if isinstance(report, StepReport)) for said in reports]
        for row in rows:
            row[1] = 0.0
        assert rows[0].tobytes() == rows[1].tobytes() == rows[2].tobytes()
    for trainer in sharing:
        for mine, other in zip(trainer.network.parameters(), alone.network.parameters(), strict=True):
            assert torch.equal(mine, other)
    now = [prepared.inputs, prepared.targets, *prepared.held_out]
    assert all(torch.equal(each, was) for each, was in zip(now, before, strict=True))
