"""What a change did at once, against numpy and torch by hand; and nothing is left of having looked."""

import dataclasses
import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

import reference as ref
from gradiometer.experiment import Experiment
from gradiometer.families import FAMILIES
from gradiometer.jump import Glance, glance, jump_between
from gradiometer.losses import LOSSES
from gradiometer.network import Network
from gradiometer.reports import Intervention
from gradiometer.settings import Reinitialize, Settings
from gradiometer.trainer import Trainer
from lived_in import live_in, some_inputs
from small_families import make

OPTIONS = ("activation", "normalization", "skip", "skip_weight", "branch_scale")
"""What the reference's forward pass needs to know."""
CHANGES = [
    {"activation": "tanh"},
    {"normalization": "batch"},
    {"normalization": "layer", "activation": "relu"},
    {"skip": True, "branch_scale": 0.5},
    {"learning_rate": 0.5},
]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_settings_against_the_reference(watch, change, dtype):
    watched = watch({"activation": "sigmoid"}, dtype=dtype, initialization="xavier")
    watched.turns(2)
    watched.post(change)
    turn = watched.turn()
    [made] = turn.of_kind(Intervention)
    outputs, gradients = [], []
    for settings in (made.before, made.after):
        parameters = turn.parameters(settings)
        options = {name: getattr(settings, name) for name in OPTIONS}
        outputs.append(ref.forward(parameters, turn.inputs, **options)[1])
        gradients.append(turn.gradients(settings))
    old, new = (each.layers() for each in gradients)
    # What only one of the two has counts whole.
    moved = [
        (two[index] if index < len(two) else 0.0) - (one[index] if index < len(one) else 0.0)
        for one, two in zip(old, new, strict=True)
        for index in range(max(len(one), len(two)))
    ]
    tolerance = 1e-4 if dtype == "float32" else 1e-9
    jump = made.jump
    assert jump is not None
    assert jump.output == pytest.approx(ref.norm([outputs[1] - outputs[0]]) / ref.norm([outputs[0]]), rel=tolerance)
    whole = ref.norm([array for group in old for array in group])
    assert jump.gradient == pytest.approx(ref.norm([np.asarray(each) for each in moved]) / whole, rel=tolerance)
    assert jump.loss_before == pytest.approx(gradients[0].loss, rel=tolerance)
    assert jump.loss_after == pytest.approx(gradients[1].loss, rel=tolerance)
    assert jump.first_before == pytest.approx(ref.norm([gradients[0].weights[0]]), rel=tolerance)
    assert jump.first_after == pytest.approx(ref.norm([gradients[1].weights[0]]), rel=tolerance)
    # After the change it is what the step itself reports.
    assert jump.loss_after == pytest.approx(turn.value("loss")[0], rel=1e-12)
    assert jump.first_after == pytest.approx(turn.value("weight_gradient_norm")[0], rel=1e-6)


def test_weights_that_are_drawn_anew_against_the_reference(watch):
    watched = watch({"activation": "tanh"}, dtype="float64")
    watched.turns(2)
    before = watched.layers()
    watched.post(Reinitialize(scheme="xavier", seed=3))
    turn = watched.turn()
    [made] = turn.of_kind(Intervention)
    assert made.jump is not None
    was = dataclasses.replace(turn, layers=before)
    logits = [each.forward()[1] for each in (was, turn)]
    assert made.jump.output == pytest.approx(ref.norm([logits[1] - logits[0]]) / ref.norm([logits[0]]), rel=1e-9)
    assert made.jump.loss_before == pytest.approx(was.gradients().loss, rel=1e-10)
    assert made.jump.loss_after == pytest.approx(turn.gradients().loss, rel=1e-10)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_a_glance_at_every_family_is_what_autograd_says(family, dtype):
    experiment = make(family, dtype=dtype)
    network, loss = live_in(experiment), LOSSES[experiment.loss].function
    trainer = Trainer(experiment)
    inputs, targets = trainer._batches.next()
    found = glance(network, loss, inputs, targets)
    # In float64, by a network with no part in the first.
    names = [name for name, _ in network.named_parameters()]
    twin = Network(family, experiment.network, torch.float64, torch.device("cpu"))
    twin.load_state_dict({name: value.double() for name, value in network.state_dict().items()})
    twin.use(experiment.settings)
    answers = targets.double() if targets.is_floating_point() else targets
    outputs = twin(inputs.double())
    result = loss(outputs, answers)
    result.backward()
    tolerance = {"rtol": 1e-3, "atol": 1e-5} if dtype == "float32" else {"rtol": 1e-9, "atol": 1e-12}
    torch.testing.assert_close(found.outputs, outputs.detach(), **tolerance)
    assert found.loss == pytest.approx(result.item(), rel=tolerance["rtol"])
    expected = {
        names.index(name): parameter.grad for name, parameter in twin.named_parameters() if parameter.grad is not None
    }
    assert found.gradients.keys() == expected.keys()
    for place, gradient in expected.items():
        assert found.gradients[place].dtype == torch.float64
        torch.testing.assert_close(found.gradients[place], gradient, **tolerance)
    first = math.hypot(*(float(weight.grad.norm()) for weight in twin.layers[0].weights))
    assert found.first == pytest.approx(first, rel=tolerance["rtol"])


