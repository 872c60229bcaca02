"""Presets and TOML files: what they may hold, and what is said of those that cannot be read."""

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradiometer.experiment import Experiment
from gradiometer.fields import FieldError
from gradiometer.presets import load_experiment, preset_names
from gradiometer.settings import Settings

# ---------------------------------------------------------------------------------------------- presets


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


# ------------------------------------------------------------------------------------------- TOML files


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
