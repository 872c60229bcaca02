"""What holds on the way from one setting to another, against numpy and torch by hand; and a trainer on the way."""

import copy
import dataclasses
import itertools
import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gradiometer.activations import ACTIVATIONS
from gradiometer.experiment import Experiment
from gradiometer.families import FAMILIES, Structure
from gradiometer.fields import FieldError
from gradiometer.network import Network
from gradiometer.optimizers import OPTIMIZERS
from gradiometer.plans import Recorded
from gradiometer.ramps import RAMPABLE, Blend, Going, begin_ramps, go_on, settings_at, under_way
from gradiometer.reports import Event, Intervention
from gradiometer.settings import SETTING_FIELDS, Ramp, Reinitialize, Settings
from gradiometer.snapshot import pack, unpack
from gradiometer.trainer import Trainer
from lived_in import live_in, some_inputs
from short_runs import content_of
from small_families import is_allowed, make

BY_FACTORS = {"learning_rate", "clip_threshold"}
NUMBERS = {
    "skip_weight": (0.2, 3.0),
    "branch_scale": (2.0, 0.1),
    "forget_bias": (-3.0, 5.0),
    "clip_threshold": (1e-4, 10.0),
    "learning_rate": (0.5, 1e-3),
    "momentum": (0.0, 0.95),
    "weight_decay": (0.1, 0.0),
}


def at(before: Settings, after: Settings, first: int, steps: int, step: int) -> tuple[Settings, Blend | None]:
    return settings_at(after, begin_ramps(before, after, first, steps), step)


# --- how far


@given(first=st.integers(0, 10**6), steps=st.integers(2, 10**4))
def test_the_way_begins_at_one_nth_and_ends_at_one(first, steps):
    going = Going(0.0, first, steps)
    assert going.way(first) == 1 / steps
    assert going.way(first + steps - 1) == 1.0
    assert going.way(first + 10 * steps) == 1.0
    # Restored before its first step it stands as far as that, and never behind where it began.
    assert going.way(first - 1) == 1 / steps
    ways = [going.way(first + index) for index in range(min(steps, 50))]
    np.testing.assert_allclose(ways, (np.arange(len(ways)) + 1) / steps, rtol=1e-15)


@given(first=st.integers(0, 100), steps=st.integers(2, 100))
def test_it_is_under_way_until_its_last_step_is_made(first, steps):
    ramps = {"momentum": Going(0.5, first, steps)}
    assert under_way(ramps, first + steps - 1) == ramps
    assert under_way(ramps, first + steps) == {}


# --- numbers


def test_every_number_that_can_go_is_tried():
    assert {*NUMBERS, "activation", "skip"} == set(RAMPABLE)


@pytest.mark.parametrize("name", NUMBERS)
@given(st.integers(2, 300), st.data())
def test_numbers_go_by_equal_steps_or_equal_factors(name, steps, data):
    start, end = NUMBERS[name]
    before, after = Settings(**{name: start}), Settings(**{name: end})
    index = data.draw(st.integers(0, steps - 1))
    t = (index + 1) / steps
    now, blend = at(before, after, 7, steps, 7 + index)
    expected = start * (end / start) ** t if name in BY_FACTORS else start + t * (end - start)
    assert getattr(now, name) == pytest.approx(expected, rel=1e-12, abs=1e-15)
    assert blend is None
    assert dataclasses.replace(now, **{name: end}) == after
    if index == steps - 1:
        assert now == after


def test_decades_are_even_steps_for_rate_and_threshold():
    before, after = Settings(learning_rate=1e-4), Settings(learning_rate=1.0)
    rates = [at(before, after, 0, 4, step)[0].learning_rate for step in range(4)]
    np.testing.assert_allclose(rates, [1e-3, 1e-2, 1e-1, 1.0], rtol=1e-12)


def test_a_rate_that_is_0_has_no_decades():
    rates = [at(Settings(learning_rate=0.0), Settings(learning_rate=0.4), 0, 4, step)[0] for step in range(4)]
    np.testing.assert_allclose([each.learning_rate for each in rates], [0.1, 0.2, 0.3, 0.4], rtol=1e-12)


