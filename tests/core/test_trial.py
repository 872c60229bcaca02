"""What numbers of a trial mean: intervals against published quantiles and numpy; agreement; the best branch."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradiometer.trial import Arm, Interval, agreeing, best, interval

PUBLISHED = {
    **{1: 12.7062, 2: 4.3027, 3: 3.1824, 4: 2.7764, 5: 2.5706, 6: 2.4469, 7: 2.3646, 8: 2.3060, 9: 2.2622, 10: 2.2281},
    **{11: 2.2010, 12: 2.1788, 13: 2.1604, 14: 2.1448, 15: 2.1314, 16: 2.1199, 17: 2.1098, 18: 2.1009, 19: 2.0930},
    **{20: 2.0860, 21: 2.0796, 22: 2.0739, 23: 2.0687, 24: 2.0639, 25: 2.0595, 26: 2.0555, 27: 2.0518, 28: 2.0484},
    **{29: 2.0452, 30: 2.0423},
}
"""Quantiles of Student's t at 97.5 % by degrees of freedom, as tables print them to four decimals."""


def made_arm(**values: object) -> Arm:
    return Arm(**{"label": "a", "role": "branch", "changes": "", **values})


def student(x: float, freedom: int) -> float:
    """The share of Student's t up to x >= 0, integrated from its density (Student 1908)."""
    ts = np.linspace(0.0, x, 20_001)
    scale = math.exp(math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2)) / math.sqrt(freedom * math.pi)
    density = scale * (1 + ts**2 / freedom) ** (-(freedom + 1) / 2)
    return 0.5 + float(np.sum((density[1:] + density[:-1]) / 2) * (ts[1] - ts[0]))


def test_a_known_example():
    """Student's own (1908): how much longer ten patients slept with one drug than with another. R prints the limits
    0.7001142 and 2.4598858: t.test(extra ~ group, data = sleep, paired = TRUE), the signs turned.
    """
    hours = [1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4]
    mean, low, high = interval(hours)
    assert mean == pytest.approx(1.58)
    assert (low, high) == pytest.approx((0.7001142, 2.4598858), abs=2e-4)
    assert interval(hours).half == pytest.approx(0.8799, abs=2e-4)
    assert interval(hours).is_sure
    assert not interval([-1.0, 1.5]).is_sure


@pytest.mark.parametrize("freedom", sorted(PUBLISHED))
def test_as_many_degrees_of_freedom_as_any_trial_has(freedom):
    values = np.random.default_rng(freedom).normal(3.0, 2.0, freedom + 1)
    found = interval(values.tolist())
    half = PUBLISHED[freedom] * values.std(ddof=1) / math.sqrt(len(values))
    assert found.mean == pytest.approx(values.mean(), rel=1e-12)
    assert found.half == pytest.approx(half, rel=3e-4)
    assert (found.low + found.high) / 2 == pytest.approx(found.mean)
    # And the table itself is right.
    quantile = found.half * math.sqrt(len(values)) / values.std(ddof=1)
    assert student(quantile, freedom) == pytest.approx(0.975, abs=1e-4)


@pytest.mark.parametrize("number", [32, 50, 200])
def test_of_more_seeds_the_interval_is_rather_too_wide(number):
    values = np.random.default_rng(number).normal(size=number)
    quantile = interval(values.tolist()).half * math.sqrt(number) / values.std(ddof=1)
    assert 0.975 <= student(quantile, number - 1) < 0.98


def test_of_one_value_or_none_there_are_no_limits():
    for values, mean in (([0.5], 0.5), ([-math.inf], -math.inf), ([], math.nan)):
        assert repr(interval(values)) == repr(Interval(mean, math.nan, math.nan))
        assert not interval(values).is_sure


@pytest.mark.parametrize(
    ("values", "mean"),
    [
        ([1.0, math.nan], math.nan),
        ([1.0, math.inf, 2.0], math.inf),
        ([-math.inf, 2.0], -math.inf),
        ([math.inf, -math.inf], math.nan),
        # Their sum is beyond float64.
        ([1.7e308, 1.7e308], math.nan),
    ],
)
def test_of_what_is_no_number_there_is_no_interval(values, mean):
    assert repr(interval(values)) == repr(Interval(mean, math.nan, math.nan))


@given(st.lists(st.floats(), max_size=5))
def test_any_numbers_have_some_interval(values):
    found = interval(values)
    assert math.isnan(found.low) or found.low <= found.mean <= found.high


def test_equal_values_leave_no_doubt():
    assert interval([0.25] * 5) == (0.25, 0.25, 0.25)
    assert not interval([0.0, 0.0]).is_sure


def test_seeds_agree_where_both_numbers_go_the_way_of_their_means():
    arm = made_arm(ratios=(1.0, 2.0, -0.5, 3.0), losses=(-0.1, 0.1, -0.2, -0.3))
    assert agreeing(arm) == 2
    assert agreeing(made_arm(ratios=(0.0, 0.0), losses=(-1.0, -2.0))) == 2
    assert agreeing(made_arm()) == 0


def test_the_best_branch_is_that_of_the_lowest_loss():
    low, high = made_arm(losses=(-0.5, -0.25)), made_arm(losses=(-0.25, -0.25))
    failed, broken = made_arm(errors=("it broke",)), made_arm(losses=(-9.0, math.nan))
    assert best([failed, high, broken, low]) is low
    assert best([failed, broken]) is best([]) is None
