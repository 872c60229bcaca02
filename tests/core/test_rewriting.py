"""Exact surgery on networks that have trained: what moves no output, where, and that the refused ones would."""

import dataclasses

import pytest
import torch
from hypothesis import assume, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from torch import Tensor

from gradiometer.experiment import Experiment
from gradiometer.network import Network
from gradiometer.normalizations import EPSILON
from gradiometer.optimizers import OPTIMIZERS
from gradiometer.rewriting import REWRITINGS, rewrite
from gradiometer.surgeries import SURGERIES
from lived_in import MOST, PLAINLY, copy_state, live_in, moved, outputs_of, some_inputs, take_step
from small_families import make

SIGMOID = {"activation": "sigmoid"}
SMOOTH = ("sigmoid", "tanh", "relu", "gelu")
seeds = st.integers(0, 2**16)
precisions = st.sampled_from(("float32", "float64"))


def widths_of(family: str) -> st.SearchStrategy[tuple[int, ...]]:
    if family == "chain":
        return st.integers(1, 5).map(lambda depth: (1,) * depth)
    if family == "transformer":
        return st.tuples(st.integers(1, 2), st.sampled_from((2, 4, 6))).map(lambda drawn: drawn[0] * (drawn[1],))
    if family == "convolutional":
        return st.lists(st.integers(1, 3), min_size=1, max_size=4).map(tuple)
    return st.lists(st.integers(1, 7), min_size=1, max_size=4).map(tuple)


def fitted(experiment: Experiment, settings: dict[str, object]) -> Experiment:
    """With those of the settings that mean something in it."""
    chosen = experiment.fit_settings(dataclasses.replace(experiment.settings, **settings))
    return dataclasses.replace(experiment, settings=chosen)


def carry_out(name: str, network: Network, experiment: Experiment, inputs: Tensor) -> None:
    """Rewrite, check what it says it changed, and let the network use the settings afterwards."""
    settings = experiment.settings
    assert SURGERIES[name].why_not(experiment, settings) == ""
    names = {id(parameter): key for key, parameter in network.named_parameters()}
    before = copy_state(network)
    changed = rewrite(name, network, inputs)
    assert len({id(each) for each in changed}) == len(changed)
    told = {names[id(each)] for each in changed}
    for key, tensor in network.named_parameters():
        assert key in told or torch.equal(tensor, before[key]), key
        assert not tensor.requires_grad or tensor.is_leaf
    network.use(SURGERIES[name].after(settings))
    assert network.training


def check_training_goes_on(network: Network, inputs: Tensor) -> None:
    """By Adam, whose update of what is passed by would show."""
    before = copy_state(network)
    take_step(network, inputs, OPTIMIZERS["adam"].build(network.used, 0.01, 0.0))
    used = {id(parameter) for parameter in network.used}
    for name, parameter in network.named_parameters():
        assert id(parameter) in used or torch.equal(parameter, before[name])
    assert moved(outputs_of(network, inputs, training=True), network_outputs(network, inputs, before)) > 0.0


def network_outputs(network: Network, inputs: Tensor, state: dict[str, Tensor]) -> Tensor:
    """As they were in that state."""
    now = copy_state(network)
    network.load_state_dict(state)
    found = outputs_of(network, inputs, training=True)
    network.load_state_dict(now)
    return found


def test_every_surgery_can_be_carried_out() -> None:
    assert REWRITINGS.keys() == SURGERIES.keys()


# ------------------------------------------------------------------------------------------------ sigmoid to tanh


@given(st.data(), st.sampled_from(("mlp", "chain", "transformer")), precisions, seeds)
@hypothesis_settings(max_examples=60)
def test_a_sigmoid_becomes_tanh(data: st.DataObject, family: str, dtype: str, seed: int) -> None:
    experiment = make(family, SIGMOID, hidden=data.draw(widths_of(family)), dtype=dtype, heads=2)
    if family == "transformer":
        experiment = fitted(
            experiment,
            {
                "normalization": data.draw(st.sampled_from(("none", "layer"))),
                "norm_place": data.draw(st.sampled_from(("before", "after"))),
                "skip": data.draw(st.booleans()),
                "skip_weight": data.draw(st.sampled_from((1.0, 0.3))),
                "branch_scale": data.draw(st.sampled_from((1.0, 0.5))),
            },
        )
    network = live_in(experiment, seed)
    inputs = some_inputs(experiment, data.draw(st.integers(1, 9)), seed)
    before = [outputs_of(network, inputs, training=training) for training in (True, False)]
    # What happens to cancel has no relative precision to be kept.
    assume(before[0].square().mean().sqrt() > 0.1)
    carry_out("sigmoid_to_tanh", network, experiment, inputs)
    for was, training in zip(before, (True, False), strict=True):
        assert moved(was, outputs_of(network, inputs, training=training)) <= MOST[inputs.dtype]
    check_training_goes_on(network, inputs)


