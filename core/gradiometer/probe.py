"""The instrument: reads loss, accuracy, gradient norms and gradient histograms of every layer off a step.

On the CPU the tensors are read in place through numpy, which for small layers is several times faster than any
tensor operation. On other devices everything is gathered into one tensor and copied to the host once.
"""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from gradiometer.bins import BINS
from gradiometer.layout import step_layout
from gradiometer.network import Network
from gradiometer.normalizations import NORMALIZATIONS

# BLAS adds float32 squares in float32, with an error that grows with their number, and takes threads for more than
# ten thousand, which costs milliseconds where all cores are busy.
_LONGEST_SUM = 8192
# A sum of squares is taken at its word only between these limits. Below (for float32: per entry), squares that fell
# under the smallest float may be missing, a relative error of up to 1e-6; above, it is about to overflow.
_LEAST_FLOAT32, _MOST_FLOAT32 = 1e-32, 1e36
_LEAST_FLOAT64, _MOST_FLOAT64 = 1e-280, 1e300


def norm(values: NDArray[np.floating]) -> float:
    """Euclidean norm of float32 or float64 values of any shape, to 1e-5 or better whatever their size.

    NaN where there is one, else Inf where there is one.
    """
    if values.itemsize == 4:
        square = _sum_of_squares(values)
        if _LEAST_FLOAT32 * values.size < square < _MOST_FLOAT32:
            return math.sqrt(square)
        # The square of the smallest float32, 2e-90, and of the largest lie well inside float64.
        return math.sqrt(_sum_of_squares(values.astype(np.float64)))
    square = _sum_of_squares(values)
    return math.sqrt(square) if _LEAST_FLOAT64 < square < _MOST_FLOAT64 else _scaled_norm(values)


def _scaled_norm(values: NDArray[np.floating]) -> float:
    """Scaled by the largest magnitude, so that nothing under- or overflows."""
    largest = float(np.abs(values).max(initial=0.0))
    if largest == 0.0 or not math.isfinite(largest):
        return largest
    return largest * math.sqrt(_sum_of_squares(values / largest))


def _sum_of_squares(values: NDArray[np.floating]) -> float:
    if values.size <= _LONGEST_SUM:
        return float(np.vdot(values, values))
    flat = values.reshape(-1)
    total = 0.0
    for start in range(0, flat.size, _LONGEST_SUM):
        part = flat[start : start + _LONGEST_SUM]
        total += float(np.vdot(part, part))
    return total


