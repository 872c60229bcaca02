"""What a long saved session costs to look at while nothing trains: made here, measured by bench_saved_window.py."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from bench_measure import Figure, Row, judge, median, percentile_95, time_row
from bench_saved_file import deep_network, make_session

OPEN_BUDGET_MS, FRAME_BUDGET_MS, MEMORY_BUDGET_MB = 1000.0, 20.0, 500.0

Frames = dict[str, list[tuple[float, float]]]
"""By act (zoom, pan): how long each frame took, and how much of that its thread had a core, in s."""


@dataclasses.dataclass(frozen=True)
class Amounts:
    """How much is measured. steps: of the session; processes: one after another, which look at it; places: at each
    range of steps and on each canvas.
    """

    steps: int
    processes: int
    places: int


FULL = Amounts(steps=1_000_000, processes=5, places=4)
QUICK = Amounts(steps=1_000_000, processes=2, places=1)


@dataclasses.dataclass
class Measured:
    """What one process has found. opened: to the first full paint, in s; frames: by range; *_mb: how much memory was
    resident once the session was open and after it had been panned through, and the most there was.
    """

    opened: float
    frames: dict[str, Frames]
    opened_mb: float
    panned_mb: float
    highest_mb: float


def saved_rows(environment: dict[str, str], quick: bool) -> Iterator[Row]:
    """The rows of the benchmark. environment: of a process with a window."""
    yield from measured_rows(environment, QUICK if quick else FULL)


def measured_rows(environment: dict[str, str], amounts: Amounts) -> Iterator[Row]:
    """Make a session and let processes look at it."""
    with tempfile.TemporaryDirectory(prefix="gradiometer-bench-") as folder:
        path, experiment = Path(folder) / "long.gradiometer", deep_network()
        make_session(path, amounts.steps, experiment)
        size = f"{amounts.steps:.0e} steps x {len(experiment.layer_names)} layers, {path.stat().st_size / 1e9:.1f} GB"
        leave_disk_cache(path)
        cold = look_at(path, environment, 0)
        found = [look_at(path, environment, amounts.places) for _ in range(amounts.processes)]
    yield from rows_of(found, cold.opened, size)


def rows_of(found: list[Measured], cold: float, size: str) -> Iterator[Row]:
    """What several processes have found, judged together. cold: seconds to open it when nothing of it was in memory."""
    row = time_row("saved: first full paint", [each.opened for each in found], OPEN_BUDGET_MS, statistic=median)
    yield dataclasses.replace(row, detail=f"{row.detail}; {1000 * cold:.0f} with a cold disk cache; {size}")
    for shown, frames in found[0].frames.items():
        for act in frames:
            took = np.array([times for each in found for times in each.frames[shown][act]])
            row = time_row(f"saved: {act}, {shown}", took[:, 0].tolist(), FRAME_BUDGET_MS)
            by_cpu = 1000 * percentile_95(took[:, 1])
            yield dataclasses.replace(row, detail=f"{row.detail}; by CPU time {by_cpu:.0f}")
    highest = [each.highest_mb for each in found]
    opened, panned = (max(getattr(each, name) for each in found) for name in ("opened_mb", "panned_mb"))
    figure = Figure(max(highest), min(highest), max(highest))
    verdict = judge(figure, MEMORY_BUDGET_MB, at_least=False)
    detail = f"{opened:.0f} once open, {panned:.0f} after panning through"
    yield Row("saved: memory of the window", figure, "MB", MEMORY_BUDGET_MB, False, verdict, detail)


def look_at(path: Path, environment: dict[str, str], places: int) -> Measured:
    """Let a process open a session, and move about in it at so many places."""
    result = path.with_name("measured.json")
    script = Path(__file__).with_name("bench_saved_window.py")
    command = [sys.executable, str(script), str(path), str(result), "--places", str(places)]
    # The person's own settings and sessions are left alone.
    home = str(path.parent)
    alone = {**environment, "HOME": home, "XDG_CONFIG_HOME": home, "APPDATA": home}
    subprocess.run(command, env=alone, check=True)
    return Measured(**json.loads(result.read_text(encoding="utf-8")))


def leave_disk_cache(path: Path) -> None:
    """Let the system forget what it holds of a file, where it can be told to."""
    if hasattr(os, "posix_fadvise"):
        with path.open("rb") as file:
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
