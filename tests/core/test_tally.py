"""Counting beside the training: the same counts as at once, in order, and none lost."""

import threading

import numpy as np
import pytest
import torch

from gradiometer.counter import Counter
from gradiometer.tally import Tally, is_worth_a_thread


@pytest.fixture
def counter():
    return Counter("float32", torch.device("cpu"))


@pytest.fixture
def tally(counter):
    made = Tally(counter, aside=True)
    yield made
    made.close()
    assert not any(thread.name == "tally" for thread in threading.enumerate())


def layers_of(step: int, sizes: tuple[int, ...]) -> list[torch.Tensor | None]:
    """Values of all magnitudes, zeros, NaN and Inf among them; none of a layer of size 0."""
    rng = np.random.default_rng(step)
    layers: list[torch.Tensor | None] = []
    for size in sizes:
        values = rng.normal(size=size) * 10.0 ** rng.integers(-44, 38, size)
        values[rng.random(size) < 0.1] = rng.choice([0.0, np.nan, np.inf, -np.inf])
        layers.append(torch.from_numpy(values.astype(np.float32)).reshape(-1, 1) if size else None)
    return layers


def check(found, expected) -> None:
    assert [step for step, _ in found] == [step for step, _ in expected]
    for (_, one), (_, other) in zip(found, expected, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("num_steps", [1, 15, 16, 17, 100])
def test_the_same_counts_as_at_once(tally, counter, num_steps):
    sizes = (300, 1, 0, 57)
    at_once = Tally(counter, aside=False)
    found, expected = [], []
    for step in range(num_steps):
        for each in (tally, at_once):
            each.add(step, layers_of(step, sizes))
        found += tally.take()
        expected += at_once.take()
        assert len(expected) == step + 1
    check(found + tally.flush(), expected)
    assert tally.flush() == []


def test_sizes_that_change(tally, counter):
    """Layers that are without a gradient at some steps: no block holds both."""
    at_once = Tally(counter, aside=False)
    found, expected = [], []
    for step, sizes in enumerate([(4, 5), (4, 0), (4, 0), (4, 5), (0, 0), (9, 2, 3), (4, 5)]):
        for each in (tally, at_once):
            each.add(step, layers_of(step, sizes))
        found += tally.take()
        expected += at_once.take()
    check(found + tally.flush(), expected)


def test_a_divisor(tally, counter):
    layers = layers_of(0, (50, 20))
    tally.add(0, layers, 3000.0)
    check(tally.flush(), [(0, counter.count(layers, 3000.0))])


def test_values_are_copied(tally, counter):
    layers = layers_of(1, (50, 20))
    expected = counter.count(layers)
    tally.add(0, layers)
    for each in layers:
        each.zero_()
    check(tally.flush(), [(0, expected)])


def test_a_thread_that_counts_slowly_loses_nothing(tally, counter, monkeypatch):
    """It makes the one that copies wait, so that no more than a few copies lie about."""
    gate = threading.Semaphore(0)
    count_flat = counter.count_flat

    def slowly(*given):
        gate.acquire()
        return count_flat(*given)

    monkeypatch.setattr(counter, "count_flat", slowly)
    sizes = (30, 4)

    def add_all():
        for step in range(6):
            tally.add(step, layers_of(step, sizes))

    adder = threading.Thread(target=add_all)
    adder.start()
    for _ in range(6):
        gate.release()
    adder.join()
    monkeypatch.setattr(counter, "count_flat", count_flat)
    check(tally.flush(), [(step, counter.count(layers_of(step, sizes))) for step in range(6)])


def test_what_goes_wrong_aside_is_raised_here(tally, counter, monkeypatch):
    def fail(*_given):
        raise MemoryError("no room")

    monkeypatch.setattr(counter, "count_flat", fail)
    tally.add(0, layers_of(0, (3,)))
    with pytest.raises(MemoryError, match="no room"):
        tally.flush()
    monkeypatch.undo()
    tally.add(1, layers_of(1, (3,)))
    assert [step for step, _ in tally.flush()] == [1]


def test_small_networks_and_single_cores_need_no_thread(monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    assert is_worth_a_thread(2**18)
    assert not is_worth_a_thread(2**18 - 1)
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    assert not is_worth_a_thread(2**18)
