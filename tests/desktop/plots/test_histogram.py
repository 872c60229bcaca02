"""The newest histogram of the chosen layer: its outline is the counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from gradiometer.bins import BINS
from gradiometer.history import History
from gradiometer.quantities import HISTOGRAMS
from gradiometer_desktop.plots.histogram import HistogramPlot, describe_bin
from gradiometer_desktop.theme import DARK, LIGHT

MakeHistory = Callable[..., History]
MakeCounts = Callable[..., np.ndarray]
FLOOR = np.log10(0.5)


def outline(plot: HistogramPlot) -> tuple[np.ndarray, np.ndarray]:
    x, y = plot._outline.columns()
    return x, y


def expected(counts: dict[int, int], zeros: int) -> tuple[np.ndarray, np.ndarray]:
    """Edges and heights, from {signed exponent's bin: count} with bins counted from the smallest exponent."""
    reach = max(abs(index) for index in counts)
    heights = np.full(2 * reach + 1, FLOOR)
    for index, count in [*counts.items(), (0, zeros)]:
        if count:
            heights[index + reach] = np.log10(count)
    return np.arange(2 * reach + 2) - reach - 0.5, heights


@pytest.mark.parametrize("layer", [0, 1, 3])
def test_the_outline_is_the_counts(stage: Any, make_history: MakeHistory, make_counts: MakeCounts, layer: int) -> None:
    histogram = make_counts(4, {-20: (0, 40), -19: (7, 100), -15: (1, 0)}, zeros=9)
    plot = stage.show(HistogramPlot, make_history(np.ones((1, 4)), histograms={0: histogram}))
    stage.selection.choose_layer(layer)
    counts = {1: 40 + layer, 2: 100 + layer, 6: layer, -1: layer, -2: 7 + layer, -6: 1 + layer}
    for actual, wanted in zip(outline(plot), expected(counts, 9), strict=True):
        np.testing.assert_allclose(actual, wanted, rtol=1e-14)
    x_range, y_range = plot.canvas.getViewBox().viewRange()
    assert x_range == [-6.5, 6.5]
    assert y_range == [pytest.approx(FLOOR), 3.0]


def test_a_single_weight_can_be_seen_and_none_is_nothing(
    stage: Any, make_history: MakeHistory, make_counts: MakeCounts
) -> None:
    histogram = make_counts(1, {-3: (0, 1), -1: (0, 5)})
    plot = stage.show(HistogramPlot, make_history(np.ones((1, 1)), histograms={0: histogram}))
    _x, heights = outline(plot)
    np.testing.assert_allclose(heights, [FLOOR, FLOOR, FLOOR, FLOOR, 0.0, FLOOR, np.log10(5)])
    assert FLOOR < 0.0


def test_it_is_the_newest_one(stage: Any, make_history: MakeHistory, make_counts: MakeCounts) -> None:
    histograms = {0: make_counts(1, {-4: (1, 1)}), 5: make_counts(1, {-3: (20, 30)})}
    plot = stage.show(HistogramPlot, make_history(np.ones((9, 1)), histograms=histograms))
    assert plot.readout.text() == "step 5: output, exact zero 0.0%"
    np.testing.assert_allclose(outline(plot)[1], [np.log10(20), FLOOR, FLOOR, FLOOR, np.log10(30)])


def test_strays_near_the_smallest_float_take_no_room(
    stage: Any, make_history: MakeHistory, make_counts: MakeCounts
) -> None:
    """They are counted in the bin next to the middle, and none is lost."""
    histogram = make_counts(1, {-120: (1, 2), -10: (9000, 8000), -8: (7000, 6000)}, zeros=3)
    plot = stage.show(HistogramPlot, make_history(np.ones((1, 1)), histograms={0: histogram}))
    edges, heights = outline(plot)
    assert len(heights) <= 2 * 12 + 1
    counted = np.where(heights > FLOOR + 1e-9, 10**heights, 0)
    assert counted.sum() == pytest.approx(histogram[:, : BINS["float32"].num_bins].sum())
    middle = len(heights) // 2
    assert counted[middle - 1 : middle + 2] == pytest.approx([1, 3, 2])
    assert edges[-1] == -edges[0] == middle + 0.5


def test_the_axis_says_which_powers(stage: Any, make_history: MakeHistory, make_counts: MakeCounts) -> None:
    histogram = make_counts(1, {-30: (50, 50), -1: (50, 50)})
    plot = stage.show(HistogramPlot, make_history(np.ones((1, 1)), histograms={0: histogram}), size=(900, 400))
    axis = plot.canvas.getAxis("bottom")
    assert axis.first_exponent == -30
    # 10^-6 lies in the bin of 2^-20, the eleventh from the middle.
    assert 10.5 < axis.position(-6) < 11.5


def test_growing_counts_stay_in_sight(stage: Any, make_history: MakeHistory, make_counts: MakeCounts) -> None:
    history = make_history(np.ones((1, 1)), histograms={0: make_counts(1, {-3: (1, 1)})})
    plot = stage.show(HistogramPlot, history)
    assert plot.canvas.getViewBox().viewRange()[1][1] == pytest.approx(1.0)
    for count, top in ((30, 2.0), (4_000_000, 7.0), (5, 1.0)):
        history.histograms["weight_gradient"].add(9, make_counts(1, {-3: (count, count)}))
        plot.refresh()
        shown_top = plot.canvas.getViewBox().viewRange()[1][1]
        assert shown_top == pytest.approx(top)


def test_all_zero(stage: Any, make_history: MakeHistory, make_counts: MakeCounts) -> None:
    """A layer that gets no gradient at all, in the very first histogram."""
    plot = stage.show(
        HistogramPlot, make_history(np.zeros((1, 2)), histograms={0: make_counts(2, {}, zeros=144)}), size=(400, 300)
    )
    edges, heights = outline(plot)
    np.testing.assert_allclose(edges, [-0.5, 0.5])
    np.testing.assert_allclose(heights, [np.log10(144)])
    stage.selection.choose_layer(0)
    plot.grab()
    stage.hover(plot.canvas, 0.0)
    assert plot.readout.text() == "zero and subnormal: 144 of 144"


@pytest.mark.parametrize("layer", [0, 1, 2])
def test_the_share_of_exact_zeros_and_what_is_counted_apart(
    stage: Any, make_history: MakeHistory, make_counts: MakeCounts, layer: int
) -> None:
    histogram = make_counts(3, {-3: (5, 5)}, zeros=36)
    bins = BINS["float32"]
    # Of the second layer 12 + 36 lie in bins, of which 2 are subnormal, and 7 in none.
    histogram[1, bins.num_bins :] = (34, 2, 3, 4)
    plot = stage.show(HistogramPlot, make_history(np.ones((1, 3)), histograms={0: histogram}))
    stage.selection.choose_layer(layer)
    plot.canvas.left.emit()
    assert (
        plot.readout.text()
        == [
            f"step 0: hidden 1, exact zero {36 / (10 + 36):.1%}",
            f"step 0: hidden 2, exact zero {34 / (12 + 36 + 7):.1%}, subnormal 2, infinite 3, NaN 4",
            f"step 0: output, exact zero {36 / (14 + 36):.1%}",
        ][layer]
    )


def test_hovering_reads_off_a_bin(stage: Any, make_history: MakeHistory, make_counts: MakeCounts) -> None:
    histogram = make_counts(3, {-10: (40, 3), -7: (0, 5)}, zeros=8)
    plot = stage.show(HistogramPlot, make_history(np.ones((1, 3)), histograms={0: histogram}))
    stage.selection.choose_layer(2)
    for x, text in (
        (1.2, "0 to 0.002: 5 of 64"),
        (-1.4, "−0.002 to 0: 42 of 64"),
        (4.0, "0.0078 to 0.016: 7 of 64"),
        (3.0, "0.0039 to 0.0078: 0 of 64"),
        (-4.0, "−0.016 to −0.0078: 2 of 64"),
        (0.3, "zero and subnormal: 8 of 64"),
    ):
        stage.hover(plot.canvas, x)
        assert plot.readout.text() == text
    plot.canvas.left.emit()
    assert plot.readout.text().startswith("step 0: output")


@pytest.mark.parametrize(
    ("index", "floor", "text"),
    [
        (0, -126, "zero and subnormal"),
        (2, -126, "2.4e-38 to 4.7e-38"),
        (-2, -3, "−0.5 to −0.25"),
        (1, -3, "0 to 0.25"),
        (-1, -3, "−0.25 to 0"),
        (2046, -1022, "9e+307 to inf"),
    ],
)
def test_bins_in_words(index: int, floor: int, text: str) -> None:
    assert describe_bin(index, floor) == text


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_whole_range_of_a_float(stage: Any, make_history: MakeHistory, make_counts: MakeCounts, dtype: str) -> None:
    bins = BINS[dtype]
    histogram = make_counts(1, {bins.min_exponent: (600, 600), bins.max_exponent: (600, 600)}, dtype=dtype)
    plot = stage.show(HistogramPlot, make_history(np.ones((1, 1)), histograms={0: histogram}, dtype=dtype))
    assert len(outline(plot)[1]) == bins.num_bins
    # Seven bins share a pixel.
    plot.canvas.hovered.emit(plot.canvas.getViewBox().viewRange()[0][1] - 0.5, 1.0)
    assert "600 of" in plot.readout.text()
    plot.grab()


def test_the_color_is_the_layers(stage: Any, make_history: MakeHistory, make_counts: MakeCounts) -> None:
    plot = stage.show(HistogramPlot, make_history(np.ones((1, 4)), histograms={0: make_counts(4, {-3: (5, 5)})}))
    for theme in (DARK, LIGHT):
        plot.apply_theme(theme)
        for layer in (3, 1):
            stage.selection.choose_layer(layer)
            assert plot._outline.pen().color().name() == plot.colors[layer]
            assert plot._outline.brush().color().name() == plot.colors[layer]


@pytest.mark.parametrize("kind", HISTOGRAMS)
def test_the_kind_that_was_chosen(stage: Any, make_history: MakeHistory, make_counts: MakeCounts, kind: str) -> None:
    """Its name stands at the axis, and what one entry is; the others have nothing to show."""
    stage.selection.choose_histogram(kind)
    history = make_history(np.ones((9, 1)), histograms={0: make_counts(1, {-3: (5, 5)})}, kind=kind)
    plot = stage.show(HistogramPlot, history)
    assert outline(plot)[1].tolist() == pytest.approx([np.log10(5), FLOOR, np.log10(5)])
    assert plot.canvas.getAxis("bottom").labelText == HISTOGRAMS[kind].title
    assert plot.canvas.getAxis("left").labelText == f"number of {HISTOGRAMS[kind].entries}"
    stage.selection.choose_histogram(next(name for name in HISTOGRAMS if name != kind))
    assert plot.canvas.empty.isVisible()
    assert plot.readout.text() == ""
    assert plot.canvas.getAxis("bottom").labelText != HISTOGRAMS[kind].title
    stage.hover(plot.canvas, 0.0)
    assert plot.readout.text() == ""
    plot.canvas.left.emit()
    stage.selection.choose_histogram(kind)
    assert not plot.canvas.empty.isVisible()
    assert plot.readout.text() == "step 0: output, exact zero 0.0%"


def test_a_layer_with_nothing_to_count(stage: Any, make_history: MakeHistory, make_counts: MakeCounts) -> None:
    """As a pre-activation of a layer that has none."""
    counts = make_counts(2, {-3: (5, 5)}, zeros=1)
    counts[0] = 0
    plot = stage.show(HistogramPlot, make_history(np.ones((1, 2)), histograms={0: counts}))
    stage.selection.choose_layer(0)
    assert plot.readout.text() == "step 0: hidden 1, not measured"
    plot.grab()


def test_the_kind_is_chosen_before_there_is_a_session(stage: Any) -> None:
    plot = stage.show(HistogramPlot)
    stage.selection.choose_histogram("update")
    plot.grab()
    assert plot.readout.text() == ""


def test_the_range_cannot_be_lost(stage: Any, make_history: MakeHistory, make_counts: MakeCounts) -> None:
    plot = stage.show(HistogramPlot, make_history(np.ones((1, 1)), histograms={0: make_counts(1, {-3: (5, 5)})}))
    before = plot.canvas.getViewBox().viewRange()
    stage.wheel(plot.canvas, 5)
    stage.drag(plot.canvas, 0.0, 2.0)
    assert plot.canvas.getViewBox().viewRange() == before


def test_its_limits_are_counts(stage: Any, make_history: MakeHistory, make_counts: MakeCounts) -> None:
    histogram = make_counts(4, {-20: (0, 40), -19: (7, 100)})
    plot = stage.show(HistogramPlot, make_history(np.ones((1, 4)), histograms={0: histogram}))
    assert plot.view_limits() == (pytest.approx((0.5, 1000.0)),)
    assert not plot.has_scale
    assert stage.show(HistogramPlot, make_history(np.ones((1, 4)))).view_limits() == (None,)
