"""The Transformer encoder (Vaswani et al. 2017), with its normalizations after the sums (post-LN, as published) or in
front of the branches (pre-LN; Xiong et al. 2020, arXiv:2002.04745).

A layer is a whole block. Its delta is taken at the pre-activation of its perceptron; what it hands on is the block's
output.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

from gradiometer.families.family import (
    ONLY_LSTM,
    Blocked,
    Family,
    LayerPlan,
    MapPlan,
    NormPlan,
    Structure,
    dense,
    refuse_hidden,
)
from gradiometer.families.recurrent import SEQUENCES, sequence_reader
from gradiometer.families.tap import Tap
from gradiometer.fields import FieldError
from gradiometer.outline import describe_widths

if TYPE_CHECKING:
    from torch import Tensor

    from gradiometer.network import Layer, Network

_WIDER = 4
"""How much wider the perceptron's hidden layer is than the block."""
_BASE = 10_000.0


def _check(structure: Structure) -> None:
    hidden = structure.hidden
    if not hidden or len(set(hidden)) != 1:
        raise refuse_hidden(hidden, "a Transformer has one or more blocks of one width, say 64, 64")
    if hidden[0] % structure.heads:
        raise FieldError(
            f"heads = {structure.heads} is not allowed: they share the width of a block, and {hidden[0]} is no multiple"
        )


def _plan(structure: Structure) -> list[LayerPlan]:
    width = structure.hidden[0]
    blocks = [
        LayerPlan(
            name=f"block {index + 1}",
            maps=(
                # Queries, keys and values, each drawn by itself.
                MapPlan(key="qkv", shape=(3 * width, width), num_gates=3),
                MapPlan(key="out", shape=(width, width)),
                MapPlan(key="up", shape=(_WIDER * width, width)),
                MapPlan(key="down", shape=(width, _WIDER * width)),
            ),
            norms=(NormPlan(key="attention", size=width), NormPlan(key="perceptron", size=width)),
            delta_map=2,
            delta_norm=None,
            num_units=_WIDER * width,
        )
        for index in range(len(structure.hidden))
    ]
    embedding = dense("embedding", structure.shape[1], width, normalized=False)
    # Behind the last block of a pre-LN network nothing else would bound the sum.
    last = LayerPlan(
        name="output",
        maps=(MapPlan(shape=(structure.num_outputs, width)),),
        norms=(NormPlan(size=width, only_before=True),),
        delta_norm=None,
        num_units=structure.num_outputs,
        num_rows=structure.num_outputs,
    )
    return [embedding, *blocks, last]


def _describe(structure: Structure) -> str:
    widths = describe_widths((structure.shape[1], *structure.hidden, structure.num_outputs))
    return f"Transformer {widths}, {structure.shape[0]} steps"


def positions(num_steps: int, width: int) -> list[list[float]]:
    """The fixed sines and cosines that tell where in a sequence a step stands, [num_steps, width] (section 3.5)."""
    rates = [_BASE ** (-2 * (index // 2) / width) for index in range(width)]
    turn = [0.0 if index % 2 == 0 else math.pi / 2 for index in range(width)]
    return [[math.sin(step * rate + part) for rate, part in zip(rates, turn, strict=True)] for step in range(num_steps)]


def attend(layer: Layer, signal: Tensor, heads: int) -> Tensor:
    """Multi-head self-attention of [batch, time steps, width], every step seeing all (section 3.2)."""
    from torch.nn.functional import linear

    batch, steps, width = signal.shape
    parts = linear(signal, layer.weights[0], layer.biases[0]).view(batch, steps, 3, heads, width // heads)
    query, key, value = parts.permute(2, 0, 3, 1, 4).unbind(0)
    weights = (query @ key.transpose(-2, -1) / math.sqrt(width // heads)).softmax(dim=-1)
    mixed = (weights @ value).transpose(1, 2).reshape(batch, steps, width)
    return linear(mixed, layer.weights[1], layer.biases[1])


def _outputs(network: Network, inputs: Tensor, taps: list[Tap] | None) -> Iterator[Tensor]:
    """[batch, time steps, width] each; the last are the logits, of the mean over time steps or of each step."""
    from torch.nn.functional import linear

    heads = network.structure.heads
    before = network.normalize is not None and network.norm_place == "before"
    after = network.normalize is not None and network.norm_place == "after"
    embedding = network.hidden[0]
    z = linear(inputs, embedding.weight, embedding.bias)
    signal = z + network.constant("positions", positions, inputs.shape[1], z.shape[2])
    if taps is not None:
        taps.append(Tap((z,), (z,), (signal,), units_dim=-1, is_activated=False))
    yield signal
    for layer in network.hidden[1:]:
        given = network.normalized(layer, 0, signal) if before else signal
        signal = network.joined(signal, attend(layer, given, heads))
        signal = network.normalized(layer, 0, signal) if after else signal
        given = network.normalized(layer, 1, signal) if before else signal
        z = linear(given, layer.weights[2], layer.biases[2])
        activated = network.activate(z)
        signal = network.joined(signal, linear(activated, layer.weights[3], layer.biases[3]))
        signal = network.normalized(layer, 1, signal) if after else signal
        if taps is not None:
            taps.append(Tap((z,), (activated,), (signal,), units_dim=-1))
        yield signal
    layer = network.layers[-1]
    signal = network.normalized(layer, 0, signal) if before else signal
    if not network.structure.answers_each_step:
        signal = signal.mean(dim=1)
    logits = linear(signal, layer.weight, layer.bias)
    if taps is not None:
        taps.append(Tap((logits,), (logits,), (logits,), units_dim=-1, is_activated=False))
    yield logits


def _blocked(structure: Structure) -> Blocked:
    return {
        "forget_bias": ONLY_LSTM,
        "normalization=batch": "A Transformer is normalized step by step: choose LayerNorm.",
    }


TRANSFORMER = Family(
    title="Transformer encoder",
    help="Blocks of self-attention and a perceptron, each a branch of a sum.",
    hidden_help="The width of each block; all are equal.",
    read=sequence_reader("transformer"),
    check=_check,
    plan=_plan,
    describe=_describe,
    outputs=_outputs,
    blocked=_blocked,
    data=SEQUENCES,
    hidden=(32, 32, 32, 32),
    settings={"activation": "gelu", "normalization": "layer", "skip": True, "norm_place": "before"},
    answers_each_step=True,
)
