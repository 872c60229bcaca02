"""Experiments with networks of every family: what goes together, what a network is, and what means nothing in it."""

import dataclasses
import json
import math

import pytest

from fitting import fits
from gradiometer.changes import parse_changes
from gradiometer.datasets import CLASSES, DATASETS, POSITIONS, DataError, DataFacts, DataSpec
from gradiometer.experiment import Experiment
from gradiometer.families import FAMILIES
from gradiometer.fields import FieldError
from gradiometer.losses import LOSSES
from gradiometer.presets import load_experiment
from gradiometer.settings import SETTING_FIELDS, Settings

HIDDEN = {"chain": (1, 1), "transformer": (8, 8)}

# ------------------------------------------------------------------------------------- families, data, losses


@pytest.mark.parametrize("data", [name for name in DATASETS if name != "file"])
@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_with_all_data_and_every_loss(family, data):
    """What does not go together is one sentence that names a field that is at fault, its value and what is allowed."""
    facts = DATASETS[data].facts(DataSpec())
    judges = [name for name, loss in LOSSES.items() if facts.targets in loss.targets]
    assert judges
    for loss in LOSSES:
        values = {"family": family, "data": data, "loss": loss, "hidden": HIDDEN.get(family, (4, 4))}
        faults = [] if fits(family, facts) else [f"family = {family!r} is not allowed: "]
        faults += [] if loss in judges else [f"loss = {loss!r} is not allowed: "]
        if not faults:
            experiment = Experiment(**values)
            assert experiment.network.num_outputs == facts.num_outputs
            assert experiment.network.answers_each_step == (facts.targets == POSITIONS)
            assert math.prod(experiment.network.shape) == facts.num_inputs
            continue
        with pytest.raises(FieldError) as caught:
            Experiment(**values)
        text = str(caught.value)
        assert len(text.splitlines()) == 1
        [fault] = [fault for fault in faults if text.startswith(fault)]
        if fault.startswith("loss"):
            assert text == f"{fault}{data} asks for {facts.targets}, choose one of {', '.join(judges)}"


@pytest.mark.parametrize(
    ("values", "text"),
    [
        (
            {"family": "rnn", "data": "moons"},
            "family = 'rnn' is not allowed: it reads sequences or images, and these data are single vectors",
        ),
        (
            {"family": "convolutional", "data": "adding", "loss": "squared_error"},
            "family = 'convolutional' is not allowed: a convolution reads images, and these data are none",
        ),
        (
            {"data": "copying"},
            "family = 'mlp' is not allowed: copying asks for an answer at time steps, choose one of rnn, lstm, gru, "
            "transformer",
        ),
        (
            {"family": "chain"},
            "family = 'chain' is not allowed: a chain reads a single number, choose the data threshold",
        ),
        (
            {"family": "chain", "data": "threshold", "loss": "quadratic", "hidden": (1, 2)},
            "hidden = [1, 2] is not allowed: each layer of a chain has one neuron, say 1, 1, 1",
        ),
        (
            {"family": "transformer", "hidden": (8, 4)},
            "hidden = [8, 4] is not allowed: a Transformer has one or more blocks of one width, say 64, 64",
        ),
        (
            {"family": "transformer", "hidden": (10, 10), "heads": 4},
            "heads = 4 is not allowed: they share the width of a block, and 10 is no multiple",
        ),
        ({"family": "gru", "hidden": ()}, "hidden = [] is not allowed: a recurrent network has at least one level"),
        (
            {"family": "convolutional", "hidden": ()},
            "hidden = [] is not allowed: a convolutional network has at least one convolution",
        ),
        (
            {"family": "gru", "data": "copying", "length": 20},
            "length = 20 is not allowed: copying needs 21 to 2000 time steps",
        ),
        (
            {"family": "gru", "data": "adding", "loss": "squared_error", "length": 2000, "num_train": 200_000},
            "num_train + num_held_out = 210000 is not allowed: adding has 134217 examples",
        ),
        (
            {"data": "file"},
            "file = '' is not allowed: No file is chosen: an IDX, NPZ or CSV file, or a folder of images by class",
        ),
        (
            {"data": "file", "file": "/not/there.csv"},
            "file = '/not/there.csv' is not allowed: /not/there.csv cannot be read: no such file or directory",
        ),
    ],
)
def test_networks_and_data_that_do_not_go_together(values, text):
    with pytest.raises(FieldError) as caught:
        Experiment(**values)
    assert str(caught.value) == text


