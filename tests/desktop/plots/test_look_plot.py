"""What the plots of the newest look share: paints without Python, and a line below that never makes them jump."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from gradiometer.history import History
from gradiometer.quantities import MOST_UNITS
from gradiometer.reports import LookReport
from gradiometer_desktop.plots.factors import FactorsPlot
from gradiometer_desktop.plots.look_plot import LookPlot
from gradiometer_desktop.plots.neurons import NeuronsPlot
from gradiometer_desktop.theme import DARK, LIGHT

MakeHistory = Callable[..., History]
BOTH = pytest.mark.parametrize("kind", [FactorsPlot, NeuronsPlot], ids=["factors", "neurons"])


def of_looks(make_history: MakeHistory, num_layers: int, num_steps: int = 3) -> History:
    """Small gains in front, and in one layer nothing at all."""
    rng = np.random.default_rng(num_layers)
    rows = {name: rng.uniform(0.01, 2.0, (num_steps, num_layers)) for name in ("gain", "gate", "weight_factor")}
    rows["gate"][:, 0] = 0.0
    history = make_history(np.ones((num_steps, num_layers)), by_name=rows)
    units = rng.normal(size=num_layers * MOST_UNITS)
    units[3] = np.inf
    history.append([LookReport(num_steps - 1, np.array([num_steps - 1, *units]), "unit")])
    return history


@BOTH
@pytest.mark.parametrize("num_layers", [1, 5, 40])
def test_no_line_of_python_runs_while_qt_paints(
    stage: Any, make_history: MakeHistory, kind: type[LookPlot], num_layers: int
) -> None:
    plot = stage.show(kind, of_looks(make_history, num_layers))
    stage.settle(plot)
    assert not plot.canvas.empty.isVisible()
    called: list[str] = []

    def note(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call":
            called.append(frame.f_code.co_qualname)

    for theme in (DARK, LIGHT):
        plot.apply_theme(theme)
        sys.setprofile(note)
        try:
            plot.canvas.viewport().repaint()
        finally:
            sys.setprofile(None)
        assert called == []


@BOTH
def test_no_sentence_moves_the_plot(stage: Any, make_history: MakeHistory, kind: type[LookPlot]) -> None:
    plot = stage.show(kind, of_looks(make_history, 40))
    for width in (315, 412, 640):
        plot.resize(width, 330)
        QApplication.processEvents()
        stage.settle(plot)
        height = plot.canvas.height()
        for layer in (0, 20, 39):
            stage.selection.choose_layer(layer)
            plot.grab()
            assert plot.canvas.height() == height
            assert plot.readout.heightForWidth(plot.readout.width()) <= plot.readout.height()
            for x in np.linspace(1.0, 8.0, 5):
                stage.hover(plot.canvas, x)
                assert plot.canvas.height() == height


@BOTH
def test_another_session_is_drawn_though_its_look_has_the_same_step(
    stage: Any, make_history: MakeHistory, kind: type[LookPlot]
) -> None:
    plot = stage.show(kind, of_looks(make_history, 5))
    before = plot.canvas.grab().toImage()
    plot.show_history(of_looks(make_history, 7))
    stage.settle(plot)
    assert plot.canvas.grab().toImage() != before
    assert len(plot.canvas.getAxis("bottom").labels()) == 7


@BOTH
def test_the_chosen_band_reaches_past_any_range(stage: Any, make_history: MakeHistory, kind: type[LookPlot]) -> None:
    plot = stage.show(kind, of_looks(make_history, 5))
    for theme in (DARK, LIGHT):
        plot.apply_theme(theme)
        assert plot._chosen.brush().color().name() == theme.accent
        assert 0 < plot._chosen.brush().color().alpha() < 100
    _x, y = plot._chosen.points()
    bottom, top = plot.canvas.getViewBox().viewRange()[1]
    assert y.min() < bottom
    assert y.max() > top
