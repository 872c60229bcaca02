"""What lessons claim of single neurons, against computations of its own in plain Python."""

import math

import pytest

from gradiometer.lesson_numbers import NUMBERS
from gradiometer.lessons import lesson_names, load_lesson


def slope(z: float) -> float:
    return math.exp(-abs(z)) / (1.0 + math.exp(-abs(z))) ** 2


def widest() -> tuple[float, float]:
    """|w| and width of the widest interval of a with |w s'(wa)| >= 1, by trying."""
    best = (0.0, 0.0)
    for index in range(4001, 20000):
        weight = index / 1000
        # s'(z) = 1 / (2 + 2 cosh z), so |z| reaches arcosh(w/2 - 1).
        width = 2.0 * math.acosh(weight / 2.0 - 1.0) / weight
        best = max(best, (width, weight))
    return best[1], best[0]


EXPECTED = {
    "chain.error": (0.0, 1e-7),
    "chain.ratio": (1.0 / slope(0.0) ** 2, 1e-9),
    "explosion.factor": (100.0 * slope(0.0), 1e-9),
    "explosion.ratio": ((100.0 * slope(0.0)) ** 2, 1e-9),
    "interval.least_weight": (4.0, 1e-9),
    "interval.widest_weight": (widest()[0], 1e-3),
    "interval.width": (widest()[1], 1e-7),
    # w2 s(w1 (x - 1/2)) + c at x = 1, with w2 = 4 / w1 and c = 1/2 - 2 / w1.
    "identity.error": (1.0 - (40.0 / (1.0 + math.exp(-0.05)) + 0.5 - 20.0), 1e-12),
}


def test_all_are_checked() -> None:
    assert EXPECTED.keys() == NUMBERS.keys()


@pytest.mark.parametrize("name", NUMBERS)
def test_it_comes_out(name: str) -> None:
    expected, tolerance = EXPECTED[name]
    assert NUMBERS[name].work_out() == pytest.approx(expected, abs=tolerance)
    assert NUMBERS[name].title


def test_each_is_claimed_somewhere() -> None:
    claimed = {claim.number for name in lesson_names() for claim in load_lesson(name).claims}
    assert claimed == NUMBERS.keys()
