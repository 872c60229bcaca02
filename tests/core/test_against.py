"""A session held against the control: every number against numpy, from the rows as they were recorded."""

import dataclasses
import math

import numpy as np
import pytest

from gradiometer.against import hold_against, tell_height, tell_nothing
from gradiometer.comparison import Comparison
from gradiometer.figures.parts import cut_off
from several import DEEP, SHALLOW, change_to_relu, write_trial
from synthetic import write_session

RARE = dataclasses.replace(SHALLOW, histogram_every=10**6, evaluate_every=10**6)


@pytest.fixture
def comparing(tmp_path):
    """Compare sessions: comparing((experiment, num_steps, keywords of write_session), ...)."""
    opened = []

    def comparing(*sessions):
        paths = [
            write_session(tmp_path / f"{index}.gradiometer", experiment, num_steps, seed=index, **more)
            for index, (experiment, num_steps, more) in enumerate(sessions)
        ]
        opened.append(Comparison(paths))
        return opened[-1]

    yield comparing
    for comparison in opened:
        comparison.close()


def every(num, first=0):
    """Measured at every so many-th step alone."""

    def change(layout, row):
        row[0] = num * row[0] + first

    return {"change_row": change, "with_look_histograms": False}


def recorded(side, quantity, place=None):
    """Step -> value."""
    values = side.session.quantity(quantity)[:, 0 if place is None else place]
    return dict(zip(side.session.steps.tolist(), values.tolist(), strict=True))


def by_hand(side, control, quantity, place=None, other_place=None):
    """log10 of the ratio, or the difference, at the steps that both have."""
    own, other = recorded(side, quantity, place), recorded(control, quantity, other_place)
    steps = np.array(sorted(set(own) & set(other)))
    one, two = (np.array([each[step] for step in steps.tolist()]) for each in (own, other))
    with np.errstate(all="ignore"):
        heights = one - two if quantity == "loss" else np.log10(one) - np.log10(two)
    return steps, np.where(np.isfinite(heights), heights, np.nan)


@pytest.mark.parametrize(("nums", "shared"), [((1, 1), 200), ((2, 3), 67), ((3, 1), 67)])
def test_the_steps_that_both_measured(comparing, nums, shared):
    comparison = comparing((RARE, 200, every(nums[0])), (RARE, 200, every(nums[1])))
    control, side = comparison.sides
    against = hold_against(comparison, side, "weight_gradient_norm", (0, -1))
    course = against.course("step", 0.0, 1e9, 10_000)
    assert course.exact
    assert len(course.steps) == shared
    for column, place in enumerate((0, 2)):
        steps, heights = by_hand(side, control, "weight_gradient_norm", place, place)
        np.testing.assert_array_equal(course.steps, steps)
        np.testing.assert_allclose(course.mean[:, column], heights, rtol=1e-12)
    loss = hold_against(comparison, side, "loss", (0,)).course("step", 0.0, 1e9, 10_000)
    np.testing.assert_array_equal(loss.mean[:, 0], by_hand(side, control, "loss")[1])
    assert loss.scale == max(recorded(control, "loss")[step] for step in loss.steps.tolist())


def test_joined_into_fewer_points_they_have_least_mean_and_largest(comparing):
    comparison = comparing((RARE, 2000, {"with_look_histograms": False}), (RARE, 1900, {"with_look_histograms": False}))
    control, side = comparison.sides
    course = hold_against(comparison, side, "loss", ()).course("step", 0.0, 1e9, 100)
    steps, heights = by_hand(side, control, "loss")
    assert not course.exact
    parts = np.split(heights, range(19, 1900, 19))
    np.testing.assert_array_equal(course.steps, steps[::19])
    for found, wanted in ((course.low, np.min), (course.mean, np.mean), (course.high, np.max)):
        np.testing.assert_allclose(found[:, 0], [wanted(part) for part in parts], rtol=1e-9, atol=1e-15)


