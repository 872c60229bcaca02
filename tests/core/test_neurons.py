import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradiometer.neurons import bars_of, choose_columns, column_names, compare, longest_of, picture_of, strip_of
from gradiometer.quantities import MOST_UNITS


def test_bars_are_the_first_units_of_each_layer():
    row = np.arange(3.0 * MOST_UNITS)
    np.testing.assert_array_equal(
        bars_of(row), [[layer * MOST_UNITS + unit for unit in range(6)] for layer in range(3)]
    )


@given(st.integers(1, 300), st.integers(0, 299), st.integers(5, 60))
def test_columns_are_all_layers_in_order_and_as_many_as_fit(num_layers, chosen, most):
    chosen %= num_layers
    columns = choose_columns(num_layers, chosen, most)
    assert [layer for column in columns for layer in column] == list(range(num_layers))
    assert len(columns) <= most
    shown = [column[0] for column in columns if len(column) == 1]
    assert {0, chosen, num_layers - 1} <= set(shown)
    if num_layers <= most:
        assert len(shown) == num_layers
        return
    # No room is left over for two more layers.
    assert len(columns) >= most - 1
    around = [layer for layer in shown if abs(layer - chosen) <= 1]
    assert len(around) >= (2 if chosen in (0, num_layers - 1) or most == 5 else 3) - (most == 5)


def test_columns_bear_the_names_of_layers_and_gaps():
    names = [f"hidden {number}" for number in range(1, 10)]
    assert column_names(choose_columns(9, 0, 5), names) == ("hidden 1", "hidden 2", "hidden 3", "…", "hidden 9")
    assert column_names(choose_columns(9, 4, 5), names) == ("hidden 1", "…", "hidden 5", "…", "hidden 9")
    assert column_names(choose_columns(5, 4, 5), names) == tuple(names[:5])


def test_the_longest_bar():
    assert longest_of(np.array([[1.0, -3.0], [math.nan, 2.0]])) == 3.0
    assert longest_of(np.array([-math.inf, 1.0])) == math.inf
    assert math.isnan(longest_of(np.array([math.nan])))
    assert math.isnan(longest_of(np.empty(0)))


@pytest.mark.parametrize(
    ("bars", "layer", "text"),
    [
        ([[0.01, -0.02], [0.1, 0.5], [1.0, 0.0]], 0, "25 times shorter than in b"),
        ([[0.01, -0.02], [0.1, 0.5], [1.0, 0.0]], 2, "2 times longer than in b"),
        ([[0.01, -0.02], [0.1, 0.5], [1.0, 0.0]], 1, ""),
        ([[1e-20], [1.0], [1.0]], 0, "1e+20 times shorter than in b"),
        ([[0.5], [0.5], [1.0]], 0, "1 times shorter than in b"),
        ([[0.0], [1.0], [1.0]], 0, ""),
        ([[1.0], [0.0], [1.0]], 0, ""),
        ([[math.nan], [1.0], [1.0]], 0, ""),
        ([[1.0], [math.inf], [1.0]], 0, ""),
        ([[1.0]], 0, ""),
        ([[1e-300], [1e300], [1.0]], 0, "inf times shorter than in b"),
    ],
)
def test_how_much_shorter_than_in_the_last_hidden_layer(bars, layer, text):
    assert compare(np.array(bars), layer, ["a", "b", "c"]) == text


# ------------------------------------------------------------------------------------------------ the weights


def test_weights_of_an_image_are_an_image():
    weights = np.arange(12.0)
    picture = picture_of(weights, (1, 3, 4))
    assert picture is not None
    np.testing.assert_array_equal(picture.values, weights.reshape(3, 4))
    assert picture.at(2, 3) == (0, 2, 3)
    assert picture.at(3, 0) is None
    assert picture.at(0, -1) is None


def test_time_steps_go_down():
    picture = picture_of(np.arange(12.0), (4, 3))
    assert picture is not None
    assert picture.values[:, 0].tolist() == [0.0, 3.0, 6.0, 9.0]


@pytest.mark.parametrize(
    ("weights", "shape"),
    [
        (np.zeros(12), ()),
        (np.zeros(12), (12,)),
        (np.zeros(12), (1, 3, 5)),
        (np.zeros(12), (12, 1)),
        (np.zeros(12), (1, 1, 12)),
        (np.zeros((3, 1, 1)), ()),
    ],
)
def test_what_lies_in_no_plane_is_no_picture(weights, shape):
    assert picture_of(weights, shape) is None


@pytest.mark.parametrize(
    ("num_channels", "per_row", "num_shown"),
    [(1, 1, 1), (3, 3, 3), (4, 4, 4), (5, 3, 5), (16, 4, 16), (64, 8, 64), (100, 8, 64)],
)
def test_channels_stand_beside_each_other(num_channels, per_row, num_shown):
    weights = np.random.default_rng(num_channels).normal(size=(num_channels, 3, 2))
    picture = picture_of(weights)
    assert picture is not None
    assert (picture.num_shown, picture.num_channels) == (num_shown, num_channels)
    num_down = -(-num_shown // per_row)
    assert picture.values.shape == (4 * num_down - 1, 3 * per_row - 1)
    seen = set()
    for row, column in np.ndindex(picture.values.shape):
        place = picture.at(row, column)
        if place is None:
            assert picture.values[row, column] == 0.0
        else:
            assert picture.values[row, column] == weights[place]
            seen.add(place)
    assert len(seen) == 6 * num_shown


@given(st.lists(st.floats(-10, 10), min_size=1, max_size=60), st.integers(1, 20))
def test_bars_that_share_a_place_show_the_largest(weights, most):
    bars, joined = strip_of(np.array(weights), most)
    assert len(bars) <= most or joined == 1
    assert len(bars) == -(-len(weights) // joined)
    for at, bar in enumerate(bars.tolist()):
        part = weights[at * joined : (at + 1) * joined]
        assert bar in (*part, 0.0)
        assert abs(bar) == max(map(abs, part))


def test_nan_is_not_hidden_among_others():
    bars, joined = strip_of(np.array([1.0, np.nan, 3.0, 4.0]), 2)
    assert joined == 2
    assert np.isnan(bars[0])
    assert bars[1] == 4.0
