"""Axes: ticks at the right places with the right labels, and no two labels on top of each other."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from typing import Any

import pyqtgraph as pg
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gradiometer.experiment import Experiment
from gradiometer_desktop.plots.axes import DecadeAxis, LayerAxis, PlainAxis, SignedPowerAxis, power_of_ten
from gradiometer_desktop.plots.canvas import Canvas
from gradiometer_desktop.plots.items import hairline
from gradiometer_desktop.theme import LIGHT

Ticks = list[tuple[float, str]]


def ticks(axis: pg.AxisItem, low: float, high: float, size: float) -> Ticks:
    """All ticks with their labels, in order; those without a label bear an empty one."""
    found = []
    for spacing, values in axis.tickValues(low, high, size):
        found += zip(values, axis.tickStrings(values, 1.0, spacing), strict=True)
    return sorted(found)


def labelled(axis: pg.AxisItem, low: float, high: float, size: float) -> Ticks:
    axis.setRange(low, high)
    return [(value, text) for value, text in ticks(axis, low, high, size) if text]


def drawn_labels(canvas: Canvas, side: str) -> list[tuple[QRectF, str]]:
    """Where an axis writes what; without the leading, which is empty."""
    found = []
    for item in canvas.getAxis(side)._texts:
        if item.isVisible() and item.text():
            rect = item.mapRectToParent(item.boundingRect())
            found.append((rect.adjusted(0, 0.1 * rect.height(), 0, -0.1 * rect.height()), item.text()))
    return found


def check_no_overlap(labels: list[tuple[QRectF, str]]) -> None:
    for (first, first_text), (second, second_text) in itertools.combinations(labels, 2):
        assert not first.intersects(second), (first_text, second_text)


MakeCanvas = Callable[..., Canvas]


@pytest.fixture
def show(qtbot: QtBot) -> MakeCanvas:
    """A canvas with two axes, at rest."""

    def made(
        x_axis: pg.AxisItem,
        y_axis: pg.AxisItem,
        *,
        x: tuple[float, float],
        y: tuple[float, float] = (0.0, 1.0),
        size: tuple[int, int] = (600, 350),
    ) -> Canvas:
        canvas = Canvas(x_axis, y_axis, "a plot")
        qtbot.addWidget(canvas)
        canvas.resize(*size)
        canvas.style_axes(LIGHT)
        canvas.setXRange(*x, padding=0)
        canvas.setYRange(*y, padding=0)
        canvas.show()
        qtbot.waitExposed(canvas)
        for _ in range(3):
            canvas.grab()
            QApplication.processEvents()
        return canvas

    return made


# -------------------------------------------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    ("exponent", "text"), [(0, "10⁰"), (1, "10¹"), (-5, "10⁻⁵"), (23, "10²³"), (-324, "10⁻³²⁴"), (-146789, "10⁻¹⁴⁶⁷⁸⁹")]
)
def test_powers_of_ten(exponent: int, text: str) -> None:
    assert power_of_ten(exponent) == text


@pytest.mark.parametrize(
    ("values", "spacing", "texts"),
    [
        ([0.0, 500.0, 1000.0, 12500.0], 500.0, ["0", "500", "1 000", "12 500"]),
        ([1_000_000.0, 2_000_000.0], 1e6, ["1 000 000", "2 000 000"]),
        ([10_000_000.0, 12_500_000.0], 2.5e6, ["1e+07", "1.25e+07"]),
        ([0.0, 0.5, 1.0], 0.5, ["0.0", "0.5", "1.0"]),
        ([0.0, 0.02], 0.02, ["0.00", "0.02"]),
        ([-1000.0, 0.0], 1000.0, ["-1 000", "0"]),
        ([1e-5], 1e-5, ["0.00001"]),
    ],
)
def test_plain_numbers(qtbot: QtBot, values: list[float], spacing: float, texts: list[str]) -> None:
    assert PlainAxis("bottom").tickStrings(values, 1.0, spacing) == texts


@pytest.mark.parametrize("last", [1.0, 100.0, 125.0, 1250.0, 64_000.0, 5e6, 1.25e7])
@pytest.mark.parametrize("width", [220, 1200])
def test_steps_never_overlap(show: MakeCanvas, last: float, width: int) -> None:
    canvas = show(PlainAxis("bottom"), PlainAxis("left"), x=(0.0, last), size=(width, 250))
    labels = drawn_labels(canvas, "bottom")
    assert len(labels) >= 2
    assert not any("x1e" in text or "k" in text for _rect, text in labels)
    check_no_overlap(labels)


# -------------------------------------------------------------------------------------------------- decades


def test_decades(qtbot: QtBot) -> None:
    axis = DecadeAxis("left")
    found = labelled(axis, -6.0, 1.0, 300)
    assert found == [(float(decade), power_of_ten(decade)) for decade in range(-6, 2)]


def test_minor_ticks_lie_at_the_digits(qtbot: QtBot) -> None:
    axis = DecadeAxis("left")
    axis.setRange(-2.0, 2.0)
    found = ticks(axis, -2.0, 2.0, 300)
    expected = sorted([decade + math.log10(digit) for decade in range(-2, 2) for digit in range(1, 10)] + [2.0])
    assert [value for value, _text in found] == pytest.approx(expected)
    assert [text for _value, text in found if text] == ["10⁻²", "10⁻¹", "10⁰", "10¹", "10²"]


def test_within_two_decades_the_steps_between_have_labels(qtbot: QtBot) -> None:
    axis = DecadeAxis("left")
    found = labelled(axis, -5.0, -3.0, 300)
    assert [text for _value, text in found] == ["10⁻⁵", "2e-5", "5e-5", "10⁻⁴", "2e-4", "5e-4", "10⁻³"]
    for value, text in found:
        if "e" in text:
            assert value == pytest.approx(math.log10(float(text)))


@pytest.mark.parametrize(("low", "high"), [(-30.0, 5.0), (-45.0, 0.0), (-320.0, 300.0), (-3.0, 40.0)])
@pytest.mark.parametrize("height", [80, 200, 600])
def test_many_decades_are_thinned_out_evenly(qtbot: QtBot, low: float, high: float, height: float) -> None:
    axis = DecadeAxis("left")
    found = labelled(axis, low, high, height)
    assert (1 if height < 100 else 2) <= len(found) <= height / 28 + 2
    steps = {second[0] - first[0] for first, second in itertools.pairwise(found)}
    assert len(steps) == min(1, len(found) - 1)
    assert all(str(int(step)).rstrip("0") in ("1", "2", "5") for step in steps)
    for value, text in found:
        assert low <= value <= high
        assert text == power_of_ten(int(value))


@pytest.mark.parametrize(
    ("low", "high"), [(-6.0, 1.0), (-2.0, 0.0), (-1.0, 1.0), (-300.0, 10.0), (-40.0, -38.0), (-0.3, 5.0)]
)
@pytest.mark.parametrize("height", [120, 900])
def test_decades_never_overlap(show: MakeCanvas, low: float, high: float, height: int) -> None:
    canvas = show(PlainAxis("bottom"), DecadeAxis("left"), x=(0.0, 1.0), y=(low, high), size=(500, height))
    labels = drawn_labels(canvas, "left")
    assert len(labels) >= 2
    check_no_overlap(labels)


@pytest.mark.parametrize(("low", "high"), [(305.0, 309.0), (307.5, 309.5), (-324.0, -320.0)])
def test_the_ends_of_float64(show: MakeCanvas, low: float, high: float) -> None:
    """A tick may lie beyond the largest float, and an exception in painter code may end the process."""
    canvas = show(PlainAxis("bottom"), DecadeAxis("left"), x=(0.0, 1.0), y=(low, high))
    texts = [text for _rect, text in drawn_labels(canvas, "left")]
    assert power_of_ten(math.ceil(low)) in texts


# ------------------------------------------------------------------------------------------- signed powers


@pytest.mark.parametrize("first_exponent", [-126, -40, -12])
def test_signed_decades_stand_where_their_values_are_counted(qtbot: QtBot, first_exponent: int) -> None:
    """Bin 1 begins at 2^first_exponent, and each bin doubles."""
    axis = SignedPowerAxis("bottom")
    axis.set_first_exponent(first_exponent)
    for value, text in labelled(axis, -60.0, 60.0, 900):
        if text == "0":
            assert value == 0.0
            continue
        exponent = int(text.lstrip("−")[2:].translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")))
        assert (value < 0) == text.startswith("−")
        # The left edge of bin i is i - 1/2.
        assert abs(value) + 0.5 == pytest.approx(math.log2(10.0**exponent) - first_exponent + 1)
        assert axis.position(exponent) == pytest.approx(abs(value))


def test_signed_decades_are_the_same_on_both_sides(qtbot: QtBot) -> None:
    axis = SignedPowerAxis("bottom")
    axis.set_first_exponent(-30)
    found = labelled(axis, -40.5, 40.5, 700)
    assert [(-value, text) for value, text in reversed(found) if value > 0] == [
        (value, text.lstrip("−")) for value, text in found if value < 0
    ]
    assert [text for value, text in found if value == 0.0] == ["0"]
    assert len(found) >= 7


def test_a_grown_range_moves_the_labels(qtbot: QtBot) -> None:
    axis = SignedPowerAxis("bottom")
    axis.set_first_exponent(-10)
    before = dict(map(reversed, labelled(axis, -20.5, 20.5, 800)))
    axis.set_first_exponent(-14)
    after = dict(map(reversed, labelled(axis, -24.5, 24.5, 800)))
    for text in set(before) & set(after) - {"0"}:
        assert after[text] - before[text] == pytest.approx(4 if after[text] > 0 else -4)


@pytest.mark.parametrize(
    ("first_exponent", "reach"),
    [(-126, 254.5), (-1022, 2046.5), (-40, 40.5), (-8, 8.5), (0, 1.5), (-4, 0.5), (100, 27.5)],
)
@pytest.mark.parametrize("size", [(150, 120), (900, 500)])
@pytest.mark.parametrize("side", ["bottom", "left"])
def test_signed_decades_never_overlap(
    show: MakeCanvas, first_exponent: int, reach: float, size: tuple[int, int], side: str
) -> None:
    axis, other = SignedPowerAxis(side), PlainAxis("left" if side == "bottom" else "bottom")
    axis.set_first_exponent(first_exponent)
    ranges = {"x": (-reach, reach), "y": (0.0, 1.0)} if side == "bottom" else {"x": (0.0, 1.0), "y": (-reach, reach)}
    canvas = show(*((axis, other) if side == "bottom" else (other, axis)), size=size, **ranges)
    labels = drawn_labels(canvas, side)
    assert "0" in [text for _rect, text in labels]
    check_no_overlap(labels)


# --------------------------------------------------------------------------------------------------- layers


@pytest.mark.parametrize("num_layers", [1, 2, 5, 11, 17, 33, 64, 513])
@pytest.mark.parametrize("width", [260, 640, 1100])
def test_layers_first_and_last_and_no_overlap(show: MakeCanvas, num_layers: int, width: int) -> None:
    names = Experiment(hidden=(2,) * (num_layers - 1)).layer_names
    axis = LayerAxis("bottom")
    axis.set_names(names)
    # As the profile leaves room at either end.
    room = max(0.5, 0.08 * num_layers)
    canvas = show(axis, DecadeAxis("left"), x=(1 - room, num_layers + room), y=(-6.0, 1.0), size=(width, 300))
    labels = drawn_labels(canvas, "bottom")
    texts = [text for _rect, text in labels]
    assert texts[-1] == "output"
    assert texts[0] == names[0]
    assert texts == [name for name in names if name in texts]
    check_no_overlap(labels)


def test_layer_names_stand_at_their_layers(qtbot: QtBot) -> None:
    axis = LayerAxis("bottom")
    axis.set_names(("hidden 1", "hidden 2", "output"))
    assert labelled(axis, 0.5, 3.5, 500) == [(1.0, "hidden 1"), (2.0, "hidden 2"), (3.0, "output")]
    axis.set_names(("output",))
    assert labelled(axis, 0.5, 1.5, 500) == [(1.0, "output")]
    axis.set_names(())
    assert labelled(axis, 0.5, 1.5, 500) == []


def test_only_layers_in_sight_have_ticks(qtbot: QtBot) -> None:
    axis = LayerAxis("bottom")
    axis.set_names(tuple(f"layer {number}" for number in range(1, 6)))
    assert [value for value, _text in labelled(axis, 1.5, 4.5, 500)] == [2.0, 3.0, 4.0]


# ----------------------------------------------------------------------------------------------------- grid


def test_the_grid_is_drawn_at_the_main_ticks(show: MakeCanvas) -> None:
    canvas = show(PlainAxis("bottom"), DecadeAxis("left"), x=(0.0, 100.0), y=(-4.0, 1.0))
    canvas._grid.setPen(hairline("#ff0000"))
    image = canvas.grab().toImage()
    view = canvas.getViewBox()
    left, right = view.mapViewToScene(pg.Point(0.5, 0)).x(), view.mapViewToScene(pg.Point(99.5, 0)).x()
    column = int(view.mapViewToScene(pg.Point(33, 0)).x())
    red = [row for row in range(image.height()) if image.pixelColor(column, row) == QColor("#ff0000")]
    expected = [round(view.mapViewToScene(pg.Point(0, decade)).y()) for decade in range(-3, 1)]
    assert [any(abs(row - at) <= 1 for row in red) for at in expected] == [True] * 4
    inside = [row for row in red if min(abs(row - at) for at in expected) > 1]
    assert len(inside) <= 4  # the two edges of the plot
    assert right > left


def test_the_grid_does_not_hold_the_plot_up_when_there_is_no_room(show: MakeCanvas) -> None:
    canvas = show(PlainAxis("bottom"), PlainAxis("left"), x=(0.0, 1.0), size=(20, 12))
    canvas.grab()


@pytest.mark.parametrize("kind", [PlainAxis, DecadeAxis, SignedPowerAxis, LayerAxis])
def test_no_axis_hides_digits_in_a_factor(qtbot: QtBot, kind: Any) -> None:
    axis = kind("bottom")
    axis.setLabel("step")
    axis.setRange(0.0, 5e6)
    assert "x1e" not in axis.labelString()
