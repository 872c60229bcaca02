"""How far a change went, in a line."""

import math

import pytest

from gradiometer.reports import Intervention, Jump
from gradiometer.settings import Settings
from gradiometer.wording_of_changes import jump_in_brief, jump_in_words

STILL = Jump(0.0, 0.0, 2.25, 2.25, 0.5, 0.5)
MOVED = Jump(0.5432, 1.234, 2.3, 0.4067, 1.234e-5, 0.00341)


def words(kind: str, jump: Jump | None) -> str:
    return jump_in_words(Intervention(3, Settings(), Settings(), Settings(), "", kind=kind, jump=jump))


@pytest.mark.parametrize(
    ("kind", "jump", "told"),
    [
        ("", None, ""),
        ("immediate", None, "immediate"),
        ("exact", STILL, "exact: output 0, loss 0, gradient 0"),
        (
            "exact",
            Jump(3.4567e-8, 1.234e-7, 2.25, 2.25 + 2**-20, 0.5, 0.5),
            "exact: output 3.5e-8, loss 9.5e-7, gradient 1.2e-7",
        ),
        ("exact", Jump(math.nan, math.inf, math.inf, 0.0, 0, 0), "exact: output NaN, loss Inf, gradient Inf"),
        (
            "immediate",
            MOVED,
            "immediate: output moved by 54 %, gradient moved by 120 %, loss 2.3 → 0.41, "
            "first layer's norm 1.2e-5 → 0.0034 (+2.4 decades)",
        ),
        (
            "of\ntomorrow",
            Jump(math.nan, math.inf, math.nan, 1234.0, 0.0, 1e-9),
            "of tomorrow: output not comparable, gradient moved from 0, loss NaN → 1,200, first layer's norm 0 → 1e-9",
        ),
        (
            "",
            Jump(0.0, 25.4, 2.0, 1e300, 1e300, 1e-300),
            "output unmoved, gradient moved by 25 times its size, loss 2 → 1e300, "
            "first layer's norm 1e300 → 1e-300 (-600.0 decades)",
        ),
        (
            "ramped",
            STILL,
            "ramped: output unmoved, gradient unmoved, loss 2.2 → 2.2, first layer's norm 0.5 → 0.5",
        ),
    ],
)
def test_a_change_in_a_line(kind, jump, told):
    assert words(kind, jump) == told


@pytest.mark.parametrize(
    ("kind", "jump", "told"),
    [
        ("", None, ""),
        ("destructive", None, "destructive"),
        ("exact", STILL, "exact · output 0, loss 0"),
        ("immediate", MOVED, "immediate · output moved by 54 %, loss 2.3 → 0.41"),
        ("", MOVED, "output moved by 54 %, loss 2.3 → 0.41"),
    ],
)
def test_a_change_in_the_width_of_a_list(kind: str, jump: Jump | None, told: str) -> None:
    assert jump_in_brief(Intervention(3, Settings(), Settings(), Settings(), "", kind=kind, jump=jump)) == told
