"""A session that stands as a test says, for what only asks how it stands."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from gradiometer.experiment import Experiment
from gradiometer.history import History
from gradiometer.reports import Event, Intervention, SnapshotPlace
from gradiometer.runner import Finished
from shared import SMALL

OF_THE_PLANE = dataclasses.replace(SMALL, data="moons", batch_size=16)
"""With no digits to be read."""
OVER = Finished(60, "", "")


def standing(
    experiment: Experiment | None = SMALL,
    happened: Sequence[Intervention | Event] = (),
    *,
    is_live: bool = True,
    finished: Finished | None = None,
    path: Path | None = Path("a.gradiometer"),
    read_only: str = "",
    snapshots: Sequence[int] = (),
) -> Any:
    """A session, as far as menus look at one."""
    history = History(SMALL.outline, None) if experiment is None else History.live(experiment)
    history.append(list(happened))
    places = tuple(SnapshotPlace(step, "schedule", 1) for step in snapshots)
    return SimpleNamespace(
        destroyed=SimpleNamespace(connect=lambda _slot: None),
        history=history,
        is_live=is_live,
        finished=finished,
        path=path,
        read_only=read_only,
        snapshots=places if finished is not None or not is_live else (),
    )
