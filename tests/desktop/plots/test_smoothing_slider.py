"""The slider that smooths: one value for all plots over time, curves that are the mean, and no Python in a repaint."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from gradiometer.history import History
from gradiometer.references import Reference
from gradiometer_desktop.plots import PLOTS, Plot, TimePlot
from gradiometer_desktop.plots.heatmap import HeatmapPlot
from gradiometer_desktop.plots.loss import LossPlot
from gradiometer_desktop.plots.norms import NormsPlot
from gradiometer_desktop.plots.profile import ProfilePlot
from gradiometer_desktop.theme import DARK, LIGHT
from staged import python_calls

MakeHistory = Callable[..., History]


def noisy(num_steps: int, num_layers: int = 3) -> np.ndarray:
    return 10.0 ** np.random.default_rng(0).normal(-3, 0.4, (num_steps, num_layers))


def test_plots_over_time_that_draw_curves_have_one(stage: Any, make_history: MakeHistory) -> None:
    assert {kind for kind in PLOTS if issubclass(kind, TimePlot) and kind.smooths} == {NormsPlot, LossPlot}
    assert stage.show(HeatmapPlot, make_history(noisy(20))).smoothing_slider is None


def test_all_sliders_move_together(stage: Any, make_history: MakeHistory) -> None:
    history = make_history(noisy(200))
    norms, loss = (stage.show(kind, history) for kind in (NormsPlot, LossPlot))
    assert stage.selection.smoothing == norms.smoothing_slider.slider.value() == 0
    norms.smoothing_slider.slider.setValue(40)
    assert stage.selection.smoothing == 0.4
    assert loss.smoothing_slider.slider.value() == 40
    stage.selection.choose_smoothing(0.75)
    assert norms.smoothing_slider.slider.value() == loss.smoothing_slider.slider.value() == 75
    # One that is made later stands where the others are.
    assert stage.show(NormsPlot, history).smoothing_slider.slider.value() == 75


def test_the_keyboard_moves_it(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(NormsPlot, make_history(noisy(200)))
    slider = plot.smoothing_slider.slider
    assert slider.focusPolicy() & Qt.FocusPolicy.TabFocus
    for key, smoothing in (
        (Qt.Key.Key_Right, 0.01),
        (Qt.Key.Key_PageUp, 0.11),
        (Qt.Key.Key_Left, 0.10),
        (Qt.Key.Key_End, 1.0),
        (Qt.Key.Key_Home, 0.0),
    ):
        stage.qtbot.keyClick(slider, key)
        assert stage.selection.smoothing == pytest.approx(smoothing)


def test_it_has_a_name_and_says_its_window(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(NormsPlot, make_history(noisy(1001)))
    stage.selection.steps.follow(1000, exactly=True)
    slider = plot.smoothing_slider
    assert slider.slider.accessibleName() == "Smoothing of the curves over time"
    assert "Off: curves as they were measured." in slider.toolTip()
    stage.selection.choose_smoothing(0.5)
    stage.settle(plot)
    # A quarter of a fifth of what is seen.
    assert slider.slider.accessibleDescription() == "Mean over about 50 steps."
    assert "Mean over about 50 steps." in slider.toolTip()
    assert "; mean over about 50 steps " in plot.readout.text()
    stage.selection.steps.set_by_hand(0.0, 200.0)
    stage.settle(plot)
    assert "Mean over about 10 steps." in slider.toolTip()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("width", [240, 300, 500, 900])
def test_it_fits_beside_the_legend(stage: Any, make_history: MakeHistory, width: int, theme: Any) -> None:
    for kind in (NormsPlot, LossPlot):
        plot = stage.show(kind, make_history(noisy(200, 5)), size=(width, 320), theme=theme)
        stage.settle(plot)
        assert plot.width() == width
        slider = plot.smoothing_slider
        assert slider.label.isVisible() == (width > 440)
        assert slider.mapTo(plot, slider.rect().topRight()).x() < width
        assert slider.width() >= slider.slider.width()
        assert plot.legend.geometry().right() < slider.geometry().left()
        assert plot.legend.width() >= 100
        # It makes the line no higher.
        assert slider.height() <= plot.legend.fontMetrics().height() + 8
        # What the legend has to say is seen as a whole.
        assert plot.legend.sizeHint().width() <= plot.legend.width()


@pytest.mark.parametrize("training", [False, True])
def test_what_nobody_sees_is_not_drawn(stage: Any, make_history: MakeHistory, training: bool) -> None:
    plot = stage.show(NormsPlot, make_history(noisy(200)))
    stage.selection.is_training = training
    plot.hide()
    stage.selection.choose_smoothing(0.5)
    QApplication.processEvents()
    assert plot._smooth == []
    plot.show()
    assert len(plot._smooth) == 3


@pytest.mark.parametrize("kind", [NormsPlot, LossPlot, ProfilePlot])
@pytest.mark.parametrize("num_layers", [3, 12])
def test_no_line_of_python_runs_while_qt_paints_what_is_smoothed_or_published(
    stage: Any, make_history: MakeHistory, kind: type[Plot], num_layers: int
) -> None:
    history = make_history(noisy(5000, num_layers), held_out={0: (2.0, 0.1), 2000: (1.0, 0.5)})
    plot = stage.show(kind, history)
    stage.selection.steps.follow(4999, exactly=True)
    stage.selection.choose_smoothing(0.6)
    steps, values = np.array([1.0, 500.0, 6000.0]), np.array([0.1, 0.01, 0.001])
    curve = Reference("weight_gradient_norm", 1, "published", steps, values)
    point = Reference("weight_gradient_norm", 2, "published", np.array([4999.0]), np.array([0.3]))
    stage.selection.choose_references((curve, point))
    stage.settle(plot)
    assert plot.windowHandle().isExposed()
    for canvas in plot.canvases:
        assert python_calls(canvas.viewport().repaint) == []
    plot.refresh()
    for canvas in plot.canvases:
        assert python_calls(canvas.viewport().repaint) == []
    if isinstance(plot, TimePlot):
        assert plot.smoothing_slider is not None
        assert python_calls(plot.smoothing_slider.slider.repaint) == []
