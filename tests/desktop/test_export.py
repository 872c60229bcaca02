"""Export of a plot: the order, and the thread that carries it out."""

from __future__ import annotations

import csv
import dataclasses
import json
import threading
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pypdf
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from gradiometer.exports import ExportError
from gradiometer.fields import FieldError
from gradiometer.figures import FIGURES
from gradiometer.figures.latex import find_latex
from gradiometer.layout import step_layout
from gradiometer.quantities import HISTOGRAMS
from gradiometer.reports import StepReport
from gradiometer.session_database import SessionFileError
from gradiometer.session_file import load_session
from gradiometer.tables import TABLES, write_table
from gradiometer_desktop.export import FORMATS, Asked, Exporter, Order, export
from gradiometer_desktop.plots import PLOTS
from recorded import new_writer
from shared import SMALL, TIMEOUT_MS
from styled import styled
from synthetic import write_watched

STYLE = styled((90.0, 64.0), dpi=60)
TITLES = {kind.name: kind.title for kind in PLOTS}
# Those that have something to show of any network.
OF_ANY_NETWORK = [name for name in TITLES if name not in ("through_time", "time_heatmap", "surface")]


def order(session: Path, name: str = "norms", *, num_steps: int = 60, step: int | None = None, **asked: Any) -> Order:
    chosen = {key: asked.pop(key) for key in ("layer", "quantity", "histogram") if key in asked}
    usual = {"layer": 1, "quantity": "weight_gradient_norm", "histogram": "weight_gradient"}
    wanted = Asked(name=name, **{"style": STYLE, **asked})
    return Order(session=session, asked=wanted, step=step, num_steps=num_steps, **(usual | chosen))


# ----------------------------------------------------------------------------------------------- the order


