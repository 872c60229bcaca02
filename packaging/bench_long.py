"""A live run that already has a hundred thousand steps behind it, in its file and on the screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from gradiometer.experiment import Experiment
from gradiometer.input_moments import InputMoments
from gradiometer.recorder import Recorder
from gradiometer.reports import HistogramReport, Skipped, StepReport
from gradiometer.runner import Runner
from gradiometer.trainer import Trainer
from gradiometer_desktop import live_session

NUM_EARLIER = 100_000
# As the writer would have: a commit every half second at 300 steps/s, and a heat map that is nearly full.
_STEPS_A_COMMIT = 150
_HISTOGRAM_EVERY = 200
_SAMPLE = 200


class LateTrainer(Trainer):
    """Counts on from the earlier steps."""

    def __init__(self, *arguments: Any, **named: Any):
        super().__init__(*arguments, **named)
        self.step = NUM_EARLIER


class LateRecorder(Recorder):
    """Writes the earlier steps into its file, and lets the window read them as it reads what it had to leave out."""

    def begin(self, machine: Mapping[str, str], inputs: InputMoments) -> None:
        super().begin(machine, inputs)
        assert self.writer is not None
        reports = self._earlier_steps()
        while some := list(islice(reports, _STEPS_A_COMMIT)):
            for report in some:
                self.writer.add(report)
            self.writer.commit()
        self._messages.append(Skipped(NUM_EARLIER))

    def _earlier_steps(self) -> Iterator[StepReport | HistogramReport]:
        """Real steps of this network, shuffled."""
        sample = list(islice(Trainer(self._experiment).reports(), _SAMPLE))
        steps = [report for report in sample if isinstance(report, StepReport)]
        histograms = [
            report.counts
            for report in sample
            if isinstance(report, HistogramReport) and report.kind == "weight_gradient"
        ]
        chance = np.random.default_rng(0)
        for step in range(NUM_EARLIER):
            values = steps[chance.integers(len(steps))].values.copy()
            values[0] = step
            if step % _HISTOGRAM_EVERY == 0:
                yield HistogramReport(step, "weight_gradient", histograms[chance.integers(len(histograms))])
            yield StepReport(step, values)


class LateRunner(Runner):
    """Has such a recorder."""

    def __init__(self, experiment: Experiment, path: Path | None, **named: Any):
        super().__init__(experiment, path, **named)
        self.recorder = LateRecorder(experiment, path, self.messages, with_window=True)


@contextmanager
def late_start() -> Iterator[None]:
    """Live sessions that are made and begin to train meanwhile have earlier steps."""
    with patch.object(live_session, "Runner", LateRunner), patch("gradiometer.trainer.Trainer", LateTrainer):
        yield
