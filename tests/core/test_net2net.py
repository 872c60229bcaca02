"""Net2Net: deeper and wider networks compute what the trained one computed, and learn; and where that is refused."""

import dataclasses

import pytest
import torch
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from torch import Tensor

from gradiometer.experiment import Experiment
from gradiometer.families import FAMILIES
from gradiometer.fields import FieldError
from gradiometer.net2net import deeper, hidden_names, transplant, wider
from gradiometer.network import Network
from gradiometer.optimizers import OPTIMIZERS
from lived_in import MOST, PLAINLY, copy_state, live_in, moved, outputs_of, some_inputs, take_step
from small_families import make

seeds = st.integers(0, 2**16)
precisions = st.sampled_from(("float32", "float64"))
RELU, SKIPS = {"activation": "relu"}, {"skip": True, "branch_scale": 0.5}
WITH_SLOPE = ("tanh", "leaky_relu", "elu", "gelu", "selu")
NORMALIZATIONS = {
    "mlp": ("none", "batch", "layer"),
    "chain": ("none", "batch"),
    "convolutional": ("none", "batch", "layer"),
    "rnn": ("none", "layer"),
    "transformer": ("none", "layer"),
}


def transplanted(network: Network, after: Experiment, behind: int | None = None, seed: int = 0) -> Network:
    return transplant(network, after, torch.Generator().manual_seed(seed), behind)


def check_same(network: Network, made: Network, inputs: Tensor) -> None:
    """Equal outputs in training and in evaluation, of two networks that share nothing."""
    for training in (True, False):
        before = outputs_of(network, inputs, training=training)
        assert moved(before, outputs_of(made, inputs, training=training)) <= MOST[inputs.dtype]
    assert made.training == network.training
    assert not {each.data_ptr() for each in made.state_dict().values()} & {
        each.data_ptr() for each in network.state_dict().values()
    }


def changed_layers(network: Network, inputs: Tensor, optimizer: str = "sgd") -> set[int]:
    """Those in which a step changes a weight, a bias, a scale or a shift."""
    before = copy_state(network)
    take_step(network, inputs, OPTIMIZERS[optimizer].build(network.used, 0.05, 0.0))
    return {
        int(name.split("_")[1])
        for name, parameter in network.named_parameters()
        if not torch.equal(parameter, before[name])
    }


# ------------------------------------------------------------------------------------------------ deeper


@st.composite
def deepened(draw: st.DrawFn) -> tuple[Experiment, int, int]:
    """Whatever can have one layer more: (experiment, behind which layer, how many layers that adds)."""
    family = draw(st.sampled_from(tuple(FAMILIES)))
    has_skips = draw(st.booleans()) or family in ("lstm", "gru", "transformer")
    depth = draw(st.integers(1, 4))
    # Of a single unit LayerNorm makes 0, and nothing in front of it learns.
    widths = draw(st.lists(st.integers(2, 5), min_size=depth, max_size=depth).map(tuple))
    settings: dict[str, object] = {}
    if has_skips:
        settings = {"skip": True} if family == "convolutional" else dict(SKIPS)
        # Some layer must be as wide as what it reads.
        widths = (*widths, 4, 4, 4)
    if family == "chain":
        widths = (1,) * len(widths)
    elif family == "transformer":
        widths = (4,) * len(widths[:2])
    elif family == "convolutional" and has_skips:
        widths = (*widths[: depth - 1], 3, 3, 3, 3)
    if family == "transformer":
        settings |= {"activation": draw(st.sampled_from(("sigmoid", "relu", *WITH_SLOPE)))}
    elif family not in ("lstm", "gru"):
        can_be = WITH_SLOPE if has_skips and family != "convolutional" else ("relu",)
        settings |= {"activation": draw(st.sampled_from(can_be))}
    if has_skips and family in NORMALIZATIONS:
        settings |= {"normalization": draw(st.sampled_from(NORMALIZATIONS[family]))}
    experiment = make(
        family,
        settings,
        hidden=widths,
        dtype=draw(precisions),
        initialization=draw(st.sampled_from(("xavier", "normal_fan_in", "orthogonal"))),
    )
    is_pair = family == "convolutional" and has_skips
    behind = draw(st.integers(0, len(widths) - 1))
    return experiment, behind - behind % 2 if is_pair else behind, 2 if is_pair else 1


