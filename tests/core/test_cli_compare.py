import csv
import json
import math
from functools import partial
from xml.etree import ElementTree

import numpy as np
import pypdf
import pytest
from PIL import Image

from gradiometer import cli
from gradiometer.figures.compare import COMPARE_FIGURES
from gradiometer.session_file import load_session
from gradiometer.tables_compare import COMPARE_TABLES
from several import SHALLOW, write_several
from synthetic import write_session


@pytest.fixture
def run(run):
    """Run the verb."""
    return partial(run, "compare")


@pytest.fixture(scope="module")
def paths(tmp_path_factory):
    return write_several(tmp_path_factory.mktemp("several"))


def test_the_table_of_differences(run, paths):
    code, out, err = run(*paths)
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[:3] == [
        f"small: Sigmoid: {paths[0]}",
        f"small: ReLU: {paths[1]}",
        f"mine: {paths[2]}",
    ]
    rows = {line[: line.index("  ", 2)].strip(): line.split() for line in lines[5:] if line.startswith("  ")}
    assert rows["Activation"][-3:] == ["Sigmoid", "ReLU", "–"]
    assert rows["Steps"][-3:] == ["30", "40", "20"]
    assert "Batch size" not in rows, "small and small have the same"
    assert "settings at the start" in lines
    assert "step 10: Activation: Sigmoid → ReLU" in out


def test_what_is_equal_is_left_out(run, tmp_path):
    paths = [write_session(tmp_path / f"{name}.gradiometer", SHALLOW, 3) for name in "ab"]
    _, out, _ = run(*paths)
    assert "settings" not in out
    assert "results" in out


def test_json_says_everything(run, paths, tmp_path):
    def change(layout, row):
        row[layout.slice("loss")] = math.inf
        row[layout.slice("weight_gradient_norm").start] = math.nan

    broken = write_session(tmp_path / "broken.gradiometer", SHALLOW, 3, change_row=change)
    code, out, _ = run(paths[0], broken, "--json")
    assert code == 0
    told = json.loads(out)
    assert [session["file"] for session in told["sessions"]] == [str(paths[0]), str(broken)]
    assert all(session["label"] for session in told["sessions"])
    rows = {row["name"]: row for row in told["rows"]}
    with load_session(paths[0]) as session:
        assert rows["last_loss"]["values"] == [session.loss[-1], "inf"]
    assert rows["log10_ratio"]["values"][1] == "nan"
    assert rows["batch_size"]["equal"]
    assert not rows["num_steps"]["equal"]


@pytest.mark.parametrize("name", COMPARE_FIGURES)
def test_a_figure(run, paths, tmp_path, name):
    target = tmp_path / "folder" / f"{name}.svg"
    words = ("--layer", 2, "--layer", "output", "--step", 12, "--size", "200x120", "--theme", "dark")
    code, out, err = run(*paths, "--figure", name, "--to", target, *words)
    assert (code, out, err) == (0, f"{target}\n", "")
    root = ElementTree.parse(target).getroot()
    assert float(root.get("width").removesuffix("pt")) == pytest.approx(200 * 72 / 25.4, abs=0.1)
    text = " ".join(root.itertext())
    assert {"profile": "at step 12", "histogram": "layer 2 at step 12"}.get(name, "small: ReLU") in " ".join(
        text.split()
    )


def test_all_figures(run, paths, tmp_path):
    code, out, _ = run(*paths, "--figure", "all", "--to", tmp_path, "--format", "png", "--dpi", 50)
    assert code == 0
    made = [tmp_path / f"compare-{name}.png" for name in COMPARE_FIGURES]
    assert out.splitlines() == [str(path) for path in made]
    with Image.open(made[0]) as image:
        assert image.size == pytest.approx((178 / 25.4 * 50, 100 / 25.4 * 50), abs=1)


@pytest.mark.parametrize(
    ("align", "step", "words"), [("change", -5, "5 steps before the first"), ("time", 0.01, "0.01 s")]
)
def test_other_alignments(run, paths, tmp_path, align, step, words):
    target = tmp_path / "a.pdf"
    code, _, err = run(*paths, "--figure", "profile", "--align", align, "--step", step, "--to", target, "--from-output")
    assert (code, err) == (0, "")
    text = " ".join(pypdf.PdfReader(target).pages[0].extract_text().split())
    assert words in text
    assert "counted from the output" in text


@pytest.mark.parametrize("name", COMPARE_TABLES)
def test_a_table(run, paths, tmp_path, name):
    target = tmp_path / "a.csv"
    assert run(*paths, "--data", name, "--to", target) == (0, f"{target}\n", "")
    with target.open(newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    assert rows
    assert all(len(row) == len(header) for row in rows)


def test_data_of_some_layers(run, paths, tmp_path):
    target = tmp_path / "a.csv"
    words = ("--layer", "hidden 2", "--layer", -1, "--quantity", "delta_norm")
    assert run(*paths[:2], "--data", "norms", "--to", target, *words)[0] == 0
    with target.open(newline="", encoding="utf-8") as file:
        _, *rows = csv.reader(file)
    with load_session(paths[0]) as first, load_session(paths[1]) as second:
        expected = [session.quantity("delta_norm")[:, [1, -1]].ravel() for session in (first, second)]
    np.testing.assert_array_equal([float(row[-1]) for row in rows], np.concatenate(expected))


def test_bad_input_is_one_sentence(run, paths, tmp_path):
    def sentence(*words):
        code, out, err = run(*words)
        assert (code, out) == (2, "")
        assert err.startswith("gradiometer: error: ")
        assert err.count("\n") == 1
        return err.removeprefix("gradiometer: error: ").strip()

    to = ("--to", tmp_path / "a.png")
    assert sentence(paths[0]) == "1 session file cannot be compared: give two to eight"
    assert "is given twice" in sentence(paths[0], paths[0])
    assert "nowhere.gradiometer" in sentence(paths[0], tmp_path / "nowhere.gradiometer")
    assert sentence(*paths, "--figure", "spectrum", *to).startswith("spectrum is not a figure of a comparison")
    assert sentence(*paths, "--data", "spectrum", *to).startswith("spectrum is not a table of a comparison")
    assert sentence(*paths, "--figure", "norms") == "--to is missing: say which file to make"
    assert sentence(*paths, *to) == "--to needs --figure or --data: say what to save"
    assert sentence(*paths, "--figure", "norms", "--layer", "9", *to).startswith(
        "--layer 9 is not there: choose 1 to 6"
    )
    assert sentence(*paths, "--align", "colour").startswith("--align = 'colour' is not allowed")
    assert sentence(*paths[1:], "--align", "change") == "--align change is not possible: no session has a change"
    assert "--step" in sentence(*paths, "--step", "soon")
    assert sentence(*paths, "--figure", "norms", "--size", "big", *to).startswith("--size big is not allowed")
    assert sentence(*paths, "--figure", "all", "--format", "gif", *to).startswith("--format gif is not known")
    assert "not allowed with argument" in sentence(*paths, "--figure", "norms", "--data", "norms", *to)
    assert not (tmp_path / "a.png").exists()


def test_help_lists_figures_and_tables(capsys):
    assert cli.main(["compare", "--help"]) == 0
    out = capsys.readouterr().out
    for name in (*COMPARE_FIGURES, *COMPARE_TABLES):
        assert f"\n  {name} " in out
    assert cli.main(["--help"]) == 0
    assert "compare" in capsys.readouterr().out
