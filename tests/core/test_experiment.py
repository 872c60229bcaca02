"""Experiments: values that go together, as a table and back, the command line's words for them."""

import dataclasses
import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitting import fits
from gradiometer.datasets import CLASSES, DATASETS, DataFacts, DataSpec
from gradiometer.experiment import Experiment
from gradiometer.experiment_fields import EXPERIMENT_FIELDS
from gradiometer.families import FAMILIES
from gradiometer.fields import FieldError, Flag, Integer, Number
from gradiometer.losses import LOSSES
from gradiometer.settings import SETTING_FIELDS, Settings

# ---------------------------------------------------------------------------------------------- values


def test_fields_and_values_have_the_same_names():
    assert [field.name for field in dataclasses.fields(Experiment)] == [*EXPERIMENT_FIELDS, "settings", "facts"]


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"num_train": 50_001}, "num_train + num_held_out = 60001 is not allowed: mnist has 60000 examples"),
        ({"num_train": 10, "batch_size": 11}, "batch_size = 11 is not allowed: there are 10 training examples"),
        ({"hidden": (9000,)}, "hidden[0] = 9000 is not allowed: a whole number from 1 to 8192"),
        (
            {"hidden": (30, 20), "settings": Settings(skip=True)},
            "settings.skip = True is not allowed: No two neighbouring hidden layers have the same width, so nothing "
            "can be added.",
        ),
    ],
)
def test_values_that_do_not_go_together(values, text):
    with pytest.raises(FieldError) as caught:
        Experiment(**values)
    assert str(caught.value) == text


def test_all_examples_may_be_used():
    assert Experiment(num_train=60_000, num_held_out=0, batch_size=60_000).num_train == 60_000
    assert Experiment(num_train=1, num_held_out=59_999, batch_size=1).num_held_out == 59_999


@pytest.mark.parametrize(
    ("hidden", "blocked"),
    [((), True), ((30,), True), ((30, 20, 30), True), ((784,), False), ((30, 30), False), ((20, 30, 30), False)],
)
def test_where_no_skip_is_possible(hidden, blocked):
    """Only hidden blocks skip: the output layer has none, though its input may be as wide as it is."""
    experiment = Experiment(hidden=hidden)
    for name in ("skip", "skip_weight", "branch_scale"):
        assert (name in experiment.blocked) == blocked
        assert (name in Experiment(hidden=(*hidden, 10)).blocked) == blocked
    if not blocked:
        assert Experiment(hidden=hidden, settings=Settings(skip=True, skip_weight=0.5, branch_scale=0.5)).settings.skip


@pytest.mark.parametrize(
    ("hidden", "structure"),
    [
        ((), "784-10"),
        ((30,) * 6, "784-30-30-30-30-30-30-10"),
        ((30,) * 31, "784-(30)x31-10"),
        ((20, *[30] * 7, 20), "784-20-(30)x7-20-10"),
    ],
)
def test_a_deep_structure_is_written_short(hidden, structure):
    assert Experiment(hidden=hidden).structure == structure


# ------------------------------------------------------------------------------------------ there and back


def facts_of_a_file(draw) -> DataFacts:
    """What a user's own file may be."""
    shape = draw(st.lists(st.integers(1, 40), min_size=1, max_size=3).map(tuple))
    num_classes = draw(st.integers(1, 9))
    names = tuple(f"class {index}" for index in range(num_classes)) if draw(st.booleans()) else ()
    box = (-1.5, 2.0, 0.0, 1.0) if shape == (2,) else ()
    return DataFacts(shape, num_classes, draw(st.integers(2, 60_000)), CLASSES, names, box, "crc 1234")


@st.composite
def experiments(draw) -> Experiment:
    data = draw(st.sampled_from(sorted(DATASETS)))
    length = draw(st.integers(21, 2000))
    if data == "file":
        facts = facts_of_a_file(draw)
    else:
        facts = DATASETS[data].facts(DataSpec(length=length))
    family = draw(st.sampled_from([name for name in FAMILIES if fits(name, facts)]))
    heads = draw(st.integers(1, 8))
    sizes = {"transformer": st.integers(1, 9).map(lambda each: each * heads), "chain": st.just(1)}
    hidden = draw(st.lists(sizes.get(family, st.integers(1, 8192)), min_size=1, max_size=5).map(tuple))
    most = min(facts.num_examples, 60_000)
    num_train = draw(st.integers(1, most))
    values = {
        "name": draw(st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=200)),
        "family": family,
        "data": data,
        "file": "my data.csv" if data == "file" else "",
        "facts": facts if data == "file" else None,
        "length": length,
        "num_train": num_train,
        "num_held_out": draw(st.integers(0, most - num_train)),
        "batch_size": draw(st.integers(1, num_train)),
        "hidden": hidden[:1] * len(hidden) if family == "transformer" else hidden,
        "heads": heads,
        "loss": draw(st.sampled_from([name for name, loss in LOSSES.items() if facts.targets in loss.targets])),
    }
    for name, field in EXPERIMENT_FIELDS.items():
        if name in values:
            continue
        if isinstance(field, Flag):
            values[name] = draw(st.booleans())
        elif isinstance(field, Number):
            values[name] = draw(st.floats(field.low, field.high, exclude_min=field.above))
        elif isinstance(field, Integer):
            values[name] = draw(st.integers(field.low, field.high))
        else:
            values[name] = draw(st.sampled_from(list(field.options)))
    plain = Experiment(**values)
    chosen = Settings(
        skip=draw(st.booleans()),
        skip_weight=draw(st.floats(0, 1)),
        branch_scale=draw(st.floats(0, 1)),
        forget_bias=draw(st.floats(-2, 2)),
        norm_place=draw(st.sampled_from(["before", "after"])),
        learning_rate=draw(st.floats(0, 1e6)),
    )
    return dataclasses.replace(plain, settings=plain.fit_settings(chosen))


