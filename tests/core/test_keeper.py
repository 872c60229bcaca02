"""Which snapshots are taken and which are kept."""

from itertools import pairwise

import pytest

from gradiometer import keeper
from gradiometer.keeper import Keeper
from gradiometer.reports import SnapshotPlace


def fill(keeper: Keeper, *snapshots: tuple[int, str, int]) -> list[int]:
    return [step for each in snapshots for step in keeper.keep(SnapshotPlace(*each), 0.0)]


def test_by_the_count_of_steps():
    keeper = Keeper(1000, 50)
    assert [step for step in range(200) if keeper.is_due(step)] == [0, 50, 100, 150]
    fill(keeper, (50, "schedule", 10))
    assert not keeper.is_due(50)
    assert keeper.is_due(100)


def test_by_the_clock(monkeypatch):
    now = 100.0
    monkeypatch.setattr(keeper.time, "monotonic", lambda: now)
    kept = Keeper(1000)
    assert not kept.is_due(5)
    now += 30.1
    assert kept.is_due(5)
    kept.keep(SnapshotPlace(5, "schedule", 10), took_s=0.01)
    assert not kept.is_due(6)
    now += 30.1
    assert not kept.is_due(5)
    assert kept.is_due(6)
    # One that takes a second is taken every 200 s.
    kept.keep(SnapshotPlace(6, "schedule", 10), took_s=1.0)
    now += 199.0
    assert not kept.is_due(7)
    now += 1.1
    assert kept.is_due(7)


def test_none_are_wanted():
    keeper = Keeper(0, 1)
    assert not any(keeper.is_due(step) for step in range(10))
    assert not keeper.fits(1)


def test_all_together_keep_to_the_limit():
    keeper = Keeper(100)
    assert fill(keeper, *((step, "schedule", 10) for step in range(0, 100, 10))) == []
    dropped = fill(keeper, *((step, "schedule", 10) for step in range(100, 1000, 10)))
    assert len(dropped) == 90
    assert len(set(dropped)) == 90
    left = sorted(set(range(0, 1000, 10)) - set(dropped))
    assert len(left) == 10
    assert left[-1] == 990
    # Spread over the whole run, not its end alone.
    gaps = [after - before for before, after in pairwise(left)]
    assert max(gaps) <= 4 * min(gaps)


def test_what_a_person_did_outlives_the_clock():
    keeper = Keeper(50)
    changes = [(1, "change", 10), (2, "change", 10), (3, "start", 10)]
    assert fill(keeper, *changes, (100, "schedule", 10), (200, "pause", 10), (300, "schedule", 10)) == [100]
    assert fill(keeper, (301, "schedule", 10)) == [300]
    assert fill(keeper, (400, "change", 10)) == [301]
    # Then nothing but changes is left; the newest stays.
    assert fill(keeper, (500, "change", 10), (501, "change", 10)) == [200, 1]


@pytest.mark.parametrize("size", [101, 10**9])
def test_one_that_is_too_large_alone(size):
    assert not Keeper(100).fits(size)
    assert Keeper(100).fits(100)


def test_sqlite_takes_no_blob_of_a_gigabyte():
    assert not Keeper(1e12).fits(10**9)


def test_those_of_the_file_count():
    keeper = Keeper(
        30, kept=[SnapshotPlace(10, "change", 10), SnapshotPlace(20, "schedule", 10), SnapshotPlace(30, "end", 10)]
    )
    assert keeper.newest == 30
    assert not keeper.is_due(30)
    assert fill(keeper, (40, "schedule", 10)) == [20]
    assert Keeper(30).newest == -1
