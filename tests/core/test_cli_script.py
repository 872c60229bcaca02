"""`gradiometer script`, and `train` on what it says, through the command's own door."""

import shutil
from pathlib import Path

import pytest

from gradiometer.script import read_script
from gradiometer.session_file import load_session
from gradiometer.settings import Reinitialize
from short_runs import SHORT, check_say_the_same, record
from synthetic import write_watched


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("script") / "a.gradiometer"
    record(SHORT, path, {12: [Reinitialize(scheme="he", seed=3)]})
    return path


@pytest.fixture
def path(recorded, tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copy(recorded, tmp_path / "a.gradiometer"))


def test_to_the_screen_and_to_a_file(run, path, tmp_path):
    code, out, err = run("script", path)
    assert (code, err) == (0, "")
    assert out.startswith("# A Gradiometer session as a spec: ")
    spec = tmp_path / "a.toml"
    assert run("script", path, "--out", spec) == (0, f"{spec}\n", "")
    assert spec.read_text("utf-8") == out
    assert read_script(str(spec)).changes[12][0].change == Reinitialize(scheme="he", seed=3)


def test_trained_again_it_says_the_same(run, path, tmp_path):
    spec, again = tmp_path / "a.toml", tmp_path / "again.gradiometer"
    run("script", path, "--out", spec)
    code, out, _ = run("train", spec, "--out", again)
    assert code == 0
    assert out.startswith(f"{again}: done, 40 steps, last loss ")
    check_say_the_same(again, path)


def test_changed_it_is_another_run_that_measures_as_it_can(run, path, tmp_path):
    spec, again = tmp_path / "a.toml", tmp_path / "again.gradiometer"
    run("script", path, "--out", spec)
    assert run("train", spec, "--set", "norms_every=1", "seed=5", "--out", again)[0] == 0
    with load_session(path) as session, load_session(again) as other:
        # Its first weights are others, and so are the steps that are measured; its changes are still those.
        assert other.num_rows["step"] == 40 > session.num_rows["step"]
        assert session.loss[0] != other.loss[0]
        assert [each.command for each in other.interventions] == [each.command for each in session.interventions]


def test_fewer_steps_end_before_what_would_be_changed(run, path, tmp_path):
    spec = tmp_path / "a.toml"
    run("script", path, "--out", spec)
    assert run("train", spec, "--steps", "12", "--out", tmp_path / "b.gradiometer")[2] == (
        "gradiometer: error: --at 12 is not allowed: training ends after step 11 (see --steps)\n"
    )
    assert run("train", spec, "--at", "3", "activation=relu")[2] == (
        "gradiometer: error: --at is not allowed: the script says what changes at which step\n"
    )
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a.gradiometer", "a.toml"]


def test_what_cannot_be_is_one_sentence(run, path, tmp_path):
    taken = tmp_path / "taken.toml"
    taken.write_text("mine")
    watched = write_watched(tmp_path / "watched.gradiometer")
    missing = tmp_path / "missing.gradiometer"
    nowhere = tmp_path / "nowhere" / "a.toml"
    for words, sentence in (
        ((path, "--out", "a.txt"), "a.txt is not allowed: the name of a spec ends in .toml"),
        ((path, "--out", taken), f"{taken} exists already: choose another name with --out"),
        ((path, "--out", nowhere), f"{nowhere} cannot be written: No such file or directory"),
        ((watched,), f"{watched} has no script: it was trained in a program of its own"),
        ((missing,), f"{missing} cannot be opened: No such file or directory"),
        ((taken,), f"{taken} is not a Gradiometer session"),
    ):
        code, out, err = run("script", *words)
        assert (code, out) == (2, "")
        assert err.startswith(f"gradiometer: error: {sentence}")
        assert len(err.splitlines()) == 1
    assert taken.read_text() == "mine"


def test_a_bad_script_is_named_by_train(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    spec = tmp_path / "bad.toml"
    spec.write_text('data = "moons"\nhidden = [5]\nnum_train = 60\nnum_held_out = 20\n[[change]]\nstep = 3\nover = 1\n')
    sentence = f"{spec}: change[0].over = 1 is not allowed: a whole number from 2 to 1000000"
    assert run("train", spec) == (2, "", f"gradiometer: error: {sentence}\n")
    assert [each.name for each in tmp_path.iterdir()] == ["bad.toml"]
