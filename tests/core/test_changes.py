"""Changes at steps, as the command line's words say them."""

import dataclasses

import pytest

from gradiometer.changes import parse_change, parse_changes, rewriting
from gradiometer.experiment import Experiment
from gradiometer.fields import FieldError
from gradiometer.initializations import INITIALIZATIONS
from gradiometer.settings import SETTING_FIELDS, Ramp, Reinitialize, Rewrite, Settings


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
        "skip_weight": "0.25",
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


# By degrees, and by surgery


def test_the_settings_beside_over_are_one_ramp():
    experiment = Experiment(hidden=(30, 30))
    before = experiment.settings
    goal = dataclasses.replace(before, activation="relu", skip=True, learning_rate=0.01)
    words = ["activation=relu", "over=100", "skip=on", "learning_rate=0.01"]
    assert parse_changes(experiment, [(5, words)]) == {5: [Ramp(settings=goal, steps=100)]}
    # Wherever it stands among them, and the last one counts.
    assert parse_change(experiment, ["over=7", *words], before) == [Ramp(settings=goal, steps=100)]
    # What comes later builds on where the ramp goes.
    changes = parse_changes(experiment, [(5, words), (9, ["momentum=0.5"])])
    assert changes[9] == [dataclasses.replace(goal, momentum=0.5)]


def test_two_entries_of_a_step_are_changed_each_in_its_own_way():
    experiment = Experiment(hidden=(30, 30))
    relu = dataclasses.replace(experiment.settings, activation="relu")
    slow = dataclasses.replace(relu, learning_rate=0.01)
    changes = parse_changes(experiment, [(5, ["activation=relu"]), (5, ["learning_rate=0.01", "over=20"])])
    assert changes == {5: [relu, Ramp(settings=slow, steps=20)]}


def test_a_surgery_by_its_name():
    experiment = Experiment(hidden=(30, 30), settings=Settings(activation="sigmoid"))
    tanh = dataclasses.replace(experiment.settings, activation="tanh")
    skips = dataclasses.replace(tanh, skip=True, skip_weight=0.0)
    changes = parse_changes(experiment, [(3, ["rewrite=sigmoid_to_tanh", "rewrite=skip_at_zero", "skip_weight=0.5"])])
    assert changes == {
        3: [
            Rewrite(surgery="sigmoid_to_tanh", settings=tanh),
            Rewrite(surgery="skip_at_zero", settings=skips),
            dataclasses.replace(skips, skip_weight=0.5),
        ]
    }
    assert rewriting(experiment, experiment.settings, "sigmoid_to_tanh") == changes[3][0]


def test_a_surgery_is_judged_by_what_is_in_force_by_then():
    experiment = Experiment(hidden=(30, 30), settings=Settings(activation="relu"))
    words = [(9, ["rewrite=sigmoid_to_tanh"]), (4, ["activation=sigmoid"])]
    assert [type(change) for each in parse_changes(experiment, words).values() for change in each] == [
        Settings,
        Rewrite,
    ]
    with pytest.raises(FieldError, match=r"^rewrite = 'sigmoid_to_tanh' is not allowed: The activation is ReLU"):
        parse_changes(experiment, [(2, ["rewrite=sigmoid_to_tanh"]), (4, ["activation=sigmoid"])])


def test_where_other_settings_are_in_force_than_the_experiments():
    experiment = Experiment(hidden=(30, 30))
    now = dataclasses.replace(experiment.settings, activation="relu", momentum=0.5)
    assert parse_changes(experiment, [(5, ["skip=on"])], now) == {5: [dataclasses.replace(now, skip=True)]}
    goal = dataclasses.replace(now, activation="tanh")
    assert parse_change(experiment, ["activation=tanh", "over=3"], now, 40) == [Ramp(settings=goal, steps=3)]


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["over=5"], "over = 5 is not allowed: give the settings beside it that are to go by degrees"),
        (["over=5", "initialization=he"], "over = 5 is not allowed: give the settings beside it that are to go by "),
        (["over=5", "rewrite=skip_at_zero"], "over = 5 is not allowed: give the settings beside it that are to go by "),
        (["activation=relu", "initialization=he", "over=5"], "over = 5 is not allowed: give the settings beside it "),
        (["normalization=layer", "over=5"], "normalization cannot be changed little by little: choose one of "),
        (["activation=relu", "optimizer=adam", "over=5"], "optimizer cannot be changed little by little: choose one "),
        (["activation=relu", "over=1"], "over = 1 is not allowed: a whole number from 2 to 1000000"),
        (["activation=relu", "over=0.5"], "over = '0.5' is not allowed: a whole number from 2 to 1000000"),
        (["rewrite=magic"], "rewrite = 'magic' is not allowed: choose one of sigmoid_to_tanh, insert_batch_norm, "),
        (["rewrite=fold_batch_norm"], "rewrite = 'fold_batch_norm' is not allowed: There is no BatchNorm to fold "),
    ],
)
def test_wrong_ramps_and_surgeries(words, text):
    with pytest.raises(FieldError) as caught:
        parse_changes(Experiment(hidden=(30, 30)), [(3, words)])
    assert str(caught.value).startswith(text)
    assert len(str(caught.value).splitlines()) == 1
