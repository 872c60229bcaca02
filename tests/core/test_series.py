"""A growing series against a plain search through all its rows, in memory, in a file and between the two."""

from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradiometer import series as series_module
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
    """Rows of steps that leap never, seldom or always, with gaps and infinities among the values."""
    rng = np.random.default_rng(seed)
    rows = np.empty((count, LAYOUT.width))
    leaps = rng.random(count) < rng.choice([0.0, 0.001, 1.0])
    rows[:, 0] = np.cumsum(np.where(leaps, rng.integers(1, 9, count), 1)) - rng.integers(0, 2)
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
        self.width = rows.shape[1]
        self.num_rows = num_rows
        self.asked_for_blocks = 0

    def fetch(self, level: int, first: int, last: int) -> np.ndarray:
        size = FACTOR**level
        assert 0 <= first <= last <= self.num_rows // size, "asks for blocks that are not in the file"
        self.asked_for_blocks += last - first
        parts = self.rows[first * size : last * size].reshape(last - first, size, self.width)
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
    # Rows outside are there only because blocks are whole: less than one and a half point's worth a side.
    excess = 1.5 * (last - first) / most_points
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


def check_kept(series: Series, most_bytes: int) -> None:
    """What was read and is kept takes no more than it may, and holds nothing else alive."""
    stored = series._stored
    assert stored is not None
    kept = [tile.values for tile in stored._tiles.values()]
    assert all(values.base is None for values in kept)
    assert sum(values.nbytes for values in kept) == stored.num_bytes <= most_bytes


@settings(max_examples=30)
@given(LENGTHS, LENGTHS, SEEDS, SIZES, st.sampled_from([1, 16, 100]), st.sampled_from([0, 3000, 10**6]), st.data())
def test_what_is_kept_of_a_file_is_right_while_the_series_grows(before, after, seed, sizes, tile, most_bytes, data):
    rows = make_rows(before + after, seed)
    file = File(rows, before)
    with patch.object(series_module, "_TILE", tile), patch.object(series_module, "_KEPT_BYTES", most_bytes):
        series = Series(LAYOUT, file.fetch, before, LITTLE_MEMORY)
        for share in (0.0, 0.3, 0.31, 1.0):
            end = before + int(share * after)
            grow(series, rows[:end], sizes, file)
            check(series, rows[:end], data)
            check_kept(series, most_bytes)


def test_every_zoom_and_place_of_a_saved_series():
    rows = make_rows(200_000, 5)
    file = File(rows, len(rows))
    with patch.object(series_module, "_KEPT_BYTES", 300_000):
        series = Series(LAYOUT, file.fetch, len(rows))
        for length in np.geomspace(2, 200_000, 18).astype(int):
            for share in (0.0, 0.37, 0.371, 1.0):
                first = int(share * (len(rows) - length))
                check_view(series, rows, rows[first, 0], rows[first + length - 1, 0], 150)
                check_kept(series, 300_000)


def test_a_plot_that_moves_reads_what_is_new_to_it():
    rows = make_rows(300_000, 6)
    rows[:, 0] = np.arange(len(rows))
    file = File(rows, len(rows))
    series = Series(LAYOUT, file.fetch, len(rows))
    series.last("values")
    series.view("values", 100_000, 102_000, 200)
    first = file.asked_for_blocks
    assert first < 2000 + 6 * 2 * 256
    for again in range(3):
        series.view("values", 100_000 + again, 102_000 + again, 200)
        series.view("index", 100_000 + again, 102_000 + again, 200)
        series.at(101_000, "values")
        series.last("values")
    assert file.asked_for_blocks == first
    # A drag over half a million pixels reads each row once, and some above them.
    for start in range(100_000, 150_000, 40):
        series.view("values", start, start + 2000, 200)
    assert file.asked_for_blocks - first < 50_000 * (1 + 2 / FACTOR) + 20 * 256


def test_where_each_step_has_a_row_none_is_read_to_find_it():
    rows = make_rows(300_000, 11)
    rows[:, 0] = np.arange(len(rows))
    rows[270_000:, 0] += 5
    file = File(rows, len(rows))
    levels = []

    def fetch(level: int, first: int, last: int) -> np.ndarray:
        levels.append(level)
        return file.fetch(level, first, last)

    series = Series(LAYOUT, fetch, len(rows))
    series.span()
    levels.clear()
    check_view(series, rows, 12_345.5, 265_432, 20)
    assert min(levels) == 3
    check_view(series, rows, 269_990, 270_020, 1000)


def test_the_newest_blocks_of_a_file_are_read_again_when_there_are_more():
    rows = make_rows(30_000, 9)
    file = File(rows, 3100)
    series = Series(LAYOUT, file.fetch, 3100, LITTLE_MEMORY)
    begin, end = rows[3000, 0], rows[3300, 0]
    check_view(series, rows[:3100], begin, end, 1000)
    grow(series, rows, [100], file)
    assert series._levels[0].start > 3300
    check_view(series, rows, begin, end, 1000)


def test_what_was_not_shown_for_long_leaves_first():
    rows = make_rows(100_000, 10)
    rows[:, 0] = np.arange(len(rows))
    file = File(rows, len(rows))
    with patch.object(series_module, "_KEPT_BYTES", 200_000):
        series = Series(LAYOUT, file.fetch, len(rows))
        series.view("values", 50_000, 50_100, 200)
        for start in range(0, 40_000, 1000):
            series.view("values", start, start + 100, 200)
            before = file.asked_for_blocks
            series.view("values", 50_000, 50_100, 200)
            assert file.asked_for_blocks == before
        series.view("values", 0, 100, 200)
        assert file.asked_for_blocks > before


def test_quantities_that_were_shown_last_are_read_together(monkeypatch):
    monkeypatch.setattr(series_module, "_MOST_WIDE", 3)
    wide = dict.fromkeys("abcde", 3)
    layout = Layout.of_counts({"loss": 1, **wide})
    rng = np.random.default_rng(7)
    rows = rng.normal(size=(5000, layout.width))
    rows[:, 0] = np.arange(len(rows))
    file = File(rows, len(rows))
    series = Series(layout, file.fetch, len(rows))

    def asked_for(name: str) -> int:
        before = file.asked_for_blocks
        view = series.view(name, 1000, 2000, 2000)
        assert view.exact
        shown = slice(1000, 2002)
        np.testing.assert_array_equal(view.steps, rows[shown, 0])
        np.testing.assert_array_equal(view.low, rows[shown, layout.slice(name)])
        np.testing.assert_array_equal(view.high, view.low)
        return file.asked_for_blocks - before

    series.span()
    assert asked_for("a") > 0
    assert asked_for("loss") == 0
    assert asked_for("b") > 0
    assert asked_for("a") == 0
    assert asked_for("c") > 0
    assert asked_for("a") == asked_for("b") == 0
    # Of four that are shown in turns the fourth takes the place of one.
    assert asked_for("d") > 0
    assert asked_for("b") == asked_for("c") == asked_for("loss") == 0
    assert asked_for("a") > 0


def test_what_cannot_be_read_is_asked_for_again():
    rows = make_rows(5000, 8)
    file = File(rows, len(rows))
    series = Series(LAYOUT, file.fetch, len(rows))
    series.span()
    with patch.object(file, "rows", None), pytest.raises(TypeError):
        series.view("values", -np.inf, np.inf, 100)
    check_view(series, rows, -np.inf, np.inf, 100)
