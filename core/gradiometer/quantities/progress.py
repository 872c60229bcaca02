"""How training goes: time, loss and accuracy, and what it costs to watch."""

from __future__ import annotations

from gradiometer.quantities.quantity import Quantity

elapsed = Quantity(title="training time", unit="s", formula="wall time while training, pauses left out")
loss = Quantity(title="training loss", formula="mean over the batch")
accuracy = Quantity(
    title="training accuracy",
    formula="share of the batch's answers whose largest output is the label's; of numbers, that are off by less than "
    "0.04, or behind a sigmoid on the right side of 1/2",
)
held_out_loss = Quantity(title="held-out loss", formula="mean over the held-out examples")
held_out_accuracy = Quantity(title="held-out accuracy", formula="share of the held-out examples")
watch_time = Quantity(
    title="time spent watching", unit="s", formula="mean over the steps since the last look, of what measuring took"
)
watch_share = Quantity(
    title="share of the time spent watching", formula="time spent watching / time of a step, since the last look"
)
