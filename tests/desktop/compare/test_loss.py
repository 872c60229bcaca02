"""Loss and accuracy of several sessions, training and held-out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gradiometer.comparison import Comparison
from gradiometer_desktop.compare.loss import CompareLoss
from several import DEEP, SHALLOW
from synthetic import write_session, write_watched


def heights(name: str, values: np.ndarray) -> np.ndarray:
    """These losses fall from 1 to 1e-6, so they stand at their logarithms."""
    return np.log10(values) if name == "loss" else values


def test_every_session_as_it_was_recorded(stage: Any, several: Comparison) -> None:
    plot = stage.show(CompareLoss, several)
    for name in ("loss", "accuracy"):
        for number, side in enumerate(several.sides):
            strokes = plot.strokes[name, number]
            x, y = strokes.middle.points()
            np.testing.assert_array_equal(x, side.session.steps)
            np.testing.assert_allclose(y, heights(name, side.session.quantity(name)[:, 0]))
            for item in (strokes.line, strokes.points):
                held_out_x, held_out_y = item.points()
                np.testing.assert_array_equal(held_out_x, side.session.evaluation_steps)
                np.testing.assert_allclose(held_out_y, heights(name, side.session.quantity(f"held_out_{name}")[:, 0]))
            assert strokes.middle.pen().color().name() == plot.colors[number]
    assert not any(canvas.empty.isVisible() for canvas in plot.canvases)


def test_aligned_and_hidden(stage: Any, several: Comparison) -> None:
    plot = stage.show(CompareLoss, several)
    several.sides[2].is_shown = False
    stage.align(several, "time")
    stage.settle(plot)
    np.testing.assert_allclose(plot.strokes["loss", 0].middle.points()[0], 0.001 * np.arange(30), atol=1e-12)
    assert len(plot.strokes["loss", 2].middle.points()[0]) == 0
    stage.align(several, "change")
    stage.settle(plot)
    np.testing.assert_array_equal(
        plot.strokes["loss", 0].line.points()[0], several.sides[0].session.evaluation_steps - 10
    )
    assert "without a change: small: ReLU" in plot.legend.text()


def test_an_exploding_loss_has_a_log_axis(stage: Any, tmp_path: Path) -> None:
    def change(layout: Any, row: np.ndarray) -> None:
        row[layout.slice("loss")] = 10.0 ** row[0]

    paths = [
        write_session(tmp_path / "a.gradiometer", SHALLOW, 10, change_row=change),
        write_session(tmp_path / "b.gradiometer", DEEP, 10),
    ]
    with Comparison(paths) as comparison:
        plot = stage.show(CompareLoss, comparison)
        np.testing.assert_allclose(plot.strokes["loss", 0].middle.points()[1], np.arange(10.0), atol=1e-12)
        low, high = plot.canvases[0].getViewBox().viewRange()[1]
        assert low <= np.log10(comparison.sides[1].session.loss.min())
        assert high >= 9
        assert any("10" in label for label in plot.canvases[0].getAxis("left").labels())


def test_a_usual_loss_has_a_plain_axis_from_zero(stage: Any, tmp_path: Path) -> None:
    def change(layout: Any, row: np.ndarray) -> None:
        row[layout.slice("loss")] = 2.0 - 0.1 * row[0]

    paths = [write_session(tmp_path / f"{name}.gradiometer", SHALLOW, 10, change_row=change) for name in "ab"]
    with Comparison(paths) as comparison:
        plot = stage.show(CompareLoss, comparison)
        np.testing.assert_allclose(plot.strokes["loss", 1].middle.points()[1], 2.0 - 0.1 * np.arange(10))
        assert plot.canvases[0].getViewBox().viewRange()[1][0] == 0.0


def test_without_any_accuracy(stage: Any, tmp_path: Path) -> None:
    paths = [write_watched(tmp_path / f"{name}.gradiometer", 9) for name in "ab"]
    with Comparison(paths) as comparison:
        plot = stage.show(CompareLoss, comparison)
        assert not plot.canvases[0].empty.isVisible()
        assert plot.canvases[1].empty.isVisible()
        stage.hover(plot.canvases[0], 4.0)
        assert "and" not in plot.readout.text()


def test_the_mouse_reads_off_all_sessions(stage: Any, several: Comparison) -> None:
    plot = stage.show(CompareLoss, several)
    stage.hover(plot.canvases[1], 7.4)
    session = several.sides[0].session
    accuracy = session.quantity("accuracy")[7, 0]
    assert plot.readout.text().startswith(f"step 7: small: Sigmoid {session.loss[7]:.3g} and {accuracy:.1%}, ")


def test_both_panels_share_steps_and_widths(stage: Any, several: Comparison) -> None:
    plot = stage.show(CompareLoss, several)
    stage.chosen.steps.set_by_hand(5.0, 15.0)
    stage.settle(plot)
    assert {tuple(canvas.getViewBox().viewRange()[0]) for canvas in plot.canvases} == {(5.0, 15.0)}
    assert len({canvas.getAxis("left").width() for canvas in plot.canvases}) == 1
    assert len(plot._markers[0]) == len(plot._markers[1]) == 1
    plot.canvases[1].reset_asked.emit()
    assert (stage.chosen.steps.first, stage.chosen.steps.last) == (0.0, 39.0)


def test_both_panels_have_limits(stage: Any, several: Comparison) -> None:
    """A loss that fell far stands on decades, an accuracy never."""
    plot = stage.show(CompareLoss, several)
    low, high = plot.canvases[0].getViewBox().viewRange()[1]
    assert plot.view_limits() == (pytest.approx((10**low, 10**high)), (0.0, 1.02))
