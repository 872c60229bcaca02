"""The instrument: reads loss, accuracy, gradient norms and gradient histograms of every layer off a step."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from gradiometer.counter import Counter
from gradiometer.layout import step_layout
from gradiometer.norms import device_norms, host_norms, readable, to_host

_MISSING = 7
"""Where `Probe.measure` keeps a NaN among its numbers, for what a layer does not have."""
_FIRST_NORM = 8
_CLIPPED_OVER = 100
_SAME = 1e-6


class LayerTensors(NamedTuple):
    """The parameters of one layer, by what is measured of them.

    weights, biases: those of the layer's own map, mostly one each; others: counted in the whole gradient alone, as a
    normalization's scale and shift; delta: the one whose gradient is delta, or None where none is.
    """

    weights: tuple[nn.Parameter, ...]
    biases: tuple[nn.Parameter, ...]
    others: tuple[nn.Parameter, ...]
    delta: nn.Parameter | None


class Probe:
    """Measures one network, step by step. layers: its tensors; dtype: of the histograms' bins; parameters: all that is
    measured, weights, biases and others layer by layer.

    What has no gradient at a step is NaN there. Call `use` when other parameters are to be measured.
    """

    def __init__(self, layers: Sequence[LayerTensors], dtype: str):
        self.layout = step_layout(len(layers))
        self._slices = {name: self.layout.slice(name) for name in self.layout.columns}
        weights = [weight for layer in layers for weight in layer.weights]
        self.device = weights[0].device if weights else torch.device("cpu")
        self.counter = Counter(dtype, self.device)
        # Whether clipping changed the gradient, at the last so many steps.
        self._clipped: deque[bool] = deque()
        self._num_clipped = 0
        self.use(layers)

    def use(self, layers: Sequence[LayerTensors]) -> None:
        """Measure these parameters from now on."""
        self.layers = tuple(layers)
        self.parameters: list[nn.Parameter] = []
        for layer in self.layers:
            self.parameters += (*layer.weights, *layer.biases, *layer.others)
        self._on_cpu = all(parameter.device.type == "cpu" for parameter in self.parameters)
        place = {id(parameter): index for index, parameter in enumerate(self.parameters)}
        # Layers of several weights, as a recurrent one: their norms are joined, and stand behind the others.
        self._joined: list[tuple[int, ...]] = []

        def index_of(parameters: tuple[nn.Parameter, ...]) -> int:
            indices = tuple(place[id(parameter)] for parameter in parameters)
            if len(indices) < 2:
                return _FIRST_NORM + indices[0] if indices else _MISSING
            self._joined.append(indices)
            return _FIRST_NORM + len(self.parameters) + len(self._joined) - 1

        of_weights = [index_of(layer.weights) for layer in self.layers]
        of_biases = [index_of(layer.biases) for layer in self.layers]
        of_deltas = [index_of(() if layer.delta is None else (layer.delta,)) for layer in self.layers]
        sizes = [sum(weight.numel() for weight in layer.weights) for layer in self.layers]
        self._root_sizes = np.sqrt(np.maximum(sizes, 1))
        # In the order of STEP_QUANTITIES: one array picked at once, because a dozen assignments take as long as the
        # norms of as many layers.
        picked = [0, 1, 2, 3, 4, 4, 5, 6, *of_weights, *of_biases, *of_deltas, *of_weights, *of_biases, *of_weights]
        self._picked = np.array(picked)
        self._of_weights, self._of_biases = np.array(of_weights), np.array(of_biases)

    def measure(
        self,
        step: int,
        elapsed_s: float,
        loss: Tensor | float,
        accuracy: Tensor | float,
        divisor: float = 1.0,
    ) -> NDArray[np.float64]:
        """One row of the stream "step", after the backward pass and before clipping. float64 [layout.width].

        divisor: what the gradients were multiplied with, as a scaler of mixed precision does.
        """
        scalars, norms = self._read(loss, accuracy)
        if divisor != 1.0:
            norms = [norm / divisor for norm in norms]
        self._divisor = divisor
        self._norms, self._whole = norms, self._total(norms, range(len(norms)))
        share = self._note_unclipped()
        numbers = [step, elapsed_s, *scalars, self._whole, 1.0, share, math.nan, *norms, *self._join(norms)]
        row: NDArray[np.float64] = np.array(numbers, np.float64)[self._picked]
        row[self._slices["weight_gradient_rms"]] /= self._root_sizes
        return row

    def rows(
        self, heads: NDArray[np.float64], accuracies: NDArray[np.float64], norms: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Rows of `measure`, [num_steps, layout.width], of steps that were not clipped and have all gradients.

        heads: step, time and loss, [num_steps, 3]; accuracies [num_steps]; norms: of `parameters`,
        [num_steps, num_parameters].
        """
        joined = [np.hypot.reduce(norms[:, indices], axis=1) for indices in self._joined]
        shares = [self._note_unclipped() for _ in heads]
        ones, missing = np.ones(len(heads)), np.full(len(heads), math.nan)
        totals = np.hypot.reduce(norms, axis=1)
        numbers = np.column_stack([heads, accuracies, totals, ones, shares, missing, norms, *joined])
        rows: NDArray[np.float64] = numbers[:, self._picked]
        rows[:, self._slices["weight_gradient_rms"]] /= self._root_sizes
        return rows

    def _note_unclipped(self) -> float:
        """One step more, which is not clipped as far as is known; the share of the last ones that were."""
        if len(self._clipped) == _CLIPPED_OVER:
            self._num_clipped -= self._clipped.popleft()
        self._clipped.append(False)
        return self._num_clipped / len(self._clipped)

    def state(self) -> list[int]:
        """Which of the last steps were clipped."""
        return [int(clipped) for clipped in self._clipped]

    def restore(self, state: Sequence[int]) -> None:
        """Take up the last steps of another one."""
        self._clipped.clear()
        self._clipped.extend(bool(clipped) for clipped in state[-_CLIPPED_OVER:])
        self._num_clipped = sum(self._clipped)

    def gradients(self) -> list[Tensor | None]:
        """Copies of all gradients, for `measure_after_clip`."""
        return [None if each.grad is None else each.grad.clone() for each in self.parameters]

    def versions(self) -> list[int]:
        """How often each gradient was written into; -1 where there is none. A cheap way to see that one was changed."""
        return [-1 if (gradient := each.grad) is None else gradient._version for each in self.parameters]

    def measure_after_clip(
        self, row: NDArray[np.float64], before: list[Tensor | None] | None = None, divisor: float = 1.0
    ) -> None:
        """Overwrite what clipping changed in a row of `measure`.

        before: the gradients as they were, where clipping may have turned them; divisor: as in `measure`, by now.
        """
        norms = host_norms(self.parameters) if self._on_cpu else to_host(device_norms(self.parameters))
        if divisor != 1.0:
            norms = [norm / divisor for norm in norms]
        by_layer = np.array([*[math.nan] * _FIRST_NORM, *norms, *self._join(norms)])
        row[self._slices["weight_gradient_norm_after_clip"]] = by_layer[self._of_weights]
        row[self._slices["bias_gradient_norm_after_clip"]] = by_layer[self._of_biases]
        total = self._total(norms, range(len(norms)))
        row[self._slices["gradient_norm_after_clip"]] = total
        # Not clipped, a gradient has been multiplied with 1; undoing a scale may round its last bits.
        is_same = math.isclose(total, self._whole, rel_tol=_SAME) or math.isnan(self._whole)
        if not is_same and not self._clipped[-1]:
            self._clipped[-1] = True
            self._num_clipped += 1
            row[self._slices["clipped_share"]] = self._num_clipped / len(self._clipped)
        row[self._slices["clip_cosine"]] = self._clip_cosine(norms, total, before, divisor)

    def weight_gradients(self) -> list[Tensor | None]:
        """Each layer's weight gradients in one tensor, the very one where it has one weight; None where it has none."""
        return [_weight_gradient(layer) for layer in self.layers]

    def first_non_finite(self, row: NDArray[np.float64]) -> int | None:
        """Where a NaN or Inf in a row of `measure` came from: the last layer, from the input on, whose gradient is not
        finite, because it goes from the output to the input. None where no gradient is at fault.
        """
        for name in ("weight_gradient_norm", "bias_gradient_norm", "delta_norm"):
            broken = np.flatnonzero(~np.isfinite(row[self._slices[name]]) & self._has_gradient(name))
            if len(broken):
                return int(broken[-1])
        return None

    def _read(self, *scalars: Tensor | float) -> tuple[list[float], list[float]]:
        """Loss and accuracy as numbers, and the norms of all gradients: one copy from another device."""
        if self._on_cpu:
            return [each.item() if isinstance(each, Tensor) else each for each in scalars], host_norms(self.parameters)
        norms = device_norms(self.parameters)
        tensors = [each.detach().to(norms) for each in scalars if isinstance(each, Tensor)]
        host = to_host(torch.cat([norms, *(each.reshape(1) for each in tensors)]))
        fetched = iter(host[len(norms) :])
        return [next(fetched) if isinstance(each, Tensor) else each for each in scalars], host[: len(norms)]

    def _join(self, norms: list[float]) -> list[float]:
        """Norms of the layers of several parameters: of those that have a gradient."""
        return [self._total([norms[index] for index in indices], indices) for indices in self._joined]

    def _total(self, norms: Sequence[float], indices: Sequence[int]) -> float:
        """Of those parameters that have a gradient; NaN where none has, or where one holds a NaN."""
        total = math.hypot(*norms)
        if not math.isnan(total):
            return total
        there = [norm for norm, index in zip(norms, indices, strict=True) if self.parameters[index].grad is not None]
        return math.hypot(*there) if there else math.nan

    def _has_gradient(self, name: str) -> NDArray[np.bool_]:
        def of(layer: LayerTensors) -> tuple[nn.Parameter | None, ...]:
            if name == "delta_norm":
                return (layer.delta,)
            return layer.weights if name == "weight_gradient_norm" else layer.biases

        return np.array(
            [any(each is not None and each.grad is not None for each in of(layer)) for layer in self.layers]
        )

    def _clip_cosine(
        self, norms: list[float], total: float, before: list[Tensor | None] | None, divisor: float
    ) -> float:
        whole = self._whole
        if not (0 < total < math.inf and 0 < whole < math.inf):
            return math.nan
        if before is None:
            # Each tensor was only scaled, so its part of the scalar product is the product of its lengths.
            pairs = zip(self._norms, norms, strict=True)
            product = sum((old / whole) * (new / total) for old, new in pairs if not math.isnan(old))
        else:
            product, whole, total = 0.0, whole * self._divisor, total * divisor
            for old_gradient, parameter in zip(before, self.parameters, strict=True):
                if old_gradient is not None and parameter.grad is not None:
                    old, new = readable(old_gradient).double(), readable(parameter.grad).double()
                    product += float((old / whole * (new / total)).sum())
        return max(-1.0, min(1.0, product))


def _weight_gradient(layer: LayerTensors) -> Tensor | None:
    """All of a layer's weight gradients in one tensor; None where none has any."""
    gradients = [weight.grad for weight in layer.weights if weight.grad is not None]
    if len(gradients) == 1:
        return gradients[0].to_dense() if gradients[0].is_sparse else gradients[0]
    if not gradients:
        return None
    return torch.cat([(each.to_dense() if each.is_sparse else each).reshape(-1) for each in gradients])