@given(deepened(), st.integers(1, 6), seeds)
@hypothesis_settings(max_examples=60)
def test_a_deeper_network_computes_the_same_and_its_new_layers_learn(
    drawn: tuple[Experiment, int, int], num: int, seed: int
) -> None:
    experiment, behind, num_new = drawn
    # What holds may be other than what the session began with.
    begun = dataclasses.replace(experiment, settings=dataclasses.replace(experiment.settings, learning_rate=0.7))
    after = deeper(begun, experiment.settings, behind)
    assert after.settings == experiment.settings
    width = experiment.hidden[behind]
    hidden = (*experiment.hidden[: behind + 1], *[width] * num_new, *experiment.hidden[behind + 1 :])
    assert after == dataclasses.replace(experiment, hidden=hidden)
    network, inputs = live_in(experiment, seed), some_inputs(experiment, max(num, 2), seed)
    state = copy_state(network)
    made = transplanted(network, after, behind, seed)
    assert all(torch.equal(tensor, state[name]) for name, tensor in network.state_dict().items())
    check_same(network, made, inputs)
    was = outputs_of(made, inputs, training=True)
    assert {len(made.layers), len(after.layers)} == {len(network.layers) + num_new}
    place = behind + (experiment.family == "transformer")
    last, changed = place + num_new, changed_layers(made, inputs)
    # Where all of a layer's ReLUs are off, nothing behind or in front of it learned before either.
    assert last in changed or (
        experiment.settings.activation == "relu" and place not in changed_layers(network, inputs)
    )
    assert moved(was, outputs_of(made, inputs, training=True)) > 0.0
    # What stands in front of the zeros learns once they are none.
    if num_new == 2 and last in changed:
        assert last - 1 in changed_layers(made, inputs)


@pytest.mark.parametrize("family", ["mlp", "convolutional", "rnn"])
def test_a_layer_that_hands_on_what_it_reads_is_the_identity(family: str) -> None:
    experiment = make(family, RELU, hidden=(4, 4))
    network = live_in(experiment)
    made = transplanted(network, deeper(experiment, experiment.settings, 0), 0)
    new = made.layers[1]
    eye = torch.eye(4, dtype=torch.float64)
    centre = new.weight if family != "convolutional" else new.weight[:, :, 1, 1]
    assert torch.equal(centre, eye)
    assert sum(float(each.detach().abs().sum()) for each in (*new.weights, *new.biases)) == 4.0
    # To the bit.
    inputs = some_inputs(experiment, 6)
    assert torch.equal(outputs_of(network, inputs, training=True), outputs_of(made, inputs, training=True))
    # The old layers are where they were.
    for old, layer in zip(network.layers, (made.layers[0], *made.layers[2:]), strict=True):
        assert all(map(torch.equal, old.parameters, layer.parameters))


@pytest.mark.parametrize("family", ["lstm", "gru"])
def test_the_gates_of_a_level_that_adds_0_are_drawn_by_the_experiments_law(family: str) -> None:
    experiment = make(family, SKIPS, weight_scale=0.5, initialization="orthogonal")
    made = transplanted(live_in(experiment), deeper(experiment, experiment.settings, 1), 1)
    num_gates = made.layers[2].plan.maps[0].num_gates
    gates = made.layers[2].weight.detach().chunk(num_gates)
    assert [bool(gate.any()) for gate in gates] == [index != 2 for index in range(num_gates)]
    torch.testing.assert_close(gates[0] @ gates[0].T, 0.25 * torch.eye(4, dtype=torch.float64))


def test_a_seed_says_what_is_drawn() -> None:
    experiment = make("transformer", SKIPS)
    network, after = live_in(experiment), deeper(experiment, experiment.settings, 0)
    states = [transplanted(network, after, 0, seed).state_dict() for seed in (1, 1, 2)]
    assert all(map(torch.equal, states[0].values(), states[1].values()))
    assert not all(map(torch.equal, states[0].values(), states[2].values()))