@given(st.floats(1e-9, 1.0), st.floats(1e-9, 1.0), st.integers(2, 50))
def test_a_rate_stays_between_its_ends(start, end, steps):
    before, after = Settings(learning_rate=start), Settings(learning_rate=end)
    rates = [at(before, after, 0, steps, step)[0].learning_rate for step in range(steps)]
    ascending = start < end
    assert all(a <= b * (1 + 1e-12) if ascending else b <= a * (1 + 1e-12) for a, b in itertools.pairwise(rates))
    assert rates[-1] == end


# --- the network's function


def hidden_by_hand(x: np.ndarray, network: Network, mix, add) -> np.ndarray:
    """Logits in float64; mix: pre-activations -> activations; add: what a layer reads and makes of it -> output."""
    for layer in network.hidden:
        weight, bias = (each.detach().numpy() for each in (layer.weight, layer.bias))
        made = mix(x @ weight.T + bias)
        x = add(x, made) if weight.shape[0] == weight.shape[1] else made
    last = network.layers[-1]
    return x @ last.weight.detach().numpy().T + last.bias.detach().numpy()


def network_of(seed: int) -> Network:
    network = Network("mlp", Structure(hidden=(4, 4, 4), shape=(3,), num_outputs=2), torch.float64, torch.device("cpu"))
    network.initialize("xavier", torch.Generator().manual_seed(seed))
    with torch.no_grad():
        for layer in network.layers:
            layer.bias.normal_(generator=torch.Generator().manual_seed(seed + 1))
    return network


def inputs_of(seed: int) -> torch.Tensor:
    return torch.randn(6, 3, dtype=torch.float64, generator=torch.Generator().manual_seed(seed + 2))


@given(
    st.sampled_from(list(ACTIVATIONS)),
    st.sampled_from(list(ACTIVATIONS)),
    st.integers(2, 30),
    st.integers(0, 2**16),
    st.data(),
)
def test_an_activation_is_so_much_of_one_and_the_rest_of_the_other(one, two, steps, seed, data):
    index = data.draw(st.integers(0, steps - 1))
    before, after = Settings(activation=one), Settings(activation=two)
    now, blend = at(before, after, 3, steps, 3 + index)
    t = (index + 1) / steps
    assert now == after
    assert (blend is None) == (one == two or index == steps - 1)
    network, inputs = network_of(seed), inputs_of(seed)
    network.use(now, blend)
    old, new = ACTIVATIONS[one].phi, ACTIVATIONS[two].phi
    expected = hidden_by_hand(inputs.numpy(), network, lambda z: (1 - t) * old(z) + t * new(z), lambda x, made: made)
    np.testing.assert_allclose(network(inputs).detach().numpy(), expected, rtol=1e-10, atol=1e-12)
    # Its slope is nowhere steeper than it says.
    z = np.linspace(-9.0, 9.0, 2001)
    slopes = (1 - t) * ACTIVATIONS[one].slope(z) + t * ACTIVATIONS[two].slope(z)
    assert np.abs(slopes).max() <= network.steepest * (1 + 1e-4)


@given(
    comes=st.booleans(),
    weight=st.floats(0.0, 3.0),
    scale=st.floats(0.0, 3.0),
    steps=st.integers(2, 30),
    seed=st.integers(0, 2**16),
    data=st.data(),
)
def test_skips_come_and_go_by_their_weight(comes, weight, scale, steps, seed, data):
    index = data.draw(st.integers(0, steps - 1))
    before, after = (
        Settings(activation="tanh", skip=skip, skip_weight=weight, branch_scale=scale) for skip in (not comes, comes)
    )
    network, inputs = network_of(seed), inputs_of(seed)
    network.use(*at(before, after, 0, steps, index))
    there = (index + 1) / steps if comes else 1 - (index + 1) / steps
    expected = hidden_by_hand(
        inputs.numpy(),
        network,
        np.tanh,
        lambda x, made: there * weight * x + (1 - there + there * scale) * made,
    )
    np.testing.assert_allclose(network(inputs).detach().numpy(), expected, rtol=1e-10, atol=1e-12)


