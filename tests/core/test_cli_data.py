"""`gradiometer data`."""

import pytest

from gradiometer.datasets import DATASETS


def test_all_sets_are_listed_with_who_is_made_for_them(run):
    code, out, _ = run("data")
    assert code == 0
    lines = dict(line.split(maxsplit=1) for line in out.splitlines())
    assert list(lines) == list(DATASETS)
    assert lines["adding"] == "Adding problem (rnn, lstm, gru, transformer)"
    assert lines["threshold"] == "A threshold (chain)"


@pytest.mark.parametrize("name", [name for name in DATASETS if name != "file"])
def test_a_set_is_described(run, name):
    code, out, _ = run("data", name)
    assert code == 0
    assert out.splitlines()[:2] == [name, f"  {DATASETS[name].title}"]
    assert "examples, each" in out


def test_a_file_is_described(run, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("a,b,label\n0,100,red\n1,300,blue\n2,200,blue\n", "utf-8")
    code, out, _ = run("data", path)
    assert code == 0
    assert "3 examples, each a vector of 2 numbers" in out
    assert "2 classes: blue (2), red (1)" in out


def test_what_cannot_be_read_is_said_and_the_others_follow(run, tmp_path):
    code, out, err = run("data", tmp_path / "gone.csv", "moons")
    assert code == 2
    assert err == f"gradiometer: error: {tmp_path / 'gone.csv'} cannot be read: no such file or directory\n"
    assert "Two moons" in out


def test_a_name_that_is_no_data_set_is_not_taken_for_a_path(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, _, err = run("data", "mnits")
    assert code == 2
    assert err.startswith("gradiometer: error: mnits is neither a data set (mnist, ")
    assert err.endswith(") nor a file or folder\n")
