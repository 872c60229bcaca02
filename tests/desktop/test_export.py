"""Export of a plot: the order, the thread that carries it out, and the dialog that asks for it."""

from __future__ import annotations

import csv
import dataclasses
import threading
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pypdf
import pytest
from PIL import Image
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gradiometer.exports import ExportError
from gradiometer.fields import FieldError
from gradiometer.figure_page import DPI_FIELD, HEIGHT_FIELD, WIDTH_FIELD
from gradiometer.figures import FIGURES
from gradiometer.layout import step_layout
from gradiometer.quantities import HISTOGRAMS
from gradiometer.reports import StepReport
from gradiometer.session_database import SessionFileError
from gradiometer.session_file import load_session
from gradiometer.tables import TABLES, write_table
from gradiometer_desktop.export import FORMATS, SIZES_MM, ExportDialog, Exporter, Order, export
from gradiometer_desktop.plots import PLOTS
from recorded import new_writer
from shared import SMALL, TIMEOUT_MS
from synthetic import write_watched

SMALL_FIGURE: dict[str, Any] = {"size_mm": (90.0, 64.0), "dpi": 60, "theme": "light"}
TITLES = {kind.name: kind.title for kind in PLOTS}
# Those that have something to show of any network.
OF_ANY_NETWORK = [name for name in TITLES if name not in ("through_time", "time_heatmap", "surface")]


def order(session: Path, path: Path, name: str = "norms", **changes: Any) -> Order:
    options = {} if path.suffix == ".csv" else SMALL_FIGURE
    made = Order(
        session=session,
        name=name,
        path=path,
        layer=1,
        quantity="weight_gradient_norm",
        histogram="weight_gradient",
        num_steps=60,
        options=options,
    )
    return dataclasses.replace(made, **changes)


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
    export(order(saved, path, name))
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
    export(order(saved, path, name))
    with path.open(newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) > 2
    assert all(len(row) == len(rows[0]) for row in rows)


def test_a_table_holds_the_quantity_that_was_shown(saved: Path, tmp_path: Path) -> None:
    path = tmp_path / "TABLE.CSV"
    export(order(saved, path, quantity="delta_norm", options={}))
    with path.open(newline="") as file:
        values = np.array(list(csv.reader(file))[1:], float)
    with load_session(saved) as session:
        np.testing.assert_array_equal(values[:, 1:], session.quantity("delta_norm"))


def test_the_layer_is_the_chosen_one(saved: Path, tmp_path: Path) -> None:
    for layer in (0, 2):
        export(order(saved, tmp_path / f"{layer}.csv", "heatmap", layer=layer))
    first, third = ((tmp_path / f"{layer}.csv").read_text() for layer in (0, 2))
    assert first != third


@pytest.mark.parametrize("kind", HISTOGRAMS)
@pytest.mark.parametrize("name", ["histogram", "heatmap"])
def test_the_kind_of_histogram_is_the_chosen_one(saved: Path, tmp_path: Path, name: str, kind: str) -> None:
    wanted = tmp_path / "wanted.csv"
    with load_session(saved) as session:
        write_table(session, name, wanted, layer=1, histogram=kind)
    export(order(saved, tmp_path / "a.csv", name, histogram=kind))
    assert (tmp_path / "a.csv").read_text() == wanted.read_text()
    export(order(saved, tmp_path / "a.svg", name, histogram=kind))
    assert HISTOGRAMS[kind].title in " ".join(ElementTree.parse(tmp_path / "a.svg").getroot().itertext())


@pytest.mark.parametrize("name", TITLES)
def test_a_loop_of_somebodys_own(tmp_path: Path, name: str) -> None:
    session = write_watched(tmp_path / "watched.gradiometer")
    for suffix in ("svg", "csv"):
        path = tmp_path / f"{name}.{suffix}"
        export(order(session, path, name, num_steps=30))
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
    export(order(tmp_path / "run.gradiometer", path, num_steps=30))
    writer.close()
    assert len(waits) == 2
    assert len(path.read_text().splitlines()) == 31


