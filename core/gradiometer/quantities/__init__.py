"""Everything that is measured, by streams: which of them are measured together. To add a quantity, write it into one
of the files beside this one and name it here; file, CSV, figures, plots and `Session.quantity` follow.
"""

from __future__ import annotations

from gradiometer.quantities import activation, delta, factors, gradient_norm, histogram, progress, update
from gradiometer.quantities.histogram import HistogramKind
from gradiometer.quantities.quantity import MOST_UNITS, Quantity

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

UNIT_QUANTITIES: dict[str, Quantity] = {
    "unit_gradient": delta.unit_gradient,
}
"""Measured together with a look; a stream of their own, because they are many columns."""

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
    "evaluation": EVALUATION_QUANTITIES,
}
QUANTITIES = {name: quantity for quantities in STREAMS.values() for name, quantity in quantities.items()}
_STREAM_OF = {name: stream for stream, quantities in STREAMS.items() for name in quantities}

__all__ = [
    "EVALUATION_QUANTITIES",
    "HISTOGRAMS",
    "LOOK_QUANTITIES",
    "MOST_UNITS",
    "QUANTITIES",
    "STEP_QUANTITIES",
    "STREAMS",
    "UNIT_QUANTITIES",
    "HistogramKind",
    "Quantity",
    "stream_of",
]


def stream_of(name: str) -> str:
    """The stream that a quantity is measured in; `step` is a column of each, and here that of every step."""
    return _STREAM_OF.get(name, "step")
