"""Loss and accuracy: every batch in the band, held-out points where they were measured."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from gradiometer.history import History
from gradiometer.smoothing import window_of
from gradiometer_desktop.plots.base import faded
from gradiometer_desktop.plots.loss import LossPlot
from gradiometer_desktop.theme import DARK, LIGHT

MakeHistory = Callable[..., History]


def learning(make_history: MakeHistory, num_steps: int, **changes: Any) -> History:
    rng = np.random.default_rng(0)
    return make_history(
        np.ones((num_steps, 2)),
        **{
            "loss": 2.3 * np.exp(-np.arange(num_steps) / num_steps) * rng.uniform(0.9, 1.1, num_steps),
            "accuracy": np.clip(np.arange(num_steps) / num_steps + rng.normal(0, 0.05, num_steps), 0, 1),
            **changes,
        },
    )


def raw(history: History, name: str) -> np.ndarray:
    view = history.view(name, 0, 1e9, 10**9)
    assert view.exact
    return view.low[:, 0]


def test_few_steps_are_drawn_as_they_are(stage: Any, make_history: MakeHistory) -> None:
    history = learning(make_history, 90)
    plot = stage.show(LossPlot, history)
    for panel, name in zip(plot._panels, ("loss", "accuracy"), strict=True):
        for shown in (panel.middle.points(), panel.band.limits()):
            x, *values = shown
            np.testing.assert_array_equal(x, np.arange(90))
            for y in values:
                np.testing.assert_array_equal(y, raw(history, name))


def test_one_step(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(LossPlot, make_history(np.ones((1, 2)), loss=[2.5], accuracy=[0.125], held_out={0: (2.4, 0.1)}))
    assert [panel.middle.points()[1].tolist() for panel in plot._panels] == [[2.5], [0.125]]
    assert plot.readout.text() == "step 0: 2.5, 12.5%; held-out 2.4, 10.0%"
    assert plot.canvases[0].getViewBox().viewRange()[1] == [0.0, 3.0]


def test_a_long_series_hides_no_batch(stage: Any, make_history: MakeHistory) -> None:
    loss = np.random.default_rng(0).uniform(0.5, 1.5, 20_000)
    loss[[12_345, 77]] = 40.0, 0.1
    plot = stage.show(LossPlot, make_history(np.ones((20_000, 2)), loss=loss))
    stage.selection.steps.follow(19_999)
    stage.settle(plot)
    panel = plot._panels[0]
    x, low, high = panel.band.limits()
    blocks = x.astype(int)
    assert 100 < len(blocks) < 800
    for index, (begin, end) in enumerate(pairwise(blocks)):
        assert low[index] == loss[begin:end].min()
        assert high[index] == loss[begin:end].max()
    np.testing.assert_allclose(panel.middle.points()[1], (low + high) / 2)
    assert high.max() == 40.0
    assert low.min() == 0.1
    bottom, top = plot.canvases[0].getViewBox().viewRange()[1]
    assert bottom == 0.0
    assert 40.0 <= top <= 60.0


def test_a_loss_that_falls_far_stands_on_decades(stage: Any, make_history: MakeHistory) -> None:
    loss = np.geomspace(2.0, 1e-4, 50)
    plot = stage.show(LossPlot, make_history(np.ones((50, 2)), loss=loss, held_out={0: (2.0, 0.1), 40: (0.01, 0.9)}))
    panel = plot._panels[0]
    np.testing.assert_allclose(panel.middle.points()[1], np.log10(loss))
    np.testing.assert_allclose(panel.line.points()[1], np.log10([2.0, 0.01]))
    low, high = plot.canvases[0].getViewBox().viewRange()[1]
    assert low <= -4.0 < np.log10(2.0) <= high
    assert "10⁻²" in plot.canvases[0].getAxis("left").labels()
    stage.selection.choose_smoothing(1.0)
    stage.settle(plot)
    step, averaged = panel.smooth.points()[0][-1], 10 ** panel.smooth.points()[1][-1]
    assert plot.readout.text().startswith(f"step {step:.0f}: ")
    assert f"{averaged:.3g}" in plot.readout.text()


def test_an_absurd_held_out_loss_does_not_flatten_the_rest(stage: Any, make_history: MakeHistory) -> None:
    """As of BatchNorm, whose running statistics have not warmed up."""
    loss = np.linspace(2.5, 0.5, 50)
    held_out = {0: (480.0, 0.1), 20: (2.0, 0.3), 40: (1.0, 0.6)}
    plot = stage.show(LossPlot, make_history(np.ones((50, 2)), loss=loss, held_out=held_out))
    bottom, top = plot.canvases[0].getViewBox().viewRange()[1]
    assert bottom == 0.0
    assert 2.5 < top < 30.0
    assert plot._panels[0].points.points()[1].tolist() == [480.0, 2.0, 1.0]


def test_held_out_points_stand_where_they_were_measured(stage: Any, make_history: MakeHistory) -> None:
    held_out = {0: (2.3, 0.1), 20: (1.5, 0.5), 40: (np.nan, 0.6), 60: (0.5, 0.9), 80: (np.inf, 0.8)}
    plot = stage.show(LossPlot, learning(make_history, 90, held_out=held_out))
    loss, accuracy = plot._panels
    for panel, steps, values in (
        (loss, [0, 20, 60], [2.3, 1.5, 0.5]),
        (accuracy, [0, 20, 40, 60, 80], [0.1, 0.5, 0.6, 0.9, 0.8]),
    ):
        for item in (panel.points, panel.line):
            x, y = item.points()
            assert list(x) == steps
            assert list(y) == values


def test_no_held_out_examples(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(LossPlot, learning(make_history, 90))
    assert all(len(panel.points.points()[0]) == 0 for panel in plot._panels)
    assert "held-out" not in plot.readout.text()


def test_what_is_not_finite_is_a_gap(stage: Any, make_history: MakeHistory) -> None:
    loss = np.full(30, 1.0)
    loss[10:13] = [np.nan, np.inf, -np.inf]
    plot = stage.show(LossPlot, make_history(np.ones((30, 2)), loss=loss))
    _x, y = plot._panels[0].middle.points()
    np.testing.assert_array_equal(np.flatnonzero(~np.isfinite(y)), [10, 11, 12])
    bottom, top = plot.canvases[0].getViewBox().viewRange()[1]
    assert bottom == 0.0
    assert 1.0 <= top <= 1.5
    stage.hover(plot.canvases[0], 11.5)
    assert plot.readout.text() == "step 11: inf, 50.0%"


@pytest.mark.parametrize("loss", [1e-12, 1e-3, 0.7, 2.3, 14.0, 4e5, 1e30])
def test_every_loss_is_in_sight(stage: Any, make_history: MakeHistory, loss: float) -> None:
    plot = stage.show(LossPlot, make_history(np.ones((30, 2)), loss=np.linspace(loss / 2, loss, 30)))
    bottom, top = plot.canvases[0].getViewBox().viewRange()[1]
    assert bottom == 0.0
    assert loss <= top <= max(2 * loss, 1e-6)
    plot.grab()


def test_a_spike_that_has_left_the_view_gives_the_height_back(stage: Any, make_history: MakeHistory) -> None:
    loss = np.full(400, 1.0)
    loss[5] = 300.0
    plot = stage.show(LossPlot, make_history(np.ones((400, 2)), loss=loss))
    assert plot.canvases[0].getViewBox().viewRange()[1][1] >= 300
    stage.selection.steps.set_by_hand(100.0, 200.0)
    stage.settle(plot)
    assert plot.canvases[0].getViewBox().viewRange()[1][1] <= 2.0


def test_accuracy_goes_from_nothing_to_everything(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(LossPlot, learning(make_history, 90))
    bottom, top = plot.canvases[1].getViewBox().viewRange()[1]
    assert bottom == 0.0
    assert 1.0 < top < 1.1


def test_hovering_either_panel_reads_off_the_step(stage: Any, make_history: MakeHistory) -> None:
    history = learning(make_history, 90, held_out={20: (1.234567, 0.5), 40: (1.0, 0.625)})
    plot = stage.show(LossPlot, history)
    loss, accuracy = raw(history, "loss"), raw(history, "accuracy")
    for canvas in plot.canvases:
        for step, held_out in ((5, ""), (30, "; held-out 1.23, 50.0%"), (70, "; held-out 1, 62.5%")):
            stage.hover(canvas, step + 0.4)
            assert plot.readout.text() == f"step {step}: {loss[step]:.3g}, {accuracy[step]:.1%}{held_out}"
    plot.canvases[0].left.emit()
    assert plot.readout.text().startswith("step 89: ")


def test_panels_share_steps_and_their_axes_stand_below_each_other(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(LossPlot, learning(make_history, 90, loss=np.full(90, 123456.0)))
    left = [canvas.mapTo(plot, stage.point(canvas, 0.0)).x() for canvas in plot.canvases]
    assert left[0] == left[1]
    stage.wheel(plot.canvases[1], 4)
    ranges = [canvas.getViewBox().viewRange()[0] for canvas in plot.canvases]
    assert ranges[0] == ranges[1]
    assert ranges[0][1] < 90


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_colors(stage: Any, make_history: MakeHistory, theme: Any) -> None:
    plot = stage.show(LossPlot, learning(make_history, 90), theme=theme)
    for panel in plot._panels:
        assert panel.middle.pen().color().name() == theme.training
        assert panel.band.color().name() == theme.training
        assert panel.line.pen().color().name() == theme.held_out
        assert panel.face.fill == theme.held_out
    assert theme.training in plot.legend.text()
    assert theme.held_out in plot.legend.text()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_mean_is_drawn_over_the_batches(stage: Any, make_history: MakeHistory, theme: Any) -> None:
    history = learning(make_history, 200, held_out={20: (1.5, 0.5)})
    plot = stage.show(LossPlot, history, theme=theme)
    stage.selection.steps.follow(199, exactly=True)
    stage.settle(plot)
    before = plot.grab().toImage()
    stage.selection.choose_smoothing(0.6)
    stage.settle(plot)
    window = window_of(0.6, 199.0)
    fade, last = (window - 1) / (window + 1), []
    for panel, name in zip(plot._panels, ("loss", "accuracy"), strict=True):
        values, expected = raw(history, name).tolist(), []
        for step in range(200):
            weights = [fade ** (step - index) for index in range(step + 1)]
            expected.append(np.dot(weights, values[: step + 1]) / sum(weights))
        np.testing.assert_array_equal(panel.smooth.points()[0], np.arange(200))
        np.testing.assert_allclose(panel.smooth.points()[1], expected, rtol=1e-11)
        np.testing.assert_array_equal(panel.middle.points()[1], values)
        assert panel.smooth.pen().color().name() == theme.training
        assert panel.middle.pen().color().name() == faded(theme.training, theme.ground)
        assert panel.points.points()[0].tolist() == [20]
        last.append(expected[-1])
    assert plot.readout.text().endswith(f"; mean over about 14 steps {last[0]:.3g}, {last[1]:.1%}")
    stage.selection.choose_smoothing(0.0)
    stage.settle(plot)
    assert all(len(panel.smooth.points()[0]) == 0 for panel in plot._panels)
    assert "mean" not in plot.readout.text()
    assert plot.grab().toImage() == before


def test_a_loss_that_is_not_finite_leaves_the_mean_alone(stage: Any, make_history: MakeHistory) -> None:
    loss = np.full(100, 2.0)
    loss[40], loss[70:] = np.inf, np.nan
    plot = stage.show(LossPlot, make_history(np.ones((100, 2)), loss=loss))
    stage.selection.steps.follow(99, exactly=True)
    stage.selection.choose_smoothing(0.5)
    stage.settle(plot)
    shown = plot._panels[0].smooth.points()[1]
    np.testing.assert_allclose(shown[:70], 2.0)
    # After some steps there is nothing to average any more.
    assert np.isnan(shown[80:]).all()
    assert "mean" not in plot.readout.text()


def test_both_panels_have_limits(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(LossPlot, learning(make_history, 50))
    bottom, top = plot.canvases[0].getViewBox().viewRange()[1]
    assert plot.view_limits() == ((bottom, top), (0.0, 1.02))


def test_limits_of_a_loss_on_decades_are_losses(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(LossPlot, make_history(np.ones((50, 2)), loss=np.geomspace(2.0, 1e-4, 50)))
    low, high = plot.canvases[0].getViewBox().viewRange()[1]
    assert plot.view_limits()[0] == pytest.approx((10**low, 10**high))


def test_an_accuracy_that_was_not_recorded_has_no_limits(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(LossPlot, make_history(np.ones((20, 2)), accuracy=np.full(20, np.nan)))
    loss, accuracy = plot.view_limits()
    assert loss is not None
    assert accuracy is None
    assert stage.show(LossPlot, make_history(np.empty((0, 2)))).view_limits() == (None, None)
