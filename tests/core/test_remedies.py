"""Remedies: each on every family of networks, and what each comes to where it can be said by hand."""

import dataclasses
import math
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from gradiometer.activations import ACTIVATIONS
from gradiometer.experiment import Experiment
from gradiometer.families import FAMILIES
from gradiometer.fields import FieldError
from gradiometer.optimizers import OPTIMIZERS
from gradiometer.remedies import REMEDIES
from gradiometer.remedy import USUAL_RATES, Proposal, as_experiment, in_force, in_force_before, num_branches
from gradiometer.reports import Intervention
from gradiometer.settings import Reinitialize, Settings

DEFAULTS = {family: Experiment(seed=7).for_family(family) for family in FAMILIES}
AGAIN = "shallower"
"""Half as many layers are a remedy once more."""


def made(name: str, experiment: Experiment, settings: Settings | None = None) -> Proposal:
    """What a remedy comes to, where it comes to something."""
    proposal = REMEDIES[name].make(experiment, settings or experiment.settings)
    assert proposal is not None, REMEDIES[name].why_not(experiment, settings or experiment.settings)
    return proposal


def changed(name: str, experiment: Experiment, settings: Settings | None = None) -> dict[str, object]:
    """The settings that a remedy of the running network changes."""
    before = settings or experiment.settings
    proposal = made(name, experiment, before)
    assert isinstance(proposal, tuple)
    _experiment, after = in_force(experiment, before, proposal)
    names = (field.name for field in dataclasses.fields(Settings))
    return {each: getattr(after, each) for each in names if getattr(after, each) != getattr(before, each)}


def why_not(name: str, experiment: Experiment, **settings: object) -> str:
    now = dataclasses.replace(experiment.settings, **settings)  # type: ignore[arg-type]
    assert REMEDIES[name].make(experiment, now) is None
    return REMEDIES[name].why_not(experiment, now)


@pytest.mark.parametrize("name", REMEDIES)
def test_every_remedy_has_a_title_and_a_reason(name: str) -> None:
    assert REMEDIES[name].title
    assert REMEDIES[name].reason.endswith(".")
    titles = [remedy.title for remedy in REMEDIES.values()]
    assert titles.count(REMEDIES[name].title) == 1


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("name", REMEDIES)
def test_what_a_remedy_makes_can_be_trained_is_new_and_is_not_proposed_again(name: str, family: str) -> None:
    experiment, settings = DEFAULTS[family], DEFAULTS[family].settings
    remedy = REMEDIES[name]
    proposal, reason = remedy.make(experiment, settings), remedy.why_not(experiment, settings)
    assert (proposal is None) == bool(reason)
    if proposal is None:
        assert reason[0].isupper()
        assert reason.endswith(".")
        return
    if isinstance(proposal, Experiment):
        assert proposal != experiment
        after, settings_after = proposal, proposal.settings
    else:
        assert proposal
        for change in proposal:
            if isinstance(change, Settings):
                experiment.check_settings(change)
                assert change != settings
            else:
                assert (change.layers, change.seed) == (None, 7)
        after, settings_after = in_force(experiment, settings, proposal)
    assert as_experiment(experiment, settings, proposal) == dataclasses.replace(after, settings=settings_after)
    again = remedy.make(after, settings_after)
    if name == AGAIN:
        assert again is None or isinstance(again, Experiment)
        return
    assert again is None
    assert remedy.why_not(after, settings_after)


@pytest.mark.parametrize(
    ("family", "names", "blocked"),
    [
        ("lstm", ("relu_he", "selu", "tanh_xavier", "leaky_relu", "elu", "gelu"), "activation"),
        ("gru", ("relu_he", "selu", "tanh_xavier", "leaky_relu", "elu", "gelu"), "activation"),
        ("gru", ("batch_norm", "layer_norm"), "normalization"),
        ("gru", ("forget_bias",), "forget_bias"),
        ("rnn", ("batch_norm",), "normalization=batch"),
        ("transformer", ("batch_norm",), "normalization=batch"),
        ("chain", ("layer_norm",), "normalization=layer"),
        ("convolutional", ("branch_scale",), "branch_scale"),
        ("mlp", ("pre_ln",), "norm_place"),
    ],
)
def test_a_remedy_of_a_blocked_setting_says_why(family: str, names: tuple[str, ...], blocked: str) -> None:
    experiment = DEFAULTS[family]
    assert {why_not(name, experiment) for name in names} == {experiment.blocked[blocked]}


