"""Settings: what may change while the network trains."""

import dataclasses
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradiometer.activations import ACTIVATIONS
from gradiometer.clippings import CLIPPINGS
from gradiometer.fields import Choice, FieldError, Flag, Number
from gradiometer.initializations import INITIALIZATIONS
from gradiometer.normalizations import NORMALIZATIONS
from gradiometer.optimizers import OPTIMIZERS
from gradiometer.settings import (
    INITIALIZATION_FIELD,
    SETTING_FIELDS,
    Reinitialize,
    Settings,
    describe_difference,
    describe_outcome,
    describe_value,
)

WRONG_FOR_ALL = [None, "no such thing", [], math.nan, math.inf, -100.0, 3 + 0j]


def allowed_values(field):
    if isinstance(field, Choice):
        return st.sampled_from(list(field.options))
    if isinstance(field, Flag):
        return st.booleans()
    assert isinstance(field, Number)
    return st.floats(field.low, field.high, exclude_min=field.above)


any_settings = st.builds(Settings, **{name: allowed_values(field) for name, field in SETTING_FIELDS.items()})


def test_fields_and_values_have_the_same_names():
    assert [field.name for field in dataclasses.fields(Settings)] == list(SETTING_FIELDS)


@pytest.mark.parametrize(
    ("name", "registry"),
    [
        ("activation", ACTIVATIONS),
        ("normalization", NORMALIZATIONS),
        ("clipping", CLIPPINGS),
        ("optimizer", OPTIMIZERS),
    ],
)
def test_choices_are_the_registries(name, registry):
    assert SETTING_FIELDS[name].options == {key: entry.title for key, entry in registry.items()}
    for key in registry:
        assert getattr(Settings(**{name: key}), name) == key


def test_initializations_are_the_registry():
    assert INITIALIZATION_FIELD.options == {key: entry.title for key, entry in INITIALIZATIONS.items()}


def test_the_defaults_are_the_default_session_s():
    assert Settings() == Settings(
        activation="sigmoid",
        normalization="none",
        skip=False,
        skip_weight=1.0,
        branch_scale=1.0,
        norm_place="before",
        forget_bias=0.0,
        clipping="off",
        clip_threshold=1.0,
        optimizer="sgd",
        learning_rate=0.1,
        momentum=0.9,
        weight_decay=0.0,
    )


@pytest.mark.parametrize("name", SETTING_FIELDS)
@pytest.mark.parametrize("value", WRONG_FOR_ALL, ids=repr)
def test_a_wrong_value_is_one_sentence(name, value):
    for make in (
        lambda: Settings(**{name: value}),
        lambda: dataclasses.replace(Settings(), **{name: value}),
        lambda: Settings.from_dict({name: value}),
    ):
        with pytest.raises(FieldError) as caught:
            make()
        text = f"settings.{name} = {value!r} is not allowed: {SETTING_FIELDS[name].allowed}"
        assert str(caught.value) == text


@pytest.mark.parametrize("name", [name for name, field in SETTING_FIELDS.items() if isinstance(field, Number)])
def test_a_bool_is_no_number_and_a_bound_is_a_bound(name):
    field = SETTING_FIELDS[name]
    beyond = [math.nextafter(field.high, math.inf), math.nextafter(field.low, -math.inf)]
    for value in (True, False, *beyond, *([field.low] if field.above else [])):
        with pytest.raises(FieldError, match=rf"^settings\.{name} = "):
            Settings(**{name: value})
    assert getattr(Settings(**{name: field.high}), name) == field.high
    assert type(getattr(Settings(**{name: 0.5}), name)) is float
    if not field.above:
        assert getattr(Settings(**{name: field.low}), name) == field.low


@pytest.mark.parametrize("value", [1, 0, "on", 1.0])
def test_skip_is_a_bool(value):
    with pytest.raises(FieldError, match=r"^settings\.skip = .* is not allowed: true or false$"):
        Settings(skip=value)


def test_an_unknown_setting():
    with pytest.raises(FieldError) as caught:
        Settings.from_dict({"activation": "relu", "learningrate": 0.1})
    assert str(caught.value) == (
        "settings.learningrate is not a setting: choose one of activation, normalization, skip, skip_weight, "
        "branch_scale, norm_place, forget_bias, clipping, clip_threshold, optimizer, learning_rate, momentum, "
        "weight_decay"
    )


@pytest.mark.parametrize("value", [3, None, "relu", ["activation"]])
def test_settings_are_a_table(value):
    with pytest.raises(FieldError, match=r"^settings = .* is not allowed: give a table of names and values$"):
        Settings.from_dict(value)


@given(settings=any_settings)
def test_there_and_back(settings):
    assert Settings.from_dict(settings.as_dict()) == settings
    assert Settings.from_dict(json.loads(json.dumps(settings.as_dict()))) == settings


def test_what_is_missing_keeps_its_default():
    assert Settings.from_dict({}) == Settings()
    assert Settings.from_dict({"momentum": 0}) == Settings(momentum=0.0)


def test_settings_are_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Settings().learning_rate = 1.0
    with pytest.raises(dataclasses.FrozenInstanceError):
        Reinitialize(scheme="he").seed = 1


def test_reinitialize_knows_its_schemes():
    for scheme in INITIALIZATIONS:
        assert Reinitialize(scheme=scheme).layers is None
    with pytest.raises(FieldError, match=r"^initialization = 'lecun' is not allowed: choose one of normal, "):
        Reinitialize(scheme="lecun")


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("activation", "leaky_relu", "LeakyReLU"),
        ("normalization", "none", "None"),
        ("skip", True, "on"),
        ("skip", False, "off"),
        ("skip_weight", 0.4, "0.4"),
        ("branch_scale", 0.25, "0.25"),
        ("norm_place", "after", "after sums (post-LN)"),
        ("forget_bias", -1.5, "-1.5"),
        ("learning_rate", 0.1, "0.1"),
        ("learning_rate", 1e-7, "1e-07"),
        ("clip_threshold", 1.0, "1"),
    ],
)
def test_values_in_words(name, value, text):
    assert describe_value(name, value) == text


@given(before=any_settings, after=any_settings)
def test_a_difference_names_what_changed_and_nothing_else(before, after):
    text, outcome = describe_difference(before, after), describe_outcome(before, after)
    changed = [name for name in SETTING_FIELDS if getattr(before, name) != getattr(after, name)]
    parts = text.split("; ") if text else []
    assert len(parts) == len(changed)
    for name, part in zip(changed, parts, strict=True):
        old, new = (describe_value(name, getattr(settings, name)) for settings in (before, after))
        assert part == f"{SETTING_FIELDS[name].title}: {old} → {new}"
        assert new in outcome
    assert bool(outcome) == bool(changed)
