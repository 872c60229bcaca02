"""The window of a comparison: sessions in, plots that agree, exports out."""

from __future__ import annotations

import csv
import itertools
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pypdf
import pytest
from PIL import Image
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QMessageBox
from pytestqt.qtbot import QtBot

from gradiometer.fields import FieldError
from gradiometer.figures.compare import COMPARE_FIGURES
from gradiometer.figures.style import FigureStyle
from gradiometer.layout import step_layout
from gradiometer.reports import Intervention, StepReport
from gradiometer.session_database import SessionFileError
from gradiometer.tables_compare import COMPARE_TABLES
from gradiometer_desktop import theme
from gradiometer_desktop.compare import COMPARE_PLOTS
from gradiometer_desktop.compare_window import CompareWindow, open_comparison
from gradiometer_desktop.docks import bring_forward
from gradiometer_desktop.export import Asked
from recorded import new_writer
from several import SHALLOW, change_to_relu, write_eight, write_several, write_trial
from shared import TIMEOUT_MS
from synthetic import write_session


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return write_several(tmp_path_factory.mktemp("several"))


@pytest.fixture
def window(qtbot: QtBot, settings: QSettings, paths: list[Path]) -> Iterator[CompareWindow]:
    settings.setValue("theme", "light")
    made = CompareWindow(paths, settings)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    QApplication.processEvents()
    yield made
    made.close()


def test_plots_figures_and_tables_bear_the_same_names(window: CompareWindow) -> None:
    assert list(window.plots) == list(COMPARE_FIGURES) == [kind.name for kind in COMPARE_PLOTS]
    assert {*window.plots, "differences"} == set(COMPARE_TABLES)


def test_everything_is_on_the_screen(window: CompareWindow) -> None:
    for name, dock in window.docks.items():
        assert dock.isVisible()
        assert dock.visibleRegion().isEmpty() == (name in ("ratio", "loss_difference")), "behind the tabs of others"
    assert window.windowTitle() == "3 sessions compared - Gradiometer"
    assert window.sessions.count() == 3
    norms = window.plots["norms"]
    recorded = window.comparison.sides[1].session.quantity("weight_gradient_norm")
    np.testing.assert_allclose(norms.strokes[1, 0].curve.points()[1], np.log10(recorded[:, 0]))


def test_the_slider_moves_profile_and_histogram_and_the_cursors(window: CompareWindow, qtbot: QtBot) -> None:
    profile = window.plots["profile"]
    window.position_bar.slider.setValue(12)
    norms = window.comparison.sides[0].session.quantity("weight_gradient_norm")[12]

    def drawn() -> bool:
        return np.allclose(profile._lines[0].points()[1][:3], np.log10(norms))

    qtbot.waitUntil(drawn, timeout=TIMEOUT_MS)
    assert [spread.step for _shown, spread in window.plots["histogram"]._spreads] == [12, 12, 12]
    for name in ("norms", "loss"):
        assert all(cursor.step == 12.0 for cursor in window.plots[name]._moment_lines)


def test_another_alignment_takes_all_plots_along(window: CompareWindow, qtbot: QtBot) -> None:
    window.bar.align.setCurrentIndex(window.bar.align.findData("change"))
    norms = window.plots["norms"]
    qtbot.waitUntil(lambda: len(norms.strokes[1, 0].curve.points()[0]) == 0, timeout=TIMEOUT_MS)
    assert (window.chosen.steps.first, window.chosen.steps.last) == (-10.0, 19.0)
    assert (window.position_bar.box.minimum(), window.position_bar.box.maximum()) == (-10.0, 19.0)
    for canvas in (norms.canvas, *window.plots["loss"].canvases):
        assert canvas.getViewBox().viewRange()[0] == [-10.0, 19.0]


def test_hiding_a_session_hides_it_everywhere(window: CompareWindow, qtbot: QtBot) -> None:
    window.sessions.item(1).setCheckState(Qt.CheckState.Unchecked)
    norms, loss = window.plots["norms"], window.plots["loss"]
    qtbot.waitUntil(lambda: len(norms.strokes[1, 0].curve.points()[0]) == 0, timeout=TIMEOUT_MS)
    qtbot.waitUntil(lambda: len(loss.strokes["loss", 1].middle.points()[0]) == 0, timeout=TIMEOUT_MS)
    assert window.chosen.steps.last == 29.0, "the others are shorter"
    assert window.position_bar.box.maximum() == 29.0
    for number in (0, 2):
        window.sessions.item(number).setCheckState(Qt.CheckState.Unchecked)
    qtbot.waitUntil(lambda: norms.canvas.empty.isVisible(), timeout=TIMEOUT_MS)


