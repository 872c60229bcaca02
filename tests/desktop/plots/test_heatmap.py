"""The heat map: every histogram in its place, as wide as it holds, and with its counts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from gradiometer.history import History
from gradiometer.quantities import HISTOGRAMS
from gradiometer_desktop.plots.heatmap import HeatmapPlot
from gradiometer_desktop.theme import DARK, LIGHT, Theme

MakeHistory = Callable[..., History]
MakeCounts = Callable[..., np.ndarray]


def check_shades(plot: HeatmapPlot, counts: np.ndarray, steps: Sequence[int]) -> None:
    """The picture shows these counts, [num_bins, num_times], the most negative bin first, on a log scale; each column
    the time that its middle lies in. steps: where each time begins.
    """
    assert plot._image.values is not None
    assert plot._image.values.shape[0] == counts.shape[0]
    num_columns, rect = plot._image.values.shape[1], place(plot)
    middles = rect.left() + (np.arange(num_columns) + 0.5) * rect.width() / num_columns
    shown = [max(index for index, step in enumerate(steps) if step <= middle) for middle in middles]
    shades = 255 * np.log1p(counts.astype(float)) / np.log1p(float(counts.max()))
    # Rounded up: a single one can be told from none.
    np.testing.assert_allclose(plot._image.values, np.ceil(shades[:, shown] - 1e-3), atol=1)
    np.testing.assert_array_equal(plot._image.values == 0, counts[:, shown] == 0)
    # None is left out where there is a column for each.
    assert set(shown) == set(range(len(steps))) or num_columns < len(steps)


def place(plot: HeatmapPlot) -> QRectF:
    """Where the picture stands, in plot coordinates."""
    return plot._image.mapRectToParent(plot._image.boundingRect())


@pytest.fixture
def changing(make_history: MakeHistory, make_counts: MakeCounts) -> History:
    """Two layers, five histograms, ten steps apart, with exponents from -6 to -2."""
    histograms = {
        step: make_counts(2, {-6 + step // 10: (step + 1, 2 * step + 1)}, zeros=step) for step in range(0, 50, 10)
    }
    return make_history(np.ones((50, 2)), histograms=histograms)


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
    check_shades(plot, expected, range(0, 50, 10))


def test_columns_stand_at_their_steps(stage: Any, changing: History) -> None:
    plot = stage.show(HeatmapPlot, changing)
    rect = place(plot)
    assert rect.left() == 0.0
    # The last one holds up to the newest step, 49, and for as long as the one before it.
    assert 49.0 <= rect.right() <= 50.0
    assert (rect.top(), rect.bottom()) == pytest.approx((-5.5, 5.5))
    assert plot.canvas.getViewBox().viewRange()[1] == [-5.5, 5.5]
    assert plot.canvas.getAxis("left").first_exponent == -6


@pytest.mark.parametrize("num_steps", [1, 3])
def test_a_single_histogram_can_be_seen(
    stage: Any, make_history: MakeHistory, make_counts: MakeCounts, num_steps: int
) -> None:
    """Also that of the very first step, with no other behind it yet."""
    history = make_history(np.ones((num_steps, 1)), histograms={0: make_counts(1, {-3: (5, 5)})})
    plot = stage.show(HeatmapPlot, history)
    assert plot._image.values is not None
    rect = place(plot)
    assert (rect.left(), rect.right()) == pytest.approx((0.0, 1.0))


def test_the_histogram_of_the_newest_step_can_be_seen(
    stage: Any, make_history: MakeHistory, make_counts: MakeCounts
) -> None:
    """Who goes step by step looks for it."""
    histograms = {step: make_counts(1, {step - 9: (5, 5)}) for step in range(4)}
    plot = stage.show(HeatmapPlot, make_history(np.ones((4, 1)), histograms=histograms))
    assert plot._image.values is not None
    assert place(plot).right() == pytest.approx(4.0)
    newest = plot._image.values[:, -1]
    assert np.flatnonzero(newest).tolist() == [0, len(newest) - 1]


def test_histograms_that_are_not_equally_far_apart(
    stage: Any, make_history: MakeHistory, make_counts: MakeCounts
) -> None:
    """As those of closer looks: each holds until the next one."""
    steps = [0, 1, 2, 7, 30, 33]
    histograms = {step: make_counts(2, {index - 8: (index + 1, 9)}, zeros=3) for index, step in enumerate(steps)}
    history = make_history(np.ones((40, 2)), histograms=histograms, kind="activation")
    plot = stage.show(HeatmapPlot, history)
    assert plot._image.values is None
    stage.selection.choose_histogram("activation")
    stage.settle(plot)
    for layer in (0, 1):
        stage.selection.choose_layer(layer)
        check_shades(plot, history.histograms["activation"].image(layer).T, steps)
    rect = place(plot)
    assert rect.left() == 0.0
    assert rect.right() == pytest.approx(36.0)
    for x, step in ((0.5, 0), (1.5, 1), (6.9, 2), (7.2, 7), (29.5, 7), (30.5, 30), (35.9, 33)):
        stage.hover(plot.canvas, x, 0.0)
        assert plot.readout.text() == f"from step {step}: zero and subnormal, 3 counted"
    stage.hover(plot.canvas, 37.0, 0.0)
    assert plot.readout.text().startswith("output: activation")


def test_a_part_of_the_steps(stage: Any, changing: History) -> None:
    """A picture of what is shown, with as many columns as there is room for."""
    plot = stage.show(HeatmapPlot, changing)
    stage.selection.steps.set_by_hand(12.0, 33.0)
    stage.settle(plot)
    rect = place(plot)
    assert (rect.left(), rect.right()) == pytest.approx((12.0, 33.0))
    counts = changing.histograms["weight_gradient"].image(0).T
    shown = counts[:, 1:4].astype(float)
    values = plot._image.values
    assert values is not None
    wanted = np.ceil(255 * np.log1p(shown) / np.log1p(float(counts.max())) - 1e-3)
    np.testing.assert_allclose(values[:, [0, values.shape[1] // 2, -1]], wanted, atol=1)
    stage.selection.steps.set_by_hand(60.0, 90.0)
    stage.settle(plot)
    assert plot._image.values is None


@pytest.mark.parametrize("kind", HISTOGRAMS)
def test_the_kind_that_was_chosen(stage: Any, make_history: MakeHistory, make_counts: MakeCounts, kind: str) -> None:
    """Also chosen before there was a session; its name stands at the axis and in the summary."""
    stage.selection.choose_histogram(kind)
    history = make_history(np.ones((9, 1)), histograms={0: make_counts(1, {-3: (5, 5)})}, kind=kind)
    plot = stage.show(HeatmapPlot, history)
    assert plot._image.values is not None
    assert plot.canvas.getAxis("left").labelText == HISTOGRAMS[kind].title
    assert plot.readout.text() == f"output: {HISTOGRAMS[kind].title}, last at step 0"
    other = next(name for name in HISTOGRAMS if name != kind)
    stage.selection.choose_histogram(other)
    assert plot._image.values is None
    assert plot.canvas.empty.isVisible()
    assert plot.readout.text() == ""
    stage.hover(plot.canvas, 0.5, 1.0)
    assert plot.readout.text() == ""
    stage.selection.choose_histogram(kind)
    assert not plot.canvas.empty.isVisible()


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
    history = make_history(np.ones((6000, 1)), histograms=histograms)
    plot = stage.show(HeatmapPlot, history)
    stage.selection.steps.follow(5999)
    stage.wait(lambda: place(plot).right() > 5000)
    timeline = history.histograms["weight_gradient"]
    counts = timeline.image(0).T
    assert 200 < counts.shape[1] <= 512
    assert counts.sum() == 1200 * 4
    check_shades(plot, counts, timeline.steps.tolist())
    rect = place(plot)
    assert rect.left() == 0.0
    assert 5995 <= rect.right() <= 6100
    assert plot.readout.text() == "output: weight gradient, last at step 5995, 4 in a column"


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
    assert plot.readout.text() == "output: weight gradient, last at step 40"


@pytest.mark.parametrize("step", [-20.0, 70.0, 99.0])
def test_beside_the_image_nothing_is_read_off(stage: Any, changing: History, step: float) -> None:
    """What is not drawn has no count."""
    plot = stage.show(HeatmapPlot, changing)
    stage.selection.steps.set_by_hand(-40.0, 100.0)
    stage.settle(plot)
    stage.hover(plot.canvas, 5.0, 1.0)
    assert plot.readout.text().startswith("from step 0")
    stage.hover(plot.canvas, step, 1.0)
    assert plot.readout.text() == "hidden 1: weight gradient, last at step 40"


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
