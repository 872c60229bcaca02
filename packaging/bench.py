"""Measure Gradiometer's budgets: what recording and the window cost, and how soon the window answers.

Everything is measured in pairs, in turns and in one process, because a machine has other things to do as well: ratios
mean something here, absolute figures little. A budget is met when the 95 % interval does not exclude it.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from bench_display import display
from bench_figures import figure_rows
from bench_file import file_rows
from bench_findings import findings_rows
from bench_forks import fork_rows
from bench_measure import Figure, Row, median, time_row
from bench_peers import Comparison
from bench_saved import saved_rows
from bench_training import bytes_rows, recording_rows

MEASUREMENTS = {
    "recording": "headless recording against a bare PyTorch loop",
    "window": "steps/s with the window open, and how old what it shows is",
    "answers": "click, hover, pan and zoom while it trains, to the end of the paint",
    "flip": "a switch to its marker",
    "launch": "from the start of the process to the first paint, and how long a touch waits while torch is loaded",
    "idle": "what the window takes of a core while nothing happens",
    "deep": "64 hidden layers with every dock on the screen: answers, and steps/s against headless",
    "bytes": "bytes in the session file",
    "file": "what writing the session file takes of the training, alone and beside a reader that never rests",
    "forks": "how soon a fork of a million parameters stands, and what two branches in lock-step cost against one",
    "findings": "what judging the run by rules takes of the training",
    "figures": "figures of a session of a million steps, and reports of one and of eight (2.1 GB for a while)",
    "browser": "a thousand sessions on the start page, with and without what was kept",
    "saved": "a saved session of a million steps: opening, zooming, panning, memory (takes 2.1 GB for a while)",
    "soak": "a million steps in the window: memory, speed and answers from the beginning to the end (fifteen minutes)",
    "peers": "ours beside TensorBoard, W&B and Cockpit (extra `peers`; ten minutes more, so only where asked for)",
}
# The others are Gradiometer alone, and need nothing that is not installed anyway.
BY_DEFAULT = tuple(name for name in MEASUREMENTS if name not in ("soak", "peers"))
IN_A_WINDOW = ("window", "answers", "flip", "idle", "deep", "browser", "soak")
LAUNCH_BUDGET_MS, WARM_UP_BUDGET_MS = 1500.0, 250.0
# Trainer and window need a core and a bit: with less, the window waits for a core and not for us.
_MOST_TAKEN = max(0.25, (os.cpu_count() or 2) - 1.5)
_HERE = Path(__file__).parent


def say(text: str) -> None:
    """How far it is."""
    print(text, file=sys.stderr, flush=True)


def launch_rows(environment: dict[str, str], starts: int) -> Iterator[Row]:
    """Fresh processes; the first one only fills the caches. The person's own settings are left alone.

    An installed program has its bytecode beside it, so that is kept here too, whatever the environment forbids:
    compiled at each start, our three hundred files take half a second.
    """
    seconds, imported, waits = [], [], []
    with tempfile.TemporaryDirectory(prefix="gradiometer-bench-") as home:
        alone = {**environment, "HOME": home, "XDG_CONFIG_HOME": home, "APPDATA": home, "PYTHONPYCACHEPREFIX": home}
        alone.pop("PYTHONDONTWRITEBYTECODE", None)
        for _ in range(starts + 1):
            command = [sys.executable, str(_HERE / "bench_launch.py"), repr(time.time())]
            said = subprocess.run(command, env=alone, check=True, capture_output=True, text=True).stdout
            answer = json.loads(said)
            seconds.append(answer["seconds"])
            imported.append(answer["torch"])
            waits.append(answer["longest_wait"])
    row = time_row("window on screen", seconds[1:], LAUNCH_BUDGET_MS, statistic=median)
    early = sum(imported)
    detail = f"{row.detail}, torch imported before the first paint in {early} of {len(imported)} starts"
    yield dataclasses.replace(row, detail=detail, verdict="not met" if early else row.verdict)
    yield time_row("longest wait while torch is loaded", waits[1:], WARM_UP_BUDGET_MS, statistic=median)


def window_rows(environment: dict[str, str], names: list[str], quick: bool) -> tuple[list[Row], str]:
    """The rows from a process with a window, and what that says of Qt."""
    with tempfile.TemporaryDirectory(prefix="gradiometer-bench-") as folder:
        result = Path(folder) / "rows.json"
        command = [sys.executable, str(_HERE / "bench_window.py"), str(result), "--only", ",".join(names)]
        subprocess.run([*command, *(["--quick"] if quick else [])], env=environment, check=True)
        told = json.loads(result.read_text(encoding="utf-8"))
    return [Row(**{**row, "figure": Figure(**row["figure"])}) for row in told["rows"]], told["qt"]


def training_rows(names: list[str], quick: bool) -> Iterator[Row]:
    """The rows that need no window."""
    with tempfile.TemporaryDirectory(prefix="gradiometer-bench-") as folder:
        if "recording" in names:
            yield from recording_rows(Path(folder), pairs=3 if quick else 11, seconds=0.7 if quick else 1.5)
        if "bytes" in names:
            yield from bytes_rows(Path(folder))
        if "file" in names:
            yield from file_rows(Path(folder), seconds=3.0 if quick else 20.0)
        if "forks" in names:
            pairs, seconds = (3, 0.7) if quick else (11, 1.5)
            yield from fork_rows(Path(folder), forks=3 if quick else 9, pairs=pairs, seconds=seconds)
        if "findings" in names:
            yield from findings_rows(Path(folder), seconds=6.0 if quick else 20.0)


def peer_rows(quick: bool) -> tuple[list[Row], str]:
    """Ours and the peers' rows, and a sentence about those that have none."""
    rows = []
    # A peer's own process may still be writing its log.
    with tempfile.TemporaryDirectory(prefix="gradiometer-bench-", ignore_cleanup_errors=True) as folder:
        comparison = Comparison(Path(folder), pairs=3 if quick else 7, seconds=0.7 if quick else 1.5)
        for row in comparison.rows():
            say_row(row)
            rows.append(row)
    return rows, comparison.left_out


