"""The multilayer perceptron: blocks of linear map -> normalization -> activation -> + input."""

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
    Structure,
    dense,
    flat,
    never,
)
from gradiometer.families.tap import Tap
from gradiometer.outline import describe_widths

if TYPE_CHECKING:
    from torch import Tensor

    from gradiometer.network import Network

NO_EQUAL_WIDTHS = "No two neighbouring hidden layers have the same width, so nothing can be added."


def widths(structure: Structure) -> tuple[int, ...]:
    """From the input to the output."""
    return (*structure.shape, *structure.hidden, structure.num_outputs)


def plan(structure: Structure) -> list[LayerPlan]:
    """`hidden 1`, ..., `output`."""
    pairs = list(pairwise(widths(structure)))
    hidden = [dense(f"hidden {index + 1}", *pair) for index, pair in enumerate(pairs[:-1])]
    return [*hidden, dense("output", *pairs[-1], normalized=False)]


def blocked(structure: Structure) -> Blocked:
    found = {"norm_place": ONLY_TRANSFORMER, "forget_bias": ONLY_LSTM}
    if not any(a == b for a, b in pairwise((*structure.shape, *structure.hidden))):
        found |= dict.fromkeys(("skip", "skip_weight", "branch_scale"), NO_EQUAL_WIDTHS)
    return found


def outputs(network: Network, signal: Tensor, taps: list[Tap] | None) -> Iterator[Tensor]:
    """[batch, fan_out] each; the last are the logits."""
    from torch.nn.functional import linear

    activate, normalize, training = network.activate, network.normalize, network.training
    scale = network.branch_scale
    for layer in network.hidden:
        z = linear(signal, layer.weight, layer.bias)
        if normalize is not None:
            norm = layer.norms[0]
            z = normalize(z, norm.scale, norm.shift, norm.running_mean, norm.running_var, training)
        activated = activate(z)
        signal = network.add(signal, activated, scale) if layer.skips else activated
        if taps is not None:
            taps.append(Tap((z,), (activated,), (signal,)))
        yield signal
    layer = network.layers[-1]
    logits = linear(signal, layer.weight, layer.bias)
    if taps is not None:
        taps.append(Tap((logits,), (logits,), (logits,), is_activated=False))
    yield logits


MLP = Family(
    title="Multilayer perceptron",
    help="Every unit reads all units of the layer before it.",
    hidden_help="The width of each hidden layer, input side first.",
    read=flat,
    check=never,
    plan=plan,
    describe=lambda structure: describe_widths(widths(structure)),
    outputs=outputs,
    blocked=blocked,
    data=("mnist", "moons", "spirals", "circles"),
    hidden=(30, 30, 30, 30),
    settings={"activation": "sigmoid"},
)
