"""A session as a script, and the script trained: every number and weight comes out the same, to the last bit."""

import dataclasses
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from gradiometer.adoption import adopt
from gradiometer.branch_messages import Request
from gradiometer.branches import Branches
from gradiometer.continuing import Resume
from gradiometer.experiment import Experiment
from gradiometer.fields import FieldError
from gradiometer.grafting import plan_graft
from gradiometer.plans import Recorded
from gradiometer.presets import load_experiment, preset_names
from gradiometer.reports import Event
from gradiometer.script import Script, read_script, script_of
from gradiometer.session_database import SessionFileError
from gradiometer.session_file import load_session
from gradiometer.settings import Asked, Ramp, Reinitialize, Rewrite, Settings
from gradiometer.surgeries import SURGERIES
from gradiometer.treatments import BRANCH, Treatment, line_up
from gradiometer.trial_files import branch_paths
from short_runs import SHORT, check_say_the_same, record
from synthetic import write_session, write_watched

SIGMOID = SHORT.settings
TANH = SURGERIES["sigmoid_to_tanh"].after(SIGMOID)
SKIP = dataclasses.replace(TANH, skip=True, branch_scale=0.5, learning_rate=0.02)
BATCH = dataclasses.replace(SKIP, normalization="batch", optimizer="adam", clipping="total", clip_threshold=0.1)


def train(script: Path, path: Path) -> None:
    """As the verb `train` does."""
    read = read_script(str(script))
    record(read.experiment, path, read.changes, plan=read.plan, num_threads=read.num_threads)


def check_comes_again(path: Path, folder: Path, *, weights: bool = True) -> Script:
    """The script of a session, trained, says what the session says; and has the same script."""
    spec, again = folder / "spec.toml", folder / "again.gradiometer"
    with load_session(path) as session:
        text = script_of(session)
    spec.write_text(text)
    train(spec, again)
    check_say_the_same(again, path, weights=weights)
    with load_session(again) as session:
        # But for its own id.
        lines = [
            [line for line in each.splitlines() if not line.startswith("session = ")]
            for each in (script_of(session), text)
        ]
    assert lines[0] == lines[1]
    return read_script(str(spec))


RUNS: dict[str, tuple[dict[str, Any], dict[int, list]]] = {
    "nothing changed": ({}, {}),
    "settings and weights": (
        {},
        {
            0: [Reinitialize(scheme="xavier", seed=4)],
            9: [TANH, Reinitialize(scheme="he", layers=(0, 2), seed=7)],
            25: [BATCH],
        },
    ),
    "a ramp": ({}, {6: [Ramp(settings=dataclasses.replace(SIGMOID, activation="relu", learning_rate=1e-3), steps=9)]}),
    "a ramp that is broken off": (
        {},
        {
            6: [Ramp(settings=dataclasses.replace(SIGMOID, skip=True, learning_rate=1e-3), steps=20)],
            15: [dataclasses.replace(SIGMOID, learning_rate=0.3, skip=True)],
        },
    ),
    "surgery": ({}, {5: [Rewrite(surgery="sigmoid_to_tanh", settings=TANH)], 12: [Ramp(settings=SKIP, steps=4)]}),
    "another optimizer on the way": (
        {},
        {3: [Ramp(settings=SKIP, steps=12)], 9: [dataclasses.replace(SKIP, optimizer="adam"), BATCH]},
    ),
    "clipped, from the start": ({"settings": BATCH, "histogram_every": 1}, {7: [SIGMOID]}),
    "every step": ({"norms_every": 1, "watch_everything": True, "histogram_every": 1}, {11: [SKIP]}),
    "double precision": ({"dtype": "float64", "weight_scale": 1.7, "seed": 11}, {4: [BATCH]}),
    "one that breaks": (
        {"settings": Settings(activation="relu", learning_rate=1000.0)},
        {30: [Reinitialize(scheme="he")]},
    ),
}