@pytest.mark.parametrize(
    ("values", "structure", "names", "num_parameters"),
    [
        ({"hidden": (30, 20)}, "784-30-20-10", ("hidden 1", "hidden 2", "output"), 784 * 30 + 30 + 620 + 210),
        ({"hidden": ()}, "784-10", ("output",), 7850),
        ({"data": "moons", "hidden": (5,)}, "2-5-2", ("hidden 1", "output"), 15 + 12),
        (
            {"family": "convolutional", "hidden": (8, 8, 16)},
            "1x28x28-conv 8-8-16-10",
            ("conv 1", "conv 2", "conv 3", "output"),
            8 * 9 + 8 + 8 * 8 * 9 + 8 + 16 * 8 * 9 + 16 + 170,
        ),
        (
            {"family": "rnn", "data": "mnist_rows", "hidden": (20, 15)},
            "RNN 28-20-15-10, 28 steps",
            ("recurrent 1", "recurrent 2", "output"),
            20 * (28 + 20 + 1) + 15 * (20 + 15 + 1) + 160,
        ),
        (
            {"family": "lstm", "data": "adding", "loss": "squared_error", "length": 50, "hidden": (7,)},
            "LSTM 2-7-1, 50 steps",
            ("recurrent 1", "output"),
            4 * 7 * (2 + 7 + 1) + 8,
        ),
        (
            {"family": "gru", "data": "copying", "length": 25, "hidden": (7,)},
            "GRU 10-7-8, 25 steps",
            ("recurrent 1", "output"),
            3 * 7 * (10 + 7 + 1) + 64,
        ),
        (
            {"family": "transformer", "hidden": (8, 8)},
            "Transformer 28-8-8-10, 28 steps",
            ("embedding", "block 1", "block 2", "output"),
            28 * 8 + 8 + 2 * (4 * (64 + 8) + 8 * 32 + 32 + 32 * 8 + 8) + 90,
        ),
        (
            {"family": "chain", "data": "threshold", "loss": "quadratic", "hidden": (1,) * 8},
            "(1)x10",
            (*(f"hidden {index}" for index in range(1, 9)), "output"),
            18,
        ),
    ],
)
def test_what_a_network_is(values, structure, names, num_parameters):
    experiment = Experiment(**values)
    assert experiment.structure == structure
    assert experiment.layer_names == names
    assert experiment.num_parameters == num_parameters
    assert experiment.kind is FAMILIES[values.get("family", "mlp")]
    assert [layer.name for layer in experiment.layers] == list(names)
    assert experiment.outline.structure == structure


@pytest.mark.parametrize("heads", [1, 2, 8])
def test_heads_share_the_width_and_have_no_parameters_of_their_own(heads):
    one = Experiment(family="transformer", hidden=(16, 16), heads=heads)
    assert one.num_parameters == Experiment(family="transformer", hidden=(16, 16), heads=4).num_parameters


@pytest.mark.parametrize("family", FAMILIES)
def test_another_family_is_one_step_away(family):
    """With what such networks begin with; on the data at hand where it is made for them."""
    for start in (Experiment(), Experiment(data="moons", num_train=100, num_held_out=20, batch_size=50, seed=9)):
        other = start.for_family(family)
        kind = FAMILIES[family]
        assert (other.family, other.hidden, other.seed) == (family, kind.hidden, start.seed)
        assert other.data == (start.data if start.data in kind.data else kind.data[0])
        assert (other.num_train, other.num_held_out, other.batch_size) == (
            start.num_train,
            start.num_held_out,
            start.batch_size,
        )
        assert other.settings == dataclasses.replace(Settings(), **kind.settings)


@pytest.mark.parametrize("data", [name for name in DATASETS if name != "file"])
def test_other_data_are_one_step_away(data):
    """With a loss that can judge them: the same where it can; no more examples than there are."""
    start = Experiment(data="moons", num_train=900_000, num_held_out=100_000, loss="quadratic")
    facts = DATASETS[data].facts(DataSpec())
    family = next(name for name in FAMILIES if fits(name, facts))
    if family != "mlp":
        with pytest.raises(FieldError, match=r"^family = 'mlp' is not allowed"):
            start.for_data(data)
        start = Experiment(family=family, hidden=(8,))
    other = start.for_data(data)
    assert (other.data, other.family, other.hidden) == (data, family, start.hidden)
    assert facts.targets in LOSSES[other.loss].targets
    assert other.loss == start.loss or facts.targets not in LOSSES[start.loss].targets
    assert other.num_train + other.num_held_out <= facts.num_examples
    assert other.batch_size <= other.num_train


