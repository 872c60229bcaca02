"""Numbers from the smallest subnormal to the largest, NaN and Inf, and what their norm is."""

import math

import numpy as np
import pytest
import torch
from hypothesis import strategies as st

DTYPES = {"float32": torch.float32, "float64": torch.float64}

TOLERANCE = {"float32": 5e-6, "float64": 1e-12}
"""Squares of float32 values are added in float32 where that is safe."""


def true_norm(values: np.ndarray) -> float:
    """By math.hypot, which scales; NaN before Inf."""
    values = values.astype(float).ravel()
    return math.nan if np.isnan(values).any() else math.hypot(*values.tolist())


def assert_same_norm(actual: float, values: np.ndarray, tolerance: float) -> None:
    """Zero only where all is zero, NaN before Inf before a number."""
    expected = true_norm(values)
    if math.isnan(expected):
        assert math.isnan(actual)
    elif math.isinf(expected):
        # A norm of finite values past float64 is Inf too.
        assert actual == math.inf
    else:
        assert actual == pytest.approx(expected, rel=tolerance, abs=0)
        assert (actual == 0) == (not values.any())


def values_of(dtype: str, size: int):
    """Arrays of one size of number, of mixed sizes and of special values."""
    width = 32 if dtype == "float32" else 64
    largest = 1e38 if dtype == "float32" else 1e307
    sizes = [1e-45, 1e-42, 1e-38, 1e-30, 1e-23, 1e-19, 1e-16, 1e-10, 1.0, 1e10, 1e17, 1e19, 1e30, largest]
    if dtype == "float64":
        sizes += [5e-324, 1e-310, 1e-200, 1e-162, 1e-150, 1e-145, 1e150, 1e155, 1e200]
    special = st.sampled_from([0.0, -0.0, math.nan, math.inf, -math.inf])
    sized = st.builds(
        lambda scale, share: float(np.dtype(dtype).type(scale * share)), st.sampled_from(sizes), st.floats(-1, 1)
    )
    one_size = st.sampled_from(sizes).flatmap(
        lambda scale: st.lists(st.floats(0.1, 1).map(lambda share: scale * share), min_size=size, max_size=size)
    )
    mixed = st.lists(st.one_of(sized, st.floats(width=width)), min_size=size, max_size=size)
    broken = st.lists(st.one_of(sized, special), min_size=size, max_size=size)
    return st.one_of(one_size, mixed, broken).map(lambda values: np.array(values, dtype))
