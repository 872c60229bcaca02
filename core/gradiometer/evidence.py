"""What a run has said up to now, as measures read it: the newest of each stream, and the last measured steps."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from gradiometer.activations import ACTIVATIONS, Activation
from gradiometer.bins import BINS
from gradiometer.epochs import Epochs
from gradiometer.experiment import Experiment
from gradiometer.input_moments import InputMoments
from gradiometer.losses import LOSSES
from gradiometer.outline import Outline
from gradiometer.predicted import drawn_at, prediction_of
from gradiometer.quantities import stream_of
from gradiometer.reports import EvaluationReport, Event, HistogramReport, Intervention, LookReport, Report, StepReport
from gradiometer.settings import Reinitialize, Settings
from gradiometer.theory.mean_field import Prediction

MOST_WINDOW = 256
"""Measured steps that are remembered."""
_FIRST = 3
"""So many measured losses make the first loss: that of one batch scatters."""
STEP, LOOK, EVALUATION, EVENT, FACTS = "step", "look", "evaluation", "event", "facts"


class Evidence:
    """outline: of the network; experiment: what the trainer runs, None of a loop of the user's own; inputs: of the
    training examples; settings: those in force, where they are known; events: of each kind, in order.
    """

    def __init__(self, outline: Outline, experiment: Experiment | None, inputs: InputMoments | None):
        self.outline = outline
        self.experiment = experiment
        self.inputs = inputs
        self.bins = BINS[outline.dtype]
        self.settings: Settings | None = None if experiment is None else experiment.settings
        self.events: dict[str, list[Event]] = {}
        self.num_rows = 0
        self.step = -1
        self.first_losses: list[float] = []
        self._has_activation = experiment is not None and "activation" not in experiment.blocked
        self._layouts = outline.layouts
        self._loss = self._layouts[STEP].columns["loss"][0]
        self._accuracy = self._layouts[STEP].columns["accuracy"][0]
        num_batches = 0 if experiment is None else experiment.num_train // experiment.batch_size
        self._epochs, self._num_in_epochs = Epochs(num_batches), 0
        # The rows themselves, which are never written again: a copy of each would be the dearest part of listening.
        self._rows: deque[NDArray[np.float64]] = deque(maxlen=MOST_WINDOW)
        self._look: NDArray[np.float64] | None = None
        self._evaluation: NDArray[np.float64] | None = None
        self._histograms: dict[str, tuple[int, NDArray[np.uint32]]] = {}
        self._num_events = 0
        self.interventions: list[Intervention] = []
        self.drawn_step = 0
        """At which all weights were drawn last."""
        self.guess_loss = np.nan if experiment is None else _guess_of(experiment, inputs)
        """The loss of who tells every class the same share, or the mean of the numbers asked for; NaN: not known."""
        self.chance = np.nan if experiment is None else _chance_of(experiment)
        """The accuracy of who tells any class; NaN where there are none."""
        self._prediction: tuple[int, Prediction | None] | None = None

    def take(self, report: Report) -> None:
        """Hear the next report; rows of the stream "step" come thousands a second."""
        if isinstance(report, StepReport):
            values = report.values
            self._rows.append(values)
            self.num_rows += 1
            self.step = report.step
            if len(self.first_losses) < _FIRST:
                self.first_losses.append(float(values[self._loss]))
        elif isinstance(report, LookReport):
            if report.stream == LOOK:
                self._look = report.values
        elif isinstance(report, HistogramReport):
            self._histograms[report.kind] = report.step, report.counts
        elif isinstance(report, EvaluationReport):
            self._evaluation = report.values
        elif isinstance(report, Event):
            self.events.setdefault(report.kind, []).append(report)
            self._num_events += 1
        elif isinstance(report, Intervention):
            self._intervene(report)

    def _intervene(self, change: Intervention) -> None:
        self.interventions.append(change)
        self.settings = change.after
        if isinstance(change.command, Reinitialize) and change.command.layers is None:
            self.drawn_step = change.step
            self.first_losses.clear()

    def newest(self, name: str) -> NDArray[np.float64] | None:
        """The newest values of a quantity, [num_columns]; None where it was not measured yet."""
        stream = stream_of(name)
        row = self._row(stream)
        return None if row is None else row[self._layouts[stream].slice(name)]

    def at_look(self, name: str) -> NDArray[np.float64] | None:
        """A quantity of the stream "step" at the step of the newest look; None where that has left the window."""
        if self._look is None:
            return None
        row = self._row(STEP)
        if row is None:
            return None
        if row[0] != self._look[0]:
            row = next((each for each in reversed(self._rows) if each[0] == self._look[0]), None)
        return None if row is None else row[self._layouts[STEP].slice(name)]

    def window(self, name: str, num_rows: int) -> NDArray[np.float64] | None:
        """A quantity at the last so many measured steps, [num_rows, num_columns]; None before there are as many."""
        if self.num_rows < num_rows or num_rows > MOST_WINDOW:
            return None
        columns = self._layouts[STEP].slice(name)
        return np.array([row[columns] for row in self._last_rows(num_rows)])

    @property
    def epochs(self) -> Epochs:
        """Passes over the training examples; told of the steps since it was asked last, as far as the window goes."""
        for row in self._last_rows(self.num_rows - self._num_in_epochs):
            self._epochs.take(int(row[0]), float(row[self._loss]), float(row[self._accuracy]))
        self._num_in_epochs = self.num_rows
        return self._epochs

    def histogram(self, kind: str) -> NDArray[np.uint32] | None:
        """The newest counts of a kind, [num_layers, num_bins + 4]."""
        found = self._histograms.get(kind)
        return None if found is None else found[1]

    def stamp_of(self, source: str) -> int:
        """Equal to what it was before while a source has said nothing new: a stream, a kind of histograms, EVENT or
        FACTS.
        """
        if source == EVENT:
            return self._num_events
        if source == FACTS:
            return 0
        if source in (STEP, LOOK, EVALUATION):
            row = self._row(source)
            return -1 if row is None else int(row[0])
        return self._histograms[source][0] if source in self._histograms else -1

    def _row(self, stream: str) -> NDArray[np.float64] | None:
        if stream == LOOK:
            return self._look
        if stream == EVALUATION:
            return self._evaluation
        return self._rows[-1] if self._rows else None

    def _last_rows(self, num_rows: int) -> Iterator[NDArray[np.float64]]:
        """At most so many, in order."""
        return islice(self._rows, max(len(self._rows) - num_rows, 0), None)

    @property
    def activation(self) -> Activation | None:
        """That of the hidden layers, as it is now; None where it is not known, or where a family has its own."""
        if self.settings is None or not self._has_activation:
            return None
        return ACTIVATIONS[self.settings.activation]

    @property
    def prediction(self) -> Prediction | None:
        """What theory expects of weights as they were drawn, under the settings in force; None where it does not
        know.
        """
        if self._prediction is None or self._prediction[0] != len(self.interventions):
            drawn = drawn_at(self, None)
            found = None if isinstance(drawn, str) else prediction_of(drawn)
            self._prediction = len(self.interventions), None if found is None or found.why_not else found
        return self._prediction[1]


def _guess_of(experiment: Experiment, inputs: InputMoments | None) -> float:
    guess = LOSSES[experiment.loss].guess
    if guess is not None:
        return guess(max(experiment.known_facts.num_outputs, 1))
    return inputs.target_variance / 2 if inputs is not None and inputs.target_variance > 0 else np.nan


def _chance_of(experiment: Experiment) -> float:
    if LOSSES[experiment.loss].guess is None:
        return np.nan
    # A single output stands for two classes.
    return 1 / max(experiment.known_facts.num_outputs, 2)
