"""What the units of a layer put out: phi(z_l) [batch, N_l], before a skip connection; of the output, the logits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gradiometer.quantities.look import each
from gradiometer.quantities.quantity import Quantity

if TYPE_CHECKING:
    from torch import Tensor

    from gradiometer.quantities.look import Look

SATURATED_SHARE = 0.05
"""Of the activation's steepest slope: below it a unit counts as saturated, comparable across activations."""


def _mean(look: Look) -> Sequence[Tensor | None]:
    return each(lambda output: output.double().mean(), look.outputs)


def _standard_deviation(look: Look) -> Sequence[Tensor | None]:
    return each(lambda output: output.double().std(correction=0), look.outputs)


def _saturation(look: Look) -> Sequence[Tensor | None]:
    return [
        None if slope is None else (slope.abs() < SATURATED_SHARE * steepest).double().mean()
        for slope, steepest in zip(look.slopes, look.steepest, strict=True)
    ]


def _dead(look: Look) -> Sequence[Tensor | None]:
    return each(lambda silent: silent.double().mean(), look.silent_units)


activation_mean = Quantity(
    title="mean activation",
    per_layer=True,
    formula="mean of phi(z_l) over units and examples",
    reading="Far from zero, the layer behind sees the same large input for every example.",
    measure=_mean,
)
activation_std = Quantity(
    title="standard deviation of the activation",
    per_layer=True,
    formula="sqrt(mean of (phi(z_l) - mean)^2) over units and examples",
    reading="A layer whose standard deviation shrinks towards zero says the same of every example.",
    example="{activation_std:.3g} around {activation_mean:.3g}",
    is_log=True,
    measure=_standard_deviation,
)
saturation = Quantity(
    title="saturation",
    per_layer=True,
    formula="share of units and examples with |phi'(z)| below 5 % of its largest value",
    reading="Saturated units pass no gradient. Of a healthy ReLU layer about a half is switched off.",
    measure=_saturation,
)
dead_units = Quantity(
    title="dead units",
    per_layer=True,
    formula="share of units that put out exactly 0 for every example of the last five batches looked at",
    reading="A ReLU unit that is dead gets no gradient and stays dead.",
    measure=_dead,
)