class Probe:
    """Measures one network. `settings` decide which parameter delta is read from: call `use` when they change."""

    def __init__(self, network: Network, dtype: str):
        self._network = network
        self._bins = BINS[dtype]
        self.layout = step_layout(len(network.layers))
        self._slices = {name: self.layout.slice(name) for name in self.layout.columns}
        self._weights = [layer.weight for layer in network.layers]
        self._biases = [layer.bias for layer in network.layers]
        sizes = [weight.numel() for weight in self._weights]
        self._starts = [0, *np.cumsum(sizes).tolist()]
        device = self._weights[0].device
        self._on_cpu = device.type == "cpu"
        self._flat = torch.empty(self._starts[-1], dtype=self._weights[0].dtype, device=device)
        self._offsets = self._bins.offsets(self._starts, device)
        self._norms: list[float] = []
        self.use("none")

    def use(self, normalization: str) -> None:
        """Read delta where this normalization puts it."""
        # Scales and shifts have a gradient only while a normalization is on.
        hidden = self._network.layers[:-1] if NORMALIZATIONS[normalization].function is not None else ()
        self._scales = [layer.scale for layer in hidden if layer.scale is not None]
        self._shifts = [layer.shift for layer in hidden if layer.shift is not None]
        # In the order of `_norms`.
        self._measured = [*self._weights, *self._biases, *self._shifts, *self._scales]

    def measure(self, step: int, elapsed_s: float, loss: Tensor, logits: Tensor, labels: Tensor) -> NDArray[np.float64]:
        """One row of the stream "step", after the backward pass and before clipping. float64 [layout.width]."""
        if self._on_cpu:
            outputs = logits.detach().numpy()
            loss_value = loss.item()
            accuracy = np.count_nonzero(outputs.argmax(1) == labels.numpy()) / len(outputs)
            weights, biases = _host_norms(self._weights), _host_norms(self._biases)
            shifts, scales = _host_norms(self._shifts), _host_norms(self._scales)
        else:
            groups = (self._weights, self._biases, self._shifts, self._scales)
            norms = _device_norms(self._measured)
            correct = (logits.detach().argmax(1) == labels).double().mean()
            host = torch.cat([torch.stack([loss.detach().double(), correct]), norms]).tolist()
            loss_value, accuracy = host[0], host[1]
            ends = np.cumsum([2, *(len(group) for group in groups)]).tolist()
            weights, biases, shifts, scales = (host[first:last] for first, last in pairwise(ends))
        self._norms = [*weights, *biases, *shifts, *scales]
        total = math.hypot(*self._norms)
        # Hidden layers have a shift where a normalization is on; the output layer never has.
        deltas = [*shifts, *biases[len(shifts) :]]
        # In the order of STEP_QUANTITIES; one array made at once, because a dozen assignments take as long as
        # the norms of as many layers.
        return np.array(
            [step, elapsed_s, loss_value, accuracy, total, total, 1.0, *weights, *biases, *deltas, *weights, *biases],
            np.float64,
        )

    def gradients(self) -> list[Tensor]:
        """Copies of all gradients, for `measure_after_clip`."""
        return [_gradient(parameter).clone() for parameter in self._measured]

    def measure_after_clip(self, row: NDArray[np.float64], before: list[Tensor] | None = None) -> None:
        """Overwrite what clipping changed in a row of `measure`.

        before: the gradients as they were, where clipping may have turned them.
        """
        norms = _host_norms(self._measured) if self._on_cpu else _device_norms(self._measured).tolist()
        num_layers = len(self._weights)
        row[self._slices["weight_gradient_norm_after_clip"]] = norms[:num_layers]
        row[self._slices["bias_gradient_norm_after_clip"]] = norms[num_layers : 2 * num_layers]
        total = math.hypot(*norms)
        row[self._slices["gradient_norm_after_clip"]] = total
        row[self._slices["clip_cosine"]] = self._clip_cosine(norms, total, before)

    def _clip_cosine(self, norms: list[float], total: float, before: list[Tensor] | None) -> float:
        whole = math.hypot(*self._norms)
        if not (0 < total < math.inf and 0 < whole < math.inf):
            return math.nan
        if before is None:
            # Each tensor was only scaled, so its part of the scalar product is the product of its lengths.
            product = sum((old / whole) * (new / total) for old, new in zip(self._norms, norms, strict=True))
        else:
            parts = zip(before, map(_gradient, self._measured), strict=True)
            product = sum(float((old.double() / whole * (new.double() / total)).sum()) for old, new in parts)
        return max(-1.0, min(1.0, product))

    def histogram(self) -> NDArray[np.uint32]:
        """Histograms of the weight gradients, before clipping: uint32 [num_layers, num_bins + 4] (bins.Bins.count)."""
        # A copy, never a view that stays: `.grad` must be free to become None.
        torch.cat([_gradient(weight).reshape(-1) for weight in self._weights], out=self._flat)
        return self._bins.count(self._flat, self._starts, self._offsets)

    def find_origin(self, inputs: Tensor, row: NDArray[np.float64]) -> tuple[int | None, str]:
        """Where a NaN or Inf in a row of `measure` was born: (layer or None, where in words).

        Forward first: the first layer whose output is not finite. Else backward: the last layer, counted from the
        input, whose gradient is not finite.
        """
        layer = self._network.first_non_finite(inputs)
        if layer is not None:
            return layer, "in the values of layer"
        for name in ("weight_gradient_norm", "bias_gradient_norm", "delta_norm"):
            broken = np.flatnonzero(~np.isfinite(row[self._slices[name]]))
            if len(broken):
                return int(broken[-1]), "in the gradient of layer"
        return None, "in the loss"


def _host_norms(parameters: list[nn.Parameter]) -> list[float]:
    """Norms of the gradients of parameters on the CPU, read in place."""
    norms = []
    # `norm` without a call and its questions: most tensors are small, and this runs for each of them at every step.
    for parameter in parameters:
        values = parameter.grad.numpy()  # type: ignore[union-attr]
        if values.size <= _LONGEST_SUM:
            square = float(np.vdot(values, values))
            if _LEAST_FLOAT32 * values.size < square < _MOST_FLOAT32:
                norms.append(math.sqrt(square))
                continue
        norms.append(norm(values))
    return norms


def _gradient(parameter: nn.Parameter) -> Tensor:
    gradient = parameter.grad
    assert gradient is not None, "measured before the backward pass"
    return gradient


def _device_norms(parameters: list[nn.Parameter]) -> Tensor:
    """Norms in float64 on the device, [num_parameters]. Scaled where float64 squares could underflow."""
    gradients = [_gradient(parameter) for parameter in parameters]
    if gradients[0].dtype == torch.float64:
        largest = torch._foreach_norm(gradients, math.inf)
        safe = [torch.where((m > 0) & m.isfinite(), m, torch.ones_like(m)) for m in largest]
        scaled = torch._foreach_div(gradients, safe)
        return torch.stack(torch._foreach_norm(scaled, 2)) * torch.stack(safe)
    return torch.stack(torch._foreach_norm(gradients, 2, dtype=torch.float64))
