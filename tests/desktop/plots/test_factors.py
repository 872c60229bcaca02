"""Gate and weights: four lines that are told apart without colours, and the sentence that says which of them it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt

from gradiometer.history import History
from gradiometer.layout import layouts
from gradiometer.reports import LookReport
from gradiometer_desktop.plots.factors import FactorsPlot, judge
from gradiometer_desktop.plots.profile import ProfilePlot
from gradiometer_desktop.theme import DARK, LIGHT, Theme

MakeHistory = Callable[..., History]
NAN = float("nan")

GAIN = [0.21, 0.9, 2.0, NAN]
GATE = [0.24, 0.95, 0.5, NAN]
WEIGHTS = [0.83, 1.0, 3.0, NAN]


def of_looks(make_history: MakeHistory, gain: Any, gate: Any, weights: Any, num_steps: int = 1) -> History:
    """A history with the same look at each of its steps."""
    rows = {"gain": gain, "gate": gate, "weight_factor": weights}
    by_name = {name: np.tile(np.asarray(row, float), (num_steps, 1)) for name, row in rows.items()}
    return make_history(np.ones((num_steps, len(gain))), by_name=by_name)


def text_of(plot: FactorsPlot) -> str:
    return re.sub(r"<[^>]*>", "", plot.legend.text()).replace("&ensp;", " | ").replace("&nbsp;", " ")


def heights(plot: FactorsPlot, name: str) -> tuple[list[float], list[float]]:
    x, y = plot._points[name].points()
    return list(x), list(y)


@pytest.mark.parametrize("num_layers", [2, 5, 40])
def test_points_stand_at_the_newest_look(stage: Any, make_history: MakeHistory, num_layers: int) -> None:
    rng = np.random.default_rng(num_layers)
    gain, gate, weights = 10.0 ** rng.uniform(-3, 1, (3, num_layers))
    gain[-1] = gate[-1] = weights[-1] = np.nan
    plot = stage.show(FactorsPlot, of_looks(make_history, gain, gate, weights, num_steps=3))
    for name, values in (("gain", gain), ("gate", gate), ("weight_factor", weights), ("product", gate * weights)):
        x, y = heights(plot, name)
        assert x == list(range(1, num_layers))
        np.testing.assert_allclose(y, np.log10(values[:-1]), rtol=1e-12)
        line_x, line_y = plot._lines[name].points()
        assert len(line_x) == num_layers
        assert np.isnan(line_y[-1])
    bottom, top = plot.canvas.getViewBox().viewRange()[1]
    everything = np.log10(np.concatenate([gain, gate, weights, gate * weights, [1.0]]))
    assert bottom <= np.nanmin(everything)
    assert top >= np.nanmax(everything)
    assert plot._guide.points()[1].tolist() == [0.0, 0.0]
    assert text_of(plot).startswith("step 2 | ")


def test_the_layers_stand_where_the_profile_has_them(stage: Any, make_history: MakeHistory) -> None:
    history = of_looks(make_history, GAIN, GATE, WEIGHTS)
    plot, profile = stage.show(FactorsPlot, history), stage.show(ProfilePlot, history)
    assert plot.canvas.getViewBox().viewRange()[0] == profile.canvas.getViewBox().viewRange()[0]
    assert plot.canvas.getAxis("bottom").labels() == profile.canvas.getAxis("bottom").labels()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_four_differ_in_line_and_marker_too(stage: Any, make_history: MakeHistory, theme: Theme) -> None:
    plot = stage.show(FactorsPlot, of_looks(make_history, GAIN, GATE, WEIGHTS), theme=theme)
    pens = [line.pen() for line in plot._lines.values()]
    assert len({pen.style() for pen in pens}) == 4
    assert len({pen.color().name() for pen in pens}) == 4
    assert all(pen.widthF() == 0.0 for pen in pens)
    symbols = {name: dots.faces[0].symbol for name, dots in plot._points.items()}
    assert len(set(symbols.values())) == 4
    assert plot._lines["gain"].pen().style() == Qt.PenStyle.SolidLine
    for name in plot._lines:
        assert plot._points[name].faces[0].rim == plot._lines[name].pen().color().name()
    signs = [part.split(" ")[0] for part in text_of(plot).split(" | ")[1:]]
    assert len(set(signs)) == 4
    titles = re.findall(r"(gain|gate x weights|gate|weights)$", "\n".join(text_of(plot).split(" | ")), re.MULTILINE)
    assert titles == ["gain", "gate", "weights", "gate x weights"]


def test_points_are_small_where_they_are_many(stage: Any, make_history: MakeHistory) -> None:
    sizes = []
    for num_layers in (4, 60):
        plot = stage.show(FactorsPlot, of_looks(make_history, *np.full((3, num_layers), 0.5)), size=(400, 300))
        sizes.append(plot._points["gain"].faces[0].size)
    assert sizes[1] < sizes[0]


@pytest.mark.parametrize(
    ("layer", "sentence"),
    [
        (0, "hidden 1 at step 0: gain 0.21, gate 0.24 x weights 0.83: the gate is the smaller one"),
        (1, "hidden 2 at step 0: gain 0.9, gate 0.95 x weights 1: keeps the signal"),
        (2, "hidden 3 at step 0: gain 2, gate 0.5 x weights 3: the weights are the larger ones"),
        (3, "output at step 0: none, the signal sets out from here"),
    ],
)
def test_a_layer_in_words(stage: Any, make_history: MakeHistory, layer: int, sentence: str) -> None:
    plot = stage.show(FactorsPlot, of_looks(make_history, GAIN, GATE, WEIGHTS))
    stage.selection.choose_layer(layer)
    assert plot.readout.text() == sentence
    stage.selection.choose_layer(3 - layer)
    stage.hover(plot.canvas, layer + 1.2)
    assert plot.readout.text() == sentence
    plot.canvas.left.emit()
    assert plot.readout.text() != sentence


@pytest.mark.parametrize(
    ("gain", "gate", "weights", "verdict"),
    [
        (0.2, 0.25, 0.8, "the gate is the smaller one"),
        (0.2, 0.8, 0.25, "the weights are the smaller ones"),
        (1.0, 1.0, 1.0, "keeps the signal"),
        (1.2, 0.25, 4.8, "keeps the signal"),
        (0.81, 0.9, 0.9, "keeps the signal"),
        (3.0, 1.0, 3.0, "the weights are the larger ones"),
        (4.0, 2.0, 1.5, "the gate is the larger one"),
        # A skip connection carries the signal past both.
        (1.0, 0.2, 0.8, "keeps the signal (gain above their product)"),
        (0.05, 0.25, 0.8, "the gate is the smaller one (gain below their product)"),
        (0.0, 0.0, 0.8, "the gate is the smaller one"),
        (NAN, 0.2, 0.8, ""),
        (0.2, NAN, 0.8, ""),
        (np.inf, 1.0, 1.0, ""),
    ],
)
def test_the_verdict(gain: float, gate: float, weights: float, verdict: str) -> None:
    assert judge(gain, gate, weights) == verdict


def test_a_click_chooses_the_layer_and_a_band_lies_beneath_it(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(FactorsPlot, of_looks(make_history, *np.full((3, 40), 0.5)))
    for layer in (17, 0, 39):
        stage.click(plot.canvas, layer + 1.0)
        assert stage.selection.layer == layer
        x, y = plot._chosen.points()
        assert (x.min(), x.max()) == (layer + 0.5, layer + 1.5)
        bottom, top = plot.canvas.getViewBox().viewRange()[1]
        assert y.min() < bottom
        assert y.max() > top
    for x in (-1.0, 42.0):
        stage.click(plot.canvas, x)
        assert stage.selection.layer == 39


def test_an_exact_zero_stands_on_the_floor(stage: Any, make_history: MakeHistory) -> None:
    """Every unit of a layer is dead."""
    plot = stage.show(FactorsPlot, of_looks(make_history, [0.0, 1.0, NAN], [0.0, 1.0, NAN], [1.0, 1.0, NAN]))
    bottom, top = plot.canvas.getViewBox().viewRange()[1]
    x, y = plot._zeros.points()
    assert list(x) == [1.0]
    assert bottom < y[0] < bottom + 0.1 * (top - bottom)
    assert heights(plot, "gain")[0] == heights(plot, "gate")[0] == heights(plot, "product")[0] == [2.0]
    assert heights(plot, "weight_factor")[0] == [1.0, 2.0]
    assert "exact 0" in text_of(plot)
    assert "gate 0 (below 1e-45) x weights 1: the gate is the smaller one" in plot.readout.text()


@pytest.mark.parametrize("row", [[NAN, 1.0], [np.inf, 0.0], [1e-300, 1e300], [5e-324, 1.7e308], [0.0, 0.0]])
def test_odd_numbers_are_drawn(stage: Any, make_history: MakeHistory, row: list[float]) -> None:
    plot = stage.show(FactorsPlot, of_looks(make_history, row, row, row))
    for layer in (0, 1):
        stage.selection.choose_layer(layer)
        plot.grab()
    assert np.isfinite(plot.canvas.getViewBox().viewRange()).all()


def test_some_of_it_may_be_unknown(stage: Any, make_history: MakeHistory) -> None:
    """Of a watched network."""
    plot = stage.show(FactorsPlot, of_looks(make_history, [0.5, NAN, NAN], [NAN, 0.3, NAN], [2.0, NAN, NAN]))
    assert heights(plot, "gain")[0] == [1.0]
    assert heights(plot, "gate")[0] == [2.0]
    assert heights(plot, "product")[0] == []
    assert plot.readout.text() == "hidden 1 at step 0: gain 0.5, gate none x weights 2"
    stage.selection.choose_layer(1)
    assert plot.readout.text() == "hidden 2 at step 0: gain none, gate 0.3 x weights none"


@pytest.mark.parametrize("num_layers", [1, 3])
def test_none_of_it_may_be_known(stage: Any, make_history: MakeHistory, num_layers: int) -> None:
    plot = stage.show(FactorsPlot, of_looks(make_history, *np.full((3, num_layers), np.nan)))
    assert plot.canvas.empty.isVisible()
    assert plot.canvas.empty.text().startswith("None")
    assert "none" in plot.readout.text()
    assert text_of(plot) == "step 0"
    plot.show_history(of_looks(make_history, GAIN, GATE, WEIGHTS))
    assert not plot.canvas.empty.isVisible()


def test_before_the_first_look(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(FactorsPlot, make_history(np.empty((0, 3))))
    assert plot.canvas.empty.text().startswith("Press Start: ")
    plot.show_history(make_history(np.ones((5, 3))))
    assert plot.canvas.empty.text().startswith("No closer look yet: ")
    assert plot.canvas.empty.isVisible()
    assert plot.readout.text() == plot.legend.text() == ""
    stage.hover(plot.canvas, 1.0)
    stage.click(plot.canvas, 2.0)
    assert plot.readout.text() == ""
    assert stage.selection.layer == 1


def test_it_follows_new_looks_and_rests_between_them(stage: Any, make_history: MakeHistory) -> None:
    history = of_looks(make_history, GAIN, GATE, WEIGHTS)
    plot = stage.show(FactorsPlot, history)
    drawn = []
    draw = plot.draw
    plot.draw = lambda: drawn.append(True) or draw()
    plot.refresh()
    assert drawn == []
    layout = layouts(4)["look"]
    row = np.full(layout.width, np.nan)
    row[0] = 7
    for name in ("gain", "gate", "weight_factor"):
        row[layout.slice(name)] = 0.1
    history.append([LookReport(7, row)])
    plot.refresh()
    assert drawn == [True]
    assert heights(plot, "gain")[1] == [-1.0] * 4
    assert text_of(plot).startswith("step 7")
    assert plot.readout.text().startswith("hidden 1 at step 7: gain 0.1,")


def test_a_long_sentence_has_room_below(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(FactorsPlot, of_looks(make_history, [0.0123, NAN], [0.000123, NAN], [0.123, NAN]))
    for width in (315, 412, 650):
        plot.resize(width, 320)
        plot.grab()
        assert plot.readout.heightForWidth(plot.readout.width()) <= plot.readout.height()


def test_its_limits_are_factors(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(FactorsPlot, of_looks(make_history, GAIN, GATE, WEIGHTS))
    low, high = plot.canvas.getViewBox().viewRange()[1]
    assert plot.view_limits() == (pytest.approx((10**low, 10**high)),)
    assert stage.show(FactorsPlot, make_history(np.ones((3, 4)))).view_limits() == (None,)
