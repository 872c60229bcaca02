"""What is said of a gradient by itself, and that it is said once."""

import math

import numpy as np
import pytest
import torch

from gradiometer.alarms import Alarms
from gradiometer.layout import step_layout
from gradiometer.reports import StepReport

LAYOUT = step_layout(2)


def report(step: int, before: float, after: float | None = None, loss: float = 1.0) -> StepReport:
    row = np.ones(LAYOUT.width)
    row[LAYOUT.slice("loss")] = loss
    row[LAYOUT.slice("gradient_norm")] = before
    row[LAYOUT.slice("gradient_norm_after_clip")] = before if after is None else after
    return StepReport(step, row)


@pytest.mark.parametrize("broken", [{"before": math.nan}, {"before": math.inf}, {"before": 1.0, "loss": math.nan}])
def test_the_first_that_is_not_finite(broken):
    alarms = Alarms(LAYOUT)
    assert not alarms.is_first_non_finite(report(0, 1.0))
    assert not alarms.has_broken
    assert alarms.is_first_non_finite(report(1, **broken))
    assert alarms.has_broken
    assert not alarms.is_first_non_finite(report(2, **broken))
    alarms.forget_non_finite()
    assert not alarms.has_broken
    assert alarms.is_first_non_finite(report(3, **broken))


@pytest.mark.parametrize("after", [0.0, math.nan, math.inf])
def test_clipping_that_makes_an_end_of_the_gradient(after):
    alarms = Alarms(LAYOUT)
    assert alarms.clipped_away(report(0, 3.0, 1.0)) is None
    event = alarms.clipped_away(report(1, 3.0, after))
    assert event is not None
    assert (event.step, event.kind) == (1, "clipped_away")
    assert event.text == f"clipping wiped the gradient at step 1: its norm was 3, and is {after:.3g}"
    assert alarms.clipped_away(report(2, 3.0, after)) is None
    assert alarms.clipped_away(report(3, 3.0, 1.0)) is None
    assert alarms.clipped_away(report(4, 3.0, after)) is not None


@pytest.mark.parametrize("before", [0.0, math.inf, math.nan])
def test_a_gradient_that_was_no_number_before(before):
    assert Alarms(LAYOUT).clipped_away(report(0, before, 0.0)) is None


def test_a_loss_of_a_step_that_is_not_measured():
    alarms = Alarms(LAYOUT)
    assert not alarms.is_first_broken(1.0)
    assert not alarms.is_first_broken(torch.tensor(2.0, requires_grad=True))
    for broken in (math.nan, math.inf, torch.tensor(math.nan)):
        assert alarms.is_first_broken(broken)
    # Elsewhere it would have to be waited for.
    assert not alarms.is_first_broken(torch.tensor(math.nan, device="meta"))
    assert alarms.is_first_non_finite(report(1, math.nan))
    assert not alarms.is_first_broken(math.nan)
