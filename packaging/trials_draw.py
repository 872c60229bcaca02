"""Draws the trials from their plans by a seed, and makes the data files that some of them read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, compress
from pathlib import Path
from typing import Any

import numpy as np
from trials_plans import OTHER_FAMILY, PLANS, Plan

from gradiometer.datasets import DATASETS, DataSpec
from gradiometer.trials import HELD_BACK, HELD_BACK_FAMILY, TUNING, Trial

SEEDS = {"": 6, "-later": 7, "-last": 8}
"""By what ends the names of the trials that a seed draws. The first draws all plans, each of the others a third as many
trials, when the rules stood: once they were looked at, they too are to tune on, and only the last ones are held back.
"""
_HELD_BACK_EVERY = 3
"""For so many trials of a plan one is held back."""


def draw_trials(plans: Sequence[Plan] = PLANS, seeds: Mapping[str, int] = SEEDS) -> list[Trial]:
    """All trials, the same at each call and on each machine."""
    (_, seed), *later = seeds.items()
    trials = [trial for each in plans for trial in _draw(each, seed)]
    for ending, seed in later:
        part = HELD_BACK if ending == [*seeds][-1] else TUNING
        for each in plans:
            trials += [replace(trial, name=f"{trial.name}{ending}", part=part) for trial in _third(each, seed)]
    return trials


def _third(made: Plan, seed: int) -> Iterator[Trial]:
    """One in so many trials of a plan, none of the family that is held back anyway."""
    trials = [trial for trial in _draw(made, seed) if trial.part == TUNING]
    wanted = _spread((True, *[False] * (_HELD_BACK_EVERY - 1)), len(trials), f"{seed} {made.name} held back")
    return compress(trials, wanted)


def _draw(made: Plan, seed: int) -> Iterator[Trial]:
    columns = {name: _spread(levels, made.count, f"{seed} {made.name} {name}") for name, levels in made.factors.items()}
    for index in range(made.count):
        chosen = {name: column[index] for name, column in columns.items()}
        widths = _widths(chosen["family"], int(chosen.pop("depth")), int(chosen.pop("width")))
        words = list(chain.from_iterable(level.split() for level in chosen.values()))
        words += [f"hidden={','.join(map(str, widths))}", f"seed={int(_order(f'{seed} {made.name}', index)[:6], 16)}"]
        part = HELD_BACK_FAMILY if OTHER_FAMILY in chosen["family"] else TUNING
        yield Trial(name=f"{made.name}-{index + 1:02}", part=part, words=tuple(words))


def _widths(family: str, depth: int, width: int) -> list[int]:
    """Of convolutions fewer channels, which double behind the first three, where the image is halved."""
    if OTHER_FAMILY not in family:
        return [width] * depth
    few = 4 if width <= 20 else 6 if width <= 32 else 8
    first = min(depth, 3)
    return [few] * first + [2 * few] * (depth - first)


def _spread(levels: Sequence[Any], count: int, key: str) -> list[Any]:
    """A level for each of so many trials, all about equally often, in an order that the key says."""
    places = sorted(range(count), key=lambda place: _order(key, place))
    chosen = sorted((place, levels[turn % len(levels)]) for turn, place in enumerate(places))
    return [level for _, level in chosen]


def _order(key: str, index: int) -> str:
    """A hash, because what a generator of random numbers draws may change from one Python to the next."""
    return hashlib.sha256(f"{key} {index}".encode()).hexdigest()


# --- data as people bring them, whose inputs nobody has normalized


def make_data(folder: Path) -> None:
    """Write the files that trials of raw inputs read."""
    digits = DATASETS["mnist"].load(DataSpec())
    points = {name: DATASETS[name].load(DataSpec(num_examples=2000)) for name in ("moons", "circles")}
    moons, circles = points["moons"], points["circles"]
    made = {
        "digits-0-to-255": (digits.inputs[:3000].reshape(3000, -1).astype(np.float32), digits.targets[:3000]),
        "moons-far-away": (moons.inputs + np.float32(50.0), moons.targets),
        "moons-wide": (moons.inputs * np.float32(300.0), moons.targets),
        "circles-tiny": (circles.inputs * np.float32(1e-3), circles.targets),
    }
    for name, (inputs, targets) in made.items():
        np.savez(folder / f"{name}.npz", x=inputs, y=targets)
