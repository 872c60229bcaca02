"""The decision surface in the window: what stands where, what the mouse reads off, and the examples over it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor

from gradiometer import surfaces
from gradiometer.datasets import DATASETS, DataError
from gradiometer.experiment import Experiment
from gradiometer.history import History
from gradiometer.layout import step_layout
from gradiometer.quantities import GRID
from gradiometer.reports import LookReport, StepReport
from gradiometer_desktop.plots.surface import SurfacePlot
from gradiometer_desktop.theme import DARK, LIGHT, Theme
from staged import python_calls

MOONS = Experiment(name="two", data="moons", hidden=(4,), num_train=200, num_held_out=50)
BOX = MOONS.known_facts.box
RIGHT = np.tile(np.linspace(0.02, 0.98, GRID), (GRID, 1))
"""Probability of the second class: the more, the larger the first input."""
UP = RIGHT.T


def look(step: int, of_second: np.ndarray) -> LookReport:
    row = np.where(of_second > 0.5, 1 + 0.999 * of_second, 0.999 * (1 - of_second))
    return LookReport(step, np.array([step, *row.ravel()]), "surface")


def history_of(looks: dict[int, np.ndarray], experiment: Experiment = MOONS, num_steps: int = 0) -> History:
    history = History.live(experiment)
    layout = step_layout(len(history.layer_names))
    for step, of_second in looks.items():
        history.append([look(step, of_second)])
    history.append(StepReport(step, np.array([step, *np.ones(layout.width - 1)])) for step in range(num_steps))
    return history


def show(stage: Any, history: History, **options: Any) -> SurfacePlot:
    """With the examples, which are read in another thread."""
    plot: SurfacePlot = stage.show(SurfacePlot, history, **options)
    stage.wait(lambda: not plot._loader.is_busy)
    return plot


def legend(plot: SurfacePlot) -> str:
    return re.sub(r"<[^>]*>", "", plot.legend.text()).replace("&ensp;", " | ").replace("&nbsp;", " ")


def color_at(plot: SurfacePlot, x: float, y: float) -> QColor:
    at = plot.canvas.getViewBox().mapViewToScene(QPointF(x, y)).toPoint()
    return plot.canvas.grab().toImage().pixelColor(at)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_color_is_the_class_and_pale_where_unsure(stage: Any, theme: Theme) -> None:
    plot = show(stage, history_of({3: UP}), theme=theme)
    plot._cloud.clear()
    x_low, x_high, y_low, y_high = BOX
    first, second = (QColor(color) for color in plot._class_colors)
    ground = QColor(theme.ground)
    below, above, between = (color_at(plot, 0.55, y) for y in (y_low + 0.13, y_high - 0.13, (y_low + y_high) / 2))

    def distance(one: QColor, other: QColor) -> int:
        pairs = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
        return sum(abs(a - b) for a, b in pairs)

    assert distance(below, first) < distance(below, second)
    assert distance(above, second) < distance(above, first)
    assert distance(between, ground) < 40
    assert min(distance(below, ground), distance(above, ground)) > 100
    assert plot.canvas.getViewBox().viewRange() == [[x_low, x_high], [y_low, y_high]]
    # The whole of the plane is covered.
    for x in (x_low + 0.06, x_high - 0.06):
        assert distance(color_at(plot, x, y_low + 0.13), below) < 12


def test_the_mouse_reads_off_class_and_probability(stage: Any) -> None:
    plot = show(stage, history_of({3: RIGHT}))
    for x, y in ((-1.4, 0.3), (2.3, -0.5), (0.3, 1.2)):
        stage.hover(plot.canvas, x, y)
        column = round((x - BOX[0]) / (BOX[1] - BOX[0]) * (GRID - 1))
        of_second = RIGHT[0, column]
        name, sure = ("lower", of_second) if of_second > 0.5 else ("upper", 1 - of_second)
        match = re.fullmatch(r"x (\S+), y (\S+): (\w+), (\d+) %", plot.readout.text())
        assert match is not None, plot.readout.text()
        assert (float(match[1]), float(match[2])) == pytest.approx((x, y), abs=0.02)
        assert (match[3], match[4]) == (name, f"{100 * sure:.0f}")
    plot.canvas.left.emit()
    assert plot.readout.text().startswith("of the plane: upper 50 %, lower 50 %; least sure 5")


def test_points_are_the_training_examples(stage: Any) -> None:
    plot = show(stage, history_of({3: RIGHT}))
    examples = MOONS.load_examples()
    x, y = plot._cloud.points()
    np.testing.assert_array_equal(np.stack([x, y], axis=1), examples.inputs[:200].astype(float))
    # Each is seen in the colour of its class, where no other lies over it.
    seen = [QColor(color).name() for color in plot._class_colors]
    image, view = plot.canvas.grab().toImage(), plot.canvas.getViewBox()
    right = 0
    for at in range(200):
        place = view.mapViewToScene(QPointF(x[at], y[at]))
        right += image.pixelColor(place.toPoint()).name() == seen[examples.targets[at]]
    assert right > 150
    assert legend(plot) == "step 3 | &#9679; upper | &#9632; lower"


def test_points_follow_the_size(stage: Any) -> None:
    plot = show(stage, history_of({3: RIGHT}), size=(400, 300))
    before = plot._cloud._item.pixmap().size()
    plot.resize(800, 500)
    stage.settle(plot)
    after = plot._cloud._item.pixmap().size()
    assert after.width() > before.width() + 300
    assert after == plot.canvas.overlay.rect().size().toSize() * plot.devicePixelRatio()


def test_looking_back_shows_the_look_up_to_that_step(stage: Any) -> None:
    plot = show(stage, history_of({3: RIGHT, 40: UP}, num_steps=50))
    newest = plot._image.values
    assert newest is not None
    stage.selection.moment.choose(20.0)
    assert legend(plot).startswith("look at step 3 | ")
    assert not np.array_equal(plot._image.values, newest)
    stage.selection.moment.choose(1.0)
    assert plot.canvas.empty.text() == "There was no closer look up to step 1."
    assert plot._image.values is None
    assert plot.readout.text() == ""
    stage.selection.moment.choose(None)
    np.testing.assert_array_equal(plot._image.values, newest)


def test_it_grows_with_the_training(stage: Any) -> None:
    history = history_of({})
    plot = show(stage, history)
    assert plot.canvas.empty.text() == "Press Start: the decision surface appears here."
    history.append([look(0, RIGHT)])
    plot.refresh()
    assert not plot.canvas.empty.isVisible()
    before = plot._image.values
    history.append([look(9, UP)])
    plot.refresh()
    assert legend(plot).startswith("step 9 | ")
    assert not np.array_equal(plot._image.values, before)


def test_other_data_have_none(stage: Any, make_history: Callable[..., History]) -> None:
    plot = stage.show(SurfacePlot, make_history(np.ones((5, 3))))
    assert plot.canvas.empty.text() == (
        "A decision surface is there where a network tells classes by two inputs, as of the moons, the spirals and "
        "the circles."
    )
    assert not plot._loader.is_busy
    stage.hover(plot.canvas, 0.5, 0.5)
    stage.click(plot.canvas, 0.5, 0.5)
    assert plot.readout.text() == ""
    assert plot.legend.text() == ""
    plot.show_history(history_of({3: RIGHT}))
    stage.wait(lambda: not plot._loader.is_busy)
    assert not plot.canvas.empty.isVisible()
    plot.show_history(make_history(np.ones((5, 3))))
    assert plot.canvas.empty.isVisible()
    assert plot._image.values is None
    assert not len(plot._cloud.points()[0])


def test_a_choice_of_layer_changes_nothing(stage: Any) -> None:
    plot = show(stage, history_of({3: RIGHT}))
    before = plot.grab().toImage()
    stage.selection.choose_layer(1)
    assert plot.grab().toImage() == before


def test_what_is_no_number_stands_out(stage: Any) -> None:
    plot = show(stage, history_of({3: np.full((GRID, GRID), np.nan)}))
    plot._cloud.clear()
    assert color_at(plot, 0.5, 1.3).name() == LIGHT.warning
    stage.hover(plot.canvas, 0.5, 1.0)
    assert plot.readout.text().endswith("NaN or Inf")


def test_a_table_names_axes_and_classes(stage: Any, tmp_path: Path) -> None:
    path = tmp_path / "flowers.csv"
    lines = [f"{0.1 * at},{(at * 7) % 11},{at % 3}" for at in range(60)]
    path.write_text("\n".join(["petal,sepal,kind", *lines]))
    experiment = Experiment(data="file", file=str(path), hidden=(4,), num_train=40, num_held_out=20, batch_size=5)
    plot = show(stage, history_of({3: RIGHT}, experiment))
    assert plot.canvas.getAxis("bottom").labelText == "petal"
    assert plot.canvas.getAxis("left").labelText == "sepal"
    assert legend(plot) == "step 3 | &#9679; class 0 | &#9632; class 1 | &#9650; class 2"
    assert len(plot._cloud.points()[0]) == 40


def test_a_file_that_is_gone_takes_only_the_examples_away(stage: Any, tmp_path: Path) -> None:
    path = tmp_path / "flowers.csv"
    path.write_text("\n".join(["petal,sepal,kind", *(f"{at},{at % 7},{at % 2}" for at in range(60))]))
    experiment = Experiment(data="file", file=str(path), hidden=(4,), num_train=40, num_held_out=20, batch_size=5)
    path.unlink()
    plot = show(stage, history_of({3: RIGHT}, experiment))
    assert plot._image.values is not None
    assert legend(plot).endswith("| examples cannot be read")
    assert "flowers.csv" in plot.legend.toolTip()
    assert plot.canvas.getAxis("bottom").labelText == "x, the first input"
    assert not len(plot._cloud.points()[0])


def test_examples_are_read_once_and_only_for_who_looks(stage: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    loads: list[object] = []
    moons = DATASETS["moons"]
    monkeypatch.setitem(
        DATASETS, "moons", dataclasses.replace(moons, load=lambda spec: (loads.append(spec), moons.load(spec))[1])
    )
    history = history_of({3: RIGHT})
    plot = SurfacePlot(stage.selection)
    stage.qtbot.addWidget(plot)
    plot.apply_theme(LIGHT)
    plot.show_history(history)
    assert loads == []
    plot.show()
    stage.wait(lambda: plot._loader.points is not None)
    plot.hide()
    plot.show()
    history.append([look(9, UP)])
    plot.refresh()
    assert len(loads) == 1
    assert not plot._loader.is_busy


def test_many_classes_share_the_room(stage: Any) -> None:
    """More than there are colours and symbols."""
    facts = dataclasses.replace(MOONS.known_facts, num_outputs=40, class_names=())
    experiment = dataclasses.replace(MOONS)
    object.__setattr__(experiment, "facts", facts)
    row = (np.arange(GRID * GRID) % 40) + 0.5
    history = History.live(experiment)
    history.append([LookReport(0, np.array([0, *row]), "surface")])
    plot = show(stage, history, size=(300, 300))
    assert legend(plot).startswith("step 0 | &#9679; class 0")
    assert legend(plot).endswith("| …")
    plot.grab()


def test_no_line_of_python_runs_while_qt_paints(stage: Any) -> None:
    plot = show(stage, history_of({3: RIGHT}))
    assert len(plot._cloud.points()[0])
    assert python_calls(plot.canvas.viewport().repaint) == []


def test_the_reason_is_the_readers_own(stage: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(experiment: Experiment) -> surfaces.Points:
        raise DataError("the file is on a disk that is not there")

    monkeypatch.setattr("gradiometer_desktop.plots.cloud.load_points", refuse)
    plot = show(stage, history_of({3: RIGHT}))
    assert plot.legend.toolTip().endswith("the file is on a disk that is not there")
