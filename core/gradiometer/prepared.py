"""The data of an experiment, ready to be trained on."""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor

from gradiometer.batches import Batches, order_of, tensors_of
from gradiometer.data_checks import DataLook, look_at_data
from gradiometer.datasets import Examples
from gradiometer.experiment import Experiment


class Prepared(NamedTuple):
    """On the experiment's device and in its precision. Several trainers may share them: nobody writes into them.

    inputs [num_train, *shape], targets: training examples; held_out: inputs and targets that are not trained on; found:
    what can be said of the training examples by themselves.
    """

    inputs: Tensor
    targets: Tensor
    held_out: tuple[Tensor, Tensor]
    found: DataLook

    def batches(self, batch_size: int, seed: int) -> Batches:
        """In the order that belongs to a seed."""
        return Batches(self.inputs, self.targets, batch_size, order_of(seed))


def prepare(experiment: Experiment, examples: Examples | None = None) -> Prepared:
    """examples: where they are at hand already; else they are loaded. Raises datasets.DataError."""
    if examples is None:
        examples = experiment.load_examples()
    shape, device = experiment.network.shape, torch.device(experiment.device)
    dtype: torch.dtype = getattr(torch, experiment.dtype)
    held_out = tensors_of(examples, slice(len(examples) - experiment.num_held_out, None), shape, dtype, device)
    inputs, targets = tensors_of(examples, slice(0, experiment.num_train), shape, dtype, device)
    return Prepared(inputs, targets, held_out, look_at_data(experiment, examples))
