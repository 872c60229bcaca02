"""What the values of an experiment may be."""

import math

import pytest

from gradiometer.datasets import DATASETS
from gradiometer.experiment import Experiment
from gradiometer.experiment_fields import EXPERIMENT_FIELDS
from gradiometer.families import FAMILIES
from gradiometer.fields import FieldError, Integer
from gradiometer.initializations import INITIALIZATIONS
from gradiometer.losses import LOSSES


def test_choices_are_the_registries():
    assert set(EXPERIMENT_FIELDS["family"].options) == set(FAMILIES)
    assert set(EXPERIMENT_FIELDS["data"].options) == set(DATASETS)
    assert set(EXPERIMENT_FIELDS["loss"].options) == set(LOSSES)
    assert set(EXPERIMENT_FIELDS["initialization"].options) == set(INITIALIZATIONS)


@pytest.mark.parametrize("name", EXPERIMENT_FIELDS)
@pytest.mark.parametrize(
    "value", [None, math.nan, True, -1, 1.5, ["a"], 10**400, "\n"], ids=lambda value: repr(value)[:9]
)
def test_a_wrong_value_is_one_sentence(name, value):
    known = EXPERIMENT_FIELDS[name]
    allowed = {("weight_scale", 1.5), ("watch_share", 1.5), ("most_mb_per_hour", 1.5), ("snapshot_mb", 1.5)}
    allowed |= {("watch_everything", True), ("standardize", True)}
    if not isinstance(value, list) and (name, value) in allowed:
        assert getattr(Experiment(**{name: value}), name) == value
        return
    for make in (lambda: Experiment(**{name: value}), lambda: Experiment.from_dict({name: value})):
        with pytest.raises(FieldError) as caught:
            make()
        text = str(caught.value)
        if isinstance(value, list) and name == "hidden":
            assert text == "hidden[0] = 'a' is not allowed: a whole number from 1 to 8192"
        else:
            assert text == f"{name} = {value!r} is not allowed: {known.allowed}"


@pytest.mark.parametrize("name", [name for name, field in EXPERIMENT_FIELDS.items() if isinstance(field, Integer)])
def test_whole_numbers_end_at_their_bounds(name):
    field = EXPERIMENT_FIELDS[name]
    for value in (field.low - 1, field.high + 1):
        with pytest.raises(FieldError, match=rf"^{name} = {value} is not allowed: a whole number from"):
            Experiment(**{name: value})