@pytest.mark.parametrize("name", RUNS)
def test_every_number_and_weight_comes_out_the_same(tmp_path, name):
    """Of runs that are measured as the budget allows, so that only the script can know when."""
    values, changes = RUNS[name]
    path = tmp_path / "a.gradiometer"
    record(dataclasses.replace(SHORT, steps=60, **values), path, changes)
    script = check_comes_again(path, tmp_path)
    with load_session(path) as session:
        # With no clock in it a script would be no news.
        assert (session.num_rows["step"] == 60) == ("histogram_every" in values)
        # In the order in which they were made, and the very commands.
        assert [each.command for each in session.interventions] == [
            asked.change for step in sorted(script.changes) for asked in script.changes[step]
        ]
        for step in range(70):
            due = script.plan.due(step, 1)
            assert due.measures == (step in session.steps)
            assert due.looks == (step in session.look_steps)
            assert due.counts == (step in session.histogram_steps())
        assert script.num_threads == int(session.meta["num_threads"])
        assert script.experiment == dataclasses.replace(session.experiment, steps=60)


def test_on_digits_as_a_person_would_have_it(tmp_path, few_digits):
    experiment = Experiment(hidden=(8, 8), num_train=200, num_held_out=50, batch_size=20, evaluate_every=15, steps=50)
    path = tmp_path / "a.gradiometer"
    change = dataclasses.replace(experiment.settings, activation="relu")
    record(experiment, path, {20: [Asked(change, "it vanishes"), Reinitialize(scheme="he", seed=2)]})
    script = check_comes_again(path, tmp_path)
    assert [asked.because for asked in script.changes[20]] == ["it vanishes", ""]


@pytest.mark.parametrize("stop", [1, 17, 33])
def test_a_session_that_was_gone_on_with_has_one_script(tmp_path, stop):
    """In its own file, and in another one, through changes before and behind."""
    changes = {9: [TANH], 12: [Ramp(settings=SKIP, steps=9)], 25: [Reinitialize(scheme="he", seed=3)]}
    path, branch = tmp_path / "a.gradiometer", tmp_path / "b.gradiometer"
    before = {step: each for step, each in changes.items() if step < stop}
    behind = {step: each for step, each in changes.items() if step >= stop}
    record(dataclasses.replace(SHORT, steps=stop), path, before)
    record(SHORT, path, behind, resume=Resume(path, stop))
    check_comes_again(path, tmp_path)
    # Replayed from between two snapshots, and on another way.
    record(dataclasses.replace(SHORT, steps=45), branch, {36: [BATCH]}, resume=Resume(path, 35))
    (tmp_path / "other").mkdir()
    check_comes_again(branch, tmp_path / "other")


@pytest.mark.parametrize("step", [22, 40])
def test_a_session_that_adopted_a_fork(tmp_path, step):
    source, target = tmp_path / "a.gradiometer", tmp_path / "b.gradiometer"
    record(SHORT, source, {12: [TANH]})
    changes = (Ramp(settings=SKIP, steps=5), Reinitialize(scheme="he", layers=(1,), seed=3))
    treatments = line_up([Treatment(BRANCH, "skips", changes)], null=False)
    paths = tuple(branch_paths(source, [each.label for each in treatments]))
    branches = Branches(Request(source=source, step=step, treatments=treatments, paths=paths, group="g", steps=12))
    branches.start()
    while branches.is_alive() and branches.step < step + 12:
        branches.join(0.01)
    branches.stop()
    branches.join(60)
    assert branches.over is not None
    assert branches.over.error == ""
    made = adopt(source, paths[1], target)
    assert made == (source if step == 40 else target)
    check_comes_again(made, tmp_path)


def test_a_run_that_ended_behind_its_last_measured_step(tmp_path):
    path = tmp_path / "a.gradiometer"
    plan = Recorded(looks={0}, counts=set(), measures={0, 3, 30})
    record(dataclasses.replace(SHORT, evaluate_every=1000, steps=38), path, {33: [TANH]}, plan=plan)
    with load_session(path) as session:
        assert session.steps.tolist() == [0, 3, 30]
    assert check_comes_again(path, tmp_path).experiment.steps == 38


