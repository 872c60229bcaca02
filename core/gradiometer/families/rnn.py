"""The Elman network: h_t = phi(W_x x_t + W_h h_{t-1} + b) (Elman 1990)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gradiometer.families.family import ONLY_LSTM
from gradiometer.families.recurrent import recurrent_family
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


RNN = recurrent_family(
    "rnn",
    "Elman RNN",
    "One state, through the same weights at every time step.",
    _unroll,
    num_gates=1,
    states=("hidden_gradient", "candidate_delta"),
    settings={"activation": "tanh"},
    blocked={"forget_bias": ONLY_LSTM},
    normalized=True,
)
