"""The chain of single neurons of Nielsen, chapter 5: a multilayer perceptron whose layers have one unit each."""

from __future__ import annotations

import dataclasses

from gradiometer.families.family import Blocked, Structure, refuse_hidden
from gradiometer.families.mlp import MLP
from gradiometer.fields import FieldError


def _read(shape: tuple[int, ...]) -> tuple[int, ...]:
    if shape != (1,):
        raise FieldError("family = 'chain' is not allowed: a chain reads a single number, choose the data threshold")
    return shape


def _check(structure: Structure) -> None:
    if any(width != 1 for width in structure.hidden):
        raise refuse_hidden(structure.hidden, "each layer of a chain has one neuron, say 1, 1, 1")
    if structure.num_outputs != 1:
        raise FieldError("family = 'chain' is not allowed: a chain ends in a single number, choose the data threshold")


def _blocked(structure: Structure) -> Blocked:
    return {**MLP.blocked(structure), "normalization=layer": "Of a single neuron LayerNorm makes 0, whatever it reads."}


CHAIN = dataclasses.replace(
    MLP,
    title="Chain of single neurons",
    help="One neuron a layer, so that a gradient is one product of factors w s'(z).",
    hidden_help="A 1 for each hidden neuron.",
    read=_read,
    check=_check,
    blocked=_blocked,
    data=("threshold",),
    hidden=(1, 1, 1),
)
