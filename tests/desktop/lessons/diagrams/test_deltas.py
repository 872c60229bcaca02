"""Discs and line show the deltas of the network that the controls describe."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gradiometer.neuron_chain import DeltaNet
from gradiometer_desktop.lessons.diagrams.deltas import NUM_NODES, DeltasDiagram, delta_lines, layer_names
from staged import Mouse


@pytest.fixture
def diagram(show: Callable[..., DeltasDiagram]) -> DeltasDiagram:
    return show(DeltasDiagram, width=700)


def test_the_controls_describe_the_network(diagram: DeltasDiagram) -> None:
    assert diagram.net() == DeltaNet(depth=6, width=1, activation="sigmoid", seed=0)
    assert not diagram.numbers["width"].slider.isEnabled()
    diagram.shape.setCurrentIndex(1)
    assert diagram.numbers["width"].slider.isEnabled()
    diagram.activation.setCurrentIndex(1)
    for name, text in (("depth", "9"), ("width", "5"), ("w scale", "1.5"), ("b scale", "0.25"), ("seed", "12345")):
        line = diagram.numbers[name].box.control
        line.setText(text)
        line.editingFinished.emit()
    assert diagram.net() == DeltaNet(9, 5, "tanh", 1.5, 0.25, 12345)
    assert len(diagram.run.deltas) == 10


def test_the_line_is_the_size_of_delta(diagram: DeltasDiagram) -> None:
    layers, heights = diagram.plot.points()
    assert layers.tolist() == [1, 2, 3, 4, 5, 6, 7]
    # Backwards by hand: delta_l = sigma'(z_l) w_{l+1} delta_{l+1}.
    run = diagram.run
    delta = float(run.z[-1][0]) - float(run.y[0])
    expected = [delta]
    for layer in range(5, -1, -1):
        a = 1 / (1 + math.exp(-float(run.z[layer][0])))
        delta *= float(run.weights[layer + 1][0, 0]) * a * (1 - a)
        expected.insert(0, delta)
    assert heights == pytest.approx(np.log10(np.abs(expected)), abs=1e-9)
    low, high = diagram.plot.getViewBox().viewRange()[1]
    assert low < heights.min()
    assert high > heights.max()


def test_the_factors_stand_between_the_points_where_there_is_room(diagram: DeltasDiagram) -> None:
    assert len(diagram.plot.factors()) == 6
    assert diagram.plot.factors()[0] == "0.12"
    diagram.numbers["depth"].slider.setValue(39)
    assert diagram.plot.factors() == []
    # They are in the text all the same.
    assert diagram.text.text().count(" · ") >= 39


def test_the_area_of_a_disc_is_the_size_of_delta(diagram: DeltasDiagram) -> None:
    sizes = diagram.picture.disc_sizes()
    assert len(sizes) == 7
    deltas = np.abs([float(delta[0]) for delta in diagram.run.deltas])
    assert sizes == pytest.approx(max(sizes) * np.sqrt(deltas / deltas.max()), abs=0.51)
    diagram.shape.setCurrentIndex(1)
    assert len(diagram.picture.disc_sizes()) == 7 * 6
    diagram.numbers["width"].slider.setValue(60)
    assert len(diagram.picture.disc_sizes()) == 7 * NUM_NODES
    assert f"{NUM_NODES} of 62 neurons" in diagram.legend.text()


def test_a_click_on_either_plot_chooses_a_layer(diagram: DeltasDiagram, qtbot: QtBot) -> None:
    Mouse(qtbot).click(diagram.picture, 3.0)
    assert diagram.chosen == 3
    assert "Layer 3" in diagram.text.text()
    Mouse(qtbot).click(diagram.plot, 7.0)
    assert diagram.chosen == 7
    assert "Output" in diagram.text.text()
    # Of a shallower network it is the last.
    diagram.numbers["depth"].slider.setValue(1)
    assert diagram.chosen == 3


def test_the_layers_of_both_plots_stand_below_each_other(diagram: DeltasDiagram) -> None:
    for depth in (3, 30):
        diagram.numbers["depth"].slider.setValue(depth)
        for _ in range(4):
            diagram.grab()
            QApplication.processEvents()
        for layer in (1.0, depth + 1.0):
            assert diagram.picture.x_pixel(layer) == pytest.approx(diagram.plot.x_pixel(layer), abs=1.0)
        assert diagram.picture.overlay.sceneBoundingRect().left() == pytest.approx(
            diagram.plot.overlay.sceneBoundingRect().left(), abs=1.0
        )


def test_a_dead_neuron_is_said(diagram: DeltasDiagram) -> None:
    diagram.activation.setCurrentIndex(2)
    assert diagram.run.norms[0] == 0.0
    _x, heights = diagram.plot.points()
    assert np.isnan(heights[0])
    assert diagram.text.text().endswith("0.61 · 0 · … = <b>0</b>")
    assert set(diagram.picture.disc_sizes()[:5]) == {0}


def test_what_is_said_of_a_wide_layer() -> None:
    run = DeltaNet(depth=3, width=4, seed=1).run()
    first, all_of_them = delta_lines(run, 2)
    assert "Layer 2" in first
    assert "gate · weights" in first
    assert all_of_them.count(" · ") == 2
    assert "output" in delta_lines(run, 3)[0]
    assert layer_names(3) == ("1", "2", "output")
