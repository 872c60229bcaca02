"""Whether what was measured agrees with what a lesson says, and by how much it differs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from gradiometer.lesson_numbers import NUMBERS
from gradiometer.lessons import LAST, Check, Claim, Expectation, LessonRun
from gradiometer.terms import Measurements

# Of fewer seeds the 5th and the 95th percentile are but the least and the largest.
_ENOUGH_SEEDS = 20
_NEXT_TO_0 = 1e-3


class Recorded(Measurements, Protocol):
    """What a check is measured in: `history.History`."""

    def last(self, name: str) -> NDArray[np.float64]:
        """The newest values of a quantity; empty before the first."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """agrees: None where nothing is measured yet; median, low, high: of the seeds, the 5th and 95th percentiles;
    text: all of it in a line.
    """

    agrees: bool | None
    median: float
    low: float
    high: float
    text: str


def measure(check: Check, run: LessonRun, history: Recorded) -> float:
    """What a check asks for, from a session of its run; NaN as long as it has not come to the check's step."""
    newest = history.last("step")
    last_step = run.experiment.steps - 1
    asked = last_step if check.step == LAST else int(check.step)
    if not len(newest) or newest[0] < asked:
        return math.nan
    return check.term.evaluate(history, asked, exactly=check.step != LAST)


def work_out(claim: Claim) -> Verdict:
    """Whether what a lesson claims of single neurons comes out."""
    return verdict(claim, [NUMBERS[claim.number].work_out()])


def verdict(check: Expectation, measured: Sequence[float]) -> Verdict:
    """measured: a number a seed; NaN where there is none."""
    number = rounded(check, check.expected)
    said = f"published {number}" if check.is_published else f"expected {number}"
    values = np.array([value for value in measured if math.isfinite(value)], np.float64)
    if not len(values):
        return Verdict(None, math.nan, math.nan, math.nan, f"not measured yet, {said}")
    low, median, high = (float(value) for value in np.quantile(values, (0.05, 0.5, 0.95)))
    text = rounded(check, median)
    if len(measured) > 1:
        text += f" ({rounded(check, low)}..{rounded(check, high)} over {len(values)} seeds)"
    lost = len(measured) - len(values)
    if lost:
        text += f", {lost} {'seed' if lost == 1 else 'seeds'} without a number"
    differs, agrees = _compare(check, median)
    allowed = {
        "factor": f"a factor {check.tolerance:g}",
        "difference": f"{check.tolerance:g}",
        "decades": f"{check.tolerance:g} {'decade' if check.tolerance == 1 else 'decades'}",
    }[check.kind]
    text += f", {said}: {differs}, " + (f"agrees within {allowed}" if agrees else f"does not agree within {allowed}")
    if check.in_band and len(values) >= _ENOUGH_SEEDS:
        is_inside = low <= check.expected <= high
        agrees = agrees and is_inside
        text += f", {'inside' if is_inside else 'outside'} the band of the seeds"
    return Verdict(agrees and not lost, median, low, high, text)


def _compare(check: Expectation, value: float) -> tuple[str, bool]:
    """By how much a number differs from what is expected, in words, and whether that is allowed."""
    if check.kind == "difference":
        difference = value - check.expected
        if difference == 0:
            return "the same", True
        words = f"{difference:.2g} more" if difference > 0 else f"{-difference:.2g} less"
        return words, abs(difference) <= check.tolerance
    if value <= 0:
        return "not above 0", False
    # Not of the quotient, which may lie beyond the floats.
    decades = math.log10(value) - math.log10(check.expected)
    if check.kind == "decades":
        if abs(decades) < 0.05:
            return "the same", True
        words = f"{decades:.1f} decades above" if decades > 0 else f"{-decades:.1f} decades below"
        return words, abs(decades) <= check.tolerance
    times = max(value / check.expected, check.expected / value)
    agrees = times <= check.tolerance
    if times < 1.005:
        nearly = f"{times:.6g} times as large" if decades > 0 else f"{times:.6g} times as small"
        return "the same" if times < 1 + 1e-9 else nearly, agrees
    return f"{times:.3g} times larger" if decades > 0 else f"{times:.3g} times smaller", agrees


def rounded(check: Expectation, value: float) -> str:
    """A number with as many digits as tell it from what is expected."""
    # Where the last digit is told from the first, as of accuracies, one more; next to 0 none is.
    return f"{value:.4g}" if check.kind == "difference" and abs(value) >= _NEXT_TO_0 else f"{value:.3g}"
