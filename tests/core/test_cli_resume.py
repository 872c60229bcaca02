"""`gradiometer resume` and `gradiometer compact`, through the command's own door."""

import json
import os
from pathlib import Path

import numpy as np
import pytest

from gradiometer import cli
from gradiometer.session_copy import copy_session
from gradiometer.session_editor import set_texts
from gradiometer.session_file import load_session
from synthetic import write_session, write_watched

SMALL = (
    "--set",
    "hidden=8,8",
    "batch_size=50",
    "num_train=200",
    "num_held_out=50",
    "evaluate_every=2",
    "norms_every=1",
)
FIRST = ("train", "digits", *SMALL, "watch_everything=true", "--steps", "12")


@pytest.fixture(scope="module")
def trained(tmp_path_factory) -> Path:
    """Twelve steps, with a change before step 5."""
    path = tmp_path_factory.mktemp("trained") / "a.gradiometer"
    assert cli.main([*FIRST, "--at", "5", "activation=relu", "--out", str(path)]) == 0
    return path


@pytest.fixture
def path(trained, tmp_path, monkeypatch) -> Path:
    copy = tmp_path / "a.gradiometer"
    copy_session(trained, copy)
    monkeypatch.chdir(tmp_path)
    return copy


def losses(path: Path) -> np.ndarray:
    with load_session(path) as session:
        np.testing.assert_array_equal(session.steps, np.arange(len(session.steps)))
        return session.loss


def test_it_goes_on_in_the_same_file(run, path, trained, tmp_path):
    code, out, _ = run("resume", path, "--steps", "20")
    assert code == 0
    assert out == f"{path}: done, 20 steps, last loss {losses(path)[-1]:.6g}\n"
    assert len(losses(path)) == 20
    assert losses(path)[:12].tobytes() == losses(trained).tobytes()
    whole = tmp_path / "whole.gradiometer"
    assert run(*FIRST[:-1], "20", "--at", "5", "activation=relu", "--out", whole)[0] == 0
    assert losses(whole).tobytes() == losses(path).tobytes()


def test_a_thousand_steps_more_where_nothing_is_said(run, path, monkeypatch):
    from gradiometer import cli_resume

    monkeypatch.setattr(cli_resume, "_MORE_STEPS", 7)
    assert run("resume", path)[0] == 0
    assert len(losses(path)) == 19
    with load_session(path) as session:
        assert session.experiment.steps == 19


def test_from_an_earlier_snapshot_in_a_new_file_and_another_way(run, path, tmp_path):
    content = path.read_bytes()
    new = tmp_path / "b.gradiometer"
    code, _, err = run(
        "resume", path, "--from", "5", "--at", "5", "skip=true", "--at", "9", "optimizer=adam", "--out", new
    )
    assert code == 0
    assert "step 5: Skip connections: off → on" in err
    assert path.read_bytes() == content
    assert losses(new)[:5].tobytes() == losses(path)[:5].tobytes()
    with load_session(new) as session:
        assert [change.step for change in session.interventions] == [5, 9]
        # What the first run changed at step 5 is not in force.
        assert session.interventions[0].before.activation == "sigmoid"
    info = run("info", new)[1]
    assert "continued from step 5 of a.gradiometer" in info
    parent = {"id": "1", "file": "a.gradiometer", "step": 5, "through": "skip connections"}
    set_texts(new, {"parent": json.dumps(parent)})
    assert "continued from step 5 of a.gradiometer through skip connections\n" in run("info", new)[1]
    assert json.loads(run("info", new, "--json")[1])["parent"] == parent
    assert "snapshots before steps 0, 5, 9, 12" in info


def test_a_new_file_gets_a_name_by_itself(run, path, tmp_path):
    code, out, _ = run("resume", path, "--from", "5")
    assert code == 0
    made = tmp_path / out.partition(":")[0]
    assert made.name.startswith("digits-")
    assert made != path
    assert len(losses(made)) == 12


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--from", "13"), "{path} cannot be continued from step 13: choose one from 0 to 12"),
        (("--from", "x"), "--from = 'x' is not allowed: a whole number from 0 to 1000000000000"),
        (("--steps", "12"), "--steps 12 is not allowed: the snapshot is at step 12 already"),
        (("--steps", "20", "--at", "3", "skip=true"), "--at 3 is not allowed: the run goes from step 12 to 20"),
        (("--steps", "20", "--at", "20", "skip=true"), "--at 20 is not allowed: the run goes from step 12 to 20"),
        (("--steps", "20", "--at", "x", "skip=true"), "--at x is not allowed: give a step first, then name=value"),
        (("--from", "5", "--out", "a.gradiometer"), "a.gradiometer exists already: choose another name with --out"),
    ],
)
def test_what_cannot_be_is_one_sentence(run, path, words, sentence):
    content = path.read_bytes()
    assert run("resume", path, *words) == (2, "", f"gradiometer: error: {sentence.format(path=path)}\n")
    assert path.read_bytes() == content
    assert os.listdir(path.parent) == [path.name]


def test_sessions_that_cannot_be_continued(run, tmp_path):
    watched = write_watched(tmp_path / "watched.gradiometer")
    assert run("resume", watched)[2] == (
        f"gradiometer: error: {watched} cannot be continued: it was trained in a program of its own\n"
    )
    from shared import SMALL as EXPERIMENT

    bare = write_session(tmp_path / "bare.gradiometer", EXPERIMENT, 5)
    assert run("resume", bare)[2] == f"gradiometer: error: {bare} cannot be continued: it has no snapshot\n"


def test_compact(run, path, tmp_path):
    before = losses(path)
    code, out, _ = run("compact", path)
    assert code == 0
    assert out.startswith(f"{path}: {path.stat().st_size:,} bytes, before ")
    assert losses(path).tobytes() == before.tobytes()
    small = tmp_path / "small.gradiometer"
    assert run("compact", path, "--no-snapshots", "--out", small)[0] == 0
    assert small.stat().st_size < path.stat().st_size
    assert losses(small).tobytes() == before.tobytes()
    assert run("resume", small)[0] == 2
    assert run("compact", path, "--out", small)[2] == (
        f"gradiometer: error: {small} exists already: choose another name with --out\n"
    )
    missing = tmp_path / "missing.gradiometer"
    assert run("compact", missing)[2] == f"gradiometer: error: {missing} cannot be opened: No such file or directory\n"
