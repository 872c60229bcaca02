"""The picture of a neuron's incoming weights: every weight in its place and its colour, and words for all of it."""

from __future__ import annotations

import re

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from gradiometer.reports import IncomingWeights
from gradiometer_desktop.plots.weights_view import WeightsView
from gradiometer_desktop.theme import DARK, LIGHT, Theme
from staged import python_calls


@pytest.fixture
def view(qtbot: QtBot) -> WeightsView:
    made = WeightsView()
    qtbot.addWidget(made)
    made.resize(320, 300)
    made.apply_theme(LIGHT)
    made.show()
    qtbot.waitExposed(made)
    return made


def weights(values: np.ndarray, step: int = 40) -> IncomingWeights:
    return IncomingWeights(step, 0, 2, np.asarray(values, float))


def caption(view: WeightsView) -> str:
    return re.sub(r"<[^>]*>", "", view.caption.text()).replace("&nbsp;", " ").replace("&#9632;", "#")


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_an_image_of_what_the_neuron_sees(view: WeightsView, theme: Theme) -> None:
    values = np.random.default_rng(0).normal(size=(5, 7))
    values[1, 2], values[3, 4] = 0.0, 4.0
    view.apply_theme(theme)
    view.show_weights("hidden 1, neuron 3", weights(values.ravel()), (1, 5, 7))
    assert caption(view) == "hidden 1, neuron 3: incoming weights before step 40, # −4 to # 4"
    shown = view.image.values
    assert shown is not None
    # The first row of an item is its bottom.
    np.testing.assert_array_equal(shown[::-1], 128 + np.round(127 * values / 4.0))
    colors = [QColor(color).name() for color in view.image.colors]
    assert len(colors) == 256
    assert (colors[1], colors[128], colors[255]) == (theme.held_out, theme.ground, theme.training)
    image, scene = view.canvas.grab().toImage(), view.canvas.getViewBox()
    for row, column in ((0, 0), (1, 2), (3, 4), (4, 6)):
        place = scene.mapViewToScene(QPointF(column + 0.5, -row - 0.5)).toPoint()
        assert image.pixelColor(place).name() == colors[shown[4 - row, column]]
    # Pixels are square.
    width, height = scene.viewPixelSize()
    assert width == pytest.approx(height)
    assert view.canvas.getAxis("left").labels() == view.canvas.getAxis("bottom").labels() == []


def test_the_mouse_reads_off_a_pixel(view: WeightsView) -> None:
    values = np.random.default_rng(0).normal(size=(3, 2, 4))
    view.show_weights("conv 1, neuron 1", weights(values), ())
    assert view.read_off(0.5, -0.5) == f"channel 1, row 1, column 1: weight {values[0, 0, 0]:.3g}"
    assert view.read_off(5.9, -1.9) == f"channel 2, row 2, column 1: weight {values[1, 1, 0]:.3g}"
    assert view.read_off(4.5, -0.5) == ""
    assert view.read_off(-0.5, -0.5) == ""
    assert view.read_off(0.5, 0.5) == ""
    view.show_weights("hidden 1, neuron 1", weights(values[0].ravel()), (2, 4))
    assert view.read_off(3.5, -1.5) == f"row 2, column 4: weight {values[0, 1, 3]:.3g}"


def test_more_channels_than_are_shown_are_counted(view: WeightsView) -> None:
    view.show_weights("conv 2, neuron 1", weights(np.ones((100, 3, 3))), ())
    assert caption(view).endswith("; the first 64 of 100 channels")


def test_bars_of_what_lies_in_no_plane(view: WeightsView) -> None:
    values = np.array([0.5, -2.0, 0.0, 1.0])
    view.show_weights("output, neuron 1", weights(values), (), "a snapshot")
    assert caption(view) == "output, neuron 1: incoming weights before step 40 (a snapshot), # −2 to # 2"
    for curve, expected in ((view.positive, {1: 0.5, 4: 1.0}), (view.negative, {2: -2.0})):
        x, y = (points.reshape(-1, 5) for points in curve.points())
        middles = ((x[:, 0] + x[:, 1]) / 2).round(9)
        assert dict(zip(middles.tolist(), y[:, 2].tolist(), strict=True)) == expected
        assert (y[:, :2] == 0.0).all()
    assert view.image.values is None
    assert view.canvas.getAxis("bottom").labelText == "input"
    assert {"2", "4"} <= set(view.canvas.getAxis("bottom").labels())
    assert view.canvas.getAxis("left").labelText == "weight"
    for x, text in ((1.0, "input 1: weight 0.5"), (2.4, "input 2: weight -2"), (4.49, "input 4: weight 1")):
        assert view.read_off(x, 0.0) == text
    assert view.read_off(0.4, 0.0) == view.read_off(4.6, 0.0) == ""


def test_very_many_weights_share_bars(view: WeightsView) -> None:
    values = np.random.default_rng(0).normal(size=1001)
    view.show_weights("hidden 2, neuron 1", weights(values), ())
    assert caption(view).endswith("; each bar the largest of 3 weights")
    part = values[300:303]
    largest = part[np.abs(part).argmax()]
    assert view.read_off(302.0, 0.0) == f"inputs 301 to 303: the largest weight {largest:.3g}"
    assert view.read_off(1000.9, 0.0).startswith("inputs 1000 to 1001: ")
    assert view.canvas.getViewBox().viewRange()[0] == [0.5, 1001.5]


@pytest.mark.parametrize("shape", [(2, 2), ()])
def test_what_is_no_number_stands_out(view: WeightsView, shape: tuple[int, ...]) -> None:
    view.show_weights("n", weights(np.array([1.0, np.nan, np.inf, -1.0])), shape)
    assert caption(view).endswith(", # −1 to # 1; # NaN or Inf")
    if shape:
        assert view.image.values is not None
        assert view.image.values.tolist() == [[0, 1], [255, 0]]
    else:
        assert len(view.unknown.points()[0]) == 10
    view.grab()


@pytest.mark.parametrize(("value", "words"), [(0.0, "all are 0"), (np.nan, "# NaN or Inf")])
@pytest.mark.parametrize("shape", [(2, 2), ()])
def test_weights_without_a_reach(view: WeightsView, value: float, words: str, shape: tuple[int, ...]) -> None:
    view.show_weights("n", weights(np.full(4, value)), shape)
    assert caption(view) == f"n: incoming weights before step 40; {words}"
    view.grab()


def test_a_sentence_where_there_are_none(view: WeightsView) -> None:
    view.show_weights("n", weights(np.ones(4)), (2, 2))
    view.say("hidden <1>, neuron 2", "They are not known.")
    assert view.canvas.empty.isVisible()
    assert view.canvas.empty.text() == "They are not known."
    assert view.image.values is None
    assert view.caption.text() == "<b>hidden &lt;1&gt;, neuron 2</b>"
    assert view.read_off(0.5, -0.5) == ""
    view.show_weights("n", weights(np.ones(4)), (2, 2))
    assert not view.canvas.empty.isVisible()


def test_it_can_be_closed(view: WeightsView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.closed):
        view.close_button.click()
    assert view.close_button.accessibleName()


def test_no_line_of_python_runs_while_qt_paints(view: WeightsView) -> None:
    for shape in ((28, 28), ()):
        view.show_weights("n", weights(np.random.default_rng(0).normal(size=784)), shape)
        view.grab()
        assert python_calls(view.canvas.viewport().repaint) == []
