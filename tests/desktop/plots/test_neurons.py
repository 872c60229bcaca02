"""The neuron picture: where each bar stands and how long it is, what has no bar, and which layers have room."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import safetensors.numpy
from numpy.typing import ArrayLike
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gradiometer.history import History
from gradiometer.quantities import MOST_UNITS
from gradiometer.reports import IncomingWeights, LookReport, Snapshot
from gradiometer.session_file import load_session
from gradiometer_desktop.plots.neurons import NeuronsPlot
from gradiometer_desktop.theme import DARK, LIGHT, Theme
from recorded import new_writer
from shared import SMALL
from synthetic import write_watched

MakeHistory = Callable[..., History]
NAN = float("nan")
NUM_BARS = 6


def look(step: int, gradients: ArrayLike) -> LookReport:
    """A look at these units, [num_layers, at most MOST_UNITS]."""
    gradients = np.asarray(gradients, float)
    row = np.full((len(gradients), MOST_UNITS), np.nan)
    row[:, : gradients.shape[1]] = gradients
    return LookReport(step, np.array([step, *row.ravel()]), "unit")


def of_units(make_history: MakeHistory, gradients: ArrayLike, step: int = 0, **options: Any) -> History:
    history = make_history(np.ones((step + 1, len(np.asarray(gradients)))), **options)
    history.append([look(step, gradients)])
    return history


def bars_of(curve: Any) -> dict[tuple[float, float], float]:
    """Where each rectangle of a path begins, (column, row), and how far to the right it reaches."""
    x, y = (values.reshape(-1, 5) for values in curve.points())
    assert np.isnan(x[:, 4]).all()
    assert np.isfinite(x[:, :4]).all()
    np.testing.assert_array_equal(x[:, [0, 1]], x[:, [3, 2]])
    np.testing.assert_array_equal(y[:, [0, 2]], y[:, [1, 3]])
    middles = (y[:, 0] + y[:, 2]) / 2
    return {(column[0], middle): column[1] - column[0] for column, middle in zip(x, middles.round(9), strict=True)}


def legend(plot: NeuronsPlot) -> str:
    return re.sub(r"<[^>]*>", "", plot.legend.text()).replace("&ensp;", " | ").replace("&nbsp;", " ")


def names(plot: NeuronsPlot) -> list[str]:
    return sorted(plot.canvas.getAxis("bottom").labels())


def test_bars_share_one_linear_scale_and_go_to_their_side(stage: Any, make_history: MakeHistory) -> None:
    gradients = 10.0 ** np.random.default_rng(0).uniform(-3, 0, (3, 9)) * np.resize([1.0, -1.0, -1.0], (3, 9))
    plot = stage.show(NeuronsPlot, of_units(make_history, gradients, step=4))
    shown = gradients[:, :NUM_BARS]
    largest = np.abs(shown).max()
    positive, negative = bars_of(plot._positive), bars_of(plot._negative)
    assert len(positive) == (shown > 0).sum()
    assert len(negative) == (shown < 0).sum()
    for layer, unit in np.ndindex(shown.shape):
        bars = positive if shown[layer, unit] > 0 else negative
        assert bars[layer + 1.0, -unit - 1.0] == pytest.approx(0.45 * shown[layer, unit] / largest, rel=1e-9)
    assert legend(plot) == "step 4 | &#9632; dC/db &gt; 0 | &#9632; &lt; 0"
    assert f", {shown.flat[np.abs(shown).argmax()]:.3g}; " in plot.readout.text()


def test_the_seventh_unit_has_no_part_in_the_scale(stage: Any, make_history: MakeHistory) -> None:
    gradients = np.full((2, 7), 0.5)
    gradients[:, 6] = 100.0
    plot = stage.show(NeuronsPlot, of_units(make_history, gradients))
    assert plot.readout.text().startswith("longest: hidden 1, neuron 1, 0.5; ")
    assert list(bars_of(plot._positive).values()) == pytest.approx([0.45] * 12)


def test_what_a_layer_has_not_has_no_line_either(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(NeuronsPlot, of_units(make_history, [[1.0, 2.0, NAN], [NAN, NAN, NAN], [0.0, -1.0, 3.0]]))
    x, y = (values.reshape(-1, 3) for values in plot._units.points())
    assert list(zip(x[:, 0], (y[:, 0] + y[:, 1]) / 2, strict=True)) == [
        *((1.0, -1.0), (1.0, -2.0)),
        *((3.0, -1.0), (3.0, -2.0), (3.0, -3.0)),
    ]
    assert set(bars_of(plot._positive)) == {(1.0, -1.0), (1.0, -2.0), (3.0, -3.0)}
    # A zero has its line and no bar.
    assert set(bars_of(plot._negative)) == {(3.0, -2.0)}


def test_rows_and_columns_are_named(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(NeuronsPlot, of_units(make_history, np.ones((4, 6))))
    assert names(plot) == ["hidden 1", "hidden 2", "hidden 3", "output"]
    assert sorted(plot.canvas.getAxis("left").labels()) == list("123456")
    assert plot.canvas.getAxis("left").labelText == "neuron"
    (left, right), (bottom, top) = plot.canvas.getViewBox().viewRange()
    assert (left, right) == (0.5, 4.5)
    assert bottom < -NUM_BARS < -1 < top


@pytest.mark.parametrize(
    ("layer", "sentence"),
    [
        (0, "longest: output, neuron 2, -0.5; hidden 1: longest 0.0002, 1e+03 times shorter than in hidden 3"),
        (1, "longest: output, neuron 2, -0.5; hidden 2: longest 0.4, 2 times longer than in hidden 3"),
        (2, "longest: output, neuron 2, -0.5; hidden 3: longest 0.2"),
        (3, "longest: output, neuron 2, -0.5; output: longest 0.5, 2.5 times longer than in hidden 3"),
    ],
)
def test_the_chosen_layer_in_words(stage: Any, make_history: MakeHistory, layer: int, sentence: str) -> None:
    gradients = [[1e-4, -2e-4], [0.3, 0.4], [0.1, -0.2], [0.25, -0.5]]
    plot = stage.show(NeuronsPlot, of_units(make_history, gradients))
    stage.selection.choose_layer(layer)
    assert plot.readout.text() == sentence


def test_hovering_reads_off_a_bar(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(NeuronsPlot, of_units(make_history, [[0.1, NAN, -0.0123], [0.0, 1.0, 1.0]]))
    before = plot.readout.text()
    for (x, y), text in {
        (1.0, -3.0): "hidden 1, neuron 3: dC/db = -0.0123",
        (0.7, -1.3): "hidden 1, neuron 1: dC/db = 0.1",
        (1.0, -2.0): "hidden 1, neuron 2: dC/db = none",
        (1.0, -6.0): "hidden 1, neuron 6: dC/db = none",
        (2.3, -1.0): "output, neuron 1: dC/db = 0 (below 1e-45)",
    }.items():
        stage.hover(plot.canvas, x, y)
        assert plot.readout.text() == text
    plot.canvas.left.emit()
    assert plot.readout.text() == before


def test_a_click_chooses_the_layer_and_a_band_lies_beneath_it(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(NeuronsPlot, of_units(make_history, np.ones((5, 6))))
    for layer in (3, 0, 4):
        stage.click(plot.canvas, layer + 1.0)
        assert stage.selection.layer == layer
        x, _y = plot._chosen.points()
        assert (x.min(), x.max()) == (layer + 0.5, layer + 1.5)


def test_of_many_layers_the_ends_and_those_around_the_chosen_one(stage: Any, make_history: MakeHistory) -> None:
    gradients = np.arange(1.0, 41.0)[:, None] * np.ones((40, 6))
    plot = stage.show(NeuronsPlot, of_units(make_history, gradients), size=(320, 340))
    for layer in (20, 0, 39, 5):
        stage.selection.choose_layer(layer)
        stage.settle(plot)
        columns = plot._columns
        width = plot.canvas.overlay.rect().width()
        assert 10 <= len(columns) <= width / 20
        assert [index for column in columns for index in column] == list(range(40))
        shown = [column[0] for column in columns if len(column) == 1]
        assert {0, 39, layer} <= set(shown)
        around = [index for index in shown if index not in (0, 39)]
        assert around == list(range(around[0], around[-1] + 1))
        x, _y = plot._chosen.points()
        assert columns[round(x.mean()) - 1] == range(layer, layer + 1)
        bars = bars_of(plot._positive)
        for at, column in enumerate(columns, start=1):
            if len(column) == 1:
                assert bars[at, -1.0] == pytest.approx(0.45 * (column[0] + 1) / 40)
            else:
                assert (at, -1.0) not in bars
        assert {"hidden 1", "output"} <= set(names(plot))
        assert plot.history is not None
        assert layer in (0, 39) or plot.history.layer_names[layer] in names(plot)


def test_a_gap_says_what_it_leaves_out_and_leads_there(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(NeuronsPlot, of_units(make_history, np.ones((40, 6))), size=(320, 340))
    at, gap = next((at, column) for at, column in enumerate(plot._columns, start=1) if len(column) > 1)
    dots_x, _y = plot._gaps.points()
    assert at - 0.5 < np.nanmin(dots_x) < at < np.nanmax(dots_x) < at + 0.5
    stage.hover(plot.canvas, float(at), -2.0)
    first, last = gap[0] + 1, gap[-1] + 1
    middle = gap[len(gap) // 2]
    assert plot.readout.text() == f"no room for hidden {first} to hidden {last}: click here to see hidden {middle + 1}"
    stage.click(plot.canvas, float(at))
    assert stage.selection.layer == middle
    assert range(middle, middle + 1) in plot._columns


def test_a_wider_plot_shows_more_layers(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(NeuronsPlot, of_units(make_history, np.ones((33, 6))), size=(320, 340))
    assert len(plot._columns) < 20
    before = len(bars_of(plot._positive))
    plot.resize(900, 340)
    QApplication.processEvents()
    stage.settle(plot)
    assert plot._columns == [range(layer, layer + 1) for layer in range(33)]
    assert len(bars_of(plot._positive)) == 33 * 6 > before
    assert plot._gaps.points()[0].size == 0
    plot.resize(320, 340)
    QApplication.processEvents()
    stage.settle(plot)
    assert len(bars_of(plot._positive)) == before


@pytest.mark.parametrize("scale", [5e-324, 1e-300, 1e300, 1.7e308])
def test_the_scale_of_any_size(stage: Any, make_history: MakeHistory, scale: float) -> None:
    plot = stage.show(NeuronsPlot, of_units(make_history, [[scale, -scale], [0.0, scale]]))
    assert list(bars_of(plot._positive).values()) == pytest.approx([0.45] * 2)
    assert list(bars_of(plot._negative).values()) == pytest.approx([-0.45])
    plot.grab()


def test_infinite_bars_have_a_color_of_their_own(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(NeuronsPlot, of_units(make_history, [[np.inf, -np.inf, 1.0], [0.5, -0.5, 0.0]]))
    assert bars_of(plot._infinite) == {(1.0, -1.0): pytest.approx(0.45), (1.0, -2.0): pytest.approx(-0.45)}
    assert bars_of(plot._positive) == {(1.0, -3.0): pytest.approx(0.45), (2.0, -1.0): pytest.approx(0.225)}
    assert "infinite" in legend(plot)
    assert plot.readout.text() == "longest: hidden 1, neuron 1, inf; hidden 1: longest inf"


def test_nothing_but_zeros(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(NeuronsPlot, of_units(make_history, np.zeros((3, 6))))
    assert bars_of(plot._positive) == bars_of(plot._negative) == {}
    assert len(plot._units.points()[0]) == 3 * 6 * 3
    assert plot.readout.text() == "all bars are 0 (below 1e-45)"


@pytest.mark.parametrize("num_layers", [1, 3])
def test_nothing_may_be_known(stage: Any, make_history: MakeHistory, num_layers: int) -> None:
    plot = stage.show(NeuronsPlot, of_units(make_history, np.full((num_layers, 6), NAN)))
    assert plot.canvas.empty.isVisible()
    assert plot.canvas.empty.text().startswith("None")
    assert plot.readout.text().endswith(": none")
    plot.show_history(of_units(make_history, np.ones((2, 6))))
    assert not plot.canvas.empty.isVisible()


def test_of_the_chosen_layer_nothing_may_be_known(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(NeuronsPlot, of_units(make_history, [[NAN, NAN], [0.5, 1.0]]))
    assert plot.readout.text() == "longest: output, neuron 2, 1; hidden 1: none"


def test_a_single_layer(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(NeuronsPlot, of_units(make_history, [[0.5, -1.0]]))
    assert bars_of(plot._positive) == {(1.0, -1.0): pytest.approx(0.225)}
    assert plot.readout.text() == "longest: output, neuron 2, -1; output: longest 1"


def test_before_the_first_look(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(NeuronsPlot, make_history(np.empty((0, 3))))
    assert plot.canvas.empty.text().startswith("Press Start: ")
    plot.show_history(make_history(np.ones((5, 3))))
    assert plot.canvas.empty.text().startswith("No closer look yet: ")
    assert plot.readout.text() == plot.legend.text() == ""
    stage.hover(plot.canvas, 1.0, -1.0)
    assert plot.readout.text() == ""
    plot.show_history(of_units(make_history, np.ones((3, 6))))
    plot.show_history(make_history(np.empty((0, 3))))
    assert bars_of(plot._positive) == {}
    assert plot.canvas.empty.isVisible()


def test_it_follows_new_looks_and_rests_between_them(stage: Any, make_history: MakeHistory) -> None:
    history = of_units(make_history, np.ones((3, 6)))
    plot = stage.show(NeuronsPlot, history)
    drawn = []
    draw = plot.draw
    plot.draw = lambda: drawn.append(True) or draw()
    plot.refresh()
    assert drawn == []
    history.append([look(9, -np.ones((3, 6)))])
    plot.refresh()
    assert drawn == [True]
    assert len(bars_of(plot._negative)) == 18
    assert bars_of(plot._positive) == {}
    assert legend(plot).startswith("step 9")


def test_while_the_mouse_reads_off_a_bar_new_looks_leave_the_line_alone(stage: Any, make_history: MakeHistory) -> None:
    history = of_units(make_history, np.ones((3, 6)))
    plot = stage.show(NeuronsPlot, history)
    stage.hover(plot.canvas, 2.0, -4.0)
    history.append([look(9, -np.ones((3, 6)))])
    plot.refresh()
    assert plot.readout.text() == "hidden 2, neuron 4: dC/db = 1"


def test_colors_follow_the_theme_and_differ_by_sign(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(NeuronsPlot, of_units(make_history, [[1.0, -1.0], [1.0, -1.0]]))
    for theme in (DARK, LIGHT):
        plot.apply_theme(theme)
        assert plot._positive.brush().color().name() == theme.training
        assert plot._negative.brush().color().name() == theme.held_out
        assert plot._units.pen().color().name() == theme.faint
        view = plot.canvas.getViewBox()
        stage.settle(plot)
        image = plot.canvas.grab().toImage()
        ratio = image.devicePixelRatio()
        for (x, y), color in {(1.3, -1.0): theme.training, (1.7, -2.0): theme.held_out}.items():
            at = stage.point(plot.canvas, x, y)
            assert view.sceneBoundingRect().contains(at)
            assert image.pixelColor(round(at.x() * ratio), round(at.y() * ratio)).name() == color


def test_a_redraw_makes_no_items(stage: Any, make_history: MakeHistory) -> None:
    history = of_units(make_history, np.ones((33, 6)))
    plot = stage.show(NeuronsPlot, history)
    before = len(plot.canvas.plane.childItems())
    assert before < 10
    history.append([look(9, np.ones((33, 6)))])
    plot.refresh()
    assert len(plot.canvas.plane.childItems()) == before


# ------------------------------------------------------------------------------------------------ incoming weights


def told(step: int, layer: int, unit: int, values: ArrayLike) -> IncomingWeights:
    return IncomingWeights(step, layer, unit, np.asarray(values, float))


def frame(plot: NeuronsPlot) -> tuple[float, float] | None:
    """The middle of the frame around the chosen neuron."""
    x, y = plot._frame.points()
    return (float(x[:4].mean()), float(y[:4].mean())) if len(x) else None


@pytest.fixture
def plot(stage: Any, make_history: MakeHistory) -> NeuronsPlot:
    shown: NeuronsPlot = stage.show(NeuronsPlot, of_units(make_history, np.ones((3, 8)), step=4))
    assert not shown.weights.isVisible()
    return shown


def test_a_click_on_a_neuron_chooses_it_and_its_layer(stage: Any, plot: NeuronsPlot) -> None:
    chosen: list[object] = []
    plot.neuron_chosen.connect(chosen.append)
    stage.click(plot.canvas, 2.2, -3.1)
    assert (plot.neuron, stage.selection.layer) == ((1, 2), 1)
    assert plot.weights.isVisible()
    assert "hidden 2, neuron 3" in plot.weights.caption.text()
    assert frame(plot) == pytest.approx((2.0, -3.0))
    # Beside the neurons only the layer is chosen.
    stage.click(plot.canvas, 3.0, -6.55)
    assert (plot.neuron, stage.selection.layer) == ((1, 2), 2)
    plot.weights.close_button.click()
    assert plot.neuron is None
    assert not plot.weights.isVisible()
    assert frame(plot) is None
    assert chosen == [(1, 2), None]


def test_a_layer_of_few_units_has_no_others(stage: Any, make_history: MakeHistory) -> None:
    gradients = np.full((2, 8), 1.0)
    gradients[0, 2:] = NAN
    plot = stage.show(NeuronsPlot, of_units(make_history, gradients, width=2))
    stage.click(plot.canvas, 1.0, -5.0)
    assert plot.neuron is None
    stage.click(plot.canvas, 1.0, -2.0)
    assert plot.neuron == (0, 1)


def test_what_the_run_tells_is_an_image_of_the_first_layer(stage: Any, plot: NeuronsPlot) -> None:
    stage.click(plot.canvas, 1.0, -3.0)
    assert plot.weights.weights is None
    assert plot.weights.canvas.empty.text() == (
        "The weights are not known yet: no snapshot holds them, and no run has told them."
    )
    values = np.random.default_rng(0).normal(size=784)
    plot.take_weights(told(5, 0, 2, values))
    assert plot.weights.weights is not None
    assert plot.weights.image.values is not None
    assert plot.weights.image.values.shape == (28, 28)
    assert "before step 5," in plot.weights.caption.text()
    # An answer to an older question.
    plot.take_weights(told(6, 0, 1, values))
    assert "before step 5," in plot.weights.caption.text()
    plot.take_weights(told(7, 0, 2, -values))
    assert "before step 7," in plot.weights.caption.text()
    stage.hover(plot.weights.canvas, 3.5, -0.5)
    assert plot.readout.text() == f"row 1, column 4: weight {-values[3]:.3g}"
    plot.weights.canvas.left.emit()
    assert plot.readout.text() == plot.describe(0)


def test_of_another_layer_they_are_bars(stage: Any, plot: NeuronsPlot) -> None:
    stage.click(plot.canvas, 2.0, -1.0)
    plot.take_weights(told(5, 1, 0, np.linspace(-1, 1, 12)))
    assert plot.weights.image.values is None
    assert len(plot.weights.positive.points()[0]) == 5 * 6


def test_another_session_closes_the_picture(stage: Any, plot: NeuronsPlot, make_history: MakeHistory) -> None:
    stage.click(plot.canvas, 1.0, -3.0)
    plot.take_weights(told(5, 0, 2, np.ones(784)))
    plot.show_history(of_units(make_history, np.ones((3, 8))))
    assert plot.neuron is None
    assert not plot.weights.isVisible()


def test_weights_stand_beside_or_below_and_share_the_room(plot: NeuronsPlot) -> None:
    plot.choose_neuron((0, 0))
    for width, height in ((800, 300), (320, 500)):
        plot.resize(width, height)
        for _ in range(3):
            QApplication.processEvents()
        bars, weights = plot.canvas.geometry(), plot.weights.geometry()
        if width > height:
            assert weights.left() > bars.right()
            assert abs(weights.width() - bars.width()) < 0.1 * width
        else:
            assert weights.top() > bars.bottom()
            assert abs(weights.height() - bars.height()) < 0.1 * height


def test_arrow_keys_go_from_neuron_to_neuron(stage: Any, plot: NeuronsPlot, qtbot: QtBot) -> None:
    plot.canvas.setFocus()
    places = []
    keys = Qt.Key
    for key in (keys.Key_Down, keys.Key_Down, keys.Key_Right, keys.Key_Up, keys.Key_Up, keys.Key_Left, keys.Key_Left):
        qtbot.keyClick(plot.canvas, key)
        places.append(plot.neuron)
        assert stage.selection.layer == plot.neuron[0]
    assert places == [(0, 0), (0, 1), (1, 1), (1, 0), (1, 0), (0, 0), (0, 0)]
    qtbot.keyClick(plot.canvas, keys.Key_Escape)
    assert plot.neuron is None
    qtbot.keyClick(plot.canvas, keys.Key_Escape)
    qtbot.keyClick(plot.canvas, keys.Key_A)


def test_a_layer_that_left_its_column_has_no_frame(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(NeuronsPlot, of_units(make_history, np.ones((40, 8))), size=(300, 300))
    plot.choose_neuron((1, 0))
    stage.selection.choose_layer(1)
    assert frame(plot) is not None
    stage.selection.choose_layer(20)
    assert frame(plot) is None
    assert plot.weights.isVisible()


def test_a_saved_session_shows_its_snapshots(stage: Any, tmp_path: Path) -> None:
    path, weights = tmp_path / "kept.gradiometer", {}
    writer = new_writer(path, SMALL)
    for step in (0, 40, 90):
        weights[step] = np.random.default_rng(step).normal(size=(12, 784)).astype(np.float32)
        data = safetensors.numpy.save({"/network/weight_0": weights[step]})
        writer.add(Snapshot(step, "test", "{}", data))
        writer.add(look(step, np.ones((4, 8))))
    assert writer.close() == ""
    history = History.saved(load_session(path))
    plot = stage.show(NeuronsPlot, history)
    plot.choose_neuron((0, 4))
    for moment, step in ((None, 90), (89.0, 40), (12.0, 0), (40.0, 40)):
        stage.selection.moment.choose(moment)
        found = plot.weights.weights
        assert found is not None
        assert found.step == step
        np.testing.assert_array_equal(found.values, weights[step][4].astype(np.float64))
        assert f"before step {step} (a snapshot)," in plot.weights.caption.text()
    # A snapshot that is newer than what the run told last, as when it is over.
    stage.selection.moment.choose(None)
    plot.take_weights(told(89, 0, 4, np.ones(784)))
    assert plot.weights.weights.step == 90
    plot.take_weights(told(95, 0, 4, np.ones(784)))
    assert plot.weights.weights.step == 95
    # Of the second layer there is nothing in these.
    plot.choose_neuron((1, 0))
    assert "cannot be read" in plot.weights.canvas.empty.text()
    history.release()


def test_a_loop_of_somebodys_own_has_no_weights_to_show(stage: Any, tmp_path: Path) -> None:
    with load_session(write_watched(tmp_path / "watched.gradiometer")) as session:
        plot = stage.show(NeuronsPlot, History.saved(session))
        plot.choose_neuron((0, 0))
        assert plot.weights.canvas.empty.text() == (
            "The weights are not known: sessions of a watched loop hold no snapshots."
        )


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_weights_take_the_theme(plot: NeuronsPlot, theme: Theme) -> None:
    plot.choose_neuron((0, 2))
    plot.take_weights(told(5, 0, 2, np.ones(784)))
    plot.apply_theme(theme)
    assert theme.training in plot.weights.caption.text()
    plot.grab()
