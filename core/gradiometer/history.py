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
from gradiometer.quantities import stream_of
from gradiometer.reports import EvaluationReport, Event, Intervention, LookReport, Report, Skipped, StepReport
from gradiometer.series import Series, View
from gradiometer.session_file import Session, SessionFileError, load_session
from gradiometer.settings import Settings
from gradiometer.timeline import Timeline


class History:
    """experiment: what runs or ran; streams: a series each; steps, evaluations: two of them; histograms: over time;
    interventions, events: in order; settings: those of the newest step.
    """

    def __init__(self, experiment: Experiment, session: Session | None = None):
        self.experiment = experiment
        self.layer_names = experiment.layer_names
        self.bins = BINS[experiment.dtype]
        self.settings: Settings = experiment.settings
        self.interventions: list[Intervention] = []
        self.events: list[Event] = []
        self.histograms = Timeline(len(self.layer_names), self.bins)
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
        for rows in session.histogram_rows():
            for step, counts in zip(rows.steps, rows.counts, strict=True):
                self._add_histogram(int(step), counts)
        for intervention in session.interventions:
            self._intervene(intervention)
        self.events.extend(session.events)

    @classmethod
    def live(cls, experiment: Experiment) -> Self:
        """Of a run that has not begun. Call `keep_in` once its file exists, so that old rows may leave memory."""
        return cls(experiment)

    @classmethod
    def saved(cls, session: Session) -> Self:
        """Of a session file. Raises SessionFileError."""
        return cls(session.experiment, session)

    def append(self, reports: Iterable[Report | Skipped]) -> None:
        """Take the next reports of a live run, in order.

        Raises SessionFileError where skipped ones cannot be read; the next call tries again, so none is lost.
        """
        together = [*self._waiting, *reports]
        self._waiting = []
        rows: list[NDArray[np.float64]] = []
        for index, report in enumerate(together):
            if isinstance(report, StepReport):
                rows.append(report.values)
                if report.histogram is not None:
                    self._add_histogram(report.step, report.histogram)
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

    def settings_at(self, step: int) -> Settings:
        """The settings in force at a step."""
        settings = self.experiment.settings
        for intervention in self.interventions:
            if intervention.step > step:
                break
            settings = intervention.after
        return settings

    def _intervene(self, intervention: Intervention) -> None:
        self.interventions.append(intervention)
        self.settings = intervention.after

    def _add_histogram(self, step: int, counts: NDArray[np.uint32]) -> None:
        # Those of single steps lie between the regular ones.
        self.histograms.add(step, counts, in_image=step % self.experiment.histogram_every == 0)

    def _extend_steps(self, rows: list[NDArray[np.float64]]) -> None:
        if rows:
            self.steps.extend(np.stack(rows))

    def _catch_up(self, step: int) -> None:
        """Read from the file what never came through the queue: steps before `step`, and other streams up to it."""
        assert self._session is not None, "steps are missing and there is no file to read them from"
        self._session.refresh()
        begin, end = self.steps.num_rows, min(step, self._session.num_rows["step"])
        for first in range(begin, end, 4096):
            self.steps.extend(self._session.blocks("step", 0, first, min(first + 4096, end))[:, 0])
        for stream, series in self.streams.items():
            if stream != "step":
                missing = self._session.blocks(stream, 0, series.num_rows, self._session.num_rows[stream])[:, 0]
                series.extend(missing[missing[:, 0] <= step])
        last = self.histograms.newest_step if self.histograms.newest is not None else -1
        for rows in self._session.histogram_rows(after=last):
            for at, counts in zip(rows.steps, rows.counts, strict=True):
                if last < at < step:
                    self._add_histogram(int(at), counts)

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