@given(experiment=experiments())
def test_there_and_back(experiment):
    """Also of the user's own file, which is not there: its facts are."""
    assert Experiment.from_dict(experiment.as_dict()) == experiment
    assert Experiment.from_dict(json.loads(json.dumps(experiment.as_dict()))) == experiment
    assert ("facts" in experiment.as_dict()) == (experiment.data == "file")


def test_from_dict_leaves_its_argument_alone():
    values = Experiment().as_dict()
    before = json.dumps(values)
    Experiment.from_dict(values)
    assert json.dumps(values) == before


def test_unknown_names():
    with pytest.raises(FieldError) as caught:
        Experiment.from_dict({"learning_rate": 0.1})
    names = ", ".join([*EXPERIMENT_FIELDS, "settings"])
    assert str(caught.value) == f"learning_rate is not known: choose one of {names}"
    with pytest.raises(FieldError, match=r"^settings\.depth is not a setting: choose one of activation, "):
        Experiment.from_dict({"settings": {"depth": 3}})
    with pytest.raises(FieldError, match=r"^settings\.learning_rate = True is not allowed: a number"):
        Experiment.from_dict({"settings": {"learning_rate": True}})


# ------------------------------------------------------------------------------------------- the command line


def test_assignments():
    experiment = Experiment().with_assignments(
        ["hidden=12,12", "activation=relu", "skip=on", "seed = 3", "learning_rate=1e-2", "name=a=b", "dtype=float64"]
    )
    assert experiment == Experiment(
        hidden=(12, 12),
        seed=3,
        name="a=b",
        dtype="float64",
        settings=Settings(activation="relu", skip=True, learning_rate=0.01),
    )
    assert Experiment().with_assignments([]) == Experiment()
    assert Experiment().with_assignments(["seed=1", "seed=2"]).seed == 2


@pytest.mark.parametrize(
    "words",
    [
        ["num_train=16", "batch_size=16"],
        ["num_train=60000", "num_held_out=0"],
        ["hidden=20,20", "skip=on"],
    ],
)
def test_assignments_are_judged_together(words):
    """Whatever their order: only what comes out must go together."""
    start = Experiment(hidden=(12, 13))
    assert start.with_assignments(words) == start.with_assignments(words[::-1])


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["seed"], "'seed' is not allowed: write name=value"),
        (["=3"], "'=3' is not allowed: write name=value"),
        ([""], "'' is not allowed: write name=value"),
        (["seed=x"], "seed = 'x' is not allowed: a whole number from 0 to 9223372036854775807"),
        (["learning_rate=nan"], "learning_rate = nan is not allowed: a number from 0, at most 1e+06"),
        (["skip=maybe"], "skip = 'maybe' is not allowed: true or false"),
        (["batch_size=60000"], "batch_size = 60000 is not allowed: there are 50000 training examples"),
        (
            ["depth=3"],
            f"depth is not known: choose one of {', '.join([*EXPERIMENT_FIELDS, *SETTING_FIELDS, 'lambda'])}",
        ),
    ],
)
def test_wrong_assignments(words, text):
    with pytest.raises(FieldError) as caught:
        Experiment().with_assignments(words)
    assert str(caught.value) == text


# ------------------------------------------------------------------------------------------------- imports


@pytest.mark.parametrize("module", ["gradiometer", "gradiometer.experiment", "gradiometer.session_file"])
def test_no_torch_and_no_qt_is_imported(module):
    """The window is on the screen before torch is there, which takes seconds."""
    code = f"import sys, {module}; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    imported = set(done.stdout.split())
    assert "gradiometer" in imported
    assert not imported & {"torch", "PySide6", "pyqtgraph", "matplotlib", "gradiometer_desktop"}
