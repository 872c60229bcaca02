"""Norms of several sessions: the true values, one dash a layer and one colour a session."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gradiometer.comparison import MOST_LAYERS, Comparison
from gradiometer_desktop.compare.norms import DASHES, CompareNorms
from several import SHALLOW, write_eight
from synthetic import write_session


def curve(plot: CompareNorms, number: int, place: int) -> tuple[np.ndarray, np.ndarray]:
    x, y = plot.strokes[number, place].curve.points()
    return x, y


def test_there_is_a_dash_for_each_layer() -> None:
    assert len({dash for dash, _sign in DASHES}) == MOST_LAYERS


@pytest.mark.parametrize("align", ["step", "time"])
def test_few_steps_are_drawn_as_they_are(stage: Any, several: Comparison, align: str) -> None:
    plot = stage.show(CompareNorms, several)
    stage.align(several, align)
    stage.settle(plot)
    for number, side in enumerate(several.sides):
        norms = side.session.quantity("weight_gradient_norm")
        for place, (dash, _sign) in zip(several.usual_layers, DASHES, strict=False):
            x, y = curve(plot, number, place)
            places = side.session.steps * (0.001 if align == "time" else 1.0)
            np.testing.assert_allclose(x, places, atol=1e-12)
            np.testing.assert_allclose(y, np.log10(norms[:, side.layer(place)]), rtol=1e-12)
            pen = plot.strokes[number, place].curve.pen()
            assert (pen.color().name(), pen.style()) == (plot.colors[number], dash)
            assert len(plot.strokes[number, place].band.limits()[0]) == 0


def test_since_the_first_change(stage: Any, several: Comparison) -> None:
    plot = stage.show(CompareNorms, several)
    stage.align(several, "change")
    stage.settle(plot)
    np.testing.assert_array_equal(curve(plot, 0, 0)[0], np.arange(-10.0, 20.0))
    assert all(len(curve(plot, number, 0)[0]) == 0 for number in (1, 2))
    assert plot.canvas.getViewBox().viewRange()[0] == [-10.0, 19.0]
    assert plot.canvas.getAxis("bottom").labelText == "steps since the first change"


def test_other_layers(stage: Any, several: Comparison) -> None:
    plot = stage.show(CompareNorms, several)
    stage.chosen.choose_layers((4, -1))
    stage.settle(plot)
    assert [(0, 4) in plot.strokes, len(curve(plot, 1, 4)[0])] == [False, 40]
    assert len(curve(plot, 0, 0)[0]) == 0, "no longer shown"
    assert "hidden 5" in plot.legend.text()
    assert "without hidden 5: small: Sigmoid · mine" in plot.legend.text()


def test_a_long_series_hides_no_extreme(stage: Any, tmp_path: Path) -> None:
    rare = dataclasses.replace(SHALLOW, histogram_every=10**6, evaluate_every=10**6)
    paths = [
        write_session(tmp_path / f"{seed}.gradiometer", rare, 6000, with_look_histograms=False, seed=seed)
        for seed in range(2)
    ]
    with Comparison(paths) as comparison:
        plot = stage.show(CompareNorms, comparison)
        for number, side in enumerate(comparison.sides):
            x, low, high = plot.strokes[number, 0].band.limits()
            assert 100 < len(x) < 800
            recorded = np.log10(side.session.quantity("weight_gradient_norm")[:, 0])
            assert low.min() == pytest.approx(recorded.min(), rel=1e-12)
            assert high.max() == pytest.approx(recorded.max(), rel=1e-12)
        stage.chosen.steps.set_by_hand(3000.0, 3050.0)
        stage.wait(lambda: len(plot.strokes[0, 0].band.limits()[0]) == 0)
        x, y = curve(plot, 1, 0)
        assert x[0] <= 3000
        np.testing.assert_allclose(
            y, np.log10(comparison.sides[1].session.quantity("weight_gradient_norm"))[x.astype(int), 0]
        )


def test_the_mouse_reads_off_the_nearest_curve(stage: Any, several: Comparison) -> None:
    plot = stage.show(CompareNorms, several)
    value = several.sides[1].session.quantity("weight_gradient_norm")[17, 5]
    stage.hover(plot.canvas, 17.2, float(np.log10(value)))
    assert plot.readout.text() == f"small: ReLU, output, step 17: {value:.3g}"


def test_a_click_moves_the_position_of_all_plots(stage: Any, several: Comparison) -> None:
    plot = stage.show(CompareNorms, several)
    (cursor,) = plot._moment_lines
    assert not cursor.line.isVisible()
    stage.click(plot.canvas, 12.1)
    assert stage.chosen.position == 12.0
    assert cursor.line.isVisible()
    scene_x = plot.canvas.overlay.mapToScene(plot.canvas.x_pixel(12.0), 0.0).x()
    assert cursor.line.x() == pytest.approx(scene_x, abs=1.0)
    stage.chosen.steps.set_by_hand(0.0, 5.0)
    stage.settle(plot)
    assert not cursor.line.isVisible(), "outside of what is shown"
    stage.align(several, "time")
    stage.settle(plot)
    stage.click(plot.canvas, 0.0123)
    assert stage.chosen.position == pytest.approx(0.0123, abs=1e-4), "seconds are not rounded"


def test_changes_stand_in_the_colour_of_their_session(stage: Any, several: Comparison) -> None:
    plot = stage.show(CompareNorms, several)
    (marker,) = plot._markers[0]
    assert (marker.step, marker.text, marker.color.name()) == (10.0, "ReLU", plot.colors[0])
    stage.align(several, "change")
    stage.settle(plot)
    (marker,) = plot._markers[0]
    assert marker.step == 0.0
    several.sides[0].is_shown = False
    plot.refresh()
    assert plot._markers[0] == []


def test_of_the_quantity_there_is_nothing(stage: Any, tmp_path: Path) -> None:
    paths = [write_session(tmp_path / f"{name}.gradiometer", SHALLOW, 0) for name in "ab"]
    with Comparison(paths) as comparison:
        plot = stage.show(CompareNorms, comparison)
        assert plot.canvas.empty.isVisible()
        stage.hover(plot.canvas, 0.4)
        assert plot.readout.text() == "step 0"


def test_eight_sessions_of_32_layers(stage: Any, tmp_path: Path) -> None:
    with Comparison(write_eight(tmp_path)) as comparison:
        plot = stage.show(CompareNorms, comparison)
        assert len(plot.strokes) == 24
        names = {stroke.curve.pen().color().name() for stroke in plot.strokes.values()}
        assert len(names) == 8


def test_its_limits_are_values(stage: Any, several: Comparison) -> None:
    plot = stage.show(CompareNorms, several)
    plot.canvas.getViewBox().setRange(yRange=(-2.5, 1.0), padding=0)
    assert plot.view_limits() == (pytest.approx((10**-2.5, 10.0)),)
