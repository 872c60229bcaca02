"""`gradiometer open-figure` without a window: which session, and what is shown of it."""

import json

from gradiometer.experiment import Experiment
from gradiometer.figures.files import export_figure
from gradiometer.session_file import load_session
from synthetic import write_session


def test_it_tells_the_session_and_the_view(run, tmp_path):
    path = write_session(tmp_path / "a.gradiometer", Experiment(name="small", hidden=(4, 4)), 5)
    with load_session(path) as session:
        export_figure(session, "norms", tmp_path / "norms.pdf", quantity="delta_norm", first_step=2)
    code, out, err = run("open-figure", tmp_path / "norms.pdf", "--print")
    assert (code, err) == (0, "")
    first, second = out.splitlines()
    assert first == str(path)
    assert second.startswith("Gradient norm of each layer over steps: layer hidden 1, quantity delta_norm, ")
    assert second.endswith("first_step 2")
    code, out, err = run("open-figure", tmp_path / "norms.pdf", "--json")
    assert json.loads(out)["view"]["quantity"] == "delta_norm"


def test_what_is_no_figure_is_one_sentence(run, tmp_path):
    (tmp_path / "a.pdf").write_text("no")
    code, out, err = run("open-figure", tmp_path / "a.pdf", "--print")
    assert (code, out) == (2, "")
    assert err == f"gradiometer: error: {tmp_path}/a.pdf cannot be read: it is no PDF drawing\n"
