"""Profiles side by side: the true values of each session at its own step, whatever the depths."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gradiometer.comparison import Comparison
from gradiometer.session_database import SessionFileError
from gradiometer_desktop.compare.profile import CompareProfile
from gradiometer_desktop.theme import DARK
from several import DEEP, SHALLOW
from synthetic import write_session


def points(plot: CompareProfile, number: int) -> tuple[np.ndarray, np.ndarray]:
    x, y = plot._lines[number].points()
    return x[np.isfinite(y)], y[np.isfinite(y)]


@pytest.mark.parametrize("from_output", [False, True])
@pytest.mark.parametrize(("position", "steps"), [(None, (29, 39, 19)), (12.0, (12, 12, 12)), (25.0, (25, 25, 19))])
def test_every_session_at_its_layers(
    stage: Any, several: Comparison, position: float | None, steps: tuple[int, ...], from_output: bool
) -> None:
    plot = stage.show(CompareProfile, several)
    stage.chosen.move(position)
    stage.chosen.count_from_output(from_output)
    stage.settle(plot)
    for number, (side, step) in enumerate(zip(several.sides, steps, strict=True)):
        x, y = points(plot, number)
        begin = 6 - side.num_layers if from_output else 0
        np.testing.assert_array_equal(x, np.arange(begin + 1, begin + side.num_layers + 1))
        norms = side.session.quantity("weight_gradient_norm")[step]
        np.testing.assert_allclose(y, np.log10(norms), rtol=1e-12)
        np.testing.assert_allclose(plot._points[number].points()[1], y)
        assert f"{step}" in plot.legend.text()
    assert plot._axis._names == several.layer_names(from_output=from_output)


def test_colours_are_those_of_the_sessions(stage: Any, several: Comparison) -> None:
    plot = stage.show(CompareProfile, several)
    assert [line.pen().color().name() for line in plot._lines] == list(plot.colors[:3])
    plot.apply_theme(DARK)
    assert [line.pen().color().name() for line in plot._lines] == list(plot.colors[:3])
    assert plot._lines[0].pen().color().name() != "#0072b2"


def test_hidden_sessions_are_not_drawn(stage: Any, several: Comparison) -> None:
    plot = stage.show(CompareProfile, several)
    several.sides[1].is_shown = False
    plot.refresh()
    assert [len(points(plot, number)[0]) for number in range(3)] == [3, 0, 3]
    for side in several.sides:
        side.is_shown = False
    plot.refresh()
    assert plot.canvas.empty.isVisible()


def test_another_quantity(stage: Any, several: Comparison) -> None:
    plot = stage.show(CompareProfile, several)
    stage.chosen.choose_quantity("saturation")
    stage.settle(plot)
    for number, side in enumerate(several.sides):
        np.testing.assert_array_equal(points(plot, number)[1], side.session.quantity("saturation")[-1])
    stage.chosen.choose_quantity("gain")
    stage.settle(plot)
    assert plot._guide.points()[1].tolist() == [0.0, 0.0]


def test_a_session_without_a_place_is_named(stage: Any, several: Comparison) -> None:
    plot = stage.show(CompareProfile, several)
    stage.align(several, "change")
    stage.settle(plot)
    assert [len(points(plot, number)[0]) for number in range(3)] == [3, 0, 0]
    assert "without a change: small: ReLU · mine" in plot.legend.text()


def test_zeros_and_nan(stage: Any, tmp_path: Path) -> None:
    def change(layout: Any, row: np.ndarray) -> None:
        row[layout.slice("weight_gradient_norm")] = (0.0, math.nan, 1.0)

    paths = [
        write_session(tmp_path / "a.gradiometer", SHALLOW, 2, change_row=change),
        write_session(tmp_path / "b.gradiometer", DEEP, 2),
    ]
    with Comparison(paths) as comparison:
        plot = stage.show(CompareProfile, comparison)
        assert points(plot, 0)[0].tolist() == [3.0]
        assert plot._zeros.points()[0].tolist() == [1.0]
        assert plot._zeros.faces[0].rim == plot.colors[0]
        assert "NaN or Inf" in plot.legend.text()
        assert "exact 0 (below 1e-45)" in plot.legend.text()


def test_the_mouse_reads_off_all_sessions(stage: Any, several: Comparison) -> None:
    plot = stage.show(CompareProfile, several)
    assert plot.readout.text() == "at the newest step of each"
    stage.hover(plot.canvas, 4.1)
    value = several.sides[1].session.quantity("weight_gradient_norm")[-1, 3]
    assert plot.readout.text() == f"hidden 4: small: ReLU {value:.3g}"
    stage.hover(plot.canvas, 1.0)
    assert plot.readout.text().count(",") == 2
    plot.canvas.left.emit()
    stage.chosen.move(5.0)
    stage.wait(lambda: plot.readout.text() == "at step 5")


def test_sessions_with_no_steps(stage: Any, tmp_path: Path) -> None:
    paths = [write_session(tmp_path / f"{name}.gradiometer", SHALLOW, 0) for name in "ab"]
    with Comparison(paths) as comparison:
        plot = stage.show(CompareProfile, comparison)
        assert plot.canvas.empty.isVisible()
        stage.hover(plot.canvas, 1.0)


def test_a_file_that_cannot_be_read_is_said_below_the_plot(
    stage: Any, several: Comparison, monkeypatch: pytest.MonkeyPatch
) -> None:
    plot = stage.show(CompareProfile, several)

    def refuse(*_arguments: object) -> None:
        raise SessionFileError("a.gradiometer cannot be read now: another program is writing it")

    monkeypatch.setattr(several.sides[1], "at", refuse)
    plot.refresh()
    assert plot.readout.text() == "a.gradiometer cannot be read now: another program is writing it"
    monkeypatch.undo()
    plot.refresh()
    assert len(points(plot, 1)[0]) == 6


def test_its_limits_are_values(stage: Any, several: Comparison) -> None:
    plot = stage.show(CompareProfile, several)
    low, high = plot.canvas.getViewBox().viewRange()[1]
    assert plot.view_limits() == (pytest.approx((10**low, 10**high)),)