# family, settings, behind, words of the reason, how it shows that it would not be exact or not learn
NOT_DEEPER = [
    ("mlp", {"activation": "tanh"}, 0, "Tanh changes what it reads", "moves"),
    ("mlp", RELU | {"normalization": "batch"}, 0, "BatchNorm in the new layer", "moves"),
    ("mlp", RELU | {"normalization": "layer"}, 0, "LayerNorm in the new layer", "moves"),
    ("mlp", {"skip": True, "activation": "sigmoid"}, 1, "Sigmoid makes 0.5 of 0", "moves"),
    ("mlp", {"skip": True, "activation": "tanh", "skip_weight": 0.5}, 1, "skip weight 0.5", "moves"),
    ("mlp", RELU | {"skip": True}, 1, "ReLU has no slope at 0", "learns nothing"),
    ("chain", {"activation": "sigmoid"}, 0, "Sigmoid changes what it reads", "moves"),
    ("convolutional", {"activation": "tanh"}, 0, "Tanh changes what it reads", "moves"),
    ("convolutional", {"activation": "tanh", "skip": True}, 0, "A pair of convolutions ends", "moves"),
    ("convolutional", RELU | {"skip": True}, 1, "would part", "moves"),
    ("convolutional", RELU | {"skip": True, "skip_weight": 0.5}, 0, "skip weight 0.5", "moves"),
    ("rnn", {"activation": "tanh"}, 0, "Tanh changes what it reads", "moves"),
    ("rnn", RELU | {"normalization": "layer"}, 0, "LayerNorm in the new layer", "moves"),
    ("rnn", RELU | {"skip": True}, 1, "ReLU has no slope at 0", "learns nothing"),
    ("rnn", {"skip": True, "activation": "sigmoid"}, 1, "Sigmoid makes 0.5 of 0", "moves"),
    ("lstm", {}, 0, "LSTM's level", "moves"),
    ("gru", {}, 0, "GRU's level", "moves"),
    ("transformer", {"normalization": "layer", "norm_place": "before"}, 0, "What a block puts out", ""),
    ("transformer", {"skip": True, "normalization": "layer", "norm_place": "after"}, 0, "post-LN", "moves"),
]


@pytest.mark.parametrize(("family", "settings", "behind", "words", "shows"), NOT_DEEPER)
def test_where_no_layer_can_be_added(
    family: str, settings: dict[str, object], behind: int, words: str, shows: str
) -> None:
    experiment = make(family, settings)
    with pytest.raises(FieldError, match=words) as caught:
        deeper(experiment, experiment.settings, behind)
    check_refusal(caught.value, f"behind = {behind} is not allowed: ")
    # Done all the same.
    is_pair = family == "convolutional" and experiment.settings.skip
    width = experiment.hidden[behind]
    hidden = (*experiment.hidden[: behind + 1], *[width] * (1 + is_pair), *experiment.hidden[behind + 1 :])
    network, inputs = live_in(experiment), some_inputs(experiment, 6)
    made = transplanted(network, dataclasses.replace(experiment, hidden=hidden), behind) if shows else network
    before, after = (outputs_of(each, inputs, training=True) for each in (network, made))
    if shows == "moves":
        assert moved(before, after) > PLAINLY
    elif shows:
        assert moved(before, after) <= MOST[inputs.dtype]
        for _ in range(5):
            assert behind + 1 not in changed_layers(made, inputs)


def check_refusal(error: FieldError, begins: str) -> None:
    text = str(error)
    assert text.startswith(begins)
    assert text.endswith(".")
    assert len(text.splitlines()) == 1


def test_behind_what_is_no_layer() -> None:
    experiment = make("mlp", RELU)
    for behind in (-1, 2, 7):
        with pytest.raises(FieldError, match=rf"^behind = {behind} is not allowed: a whole number from 0 to 1$"):
            deeper(experiment, experiment.settings, behind)
    with pytest.raises(FieldError, match="there is no hidden layer"):
        deeper(make("mlp", RELU, hidden=()), experiment.settings, 0)
    deepest = make("mlp", RELU, hidden=(1,) * 512)
    with pytest.raises(FieldError, match="hidden"):
        deeper(deepest, deepest.settings, 0)


# ------------------------------------------------------------------------------------------------ wider


@st.composite
def widened(draw: st.DrawFn) -> tuple[Experiment, int]:
    """Whatever can be wider, and by what factor."""
    family = draw(st.sampled_from(("mlp", "convolutional", "rnn", "lstm", "gru")))
    factor = draw(st.integers(2, 8 if family != "convolutional" else 3))
    # Neither before nor after is the first layer as wide as the input: an image of one channel, else two values.
    first = draw(st.integers(3, 5))
    more = draw(st.lists(st.integers(2, 4), max_size=3).map(tuple))
    settings: dict[str, object] = {}
    if draw(st.booleans()):
        first, more = 3, (3, 3, 3)
        settings = {"skip": True, "skip_weight": 0.8} | ({} if family == "convolutional" else {"branch_scale": 0.5})
    if family in NORMALIZATIONS:
        settings |= {"normalization": draw(st.sampled_from(NORMALIZATIONS[family]))}
        settings |= {"activation": draw(st.sampled_from(("sigmoid", "relu", *WITH_SLOPE)))}
    if family == "lstm":
        settings |= {"forget_bias": 1.5}
    return make(family, settings, hidden=(first, *more), dtype=draw(precisions)), factor


