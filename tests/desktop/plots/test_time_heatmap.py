"""The gradient through time over the steps: each look's logarithms as colours, in the columns where it holds."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pytest

from gradiometer.experiment import Experiment
from gradiometer.history import History
from gradiometer.reports import Intervention
from gradiometer.session_file import load_session
from gradiometer.settings import Settings
from gradiometer_desktop.plots.time_heatmap import TimeHeatmapPlot
from gradiometer_desktop.theme import DARK, LIGHT, Theme
from staged import python_calls
from timed import of_length, timed_history, write_timed

NAN = math.nan
FIRST = np.array([[1e-10, 1e-8, 1e-6, 1e-4, 1e-2], [1e-3] * 5])
SECOND = np.array([[0.0, 1e-9, 1e-6, 1e-3, 1.0], [1e-2] * 5])
UPDATE = np.full((2, 5), 0.25)
LOOKS = {
    0: {"hidden_gradient": FIRST, "update_delta": UPDATE},
    8: {"hidden_gradient": SECOND, "update_delta": UPDATE / 2},
}


def shown(stage: Any, history: History | None = None, **options: Any) -> TimeHeatmapPlot:
    history = timed_history(LOOKS) if history is None else history
    plot = stage.show(TimeHeatmapPlot, history, **options)
    stage.selection.steps.follow(history.steps.span()[1], exactly=True)
    stage.settle(plot)
    return plot


def shade(value: float, low: int, high: int) -> int:
    """Of a positive value on a scale of whole decades, which has 254 shades above the two first ones."""
    return round(2 + (math.log10(value) - low) / (high - low) * 253)


def text_of(plot: TimeHeatmapPlot) -> str:
    return re.sub(r"<[^>]*>", "", plot.legend.text()).replace("&ensp;", " | ").replace("&nbsp;", " ")


def test_each_column_is_the_look_that_holds_there(stage: Any) -> None:
    plot = shown(stage)
    values = plot._image.values
    assert values is not None
    assert values.shape == (5, 19)
    for column in range(19):
        expected = FIRST[0] if column + 0.5 < 8 else SECOND[0]
        assert values[:, column].tolist() == [shade(value, -10, 0) if value else 1 for value in expected]
    place = plot._image.mapRectToParent(plot._image.boundingRect())
    assert (place.left(), place.right()) == pytest.approx((0.0, 19.0))
    assert (place.top(), place.bottom()) == pytest.approx((0.5, 5.5))
    assert plot.canvas.getViewBox().viewRange()[1] == [0.5, 5.5]
    assert plot.canvas.getAxis("left").labels() == ["1", "2", "3", "4", "5"]


def test_the_legend_says_what_the_colours_mean(stage: Any) -> None:
    plot = shown(stage, size=(900, 420))
    text = text_of(plot)
    assert text.startswith("10⁻¹⁰ ")
    assert " 10⁰ | " in text
    assert "exact 0 (below 1e-45)" in text
    assert " | &#9632; recurrent 1 | &#9632; recurrent 2 | " in text
    stage.selection.choose_layer(1)
    # At least two decades, and no zero in this layer.
    assert text_of(plot).startswith("10⁻⁴ ")
    assert " 10⁻² | " in text_of(plot)
    assert "exact" not in text_of(plot)
    assert plot._image.values[0].tolist() == [shade(1e-3, -4, -2)] * 8 + [255] * 11


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_colours_on_the_screen(stage: Any, theme: Theme) -> None:
    plot = shown(stage, theme=theme)
    image, view = plot.canvas.grab().toImage(), plot.canvas.getViewBox()
    colors = {}
    for time in (1, 2, 5):
        at = plot.canvas.mapFromScene(view.mapViewToScene(plot.canvas.getViewBox().viewRect().center()))
        y = plot.canvas.mapFromScene(view.mapViewToScene(_point(14.5, time))).y()
        colors[time] = image.pixelColor(at.x() + 30, y).name()
    assert colors[1] == theme.border
    assert colors[5] == plot._colors[255].name()
    assert colors[2] == plot._colors[shade(1e-9, -10, 0)].name()


def _point(x: float, y: float) -> Any:
    from PySide6.QtCore import QPointF

    return QPointF(x, y)


def test_what_is_not_finite_has_the_colour_of_a_warning(stage: Any) -> None:
    odd = [[NAN, math.inf, 1e-3, 1e-2, 1], [1] * 5]
    plot = shown(stage, timed_history({0: LOOKS[0], 8: {"hidden_gradient": odd}}))
    assert plot._image.values[:2, -1].tolist() == [0, 0]
    assert plot._colors[0].name() == LIGHT.warning
    assert "NaN or Inf" in text_of(plot)
    assert "first/last unknown" in plot.readout.text()


def test_the_mouse_reads_off_the_look_there(stage: Any) -> None:
    plot = shown(stage)
    stage.hover(plot.canvas, 7.0, 2.2)
    assert plot.readout.text() == "At step 0, time step 2: recurrent 1, gradient of the state 1e-08; first/last 1e-08"
    stage.hover(plot.canvas, 12.0, 1.0)
    assert plot.readout.text() == (
        "At step 8, time step 1: recurrent 1, gradient of the state 0 (below 1e-45); first/last below 1e-45"
    )
    plot.canvas.left.emit()
    assert plot.readout.text() == (
        "At step 8: recurrent 1, gradient of the state 0 (below 1e-45) at time step 1, 1 at 5; first/last below 1e-45"
    )
    stage.selection.moment.choose(5.0)
    assert plot.readout.text().startswith("At step 0: recurrent 1, gradient of the state 1e-10 at time step 1")


def test_the_layer_is_the_nearest_that_has_time(stage: Any) -> None:
    plot = shown(stage)
    stage.selection.choose_layer(2)
    assert plot.readout.text().startswith("At step 8: recurrent 2, ")
    assert "<b>recurrent&nbsp;2</b>" in plot.legend.text()


def test_the_quantity_is_chosen_on_the_plot(stage: Any) -> None:
    plot = shown(stage)
    plot.box.setCurrentIndex(plot.box.findData("update_delta"))
    assert plot._image.values[:, -1].tolist() == [shade(0.125, -2, 0)] * 5
    assert "delta of the update gate 0.125 at time step 1" in plot.readout.text()


def test_a_part_of_the_steps(stage: Any) -> None:
    plot = shown(stage)
    stage.selection.steps.set_by_hand(6.0, 12.0)
    stage.settle(plot)
    place = plot._image.mapRectToParent(plot._image.boundingRect())
    assert (place.left(), place.right()) == pytest.approx((6.0, 12.0))
    zeros = (plot._image.values[0] == 1).tolist()
    assert zeros == [False, False, True, True, True, True]
    stage.selection.steps.set_by_hand(30.0, 40.0)
    stage.settle(plot)
    assert plot._image.values is None


def test_many_looks_are_joined(stage: Any) -> None:
    """Of neighbours the geometric mean of the least and the largest stands for all."""
    experiment = of_length(3, 4)
    looks = {step: {"hidden_gradient": np.full((1, 3), 1e-4 if step % 2 else 1e-2)} for step in range(4000)}
    plot = shown(stage, timed_history(looks, 4000, experiment), size=(420, 340))
    values = plot._image.values
    assert values.shape[1] < 500
    assert text_of(plot).startswith("10⁻⁵ ")
    assert (values == shade(1e-3, -5, -3)).mean() > 0.95


def test_a_long_sequence_fills_the_height(stage: Any) -> None:
    experiment = of_length(784, 4)
    values = 10.0 ** np.linspace(-9, -1, 128)[None]
    plot = shown(stage, timed_history({0: {"hidden_gradient": values}}, 3, experiment))
    place = plot._image.mapRectToParent(plot._image.boundingRect())
    assert place.top() == pytest.approx(1 - 783 / 254)
    assert place.bottom() == pytest.approx(784 + 783 / 254)
    for time in (1.0, 400.0, 784.0):
        stage.hover(plot.canvas, 1.0, time)
        told = float(re.search(r"state (\S+);", plot.readout.text()).group(1))
        assert math.log10(told) == pytest.approx(-9 + 8 * (time - 1) / 783, abs=0.04)


def test_a_saved_session_is_the_same(stage: Any, tmp_path: Any) -> None:
    live = shown(stage)
    history = History.saved(load_session(write_timed(tmp_path / "a.gradiometer", LOOKS)))
    saved = shown(stage, history)
    np.testing.assert_array_equal(saved._image.values, live._image.values)
    assert saved.legend.text() == live.legend.text()
    history.release()


def test_no_change_strikes_through_the_sentence_of_a_network_without_time(stage: Any) -> None:
    plot = shown(stage)
    relu = Settings(activation="relu")
    for history, expected in ((History.live(Experiment(hidden=(4,))), 0.0), (timed_history(LOOKS), 1.0)):
        history.append([Intervention(3, relu, Settings(), relu, "")])
        plot.show_history(history)
        assert plot.marked_steps() == [3]
        assert plot._markers[0][0].line.effectiveOpacity() == expected


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
    plot = shown(stage)
    plot.show_history(history())
    assert plot.canvas.empty.text().startswith(note)
    assert plot.canvas.empty.isVisible()
    assert plot._image.values is None
    assert plot.legend.text() == plot.readout.text() == ""
    stage.hover(plot.canvas, 2.0)
    assert plot.readout.text() == ""
    plot.show_history(timed_history(LOOKS))
    assert not plot.canvas.empty.isVisible()


@pytest.mark.parametrize("width", [320, 420, 800])
def test_everything_fits(stage: Any, width: int) -> None:
    plot = shown(stage, size=(width, 340))
    plot.grab()
    assert not plot.readout.wordWrap() or plot.readout.heightForWidth(plot.readout.width()) <= plot.readout.height()
    if width >= 400:
        assert not plot.legend.wordWrap() or plot.legend.heightForWidth(plot.legend.width()) <= plot.legend.height()
    assert plot.box.geometry().left() >= plot.legend.geometry().right()


def test_no_line_of_python_runs_while_qt_paints(stage: Any) -> None:
    plot = shown(stage)
    assert python_calls(plot.canvas.viewport().repaint) == []
    stage.selection.moment.choose(5.0)
    assert python_calls(plot.canvas.viewport().repaint) == []
