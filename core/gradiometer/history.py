"""Everything a session has said so far, in the form that plots read. Owned by one thread, so there are no locks.

A live run, a saved session and a file that is still being written all end here.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from gradiometer.bins import BINS
from gradiometer.envelope import Blocks
from gradiometer.experiment import Experiment
from gradiometer.layout import layouts
from gradiometer.normalizations import NORMALIZATIONS
from gradiometer.outline import Outline
from gradiometer.quantities import HISTOGRAMS, stream_of
from gradiometer.reports import (
    EvaluationReport,
    Event,
    HistogramReport,
    Intervention,
    LookReport,
    Report,
    Skipped,
    StepReport,
)
from gradiometer.series import Series, View
from gradiometer.session_database import SessionFileError
from gradiometer.session_file import Session, load_session
from gradiometer.settings import Settings
from gradiometer.timeline import Timeline


class History:
    """outline: of the network; experiment: what the trainer runs or ran, None where a loop of the user's own was
    watched; streams: a series each; steps, evaluations: two of them; histograms: over time, by kind; interventions,
    events: in order; settings: those of the newest step, where there is an experiment.
    """

    def __init__(self, outline: Outline, experiment: Experiment | None, session: Session | None = None):
        self.outline = outline
        self.experiment = experiment
        self.layer_names = outline.layer_names
        self.bins = BINS[outline.dtype]
        self.settings: Settings | None = None if experiment is None else experiment.settings
        self.interventions: list[Intervention] = []
        self.events: list[Event] = []
        self.histograms = {kind: Timeline(len(self.layer_names), self.bins) for kind in HISTOGRAMS}
        self._session = session
        self._waiting: list[Report | Skipped] = []
        columns = layouts(len(self.layer_names))
        if session is None:
            self.streams = {stream: Series(layout) for stream, layout in columns.items()}
        else:
            self.streams = {
                stream: Series(layout, partial(self._fetch, stream), session.num_rows[stream])
                for stream, layout in columns.items()
            }
        self.steps, self.evaluations = self.streams["step"], self.streams["evaluation"]
        if session is None:
            return
        for kind, timeline in self.histograms.items():
            for rows in session.histogram_rows(kind):
                for step, counts in zip(rows.steps.tolist(), rows.counts, strict=True):
                    timeline.add(step, counts)
        for intervention in session.interventions:
            self._intervene(intervention)
        self.events.extend(session.events)

    @classmethod
    def live(cls, experiment: Experiment) -> Self:
        """Of a run that has not begun. Call `keep_in` once its file exists, so that old rows may leave memory."""
        return cls(experiment.outline, experiment)

    @classmethod
    def saved(cls, session: Session) -> Self:
        """Of a session file. Raises SessionFileError."""
        return cls(session.outline, session.experiment, session)

    def append(self, reports: Iterable[Report | Skipped]) -> None:
        """Take the next reports of a live run, in order.

        Raises SessionFileError where skipped ones cannot be read; the next call tries again, so none is lost.
        """
        together = [*self._waiting, *reports]
        self._waiting = []
        rows: list[NDArray[np.float64]] = []
        newest = int(self.steps.last("step")[0]) if self.steps.num_rows else -1
        for index, report in enumerate(together):
            if isinstance(report, StepReport):
                # The steps that were left out last may have brought it along.
                if report.step > newest:
                    newest = report.step
                    rows.append(report.values)
            elif isinstance(report, HistogramReport):
                timeline = self.histograms[report.kind]
                if report.step > timeline.newest_step:
                    timeline.add(report.step, report.counts)
            elif isinstance(report, EvaluationReport | LookReport):
                # The steps that were left out last may have brought it along.
                series = self.streams[report.stream]
                if not series.num_rows or report.step > series.last("step")[0]:
                    series.extend(report.values[None])
            elif isinstance(report, Intervention):
                self._intervene(report)
            elif isinstance(report, Skipped):
                self._extend_steps(rows)
                rows = []
                try:
                    self._catch_up(report.step)
                except SessionFileError:
                    self._waiting = together[index:]
                    raise
                newest = int(self.steps.last("step")[0]) if self.steps.num_rows else -1
            else:
                self.events.append(report)
        self._extend_steps(rows)

    def keep_in(self, path: Path) -> None:
        """Read what leaves memory from this file from now on. Raises SessionFileError."""
        self.release()
        self._session = load_session(path)
        for stream, series in self.streams.items():
            series.keep_in(partial(self._fetch, stream), partial(self._num_stored, stream))

    def release(self) -> None:
        """Let go of the file."""
        if self._session is not None:
            self._session.close()
            self._session = None

    def series_of(self, name: str) -> Series:
        """The stream that a quantity belongs to."""
        return self.streams[stream_of(name)]

    def view(self, name: str, first_step: float, last_step: float, most_points: int) -> View:
        """A quantity between two steps, in at most about `most_points` blocks (see Series.view)."""
        return self.series_of(name).view(name, first_step, last_step, most_points)

    def last(self, name: str) -> NDArray[np.float64]:
        """The newest values of a quantity, float64 [num_columns]; empty before the first."""
        return self.series_of(name).last(name)

    def settings_at(self, step: int) -> Settings | None:
        """The settings in force at a step; None where they are not known."""
        settings = None if self.experiment is None else self.experiment.settings
        for intervention in self.interventions:
            if intervention.step > step:
                break
            settings = intervention.after
        return settings

    @property
    def optimizer(self) -> str:
        """What a watched loop says of its optimizer; an optimizer where it says nothing."""
        said = "" if self._session is None else self._session.meta.get("optimizer", "")
        return said if said and said != "not given" else "an optimizer"

    @property
    def hides_biases(self) -> bool:
        """Whether a normalization takes the influence of biases away at the newest step, so that rounding is left."""
        if self.settings is not None:
            return NORMALIZATIONS[self.settings.normalization].hides_bias
        return any(layer.has_hidden_bias for layer in self.outline.layers)

    def _intervene(self, intervention: Intervention) -> None:
        self.interventions.append(intervention)
        self.settings = intervention.after

    def _extend_steps(self, rows: list[NDArray[np.float64]]) -> None:
        if rows:
            self.steps.extend(np.stack(rows))

    def _catch_up(self, step: int) -> None:
        """Read from the file what never came through the queue: steps before `step`, and other streams up to it."""
        assert self._session is not None, "steps are missing and there is no file to read them from"
        self._session.refresh()
        for stream, series in self.streams.items():
            # Besides its own row, a step says all it has to say before.
            last = step - 1 if stream == "step" else step
            end = self._session.num_rows[stream]
            for first in range(series.num_rows, end, 4096):
                missing = self._session.blocks(stream, 0, first, min(first + 4096, end))[:, 0]
                series.extend(missing[missing[:, 0] <= last])
        for kind, timeline in self.histograms.items():
            last = timeline.newest_step
            for rows in self._session.histogram_rows(kind, after=last):
                for at, counts in zip(rows.steps.tolist(), rows.counts, strict=True):
                    if last < at <= step:
                        timeline.add(at, counts)

    def _fetch(self, stream: str, level: int, first: int, last: int) -> Blocks:
        assert self._session is not None
        return self._session.blocks(stream, level, first, last)

    def _num_stored(self, stream: str) -> int:
        assert self._session is not None
        try:
            return self._session.count_rows(stream)
        except SessionFileError:
            # Where the file cannot be read, nothing leaves memory.
            return 0
