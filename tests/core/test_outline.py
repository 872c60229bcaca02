"""The outline of a network: what an experiment says of itself, and what comes back from a file."""

import json

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from gradiometer.bins import BINS
from gradiometer.experiment import Experiment
from gradiometer.layout import layouts
from gradiometer.outline import SMALLEST, LayerOutline, Outline, describe_widths
from gradiometer.quantities import MOST_TIMES, TIME_QUANTITIES

TYPES = (*SMALLEST, "complex64", "complex128")

OUTLINES = st.builds(
    Outline,
    name=st.text(max_size=9),
    structure=st.text(max_size=9),
    dtype=st.sampled_from(sorted(BINS)),
    layers=st.lists(
        st.builds(
            LayerOutline,
            name=st.text(max_size=9),
            num_weights=st.integers(0, 2**60),
            num_units=st.integers(0, 2**60),
            dtype=st.sampled_from(TYPES),
            has_hidden_bias=st.booleans(),
        ),
        min_size=1,
        max_size=5,
    ).map(tuple),
    num_steps=st.integers(0, 5000),
    time_quantities=st.lists(st.sampled_from(sorted(TIME_QUANTITIES)), unique=True).map(tuple),
    has_surface=st.booleans(),
)


@given(OUTLINES)
def test_an_outline_comes_back_from_json(outline):
    assert Outline.from_dict(json.loads(json.dumps(outline.as_dict()))) == outline
    assert outline.layer_names == tuple(layer.name for layer in outline.layers)


def test_what_is_not_known_is_left_out():
    data = Outline("a", "b", "float32", (LayerOutline("c", 1, 2, "float16"),)).as_dict()
    data["colour"] = data["layers"][0]["depth"] = 3
    assert Outline.from_dict(data) == Outline("a", "b", "float32", (LayerOutline("c", 1, 2, "float16"),))
    # What an older version did not say is as it was then.
    del data["layers"][0]["has_hidden_bias"], data["num_steps"], data["time_quantities"], data["has_surface"]
    found = Outline.from_dict(data)
    assert not found.layers[0].has_hidden_bias
    assert (found.num_steps, found.time_quantities, found.has_surface) == (0, (), False)
    # Of a newer one that measures more at each time step.
    data |= {"num_steps": 4, "time_quantities": ["hidden_gradient", "attention_gradient"]}
    assert Outline.from_dict(data).time_quantities == ("hidden_gradient",)


@pytest.mark.parametrize(
    "junk",
    [
        {"num_steps": -1},
        {"num_steps": 2.5},
        {"num_steps": "4"},
        {"num_steps": True},
        {"has_surface": 1},
        {"has_surface": None},
        {"time_quantities": 3},
        {"time_quantities": None},
        {"time_quantities": [["hidden_gradient"]]},
        {"time_quantities": ["hidden_gradient", "hidden_gradient"]},
    ],
    ids=repr,
)
def test_junk_of_time_and_surface(junk):
    data = Outline("a", "b", "float32", (LayerOutline("c", 1, 2, "float16"),)).as_dict() | junk
    with pytest.raises((ValueError, TypeError)):
        Outline.from_dict(data)


@pytest.mark.parametrize("num_steps", [0, 1, 5, MOST_TIMES, MOST_TIMES + 1, 200, 784, 2000])
def test_the_time_steps_that_are_kept(num_steps):
    """All where these are few; else evenly spread, to half a step, the first and the last among them."""
    times = Outline("a", "b", "float32", (LayerOutline("c", 1, 2, "float16"),), num_steps).times
    if num_steps <= MOST_TIMES:
        assert times == tuple(range(1, num_steps + 1))
        return
    assert len(set(times)) == len(times) == MOST_TIMES
    assert (times[0], times[-1]) == (1, num_steps)
    np.testing.assert_allclose(times, np.linspace(1, num_steps, MOST_TIMES), rtol=0, atol=0.5)


@given(OUTLINES)
def test_the_columns_of_an_outline(outline):
    expected = layouts(
        len(outline.layers), len(outline.times), outline.time_quantities, has_surface=outline.has_surface
    )
    assert outline.layouts == expected


