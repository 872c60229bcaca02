"""A live run that already has a hundred thousand steps behind it, in its file and on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any
from unittest.mock import patch

import numpy as np

from gradiometer.reports import HistogramReport, Skipped, StepReport
from gradiometer.runner import Runner
from gradiometer.session_writer import SessionWriter
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


class LateRunner(Runner):
    """Writes the earlier steps into its file, and lets the window read them as it reads what it had to leave out."""

    def _make_writer(self, meta: dict[str, str]) -> SessionWriter:
        writer = super()._make_writer(meta)
        reports = self._earlier_steps()
        while some := list(islice(reports, _STEPS_A_COMMIT)):
            for report in some:
                writer.add(report)
            writer.commit()
        self.messages.append(Skipped(NUM_EARLIER))
        return writer

    def _earlier_steps(self) -> Iterator[StepReport | HistogramReport]:
        """Real steps of this network, shuffled."""
        sample = list(islice(Trainer(self.experiment).reports(), _SAMPLE))
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


@contextmanager
def late_start() -> Iterator[None]:
    """Live sessions that are made and begin to train meanwhile have earlier steps."""
    with patch.object(live_session, "Runner", LateRunner), patch("gradiometer.trainer.Trainer", LateTrainer):
        yield
