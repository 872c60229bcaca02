"""Changes at steps, as the command line's words say them."""

import dataclasses

import pytest

from gradiometer.changes import parse_changes
from gradiometer.experiment import Experiment
from gradiometer.fields import FieldError
from gradiometer.initializations import INITIALIZATIONS
from gradiometer.settings import SETTING_FIELDS, Reinitialize, Settings


def test_changes_at_steps_build_on_one_another_in_the_order_of_steps():
    """Given out of order, worked out in order; within a step as given."""
    experiment = Experiment(seed=7)
    changes = parse_changes(
        experiment,
        [
            (200, ["learning_rate=0.5", "initialization=he"]),
            (100, ["activation=relu"]),
            (200, ["optimizer=adam"]),
            (0, ["skip=on"]),
        ],
    )
    skip = dataclasses.replace(experiment.settings, skip=True)
    relu = dataclasses.replace(skip, activation="relu")
    rate = dataclasses.replace(relu, learning_rate=0.5)
    adam = dataclasses.replace(rate, optimizer="adam")
    assert changes == {0: [skip], 100: [relu], 200: [rate, Reinitialize(scheme="he", layers=None, seed=7), adam]}
    assert parse_changes(experiment, []) == {}


def test_every_setting_and_initialization_can_change_at_a_step():
    words = {
        "activation": "gelu",
        "normalization": "layer",
        "skip": "on",
        "branch_scale": "0.5",
        "norm_place": "after",
        "forget_bias": "-1",
        "clipping": "total",
        "clip_threshold": "0.5",
        "optimizer": "rmsprop",
        "learning_rate": "0.3",
        "momentum": "0.2",
        "weight_decay": "0.1",
    }
    assert set(words) == set(SETTING_FIELDS)
    changed = set()
    for experiment in (
        Experiment(),
        Experiment(family="transformer", hidden=(8, 8)),
        Experiment(family="lstm", hidden=(28, 28)),
    ):
        known = {name: text for name, text in words.items() if name not in experiment.blocked}
        (changes,) = parse_changes(experiment, [(5, [f"{name}={text}" for name, text in known.items()])]).values()
        assert len(changes) == len(known)
        before = experiment.settings
        for name, after in zip(known, changes, strict=True):
            assert [key for key in SETTING_FIELDS if getattr(before, key) != getattr(after, key)] == [name]
            before = after
        changed |= set(known)
    assert changed == set(words)
    (changes,) = parse_changes(Experiment(), [(5, [f"initialization={scheme}" for scheme in INITIALIZATIONS])]).values()
    assert changes == [Reinitialize(scheme=scheme) for scheme in INITIALIZATIONS]


@pytest.mark.parametrize(
    ("schedule", "text"),
    [
        ([(-1, ["skip=on"])], "step -1 is not allowed: a whole number from 0 on"),
        ([(3, ["skip"])], "'skip' is not allowed: write name=value"),
        ([(3, ["activation=rely"])], "activation = 'rely' is not allowed: choose one of sigmoid, tanh, "),
        ([(3, ["initialization=lecun"])], "initialization = 'lecun' is not allowed: choose one of normal, "),
        ([(3, ["clip_threshold=0"])], "clip_threshold = 0.0 is not allowed: a number above 0"),
        ([(3, ["batch_size=3"])], "batch_size cannot change at a step: choose one of activation, "),
    ],
)
def test_wrong_changes(schedule, text):
    with pytest.raises(FieldError) as caught:
        parse_changes(Experiment(), schedule)
    assert str(caught.value).startswith(text)


def test_a_skip_that_is_blocked():
    experiment = Experiment(hidden=(30, 20))
    with pytest.raises(FieldError, match=r"^settings\.skip = True is not allowed: No two neighbouring hidden layers"):
        parse_changes(experiment, [(3, ["skip=on"])])
    assert parse_changes(experiment, [(3, ["skip=off"])]) == {3: [experiment.settings]}


def test_a_batch_of_one_has_no_batch_norm():
    sentence = r"^settings\.normalization = 'batch' is not allowed: a batch of 1 has no variance"
    one = Experiment(batch_size=1)
    with pytest.raises(FieldError, match=sentence):
        parse_changes(one, [(3, ["normalization=batch"])])
    with pytest.raises(FieldError, match=sentence):
        Experiment(batch_size=1, settings=Settings(normalization="batch"))
    one.check_settings(Settings(normalization="layer"))
    Experiment(batch_size=2, settings=Settings(normalization="batch"))
