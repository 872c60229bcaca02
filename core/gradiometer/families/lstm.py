"""Long short-term memory with a forget gate (Hochreiter & Schmidhuber 1997; Gers, Schmidhuber & Cummins 2000)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from gradiometer.families.recurrent import recurrent_family
from gradiometer.families.tap import Tap

if TYPE_CHECKING:
    from torch import Tensor

    from gradiometer.network import Layer, Network

_GATES = ("input_delta", "forget_delta", "candidate_delta", "output_delta")
"""In the order in which they stand in the weights, PyTorch's own."""


def _unroll(
    network: Network, layer: Layer, of_inputs: Sequence[Tensor], keeps: bool
) -> tuple[list[Tensor], Tap | None]:
    import torch

    of_state = layer.weights[1].t()
    state = cell = of_inputs[0].new_zeros(len(of_inputs[0]), len(of_state))
    forget_bias = network.forget_bias
    found, gates, cells, states = [], [], [], []
    for given in of_inputs:
        z = torch.addmm(given, state, of_state)
        parts = z.chunk(4, dim=1)
        write, forget, candidate, read = parts
        kept = (forget + forget_bias if forget_bias else forget).sigmoid() * cell
        cell = torch.addcmul(kept, write.sigmoid(), candidate.tanh())
        state = read.sigmoid() * cell.tanh()
        states.append(state)
        if keeps:
            found.append(z)
            gates.append(parts)
            cells.append(cell)
    if not keeps:
        return states, None
    by_gate = dict(zip(_GATES, map(list, zip(*gates, strict=True)), strict=True))
    kept_states = {"hidden_gradient": states, "cell_gradient": cells, **by_gate}
    return states, Tap(found, states, (), states=kept_states, is_activated=False)


LSTM = recurrent_family(
    "lstm",
    "LSTM",
    "A cell that a forget gate keeps from one time step to the next.",
    _unroll,
    num_gates=4,
    states=("hidden_gradient", "cell_gradient", *_GATES),
    settings={"forget_bias": 1.0},
    blocked={
        "activation": "The gates of an LSTM are sigmoids and its candidates tanh, by definition.",
        "normalization": "What an LSTM's gates read is not normalized here.",
    },
)
