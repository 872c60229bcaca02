"""The desk where exports are ordered: what is on the screen, one export at a time, and each with its outcome."""

from __future__ import annotations

import csv
import json
import threading
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import numpy as np
import pypdf
import pytest
from PIL import Image
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QComboBox, QMessageBox
from pytestqt.qtbot import QtBot

from gradiometer.exports import ExportError
from gradiometer.figures.latex import find_latex
from gradiometer.figures.style import FigureStyle
from gradiometer.session_file import load_session
from gradiometer_desktop.export import FORMATS, Asked, Order
from gradiometer_desktop.export_dialog import ExportDialog
from gradiometer_desktop.main_window import MainWindow
from gradiometer_desktop.plots import PLOTS
from shared import SMALL, TIMEOUT_MS
from styled import styled

NAMES = [kind.name for kind in PLOTS]


@pytest.fixture
def opened(window: MainWindow, saved: Path, tmp_path: Path) -> MainWindow:
    """A window with a saved session, whose exports land in a folder of this test."""
    window.open_path(saved)
    return window


def choose(combo: QComboBox, value: str) -> None:
    combo.setCurrentIndex(combo.findData(value))


def ask(window: MainWindow, name: str) -> ExportDialog:
    window.ask_export(name)
    dialog = window.export_desk.dialog
    assert dialog is not None
    return dialog


def exported(window: MainWindow, qtbot: QtBot, path: Path) -> None:
    """By the open dialog."""
    dialog = window.export_desk.dialog
    assert dialog is not None
    dialog.path.setText(str(path))
    with qtbot.waitSignal(window.export_desk.exporter.done, timeout=TIMEOUT_MS) as signal:
        dialog.export.click()
    assert signal.args == [path, "", ()]
    assert dialog.outcome.sentence == f"Exported {path}"
    assert window.status.currentMessage() == f"Exported {path}"


def order_of(window: MainWindow, name: str) -> Order:
    """What the desk makes of the screen."""
    draw: Any = window.export_desk.draw(window.session, Asked(name=name, style=FigureStyle()))
    order: Order = draw.args[0]
    return order


def seen(path: Path) -> dict[str, Any]:
    """What the JSON beside a figure says that it shows."""
    view: dict[str, Any] = json.loads(path.with_suffix(".json").read_text())["view"]
    return view


# ------------------------------------------------------------------------------------------- what is on the screen


def test_layer_quantity_and_histogram_are_those_on_the_screen(opened: MainWindow, saved: Path) -> None:
    selection = opened.selection
    selection.choose_layer(1)
    selection.choose_quantity("delta_norm")
    selection.choose_histogram("update")
    selection.choose_time_quantity("update_delta")
    order = order_of(opened, "heatmap")
    assert (order.session, order.layer, order.quantity, order.histogram) == (saved, 1, "delta_norm", "update")
    assert (order.num_steps, order.step) == (60, None)
    for name in ("through_time", "time_heatmap"):
        assert order_of(opened, name).quantity == "update_delta"


