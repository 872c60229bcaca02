"""Min/max levels against a plain search for the least and the largest value."""

import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradiometer.envelope import FACTOR, NUM_LEVELS, Envelope, as_blocks, reduce_blocks
from recorded import extremes


def rows_of(seed: int, count: int, width: int = 3) -> np.ndarray:
    """Random rows with gaps and infinities in them; some columns are gaps for long stretches."""
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(count, width)) * 10.0 ** rng.integers(-300, 300, size=(count, width))
    rows[rng.random(rows.shape) < 0.2] = np.nan
    rows[rng.random(rows.shape) < 0.02] = np.inf
    rows[rng.random(rows.shape) < 0.02] = -np.inf
    rows[np.repeat(rng.random((count // 40 + 1, width)) < 0.4, 40, axis=0)[:count]] = np.nan
    return rows


def blocks_of(rows: np.ndarray, size: int, whole: bool) -> np.ndarray:
    """Blocks of `size` rows each, [n, 2, width]; the last, smaller one only where `whole` is not asked for."""
    starts = range(0, len(rows) - size + 1 if whole else len(rows), size)
    return np.array([extremes(rows[start : start + size]) for start in starts]).reshape(-1, 2, rows.shape[1])


@given(st.integers(0, 2**32), st.integers(0, 700), st.integers(1, 50))
def test_blocks_join_neighbours(seed, count, factor):
    rows = rows_of(seed, count)
    np.testing.assert_array_equal(reduce_blocks(as_blocks(rows), factor), blocks_of(rows, factor, whole=False))


@given(st.integers(0, 2**32), st.lists(st.integers(0, 1500), max_size=8))
def test_growth_in_odd_pieces_completes_the_same_blocks(seed, pieces):
    rows = rows_of(seed, sum(pieces))
    envelope = Envelope(rows.shape[1])
    levels = [[np.empty((0, 2, rows.shape[1]))] for _ in range(NUM_LEVELS)]
    for piece in np.split(rows, np.cumsum(pieces))[:-1]:
        completed = envelope.extend(piece)
        assert len(completed) == NUM_LEVELS
        for level, blocks in zip(levels, completed, strict=True):
            level.append(blocks)
    for level, parts in enumerate(levels, start=1):
        np.testing.assert_array_equal(np.concatenate(parts), blocks_of(rows, FACTOR**level, whole=True))


@given(st.integers(0, 2**32), st.integers(0, 5000), st.integers(0, 5000))
def test_an_envelope_resumes_where_another_one_ended(seed, before, after):
    rows = rows_of(seed, before + after, width=1)
    resumed = Envelope(1)
    for level in range(NUM_LEVELS):
        end = before // FACTOR**level
        blocks = blocks_of(rows[: end * FACTOR**level], FACTOR**level, whole=True)
        resumed.resume(level, blocks[end // FACTOR * FACTOR :])
    one = Envelope(1)
    one.extend(rows[:before])
    for mine, theirs in zip(resumed.extend(rows[before:]), one.extend(rows[before:]), strict=True):
        np.testing.assert_array_equal(mine, theirs)


def test_the_warning_filters_of_the_program_stay_alone(monkeypatch):
    # They are global, and the trainer's thread and the window's reduce blocks at the same time.
    monkeypatch.setattr(warnings, "catch_warnings", lambda: pytest.fail("changes the filters of all threads"))
    blocks = reduce_blocks(as_blocks(np.full((40, 2), np.nan)), FACTOR)
    assert np.isnan(blocks).all()
