import numpy as np
import pytest

from gradiometer.alignment import ALIGNMENTS, StepClock, TimeClock
from gradiometer.layout import step_layout
from gradiometer.series import Series
from gradiometer.session_file import load_session
from several import write_several


def series_of(steps: np.ndarray, elapsed: np.ndarray) -> Series:
    layout = step_layout(2)
    rows = np.zeros((len(steps), layout.width))
    rows[:, 0] = steps
    rows[:, layout.slice("elapsed")] = np.asarray(elapsed)[:, None]
    series = Series(layout)
    series.extend(rows)
    return series


@pytest.mark.parametrize("origin", [0, 7])
def test_steps_are_counted_from_an_origin(origin):
    clock = StepClock(origin)
    assert clock.positions(np.array([0.0, 5.0, 7.0])).tolist() == [-origin, 5 - origin, 7 - origin]
    assert clock.step(3.7) == 3 + origin
    assert clock.step(-origin - 0.5) == -1
    assert clock.step(-1e9) == -1


@pytest.mark.parametrize("num_rows", [1, 2, 255, 300, 20_000])
def test_time_finds_the_newest_step_up_to_it(num_rows):
    rng = np.random.default_rng(num_rows)
    steps = np.cumsum(rng.integers(1, 4, num_rows)).astype(float)
    elapsed = np.cumsum(rng.exponential(0.01, num_rows))
    clock = TimeClock(series_of(steps, elapsed))
    for position in [*rng.uniform(0, 1.1 * elapsed[-1], 40), 0.0, elapsed[0], elapsed[-1], -3.0]:
        before = steps[elapsed <= position]
        assert clock.step(position) == (before[-1] if len(before) else -1)
    places = clock.positions(steps)
    np.testing.assert_allclose(places, elapsed, rtol=1e-12)
    ends = np.array([steps[0], steps[-1]])
    np.testing.assert_allclose(clock.positions(ends), elapsed[[0, -1]], rtol=1e-12)
    few = steps[:: max(1, num_rows // 50)]
    assert (np.diff(clock.positions(few)) > 0).all()


def test_time_between_two_measured_steps_lies_between_theirs():
    clock = TimeClock(series_of(np.array([0.0, 10.0]), np.array([1.0, 2.0])))
    assert clock.positions(np.array([0.0, 5.0, 10.0])).tolist() == [1.0, 1.5, 2.0]


def test_no_steps_have_no_time():
    clock = TimeClock(Series(step_layout(2)))
    assert clock.step(1.0) == -1
    assert np.isnan(clock.positions(np.array([3.0]))).all()
    assert len(clock.positions(np.empty(0))) == 0


def test_time_that_was_not_measured():
    clock = TimeClock(series_of(np.arange(9.0), np.full(9, np.nan)))
    assert clock.step(1.0) == -1


def test_who_has_a_place(tmp_path):
    shallow, deep, watched = map(load_session, write_several(tmp_path))
    with shallow, deep, watched:
        nothing = Series(step_layout(3))
        for align in ("step", "time"):
            assert all(
                ALIGNMENTS[align].clock(session, series_of(np.arange(3), np.arange(3))) for session in (shallow,)
            )
        assert ALIGNMENTS["change"].clock(shallow, nothing) == StepClock(10)
        assert ALIGNMENTS["change"].clock(deep, nothing) is None
        assert ALIGNMENTS["change"].clock(watched, nothing) is None
        assert ALIGNMENTS["time"].clock(shallow, nothing) is None


@pytest.mark.parametrize(
    ("align", "position", "words"),
    [
        ("step", 1234.0, "step 1,234"),
        ("time", 0.25, "0.25 s of training"),
        ("change", 50.0, "50 steps after the first change"),
        ("change", -3.0, "3 steps before the first change"),
    ],
)
def test_a_position_in_words(align, position, words):
    assert ALIGNMENTS[align].tell(position) == words