def test_the_step_is_the_one_that_is_looked_back_at(opened: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    opened.selection.moment.choose(17.0)
    assert order_of(opened, "profile").step == 17
    dialog = ask(opened, "profile")
    assert dialog.about.sentence == "Weight gradient norm · step 17"
    choose(dialog.format, "svg")
    exported(opened, qtbot, tmp_path / "a.svg")
    text = " ".join(" ".join(ElementTree.parse(tmp_path / "a.svg").getroot().itertext()).split())
    assert "at step 17" in text


def test_the_dialog_says_what_is_chosen_there(opened: MainWindow) -> None:
    opened.selection.choose_layer(1)
    opened.selection.choose_quantity("delta_norm")
    opened.selection.choose_histogram("update")
    dialog = ask(opened, "profile")
    for name, about in (
        ("profile", "Delta norm (speed of learning) · newest step"),
        ("norms", "Delta norm (speed of learning)"),
        ("histogram", "Update · hidden 2 · newest step"),
        ("heatmap", "Update · hidden 2"),
        ("factors", "Newest step"),
        ("loss", ""),
    ):
        dialog.choose(name)
        assert dialog.about.sentence == about
        assert dialog.about.isVisible() == bool(about)


def test_the_range_is_that_of_the_screen(opened: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    opened.selection.steps.set_by_hand(10.0, 30.0)
    norms = opened.plots["norms"]
    norms.canvases[0].getViewBox().setRange(yRange=(-4.25, -1.5), padding=0)
    dialog = ask(opened, "norms")
    choose(dialog.data, "csv")
    exported(opened, qtbot, tmp_path / "a.png")
    view = seen(tmp_path / "a.png")
    assert (view["first_step"], view["last_step"]) == (10, 30)
    assert view["y_limits"] == [pytest.approx([10**-4.25, 10**-1.5])]


def test_a_loss_has_two_ranges(opened: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    loss, accuracy = opened.plots["loss"].canvases
    loss.getViewBox().setRange(yRange=(0.5, 2.5), padding=0)
    accuracy.getViewBox().setRange(yRange=(0.25, 0.75), padding=0)
    dialog = ask(opened, "loss")
    choose(dialog.format, "pdf")
    choose(dialog.data, "csv")
    exported(opened, qtbot, tmp_path / "a.pdf")
    assert seen(tmp_path / "a.pdf")["y_limits"] == [pytest.approx([0.5, 2.5]), pytest.approx([0.25, 0.75])]


def test_a_range_that_the_figure_cannot_have_is_said(opened: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = ask(opened, "loss")
    choose(dialog.axes.scale, "log")
    choose(dialog.axes.vertical, "own")
    qtbot.waitUntil(lambda: not dialog.preview.painter.is_waiting, timeout=TIMEOUT_MS)
    says = "is not allowed on a logarithmic axis: both above 0"
    assert says in dialog.preview.problem.sentence
    dialog.path.setText(str(tmp_path / "a.png"))
    with qtbot.waitSignal(opened.export_desk.exporter.done, timeout=TIMEOUT_MS):
        dialog.export.click()
    assert says in dialog.problem.sentence


def test_zooming_is_followed_while_the_dialog_is_open(opened: MainWindow, qtbot: QtBot) -> None:
    dialog = ask(opened, "norms")
    opened.selection.steps.set_by_hand(20.0, 40.0)
    qtbot.waitUntil(lambda: dialog.axes.chosen_steps() == (20.0, 40.0), timeout=TIMEOUT_MS)
    opened.selection.choose_quantity("delta_norm")
    qtbot.waitUntil(lambda: dialog.about.sentence.startswith("Delta norm"), timeout=TIMEOUT_MS)


def test_a_plot_that_is_not_seen_follows_its_data(opened: MainWindow) -> None:
    opened.docks["norms"].close()
    assert not opened.plots["norms"].is_seen
    dialog = ask(opened, "norms")
    assert dialog.axes.chosen_limits() == (None,)
    assert dialog.axes.chosen_steps() == (0.0, 59.0)


def test_the_preview_is_of_this_session(opened: MainWindow, qtbot: QtBot) -> None:
    """The very figure, and it changes with what is chosen."""
    dialog = ask(opened, "norms")

    def picture() -> bytes:
        qtbot.waitUntil(lambda: not dialog.preview.painter.is_waiting, timeout=TIMEOUT_MS)
        assert dialog.preview.problem.sentence == ""
        return bytes(dialog.preview.picture.constBits())

    first = picture()
    shape = dialog.preview.picture.width() / dialog.preview.picture.height()
    assert shape == pytest.approx(1.78, rel=0.01)
    dialog.style_form.editors["line_width"].control.setValue(3)
    second = picture()
    dialog.style_form.editors["interventions"].control.click()
    third = picture()
    dialog.choose("profile")
    assert len({first, second, third, picture()}) == 4
    # As it was.
    dialog.chooser.choose("double")
    dialog.choose("norms")
    assert picture() == first


# ------------------------------------------------------------------------------------------- every plot and format


def check_file(path: Path, *, is_empty: bool) -> None:
    """By a reader that is not ours."""
    kind = path.suffix
    if kind == ".png":
        with Image.open(path) as picture:
            assert picture.size == (int(120 / 25.4 * 60), int(80 / 25.4 * 60))
            assert is_empty or len(picture.getcolors(maxcolors=10**6)) > 20
    elif kind == ".svg":
        assert len(" ".join(ElementTree.parse(path).getroot().itertext())) > 20
    elif kind == ".pdf":
        assert len(pypdf.PdfReader(path).pages[0].extract_text()) > 10
    elif kind == ".pgf":
        assert "\\endgroup" in path.read_text("utf-8")
    else:
        with path.open(newline="") as file:
            rows = list(csv.reader(file))
        assert all(len(row) == len(rows[0]) for row in rows)
        assert is_empty or len(rows) > 2


@pytest.mark.parametrize("kind", FORMATS)
def test_every_plot_in_every_format(opened: MainWindow, qtbot: QtBot, tmp_path: Path, kind: str) -> None:
    if kind == "pgf":
        try:
            find_latex()
        except ExportError:
            pytest.skip("no TeX is installed")
    parquet = pytest.importorskip("pyarrow.parquet") if kind == "parquet" else None
    dialog = ask(opened, NAMES[0])
    dialog.style_form.show_style(styled((120, 80), dpi=60))
    choose(dialog.format, kind)
    # Two are enough of what takes LaTeX some seconds; of the others each plot in two of the formats, which all figures
    # can be without a window too.
    place = list(FORMATS).index(kind)
    some = [name for index, name in enumerate(NAMES) if (index - place) % 3 == 0]
    for name in ("norms", "heatmap") if kind == "pgf" else some:
        dialog.choose(name)
        path = tmp_path / f"{name}.{kind}"
        exported(opened, qtbot, path)
        is_empty = name in ("through_time", "time_heatmap", "surface")
        if parquet is None:
            check_file(path, is_empty=is_empty)
        else:
            assert is_empty or parquet.read_table(path).num_rows > 1


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_data_beside_a_figure(opened: MainWindow, qtbot: QtBot, saved: Path, tmp_path: Path, kind: str) -> None:
    parquet = pytest.importorskip("pyarrow.parquet") if kind == "parquet" else None
    opened.selection.steps.set_by_hand(10.0, 30.0)
    dialog = ask(opened, "norms")
    choose(dialog.format, "svg")
    choose(dialog.data, kind)
    exported(opened, qtbot, tmp_path / "a.svg")
    names = {f"a.drawn.{kind}", f"a.full.{kind}", "a.json", "a.svg"}
    assert {each.name for each in tmp_path.glob("a.*")} == names
    if parquet is not None:
        full = parquet.read_table(tmp_path / "a.full.parquet")
        values = np.array([column.to_numpy() for column in full.columns]).T
    else:
        with (tmp_path / "a.full.csv").open(newline="") as file:
            values = np.array(list(csv.reader(file))[1:], float)
    with load_session(saved) as session:
        np.testing.assert_array_equal(values[:, 1:], session.quantity("weight_gradient_norm"))


def test_what_cannot_be_made_is_said_in_the_dialog(
    opened: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gradiometer.figures.latex.shutil.which", lambda _name: None)
    monkeypatch.setattr("gradiometer.parquet.importlib.util.find_spec", lambda _name: None)
    dialog = ask(opened, "norms")
    for kind, says in (("pgf", "a PGF drawing needs LaTeX"), ("parquet", "Parquet tables need pyarrow")):
        choose(dialog.format, kind)
        dialog.path.setText(str(tmp_path / f"a.{kind}"))
        with qtbot.waitSignal(opened.export_desk.exporter.done, timeout=TIMEOUT_MS):
            dialog.export.click()
        assert says in dialog.problem.sentence
        assert dialog.problem.isVisible()
        assert dialog.export.isEnabled()
        assert not (tmp_path / f"a.{kind}").exists()
    assert opened.findChildren(QMessageBox) == []


# ------------------------------------------------------------------------------------------ one dialog, one export


def test_there_is_one_dialog(opened: MainWindow) -> None:
    dialog = ask(opened, "norms")
    assert not dialog.isModal()
    assert ask(opened, "loss") is dialog
    assert dialog.plot.currentData() == "loss"
    dialog.close()
    assert opened.export_desk.dialog is None
    assert ask(opened, "norms") is not dialog


def test_it_goes_with_its_session(opened: MainWindow, qtbot: QtBot) -> None:
    ask(opened, "norms")
    opened.new_session(SMALL)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qtbot.waitUntil(lambda: opened.export_desk.dialog is None, timeout=TIMEOUT_MS)


def test_it_goes_with_the_window(opened: MainWindow) -> None:
    dialog = ask(opened, "norms")
    opened.close()
    assert opened.export_desk.dialog is None
    assert not dialog.isVisible()


def test_the_next_dialog_waits_for_the_last_export(opened: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    """Its person may have closed the first dialog; the second would take the first one's outcome for its own."""
    go_on = threading.Event()
    opened.export_desk.start(tmp_path / "norms.csv", lambda _path: (str(go_on.wait(TIMEOUT_MS / 1000)),))
    opened.ask_export("norms")
    assert opened.findChildren(ExportDialog) == []
    assert opened.status.currentMessage() == "The last export is not through yet"
    with qtbot.waitSignal(opened.export_desk.exporter.done, timeout=TIMEOUT_MS):
        go_on.set()
    dialog = ask(opened, "norms")
    choose(dialog.format, "csv")
    exported(opened, qtbot, tmp_path / "second.csv")
    assert (tmp_path / "second.csv").exists()


@pytest.mark.parametrize("name", ["norms.csv", "no folder/norms.csv"])
def test_without_a_dialog_the_outcome_is_told(opened: MainWindow, qtbot: QtBot, tmp_path: Path, name: str) -> None:
    desk, path = opened.export_desk, tmp_path / name
    (tmp_path / "no folder").write_text("")
    with qtbot.waitSignal(desk.exporter.done, timeout=TIMEOUT_MS):
        desk.start(path, desk.draw(opened.session, Asked(name="norms", style=FigureStyle())))
        assert opened.status.currentMessage() == "Exporting norms.csv …"
    told = [box.text() for box in opened.findChildren(QMessageBox)]
    if path.exists():
        assert opened.status.currentMessage() == f"Exported {path}"
        assert told == []
    else:
        assert opened.status.currentMessage().startswith("Not exported: ")
        assert len(told) == 1
        assert str(path) in told[0]


def test_remarks_are_told(opened: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = ask(opened, "norms")
    desk = opened.export_desk
    with qtbot.waitSignal(desk.exporter.done, timeout=TIMEOUT_MS):
        desk.start(tmp_path / "a.png", lambda _path: ("no font here has the letters x",))
    assert opened.status.currentMessage() == f"Exported {tmp_path / 'a.png'}; no font here has the letters x"
    assert dialog.problem.sentence == "no font here has the letters x"


def test_a_session_without_a_file(opened: MainWindow, tmp_path: Path) -> None:
    session = opened.session
    assert session is not None
    path, session.path = session.path, None
    opened.ask_export("norms")
    assert opened.export_desk.dialog is None
    draw = opened.export_desk.draw(session, Asked(name="norms", style=FigureStyle()))
    with pytest.raises(ExportError, match="the session is in no file"):
        draw(tmp_path / "a.png")
    session.path = path


def test_while_it_trains(ready: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    """The preview is of what the file holds by now; the export has all steps that are on the screen."""
    ready.run_bar.play.trigger()
    qtbot.waitUntil(lambda: ready.session.history.steps.num_rows > 60, timeout=TIMEOUT_MS)
    dialog = ask(ready, "norms")
    qtbot.waitUntil(lambda: not dialog.preview.painter.is_waiting, timeout=TIMEOUT_MS)
    assert not dialog.preview.picture.isNull()
    num_steps = ready.session.history.steps.num_rows
    choose(dialog.format, "csv")
    exported(ready, qtbot, tmp_path / "a.csv")
    assert len((tmp_path / "a.csv").read_text().splitlines()) > num_steps
    ready.run_bar.stop.trigger()
    qtbot.waitUntil(lambda: ready.session.finished is not None, timeout=TIMEOUT_MS)
