"""What theory expects of a network's gradients at initialization, layer by layer, before anything has run.

Mean-field theory of random multilayer perceptrons (Poole et al. 2016; Schoenholz et al. 2017), with what a finite width
does to it. Numpy alone; linear in what is measured at the output, so that a live prediction costs microseconds.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from gradiometer.initializations import INITIALIZATIONS
from gradiometer.input_moments import InputMoments
from gradiometer.neuron_chain import Floats
from gradiometer.theory.criticality import critical_deviation, depth_scale_of, fixed_point
from gradiometer.theory.gradient import Gradient, send_back
from gradiometer.theory.output import OutputLaw, output_law
from gradiometer.theory.prediction import Fixed, Prediction, Root
from gradiometer.theory.signal import OTHER, LayerLaw, Signal, send_forward
from gradiometer.theory.width import Noise, Scatter, scatter

if TYPE_CHECKING:
    from gradiometer.experiment import Experiment
    from gradiometer.settings import Settings

__all__ = ["Prediction", "critical_weight_scale", "predict"]

_DECADE = math.log(10.0)
_LEAST_WIDTH = 8
_FAINTEST = 1e-140
"""Mean square of the inputs: its square is a number still."""
_BATCH_NOISE, _NORM_NOISE = 0.02, 0.05
"""Decades by which a norm scatters with the batch that is drawn, however wide the layers are; the latter where
BatchNorm divides by its variance."""
_LEAST_NORM_BATCH = 4


def predict(
    experiment: Experiment,
    settings: Settings,
    inputs: InputMoments,
    *,
    initialization: str | None = None,
    weight_scale: float = 1.0,
) -> Prediction:
    """What is expected of an experiment's network under these settings. inputs: of the training examples;
    initialization: in INITIALIZATIONS, None for the experiment's own; weight_scale: by which all weights are multiplied
    after they were drawn.
    """
    num_layers = len(experiment.layers)
    why_not = _why_not(experiment, settings)
    if why_not:
        return Prediction(why_not, num_layers)
    if not inputs.mean_square > _FAINTEST:
        return Prediction("No theory: the inputs are all 0.", num_layers)
    laws = _laws(experiment, settings, initialization or experiment.initialization, weight_scale)
    batch_size, is_normalized = experiment.batch_size, settings.normalization == "batch"
    s, a = settings.skip_weight, settings.branch_scale
    try:
        of_norm = batch_size if is_normalized else 0
        signal = send_forward(laws, settings.activation, inputs, skip_weight=s, branch_scale=a, batch_size=of_norm)
    except OverflowError as error:
        return Prediction(f"No theory: the signal overflows on its way to layer {error}.", num_layers)
    facts = experiment.known_facts
    # Rounded, because networks are drawn for it.
    variance, correlation = float(f"{signal.variances[-1]:.3g}"), round(float(signal.correlations[OTHER, -1]), 3)
    deviation = float(f"{math.sqrt(inputs.target_variance / facts.num_outputs):.3g}")
    output = output_law(experiment.loss, facts.targets, facts.num_outputs, batch_size, variance, correlation, deviation)
    gradient = send_back(laws, signal, output, batch_size, skip_weight=s, branch_scale=a, is_normalized=is_normalized)
    noise = scatter(
        laws, signal, gradient, output, batch_size, skip_weight=s, branch_scale=a, is_normalized=is_normalized
    )
    chi = _chi(laws, signal, settings)
    return Prediction(
        "",
        num_layers,
        error_decades=_error_decades(laws, inputs, batch_size),
        chi=chi,
        depth_scale=depth_scale_of(chi),
        output=(output.length, output.mean),
        roots=_roots(laws, gradient, noise, output, is_normalized),
        fixed=_fixed(laws, signal, noise, batch_size),
    )


def critical_weight_scale(
    experiment: Experiment, settings: Settings, inputs: InputMoments, *, initialization: str | None = None
) -> float:
    """The factor of the weights, drawn by a law, at which chi is 1: the gradient neither vanishes nor explodes, many
    layers deep. NaN where there is none, as with skip connections of weight 1, whose chi is above 1 whatever the
    weights are.
    """
    if _why_not(experiment, settings) or settings.normalization != "none" or len(experiment.hidden) < 2:
        return math.nan
    laws = _laws(experiment, settings, initialization or experiment.initialization, 1.0)
    first, law = laws[0], laws[-2]
    s, a = (settings.skip_weight, settings.branch_scale) if law.skips else (0.0, 1.0)
    if s >= 1.0:
        return math.nan
    read = float(f"{inputs.mean_square * first.weight / law.weight:.3g}")
    deviation = critical_deviation(settings.activation, law.bias, read, first.bias, skip_weight=s, branch_scale=a)
    return deviation / math.sqrt(law.weight)


_NO_FAMILY = {
    "chain": "No theory for a chain: with a single unit in each layer nothing averages out.",
    "convolutional": "No theory for convolutional networks here.",
    "transformer": "No theory for Transformers here.",
}


def _why_not(experiment: Experiment, settings: Settings) -> str:
    if experiment.family != "mlp":
        return _NO_FAMILY.get(experiment.family, "No theory for recurrent networks here.")
    if settings.normalization == "layer":
        return "No theory for LayerNorm here."
    if settings.normalization == "batch" and experiment.batch_size < _LEAST_NORM_BATCH:
        return f"No theory for BatchNorm over fewer than {_LEAST_NORM_BATCH} examples."
    if min(experiment.hidden, default=_LEAST_WIDTH) < _LEAST_WIDTH:
        return f"No theory for hidden layers of fewer than {_LEAST_WIDTH} units: too little averages out."
    return ""


def _laws(experiment: Experiment, settings: Settings, initialization: str, weight_scale: float) -> list[LayerLaw]:
    """Of each layer, the output last."""
    law, found = INITIALIZATIONS[initialization], []
    last = len(experiment.layers) - 1
    for index, plan in enumerate(experiment.layers):
        fan_out, fan_in = plan.maps[0].shape
        of_weight, of_bias = law.variances(fan_in, fan_out)
        skips = settings.skip and fan_in == fan_out and index < last
        weight = fan_in * of_weight * weight_scale**2
        found.append(LayerLaw(fan_in, fan_out, weight, of_bias, law.keeps_lengths, skips))
    return found


def _chi(laws: list[LayerLaw], signal: Signal, settings: Settings) -> float:
    """NaN where there are no two hidden layers."""
    if len(laws) < 3:
        return math.nan
    law = laws[-2]
    s, a = (settings.skip_weight, settings.branch_scale) if law.skips else (0.0, 1.0)
    if settings.normalization != "batch" and s < 1.0:
        start = float(signal.variances[-2])
        return fixed_point(settings.activation, law.weight, law.bias, start, skip_weight=s, branch_scale=a)[1]
    # No fixed point: that of the last hidden layers.
    chi = law.weight * signal.units[-2].slope_square
    if settings.normalization == "batch":
        chi /= float(signal.spreads[-2])
    return s * s + a * a * chi


def _error_decades(laws: list[LayerLaw], inputs: InputMoments, batch_size: int) -> float:
    """By how much the median of 20 seeds may be off in the worst layer: an envelope of what was measured.

    The theory is of first order in depth / width, and in how much pairs of inputs differ from each other; what a batch
    has in common, of which a large one consists, is followed less well than its single examples.
    """
    depth_by_width = sum(1.0 / law.fan_out for law in laws[:-1])
    return 0.12 + 0.35 * depth_by_width + 0.3 * inputs.cosine_variance + 0.12 * max(math.log10(batch_size / 32.0), 0.0)


def _roots(
    laws: list[LayerLaw], gradient: Gradient, scatter: Scatter, output: OutputLaw, is_normalized: bool
) -> dict[str, Root]:
    """The quantities that go with what is measured at the output."""
    ratio = (output.mean / output.length) ** 2 if output.length else 0.0

    def root(squares: Floats, noise: Noise, least: Floats | float, sizes: Floats | float = 1.0) -> Root:
        parts = squares * np.exp(noise.shifts)
        weights = np.maximum(parts * [1.0, ratio], 0.0)
        variances = (weights * noise.variances).sum(axis=1) / np.maximum(weights.sum(axis=1), 1e-300)
        with np.errstate(over="ignore", under="ignore"):
            scales = np.exp(0.5 * gradient.scales) / np.sqrt(sizes)
        # Half, because of the root.
        return Root(parts[:, 0], parts[:, 1], scales, np.hypot(0.5 * np.sqrt(variances) / _DECADE, least))

    least = np.full(len(laws), _NORM_NOISE if is_normalized else _BATCH_NOISE)
    of_output = np.arange(len(laws)) == len(laws) - 1
    # At the output delta is what was measured.
    deltas = root(gradient.means, scatter.deltas, least * ~of_output)
    num_weights = np.array([law.fan_in * law.fan_out for law in laws], np.float64)
    biases = deltas
    if is_normalized:
        # What stands in front of a BatchNorm has no influence: rounding is all there is.
        hidden_nan = np.where(of_output, deltas.per_example, np.nan)
        biases = Root(hidden_nan, deltas.of_mean, deltas.scales, deltas.deviations)
    return {
        "weight_gradient_norm": root(gradient.weights, scatter.weights, least),
        "weight_gradient_rms": root(gradient.weights, scatter.weights, least, num_weights),
        "bias_gradient_norm": biases,
        "delta_norm": deltas,
        "delta_per_sample_rms": root(gradient.lengths, scatter.lengths, least * ~of_output),
    }


def _fixed(laws: list[LayerLaw], signal: Signal, scatter: Scatter, batch_size: int) -> dict[str, Fixed]:
    """The quantities that do not depend on the output's delta."""
    names = ("gate", "weight_factor", "activation_mean", "activation_std")
    values, deviations = (np.full((len(names), len(laws)), np.nan) for _ in range(2))
    share, last = signal.same_share, len(laws) - 1
    for index, law in enumerate(laws):
        if index < last:
            unit, behind = signal.units[index], laws[index + 1]
            first, second = unit.value, unit.square
            same, other = (kind[index].value for kind in signal.pair_units)
            scatters = 0.0 if behind.keeps_lengths else 1.0 / math.sqrt(2.0 * behind.fan_in * behind.fan_out)
            shift, noise = scatter.gates.shifts[index], scatter.gates.variances[index]
            values[:2, index] = math.sqrt(unit.slope_square * math.exp(shift)), math.sqrt(behind.weight)
            deviations[:2, index] = 0.5 * math.sqrt(noise) / _DECADE, scatters / _DECADE
        else:
            first, second = 0.0, float(signal.variances[index])
            same, other = (second * float(c) for c in signal.correlations[:, index])
        alike = share * same + (1.0 - share) * other
        # Units are few, so their own mean takes some of the variance.
        of_mean = max(second / batch_size + (1.0 - 1.0 / batch_size) * alike - first**2, 0.0) / law.fan_out
        rest = max(second - first**2 - of_mean, 1e-15 * second)
        # What scatters is E[phi^2]; the mean's square is taken off it.
        stretch = second / rest
        shift, noise = stretch * scatter.outputs.shifts[index], scatter.outputs.variances[index]
        values[2:, index] = first, math.sqrt(rest * math.exp(shift))
        deviations[3, index] = 0.5 * math.sqrt(noise) * stretch / _DECADE
        if abs(first) > 1e-6 * math.sqrt(second):
            deviations[2, index] = math.sqrt(of_mean) / abs(first) / _DECADE
    return {name: Fixed(*pair) for name, *pair in zip(names, values, deviations, strict=True)}