@given(
    weights=st.tuples(st.floats(0.0, 2.0), st.floats(0.0, 2.0)),
    scales=st.tuples(st.floats(0.1, 2.0), st.floats(0.1, 2.0)),
    index=st.integers(0, 9),
)
def test_skips_that_come_while_their_weight_changes(weights, scales, index):
    before = Settings(activation="tanh", skip=False, skip_weight=weights[0], branch_scale=scales[0])
    after = Settings(activation="tanh", skip=True, skip_weight=weights[1], branch_scale=scales[1])
    network, inputs = network_of(1), inputs_of(1)
    network.use(*at(before, after, 0, 10, index))
    t = (index + 1) / 10
    weight, scale = ((1 - t) * old + t * new for old, new in (weights, scales))
    expected = hidden_by_hand(
        inputs.numpy(), network, np.tanh, lambda x, made: t * weight * x + (1 - t + t * scale) * made
    )
    np.testing.assert_allclose(network(inputs).detach().numpy(), expected, rtol=1e-10, atol=1e-12)


FUNCTION = {
    "activation": ("sigmoid", "relu"),
    "skip": (False, True),
    "skip_weight": (0.3, 1.4),
    "branch_scale": (0.3, 1.4),
    "forget_bias": (-1.0, 2.0),
}
ENDS = [
    (family, name, turned)
    for family in FAMILIES
    for name, (_, end) in FUNCTION.items()
    for turned in (False, True)
    if is_allowed(family, dataclasses.replace(make(family).settings, **{name: end}))
    and name not in make(family).blocked
]


@pytest.mark.parametrize(("family", "name", "turned"), ENDS)
def test_no_family_jumps_at_either_end(family, name, turned):
    """With branches and skips that are scaled, where the family can."""
    scaled = {"skip": True, "skip_weight": 0.7, "branch_scale": 0.6}
    plain = make(family)
    start, end = FUNCTION[name][:: -1 if turned else 1]
    fitted = plain.fit_settings(dataclasses.replace(plain.settings, **scaled))
    before, after = (dataclasses.replace(fitted, **{name: value}) for value in (start, end))
    network = live_in(dataclasses.replace(plain, settings=before))
    inputs, many = some_inputs(plain, 5), 10**6
    found = []
    for use in ((before,), at(before, after, 0, many, 0), at(before, after, 0, many, many - 2), (after,)):
        network.use(*use)
        found.append(network(inputs).detach())
    whole = float((found[3] - found[0]).norm())
    assert whole > 1e-3
    assert float((found[1] - found[0]).norm()) < 1e-4 * max(whole, 1.0)
    assert float((found[3] - found[2]).norm()) < 1e-4 * max(whole, 1.0)


# --- what cannot, and what ends it


@pytest.mark.parametrize("name", [name for name in SETTING_FIELDS if name not in RAMPABLE])
def test_what_cannot_go_by_degrees_is_one_sentence(name):
    after = {
        "normalization": "layer",
        "norm_place": "after",
        "clipping": "total",
        "optimizer": "adam",
    }[name]
    with pytest.raises(FieldError) as caught:
        begin_ramps(Settings(), Settings(**{name: after}, learning_rate=0.3), 0, 5)
    assert str(caught.value) == f"{name} cannot be changed little by little: choose one of {', '.join(RAMPABLE)}"


def test_what_is_set_anew_is_there_at_once_and_the_rest_goes_on():
    before = Settings(learning_rate=0.1, momentum=0.1, activation="sigmoid")
    goal = Settings(learning_rate=0.2, momentum=0.9, activation="relu")
    ramps = begin_ramps(before, goal, 5, 10)
    assert ramps == {name: Going(getattr(before, name), 5, 10) for name in ("learning_rate", "momentum", "activation")}
    assert go_on(ramps, goal, dataclasses.replace(goal, momentum=0.5)).keys() == {"learning_rate", "activation"}
    assert go_on(ramps, goal, dataclasses.replace(goal, skip=True)) == ramps
    assert begin_ramps(goal, goal, 5, 10) == {}


