"""The axes of a map: which values they take, and what an experiment becomes with one."""

import dataclasses

import pytest

from gradiometer.experiment import Experiment
from gradiometer.fields import FieldError
from gradiometer.presets import load_experiment
from gradiometer.settings import Settings
from gradiometer.sweep_axes import AXES, MOST_VALUES
from shared import SMALL


@pytest.mark.parametrize("name", AXES)
def test_the_usual_values_are_allowed_and_come_back(name):
    axis = AXES[name]
    assert axis.check(name, axis.values) == axis.values
    assert axis.parse(name, axis.words()) == axis.values
    labels = [axis.label(value) for value in axis.values]
    assert len(set(labels)) == len(labels) > 5


def made(name, value, base=SMALL):
    """What an axis changes, by name."""
    experiment = AXES[name].make(base, value)
    before, after = base.as_dict(), experiment.as_dict()
    changed = {key: after[key] for key in after if after[key] != before[key] and key != "settings"}
    settings = {key: value for key, value in after["settings"].items() if value != before["settings"][key]}
    return changed | settings


@pytest.mark.parametrize(
    ("name", "value", "changed"),
    [
        ("depth", 5, {"hidden": [12] * 5}),
        ("depth", 3, {}),
        ("weight_scale", 2.5, {"weight_scale": 2.5}),
        ("initialization", "he", {"initialization": "he"}),
        ("activation", "tanh", {"activation": "tanh"}),
    ],
)
def test_a_value_changes_one_thing(name, value, changed):
    assert made(name, value) == changed


def test_of_several_widths_the_first_counts():
    base = dataclasses.replace(SMALL, hidden=(20, 10, 5))
    assert made("depth", 2, base) == {"hidden": [20, 20]}
    # Of a network with no hidden layer the usual one.
    assert made("depth", 2, dataclasses.replace(SMALL, hidden=())) == {"hidden": [30, 30]}


def test_own_data_are_not_looked_at_again():
    """Their facts are known, and the file may be large, or gone."""
    facts = dataclasses.replace(SMALL.known_facts, checksum="crc 1234")
    base = Experiment(data="file", file="gone.npz", facts=facts, num_train=100, num_held_out=0)
    assert [AXES[name].make(base, axis.values[0]).facts for name, axis in AXES.items()] == [facts] * len(AXES)


def test_a_network_that_cannot_be_is_refused():
    base = dataclasses.replace(SMALL, settings=Settings(skip=True))
    with pytest.raises(FieldError, match=r"settings\.skip = True is not allowed: No two neighbouring"):
        AXES["depth"].make(base, 1)
    gates = load_experiment("lstm-adding")
    with pytest.raises(FieldError, match=r"settings\.activation = 'relu' is not allowed"):
        AXES["activation"].make(gates, "relu")


def test_numbers_stand_in_their_order_and_names_as_they_are_given():
    assert AXES["depth"].parse("depth", "10, 3,30") == (3, 10, 30)
    assert AXES["weight_scale"].parse("weight_scale", "2 0.5") == (0.5, 2.0)
    assert AXES["activation"].parse("activation", "tanh,relu") == ("tanh", "relu")


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("depth", "0", "depth = 0 is not allowed: a whole number from 1 to 512"),
        ("depth", "3,x", "depth = 'x' is not allowed: a whole number from 1 to 512"),
        ("depth", "", f"depth has 0 values: give 1 to {MOST_VALUES} of them"),
        ("depth", ",".join(map(str, range(1, 67))), f"depth has 66 values: give 1 to {MOST_VALUES} of them"),
        ("depth", "3,5,3", "depth has a value twice: give each of them once"),
        ("weight_scale", "0", "weight_scale = 0.0 is not allowed: a number above 0, at most 1e"),
        ("activation", "swish", "activation = 'swish' is not allowed: choose one of sigmoid"),
    ],
)
def test_wrong_values_are_one_sentence(name, text, reason):
    with pytest.raises(FieldError) as caught:
        AXES[name].parse(name, text)
    assert str(caught.value).startswith(reason)
