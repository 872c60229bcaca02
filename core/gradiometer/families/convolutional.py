"""The convolutional network: 3x3 convolutions in pairs, plain or residual, global average pooling, a linear output.

After He, Zhang, Ren & Sun 2015 (arXiv:1512.03385): with skip connections the input of a pair is added before the second
activation. A convolution whose number of channels differs from the one before halves the image.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from gradiometer.families.family import (
    ONLY_LSTM,
    ONLY_TRANSFORMER,
    Blocked,
    Family,
    LayerPlan,
    MapPlan,
    NormPlan,
    Structure,
    dense,
    refuse_hidden,
)
from gradiometer.families.tap import Tap
from gradiometer.fields import FieldError
from gradiometer.outline import describe_widths

if TYPE_CHECKING:
    from torch import Tensor

    from gradiometer.network import Network

_KERNEL = 3


def _read(shape: tuple[int, ...]) -> tuple[int, ...]:
    if len(shape) != 3:
        raise FieldError("family = 'convolutional' is not allowed: a convolution reads images, and these data are none")
    return shape


def _check(structure: Structure) -> None:
    if not structure.hidden:
        raise refuse_hidden(structure.hidden, "a convolutional network has at least one convolution")


def strides(channels: tuple[int, ...]) -> tuple[int, ...]:
    """Of each convolution; channels: of the image and of each convolution. The image itself is halved once."""
    return tuple(2 if before != after else 1 for before, after in pairwise(channels))


def _plan(structure: Structure) -> list[LayerPlan]:
    channels = (structure.shape[0], *structure.hidden)
    layers = [
        LayerPlan(
            name=f"conv {index + 1}",
            maps=(MapPlan(shape=(fan_out, fan_in, _KERNEL, _KERNEL)),),
            norms=(NormPlan(size=fan_out),),
            num_units=fan_out,
            num_rows=fan_out,
        )
        for index, (fan_in, fan_out) in enumerate(pairwise(channels))
    ]
    return [*layers, dense("output", channels[-1], structure.num_outputs, normalized=False)]


def _describe(structure: Structure) -> str:
    size = "x".join(map(str, structure.shape))
    return f"{size}-conv {describe_widths((*structure.hidden, structure.num_outputs))}"


def adds(channels: tuple[int, ...]) -> tuple[bool, ...]:
    """Of each convolution, whether it ends a pair whose input fits what it puts out; channels: as in `strides`."""
    # The first convolution stands alone, as in the paper: pairs begin behind it.
    return tuple(
        index % 2 == 0 and index >= 2 and channels[index - 1] == channels[index] == channels[index + 1]
        for index in range(len(channels) - 1)
    )


def _blocked(structure: Structure) -> Blocked:
    found = {"norm_place": ONLY_TRANSFORMER, "forget_bias": ONLY_LSTM}
    # Scaled there, a bias's gradient would not be delta any more.
    found["branch_scale"] = "A pair of convolutions is added before its last activation, where nothing is scaled."
    if not any(adds((structure.shape[0], *structure.hidden))):
        reason = "No pair of convolutions behind the first one keeps the number of channels to be added to."
        found |= {"skip": reason, "skip_weight": reason}
    return found


def _outputs(network: Network, signal: Tensor, taps: list[Tap] | None) -> Iterator[Tensor]:
    """[batch, channels, height, width] each; the last are the logits [batch, num_outputs]."""
    from torch.nn.functional import conv2d, linear

    activate, normalize, training = network.activate, network.normalize, network.training
    channels = (signal.shape[1], *(len(layer.weight) for layer in network.hidden))
    pair_input = signal
    for index, (layer, stride, ends) in enumerate(zip(network.hidden, strides(channels), adds(channels), strict=True)):
        if index % 2 == 1:
            pair_input = signal
        z = conv2d(signal, layer.weight, layer.bias, stride=stride, padding=_KERNEL // 2)
        if normalize is not None:
            norm = layer.norms[0]
            z = normalize(z, norm.scale, norm.shift, norm.running_mean, norm.running_var, training)
        if network.skip and ends:
            # The pair itself is not scaled, or a bias's gradient would not be delta any more.
            z = network.add(pair_input, z, 1.0)
        signal = activate(z)
        if taps is not None:
            taps.append(Tap((z,), (signal,), (signal,)))
        yield signal
    layer = network.layers[-1]
    logits = linear(signal.mean(dim=(2, 3)), layer.weight, layer.bias)
    if taps is not None:
        taps.append(Tap((logits,), (logits,), (logits,), is_activated=False))
    yield logits


CONVOLUTIONAL = Family(
    title="Convolutional network",
    help="3x3 convolutions in pairs; with skip connections a residual network.",
    hidden_help="The channels of each convolution; where they change, the image is halved.",
    read=_read,
    check=_check,
    plan=_plan,
    describe=_describe,
    outputs=_outputs,
    blocked=_blocked,
    data=("mnist",),
    hidden=(8, 8, 8, 16, 16, 16),
    settings={"activation": "relu", "normalization": "batch"},
)