def test_a_refused_change_is_no_part_of_it(tmp_path):
    path, spec, again = (tmp_path / name for name in ("a.gradiometer", "spec.toml", "again.gradiometer"))
    record(SHORT, path, {8: [Ramp(settings=BATCH, steps=5), TANH]})
    with load_session(path) as session:
        assert [(event.step, event.kind) for event in session.events] == [(8, "refused")]
        spec.write_text(script_of(session))
    train(spec, again)
    with load_session(path) as one, load_session(again) as two:
        assert one.loss.tobytes() == two.loss.tobytes()
        assert one.interventions == two.interventions
        assert two.events == ()


def test_it_says_what_it_was_computed_with(tmp_path):
    path = tmp_path / "a.gradiometer"
    record(SHORT, path, {3: [TANH]}, num_threads=1)
    with load_session(path) as session:
        values = tomllib.loads(script_of(session))
        replay = values.pop("replay")
        assert {name: replay[name] for name in ("session", "num_threads", "torch_version", "cpu_capability")} == {
            "session": session.meta["id"],
            "num_threads": 1,
            "torch_version": session.meta["torch_version"],
            "cpu_capability": session.meta["cpu_capability"],
        }
        assert values.pop("change") == [{"step": 3, "set": {"activation": "tanh"}}]
        assert Experiment.from_dict(values) == SHORT
    # The steps that there are, and not those that were planned.
    short = tmp_path / "short.gradiometer"
    record(dataclasses.replace(SHORT, steps=7), short)
    with load_session(short) as session:
        assert tomllib.loads(script_of(session))["steps"] == 7


# --- sessions that have none


def test_sessions_whose_first_weights_no_seed_gives(tmp_path):
    source, grown, further = (tmp_path / f"{name}.gradiometer" for name in "abc")
    record(SHORT, source)
    for step, sentence in ((15, "it begins at step 15"), (0, "it begins at step 0")):
        with load_session(source) as session:
            graft, experiment = plan_graft(session, source, step, factor=2)
        record(dataclasses.replace(experiment, steps=step + 5), grown, resume=graft)
        record(dataclasses.replace(experiment, steps=step + 9), further, resume=Resume(grown, step + 3))
        for path, origin in ((grown, "a.gradiometer"), (further, "b.gradiometer")):
            with load_session(path) as session, pytest.raises(SessionFileError) as caught:
                script_of(session)
            assert str(caught.value) == f"{path} has no script: {sentence} with the weights of {origin}"
            path.unlink() if path == further else None
        grown.unlink()


def test_one_that_was_only_gone_on_with_from_its_start_has_a_script(tmp_path):
    """It has a parent at step 0 too, and the weights of its own seed."""
    source, other = tmp_path / "a.gradiometer", tmp_path / "b.gradiometer"
    record(SHORT, source)
    record(SHORT, other, {5: [TANH]}, resume=Resume(source, 0))
    check_comes_again(other, tmp_path)


def test_watched_and_empty_sessions(tmp_path):
    watched = write_watched(tmp_path / "watched.gradiometer")
    with load_session(watched) as session, pytest.raises(SessionFileError) as caught:
        script_of(session)
    assert str(caught.value) == f"{watched} has no script: it was trained in a program of its own"
    empty = write_session(tmp_path / "empty.gradiometer", SHORT, 0)
    with load_session(empty) as session, pytest.raises(SessionFileError) as caught:
        script_of(session)
    assert str(caught.value) == f"{empty} has no script: it holds no step"


# --- written by hand


BY_HAND = """
data = "moons"
hidden = [5, 5]
num_train = 60
num_held_out = 20
seed = 6

[settings]
activation = "sigmoid"

[[change]]
step = 3
set = {learning_rate = 1, skip = true}
because = "  I want it "

[[change]]
step = 3
initialization = "he"

[[change]]
step = 5
initialization = "xavier"
seed = 9
layers = [1, 3]

[[change]]
step = 8
over = 20
set = {learning_rate = 0.01}
"""


@pytest.fixture
def written(tmp_path) -> Callable[[str], str]:
    def write(text: str) -> str:
        path = tmp_path / "spec.toml"
        path.write_text(text)
        return str(path)

    return write


