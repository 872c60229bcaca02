"""The whole window, driven by its own controls."""

from __future__ import annotations

import csv
import shutil
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
import pypdf
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QMessageBox
from pytestqt.qtbot import QtBot

from gradiometer.experiment import Experiment
from gradiometer.figures.style import FigureStyle
from gradiometer.quantities import HISTOGRAMS
from gradiometer.reports import Event
from gradiometer.session_file import load_session
from gradiometer.symptoms import SEVERE
from gradiometer_desktop.docks import bring_forward
from gradiometer_desktop.export import Asked
from gradiometer_desktop.live_session import LiveSession
from gradiometer_desktop.main_window import MainWindow
from gradiometer_desktop.new_session import NewSessionDialog
from gradiometer_desktop.plots import TimePlot
from gradiometer_desktop.plots.neurons import NeuronsPlot
from gradiometer_desktop.problem_dialog import ProblemDialog
from gradiometer_desktop.saved_session import SavedSession
from gradiometer_desktop.trials.fork_dialog import ForkDialog
from shared import SMALL, TIMEOUT_MS
from synthetic import WATCHED, write_watched


def num_steps(window: MainWindow) -> int:
    assert window.session is not None
    return window.session.history.steps.num_rows


def wait_for_steps(window: MainWindow, qtbot: QtBot, more: int) -> None:
    goal = num_steps(window) + more
    qtbot.waitUntil(lambda: num_steps(window) >= goal, timeout=TIMEOUT_MS)


def first_layer_norms(window: MainWindow, first: int, last: int) -> np.ndarray:
    assert window.session is not None
    view = window.session.history.view("weight_gradient_norm", first, last, 100_000)
    assert view.exact
    inside = (view.steps >= first) & (view.steps <= last)
    return view.low[inside, 0]


def test_a_person_cures_a_sigmoid_network_saves_reopens_and_exports(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, digits: Experiment
) -> None:
    """The main job from end to end on the real digits."""
    window.open_first(None)
    window.start_page.hide()
    session = window.session
    assert isinstance(session, LiveSession)
    assert session.experiment == digits
    qtbot.waitUntil(lambda: session.is_ready, timeout=TIMEOUT_MS)
    window.run_bar.play.trigger()
    wait_for_steps(window, qtbot, 30)
    activation = window.panel.editors["activation"].control
    with qtbot.waitSignal(session.intervened, timeout=TIMEOUT_MS):
        activation.setCurrentIndex(activation.findData("relu"))
    wait_for_steps(window, qtbot, 30)
    with qtbot.waitSignal(session.intervened, timeout=TIMEOUT_MS):
        window.panel.editors["skip"].control.click()
    wait_for_steps(window, qtbot, 30)
    assert window.panel.scheme.value == "he"
    with qtbot.waitSignal(session.intervened, timeout=TIMEOUT_MS):
        window.panel.reinitialize.click()
    wait_for_steps(window, qtbot, 30)
    window.run_bar.play.trigger()
    qtbot.waitUntil(lambda: not session.is_playing and session.num_lagging == 0, timeout=TIMEOUT_MS)

    changes = session.history.interventions
    assert [change.label for change in changes] == [
        "Activation: Sigmoid → ReLU",
        "Skip connections: off → on",
        "Re-initialization: He, all layers",
    ]
    # How fast the first steps come decides whether the network is found ill before it is cured.
    severe = [each.first_step for each in session.history.findings.values() if each.severity == SEVERE]
    for plot in window.plots.values():
        if isinstance(plot, TimePlot):
            assert plot.marked_steps() == sorted({change.step for change in changes}.union(severe))
    assert window.changes.list.count() == 3
    before = np.median(first_layer_norms(window, 0, changes[0].step - 1))
    for change, following in zip(changes, [*changes[1:], None], strict=True):
        end = following.step - 1 if following else change.step + 20
        assert np.median(first_layer_norms(window, change.step, end)) > 10 * before

    copy = tmp_path / "copy.gradiometer"
    window.save_as(copy)
    qtbot.waitUntil(lambda: session.path == copy, timeout=TIMEOUT_MS)
    live_norms = session.history.view("weight_gradient_norm", 0, 1e9, 10**6).low
    assert window.open_path(copy)
    assert window.session is session, "it is on the screen already"
    window.new_session(SMALL)
    assert window.open_path(copy)
    reopened = window.session
    assert isinstance(reopened, SavedSession)
    np.testing.assert_array_equal(reopened.history.view("weight_gradient_norm", 0, 1e9, 10**6).low, live_norms)
    assert [change.label for change in reopened.history.interventions] == [change.label for change in changes]
    assert window.panel.editors["activation"].value == "relu"
    assert window.run_bar.play.text() == "Continue"

    for kind in ("png", "svg", "pdf", "csv"):
        desk, path = window.export_desk, tmp_path / f"norms.{kind}"
        with qtbot.waitSignal(desk.exporter.done, timeout=TIMEOUT_MS) as outcome:
            desk.start(path, desk.draw(reopened, Asked(name="norms", style=FigureStyle(dpi=150))))
        assert outcome.args == [path, "", ()]
    check_exports(tmp_path, copy)


