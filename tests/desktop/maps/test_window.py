"""The window of a map: it fills itself, tells its numbers, makes sessions, and ends what it has begun."""

from __future__ import annotations

import csv
import dataclasses
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QMessageBox
from pytestqt.qtbot import QtBot

from answered import answer
from gradiometer import first_pass, sweep_run
from gradiometer.experiment import Experiment
from gradiometer.settings import Settings
from gradiometer.sweep import RatioMap
from gradiometer_desktop import theme
from gradiometer_desktop.main_window import MainWindow
from gradiometer_desktop.maps import work as map_work
from gradiometer_desktop.maps.window import MapWindow
from gradiometer_desktop.new_session import NewSessionDialog
from shared import TIMEOUT_MS

BASE = Experiment(name="plane", data="moons", hidden=(12, 12), num_train=64, num_held_out=16, batch_size=16)
VALUES = ("2, 4", "0.5, 1, 2")


@pytest.fixture
def threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cells are measured in this process: others take seconds to start."""
    monkeypatch.setattr(sweep_run, "local_backend", lambda: "threading")


def make(
    qtbot: QtBot,
    settings: QSettings,
    base: Experiment = BASE,
    begun: Callable[[MapWindow], None] = lambda window: None,
    **options: Any,
) -> MapWindow:
    """A window with a small map, that has just begun. begun: called when the larger one that a new window begins with
    has been called off.
    """
    settings.setValue("theme", "light")
    made = MapWindow(base, settings, **options)
    qtbot.addWidget(made)
    made.controls.seeds.setValue(2)
    for edit, text in zip(made.controls.values, VALUES, strict=True):
        edit.setText(text)
        edit.editingFinished.emit()
    begun(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def finish(shown: MapWindow, qtbot: QtBot) -> RatioMap:
    qtbot.waitUntil(lambda: not shown.runner.is_busy and shown._waiting is None, timeout=TIMEOUT_MS)
    assert shown.found is not None
    return shown.found


@pytest.fixture
def shown(qtbot: QtBot, settings: QSettings, threads: None) -> Iterator[MapWindow]:
    made = make(qtbot, settings)
    finish(made, qtbot)
    yield made
    made.close()


def numbers(shown: MapWindow) -> dict[str, np.ndarray]:
    return {name: view._values for name, view in shown.views.items()}


def test_it_fills_itself(shown: MapWindow) -> None:
    found = shown.found
    assert found is not None
    assert found.sweep.values == {"depth": (2, 4), "weight_scale": (0.5, 1.0, 2.0)}
    expected = RatioMap(found.sweep)
    sweep_run.run(found.sweep, expected.take, jobs=1)
    assert found.cells == expected.cells
    np.testing.assert_array_equal(numbers(shown)["expected"], expected.expected)
    np.testing.assert_array_equal(numbers(shown)["measured"], expected.measured)
    assert (shown.progress.value(), shown.progress.maximum()) == (6, 6)
    assert shown.progress.text() == "6 of 6 cells"
    assert shown.titles["measured"].text() == "Measured with one batch, median of 2 seeds"
    assert shown.about.text().startswith("Around plane: 2-12-12-2, Sigmoid, N(0, 1/fan_in)")
    assert not shown.problem.isVisible()
    assert not shown.cancel.isEnabled()
    assert len(shown.views["measured"].texts()) == 6


def test_pointing_at_a_cell_tells_its_numbers(shown: MapWindow) -> None:
    shown.views["measured"].pointed.emit((1, 2))
    assert shown.reading.text().startswith("Depth 4, weight scale 2: expected ")
    for view in shown.views.values():
        assert all(item.isVisible() for item in view._pointing._items.values())
    shown.views["measured"].pointed.emit(None)
    assert shown.reading.text().startswith("Point at a cell")
    assert not any(item.isVisible() for item in shown.views["expected"]._pointing._items.values())


def test_a_chosen_cell_can_be_made_a_session(shown: MapWindow, qtbot: QtBot) -> None:
    assert not shown.make.isEnabled()
    shown.views["expected"].chosen.emit((1, 0))
    assert shown.reading.text().startswith("Depth 4, weight scale 0.5: ")
    with qtbot.waitSignal(shown.chosen) as chosen:
        shown.make.click()
    assert chosen.args == [dataclasses.replace(BASE, hidden=(12,) * 4, weight_scale=0.5)]
    with qtbot.waitSignal(shown.chosen) as chosen:
        shown.views["measured"].opened.emit((0, 2))
    assert chosen.args == [dataclasses.replace(BASE, weight_scale=2.0)]


def test_other_axes_begin_another_map(shown: MapWindow, qtbot: QtBot) -> None:
    shown.views["expected"].chosen.emit((1, 0))
    shown.controls.axes[1].setCurrentIndex(shown.controls.axes[1].findData("activation"))
    found = finish(shown, qtbot)
    assert (found.sweep.up, found.sweep.across) == ("depth", "activation")
    assert np.isfinite(found.measured).all()
    assert not shown.make.isEnabled()
    assert shown.signs.text() == ""
    assert shown.views["measured"].getAxis("bottom").labelText == "Activation"


def test_around_another_experiment(shown: MapWindow, qtbot: QtBot) -> None:
    shown.show_base(dataclasses.replace(BASE, settings=Settings(activation="tanh"), name="other"))
    found = finish(shown, qtbot)
    assert found.sweep.base.name == "other"
    assert shown.about.text().startswith("Around other: 2-12-12-2, Tanh")


def test_wrong_values_are_a_sentence_and_the_map_stays(shown: MapWindow) -> None:
    before = shown.found
    shown.controls.values[0].setText("0, 3")
    shown.controls.values[0].editingFinished.emit()
    assert shown.problem.isVisible()
    assert shown.problem.text() == "depth = 0 is not allowed: a whole number from 1 to 512"
    assert shown.found is before
    shown.controls.values[0].setText("2, 3")
    shown.controls.values[0].editingFinished.emit()
    assert not shown.problem.isVisible()


def test_cells_that_cannot_be_are_hatched_and_make_no_session(qtbot: QtBot, settings: QSettings, threads: None) -> None:
    window = make(qtbot, settings, dataclasses.replace(BASE, settings=Settings(skip=True)))
    window.controls.values[0].setText("1, 2")
    window.controls.values[0].editingFinished.emit()
    found = finish(window, qtbot)
    assert np.isnan(found.measured[0]).all()
    assert np.isfinite(found.measured[1]).all()
    assert window.signs.text().startswith("Hatched: settings.skip = True is not allowed: No two neighbouring")
    window.views["measured"].chosen.emit((0, 0))
    assert not window.make.isEnabled()
    assert "no number. settings.skip = True is not allowed" in window.reading.text()
    with qtbot.assertNotEmitted(window.chosen):
        window.views["measured"].opened.emit((0, 0))
    window.close()


def test_where_there_is_no_theory_it_stands_in_its_picture(qtbot: QtBot, settings: QSettings, threads: None) -> None:
    base = dataclasses.replace(BASE, settings=Settings(normalization="layer"))
    window = make(qtbot, settings, base)
    found = finish(window, qtbot)
    assert np.isfinite(found.measured).all()
    assert window.views["expected"].empty.text() == "No theory for LayerNorm here."
    assert window.views["expected"].empty.isVisible()
    assert not window.views["measured"].empty.isVisible()
    window.close()


class Held:
    """A measurement that waits until it is let go, from when it is asked to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch):
        self.begun, self.go_on = threading.Event(), threading.Event()
        self._window: MapWindow | None = None
        norms = first_pass.first_norms

        def wait(*arguments: Any) -> list[float]:
            if self._holds:
                self.begun.set()
                assert self.go_on.wait(TIMEOUT_MS / 1000)
            return norms(*arguments)

        monkeypatch.setattr(first_pass, "first_norms", wait)

    def hold(self, window: MapWindow) -> None:
        """Let no measurement of the small map go on: what has been called off has to end, or that would never begin."""
        self._window = window

    @property
    def _holds(self) -> bool:
        found = None if self._window is None else self._window.found
        return found is not None and sorted(found.sweep.shape) == [2, 3]


