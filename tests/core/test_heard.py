"""A look made of what was heard: several passes as one batch, and only what is known."""

import math

import numpy as np
import pytest
import torch
from torch import nn

from gradiometer.anatomy import find_layers
from gradiometer.heard import find_lonely_batch, flat, make_look
from gradiometer.listener import Listener


def look_of(model, passes, reused=frozenset(), scale=1.0):
    layers = find_layers(model)
    listener = Listener(model)
    listener.start([layer.exit for layer in layers])
    for x in passes:
        (scale * model(x).square().sum()).backward()
    listener.stop()
    weights = [flat([weight.detach() for weight in layer.weights]) for layer in layers]
    after = [None if weight is None else weight + 1 for weight in weights]
    nothing = [None] * len(layers)
    return make_look(layers, listener.passes, listener.num_examples, set(reused), scale, weights, after, nothing)


def test_passes_count_together():
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 2))
    look = look_of(model, [torch.randn(5, 3), torch.randn(2, 3)])
    assert look.batch_size == 7
    assert [len(each) for each in look.inputs] == [28, 14]
    assert [len(each) for each in look.deltas] == [28, 14]
    assert [each is None for each in look.slopes] == [False, True]
    assert look.steepest[0] == 1.0
    assert np.isnan(look.steepest[1])
    assert look.num_rows == [4, 2]
    for update in look.updates:
        torch.testing.assert_close(update, torch.ones_like(update))
    torch.testing.assert_close(look.outputs[0], look.inputs[0].clamp(min=0))
    torch.testing.assert_close(look.slopes[0], (look.inputs[0] > 0).float())


@pytest.mark.parametrize(
    ("norm", "shape", "expected"),
    [
        (nn.BatchNorm2d(3), (1, 3, 4, 4), ("BatchNorm2d", 0)),
        (nn.BatchNorm2d(3, affine=False), (1, 3, 4, 4), ("BatchNorm2d", None)),
        (nn.BatchNorm2d(3), (2, 3, 4, 4), None),
        (nn.BatchNorm1d(3), (1, 3, 5), ("BatchNorm1d", 0)),
        (nn.BatchNorm2d(3).eval(), (1, 3, 4, 4), None),
        (nn.BatchNorm2d(3, track_running_stats=False).eval(), (1, 3, 4, 4), ("BatchNorm2d", 0)),
        (nn.InstanceNorm2d(3, affine=True), (1, 3, 4, 4), None),
        (nn.GroupNorm(1, 3), (1, 3, 4, 4), None),
    ],
)
def test_a_batch_normalization_that_has_a_single_example(norm, shape, expected):
    model = nn.Sequential(norm, nn.Flatten(), nn.Linear(math.prod(shape[1:]), 2))
    layers, listener = find_layers(model), Listener(model)
    listener.start([norm])
    model(torch.randn(shape))
    listener.stop()
    assert find_lonely_batch(layers, listener.passes) == expected


def test_the_scale_of_a_loss_is_divided_out():
    torch.manual_seed(0)
    model, x = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2)), torch.randn(5, 3)
    plain, scaled = look_of(model, [x]), look_of(model, [x], scale=1024.0)
    for one, other in zip(plain.deltas, scaled.deltas, strict=True):
        torch.testing.assert_close(one, other)


def test_what_is_not_known_is_missing():
    class Mixed(nn.Module):
        def __init__(self):
            super().__init__()
            self.gru, self.out, self.unused = nn.GRU(3, 4, batch_first=True), nn.Linear(4, 2), nn.Linear(2, 2)

        def forward(self, x):
            return self.out(self.gru(x)[0])

    model = Mixed()
    look = look_of(model, [torch.randn(5, 6, 3)])
    assert [each is None for each in look.inputs] == [True, False, True]
    # Of a recurrent layer its states are what it puts out.
    assert [None if each is None else len(each) for each in look.outputs] == [120, 60, None]
    assert [each is None for each in look.deltas] == [True, False, True]
    reused = look_of(model, [torch.randn(5, 6, 3)], reused={id(model.out)})
    assert reused.deltas[1] is None
    assert reused.inputs[1] is not None
