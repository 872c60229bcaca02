"""Small things that several test files use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from gradiometer.experiment import Experiment

SMALL = Experiment(
    name="small",
    num_train=256,
    num_held_out=64,
    hidden=(12, 12, 12),
    norms_every=1,
    histogram_every=5,
    evaluate_every=20,
)
"""An experiment whose steps take well under a millisecond."""

TIMEOUT_MS = 60_000
"""How long a test waits for what should take a second: a slow machine must not fail it."""


def some_long(cases: Sequence[tuple[Any, ...]]) -> list[Any]:
    """Every third of what takes seconds in the ordinary run, the others where tests may be long."""
    return [case if index % 3 == 0 else pytest.param(*case, marks=pytest.mark.long) for index, case in enumerate(cases)]
