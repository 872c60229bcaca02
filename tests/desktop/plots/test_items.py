"""What plots are drawn with: the right pixels at the right places, gaps where there is nothing to show."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gradiometer_desktop.plots.axes import PlainAxis
from gradiometer_desktop.plots.canvas import Canvas
from gradiometer_desktop.plots.items import Band, Curve, Dots, Face, Image, Outline, hairline

RED, GREEN, BLUE = "#ff0000", "#00ff00", "#0000ff"


class Easel:
    """A canvas of 100 by 2 units, and the colours on it."""

    def __init__(self, qtbot: QtBot):
        self.canvas = Canvas(PlainAxis("bottom"), PlainAxis("left"), "a plot")
        qtbot.addWidget(self.canvas)
        self.canvas.setBackground("#ffffff")
        self.canvas.resize(500, 300)
        self.canvas.setXRange(0.0, 100.0, padding=0)
        self.canvas.setYRange(0.0, 2.0, padding=0)
        self.canvas.show()
        for _ in range(3):
            self.canvas.grab()
            QApplication.processEvents()

    def picture(self) -> QImage:
        return self.canvas.grab().toImage()

    def colors(self, x: float, y: float, reach: int = 1) -> set[str]:
        """What is seen at a place and so many pixels above and below it."""
        picture = self.picture()
        at = self.canvas.getViewBox().mapViewToScene(QPointF(x, y)).toPoint()
        return {picture.pixelColor(at.x(), at.y() + shift).name() for shift in range(-reach, reach + 1)}


@pytest.fixture
def easel(qtbot: QtBot) -> Easel:
    return Easel(qtbot)


@pytest.mark.parametrize("gap", [0, 1, 40])
def test_a_curve_goes_through_its_points_and_leaves_gaps(easel: Easel, gap: int) -> None:
    curve = Curve(easel.canvas.plane)
    curve.setPen(hairline(RED))
    x, y = np.arange(101.0), np.ones(101)
    y[30 : 30 + gap] = np.nan
    curve.set_points(x, y)
    assert curve.points()[0] is x
    assert curve.points()[1] is y
    for at, expected in ((20.5, True), (30.5, gap == 0), (50.5, gap < 40), (80.5, True)):
        assert (RED in easel.colors(at, 1.0)) == expected, at
    curve.set_points(np.empty(0), np.empty(0))
    assert RED not in easel.colors(20.5, 1.0)


@pytest.mark.parametrize("filled", [True, False])
@pytest.mark.parametrize("gap", [0, 1, 40])
def test_a_band_lies_between_its_limits_and_leaves_gaps(easel: Easel, filled: bool, gap: int) -> None:
    band = Band(easel.canvas.plane, filled=filled)
    band.set_color(QColor(RED))
    assert band.color().name() == RED
    # A step every two fifths of a pixel, so that the line to and fro is dense.
    x = np.linspace(0.0, 100.0, 1001)
    low, high = np.full(1001, 0.5), np.full(1001, 1.5)
    high[300 : 300 + 10 * gap] = np.nan
    band.set_limits(x, low, high)
    for y, inside in ((0.3, False), (0.7, True), (1.3, True), (1.7, False)):
        for at, there in ((10.0, True), (50.0, gap < 40), (90.0, True)):
            assert (easel.colors(at, y) == {RED}) == (inside and there), (at, y)
    band.set_limits(*(np.empty(0),) * 3)
    assert RED not in easel.colors(10.0, 1.0)


def test_a_band_of_one_finite_step_or_none(easel: Easel) -> None:
    for filled in (True, False):
        band = Band(easel.canvas.plane, filled=filled)
        band.set_color(QColor(RED))
        for low in (1.0, np.nan, np.inf, 1.7e308):
            band.set_limits(np.array([50.0]), np.array([low]), np.array([1.7e308]))
            easel.picture()


def test_an_outline_stands_on_its_floor(easel: Easel) -> None:
    outline = Outline(easel.canvas.plane)
    outline.setPen(hairline(BLUE))
    outline.setBrush(QColor(RED))
    edges, heights = np.array([10.0, 30.0, 50.0, 90.0]), np.array([1.0, 0.5, 1.8])
    outline.set_columns(edges, heights, 0.2)
    assert outline.columns() == (edges, heights)
    for left, right, height in zip(edges, edges[1:], heights, strict=False):
        middle = (left + right) / 2
        assert easel.colors(middle, height / 2 + 0.1) == {RED}
        assert BLUE in easel.colors(middle, height)
        assert RED not in easel.colors(middle, height + 0.1)
    assert RED not in easel.colors(20.0, 0.1)
    assert RED not in easel.colors(5.0, 0.5)
    outline.clear()
    assert RED not in easel.colors(20.0, 0.5)
    assert len(outline.columns()[0]) == 0


def test_dots_keep_their_size_and_stand_in_their_middle(easel: Easel) -> None:
    dots = Dots(easel.canvas.plane)
    faces = [Face("o", 9, RED, RED), Face("o", 9, BLUE, "")]
    dots.set_points(np.array([25.0, 75.0]), np.array([1.0, 1.5]), faces)
    assert dots.faces == tuple(faces)
    for x_range in ((0.0, 100.0), (20.0, 80.0)):
        easel.canvas.setXRange(*x_range, padding=0)
        assert easel.colors(25.0, 1.0, reach=3) == {RED}
        assert RED not in easel.colors(25.0, 1.0, reach=9) - easel.colors(25.0, 1.0, reach=6)
        # An open one has a rim alone.
        assert BLUE not in easel.colors(75.0, 1.5, reach=2)
        assert any(QColor(name).blue() > QColor(name).red() for name in easel.colors(75.0, 1.5, reach=6))


def test_fewer_dots_leave_none_behind(easel: Easel) -> None:
    dots = Dots(easel.canvas.plane)
    red, green = Face("o", 9, RED, RED), Face("o", 9, GREEN, GREEN)
    dots.set_points(np.array([25.0, 75.0]), np.array([1.0, 1.0]), red)
    dots.set_points(np.array([50.0]), np.array([1.0]), red)
    assert [RED in easel.colors(x, 1.0) for x in (25.0, 50.0, 75.0)] == [False, True, False]
    dots.set_points(np.array([50.0, 75.0]), np.array([1.0, 1.0]), [red, green])
    assert RED in easel.colors(50.0, 1.0)
    assert GREEN in easel.colors(75.0, 1.0)
    dots.set_points(np.empty(0), np.empty(0), ())
    assert not (easel.colors(50.0, 1.0) | easel.colors(75.0, 1.0)) & {RED, GREEN}


def test_an_image_stands_in_its_rectangle_first_row_below(easel: Easel) -> None:
    image = Image(easel.canvas.plane)
    image.set_colors([QColor(RED), QColor(GREEN), QColor(BLUE), *[QColor("#000000")] * 253])
    image.set_values(np.array([[0, 1, 2], [2, 0, 1]], np.uint8), QRectF(10.0, 0.5, 60.0, 1.0))
    rows = [[easel.colors(x, y) for x in (20.0, 40.0, 60.0)] for y in (0.75, 1.25)]
    assert rows == [[{RED}, {GREEN}, {BLUE}], [{BLUE}, {RED}, {GREEN}]]
    assert easel.colors(5.0, 0.75) == {"#ffffff"}
    assert RED not in easel.colors(75.0, 1.25)
    image.clear()
    assert image.values is None
    assert RED not in easel.colors(20.0, 0.75)


def test_a_part_of_an_array_makes_an_image(easel: Easel) -> None:
    """Rows that do not follow each other in memory."""
    image = Image(easel.canvas.plane)
    image.set_colors([QColor(RED), QColor(GREEN), *[QColor("#000000")] * 254])
    values = np.zeros((4, 6), np.uint8)
    values[1, 2] = 1
    image.set_values(values[::-1, ::2], QRectF(0.0, 0.0, 90.0, 2.0))
    assert easel.colors(45.0, 1.25) == {GREEN}
    assert easel.colors(45.0, 0.75) == {RED}


@pytest.mark.parametrize("make", [Curve, Band, Outline])
def test_the_mouse_does_not_ask_for_outlines(easel: Easel, make: Callable[..., Curve]) -> None:
    """Of 66 curves they would take tens of milliseconds at each move."""
    item = make(easel.canvas.plane)
    item.setPen(hairline(RED))
    assert item.pen().widthF() == 0.0
    assert item.pen().isCosmetic()
    assert item.shape().isEmpty()


def test_an_image_of_any_colors(easel: Easel) -> None:
    image = Image(easel.canvas.plane)
    shades = np.array([[[255, 0, 0], [0, 255, 0]], [[0, 0, 255], [9, 8, 7]]], np.uint8)
    image.set_shades(shades, QRectF(0.0, 0.0, 100.0, 2.0))
    # The first row is at the bottom.
    assert [easel.colors(x, y) for x, y in ((30, 0.4), (70, 0.4), (30, 1.6), (70, 1.6))] == [
        {RED},
        {GREEN},
        {BLUE},
        {"#090807"},
    ]
    image.clear()
    assert image.values is None
    assert easel.colors(33, 0.43) == {"#ffffff"}
