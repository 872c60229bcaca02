"""The norms of all layers over steps: curves of the true values, whatever the scale and the number of steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from gradiometer.history import History
from gradiometer.quantities import QUANTITIES
from gradiometer.references import Reference
from gradiometer.smoothing import window_of
from gradiometer_desktop.plots.base import faded
from gradiometer_desktop.plots.histogram import HistogramPlot
from gradiometer_desktop.plots.norms import NormsPlot
from gradiometer_desktop.plots.profile import ProfilePlot
from gradiometer_desktop.selection import LAYER_QUANTITIES
from gradiometer_desktop.theme import DARK, LIGHT

MakeHistory = Callable[..., History]


def vanishing(num_steps: int, num_layers: int = 4, *, decades: float = 6.0, seed: int = 0) -> np.ndarray:
    """Norms that fall towards the input, with some noise: [num_steps, num_layers]."""
    noise = np.random.default_rng(seed).uniform(0.8, 1.25, (num_steps, num_layers))
    return noise * 10.0 ** np.linspace(-decades, 0, num_layers)


def curve(plot: NormsPlot, layer: int) -> tuple[np.ndarray, np.ndarray]:
    x, y = plot._curves[layer].points()
    return x, y


def band(plot: NormsPlot, layer: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    x, low, high = plot._bands[layer].limits()
    return x, low, high


@pytest.mark.parametrize("num_layers", [1, 4, 64])
def test_few_steps_are_drawn_as_they_are(stage: Any, make_history: MakeHistory, num_layers: int) -> None:
    norms = vanishing(200, num_layers)
    plot = stage.show(NormsPlot, make_history(norms))
    stage.selection.steps.follow(199)
    stage.settle(plot)
    for layer in range(num_layers):
        x, y = curve(plot, layer)
        np.testing.assert_array_equal(x, np.arange(200))
        np.testing.assert_allclose(y, np.log10(norms[:, layer]), rtol=1e-14)
        assert len(band(plot, layer)[0]) == 0


def test_one_step(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(NormsPlot, make_history([[1e-30, 1.0]]))
    for layer, log in enumerate((-30.0, 0.0)):
        x, y = curve(plot, layer)
        np.testing.assert_array_equal(x, [0])
        np.testing.assert_allclose(y, [log])
    assert plot.readout.text() == "step 0: hidden 1, weight gradient norm 1e-30"


@pytest.mark.parametrize(("first", "last"), [(0, 19_999), (3000, 17_000), (0, 999)])
def test_a_long_series_hides_no_extreme(stage: Any, make_history: MakeHistory, first: int, last: int) -> None:
    """Where several steps share a pixel, band and curve lie between the least and the largest of them."""
    rng = np.random.default_rng(1)
    norms = 10.0 ** rng.normal(-3, 0.5, (20_000, 5))
    # One step that a thinned-out curve would miss.
    norms[7001, 2], norms[511, 0] = 1e-12, 1e4
    plot = stage.show(NormsPlot, make_history(norms))
    stage.selection.steps.set_by_hand(first, last)
    stage.settle(plot)
    for layer in range(5):
        blocks, low, high = band(plot, layer)
        assert 100 < len(blocks) <= 800
        edges = np.append(blocks, blocks[-1] + (blocks[-1] - blocks[-2])).astype(int)
        middle_x, middle = curve(plot, layer)
        np.testing.assert_array_equal(middle_x, blocks)
        for index in range(len(blocks) - 1):
            expected = np.log10(norms[edges[index] : edges[index + 1], layer])
            assert low[index] == pytest.approx(expected.min(), rel=1e-12)
            assert high[index] == pytest.approx(expected.max(), rel=1e-12)
            assert middle[index] == pytest.approx((expected.min() + expected.max()) / 2, rel=1e-12)
        assert blocks[0] <= first
        assert blocks[-1] >= last - (last - first) / 50
    bottom, top = plot.canvas.getViewBox().viewRange()[1]
    if first <= 511 and last >= 7001:
        assert bottom <= -12
        assert top >= 4


def test_zooming_in_brings_the_steps_back(stage: Any, make_history: MakeHistory) -> None:
    norms = vanishing(20_000, 3)
    plot = stage.show(NormsPlot, make_history(norms))
    stage.selection.steps.set_by_hand(7000.0, 7100.0)
    stage.settle(plot)
    x, y = curve(plot, 1)
    assert x[0] <= 7000
    assert x[-1] >= 7100
    np.testing.assert_array_equal(np.diff(x), 1)
    np.testing.assert_allclose(y, np.log10(norms[x.astype(int), 1]), rtol=1e-14)
    assert len(band(plot, 1)[0]) == 0


def test_zeros_and_what_is_not_finite_are_gaps(stage: Any, make_history: MakeHistory) -> None:
    norms = np.full((10, 2), 1e-4)
    norms[3:7, 0] = [0.0, np.nan, np.inf, 0.0]
    plot = stage.show(NormsPlot, make_history(norms))
    _x, y = curve(plot, 0)
    np.testing.assert_array_equal(np.isnan(y), [False] * 3 + [True] * 4 + [False] * 3)
    np.testing.assert_allclose(y[~np.isnan(y)], -4.0)
    np.testing.assert_allclose(curve(plot, 1)[1], -4.0)


def test_a_zero_now_and_then_does_not_take_a_long_curve_away(stage: Any, make_history: MakeHistory) -> None:
    """A dead ReLU layer has no gradient at some batches; in every pixel there is one of them."""
    norms = np.full((20_000, 2), 1e-3)
    norms[::4, 0] = 0.0
    plot = stage.show(NormsPlot, make_history(norms))
    stage.selection.steps.follow(19_999)
    stage.settle(plot)
    np.testing.assert_allclose(curve(plot, 0)[1], -3.0)


def test_extreme_scales_are_in_sight(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(NormsPlot, make_history(np.tile([1e-300, 1e-30, 1.0, 1e30], (5, 1)), dtype="float64"))
    bottom, top = plot.canvas.getViewBox().viewRange()[1]
    assert bottom <= -300
    assert top >= 30


def test_growing_data_are_drawn(stage: Any, make_history: MakeHistory) -> None:
    history = make_history(vanishing(50))
    plot = stage.show(NormsPlot, history)
    longer = make_history(vanishing(120))
    plot.history = longer
    plot.refresh()
    np.testing.assert_array_equal(curve(plot, 0)[0], np.arange(102))
    stage.selection.steps.follow(119)
    stage.settle(plot)
    np.testing.assert_array_equal(curve(plot, 0)[0], np.arange(120))


@pytest.mark.parametrize("quantity", LAYER_QUANTITIES)
def test_the_quantity(stage: Any, make_history: MakeHistory, quantity: str) -> None:
    norms = vanishing(30)
    values = {name: norms * 0.5**index for index, name in enumerate(LAYER_QUANTITIES)}
    plot = stage.show(NormsPlot, make_history(norms, by_name=values))
    stage.selection.choose_quantity(quantity)
    expected = values[quantity][:, 2]
    expected = np.log10(expected) if QUANTITIES[quantity].is_log else expected
    np.testing.assert_allclose(curve(plot, 2)[1], expected, rtol=1e-12)
    assert plot.canvas.getAxis("left").labelText == QUANTITIES[quantity].title
    assert LAYER_QUANTITIES[quantity] in plot.readout.text()
    bottom, top = plot.canvas.getViewBox().viewRange()[1]
    assert bottom <= expected.min() <= expected.max() <= top
    guide = QUANTITIES[quantity].guide
    assert list(plot._guide.points()[1]) == ([] if guide is None else [np.log10(guide)] * 2)


# ------------------------------------------------------------------------------------------------ the mouse


def test_a_click_chooses_the_nearest_layer_and_all_plots_follow(
    qtbot: QtBot, stage: Any, make_history: MakeHistory, make_counts: Callable[..., np.ndarray]
) -> None:
    history = make_history(np.tile([1e-6, 1e-4, 1e-2, 1.0], (100, 1)), histograms={0: make_counts(4, {-5: (3, 4)})})
    plot = stage.show(NormsPlot, history)
    profile = stage.show(ProfilePlot, history)
    histogram = stage.show(HistogramPlot, history)
    for layer, log in ((1, -4.3), (3, -0.8), (2, -1.2), (0, -5.5)):
        with qtbot.waitSignal(stage.selection.layer_changed):
            stage.click(plot.canvas, 50.0, log)
        assert stage.selection.layer == layer
        assert f"<b>{history.layer_names[layer]}</b>" in plot.legend.text()
        assert plot.readout.text().startswith(f"step 99: {history.layer_names[layer]}, ")
        assert [face.size for face in profile._points.faces] == [11 if number == layer else 8 for number in range(4)]
        assert history.layer_names[layer] in histogram.readout.text()
        # The chosen curve is drawn twice, a pixel apart, and lies above the others.
        assert plot._bold.path() == plot._curves[layer].path()
        assert plot._bold.pen().color().name() == plot.colors[layer]
        lift = plot._bold.sceneTransform().map(QPointF()).y() - plot._curves[layer].sceneTransform().map(QPointF()).y()
        assert lift == pytest.approx(-1.0)
        assert plot._curves[layer].zValue() == max(item.zValue() for item in plot._curves)


def test_the_nearest_layer_is_sought_at_the_step_under_the_mouse(stage: Any, make_history: MakeHistory) -> None:
    """Two curves that cross."""
    norms = np.stack([np.logspace(-5, -1, 101), np.logspace(-1, -5, 101)], axis=1)
    plot = stage.show(NormsPlot, make_history(norms))
    stage.selection.choose_layer(1)
    stage.click(plot.canvas, 10.0, -4.6)
    assert stage.selection.layer == 0
    stage.click(plot.canvas, 90.0, -4.6)
    assert stage.selection.layer == 1


def test_layers_with_no_value_cannot_be_chosen(stage: Any, make_history: MakeHistory) -> None:
    norms = np.tile([0.0, np.nan, 1e-3], (100, 1))
    plot = stage.show(NormsPlot, make_history(norms))
    stage.click(plot.canvas, 50.0, -3.2)
    assert stage.selection.layer == 2
    plot.show_history(make_history(np.zeros((100, 3))))
    stage.click(plot.canvas, 50.0, -3.2)
    assert stage.selection.layer == 2
    stage.hover(plot.canvas, 50.0, -3.2)
    assert plot.readout.text().endswith("output, weight gradient norm 0 (below 1e-45)")


def test_hovering_reads_off_step_layer_and_value(stage: Any, make_history: MakeHistory) -> None:
    norms = vanishing(100)
    plot = stage.show(NormsPlot, make_history(norms))
    for step, layer in ((20, 1), (60, 3), (99, 0)):
        stage.hover(plot.canvas, step + 0.3, np.log10(norms[step, layer]) - 0.2)
        name = plot.history.layer_names[layer]
        assert plot.readout.text() == f"step {step}: {name}, weight gradient norm {norms[step, layer]:.3g}"
    # Beyond the newest step the newest one is read off.
    stage.selection.steps.set_by_hand(0.0, 200.0)
    stage.settle(plot)
    stage.hover(plot.canvas, 150.0, 0.0)
    assert plot.readout.text() == f"step 99: output, weight gradient norm {norms[99, 3]:.3g}"


def test_elsewhere_the_line_below_speaks_of_the_chosen_layer(stage: Any, make_history: MakeHistory) -> None:
    norms = vanishing(100)
    plot = stage.show(NormsPlot, make_history(norms))
    stage.selection.choose_layer(2)
    stage.hover(plot.canvas, 20.0, -5.0)
    assert plot.readout.text().startswith("step ")
    stage.hover(plot.canvas, -8.0, -5.0)
    assert plot.readout.text() == f"step 99: hidden 3, weight gradient norm {norms[99, 2]:.3g}"


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_curves_and_bands_bear_the_layers_colors(stage: Any, make_history: MakeHistory, theme: Any) -> None:
    plot = stage.show(NormsPlot, make_history(vanishing(20_000, 3)))
    plot.apply_theme(theme)
    assert [item.pen().color().name() for item in plot._curves] == list(plot.colors)
    assert [item.color().name() for item in plot._bands] == list(plot.colors)
    assert all(item.color().alpha() < 255 for item in plot._bands)


def test_another_session_leaves_no_curve_behind(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(NormsPlot, make_history(vanishing(30, 6)))
    before = len(plot.canvas.plane.childItems())
    plot.show_history(make_history(vanishing(10, 2)))
    assert len(plot.canvas.plane.childItems()) == before - 8
    np.testing.assert_array_equal(curve(plot, 1)[0], np.arange(10))


# ------------------------------------------------------------------------------------------------ smoothed


def averaged(norms: np.ndarray, window: float) -> np.ndarray:
    """Of every step on its own, in float64: the mean of log10, zeros and NaN passed over."""
    fade, logs = (window - 1) / (window + 1), np.full(norms.shape, np.nan)
    for layer in range(norms.shape[1]):
        total = weight = 0.0
        for step, norm in enumerate(norms[:, layer].tolist()):
            total, weight = total * fade, weight * fade
            if norm > 0 and np.isfinite(norm):
                total, weight = total + np.log10(norm), weight + 1
            if weight:
                logs[step, layer] = total / weight
    return logs


def smooth_points(plot: NormsPlot, layer: int) -> tuple[np.ndarray, np.ndarray]:
    x, y = plot._smooth[layer].points()
    return x, y


def test_the_mean_is_drawn_over_what_was_measured(stage: Any, make_history: MakeHistory) -> None:
    norms = 10.0 ** np.random.default_rng(3).normal(-3, 0.5, (200, 3))
    norms[50:55, 1], norms[120, 2] = 0.0, np.nan
    plot = stage.show(NormsPlot, make_history(norms))
    stage.selection.steps.follow(199, exactly=True)
    stage.selection.choose_smoothing(0.8)
    stage.selection.choose_layer(1)
    stage.settle(plot)
    window = window_of(0.8, 199.0)
    expected = averaged(norms, window)
    for layer in range(3):
        x, y = smooth_points(plot, layer)
        np.testing.assert_array_equal(x, np.arange(200))
        np.testing.assert_allclose(y, expected[:, layer], rtol=1e-11)
        # Beneath it everything is as it was, in a fainter colour.
        with np.errstate(divide="ignore"):
            logs = np.log10(norms[:, layer])
        np.testing.assert_allclose(curve(plot, layer)[1], np.where(np.isfinite(logs), logs, np.nan), rtol=1e-14)
        assert plot._smooth[layer].pen().color().name() == plot.colors[layer]
        assert plot._curves[layer].pen().color().name() == faded(plot.colors[layer], LIGHT.ground)
    assert min(item.zValue() for item in plot._smooth) > max(item.zValue() for item in plot._curves)
    assert plot._bold.path() == plot._smooth[1].path()
    stage.hover(plot.canvas, 150.0, expected[150, 0])
    told = plot.readout.text()
    assert told.endswith(f"; mean over about 25 steps {10 ** expected[150, told.count('hidden 2')]:.3g}")


def test_switched_off_it_is_as_it_was(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(NormsPlot, make_history(vanishing(20_000, 3)))
    stage.selection.steps.follow(19_999)
    stage.settle(plot)
    before, readout = plot.canvas.grab().toImage(), plot.readout.text()
    stage.selection.choose_smoothing(0.5)
    stage.settle(plot)
    assert plot.canvas.grab().toImage() != before
    assert len(smooth_points(plot, 0)[0]) > 0
    stage.selection.choose_smoothing(0.0)
    stage.settle(plot)
    assert plot.canvas.grab().toImage() == before
    assert plot.readout.text() == readout
    assert all(len(item.points()[0]) == 0 for item in plot._smooth)


def test_panning_does_not_move_the_mean(stage: Any, make_history: MakeHistory) -> None:
    """It begins before what is seen, so the same step has the same mean wherever the view begins."""
    norms = 10.0 ** np.random.default_rng(4).normal(-3, 0.5, (2000, 2))
    plot = stage.show(NormsPlot, make_history(norms))
    stage.selection.choose_smoothing(1.0)
    expected = averaged(norms, window_of(1.0, 150.0))
    for first in (0.0, 3.0, 700.0, 733.0, 1500.0):
        stage.selection.steps.set_by_hand(first, first + 150.0)
        stage.settle(plot)
        x, y = smooth_points(plot, 0)
        # One step beyond either side, as of the curves themselves.
        np.testing.assert_array_equal(x, curve(plot, 0)[0])
        assert max(first - 1, 0) <= x[0] <= first
        np.testing.assert_allclose(y, expected[x.astype(int), 0], atol=0.01)


def test_what_smoothing_needs_before_the_view_does_not_stretch_it(stage: Any, make_history: MakeHistory) -> None:
    norms = np.full((1000, 2), 1e-3)
    norms[:480] = 1e5
    plot = stage.show(NormsPlot, make_history(norms))
    stage.selection.choose_smoothing(1.0)
    stage.selection.steps.set_by_hand(500.0, 600.0)
    stage.settle(plot)
    assert plot.canvas.getViewBox().viewRange()[1][1] <= 0.0


def test_of_many_layers_every_mean_is_seen(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(NormsPlot, make_history(vanishing(20_000, 12)))
    stage.selection.steps.follow(19_999)
    stage.selection.choose_smoothing(0.5)
    stage.settle(plot)
    for layer in range(12):
        x, y = smooth_points(plot, layer)
        assert len(x) > 100
        # Uniform noise from 0.8 to 1.25: its middle is 0 on the log axis.
        np.testing.assert_allclose(y, np.linspace(-6, 0, 12)[layer], atol=0.02)


def test_another_session_takes_the_means_along(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(NormsPlot, make_history(vanishing(30, 6)))
    stage.selection.choose_smoothing(0.5)
    stage.settle(plot)
    before = len(plot.canvas.plane.childItems())
    plot.show_history(make_history(vanishing(10, 2)))
    assert len(plot.canvas.plane.childItems()) == before - 12
    np.testing.assert_array_equal(smooth_points(plot, 1)[0], np.arange(10))
    plot.apply_theme(DARK)
    assert plot._curves[0].pen().color().name() == faded(plot.colors[0], DARK.ground)


# ------------------------------------------------------------------------------------------------ published

PUBLISHED = (
    Reference("delta_norm", 0, "published", np.array([1.0, 10, 50, 499]), np.array([0.043, 0.0089, 1e-3, 3.4e-9])),
    Reference("delta_norm", 2, "another run", np.array([0.0]), np.array([0.3])),
    Reference("weight_gradient_norm", 0, "", np.array([5.0, 20.0]), np.array([30.0, 20.0])),
    Reference("delta_norm", 7, "a layer that is not there", np.array([1.0, 10.0]), np.array([1.0, 2.0])),
)


def test_what_was_published_lies_beneath(stage: Any, make_history: MakeHistory) -> None:
    norms = vanishing(100, 3, decades=2.0)
    plot = stage.show(NormsPlot, make_history(norms))
    stage.selection.choose_quantity("delta_norm")
    assert "published" not in plot.legend.text()
    stage.selection.choose_references(PUBLISHED)
    stage.settle(plot)
    line, point = plot._published
    np.testing.assert_array_equal(line.points()[0], [1, 10, 50, 499])
    np.testing.assert_allclose(line.points()[1], np.log10([0.043, 0.0089, 1e-3, 3.4e-9]))
    assert line.pen().style() == Qt.PenStyle.DashLine
    assert line.pen().isCosmetic()
    assert line.pen().color().name() not in (plot.colors[0], LIGHT.ground)
    assert line.zValue() == point.zValue() < min(item.zValue() for item in plot._curves)
    assert [values.tolist() for values in plot._published_points.points()] == [[0.0], [pytest.approx(np.log10(0.3))]]
    assert "- - published" in plot.legend.text()
    # What is not in sight does not count for the height: at step 100 the line has come down to 10**-3.6.
    assert -5.0 <= plot.canvas.getViewBox().viewRange()[1][0] <= -3.6
    stage.selection.steps.set_by_hand(0.0, 500.0)
    stage.settle(plot)
    assert plot.canvas.getViewBox().viewRange()[1][0] <= np.log10(3.4e-9)
    stage.hover(plot.canvas, 12.0, -2.0)
    assert plot.readout.text() == f"step 12: hidden 1, delta norm {norms[12, 0]:.3g}; published 0.0089 at step 10"
    stage.hover(plot.canvas, 0.0, 0.0)
    assert plot.readout.text() == f"step 0: output, delta norm {norms[0, 2]:.3g}; published 0.3 (another run)"


def test_each_quantity_has_its_own_and_a_session_without_has_none(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(NormsPlot, make_history(vanishing(100, 3)))
    stage.selection.choose_references(PUBLISHED)
    shown = [item.points()[1].tolist() for item in plot._published]
    assert shown == [pytest.approx(np.log10([30.0, 20.0]))]
    stage.selection.choose_quantity("delta_norm")
    assert [len(item.points()[0]) for item in plot._published] == [4, 1]
    stage.selection.choose_references(())
    assert [len(item.points()[0]) for item in plot._published] == [0, 0]
    assert len(plot._published_points.points()[0]) == 0
    assert "published" not in plot.legend.text()


def test_it_is_seen_before_anything_was_measured(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(NormsPlot)
    stage.selection.choose_references(PUBLISHED)
    stage.selection.choose_quantity("delta_norm")
    plot.show_history(make_history(np.empty((0, 3))))
    assert len(plot._published[0].points()[0]) == 4
    bottom, top = plot.canvas.getViewBox().viewRange()[1]
    assert bottom <= -3
    assert top >= np.log10(0.3)
    assert plot.readout.text() == ""
    stage.hover(plot.canvas, 30.2, -2.0)
    assert plot.readout.text() == "step 30: hidden 1, delta norm published 0.0089 at step 10"
    stage.selection.choose_references(())
    stage.hover(plot.canvas, 31.0, -2.0)
    assert plot.readout.text() == ""


def test_its_limits_are_values(stage: Any, make_history: MakeHistory) -> None:
    """Whatever the quantity stands on."""
    norms = np.tile([1e-4, 1.0], (30, 1))
    plot = stage.show(NormsPlot, make_history(norms, by_name={"gate": norms}))
    plot.canvas.getViewBox().setRange(yRange=(-4.5, 0.5), padding=0)
    assert plot.view_limits() == (pytest.approx((10**-4.5, 10**0.5)),)
    linear = next(name for name in LAYER_QUANTITIES if not QUANTITIES[name].is_log)
    stage.selection.choose_quantity(linear)
    plot.canvas.say_empty("")
    plot.canvas.getViewBox().setRange(yRange=(-4.5, 0.5), padding=0)
    assert plot.view_limits() == ((-4.5, 0.5),)


def test_without_data_it_has_no_limits(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(NormsPlot, make_history(np.empty((0, 3))))
    assert plot.view_limits() == (None,)