def test_cancelled_it_keeps_what_it_has_and_can_begin_anew(
    qtbot: QtBot, settings: QSettings, monkeypatch: pytest.MonkeyPatch, threads: None
) -> None:
    held = Held(monkeypatch)
    window = make(qtbot, settings, begun=held.hold)
    qtbot.waitUntil(lambda: window.found is not None and np.isfinite(window.found.expected).all(), timeout=TIMEOUT_MS)
    qtbot.waitUntil(held.begun.is_set, timeout=TIMEOUT_MS)
    assert window.cancel.isEnabled()
    assert not window.again.isEnabled()
    window.cancel.click()
    held.go_on.set()
    found = finish(window, qtbot)
    assert found.num_over == 0
    assert np.isfinite(found.expected).all()
    assert window.again.isEnabled()
    assert not window.problem.isVisible()
    window.again.click()
    assert finish(window, qtbot).num_over == 6
    window.close()


def test_closed_in_the_middle_it_waits_for_what_it_has_begun(
    qtbot: QtBot, settings: QSettings, monkeypatch: pytest.MonkeyPatch, threads: None
) -> None:
    held = Held(monkeypatch)
    window = make(qtbot, settings, begun=held.hold)
    qtbot.waitUntil(held.begun.is_set, timeout=TIMEOUT_MS)
    threading.Timer(0.05, held.go_on.set).start()
    window.close()
    assert "map" not in [thread.name for thread in threading.enumerate()]


def test_what_goes_wrong_is_a_sentence(
    qtbot: QtBot, settings: QSettings, monkeypatch: pytest.MonkeyPatch, threads: None
) -> None:
    facts = dataclasses.replace(BASE.known_facts, checksum="crc 1234")
    window = make(qtbot, settings, dataclasses.replace(BASE, data="file", file="gone.npz", facts=facts))
    finish(window, qtbot)
    assert window.problem.isVisible()
    assert "gone.npz" in window.problem.text()
    window.close()


