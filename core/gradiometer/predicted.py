"""Which prediction of theory holds for a session at a step, and the line that plots and figures draw of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from gradiometer.experiment import Experiment
from gradiometer.input_moments import InputMoments
from gradiometer.reports import Intervention
from gradiometer.settings import Reinitialize, Settings
from gradiometer.theory.mean_field import Prediction, predict

# What happens to a gradient when it has been computed: the weights as they were drawn know nothing of it.
_LATER = ("clipping", "clip_threshold", "optimizer", "learning_rate", "momentum", "weight_decay")
_PLAIN = Settings()

# Name and step -> the step at which it was measured, values [num_columns].
At = Callable[[str, int], tuple[int, NDArray[np.float64]] | None]


class Run(Protocol):
    """What of a History or a Session is asked for."""

    @property
    def experiment(self) -> Experiment | None: ...
    @property
    def inputs(self) -> InputMoments | None: ...
    @property
    def interventions(self) -> Sequence[Intervention]: ...


@dataclass(frozen=True, slots=True)
class Drawn:
    """A network as its weights were drawn, under the settings of a step: all that a prediction depends on.

    settings: those that theory reads, the others as they are by default; initialization, weight_scale: by which all
    weights were drawn last.
    """

    experiment: Experiment
    settings: Settings
    inputs: InputMoments
    initialization: str
    weight_scale: float


def drawn_at(run: Run, step: float | None) -> Drawn | str:
    """What holds at a step (None: the newest); where nothing can be predicted, the reason in a sentence."""
    experiment, inputs = run.experiment, run.inputs
    if experiment is None:
        return "No theory for a loop of your own: it does not say by which law its weights were drawn."
    if inputs is None:
        return "No theory: what the inputs are like is not recorded."
    settings = experiment.settings
    law: tuple[str, float] | None = (experiment.initialization, experiment.weight_scale)
    for change in run.interventions:
        if step is not None and change.step > step:
            break
        settings = change.after
        if isinstance(change.command, Reinitialize):
            drawn = change.command.scheme, 1.0
            if change.command.layers is None:
                law = drawn
            elif drawn != law:
                law = None
    if law is None:
        return "No theory: some layers were drawn anew by another law than the others."
    plain = {name: getattr(_PLAIN, name) for name in _LATER}
    return Drawn(experiment, dataclasses.replace(settings, **plain), inputs, *law)


@lru_cache(maxsize=32)
def prediction_of(drawn: Drawn) -> Prediction:
    """What theory says, some tenths of a second after it is first asked. Any thread may ask."""
    return predict(
        drawn.experiment,
        drawn.settings,
        drawn.inputs,
        initialization=drawn.initialization,
        weight_scale=drawn.weight_scale,
    )


def output_at(at: At, step: int) -> tuple[float, float] | None:
    """Where a line has to go through at a measured step: delta_per_sample_rms and delta_norm of the output layer; None
    where there was no look up to there. at: reads a quantity at a step, or at the last one before it.

    Looks are rarer than steps, and from batch to batch the two go up and down together: so their quotient is taken from
    the newest look.
    """
    examples, mean = at("delta_per_sample_rms", step), at("delta_norm", step)
    then = None if examples is None else at("delta_norm", examples[0])
    if examples is None or mean is None or then is None:
        return None
    rms, norm, norm_then = (float(found[1][-1]) for found in (examples, mean, then))
    if examples[0] != mean[0] and norm_then > 0:
        rms *= norm / norm_then
    return (rms, norm) if np.isfinite(rms) and np.isfinite(norm) else None


@dataclass(frozen=True, slots=True, eq=False)
class TheoryLine:
    """values: what a quantity is expected to be at initialization, float64 [num_layers], NaN where it is not predicted;
    low, high: within which 5 % to 95 % of single draws of the weights lie, likewise; error_decades: by how much the
    median of many draws may be off.
    """

    values: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    error_decades: float


def theory_line(prediction: Prediction, quantity: str, output_rms: float, output_norm: float) -> TheoryLine | None:
    """The line of a quantity through the measured deltas of the output layer; None where it is not predicted.

    output_rms, output_norm: see `output_at`.
    """
    if prediction.why_not:
        return None
    # Of a single batch the mean's norm is never the larger one, but for rounding.
    values = prediction.profile(quantity, max(output_rms, output_norm), output_norm)
    if not np.isfinite(values).any():
        return None
    low, high = prediction.band(quantity)
    with np.errstate(over="ignore", under="ignore"):
        return TheoryLine(values, values * 10.0**low, values * 10.0**high, prediction.error_decades)