def test_an_export_does_not_wait_for_ever(saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gradiometer_desktop.export._FILE_TIMEOUT_S", 0.1)
    path = tmp_path / "norms.csv"
    export(order(saved, path, num_steps=61))
    assert len(path.read_text().splitlines()) == 61


# ------------------------------------------------------------------------------------------------ the thread


@pytest.fixture
def exporter(qtbot: QtBot) -> Exporter:
    return Exporter()


Outcome = Callable[..., list[Any]]


@pytest.fixture
def outcome(qtbot: QtBot, exporter: Exporter) -> Outcome:
    """What the exporter says of an order."""

    def carried_out(given: Order, *arguments: Any) -> list[Any]:
        with qtbot.waitSignal(exporter.done, timeout=TIMEOUT_MS) as signal:
            exporter.start(given, *arguments)
            assert exporter.is_busy
        assert not exporter.is_busy
        args: list[Any] = signal.args
        return args

    return carried_out


def test_an_order_is_carried_out(outcome: Outcome, saved: Path, tmp_path: Path) -> None:
    path = tmp_path / "norms.csv"
    assert outcome(order(saved, path)) == [path, ""]
    assert len(path.read_text().splitlines()) == 61


def test_it_does_not_hold_the_window(outcome: Outcome, saved: Path, tmp_path: Path) -> None:
    names = []
    given = order(saved, tmp_path / "norms.csv")

    def carry_out(received: Order) -> None:
        assert received is given
        names.append(threading.current_thread())

    outcome(given, carry_out)
    assert [thread.name for thread in names] == ["export"]
    assert threading.main_thread() not in names


def test_one_at_a_time(exporter: Exporter, qtbot: QtBot, saved: Path, tmp_path: Path) -> None:
    go_on = threading.Event()
    given = order(saved, tmp_path / "norms.csv")
    with qtbot.waitSignal(exporter.done, timeout=TIMEOUT_MS):
        exporter.start(given, lambda _order: go_on.wait(TIMEOUT_MS / 1000))
        with pytest.raises(AssertionError, match="one export at a time"):
            exporter.start(given)
        go_on.set()
    exporter.start(given, lambda _order: None)
    exporter.wait()


def test_the_end_of_the_program_waits(exporter: Exporter, saved: Path, tmp_path: Path) -> None:
    begun, ended = threading.Event(), []

    def carry_out(_order: Order) -> None:
        begun.set()
        ended.append(True)

    exporter.wait()
    exporter.start(order(saved, tmp_path / "norms.csv"), carry_out)
    exporter.wait()
    assert begun.is_set()
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
def test_what_a_person_can_mend_becomes_a_sentence(
    outcome: Outcome, saved: Path, tmp_path: Path, error: Exception
) -> None:
    def carry_out(_order: Order) -> None:
        raise error

    path = tmp_path / "norms.csv"
    assert outcome(order(saved, path), carry_out) == [path, str(error)]


def test_a_bug_of_ours_is_told_too(
    outcome: Outcome, saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raised: list[Any] = []
    monkeypatch.setattr(threading, "excepthook", raised.append)

    def carry_out(_order: Order) -> None:
        raise ZeroDivisionError

    assert outcome(order(saved, tmp_path / "norms.csv"), carry_out)[1] == "The export ended with an unexpected error."
    assert raised[0].exc_type is ZeroDivisionError
    # The next one works again.
    assert outcome(order(saved, tmp_path / "norms.csv"))[1] == ""


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"path": Path("a file/norms.png")}, "a file/norms.png cannot be written: "),
        ({"path": Path("a folder/norms.png/below.svg")}, "below.svg cannot be written: "),
        ({"name": "spectrum"}, "spectrum"),
        ({"name": "histogram", "layer": 9}, "layer 10 does not exist"),
        ({"name": "heatmap", "histogram": "bias"}, "bias is not a kind of histogram"),
        ({"quantity": "loudness"}, "loudness"),
        ({"options": {"size_mm": (10.0, 64.0)}}, "10.0"),
        ({"session": Path("none.gradiometer")}, "none.gradiometer"),
    ],
)
def test_what_cannot_be_exported_is_said(
    outcome: Outcome, saved: Path, tmp_path: Path, changes: dict[str, Any], says: str
) -> None:
    (tmp_path / "a file").write_text("")
    (tmp_path / "a folder" / "norms.png").mkdir(parents=True)
    (tmp_path / "a folder" / "norms.png").rmdir()
    (tmp_path / "a folder" / "norms.png").write_text("")
    changes = {key: tmp_path / value if isinstance(value, Path) else value for key, value in changes.items()}
    sentence = outcome(dataclasses.replace(order(saved, tmp_path / "norms.png"), **changes))[1]
    assert says in sentence
    assert "\n" not in sentence
    assert not list(tmp_path.rglob("*.partial"))


