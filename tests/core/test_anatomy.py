"""Which layers a model has, in which order, and what belongs together."""

import pytest
import torch
from torch import nn

from gradiometer.anatomy import (
    Layer,
    find_layers,
    join_normalizations,
    not_measured,
    order_layers,
    outline_of,
    units_silent,
)


def names(layers: list[Layer]) -> list[str]:
    return [layer.name for layer in layers]


def test_every_module_with_parameters_is_a_layer():
    model = nn.Sequential(nn.Conv2d(1, 2, 3), nn.ReLU(), nn.BatchNorm2d(2), nn.Flatten(), nn.Linear(8, 3))
    layers = find_layers(model)
    assert names(layers) == ["0", "2", "4"]
    assert [layer.num_rows for layer in layers] == [2, None, 3]
    assert [layer.units_dim for layer in layers] == [1, 1, -1]
    for layer in layers:
        assert layer.tensors.weights == (layer.module.weight,)
        assert layer.tensors.biases == (layer.module.bias,)
        assert layer.tensors.delta is layer.module.bias


def test_wrapped_models_keep_their_names():
    model = torch.compile(nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2)), backend="eager")
    assert names(find_layers(model)) == ["0", "1"]
    assert names(find_layers(nn.DataParallel(nn.Sequential(nn.Linear(2, 2))))) == ["0"]


def test_the_order_of_calls():
    one, two, three, unused = (Layer(name, nn.Linear(1, 1)) for name in ("one", "two", "three", "unused"))
    called = [three.module, one.module, three.module]
    # `two` was not called: it stays behind the one that is named before it.
    assert names(order_layers([one, two, three, unused], called)) == ["three", "unused", "one", "two"]


@pytest.mark.parametrize(
    ("normalization", "hides"),
    [(nn.BatchNorm1d(4), True), (nn.LayerNorm(4), False), (nn.GroupNorm(2, 4), False)],
)
def test_a_normalization_joins_the_layer_that_it_follows(normalization, hides):
    linear, alone = nn.Linear(3, 4), nn.LayerNorm(4)
    model = nn.Sequential(linear, normalization, nn.ReLU(), alone, nn.Linear(4, 2))
    layers = join_normalizations(find_layers(model), [(linear, normalization), (model[2], alone)])
    assert names(layers) == ["0", "3", "4"]
    assert layers[0].exit is normalization
    assert layers[0].hides_bias == hides
    tensors = layers[0].tensors
    assert tensors.others == (normalization.weight, normalization.bias)
    assert tensors.delta is normalization.bias
    outline = outline_of("run", model, layers)
    assert [layer.num_weights for layer in outline.layers] == [12, 4, 8]
    assert outline.layers[0].has_hidden_bias == hides
    assert outline.structure == "Sequential, 3 layers, 42 parameters"


def test_a_normalization_that_follows_several_layers_stays_alone():
    one, two, norm = nn.Linear(3, 4), nn.Linear(3, 4), nn.BatchNorm1d(4)
    model = nn.ModuleList([one, two, norm])
    layers = join_normalizations(find_layers(model), [(one, norm), (two, norm)])
    assert [layer.normalization for layer in layers if layer.module is two] == [None]
    assert sum(norm.weight is each for layer in layers for each in layer.parameters) == 1


def test_what_is_not_measured_is_named():
    frozen = [Layer(f"frozen {index}", nn.Linear(1, 1)) for index in range(6)]
    for layer in frozen:
        layer.weights = [nn.Parameter(torch.ones(1), requires_grad=False)]
    twice = Layer("twice", nn.Linear(1, 1), weights=[nn.Parameter(torch.ones(1))])
    shared = Layer("shared", nn.Linear(1, 1), shared=["weight is twice.weight"])
    layers = [*frozen, twice, shared, Layer("empty", nn.Linear(1, 1))]
    assert list(not_measured(layers, {id(twice.module): 2, id(shared.module): 1})) == [
        "frozen 0, frozen 1, frozen 2, frozen 3 and 2 more: frozen, so without gradient",
        "empty: without entries, so without gradient",
        "twice: used more than once in a pass, so delta at each use is not measured",
        "shared: weight is twice.weight, whose gradient is measured there",
    ]


def test_silent_units():
    conv = Layer("conv", nn.Conv2d(1, 3, 1))
    outputs = torch.rand(4, 3, 5, 5) + 0.1
    outputs[:, 1] = 0
    outputs[0, 2] = 0
    assert units_silent(conv, outputs).tolist() == [False, True, False]
    linear = Layer("linear", nn.Linear(1, 3))
    outputs = torch.rand(4, 7, 3) + 0.1
    outputs[..., 0] = 0
    assert units_silent(linear, outputs).tolist() == [True, False, False]
    assert units_silent(linear, torch.zeros(3)) is None