def test_changes_may_be_written_by_hand(written):
    script = read_script(written(BY_HAND))
    first = dataclasses.replace(script.experiment.settings, learning_rate=1.0, skip=True)
    assert script.changes == {
        3: [Asked(first, "I want it"), Asked(Reinitialize(scheme="he", seed=6), "")],
        5: [Asked(Reinitialize(scheme="xavier", layers=(0, 2), seed=9), "")],
        8: [Asked(Ramp(settings=dataclasses.replace(first, learning_rate=0.01), steps=20), "")],
    }
    assert (script.plan, script.num_threads) == (None, None)
    assert read_script(written(BY_HAND), ["seed=5"]).changes[3][1].change.seed == 5
    assert load_experiment(written(BY_HAND)) == script.experiment


@pytest.mark.parametrize("name", preset_names())
def test_a_preset_is_a_script_with_no_changes(name):
    script = read_script(name)
    assert (script.experiment, script.changes, script.plan) == (load_experiment(name), {}, None)


CHANGE = "[[change]]\nstep = 3\n"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("change = 5", "change is not allowed: write each change as a table [[change]]"),
        ("change = [5]", "change[0] = 5 is not allowed: give a table of names and values"),
        ("[change]\nstep = 3", "change is not allowed: write each change as a table [[change]]"),
        (
            "[[change]]\nset = {skip = true}",
            "change[0].step is missing: give a whole number from 0 to 9007199254740992",
        ),
        ('[[change]]\nstep = "x"', "change[0].step = 'x' is not allowed: a whole number from 0 to 9007199254740992"),
        ("[[change]]\nstep = -1", "change[0].step = -1 is not allowed: a whole number from 0 to 9007199254740992"),
        ("[[change]]\nstep = 2.5", "change[0].step = 2.5 is not allowed: a whole number from 0 to 9007199254740992"),
        (
            f"{CHANGE}[[change]]\nstep = 2",
            "change[1].step = 2 is not allowed: changes stand in the order of their steps",
        ),
        (f"{CHANGE}set = 3", "change[0].set = 3 is not allowed: give a table of names and values"),
        (f"{CHANGE}set = {{speed = 3}}", "change[0].set: settings.speed is not a setting: choose one of activation, "),
        (
            f"{CHANGE}set = {{activation = 'rely'}}",
            "change[0].set: settings.activation = 'rely' is not allowed: choose one of sigmoid, ",
        ),
        (
            f"{CHANGE}set = {{learning_rate = nan}}",
            "change[0].set: settings.learning_rate = nan is not allowed: a number from 0, at most ",
        ),
        (f"{CHANGE}set = {{norm_place = 'after'}}", "change[0]: settings.norm_place = 'after' is not allowed: "),
        (
            f"{CHANGE}\n[[change]]\nstep = 4\nset = {{norm_place = 'after'}}",
            "change[1]: settings.norm_place = 'after' is ",
        ),
        (f"{CHANGE}over = 1", "change[0].over = 1 is not allowed: a whole number from 2 to 1000000"),
        (f"{CHANGE}over = 'x'", "change[0].over = 'x' is not allowed: a whole number from 2 to 1000000"),
        (
            f"{CHANGE}over = 5\nset = {{optimizer = 'adam'}}",
            "change[0]: optimizer cannot be changed little by little: choose one of activation, ",
        ),
        (f"{CHANGE}over = 5\nrewrite = 'skip_at_zero'", "change[0].over = 5 is not allowed: a surgery is made at once"),
        (f"{CHANGE}rewrite = 'magic'", "change[0].rewrite = 'magic' is not allowed: choose one of sigmoid_to_tanh, "),
        (
            f"{CHANGE}rewrite = 'fold_batch_norm'",
            "change[0]: rewrite = 'fold_batch_norm' is not allowed: There is no BatchNorm to fold into the weights.",
        ),
        (
            f"{CHANGE}rewrite = 'sigmoid_to_tanh'\nset = {{activation = 'relu'}}",
            "change[0].set is not allowed: after sigmoid_to_tanh other settings are in force",
        ),
        (
            f"{CHANGE}rewrite = 'sigmoid_to_tanh'\nset = {{activation = 'tanh', skip = true}}",
            "change[0].set is not allowed: after sigmoid_to_tanh other settings are in force",
        ),
        (
            f"{CHANGE}initialization = 'lecun'",
            "change[0].initialization = 'lecun' is not allowed: choose one of normal, ",
        ),
        (
            f"{CHANGE}initialization = 'he'\nseed = -1",
            "change[0].seed = -1 is not allowed: a whole number from 0 to 9223372036854775807",
        ),
        (
            f"{CHANGE}initialization = 'he'\nset = {{skip = true}}",
            "change[0].set is not known: choose one of step, because, initialization, seed, layers",
        ),
        (f"{CHANGE}initialization = 'he'\nlayers = 1", "change[0].layers = 1 is not allowed: give a list"),
        *(
            (
                f"{CHANGE}initialization = 'he'\nlayers = {layers}",
                f"change[0].layers = {shown} is not allowed: a list of whole numbers from 1 to 3",
            )
            for layers, shown in (
                ("[0]", "[0]"),
                ("[4]", "[4]"),
                ("['x']", "['x']"),
                ("[1.0]", "[1.0]"),
                ("[true]", "[True]"),
            )
        ),
        (f"{CHANGE}because = 5", "change[0].because = 5 is not allowed: give a text"),
        (f"{CHANGE}color = 'red'", "change[0].color is not known: choose one of step, because, set, over, rewrite"),
        ("replay = 5", "replay = 5 is not allowed: give a table of names and values"),
        ("[replay]\nnorms = 5", "replay.norms = 5 is not allowed: give a text"),
        (
            "[replay]\nnorms = 'x'",
            "replay.norms is not allowed: 'x' is neither a step nor a run of steps such as 0-300/3",
        ),
        (
            "[replay]\nlooks = '0-10/3'",
            "replay.looks is not allowed: '0-10/3' is no run of steps: it must end at a step of its own, behind its ",
        ),
        (
            "[replay]\nhistograms = '3 2'",
            "replay.histograms is not allowed: '2' does not stand behind the steps before it",
        ),
        ("[replay]\nnum_threads = 0", "replay.num_threads = 0 is not allowed: a whole number from 1 to 1024"),
        ("[replay]\ntorch_version = 2.0", "replay.torch_version = 2.0 is not allowed: give a text"),
        ("[replay]\nspeed = 2", "replay.speed is not known: choose one of session, torch_version, "),
        ("[[replay]]\nnorms = '1'", "replay = [{'norms': '1'}] is not allowed: give a table of names and values"),
        ("steps = ", "is not valid TOML"),
        ("speed = 3", "speed is not known: choose one of name, "),
    ],
)
def test_bad_scripts_are_one_sentence_with_file_table_and_key(written, text, sentence):
    head, _, tables = BY_HAND.partition("[[change]]")
    is_bare = not text.startswith("[")
    path = written(f"{text}\n{head}" if is_bare else f"{head}\n{text}\n")
    with pytest.raises(FieldError) as caught:
        read_script(path)
    said = str(caught.value)
    assert len(said.splitlines()) == 1
    assert said.startswith(f"{path}: {sentence}" if "TOML" not in sentence else f"{path} {sentence}"), said
    assert tables


def test_a_surgery_by_hand_needs_no_settings(written):
    head = BY_HAND.partition("[[change]]")[0]
    script = read_script(written(f"{head}\n{CHANGE}rewrite = 'sigmoid_to_tanh'\nset = {{activation = 'tanh'}}\n"))
    [asked] = script.changes[3]
    assert asked.change == Rewrite(
        surgery="sigmoid_to_tanh", settings=dataclasses.replace(script.experiment.settings, activation="tanh")
    )


def test_what_a_session_said_is_read_as_it_was_written(tmp_path, written):
    """Also reasons with quotation marks and lines in them."""
    reason = 'it "vanishes"\nsince step 3, \\ and more'
    path = tmp_path / "a.gradiometer"
    record(SHORT, path, {4: [Asked(TANH, reason)]})
    with load_session(path) as session:
        assert not any(isinstance(each, Event) and each.kind == "refused" for each in session.events)
        text = script_of(session)
    [asked] = read_script(written(text)).changes[4]
    assert asked == Asked(TANH, reason)
    assert tomllib.loads(text) == tomllib.loads(tomli_w.dumps(tomllib.loads(text)))
