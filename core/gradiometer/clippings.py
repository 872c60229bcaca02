"""The ways a gradient can be clipped. To add one, add one line to CLIPPINGS and the function it names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

    # Takes the parameters of each layer and the threshold; changes their gradients in place.
    Clip = Callable[[Sequence[Sequence[Tensor]], float], None]


@dataclass(frozen=True)
class Clipping:
    """title: what a person reads; help: what it does; function: None where nothing is clipped.

    turns: whether it may turn the gradient of a tensor, and not only shorten it.
    """

    title: str
    help: str
    function: Clip | None
    turns: bool = False


def _total_norm(layers: Sequence[Sequence[Tensor]], threshold: float) -> None:
    from torch.nn.utils import clip_grad_norm_

    clip_grad_norm_([parameter for layer in layers for parameter in layer], threshold)


def _layer_norm(layers: Sequence[Sequence[Tensor]], threshold: float) -> None:
    from torch.nn.utils import clip_grad_norm_

    for layer in layers:
        clip_grad_norm_(layer, threshold)


def _value(layers: Sequence[Sequence[Tensor]], threshold: float) -> None:
    from torch.nn.utils import clip_grad_value_

    clip_grad_value_([parameter for layer in layers for parameter in layer], threshold)


CLIPPINGS = {
    "off": Clipping("Off", "the gradient is used as it is", None),
    "total": Clipping(
        "Total norm",
        "where the norm over all layers passes the threshold, all are scaled by one factor",
        _total_norm,
    ),
    "layer": Clipping(
        "Norm of each layer",
        "each layer whose norm passes the threshold is scaled on its own",
        _layer_norm,
    ),
    "value": Clipping("Value", "each entry is cut to +- the threshold", _value, turns=True),
}
