"""Experiments: presets, TOML files, the command line's words, and the sentences that name what is wrong."""

import dataclasses
import json
import math
import subprocess
import sys
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fitting import fits
from gradiometer.datasets import CLASSES, DATASETS, DataFacts, DataSpec
from gradiometer.experiment import EXPERIMENT_FIELDS, Experiment, load_experiment, parse_changes, preset_names
from gradiometer.families import FAMILIES
from gradiometer.fields import FieldError, Flag, Integer, Number
from gradiometer.initializations import INITIALIZATIONS
from gradiometer.losses import LOSSES
from gradiometer.settings import SETTING_FIELDS, Reinitialize, Settings

# ---------------------------------------------------------------------------------------------- values


def test_fields_and_values_have_the_same_names():
    assert [field.name for field in dataclasses.fields(Experiment)] == [*EXPERIMENT_FIELDS, "settings", "facts"]


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
    allowed = {("watch_share", 1.5), ("most_mb_per_hour", 1.5), ("snapshot_mb", 1.5)}
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
    for name in ("skip", "branch_scale"):
        assert (name in experiment.blocked) == blocked
        assert (name in Experiment(hidden=(*hidden, 10)).blocked) == blocked
    if not blocked:
        assert Experiment(hidden=hidden, settings=Settings(skip=True, branch_scale=0.5)).settings.skip


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
            values[name] = draw(st.floats(field.low, field.high))
        elif isinstance(field, Integer):
            values[name] = draw(st.integers(field.low, field.high))
        else:
            values[name] = draw(st.sampled_from(list(field.options)))
    plain = Experiment(**values)
    chosen = Settings(
        skip=draw(st.booleans()),
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


# ------------------------------------------------------------------------------------------------- presets


def test_presets_are_the_files_in_resources():
    folder = files("gradiometer_resources").joinpath("presets")
    names = sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir())
    assert sorted(preset_names()) == names
    assert preset_names()[0] == "digits"
    assert list(preset_names()[1:]) == [name for name in names if name != "digits"]
    assert {"digits", "nielsen-2", "nielsen-3", "nielsen-4"} <= set(preset_names())


@pytest.mark.parametrize("name", preset_names())
def test_every_preset_loads_and_bears_its_name(name):
    experiment = load_experiment(name)
    assert experiment.name == name
    assert Experiment.from_dict(experiment.as_dict()) == experiment


def test_the_digits_are_the_default_and_what_was_promised():
    """784-30-30-30-30-10 sigmoid, w ~ N(0, 1/fan_in), b ~ N(0, 1), softmax cross-entropy, SGD 0.1, batches of 32, no
    decay, seed 0, 50,000 training images and the last 10,000 held out."""
    digits = load_experiment("digits")
    assert digits == Experiment()
    assert digits.structure == "784-30-30-30-30-10"
    assert (digits.data, digits.num_train, digits.num_held_out) == ("mnist", 50_000, 10_000)
    assert (digits.loss, digits.batch_size, digits.seed) == ("softmax_cross_entropy", 32, 0)
    assert (digits.initialization, digits.device, digits.dtype) == ("normal_fan_in", "cpu", "float32")
    settings = digits.settings
    assert (settings.activation, settings.normalization, settings.skip) == ("sigmoid", "none", False)
    assert (settings.optimizer, settings.learning_rate, settings.weight_decay) == ("sgd", 0.1, 0.0)
    assert settings.clipping == "off"


# ------------------------------------------------------------------------------------------------ TOML files


def write(tmp_path, content: str | bytes) -> str:
    path = tmp_path / "mine.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def test_a_toml_file(tmp_path):
    path = write(tmp_path, 'name = "mine"\nhidden = [12, 12]\n[settings]\nactivation = "relu"\nskip = true\n')
    expected = Experiment(name="mine", hidden=(12, 12), settings=Settings(activation="relu", skip=True))
    assert load_experiment(path) == expected


def test_an_empty_toml_file_is_the_default(tmp_path):
    assert load_experiment(write(tmp_path, "")) == Experiment()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("hidden = [", "is not valid TOML: "),
        ('name = "a"\nname = "b"', "is not valid TOML: "),
        (b"\xff\xfe", "is not UTF-8 text"),
        ("depth = 3", ": depth is not known: choose one of name, "),
        ("seed = true", ": seed = True is not allowed: a whole number from 0 to "),
        ("seed = 1.0", ": seed = 1.0 is not allowed: a whole number from 0 to "),
        ('hidden = "30"', ": hidden = '30' is not allowed: at most 512 whole numbers from 1 to 8192"),
        ("seed = 1979-05-27", ": seed = datetime.date(1979, 5, 27) is not allowed: "),
        ("settings = 3", ": settings = 3 is not allowed: give a table of names and values"),
        ("[settings]\nlearning_rate = nan", ": settings.learning_rate = nan is not allowed: a number from 0"),
        ("[settings]\nlearning_rate = inf", ": settings.learning_rate = inf is not allowed: a number from 0"),
        ('[settings]\nactivation = "Relu"', ": settings.activation = 'Relu' is not allowed: choose one of sigmoid"),
        ("[settings]\nmomentum = 1.0", ": settings.momentum = 1.0 is not allowed: a number from 0, at most 0.99999"),
        (f"[settings]\nlearning_rate = {10**400}", ": settings.learning_rate = 1000"),
        (f"seed = {'9' * 5000}", "is not valid TOML: "),
        ("hidden = " + "[" * 100_000, "is not valid TOML: "),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_an_error_names_the_file(tmp_path, content, reason):
    path = write(tmp_path, content)
    with pytest.raises(FieldError) as caught:
        load_experiment(path)
    text = str(caught.value)
    assert text.startswith(path)
    assert text.removeprefix(path).lstrip().startswith(reason)
    assert "\n" not in text


def test_a_file_that_cannot_be_read(tmp_path):
    missing = str(tmp_path / "missing.toml")
    with pytest.raises(FieldError) as caught:
        load_experiment(missing)
    assert str(caught.value) == f"{missing} cannot be read: No such file or directory"
    folder = tmp_path / "folder.toml"
    folder.mkdir()
    with pytest.raises(FieldError, match=r"folder\.toml cannot be read: "):
        load_experiment(str(folder))


def test_neither_a_preset_nor_a_toml_file():
    with pytest.raises(FieldError) as caught:
        load_experiment("nielsen-7")
    names = ", ".join(preset_names())
    assert str(caught.value) == f"nielsen-7 is neither a preset ({names}) nor the path of a .toml file"


@given(content=st.one_of(st.binary(max_size=60), st.text(max_size=60).map(str.encode)))
def test_no_file_raises_anything_but_a_field_error(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(content)
    refused = None
    try:
        load_experiment(str(path))
    except FieldError as error:
        refused = str(error)
    assert refused is None or refused.startswith(str(path))


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


# ------------------------------------------------------------------------------------------------- imports


@pytest.mark.parametrize("module", ["gradiometer", "gradiometer.experiment", "gradiometer.session_file"])
def test_no_torch_and_no_qt_is_imported(module):
    """The window is on the screen before torch is there, which takes seconds."""
    code = f"import sys, {module}; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    imported = set(done.stdout.split())
    assert "gradiometer" in imported
    assert not imported & {"torch", "PySide6", "pyqtgraph", "matplotlib", "gradiometer_desktop"}