# --- in the running network

MLP = Experiment(initialization="pytorch", seed=3)


def test_activations_come_with_weights_that_fit_them() -> None:
    redrawn = Reinitialize(scheme="he", seed=3)
    assert made("relu_he", MLP) == (dataclasses.replace(MLP.settings, activation="relu"), redrawn)
    # What is so already is left as it is.
    relu = dataclasses.replace(MLP.settings, activation="relu")
    assert made("relu_he", MLP, relu) == (redrawn,)
    he = dataclasses.replace(MLP, initialization="he")
    assert made("relu_he", he) == (relu,)
    assert why_not("relu_he", he, activation="relu") == "Activation is ReLU, the weights were drawn by He already."
    # Not He's law but a multiple of it.
    assert made("he", dataclasses.replace(he, weight_scale=3.0)) == (redrawn,)
    assert made("selu", MLP)[1] == Reinitialize(scheme="xavier", seed=3)
    assert made("tanh_xavier", MLP)[0].activation == "tanh"
    for name in ("leaky_relu", "elu", "gelu"):
        assert changed(name, MLP) == {"activation": name}


def test_xavier_is_the_law_that_selus_ask_for_where_neighbours_are_as_wide() -> None:
    fan_in = fan_out = 64
    assert 2 / (fan_in + fan_out) == 1 / fan_in
    # With that variance and no biases, mean 0 and variance 1 stay as they are: E[selu(z)] = 0, E[selu(z)^2] = 1.
    z = np.linspace(-12, 12, 200_001)
    density = np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)
    outputs = ACTIVATIONS["selu"].phi(z)
    assert np.trapezoid(density * outputs, z) == pytest.approx(0, abs=1e-6)
    assert np.trapezoid(density * outputs**2, z) == pytest.approx(1, abs=1e-6)


def test_a_batch_of_one_cannot_be_normalized() -> None:
    alone = dataclasses.replace(MLP, batch_size=1)
    assert why_not("batch_norm", alone) == "A batch of 1 has no variance, choose a larger batch_size."
    assert changed("layer_norm", alone) == {"normalization": "layer"}


def test_rates_are_multiplied_once() -> None:
    assert changed("lr_up", MLP) == {"learning_rate": pytest.approx(1.0)}
    assert changed("lr_down", MLP) == {"learning_rate": pytest.approx(0.01)}
    assert why_not("lr_down", MLP, learning_rate=0.01) == "Learning rate is 0.01 already, against 0.1 to begin with."
    # As far as a person went the other way, there is room again.
    higher = dataclasses.replace(MLP.settings, learning_rate=1.0)
    assert changed("lr_down", MLP, higher) == {"learning_rate": pytest.approx(0.1)}
    assert "stays 0" in why_not("lr_up", MLP, learning_rate=0.0)
    # That of SGD is no measure for Adam's.
    adam = dataclasses.replace(MLP.settings, optimizer="adam", learning_rate=0.001)
    assert changed("lr_down", MLP, adam) == {"learning_rate": pytest.approx(1e-4)}
    assert changed("lr_up", MLP, adam) == {"learning_rate": pytest.approx(1e-2)}
    assert USUAL_RATES.keys() == OPTIMIZERS.keys()
    fast = dataclasses.replace(MLP, settings=Settings(learning_rate=9e5))
    assert why_not("lr_up", fast).startswith("Settings.learning_rate = 9")


def test_optimizers_come_with_a_rate_that_fits_them() -> None:
    assert changed("adam", MLP) == {"optimizer": "adam", "learning_rate": 0.001}
    # Equal gradients add up to steps of rate / (1 - momentum), which are as large as before.
    found = changed("momentum", MLP)
    assert found == {"optimizer": "momentum", "learning_rate": pytest.approx(0.01)}
    assert 0.01 / (1 - MLP.settings.momentum) == pytest.approx(MLP.settings.learning_rate)
    adam = dataclasses.replace(MLP.settings, optimizer="adam", learning_rate=1e-4)
    assert changed("momentum", MLP, adam) == {"optimizer": "momentum", "learning_rate": 0.01}
    assert why_not("adam", MLP, optimizer="adam") == "The optimizer is Adam already."


