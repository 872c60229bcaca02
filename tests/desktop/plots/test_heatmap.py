"""The heat map: one column a histogram, in its place and with its counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from gradiometer.history import History
from gradiometer_desktop.plots.heatmap import HeatmapPlot
from gradiometer_desktop.theme import DARK, LIGHT, Theme

MakeHistory = Callable[..., History]
MakeCounts = Callable[..., np.ndarray]


def check_shades(plot: HeatmapPlot, counts: np.ndarray) -> None:
    """The picture shows these counts, [num_bins, num_times], the most negative bin first, on a log scale."""
    assert plot._image.values is not None
    assert plot._image.values.shape == counts.shape
    shades = 255 * np.log1p(counts.astype(float)) / np.log1p(float(counts.max()))
    # Rounded up: a single one can be told from none.
    np.testing.assert_allclose(plot._image.values, np.ceil(shades - 1e-3), atol=1)
    np.testing.assert_array_equal(plot._image.values == 0, counts == 0)


def place(plot: HeatmapPlot) -> QRectF:
    """Where the picture stands, in plot coordinates."""
    return plot._image.mapRectToParent(plot._image.boundingRect())


@pytest.fixture
def changing(make_history: MakeHistory, make_counts: MakeCounts) -> History:
    """Two layers, five histograms, ten steps apart, with exponents from -6 to -2."""
    histograms = {
        step: make_counts(2, {-6 + step // 10: (step + 1, 2 * step + 1)}, zeros=step) for step in range(0, 50, 10)
    }
    return make_history(np.ones((50, 2)), histograms=histograms, histogram_every=10)


@pytest.mark.parametrize("layer", [0, 1])
def test_columns_are_the_histograms(stage: Any, changing: History, layer: int) -> None:
    plot = stage.show(HeatmapPlot, changing)
    stage.selection.choose_layer(layer)
    expected = np.zeros((11, 5))
    for column in range(5):
        step = 10 * column
        expected[5 + 1 + column, column] = 2 * step + 1 + layer
        expected[5 - 1 - column, column] = step + 1 + layer
        expected[5, column] = step
    check_shades(plot, expected)


def test_columns_stand_at_their_steps(stage: Any, changing: History) -> None:
    plot = stage.show(HeatmapPlot, changing)
    rect = place(plot)
    assert (rect.left(), rect.right()) == pytest.approx((0.0, 50.0))
    assert (rect.top(), rect.bottom()) == pytest.approx((-5.5, 5.5))
    assert plot.canvas.getViewBox().viewRange()[1] == [-5.5, 5.5]
    assert plot.canvas.getAxis("left").first_exponent == -6


def test_a_single_histogram_is_as_wide_as_its_rhythm(
    stage: Any, make_history: MakeHistory, make_counts: MakeCounts
) -> None:
    history = make_history(np.ones((3, 1)), histograms={0: make_counts(1, {-3: (5, 5)})}, histogram_every=25)
    plot = stage.show(HeatmapPlot, history)
    rect = place(plot)
    assert (rect.left(), rect.right()) == pytest.approx((0.0, 25.0))


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_more_the_stronger_and_nothing_is_the_ground(stage: Any, changing: History, theme: Theme) -> None:
    plot = stage.show(HeatmapPlot, changing, theme=theme)
    picture = plot.canvas.grab().toImage()
    view = plot.canvas.getViewBox()

    def color(step: float, index: int) -> tuple[int, int, int]:
        at = view.mapViewToScene(pg.Point(step, index + 0.2)).toPoint()
        red, green, blue, _alpha = picture.pixelColor(at).getRgb()
        return red, green, blue

    ground = pg.mkColor(theme.ground).getRgb()[:3]
    assert color(45.0, 3) == ground
    assert color(5.0, -3) == ground

    def strength(rgb: tuple[int, int, int]) -> int:
        return abs(sum(rgb) - sum(ground))

    # One weight, 11, 41 and 81 of them.
    few, some, many, most = (strength(color(*at)) for at in ((5, 1), (15, -2), (45, -5), (45, 5)))
    assert 0 < few < some < many < most
    assert QColor(plot._image.colors[0]).name() == theme.ground
    assert len(set(plot._image.colors)) > 200


def test_a_long_run_is_summed_in_columns(stage: Any, make_history: MakeHistory, make_counts: MakeCounts) -> None:
    histograms = {step: make_counts(1, {-3: (1, 2)}, zeros=1) for step in range(0, 6000, 5)}
    history = make_history(np.ones((6000, 1)), histograms=histograms, histogram_every=5)
    plot = stage.show(HeatmapPlot, history)
    stage.selection.steps.follow(5999)
    counts = history.histograms.image(0).T
    assert 200 < counts.shape[1] <= 512
    assert counts.sum() == 1200 * 4
    check_shades(plot, counts)
    rect = place(plot)
    assert rect.left() == 0.0
    assert 5995 <= rect.right() <= 6100


def test_strays_take_no_room(stage: Any, make_history: MakeHistory, make_counts: MakeCounts) -> None:
    histogram = make_counts(1, {-120: (1, 2), -10: (9000, 8000)}, zeros=3)
    plot = stage.show(HeatmapPlot, make_history(np.ones((1, 1)), histograms={0: histogram}))
    assert plot._image.values is not None
    assert plot._image.values.shape[0] <= 2 * 12 + 1
    # Strays and zeros are counted next to the middle and in it.
    by_position = sorted(np.flatnonzero(plot._image.values[:, 0]) - plot._image.values.shape[0] // 2)
    assert {-1, 0, 1} < set(by_position)


def test_hovering_reads_off_step_bin_and_count(stage: Any, changing: History) -> None:
    plot = stage.show(HeatmapPlot, changing)
    stage.selection.choose_layer(1)
    for step, index, text in (
        (5.0, 1.0, "from step 0: 0 to 0.031, 2 counted"),
        (12.0, -2.2, "from step 10: −0.062 to −0.031, 12 counted"),
        (45.0, 5.3, "from step 40: 0.25 to 0.5, 82 counted"),
        (31.0, 0.1, "from step 30: zero and subnormal, 30 counted"),
        (31.0, 2.0, "from step 30: 0.031 to 0.062, 0 counted"),
    ):
        stage.hover(plot.canvas, step, index)
        assert plot.readout.text() == text
    plot.canvas.left.emit()
    assert plot.readout.text() == "output: a histogram every 10 steps"


@pytest.mark.parametrize("step", [-20.0, 70.0, 99.0])
def test_beside_the_image_nothing_is_read_off(stage: Any, changing: History, step: float) -> None:
    """What is not drawn has no count."""
    plot = stage.show(HeatmapPlot, changing)
    stage.selection.steps.set_by_hand(-40.0, 100.0)
    stage.settle(plot)
    stage.hover(plot.canvas, 5.0, 1.0)
    assert plot.readout.text().startswith("from step 0")
    stage.hover(plot.canvas, step, 1.0)
    assert plot.readout.text() == "hidden 1: a histogram every 10 steps"


def test_the_rhythm_in_words(stage: Any, make_history: MakeHistory, make_counts: MakeCounts) -> None:
    history = make_history(np.ones((1, 3)), histograms={0: make_counts(3, {-3: (5, 5)})}, histogram_every=1)
    plot = stage.show(HeatmapPlot, history)
    stage.selection.choose_layer(2)
    assert plot.readout.text() == "output: a histogram at every step"


def test_the_legend_names_the_chosen_layer(stage: Any, changing: History) -> None:
    plot = stage.show(HeatmapPlot, changing)
    stage.selection.choose_layer(1)
    assert "<b>output</b>" in plot.legend.text()


def test_another_session_takes_the_image_away(stage: Any, changing: History, make_history: MakeHistory) -> None:
    plot = stage.show(HeatmapPlot, changing)
    plot.show_history(make_history(np.empty((0, 3))))
    assert plot._image.values is None
    assert plot.canvas.empty.isVisible()
    plot.grab()
