"""What findings cost: the share of a run's time that its judge takes, by the clock, timed directly."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

from bench_measure import Row, judged, rate, wait_for_steps
from bench_training import few_layers, many_layers, running

from gradiometer.experiment import Experiment
from gradiometer.judge import Judge
from gradiometer.reports import Finding, Report
from gradiometer.runner import Runner

FINDINGS_BUDGET = 0.01
_TURN_S = 1.5


class _TimedJudge(Judge):
    """Counts the seconds spent in it; what reading the clock takes is counted too."""

    spent_s = 0.0

    def take(self, report: Report) -> list[Finding]:
        begun_s = time.perf_counter()
        found = super().take(report)
        _TimedJudge.spent_s += time.perf_counter() - begun_s
        return found


def findings_rows(folder: Path, seconds: float) -> Iterator[Row]:
    """Of both networks, from their first step on."""
    for layers, make in (("5 layers", few_layers), ("32 layers", many_layers)):
        yield _row(f"findings' share of training, {layers}", make(), folder / f"judged {layers}", seconds)


def _row(name: str, experiment: Experiment, path: Path, seconds: float) -> Row:
    """The first stretch holds the first checks and the prediction of theory, which are dearer than those behind."""
    with patch("gradiometer.recorder.Judge", _TimedJudge):
        runner = Runner(experiment, path, with_window=False)
        _TimedJudge.spent_s = 0.0
        with running(runner):
            wait_for_steps(runner, time.sleep, more=1)
            shares = [_turn(runner) for _ in range(max(3, round(seconds / _TURN_S)))]
    detail = f"{len(shares)} times {_TURN_S:g} s, the first one {shares[0]:.4f}"
    return judged(name, shares, FINDINGS_BUDGET, at_least=False, detail=detail)


def _turn(runner: Runner) -> float:
    spent_s, begun_s = _TimedJudge.spent_s, time.perf_counter()
    rate(runner, _TURN_S, time.sleep)
    return (_TimedJudge.spent_s - spent_s) / (time.perf_counter() - begun_s)
