"""What the window of a map says."""

from __future__ import annotations

import dataclasses
import math

import pytest

from gradiometer.presets import load_experiment
from gradiometer.settings import Settings
from gradiometer.sweep import Cell, Critical, RatioMap, Sweep
from gradiometer_desktop.maps.words import describe_base, describe_cell, describe_signs, ratio
from shared import SMALL

NAN, INF = math.nan, math.inf


@pytest.mark.parametrize(
    ("decades", "text"),
    [
        (0.0, "1.0e+00"),
        (-2.0, "1.0e-02"),
        (-3.24, "5.8e-04"),
        (1.5, "3.2e+01"),
        (-0.00001, "1.0e+00"),
        (-400.3, "5.0e-401"),
        (-INF, "0"),
        (INF, "infinite"),
    ],
)
def test_a_ratio(decades: float, text: str) -> None:
    assert ratio(decades) == text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (
            Cell(1, 0, -3.0, "", (-2.9, -3.1, -2.8)),
            "expected 1.0e-03, measured 1.3e-03 (seeds 7.9e-04 to 1.6e-03), 0.10 decades more",
        ),
        (Cell(1, 0, -3.0, "", (-3.3,)), "expected 1.0e-03, measured 5.0e-04, 0.30 decades less"),
        (Cell(1, 0, -3.0), "expected 1.0e-03, not measured yet"),
        (Cell(1, 0, NAN, "No theory here."), "not measured yet. No theory here."),
        (Cell(1, 0, NAN, "No theory here.", (-2.0,)), "measured 1.0e-02. No theory here."),
        (Cell(1, 0, -3.0, "", (-INF,)), "expected 1.0e-03, measured 0"),
        (Cell(1, 0, -3.0, "", (), "It cannot be computed: full"), "expected 1.0e-03. It cannot be computed: full"),
        (Cell(1, 0, NAN, "No such network", (), "No such network"), "no number. No such network"),
    ],
)
def test_a_cell(cell: Cell, text: str) -> None:
    found = RatioMap(Sweep(SMALL, values={"depth": (2, 8), "weight_scale": (0.5, 1.0)}))
    found.take(cell)
    assert describe_cell(found, 1, 0) == f"Depth 8, weight scale 0.5: {text}"


def test_the_base() -> None:
    settings = Settings(activation="relu", normalization="batch", skip=True)
    base = dataclasses.replace(SMALL, settings=settings, initialization="he", weight_scale=2.0)
    assert describe_base(base) == (
        "Around small: 784-12-12-12-10, ReLU, BatchNorm, He, skip connections, weight scale 2, batches of 32"
    )
    faint = dataclasses.replace(base, settings=dataclasses.replace(settings, skip_weight=0.5))
    assert ", skip connections x 0.5, " in describe_base(faint)
    # What means nothing there is not told.
    assert "Tanh" not in describe_base(load_experiment("lstm-adding"))
    assert "Sigmoid" not in describe_base(load_experiment("lstm-adding"))


def test_the_signs() -> None:
    found = RatioMap(Sweep(SMALL, values={"depth": (2, 8, 9), "weight_scale": (0.5, 1.0)}))
    assert describe_signs(found) == ""
    found.take(Critical((NAN, 0.7, NAN)))
    line = "Dashed: chi = 1, where theory expects gradients neither to grow nor to shrink from layer to layer."
    assert describe_signs(found) == line
    for row, reason in enumerate(("First.", "Second.", "Third.")):
        found.take(Cell(row, 0, NAN, reason))
    assert describe_signs(found) == f"{line} Hatched: First. Second. …"
