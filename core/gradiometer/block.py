"""Measures a few steps of a small network at once.

A dozen small operations on a dozen small tensors take an eighth of the time of such a network's step, because their
code has left the processor's caches by then. So a step's gradients are copied, in one operation, and measured sixteen
steps at a time.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from gradiometer.bins import SPECIALS
from gradiometer.norms import row_norms
from gradiometer.probe import Probe
from gradiometer.reports import HistogramReport, StepReport

_MOST_ROWS = 16
# Of all rows together: what stays in a processor's cache. A network of which fewer than two fit is measured in place.
_MOST_VALUES = 2**19
# torch adds float32 squares in float32: up to this length its norms are right to 3e-6, and between these limits.
_LONGEST_FLOAT32 = 2**17
_LEAST_FLOAT32, _MOST_FLOAT32 = 1e-16, 1e18
# For so long a step may wait for others.
_LONGEST_S = 0.03


class _Noted(NamedTuple):
    step: int
    elapsed_s: float
    loss: float
    accuracy: float
    outputs: Tensor
    targets: Tensor
    counts: bool


class Block:
    """Steps that were noted and are not measured yet. probe: says what to measure, and makes rows of norms."""

    def __init__(self, probe: Probe):
        self._probe = probe
        self._rows = torch.empty(0, 0)
        self._noted: list[_Noted] = []
        self._first_s = 0.0
        self.use()

    @property
    def is_empty(self) -> bool:
        """Whether no step waits."""
        return not self._noted

    @property
    def is_due(self) -> bool:
        """Whether to flush now: it is full, or its first step has waited long enough."""
        count = len(self._noted)
        return count > 0 and (count == len(self._rows) or time.perf_counter() - self._first_s > _LONGEST_S)

    def use(self) -> None:
        """The probe measures other parameters from now on. Flush before."""
        assert not self._noted, "steps that were noted for other parameters"
        layers = self._probe.layers
        # The weights in front, because they are what is counted.
        weights = [weight for layer in layers for weight in layer.weights]
        others = [each for layer in layers for each in (*layer.biases, *layer.others)]
        self._parameters: list[nn.Parameter] = [*weights, *others]
        place = {id(parameter): index for index, parameter in enumerate(self._parameters)}
        self._in_order = [place[id(parameter)] for parameter in self._probe.parameters]
        self._ends = [0, *accumulate(parameter.numel() for parameter in self._parameters)]
        self._layer_sizes = [sum(weight.numel() for weight in layer.weights) for layer in layers]
        num_rows = min(_MOST_ROWS, _MOST_VALUES // max(self._ends[-1], 1))
        self.can_hold = num_rows > 1 and all(each.device.type == "cpu" for each in self._parameters)
        """Whether the network is small enough, and on the CPU."""
        if not self.can_hold or self._rows.shape == (num_rows, self._ends[-1]):
            return
        self._rows = torch.zeros(num_rows, self._ends[-1], dtype=self._parameters[0].dtype)
        # Taken apart once: to find a row's parts by index takes longer than to copy into them.
        sizes = [parameter.numel() for parameter in self._parameters]
        self._parts = [
            [part.view_as(each) for part, each in zip(row.split(sizes), self._parameters, strict=True)]
            for row in self._rows
        ]
        self._longest = max(sizes)
        self._least = _LEAST_FLOAT32 * np.sqrt(sizes)
        self._starts = [0, *accumulate(self._layer_sizes * num_rows)]
        self._offsets = self._probe.counter.offsets(self._starts)

    def add(
        self,
        step: int,
        elapsed_s: float,
        loss: float,
        outputs: Tensor,
        targets: Tensor,
        *,
        counts: bool,
        accuracy: float = math.nan,
    ) -> None:
        """Note a step after its backward pass. counts: whether it has a histogram; accuracy: where it is known already;
        else outputs are [batch, classes] and targets [batch].
        """
        if not self._noted:
            self._first_s = time.perf_counter()
        gradients = [parameter.grad for parameter in self._parameters]
        torch._foreach_copy_(self._parts[len(self._noted)], gradients)  # type: ignore[arg-type]
        self._noted.append(_Noted(step, elapsed_s, loss, accuracy, outputs.detach(), targets, counts))

    def flush(self) -> Iterator[HistogramReport | StepReport]:
        """Measure what was noted, in order; a step's histogram comes before its own report."""
        if not self._noted:
            return
        noted, self._noted = self._noted, []
        # A norm must not depend on which steps wait together: torch may add up a single row in another order.
        norms = self._norms(self._rows[: max(len(noted), 2)])[: len(noted)]
        accuracies = np.array([each.accuracy for each in noted])
        if np.isnan(accuracies).any():
            outputs = torch.stack([each.outputs for each in noted])
            targets = torch.stack([each.targets for each in noted])
            accuracies = (outputs.argmax(dim=2) == targets).double().mean(dim=1).numpy()
        heads = np.array([(each.step, each.elapsed_s, each.loss) for each in noted])
        values = self._probe.rows(heads, accuracies, norms[:, self._in_order])
        counted = iter(self._count([index for index, each in enumerate(noted) if each.counts]))
        for each, row in zip(noted, values, strict=True):
            if each.counts:
                yield HistogramReport(each.step, "weight_gradient", next(counted))
            yield StepReport(each.step, row)

    def _norms(self, rows: Tensor) -> NDArray[np.float64]:
        """Of each parameter's gradient in each row, [num_rows, num_parameters]: to 1e-5, whatever their size."""
        parts = [rows[:, first:last] for first, last in pairwise(self._ends)]
        if rows.dtype != torch.float32 or self._longest > _LONGEST_FLOAT32:
            return torch.stack([row_norms(part) for part in parts], dim=1).numpy()
        norms = torch.stack([torch.linalg.vector_norm(part, dim=1) for part in parts], dim=1).double().numpy()
        # Squares of float32 under- and overflow: near the ends, and for NaN and Inf, once more in float64.
        is_unsafe = ~((norms > self._least) & (norms < _MOST_FLOAT32))
        for index in np.flatnonzero(is_unsafe.any(axis=0)).tolist():
            rows_again = is_unsafe[:, index]
            norms[rows_again, index] = row_norms(parts[index]).numpy()[rows_again]
        return norms

    def _count(self, indices: list[int]) -> NDArray[np.uint32]:
        """Histograms of the weights' gradients of some rows, [num_steps, num_layers, num_bins + 4]."""
        num_layers, num_steps = len(self._layer_sizes), len(indices)
        if not indices:
            return np.zeros((0, num_layers, len(SPECIALS)), np.uint32)
        chosen = self._rows[:num_steps] if indices == list(range(num_steps)) else self._rows[indices]
        flat = chosen[:, : sum(self._layer_sizes)].reshape(-1)
        starts = self._starts[: num_steps * num_layers + 1]
        counts = self._probe.counter.count_flat(flat, starts, self._offsets[: len(flat)])
        return counts.reshape(num_steps, num_layers, -1)
