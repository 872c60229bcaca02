"""The governor, on clocks that the tests turn."""

from __future__ import annotations

import pytest

from gradiometer_desktop.governor import LONGEST_S, MOST_OF_MAIN_THREAD, SHARES, SHORTEST_S, Governor


def redraw(governor: Governor, now: float, making: float) -> None:
    """A redraw whose data take so long; the thread's own clock stands at zero before."""
    governor.begin(now, 0.0)
    governor.end(making)


def first_due(governor: Governor, begun: float, spent: float) -> float:
    """After how many seconds new data may be drawn again, to a tenth of a millisecond."""
    return next(tick / 10_000 for tick in range(20_000) if governor.is_due(begun + tick / 10_000, spent))


def test_the_first_redraw_is_due_at_once() -> None:
    assert Governor().is_due(0.0, 0.0)


@pytest.mark.parametrize("share", SHARES.values())
@pytest.mark.parametrize("making", [0.0, 0.001, 0.004, 0.012, 0.02, 0.05, 3.0])
def test_redraws_are_spaced_by_what_making_their_data_takes(share: float, making: float) -> None:
    """So that it has no more than its share, unless a person would take the program for dead."""
    governor = Governor(share)
    redraw(governor, 100.0, making)
    expected = min(max(making / share, SHORTEST_S), LONGEST_S)
    assert first_due(governor, 100.0, making) == pytest.approx(expected, abs=2e-4)


@pytest.mark.parametrize("painting", [0.0, 0.01, 0.03, 0.06, 3.0])
def test_painting_leaves_half_of_the_thread_to_the_person(painting: float) -> None:
    governor = Governor(0.1)
    redraw(governor, 5.0, 0.002)
    expected = min(max((0.002 + painting) / MOST_OF_MAIN_THREAD, SHORTEST_S), LONGEST_S)
    assert first_due(governor, 5.0, 0.002 + painting) == pytest.approx(expected, abs=2e-4)


def test_a_new_redraw_forgets_the_last_one() -> None:
    governor = Governor(0.1)
    redraw(governor, 0.0, 0.02)
    governor.begin(1.0, 7.0)
    governor.end(7.0)
    assert first_due(governor, 1.0, 7.0) == pytest.approx(SHORTEST_S, abs=2e-4)


def test_another_share_counts_at_once() -> None:
    governor = Governor(SHARES["fast"])
    redraw(governor, 0.0, 0.002)
    assert not governor.is_due(0.05, 0.002)
    governor.share = SHARES["smooth"]
    assert governor.is_due(0.05, 0.002)


def test_making_data_keeps_to_its_share_over_a_run() -> None:
    """Many seconds of redraws, each of which takes 8 ms to make and as long to paint."""
    governor = Governor(0.1)
    making = now = spent = 0.0
    while now < 20.0:
        if governor.is_due(now, spent):
            governor.begin(now, spent)
            spent += 0.008
            governor.end(spent)
            spent += 0.008
            making += 0.008
            now += 0.016
        now += 0.001
    assert 0.08 <= making / now <= 0.1


@pytest.mark.parametrize("frames", [1, 5, 12, 60])
def test_a_person_may_choose_how_often(frames: int) -> None:
    """Also more seldom than the longest wait that a slow redraw may cause."""
    governor = Governor(0.1, frames)
    redraw(governor, 100.0, 0.0)
    assert first_due(governor, 100.0, 0.0) == pytest.approx(1 / frames, abs=2e-4)
    governor.most_frames = 60
    assert governor.is_due(100.0 + 1 / 59, 0.0)


def test_shares_grow_with_smoothness() -> None:
    assert 0 < SHARES["fast"] < SHARES["balanced"] < SHARES["smooth"] < 1
    assert Governor().share == SHARES["balanced"]
