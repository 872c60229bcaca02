"""Sessions held against their control: ratios and differences at the steps that both measured."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gradiometer.colors import trial_colors
from gradiometer.comparison import Comparison
from gradiometer_desktop.compare.loss_difference import CompareLossDifference
from gradiometer_desktop.compare.norms import DASHES, CompareNorms
from gradiometer_desktop.compare.profile import CompareProfile
from gradiometer_desktop.compare.ratio import CompareRatio
from gradiometer_desktop.compare.sessions_list import SessionsList
from gradiometer_desktop.theme import DARK, LIGHT
from several import SHALLOW, write_eight, write_trial
from staged import python_calls
from synthetic import write_session

RARE = dataclasses.replace(SHALLOW, histogram_every=10**6, evaluate_every=10**6)


@pytest.fixture(scope="session")
def trial_paths(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return write_trial(tmp_path_factory.mktemp("trial"))


@pytest.fixture
def trial(trial_paths: list[Path]) -> Iterator[Comparison]:
    with Comparison(trial_paths) as comparison:
        yield comparison


@pytest.mark.parametrize("align", ["step", "time"])
def test_ratios_of_all_but_the_control(stage: Any, trial: Comparison, align: str) -> None:
    plot = stage.show(CompareRatio, trial)
    stage.align(trial, align)
    stage.settle(plot)
    control = trial.control.session.quantity("weight_gradient_norm")
    assert {number for number, _place in plot.strokes} == {1, 2, 3}
    for number, side in enumerate(trial.sides[1:], start=1):
        own = side.session.quantity("weight_gradient_norm")
        for place, (dash, _sign) in zip(trial.usual_layers, DASHES, strict=False):
            stroke = plot.strokes[number, place]
            x, y = stroke.curve.points()
            np.testing.assert_allclose(x, np.arange(40) * (0.001 if align == "time" else 1.0), atol=1e-12)
            np.testing.assert_allclose(y, np.log10(own[:, place] / control[:, place]), rtol=1e-9)
            assert (stroke.curve.pen().color().name(), stroke.curve.pen().style()) == (plot.colors[number], dash)
            assert len(stroke.band.limits()[0]) == 0
    np.testing.assert_array_equal(plot.zero.points()[1], [0.0, 0.0])
    assert "0: control" in plot.legend.text()


def test_of_what_spans_no_decades_the_difference(stage: Any, trial: Comparison) -> None:
    plot = stage.show(CompareRatio, trial)
    stage.chosen.choose_quantity("saturation")
    stage.settle(plot)
    one, other = (side.session.quantity("saturation")[:, 0] for side in trial.sides[:2])
    x, y = plot.strokes[1, 0].curve.points()
    np.testing.assert_array_equal(x, trial.sides[1].session.look_steps)
    np.testing.assert_allclose(y, other - one, rtol=1e-12)
    assert plot.canvas.getAxis("left").labelText == "difference"


def test_differences_of_the_loss_and_their_moving_average(stage: Any, trial: Comparison) -> None:
    plot = stage.show(CompareLossDifference, trial)
    stage.chosen.choose_smoothing(1.0)
    stage.settle(plot)
    window = 0.2 * 39
    weights = ((window - 1) / (window + 1)) ** np.arange(40.0)
    for number, side in enumerate(trial.sides[1:], start=1):
        differences = side.session.loss - trial.control.session.loss
        np.testing.assert_allclose(plot.strokes[number, None].curve.points()[1], differences, rtol=1e-12)
        by_hand = [weights[: at + 1] @ differences[at::-1] / weights[: at + 1].sum() for at in range(40)]
        np.testing.assert_allclose(plot.strokes[number, None].smooth.points()[1], by_hand, atol=1e-9)
    low, high = plot.canvas.getViewBox().viewRange()[1]
    assert plot.view_limits() == ((low, high),)
    assert low < 0 < high


def test_a_long_trial_is_a_band_and_its_mean(stage: Any, tmp_path: Path) -> None:
    paths = [
        write_session(tmp_path / f"{seed}.gradiometer", RARE, 2000, with_look_histograms=False, seed=seed)
        for seed in range(2)
    ]
    with Comparison(paths) as comparison:
        plot = stage.show(CompareLossDifference, comparison)
        differences = comparison.sides[1].session.loss - comparison.sides[0].session.loss
        x, low, high = plot.strokes[1, None].band.limits()
        assert 100 < len(x) < 400
        parts = np.split(differences, x[1:].astype(int))
        for drawn, wanted in ((low, np.min), (plot.strokes[1, None].curve.points()[1], np.mean), (high, np.max)):
            np.testing.assert_allclose(drawn, [wanted(part) for part in parts], atol=1e-12)
        stage.chosen.choose_smoothing(0.5)
        stage.chosen.steps.set_by_hand(1200.0, 1300.0)
        stage.settle(plot)
        x, y = plot.strokes[1, None].smooth.points()
        window = 0.25 * 0.2 * 100
        weights = ((window - 1) / (window + 1)) ** np.arange(200.0)
        at = int(x[50])
        expected = weights @ differences[at : at - 200 : -1] / weights.sum()
        assert y[50] == pytest.approx(expected, abs=0.01), "what lies before the range is averaged too"
        assert python_calls(plot.canvas.viewport().repaint) == []


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_control_is_grey_everywhere(stage: Any, trial: Comparison, theme: Any) -> None:
    grey, *colors = trial_colors(dark=theme.dark)
    expected = [grey, *colors[:3]]
    norms, profile = (stage.show(kind, trial, theme=theme) for kind in (CompareNorms, CompareProfile))
    assert [norms.strokes[number, 0].curve.pen().color().name() for number in range(4)] == expected
    assert [line.pen().color().name() for line in profile._lines] == expected
    sessions = SessionsList()
    stage.qtbot.addWidget(sessions)
    sessions.show_comparison(trial)
    sessions.apply_theme(theme)
    images = [sessions.item(number).icon().pixmap(12).toImage() for number in range(4)]
    assert [image.pixelColor(6, 6).name() for image in images] == expected
    # What all have from before they parted stands there once.
    markers = [(marker.step, marker.color.name()) for marker in norms._markers[0]]
    assert markers == [(3.0, theme.marker), (10.0, colors[0]), (10.0, colors[1])]


def test_the_mouse_reads_off_both_values(stage: Any, trial: Comparison) -> None:
    ratio, loss = (stage.show(kind, trial) for kind in (CompareRatio, CompareLossDifference))
    own, other = (side.session.quantity("weight_gradient_norm")[17, 2] for side in (trial.sides[2], trial.control))
    stage.hover(ratio.canvas, 17.3, float(np.log10(own / other)))
    assert ratio.readout.text() == f"cure 2, output, step 17: {own / other:.3g} times ({own:.3g} against {other:.3g})"
    losses = np.array([side.session.loss for side in trial.sides])
    # Where no other curve is near.
    step = int(np.abs(losses[[2, 3]] - losses[1]).min(axis=0).argmax())
    own, other = losses[1, step], losses[0, step]
    stage.chosen.choose_smoothing(0.5)
    stage.settle(loss)
    stage.hover(loss.canvas, step + 0.4, float(own - other))
    expected = f"cure 1, step {step}: {own - other:+.3g} ({own:.3g} against {other:.3g}); mean over about 2 steps "
    assert loss.readout.text().startswith(expected)


def test_a_hidden_control_is_still_what_others_are_held_against(stage: Any, trial: Comparison) -> None:
    plot = stage.show(CompareRatio, trial)
    trial.control.is_shown = False
    plot.refresh()
    assert len(plot.strokes[1, 0].curve.points()[0]) == 40
    for side in trial.sides[1:]:
        side.is_shown = False
    plot.refresh()
    assert plot.canvas.empty.text() == "Nothing but the control is shown."


@pytest.mark.parametrize("kind", [CompareRatio, CompareLossDifference])
def test_nothing_in_common_is_said(stage: Any, tmp_path: Path, kind: Any) -> None:
    def odd(layout: Any, row: np.ndarray) -> None:
        row[0] = 2 * row[0] + 1

    def even(layout: Any, row: np.ndarray) -> None:
        row[0] *= 2

    paths = [
        write_session(tmp_path / f"{change.__name__}.gradiometer", RARE, 9, change_row=change) for change in (odd, even)
    ]
    with Comparison(paths) as comparison:
        plot = stage.show(kind, comparison)
        assert plot.canvas.empty.text() == "The control and the others share no measured step here."
        assert plot.view_limits() == (None,)
        stage.hover(plot.canvas, 3.0)
        assert plot.readout.text() == "step 3"


def test_eight_sessions_and_one_that_breaks_down(stage: Any, tmp_path: Path) -> None:
    def broken(layout: Any, row: np.ndarray) -> None:
        row[layout.slice("loss")] = np.inf if row[0] > 5 else 10.0 ** row[0]
        row[layout.slice("weight_gradient_norm")] = 0.0 if row[0] < 3 else np.nan

    paths = [*write_eight(tmp_path, 3)[:7], write_session(tmp_path / "x.gradiometer", SHALLOW, 12, change_row=broken)]
    with Comparison(paths) as comparison:
        ratio, loss = (stage.show(kind, comparison) for kind in (CompareRatio, CompareLossDifference))
        assert len(ratio.strokes) == 21
        assert np.isnan(ratio.strokes[7, 0].curve.points()[1]).all()
        assert np.isfinite(loss.strokes[7, None].curve.points()[1]).tolist() == [True] * 6 + [False] * 6
        assert loss.canvas.getViewBox().viewRange()[1][1] < 10
        assert "what explodes is cut off" in loss.legend.text()
