"""A growing series against a plain search through all its rows, in memory, in a file and between the two."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradiometer.envelope import FACTOR, NUM_LEVELS
from gradiometer.layout import Layout
from gradiometer.series import Series
from recorded import extremes

# `index` holds the number of the row, so that a block's least and largest one say which rows it covers.
LAYOUT = Layout({"step": (0, 1), "index": (1, 1), "values": (2, 2)}, 4)
LITTLE_MEMORY = 1  # bytes; a series keeps 1,024 blocks of each level at least
LENGTHS = st.one_of(
    st.integers(0, 40),
    st.builds(lambda power, more: max(0, 16**power + more), st.integers(1, 4), st.integers(-20, 20)),
    st.integers(0, 70_000),
)


def make_rows(count: int, seed: int) -> np.ndarray:
    """Rows of steps that sometimes leap, with gaps and infinities among the values."""
    rng = np.random.default_rng(seed)
    rows = np.empty((count, LAYOUT.width))
    leaps = rng.random() < 0.5
    rows[:, 0] = np.cumsum(rng.integers(1, 9, count) if leaps else np.ones(count)) - rng.integers(0, 2)
    rows[:, 1] = np.arange(count)
    values = rng.normal(size=(count, 2))
    values[rng.random(values.shape) < rng.choice([0.0, 0.1, 0.9])] = np.nan
    values[rng.random(values.shape) < 0.01] = np.inf
    values[rng.random(values.shape) < 0.01] = -np.inf
    values[count // 3 : count // 2] = np.nan
    rows[:, 2:] = values
    return rows


class File:
    """Stands for the session file: all blocks of the rows it was given, and no block that it cannot know."""

    def __init__(self, rows: np.ndarray, num_rows: int = 0):
        self.rows = rows
        self.num_rows = num_rows
        self.asked_for_blocks = 0

    def fetch(self, level: int, first: int, last: int) -> np.ndarray:
        size = FACTOR**level
        assert 0 <= first <= last <= self.num_rows // size, "asks for blocks that are not in the file"
        self.asked_for_blocks += last - first
        parts = self.rows[first * size : last * size].reshape(last - first, size, LAYOUT.width)
        gap = np.isnan(parts)
        least = np.where(gap, np.inf, parts).min(axis=1)
        largest = np.where(gap, -np.inf, parts).max(axis=1)
        return np.where(gap.all(axis=1)[:, None], np.nan, np.stack([least, largest], axis=1))

    def stored(self) -> int:
        return self.num_rows


def grow(series: Series, rows: np.ndarray, sizes: list[int], file: File | None = None, lag: int = 0) -> None:
    """Append rows in pieces of these sizes, over and over; the file has all but the newest `lag` rows."""
    while series.num_rows < len(rows):
        for size in sizes:
            first = series.num_rows
            if file is not None:
                file.num_rows = max(file.num_rows, min(first, len(rows)) - lag)
            series.extend(rows[first : first + size])


def check_view(series: Series, rows: np.ndarray, first_step: float, last_step: float, most_points: int) -> None:
    count = len(rows)
    index, values = (series.view(name, first_step, last_step, most_points) for name in ("index", "values"))
    np.testing.assert_array_equal(index.steps, values.steps)
    if not count:
        assert len(index.steps) == 0
        assert values.low.shape == values.high.shape == (0, 2)
        return
    # The rows asked for: those between the steps, and one beyond either side.
    before = np.flatnonzero(rows[:, 0] <= first_step)
    behind = np.flatnonzero(rows[:, 0] > last_step)
    first = int(before[-1]) if len(before) else 0
    last = int(behind[0]) + 1 if len(behind) else count
    # Every row of the range is in one block and in no other.
    begins, ends = index.low[:, 0].astype(int), index.high[:, 0].astype(int) + 1
    np.testing.assert_array_equal(ends[:-1], begins[1:])
    assert (begins < ends).all()
    assert begins[0] <= first
    assert ends[-1] >= last
    # Rows outside are there only because blocks are whole: less than one point's worth a side.
    excess = (last - first) / most_points
    assert first - begins[0] < max(1, excess)
    assert ends[-1] - last < max(2, excess)
    # At most two points more than asked for, and one for the rest of each finer level; at least about half of them.
    assert len(begins) <= most_points + 2 + NUM_LEVELS
    assert len(begins) >= min(last - first, most_points / 2 - 1)
    assert index.exact == values.exact == bool((ends - begins == 1).all())
    np.testing.assert_array_equal(index.steps, rows[begins, 0])
    for low, high, begin, end in zip(values.low, values.high, begins, ends, strict=True):
        np.testing.assert_array_equal([low, high], extremes(rows[begin:end])[:, 2:])


def check(series: Series, rows: np.ndarray, data: st.DataObject) -> None:
    """Every way of reading a series says what the rows say."""
    assert series.num_rows == len(rows)
    if not len(rows):
        assert series.span() == (0.0, 0.0)
        assert series.at(3, "values") is None
        assert series.last("values").shape == (0,)
        check_view(series, rows, 0, 10, 10)
        return
    assert series.span() == (rows[0, 0], rows[-1, 0])
    np.testing.assert_array_equal(series.last("values"), rows[-1, 2:])
    end = rows[-1, 0]
    steps = st.one_of(st.floats(-3, end + 3), st.integers(0, int(end)))
    for _ in range(3):
        step = data.draw(steps)
        known = np.flatnonzero(rows[:, 0] <= step)
        row = rows[known[-1] if len(known) else 0]
        found_step, found = series.at(step, "values")
        assert found_step == row[0]
        assert isinstance(found_step, int)
        np.testing.assert_array_equal(found, row[2:])
    check_view(series, rows, -np.inf, np.inf, data.draw(st.integers(1, 400)))
    for _ in range(3):
        first, last = sorted((data.draw(steps), data.draw(steps)))
        check_view(series, rows, first, last, data.draw(st.integers(1, 400)))


SIZES = st.lists(st.integers(1, 5000), min_size=1, max_size=5)
SEEDS = st.integers(0, 2**32)


@settings(max_examples=30)
@given(LENGTHS, SEEDS, SIZES, st.data())
def test_in_memory(count, seed, sizes, data):
    rows = make_rows(count, seed)
    series = Series(LAYOUT)
    grow(series, rows, sizes)
    check(series, rows, data)


@settings(max_examples=30)
@given(LENGTHS, SEEDS, SIZES, st.one_of(st.integers(0, 3000), st.just(10**9)), st.data())
def test_kept_in_a_file_that_lags(count, seed, sizes, lag, data):
    rows = make_rows(count, seed)
    file = File(rows)
    series = Series(LAYOUT, memory_bytes=LITTLE_MEMORY)
    begun = data.draw(st.integers(0, count))
    grow(series, rows[:begun], sizes)
    series.keep_in(file.fetch, file.stored)
    grow(series, rows, sizes, file, lag)
    check(series, rows, data)


@settings(max_examples=30)
@given(LENGTHS, LENGTHS, SEEDS, SIZES, st.data())
def test_resumed_from_a_file_and_grown_on(before, after, seed, sizes, data):
    rows = make_rows(before + after, seed)
    file = File(rows, before)
    series = Series(LAYOUT, file.fetch, before, LITTLE_MEMORY)
    check(series, rows[:before], data)
    grow(series, rows, sizes, file)
    check(series, rows, data)


def test_old_blocks_leave_memory():
    rows = make_rows(70_000, 0)
    file = File(rows)
    series = Series(LAYOUT, memory_bytes=LITTLE_MEMORY)
    series.keep_in(file.fetch, file.stored)
    grow(series, rows, [100], file)
    assert file.asked_for_blocks == 0
    held = sum(tail._data.nbytes for tail in series._levels)
    assert held < rows.nbytes / 4
    check_view(series, rows, 0, 1e6, 5)
    assert file.asked_for_blocks > 0


def test_what_the_file_does_not_hold_stays_in_memory():
    rows = make_rows(20_000, 1)
    file = File(rows)
    series = Series(LAYOUT, memory_bytes=LITTLE_MEMORY)
    series.keep_in(file.fetch, file.stored)
    grow(series, rows, [100], file, lag=10**9)
    check_view(series, rows, 0, 1e6, 20_000)
    assert file.asked_for_blocks == 0
    # The disk has space again: memory shrinks.
    more = np.concatenate([rows, make_rows(30_000, 2) + np.array([rows[-1, 0] + 1, 20_000, 0, 0])])
    file.rows = more
    grow(series, more, [100], file)
    assert series._levels[0].start > 20_000
    check_view(series, more, 0, 1e6, 300)


def test_a_million_rows_reach_the_fifth_level():
    count = 16**5 + 16**4 + 16**3 + 77
    rows = make_rows(count, 3)
    series = Series(LAYOUT)
    grow(series, rows, [100_000])
    for most_points in (1, 2, 30, 1000):
        check_view(series, rows, -1, 1e9, most_points)
    check_view(series, rows, rows[16**5 - 3, 0], rows[16**5 + 3, 0], 100)
    check_view(series, rows, rows[5, 0], rows[-7, 0], 16)


def test_a_view_is_not_written_again():
    rows = make_rows(300, 4)
    series = Series(LAYOUT)
    series.extend(rows[:200])
    view = series.view("values", 0, 1e6, 1000)
    copies = [array.copy() for array in view[:3]]
    series.extend(rows[200:])
    for array, copy in zip(view[:3], copies, strict=True):
        np.testing.assert_array_equal(array, copy)


def test_rows_that_are_not_in_the_file_need_one():
    with pytest.raises(AssertionError):
        Series(LAYOUT, None, 5)