def test_by_hand() -> None:
    """1 + 2 sigma(3 x + 4) = 2 + tanh(1.5 x + 2)."""
    experiment = make("chain", SIGMOID, hidden=(1,))
    network = Network("chain", experiment.network, torch.float64, torch.device("cpu"))
    hidden, output = network.layers
    with torch.no_grad():
        for parameter, value in ((hidden.weight, 3.0), (hidden.bias, 4.0), (output.weight, 2.0), (output.bias, 1.0)):
            parameter.fill_(value)
    parameters = [hidden.weight, hidden.bias, output.weight, output.bias]
    changed = rewrite("sigmoid_to_tanh", network, torch.zeros(1, 1))
    assert [id(each) for each in changed] == [id(each) for each in parameters]
    assert [each.item() for each in parameters] == [1.5, 2.0, 1.0, 2.0]


def halve_all(network: Network) -> None:
    """The same done where it is refused: halves in front of each activation, and behind it half the weights' sum."""
    with torch.no_grad():
        for index, layer in enumerate(network.layers):
            for place, weight in enumerate(layer.weights):
                # Weights of a recurrent state read an activation in the first layer too.
                if index > 0 or place > 0:
                    weight.mul_(0.5)
                    layer.bias.add_(weight.flatten(1).sum(dim=1))
            if index < len(network.layers) - 1:
                for each in (*layer.weights, layer.bias):
                    each.mul_(0.5)


@pytest.mark.parametrize(
    ("family", "settings"),
    [
        ("mlp", {"skip": True}),
        ("chain", {"skip": True}),
        ("mlp", {"normalization": "batch"}),
        ("mlp", {"normalization": "layer"}),
        ("convolutional", {}),
        ("rnn", {}),
    ],
)
def test_where_it_is_refused_it_would_move_the_outputs(family: str, settings: dict[str, object]) -> None:
    # A short sequence, because a recurrent network forgets how it began.
    experiment = make(family, SIGMOID | settings, **{"length": 2} if family == "rnn" else {})
    assert SURGERIES["sigmoid_to_tanh"].why_not(experiment, experiment.settings)
    network, inputs = live_in(experiment), some_inputs(experiment, 6)
    before = outputs_of(network, inputs, training=True)
    halve_all(network)
    network.use(dataclasses.replace(experiment.settings, activation="tanh"))
    assert moved(before, outputs_of(network, inputs, training=True)) > PLAINLY
    # What is done by hand here is the surgery, where that is allowed.
    allowed = make("mlp", SIGMOID)
    network, inputs = live_in(allowed), some_inputs(allowed, 6)
    before = outputs_of(network, inputs, training=True)
    halve_all(network)
    network.use(dataclasses.replace(allowed.settings, activation="tanh"))
    assert moved(before, outputs_of(network, inputs, training=True)) <= MOST[torch.float64]


# ------------------------------------------------------------------------------------------------ BatchNorm


@given(st.data(), st.sampled_from(("mlp", "chain", "convolutional")), precisions, seeds)
@hypothesis_settings(max_examples=60)
def test_batch_norm_is_inserted(data: st.DataObject, family: str, dtype: str, seed: int) -> None:
    """On its batch in training, and in evaluation on any other too."""
    experiment = make(family, hidden=data.draw(widths_of(family)), dtype=dtype)
    skips = {"skip": data.draw(st.booleans()), "skip_weight": 0.7, "branch_scale": 0.5}
    experiment = fitted(experiment, {"activation": data.draw(st.sampled_from(SMOOTH)), **skips})
    network = live_in(experiment, seed)
    inputs, others = some_inputs(experiment, data.draw(st.integers(2, 9)), seed), some_inputs(experiment, 5, seed + 1)
    places = ((inputs, True), (inputs, False), (others, False))
    before = [outputs_of(network, batch, training=training) for batch, training in places]
    carry_out("insert_batch_norm", network, experiment, inputs)
    for was, (batch, training) in zip(before, places, strict=True):
        assert moved(was, outputs_of(network, batch, training=training)) <= MOST[inputs.dtype]
    check_training_goes_on(network, inputs)


def test_what_is_inserted_is_what_the_batch_has() -> None:
    experiment = make("mlp")
    network, inputs = live_in(experiment), some_inputs(experiment, 6)
    z = inputs.numpy() @ network.layers[0].weight.detach().numpy().T + network.layers[0].bias.detach().numpy()
    changed = rewrite("insert_batch_norm", network, inputs)
    norms = [norm for layer in network.hidden for norm in layer.norms]
    assert [id(each) for each in changed] == [id(each) for norm in norms for each in (norm.scale, norm.shift)]
    torch.testing.assert_close(norms[0].running_mean.numpy(), z.mean(axis=0))
    torch.testing.assert_close(norms[0].running_var.numpy(), z.var(axis=0))
    torch.testing.assert_close(norms[0].shift.detach().numpy(), z.mean(axis=0))
    torch.testing.assert_close(norms[0].scale.detach().numpy(), (z.var(axis=0) + EPSILON) ** 0.5)
    assert network.normalize is None


