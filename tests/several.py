"""Several session files that differ: in depth, precision, length, what was changed, and who trained them."""

import dataclasses
from pathlib import Path

from gradiometer.experiment import Experiment
from gradiometer.reports import Event, Intervention
from gradiometer.settings import Settings
from synthetic import write_session, write_watched

SHALLOW = Experiment(name="small", hidden=(8, 8), histogram_every=3, evaluate_every=4)
DEEP = dataclasses.replace(
    SHALLOW, hidden=(8,) * 5, dtype="float64", settings=Settings(activation="relu", learning_rate=0.5)
)


def change_to_relu(step: int) -> Intervention:
    before = Settings()
    after = dataclasses.replace(before, activation="relu")
    return Intervention(step, after, before, after, "")


def write_several(folder: Path) -> list[Path]:
    """Shallow with a change at step 10, deep in float64 with none, and a watched loop of 20 steps."""
    return [
        write_session(folder / "shallow.gradiometer", SHALLOW, 30, others=[change_to_relu(10)]),
        write_session(folder / "deep.gradiometer", DEEP, 40, seed=1),
        write_watched(folder / "watched.gradiometer", 20, seed=2),
    ]


def write_eight(folder: Path, num_layers: int = 32) -> list[Path]:
    """Eight sessions of many layers that differ in their seeds alone."""
    hidden = (4,) * (num_layers - 1)
    return [
        write_session(
            folder / f"{seed}.gradiometer",
            dataclasses.replace(SHALLOW, hidden=hidden, seed=seed),
            12,
            others=[Event(6, "non_finite", "NaN or Inf", 2)] if seed == 3 else (),
            with_look_histograms=False,
            seed=seed,
        )
        for seed in range(8)
    ]
