"""`gradiometer tree`."""

import dataclasses
import json
import shutil
from functools import partial
from pathlib import Path

import pytest

from gradiometer.library import Labels, write_labels
from gradiometer.session_editor import set_texts
from gradiometer.session_file import load_session
from recorded import SMALL
from synthetic import write_session


@pytest.fixture
def run(run):
    """Run the verb."""
    return partial(run, "tree")


def write(path: Path, parent: Path | None = None, step: int = 0, through: str = "", **values) -> Path:
    """A session, continued from another one."""
    write_session(path, dataclasses.replace(SMALL, **values), 3, with_look_histograms=False)
    if parent is not None:
        with load_session(parent) as session:
            told = {"id": session.meta["id"], "file": parent.name, "step": step, "through": through}
        set_texts(path, {"parent": json.dumps(told)})
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("runs")
    first = write(made / "digits-1.gradiometer")
    second = write(made / "digits-2.gradiometer", first, 1400, "ReLU, He's initialization")
    write(made / "digits-10.gradiometer", second, 1500, hidden=(8, 8, 8))
    write(made / "digits-1.trials" / "1-control.gradiometer", first, 1500, "control")
    write_labels(second, Labels(title="with ReLU"))
    gone = write(made / "gone.gradiometer")
    write(made / "orphan.gradiometer", gone, 5, "Adam")
    gone.unlink()
    return made


FIRST = """\
digits-1.gradiometer  784-8-8-10
├─ from step 1,400 through ReLU, He's initialization: digits-2.gradiometer  784-8-8-10  “with ReLU”
│  └─ from step 1,500: digits-10.gradiometer  784-8-8-8-10
└─ from step 1,500 as the control: digits-1.trials/1-control.gradiometer  784-8-8-10
"""
SECOND = """\
gone.gradiometer  (not in this folder)
└─ from step 5 through Adam: orphan.gradiometer  784-8-8-10
"""


def test_a_folder(run, folder, monkeypatch):
    assert run(folder) == (0, FIRST + SECOND, "")
    monkeypatch.chdir(folder)
    assert run() == (0, FIRST + SECOND, "")


@pytest.mark.parametrize("name", ["digits-1", "digits-10", "digits-1.trials/1-control"])
def test_the_tree_of_a_session_marks_it(run, folder, monkeypatch, name):
    monkeypatch.chdir(folder)
    code, out, _ = run(f"{name}.gradiometer")
    assert code == 0
    assert out.count("← this session") == 1
    assert out.replace("  ← this session", "") == FIRST
    [line] = [line for line in out.splitlines() if "←" in line]
    assert f"{name}.gradiometer  " in line


def test_a_session_whose_name_ends_otherwise(run, folder, tmp_path):
    path = shutil.copy(folder / "digits-2.gradiometer", tmp_path / "mine.sqlite")
    assert run(path)[1].splitlines()[1].endswith("mine.sqlite  784-8-8-10  “with ReLU”  ← this session")


def test_json_is_a_list_in_the_order_of_the_tree(run, folder):
    code, out, _ = run(folder / "orphan.gradiometer", "--json")
    assert code == 0
    root, orphan = json.loads(out)
    assert root == {
        "depth": 0,
        "file": "gone.gradiometer",
        "under": None,
        "is_there": False,
        "is_chosen": False,
        "parent": None,
    }
    with load_session(folder / "orphan.gradiometer") as session:
        assert orphan == {
            "depth": 1,
            "file": "orphan.gradiometer",
            "under": "gone.gradiometer",
            "is_there": True,
            "is_chosen": True,
            "parent": {"id": session.parent.id, "file": "gone.gradiometer", "step": 5, "through": "Adam"},
            "id": session.meta["id"],
            "title": "digits",
            "structure": "784-8-8-10",
            "num_steps": 3,
            "loss": session.loss[-1],
            "problem": "",
        }
    everything = json.loads(run(folder, "--json")[1])
    assert [(each["depth"], each["under"]) for each in everything[:4]] == [
        (0, None),
        (1, "digits-1.gradiometer"),
        (2, "digits-2.gradiometer"),
        (1, "digits-1.gradiometer"),
    ]
    assert not any(each["is_chosen"] for each in everything)


def test_what_cannot_be_read_stands_there_with_its_reason(run, tmp_path):
    (tmp_path / "broken.gradiometer").write_text("no session")
    code, out, _ = run(tmp_path)
    assert code == 0
    assert out.startswith("broken.gradiometer  (cannot be read: ")
    assert json.loads(run(tmp_path, "--json")[1])[0]["loss"] is None
    code, out, err = run(tmp_path / "broken.gradiometer")
    assert (code, out) == (2, "")
    assert "is not a Gradiometer session" in err


def test_a_name_does_not_move_the_cursor(run, tmp_path):
    path = write(tmp_path / "a.gradiometer")
    set_texts(path, {"parent": json.dumps({"id": "1", "file": "\x1b[2Jgone\n", "step": 5, "through": "\x07He"})})
    assert run(tmp_path)[1] == (
        "?[2Jgone?  (not in this folder)\n└─ from step 5 through ?He: a.gradiometer  784-8-8-10\n"
    )


def test_nothing_and_nowhere(run, tmp_path):
    assert run(tmp_path) == (0, f"There is no session in {tmp_path}.\n", "")
    code, out, err = run(tmp_path / "nowhere")
    assert (code, out) == (2, "")
    assert err == (
        f"gradiometer: error: {tmp_path / 'nowhere'} is not there: name a folder of sessions or a session file\n"
    )
