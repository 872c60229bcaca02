"""What can be known of a session before it is trained: what theory expects of each layer, and what one real batch says.

`foresee` needs no torch and computes no network. `preflight` computes the very batch that the first step will train on,
through the very weights that it will begin with, by the trainer's own turn.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gradiometer.data_checks import DataLook, look_at_data
from gradiometer.diagnosis import Diagnosis
from gradiometer.evidence import Evidence
from gradiometer.examples import Examples
from gradiometer.experiment import Experiment
from gradiometer.input_moments import InputMoments
from gradiometer.predicted import Drawn, TheoryLine, drawn_at, prediction_of, theory_line
from gradiometer.preflight_verdict import red_flags, symptom_of, verdict
from gradiometer.quantities import stream_of
from gradiometer.remedies import REMEDIES
from gradiometer.reports import Finding, Intervention, LookReport, Report, StepReport
from gradiometer.rules import RuleSet
from gradiometer.theory.mean_field import Prediction
from gradiometer.time_steps import USUAL, by_layer, levels_of, tell_ratio

NORM = "weight_gradient_norm"
"""What the profile shows and the verdict speaks of."""

# What is computed in a second or two, in some hundred megabytes.
_MOST_PARAMETERS = 20_000_000
_MOST_PRODUCTS = 2_000_000_000
_MOST_OUTPUTS = 30_000_000

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Forecast:
    """What is expected before anything has run. data: what the training examples are like; prediction: of theory."""

    experiment: Experiment
    data: DataLook
    prediction: Prediction

    def line(self, quantity: str = NORM) -> TheoryLine | None:
        """A quantity of every layer, the gradient at the outputs expected as well; None where there is no theory."""
        if self.prediction.why_not:
            return None
        return theory_line(self.prediction, quantity, *self.prediction.expected_output())

    @property
    def verdict(self) -> str:
        """In a sentence; empty where there is no theory."""
        line = self.line()
        return verdict(self.experiment, None, None if line is None else line.values)


@dataclass(frozen=True, slots=True, eq=False)
class Preflight:
    """A forecast, and what the first batch says. reports: of the data and of its step; problem: why no batch could be
    computed, in a sentence, empty where one was.
    """

    forecast: Forecast
    reports: tuple[Report, ...]
    problem: str

    @property
    def experiment(self) -> Experiment:
        return self.forecast.experiment

    def measured(self, quantity: str = NORM) -> Values:
        """float64 [num_layers], of the whole network [1]: as the session's first step will report it; NaN where no
        batch could be computed.
        """
        stream = stream_of(quantity)
        columns = self.experiment.outline.layouts[stream].slice(quantity)
        for report in self.reports:
            if isinstance(report, StepReport | LookReport) and report.stream == stream:
                return report.values[columns]
        return np.full(columns.stop - columns.start, np.nan)

    def line(self, quantity: str = NORM) -> TheoryLine | None:
        """A quantity of every layer as theory expects it behind the gradient that was measured at the outputs."""
        output_rms, output_norm = self.measured("delta_per_sample_rms")[-1], self.measured("delta_norm")[-1]
        return theory_line(self.forecast.prediction, quantity, float(output_rms), float(output_norm))

    def ratios(self, quantity: str = NORM) -> Values | None:
        """Measured by expected, [num_layers]; NaN of layers of which nothing is expected; None with no theory."""
        line = self.line(quantity)
        if line is None:
            return None
        with np.errstate(divide="ignore", invalid="ignore"):
            return self.measured(quantity) / line.values

    @property
    def verdict(self) -> str:
        """In a sentence."""
        expected = self.forecast.line()
        measured = None if self.problem else self.measured()
        return verdict(self.experiment, measured, None if expected is None else expected.values)

    @property
    def through_time(self) -> str:
        """How the gradient fares on its way back through time, in a sentence; empty where there is no time."""
        outline = self.experiment.outline
        if self.problem or USUAL not in outline.time_quantities:
            return ""
        rows = by_layer(self.measured(USUAL), len(outline.layers))
        told = []
        for level in levels_of(rows):
            first, last = rows[level, [0, -1]].tolist()
            told.append(f"{outline.layers[level].name} {tell_ratio(first, last, outline.layers[level].smallest)}")
        return f"Gradient at the first time step by that at the last, {outline.num_steps} steps: {', '.join(told)}."

    @property
    def red_flags(self) -> tuple[str, ...]:
        """Signs of a network that will not learn, a phrase each."""
        evidence = Evidence(self.experiment.outline, self.experiment, self.forecast.data.inputs)
        for report in self.reports:
            evidence.take(report)
        return () if self.problem else red_flags(evidence, self.measured())

    def advice(self, rules: RuleSet) -> tuple[str, ...]:
        """What would help where the verdict is a bad one: names in remedies.REMEDIES, the best first, of those that a
        rule set has for it and that can be done.
        """
        experiment, symptom = self.experiment, symptom_of(self.experiment, self.measured())
        named = next((rule.remedies for rule in rules.rules if rule.symptom == symptom and rule.remedies), ())
        return tuple(name for name in named if not REMEDIES[name].why_not(experiment, experiment.settings))

    def judge(self, rules: RuleSet) -> tuple[Finding, ...]:
        """What a rule set says of this one batch; rules that want several checks to agree say nothing yet."""
        inputs = self.forecast.data.inputs
        diagnosis = Diagnosis(self.experiment.outline, self.experiment, rules, inputs=inputs, share=math.inf)
        findings = [finding for report in self.reports for finding in diagnosis.take(report)]
        if self.problem:
            # What is wrong with the data is wrong all the same.
            diagnosis.evidence.step = 0
            findings = diagnosis.check()
        return tuple(findings)


def is_quick(experiment: Experiment) -> bool:
    """Whether the first batch can be computed while a person waits, and beside other work."""
    shape = experiment.network.shape
    # A vector is read at once, an image at each pixel, a sequence at each time step.
    places = {1: 1, 2: shape[0], 3: math.prod(shape[1:])}[len(shape)] * experiment.batch_size
    outputs = places * sum(layer.num_units for layer in experiment.layers)
    if experiment.family == "transformer":
        # Each time step attends to each.
        outputs += places * shape[0] * experiment.heads * len(experiment.hidden)
    num_parameters = experiment.num_parameters
    return num_parameters <= _MOST_PARAMETERS and places * num_parameters <= _MOST_PRODUCTS and outputs <= _MOST_OUTPUTS


def foresee(experiment: Experiment, examples: Examples | None = None) -> Forecast:
    """What is expected of an experiment. examples: its data, where they are at hand; else they are loaded.

    Raises datasets.DataError.
    """
    data = look_at_data(experiment, experiment.load_examples() if examples is None else examples)
    drawn = drawn_at(_Unbegun(experiment, data.inputs), None)
    assert isinstance(drawn, Drawn), "an experiment and its inputs are known"
    return Forecast(experiment, data, prediction_of(drawn))


def preflight(experiment: Experiment, examples: Examples | None = None) -> Preflight:
    """The forecast, and the first batch. examples: the data, where they are at hand; else they are loaded.

    Raises datasets.DataError.
    """
    if examples is None:
        examples = experiment.load_examples()
    return measure(foresee(experiment, examples), examples)


def measure(forecast: Forecast, examples: Examples) -> Preflight:
    """Compute the first batch of an experiment that has its forecast already."""
    step, problem = _first_step(forecast.experiment, examples)
    return Preflight(forecast, (*forecast.data.events, *step), problem)


def _first_step(experiment: Experiment, examples: Examples) -> tuple[list[Report], str]:
    """All that a session says of its first step, in order, but of held-out examples; and why there is nothing."""
    # Imported here, because torch takes seconds.
    from gradiometer.first_pass import first_batch
    from gradiometer.trainer import Trainer

    batch = first_batch(experiment, experiment.seed, examples)
    # Trained on these examples alone, every batch is all of them: the one to look at, in its order.
    alone = dataclasses.replace(experiment, num_train=experiment.batch_size, num_held_out=0)
    try:
        trainer = Trainer(alone, batch)
        trainer.histogram_asked = True
        try:
            return list(trainer.turn()), ""
        finally:
            trainer.close()
    except (RuntimeError, IndexError, MemoryError) as error:
        # torch's own: a device that is not there, a label out of range, no memory for so large a network.
        reason = str(error).strip().partition("\n")[0].rstrip(".") or "there is not enough memory"
        return [], f"The first batch cannot be computed: {reason}."


class _Unbegun(NamedTuple):
    """A run that has not begun, as predictions see it."""

    experiment: Experiment
    inputs: InputMoments
    interventions: Sequence[Intervention] = ()
