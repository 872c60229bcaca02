"""Of what there are histograms, layer by layer: all on the same signed powers of two (bins.py)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

    from gradiometer.quantities.look import Look

    # The values of each layer, of any shape; None where a layer has none.
    Values = Callable[[Look], Sequence[Tensor | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class HistogramKind:
    """title: what is counted, for a person; entries: what one entry is; reading: how to read it;
    values: how a look gives them, or None where they are counted at steps of their own.
    """

    title: str
    entries: str
    reading: str
    values: Values | None = None


weight_gradient = HistogramKind(
    title="weight gradient",
    entries="weights",
    reading=(
        "A healthy layer has two broad hills; a vanishing one has narrow hills close to the middle; a one-sided one "
        "moves all weights alike."
    ),
)
weight = HistogramKind(
    title="weight",
    entries="weights",
    reading="Hills that run outwards: weights that grow without end. Two far apart: a layer that was drawn too large.",
    values=lambda look: look.weights,
)
update = HistogramKind(
    title="update",
    entries="weights",
    reading="Compare with the weights: an update is healthy some ten powers of two (a thousandth) below them.",
    values=lambda look: look.updates,
)
pre_activation = HistogramKind(
    title="pre-activation",
    entries="values",
    reading="Hills beyond 4 (2^2) saturate a sigmoid or a tanh; all left of zero, a ReLU is switched off.",
    values=lambda look: look.inputs,
)
activation = HistogramKind(
    title="activation",
    entries="values",
    reading="All in one bin: the layer says the same of every example. Zeros: units that are switched off.",
    values=lambda look: look.outputs,
)