# --- nothing is left of it


@pytest.mark.parametrize("evaluates", [False, True])
@pytest.mark.parametrize("normalization", ["none", "batch", "layer"])
def test_nothing_is_left_of_a_glance(normalization, evaluates):
    experiment = make("mlp", {"normalization": normalization})
    network, inputs = live_in(experiment), some_inputs(experiment, 6)
    before = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    state = torch.get_rng_state()

    def loss(outputs: torch.Tensor, targets: torch.Tensor) -> torch.Tensor:
        # As a loss or an activation would that draws from torch's own generator.
        return (outputs * torch.rand_like(outputs)).square().sum()

    first, second = (glance(network, loss, inputs, torch.zeros(6), evaluates=evaluates) for _ in range(2))
    assert torch.equal(torch.get_rng_state(), state)
    assert first.loss == second.loss
    assert all(torch.equal(tensor, before[name]) for name, tensor in network.state_dict().items())
    assert all(parameter.grad is None for parameter in network.parameters())
    assert network.training


TINY = Experiment(data="moons", hidden=(5, 5), num_train=40, num_held_out=10, batch_size=8, norms_every=1)


@pytest.mark.parametrize("at", [0, 1, 4, 5, 7])
@pytest.mark.parametrize("batch_size", [8, 7, 40])
def test_the_examples_come_in_the_order_in_which_they_would(at, batch_size):
    """Also where the first batch has not been drawn yet, and at the end of an epoch; over three epochs behind."""
    experiment = dataclasses.replace(TINY, batch_size=batch_size)
    orders = []
    for changes in (False, True):
        trainer = Trainer(experiment)
        seen, draw = [], trainer._batches.next

        def note(draw=draw, seen=seen) -> tuple[torch.Tensor, torch.Tensor]:
            inputs, targets = draw()
            seen.append(inputs.numpy().tobytes())
            return inputs, targets

        for step in range(20):
            if changes and step == at:
                trainer.letterbox.extend([Reinitialize(scheme="he"), dataclasses.replace(trainer.settings, skip=True)])
                for _ in range(2):
                    # Looked at, and not taken.
                    trainer._batches.peek()
            peeked = trainer._batches.peek()[0].numpy().tobytes()
            trainer._batches.next = note
            # While a change looks, what it looks at is not taken either.
            list(trainer.turn())
            trainer._batches.next = draw
            assert seen[-1] == peeked
        orders.append([each for index, each in enumerate(seen) if index == 0 or each != seen[index - 1]])
    assert orders[0] == orders[1]


@pytest.mark.parametrize("at", [0, 3])
def test_a_run_that_was_changed_at_its_start_can_be_gone_on_with(at):
    """Bit for bit, over the end of the first epoch."""
    whole = Trainer(TINY)
    for step in range(14):
        if step == at:
            whole.letterbox.append(Reinitialize(scheme="xavier", seed=4))
        if step == at + 1:
            again = Trainer(TINY, state=whole.state())
        list(whole.turn())
    for _ in range(14 - at - 1):
        list(again.turn())
    for one, two in zip(whole.network.parameters(), again.network.parameters(), strict=True):
        assert torch.equal(one, two)


def test_a_change_leaves_what_comes_as_it_would_have_been(watch):
    """One that sets what is set already, with a batch normalization and random states that a glance could move."""
    found = []
    for changes in (False, True):
        torch.manual_seed(5)
        watched = watch({"normalization": "batch", "optimizer": "adam", "learning_rate": 0.01})
        watched.turns(2)
        if changes:
            watched.post({}, {})
        watched.turns(3)
        network = watched.trainer.network
        found.append(([tensor.clone() for tensor in network.state_dict().values()], torch.rand(2)))
    assert all(torch.equal(one, two) for one, two in zip(found[0][0], found[1][0], strict=True))
    assert torch.equal(found[0][1], found[1][1])


# --- numbers of any size