@pytest.mark.parametrize("lengths", [(12_000, 9_900), (9_900, 12_000)])
def test_of_a_long_series_the_middles_of_its_own_blocks(comparing, lengths):
    rare = dataclasses.replace(RARE, hidden=(2,))
    more = {"with_look_histograms": False}
    comparison = comparing(*((rare, length, more) for length in lengths))
    control, side = comparison.sides
    against = hold_against(comparison, side, "weight_gradient_norm", (0,))
    course = against.course("step", 0.0, 1e9, 200)
    assert not course.exact
    assert 100 < len(course.steps) <= 200
    own, other = (each.session.quantity("weight_gradient_norm")[:, 0] for each in (side, control))
    ends = np.append(course.steps[1:], course.steps[-1] + course.steps[1]).astype(int)
    for index, (begin, end) in enumerate(zip(course.steps.astype(int), ends, strict=True)):
        middles = [(np.log10(each[begin:end].min()) + np.log10(each[begin:end].max())) / 2 for each in (own, other)]
        # Several blocks for each point: their mean lies in the band, and is near what one block of all would say.
        assert course.low[index, 0] <= course.mean[index, 0] <= course.high[index, 0]
        assert abs(course.mean[index, 0] - (middles[0] - middles[1])) < 2
    assert course.steps[-1] > min(lengths) - 200
    blocks = against.course("step", 0.0, 1e9, 5000)
    size = int(blocks.steps[1])
    for index in (0, 1, 7, len(blocks.steps) - 2):
        begin = int(blocks.steps[index])
        middles = [
            (np.log10(each[begin : begin + size].min() * each[begin : begin + size].max())) / 2 for each in (own, other)
        ]
        assert blocks.mean[index, 0] == pytest.approx(middles[0] - middles[1], rel=1e-9)


def test_blocks_that_do_not_coincide(comparing):
    def smooth(num, factor):
        def change(layout, row):
            row[0] *= num
            row[layout.slice("weight_gradient_norm")] = factor * 10 ** (row[0] / 15_000)

        return {"change_row": change, "with_look_histograms": False}

    rare = dataclasses.replace(RARE, hidden=(2,))
    comparison = comparing((rare, 6_000, smooth(3, 1.0)), (rare, 9_000, smooth(2, 5.0)))
    course = hold_against(comparison, comparison.sides[1], "weight_gradient_norm", (0,)).course("step", 0, 1e9, 200)
    assert not course.exact
    assert len(course.steps) > 100
    np.testing.assert_allclose(course.mean, np.log10(5.0), atol=0.01)


def test_no_step_in_common(comparing):
    comparison = comparing((RARE, 50, every(2)), (RARE, 50, every(2, 1)), (DEEP, 0, {}))
    against = hold_against(comparison, comparison.sides[1], "loss", ())
    assert len(against.course("step", 0.0, 1e9, 100).steps) == 0
    assert against.at("step", None) is None
    assert list(against.shared_rows("step")) == []

    def told(*shown, quantity="loss", align="step", places=(0,)):
        for index, side in enumerate(comparison.sides):
            side.is_shown = index in shown
        return tell_nothing(comparison, quantity, align, places)

    assert told(0, 1, 2) == "the control and the others share no measured step here"
    assert told(1) == "the control and the others share no measured step here"
    assert told(0) == "nothing but the control is shown"
    assert told(0, 2) == "no steps recorded"
    assert told(0, 1, align="change") == "no session beside the control has a change"
    assert (
        told(0, 1, quantity="weight_gradient_norm", places=(5,))
        == "the control and the others have none of these layers in common"
    )


def test_no_step_in_common_of_long_ones(comparing):
    rare = dataclasses.replace(RARE, hidden=(2,))
    comparison = comparing((rare, 6000, every(2)), (rare, 6000, every(2, 1)))
    assert len(hold_against(comparison, comparison.sides[1], "loss", ()).course("step", 0.0, 1e9, 100).steps) == 0