# ------------------------------------------------------------------------------------------------ the dialog

MakeDialog = Callable[..., ExportDialog]


@pytest.fixture
def make(qtbot: QtBot, tmp_path: Path) -> MakeDialog:
    parent = QWidget()
    qtbot.addWidget(parent)

    def made(chosen: str = "norms", *, dark: bool = False) -> ExportDialog:
        dialog = ExportDialog(TITLES, chosen, tmp_path, "digits 1", dark=dark, parent=parent)
        dialog.show()
        return dialog

    made.parent = parent
    return made


def choose(combo: Any, value: str) -> None:
    combo.setCurrentIndex(combo.findData(value))


def save_button(dialog: ExportDialog) -> QPushButton:
    return dialog.buttons.button(QDialogButtonBox.StandardButton.Save)


def ordered(dialog: ExportDialog, qtbot: QtBot) -> list[Any]:
    with qtbot.waitSignal(dialog.ordered) as signal:
        save_button(dialog).click()
    args: list[Any] = signal.args
    return args


def test_it_begins_with_the_chosen_plot(make: MakeDialog, qtbot: QtBot, tmp_path: Path) -> None:
    for name, title in TITLES.items():
        dialog = make(name)
        assert dialog.plot.currentText() == title
        assert dialog.path.text() == str(tmp_path / f"digits 1 {name}.png")
    assert ordered(dialog, qtbot) == [
        name,
        tmp_path / f"digits 1 {name}.png",
        {"size_mm": (178.0, 100.0), "dpi": 200, "theme": "light"},
    ]


def test_the_suggestion_follows_plot_and_format(make: MakeDialog, tmp_path: Path) -> None:
    dialog = make()
    choose(dialog.plot, "heatmap")
    assert dialog.path.text() == str(tmp_path / "digits 1 heatmap.png")
    for kind in FORMATS:
        choose(dialog.format, kind)
        assert dialog.path.text() == str(tmp_path / f"digits 1 heatmap.{kind}")


@pytest.mark.parametrize(
    ("written", "made"),
    [
        ("here", "here.svg"),
        ("here.svg", "here.svg"),
        ("here.SVG", "here.SVG"),
        ("here.png", "here.png.svg"),
        ("v1.2", "v1.2.svg"),
        ("here.svg  ", "here.svg"),
    ],
)
def test_the_suffix_is_that_of_the_format(
    make: MakeDialog, qtbot: QtBot, tmp_path: Path, written: str, made: str
) -> None:
    dialog = make()
    choose(dialog.format, "svg")
    dialog.path.setText(f"{tmp_path}/{written}")
    assert ordered(dialog, qtbot)[1] == tmp_path / made


