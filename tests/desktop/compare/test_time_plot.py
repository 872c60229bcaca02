"""Smoothing of a comparison's plots over time: one window for all sessions, in units of the axis that they share."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gradiometer.comparison import Comparison
from gradiometer_desktop.compare import COMPARE_PLOTS
from gradiometer_desktop.compare.loss import CompareLoss
from gradiometer_desktop.compare.loss_difference import CompareLossDifference
from gradiometer_desktop.compare.norms import CompareNorms
from gradiometer_desktop.compare.ratio import CompareRatio
from gradiometer_desktop.compare.time_plot import CompareTimePlot
from gradiometer_desktop.plots.base import faded
from gradiometer_desktop.theme import DARK, LIGHT
from several import DEEP, SHALLOW
from staged import python_calls
from synthetic import write_session

RARE = dataclasses.replace(SHALLOW, histogram_every=10**6, evaluate_every=10**6)
ALIGNS = ["step", "time", "change"]


def averaged(places: np.ndarray, heights: np.ndarray, window: float, *, in_steps: bool) -> np.ndarray:
    """Of every place on its own. In steps the weights shrink by (N - 1) / (N + 1) a step; of time, which has none, that
    is exp(-2 age / window) where the steps become ever shorter. Every value weighs as long as it lasts.
    """
    lasts = np.append(np.diff(places), np.diff(places)[-1])
    shrink = np.log((window + 1) / (window - 1)) if in_steps else 2 / window
    means = []
    for index, place in enumerate(places):
        weights = lasts[: index + 1] * np.exp(-shrink * (place - places[: index + 1]))
        means.append(weights @ heights[: index + 1] / weights.sum())
    return np.array(means)


def span(stage: Any) -> float:
    return float(stage.chosen.steps.last - stage.chosen.steps.first)


def test_all_plots_over_time_share_one_slider(stage: Any, several: Comparison) -> None:
    kinds = [kind for kind in COMPARE_PLOTS if issubclass(kind, CompareTimePlot)]
    assert kinds == [CompareNorms, CompareLoss, CompareRatio, CompareLossDifference]
    norms, loss = (stage.show(kind, several) for kind in kinds[:2])
    norms.smoothing_slider.slider.setValue(60)
    assert stage.chosen.smoothing == 0.6
    assert loss.smoothing_slider.slider.value() == 60
    stage.settle(loss)
    assert len(loss.strokes["loss", 0].smooth.points()[0]) == 30


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("align", ALIGNS)
def test_the_mean_is_drawn_over_what_was_measured(stage: Any, several: Comparison, align: str, theme: Any) -> None:
    norms, loss = (stage.show(kind, several, theme=theme) for kind in (CompareNorms, CompareLoss))
    stage.align(several, align)
    stage.chosen.choose_smoothing(0.8)
    for plot in (norms, loss):
        stage.settle(plot)
    window = 0.8**2 * 0.2 * span(stage)
    for number, side in enumerate(several.sides[: 1 if align == "change" else 3]):
        session = side.session
        places = {"step": session.steps, "time": session.steps * 0.001, "change": session.steps - 10.0}[align]
        for place in several.usual_layers:
            logs = np.log10(session.quantity("weight_gradient_norm")[:, side.layer(place)])
            stroke = norms.strokes[number, place]
            np.testing.assert_allclose(stroke.smooth.points()[0], places, atol=1e-12)
            expected = averaged(places, logs, window, in_steps=align != "time")
            np.testing.assert_allclose(stroke.smooth.points()[1], expected, rtol=2e-4)
            # Beneath it everything is as it was, in a fainter colour and the same dash.
            np.testing.assert_allclose(stroke.curve.points()[1], logs, rtol=1e-12)
            pens = stroke.smooth.pen(), stroke.curve.pen()
            assert [pen.color().name() for pen in pens] == [
                norms.colors[number],
                faded(norms.colors[number], theme.ground),
            ]
            assert pens[0].style() == pens[1].style()
            assert stroke.smooth.zValue() > stroke.curve.zValue()
        for name in ("loss", "accuracy"):
            strokes, values = loss.strokes[name, number], session.quantity(name)[:, 0]
            heights = np.log10(values) if name == "loss" else values
            expected = averaged(places, heights, window, in_steps=align != "time")
            np.testing.assert_allclose(strokes.smooth.points()[1], expected, rtol=2e-4)
            np.testing.assert_allclose(strokes.middle.points()[1], heights, rtol=1e-12)
            assert strokes.smooth.pen().color().name() == loss.colors[number]
            assert strokes.middle.pen().color().name() == faded(loss.colors[number], theme.ground)


def test_in_time_a_slow_session_has_the_same_seconds(stage: Any, tmp_path: Path) -> None:
    """Of one that is ten times slower, and slows down once more, the window holds fewer steps."""

    def slow(layout: Any, row: np.ndarray) -> None:
        row[layout.slice("elapsed")] = 0.01 * row[0] + 0.02 * max(row[0] - 50, 0)

    paths = [
        write_session(tmp_path / "fast.gradiometer", RARE, 150, with_look_histograms=False),
        write_session(tmp_path / "slow.gradiometer", RARE, 100, with_look_histograms=False, change_row=slow, seed=1),
    ]
    with Comparison(paths) as comparison:
        plot = stage.show(CompareNorms, comparison)
        stage.align(comparison, "time")
        stage.chosen.choose_smoothing(0.5)
        stage.settle(plot)
        steps = np.arange(100.0)
        seconds = 0.01 * steps + 0.02 * np.maximum(steps - 50, 0)
        assert span(stage) == pytest.approx(seconds[-1])
        for number, places in enumerate((0.001 * np.arange(150.0), seconds)):
            logs = np.log10(comparison.sides[number].session.quantity("weight_gradient_norm")[:, 0])
            x, y = plot.strokes[number, 0].smooth.points()
            np.testing.assert_allclose(x, places, atol=1e-12)
            expected = averaged(places, logs, 0.05 * seconds[-1], in_steps=False)
            np.testing.assert_allclose(y, expected, rtol=1e-3)


@pytest.mark.parametrize("align", ["step", "time"])
def test_panning_and_joined_steps_do_not_move_the_mean(stage: Any, tmp_path: Path, align: str) -> None:
    paths = [
        write_session(tmp_path / f"{seed}.gradiometer", RARE, 3000, with_look_histograms=False, seed=seed)
        for seed in range(2)
    ]
    unit = 0.001 if align == "time" else 1.0
    with Comparison(paths) as comparison:
        plot = stage.show(CompareNorms, comparison)
        stage.align(comparison, align)
        stage.chosen.choose_smoothing(1.0)
        logs = np.log10(comparison.sides[1].session.quantity("weight_gradient_norm")[:, 0])
        expected = averaged(np.arange(3000.0), logs, 30.0, in_steps=True)
        for first in (0.0, 7.0, 1500.0, 2849.0):
            stage.chosen.steps.set_by_hand(first * unit, (first + 150.0) * unit)
            stage.settle(plot)
            x, y = plot.strokes[1, 0].smooth.points()
            np.testing.assert_array_equal(x, plot.strokes[1, 0].curve.points()[0])
            steps = np.round(x / unit).astype(int)
            assert max(first - 1, 0) <= steps[0] <= first
            np.testing.assert_allclose(y, expected[steps], atol=0.02)
        # Zoomed out, the middles between least and largest value are averaged, and the bands are fainter.
        band = plot.strokes[1, 0].band
        stage.chosen.choose_smoothing(0.0)
        stage.chosen.steps.follow_again()
        stage.settle(plot)
        alpha = band.color().alpha()
        stage.chosen.choose_smoothing(0.7)
        stage.settle(plot)
        assert 0 < band.color().alpha() < alpha
        x, low, high = band.limits()
        steps, middle = np.round(x / unit), (low + high) / 2
        y = plot.strokes[1, 0].smooth.points()[1]
        by_hand = averaged(np.append(steps, 3000.0), np.append(middle, 0.0), 0.098 * 2999, in_steps=True)[:-1]
        np.testing.assert_allclose(y, by_hand, atol=0.01)


def test_switched_off_it_is_as_it_was(stage: Any, several: Comparison) -> None:
    for kind in (CompareNorms, CompareLoss):
        plot = stage.show(kind, several)
        before = plot.grab().toImage()
        stage.chosen.choose_smoothing(0.7)
        stage.settle(plot)
        assert plot.grab().toImage() != before
        stage.chosen.choose_smoothing(0.0)
        stage.settle(plot)
        assert plot.grab().toImage() == before
        assert all(len(strokes.smooth.points()[0]) == 0 for strokes in plot.strokes.values())


def test_it_says_its_window_in_units_of_the_axis(stage: Any, several: Comparison) -> None:
    plot = stage.show(CompareNorms, several)
    slider = plot.smoothing_slider
    assert "Off: curves as they were measured." in slider.toolTip()
    stage.align(several, "time")
    stage.settle(plot)
    assert "Off: curves as they were measured." in slider.toolTip()
    assert "step" not in slider.toolTip().lower()
    stage.chosen.choose_smoothing(1.0)
    stage.settle(plot)
    # A fifth of 0.039 s.
    assert slider.slider.accessibleDescription() == "Mean over about 0.0078 s of training."
    assert "Mean over about 0.0078 s of training." in slider.toolTip()
    assert "the same for all sessions, in seconds of the axis" in slider.toolTip()
    assert "step" not in slider.toolTip().lower()
    stage.align(several, "change")
    stage.settle(plot)
    # A fifth of the 29 steps from 10 before to 19 behind.
    assert slider.slider.accessibleDescription() == "Mean over about 6 steps."
    assert "the same for all sessions, in steps of the axis" in slider.toolTip()


def test_the_mouse_reads_off_the_mean_too(stage: Any, several: Comparison) -> None:
    norms, loss = (stage.show(kind, several) for kind in (CompareNorms, CompareLoss))
    stage.chosen.choose_smoothing(1.0)
    stage.settle(norms)
    session = several.sides[1].session
    logs = np.log10(session.quantity("weight_gradient_norm")[:, 5])
    mean = 10 ** averaged(session.steps, logs, 7.8, in_steps=True)[17]
    stage.hover(norms.canvas, 17.2, float(logs[17]))
    assert norms.readout.text() == (
        f"small: ReLU, output, step 17: {10 ** logs[17]:.3g}; mean over about 8 steps {mean:.3g}"
    )
    stage.hover(loss.canvases[0], 17.2)
    session = several.sides[0].session
    accuracy = session.quantity("accuracy")[:, 0]
    means = [averaged(session.steps, each, 7.8, in_steps=True)[17] for each in (np.log10(session.loss), accuracy)]
    assert loss.readout.text().startswith(
        "step 17 (in brackets: mean over about 8 steps): "
        f"small: Sigmoid {session.loss[17]:.3g} ({10 ** means[0]:.3g}) and {accuracy[17]:.1%} ({means[1]:.1%}), "
    )
    stage.align(several, "time")
    stage.settle(norms)
    stage.hover(norms.canvas, 0.0172, float(logs[17]))
    assert "; mean over about 0.0078 s of training " in norms.readout.text()


def test_a_legend_that_needs_the_room_has_it(stage: Any, several: Comparison) -> None:
    plot = stage.show(CompareNorms, several)
    assert plot.smoothing_slider.label.isVisible()
    assert plot.legend.toolTip() == plot.how
    stage.chosen.choose_layers((0, 1, 4, -1))
    stage.settle(plot)
    plot.resize(450, 420)
    stage.settle(plot)
    assert plot.width() == 450
    assert not plot.smoothing_slider.label.isVisible()
    assert plot.legend.geometry().right() < plot.smoothing_slider.geometry().left()
    assert "without hidden 5" in plot.legend.toolTip()
    assert plot.how in plot.legend.toolTip()


@pytest.mark.parametrize("num_steps", [40, 5000])
@pytest.mark.parametrize("kind", [CompareNorms, CompareLoss])
def test_no_line_of_python_runs_while_qt_paints_what_is_smoothed(
    stage: Any, tmp_path: Path, kind: type[CompareTimePlot], num_steps: int
) -> None:
    paths = [
        write_session(tmp_path / f"{each.dtype}.gradiometer", rare, num_steps, with_look_histograms=False)
        for each in (SHALLOW, DEEP)
        for rare in [dataclasses.replace(each, histogram_every=10**6, evaluate_every=max(num_steps // 10, 1))]
    ]
    with Comparison(paths) as comparison:
        plot = stage.show(kind, comparison)
        stage.chosen.choose_smoothing(0.6)
        stage.settle(plot)
        assert plot.windowHandle().isExposed()
        for _ in range(2):
            for canvas in plot.canvases:
                assert python_calls(canvas.viewport().repaint) == []
            assert python_calls(plot.smoothing_slider.slider.repaint) == []
            plot.refresh()
