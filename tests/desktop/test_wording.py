"""How numbers and moments are written."""

from __future__ import annotations

import math

from gradiometer_desktop.wording import capital, count, moment, number, spaced


def test_numbers_as_they_are_written_in_the_field() -> None:
    assert [number(value) for value in (math.nan, math.inf, -math.inf, 1.23456e-8, 2.0)] == [
        "NaN",
        "Inf",
        "-Inf",
        "1.235e-08",
        "2",
    ]
    assert count(1234567) == "1\u2009234\u2009567"
    assert moment(math.nan) == moment(1e30) == ""
    assert moment(1.8e9).startswith("2027-01-15")


def test_a_gap_parts_the_thousands() -> None:
    assert [spaced(value) for value in (0, 999, 1000, 1234567.0)] == ["0", "999", "1 000", "1 234 567"]
    assert spaced(-12345.678, 2) == "-12 345.68"


def test_a_capital_stands_at_the_beginning_alone() -> None:
    assert [capital(text) for text in ("gradient dC/db", "ReLU", "")] == ["Gradient dC/db", "ReLU", ""]
