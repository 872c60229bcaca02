"""Values by layer and time step, checked against numbers that were worked out by hand."""

import math

import numpy as np
import pytest

from gradiometer.time_steps import (
    USUAL,
    by_layer,
    levels_of,
    middle_logs,
    nearest_level,
    shown_quantity,
    tell_ratio,
    time_edges,
)

NAN, INF = math.nan, math.inf


def test_the_quantity_asked_for_is_shown_where_there_is_one():
    assert shown_quantity("cell_gradient", ("hidden_gradient", "cell_gradient")) == "cell_gradient"
    assert shown_quantity("cell_gradient", ("hidden_gradient", "update_delta")) == "hidden_gradient"
    assert shown_quantity("weight_gradient_norm", ("update_delta",)) == "update_delta"
    assert shown_quantity("weight_gradient_norm", ()) == USUAL


def test_layers_with_time():
    row = np.array([NAN, NAN, 1.0, NAN, 0.0, 0.0])
    values = by_layer(row, 3)
    assert values.shape == (3, 2)
    assert levels_of(values) == [1, 2]
    # What has become NaN had values before.
    assert levels_of(np.full((3, 2), NAN), values) == [1, 2]
    assert levels_of(np.full((3, 2), NAN)) == levels_of() == []
    assert levels_of(np.full((1, 2), INF)) == [0]


@pytest.mark.parametrize(("layer", "level"), [(0, 1), (1, 1), (2, 1), (3, 4), (4, 4), (9, 4)])
def test_the_nearest_layer_with_time(layer, level):
    assert nearest_level([1, 4], layer) == level


def test_rows_meet_half_way_between_time_steps():
    np.testing.assert_array_equal(time_edges((1, 2, 3)), [0.5, 1.5, 2.5, 3.5])
    np.testing.assert_array_equal(time_edges((1,)), [0.5, 1.5])


@pytest.mark.parametrize("num_steps", [129, 200, 784])
def test_each_kept_time_step_of_many_lies_in_its_row(num_steps):
    times = [1 + round(index * (num_steps - 1) / 127) for index in range(128)]
    edges = time_edges(times)
    assert len(edges) == 129
    assert (edges[:-1] < times).all()
    assert (edges[1:] > times).all()
    np.testing.assert_allclose(np.diff(edges), (num_steps - 1) / 127)


def test_the_middle_of_least_and_largest_is_the_geometric_mean():
    low = np.array([1e-6, 0.0, 0.0, NAN, 1.0, INF, 1e-300])
    high = np.array([1e-2, 1e-3, 0.0, NAN, INF, INF, 1e300])
    logs = middle_logs(low, high)
    np.testing.assert_allclose(logs[[0, 1, 6]], [-4.0, -3.0, 0.0], atol=1e-12)
    assert logs[2] == -INF
    assert np.isnan(logs[3:6]).all()


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (3.3e-9, 0.3, "first/last 1.1e-08"),
        (2.0, 0.5, "first/last 4"),
        (0.0, 0.01, "first/last below 1e-43"),
        (1.0, 0.0, "first/last unknown, the last is 0"),
        (0.0, 0.0, "first/last unknown, the last is 0"),
        (NAN, 1.0, "first/last unknown"),
        (1.0, INF, "first/last unknown"),
        (1e300, 1e-300, "first/last inf"),
    ],
)
def test_the_first_beside_the_last(first, last, text):
    assert tell_ratio(first, last, "1e-45") == text
