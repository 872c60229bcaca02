"""Has a closer look at a network: everything that the quantities of the stream "look" are read from, in one copy."""

from __future__ import annotations

import math

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from gradiometer.activations import ACTIVATIONS
from gradiometer.network import Network, Tap
from gradiometer.quantities import LOOK_QUANTITIES
from gradiometer.quantities.look import Look

# A unit that is silent for so many looks in a row counts as dead; one batch alone may happen to miss it.
_SILENT_LOOKS = 5


class Looker:
    """Looks at one network; remembers which units were silent at the looks before."""

    def __init__(self, network: Network):
        self._network = network
        self._num_layers = len(network.layers)
        self._silent: list[Tensor] = []
        self._num_looks = 0

    @torch.no_grad()
    def weights(self) -> list[Tensor]:
        """Copies of all weight matrices, to be taken before the update."""
        return [layer.weight.detach().clone() for layer in self._network.layers]

    @torch.no_grad()
    def values(
        self, step: int, taps: list[Tap], weights: list[Tensor], activation: str, watch: tuple[float, float]
    ) -> NDArray[np.float64]:
        """One row of the stream "look", after the update. float64 [width of its layout].

        taps: of a forward pass whose z have kept their gradients; weights: from before the update; watch: values of
        `watch_time` and `watch_share`.
        """
        hidden = taps[:-1]
        look = Look(
            batch_size=len(taps[-1].z),
            steepest=ACTIVATIONS[activation].steepest,
            outputs=[tap.activated.detach() for tap in taps],
            deltas=[_gradient(tap.z) for tap in taps],
            slopes=[*(self._network.slopes(tap.z) for tap in hidden), None],
            weights=weights,
            updates=[layer.weight - before for layer, before in zip(self._network.layers, weights, strict=True)],
            silent_units=self._silent_units(hidden),
        )
        nothing = torch.full((), math.nan, dtype=torch.float64, device=weights[0].device)
        measured: list[Tensor] = []
        for quantity in LOOK_QUANTITIES.values():
            if quantity.measure is not None:
                measured += [nothing if value is None else value for value in quantity.measure(look)]
        return np.array([step, *watch, *torch.stack(measured).tolist()], np.float64)

    def _silent_units(self, hidden: list[Tap]) -> list[Tensor]:
        silent = [(tap.activated == 0).all(dim=0) for tap in hidden]
        if not self._silent:
            self._silent = [torch.zeros_like(now, dtype=torch.int64) for now in silent]
        self._silent = [(before + 1) * now for before, now in zip(self._silent, silent, strict=True)]
        self._num_looks += 1
        return [count >= min(_SILENT_LOOKS, self._num_looks) for count in self._silent]


def _gradient(z: Tensor) -> Tensor:
    assert z.grad is not None, "looked at before the backward pass"
    return z.grad
