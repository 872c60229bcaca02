"""What theory expects, under the profile."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from gradiometer.history import History
from gradiometer.input_moments import InputMoments
from gradiometer.reports import Intervention
from gradiometer.session_database import SessionFileError
from gradiometer.settings import Reinitialize, Settings
from gradiometer_desktop import theory as module
from gradiometer_desktop.plots.profile import ProfilePlot
from gradiometer_desktop.theme import DARK, LIGHT
from staged import python_calls

MakeHistory = Callable[..., History]

INPUTS = InputMoments(0.1, 0.4, 0.2, -1.0, 1.0)
SIGMOID = Settings()
SHAPE = {"sigmoid": np.array([1e-4, 1e-2, 1.0]), "relu": np.array([0.5, 0.7, 1.0])}


@dataclasses.dataclass(frozen=True)
class Stub:
    """A prediction whose numbers can be done by hand: a shape times the measured output."""

    shape: np.ndarray
    why_not: str = ""
    error_decades: float = 0.15

    def profile(self, quantity: str, output_rms: float, output_norm: float) -> np.ndarray:
        if quantity in ("saturation", "weight_norm"):
            return np.full(3, np.nan)
        return self.shape * (output_rms if quantity == "delta_per_sample_rms" else output_norm)

    def band(self, _quantity: str) -> tuple[np.ndarray, np.ndarray]:
        return np.array([-0.4, -0.2, 0.0]), np.array([0.3, 0.1, 0.0])


@pytest.fixture(autouse=True)
def predicted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Made at once, of shapes that are known."""

    def predict(_theory: object, drawn: Any) -> Stub:
        if drawn.settings.normalization == "layer":
            return Stub(np.empty(0), "No theory for LayerNorm here.")
        return Stub(SHAPE[drawn.settings.activation])

    monkeypatch.setattr(module.Theory, "prediction", predict)


def made(make_history: MakeHistory, *, others: tuple[Intervention, ...] = (), num_steps: int = 4) -> History:
    """Norms 2e-4, 1e-2, 0.5 at every step; of the output the delta is 0.2 times (1 + step), per example 0.5."""
    delta = np.tile([[0.1, 0.1, 0.2]], (num_steps, 1)) * (1.0 + np.arange(num_steps))[:, None]
    looks = {"delta_per_sample_rms": np.full((num_steps, 3), 0.5), "saturation": np.zeros((num_steps, 3))}
    norms = np.tile([2e-4, 1e-2, 0.5], (num_steps, 1))
    history = make_history(norms, delta=delta, by_name=looks, others=others)
    history.append([INPUTS])
    return history


def legend(plot: ProfilePlot) -> str:
    return re.sub(r"<[^>]*>", "", plot.legend.text()).replace("&ensp;", " | ")


