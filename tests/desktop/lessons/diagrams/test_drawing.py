"""Bars of factors on a log axis, and texts that keep to their places."""

from __future__ import annotations

import math

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gradiometer_desktop.lessons.diagrams.drawing import FactorBars, Labels
from gradiometer_desktop.theme import LIGHT

NAMES = ("σ′(z₁)", "w₂σ′(z₂)", "∂C/∂b₁")


@pytest.fixture
def bars(qtbot: QtBot) -> FactorBars:
    made = FactorBars("Factors", 150)
    qtbot.addWidget(made)
    made.style_axes(LIGHT)
    made.resize(420, 180)
    made.show()
    qtbot.waitExposed(made)
    return made


def settle(bars: FactorBars) -> None:
    for _ in range(3):
        bars.grab()
        QApplication.processEvents()


def test_the_bar_of_a_product_is_the_sum_of_the_others(bars: FactorBars) -> None:
    bars.show_factors(NAMES, [0.25, -0.1, -0.025])
    heights = bars.heights()
    assert heights == pytest.approx([math.log10(0.25), -1.0, math.log10(0.025)])
    assert heights[0] + heights[1] == pytest.approx(heights[2])
    assert bars.texts() == ["0.25", "−0.1", "−0.025"]


def test_every_bar_and_number_is_in_sight(bars: FactorBars) -> None:
    for values in ([0.25, 25.0, 1e3], [1e-300, 1e-20, 0.0], [1.0, 1.0, 1.0], [1e200, -1e-200, 5.0]):
        bars.show_factors(NAMES, values)
        settle(bars)
        low, high = bars.getViewBox().viewRange()[1]
        assert low < min(bars.heights())
        assert high > max(bars.heights())
        plot, to_view = bars.overlay.sceneBoundingRect(), bars.viewportTransform()
        for item in bars._labels._items:
            if item.isVisible():
                place = item.deviceTransform(to_view).mapRect(item.boundingRect())
                assert to_view.mapRect(plot).contains(place.adjusted(1, 2, -1, -2)), (values, item.text())


def test_an_exact_0_has_no_bar(bars: FactorBars) -> None:
    bars.show_factors(NAMES, [0.5, 0.0, 0.0])
    assert bars.heights()[1:] == [0.0, 0.0]
    assert bars.texts() == ["0.5", "0", "0"]


def test_where_there_is_no_room_names_are_shorter(bars: FactorBars) -> None:
    names = tuple(f"w{each}σ′(z{each})" for each in "₁₂₃₄₅₆₇")
    bars.show_factors(names, [0.1] * 7)
    settle(bars)
    assert bars.getAxis("bottom").labels() == list(names)
    bars.resize(330, 180)
    settle(bars)
    assert bars.getAxis("bottom").labels() == [f"w{each}σ′{each}" for each in "₁₂₃₄₅₆₇"]


def test_labels_that_are_not_needed_are_gone(bars: FactorBars) -> None:
    labels = Labels(bars.plane)
    labels.set_texts([(1.0, 0.0), (2.0, 0.0)], ["a", "b"], "#000000")
    assert labels.texts() == ["a", "b"]
    labels.set_texts([(1.0, 0.0)], ["c"], ["#000000"])
    assert labels.texts() == ["c"]