@pytest.mark.parametrize(("is_training", "at_once"), [(False, 4), (True, 3)])
def test_a_run_beside_it_keeps_a_core(monkeypatch: pytest.MonkeyPatch, is_training: bool, at_once: int) -> None:
    asked: dict[str, Any] = {}
    monkeypatch.setattr(joblib, "cpu_count", lambda: 4)
    monkeypatch.setattr(sweep_run, "run", lambda *_, **options: asked.update(options))
    work(is_training=is_training)
    assert (asked["jobs"], asked["at_once"], asked["keeps_workers"]) == (4, at_once, True)


def test_on_a_single_core_it_is_a_process_of_its_own_too(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, Any] = {}
    monkeypatch.setattr(joblib, "cpu_count", lambda: 1)
    monkeypatch.setattr(sweep_run, "run", lambda *_, **options: asked.update(options))
    work(is_training=True)
    assert (asked["jobs"], asked["at_once"]) == (2, 1)


def work(*, is_training: bool) -> None:
    map_work.work_out(map_work.Sweep(BASE), map_work.deque(), lambda *_: None, lambda: False, is_training=is_training)


def test_by_processes_of_their_own(qtbot: QtBot, settings: QSettings) -> None:
    window = make(qtbot, settings, is_training=lambda: True)
    found = finish(window, qtbot)
    assert np.isfinite(found.measured).all()
    window.close()


def test_a_figure_of_it_is_as_light_or_dark_as_the_window(
    shown: MapWindow, qtbot: QtBot, settings: QSettings, tmp_path: Path
) -> None:
    for name, ground in (("dark", (21, 23, 28)), ("light", (255, 255, 255))):
        settings.setValue("theme", name)
        shown._apply_theme()
        with qtbot.waitSignal(shown._saving.done, timeout=TIMEOUT_MS):
            shown.save_as(tmp_path / f"{name}.png")
        with Image.open(tmp_path / f"{name}.png") as image:
            assert image.convert("RGB").getpixel((2, 2)) == ground


@pytest.mark.parametrize("suffix", ["png", "csv"])
def test_it_is_saved(
    shown: MapWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    path = tmp_path / f"map.{suffix}"
    answer(monkeypatch, "ask_save", path)
    with qtbot.waitSignal(shown._saving.done, timeout=TIMEOUT_MS):
        shown.save.click()
    if suffix == "png":
        with Image.open(path) as image:
            assert image.size == (1401, 787)
        return
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert shown.found is not None
    assert [float(row["measured"]) for row in rows] == shown.found.measured.ravel().tolist()


def test_what_cannot_be_saved_is_a_sentence(shown: MapWindow, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(shown._saving.done, timeout=TIMEOUT_MS):
        shown.save_as(tmp_path / "map.bmp")
    (box,) = [each for each in QApplication.topLevelWidgets() if isinstance(each, QMessageBox) and each.isVisible()]
    assert box.text().endswith("map.bmp is not the name of a figure: end it in .png, .svg, .pdf or .pgf")
    box.close()


def test_it_is_light_or_dark_as_the_main_window_is(shown: MapWindow, settings: QSettings) -> None:
    settings.setValue("theme", "dark")
    theme.apply(theme.DARK)
    try:
        QApplication.processEvents()
        assert shown._theme == theme.DARK
        assert shown.views["measured"]._theme == theme.DARK
    finally:
        theme.apply(theme.LIGHT)


# From the main shown


def test_from_the_menu_to_a_session(ready: MainWindow, qtbot: QtBot, threads: None) -> None:
    menu = ready.file_menu
    (action,) = [each for each in ready.menuBar().actions()[0].menu().actions() if "first/last" in each.text()]
    action.trigger()
    window = menu.map
    assert window is not None
    assert window.isVisible()
    assert ready.session is not None
    assert window._base == ready.session.experiment
    window.controls.values[0].setText("2")
    window.controls.values[0].editingFinished.emit()
    finish(window, qtbot)
    window.views["measured"].opened.emit((0, 0))
    experiment = ready.session.experiment
    assert experiment is not None
    assert (experiment.hidden, experiment.weight_scale) == ((12, 12), 0.25)
    # The same window again, around what is on the screen now.
    action.trigger()
    assert menu.map is window
    assert window._base == experiment
    ready.close()
    assert menu.map is None
    assert not window.isVisible()


def test_from_the_dialog_for_a_new_session(ready: MainWindow, qtbot: QtBot, threads: None) -> None:
    ready.file_menu.ask_new()
    (dialog,) = ready.findChildren(NewSessionDialog)
    dialog.editors["seed"].control.setText("9")
    dialog.editors["seed"].control.editingFinished.emit()
    dialog.map.click()
    assert not dialog.isVisible()
    window = ready.file_menu.map
    assert window is not None
    assert window.isVisible()
    assert window._base.seed == 9


def test_a_mistake_in_the_dialog_makes_no_map(ready: MainWindow, threads: None) -> None:
    ready.file_menu.ask_new()
    (dialog,) = ready.findChildren(NewSessionDialog)
    dialog.editors["seed"].control.setText("x")
    dialog.editors["seed"].control.editingFinished.emit()
    assert not dialog.map.isEnabled()
    assert not dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).isEnabled()
    dialog.reject()