# --- in the trainer


def on_the_way(watch, before: dict, after: dict, *, first: int = 2, steps: int = 5, **values):
    """A watched trainer that is asked for a ramp before step `first`, and the turns from there on until it is over."""
    watched = watch(before, dtype="float64", initialization="xavier", **values)
    watched.turns(first)
    start = watched.trainer.settings
    goal = dataclasses.replace(start, **after)
    watched.post(Ramp(settings=goal, steps=steps))
    return start, goal, watched.turns(steps + 2)


def by_autograd(turn, t: float, one: str, two: str, there: float, weight: float, scale: float) -> tuple[float, list]:
    """Loss and norms of the weights' gradients, written out with torch's own functions."""
    functions = [getattr(torch, name) for name in (one, two)]
    layers = [[torch.from_numpy(each).clone().requires_grad_() for each in group[:2]] for group in turn.layers]
    x = torch.from_numpy(turn.inputs)
    for w, b in layers[:-1]:
        z = x @ w.T + b
        made = (1 - t) * functions[0](z) + t * functions[1](z)
        x = there * weight * x + (1 - there + there * scale) * made if w.shape[0] == w.shape[1] else made
    w, b = layers[-1]
    loss = torch.nn.functional.cross_entropy(x @ w.T + b, torch.from_numpy(turn.labels))
    loss.backward()
    return loss.item(), [float(w.grad.norm()) for w, _b in layers]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"activation": "sigmoid"}, {"activation": "relu"}),
        ({"activation": "tanh"}, {"skip": True}),
        ({"activation": "tanh", "branch_scale": 0.4, "skip_weight": 0.8}, {"skip": True}),
        ({"activation": "tanh", "skip": True, "branch_scale": 0.4}, {"skip": False}),
        ({"activation": "sigmoid", "skip": True}, {"activation": "tanh", "skip_weight": 0.25, "branch_scale": 2.0}),
    ],
)
def test_every_step_of_a_ramp_trains_what_stands_between(watch, before, after):
    steps, first = 5, 2
    start, goal, turns = on_the_way(watch, before, after, steps=steps, first=first)
    for turn in turns:
        t = min((turn.step - first + 1) / steps, 1.0)
        there = t if goal.skip and not start.skip else 1 - t if start.skip and not goal.skip else float(goal.skip)
        weight, scale = (
            (1 - t) * getattr(start, name) + t * getattr(goal, name) for name in ("skip_weight", "branch_scale")
        )
        loss, norms = by_autograd(turn, t, start.activation, goal.activation, there, weight, scale)
        assert turn.value("loss")[0] == pytest.approx(loss, rel=1e-12)
        np.testing.assert_allclose(turn.value("weight_gradient_norm"), norms, rtol=1e-10)
        # What was already there, or will be, is another network.
        if turn.step == first + 1:
            other, _ = by_autograd(
                turn, 1.0, start.activation, goal.activation, float(goal.skip), goal.skip_weight, goal.branch_scale
            )
            assert abs(other - loss) > 1e-6


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize(
    "after", [{"learning_rate": 1e-3}, {"weight_decay": 0.2}, {"clip_threshold": 0.5}, {"momentum": 0.1}]
)
def test_the_optimizer_gets_what_stands_between(watch, optimizer, after):
    """Every update is the reference's, with the value by hand."""
    before = {"optimizer": optimizer, "learning_rate": 0.1, "clipping": "total", "clip_threshold": 0.01}
    watched = watch(before, dtype="float64", initialization="xavier")
    state = None
    for turn in watched.turns(2):
        _, state = turn.updated(state=state)
    [(name, end)] = after.items()
    start = getattr(watched.trainer.settings, name)
    watched.post(Ramp(settings=dataclasses.replace(watched.trainer.settings, **after), steps=4))
    values = []
    for index, turn in enumerate(watched.turns(6)):
        t = min((index + 1) / 4, 1.0)
        values.append(start * (end / start) ** t if name in BY_FACTORS else (1 - t) * start + t * end)
        now = dataclasses.replace(turn.settings, **{name: values[-1]})
        expected, state = turn.updated(now, state)
        for group, wanted in zip(turn.new_layers, expected, strict=True):
            for array, other in zip(group[:2], wanted[:2], strict=True):
                np.testing.assert_allclose(array, other, rtol=1e-9, atol=1e-13)
    assert len({round(value, 12) for value in values}) == 4


