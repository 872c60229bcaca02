"""How far an update moves the weights: W_l before it, W_l + dW_l after it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gradiometer.quantities.look import each, ratio
from gradiometer.quantities.quantity import Quantity

if TYPE_CHECKING:
    from torch import Tensor

    from gradiometer.quantities.look import Look


def _weight_norm(look: Look) -> Sequence[Tensor | None]:
    return look.weight_norms


def _update_to_weight(look: Look) -> Sequence[Tensor | None]:
    lengths = each(look.norm, look.updates)
    return [ratio(length, norm) for length, norm in zip(lengths, look.weight_norms, strict=True)]


weight_norm = Quantity(
    title="weight norm",
    per_layer=True,
    formula="|W_l|_F: sqrt(sum of squares) over the layer's weights, before the update",
    reading="Weights that grow without end point to a learning rate that is too large, or to missing weight decay.",
    is_log=True,
    measure=_weight_norm,
)
update_to_weight = Quantity(
    title="update : weight ratio",
    per_layer=True,
    formula="|dW_l|_F / |W_l|_F of one update of the optimizer",
    source="the rule of thumb 1e-3 is A. Karpathy's (CS231n, Neural Networks 3)",
    reading="About 0.001 is healthy. Far below, the layer stands still; above 0.01 the rate is too large for it.",
    example="{update_to_weight:.3g} of |W| = {weight_norm:.4g}",
    is_log=True,
    guide=1e-3,
    measure=_update_to_weight,
)
