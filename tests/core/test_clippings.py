"""Clippings against the reference."""

import numpy as np
import pytest
import torch

import reference as ref
from gradiometer.clippings import CLIPPINGS

SHAPES = [[(5, 8), (5,), (5,), (5,)], [(4, 5), (4,)], [(3, 4), (3,)]]


def gradients(scale: float = 1.0) -> ref.Layers:
    """Layers of very different size, so that one factor for all differs from one for each."""
    rng = np.random.default_rng(0)
    return [
        [scale * 10.0 ** (1 - 2 * layer) * rng.normal(size=shape) for shape in shapes]
        for layer, shapes in enumerate(SHAPES)
    ]


def clipped(name: str, layers: ref.Layers, threshold: float, dtype=torch.float64) -> ref.Layers:
    parameters = []
    for group in layers:
        parameters.append([torch.nn.Parameter(torch.zeros(g.shape, dtype=dtype)) for g in group])
        for parameter, gradient in zip(parameters[-1], group, strict=True):
            parameter.grad = torch.from_numpy(gradient).to(dtype)
    function = CLIPPINGS[name].function
    if function is not None:
        function(parameters, threshold)
    return [[parameter.grad.double().numpy() for parameter in group] for group in parameters]


@pytest.mark.parametrize("name", CLIPPINGS)
@pytest.mark.parametrize("threshold", [1e-9, 1e-3, 0.05, 1.0, 30.0, 1e4])
@pytest.mark.parametrize(("dtype", "tolerance"), [(torch.float32, 1e-5), (torch.float64, 1e-12)])
def test_like_the_reference(name, threshold, dtype, tolerance):
    actual, expected = clipped(name, gradients(), threshold, dtype), ref.clip(gradients(), name, threshold)
    for group, wanted in zip(actual, expected, strict=True):
        for a, b in zip(group, wanted, strict=True):
            np.testing.assert_allclose(a, b, rtol=tolerance)


def test_no_two_clippings_do_the_same():
    results = [np.concatenate([a.ravel() for g in clipped(name, gradients(), 0.5) for a in g]) for name in CLIPPINGS]
    for index, one in enumerate(results):
        for another in results[:index]:
            assert np.abs(one - another).max() > 1e-3


@pytest.mark.parametrize("name", CLIPPINGS)
def test_what_is_under_the_threshold_stays_bit_identical(name):
    for group, before in zip(clipped(name, gradients(1e-6), 1.0), gradients(1e-6), strict=True):
        for a, b in zip(group, before, strict=True):
            np.testing.assert_array_equal(a, b)


@pytest.mark.parametrize("name", CLIPPINGS)
def test_zero_stays_zero(name):
    zeros = [[np.zeros(shape) for shape in group] for group in SHAPES]
    assert all((a == 0).all() for group in clipped(name, zeros, 0.1) for a in group)


def test_titles_and_helps():
    assert len({clipping.title for clipping in CLIPPINGS.values()}) == len(CLIPPINGS)
    assert all(clipping.help for clipping in CLIPPINGS.values())
    assert CLIPPINGS["off"].function is None