def test_clipping() -> None:
    assert changed("clip_norm", MLP) == {"clipping": "total"}
    assert changed("clip_value", MLP) == {"clipping": "value", "clip_threshold": 10.0}
    assert why_not("clip_norm", MLP, clipping="total", clip_threshold=0.5) == "Total norm is clipped at 0.5 already."
    loose = dataclasses.replace(MLP.settings, clipping="total", clip_threshold=100.0)
    assert changed("clip_norm", MLP, loose) == {"clip_threshold": 1.0}
    assert changed("no_clipping", MLP, loose) == {"clipping": "off"}
    assert why_not("no_clipping", MLP) == why_not("larger_threshold", MLP) == "Nothing is clipped."
    tight = dataclasses.replace(MLP, settings=Settings(clipping="total", clip_threshold=0.01))
    assert changed("larger_threshold", tight) == {"clip_threshold": pytest.approx(0.1)}
    assert "already" in why_not("larger_threshold", tight, clip_threshold=0.1)


def test_skip_connections_and_their_branches() -> None:
    assert changed("skip", MLP) == {"skip": True}
    faint = dataclasses.replace(MLP, settings=Settings(skip=True, skip_weight=0.25))
    assert changed("skip", faint) == {"skip_weight": 1.0}
    narrowing = dataclasses.replace(MLP, hidden=(30, 20, 10))
    assert why_not("skip", narrowing) == narrowing.blocked["skip"]
    assert why_not("branch_scale", MLP) == "There are no skip connections, so there are no branches."
    with_skips = dataclasses.replace(MLP, hidden=(30,) * 5, settings=Settings(skip=True))
    # 784-30 adds nothing; four layers of equal width follow.
    assert changed("branch_scale", with_skips) == {"branch_scale": pytest.approx(0.5)}
    assert why_not("branch_scale", with_skips, branch_scale=0.5) == "Branches are multiplied with 0.5 already."
    # Of each branch the blocks behind it pass on a quarter of the square.
    faint = dataclasses.replace(with_skips, settings=Settings(skip=True, skip_weight=0.5))
    total = 1 + 1 / 4 + 1 / 16 + 1 / 64
    assert changed("branch_scale", faint) == {"branch_scale": pytest.approx(total**-0.5)}
    loud = dataclasses.replace(with_skips, settings=Settings(skip=True, skip_weight=100.0))
    assert changed("branch_scale", loud) == {"branch_scale": pytest.approx(0.5)}
    assert why_not("branch_scale", with_skips, skip_weight=0.0) == "The skip weight is 0, so there are no branches."


@pytest.mark.parametrize("hidden", [(30,), (30, 30, 30), (8, 8, 4, 4, 4, 9)])
def test_branches_of_a_perceptron_are_its_pairs_of_equal_widths(hidden: tuple[int, ...]) -> None:
    equal = sum(a == b for a, b in pairwise((784, *hidden)))
    assert num_branches(dataclasses.replace(MLP, hidden=hidden)) == max(1, equal)


def test_branches_of_other_families() -> None:
    # Attention and perceptron of each of four blocks; a chain's neuron reads one number; an LSTM reads two.
    assert {family: num_branches(DEFAULTS[family]) for family in ("transformer", "chain", "lstm")} == {
        "transformer": 8,
        "chain": 3,
        "lstm": 1,
    }
    deep = dataclasses.replace(DEFAULTS["lstm"], hidden=(16, 16, 16))
    assert num_branches(deep) == 2


def test_a_forget_bias_of_ln_t_keeps_a_cell_for_t_steps() -> None:
    lstm = dataclasses.replace(DEFAULTS["lstm"], length=60)
    num_steps = lstm.network.shape[0]
    assert changed("forget_bias", lstm) == {"forget_bias": pytest.approx(math.log(num_steps))}
    bias = math.log(num_steps)
    # After T steps about 1/e of the content is left.
    assert (1 / (1 + math.exp(-bias))) ** num_steps == pytest.approx(1 / math.e, rel=0.02)


def test_pre_ln() -> None:
    after = dataclasses.replace(DEFAULTS["transformer"].settings, norm_place="after", normalization="none")
    assert changed("pre_ln", DEFAULTS["transformer"], after) == {"norm_place": "before", "normalization": "layer"}


def test_what_holds_after_changes() -> None:
    tanh = dataclasses.replace(MLP.settings, activation="tanh")
    scaled = dataclasses.replace(MLP, weight_scale=2.0)
    some, all_layers = Reinitialize(scheme="he", layers=(1,)), Reinitialize(scheme="xavier")
    assert in_force(scaled, MLP.settings, [some, tanh]) == (scaled, tanh)
    experiment, settings = in_force(scaled, MLP.settings, [tanh, all_layers])
    assert (experiment.initialization, experiment.weight_scale, settings) == ("xavier", 1.0, tanh)


