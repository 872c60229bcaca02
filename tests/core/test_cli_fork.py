"""`gradiometer fork`, `grow` and `undo`, through the command's own door."""

import dataclasses
import json
import shutil
from pathlib import Path

import pytest

from gradiometer.session_check import check_session
from gradiometer.session_file import load_session
from gradiometer.settings import Ramp, Reinitialize
from short_runs import SHORT, record
from synthetic import write_watched

SKIP = dataclasses.replace(SHORT.settings, skip=True)
FAST = dataclasses.replace(SKIP, learning_rate=0.2)
CHANGES = {8: [SKIP, Reinitialize(scheme="he", seed=3), FAST], 20: [Ramp(settings=SHORT.settings, steps=6)]}


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty steps, four changes: three of them at one step."""
    path = tmp_path_factory.mktemp("fork") / "a.gradiometer"
    record(dataclasses.replace(SHORT, norms_every=1), path, CHANGES)
    return path


@pytest.fixture
def path(recorded, tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copy(recorded, tmp_path / "a.gradiometer"))


def losses(path: Path) -> bytes:
    with load_session(path) as session:
        return session.loss.tobytes()


# --- fork


def test_a_fork_is_tried_told_and_stored(run, path, tmp_path):
    before = losses(path)
    code, out, err = run(
        "fork", path, "--at", "15", "--steps", "10", "--branch", "ReLU + He", "activation=relu", "initialization=he"
    )
    assert code == 0
    assert "3 forks at step 15, about " in err
    names = ["1-control", "1-relu-he", "1-null-fork"]
    files = [tmp_path / "a.trials" / f"{name}.gradiometer" for name in names]
    lines = out.splitlines()
    assert lines[0].startswith("The null fork, a branch with no change, coincides with the control bit for bit in ")
    assert lines[2].startswith("ReLU + He ")
    assert lines[3].startswith("  ReLU, He (immediate, destructive); a step takes ")
    assert lines[-3:] == [str(file) for file in files]
    assert {each for each in (tmp_path / "a.trials").iterdir() if each.suffix == ".gradiometer"} == set(files)
    assert losses(path) == before
    with load_session(path) as session:
        [trial] = session.trials
        assert (trial.number, trial.step, trial.steps) == (1, 15, 10)
        [arm] = trial.arms
        assert (arm.label, arm.changes, arm.kinds) == ("ReLU + He", "ReLU, He", ("immediate", "destructive"))
        assert trial.null is not None
        assert trial.null.coincides
    for index, (file, role) in enumerate(zip(files, ("control", "branch", "null"), strict=True)):
        with load_session(file) as fork:
            assert (fork.branch.role, fork.branch.number, fork.parent.step) == (role, index, 15)
            assert (int(fork.steps[0]), int(fork.steps[-1])) == (15, 24)
        assert check_session(file).problems == []


def test_as_json(run, path):
    code, out, _ = run(
        "fork", path, "--steps", "8", "--seeds", "3", "--no-null", "--json",
        "--branch", "slow", "learning_rate=0.001", "over=4", "--remedy", "adam",
    )  # fmt: skip
    assert code == 0
    trial = json.loads(out)
    assert (trial["number"], trial["step"], trial["steps"], trial["null"]) == (1, 40, 8, None)
    assert [(arm["label"], arm["kinds"], arm["remedy"]) for arm in trial["arms"]] == [
        ("slow", ["ramped"], ""),
        ("Adam with rate 0.001", ["exact"], "adam"),
    ]
    for arm in trial["arms"]:
        assert len(arm["ratios"]) == len(arm["losses"]) == 3
        assert all(isinstance(value, float) for value in (*arm["ratios"], *arm["losses"]))
    assert len(trial["seeds"]) == 3


def test_trials_are_numbered(run, path, tmp_path):
    for _ in range(2):
        assert run("fork", path, "--steps", "3", "--branch", "x", "momentum=0.5", "--no-null")[0] == 0
    with load_session(path) as session:
        assert [trial.number for trial in session.trials] == [1, 2]
    names = {each.name for each in (tmp_path / "a.trials").iterdir() if each.suffix == ".gradiometer"}
    assert names == {f"{number}-{label}.gradiometer" for number in (1, 2) for label in ("control", "x")}


def test_the_instrument_alone(run, path):
    """A null fork beside the control, and nothing else."""
    code, out, err = run("fork", path, "--at", "22", "--steps", "5")
    assert code == 0
    assert "2 forks at step 22" in err
    assert out.startswith("The null fork, a branch with no change, coincides with the control bit for bit in 5 ")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--at", "41"), "{path} cannot be continued from step 41: choose one from 0 to 40"),
        (("--at", "x"), "--at = 'x' is not allowed: a whole number from 0 to 1000000000000"),
        (("--steps", "0"), "--steps = 0 is not allowed: a whole number from 1 to 100000"),
        (("--seeds", "31"), "--seeds = 31 is not allowed: a whole number from 1 to 30"),
        (("--no-null",), "0 branches are not allowed: one to 3 beside the control"),
        (("--branch", "ReLU"), "--branch ReLU is not allowed: give a label first, then name=value"),
        (
            ("--branch", "skip=off", "momentum=0.1"),
            "--branch skip=off momentum=0.1 is not allowed: give a label first, then name=value",
        ),
        (("--branch", "x", "activation=rely"), "activation = 'rely' is not allowed: choose one of sigmoid, "),
        (("--branch", "x", "batch_size=3"), "batch_size cannot change at a step: choose one of activation, "),
        (("--branch", "x", "over=3"), "over = 3 is not allowed: give the settings beside it that are to go by degrees"),
        (("--branch", "x", "norm_place=after"), "settings.norm_place = 'after' is not allowed: "),
        (("--branch", "control", "momentum=0.1"), "two branches are called 'control': give each a label of its own"),
        (("--remedy", "magic"), "--remedy magic is not known: choose one of relu_he, "),
        (("--remedy", "lstm"), "--remedy lstm is not possible: "),
        (("--remedy", "shallower"), "--remedy shallower is not possible: it needs a new session, "),
        (
            tuple(word for label in "abcd" for word in ("--branch", label, "momentum=0.1")),
            "4 branches are not allowed: ",
        ),
    ],
)
def test_what_cannot_be_forked_is_one_sentence(run, path, words, sentence):
    content = path.read_bytes()
    code, out, err = run("fork", path, *words)
    assert (code, out) == (2, "")
    assert err.startswith(f"gradiometer: error: {sentence.format(path=path)}")
    assert len(err.splitlines()) == 1
    assert path.read_bytes() == content
    assert [each.name for each in path.parent.iterdir()] == ["a.gradiometer"]


def test_sessions_that_cannot_be_forked(run, tmp_path):
    watched = write_watched(tmp_path / "watched.gradiometer")
    missing = tmp_path / "missing.gradiometer"
    for verb in (("fork",), ("grow", "--wider", "2")):
        assert run(verb[0], watched, *verb[1:])[2] == (
            f"gradiometer: error: {watched} cannot be continued: it was trained in a program of its own\n"
        )
        assert run(verb[0], missing, *verb[1:])[:2] == (2, "")


# --- grow


@pytest.mark.parametrize(
    ("words", "hidden", "through"),
    [
        (("--wider", "3"), (15, 15), "3 times as wide"),
        (("--deeper", "1"), (5, 5, 5), "one layer deeper, behind hidden 1"),
    ],
)
def test_a_network_grows_in_a_new_file(run, path, tmp_path, words, hidden, through):
    content, new = path.read_bytes(), tmp_path / "new.gradiometer"
    # With skip connections on, a new layer can add nothing; tanh makes 0 of 0.
    tanh = tmp_path / "tanh.gradiometer"
    assert run("resume", path, "--from", "12", "--at", "12", "activation=tanh", "--steps", "16", "--out", tanh)[0] == 0
    code, out, err = run("grow", tanh, *words, "--steps", "5", "--out", new)
    assert code == 0
    assert f"step 16: begun as a copy of the network of tanh.gradiometer before step 16, {through}" in err
    assert out.startswith(f"{new}: done, 21 steps, last loss ")
    assert path.read_bytes() == content
    with load_session(new) as session:
        assert session.experiment.hidden == hidden
        assert (int(session.steps[0]), int(session.steps[-1])) == (16, 20)
        assert (session.parent.step, session.parent.through) == (16, through)
    assert run("script", new)[2] == (
        f"gradiometer: error: {new} has no script: it begins at step 16 with the weights of tanh.gradiometer\n"
    )


def test_it_gets_a_name_by_itself(run, path, tmp_path):
    code, out, _ = run("grow", path, "--wider", "2", "--at", "5", "--steps", "1")
    assert code == 0
    assert (tmp_path / out.partition(":")[0]).name.startswith("short-")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--wider", "1"), "--wider = 1 is not allowed: a whole number from 2 to 8"),
        (("--wider", "x"), "--wider = 'x' is not allowed: a whole number from 2 to 8"),
        (("--deeper", "0"), "--deeper = 0 is not allowed: a whole number from 1 to 2"),
        (("--deeper", "3"), "--deeper = 3 is not allowed: a whole number from 1 to 2"),
        (("--deeper", "2"), "--deeper 2 is not allowed: Sigmoid "),
        (("--wider", "2", "--at", "41"), "{path} cannot be continued from step 41: choose one from 0 to 40"),
        (
            ("--wider", "2", "--at", "23"),
            "{path} cannot be copied from step 23: skip, learning_rate would be on the way",
        ),
        (("--wider", "2", "--steps", "0"), "--steps = 0 is not allowed: a whole number from 1 to 100000"),
        (("--wider", "2", "--out", "a.gradiometer"), "a.gradiometer exists already: choose another name with --out"),
    ],
)
def test_what_cannot_grow_is_one_sentence(run, path, words, sentence):
    content = path.read_bytes()
    code, out, err = run("grow", path, *words)
    assert (code, out) == (2, "")
    assert err.startswith(f"gradiometer: error: {sentence.format(path=path)}")
    assert len(err.splitlines()) == 1
    assert path.read_bytes() == content
    assert [each.name for each in path.parent.iterdir()] == ["a.gradiometer"]


@pytest.mark.parametrize("words", [(), ("--wider", "2", "--deeper", "1")])
def test_either_deeper_or_wider(run, path, words):
    assert run("grow", path, *words)[0] == 2


# --- undo


def check_undone(path: Path, new: Path, step: int, expected: list[int], through: str) -> None:
    with load_session(path) as session, load_session(new) as made:
        changes = session.interventions
        assert [(each.step, each.command) for each in made.interventions] == [
            (changes[index].step, changes[index].command) for index in expected
        ]
        assert made.parent == (session.meta["id"], "a.gradiometer", step, f"undone: {through}")
        assert made.loss[:step].tobytes() == session.loss[:step].tobytes()
        assert int(made.steps[-1]) == 39


def test_the_last_change_is_undone_in_a_new_file(run, path, tmp_path):
    content, new = path.read_bytes(), tmp_path / "new.gradiometer"
    code, out, err = run("undo", path, "--out", new)
    assert code == 0
    assert out.startswith(f"{new}: done, 40 steps, last loss ")
    assert "as if it had never stopped" in err
    assert path.read_bytes() == content
    label = "Skip connections: on → off; Learning rate: 0.2 → 0.05, over 6 steps"
    check_undone(path, new, 20, [0, 1, 2], label)
    assert f"continued from step 20 of a.gradiometer with {label} undone" in run("info", new)[1]
    with load_session(new) as session, load_session(path) as before:
        # The ramp is not there, nor that it arrived.
        assert not [each for each in session.events if each.kind == "ramped"]
        assert session.loss[21:].tobytes() != before.loss[21:].tobytes()


@pytest.mark.parametrize(
    ("number", "kept", "through"),
    [
        (1, [], "Skip connections: off → on"),
        (2, [0], "Re-initialization: He, all layers"),
        (3, [0, 1], "Learning rate: 0.05 → 0.2"),
    ],
)
def test_what_was_changed_before_it_at_the_same_step_stays(run, path, tmp_path, number, kept, through):
    new = tmp_path / "new.gradiometer"
    assert run("undo", path, "--change", number, "--out", new)[0] == 0
    check_undone(path, new, 8, kept, through)
    # As a run would be that had never made it.
    plain = tmp_path / "plain.gradiometer"
    experiment = dataclasses.replace(SHORT, norms_every=1)
    record(experiment, plain, {8: CHANGES[8][: number - 1]})
    assert losses(new) == losses(plain)


def test_something_else_in_its_place(run, path, tmp_path):
    """On top of what stays."""
    new = tmp_path / "new.gradiometer"
    code, _, err = run("undo", path, "--change", "3", "--at", "8", "momentum=0.1", "--steps", "12", "--out", new)
    assert code == 0
    with load_session(new) as session:
        assert [each.step for each in session.interventions] == [8, 8, 8]
        assert session.interventions[2].after == dataclasses.replace(SKIP, momentum=0.1)
        assert session.experiment.steps == 12
    assert "step 8: Momentum: 0.9 → 0.1" in err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--change", "5"), "--change = 5 is not allowed: a whole number from 1 to 4"),
        (("--change", "0"), "--change = 0 is not allowed: a whole number from 1 to 4"),
        (("--change", "x"), "--change = 'x' is not allowed: a whole number from 1 to 4"),
        (("--steps", "20"), "--steps 20 is not allowed: the snapshot is at step 20 already"),
        (("--at", "3", "skip=off"), "--at 3 is not allowed: the run goes from step 20 to 40"),
        (("--out", "a.gradiometer"), "a.gradiometer exists already: choose another name with --out"),
    ],
)
def test_what_cannot_be_undone_is_one_sentence(run, path, words, sentence):
    content = path.read_bytes()
    assert run("undo", path, *words) == (2, "", f"gradiometer: error: {sentence}\n")
    assert path.read_bytes() == content


def test_where_nothing_was_changed(run, tmp_path):
    path = tmp_path / "plain.gradiometer"
    record(dataclasses.replace(SHORT, steps=3), path)
    assert run("undo", path) == (2, "", f"gradiometer: error: {path} has no change that could be undone\n")


def test_a_watched_loop_cannot_be_gone_back_in(run, tmp_path):
    path = write_watched(tmp_path / "watched.gradiometer")
    code, out, err = run("undo", path)
    assert (code, out) == (2, "")
    assert err.startswith(f"gradiometer: error: {path} ")
    assert len(err.splitlines()) == 1
