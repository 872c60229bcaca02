"""The session of a figure is found by its id, wherever it was moved."""

import shutil

import pytest

from gradiometer.experiment import Experiment
from gradiometer.exports import ExportError
from gradiometer.figures.files import export_figure
from gradiometer.figures.record import read_record
from gradiometer.figures.source import find_sessions
from gradiometer.session_file import load_session
from synthetic import write_session

EXPERIMENT = Experiment(name="small", hidden=(4,))


@pytest.fixture
def figure(tmp_path):
    folder = tmp_path / "runs"
    folder.mkdir()
    with load_session(write_session(folder / "a.gradiometer", EXPERIMENT, 5)) as session:
        export_figure(session, "norms", tmp_path / "norms.png")
    return tmp_path / "norms.png"


def test_where_it_was(figure):
    assert find_sessions(read_record(figure), figure) == [figure.parent / "runs" / "a.gradiometer"]


def test_moved_and_renamed(figure, tmp_path):
    source = tmp_path / "runs" / "a.gradiometer"
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    write_session(elsewhere / "0.gradiometer", EXPERIMENT, 5)
    (elsewhere / "1.gradiometer").write_bytes(b"no session")
    moved = source.rename(elsewhere / "renamed.gradiometer")
    # Another session has its old name.
    write_session(source, EXPERIMENT, 3)
    assert find_sessions(read_record(figure), figure, [elsewhere]) == [moved]
    beside = shutil.copy(moved, tmp_path / "copy.gradiometer")
    assert find_sessions(read_record(figure), figure, [elsewhere]) == [beside]


def test_gone(figure, tmp_path):
    shutil.rmtree(tmp_path / "runs")
    with pytest.raises(ExportError) as caught:
        find_sessions(read_record(figure), figure, [tmp_path / "none"])
    sentence = str(caught.value)
    assert sentence.startswith(f"the session of {figure} is not found: small (id ")
    assert sentence.endswith("put its file beside the figure")
