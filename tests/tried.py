"""Trials with courses, for the tests of what is drawn and told of them."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np

from gradiometer.experiment import Experiment
from gradiometer.trial import OWN_ORDER, Arm, Course, NullFork, Trial, interval
from synthetic import write_session

SMALL = Experiment(name="small", hidden=(8, 8))
STEP, NUM_STEPS = 10, 20
SAME = NullFork(coincides=True, first=-1, num_steps=60, ratio=0.0, loss=0.0)
DRIFTING = NullFork(coincides=False, first=12, num_steps=60, ratio=0.25, loss=0.125)


def tried_arm(label: str = "ReLU + He", num_seeds: int = 3, *, seed: int = 0, **others: Any) -> Arm:
    """Two decades up and 0.5 down, in the end, measured at every step."""
    rng = np.random.default_rng(seed)
    ratios = np.linspace(0, 2, NUM_STEPS)[:, None] + rng.normal(0, 0.1, (NUM_STEPS, num_seeds))
    losses = np.linspace(0, -0.5, NUM_STEPS)[:, None] + rng.normal(0, 0.05, (NUM_STEPS, num_seeds))
    course = Course(
        steps=tuple(range(STEP, STEP + NUM_STEPS)),
        ratio=tuple(interval(row) for row in ratios.tolist()),
        loss=tuple(interval(row) for row in losses.tolist()),
    )
    values = {
        "role": "branch",
        "changes": "ReLU, He",
        "kinds": ("immediate", "destructive"),
        "ratios": tuple(ratios[-2:].mean(axis=0).tolist()),
        "losses": tuple(losses[-2:].mean(axis=0).tolist()),
        "cost": 1.0625,
        "course": course,
    }
    return Arm(label=label, **values | others)


def failed_arm(label: str = "rate 1e9", num_seeds: int = 3) -> Arm:
    """Without a single number."""
    return Arm(label=label, role="branch", changes="rate 1e9", errors=("its loss is NaN",) * num_seeds)


def tried(*arms: Arm, number: int = 1, num_seeds: int = 3, **others: Any) -> Trial:
    """A trial of these branches."""
    values = {
        "steps": NUM_STEPS,
        "seeds": (OWN_ORDER, *range(1, num_seeds)),
        "device": "CPU",
        "losses": tuple(2.0 + 0.125 * place for place in range(num_seeds)),
        "null": SAME,
    }
    return Trial(number=number, step=STEP, arms=arms, **values | others)


def level(ratio: float, loss: float, num_steps: int = NUM_STEPS, half: float = math.nan) -> Course:
    """The same numbers at every step."""
    lines = [((value, value - half, value + half),) * num_steps for value in (ratio, loss)]
    ratios, losses = (
        tuple(interval((mean,))._replace(low=low, high=high) for mean, low, high in line) for line in lines
    )
    return Course(steps=tuple(range(STEP, STEP + num_steps)), ratio=ratios, loss=losses)


def write_tried(path: Path, *trials: Trial, num_steps: int = 30, **others: Any) -> Path:
    """A session file that has them."""
    return write_session(path, SMALL, num_steps, others=[*others.pop("others", ()), *trials], **others)
