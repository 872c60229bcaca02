"""Histograms on top of each other: shares of what was counted, on exponents that all sessions have in common."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gradiometer.comparison import Comparison
from gradiometer.quantities import HISTOGRAMS
from gradiometer_desktop.compare.histogram import CompareHistogram
from several import SHALLOW
from synthetic import write_session


@pytest.mark.parametrize("kind", HISTOGRAMS)
@pytest.mark.parametrize("place", [0, -1])
def test_outlines_are_shares_of_the_counts(stage: Any, several: Comparison, kind: str, place: int) -> None:
    plot = stage.show(CompareHistogram, several)
    stage.chosen.choose_histogram(kind)
    stage.chosen.choose_layer(place)
    stage.chosen.move(14.0)
    stage.settle(plot)
    assert plot.canvas.getAxis("left").labelText == f"share of {HISTOGRAMS[kind].entries}"
    for number, side in enumerate(several.sides):
        edges, heights = plot.outlines[number].columns()
        counts, bin_edges = side.session.histogram(side.layer(place), kind)
        own = counts[list(side.session.histogram_steps(kind)).index(12)]
        first = plot._axis.first_exponent
        for at, height in zip((edges[1:] + edges[:-1]) / 2, heights, strict=True):
            if at == 0:
                expected = own[len(own) // 2]
            else:
                exponent = first + abs(at) - 1
                low = 2.0**exponent if at > 0 else -(2.0 ** (exponent + 1))
                expected = own[list(bin_edges).index(low)]
            if expected:
                assert 10.0**height == pytest.approx(expected / own.sum())
            else:
                assert 10.0**height < 1 / own.sum()
        assert plot.outlines[number].pen().color().name() == plot.colors[number]


def test_a_layer_is_chosen_by_its_name(stage: Any, several: Comparison) -> None:
    plot = stage.show(CompareHistogram, several)
    assert "<b>layer 1</b>" in plot.legend.text()
    plot.legend.linkActivated.emit("-1")
    assert stage.chosen.layer == -1
    stage.wait(lambda: "<b>output</b>" in plot.legend.text())
    stage.chosen.choose_layers((4,))
    stage.wait(lambda: "<b>hidden 5</b>" in plot.legend.text())
    assert "without hidden 5: small: Sigmoid · mine" in plot.legend.text()
    assert [len(outline.columns()[0]) > 0 for outline in plot.outlines] == [False, True, False]


def test_what_is_under_the_mouse(stage: Any, several: Comparison) -> None:
    plot = stage.show(CompareHistogram, several)
    assert plot.readout.text().startswith("exact zeros: small: Sigmoid ")
    stage.hover(plot.canvas, 0.0)
    assert plot.readout.text().startswith("zero and subnormal: small: Sigmoid ")
    stage.hover(plot.canvas, 3.0)
    assert " to " in plot.readout.text()
    shares = [float(text.split("%")[0].split()[-1]) for text in plot.readout.text().split(",")]
    for number, share in enumerate(shares):
        edges, heights = plot.outlines[number].columns()
        column = int(np.flatnonzero(np.isclose((edges[1:] + edges[:-1]) / 2, 3.0))[0])
        assert 10.0 ** heights[column] == pytest.approx(share / 100, abs=1e-4) or share == 0


def test_before_the_first_histogram_there_is_none(stage: Any, tmp_path: Path, several: Comparison) -> None:
    paths = [write_session(tmp_path / f"{name}.gradiometer", SHALLOW, 0) for name in "ab"]
    with Comparison(paths) as comparison:
        plot = stage.show(CompareHistogram, comparison)
        assert plot.canvas.empty.isVisible()
        assert "nothing by then" in plot.legend.text()
        assert plot.readout.text() == ""
        stage.hover(plot.canvas, 0.0)


def test_the_position_before_a_session_began(stage: Any, several: Comparison) -> None:
    plot = stage.show(CompareHistogram, several)
    stage.chosen.move(-5.0)
    stage.settle(plot)
    assert plot.canvas.empty.isVisible()
    stage.chosen.move(None)
    stage.settle(plot)
    assert not plot.canvas.empty.isVisible()
