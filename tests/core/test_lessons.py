"""Lessons: those that are shipped, and what a file of one's own may say."""

import dataclasses
import math
from pathlib import Path

import numpy as np
import pytest

from gradiometer.lessons import LAST, LessonError, lesson_names, load_lesson
from gradiometer.terms import terms_of

MINE = """
title = "Mine"
source = "A teacher"
plots = ["profile"]
quantity = "delta_norm"
smoothing = 0.25
formula = "{delta_norm:hidden 1}"
look_for = ["One thing.", "Another."]

[[runs]]
name = "small"
title = "A small network"
seeds = 3
steps = 20

[runs.set]
hidden = [4, 4]
num_train = 500
batch_size = 10

[runs.set.settings]
activation = "tanh"
lambda = 5.0

[[runs.published]]
quantity = "delta_norm"
layer = "hidden 2"
points = [[0, 0.5], [10, 0.25]]

[[checks]]
run = "small"
value = "delta_norm:hidden 1 / delta_norm:hidden 2"
step = "last"
expected = 0.2
decades = 1.0
source = "A guess"
published = false

[[cures]]
title = "ReLU"
set = { activation = "relu" }
initialization = "he"
"""


@pytest.fixture
def write(tmp_path: Path):
    """Write a lesson of one's own: the text of its TOML file, which is loaded."""

    def write(text: str, name: str = "11-mine.toml", markdown: str | None = "Read this."):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        if markdown is not None:
            path.with_suffix(".md").write_text(markdown, encoding="utf-8")
        return load_lesson(str(path))

    return write


def test_a_lesson_of_one_s_own(write):
    lesson = write(MINE)
    assert (lesson.name, lesson.number, lesson.title) == ("11-mine", 11, "Mine")
    assert (lesson.source, lesson.text, lesson.diagram) == ("A teacher", "Read this.", "")
    assert (lesson.plots, lesson.quantity, lesson.smoothing) == (("profile",), "delta_norm", 0.25)
    assert lesson.look_for == ("One thing.", "Another.")
    run = lesson.run("small")
    assert lesson.runs == (run,)
    assert (run.title, run.num_seeds) == ("A small network", 3)
    experiment = run.experiment
    assert (experiment.name, experiment.steps, experiment.hidden) == ("lesson-11-small", 20, (4, 4))
    assert experiment.settings.activation == "tanh"
    # Nielsen's lambda / n.
    assert experiment.settings.weight_decay == 5.0 / 500
    (published,) = run.published
    assert (published.quantity, published.layer, published.label) == ("delta_norm", 1, "published, hidden 2")
    np.testing.assert_array_equal(published.steps, [0, 10])
    np.testing.assert_array_equal(published.values, [0.5, 0.25])
    (check,) = lesson.checks
    assert lesson.checks_of("small") == (check,)
    assert lesson.checks_of("large") == ()
    assert (check.step, check.expected, check.kind, check.tolerance) == (LAST, 0.2, "decades", 1.0)
    assert (check.source, check.is_published, check.in_band) == ("A guess", False, False)
    (cure,) = lesson.cures
    assert (cure.title, cure.settings, cure.initialization) == ("ReLU", {"activation": "relu"}, "he")


def test_a_lesson_may_be_a_text_alone(write):
    lesson = write('title = "Short"\nsource = ""\n')
    assert (lesson.runs, lesson.checks, lesson.cures, lesson.formula) == ((), (), (), "")
    assert lesson.quantity == "delta_norm"


