"""Several session files that differ: in depth, precision, length, what was changed, and who trained them."""

import dataclasses
import json
from pathlib import Path
from typing import Any

from gradiometer.experiment import Experiment
from gradiometer.reports import Event, Intervention
from gradiometer.session_editor import set_texts
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


def write_trial(folder: Path, num_steps: int = 40, num_branches: int = 2, **more: Any) -> list[Path]:
    """A control, a null fork, and branches that were changed at step 10, all measured at the same steps. more: of
    write_session, for all.
    """
    roles = [("control", "control"), *(("branch", f"cure {number}") for number in range(1, num_branches + 1))]
    paths = []
    for number, (role, label) in enumerate([*roles, ("null", "null fork")]):
        others = [change_to_relu(3), *([change_to_relu(10)] if role == "branch" else [])]
        path = folder / f"{number}.gradiometer"
        paths.append(write_session(path, SHALLOW, num_steps, others=others, seed=number, **more))
        set_texts(path, branch_text(role, label, number))
    return paths


def branch_text(role: str, label: str, number: int, group: str = "one") -> dict[str, str]:
    """What a file says of being a branch of a trial."""
    return {"branch": json.dumps({"group": group, "role": role, "label": label, "number": number})}


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
