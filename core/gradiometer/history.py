"""Everything a session has said so far, in the form that plots read. Owned by one thread, so there are no locks.

A live run, a saved session and a file that is still being written all end here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from gradiometer.bins import BINS
from gradiometer.envelope import Blocks
from gradiometer.experiment import Experiment
from gradiometer.incoming import stored_weights
from gradiometer.input_moments import InputMoments
from gradiometer.normalizations import NORMALIZATIONS
from gradiometer.outline import Outline
from gradiometer.quantities import HISTOGRAMS, stream_of
from gradiometer.reports import (
    EvaluationReport,
    Event,
    Finding,
    HistogramReport,
    IncomingWeights,
    Intervention,
    LookReport,
    Note,
    Report,
    Skipped,
    SnapshotPlace,
    StepReport,
)
from gradiometer.series import Series, View
from gradiometer.session_database import SessionFileError
from gradiometer.session_file import Session, load_session
from gradiometer.session_format import HistogramRows
from gradiometer.session_happenings import findings_before
from gradiometer.settings import Settings
from gradiometer.timeline import CAPACITY, Timeline
from gradiometer.trial import Trial


class _Timelines(dict[str, Timeline]):
    """One a kind, made when it is first asked for: of a long session each takes a while to read."""

    def __init__(self, make: Callable[[str], Timeline]):
        super().__init__()
        self._make = make

    def __missing__(self, kind: str) -> Timeline:
        if kind not in HISTOGRAMS:
            raise KeyError(kind)
        self[kind] = timeline = self._make(kind)
        return timeline


class History:
    """outline: of the network; experiment: what the trainer runs or ran, None where a loop of the user's own was
    watched; streams: a series each; steps, evaluations: two of them; histograms: over time, by kind; interventions,
    events: in order; findings, trials: by their numbers, as they were told last; notes: by their steps; settings: those
    of the newest step, where there is an experiment; inputs: of the training examples, None where they are not known.
    """

    def __init__(
        self, outline: Outline, experiment: Experiment | None, session: Session | None = None, before: float = math.inf
    ):
        self.outline = outline
        self.experiment = experiment
        self.layer_names = outline.layer_names
        self.bins = BINS[outline.dtype]
        self.settings: Settings | None = None if experiment is None else experiment.settings
        self.interventions: list[Intervention] = []
        self.events: list[Event] = []
        self.findings: dict[int, Finding] = {}
        self.trials: dict[int, Trial] = {}
        self.inputs: InputMoments | None = None
        self.notes: dict[int, str] = {}
        self.histograms: Mapping[str, Timeline] = _Timelines(self._make_timeline)
        self._shown: tuple[tuple[str, float, int], HistogramRows | None] | None = None
        self._weights: tuple[tuple[int, int], NDArray[np.float64]] | None = None
        self._session = session
        self._has_news = False
        # Of a file that is only shown; a run's own histograms come from the run.
        self._is_read = session is not None
        self._waiting: list[Report | Skipped | InputMoments] = []
        columns = outline.layouts
        if session is None:
            self.streams = {stream: Series(layout) for stream, layout in columns.items()}
        else:
            self.streams = {
                stream: Series(layout, partial(self._fetch, stream), session.num_rows[stream])
                for stream, layout in columns.items()
            }
        self.steps, self.evaluations = self.streams["step"], self.streams["evaluation"]
        if session is None:
            for kind in HISTOGRAMS:
                self.histograms[kind]
            return
        self._take_texts(session, before)

    @classmethod
    def live(cls, experiment: Experiment) -> Self:
        """Of a run that has not begun. Call `keep_in` once its file exists, so that old rows may leave memory."""
        return cls(experiment.outline, experiment)

    @classmethod
    def saved(cls, session: Session, before: float = math.inf) -> Self:
        """Of a session file. before: what happened at earlier steps alone, where a run will tell the rest.

        Raises SessionFileError.
        """
        return cls(session.outline, session.experiment, session, before)

    def append(self, reports: Iterable[Report | Skipped | InputMoments]) -> None:
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
            elif isinstance(report, Finding):
                self.findings = dict(sorted((self.findings | {report.number: report}).items()))
            elif isinstance(report, Trial):
                self.trials = dict(sorted((self.trials | {report.number: report}).items()))
            elif isinstance(report, Note):
                self.pin(report)
            elif isinstance(report, InputMoments):
                self.inputs = report
            else:
                self.events.append(report)
        self._extend_steps(rows)

    def follow(self) -> bool:
        """Take up what another program has added to the session's file; returns whether there was anything.

        Raises SessionFileError where it cannot be read now; the next call tries again.
        """
        session = self._session
        assert session is not None, "there is no file to follow"
        if not self._refresh(session) and not self._has_news:
            return False
        before = self.happenings
        self._take_texts(session)
        grew = self._read_on(math.inf)
        self._has_news = False
        return grew or before != self.happenings

    @property
    def happenings(self) -> object:
        """Equal to what it was before while there is no other change, event or note, nor news of a finding or trial."""
        return len(self.interventions), len(self.events), self.findings, self.trials, self.notes

    @property
    def title(self) -> str:
        """What a person calls the session, else its own name."""
        return self.outline.name if self._session is None else self._session.title

    @property
    def has_ended(self) -> bool:
        """Whether whoever wrote the session's file has let go of it."""
        return self._session is not None and self._session.has_ended

    @property
    def snapshots(self) -> tuple[SnapshotPlace, ...]:
        """Those that the session's file held when it was last read."""
        return () if self._session is None else self._session.snapshots

    def pin(self, note: Note) -> None:
        """Take a note, or take it away where its text is empty."""
        self.notes = {step: text for step, text in self.notes.items() if step != note.step}
        if note.text:
            self.notes = dict(sorted([*self.notes.items(), note]))

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
        """A quantity between two steps, in at most about `most_points` blocks (see Series.view). Without
        columns where it is not measured of this network.
        """
        return self.series_of(name).view(name, first_step, last_step, most_points)

    def last(self, name: str) -> NDArray[np.float64]:
        """The newest values of a quantity, float64 [num_columns]; empty before the first, or where it is not known."""
        return self.series_of(name).last(name)

    def at(self, name: str, step: float | None) -> tuple[int, NDArray[np.float64]] | None:
        """A quantity at a step, or at the last one before it that was measured: (step, values [num_columns]).

        None for the step: the newest. None where there is nothing so early.
        """
        series = self.series_of(name)
        if step is None:
            return (int(series.last("step")[0]), series.last(name)) if series.num_rows else None
        found = series.at(step, name)
        return None if found is None or found[0] > step else found

    def histogram_at(self, kind: str, step: float | None) -> HistogramRows | None:
        """The newest histogram of all layers up to a step (None: of all), as a single row; None where there is none.

        Read from the file; of a run that has none yet only the newest is known.
        """
        timeline = self.histograms[kind]
        if timeline.newest is None or step is None or step >= timeline.newest_step or self._session is None:
            if timeline.newest is None:
                return None
            return HistogramRows(np.array([timeline.newest_step], np.int64), timeline.newest[None])
        self._refresh(self._session)
        # A slider asks for the same one many times.
        wanted = kind, step, self._session.num_histograms[kind]
        if self._shown is None or self._shown[0] != wanted:
            self._shown = wanted, self._session.histogram_at(kind, step)
        return self._shown[1]

    def incoming_weights(self, layer: int, unit: int, step: float | None) -> IncomingWeights | None:
        """By which weights a unit reads what comes in, from the newest snapshot up to a step (None: of all).

        None where the file holds none so early, or there is no such unit. Raises SessionFileError where the file or the
        snapshot is damaged.
        """
        session, experiment = self._session, self.experiment
        if session is None or experiment is None or not 0 <= layer < len(self.layer_names):
            return None
        self._refresh(session)
        found = [place.step for place in session.snapshots if step is None or place.step <= step]
        if not found:
            return None
        wanted = found[-1], layer
        # A slider asks for the same ones many times, and a snapshot may be large.
        if self._weights is None or self._weights[0] != wanted:
            try:
                self._weights = wanted, stored_weights(session.snapshot(found[-1]), layer, experiment.layers[layer])
            except (KeyError, ValueError) as error:
                if isinstance(error, SessionFileError):
                    raise
                raise SessionFileError(f"{session.path}: {error.args[0]}") from error
        values = self._weights[1]
        return IncomingWeights(found[-1], layer, unit, values[unit]) if 0 <= unit < len(values) else None

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

    def _refresh(self, session: Session) -> bool:
        """Let the file show what it has now; whoever follows it hears of that at the next look."""
        has_news = session.refresh()
        self._has_news |= has_news
        return has_news

    def _make_timeline(self, kind: str) -> Timeline:
        """Of a session file at most as many histograms as a timeline keeps times apart: to read all takes minutes."""
        timeline = Timeline(len(self.layer_names), self.bins)
        if self._session is None or not self._is_read:
            return timeline
        for rows in self._session.spread_histograms(kind, CAPACITY):
            for step, counts in zip(rows.steps.tolist(), rows.counts, strict=True):
                timeline.add(step, counts)
        timeline.num_left_out = self._session.num_histograms[kind] - len(timeline.steps)
        return timeline

    def _take_texts(self, session: Session, before: float = math.inf) -> None:
        for intervention in session.interventions[len(self.interventions) :]:
            if intervention.step < before:
                self._intervene(intervention)
        self.events.extend(event for event in session.events[len(self.events) :] if event.step < before)
        self.findings = {finding.number: finding for finding in findings_before(session.findings, before)}
        # No run tells these again.
        self.trials = {trial.number: trial for trial in session.trials}
        self.notes = dict(session.notes)
        self.inputs = session.inputs

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
        self._read_on(step)

    def _read_on(self, step: float) -> bool:
        """What the file has of steps before `step`, of other streams up to it; whether there was anything."""
        assert self._session is not None
        grew = False
        for stream, series in self.streams.items():
            # Besides its own row, a step says all it has to say before.
            last = step - 1 if stream == "step" else step
            end = self._session.num_rows[stream]
            for first in range(series.num_rows, end, 4096):
                missing = self._session.blocks(stream, 0, first, min(first + 4096, end))[:, 0]
                series.extend(missing[missing[:, 0] <= last])
                grew = True
        for kind, timeline in self.histograms.items():
            newest = timeline.newest_step
            for rows in self._session.histogram_rows(kind, after=newest):
                for at, counts in zip(rows.steps.tolist(), rows.counts, strict=True):
                    if newest < at <= step:
                        timeline.add(at, counts)
                        grew = True
        return grew

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