def test_plots_figures_and_tables_bear_the_same_names() -> None:
    assert set(TITLES) == set(FIGURES)
    assert set(TITLES) <= set(TABLES)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("profile", "png"), ("norms", "svg"), ("histogram", "pdf")],
)
def test_a_figure(saved: Path, tmp_path: Path, name: str, kind: str) -> None:
    path = tmp_path / f"figure.{kind}"
    assert export(order(saved, name), path) == ()
    if kind == "png":
        with Image.open(path) as picture:
            assert picture.size == (int(90 / 25.4 * 60), int(64 / 25.4 * 60))
            assert len(picture.getcolors(maxcolors=10**6)) > 20
    elif kind == "svg":
        text = " ".join(ElementTree.parse(path).getroot().itertext())
        assert "step" in text
    else:
        assert "hidden 2" in pypdf.PdfReader(path).pages[0].extract_text()
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("name", OF_ANY_NETWORK)
def test_a_table(saved: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / "table.csv"
    export(order(saved, name), path)
    with path.open(newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) > 2
    assert all(len(row) == len(rows[0]) for row in rows)


def test_a_table_holds_the_quantity_that_was_shown(saved: Path, tmp_path: Path) -> None:
    path = tmp_path / "TABLE.CSV"
    export(order(saved, quantity="delta_norm"), path)
    with path.open(newline="") as file:
        values = np.array(list(csv.reader(file))[1:], float)
    with load_session(saved) as session:
        np.testing.assert_array_equal(values[:, 1:], session.quantity("delta_norm"))


def test_the_layer_is_the_chosen_one(saved: Path, tmp_path: Path) -> None:
    for layer in (0, 2):
        export(order(saved, "heatmap", layer=layer), tmp_path / f"{layer}.csv")
    first, third = ((tmp_path / f"{layer}.csv").read_text() for layer in (0, 2))
    assert first != third


@pytest.mark.parametrize("kind", HISTOGRAMS)
@pytest.mark.parametrize("name", ["histogram", "heatmap"])
def test_the_kind_of_histogram_is_the_chosen_one(saved: Path, tmp_path: Path, name: str, kind: str) -> None:
    wanted = tmp_path / "wanted.csv"
    with load_session(saved) as session:
        write_table(session, name, wanted, layer=1, histogram=kind)
    export(order(saved, name, histogram=kind), tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_text() == wanted.read_text()
    export(order(saved, name, histogram=kind), tmp_path / "a.svg")
    assert HISTOGRAMS[kind].title in " ".join(ElementTree.parse(tmp_path / "a.svg").getroot().itertext())


@pytest.mark.parametrize("name", TITLES)
def test_a_loop_of_somebodys_own(tmp_path: Path, name: str) -> None:
    session = write_watched(tmp_path / "watched.gradiometer")
    for suffix in ("svg", "csv"):
        path = tmp_path / f"{name}.{suffix}"
        export(order(session, name, num_steps=30), path)
        assert path.stat().st_size > (100 if suffix == "svg" or name in OF_ANY_NETWORK else 0)


def test_an_export_waits_for_the_steps_on_the_screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file lags half a second behind the window."""
    writer = new_writer(tmp_path / "run.gradiometer", SMALL)
    row = np.ones(step_layout(len(SMALL.layer_names)).width)
    waits: list[float] = []

    def write(first: int, last: int) -> None:
        for step in range(first, last):
            writer.add(StepReport(step, np.where(np.arange(len(row)) == 0, step, row)))
        assert writer.commit() == ""

    def sleep(seconds: float) -> None:
        """What the trainer does meanwhile."""
        waits.append(seconds)
        write(10 * len(waits), 10 * len(waits) + 10)

    write(0, 10)
    monkeypatch.setattr("gradiometer_desktop.export.time", SimpleNamespace(monotonic=time.monotonic, sleep=sleep))
    path = tmp_path / "norms.csv"
    export(order(tmp_path / "run.gradiometer", num_steps=30), path)
    writer.close()
    assert len(waits) == 2
    assert len(path.read_text().splitlines()) == 31


def test_an_export_does_not_wait_for_ever(saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gradiometer_desktop.export._FILE_TIMEOUT_S", 0.1)
    path = tmp_path / "norms.csv"
    export(order(saved, num_steps=61), path)
    assert len(path.read_text().splitlines()) == 61


def test_the_step_that_is_looked_back_at(saved: Path, tmp_path: Path) -> None:
    """As a picture and as a table."""
    for step in (3, 45):
        export(order(saved, "profile", step=step), tmp_path / f"{step}.svg")
        text = " ".join(" ".join(ElementTree.parse(tmp_path / f"{step}.svg").getroot().itertext()).split())
        assert f"at step {step}" in text
        export(order(saved, "profile", step=step), tmp_path / f"{step}.csv")
    assert (tmp_path / "3.csv").read_text() != (tmp_path / "45.csv").read_text()


@pytest.mark.parametrize("name", [kind.name for kind in PLOTS])
@pytest.mark.parametrize("steps", [(-12.4, 17.6), (30.2, 30.4), (50.0, 500.0)])
def test_any_range_of_steps(saved: Path, tmp_path: Path, name: str, steps: tuple[float, float]) -> None:
    """As far as a hand can move a plot."""
    export(order(saved, name, steps=steps), tmp_path / "a.png")
    assert (tmp_path / "a.png").stat().st_size > 500


def test_steps_limits_and_scale_arrive(saved: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    export(order(saved, steps=(10.2, 29.9), limits=((1e-3, 1e2),), scale="linear", data="csv"), path)
    view = json.loads((tmp_path / "a.json").read_text())["view"]
    assert (view["first_step"], view["last_step"]) == (10, 30)
    assert (view["scale"], view["y_limits"]) == ("linear", [[1e-3, 1e2]])
    with (tmp_path / "a.drawn.csv").open(newline="") as file:
        steps = {float(row["x"]) for row in csv.DictReader(file)}
    # A curve goes on to the next point beyond the edge.
    assert set(range(10, 31)) <= steps <= set(range(9, 32))


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_data_beside_it(saved: Path, tmp_path: Path, kind: str) -> None:
    if kind == "parquet":
        pytest.importorskip("pyarrow")
    export(order(saved, quantity="delta_norm", data=kind), tmp_path / "a.pdf")
    names = sorted(entry.name for entry in tmp_path.iterdir() if entry.is_file())
    assert names == ["a.drawn." + kind, "a.full." + kind, "a.json", "a.pdf"]
    with load_session(saved) as session:
        recorded = session.quantity("delta_norm")
    if kind == "csv":
        with (tmp_path / "a.full.csv").open(newline="") as file:
            full = np.array(list(csv.reader(file))[1:], float)
    else:
        from pyarrow import parquet

        table = parquet.read_table(tmp_path / "a.full.parquet")
        full = np.array([column.to_numpy() for column in table.columns]).T
    np.testing.assert_array_equal(full[:, 1:], recorded)


def test_a_table_as_parquet(saved: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    export(order(saved), tmp_path / "a.parquet")
    assert parquet.read_table(tmp_path / "a.parquet").num_rows == 60


def test_without_pyarrow_a_sentence_says_so(saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gradiometer.parquet.importlib.util.find_spec", lambda _name: None)
    with pytest.raises(ExportError, match="need pyarrow"):
        export(order(saved), tmp_path / "a.parquet")
    with pytest.raises(ExportError, match="need pyarrow"):
        export(order(saved, data="parquet"), tmp_path / "a.png")


def test_a_drawing_for_latex(saved: Path, tmp_path: Path) -> None:
    try:
        find_latex()
    except ExportError:
        pytest.skip("no TeX is installed")
    export(order(saved), tmp_path / "a.pgf")
    text = (tmp_path / "a.pgf").read_text("utf-8")
    assert "\\begin{pgfpicture}" in text
    assert "hidden 2" in text


def test_without_latex_a_sentence_says_so(saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gradiometer.figures.latex.shutil.which", lambda _name: None)
    with pytest.raises(ExportError, match="needs LaTeX"):
        export(order(saved), tmp_path / "a.pgf")
    assert list(tmp_path.glob("a*")) == []


def test_every_figure_format_can_be_ordered() -> None:
    assert list(FORMATS) == ["png", "svg", "pdf", "pgf", "csv", "parquet"]


# ------------------------------------------------------------------------------------------------ the thread


@pytest.fixture
def exporter(qtbot: QtBot) -> Exporter:
    return Exporter()


Outcome = Callable[..., list[Any]]


@pytest.fixture
def outcome(qtbot: QtBot, exporter: Exporter) -> Outcome:
    """What the exporter says of something that makes a file."""

    def carried_out(path: Path, draw: Callable[[Path], Any]) -> list[Any]:
        with qtbot.waitSignal(exporter.done, timeout=TIMEOUT_MS) as signal:
            exporter.start(path, draw)
            assert exporter.is_busy
        assert not exporter.is_busy
        args: list[Any] = signal.args
        return args

    return carried_out


def test_an_order_is_carried_out(outcome: Outcome, saved: Path, tmp_path: Path) -> None:
    path = tmp_path / "norms.csv"
    assert outcome(path, partial(export, order(saved))) == [path, "", ()]
    assert len(path.read_text().splitlines()) == 61


def test_it_does_not_hold_the_window(outcome: Outcome, tmp_path: Path) -> None:
    threads = []

    def draw(path: Path) -> tuple[str, ...]:
        assert path == tmp_path / "norms.csv"
        threads.append(threading.current_thread())
        return ("a remark",)

    assert outcome(tmp_path / "norms.csv", draw)[2] == ("a remark",)
    assert [thread.name for thread in threads] == ["export"]
    assert threading.main_thread() not in threads
    # The next one has remarks of its own.
    assert outcome(tmp_path / "norms.csv", lambda _path: ())[2] == ()


def test_one_at_a_time(exporter: Exporter, qtbot: QtBot, tmp_path: Path) -> None:
    go_on = threading.Event()
    with qtbot.waitSignal(exporter.done, timeout=TIMEOUT_MS):
        exporter.start(tmp_path / "a.csv", lambda _path: go_on.wait(TIMEOUT_MS / 1000))
        with pytest.raises(AssertionError, match="one export at a time"):
            exporter.start(tmp_path / "a.csv", lambda _path: ())
        go_on.set()
    exporter.start(tmp_path / "a.csv", lambda _path: ())
    exporter.wait()


def test_the_end_of_the_program_waits(exporter: Exporter, tmp_path: Path) -> None:
    ended = []

    def draw(_path: Path) -> tuple[str, ...]:
        ended.append(True)
        return ()

    exporter.wait()
    exporter.start(tmp_path / "norms.csv", draw)
    exporter.wait()
    assert ended == [True]


@pytest.mark.parametrize(
    "error",
    [
        OSError("the disk is full"),
        ExportError("layer 9 does not exist"),
        SessionFileError("the file is damaged"),
        FieldError("size"),
    ],
)
def test_what_a_person_can_mend_becomes_a_sentence(outcome: Outcome, tmp_path: Path, error: Exception) -> None:
    def draw(_path: Path) -> tuple[str, ...]:
        raise error

    assert outcome(tmp_path / "norms.csv", draw) == [tmp_path / "norms.csv", str(error), ()]


def test_a_bug_of_ours_is_told_too(
    outcome: Outcome, saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raised: list[Any] = []
    monkeypatch.setattr(threading, "excepthook", raised.append)

    def draw(_path: Path) -> tuple[str, ...]:
        raise ZeroDivisionError

    assert outcome(tmp_path / "norms.csv", draw)[1] == "The export ended with an unexpected error."
    assert raised[0].exc_type is ZeroDivisionError
    # The next one works again.
    assert outcome(tmp_path / "norms.csv", partial(export, order(saved)))[1] == ""


@pytest.mark.parametrize(
    ("path", "changes", "says"),
    [
        ("a file/norms.png", {}, "a file/norms.png cannot be written: "),
        ("a folder/norms.png/below.svg", {}, "below.svg cannot be written: "),
        ("norms.png", {"name": "spectrum"}, "spectrum"),
        ("norms.png", {"name": "histogram", "layer": 9}, "layer 10 does not exist"),
        ("norms.png", {"name": "heatmap", "histogram": "bias"}, "bias is not a kind of histogram"),
        ("norms.png", {"quantity": "loudness"}, "loudness"),
        ("norms.png", {"scale": "cubic"}, "cubic"),
        ("norms.png", {"style": styled(font="No Such Letters")}, "No Such Letters"),
    ],
)
def test_what_cannot_be_exported_is_said(
    outcome: Outcome, saved: Path, tmp_path: Path, path: str, changes: dict[str, Any], says: str
) -> None:
    (tmp_path / "a file").write_text("")
    (tmp_path / "a folder" / "norms.png").mkdir(parents=True)
    (tmp_path / "a folder" / "norms.png").rmdir()
    (tmp_path / "a folder" / "norms.png").write_text("")
    sentence = outcome(tmp_path / path, partial(export, order(saved, **changes)))[1]
    assert says in sentence
    assert "\n" not in sentence
    assert not list(tmp_path.rglob("*.partial"))


def test_a_session_that_is_gone(outcome: Outcome, saved: Path, tmp_path: Path) -> None:
    gone = dataclasses.replace(order(saved), session=tmp_path / "none.gradiometer")
    assert "none.gradiometer" in outcome(tmp_path / "a.png", partial(export, gone))[1]
