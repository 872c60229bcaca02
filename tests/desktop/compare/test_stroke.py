"""What draws one layer of one session, with and without a band and a moving average."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gradiometer.series import View
from gradiometer_desktop.compare.stroke import Stroke
from gradiometer_desktop.plots.axes import PlainAxis
from gradiometer_desktop.plots.base import faded
from gradiometer_desktop.plots.canvas import Canvas

STEPS = np.arange(5.0)
LOW, MIDDLE, HIGH, MEAN = (np.array([0.0, 1.0, 4.0, 2.0, 3.0]) + shift for shift in (0.0, 1.0, 2.0, 5.0))
RED, WHITE = "#cc2222", "#ffffff"


@pytest.fixture
def stroke(qtbot: QtBot) -> Stroke:
    canvas = Canvas(PlainAxis("bottom"), PlainAxis("left"), "a test")
    qtbot.addWidget(canvas)
    return Stroke.on(canvas)


def draw(stroke: Stroke, *, exact: bool, mean: np.ndarray | None = None) -> None:
    limits = View(STEPS, LOW, HIGH, exact)
    stroke.draw(limits, MIDDLE, mean, color=RED, ground=WHITE, dash=Qt.PenStyle.DashLine, alpha=40)


def test_what_is_exact_has_no_band(stroke: Stroke) -> None:
    draw(stroke, exact=True)
    np.testing.assert_array_equal(stroke.curve.points(), [STEPS, MIDDLE])
    pen = stroke.curve.pen()
    assert (pen.color().name(), pen.style(), pen.widthF()) == (RED, Qt.PenStyle.DashLine, 0.0)
    assert [len(stroke.band.limits()[0]), len(stroke.smooth.points()[0])] == [0, 0]


@pytest.mark.parametrize(("mean", "alpha"), [(None, 40), (MEAN, 20)])
def test_a_band_lies_around_the_curve(stroke: Stroke, mean: np.ndarray | None, alpha: int) -> None:
    draw(stroke, exact=False, mean=mean)
    np.testing.assert_array_equal(stroke.band.limits(), [STEPS, LOW, HIGH])
    color = stroke.band.brush().color()
    assert (color.name(), color.alpha()) == (RED, alpha)


def test_averaged_it_lies_faintly_beneath_its_mean(stroke: Stroke) -> None:
    draw(stroke, exact=True, mean=MEAN)
    np.testing.assert_array_equal(stroke.smooth.points(), [STEPS, MEAN])
    np.testing.assert_array_equal(stroke.curve.points(), [STEPS, MIDDLE])
    colors = [each.pen().color().name() for each in (stroke.smooth, stroke.curve)]
    assert colors == [RED, faded(RED, WHITE)]
    assert stroke.smooth.pen().style() == Qt.PenStyle.DashLine
    assert stroke.band.zValue() < stroke.curve.zValue() < stroke.smooth.zValue()


def test_cleared_it_shows_nothing(stroke: Stroke) -> None:
    draw(stroke, exact=False, mean=MEAN)
    stroke.clear()
    assert not any(len(each) for each in (*stroke.band.limits(), *stroke.curve.points(), *stroke.smooth.points()))