def test_the_line_goes_through_the_measured_output_of_the_step(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(ProfilePlot, made(make_history))
    x, y = plot._theory.curve.points()
    np.testing.assert_array_equal(x, [1.0, 2.0, 3.0])
    np.testing.assert_allclose(y, np.log10([0.8e-4, 0.8e-2, 0.8]))
    _, low, high = plot._theory.band.limits()
    np.testing.assert_allclose(low - y, [-0.4, -0.2, 0.0], atol=1e-12)
    np.testing.assert_allclose(high - y, [0.3, 0.1, 0.0], atol=1e-12)
    assert "theory, within 0.15 decades" in legend(plot)
    bottom, top = plot.canvas.getViewBox().viewRange()[1]
    assert bottom <= y.min()
    assert y.max() <= top
    stage.selection.moment.choose(1.0)
    np.testing.assert_allclose(plot._theory.curve.points()[1], np.log10([0.4e-4, 0.4e-2, 0.4]))


def test_of_a_quantity_per_example_the_output_is_that_per_example(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(ProfilePlot, made(make_history, num_steps=2))
    stage.selection.choose_quantity("delta_per_sample_rms")
    np.testing.assert_allclose(plot._theory.curve.points()[1], np.log10([0.5e-4, 0.5e-2, 0.5]))


def test_it_is_for_the_settings_of_the_step(stage: Any, make_history: MakeHistory) -> None:
    relu = dataclasses.replace(SIGMOID, activation="relu")
    plot = stage.show(ProfilePlot, made(make_history, others=(Intervention(2, relu, SIGMOID, relu, ""),)))
    np.testing.assert_allclose(plot._theory.curve.points()[1], np.log10([0.4, 0.56, 0.8]))
    stage.selection.moment.choose(1.0)
    np.testing.assert_allclose(plot._theory.curve.points()[1], np.log10([0.4e-4, 0.4e-2, 0.4]))


def test_hovering_tells_how_measured_stands_to_predicted(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(ProfilePlot, made(make_history))
    stage.hover(plot.canvas, 1.0)
    assert plot.readout.text() == "hidden 1: weight gradient norm 0.0002, 2.5 x the predicted 8e-05"
    assert "within 0.15 decades" in legend(plot)
    assert "5 % to 95 % of single draws" in plot.legend.toolTip()


def test_a_narrow_legend_leaves_out_how_sure_it_is(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(ProfilePlot, made(make_history), size=(240, 300))
    assert legend(plot).split(" | ") == ["&#9679; step 3", "-&#183;- theory", "&#183;&#183;&#183; step 0"]
    assert "at most 0.15 decades" in plot.legend.toolTip()
    plot.resize(500, 300)
    assert "theory, within 0.15 decades" in legend(plot)


def test_where_there_is_no_theory_the_legend_says_so_in_two_words(stage: Any, make_history: MakeHistory) -> None:
    norm = dataclasses.replace(SIGMOID, normalization="layer")
    partial = Reinitialize(scheme="he", layers=(0,))
    changes = (Intervention(1, norm, SIGMOID, norm, ""), Intervention(3, partial, norm, norm, ""))
    plot = stage.show(ProfilePlot, made(make_history, others=changes))
    for step, why in ((3.0, "another law"), (1.0, "No theory for LayerNorm here.")):
        stage.selection.moment.choose(step)
        assert legend(plot).count("no theory") == 1
        assert why in plot.legend.toolTip()
        assert plot._theory.curve.points()[0].size == 0
        assert plot._theory.band.limits()[0].size == 0
        stage.hover(plot.canvas, 1.0)
        assert "predicted" not in plot.readout.text()
        plot.canvas.left.emit()
    stage.selection.moment.choose(0.0)
    assert "no theory" not in legend(plot)
    # Of a quantity that is none of theory's nothing is said.
    stage.selection.choose_quantity("saturation")
    assert "theory" not in legend(plot)
    assert plot._theory.curve.points()[0].size == 0


def test_before_the_first_look_there_is_neither_a_line_nor_a_word(stage: Any, make_history: MakeHistory) -> None:
    history = make_history(np.ones((3, 3)))
    history.append([INPUTS])
    plot = stage.show(ProfilePlot, history)
    assert "theory" not in legend(plot)
    assert plot._theory.curve.points()[0].size == 0


def test_a_file_that_has_gone_wrong_since_takes_the_line_alone(
    stage: Any, make_history: MakeHistory, monkeypatch: pytest.MonkeyPatch
) -> None:
    history = made(make_history)
    plot = stage.show(ProfilePlot, history)
    read = history.at

    def at(name: str, step: float | None) -> object:
        if name == "delta_per_sample_rms":
            raise SessionFileError("a.gradiometer is not a Gradiometer session")
        return read(name, step)

    monkeypatch.setattr(history, "at", at)
    stage.selection.theory.changed.emit()
    assert plot._theory.curve.points()[0].size == 0
    assert plot._points.points()[0].size == 3


def test_switched_off_nothing_of_it_is_seen(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(ProfilePlot, made(make_history))
    stage.selection.theory.show(False)
    assert "theory" not in legend(plot)
    assert plot._theory.curve.points()[0].size == 0
    assert plot.legend.toolTip() == plot.how
    stage.selection.theory.show(True)
    assert plot._theory.curve.points()[0].size == 3


def test_it_lies_beneath_what_was_measured(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(ProfilePlot, made(make_history))
    beneath = max(plot._theory.curve.zValue(), plot._theory.band.zValue())
    assert all(item.zValue() > beneath for item in (plot._line, plot._first, plot._before, plot._guide))
    for theme in (DARK, LIGHT):
        plot.apply_theme(theme)
        assert plot._theory.curve.pen().color().name() == theme.note
        assert 0 < plot._theory.band.color().alpha() < 80


def test_another_session_takes_the_line_away(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(ProfilePlot, made(make_history))
    plot.show_history(make_history(np.empty((0, 3))))
    assert plot._theory.curve.points()[0].size == 0
    assert legend(plot) == ""


def test_painted_it_runs_no_python(stage: Any, make_history: MakeHistory) -> None:
    plot = stage.show(ProfilePlot, made(make_history))
    stage.settle(plot)
    assert plot._theory.curve.points()[0].size == 3
    assert python_calls(plot.canvas.viewport().repaint) == []
