"""Every figure in every format, opened by readers that are not ours; its data beside it, and what it says of itself."""

import csv
import json
import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pyarrow.parquet
import pypdf
import pytest
from PIL import Image

from gradiometer.comparison import Comparison
from gradiometer.experiment import Experiment
from gradiometer.exports import ExportError
from gradiometer.figures import FIGURES, figures_of
from gradiometer.figures import latex as figure_latex
from gradiometer.figures.compare import COMPARE_FIGURES
from gradiometer.figures.files import check_data_format, export_comparison, export_figure, stems
from gradiometer.figures.page import FORMATS
from gradiometer.figures.record import Source, read_record
from gradiometer.figures.source import find_sessions
from gradiometer.reports import Note
from gradiometer.session_editor import set_note, set_texts
from gradiometer.session_file import load_session
from styled import styled
from synthetic import write_session

EXPERIMENT = Experiment(name="small", hidden=(8, 8), histogram_every=3, evaluate_every=4)
ENDS = (".pdf", ".drawn.csv", ".full.csv", ".json")
NONE = {"id": "", "file": "", "title": ""}
NAMES = [name for name, kind in FIGURES.items() if not kind.stream]
SVG = "{http://www.w3.org/2000/svg}"
# Everything that LaTeX, HTML and formulas take for something else, and other scripts.
SPECIAL = r"100 % of #1_a & b {x} ~ ^ \ $y$ <i> «Привет» Ωλ"
needs_latex = pytest.mark.skipif(not any(map(shutil.which, figure_latex._SYSTEMS)), reason="no LaTeX is installed")


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = write_session(tmp_path_factory.mktemp("files") / "small.gradiometer", EXPERIMENT, 30)
    set_note(path, Note(10, "a note: 5 % & more"))
    set_texts(path, {"title": SPECIAL})
    return path


@pytest.fixture
def session(path):
    with load_session(path) as session:
        yield session


def words_of(path: Path) -> str:
    """The text of a figure, by pdftotext where it is there, else by pypdf; of an SVG by an XML parser."""
    if path.suffix == ".svg":
        root = ElementTree.parse(path).getroot()
        return " ".join("".join(element.itertext()) for element in root.iter(f"{SVG}text"))
    if shutil.which("pdftotext"):
        return subprocess.run(["pdftotext", path, "-"], capture_output=True, check=True, text=True).stdout
    return pypdf.PdfReader(path).pages[0].extract_text()


@pytest.mark.parametrize("kind", ["pdf", "svg"])
@pytest.mark.parametrize("name", NAMES)
def test_texts_of_vector_formats(session, tmp_path, name, kind):
    path = tmp_path / f"{name}.{kind}"
    export_figure(session, name, path, style=styled(size_mm=(300, 150)))
    words = " ".join(words_of(path).split())
    assert SPECIAL in words
    if name in ("profile", "norms"):
        assert all(layer in words for layer in session.layer_names)


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm is missing")
@pytest.mark.parametrize("name", NAMES)
def test_a_pdf_looks_as_the_png_does(session, tmp_path, name):
    style = styled(dpi=50)
    for kind in ("pdf", "png"):
        export_figure(session, name, tmp_path / f"a.{kind}", style=style)
    subprocess.run(["pdftoppm", "-r", "50", "-png", "-singlefile", tmp_path / "a.pdf", tmp_path / "b"], check=True)
    with Image.open(tmp_path / "a.png") as ours, Image.open(tmp_path / "b.png") as theirs:
        assert np.abs(np.subtract(ours.size, theirs.size)).max() <= 1
        small = [np.asarray(each.convert("L").resize((70, 40))).ravel() for each in (ours, theirs)]
    # Lines and letters are smoothed in other ways, and nothing else differs.
    assert np.corrcoef(*small)[0, 1] > 0.8


@pytest.mark.skipif(shutil.which("rsvg-convert") is None, reason="rsvg-convert is missing")
@pytest.mark.parametrize("name", NAMES)
def test_an_svg_looks_as_the_png_does(session, tmp_path, name):
    style = styled(dpi=50)
    for kind in ("svg", "png"):
        export_figure(session, name, tmp_path / f"a.{kind}", style=style)
    subprocess.run(
        ["rsvg-convert", "--dpi-x", "50", "--dpi-y", "50", "-o", tmp_path / "b.png", tmp_path / "a.svg"], check=True
    )
    with Image.open(tmp_path / "a.png") as ours, Image.open(tmp_path / "b.png") as theirs:
        assert np.abs(np.subtract(ours.size, theirs.size)).max() <= 1
        small = [np.asarray(each.convert("L").resize((70, 40))).ravel() for each in (ours, theirs)]
    # Lines and letters are smoothed in other ways, and nothing else differs.
    assert np.corrcoef(*small)[0, 1] > 0.8


