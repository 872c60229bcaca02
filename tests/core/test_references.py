"""Published curves: points that are found by step, and nothing that could not be drawn."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gradiometer.references import Reference


def reference(**changes: Any) -> Reference:
    return Reference(
        **{
            "quantity": "delta_norm",
            "layer": 0,
            "label": "published",
            "steps": [1, 10, 50, 499],
            "values": [0.043, 0.0089, 0.0010, 0.0034],
            **changes,
        }
    )


def test_numbers_are_kept_as_float64_and_cannot_be_written() -> None:
    steps = np.array([1, 10])
    made = reference(steps=steps, values=[0.5, 0.25])
    assert made.steps.dtype == made.values.dtype == np.float64
    steps[0] = 7
    assert made.steps.tolist() == [1.0, 10.0]
    for numbers in (made.steps, made.values):
        with pytest.raises(ValueError, match="read-only"):
            numbers[0] = 3.0


@pytest.mark.parametrize(
    ("step", "point"),
    [
        (0.0, None),
        (1.0, (1.0, 0.043)),
        (9.9, (1.0, 0.043)),
        (10.0, (10.0, 0.0089)),
        (498.0, (50.0, 0.0010)),
        (499.0, (499.0, 0.0034)),
        (500.0, None),
    ],
)
def test_the_last_point_up_to_a_step(step: float, point: tuple[float, float] | None) -> None:
    assert reference().at(step) == point


def test_a_single_point_is_enough() -> None:
    made = reference(steps=[0], values=[0.07])
    assert made.at(0.0) == (0.0, 0.07)
    assert made.at(1.0) is None


def test_a_plain_quantity_may_be_zero() -> None:
    assert reference(quantity="saturation", steps=[0], values=[0.0]).at(0) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"quantity": "loss"}, "quantity: 'loss' is not measured layer by layer"),
        ({"quantity": "speed"}, "quantity: 'speed' is not measured layer by layer"),
        ({"layer": -1}, "layer: -1 is not allowed"),
        ({"steps": [1, 2]}, "values: 4 for 2 steps"),
        ({"steps": [1, 10, 10, 20]}, "steps: they must rise"),
        ({"steps": [-1, 10, 12, 20]}, "steps: they must rise"),
        ({"steps": [], "values": []}, "steps: a list of numbers is needed"),
        ({"steps": [[1, 2], [3, 4]]}, "steps: a list of numbers is needed"),
        ({"steps": ["a", 2, 3, 4]}, "steps: .* are not numbers"),
        ({"values": [1.0, 2.0, np.nan, 3.0]}, "values: nan is not allowed"),
        ({"values": [1.0, 2.0, np.inf, 3.0]}, "values: inf is not allowed"),
        ({"values": [1.0, 2.0, 0.0, 3.0]}, "values: 0 is not allowed; .* logarithm"),
    ],
)
def test_what_could_not_be_drawn_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        reference(**changes)
