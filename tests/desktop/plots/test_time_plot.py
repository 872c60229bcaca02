"""Plots over steps: one range for all, a labelled marker at each change, and curves that hide nothing."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QRectF

from gradiometer.history import History
from gradiometer.reports import Intervention
from gradiometer.settings import Reinitialize, Settings
from gradiometer_desktop.plots import PLOTS, TimePlot
from gradiometer_desktop.plots.heatmap import HeatmapPlot
from gradiometer_desktop.plots.heights import log10, snug
from gradiometer_desktop.plots.items import hairline
from gradiometer_desktop.plots.loss import LossPlot
from gradiometer_desktop.plots.markers import Marker
from gradiometer_desktop.plots.norms import NormsPlot
from gradiometer_desktop.theme import DARK, LIGHT

MakeHistory = Callable[..., History]
MarkersOf = Callable[..., list[Marker]]
TIME_PLOTS = [kind for kind in PLOTS if issubclass(kind, TimePlot)]
EVERY_TIME_PLOT = pytest.mark.parametrize("kind", TIME_PLOTS, ids=[kind.name for kind in TIME_PLOTS])

SIGMOID = Settings()
RELU = dataclasses.replace(SIGMOID, activation="relu")
ADAM = dataclasses.replace(RELU, optimizer="adam", learning_rate=0.001)


def to_relu(step: int) -> Intervention:
    return Intervention(step, RELU, SIGMOID, RELU, "")


def to_he(step: int) -> Intervention:
    return Intervention(step, Reinitialize(scheme="he"), RELU, RELU, "")


def to_adam(step: int) -> Intervention:
    return Intervention(step, ADAM, RELU, ADAM, "")


def shown_labels(markers: list[Marker]) -> list[tuple[str, QRectF]]:
    """The texts that can be read, and where they stand in the scene."""
    return [(marker.text, marker.label.sceneBoundingRect()) for marker in markers if marker.label.isVisible()]


def check_labels(plot: TimePlot, markers: list[Marker]) -> list[str]:
    """No label lies on another or leaves the plot; gives the texts."""
    labels = shown_labels(markers)
    inside = plot.canvases[0].getViewBox().sceneBoundingRect().adjusted(-1, -1, 1, 1)
    for text, rect in labels:
        assert inside.contains(rect), text
    for (one, one_rect), (other, other_rect) in itertools.combinations(labels, 2):
        # Labels may touch.
        assert not one_rect.adjusted(0.5, 0.5, -0.5, -0.5).intersects(other_rect), (one, other)
    return [text for text, _rect in labels]


# --------------------------------------------------------------------------------------------------- range


@EVERY_TIME_PLOT
def test_it_shows_the_shared_range(stage: Any, make_history: MakeHistory, kind: type[TimePlot]) -> None:
    plot = stage.show(kind, make_history(np.ones((500, 3))))
    stage.selection.steps.set_by_hand(100.0, 250.0)
    for canvas in plot.canvases:
        assert canvas.getViewBox().viewRange()[0] == [100.0, 250.0]


def test_all_plots_follow_one_that_is_zoomed(stage: Any, make_history: MakeHistory) -> None:
    history = make_history(np.ones((100, 3)))
    plots = [stage.show(kind, history) for kind in TIME_PLOTS]
    for plot, notches in zip(plots, (4, -2, 3, -1), strict=True):
        before = stage.selection.steps.last - stage.selection.steps.first
        stage.wheel(plot.canvases[-1], notches)
        steps = stage.selection.steps
        assert not steps.follows
        assert (steps.last - steps.first < before) == (notches > 0)
        for other in plots:
            for canvas in other.canvases:
                assert canvas.getViewBox().viewRange()[0] == pytest.approx([steps.first, steps.last])


def test_all_plots_follow_one_that_is_panned(stage: Any, make_history: MakeHistory) -> None:
    history = make_history(np.ones((100, 3)))
    plots = [stage.show(kind, history) for kind in TIME_PLOTS]
    stage.drag(plots[0].canvases[0], 70.0, 40.0)
    steps = stage.selection.steps
    assert not steps.follows
    assert (steps.first, steps.last) == pytest.approx((30.0, 130.0), abs=1.0)
    for plot in plots:
        assert plot.canvases[0].getViewBox().viewRange()[0] == pytest.approx([steps.first, steps.last])


@EVERY_TIME_PLOT
@pytest.mark.parametrize("exactly", [False, True], ids=["live", "saved"])
def test_a_double_click_shows_all(stage: Any, make_history: MakeHistory, kind: type[TimePlot], exactly: bool) -> None:
    plot = stage.show(kind, make_history(np.ones((90, 3))))
    stage.selection.steps.follow(89, exactly=exactly)
    stage.wheel(plot.canvases[-1], 6)
    assert stage.selection.steps.last < 80
    stage.double_click(plot.canvases[-1], plot.canvases[-1].getViewBox().viewRect().center().x())
    assert stage.selection.steps.follows
    for canvas in plot.canvases:
        assert canvas.getViewBox().viewRange()[0] == [0.0, 89.0 if exactly else 100.0]


@EVERY_TIME_PLOT
def test_the_height_is_not_zoomed(stage: Any, make_history: MakeHistory, kind: type[TimePlot]) -> None:
    """It follows the values by itself."""
    plot = stage.show(kind, make_history(np.ones((90, 3))))
    before = [canvas.getViewBox().viewRange()[1] for canvas in plot.canvases]
    for canvas in plot.canvases:
        stage.wheel(canvas, -3)
    assert [canvas.getViewBox().viewRange()[1] for canvas in plot.canvases] == before


@EVERY_TIME_PLOT
def test_a_person_may_zoom_and_pan_as_far_as_the_wheel_turns(
    stage: Any, make_history: MakeHistory, kind: type[TimePlot]
) -> None:
    plot = stage.show(kind, make_history(np.ones((90, 3))))
    for notches in (60, -200, 90):
        stage.wheel(plot.canvases[0], notches)
        plot.grab()
    stage.selection.steps.set_by_hand(-5000.0, -4000.0)
    plot.grab()
    stage.selection.steps.set_by_hand(1e9, 1e9 + 1)
    plot.grab()
    stage.selection.steps.follow(89)
    stage.selection.steps.follow_again()
    assert plot.canvases[0].getViewBox().viewRange()[0] == [0.0, 100.0]


def test_a_plot_out_of_sight_is_spared(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(NormsPlot, make_history(np.ones((90, 3))))
    plot.hide()
    stage.selection.steps.set_by_hand(10.0, 20.0)
    assert plot.canvas.getViewBox().viewRange()[0] == [0.0, 100.0]
    plot.show()
    assert plot.canvas.getViewBox().viewRange()[0] == [10.0, 20.0]


# -------------------------------------------------------------------------------------------------- markers


@EVERY_TIME_PLOT
def test_a_marker_at_each_step_with_a_change(
    stage: Any, make_history: MakeHistory, markers_of: MarkersOf, kind: type[TimePlot]
) -> None:
    plot = stage.show(
        kind, make_history(np.ones((300, 3)), others=[to_relu(50), to_he(120), to_adam(120)]), size=(700, 800)
    )
    stage.selection.steps.follow(299)
    assert plot.marked_steps() == [50, 120]
    for canvas in plot.canvases:
        assert [marker.step for marker in markers_of(canvas)] == [50, 120]
        assert all(marker.line.isVisible() for marker in markers_of(canvas))
    # The labels of several panels stand in the first one.
    assert check_labels(plot, markers_of(plot.canvases[0])) == ["ReLU", "re-init He · Adam, rate 0.001"]
    for canvas in plot.canvases[1:]:
        assert shown_labels(markers_of(canvas)) == []


def test_a_marker_stands_at_its_step_on_the_screen(
    stage: Any, make_history: MakeHistory, markers_of: MarkersOf
) -> None:
    plot = stage.show(NormsPlot, make_history(np.full((100, 3), 1e-3), others=[to_relu(40)]))
    (marker,) = markers_of(plot.canvas)
    marker.line.setPen(hairline("#ff0000"))
    image = plot.canvas.grab().toImage()
    view = plot.canvas.getViewBox()
    at = view.mapViewToScene(pg.Point(40, 0)).x()
    row = int(view.sceneBoundingRect().bottom()) - 20
    red = [x for x in range(image.width()) if image.pixelColor(x, row).name() == "#ff0000"]
    assert red
    assert all(abs(x - at) <= 1.5 for x in red)


@EVERY_TIME_PLOT
def test_a_change_is_marked_at_once(
    stage: Any, make_history: MakeHistory, markers_of: MarkersOf, kind: type[TimePlot]
) -> None:
    """Also where the plot is hidden, and without drawing any data."""
    plot = stage.show(kind, make_history(np.ones((30, 3))))
    plot.draw = None
    plot.history.append([to_relu(30)])
    plot.mark()
    assert plot.marked_steps() == [30]
    plot.mark()
    assert plot.marked_steps() == [30]
    plot.history.append([to_he(30), to_adam(31)])
    plot.mark()
    assert plot.marked_steps() == [30, 31]
    assert "ReLU · re-init He" in [text for text, _rect in shown_labels(markers_of(plot.canvases[0]))]


def test_another_session_brings_its_own_markers(stage: Any, make_history: MakeHistory, markers_of: MarkersOf) -> None:
    plot = stage.show(LossPlot, make_history(np.ones((100, 3)), others=[to_relu(10), to_he(20)]))
    plot.show_history(make_history(np.ones((100, 3)), others=[to_adam(70)]))
    assert plot.marked_steps() == [70]
    for canvas in plot.canvases:
        assert [marker.step for marker in markers_of(canvas)] == [70]
    plot.show_history(make_history(np.ones((100, 3))))
    assert [markers_of(canvas) for canvas in plot.canvases] == [[], []]


@pytest.mark.parametrize("size", [(700, 420), (1200, 800), (260, 150)])
@pytest.mark.parametrize("spacing", [1, 7, 40])
@pytest.mark.parametrize("kind", [NormsPlot, LossPlot])
def test_labels_never_overlap(
    stage: Any,
    make_history: MakeHistory,
    markers_of: MarkersOf,
    kind: type[TimePlot],
    spacing: int,
    size: tuple[int, int],
) -> None:
    makers = (to_relu, to_he, to_adam)
    others = [makers[number % 3](20 + spacing * number) for number in range(12)]
    plot = stage.show(kind, make_history(np.ones((600, 3)), others=others), size=size)
    stage.selection.steps.follow(599)
    lines = markers_of(plot.canvases[0])
    assert len(lines) == 12
    everything = check_labels(plot, lines)
    if size == (1200, 800):
        assert len(everything) >= 3
    # Zoomed in there is room for more.
    stage.selection.steps.set_by_hand(10.0, 22.0 + 13 * spacing)
    assert len(check_labels(plot, lines)) >= len(everything)


def test_labels_with_room_beside_them_stand_at_the_top(
    stage: Any, make_history: MakeHistory, markers_of: MarkersOf
) -> None:
    others = [to_relu(100), to_he(300), to_relu(302), to_adam(500)]
    plot = stage.show(NormsPlot, make_history(np.ones((600, 3)), others=others))
    stage.selection.steps.follow(599)
    tops = [rect.top() for _text, rect in shown_labels(markers_of(plot.canvas))]
    assert [tops[0], tops[1]] == pytest.approx([tops[3]] * 2)
    assert tops[0] - plot.canvas.getViewBox().sceneBoundingRect().top() < 15
    # The one that is too near stands below its neighbour.
    assert tops[2] >= shown_labels(markers_of(plot.canvas))[1][1].bottom()


@pytest.mark.parametrize("kind", [NormsPlot, LossPlot, HeatmapPlot])
def test_labels_do_not_overlap_when_a_plot_gets_lower(
    stage: Any, make_history: MakeHistory, markers_of: MarkersOf, kind: type[TimePlot]
) -> None:
    others = [to_relu(20), to_he(22), to_adam(24), to_relu(26)]
    plot = stage.show(kind, make_history(np.ones((600, 3)), others=others), size=(700, 900))
    stage.selection.steps.follow(599)
    high = check_labels(plot, markers_of(plot.canvases[0]))
    for height in (700, 500, 300, 200, 900):
        plot.resize(700, height)
        stage.settle(plot)
        low = check_labels(plot, markers_of(plot.canvases[0]))
        assert len(low) <= len(high)
    assert low == high


@EVERY_TIME_PLOT
def test_markers_take_the_themes_color(
    stage: Any, make_history: MakeHistory, markers_of: MarkersOf, kind: type[TimePlot]
) -> None:
    plot = stage.show(kind, make_history(np.ones((100, 3)), others=[to_relu(10)]))
    for theme in (DARK, LIGHT):
        plot.apply_theme(theme)
        for canvas in plot.canvases:
            (marker,) = markers_of(canvas)
            assert marker.color.name() == theme.marker
    plot.apply_theme(DARK)
    plot.history.append([to_he(50)])
    plot.mark()
    assert markers_of(plot.canvases[0])[1].color.name() == DARK.marker


# ------------------------------------------------------------------------------------------------- functions


def test_log10() -> None:
    values = np.array([1e-30, 1.0, 0.0, np.nan, np.inf, 5e-324, -1.0])
    logs = log10(values)
    np.testing.assert_allclose(logs[[0, 1, 5]], [-30.0, 0.0, -323.306], atol=1e-3)
    assert np.isnan(logs[[2, 3, 4, 6]]).all()


@pytest.mark.parametrize(
    ("low", "high", "unit", "least", "expected"),
    [
        (-5.2, 0.3, 1.0, 2.0, [-6.0, 1.0]),
        (-5.0, -1.0, 1.0, 2.0, [-6.0, 0.0]),
        (-3.5, -3.4, 1.0, 2.0, [-4.0, -2.0]),
        (-330.0, 308.5, 1.0, 2.0, [-331.0, 309.0]),
        (0.31, 0.32, 0.1, 0.1, [0.3, 0.4]),
    ],
)
def test_snug(stage: Any, low: float, high: float, unit: float, least: float, expected: list[float]) -> None:
    plot = stage.show(NormsPlot)
    plot.canvas.setYRange(900.0, 901.0, padding=0)
    snug(plot.canvas, low, high, unit=unit, least=least)
    assert plot.canvas.getViewBox().viewRange()[1] == pytest.approx(expected)


def test_snug_stands_still_while_the_values_fit(stage: Any) -> None:
    """Each change of range redraws the axes."""
    plot = stage.show(NormsPlot)
    view = plot.canvas.getViewBox()
    plot.canvas.setYRange(-6.0, 1.0, padding=0)
    for low, high in ((-5.9, 0.9), (-5.2, 0.3), (-4.5, 0.0)):
        snug(plot.canvas, low, high, unit=1.0, least=2.0)
        assert view.viewRange()[1] == [-6.0, 1.0]
    snug(plot.canvas, -6.5, 0.3, unit=1.0, least=2.0)
    assert view.viewRange()[1] == [-7.0, 1.0]
    snug(plot.canvas, -2.5, 0.3, unit=1.0, least=2.0)
    assert view.viewRange()[1] == [-3.0, 1.0]
    for value in (np.nan, np.inf, -np.inf):
        snug(plot.canvas, value, 0.0, unit=1.0, least=2.0)
        snug(plot.canvas, 0.0, value, unit=1.0, least=2.0)
    assert view.viewRange()[1] == [-3.0, 1.0]


def test_snug_with_a_fixed_bottom(stage: Any) -> None:
    plot = stage.show(NormsPlot)
    view = plot.canvas.getViewBox()
    plot.canvas.setYRange(-6.0, 1.0, padding=0)
    snug(plot.canvas, 0.0, 2.3, unit=0.5, least=0.5, bottom=0.0)
    assert view.viewRange()[1] == [0.0, 2.5]
    snug(plot.canvas, 0.0, 1.7e308, unit=5e307, least=5e307, bottom=0.0)
    assert np.isfinite(view.viewRange()[1]).all()