def test_zoom_is_shared(window: CompareWindow, qtbot: QtBot) -> None:
    window.chosen.steps.set_by_hand(5.0, 9.0)
    canvases = [window.plots["norms"].canvas, *window.plots["loss"].canvases]
    assert all(canvas.getViewBox().viewRange()[0] == [5.0, 9.0] for canvas in canvases)
    (action,) = [action for action in window.menuBar().actions() if action.text() == "&View"]
    (show_all,) = [each for each in action.menu().actions() if each.text() == "Show &all steps"]
    show_all.trigger()
    assert all(canvas.getViewBox().viewRange()[0] == [0.0, 39.0] for canvas in canvases)


# --------------------------------------------------------------------------------------------------- growing files


def test_it_follows_files_that_grow(qtbot: QtBot, settings: QSettings, tmp_path: Path) -> None:
    growing, whole = tmp_path / "growing.gradiometer", write_session(tmp_path / "whole.gradiometer", SHALLOW, 10)
    writer, layout = new_writer(growing, SHALLOW), step_layout(3)
    row = np.full(layout.width, 0.5)

    def write(first: int, last: int, change: Intervention | None = None) -> None:
        if change is not None:
            writer.add(change)
        for step in range(first, last):
            writer.add(StepReport(step, np.where(np.arange(len(row)) == 0, step, row)))
        assert writer.commit() == ""

    write(0, 5)
    window = CompareWindow([growing, whole], settings)
    qtbot.addWidget(window)
    window.show()
    QApplication.processEvents()
    norms = window.plots["norms"]
    assert len(norms.strokes[0, 0].curve.points()[0]) == 5
    assert not window.bar.align.model().item(2).isEnabled()
    write(5, 50, change_to_relu(5))
    # The timer does the rest.
    qtbot.waitUntil(lambda: len(norms.strokes[0, 0].curve.points()[0]) == 50, timeout=TIMEOUT_MS)
    assert window.chosen.steps.last == 49.0
    assert window.position_bar.box.value() == 49.0
    assert window.bar.align.model().item(2).isEnabled()
    assert [marker.step for marker in norms._markers[0]] == [5.0]
    steps = [
        window.differences.table.item(line, 1).text()
        for line in range(window.differences.table.rowCount())
        if window.differences.table.item(line, 0).text() == "Steps"
    ]
    assert steps == ["50"]
    window.close()
    writer.close()


def test_a_file_that_cannot_be_read_now_is_tried_again(window: CompareWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> bool:
        raise SessionFileError("another program is writing it")

    monkeypatch.setattr(window.comparison, "follow", refuse)
    window.follow()


# -------------------------------------------------------------------------------------------------------- opening


def boxes() -> list[QMessageBox]:
    return [
        widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QMessageBox) and widget.isVisible()
    ]


def close_boxes() -> list[str]:
    told = [box.text() for box in boxes()]
    for box in boxes():
        box.close()
    return told


def test_files_that_cannot_be_opened_are_named(
    qtbot: QtBot, settings: QSettings, paths: list[Path], tmp_path: Path
) -> None:
    junk, missing = tmp_path / "junk.gradiometer", tmp_path / "missing.gradiometer"
    junk.write_text("junk " * 200)
    window = open_comparison([junk, paths[0], missing, paths[1]], settings)
    assert window is not None
    qtbot.waitExposed(window)
    assert [side.session.path for side in window.comparison.sides] == paths[:2]
    (sentence,) = close_boxes()
    assert str(junk) in sentence
    assert str(missing) in sentence
    window.close()


def test_fewer_than_two_are_no_comparison(qtbot: QtBot, settings: QSettings, paths: list[Path], tmp_path: Path) -> None:
    assert open_comparison([paths[0], tmp_path / "missing.gradiometer"], settings) is None
    (sentence,) = close_boxes()
    assert "missing.gradiometer" in sentence
    assert open_comparison([paths[0], paths[0]], settings) is None
    assert "is given twice" in close_boxes()[0]
    with pytest.raises(FieldError, match="9 session files cannot be compared"):
        CompareWindow([paths[0]] * 9, settings)


def test_it_closes_in_the_middle_of_everything(window: CompareWindow, tmp_path: Path) -> None:
    window.position_bar.slider.setValue(3)
    window.chosen.choose_quantity("gain")
    start(window, tmp_path / "a.png")
    window.close()
    QApplication.processEvents()
    assert (tmp_path / "a.png").exists()


def test_eight_sessions_of_32_layers(qtbot: QtBot, settings: QSettings, tmp_path: Path) -> None:
    window = CompareWindow(write_eight(tmp_path), settings)
    qtbot.addWidget(window)
    window.show()
    QApplication.processEvents()
    assert len(window.plots["norms"].strokes) == 24
    assert len({line.pen().color().name() for line in window.plots["profile"]._lines}) == 8
    window.close()


# -------------------------------------------------------------------------------------------- theme and layout


