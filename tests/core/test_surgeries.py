"""Exact surgeries as they are offered: where each can be done, what it says where it cannot, what is in force then."""

import dataclasses
import subprocess
import sys

import pytest

from gradiometer.experiment import Experiment
from gradiometer.families import FAMILIES
from gradiometer.settings import Settings
from gradiometer.surgeries import ACTIVATION_SITES, REMINDER, SURGERIES
from small_families import KINDS, make, structures


def why_not(name: str, experiment: Experiment, **settings: object) -> str:
    return SURGERIES[name].why_not(experiment, dataclasses.replace(experiment.settings, **settings))


@pytest.mark.parametrize("name", SURGERIES)
def test_every_surgery_says_what_it_is_and_what_it_does(name: str) -> None:
    surgery = SURGERIES[name]
    assert "xact in " in surgery.effect or "xact for " in surgery.effect
    assert surgery.effect.endswith(".")
    assert [each.title for each in SURGERIES.values()].count(surgery.title) == 1
    assert "cures nothing" in REMINDER


@pytest.mark.parametrize("family", KINDS)
@pytest.mark.parametrize("name", SURGERIES)
def test_it_can_be_done_or_a_sentence_says_why_not(name: str, family: str) -> None:
    experiment, surgery = make(family), SURGERIES[name]
    for settings in structures(family):
        for activation in ("sigmoid", "tanh", "relu") if "activation" not in experiment.blocked else ("sigmoid",):
            now = dataclasses.replace(settings, activation=activation)
            reason = surgery.why_not(experiment, now)
            if reason:
                assert reason[0].isupper()
                assert reason.endswith(".")
                assert len(reason.splitlines()) == 1
                continue
            after = surgery.after(now)
            assert after != now
            experiment.check_settings(after)
            assert surgery.why_not(experiment, after)


ALLOWED = {
    "mlp": {"sigmoid_to_tanh", "insert_batch_norm", "skip_at_zero"},
    "chain": {"sigmoid_to_tanh", "insert_batch_norm", "skip_at_zero"},
    "convolutional": {"insert_batch_norm", "skip_at_zero"},
    "rnn": {"skip_at_zero"},
    "lstm": {"skip_at_zero"},
    "gru": {"skip_at_zero"},
    "transformer": {"sigmoid_to_tanh", "skip_at_zero"},
}


@pytest.mark.parametrize("family", FAMILIES)
def test_what_each_family_allows(family: str) -> None:
    experiment = make(family)
    assert {name for name in SURGERIES if not why_not(name, experiment, activation="sigmoid")} == ALLOWED[family]
    can_fold = "normalization=batch" not in experiment.blocked and "normalization" not in experiment.blocked
    assert can_fold == (not why_not("fold_batch_norm", experiment, normalization="batch"))
    assert can_fold == ("insert_batch_norm" in ALLOWED[family])


def test_where_a_sigmoid_cannot_become_tanh() -> None:
    name = "sigmoid_to_tanh"
    sigmoid = {"activation": "sigmoid"}
    assert why_not(name, make("mlp")) == "The activation is Tanh, and not Sigmoid."
    assert "no hidden layer" in why_not(name, make("mlp", sigmoid, hidden=()))
    assert "normalization" in why_not(name, make("mlp", sigmoid), normalization="layer")
    assert "skip connections" in why_not(name, make("chain", sigmoid), skip=True)
    assert "zeros" in why_not(name, make("convolutional", sigmoid))
    assert "first state is 0" in why_not(name, make("rnn", sigmoid))
    for family in ("lstm", "gru"):
        assert why_not(name, make(family)) == make(family).blocked["activation"]
    # Within a branch neither matters.
    for place in ("before", "after"):
        within = {"normalization": "layer", "norm_place": place, "skip": True, "branch_scale": 0.5}
        assert why_not(name, make("transformer", sigmoid), **within) == ""


def test_where_no_batch_norm_comes_or_goes() -> None:
    for normalization, title in (("batch", "BatchNorm"), ("layer", "LayerNorm")):
        assert f"{title} stands there already" in why_not("insert_batch_norm", make("mlp"), normalization=normalization)
    alone = "A batch of 1 has no variance, choose a larger batch_size."
    assert why_not("insert_batch_norm", make("mlp", batch_size=1)) == alone
    assert why_not("insert_batch_norm", make("rnn")) == make("rnn").blocked["normalization=batch"]
    assert why_not("insert_batch_norm", make("lstm")) == make("lstm").blocked["normalization"]
    for normalization in ("none", "layer"):
        assert "no BatchNorm" in why_not("fold_batch_norm", make("mlp"), normalization=normalization)
    for name, normalization in (("insert_batch_norm", "none"), ("fold_batch_norm", "batch")):
        assert "no hidden layer" in why_not(name, make("mlp", hidden=()), normalization=normalization)


def test_where_no_skip_connection_can_be_added() -> None:
    assert why_not("skip_at_zero", make("mlp"), skip=True) == "Skip connections are on already."
    narrowing = make("mlp", hidden=(5, 4, 3))
    assert why_not("skip_at_zero", narrowing) == narrowing.blocked["skip"]


def test_the_settings_afterwards() -> None:
    before = Settings(learning_rate=0.7, branch_scale=0.3, skip_weight=0.4)
    changed = {
        "sigmoid_to_tanh": {"activation": "tanh"},
        "insert_batch_norm": {"normalization": "batch"},
        "fold_batch_norm": {"normalization": "none"},
        "skip_at_zero": {"skip": True, "skip_weight": 0.0, "branch_scale": 1.0},
    }
    assert changed.keys() == SURGERIES.keys()
    for name, values in changed.items():
        assert SURGERIES[name].after(before) == dataclasses.replace(before, **values)


def test_activations_stand_where_a_map_gives_as_many_values_as_another_reads() -> None:
    for family, sites in ACTIVATION_SITES.items():
        layers = make(family).layers
        found = sites(len(layers))
        assert len(found) == len(make(family).hidden)
        for given_by, read_by in found:
            gives, reads = layers[given_by[0]].maps[given_by[1]], layers[read_by[0]].maps[read_by[1]]
            assert gives.shape[0] == reads.shape[1]
            assert gives.has_bias
            assert reads.has_bias
            # The activation is where delta is.
            assert layers[given_by[0]].delta_map == given_by[1]


def test_menus_need_no_torch() -> None:
    code = "import sys, gradiometer.surgeries, gradiometer.net2net; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
