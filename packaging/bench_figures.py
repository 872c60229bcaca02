"""What figures and reports cost: each made by the command line in a process of its own, as a person would."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench_measure import Row, judged, median, time_row
from bench_saved_file import deep_network, make_session

from gradiometer.figures import figures_of
from gradiometer.session_file import load_session

FIGURE_BUDGET_MS, REPORT_BUDGET_MS, REPORT_OF_EIGHT_BUDGET_MS = 3000.0, 10_000.0, 40_000.0
NORMS_BUDGET_KB = 500.0
_STEPS = 1_000_000
# What a report is of: some hundred steps in which the network is changed, with findings.
_RUN = ("digits", "--steps", "300", "--set", "hidden=30,30,30,30,30,30", "--at", "100", "activation=relu")


def figure_rows(*, quick: bool) -> Iterator[Row]:
    """The rows of the benchmark."""
    times = 1 if quick else 3
    with tempfile.TemporaryDirectory(prefix="gradiometer-bench-") as name:
        folder = Path(name)
        long = folder / "long.gradiometer"
        make_session(long, _STEPS, deep_network())
        yield from _figures(long, folder, times)
        runs = [folder / f"{index}.gradiometer" for index in range(8)]
        for index, path in enumerate(runs):
            _gradiometer("train", *_RUN, "--set", f"seed={index}", "--out", path)
        for title, paths, budget in (
            ("one session", runs[:1], REPORT_BUDGET_MS),
            ("one session of a million steps", [long], REPORT_BUDGET_MS),
            ("eight sessions", runs, REPORT_OF_EIGHT_BUDGET_MS),
        ):
            for kind in ("html", "pdf"):
                out = folder / f"report.{kind}"
                took = [_gradiometer("report", *paths, "--out", out) for _ in range(times)]
                row = time_row(f"report of {title}, {kind}", took, budget, statistic=median)
                yield dataclasses.replace(row, detail=f"{row.detail}; {out.stat().st_size / 1e3:.0f} kB")


def _figures(path: Path, folder: Path, times: int) -> Iterator[Row]:
    with load_session(path) as session:
        names = figures_of(session)
        size = f"1e6 steps x {len(session.layer_names)} layers"
    for name in names:
        out = folder / f"{name}.pdf"
        took = [_gradiometer("export", path, "--figure", name, "--to", out) for _ in range(times)]
        row = time_row(f"figure {name}, {size}", took, FIGURE_BUDGET_MS, statistic=median)
        yield dataclasses.replace(row, detail=f"{row.detail}; {out.stat().st_size / 1e3:.0f} kB")
    sizes = [(folder / "norms.pdf").stat().st_size / 1e3]
    yield judged("size of figure norms as PDF", sizes, NORMS_BUDGET_KB, at_least=False, unit="kB", detail=size)


def _gradiometer(*words: object) -> float:
    """Run a verb; how long that took, with all that a process loads."""
    command: Sequence[str] = [sys.executable, "-m", "gradiometer", *map(str, words)]
    begun = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - begun