def test_themes(window: CompareWindow, settings: QSettings) -> None:
    assert window.plots["norms"].theme == theme.LIGHT
    (view,) = [action.menu() for action in window.menuBar().actions() if action.text() == "&View"]
    (themes,) = [action.menu() for action in view.actions() if action.text() == "&Theme"]
    next(action for action in themes.actions() if action.text() == "Dark").trigger()
    assert settings.value("theme") == "dark"
    assert window.plots["norms"].theme == theme.DARK
    assert window.plots["norms"].strokes[0, 0].curve.pen().color().name() == "#56b4e9"
    # As the main window does it.
    settings.setValue("theme", "light")
    theme.apply(theme.LIGHT)
    QApplication.processEvents()
    assert window.plots["profile"].theme == theme.LIGHT


def test_the_layout_is_kept(qtbot: QtBot, settings: QSettings, paths: list[Path]) -> None:
    first = CompareWindow(paths, settings)
    qtbot.addWidget(first)
    first.show()
    first.docks["loss"].hide()
    first.close()
    second = CompareWindow(paths, settings)
    qtbot.addWidget(second)
    second.show()
    assert second.docks["loss"].isHidden()
    (view,) = [action.menu() for action in second.menuBar().actions() if action.text() == "&View"]
    next(action for action in view.actions() if action.text() == "&Reset the layout").trigger()
    assert not second.docks["loss"].isHidden()
    second.close()


def test_a_trial_shows_first_what_its_branches_did(
    qtbot: QtBot, settings: QSettings, paths: list[Path], tmp_path: Path
) -> None:
    settings.setValue("theme", "light")
    trial_paths = write_trial(tmp_path)
    trial = CompareWindow(trial_paths, settings)
    qtbot.addWidget(trial)
    trial.show()
    qtbot.waitExposed(trial)
    QApplication.processEvents()
    assert trial.windowTitle() == "Trial: small · 784-8-8-10 · 4 branches of a trial - Gradiometer"
    behind = {name for name, dock in trial.docks.items() if dock.visibleRegion().isEmpty()}
    assert behind == {"norms", "loss"}
    # What lies behind is drawn when it is uncovered.
    trial.chosen.choose_quantity("delta_norm")
    QApplication.processEvents()
    norms = trial.plots["norms"]
    bring_forward(trial, trial.docks["norms"])
    values = trial.comparison.control.session.quantity("delta_norm")[:, 0]
    qtbot.waitUntil(lambda: np.allclose(norms.strokes[0, 0].curve.points()[1], np.log10(values)), timeout=TIMEOUT_MS)
    trial.close()
    # Each kind remembers a layout of its own.
    usual = CompareWindow(paths, settings)
    qtbot.addWidget(usual)
    usual.show()
    QApplication.processEvents()
    assert not usual.docks["loss"].visibleRegion().isEmpty()
    usual.close()


# --------------------------------------------------------------------------------------------------------- export


def start(window: CompareWindow, path: Path) -> None:
    """Export the norms without a dialog."""
    asked = Asked(name="norms", style=FigureStyle())
    window.desk.start(path, window.desk.draw(window.comparison, asked))


def exported(window: CompareWindow, qtbot: QtBot, name: str, kind: str, path: Path) -> None:
    window.ask_export(name)
    dialog = window.desk.dialog
    assert dialog is not None
    if dialog.format.isEnabled():
        dialog.format.setCurrentIndex(dialog.format.findData(kind))
    dialog.path.setText(str(path))
    with qtbot.waitSignal(window.desk.exporter.done, timeout=TIMEOUT_MS) as signal:
        dialog.export.click()
    assert signal.args == [path, "", ()]
    assert window.statusBar().currentMessage() == f"Exported {path}"


# Each plot in one of the formats: that all figures can be all of them is tested without a window.
@pytest.mark.parametrize(
    ("name", "kind"), list(zip(COMPARE_FIGURES, itertools.cycle(["png", "svg", "pdf"]), strict=False))
)
def test_every_plot_as_a_figure(window: CompareWindow, qtbot: QtBot, tmp_path: Path, name: str, kind: str) -> None:
    path = tmp_path / f"a.{kind}"
    exported(window, qtbot, name, kind, path)
    if kind == "png":
        with Image.open(path) as picture:
            assert picture.size == pytest.approx((178 / 25.4 * 200, 100 / 25.4 * 200), abs=1)
    elif kind == "svg":
        assert "small: ReLU" in " ".join(ElementTree.parse(path).getroot().itertext())
    else:
        assert "small: ReLU" in pypdf.PdfReader(path).pages[0].extract_text()