@needs_latex
def test_latex_sets_the_drawing_in_a_document(session, tmp_path):
    for name in ("norms", "heatmap"):
        export_figure(session, name, tmp_path / f"{name}.pgf", style=styled(size_mm=(150, 90)))
    assert {each.name for each in tmp_path.iterdir()} >= {"norms.pgf", "heatmap.pgf", "heatmap-img0.png"}
    document = (
        r"\documentclass{article}\usepackage{pgf}\begin{document}\input{norms.pgf}\input{heatmap.pgf}\end{document}"
    )
    (tmp_path / "document.tex").write_text(document)
    tex = [figure_latex.find_latex(), "-interaction=nonstopmode", "-halt-on-error", "document.tex"]
    subprocess.run(tex, cwd=tmp_path, check=True, capture_output=True)
    words = " ".join(page.extract_text() for page in pypdf.PdfReader(tmp_path / "document.pdf").pages)
    for expected in ("Weight gradient norm", "hidden 1", "a note: 5 % & more", "100 % of #1_a & b {x}"):
        assert expected in " ".join(words.split())
    assert read_record(tmp_path / "norms.pgf").figure == "norms"


def test_without_latex_a_sentence(session, tmp_path, monkeypatch):
    monkeypatch.setattr(figure_latex.shutil, "which", lambda _name: None)
    with pytest.raises(ExportError, match="needs LaTeX to measure its texts: install one of xelatex, lualatex"):
        export_figure(session, "norms", tmp_path / "norms.pgf")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", [kind for kind in FORMATS if kind != "pgf"])
def test_a_figure_says_where_it_comes_from(session, tmp_path, kind):
    path = tmp_path / f"a.{kind}"
    style = styled(theme="print", font_size=7)
    export_figure(session, "norms", path, layer=1, quantity="delta_norm", first_step=3, last_step=20, style=style)
    record = read_record(path)
    assert record.sessions == (Source(session.meta["id"], session.path.resolve(), SPECIAL),)
    assert record.figure == "norms"
    view = {"layer": "hidden 2", "quantity": "delta_norm", "first_step": 3, "last_step": 20, "step": None}
    assert {key: record.view[key] for key in view} == view
    assert record.values["sessions"][0]["title"] == SPECIAL
    assert record.values["sessions"][0]["structure"] == "784-8-8-10"
    assert record.values["sessions"][0]["experiment"]["settings"]["activation"] == "sigmoid"
    assert record.values["style"] == vars(style)
    assert record.values["sessions"][0]["seed"] == 0


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_the_data_beside_a_figure(session, tmp_path, kind):
    files, remarks = export_figure(session, "norms", tmp_path / "a.png", data=kind, quantity="delta_norm")
    assert [path.name for path in files] == ["a.png", f"a.drawn.{kind}", f"a.full.{kind}", "a.json"]
    assert remarks == ()
    drawn, full = (read_table(path) for path in files[1:3])
    assert set(drawn["series"]) == set(session.layer_names)
    norms = session.quantity("delta_norm")
    for index, name in enumerate(session.layer_names):
        ours = [value for value, series in zip(drawn["y"], drawn["series"], strict=True) if series == name]
        np.testing.assert_array_equal(np.array(ours, float), norms[:, index])
        np.testing.assert_array_equal(np.array(full[name], float), norms[:, index])
    assert json.loads(files[3].read_text(encoding="utf-8"))["sessions"][0]["id"] == session.meta["id"]
    assert read_record(files[3]).figure == "norms"


def read_table(path: Path) -> dict[str, list]:
    if path.suffix == ".parquet":
        return pyarrow.parquet.read_table(path).to_pydict()
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {name: [row[name] for row in rows] for name in rows[0]}


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_has_its_data_beside_it(session, tmp_path, name):
    files, _ = export_figure(session, name, tmp_path / "a.svg", data="parquet")
    for path in files[1:3]:
        assert pyarrow.parquet.read_metadata(path).num_rows > 0


