"""The gated recurrent unit (Cho et al. 2014), with the reset gate behind the product, as PyTorch and cuDNN have it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gradiometer.families.family import ONLY_LSTM
from gradiometer.families.recurrent import recurrent_family
from gradiometer.families.tap import Tap

if TYPE_CHECKING:
    from torch import Tensor

    from gradiometer.network import Layer, Network

_GATES = ("reset_delta", "update_delta", "candidate_delta")
"""In the order in which they stand in the weights, PyTorch's own."""


def _unroll(
    network: Network, layer: Layer, of_inputs: Sequence[Tensor], keeps: bool
) -> tuple[list[Tensor], Tap | None]:
    import torch

    of_state = layer.weights[1].t()
    units = len(of_state)
    state = of_inputs[0].new_zeros(len(of_inputs[0]), units)
    found, gates, states = [], [], []
    for given in of_inputs:
        remembered = state @ of_state
        both = given[:, : 2 * units] + remembered[:, : 2 * units]
        parts = both.chunk(2, dim=1)
        reset, update = parts[0].sigmoid(), parts[1].sigmoid()
        candidate = torch.addcmul(given[:, 2 * units :], reset, remembered[:, 2 * units :])
        # (1 - u) n + u h
        new = candidate.tanh()
        state = torch.addcmul(new, update, state - new)
        states.append(state)
        if keeps:
            found += [both, candidate]
            gates.append((*parts, candidate))
    if not keeps:
        return states, None
    by_gate = dict(zip(_GATES, map(list, zip(*gates, strict=True)), strict=True))
    return states, Tap(
        found, states, (), states={"hidden_gradient": states, **by_gate}, num_parts=2, is_activated=False
    )


GRU = recurrent_family(
    "gru",
    "GRU",
    "A state that an update gate keeps from one time step to the next.",
    _unroll,
    num_gates=3,
    states=("hidden_gradient", *_GATES),
    settings={},
    blocked={
        "activation": "The gates of a GRU are sigmoids and its candidates tanh, by definition.",
        "normalization": "What a GRU's gates read is not normalized here.",
        "forget_bias": f"{ONLY_LSTM} A GRU's update gate plays its part.",
    },
)