# ---------------------------------------------------------------------- settings that mean nothing somewhere


SKIPS = ("skip", "skip_weight", "branch_scale")
BLOCKED = {  # family and its hidden widths -> what is blocked
    ("mlp", (4, 4)): {"norm_place", "forget_bias"},
    ("mlp", (4, 5)): {"norm_place", "forget_bias", *SKIPS},
    ("convolutional", (4, 4, 4)): {"norm_place", "forget_bias", "branch_scale"},
    ("convolutional", (4, 4)): {"norm_place", "forget_bias", *SKIPS},
    ("convolutional", (4, 4, 5)): {"norm_place", "forget_bias", *SKIPS},
    ("rnn", (5, 5)): {"norm_place", "forget_bias", "normalization=batch"},
    ("rnn", (28, 5)): {"norm_place", "forget_bias", "normalization=batch"},
    ("rnn", (4, 5)): {"norm_place", "forget_bias", "normalization=batch", *SKIPS},
    ("lstm", (5, 5)): {"norm_place", "activation", "normalization", "normalization=batch"},
    ("lstm", (4, 5)): {"norm_place", "activation", "normalization", "normalization=batch", *SKIPS},
    ("gru", (5, 5)): {"norm_place", "activation", "normalization", "normalization=batch", "forget_bias"},
    ("transformer", (4, 4)): {"forget_bias", "normalization=batch"},
    # Of a single unit it would leave nothing.
    ("chain", (1, 1)): {"norm_place", "forget_bias", "normalization=layer"},
}
OTHERWISE = {
    "activation": "relu",
    "normalization": "layer",
    "skip": True,
    "skip_weight": 0.5,
    "branch_scale": 0.5,
    "norm_place": "after",
    "forget_bias": 1.0,
}


def network_of(family: str, hidden: tuple[int, ...]) -> Experiment:
    data = {"data": "threshold", "loss": "quadratic"} if family == "chain" else {}
    return Experiment(family=family, hidden=hidden, heads=2, **data)


@pytest.mark.parametrize(("family", "hidden"), BLOCKED)
def test_what_means_nothing_is_blocked_and_the_rest_is_not(family, hidden):
    experiment, blocked = network_of(family, hidden), BLOCKED[family, hidden]
    assert set(experiment.blocked) == blocked
    assert all(reason.endswith(".") and "\n" not in reason for reason in experiment.blocked.values())
    tried = [*OTHERWISE.items(), ("normalization", "batch")]
    for name, value in tried:
        changed = dataclasses.replace(experiment.settings, **{name: value})
        keys = (name, f"{name}={value}")
        reason = next((text for key, text in experiment.blocked.items() if key in keys), None)
        if reason is None:
            experiment.check_settings(changed)
            assert dataclasses.replace(experiment, settings=changed).settings == changed
            assert experiment.fit_settings(changed) == changed
            continue
        sentence = f"settings.{name} = {value!r} is not allowed: {reason}"
        for act in (
            lambda changed=changed: experiment.check_settings(changed),
            lambda changed=changed: dataclasses.replace(experiment, settings=changed),
            lambda name=name, value=value: parse_changes(experiment, [(3, [f"{name}={value}".replace("True", "on")])]),
        ):
            with pytest.raises(FieldError) as caught:
                act()
            assert str(caught.value) == sentence
        assert experiment.fit_settings(changed) == experiment.settings


@pytest.mark.parametrize(("family", "hidden"), BLOCKED)
def test_fitted_settings_keep_all_that_means_something(family, hidden):
    experiment, blocked = network_of(family, hidden), BLOCKED[family, hidden]
    wanted = Settings(**OTHERWISE, learning_rate=0.7, optimizer="adam", clipping="total", weight_decay=0.1)
    fitted = experiment.fit_settings(wanted)
    experiment.check_settings(fitted)
    for name in SETTING_FIELDS:
        is_blocked = name in blocked or f"{name}={getattr(wanted, name)}" in blocked
        assert getattr(fitted, name) == getattr(Settings() if is_blocked else wanted, name)
    assert experiment.fit_settings(fitted) == fitted