def test_it_says_once_that_it_has_arrived(watch):
    _, goal, turns = on_the_way(watch, {"activation": "sigmoid"}, {"activation": "relu", "skip": True}, steps=3)
    assert [turn.of_kind(Event) for turn in turns] == [
        *([[]] * 3),
        [Event(5, "ramped", "Activation, Skip connections: the ramp has arrived")],
        [],
    ]
    [intervention] = turns[0].of_kind(Intervention)
    assert (intervention.kind, intervention.after, intervention.command) == (
        "ramped",
        goal,
        Ramp(settings=goal, steps=3),
    )
    assert intervention.label.endswith(", over 3 steps")


def test_two_ramps_arrive_each_at_its_own_step(watch):
    watched = watch({"activation": "tanh"})
    start = watched.trainer.settings
    first = dataclasses.replace(start, learning_rate=0.5)
    watched.post(Ramp(settings=first, steps=6))
    watched.turns(2)
    watched.post(Ramp(settings=dataclasses.replace(first, activation="relu"), steps=2))
    events = [event for turn in watched.turns(6) for event in turn.of_kind(Event)]
    assert [(event.step, event.text) for event in events] == [
        (4, "Activation: the ramp has arrived"),
        (6, "Learning rate: the ramp has arrived"),
    ]


def test_the_same_setting_at_once_ends_it_and_another_one_does_not(watch):
    watched = watch({"activation": "sigmoid", "learning_rate": 0.1})
    start = watched.trainer.settings
    goal = dataclasses.replace(start, activation="relu", learning_rate=1e-3)
    watched.post(Ramp(settings=goal, steps=10))
    watched.turns(3)
    watched.post({"activation": "tanh"}, {"weight_decay": 0.1})
    turn = watched.turn()
    ended, other = turn.of_kind(Intervention)
    assert ended.effect == "Activation was on its way, and is there at once"
    assert other.effect == ""
    switches = watched.trainer.switches
    assert switches.ramps.keys() == {"learning_rate"}
    assert switches.now.activation == "tanh"
    assert switches.now.learning_rate == pytest.approx(0.1 * 10.0 ** (-2 * 0.4), rel=1e-12)
    x = torch.linspace(-2.0, 2.0, 9)
    assert torch.equal(watched.trainer.network.activate(x), torch.tanh(x))
    events = [event for turn in watched.turns(8) for event in turn.of_kind(Event)]
    assert [(event.step, event.text) for event in events] == [(10, "Learning rate: the ramp has arrived")]


@pytest.mark.parametrize(("name", "first", "second"), [("learning_rate", 1e-3, 0.5), ("momentum", 0.1, 0.6)])
def test_one_that_takes_over_begins_where_the_other_stands(watch, name, first, second):
    watched = watch({"optimizer": "momentum", "learning_rate": 0.1})
    start = getattr(watched.trainer.settings, name)
    for goal in (first, second):
        settings = dataclasses.replace(watched.trainer.settings, **{name: goal})
        watched.post(Ramp(settings=settings, steps=4))
        watched.turns(2)

    def between(one: float, two: float) -> float:
        return math.sqrt(one * two) if name in BY_FACTORS else (one + two) / 2

    # Half of the way, then half of the way from there.
    reached = between(start, first)
    assert getattr(watched.trainer.switches.now, name) == pytest.approx(between(reached, second), rel=1e-12)
    [group] = watched.trainer.switches.optimizer.param_groups
    assert group["lr" if name == "learning_rate" else name] == getattr(watched.trainer.switches.now, name)