def test_what_other_files_say(tmp_path):
    for name, content in {
        "a.png": b"\x89PNG\r\n\x1a\n",
        "a.svg": b"<svg",
        "b.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        "a.pdf": b"%PDF-1.4 nothing",
        "a.json": b"[1, 2]",
        "b.json": b'{"sessions": 3}',
        "c.json": b'{"sessions": [], "figure": "norms", "view": {}, "gradiometer_figure": 1}',
        "a.pgf": b"% nothing",
    }.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(ExportError) as caught:
            read_record(tmp_path / name)
        assert str(caught.value).startswith(str(tmp_path / name)), name
        assert "\n" not in str(caught.value)
    Image.new("RGB", (3, 3)).save(tmp_path / "plain.png")
    with pytest.raises(ExportError, match="it was not exported by Gradiometer"):
        read_record(tmp_path / "plain.png")
    with pytest.raises(ExportError, match=r"is not the file of a figure: its name ends in none of \.png, "):
        read_record(tmp_path / "a.gif")
    with pytest.raises(ExportError, match=r"no\.png cannot be read: No such file"):
        read_record(tmp_path / "no.png")
    newer = json.dumps({"gradiometer_figure": 99, "sessions": [NONE], "figure": "norms", "view": {}})
    (tmp_path / "newer.json").write_text(newer)
    with pytest.raises(ExportError, match="comes from a newer Gradiometer"):
        read_record(tmp_path / "newer.json")


def test_a_failure_leaves_no_half_file(session, tmp_path):
    (tmp_path / "file").write_text("")
    for options in ({}, {"data": "csv"}):
        with pytest.raises(ExportError, match="cannot be written: "):
            export_figure(session, "norms", tmp_path / "file" / "a.png", **options)
    with pytest.raises(ExportError, match="--with-data xls is not known: choose one of csv, parquet"):
        export_figure(session, "norms", tmp_path / "a.png", data="xls")
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_without_pyarrow_a_sentence(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(ExportError, match=re.escape("pip install 'gradiometer[parquet]', or choose CSV")):
        check_data_format("parquet")


@pytest.mark.parametrize("num_steps", [0, 1])
def test_sessions_with_little(tmp_path, num_steps):
    path = write_session(tmp_path / "little.gradiometer", EXPERIMENT, num_steps)
    with load_session(path) as session:
        for name in figures_of(session):
            for kind in ("png", "svg", "pdf"):
                files, _ = export_figure(session, name, tmp_path / f"{name}.{kind}", data="csv")
                assert all(each.is_file() for each in files)
                assert read_record(files[0]).figure == name


@pytest.mark.long
def test_gaps_and_200_layers(tmp_path):
    experiment = Experiment(name="深い層", hidden=(4,) * 199, histogram_every=10, evaluate_every=10)

    def gap(layout, row):
        if 5 <= row[0] < 8:
            row[layout.slice("weight_gradient_norm")] = np.nan

    path = write_session(tmp_path / "deep.gradiometer", experiment, 12, change_row=gap)
    with load_session(path) as session:
        for name in figures_of(session):
            files, remarks = export_figure(session, name, tmp_path / f"{name}.pdf", data="csv")
            assert len(files) == 4
            assert all("letters" in remark for remark in remarks)
        words = words_of(tmp_path / "norms.pdf")
        assert all(layer in words for layer in session.layer_names)
        drawn = read_table(tmp_path / "norms.drawn.csv")
        gaps = [x for x, y in zip(drawn["x"], drawn["y"], strict=True) if y == "nan"]
        assert set(gaps) == {"5.0", "6.0", "7.0"}


def test_a_comparison_has_its_data_beside_it_and_knows_its_sessions(path, tmp_path):
    other = write_session(tmp_path / "other.gradiometer", EXPERIMENT, 20, seed=1)
    with Comparison([path, other]) as comparison:
        for name in COMPARE_FIGURES:
            out = tmp_path / f"{name}.pdf"
            made = export_comparison(comparison, name, out, data="csv", layers=(0, -1), quantity="delta_norm")
            assert [each.name for each in made.files] == [f"{name}{end}" for end in ENDS]
            record = read_record(out)
            assert [each.id for each in record.sessions] == [side.session.meta["id"] for side in comparison.sides]
            assert record.view["quantity"] == "delta_norm"
        drawn, full = read_table(tmp_path / "norms.drawn.csv"), read_table(tmp_path / "norms.full.csv")
        assert set(drawn["series"]) == {
            f"{side.label}, {layer}" for side in comparison.sides for layer in ("hidden 1", "output")
        }
        norms = comparison.sides[1].session.quantity("delta_norm")
        label = comparison.sides[1].label
    ours = [y for y, series in zip(drawn["y"], drawn["series"], strict=True) if series == f"{label}, output"]
    np.testing.assert_array_equal(np.array(ours, float), norms[:, -1])
    assert len(full["step"]) == 2 * (30 + 20)
    assert find_sessions(read_record(tmp_path / "norms.pdf"), tmp_path / "norms.pdf") == [path, other]


def test_names_for_several_sessions():
    paths = [Path("a/run.gradiometer"), Path("b/run.gradiometer"), Path("other.gradiometer")]
    assert stems(paths) == ["run", "run-2", "other"]
