"""The Elman network: h_t = phi(W_x x_t + W_h h_{t-1} + b) (Elman 1990)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gradiometer.families.family import ONLY_LSTM, Family
from gradiometer.families.recurrent import (
    SEQUENCES,
    blocked_of,
    check,
    describe,
    outputs_by,
    plan_of,
    sequence_reader,
    widths_of,
)
from gradiometer.families.tap import Tap

if TYPE_CHECKING:
    from torch import Tensor

    from gradiometer.network import Layer, Network


def _unroll(
    network: Network, layer: Layer, of_inputs: Sequence[Tensor], keeps: bool
) -> tuple[list[Tensor], Tap | None]:
    import torch

    activate, normalize, training = network.activate, network.normalize, network.training
    of_state = layer.weights[1].t()
    state = of_inputs[0].new_zeros(len(of_inputs[0]), len(of_state))
    found, states = [], []
    for given in of_inputs:
        z = torch.addmm(given, state, of_state)
        if normalize is not None:
            norm = layer.norms[0]
            z = normalize(z, norm.scale, norm.shift, norm.running_mean, norm.running_var, training)
        state = activate(z)
        states.append(state)
        if keeps:
            found.append(z)
    tap = Tap(found, states, (), states={"hidden_gradient": states, "candidate_delta": found}) if keeps else None
    return states, tap


RNN = Family(
    title="Elman RNN",
    help="One state, through the same weights at every time step.",
    hidden_help="The units of each level.",
    read=sequence_reader("rnn"),
    check=check,
    plan=lambda structure: plan_of(structure, 1, normalized=True),
    describe=lambda structure: describe("RNN", structure.shape[0], widths_of(structure)),
    outputs=outputs_by(_unroll),
    blocked=lambda structure: blocked_of(structure, {"forget_bias": ONLY_LSTM}),
    data=SEQUENCES,
    hidden=(64,),
    settings={"activation": "tanh"},
    answers_each_step=True,
    time_quantities=("hidden_gradient", "candidate_delta"),
)
