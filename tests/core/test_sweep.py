"""The grid of a map, and what is known of its cells."""

import dataclasses
import math

import numpy as np
import pytest

from gradiometer.experiment import Experiment
from gradiometer.fields import FieldError
from gradiometer.settings import Settings
from gradiometer.sweep import MOST_DECADES, Cell, Critical, RatioMap, Sweep, short, with_expected
from gradiometer.sweep_axes import AXES
from shared import SMALL

NAN, INF = math.nan, math.inf


def small(**values: object) -> Sweep:
    return Sweep(SMALL, values={"depth": (2, 4), "weight_scale": (0.5, 1.0, 2.0)}, **values)


def test_a_cell_differs_from_the_base_in_both_axes():
    sweep = small()
    assert sweep.shape == (2, 3)
    assert [(cell.row, cell.column) for cell in sweep.cells] == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2)]
    assert sweep.experiment(1, 2) == dataclasses.replace(SMALL, hidden=(12,) * 4, weight_scale=2.0)
    assert sweep.describe(1, 0) == "depth 4, weight scale 0.5"
    assert sweep.labels("weight_scale") == ["0.5", "1", "2"]
    assert not any(cell.is_over or cell.note for cell in sweep.cells)


@pytest.mark.parametrize(("up", "across"), [(up, across) for up in AXES for across in AXES if up != across])
def test_any_two_axes_make_a_map(up, across):
    sweep = Sweep(SMALL, up, across)
    assert sweep.shape == (len(AXES[up].values), len(AXES[across].values))
    row, column = sweep.shape[0] - 1, sweep.shape[1] - 1
    experiment = sweep.experiment(row, column)
    made = AXES[across].make(SMALL, AXES[across].values[column])
    assert experiment == AXES[up].make(made, AXES[up].values[row])


def test_seeds_begin_with_the_session_s_own_and_stay_seeds():
    assert small().seeds == (0, 1, 2)
    last = dataclasses.replace(SMALL, seed=2**63 - 1)
    assert Sweep(last, num_seeds=2).seeds == (2**63 - 1, 0)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"up": "width"}, "width is not an axis of a map: choose two of depth, weight_scale"),
        ({"across": "depth"}, "a map of depth over depth has one axis twice: choose two of depth"),
        (
            {"values": {"activation": ("relu",)}},
            "values of activation mean nothing in a map over depth and",
        ),
        ({"values": {"depth": (0,)}}, "depth = 0 is not allowed: a whole number from 1"),
        ({"num_seeds": 0}, "seeds = 0 is not allowed: a whole number from 1 to 1000"),
    ],
)
def test_no_such_map(values, reason):
    with pytest.raises(FieldError) as caught:
        Sweep(SMALL, **values)
    assert str(caught.value).startswith(reason)


def test_a_network_that_cannot_be_is_a_cell_with_its_reason():
    base = dataclasses.replace(SMALL, settings=Settings(skip=True))
    cells = Sweep(base, values={"depth": (1, 2)}).cells
    reason = "settings.skip = True is not allowed: No two neighbouring hidden layers have the same width"
    for cell in cells:
        assert cell.is_over == (cell.row == 0)
        assert cell.note.startswith(reason) == cell.why_not.startswith(reason) == (cell.row == 0)


def test_the_median_over_seeds_and_how_far_it_is_from_what_was_expected():
    cell = Cell(0, 0, expected=-2.0, measured=(-3.0, -1.0, -1.5))
    assert (cell.median, cell.span, cell.difference) == (-1.5, (-3.0, -1.0), 0.5)
    # The first norm is exactly 0 in two of three.
    cell = Cell(0, 0, expected=-2.0, measured=(-INF, -1.0, -INF))
    assert (cell.median, cell.span) == (-INF, (-INF, -1.0))
    assert math.isnan(cell.difference)
    # In one there is no gradient at all.
    assert Cell(0, 0, measured=(NAN, -1.0, -2.0)).median == -1.5


def test_without_a_number_there_is_a_reason():
    assert Cell(0, 0).note == ""
    nothing = Cell(0, 0, expected=-1.0, measured=(NAN, NAN))
    assert nothing.is_over
    assert math.isnan(nothing.median)
    assert math.isnan(nothing.span[0])
    assert nothing.note == "Not a single gradient is there, or they are not finite."
    assert with_expected(Cell(0, 0), NAN).why_not == "Theory has no number here."
    assert with_expected(Cell(0, 0), -3.0).why_not == ""
    assert with_expected(Cell(0, 0), NAN, "No theory.").note == "No theory."


@pytest.mark.parametrize(
    ("value", "text"),
    [(-3.24, "−3.2"), (12.345, "+12.3"), (0.04, "0.0"), (-0.04, "0.0"), (NAN, ""), (-INF, "−∞"), (INF, "+∞")],
)
def test_a_number_in_a_cell(value, text):
    assert short(value) == text


def test_a_map_is_filled_cell_by_cell():
    found = RatioMap(small())
    assert found.num_over == 0
    assert np.isnan(found.expected).all()
    found.take(Cell(1, 2, expected=-4.0, measured=(-3.0,)))
    before = found.copy()
    found.take(Cell(0, 1, reason="It cannot be computed"))
    assert (found.num_over, before.num_over) == (2, 1)
    np.testing.assert_array_equal(found.expected, [[NAN] * 3, [NAN, NAN, -4.0]])
    np.testing.assert_array_equal(found.measured, [[NAN] * 3, [NAN, NAN, -3.0]])


@pytest.mark.parametrize(
    ("numbers", "reach"),
    [((0.2, -0.3), 1), ((-3.2, 0.0), 4), ((-3.0, 5.5), 6), ((-64.0, 0.0), MOST_DECADES), ((-INF, NAN), 1)],
)
def test_colours_reach_to_whole_decades(numbers, reach):
    found = RatioMap(small())
    found.take(Cell(0, 0, expected=numbers[0], measured=(numbers[1],)))
    assert found.reach == reach


def test_the_critical_line_lies_between_the_scales_around_it():
    """On the grid a cell is as wide as the other, and scales are a factor apart."""
    found = RatioMap(small())
    assert not len(found.critical_line()[0])
    found.take(Critical((math.sqrt(2.0), 0.5)))
    x, y = found.critical_line()
    np.testing.assert_allclose(x, [1.5, 1.5, 0.0, 0.0])
    np.testing.assert_allclose(y, [-0.5, 0.5, 0.5, 1.5])


@pytest.mark.parametrize("scale", [NAN, 0.4, 2.1, INF, 0.0])
def test_there_is_no_line_beyond_the_map(scale):
    found = RatioMap(small())
    found.take(Critical((1.0, scale)))
    x, _ = found.critical_line()
    np.testing.assert_array_equal(x, [1.0, 1.0, NAN, NAN])


def test_the_scale_may_be_the_axis_upwards():
    sweep = Sweep(SMALL, "weight_scale", "activation", {"weight_scale": (1.0, 4.0), "activation": ("tanh", "relu")})
    found = RatioMap(sweep)
    found.take(Critical((2.0, NAN)))
    x, y = found.critical_line()
    np.testing.assert_allclose(x, [-0.5, 0.5, 0.5, 1.5])
    np.testing.assert_allclose(y, [0.5, 0.5, NAN, NAN])


def test_a_family_of_its_own_has_a_map_too():
    base = Experiment(family="gru", data="adding", loss="squared_error", hidden=(8, 8), num_train=100, num_held_out=0)
    assert Sweep(base, values={"depth": (1, 3)}).experiment(1, 0).hidden == (8, 8, 8)
