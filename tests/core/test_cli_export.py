"""`gradiometer export`: many sessions at once, styles, data beside figures, and event files."""

import csv

import pytest
from PIL import Image

from gradiometer.experiment import Experiment
from gradiometer.figures import figures_of
from gradiometer.figures import style as figure_style
from gradiometer.figures.record import read_record
from gradiometer.session_file import load_session
from synthetic import write_session
from tried import tried, tried_arm, write_tried

EXPERIMENT = Experiment(name="small", hidden=(4, 4), histogram_every=3, evaluate_every=4)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(figure_style, "user_folder", lambda: tmp_path / "styles")
    runs = tmp_path / "runs"
    (runs / "more").mkdir(parents=True)
    for name in ("a", "b", "more/a"):
        write_session(runs / f"{name}.gradiometer", EXPERIMENT, 6)
    return tmp_path


def test_all_figures_of_many_sessions_in_a_style(run, folder):
    words = ["--figure", "all", "--style", "thesis", "--format", "pdf", "--to", folder / "out"]
    code, out, err = run("export", folder / "runs" / "*.gradiometer", folder / "runs/more/a.gradiometer", *words)
    assert (code, err) == (0, "")
    with load_session(folder / "runs" / "a.gradiometer") as session:
        names = figures_of(session)
    made = sorted(path.name for path in (folder / "out").iterdir())
    assert made == sorted(f"{stem}-{name}.pdf" for stem in ("a", "b", "a-2") for name in names)
    assert sorted(out.split()) == [str(folder / "out" / name) for name in made]
    assert read_record(folder / "out" / "a-norms.pdf").values["style"]["font"] == "DejaVu Serif"
    a, b = (read_record(folder / "out" / f"{stem}-norms.pdf").sessions[0].id for stem in ("a", "a-2"))
    assert a != b


def test_one_that_cannot_be_read_keeps_no_other_from_it(run, folder):
    (folder / "runs" / "c.gradiometer").write_bytes(b"no session")
    code, out, err = run("export", folder / "runs" / "*.gradiometer", "--figure", "loss", "--to", folder / "out")
    assert code == 2
    assert len(out.split()) == 2
    first, last = err.splitlines()
    assert "c.gradiometer" in first
    assert last == "gradiometer: error: 1 of 3 sessions were not exported"


def test_a_name_with_brackets_is_a_file(run, folder):
    path = write_session(folder / "a[1].gradiometer", EXPERIMENT, 3)
    code, out, _ = run("export", path, "--figure", "loss", "--to", folder / "loss.svg")
    assert (code, out) == (0, f"{folder / 'loss.svg'}\n")


def test_what_a_style_says_is_changed_by_words(run, folder):
    path = folder / "runs" / "a.gradiometer"
    style = ["--style", "single", "--with", "theme=print", "title=no", "--size", "120x80", "--dpi", "100"]
    code, _, err = run("export", path, "--figure", "norms", *style, "--to", folder / "a.png")
    assert (code, err) == (0, "")
    values = read_record(folder / "a.png").values["style"]
    assert (values["theme"], values["title"], values["font_size"]) == ("print", False, 7)
    with Image.open(folder / "a.png") as image:
        assert image.size == pytest.approx((472, 315), abs=1)


def test_a_style_of_a_file(run, folder):
    (folder / "mine.toml").write_text('theme = "dark"\nlegend = "none"\n')
    words = ["--figure", "norms", "--style", folder / "mine.toml", "--to", folder / "a.svg"]
    assert run("export", folder / "runs" / "a.gradiometer", *words)[0] == 0
    assert read_record(folder / "a.svg").values["style"]["legend"] == "none"


def test_view_and_data_beside(run, folder):
    path = folder / "runs" / "a.gradiometer"
    view = ["--quantity", "delta_norm", "--first-step", "2", "--last-step", "4", "--y-range", "1e-9:1"]
    words = ["--figure", "norms", *view, "--with-data", "csv", "--to", folder / "a.png"]
    code, out, err = run("export", path, *words)
    assert (code, err) == (0, "")
    assert [line.rpartition("/")[2] for line in out.split()] == ["a.png", "a.drawn.csv", "a.full.csv", "a.json"]
    with (folder / "a.drawn.csv").open(newline="") as file:
        # The curve goes on to the edge of the axes.
        assert {row["x"] for row in csv.DictReader(file)} == {"2.0", "3.0", "4.0", "5.0"}
    with (folder / "a.full.csv").open(newline="") as file:
        assert [row["step"] for row in csv.DictReader(file)] == list("012345")
    assert read_record(folder / "a.png").view["y_limits"] == [[1e-9, 1.0]]