def check_exports(folder: Path, session_path: Path) -> None:
    with Image.open(folder / "norms.png") as picture:
        assert picture.size == (int(178 / 25.4 * 150), int(100 / 25.4 * 150))
        assert len(picture.getcolors(maxcolors=10**6)) > 50
    svg = " ".join(ElementTree.parse(folder / "norms.svg").getroot().itertext())
    pdf = pypdf.PdfReader(folder / "norms.pdf").pages[0].extract_text()
    for text in (svg, pdf):
        for label in ("step", "gradient norm", "hidden 1", "hidden 2", "hidden 3", "hidden 4", "output"):
            assert label in text
    with load_session(session_path) as session, (folder / "norms.csv").open(newline="") as file:
        rows = list(csv.reader(file))
        assert rows[0] == ["step", *session.layer_names]
        values = np.array(rows[1:], dtype=float)
        np.testing.assert_array_equal(values[:, 0], session.steps)
        np.testing.assert_array_equal(values[:, 1:], session.quantity("weight_gradient_norm"))


def test_single_step_makes_one_step(ready: MainWindow, qtbot: QtBot) -> None:
    for number in (1, 2, 3):
        ready.run_bar.step.trigger()
        qtbot.waitUntil(lambda number=number: num_steps(ready) == number, timeout=TIMEOUT_MS)
    assert not ready.session.is_playing


def test_stop_ends_the_session_and_keeps_what_it_said(ready: MainWindow, qtbot: QtBot) -> None:
    ready.run_bar.play.trigger()
    wait_for_steps(ready, qtbot, 20)
    ready.run_bar.stop.trigger()
    qtbot.waitUntil(lambda: ready.session.finished is not None, timeout=TIMEOUT_MS)
    assert ready.session.finished.error == ""
    assert ready.run_bar.play.text() == "Continue"
    assert not ready.run_bar.step.isEnabled()
    with load_session(ready.session.path) as session:
        assert session.num_rows["step"] == ready.session.finished.step == num_steps(ready)


def test_closing_the_window_mid_run_loses_nothing(ready: MainWindow, qtbot: QtBot) -> None:
    ready.run_bar.play.trigger()
    wait_for_steps(ready, qtbot, 50)
    session = ready.session
    seen = num_steps(ready)
    ready.close()
    with load_session(session.path) as stored:
        assert stored.num_rows["step"] >= seen
        np.testing.assert_array_equal(stored.steps, np.arange(stored.num_rows["step"]))


def test_a_change_made_while_paused_takes_effect_at_the_next_step(ready: MainWindow, qtbot: QtBot) -> None:
    ready.run_bar.step.trigger()
    qtbot.waitUntil(lambda: num_steps(ready) == 1, timeout=TIMEOUT_MS)
    editor = ready.panel.editors["normalization"].control
    editor.setCurrentIndex(editor.findData("batch"))
    with qtbot.waitSignal(ready.session.intervened, timeout=TIMEOUT_MS) as signal:
        ready.run_bar.step.trigger()
    assert signal.args[0].step == 1
    assert "running statistics" in signal.args[0].effect
    assert "running statistics" in ready.status.currentMessage()