def test_the_default_settings_are_allowed_everywhere():
    for family, hidden in BLOCKED:
        experiment = network_of(family, hidden)
        experiment.check_settings(Settings())
        assert experiment.fit_settings(Settings()) == Settings()


# ------------------------------------------------------------------------------------------ the user's own file


def test_facts_stand_in_the_dictionary_of_a_file_alone(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("a,b,label\n" + "".join(f"{index},{index % 7},{'xyz'[index % 3]}\n" for index in range(30)))
    experiment = Experiment(data="file", file=str(path), num_train=20, num_held_out=10, batch_size=4)
    facts = experiment.facts
    assert (facts.shape, facts.num_outputs, facts.num_examples, facts.targets) == ((2,), 3, 30, CLASSES)
    assert facts.class_names == ("x", "y", "z")
    assert experiment.structure == "2-30-30-30-30-3"
    values = experiment.as_dict()
    assert DataFacts.from_dict(values["facts"]) == facts
    assert "facts" not in Experiment().as_dict()
    assert len(experiment.load_examples()) == 30
    path.unlink()
    # A session of it can be read all the same.
    assert Experiment.from_dict(json.loads(json.dumps(values))) == experiment
    assert dataclasses.replace(experiment, seed=3).facts == facts
    with pytest.raises(DataError, match=r"mine\.csv cannot be read"):
        experiment.load_examples()


def test_a_changed_copy_with_a_file_has_the_facts_of_the_file(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("a,b,label\n" + "1,2,x\n3,4,y\n" * 20)
    for start in (Experiment(), Experiment(data="moons")):
        copy = dataclasses.replace(start, data="file", file=str(path), num_train=20, num_held_out=10, batch_size=4)
        assert copy.facts.class_names == ("x", "y")
        assert dataclasses.replace(copy, data="moons").facts == DATASETS["moons"].facts(DataSpec())


def test_a_file_that_has_changed_is_said_so(tmp_path):
    path = tmp_path / "mine.csv"
    rows = [f"{index},{index % 7},{index % 3}\n" for index in range(30)]
    path.write_text("a,b,label\n" + "".join(rows))
    experiment = Experiment(data="file", file=str(path), num_train=20, num_held_out=10, batch_size=4)
    path.write_text("a,b,label\n" + "".join(rows[:-1]))
    with pytest.raises(DataError) as caught:
        experiment.load_examples()
    changed = f"{path} is not what it was when this session was made: "
    assert str(caught.value) == f"{changed}it has 29 examples now, and had 30"
    path.write_text("a,b,label\n" + "".join([*rows[:-1], "7,7,0\n"]))
    with pytest.raises(DataError, match="its values or labels are other ones"):
        experiment.load_examples()


def test_other_assignments_keep_a_files_facts_and_other_data_do_not(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("a,b,label\n" + "1,2,x\n3,4,y\n" * 20)
    experiment = Experiment(data="file", file=str(path), num_train=20, num_held_out=10, batch_size=4)
    assert experiment.with_assignments(["seed=4"]).facts == experiment.facts
    assert experiment.with_assignments(["standardize=on"]).facts.shape == (2,)
    assert experiment.with_assignments(["data=moons"]).facts == DATASETS["moons"].facts(DataSpec())
    path.unlink()
    assert experiment.with_assignments(["seed=4"]).facts == experiment.facts
    with pytest.raises(FieldError, match=r"^file = '.*mine.csv' is not allowed: "):
        experiment.with_assignments(["standardize=on"])


@pytest.mark.parametrize("facts", [3, [], {}, {"shape": [0]}, {"shape": [2], "num_outputs": 2, "num_examples": 9}])
def test_junk_for_facts_is_one_sentence(facts):
    with pytest.raises(FieldError, match=r"^facts are not allowed: facts of data ") as caught:
        Experiment.from_dict({"data": "file", "facts": facts})
    assert len(str(caught.value).splitlines()) == 1


# ------------------------------------------------------------------------------------------------------ lambda


def test_lambda_is_weight_decay_times_the_number_of_training_examples(tmp_path):
    """Nielsen's L2, chapter 3: w loses the share eta lambda / n at each step."""
    (path := tmp_path / "mine.toml").write_text("num_train = 1000\n[settings]\nlambda = 5.0\n")
    assert load_experiment(str(path)) == Experiment(num_train=1000, settings=Settings(weight_decay=0.005))
    assert Experiment.from_dict({"settings": {"lambda": 5}}).settings.weight_decay == 5 / 50_000
    assert Experiment().with_assignments(["lambda=5"]).settings.weight_decay == 5 / 50_000
    for words in (["lambda=0.1", "num_train=1000"], ["num_train=1000", "lambda=0.1"]):
        assert Experiment().with_assignments(words).settings.weight_decay == pytest.approx(1e-4, rel=1e-15)
    start = Experiment(settings=Settings(weight_decay=0.3))
    assert start.with_assignments(["lambda=0"]).settings.weight_decay == 0.0
    assert "lambda" not in Experiment.from_dict({"settings": {"lambda": 5}}).as_dict()["settings"]


@pytest.mark.parametrize(
    ("values", "text"),
    [
        (
            {"settings": {"lambda": 5.0, "weight_decay": 0.1}},
            "settings.lambda is not allowed beside weight_decay, which is lambda / num_train",
        ),
        ({"settings": {"lambda": -1.0}}, "settings.lambda = -1.0 is not allowed: a number from 0, at most "),
        ({"settings": {"lambda": "5"}}, "settings.lambda = '5' is not allowed: a number from 0, at most "),
        ({"settings": {"lambda": math.nan}}, "settings.lambda = nan is not allowed: a number from 0, at most "),
        ({"settings": {"lambda": True}}, "settings.lambda = True is not allowed: a number from 0, at most "),
        ({"num_train": 0, "settings": {"lambda": 1.0}}, "num_train = 0 is not allowed: a whole number from 1 to "),
        ({"num_train": "x", "settings": {"lambda": 1.0}}, "num_train = 'x' is not allowed: a whole number from 1 to "),
    ],
)
def test_wrong_lambdas(values, text):
    with pytest.raises(FieldError) as caught:
        Experiment.from_dict(values)
    assert str(caught.value).startswith(text)


def test_wrong_lambdas_of_the_command_line():
    for words in (["lambda=5", "weight_decay=0.1"], ["weight_decay=0.1", "lambda=5"]):
        with pytest.raises(FieldError, match=r"^settings\.lambda is not allowed beside weight_decay"):
            Experiment().with_assignments(words)
    with pytest.raises(FieldError, match=r"^lambda = 'much' is not allowed: a number from 0, at most "):
        Experiment().with_assignments(["lambda=much"])
    with pytest.raises(FieldError, match=r"^lambda cannot change at a step: choose one of activation, "):
        parse_changes(Experiment(), [(3, ["lambda=5"])])


def test_another_family_is_given_what_it_needs():
    """Heads that share its width, and no BatchNorm of a single example."""
    start = dataclasses.replace(Experiment(), heads=5, batch_size=1)
    transformer = start.for_family("transformer")
    assert transformer.hidden[0] % transformer.heads == 0
    assert start.for_family("convolutional").settings.normalization == "none"
    assert Experiment().for_family("convolutional").settings.normalization == "batch"


@pytest.mark.parametrize(("held_out", "expected"), [(5, (75, 15)), (0, (90, 0))])
def test_who_took_all_of_one_file_takes_all_of_the_next(tmp_path, held_out, expected):
    paths = []
    for number in (30, 90):
        paths.append(tmp_path / f"{number}.csv")
        paths[-1].write_text("a,b,label\n" + "1,2,x\n3,4,y\n" * (number // 2), "utf-8")
    experiment = Experiment(
        data="file", file=str(paths[0]), num_train=30 - held_out, num_held_out=held_out, batch_size=4
    )
    other = experiment.for_data("file", file=str(paths[1]), standardize=True)
    assert (other.num_train, other.num_held_out) == expected
    assert (other.file, other.standardize) == (str(paths[1]), True)
    some = dataclasses.replace(experiment, num_train=10).for_data("file", file=str(paths[1]))
    assert (some.num_train, some.num_held_out) == (10, held_out)
    same = dataclasses.replace(experiment, num_train=10).for_data("file")
    assert (same.num_train, same.file) == (10, str(paths[0]))
    with pytest.raises(FieldError, match=r"= 100 is not allowed: 30\.csv has 30 examples"):
        dataclasses.replace(experiment, num_train=100 - held_out)
