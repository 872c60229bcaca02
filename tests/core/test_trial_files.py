"""Where the forks of a session are kept, and what they are called."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradiometer.trial_files import branch_paths, trials_folder


def test_forks_are_numbered_by_trial(tmp_path):
    path = tmp_path / "digits.gradiometer"
    folder = trials_folder(path)
    assert folder == tmp_path / "digits.trials"
    assert branch_paths(path, ["control", "ReLU + He"]) == [
        folder / "1-control.gradiometer",
        folder / "1-relu-he.gradiometer",
    ]
    folder.mkdir()
    for name in ("1-control.gradiometer", "9-relu.gradiometer", "12-x.gradiometer", "x-40.gradiometer", "50-a.toml"):
        (folder / name).touch()
    assert branch_paths(path, ["control"]) == [folder / "13-control.gradiometer"]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("rate 0.01", "rate-0.01"),
        ("Größe × 2", "größe-2"),
        ("../../etc/passwd", "etc-passwd"),
        ("C:\\x\\y", "c-x-y"),
        ("...", "branch"),
        ("", "branch"),
        ("+++", "branch"),
        ("a\nb\tc\0d", "a-b-c-d"),
        ("x" * 300, "x" * 40),
    ],
)
def test_odd_labels(tmp_path, label, name):
    [path] = branch_paths(tmp_path / "a.gradiometer", [label])
    assert path == tmp_path / "a.trials" / f"1-{name}.gradiometer"


@given(st.lists(st.text(max_size=60), min_size=1, max_size=5))
def test_every_fork_has_a_name_of_its_own_in_the_folder(labels):
    source = Path("nowhere") / "a.gradiometer"
    paths = branch_paths(source, labels)
    assert len({str(path).lower() for path in paths}) == len(labels)
    for path in paths:
        assert path.parent == trials_folder(source)
        assert re.fullmatch(r"1-[^/\\\0\s]+\.gradiometer", path.name)
        assert len(path.name) < 80


def test_labels_that_come_to_the_same_name(tmp_path):
    paths = branch_paths(tmp_path / "a.gradiometer", ["A b", "a-b", "a+b", "y" * 41, "y" * 42])
    names = [path.name for path in paths]
    assert names[:3] == ["1-a-b.gradiometer", "1-a-b-.gradiometer", "1-a-b--.gradiometer"]
    assert len(set(names)) == 5
