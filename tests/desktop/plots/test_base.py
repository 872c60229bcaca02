"""What all plots share: their looks with and without data, the legend, and how values are written."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from gradiometer.colors import layer_colors
from gradiometer.history import History
from gradiometer.layout import Layout
from gradiometer.session_file import load_session
from gradiometer_desktop.plots import PLOTS, Plot
from gradiometer_desktop.plots.base import faded, format_value
from gradiometer_desktop.plots.norms import NormsPlot
from gradiometer_desktop.plots.profile import ProfilePlot
from gradiometer_desktop.selection import Selection
from gradiometer_desktop.theme import DARK, LIGHT
from synthetic import write_watched

MakeHistory = Callable[..., History]
EVERY_PLOT = pytest.mark.parametrize("kind", PLOTS, ids=[kind.name for kind in PLOTS])
# Those that have something to show of any network; the others say what network they are for.
ANY = [kind for kind in PLOTS if kind.name not in ("through_time", "time_heatmap", "surface")]
OF_ANY_NETWORK = pytest.mark.parametrize("kind", ANY, ids=[kind.name for kind in ANY])


def named(legend: QLabel) -> list[str]:
    """The layers of a legend, and what is left out."""
    return re.findall(r"hidden \d+|output|…", legend.text())


# ------------------------------------------------------------------------------------------------ all plots


@EVERY_PLOT
def test_a_plot_without_a_session_can_be_seen(stage: Any, kind: type[Plot]) -> None:
    plot = stage.show(kind)
    plot.refresh()
    plot.show_summary()
    assert plot.readout.text() == ""
    stage.hover(plot.canvases[0], *middle(plot))
    stage.click(plot.canvases[0], *middle(plot))
    plot.apply_theme(DARK)
    plot.grab()


def middle(plot: Plot) -> tuple[float, float]:
    center = plot.canvases[0].getViewBox().viewRect().center()
    return center.x(), center.y()


@OF_ANY_NETWORK
def test_a_plot_before_the_first_step_says_what_will_be_there(
    stage: Any, make_history: MakeHistory, kind: type[Plot]
) -> None:
    plot = stage.show(kind, make_history(np.empty((0, 4))))
    assert plot.canvases[0].empty.isVisible()
    assert plot.canvases[0].empty.text().startswith("Press Start")
    assert plot.readout.text() == ""
    stage.hover(plot.canvases[0], *middle(plot))
    stage.click(plot.canvases[0], *middle(plot))
    stage.double_click(plot.canvases[0], *middle(plot))
    plot.grab()


@OF_ANY_NETWORK
def test_the_note_goes_with_the_first_step_and_comes_back_with_an_empty_session(
    stage: Any, make_history: MakeHistory, make_counts: Callable[..., np.ndarray], kind: type[Plot]
) -> None:
    histogram = make_counts(4, {-5: (3, 4)})
    looked = dict.fromkeys(("gain", "gate", "weight_factor", "unit_gradient"), 0.5)
    plot = stage.show(kind, make_history(np.ones((1, 4)), histograms={0: histogram}, by_name=looked))
    assert not plot.canvases[0].empty.isVisible()
    assert plot.readout.text() != ""
    plot.show_history(make_history(np.empty((0, 2))))
    assert plot.canvases[0].empty.isVisible()
    assert plot.readout.text() == ""
    plot.grab()


@EVERY_PLOT
@pytest.mark.parametrize("num_layers", [1, 64])
def test_extreme_values_are_painted(
    stage: Any,
    make_history: MakeHistory,
    make_counts: Callable[..., np.ndarray],
    kind: type[Plot],
    num_layers: int,
) -> None:
    """None of them may raise or warn while Qt paints."""
    extremes = np.array([0.0, np.nan, np.inf, 1e-30, 5e-324, 1.7e308, 1.0])
    rows = np.resize(extremes, (40, num_layers))
    histograms = {step: make_counts(num_layers, {-126: (0, 1), 127: (2, 0)}, zeros=5) for step in range(0, 40, 5)}
    history = make_history(
        rows,
        after_clip=np.resize(extremes[::-1], (40, num_layers)),
        loss=np.resize(extremes, 40),
        accuracy=np.resize([0.0, 1.0, np.nan], 40),
        held_out={0: (np.nan, 0.0), 20: (np.inf, 1.0)},
        histograms=histograms,
    )
    plot = stage.show(kind, history)
    for theme in (DARK, LIGHT):
        plot.apply_theme(theme)
        plot.grab()
    for layer in {0, num_layers - 1}:
        stage.selection.choose_layer(layer)
        plot.grab()
    for quantity in ("delta_norm", "weight_gradient_norm_after_clip"):
        stage.selection.choose_quantity(quantity)
        plot.grab()
    for canvas in plot.canvases:
        rect = canvas.getViewBox().viewRect()
        for x_share, y_share in ((0.01, 0.5), (0.5, 0.5), (0.99, 0.01), (0.5, 0.99)):
            at = rect.left() + x_share * rect.width(), rect.top() + y_share * rect.height()
            stage.hover(canvas, *at)
            stage.click(canvas, *at)
    plot.grab()


@EVERY_PLOT
def test_only_infinities_are_painted(stage: Any, make_history: MakeHistory, kind: type[Plot]) -> None:
    for value in (np.inf, np.nan, 0.0):
        plot = stage.show(kind, make_history(np.full((3, 2), value), loss=np.full(3, value)))
        plot.grab()
        assert np.isfinite(plot.canvases[0].getViewBox().viewRange()).all()


@EVERY_PLOT
def test_a_tiny_plot_is_painted(stage: Any, make_history: MakeHistory, kind: type[Plot]) -> None:
    plot = stage.show(kind, make_history(np.ones((30, 64))))
    for size in ((60, 40), (10, 400), (400, 10), (700, 400)):
        plot.resize(*size)
        plot.grab()
        QApplication.processEvents()
        plot.refresh()
        plot.grab()


@EVERY_PLOT
def test_a_theme_recolors_everything(stage: Any, make_history: MakeHistory, kind: type[Plot]) -> None:
    plot = stage.show(kind, make_history(np.ones((30, 5))))
    for theme in (DARK, LIGHT):
        plot.apply_theme(theme)
        assert plot.colors == layer_colors(5, dark=theme.dark)
        image = plot.grab().toImage()
        for canvas in plot.canvases:
            corner = canvas.mapTo(plot, canvas.rect().bottomRight())
            assert image.pixelColor(corner.x() - 1, corner.y() - 1).name() == theme.ground


@EVERY_PLOT
def test_a_plot_says_what_it_is(stage: Any, kind: type[Plot]) -> None:
    plot = kind(stage.selection)
    stage.qtbot.addWidget(plot)
    assert plot.name
    assert plot.title == plot.accessibleName()
    assert plot.legend.toolTip() == plot.how
    assert len(plot.how) > 40
    assert all(canvas.accessibleName() for canvas in plot.canvases)


def test_every_plot_has_a_name_of_its_own() -> None:
    assert len({kind.name for kind in PLOTS}) == len(PLOTS) == len({kind.title for kind in PLOTS})


@EVERY_PLOT
def test_axes_are_labelled(stage: Any, make_history: MakeHistory, kind: type[Plot]) -> None:
    plot = stage.show(kind, make_history(np.ones((3, 3))))
    for canvas in plot.canvases:
        assert canvas.getAxis("left").labelText
        assert canvas.getAxis("left").label.isVisible()
    assert plot.canvases[-1].getAxis("bottom").labelText
    assert plot.canvases[-1].getAxis("bottom").label.isVisible()


# ----------------------------------------------------------------------------------------------- the legend


def test_the_legend_names_the_layers_in_their_colors(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(NormsPlot, make_history(np.ones((3, 4))), size=(700, 300))
    assert named(plot.legend) == ["hidden 1", "hidden 2", "hidden 3", "output"]
    for color in layer_colors(4, dark=False):
        assert f"color:{color}" in plot.legend.text()
    assert "<b>hidden 1</b>" in plot.legend.text()
    stage.selection.choose_layer(2)
    assert "<b>hidden 3</b>" in plot.legend.text()
    assert plot.legend.text().count("<b>") == 1


def test_a_legend_without_room_names_the_ends_and_the_chosen_layer(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(NormsPlot, make_history(np.ones((3, 64))), size=(700, 300))
    stage.selection.choose_layer(20)
    assert named(plot.legend) == ["hidden 1", "…", "hidden 21", "…", "output"]
    stage.selection.choose_layer(1)
    assert named(plot.legend) == ["hidden 1", "hidden 2", "…", "output"]
    stage.selection.choose_layer(63)
    assert named(plot.legend) == ["hidden 1", "…", "output"]


def test_a_legend_follows_the_width(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(NormsPlot, make_history(np.ones((3, 8))), size=(900, 300))
    assert "hidden 4" in plot.legend.text()
    plot.resize(300, 300)
    assert "hidden 4" not in plot.legend.text()


def test_a_link_of_the_legend_chooses_the_layer(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(NormsPlot, make_history(np.ones((3, 4))))
    assert 'href="3"' in plot.legend.text()
    plot.legend.linkActivated.emit("3")
    assert stage.selection.layer == 3


# --------------------------------------------------------------------------------------------------- values


@pytest.mark.parametrize(
    ("value", "smallest", "text"),
    [
        (3.21456e-5, "1e-45", "3.21e-05"),
        (0.0, "1e-45", "0 (below 1e-45)"),
        (-0.0, "6e-8", "0 (below 6e-8)"),
        (0.0, "1e-323", "0 (below 1e-323)"),
        (1e-45, "1e-45", "1e-45"),
        (12.0, "1e-45", "12"),
        (1234.5, "1e-45", "1.23e+03"),
        (float("nan"), "1e-45", "nan"),
        (float("inf"), "1e-323", "inf"),
    ],
)
def test_values(value: float, smallest: str, text: str) -> None:
    assert format_value(value, smallest) == text


@OF_ANY_NETWORK
def test_a_loop_of_somebodys_own_is_drawn(stage: Any, tmp_path: Path, kind: type[Plot]) -> None:
    """With no experiment, no settings, no accuracy and nothing held out."""
    with load_session(write_watched(tmp_path / "watched.gradiometer")) as session:
        plot = stage.show(kind, History.saved(session))
        for layer in (2, 1):
            stage.selection.choose_layer(layer)
            plot.grab()
        assert not plot.canvases[0].empty.isVisible()
        assert plot.readout.text()
        assert "nan" not in plot.readout.text()
        for canvas in plot.canvases:
            stage.hover(canvas, 1.0)
        plot.apply_theme(DARK)
        plot.grab()


@pytest.mark.parametrize("kind", [NormsPlot, ProfilePlot])
def test_a_zero_says_how_small_it_may_be_in_its_own_layers_precision(
    stage: Any, tmp_path: Path, kind: type[Plot]
) -> None:
    def change(layout: Layout, row: np.ndarray) -> None:
        row[layout.slice("weight_gradient_norm")] = 0.0

    with load_session(write_watched(tmp_path / "zeros.gradiometer", change_row=change)) as session:
        plot = stage.show(kind, History.saved(session))
        for layer, smallest in enumerate(("9e-41", "1e-323", "1e-323")):
            stage.selection.choose_layer(layer)
            if kind is ProfilePlot:
                stage.hover(plot.canvases[0], layer + 1.0)
            else:
                plot.canvases[0].left.emit()
            assert plot.readout.text().endswith(f"weight gradient norm 0 (below {smallest})"), plot.readout.text()


@EVERY_PLOT
def test_a_hidden_plot_is_up_to_date_when_it_is_shown_again(
    stage: Any, make_history: MakeHistory, kind: type[Plot]
) -> None:
    """A dock that was closed, or lay behind another, while the person zoomed."""
    history = make_history(np.ones((50, 3)))
    plot = stage.show(kind, history)
    plot.hide()
    stage.selection.steps.set_by_hand(10.0, 20.0)
    drawn = []
    refresh = plot.refresh

    def count() -> None:
        drawn.append(True)
        refresh()

    plot.refresh = count
    plot.show()
    stage.wait(lambda: bool(drawn))


def test_a_selection_is_shared(qtbot: QtBot) -> None:
    selection = Selection()
    plots = [kind(selection) for kind in PLOTS]
    for plot in plots:
        qtbot.addWidget(plot)
        assert plot.selection is selection


def test_faded_colors_lie_between_color_and_ground() -> None:
    assert faded("#ff0000", "#ffffff", 1.0) == "#ff0000"
    assert faded("#ff0000", "#ffffff", 0.0) == "#ffffff"
    assert faded("#ff0000", "#0000ff", 0.4) == "#660099"


@EVERY_PLOT
def test_limits_are_those_of_axes_with_values(stage: Any, make_history: MakeHistory, kind: type[Plot]) -> None:
    """What stands on a plot's other axes, layers, neurons and powers of two, cannot be chosen."""
    plot = stage.show(kind, make_history(np.ones((20, 3))))
    wanted = {"loss": 2, "neurons": 0, "heatmap": 0, "time_heatmap": 0, "surface": 0}
    assert len(plot.view_limits()) == wanted.get(kind.name, 1)
    assert plot.has_scale <= bool(plot.view_limits())
