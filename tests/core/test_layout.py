"""The columns of a recorded row."""

from typing import Any

import pytest

from gradiometer.layout import Layout, layouts, step_layout
from gradiometer.quantities import (
    EVALUATION_QUANTITIES,
    GRID,
    LOOK_QUANTITIES,
    MOST_UNITS,
    QUANTITIES,
    STEP_QUANTITIES,
    STREAMS,
    SURFACE_QUANTITIES,
    TIME_QUANTITIES,
    UNIT_QUANTITIES,
)


@pytest.mark.parametrize("num_layers", [1, 2, 60])
def test_every_column_belongs_to_one_quantity(num_layers):
    layout = step_layout(num_layers)
    assert list(layout.columns) == ["step", *STEP_QUANTITIES]
    taken = [column for name in layout.columns for column in range(layout.width)[layout.slice(name)]]
    assert taken == list(range(layout.width))
    for name, quantity in STEP_QUANTITIES.items():
        part = layout.slice(name)
        assert part.stop - part.start == (num_layers if quantity.per_layer else 1)


def test_the_quantities_everybody_counts_on():
    assert {"weight_gradient_norm", "bias_gradient_norm", "delta_norm", "loss"} <= set(STEP_QUANTITIES)
    assert set(QUANTITIES) == {
        *STEP_QUANTITIES,
        *LOOK_QUANTITIES,
        *UNIT_QUANTITIES,
        *TIME_QUANTITIES,
        *SURFACE_QUANTITIES,
        *EVALUATION_QUANTITIES,
    }
    assert len(QUANTITIES) == sum(map(len, STREAMS.values()))
    assert list(step_layout(1).columns) == ["step", *STEP_QUANTITIES]
    assert all(quantity.title and quantity.unit and quantity.formula for quantity in QUANTITIES.values())
    assert len({quantity.title for quantity in QUANTITIES.values()}) == len(QUANTITIES)


def test_columns_of_single_units():
    layout = layouts(5)["unit"]
    assert layout.counts == dict.fromkeys(UNIT_QUANTITIES, 5 * MOST_UNITS)
    assert layout.width == 1 + 5 * MOST_UNITS * len(UNIT_QUANTITIES)


@pytest.mark.parametrize("names", [("hidden_gradient",), ("hidden_gradient", "cell_gradient"), tuple(TIME_QUANTITIES)])
def test_columns_of_time_steps(names):
    """Layer by layer, of each layer time by time."""
    layout = layouts(3, 7, names)["time"]
    assert layout.counts == dict.fromkeys(names, 3 * 7)
    assert layout.width == 1 + 21 * len(names)
    assert layout.slice(names[0]) == slice(1, 22)


def test_columns_of_the_decision_surface():
    layout = layouts(3, has_surface=True)["surface"]
    assert layout.counts == {"surface": GRID * GRID}
    assert layout.slice("surface") == slice(1, 1 + GRID**2)


def test_what_a_network_does_not_have_has_no_columns():
    found = layouts(3)
    assert list(found) == list(STREAMS)
    for stream in ("time", "surface"):
        assert found[stream].columns == {"step": (0, 1)}
        assert found[stream].width == 1
    for name in (*TIME_QUANTITIES, *SURFACE_QUANTITIES):
        assert found["time"].slice(name) == slice(0, 0)
    # Time steps without a quantity, and quantities without time steps.
    assert layouts(3, 7)["time"].width == layouts(3, 0, ("hidden_gradient",))["time"].width == 1
    with pytest.raises(KeyError):
        found["time"].slice("no such thing")


def test_held_out_columns():
    assert layouts(5)["evaluation"].width == 3
    assert layouts(5)["evaluation"].slice("step") == slice(0, 1)
    assert layouts(5)["evaluation"].slice("held_out_loss") == slice(1, 2)
    assert layouts(5)["evaluation"].slice("held_out_accuracy") == slice(2, 3)


def test_counts_make_the_same_layout() -> None:
    layout = step_layout(5)
    assert Layout.of_counts(layout.counts) == layout
    assert list(layout.counts) == list(STEP_QUANTITIES)


@pytest.mark.parametrize("counts", [{"a": 0}, {"a": -1}, {"a": 10**9}, {"a": "3"}, {"a": None}, {"step": 1}])
def test_what_is_no_layout(counts: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="columns of"):
        Layout.of_counts(counts)