@pytest.mark.parametrize("value", [0.0, math.nan, math.inf, 1.7e308])
@pytest.mark.parametrize("num_steps", [30, 5000])
def test_what_has_no_ratio_is_a_gap(comparing, value, num_steps):
    def change(layout, row):
        if row[0] % 2:
            row[layout.slice("weight_gradient_norm")] = value
            row[layout.slice("loss")] = value

    more = {"with_look_histograms": False}
    comparison = comparing((RARE, num_steps, {**more, "change_row": change}), (RARE, num_steps, more))
    control, side = comparison.sides
    against = hold_against(comparison, side, "weight_gradient_norm", (0, 1))
    course = against.course("step", 0.0, 1e9, num_steps if num_steps < 100 else 200)
    assert not np.isinf(course.mean).any()
    if num_steps == 30:
        expected = by_hand(side, control, "weight_gradient_norm", 1, 1)[1]
        np.testing.assert_allclose(course.mean[:, 1], expected, rtol=1e-12)
    loss = hold_against(comparison, side, "loss", ()).course("step", 0.0, 1e9, 200)
    assert not np.isinf(loss.mean).any()
    if num_steps == 30:
        expected = by_hand(side, control, "loss")[1]
        np.testing.assert_array_equal(loss.mean[:, 0], np.where(np.abs(expected) < 1e300, expected, np.nan))


def test_layers_by_their_places_and_the_whole_network(comparing):
    comparison = comparing((SHALLOW, 20, {}), (DEEP, 30, {}))
    control, side = comparison.sides
    against = hold_against(comparison, side, "weight_gradient_norm", (0, 4, -1))
    assert against.places == (0, -1), "the control has no fifth layer"
    steps, heights = by_hand(side, control, "weight_gradient_norm", 5, 2)
    course = against.course("step", 0.0, 1e9, 100)
    np.testing.assert_allclose(course.mean[:, 1], heights, rtol=1e-12)
    pair = against.at("step", None)
    assert pair.step == steps[-1] == 19
    np.testing.assert_allclose(pair.height[1], heights[-1], rtol=1e-12)
    np.testing.assert_array_equal(pair.own, side.session.quantity("weight_gradient_norm")[19, [0, 5]])
    whole = hold_against(comparison, side, "gradient_norm", (0, 1))
    assert whole.places == (None,)
    np.testing.assert_allclose(
        whole.course("step", 0, 1e9, 99).mean[:, 0], by_hand(side, control, "gradient_norm")[1], rtol=1e-12
    )


@pytest.mark.parametrize("align", ["time", "change"])
def test_on_another_axis_equal_steps_are_compared(comparing, align):
    comparison = comparing((SHALLOW, 20, {}), (SHALLOW, 20, {"others": [change_to_relu(5)]}))
    control, side = comparison.sides
    course = hold_against(comparison, side, "loss", ()).course(align, -1e9, 1e9, 100)
    steps, heights = by_hand(side, control, "loss")
    np.testing.assert_allclose(course.steps, 0.001 * steps if align == "time" else steps - 5, atol=1e-12)
    np.testing.assert_array_equal(course.mean[:, 0], heights)


def test_a_range_between_two_steps(tmp_path):
    with Comparison(write_trial(tmp_path, with_look_histograms=False)) as trial:
        for side in trial.others:
            course = hold_against(trial, side, "loss", ()).course("step", 11.5, 20.0, 100)
            _steps, heights = by_hand(side, trial.control, "loss")
            np.testing.assert_array_equal(course.steps, np.arange(11, 23))
            np.testing.assert_array_equal(course.mean[:, 0], heights[11:23])


def test_in_words_and_what_explodes(comparing):
    comparison = comparing((SHALLOW, 2, {}), (SHALLOW, 2, {}))
    ratio, loss = (
        hold_against(comparison, comparison.sides[1], name, (0,)) for name in ("weight_gradient_norm", "loss")
    )
    assert [tell_height(ratio, height) for height in (1.0, 0.0, math.nan, 400.0)] == [
        "10 times",
        "the same",
        "no ratio",
        "10^400.0 times",
    ]
    assert [tell_height(loss, height) for height in (-0.25, math.nan)] == ["-0.25", "no difference"]
    heights, is_cut = cut_off(np.array([-1.0, 0.5, 1e30]), 2.0)
    assert (heights.tolist(), is_cut) == ([-1.0, 0.5, 4.0], True)
    assert cut_off(np.array([-1.0, 0.5]), 2.0)[1] is False
