"""The gradient through time, of recurrent layers: at each time step t, over the batch and the layer's units.

h_t: the state that a layer puts out; c_t: the cell of an LSTM. All are total derivatives of C, the mean over the batch:
what the step changes directly, and through all later steps. The fused recurrent modules of PyTorch keep none of them at
the steps between; here the steps are unrolled, and autograd keeps each at a closer look.
"""

from __future__ import annotations

from gradiometer.quantities.quantity import Quantity

_VANISHED = "The loss at the end cannot teach the early steps anything where it has fallen to nothing."


def _of_gate(title: str, symbol: str, what: str) -> Quantity:
    return Quantity(
        title=f"delta of the {title}",
        per_time=True,
        formula=f"|dC/d{symbol}_t|, {symbol}_t what the {title} reads at time step t, before its own function",
        reading=what,
        is_log=True,
    )


hidden_gradient = Quantity(
    title="gradient of the state",
    per_time=True,
    formula="|dC/dh_t|",
    source="Bengio, Simard & Frasconi 1994; Pascanu, Mikolov & Bengio 2013 (arXiv 1211.5063), equation 5",
    reading=f"From the last time step, on the right, back to the first. {_VANISHED}",
    is_log=True,
)
cell_gradient = Quantity(
    title="gradient of the cell",
    per_time=True,
    formula="|dC/dc_t|",
    source="Hochreiter & Schmidhuber 1997; Gers, Schmidhuber & Cummins 2000",
    reading="An LSTM's cell passes the share f_t of it back at each step: over T steps about the product of all f_t.",
    is_log=True,
)
candidate_delta = _of_gate("candidate", "z", "What is to be written: of an Elman network, its only pre-activation.")
input_delta = _of_gate("input gate", "i", "How strongly the loss wishes to write more, or less, at this step.")
forget_delta = _of_gate("forget gate", "f", "How strongly the loss wishes to keep more, or less, at this step.")
output_delta = _of_gate("output gate", "o", "How strongly the loss wishes to show more, or less, of the cell.")
reset_delta = _of_gate("reset gate", "r", "How strongly the loss wishes to read more, or less, of the old state.")
update_delta = _of_gate("update gate", "u", "How strongly the loss wishes to keep more, or less, of the old state.")
