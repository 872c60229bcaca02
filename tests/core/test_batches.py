"""The order of the examples: each once an epoch, shuffled by a seed."""

import itertools

import numpy as np
import pytest
import torch

from gradiometer.batches import Batches, tensors_of
from gradiometer.examples import Examples


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


@pytest.mark.parametrize("shape", [(3,), (2, 4, 4), (5, 2)])
@pytest.mark.parametrize("targets", [(20,), (20, 5), (20, 1)])
def test_examples_and_targets_of_any_shape_stay_together(shape, targets):
    inputs = torch.arange(20).reshape(20, *[1] * len(shape)).expand(20, *shape).float()
    wanted = torch.arange(20).reshape(20, *[1] * (len(targets) - 1)).expand(targets)
    batches = Batches(inputs, wanted, 6, torch.Generator().manual_seed(0))
    for _ in range(7):
        drawn, answers = batches.next()
        assert drawn.shape == (6, *shape)
        assert answers.shape == (6, *targets[1:])
        assert (drawn.reshape(6, -1) == answers.reshape(6, -1)[:, :1]).all()


# --- examples as tensors


CPU = torch.device("cpu")


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_bytes_become_numbers_from_0_to_1(dtype):
    pixels = np.arange(256, dtype=np.uint8).reshape(8, 1, 4, 8)
    labels = np.arange(8)
    inputs, targets = tensors_of(Examples(pixels, labels), slice(2, 6), (32,), dtype, CPU)
    assert inputs.dtype == dtype
    assert targets.tolist() == [2, 3, 4, 5]
    assert targets.dtype == torch.int64
    eps = torch.finfo(dtype).eps
    np.testing.assert_allclose(inputs.numpy(), pixels[2:6].reshape(4, 32) / 255.0, rtol=eps)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_numbers_stay_as_they_are(dtype):
    rng = np.random.default_rng(0)
    values, wanted = rng.normal(size=(8, 6, 2)).astype(np.float32), rng.normal(size=(8, 3)).astype(np.float32)
    inputs, targets = tensors_of(Examples(values, wanted), slice(3, None), (6, 2), dtype, CPU)
    assert inputs.dtype == targets.dtype == dtype
    np.testing.assert_array_equal(inputs.numpy(), values[3:])
    np.testing.assert_array_equal(targets.numpy(), wanted[3:])


@pytest.mark.parametrize(
    ("examples", "shape"), [((6, 3, 4, 5), (60,)), ((6, 3, 4, 5), (3, 4, 5)), ((6, 7, 2), (14,)), ((6, 5), (5,))]
)
def test_examples_are_handed_on_as_the_family_reads_them(examples, shape):
    values = np.random.default_rng(0).normal(size=examples).astype(np.float32)
    inputs, _ = tensors_of(Examples(values, np.zeros(6, np.int64)), slice(0, 6), shape, torch.float32, CPU)
    np.testing.assert_array_equal(inputs.numpy(), values.reshape(6, *shape))


@pytest.mark.parametrize("num_channels", [1, 3])
def test_a_time_step_of_an_image_is_a_row_in_all_its_channels(num_channels):
    """Seen in a colour image whose pixels say in which row they are."""
    pixels = np.empty((2, num_channels, 4, 5), np.float32)
    pixels[:] = 10.0 * np.arange(4)[:, None] + np.arange(5)
    inputs, _ = tensors_of(
        Examples(pixels, np.zeros(2, np.int64)), slice(0, 2), (4, 5 * num_channels), torch.float32, CPU
    )
    for row in range(4):
        expected = np.tile(10 * row + np.arange(5), num_channels)
        np.testing.assert_array_equal(inputs[:, row].numpy(), [expected] * 2)


def test_none_held_out():
    examples = Examples(np.zeros((4, 3), np.float32), np.zeros(4, np.int64))
    inputs, targets = tensors_of(examples, slice(4, None), (3,), torch.float32, CPU)
    assert (len(inputs), len(targets)) == (0, 0)
    assert inputs.shape == (0, 3)
