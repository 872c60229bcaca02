"""Optimizers against the reference, on gradients of very different sizes."""

import numpy as np
import pytest
import torch

import reference as ref
from gradiometer.optimizers import OPTIMIZERS

SHAPES = [[(5, 8), (5,), (5,), (5,)], [(3, 5), (3,)]]


def run(name, num_steps, *, learning_rate, momentum, weight_decay, dtype):
    """Parameters after some steps, from the program and from the reference."""
    rng = np.random.default_rng(1)
    start = [[rng.normal(size=shape).astype(dtype).astype(float) for shape in group] for group in SHAPES]
    layers = [[torch.nn.Parameter(torch.from_numpy(array.astype(dtype))) for array in group] for group in start]
    groups = [
        {"params": [group[0] for group in layers], "weight_decay": weight_decay},
        {"params": [p for group in layers for p in group[1:]], "weight_decay": 0.0},
    ]
    optimizer = OPTIMIZERS[name].build(groups, learning_rate, momentum)
    reference, state, expected = ref.Optimizer(name, learning_rate, momentum, weight_decay), None, start
    for step in range(num_steps):
        gradients = [
            [(10.0 ** -(step + layer) * rng.normal(size=a.shape)).astype(dtype) for a in group]
            for layer, group in enumerate(start)
        ]
        for group, values in zip(layers, gradients, strict=True):
            for parameter, value in zip(group, values, strict=True):
                parameter.grad = torch.from_numpy(value.copy())
        optimizer.step()
        expected, state = reference.step(expected, [[g.astype(float) for g in group] for group in gradients], state)
    return [[p.detach().double().numpy() for p in group] for group in layers], expected, start


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("weight_decay", [0.0, 0.3])
@pytest.mark.parametrize(("dtype", "tolerance"), [("float32", 1e-5), ("float64", 1e-12)])
def test_several_steps_like_the_reference(name, weight_decay, dtype, tolerance):
    for num_steps in (1, 2, 7):
        actual, expected, start = run(
            name, num_steps, learning_rate=0.02, momentum=0.7, weight_decay=weight_decay, dtype=dtype
        )
        for group, wanted, before in zip(actual, expected, start, strict=True):
            for a, b, c in zip(group, wanted, before, strict=True):
                assert np.linalg.norm(a - b) < tolerance * np.linalg.norm(b)
                assert np.linalg.norm(b - c) > 1e-4 * np.linalg.norm(b)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_momentum_matters_where_it_says_so(name):
    options = {"learning_rate": 0.02, "weight_decay": 0.0, "dtype": "float64"}
    low, high = (run(name, 3, momentum=momentum, **options)[0] for momentum in (0.1, 0.9))
    same = all(np.array_equal(a, b) for g, h in zip(low, high, strict=True) for a, b in zip(g, h, strict=True))
    assert same != OPTIMIZERS[name].uses_momentum


def test_no_two_optimizers_do_the_same():
    options = {"learning_rate": 0.02, "momentum": 0.7, "weight_decay": 0.0, "dtype": "float64"}
    results = [run(name, 3, **options)[0][0][0] for name in OPTIMIZERS]
    for index, one in enumerate(results):
        assert all(np.abs(one - another).max() > 1e-3 for another in results[:index])
    assert len({optimizer.title for optimizer in OPTIMIZERS.values()}) == len(OPTIMIZERS)