def test_the_home_folder_may_be_written_short(
    make: MakeDialog, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    dialog = make()
    dialog.path.setText("~/norms.png")
    assert ordered(dialog, qtbot)[1] == tmp_path / "norms.png"


def test_a_folder_is_no_file(make: MakeDialog, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = make()
    for text in (str(tmp_path), "", "   "):
        dialog.path.setText(text)
        with qtbot.assertNotEmitted(dialog.ordered):
            save_button(dialog).click()
        assert "is a folder: give the name of a file" in dialog.problem.text()
        assert save_button(dialog).isEnabled()
    dialog.path.setText(str(tmp_path / "norms.png"))
    ordered(dialog, qtbot)
    assert dialog.problem.text() == ""


@pytest.mark.parametrize("title", SIZES_MM)
def test_size_presets(make: MakeDialog, qtbot: QtBot, title: str) -> None:
    dialog = make()
    dialog.preset.setCurrentText(title)
    width, height = SIZES_MM[title]
    assert f"{width} x {height} mm" in title
    assert (dialog.width_mm.value(), dialog.height_mm.value()) == (width, height)
    assert ordered(dialog, qtbot)[2]["size_mm"] == (float(width), float(height))


def test_a_size_of_ones_own(make: MakeDialog, qtbot: QtBot) -> None:
    dialog = make()
    dialog.width_mm.setValue(120)
    dialog.height_mm.setValue(90)
    dialog.dpi.setValue(333)
    choose(dialog.colors, "dark")
    assert ordered(dialog, qtbot)[2] == {"size_mm": (120.0, 90.0), "dpi": 333, "theme": "dark"}


def test_what_the_dialog_offers_the_core_can_draw(make: MakeDialog) -> None:
    dialog = make()
    for box, field in ((dialog.width_mm, WIDTH_FIELD), (dialog.height_mm, HEIGHT_FIELD), (dialog.dpi, DPI_FIELD)):
        field.check("size", float(box.minimum()))
        field.check("size", float(box.maximum()))


def test_a_table_has_no_size(make: MakeDialog, qtbot: QtBot) -> None:
    dialog = make()
    controls = (dialog.preset, dialog.width_mm, dialog.height_mm, dialog.colors, dialog.dpi)
    assert all(control.isEnabled() for control in controls)
    choose(dialog.format, "csv")
    assert not any(control.isEnabled() for control in controls)
    name, path, options = ordered(dialog, qtbot)
    assert (name, path.suffix, options) == ("norms", ".csv", {})


def test_only_a_picture_has_a_resolution(make: MakeDialog) -> None:
    dialog = make()
    for kind in ("svg", "pdf"):
        choose(dialog.format, kind)
        assert not dialog.dpi.isEnabled()
        assert dialog.width_mm.isEnabled()


def test_it_begins_with_the_colours_of_the_window(make: MakeDialog) -> None:
    assert make(dark=True).colors.currentData() == "dark"
    assert make(dark=False).colors.currentData() == "light"


def test_browsing(make: MakeDialog, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    dialog = make()
    choose(dialog.format, "pdf")
    asked: list[Any] = []
    answer = [str(tmp_path / "chosen.pdf")]

    def ask(*arguments: Any) -> tuple[str, str]:
        asked.append(arguments[2:])
        return answer[0], ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", ask)
    browse = next(button for button in dialog.findChildren(QPushButton) if button.text() == "Browse…")
    browse.click()
    assert asked == [(str(tmp_path / "digits 1 norms.pdf"), "PDF drawing (*.pdf)")]
    assert dialog.path.text() == answer[0]
    # The person thinks better of it.
    answer[0] = ""
    browse.click()
    assert dialog.path.text() == str(tmp_path / "chosen.pdf")


def test_it_waits_for_the_outcome(make: MakeDialog, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = make()
    ordered(dialog, qtbot)
    assert not save_button(dialog).isEnabled()
    assert dialog.isVisible()
    dialog.show_outcome(tmp_path / "norms.png", "norms.png cannot be written: the disk is full")
    assert dialog.isVisible()
    assert dialog.problem.text() == "norms.png cannot be written: the disk is full"
    assert save_button(dialog).isEnabled()
    ordered(dialog, qtbot)
    assert dialog.problem.text() == ""
    dialog.show_outcome(tmp_path / "norms.png", "")
    assert not dialog.isVisible()
