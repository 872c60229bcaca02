"""The small picture of a profile."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from gradiometer.colors import layer_colors
from gradiometer_desktop.browser_picture import SMALL, draw_profile, heights
from gradiometer_desktop.theme import DARK, LIGHT, Theme


def drawn(image: QImage, name: str) -> list[tuple[int, int]]:
    """The pixels of exactly a colour."""
    wanted = QColor(name)
    return [
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).rgba() == wanted.rgba()
    ]


def test_heights_are_logarithms() -> None:
    assert heights([1e-6, 1e-4, 1.0]) == pytest.approx([0, 1 / 3, 1])


def test_little_differences_look_little() -> None:
    assert heights([1.0, 10.0]) == pytest.approx([0.375, 0.625])
    assert heights([3e-9]) == pytest.approx([0.5])


def test_what_is_no_number_above_zero_has_its_place() -> None:
    found = heights([0.0, math.nan, 1.0, math.inf])
    assert found[0] == 0
    assert math.isnan(found[1])
    assert found[2] == pytest.approx(0.5)
    assert found[3] == 1
    assert heights([]) == []


@given(st.lists(st.floats(min_value=0), max_size=20))
@settings(max_examples=200, deadline=None, derandomize=True, database=None)
def test_all_heights_lie_in_the_picture(profile: list[float]) -> None:
    assert all(-1e-9 <= height <= 1 + 1e-9 for height in heights(profile) if not math.isnan(height))


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_a_falling_profile_falls_towards_the_input_side(qtbot: QtBot, theme: Theme, scale: float) -> None:
    picture = draw_profile([1e-6, 1e-3, 1.0], theme, scale)
    assert picture.deviceIndependentSize().toSize() == SMALL
    assert picture.width() == round(SMALL.width() * scale)
    image = picture.toImage()
    first, last = (drawn(image, layer_colors(3, dark=theme.dark)[layer]) for layer in (0, 2))
    assert max(x for x, _ in first) < min(x for x, _ in last)
    assert min(y for _, y in first) > max(y for _, y in last)


def test_broken_norms_are_marked_with_the_colour_of_a_warning(qtbot: QtBot) -> None:
    assert not drawn(draw_profile([1.0] * 30, LIGHT, 2.0).toImage(), LIGHT.warning)
    image = draw_profile([1.0] * 28 + [0.0, math.nan], LIGHT, 2.0).toImage()
    marked = drawn(image, LIGHT.warning)
    assert marked
    assert min(x for x, _ in marked) > 1.6 * SMALL.width()