def some_glance(
    outputs: list[float], gradients: dict[int, list[float]], loss: float = 1.0, first: float = 2.0
) -> Glance:
    tensors = {place: torch.tensor(each, dtype=torch.float64) for place, each in gradients.items()}
    return Glance(torch.tensor(outputs, dtype=torch.float64), loss, tensors, first)


SIZES = st.integers(-300, 300).map(lambda power: 10.0**power)
VECTORS = st.lists(st.floats(-1.0, 1.0).filter(lambda x: x == 0 or abs(x) > 1e-3), min_size=3, max_size=3)


@given(VECTORS, VECTORS, SIZES)
def test_shares_of_any_size(before, after, size):
    """By math.hypot, which scales by itself."""
    old, new = ([value * size for value in each] for each in (before, after))
    jump = jump_between(some_glance(old, {0: old}), some_glance(new, {0: new}))
    moved, whole = math.hypot(*(b - a for a, b in zip(old, new, strict=True))), math.hypot(*old)
    expected = moved / whole if whole else 0.0 if moved == 0.0 else math.inf
    assert jump.output == pytest.approx(expected, rel=1e-12)
    assert jump.gradient == pytest.approx(expected, rel=1e-12)


def test_parameters_that_come_and_go_count_whole():
    jump = jump_between(
        some_glance([1.0], {0: [3.0, 4.0], 1: [12.0]}, 0.5, 5.0),
        some_glance([1.5], {0: [3.0, 4.0], 2: [8.0, 6.0]}, 0.25, 7.0),
    )
    assert jump.output == 0.5
    # Of 13: 12 are gone, and 10 are new.
    assert jump.gradient == pytest.approx(math.hypot(12.0, 10.0) / 13.0)
    assert jump[2:] == (0.5, 0.25, 5.0, 7.0)


@pytest.mark.parametrize(
    ("before", "after", "share"),
    [
        ([0.0, 0.0], [0.0, 0.0], 0.0),
        ([0.0, 0.0], [1e-300, 0.0], math.inf),
        ([1.0, 0.0], [0.0, 0.0], 1.0),
        ([5e-324, 0.0], [1e-323, 0.0], 1.0),
        ([1e308, 1e308], [0.0, 0.0], 1.0),
        ([math.nan, 1.0], [1.0, 1.0], math.nan),
        ([1.0, 1.0], [1.0, math.nan], math.nan),
        ([math.inf, 1.0], [1.0, 1.0], math.nan),
        ([1.0, 1.0], [-math.inf, 1.0], math.nan),
        ([math.inf, 1.0], [math.inf, 1.0], math.nan),
        ([math.inf, math.nan], [math.nan, math.inf], math.nan),
    ],
)
def test_what_has_no_share_and_what_has_one_all_the_same(before, after, share):
    jump = jump_between(some_glance(before, {0: before}), some_glance(after, {0: after}))
    for found in (jump.output, jump.gradient):
        assert found == share or (math.isnan(found) and math.isnan(share))


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_network_that_has_broken_is_still_told_of(watch, value):
    watched = watch({"activation": "relu"}, initialization="he")
    watched.turn()
    with torch.no_grad():
        watched.trainer.network.layers[1].bias.fill_(value)
    watched.turn()
    watched.post(Reinitialize(scheme="he", seed=1))
    turn = watched.turn()
    [made] = turn.of_kind(Intervention)
    assert made.jump is not None
    assert math.isnan(made.jump.output)
    assert math.isnan(made.jump.gradient)
    assert not math.isfinite(made.jump.loss_before)
    assert made.jump.loss_after == pytest.approx(turn.gradients().loss, rel=1e-5)


def test_a_network_with_no_gradient_at_all():
    experiment = make("mlp", {"activation": "relu"})
    network, inputs = live_in(experiment), some_inputs(experiment, 6)
    looks = []
    for scale in (0.0, 0.0, 1.0):
        looks.append(glance(network, lambda outputs, _, scale=scale: (scale * outputs).sum(), inputs, inputs))
    assert looks[0].first == 0.0
    assert jump_between(looks[0], looks[1])[:2] == (0.0, 0.0)
    assert jump_between(looks[0], looks[2])[:2] == (0.0, math.inf)
    assert jump_between(looks[2], looks[0])[:2] == (0.0, 1.0)


def test_settings_of_a_watched_run_are_those_that_were_told(watch):
    """So that the reference above is asked about the right ones."""
    watched = watch({"activation": "sigmoid"})
    watched.post({"activation": "relu"})
    [made] = watched.turn().of_kind(Intervention)
    assert (made.before.activation, made.after) == ("sigmoid", Settings(activation="relu"))