def say_row(row: Row) -> None:
    """What has just been measured."""
    say(f"{row.name}: {row.figure.value:.3g} {row.unit}, {row.detail}")


def measure(names: list[str], quick: bool) -> tuple[list[Row], dict[str, str]]:
    """All rows that are wanted, and what they were measured on."""
    rows: list[Row] = []
    machine = describe_machine()
    begun, busy, own = time.monotonic(), busy_seconds(), own_seconds()
    with display() as (environment, display_name):
        if "launch" in names:
            rows += launch_rows(environment, starts=3 if quick else 7)
        if "saved" in names:
            for row in saved_rows(environment, quick):
                say_row(row)
                rows.append(row)
        in_a_window = [name for name in names if name in IN_A_WINDOW]
        if in_a_window:
            found, qt = window_rows(environment, in_a_window, quick)
            rows += found
            machine |= {"Qt": f"{qt} on {display_name}"}
    for row in training_rows(names, quick):
        say_row(row)
        rows.append(row)
    if "figures" in names:
        for row in figure_rows(quick=quick):
            say_row(row)
            rows.append(row)
    if "peers" in names:
        found, left_out = peer_rows(quick)
        rows += found
        machine |= {"peers left out": left_out}
    if busy is not None:
        others = (busy_seconds() or busy) - busy - (own_seconds() - own)
        share = others / (time.monotonic() - begun)
        warning = "; TOO BUSY for the window's rows to mean anything" if share > _MOST_TAKEN else ""
        machine |= {"taken by other processes": f"{max(share, 0.0):.2f} cores on average{warning}"}
    return rows, machine | {"load afterwards": load()}


def describe_machine() -> dict[str, str]:
    """What figures depend on."""
    return {
        "date": time.strftime("%Y-%m-%d %H:%M:%S"),
        "CPU": cpu_model(),
        "cores": str(os.cpu_count()),
        "Python": platform.python_version(),
        "torch": torch.__version__,
        "numpy": np.__version__,
        "load before": load(),
    }


def cpu_model() -> str:
    """As the system calls it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.machine()


def busy_seconds() -> float | None:
    """How long all cores together have been busy since the system began, as Linux counts it."""
    try:
        fields = Path("/proc/stat").read_text(encoding="utf-8").splitlines()[0].split()[1:]
    except OSError:
        return None
    user, nice, system, _idle, _waiting, interrupts, soft_interrupts, stolen = map(int, fields[:8])
    ticks = user + nice + system + interrupts + soft_interrupts + stolen
    return ticks / os.sysconf("SC_CLK_TCK")


def own_seconds() -> float:
    """How long this process and those it has started and ended have had a core."""
    return sum(os.times()[:4])


def load() -> str:
    """Processes that wait for a core, as means over 1, 5 and 15 minutes."""
    return " ".join(f"{mean:.1f}" for mean in os.getloadavg()) if hasattr(os, "getloadavg") else "unknown"


def as_text(number: float, unit: str) -> str:
    """Ratios with two decimals, small ones with three; all else with three digits."""
    if not unit:
        return f"{number:.3f}" if abs(number) < 0.1 else f"{number:.2f}"
    return f"{number:.0f}" if abs(number) >= 100 else f"{number:.3g}"


def table(rows: list[Row]) -> str:
    """Rows in columns."""
    cells = [("what", "budget", "measured", "95 % interval", "verdict", "detail")]
    for row in rows:
        figure, unit = row.figure, row.unit
        suffix = f" {unit}" if unit else ""
        sign = ">=" if row.at_least else "<="
        budget = "-" if row.budget is None else f"{sign} {as_text(row.budget, unit)}{suffix}"
        measured = as_text(figure.value, unit) + suffix
        interval = f"{as_text(figure.low, unit)} .. {as_text(figure.high, unit)}"
        cells.append((row.name, budget, measured, interval, row.verdict, row.detail))
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip() for line in cells
    )


def parse(arguments: list[str]) -> argparse.Namespace:
    """The options, with `only` as a list of names."""
    known = "; ".join(f"{name}: {text}" for name, text in MEASUREMENTS.items())
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__, epilog=known)
    parser.add_argument("--quick", action="store_true", help="a minute and a half in place of eight: wider intervals")
    parser.add_argument("--only", metavar="NAME,...", default=",".join(BY_DEFAULT), help="only these measurements")
    parser.add_argument("--json", metavar="FILE", type=Path, help="also write the table there")
    options = parser.parse_args(arguments)
    options.only = [name.strip() for name in options.only.split(",")]
    unknown = sorted(set(options.only) - set(MEASUREMENTS))
    if unknown:
        parser.error(f"{', '.join(unknown)} is not known: choose from {', '.join(MEASUREMENTS)}")
    return options


def main(arguments: list[str]) -> int:
    """Measure, print the table; the exit code tells nothing of the verdicts, which a busy machine may spoil."""
    options = parse(arguments)
    rows, machine = measure(options.only, options.quick)
    print("\n".join(f"{name}: {text}" for name, text in machine.items()), table(rows), sep="\n\n")
    if options.json is not None:
        document: dict[str, Any] = {"machine": machine, "rows": [dataclasses.asdict(row) for row in rows]}
        options.json.write_text(json.dumps(document, indent=2), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
