"""The order of the examples: each once an epoch, shuffled by a seed."""

import itertools

import pytest
import torch

from gradiometer.batches import Batches


def indices(inputs: torch.Tensor) -> list[int]:
    return inputs[:, 0].long().tolist()


def make_batches(num: int, batch_size: int, seed: int = 0) -> Batches:
    inputs = torch.arange(num, dtype=torch.float64).reshape(-1, 1)
    return Batches(inputs, torch.arange(num), batch_size, torch.Generator().manual_seed(seed))


@pytest.mark.parametrize(("num", "batch_size"), [(12, 3), (12, 1), (12, 12), (13, 3), (13, 7)])
def test_every_example_at_most_once_per_epoch(num, batch_size):
    """Exactly once where the batch size divides their number."""
    batches = make_batches(num, batch_size)
    per_epoch = num // batch_size
    epochs = []
    for _ in range(40):
        epoch = []
        for _ in range(per_epoch):
            inputs, labels = batches.next()
            assert indices(inputs) == labels.tolist()
            assert len(labels) == batch_size
            epoch += labels.tolist()
        assert len(set(epoch)) == per_epoch * batch_size
        epochs.append(epoch)
    # What is left out changes from epoch to epoch.
    assert set(itertools.chain.from_iterable(epochs)) == set(range(num))
    if batch_size == num:
        assert epochs == [list(range(num))] * 40
    else:
        assert len({tuple(epoch) for epoch in epochs}) > 30


def test_the_same_seed_gives_the_same_order():
    first, again, another = make_batches(100, 10, 7), make_batches(100, 10, 7), make_batches(100, 10, 8)
    orders = [[batches.next()[1].tolist() for _ in range(25)] for batches in (first, again, another)]
    assert orders[0] == orders[1]
    assert orders[0] != orders[2]