@pytest.mark.parametrize("content", [b"", b"no session", b"SQLite format 3\x00" + bytes(100)])
def test_a_bad_file_is_refused_in_a_sentence_and_disturbs_nothing(
    ready: MainWindow, qtbot: QtBot, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "bad.gradiometer"
    path.write_bytes(content)
    session = ready.session
    assert not ready.open_path(path)
    assert ready.session is session
    boxes = [
        widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QMessageBox) and widget.isVisible()
    ]
    assert [str(path) in box.text() for box in boxes] == [True]
    boxes[0].close()
    ready.run_bar.play.trigger()
    wait_for_steps(ready, qtbot, 5)


def test_another_session_is_opened_while_one_looks_back(window: MainWindow, saved: Path, tmp_path: Path) -> None:
    """The plots show the newest step before the file that they read is closed."""
    other = tmp_path / "other.gradiometer"
    shutil.copyfile(saved, other)
    window.open_path(saved)
    window.selection.moment.choose(15)
    window.open_path(other)
    assert window.session is not None
    assert window.session.path == other
    assert window.selection.moment.step is None


def test_a_dropped_file_is_opened(ready: MainWindow, qtbot: QtBot, saved: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(saved))])
    event = QDropEvent(
        QPointF(600, 300), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    ready.dropEvent(event)
    qtbot.waitUntil(lambda: isinstance(ready.session, SavedSession), timeout=TIMEOUT_MS)
    assert ready.session.path == saved
    assert num_steps(ready) == 60
    assert saved.name in ready.windowTitle()


def test_an_entry_of_the_list_jumps_to_its_step(window: MainWindow, saved: Path) -> None:
    window.open_path(saved)
    window.changes.list.itemClicked.emit(window.changes.list.item(2))
    steps = window.selection.steps
    assert not steps.follows
    assert steps.first <= 40 <= steps.last


def test_the_trainer_raises(ready: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Out of memory, say: a sentence is shown, what was recorded is safe and stays open."""
    from gradiometer.trainer import Trainer

    ready.run_bar.play.trigger()
    wait_for_steps(ready, qtbot, 10)

    def fail(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB\nmore lines")

    monkeypatch.setattr(Trainer, "_backward", fail)
    qtbot.waitUntil(lambda: ready.session.finished is not None, timeout=TIMEOUT_MS)
    box = next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, ProblemDialog))
    assert "CUDA out of memory. Tried to allocate 2.00 GiB" in box.happened.text()
    assert "more lines" not in box.happened.text()
    assert "Traceback" in box.details.toPlainText()
    box.close()
    with load_session(ready.session.path) as stored:
        assert stored.num_rows["step"] == num_steps(ready) >= 10
        assert stored.events[0].kind == "error"


def test_a_loss_that_becomes_nan_is_named_and_does_not_stop_the_session(ready: MainWindow, qtbot: QtBot) -> None:
    # Both before the first step: a sigmoid network would come to rest at this rate, with no NaN at all.
    editor = ready.panel.editors["learning_rate"]
    editor.control.setText("1e6")
    editor.control.editingFinished.emit()
    activation = ready.panel.editors["activation"].control
    activation.setCurrentIndex(activation.findData("relu"))
    ready.run_bar.play.trigger()
    qtbot.waitUntil(lambda: any(e.kind == "non_finite" for e in ready.session.history.events), timeout=TIMEOUT_MS)
    assert "NaN or Inf first appeared" in ready.notice.text.text()
    assert ready.notice.isVisible()
    wait_for_steps(ready, qtbot, 20)


def test_an_unwritable_folder_is_told_and_the_session_can_be_saved_elsewhere(
    window: MainWindow, qtbot: QtBot, sessions_folder: Path, tmp_path: Path
) -> None:
    sessions_folder.write_text("a file where the folder should be")
    window.new_session(SMALL)
    qtbot.waitUntil(lambda: window.session.is_ready, timeout=TIMEOUT_MS)
    window.run_bar.play.trigger()
    wait_for_steps(window, qtbot, 10)
    assert window.session.path is None
    assert "kept in memory" in window.notice.text.text()
    assert window.notice.action.text() == "Save elsewhere…"
    target = tmp_path / "elsewhere.gradiometer"
    window.save_as(target)
    qtbot.waitUntil(lambda: window.session.path == target, timeout=TIMEOUT_MS)
    wait_for_steps(window, qtbot, 10)
    window.run_bar.stop.trigger()
    qtbot.waitUntil(lambda: window.session.finished is not None, timeout=TIMEOUT_MS)
    with load_session(target) as stored:
        np.testing.assert_array_equal(stored.steps, np.arange(num_steps(window)))


def test_layout_and_theme_are_remembered(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(790, 640)
    window.docks["heatmap"].close()
    window.view_menu.choose_theme("dark")
    window.close()
    again = MainWindow(window._settings)
    qtbot.addWidget(again)
    again.show()
    assert not again.docks["heatmap"].isVisible()
    assert again.size().width() == 790
    assert again.plots["norms"].theme.dark
    again.close()


def test_a_file_that_cannot_be_written_offers_another_until_all_is_well(ready: MainWindow) -> None:
    ready.session.said.emit(Event(7, "storage", "a.gradiometer cannot be written (disk full)"))
    assert ready.notice.isVisible()
    assert ready.notice.action.isVisible()
    assert ready.notice.action.text() == "Save elsewhere…"
    ready.session.said.emit(Event(9, "stored", "a.gradiometer is being written again; nothing was lost"))
    assert ready.notice.text.text() == "a.gradiometer is being written again; nothing was lost"
    assert not ready.notice.action.isVisible()


def test_everything_at_every_step_is_one_switch(ready: MainWindow, qtbot: QtBot) -> None:
    ticked = [name for name, action in ready.watching.actions.items() if action.isChecked()]
    assert ticked == ["usual"]
    ready.watching.actions["everything"].trigger()
    assert ready.watching.actions["everything"].isChecked()
    assert not ready.watching.actions["usual"].isChecked()
    ready.run_bar.play.trigger()
    steps, looks = ready.session.history.steps, ready.session.history.streams["look"]
    qtbot.waitUntil(lambda: steps.num_rows > 40, timeout=TIMEOUT_MS)
    ready.run_bar.play.trigger()
    qtbot.waitUntil(lambda: looks.num_rows == steps.num_rows, timeout=TIMEOUT_MS)
    ready.watching.actions["usual"].trigger()
    assert ready.watching.actions["usual"].isChecked()
    ready.watching.actions["usual"].trigger()
    assert ready.watching.actions["usual"].isChecked()


# ---------------------------------------------------------------------------------------- a loop of somebody's own


@pytest.fixture
def watched(tmp_path: Path) -> Path:
    """A file with an outline and no experiment."""
    return write_watched(tmp_path / "watched.gradiometer")


def test_a_loop_of_somebodys_own_is_opened(window: MainWindow, watched: Path) -> None:
    """Everything that was measured is shown; what no program of ours has set cannot be changed here."""
    window.open_path(watched)
    session = window.session
    assert isinstance(session, SavedSession)
    assert session.experiment is None
    assert session.history.settings is None
    assert window.windowTitle() == "mine conv and lstm (watched.gradiometer) - Gradiometer"
    assert not any(
        editor.control.isVisibleTo(window) and editor.isEnabled() for editor in window.panel.editors.values()
    )
    assert not (window.panel.reinitialize.isVisibleTo(window) and window.panel.reinitialize.isEnabled())
    assert "conv and lstm" in window.panel._note.text()
    assert not window.run_bar.play.isEnabled()
    assert not window.run_bar.step.isEnabled()
    assert [window.run_bar.layer.itemText(row) for row in range(3)] == ["0.conv", "lstm", "head"]
    assert not any(action.isChecked() or action.isEnabled() for action in window.watching.actions.values())
    assert window.file_menu.export.isEnabled()
    for kind in HISTOGRAMS:
        window.selection.choose_histogram(kind)
        for layer in range(3):
            window.selection.choose_layer(layer)
            for plot in window.plots.values():
                plot.grab()
    # Those are of recurrent networks and of two inputs.
    for name in set(window.plots) - {"through_time", "time_heatmap", "surface"}:
        assert not window.plots[name].canvases[0].empty.isVisible()
    window.grab()


def test_a_loop_of_somebodys_own_is_exported(window: MainWindow, qtbot: QtBot, watched: Path, tmp_path: Path) -> None:
    window.open_path(watched)
    for name in window.plots:
        for suffix in ("svg", "csv"):
            desk, path = window.export_desk, tmp_path / f"{name}.{suffix}"
            with qtbot.waitSignal(desk.exporter.done, timeout=TIMEOUT_MS):
                desk.start(path, desk.draw(window.session, Asked(name=name, style=FigureStyle())))
            assert window.status.currentMessage() == f"Exported {path}"
            assert path.exists()


def test_a_run_and_a_loop_of_somebodys_own_take_turns(window: MainWindow, watched: Path, saved: Path) -> None:
    """What one has set and the other has not comes and goes."""
    for path, has_settings in ((saved, True), (watched, False), (saved, True)):
        window.open_path(path)
        assert window.panel.editors["activation"].isVisibleTo(window.panel) == has_settings
        assert (window.session.experiment is not None) == has_settings
        assert "saved session" in window.status.findChildren(QLabel)[0].text()
    # The next session begins with what is known.
    window.open_path(watched)
    window.file_menu.ask_new()
    (dialog,) = window.findChildren(NewSessionDialog)
    dialog.reject()


def test_a_copy_of_a_loop_of_somebodys_own(window: MainWindow, qtbot: QtBot, watched: Path, tmp_path: Path) -> None:
    window.open_path(watched)
    window.save_as(tmp_path / "copy.gradiometer")
    qtbot.waitUntil((tmp_path / "copy.gradiometer").is_file, timeout=TIMEOUT_MS)
    with load_session(tmp_path / "copy.gradiometer") as copy:
        assert copy.experiment is None
        assert copy.outline == WATCHED
        assert copy.num_rows["step"] == 30


def test_a_neuron_shows_its_weights_while_it_learns(ready: MainWindow, qtbot: QtBot) -> None:
    """Clicked in the neuron picture, asked of the run, and as old as the newest look at most."""
    plot = ready.plots["neurons"]
    assert isinstance(plot, NeuronsPlot)
    ready.docks["neurons"].raise_()
    ready.run_bar.step.trigger()
    session = ready.session
    assert session is not None
    qtbot.waitUntil(lambda: plot.step == 0, timeout=TIMEOUT_MS)
    plot.choose_neuron((0, 2))
    qtbot.waitUntil(lambda: plot.weights.weights is not None and plot.weights.weights.step == 1, timeout=TIMEOUT_MS)
    first = plot.weights.weights
    assert first is not None
    assert first.values.shape == (784,)
    ready.run_bar.step.trigger()
    qtbot.waitUntil(lambda: plot.weights.weights is not None and plot.weights.weights.step == 2, timeout=TIMEOUT_MS)
    second = plot.weights.weights
    assert second is not None
    assert not np.array_equal(first.values, second.values)
    plot.weights.close_button.click()
    assert not plot.weights.isVisible()
    ready.new_session(SMALL)
    assert plot.neuron is None


def menu_at_loss(window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> tuple[int, QMenu]:
    """What the right button opens in the middle of the loss, and at which step."""
    opened: list[QMenu] = []
    # The offscreen platform has no menus that hold the keyboard, and warns.
    monkeypatch.setattr(QMenu, "popup", lambda menu, _at: opened.append(menu))
    bring_forward(window, window.docks["loss"])
    plot = window.plots["loss"]
    assert isinstance(plot, TimePlot)
    qtbot.waitUntil(lambda: not plot.visibleRegion().isEmpty(), timeout=TIMEOUT_MS)
    at = plot.mapTo(window, plot.rect().center())
    QApplication.sendEvent(window, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, window.mapToGlobal(at)))
    (menu,) = opened
    return plot.step_at(window.mapToGlobal(at)), menu


def test_changes_are_tried_from_the_step_under_the_mouse(
    window: MainWindow, qtbot: QtBot, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.open_path(saved)
    step, menu = menu_at_loss(window, qtbot, monkeypatch)
    assert 0 < step < 60
    (action,) = [each for each in menu.actions() if each.text() == f"Try changes from step {step}…"]
    assert action.isEnabled()
    action.trigger()
    (dialog,) = window.findChildren(ForkDialog)
    assert dialog.step.value() == step
    dialog.reject()


def test_where_a_session_cannot_be_forked_no_step_can(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.open_path(write_watched(tmp_path / "mine.gradiometer", 20))
    _step, menu = menu_at_loss(window, qtbot, monkeypatch)
    assert [each.isEnabled() for each in menu.actions() if each.text().startswith("Try changes from")] == [False]
