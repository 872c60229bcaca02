"""Everything that is measured, by streams: which of them are measured together. To add a quantity, write it into one
of the files beside this one and name it here; file, CSV, figures, plots and `Session.quantity` follow.
"""

from __future__ import annotations

from gradiometer.quantities import activation, delta, factors, gradient_norm, histogram, progress, through_time, update
from gradiometer.quantities.histogram import HistogramKind
from gradiometer.quantities.quantity import GRID, MOST_TIMES, MOST_UNITS, Quantity
from gradiometer.quantities.surface import surface

STEP_QUANTITIES: dict[str, Quantity] = {
    "elapsed": progress.elapsed,
    "loss": progress.loss,
    "accuracy": progress.accuracy,
    "gradient_norm": gradient_norm.gradient_norm,
    "gradient_norm_after_clip": gradient_norm.gradient_norm_after_clip,
    "clip_cosine": gradient_norm.clip_cosine,
    "clipped_share": gradient_norm.clipped_share,
    "weight_gradient_norm": gradient_norm.weight_gradient_norm,
    "bias_gradient_norm": gradient_norm.bias_gradient_norm,
    "delta_norm": delta.delta_norm,
    "weight_gradient_norm_after_clip": gradient_norm.weight_gradient_norm_after_clip,
    "bias_gradient_norm_after_clip": gradient_norm.bias_gradient_norm_after_clip,
    "weight_gradient_rms": gradient_norm.weight_gradient_rms,
}
"""Measured at every step, in the order of `Probe.measure`."""

LOOK_QUANTITIES: dict[str, Quantity] = {
    "watch_time": progress.watch_time,
    "watch_share": progress.watch_share,
    "delta_per_sample_rms": delta.delta_per_sample_rms,
    "output_gradient_norm": delta.output_gradient_norm,
    "gain": delta.gain,
    "gate": factors.gate,
    "weight_factor": factors.weight_factor,
    "activation_mean": activation.activation_mean,
    "activation_std": activation.activation_std,
    "saturation": activation.saturation,
    "dead_units": activation.dead_units,
    "weight_norm": update.weight_norm,
    "update_to_weight": update.update_to_weight,
}
"""Measured when the schedule has a closer look: as often as the budget allows (schedule.py)."""

TIMED = frozenset({"elapsed", "watch_time", "watch_share"})
"""Those that a clock tells: no two runs have the same."""

UNIT_QUANTITIES: dict[str, Quantity] = {
    "unit_gradient": delta.unit_gradient,
}
"""Measured together with a look; a stream of their own, because they are many columns."""

TIME_QUANTITIES: dict[str, Quantity] = {
    "hidden_gradient": through_time.hidden_gradient,
    "cell_gradient": through_time.cell_gradient,
    "candidate_delta": through_time.candidate_delta,
    "input_delta": through_time.input_delta,
    "forget_delta": through_time.forget_delta,
    "output_delta": through_time.output_delta,
    "reset_delta": through_time.reset_delta,
    "update_delta": through_time.update_delta,
}
"""Measured together with a look, of recurrent layers: a family names those that it has."""

SURFACE_QUANTITIES: dict[str, Quantity] = {
    "surface": surface,
}
"""Measured together with a look, of networks with two inputs."""

EVALUATION_QUANTITIES: dict[str, Quantity] = {
    "held_out_loss": progress.held_out_loss,
    "held_out_accuracy": progress.held_out_accuracy,
}
"""Measured on the held-out examples."""

HISTOGRAMS: dict[str, HistogramKind] = {
    "weight_gradient": histogram.weight_gradient,
    "weight": histogram.weight,
    "update": histogram.update,
    "pre_activation": histogram.pre_activation,
    "activation": histogram.activation,
}
"""Counted layer by layer: the first at steps of its own, the others at closer looks."""

STREAMS = {
    "step": STEP_QUANTITIES,
    "look": LOOK_QUANTITIES,
    "unit": UNIT_QUANTITIES,
    "time": TIME_QUANTITIES,
    "surface": SURFACE_QUANTITIES,
    "evaluation": EVALUATION_QUANTITIES,
}
QUANTITIES = {name: quantity for quantities in STREAMS.values() for name, quantity in quantities.items()}
_STREAM_OF = {name: stream for stream, quantities in STREAMS.items() for name in quantities}

__all__ = [
    "EVALUATION_QUANTITIES",
    "GRID",
    "HISTOGRAMS",
    "LOOK_QUANTITIES",
    "MOST_TIMES",
    "MOST_UNITS",
    "QUANTITIES",
    "STEP_QUANTITIES",
    "STREAMS",
    "SURFACE_QUANTITIES",
    "TIME_QUANTITIES",
    "UNIT_QUANTITIES",
    "HistogramKind",
    "Quantity",
    "stream_of",
]


def stream_of(name: str) -> str:
    """The stream that a quantity is measured in; `step` is a column of each, and here that of every step."""
    return _STREAM_OF.get(name, "step")
