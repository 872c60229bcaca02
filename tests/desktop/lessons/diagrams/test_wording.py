"""Numbers as a student writes them."""

from __future__ import annotations

import math

import pytest

from gradiometer_desktop.lessons.diagrams.wording import index, plus, product, shown


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (0.25, "0.25"),
        (-1.5, "−1.5"),
        (0.001953125, "0.00195"),
        (0.002004, "0.002"),
        (1953.125, "1953"),
        (15625.0, "15625"),
        (99999.6, "1·10⁵"),
        (0.99999, "1"),
        (1.234e-7, "1.23·10⁻⁷"),
        (-1e30, "−1·10³⁰"),
        (3.999e5, "4·10⁵"),
        (20.0, "20"),
        (math.nan, "none"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
    ],
)
def test_numbers(value: float, text: str) -> None:
    assert shown(value) == text


def test_more_digits() -> None:
    assert shown(0.44774320, 4) == "0.4477"
    assert shown(6.8941510, 4) == "6.894"
    assert shown(-0.1649, 2) == "−0.16"


def test_signs_and_indices() -> None:
    assert plus(0.5) == " + 0.5"
    assert plus(-0.5) == " − 0.5"
    assert product([0.25, -0.1, 3]) == "0.25 · (−0.1) · 3"
    assert index(12) == "₁₂"
