"""Norms of gradients of any size, type and place.

On the CPU gradients are read in place through numpy, which for small layers is several times faster than any tensor
operation. On other devices all norms are computed there in float64.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

_PLAIN = (torch.float32, torch.float64)
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


def readable(gradient: Tensor) -> Tensor:
    """The same values as strided real float32 or float64: those that a sparse one stores, both parts of a complex one,
    half precision widened exactly.
    """
    gradient = gradient.detach()
    if gradient.is_sparse:
        gradient = gradient.coalesce().values()
    if gradient.is_complex():
        gradient = torch.view_as_real(gradient.resolve_conj())
    return gradient if gradient.dtype in _PLAIN else gradient.float()


def host_norms(parameters: Sequence[Tensor]) -> list[float]:
    """Norms of the gradients of parameters on the CPU, read in place; NaN where there is none."""
    norms = []
    # `norm` without a call and its questions: most tensors are small, and this runs for each of them at every step.
    for parameter in parameters:
        gradient = parameter.grad
        if gradient is None:
            norms.append(math.nan)
            continue
        if gradient.dtype not in _PLAIN or gradient.is_sparse or gradient.requires_grad:
            gradient = readable(gradient)
        values = gradient.numpy()
        if values.size <= _LONGEST_SUM:
            square = float(np.vdot(values, values))
            if _LEAST_FLOAT32 * values.size < square < _MOST_FLOAT32:
                norms.append(math.sqrt(square))
                continue
        norms.append(norm(values))
    return norms


def device_norms(parameters: Sequence[Tensor]) -> Tensor:
    """Norms of the gradients in float64 on the first parameter's device, [num_parameters]; NaN where there is none.

    Those of float64 are scaled first, because their squares could underflow.
    """
    norms = torch.full((len(parameters),), math.nan, dtype=torch.float64, device=parameters[0].device)
    gradients = [None if each.grad is None else readable(each.grad) for each in parameters]
    by_kind: dict[tuple[torch.dtype, torch.device], list[int]] = {}
    for index, gradient in enumerate(gradients):
        if gradient is not None:
            by_kind.setdefault((gradient.dtype, gradient.device), []).append(index)
    for (dtype, _device), indices in by_kind.items():
        group = [gradient for index in indices if (gradient := gradients[index]) is not None]
        found = _scaled_norms(group) if dtype == torch.float64 else torch._foreach_norm(group, 2, dtype=torch.float64)
        norms[indices] = torch.stack(list(found)).to(norms.device)
    return norms


def to_host(values: Tensor) -> list[float]:
    """The numbers of a tensor of one dimension.

    From a graphics card by one copy into pinned memory, and a wait for that copy alone; not tried on a card.
    """
    if values.device.type != "cuda":
        numbers: list[float] = values.tolist()
        return numbers
    pinned = torch.empty(values.shape, dtype=values.dtype, pin_memory=True)
    pinned.copy_(values, non_blocking=True)
    copied = torch.cuda.Event()  # type: ignore[no-untyped-call]
    copied.record()
    copied.synchronize()
    return to_host(pinned)


def _scaled_norms(gradients: list[Tensor]) -> list[Tensor]:
    largest = torch._foreach_norm(gradients, math.inf)
    safe = [torch.where((m > 0) & m.isfinite(), m, torch.ones_like(m)) for m in largest]
    scaled = torch._foreach_norm(torch._foreach_div(gradients, safe), 2)
    return [norm * scale for norm, scale in zip(scaled, safe, strict=True)]


def row_norms(values: Tensor) -> Tensor:
    """Of each row [num_rows, n], in float64, which holds the square of any float32; float64 itself is scaled first.

    NaN where there is one, else Inf where there is one.
    """
    norms: Tensor
    if values.dtype == torch.float32:
        norms = torch.linalg.vector_norm(values, dim=1, dtype=torch.float64)
        return norms
    largest = values.abs().amax(dim=1, keepdim=True)
    # Zero, Inf and NaN cannot scale, and come out as they are.
    safe = torch.where((largest > 0) & largest.isfinite(), largest, torch.ones_like(largest))
    norms = torch.linalg.vector_norm(values / safe, dim=1) * safe[:, 0]
    return norms