def test_a_ramp_that_cannot_be_is_refused_and_training_goes_on(watch):
    watched = watch()
    settings = watched.trainer.settings
    watched.post(Ramp(settings=dataclasses.replace(settings, normalization="layer"), steps=5))
    [event] = watched.turn().of_kind(Event)
    assert (event.step, event.kind) == (0, "refused")
    assert event.text.startswith("normalization cannot be changed little by little: ")
    assert watched.trainer.settings == settings
    assert watched.turn().step == 1


TINY = Experiment(
    data="moons",
    hidden=(5, 5),
    num_train=40,
    num_held_out=10,
    batch_size=8,
    evaluate_every=3,
    settings=Settings(activation="tanh", learning_rate=0.05),
)
PLAN = Recorded(looks={0, 6, 13}, counts={0, 6}, measures=range(100))
"""So that no clock decides."""


def rows(trainer: Trainer, steps: int) -> list[bytes]:
    """What is measured, without what clocks say, and the events."""
    said = []
    for report in (report for _ in range(steps) for report in trainer.turn()):
        if isinstance(report, Event):
            said.append(report.text.encode())
        elif hasattr(report, "values") and report.stream in ("step", "evaluation"):
            values = report.values.copy()
            if report.stream == "step":
                values[1] = 0.0
            said.append(values.tobytes())
    return said


@pytest.mark.parametrize("taken", [4, 5, 8, 12])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({}, {"activation": "relu"}),
        ({"branch_scale": 0.5}, {"skip": True}),
        ({"skip": True, "normalization": "batch"}, {"skip": False, "activation": "gelu"}),
        ({"optimizer": "adam"}, {"learning_rate": 1e-3, "weight_decay": 0.1}),
        ({"optimizer": "momentum", "clipping": "total"}, {"momentum": 0.0, "clip_threshold": 1e-3}),
    ],
)
def test_a_snapshot_on_the_way_goes_on_to_the_last_bit(before, after, taken):
    """The ramp is of steps 4 to 11, so it arrives before step 12."""
    experiment = dataclasses.replace(TINY, settings=dataclasses.replace(TINY.settings, **before))
    whole = Trainer(experiment, schedule=PLAN)
    rows(whole, 4)
    whole.letterbox.append(Ramp(settings=dataclasses.replace(experiment.settings, **after), steps=8))
    if taken > 4:
        rows(whole, taken - 4)
    state = unpack(pack(whole.step, "", whole.state()))
    again = Trainer(experiment, state=state, schedule=PLAN)
    again.letterbox.extend(whole.letterbox)
    assert again.switches.ramps == whole.switches.ramps
    if 4 < taken <= 12:
        assert again.switches.now == whole.switches.now
        inputs = again.prepared.inputs
        one, two = (copy.deepcopy(each.network)(inputs) for each in (whole, again))
        assert torch.equal(one, two)
    assert rows(again, 12) == rows(whole, 12)
    assert content_of(again.state()) == content_of(whole.state())
    assert not again.switches.ramps


def test_a_layer_drawn_anew_does_not_end_a_ramp(watch):
    watched = watch({"activation": "sigmoid"})
    watched.post(Ramp(settings=dataclasses.replace(watched.trainer.settings, activation="relu"), steps=6))
    watched.turns(2)
    watched.post(Reinitialize(scheme="he", seed=2))
    watched.turn()
    x = torch.linspace(-2.0, 2.0, 9)
    expected = 0.5 * torch.sigmoid(x) + 0.5 * torch.relu(x)
    torch.testing.assert_close(watched.trainer.network.activate(x), expected)


def test_a_ramp_needs_two_steps():
    with pytest.raises(FieldError, match=r"^ramp = 1 is not allowed: a whole number from 2 to 1000000$"):
        Ramp(settings=Settings(), steps=1)
