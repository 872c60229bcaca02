"""The profile: the newest norms against depth, what it was before, and what has no logarithm."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import ArrayLike
from pytestqt.qtbot import QtBot

from gradiometer.history import History
from gradiometer.quantities import QUANTITIES
from gradiometer.references import Reference
from gradiometer.reports import Intervention
from gradiometer.settings import Settings
from gradiometer_desktop.plots.norms import NormsPlot
from gradiometer_desktop.plots.profile import ProfilePlot
from gradiometer_desktop.selection import LAYER_QUANTITIES
from gradiometer_desktop.theme import DARK, LIGHT

MakeHistory = Callable[..., History]

SIGMOID = Settings()
RELU = dataclasses.replace(SIGMOID, activation="relu")


def to_relu(step: int) -> Intervention:
    return Intervention(step, RELU, SIGMOID, RELU, "")


def points(item: Any) -> tuple[list[float], list[float]]:
    x, y = item.points()
    return list(x), list(y)


def legend(plot: ProfilePlot) -> str:
    return re.sub(r"<[^>]*>", "", plot.legend.text()).replace("&ensp;", " | ")


@pytest.mark.parametrize("num_layers", [1, 2, 5, 64])
def test_points_stand_at_the_newest_values(stage: Any, make_history: MakeHistory, num_layers: int) -> None:
    norms = 10.0 ** np.random.default_rng(0).uniform(-6, 0, (9, num_layers))
    plot = stage.show(ProfilePlot, make_history(norms))
    layers = np.arange(1, num_layers + 1)
    for item in (plot._points, plot._line):
        x, y = item.points()
        np.testing.assert_array_equal(x, layers)
        np.testing.assert_allclose(y, np.log10(norms[-1]), rtol=1e-14)
    assert legend(plot).startswith("&#9679; step 8")
    left, right = plot.canvas.getViewBox().viewRange()[0]
    assert left < 1
    assert right > num_layers


def test_every_point_has_its_layers_color_and_the_chosen_one_a_rim(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(ProfilePlot, make_history(np.ones((2, 4))))
    stage.selection.choose_layer(1)
    for theme in (DARK, LIGHT):
        plot.apply_theme(theme)
        assert [face.fill for face in plot._points.faces] == list(plot.colors)
        rims = [face.rim for face in plot._points.faces]
        assert rims == [theme.text if layer == 1 else plot.colors[layer] for layer in range(4)]
        assert plot._first.pen().color().name() == theme.faint


def test_colors_stay_with_their_layers_where_others_have_no_value(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(ProfilePlot, make_history([[0.0, 1e-3, np.nan, 1e-1]]))
    assert points(plot._points) == ([2.0, 4.0], pytest.approx([-3.0, -1.0]))
    assert [face.fill for face in plot._points.faces] == [plot.colors[1], plot.colors[3]]
    _x, line = plot._line.points()
    np.testing.assert_array_equal(np.isnan(line), [True, False, True, False])


@pytest.mark.parametrize(("dtype", "below"), [("float32", "0 (below 1e-45)"), ("float64", "0 (below 1e-323)")])
def test_exact_zeros_stand_on_the_floor(stage: Any, make_history: MakeHistory, dtype: str, below: str) -> None:
    plot = stage.show(ProfilePlot, make_history([[0.0, 0.0, 1e-4, np.inf, 1.0]], dtype=dtype))
    bottom, top = plot.canvas.getViewBox().viewRange()[1]
    x, y = points(plot._zeros)
    assert x == [1.0, 2.0]
    assert [face.rim for face in plot._zeros.faces] == [plot.theme.warning] * 2
    for height in y:
        assert bottom < height < bottom + 0.05 * (top - bottom)
    assert f"exact {below}" in legend(plot)
    stage.hover(plot.canvas, 1.0)
    assert plot.readout.text() == f"hidden 1: weight gradient norm {below}"
    plot.show_summary()
    assert plot.readout.text() == f"hidden 1 {below}, output 1"


def test_the_floor_moves_with_the_range(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(ProfilePlot, make_history([[0.0, 1e-20, 1.0]]))
    bottom = plot.canvas.getViewBox().viewRange()[1][0]
    assert bottom <= -20
    assert points(plot._zeros)[1][0] == pytest.approx(bottom, abs=0.5)
    plot.show_history(make_history([[1e-20, 1.0, 1.0]]))
    assert points(plot._zeros) == ([], [])
    assert "exact" not in legend(plot)


@pytest.mark.parametrize("row", [[0.0, 0.0], [np.nan, np.nan], [np.inf, 0.0]])
def test_nothing_that_has_a_logarithm(stage: Any, make_history: MakeHistory, row: ArrayLike) -> None:
    plot = stage.show(ProfilePlot, make_history([row]))
    assert points(plot._points) == ([], [])
    assert len(points(plot._zeros)[0]) == list(row).count(0.0)
    assert "ratio" not in plot.readout.text()


def test_the_smallest_number_is_not_zero(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(ProfilePlot, make_history([[1e-30, 5e-324, 1.0]], dtype="float64"))
    np.testing.assert_allclose(points(plot._points)[1], [-30.0, -323.306, 0.0], atol=1e-3)
    assert points(plot._zeros) == ([], [])
    assert plot.canvas.getViewBox().viewRange()[1][0] <= -323.4


# ------------------------------------------------------------------------------------------ reference lines


def test_the_first_step_is_drawn_beneath(stage: Any, make_history: MakeHistory) -> None:
    norms = np.stack([[1e-5, 1e-3, 1e-1], [1e-4, 1e-3, 1e-2], [1e-2, 1e-2, 1e-2]])
    plot = stage.show(ProfilePlot, make_history(norms))
    np.testing.assert_allclose(points(plot._first)[1], [-5, -3, -1])
    assert points(plot._before) == ([], [])
    assert "step 0" in legend(plot)
    # The first step is not drawn twice.
    plot.show_history(make_history(norms[:1]))
    assert points(plot._first) == ([], [])
    assert legend(plot) == "&#9679; step 0 | no theory"


def test_the_step_before_the_last_change_is_drawn_beneath(stage: Any, make_history: MakeHistory) -> None:
    norms = 10.0 ** -np.arange(60.0).reshape(20, 3) / 10
    others = [to_relu(5), to_relu(12)]
    plot = stage.show(ProfilePlot, make_history(norms, others=others))
    np.testing.assert_allclose(points(plot._before)[1], np.log10(norms[11]))
    np.testing.assert_allclose(points(plot._first)[1], np.log10(norms[0]))
    assert "before the change: step 11" in legend(plot)


@pytest.mark.parametrize("step", [0, 1])
def test_a_change_at_the_very_beginning_has_no_line_of_its_own(
    stage: Any, make_history: MakeHistory, step: int
) -> None:
    plot = stage.show(ProfilePlot, make_history(np.ones((9, 3)), others=[to_relu(step)]))
    assert points(plot._before) == ([], [])
    assert points(plot._first)[0] == [1.0, 2.0, 3.0]
    assert "before" not in legend(plot)


def test_a_change_that_has_just_been_made(stage: Any, make_history: MakeHistory) -> None:
    """Its own step is not there yet: the newest step is the one before it, and drawn once."""
    plot = stage.show(ProfilePlot, make_history(np.ones((9, 3)), others=[to_relu(9)]))
    assert points(plot._before) == ([], [])


# ------------------------------------------------------------------------------------------------- clipping


def test_rings_stand_only_where_clipping_made_a_difference(stage: Any, make_history: MakeHistory) -> None:
    before = [[1.0, 0.5, 0.01, 0.0, np.nan]]
    after = [[0.1, 0.1, 0.01, 0.0, np.nan]]
    plot = stage.show(ProfilePlot, make_history(before, after_clip=after))
    assert points(plot._after_clip) == ([1.0, 2.0], pytest.approx([-1.0, -1.0]))
    assert "clipped" in legend(plot)
    stage.selection.choose_quantity("delta_norm")
    assert points(plot._after_clip) == ([], [])
    assert "clipped" not in legend(plot)


def test_no_clipping_no_rings(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(ProfilePlot, make_history([[1.0, 0.5, 0.0, np.inf]]))
    assert points(plot._after_clip) == ([], [])
    assert "clipped" not in legend(plot)


def test_rings_are_in_sight(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(ProfilePlot, make_history([[1.0, 1.0]], after_clip=[[1e-9, 1e-9]]))
    assert plot.canvas.getViewBox().viewRange()[1][0] <= -9


# ----------------------------------------------------------------------------------------------- the reader


@pytest.mark.parametrize("quantity", LAYER_QUANTITIES)
def test_the_quantity(stage: Any, make_history: MakeHistory, quantity: str) -> None:
    names = list(LAYER_QUANTITIES)
    rows = {name: np.full((3, 2), 0.5**index) for index, name in enumerate(names)}
    plot = stage.show(ProfilePlot, make_history(rows["weight_gradient_norm"], by_name=rows))
    stage.selection.choose_quantity(quantity)
    value = 0.5 ** names.index(quantity)
    height = np.log10(value) if QUANTITIES[quantity].is_log else value
    assert points(plot._points)[1] == pytest.approx([height] * 2)
    assert plot.canvas.getAxis("left").labelText == QUANTITIES[quantity].title
    stage.hover(plot.canvas, 2.0)
    assert plot.readout.text() == f"output: {LAYER_QUANTITIES[quantity]} {value:.3g}"
    guide = QUANTITIES[quantity].guide
    assert points(plot._guide)[1] == ([] if guide is None else [np.log10(guide)] * 2)
    if guide is not None:
        assert legend(plot).endswith(f"{guide:g}")


def test_what_the_output_layer_cannot_have_is_left_out(stage: Any, make_history: MakeHistory) -> None:
    rows = {"gate": [[0.25, 0.2, np.nan]]}
    plot = stage.show(ProfilePlot, make_history(np.ones((1, 3)), by_name=rows))
    stage.selection.choose_quantity("gate")
    assert points(plot._points)[0] == [1.0, 2.0]
    assert plot.readout.text() == "hidden 1 0.25, hidden 2 0.2, ratio 1.2"


def test_a_share_stands_on_a_plain_axis_from_zero(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(ProfilePlot, make_history(np.ones((1, 2)), by_name={"saturation": [[0.0, 0.8]]}))
    stage.selection.choose_quantity("saturation")
    bottom, top = plot.canvas.getViewBox().viewRange()[1]
    assert bottom == 0.0
    assert 0.8 <= top <= 1.2
    assert plot.canvas.getAxis("left").labels()[0].startswith("0")
    # A zero is a value here, and no sign of a number too small.
    assert points(plot._zeros) == ([], [])
    assert points(plot._points)[1] == [0.0, 0.8]
    stage.selection.choose_quantity("weight_gradient_norm")
    assert "10⁰" in plot.canvas.getAxis("left").labels()


def test_biases_behind_batch_norm_are_explained(stage: Any, make_history: MakeHistory) -> None:
    normalized = dataclasses.replace(SIGMOID, normalization="batch")
    change = Intervention(1, normalized, SIGMOID, normalized, "")
    plot = stage.show(ProfilePlot, make_history(np.ones((4, 3)), others=[change]))
    assert "structurally zero" not in legend(plot)
    stage.selection.choose_quantity("bias_gradient_norm")
    assert "biases behind a batch normalization: structurally zero" in legend(plot)


def test_hovering_reads_off_the_nearest_layer(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(ProfilePlot, make_history([[1.23456e-5, 2e-3, 0.5]]))
    for x, text in (
        (0.8, "hidden 1: weight gradient norm 1.23e-05"),
        (1.4, "hidden 1: weight gradient norm 1.23e-05"),
        (2.2, "hidden 2: weight gradient norm 0.002"),
        (3.2, "output: weight gradient norm 0.5"),
    ):
        stage.hover(plot.canvas, x)
        assert plot.readout.text() == text
    plot.canvas.left.emit()
    assert plot.readout.text() == "hidden 1 1.23e-05, output 0.5, ratio 2.5e-05"


def test_a_click_chooses_the_layer_and_the_other_plots_follow(
    qtbot: QtBot, stage: Any, make_history: MakeHistory
) -> None:
    history = make_history(np.ones((3, 64)))
    plot = stage.show(ProfilePlot, history)
    norms = stage.show(NormsPlot, history)
    for layer in (40, 0, 63):
        with qtbot.waitSignal(stage.selection.layer_changed):
            stage.click(plot.canvas, layer + 1.0)
        assert stage.selection.layer == layer
        assert f"<b>{history.layer_names[layer]}</b>" in norms.legend.text()


def test_the_margins_belong_to_no_layer(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(ProfilePlot, make_history(np.ones((3, 64))))
    stage.selection.choose_layer(5)
    for x in (-2.0, 67.0):
        stage.click(plot.canvas, x)
        assert stage.selection.layer == 5
        before = plot.readout.text()
        stage.hover(plot.canvas, x)
        assert plot.readout.text() == before


def test_the_range_cannot_be_lost(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(ProfilePlot, make_history(np.ones((3, 4))))
    before = plot.canvas.getViewBox().viewRange()
    stage.wheel(plot.canvas, 5)
    stage.drag(plot.canvas, 2.0, 3.0)
    assert plot.canvas.getViewBox().viewRange() == before


def test_the_reference_step_is_read_from_a_long_run(stage: Any, make_history: MakeHistory) -> None:
    norms = 10.0 ** np.random.default_rng(0).uniform(-6, 0, (20_000, 3))
    plot = stage.show(ProfilePlot, make_history(norms, others=[to_relu(12_345)]))
    np.testing.assert_allclose(points(plot._before)[1], np.log10(norms[12_344]))


def test_what_was_published_is_marked_at_the_step_that_is_shown(stage: Any, make_history: MakeHistory) -> None:
    published = (
        Reference("delta_norm", 0, "published", np.array([1.0, 10.0, 50.0]), np.array([0.043, 0.0089, 1e-7])),
        Reference("delta_norm", 2, "published", np.array([0.0]), np.array([0.3])),
        Reference("delta_norm", 5, "a layer that is not there", np.array([0.0]), np.array([0.3])),
    )
    plot = stage.show(ProfilePlot, make_history(np.tile([0.02, 0.1, 0.5], (100, 1))))
    stage.selection.choose_references(published)
    # Of another quantity than the one that is shown.
    assert points(plot._published) == ([], [])
    stage.selection.choose_quantity("delta_norm")
    # Step 99 lies behind all that was published.
    assert points(plot._published) == ([], [])
    assert "published" not in legend(plot)
    for step, places, values in ((0, [3.0], [0.3]), (1, [1.0], [0.043]), (49, [1.0], [0.0089]), (50, [1.0], [1e-7])):
        stage.selection.moment.choose(float(step))
        assert points(plot._published)[0] == places
        assert points(plot._published)[1] == pytest.approx(np.log10(values).tolist())
        assert "&#9671; published" in legend(plot)
        bottom, top = plot.canvas.getViewBox().viewRange()[1]
        assert bottom <= np.log10(values[0]) <= top
    stage.selection.moment.choose(12.0)
    stage.hover(plot.canvas, 1.0)
    assert plot.readout.text() == "hidden 1: delta norm 0.02; published 0.0089 at step 10"
    stage.hover(plot.canvas, 2.0)
    assert plot.readout.text() == "hidden 2: delta norm 0.1"
    assert all(face.fill == "" for face in plot._published.faces)
    stage.selection.choose_references(())
    assert points(plot._published) == ([], [])
    assert "published" not in legend(plot)
    stage.selection.choose_references(published)
    plot.show_history(make_history(np.empty((0, 3))))
    assert points(plot._published) == ([], [])


def test_its_limits_are_values(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(ProfilePlot, make_history([[1e-4, 1.0]]))
    low, high = plot.canvas.getViewBox().viewRange()[1]
    assert plot.view_limits() == (pytest.approx((10**low, 10**high)),)
    assert low <= -4 < 0 <= high
    assert plot.has_scale
    assert stage.show(ProfilePlot, make_history(np.empty((0, 3)))).view_limits() == (None,)
