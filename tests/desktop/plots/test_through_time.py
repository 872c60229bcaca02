"""The gradient against the time step: the very numbers of the look, zeros on the floor, and the ratio in words."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt

from gradiometer.experiment import Experiment
from gradiometer.history import History
from gradiometer_desktop.plots.through_time import ThroughTimePlot
from gradiometer_desktop.theme import DARK, LIGHT, Theme
from staged import python_calls
from timed import look_row, of_length, reports, timed_history

NAN = math.nan
STATE = np.array([[1e-8, 1e-6, 1e-4, 1e-2, 1.0], [0.0, 0.0, 1e-3, 1e-2, 0.1]])
UPDATE = np.full((2, 5), 0.25)
LOOKS = {
    0: {"hidden_gradient": np.ones((2, 5)), "update_delta": UPDATE},
    4: {"hidden_gradient": STATE, "update_delta": UPDATE / 2},
}


def text_of(plot: ThroughTimePlot) -> str:
    return re.sub(r"<[^>]*>", "", plot.legend.text()).replace("&ensp;", " | ").replace("&nbsp;", " ")


def test_a_curve_for_each_level_of_the_newest_look(stage: Any) -> None:
    plot = stage.show(ThroughTimePlot, timed_history(LOOKS))
    assert len(plot._curves) == 2
    for curve, values in zip(plot._curves, STATE, strict=True):
        x, y = curve.points()
        assert list(x) == [1, 2, 3, 4, 5]
        np.testing.assert_allclose(y[values > 0], np.log10(values[values > 0]))
        assert np.isnan(y[values == 0]).all()
    assert text_of(plot) == "step 4 | ■ recurrent 1 | ■ recurrent 2 | ▽ exact 0 (below 1e-45)".replace(
        "■", "&#9632;"
    ).replace("▽", "&#9661;")
    assert plot.canvas.getAxis("left").labelText == "gradient of the state"
    assert plot.canvas.getAxis("bottom").labels() == ["1", "2", "3", "4", "5"]
    bottom, top = plot.canvas.getViewBox().viewRange()[1]
    assert bottom <= -8.0
    assert top >= 0.0


@pytest.mark.parametrize("layer", [0, 1, 2])
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_chosen_layer_is_bold_and_told(stage: Any, layer: int, theme: Theme) -> None:
    plot = stage.show(ThroughTimePlot, timed_history(LOOKS), theme=theme)
    stage.selection.choose_layer(layer)
    # The output has no time: the nearest one that has.
    level = min(layer, 1)
    np.testing.assert_array_equal(plot._bold.points()[1], plot._curves[level].points()[1])
    assert plot._bold.pen().color().name() == plot.colors[level]
    assert plot._bold.y() > 0
    assert f"<b>recurrent&nbsp;{level + 1}</b>" in plot.legend.text()
    ends = ("1e-08 at time step 1, 1 at 5; first/last 1e-08", "0 (below 1e-45) at time step 1, 0.1 at 5; ")[level]
    assert plot.readout.text().startswith(f"At step 4: recurrent {level + 1}, gradient of the state {ends}")
    if level == 1:
        assert plot.readout.text().endswith("first/last below 1e-44")


def test_the_mouse_reads_off_the_nearest_curve(stage: Any) -> None:
    plot = stage.show(ThroughTimePlot, timed_history(LOOKS))
    stage.hover(plot.canvas, 3.2, -3.9)
    assert plot.readout.text() == "Time step 3: recurrent 1, gradient of the state 0.0001; first/last 1e-08"
    stage.hover(plot.canvas, 2.9, -3.1)
    assert plot.readout.text() == "Time step 3: recurrent 2, gradient of the state 0.001; first/last below 1e-44"
    # New data do not take it away while it is read.
    plot.refresh()
    assert plot.readout.text().startswith("Time step 3")
    plot.canvas.left.emit()
    assert plot.readout.text().startswith("At step 4")


def test_a_click_chooses_the_layer(stage: Any) -> None:
    plot = stage.show(ThroughTimePlot, timed_history(LOOKS))
    stage.click(plot.canvas, 3.0, -3.0)
    assert stage.selection.layer == 1
    stage.click(plot.canvas, 3.0, -4.0)
    assert stage.selection.layer == 0
    plot.legend.linkActivated.emit("1")
    assert stage.selection.layer == 1


def test_exact_zeros_stand_on_the_floor(stage: Any) -> None:
    plot = stage.show(ThroughTimePlot, timed_history(LOOKS))
    x, y = plot._zeros.points()
    assert list(x) == [1, 2]
    bottom, top = plot.canvas.getViewBox().viewRange()[1]
    assert (y > bottom).all()
    assert (y < bottom + 0.1 * (top - bottom)).all()
    assert plot._zeros.faces[0].rim == LIGHT.warning


def test_many_zeros_are_told_apart(stage: Any) -> None:
    experiment = of_length(128, 4)
    values = np.where(np.arange(128) < 100, 0.0, 1e-5)[None]
    plot = stage.show(ThroughTimePlot, timed_history({0: {"hidden_gradient": values}}, 1, experiment))
    x, _y = plot._zeros.points()
    assert (x[0], x[-1]) == (1, 100)
    pixels = np.diff([plot.canvas.x_pixel(each) for each in x])
    assert (pixels[:-1] >= 11).all()
    assert len(plot._points.points()[0]) == 0


def test_few_time_steps_are_points_too(stage: Any) -> None:
    plot = stage.show(ThroughTimePlot, timed_history(LOOKS))
    x, y = plot._points.points()
    assert sorted(x) == sorted([1, 2, 3, 4, 5, 3, 4, 5])
    np.testing.assert_allclose(sorted(y), sorted(np.log10(STATE[STATE > 0])))


def test_the_quantity_is_chosen_on_the_plot(stage: Any) -> None:
    plot = stage.show(ThroughTimePlot, timed_history(LOOKS))
    plot.box.setCurrentIndex(plot.box.findData("update_delta"))
    np.testing.assert_allclose(plot._curves[1].points()[1], np.log10(UPDATE[1] / 2))
    assert plot.canvas.getAxis("left").labelText == "delta of the update gate"
    assert "first/last 1" in plot.readout.text()
    assert "exact" not in plot.legend.text()


@pytest.mark.parametrize(("moment", "step"), [(0.0, 0), (3.9, 0), (4.0, 4), (15.0, 4)])
def test_looking_back(stage: Any, moment: float, step: int) -> None:
    plot = stage.show(ThroughTimePlot, timed_history(LOOKS))
    stage.selection.moment.choose(moment)
    expected = LOOKS[step]["hidden_gradient"][0]
    np.testing.assert_allclose(plot._curves[0].points()[1], np.log10(expected))
    assert text_of(plot).startswith(f"look at step {step} | ")
    assert plot.readout.text().startswith(f"At step {step}: ")
    stage.selection.moment.choose(None)
    assert text_of(plot).startswith("step 4 | ")


def test_looking_back_before_the_first_look(stage: Any) -> None:
    plot = stage.show(ThroughTimePlot, timed_history({4: LOOKS[4]}))
    stage.selection.moment.choose(2.0)
    assert plot.canvas.empty.text() == "There was no closer look up to step 2."
    assert plot.canvas.empty.isVisible()
    assert plot.legend.text() == plot.readout.text() == ""
    assert not len(plot._bold.points()[0])
    stage.selection.moment.choose(4.0)
    assert not plot.canvas.empty.isVisible()


def test_it_follows_new_looks_and_rests_between_them(stage: Any) -> None:
    history = timed_history(LOOKS)
    plot = stage.show(ThroughTimePlot, history)
    drawn = []
    draw = plot._draw
    plot._draw = lambda *what: drawn.append(True) or draw(*what)
    plot.refresh()
    assert drawn == []
    experiment = history.experiment
    assert experiment is not None
    history.append(report for report in reports(experiment, {22: LOOKS[0]}, 24) if report.step >= 20)
    plot.refresh()
    assert drawn == [True]
    assert plot._curves[0].points()[1].tolist() == [0.0] * 5
    assert text_of(plot).startswith("step 22")


@pytest.mark.parametrize(
    ("history", "note"),
    [
        (lambda: History.live(Experiment(hidden=(4,))), "This network does not go through time "),
        (lambda: timed_history({}, 0), "Press Start: "),
        (lambda: timed_history({}, 3), "No closer look yet: "),
        (lambda: timed_history({0: {}}, 3), "None: "),
    ],
)
def test_where_there_is_nothing(stage: Any, history: Any, note: str) -> None:
    plot = stage.show(ThroughTimePlot, timed_history(LOOKS))
    plot.show_history(history())
    assert plot.canvas.empty.text().startswith(note)
    assert plot.canvas.empty.isVisible()
    assert plot.legend.text() == plot.readout.text() == ""
    stage.hover(plot.canvas, 2.0)
    stage.click(plot.canvas, 2.0)
    stage.selection.choose_layer(0)
    assert plot.readout.text() == ""
    plot.show_history(timed_history(LOOKS))
    assert not plot.canvas.empty.isVisible()


@pytest.mark.parametrize("row", [[NAN, 1, 1, 1, 1], [0, 0, 0, 0, 0], [math.inf, 0, 1e-300, 1e300, NAN], [5e-324] * 5])
def test_odd_numbers_are_drawn(stage: Any, row: list[float]) -> None:
    plot = stage.show(ThroughTimePlot, timed_history({0: {"hidden_gradient": [row, row]}}))
    for at in (1.0, 3.0, 5.0):
        stage.hover(plot.canvas, at)
        plot.grab()
    assert np.isfinite(plot.canvas.getViewBox().viewRange()).all()


@pytest.mark.parametrize("num_levels", [1, 9])
@pytest.mark.parametrize("width", [320, 420, 800])
def test_everything_fits(stage: Any, num_levels: int, width: int) -> None:
    experiment = of_length(100, *[4] * num_levels)
    values = np.where(np.arange(100) < 20, 0.0, 1e-5)[None].repeat(num_levels, 0)
    history = timed_history({0: {"hidden_gradient": values}}, 1, experiment)
    plot = stage.show(ThroughTimePlot, history, size=(width, 340))
    stage.selection.choose_layer(num_levels // 2)
    plot.grab()
    for label in (plot.legend, plot.readout):
        assert not label.wordWrap() or label.heightForWidth(label.width()) <= label.height() + 2
    assert plot.box.geometry().right() <= plot.width()
    assert plot.box.geometry().left() >= plot.legend.geometry().right()


def test_no_line_of_python_runs_while_qt_paints(stage: Any) -> None:
    plot = stage.show(ThroughTimePlot, timed_history(LOOKS))
    stage.settle(plot)
    assert python_calls(plot.canvas.viewport().repaint) == []
    stage.selection.moment.choose(1.0)
    # Another range lays the axes out anew.
    stage.settle(plot)
    plot.refresh()
    assert python_calls(plot.canvas.viewport().repaint) == []


def test_pens_are_hairlines(stage: Any) -> None:
    plot = stage.show(ThroughTimePlot, timed_history(LOOKS))
    pens = [item.pen() for item in (*plot._curves, plot._bold)]
    assert all(pen.widthF() == 0.0 and pen.style() == Qt.PenStyle.SolidLine for pen in pens)
    assert look_row(plot.history.outline, 3, {})[0] == 3


def test_its_limits_are_gradients(stage: Any) -> None:
    plot = stage.show(ThroughTimePlot, timed_history(LOOKS))
    low, high = plot.canvas.getViewBox().viewRange()[1]
    assert plot.view_limits() == (pytest.approx((10**low, 10**high)),)
