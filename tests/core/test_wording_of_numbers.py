import math

import pytest

from gradiometer.wording_of_numbers import (
    count,
    listed,
    number,
    plural,
    tell_decades,
    tell_strength,
    tell_value,
)


def test_numbers():
    assert count(1234567) == "1,234,567"
    assert [number(each) for each in (math.nan, math.inf, -math.inf, 0.0)] == ["NaN", "Inf", "-Inf", "0"]
    assert number(3.14159e-7) == "3.14e-07"
    assert number(0.123456, 4) == "0.1235"
    assert tell_value(0.0, "1e-45") == "0 (below 1e-45)"
    assert tell_value(5e-324, "1e-323") == "4.94e-324"


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (1e-7, 1.0, "(7.0 decades)"),
        (1.0, 1e-7, "(7.0 decades)"),
        (5e-324, 1.7e308, "(631.5 decades)"),
        (0.2, 1.0, ""),
        (0.0, 1.0, ""),
        (math.nan, 1.0, ""),
        (1.0, math.inf, ""),
        (-1e-9, 1.0, ""),
    ],
)
def test_decades(first, last, told):
    assert tell_decades(first, last) == told


def test_words():
    assert [plural(many, "step") for many in (0, 1, 1000)] == ["0 steps", "1 step", "1,000 steps"]
    assert [listed(list("abc")[:many]) for many in range(4)] == ["", "a", "a and b", "a, b and c"]


@pytest.mark.parametrize(
    ("factor", "told"),
    [
        (1.0, "just beyond the limit"),
        (2.5, "2.5 times beyond the limit"),
        (1234.0, "1,234 times beyond the limit"),
        (4.14e10, "4.1e+10 times beyond the limit"),
        (1e99, "beyond the limit by no number, because one of the two is 0, NaN or Inf"),
        (math.inf, "beyond the limit by no number, because one of the two is 0, NaN or Inf"),
    ],
)
def test_strength(factor, told):
    assert tell_strength(factor) == told