@given(widened(), st.integers(2, 6), seeds)
@hypothesis_settings(max_examples=60)
def test_a_wider_network_computes_the_same(drawn: tuple[Experiment, int], num: int, seed: int) -> None:
    experiment, factor = drawn
    begun = dataclasses.replace(experiment, settings=dataclasses.replace(experiment.settings, learning_rate=0.7))
    after = wider(begun, experiment.settings, factor)
    assert after == dataclasses.replace(experiment, hidden=tuple(factor * width for width in experiment.hidden))
    network, inputs = live_in(experiment, seed), some_inputs(experiment, num, seed)
    state = copy_state(network)
    made = transplanted(network, after, seed=seed)
    assert all(torch.equal(tensor, state[name]) for name, tensor in network.state_dict().items())
    check_same(network, made, inputs)
    was = outputs_of(made, inputs, training=True)
    changed_layers(made, inputs)
    assert moved(was, outputs_of(made, inputs, training=True)) > 0.0


def spread(network: Network, layer: int, factor: int) -> float:
    """How far the copies of a layer's units are apart in what they read of the input, relative to its norm."""
    weight = network.layers[layer].weight.detach()
    copies = weight.unflatten(0, (network.layers[layer].plan.maps[0].num_gates, factor, -1))
    return float((copies - copies[:, :1]).norm() / weight.norm())


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
@pytest.mark.parametrize("family", ["mlp", "convolutional", "rnn", "lstm", "gru"])
def test_copies_become_different(family: str, optimizer: str) -> None:
    experiment = make(family, hidden=(5, 4))
    made = transplanted(live_in(experiment), wider(experiment, experiment.settings, 3))
    assert spread(made, 0, 3) == 0.0
    chosen = OPTIMIZERS[optimizer].build(made.used, 0.01, 0.0)
    inputs = some_inputs(experiment, 8)
    take_step(made, inputs, chosen)
    weight = made.layers[0].weight.detach().flatten(1)
    num_gates = made.layers[0].plan.maps[0].num_gates
    for copies in weight.unflatten(0, (num_gates, 3, 5)).transpose(1, 2).flatten(0, 1):
        assert not torch.equal(copies[0], copies[1])
        assert not torch.equal(copies[1], copies[2])
    for _ in range(9):
        take_step(made, inputs, chosen)
    assert spread(made, 0, 3) > 1e-5