def test_a_run_may_begin_with_a_preset(write):
    head = 'title = "T"\nsource = "S"\n[[runs]]\nname = "a"\ntitle = "A"\npreset = "nielsen-3"\nsteps = 5\n'
    run = write(head).run("a")
    assert run.experiment.hidden == (30, 30, 30)
    assert (run.experiment.steps, run.experiment.name, run.num_seeds) == (5, "lesson-11-a", 1)
    assert run.experiment.settings.weight_decay == 0.005
    changed = write(head + '[runs.set]\nname = "x"\nbatch_size = 10\nsettings = { learning_rate = 0.5 }\n').run("a")
    assert changed.experiment == dataclasses.replace(
        run.experiment,
        name="x",
        batch_size=10,
        settings=dataclasses.replace(run.experiment.settings, learning_rate=0.5),
    )


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('title = "Mine"\n', "", "title is missing"),
        ("plots = [", "plost = [", "plost is not known: choose one of title, source"),
        ('"profile"', "3", r"plots\[0\] = 3 is not allowed"),
        ('"profile"', '"profil"', r"plots\[0\] = 'profil' is not allowed: choose one of profile, factors"),
        ("smoothing = 0.25", 'diagram = "chian"', "diagram = 'chian' is not allowed: choose one of chain, explosion"),
        ("smoothing = 0.25", "diagram = 0", "diagram = 0 is not allowed"),
        ('quantity = "delta_norm"\nsmoothing', 'quantity = "speed"\nsmoothing', "quantity = 'speed' is not allowed"),
        ('quantity = "delta_norm"\nsmoothing', 'quantity = "loss"\nsmoothing', "quantity = 'loss' is not allowed"),
        ("smoothing = 0.25", "smoothing = 2", "smoothing = 2 is not allowed: a number from 0, at most 1"),
        (
            "{delta_norm:hidden 1}",
            "{delta_norm:hidden 9}",
            "that no run has: choose one of hidden 1, hidden 2",
        ),
        ("{delta_norm:hidden 1}", "{delta_norm:hidden 1", "a brace without its partner"),
        (
            "{delta_norm:hidden 1}",
            "{speed}",
            "formula: 'speed' is no term: no single number is called speed",
        ),
        ("steps = 20", "steps = -1", r"runs\[0\]\.steps = -1 is not allowed"),
        ("seeds = 3", "seeds = 0", r"runs\[0\]\.seeds = 0 is not allowed"),
        ("seeds = 3", "sedes = 3", r"runs\[0\]\.sedes is not known"),
        ("seeds = 3", 'preset = "nothing"', r"runs\[0\]\.preset: nothing is neither a preset"),
        ("batch_size = 10", "batch_size = 1000", r"runs\[0\]\.set: batch_size = 1000 is not allowed"),
        ("batch_size = 10", "batch = 10", r"runs\[0\]\.set: batch is not known"),
        ("batch_size = 10", "steps = 10", "steps stands beside set"),
        ("lambda = 5.0", "lambda = -1", r"runs\[0\]\.set: settings\.lambda = -1 is not allowed"),
        ("lambda = 5.0", "lambda = 5e8", r"settings\.weight_decay = 1000000\.0 is not allowed"),
        ("lambda = 5.0", 'optimizer = "best"', r"settings\.optimizer = 'best' is not allowed"),
        ('layer = "hidden 2"', 'layer = "hidden 3"', r"runs\[0\]\.published\[0\]\.layer = 'hidden 3' is not allowed"),
        ("[10, 0.25]", "[0, 0.25]", r"runs\[0\]\.published\[0\]\.steps: they must rise"),
        ("[10, 0.25]", "[10]", r"runs\[0\]\.published\[0\]\.points\[1\] = \[10\] is not allowed"),
        ("[10, 0.25]", "[10, -1]", "shown as its logarithm"),
        ('run = "small"', 'run = "large"', r"checks\[0\]\.run = 'large' is not allowed: choose one of small"),
        ('value = "delta_norm:hidden 1 /', 'value = "speed:hidden 1 /', r"checks\[0\]\.value: .* called speed"),
        ('hidden 2"\nstep', 'hidden 9"\nstep', r"checks\[0\]\.value: .* the run small does not have"),
        ('value = "delta_norm:hidden 1 /', 'value = "hidden_gradient:hidden 1@first /', "does not measure"),
        ('step = "last"', "step = 20", r"step = 20 is not allowed: the run small ends after step 19"),
        ('step = "last"', 'step = "first"', r"checks\[0\]\.step = 'first' is not allowed: choose one of last"),
        ("steps = 20", "steps = 0", "the run small never ends"),
        ("decades = 1.0", "", "factor is missing: give exactly one of factor, difference, decades"),
        (
            "decades = 1.0",
            "decades = 1.0\nfactor = 2.0",
            "factor is not alone: give exactly one of factor, ",
        ),
        ("decades = 1.0", "factor = 0.5", r"checks\[0\]\.factor = 0.5 is not allowed"),
        ("expected = 0.2", "expected = 0", r"checks\[0\]\.expected = 0 is not allowed: a number above 0"),
        ('activation = "relu"', 'activation = "best"', r"cures\[0\]\.set\.activation = 'best' is not allowed"),
        ('activation = "relu"', "depth = 3", r"cures\[0\]\.set\.depth is not a setting"),
        ('initialization = "he"', 'initialization = "best"', r"cures\[0\]\.initialization = 'best' is not allowed"),
        ("[[cures]]", '[[cures]]\ntitle = "Nothing"\n[[cures]]', r"cures\[0\]\.set is missing"),
        ("[[runs]]", '[[runs]]\nname = "small"\ntitle = "A"\nsteps = 1\n[[runs]]', "the name 'small' twice"),
        ('title = "Mine"', 'title = "Mine', "11-mine.toml is not valid TOML"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(write, old, new, reason):
    assert old in MINE
    with pytest.raises(LessonError, match=reason) as raised:
        write(MINE.replace(old, new, 1))
    assert "11-mine.toml" in str(raised.value)
    assert "\n" not in str(raised.value)


def test_both_files_have_to_be_there(write, tmp_path):
    with pytest.raises(LessonError, match=r"11-mine\.md cannot be read: No such file"):
        write(MINE, markdown=None)
    with pytest.raises(LessonError, match=r"12-yours\.toml cannot be read"):
        load_lesson(str(tmp_path / "12-yours.toml"))
    (tmp_path / "11-mine.md").write_bytes(b"\xff")
    with pytest.raises(LessonError, match="not UTF-8"):
        load_lesson(str(tmp_path / "11-mine.toml"))


@pytest.mark.parametrize("name", ["mine.toml", "1-mine.toml", "11.toml"])
def test_a_name_has_a_number(write, name):
    with pytest.raises(LessonError, match="two digits and a name"):
        write(MINE, name)


@pytest.mark.parametrize("name", ["", "99", "3-", "speeds"])
def test_a_lesson_that_is_not_there(name):
    with pytest.raises(LessonError, match="is not a lesson: choose one of 01-depth"):
        load_lesson(name)


def test_a_lesson_is_known_by_its_number():
    assert {load_lesson(name).name for name in ("3", "03", "03-speeds-at-initialization")} == {
        "03-speeds-at-initialization"
    }


@pytest.mark.parametrize("name", lesson_names())
def test_every_lesson_that_is_shipped_is_right(name):
    lesson = load_lesson(name)
    assert lesson.name == name
    assert lesson.title
    assert lesson.source
    assert len(lesson.text.split()) > 100
    assert lesson.look_for
    terms_of(lesson.formula)
    for run in lesson.runs:
        assert lesson.run(run.name) is run


def test_the_lessons_have_numbers_from_1_on_without_doubles():
    numbers = [load_lesson(name).number for name in lesson_names()]
    assert len(set(numbers)) == len(numbers)
    assert numbers == sorted(numbers)


def test_lesson_1_is_the_printed_experiment():
    lesson = load_lesson("1")
    printed = {1: 0.9648, 2: 0.9690, 3: 0.9657, 4: 0.9653}
    for depth, accuracy in printed.items():
        run = lesson.run(f"{depth} hidden")
        experiment = run.experiment
        assert experiment.hidden == (30,) * depth
        assert (experiment.num_train, experiment.num_held_out, experiment.batch_size) == (50_000, 10_000, 10)
        assert (experiment.loss, experiment.initialization) == ("sigmoid_cross_entropy", "normal_fan_in")
        settings = experiment.settings
        assert (settings.activation, settings.optimizer, settings.learning_rate) == ("sigmoid", "sgd", 0.1)
        assert math.isclose(settings.weight_decay, 5.0 / 50_000)
        (check,) = lesson.checks_of(run.name)
        # Before the update of step 150,000 there were 30 epochs of 5,000 updates.
        assert check.step == 30 * experiment.num_train // experiment.batch_size
        assert check.step % experiment.evaluate_every == 0
        assert (check.term.text, check.expected) == ("held_out_accuracy", accuracy)
        assert (check.kind, check.tolerance) == ("difference", 0.005)


SPEEDS = {2: [0.07, 0.31], 3: [0.012, 0.060, 0.283], 4: [0.003, 0.017, 0.070, 0.285]}


def test_lesson_3_has_the_printed_speeds():
    lesson = load_lesson("3")
    assert lesson.quantity == "delta_norm"
    for depth, speeds in SPEEDS.items():
        run = lesson.run(f"{depth} hidden")
        assert run.num_seeds == 40
        assert [(each.layer, *each.values) for each in run.published] == list(enumerate(speeds))
        assert all(each.steps.tolist() == [0] for each in run.published)
        checks = lesson.checks_of(run.name)
        assert [check.expected for check in checks] == speeds
        assert [check.term.text for check in checks] == [f"delta_norm:hidden {layer + 1}" for layer in range(depth)]
        assert all(check.in_band and (check.kind, check.tolerance) == ("factor", 2.0) for check in checks)


EPOCHS = [1, 10, 50, 100, 250, 499]
CURVES = {
    (2, 1): [0.043, 0.0089, 0.0010, 0.0015, 0.0023, 0.0034],
    (2, 2): [0.217, 0.040, 0.0013, 0.0019, 0.0042, 0.0096],
    (3, 1): [0.0112, 0.0020, 8.5e-5, 8.1e-5, 8.4e-5, 8.6e-5],
    (3, 3): [0.278, 0.060, 0.0016, 0.0014, 0.0013, 0.0013],
    (4, 1): [0.0020, 2.7e-4, 2.1e-5, 1.8e-5, 1.4e-5, 8.2e-6],
    (4, 4): [0.213, 0.037, 0.0010, 0.00096, 0.00095, 0.00092],
}


@pytest.mark.parametrize(("depth", "layer"), CURVES)
def test_lesson_4_has_the_published_curves(depth, layer):
    lesson = load_lesson("4")
    run = lesson.run(f"{depth} hidden")
    assert run.num_seeds == 21
    assert run.experiment.hidden == (30,) * depth
    assert run.experiment.batch_size == run.experiment.num_train == 1000
    (published,) = (each for each in run.published if each.layer == layer - 1)
    assert published.steps.tolist() == EPOCHS
    assert published.values.tolist() == CURVES[depth, layer]
    checks = [check for check in lesson.checks_of(run.name) if check.term.text == f"delta_norm:hidden {layer}"]
    assert [check.step for check in checks] == EPOCHS
    assert [check.expected for check in checks] == CURVES[depth, layer]
    assert {(check.kind, check.tolerance) for check in checks} == {("factor", 2.0)}


def test_lesson_9_has_a_switch_for_each_cure():
    lesson = load_lesson("9")
    set_to = {(name, value) for cure in lesson.cures for name, value in cure.settings.items()}
    assert {("activation", name) for name in ("relu", "leaky_relu", "elu")} <= set_to
    assert {("normalization", name) for name in ("batch", "layer")} <= set_to
    assert {("skip", True), ("clipping", "total"), ("optimizer", "adam"), ("optimizer", "rmsprop")} <= set_to
    assert {cure.initialization for cure in lesson.cures} >= {"he", "xavier"}
    # A run can take each of them.
    for run in lesson.runs:
        for cure in lesson.cures:
            run.experiment.check_settings(dataclasses.replace(run.experiment.settings, **cure.settings))
    back = lesson.cures[-1]
    starving = lesson.run("starving").experiment
    touched = {name for cure in lesson.cures for name in cure.settings} - {"clip_threshold"}
    assert {name: getattr(starving.settings, name) for name in touched} == back.settings
    assert back.initialization == starving.initialization


def test_lesson_10_compares_the_same_task():
    lesson = load_lesson("10")
    expected = {"rnn": 1e-22, "lstm 1": 1e-8, "lstm 2": 6e-3, "lstm ln T": 1.0, "gru": 1e-19}
    assert {check.run: check.expected for check in lesson.checks} == expected
    for run in lesson.runs:
        experiment = run.experiment
        assert (experiment.data, experiment.length, experiment.dtype) == ("adding", 100, "float64")
        assert (experiment.initialization, run.num_seeds) == ("pytorch", 5)
    assert lesson.run("lstm ln T").experiment.settings.forget_bias == pytest.approx(math.log(100), abs=1e-3)
