"""The governor, on a clock that the tests turn."""

from __future__ import annotations

import pytest

from gradiometer_desktop.governor import LONGEST_S, SHARES, SHORTEST_S, Governor


def first_due(governor: Governor, begun: float) -> float:
    """After how many seconds new data may be drawn again, to a tenth of a millisecond."""
    return next(tick / 10_000 for tick in range(20_000) if governor.is_due(begun + tick / 10_000))


def test_the_first_redraw_is_due_at_once() -> None:
    assert Governor().is_due(0.0)


@pytest.mark.parametrize("share", SHARES.values())
@pytest.mark.parametrize("cost", [0.0, 0.001, 0.004, 0.012, 0.02, 0.05, 3.0])
def test_redraws_are_spaced_by_their_cost(share: float, cost: float) -> None:
    """So that drawing has no more than its share, unless a person would take the program for dead."""
    governor = Governor(share)
    governor.begin(100.0)
    governor.spend(cost)
    expected = min(max(cost / share, SHORTEST_S), LONGEST_S)
    assert SHORTEST_S <= expected <= LONGEST_S
    assert first_due(governor, 100.0) == pytest.approx(expected, abs=2e-4)


def test_what_is_spent_adds_up_until_the_next_redraw() -> None:
    governor = Governor(0.1)
    governor.begin(5.0)
    governor.spend(0.004)
    governor.spend(0.006)
    assert governor.cost_s == pytest.approx(0.01)
    assert first_due(governor, 5.0) == pytest.approx(0.1, abs=2e-4)
    # Painting comes after the redraw was asked for, and counts too.
    governor.spend(0.005)
    assert first_due(governor, 5.0) == pytest.approx(0.15, abs=2e-4)


def test_a_new_redraw_forgets_the_last_ones_cost() -> None:
    governor = Governor(0.1)
    governor.begin(0.0)
    governor.spend(0.02)
    governor.begin(1.0)
    assert governor.cost_s == 0.0
    assert first_due(governor, 1.0) == pytest.approx(SHORTEST_S, abs=2e-4)


def test_another_share_counts_at_once() -> None:
    governor = Governor(SHARES["fast"])
    governor.begin(0.0)
    governor.spend(0.01)
    assert not governor.is_due(0.15)
    governor.share = SHARES["smooth"]
    assert governor.is_due(0.15)


def test_drawing_keeps_to_its_share_over_a_run() -> None:
    """A second and more of frames, each of which costs 8 ms."""
    governor = Governor(0.1)
    spent, now = 0.0, 0.0
    while now < 20.0:
        if governor.is_due(now):
            governor.begin(now)
            governor.spend(0.008)
            spent += 0.008
            now += 0.008
        now += 0.001
    assert 0.08 <= spent / now <= 0.1


def test_shares_grow_with_smoothness() -> None:
    assert 0 < SHARES["fast"] < SHARES["balanced"] < SHARES["smooth"] < 1
    assert Governor().share == SHARES["balanced"]