def test_copies_that_are_read_alike_would_stay_copies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Why the shares are drawn."""
    experiment = make("mlp")
    network, after = live_in(experiment), wider(experiment, experiment.settings, 2)

    def alike(*sizes: int, generator: torch.Generator, dtype: torch.dtype) -> Tensor:
        return torch.full(sizes, 0.5, dtype=dtype)

    with monkeypatch.context() as patched:
        patched.setattr(torch, "rand", alike)
        made = transplanted(network, after)
    inputs = some_inputs(experiment, 8)
    check_same(network, made, inputs)
    for _ in range(10):
        take_step(made, inputs)
    assert spread(made, 0, 2) < MOST[torch.float64]


def test_every_share_is_above_0_and_together_they_are_what_was_there() -> None:
    experiment = make("gru")
    network = live_in(experiment)
    made = transplanted(network, wider(experiment, experiment.settings, 4))
    for old, layer in zip(network.layers, made.layers, strict=True):
        for (plan, (before, _bias)), (after, _new_bias) in zip(
            zip(old.plan.maps, old.maps, strict=True), layer.maps, strict=True
        ):
            rows = after.shape[0] // before.shape[0]
            columns = after.shape[1] // before.shape[1]
            parts = after.detach().view(plan.num_gates, rows, -1, columns, before.shape[1])
            wanted = before.detach().view(plan.num_gates, 1, -1, 1, before.shape[1])
            torch.testing.assert_close(parts.sum(dim=3, keepdim=True), wanted.expand(-1, rows, -1, -1, -1))
            assert torch.equal(parts, parts[:, :1].expand_as(parts))
            shares = parts / wanted
            assert (
                float(shares.min()) >= 0.5 / (0.5 + 1.5 * 3)
                if columns > 1
                else torch.equal(shares, torch.ones_like(shares))
            )


NOT_WIDER = [
    ("chain", {}, {}, "one neuron", ""),
    ("transformer", {"skip": True}, {}, "heads share", "moves"),
    ("mlp", {"activation": "tanh"}, {"hidden": ()}, "no hidden layer", ""),
    ("mlp", {"skip": True}, {"hidden": (2, 5, 5)}, "lose its skip connection: the input has 2 values", "moves"),
    ("mlp", {"skip": True}, {"hidden": (1, 5, 5)}, "get a skip connection", "moves"),
    ("mlp", {"normalization": "layer"}, {"hidden": (5, 1)}, "Of a single unit", ""),
    ("lstm", {"skip": True}, {"hidden": (2, 4, 4)}, "lose its skip connection", "moves"),
    ("rnn", {"skip": True}, {"hidden": (1, 4, 4)}, "get a skip connection", "moves"),
    ("convolutional", {}, {"hidden": (1, 2)}, "begin to halve the image", "moves"),
]


@pytest.mark.parametrize(("family", "settings", "values", "words", "shows"), NOT_WIDER)
def test_where_no_network_can_be_wider(
    family: str, settings: dict[str, object], values: dict[str, object], words: str, shows: str
) -> None:
    experiment = make(family, settings, **values)
    with pytest.raises(FieldError, match=words) as caught:
        wider(experiment, experiment.settings, 2)
    check_refusal(caught.value, "factor = 2 is not allowed: ")
    if shows:
        after = dataclasses.replace(experiment, hidden=tuple(2 * width for width in experiment.hidden))
        network, inputs = live_in(experiment), some_inputs(experiment, 6)
        made = transplanted(network, after)
        before, then = (outputs_of(each, inputs, training=True) for each in (network, made))
        assert moved(before, then) > PLAINLY


def test_a_first_convolution_that_would_have_as_many_channels_as_the_image(monkeypatch: pytest.MonkeyPatch) -> None:
    from gradiometer.datasets import CLASSES, DATASETS, DataFacts

    colours = DataFacts((4, 8, 8), 10, 60_000, CLASSES, tuple("0123456789"))
    monkeypatch.setitem(DATASETS, "mnist", dataclasses.replace(DATASETS["mnist"], facts=lambda spec: colours))
    experiment = make("convolutional", hidden=(2, 2))
    with pytest.raises(FieldError, match="not halve the image any more"):
        wider(experiment, experiment.settings, 2)
    with pytest.raises(FieldError, match="begin to halve the image"):
        wider(make("convolutional", hidden=(4, 2)), experiment.settings, 2)
    assert wider(experiment, experiment.settings, 3).hidden == (6, 6)


def test_factors_and_widths_that_are_not_allowed() -> None:
    experiment = make("mlp")
    for factor in (1, 9, True, 2.0):
        with pytest.raises(FieldError, match=r"^factor = .* is not allowed: a whole number from 2 to 8$"):
            wider(experiment, experiment.settings, factor)  # type: ignore[arg-type]
    with pytest.raises(FieldError, match=r"^hidden\[0\] = 10000 is not allowed"):
        wider(make("mlp", hidden=(5000,)), experiment.settings, 2)


# ------------------------------------------------------------------------------------------------ both


def test_wider_and_then_deeper() -> None:
    experiment = make("rnn", SKIPS | {"normalization": "layer"})
    network, inputs = live_in(experiment), some_inputs(experiment, 6)
    wide = wider(experiment, experiment.settings, 2)
    deep = deeper(wide, wide.settings, 1)
    assert deep.hidden == (8, 8, 8)
    made = transplanted(transplanted(network, wide), deep, 1)
    check_same(network, made, inputs)


def test_a_family_that_is_not_known(monkeypatch: pytest.MonkeyPatch) -> None:
    from gradiometer import net2net

    monkeypatch.setattr(net2net, "_SILENT", {})
    monkeypatch.setattr(net2net, "_WITH_COPIES", ())
    experiment = make("mlp", RELU)
    with pytest.raises(FieldError, match="not known of the family mlp"):
        deeper(experiment, experiment.settings, 0)
    with pytest.raises(FieldError, match="not known of the family mlp"):
        wider(experiment, experiment.settings, 2)


def test_hidden_layers_are_called_as_everywhere() -> None:
    """The layer that a new one stands behind: a Transformer's embedding is none of them."""
    for family in FAMILIES:
        experiment = Experiment().for_family(family)
        names = hidden_names(experiment)
        assert len(names) == len(experiment.hidden)
        assert not {"embedding", "output"} & set(names)
    assert hidden_names(Experiment(hidden=())) == ()