@pytest.mark.parametrize("dtype", SMALLEST)
def test_the_smallest_number_of_a_type(dtype):
    """In one digit: what rounds to zero lies below half of the smallest subnormal."""
    limits = torch.finfo(getattr(torch, dtype))
    smallest = limits.smallest_normal * limits.eps
    assert smallest / 2 < float(SMALLEST[dtype]) <= 2 * smallest
    assert LayerOutline("a", 1, 1, dtype).smallest == SMALLEST[dtype]


def test_the_smallest_number_of_a_complex_type_is_that_of_its_parts():
    assert LayerOutline("a", 1, 1, "complex64").smallest == SMALLEST["float32"]
    assert LayerOutline("a", 1, 1, "complex128").smallest == SMALLEST["float64"]


def test_of_layers_of_several_types_the_coarsest_one_counts():
    order = ["complex128", "float32", "bfloat16", "float16"]
    for index in range(len(order)):
        layers = tuple(LayerOutline(name, 1, 1, name) for name in order[: index + 1])
        for several in (layers, layers[::-1]):
            assert Outline("a", "b", "float64", several).smallest == layers[-1].smallest


@pytest.mark.parametrize("dtype", BINS)
def test_the_outline_of_an_experiment(dtype):
    experiment = Experiment(name="mine", hidden=(20, 5), dtype=dtype)
    outline = experiment.outline
    assert (outline.name, outline.structure, outline.dtype) == ("mine", "784-20-5-10", dtype)
    assert outline.layers == (
        LayerOutline("hidden 1", 784 * 20, 20, dtype),
        LayerOutline("hidden 2", 100, 5, dtype),
        LayerOutline("output", 50, 10, dtype),
    )
    assert outline.layer_names == experiment.layer_names
    assert experiment.structure == outline.structure


def test_the_outline_of_a_sequence_and_of_points_of_the_plane():
    lstm = Experiment(family="lstm", data="adding", loss="squared_error", length=200, hidden=(7, 5)).outline
    assert (lstm.name, lstm.structure) == ("digits", "LSTM 2-7-5-1, 200 steps")
    # [i, f, g, o] of 7 units read 2 inputs and 7 states; then 5 units 7 and 5.
    assert [layer.num_weights for layer in lstm.layers] == [4 * 7 * (2 + 7), 4 * 5 * (7 + 5), 5]
    assert [layer.num_units for layer in lstm.layers] == [28, 20, 1]
    assert (lstm.num_steps, lstm.has_surface) == (200, False)
    assert lstm.time_quantities == (
        "hidden_gradient",
        "cell_gradient",
        "input_delta",
        "forget_delta",
        "candidate_delta",
        "output_delta",
    )
    assert lstm.layouts["time"].width == 1 + 6 * 3 * MOST_TIMES
    plane = Experiment(data="spirals", hidden=(6,)).outline
    assert (plane.structure, plane.num_steps, plane.time_quantities, plane.has_surface) == ("2-6-2", 0, (), True)
    # A Transformer reads time steps, and has no gradient that goes from one to the next.
    assert Experiment(family="transformer", hidden=(8, 8), heads=2).outline.num_steps == 0


@pytest.mark.parametrize(
    ("widths", "text"),
    [
        ((784, 10), "784-10"),
        ((784, 30, 30, 10), "784-30-30-10"),
        ((784, *[30] * 6, 10), "784-30-30-30-30-30-30-10"),
        ((784, *[30] * 7, 10), "784-(30)x7-10"),
        ((784, *[30] * 31, 10, 10), "784-(30)x31-10-10"),
        ((5, *[1] * 7, 2, *[1] * 8), "5-(1)x7-2-(1)x8"),
        ((), ""),
    ],
)
def test_many_equal_widths_are_said_once(widths, text):
    assert describe_widths(widths) == text


def test_numbers_of_numpy_are_no_counts_of_a_file():
    """JSON has none, so what is not an int is junk."""
    data = Outline("a", "b", "float32", (LayerOutline("c", 1, 2, "float16"),)).as_dict()
    data["layers"][0]["num_weights"] = np.int64(3)
    with pytest.raises(ValueError, match="num_weights"):
        Outline.from_dict(data)