@pytest.mark.parametrize("name", COMPARE_TABLES)
def test_every_plot_as_a_table(window: CompareWindow, qtbot: QtBot, tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.csv"
    exported(window, qtbot, name, "csv", path)
    with path.open(newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) > 2
    assert all(len(row) == len(rows[0]) for row in rows)


def test_the_export_shows_what_is_on_the_screen(window: CompareWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.sessions.item(2).setCheckState(Qt.CheckState.Unchecked)
    window.chosen.choose_layers((1, -1))
    window.chosen.choose_quantity("delta_norm")
    window.chosen.choose_histogram("update")
    window.chosen.choose_layer(-1)
    window.chosen.move(14.0)
    window.chosen.steps.set_by_hand(3.0, 9.0)
    path = tmp_path / "norms.csv"
    exported(window, qtbot, "norms", "csv", path)
    with path.open(newline="") as file:
        header, *rows = csv.reader(file)
    assert header[-1] == "delta_norm"
    assert {(row[0], row[3]) for row in rows} == {
        ("small: Sigmoid", "hidden 2"),
        ("small: Sigmoid", "output"),
        ("small: ReLU", "hidden 2"),
        ("small: ReLU", "output"),
    }
    path = tmp_path / "histogram.svg"
    exported(window, qtbot, "histogram", "svg", path)
    text = " ".join(" ".join(ElementTree.parse(path).getroot().itertext()).split())
    assert "Update of output at step 14" in text
    assert "mine" not in text.replace("determine", "")


def test_range_and_limits_are_those_of_the_screen(window: CompareWindow) -> None:
    window.chosen.steps.set_by_hand(3.0, 9.0)
    window.plots["norms"].canvas.getViewBox().setRange(yRange=(-3.5, 0.5), padding=0)
    window.ask_export("norms")
    dialog = window.desk.dialog
    assert dialog is not None
    assert dialog.about.sentence == "Weight gradient norm · layer 1, layer 2, output · 3 sessions"
    assert dialog.axes.chosen_steps() == (3.0, 9.0)
    assert dialog.axes.chosen_limits() == (pytest.approx((10**-3.5, 10**0.5)),)
    dialog.choose("loss")
    assert len(dialog.axes.chosen_limits()) == 2
    dialog.choose("histogram")
    assert dialog.axes.chosen_limits() == ()
    assert not dialog.axes.vertical.isEnabled()


def test_the_preview_is_of_all_sessions(window: CompareWindow, qtbot: QtBot) -> None:
    window.ask_export("norms")
    dialog = window.desk.dialog
    assert dialog is not None

    def picture() -> bytes:
        qtbot.waitUntil(lambda: not dialog.preview.painter.is_waiting, timeout=TIMEOUT_MS)
        assert dialog.preview.problem.sentence == ""
        return bytes(dialog.preview.picture.constBits())

    first = picture()
    window.sessions.item(2).setCheckState(Qt.CheckState.Unchecked)
    qtbot.waitUntil(lambda: dialog.about.sentence.endswith("2 sessions"), timeout=TIMEOUT_MS)
    assert picture() != first
    assert dialog.data.isEnabled()


def test_differences_are_a_table_only(window: CompareWindow) -> None:
    window.ask_export("differences")
    dialog = window.desk.dialog
    assert dialog is not None
    assert (dialog.format.currentData(), dialog.format.isEnabled()) == ("csv", False)
    dialog.plot.setCurrentIndex(dialog.plot.findData("norms"))
    assert dialog.format.isEnabled()
    dialog.reject()


def test_what_cannot_be_exported_is_said(window: CompareWindow, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    path = tmp_path / "file" / "a.png"
    with qtbot.waitSignal(window.desk.exporter.done, timeout=TIMEOUT_MS) as signal:
        start(window, path)
        start(window, path)
    assert str(path) in signal.args[1]
    assert str(path) in close_boxes()[0]


def test_from_another_window(qtbot: QtBot, settings: QSettings, paths: list[Path]) -> None:
    """It follows the theme that is chosen there, and is gone for good once it is closed."""
    parent = QMainWindow()
    qtbot.addWidget(parent)
    settings.setValue("theme", "light")
    window = open_comparison(paths, settings, parent)
    assert window is not None
    assert window.parent() is parent
    (view,) = [action.menu() for action in window.menuBar().actions() if action.text() == "&View"]
    assert [action.text() for action in view.actions() if action.menu() is not None] == []
    settings.setValue("theme", "dark")
    theme.apply(theme.DARK)
    qtbot.waitUntil(lambda: window.plots["norms"].theme == theme.DARK, timeout=TIMEOUT_MS)
    theme.apply(theme.LIGHT)
    with qtbot.waitSignal(window.destroyed, timeout=TIMEOUT_MS):
        window.close()
    assert open_comparison(paths[:1], settings, parent) is None
    (box,) = parent.findChildren(QMessageBox)
    assert box.text() == "1 session file cannot be compared: give two to eight"