def test_tables_and_event_files(run, folder):
    code, out, _ = run("export", folder / "runs" / "*.gradiometer", "--data", "loss", "--to", folder / "tables")
    assert code == 0
    assert [path.name for path in sorted((folder / "tables").iterdir())] == ["a-loss.csv", "b-loss.csv"]
    code, _, _ = run("export", folder / "runs/a.gradiometer", "--data", "loss", "--to", folder / "loss.parquet")
    assert code == 0
    code, out, err = run("export", folder / "runs" / "*.gradiometer", "--tensorboard", "--to", folder / "events")
    assert (code, err) == (0, "")
    assert sorted(path.name for path in (folder / "events").iterdir()) == ["a", "b"]
    assert out.split() == [str(folder / "events" / name) for name in ("a", "b")]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--style", "thesi"], "style 'thesi' is not known: choose one of double, "),
        (["--style", "no.toml"], "no.toml cannot be read: there is no such file"),
        (["--with", "colour=red"], "--with colour is not known: choose one of width_mm, "),
        (["--with", "legend=left"], "legend = 'left' is not allowed: choose one of auto, right, below, inside, none"),
        (["--with", "font_size=60"], "font_size = 60 is not allowed on 178 x 100 mm: at most 13.3"),
        (["--y-range", "1"], "--y-range 1 is not allowed: write LOW:HIGH, as 1e-9:1"),
        (["--y-range", "1:0"], "the range 1 to 0 is not allowed: two numbers, the smaller one first"),
        (["--y-range=-1:1", "--scale", "log"], "the range -1 to 1 is not allowed on a logarithmic axis: both above 0"),
        (["--scale", "cubic"], "--scale = 'cubic' is not allowed: choose one of auto, log, linear"),
        (["--first-step", "9", "--last-step", "2"], "first_step = 9 is not allowed: at most 2, the last step"),
        (["--figure", "trial", "--trial", "0"], "--trial = 0 is not allowed: "),
        (["--with-data", "xls"], "--with-data xls is not known: choose one of csv, parquet"),
        (["--figure", "norms,curve"], "curve is not a figure: choose one of profile, "),
    ],
)
def test_bad_input_is_one_sentence(run, folder, words, sentence):
    figure = [] if "--figure" in words else ["--figure", "norms"]
    code, out, err = run("export", folder / "runs" / "a.gradiometer", *figure, *words, "--to", folder / "out.png")
    assert (code, out) == (2, "")
    assert err.startswith(f"gradiometer: error: {sentence}"), err
    assert err.count("\n") == 1
    assert not list(folder.glob("out*"))


def test_a_pattern_that_fits_nothing(run, folder):
    code, _, err = run("export", folder / "*.none", "--figure", "norms", "--to", folder / "out")
    assert (code, err) == (2, f"gradiometer: error: {folder}/*.none fits no file\n")


def test_the_trial_of_a_number(run, tmp_path):
    path = write_tried(tmp_path / "a.gradiometer", tried(tried_arm("old")), tried(tried_arm("new"), number=2))
    for words, label in (((), "new"), (("--trial", 1), "old")):
        assert run("export", path, "--figure", "trial", *words, "--to", tmp_path / "a.svg")[0] == 0
        assert f">{label}<" in (tmp_path / "a.svg").read_text("utf-8")
        assert run("export", path, "--data", "trial", *words, "--to", tmp_path / "a.csv")[0] == 0
        with (tmp_path / "a.csv").open(newline="", encoding="utf-8") as file:
            assert {row["arm"] for row in csv.DictReader(file)} == {label}
    _, out, _ = run("open-figure", tmp_path / "a.svg", "--print")
    assert "What changes did to forks, against an untouched control: " in out
    assert "trial 1" in out
    code, _, err = run("export", path, "--figure", "trial", "--trial", 3, "--to", tmp_path / "b.svg")
    assert (code, err) == (2, f"gradiometer: error: trial 3 is not in {path}: choose one of 1, 2\n")
