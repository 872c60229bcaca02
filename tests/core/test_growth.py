"""A file that grows no faster than it may: simulated hours of recording."""

import pytest

from gradiometer.growth import Growth

MB = 1e6


def record(growth: Growth, bytes_per_s: float, seconds: float, every_s: float = 0.5, begun: tuple = (0.0, 0.0)) -> list:
    """(time, bytes so far, spacing) of a run that would write so much, each half second."""
    now, total = begun
    said = []
    growth.note(now, round(total))
    while now < begun[0] + seconds:
        now += every_s
        total += bytes_per_s * every_s / growth.spacing
        growth.note(now, round(total))
        said.append((now, total, growth.spacing))
    return said


@pytest.mark.parametrize("times", [1.5, 3, 10, 100, 1000])
def test_an_hour_brings_at_most_what_it_may(times):
    growth = Growth(1000 * MB)
    said = record(growth, times * 1000 * MB / 3600, 7200)
    in_an_hour = said[7199][1]
    assert in_an_hour <= 1000 * MB
    # It is used, too, and by an even rhythm.
    assert in_an_hour >= (0.8 if times <= 10 else 0.5) * 1000 * MB
    assert said[-1][1] - in_an_hour <= 1000 * MB
    assert len({spacing for _, _, spacing in said[7200:]}) <= 3


def test_what_fits_is_not_thinned():
    growth = Growth(1000 * MB)
    assert {spacing for _, _, spacing in record(growth, 900 * MB / 3600, 3600)} == {1}


def test_a_short_run_is_not_thinned():
    """A quarter of a minute at ten times the rate is within what may come at once."""
    growth = Growth(1000 * MB)
    assert {spacing for *_, spacing in record(growth, 10 * 1000 * MB / 3600, 14)} == {1}


def test_when_the_flood_is_over_everything_is_recorded_again():
    growth = Growth(100 * MB)
    flood = record(growth, 20 * 100 * MB / 3600, 1200)
    assert flood[-1][2] > 10
    calm = record(growth, 10 * MB / 3600, 3600, begun=flood[-1][:2])
    assert calm[-1][2] == 1


def test_it_says_when_the_spacing_changes():
    growth = Growth(100 * MB)
    assert not growth.note(0.0, 0)
    assert not growth.note(1.0, 1 * 10**6)
    assert growth.note(6.0, 20 * 10**6)
    assert growth.spacing > 1
    assert not growth.note(7.0, 20 * 10**6 + 1)


def test_what_was_there_before_does_not_count():
    fresh, late = Growth(100 * MB), Growth(100 * MB)
    first = record(fresh, 20 * 100 * MB / 3600, 600)
    second = record(late, 20 * 100 * MB / 3600, 600, begun=(5000.0, 1e9))
    assert [each[2] for each in second[1:]] == [each[2] for each in first[1:]]
