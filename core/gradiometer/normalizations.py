"""The normalizations that can stand between a hidden layer's linear map and its activation.

To add one, add one line to NORMALIZATIONS and the function it names.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

    Normalize = Callable[[Tensor, Tensor, Tensor, Tensor, Tensor, bool], Tensor]

EPSILON = 1e-5
MOMENTUM = 0.1


@dataclass(frozen=True)
class Normalization:
    """title: what a person reads; effect: what switching it on does to a running network.

    function(pre_activation [batch, width], scale [width], shift [width], running_mean [width], running_var [width],
    training) -> the normalized pre-activation; None passes it by.
    hides_bias: whether the linear bias has no influence behind it, so that its gradient is zero up to rounding.
    least_batch: the smallest batch it can train on.
    """

    title: str
    function: Normalize | None
    hides_bias: bool
    effect: str
    least_batch: int = 1


def _batch_norm(
    z: Tensor, scale: Tensor, shift: Tensor, running_mean: Tensor, running_var: Tensor, training: bool
) -> Tensor:
    """Ioffe & Szegedy 2015: per unit over the batch; running statistics are used when not training."""
    from torch.nn.functional import batch_norm

    return batch_norm(z, running_mean, running_var, scale, shift, training, MOMENTUM, EPSILON)


def _layer_norm(
    z: Tensor, scale: Tensor, shift: Tensor, running_mean: Tensor, running_var: Tensor, training: bool
) -> Tensor:
    """Ba, Kiros & Hinton 2016: per example over its units."""
    from torch.nn.functional import group_norm, layer_norm

    if z.dim() == 4:
        # Of an image [batch, channels, height, width] over its channels and positions: Wu & He 2018, one group.
        return group_norm(z, 1, scale, shift, EPSILON)
    return layer_norm(z, scale.shape, scale, shift, EPSILON)


NORMALIZATIONS = {
    "none": Normalization("None", None, False, "passed by from this step on"),
    "batch": Normalization(
        "BatchNorm",
        _batch_norm,
        True,
        "gamma 1, beta 0; running statistics start afresh, so the held-out loss is wrong until they have warmed up",
        least_batch=2,
    ),
    "layer": Normalization("LayerNorm", _layer_norm, False, "gamma 1, beta 0"),
}