def test_on_another_batch_in_training_an_inserted_one_moves_the_outputs() -> None:
    experiment = make("mlp")
    network, others = live_in(experiment), some_inputs(experiment, 6, seed=5)
    before = outputs_of(network, others, training=True)
    carry_out("insert_batch_norm", network, experiment, some_inputs(experiment, 6))
    assert moved(before, outputs_of(network, others, training=True)) > PLAINLY


def test_a_unit_that_says_the_same_to_all_examples_gets_a_normalization_that_changes_nothing() -> None:
    experiment = make("mlp", dtype="float32")
    network, inputs = live_in(experiment), some_inputs(experiment, 6)
    with torch.no_grad():
        network.layers[0].weight[0].zero_()
    before = outputs_of(network, inputs, training=True)
    carry_out("insert_batch_norm", network, experiment, inputs)
    assert float(network.layers[0].norms[0].running_var[0]) == 0.0
    for training in (True, False):
        assert moved(before, outputs_of(network, inputs, training=training)) <= MOST[torch.float32]


@given(st.data(), st.sampled_from(("mlp", "chain", "convolutional")), precisions, seeds)
@hypothesis_settings(max_examples=60)
def test_batch_norm_is_folded_into_the_weights(data: st.DataObject, family: str, dtype: str, seed: int) -> None:
    experiment = make(family, hidden=data.draw(widths_of(family)), dtype=dtype)
    skips = {"skip": data.draw(st.booleans()), "skip_weight": 0.7, "branch_scale": 0.5}
    chosen = {"activation": data.draw(st.sampled_from(SMOOTH)), "normalization": "batch", **skips}
    experiment = fitted(experiment, chosen)
    network, inputs = live_in(experiment, seed), some_inputs(experiment, data.draw(st.integers(2, 9)), seed)
    before = outputs_of(network, inputs, training=False)
    carry_out("fold_batch_norm", network, experiment, inputs)
    assert moved(before, outputs_of(network, inputs, training=False)) <= MOST[inputs.dtype]
    # There is nothing that differs in training any more.
    assert moved(before, outputs_of(network, inputs, training=True)) <= MOST[inputs.dtype]
    check_training_goes_on(network, inputs)
    for norm in (norm for layer in network.layers for norm in layer.norms):
        assert norm.scale.grad is None
        assert norm.shift.grad is None
        for tensor, fresh in ((norm.scale, 1.0), (norm.shift, 0.0), (norm.running_mean, 0.0), (norm.running_var, 1.0)):
            assert (tensor == fresh).all()


@pytest.mark.parametrize("family", ["mlp", "convolutional"])
def test_in_training_folding_moves_the_outputs(family: str) -> None:
    experiment = make(family, {"normalization": "batch"})
    network, inputs = live_in(experiment), some_inputs(experiment, 6)
    before = outputs_of(network, inputs, training=True)
    carry_out("fold_batch_norm", network, experiment, inputs)
    assert moved(before, outputs_of(network, inputs, training=True)) > PLAINLY


def test_folding_what_was_just_inserted_gives_the_weights_back() -> None:
    experiment = make("convolutional")
    network, inputs = live_in(experiment), some_inputs(experiment, 6)
    weights = [layer.weight.detach().clone() for layer in network.layers]
    biases = [layer.bias.detach().clone() for layer in network.layers]
    carry_out("insert_batch_norm", network, experiment, inputs)
    rewrite("fold_batch_norm", network, inputs)
    torch.testing.assert_close([layer.weight.detach() for layer in network.layers], weights)
    torch.testing.assert_close([layer.bias.detach() for layer in network.layers], biases)


# ------------------------------------------------------------------------------------------------ skips


@pytest.mark.parametrize("normalization", ["none", "batch", "layer"])
@pytest.mark.parametrize("family", ["mlp", "chain", "convolutional", "rnn", "lstm", "gru", "transformer"])
def test_skip_connections_of_weight_0_change_no_bit(family: str, normalization: str) -> None:
    experiment = fitted(make(family), {"normalization": normalization, "branch_scale": 0.5})
    network, inputs = live_in(experiment), some_inputs(experiment, 6)
    before, state = [outputs_of(network, inputs, training=training) for training in (True, False)], copy_state(network)
    assert rewrite("skip_at_zero", network, inputs) == []
    assert all(torch.equal(tensor, state[name]) for name, tensor in network.state_dict().items())
    after = SURGERIES["skip_at_zero"].after(experiment.settings)
    network.use(after)
    for was, training in zip(before, (True, False), strict=True):
        assert torch.equal(was, outputs_of(network, inputs, training=training))
    # They are there: turned up, they count.
    network.use(dataclasses.replace(after, skip_weight=0.1))
    assert moved(before[0], outputs_of(network, inputs, training=True)) > PLAINLY
    check_training_goes_on(network, inputs)