def test_what_holds_before_the_changes_of_a_step() -> None:
    relu = dataclasses.replace(MLP.settings, activation="relu")
    fast = dataclasses.replace(relu, learning_rate=0.2)
    made = [
        Intervention(3, relu, MLP.settings, relu, ""),
        Intervention(7, Reinitialize(scheme="he"), relu, relu, ""),
        Intervention(7, fast, relu, fast, ""),
    ]
    scaled = dataclasses.replace(MLP, weight_scale=2.0)
    redrawn = dataclasses.replace(scaled, initialization="he", weight_scale=1.0)
    expected = {0: (scaled, MLP.settings), 3: (scaled, MLP.settings), 4: (scaled, relu), 7: (scaled, relu)}
    expected |= {8: (redrawn, fast), 100: (redrawn, fast)}
    assert {step: in_force_before(step, scaled, made) for step in expected} == expected


# --- in a new session


def test_a_new_session_keeps_the_settings_in_force() -> None:
    now = dataclasses.replace(MLP.settings, activation="gelu", learning_rate=0.3)
    for name, expected in (("larger_batch", {"batch_size": 256}), ("float64", {"dtype": "float64"})):
        assert made(name, MLP, now) == dataclasses.replace(MLP, settings=now, **expected)  # type: ignore[arg-type]
    few = dataclasses.replace(MLP, num_train=40)
    assert made("larger_batch", few) == dataclasses.replace(few, batch_size=40)
    whole = dataclasses.replace(few, batch_size=40)
    assert why_not("larger_batch", whole) == "A step has 40 of 40 examples already."


def test_half_as_many_hidden_layers() -> None:
    deep = dataclasses.replace(MLP, hidden=(64, 64, 32, 32, 16, 16), settings=Settings(skip=True))
    shallow = made("shallower", deep)
    assert isinstance(shallow, Experiment)
    # No two neighbours are as wide any more, so that there are no skip connections either.
    assert (shallow.hidden, shallow.settings.skip) == ((64, 32, 16), False)
    assert why_not("shallower", dataclasses.replace(MLP, hidden=(30,))) == "There is no hidden layer to spare."


def test_an_lstm_in_place_of_a_plain_recurrent_network() -> None:
    plain = dataclasses.replace(DEFAULTS["rnn"], hidden=(24, 24))
    now = dataclasses.replace(plain.settings, activation="relu", learning_rate=0.02, clipping="total")
    lstm = made("lstm", plain, now)
    assert isinstance(lstm, Experiment)
    assert (lstm.family, lstm.hidden, lstm.data, lstm.length) == ("lstm", (24, 24), plain.data, plain.length)
    expected = Settings(forget_bias=1.0, learning_rate=0.02, clipping="total")
    assert lstm.settings == expected


def test_only_a_file_of_one_s_own_is_standardized(tmp_path: Path) -> None:
    assert why_not("standardize", MLP) == "Only a file of one's own can be standardized."
    path = tmp_path / "mine.npz"
    values = np.random.default_rng(0)
    np.savez(path, x=values.normal(50.0, 9.0, (60, 5)), y=values.integers(0, 3, 60))
    mine = Experiment(data="file", file=str(path), num_train=40, num_held_out=20, batch_size=8)
    now = dataclasses.replace(mine.settings, learning_rate=0.03)
    found = made("standardize", mine, now)
    assert isinstance(found, Experiment)
    assert (found.standardize, found.settings, found.batch_size) == (True, now, 8)
    assert found.load_examples().inputs.mean(axis=0) == pytest.approx(np.zeros(5), abs=1e-5)
    path.unlink()
    assert "mine.npz" in why_not("standardize", mine)


def test_changes_of_the_running_network_may_begin_a_new_session() -> None:
    now = dataclasses.replace(MLP.settings, learning_rate=0.7)
    begun = as_experiment(MLP, now, made("relu_he", MLP, now))
    assert (begun.initialization, begun.settings) == ("he", dataclasses.replace(now, activation="relu"))
    with pytest.raises(FieldError):
        as_experiment(DEFAULTS["lstm"], now, (dataclasses.replace(now, activation="relu"),))
