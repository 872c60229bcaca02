"""The first backward pass of a session, before anything has trained: what its gradients are like, in float64."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from gradiometer.batches import Batches, order_of, tensors_of
from gradiometer.datasets import Examples
from gradiometer.experiment import Experiment
from gradiometer.losses import LOSSES
from gradiometer.machine import one_thread
from gradiometer.network import Network
from gradiometer.norms import host_norms

Inputs = NDArray[np.uint8] | NDArray[np.float32]
Targets = NDArray[np.int64] | NDArray[np.float32]

_CPU = torch.device("cpu")


def first_batch(experiment: Experiment, seed: int, examples: Examples) -> Examples:
    """The examples that training with this seed begins with, as they are stored."""
    numbers = torch.arange(experiment.num_train)
    chosen = Batches(numbers, numbers, experiment.batch_size, order_of(seed)).next()[0].numpy()
    return Examples(examples.inputs[chosen], examples.targets[chosen])


def first_network(experiment: Experiment, seed: int) -> Network:
    """The network as its weights are drawn with this seed, in the experiment's precision, then widened to float64."""
    network = Network(experiment.family, experiment.network, torch.float64, _CPU)
    drawn = Network(experiment.family, experiment.network, getattr(torch, experiment.dtype), _CPU)
    drawn.initialize(experiment.initialization, torch.Generator().manual_seed(seed), scale=experiment.weight_scale)
    network.load_state_dict(drawn.state_dict())
    network.use(experiment.settings)
    return network


def first_norms(experiment: Experiment, seed: int, batch: Examples) -> list[float]:
    """The norm of each layer's weight gradient, from the input on. Raises RuntimeError where memory is short."""
    with one_thread():
        network = first_network(experiment, seed)
        inputs, targets = tensors_of(batch, slice(None), experiment.network.shape, torch.float64, _CPU)
        loss = LOSSES[experiment.loss].function(network(inputs), targets)
        loss.backward()  # type: ignore[no-untyped-call]
        return [math.hypot(*host_norms(layer.weights)) for layer in network.layers]


def decades(first: float, last: float) -> float:
    """log10 of first / last, both 0 or more: infinite where one is 0, NaN where both are or one is not finite."""
    if not (math.isfinite(first) and math.isfinite(last)) or first == last == 0.0:
        return math.nan
    if first == 0.0 or last == 0.0:
        return -math.inf if first == 0.0 else math.inf
    return math.log10(first) - math.log10(last)


def measure_cell(
    place: tuple[int, int], experiment: Experiment, seeds: Sequence[int], inputs: Inputs, targets: Targets
) -> tuple[tuple[int, int], tuple[float, ...], str]:
    """Of a cell of a map: its place, `decades` of each seed, and why there are none.

    inputs, targets: a batch for each seed. Arrays and no more, because these are what joblib shares between processes
    and sends to other machines once. Any process of any machine may run it.
    """
    try:
        batches = map(Examples, inputs, targets)
        norms = [first_norms(experiment, seed, batch) for seed, batch in zip(seeds, batches, strict=True)]
    except (RuntimeError, MemoryError) as error:
        reason = str(error).strip().partition("\n")[0] or "out of memory"
        return place, (), f"It cannot be computed: {reason}"
    return place, tuple(decades(each[0], each[-1]) for each in norms), ""
