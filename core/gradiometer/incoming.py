"""The weights by which one unit reads what comes in: from a network that trains, or from a snapshot in a file."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gradiometer.reports import IncomingWeights, Snapshot

if TYPE_CHECKING:
    from gradiometer.families import LayerPlan
    from gradiometer.network import Network

# What safetensors calls them.
_KINDS = {"F32": "<f4", "F64": "<f8"}


def incoming_of(network: Network, step: int, layer: int, unit: int) -> IncomingWeights | None:
    """Of a network as it stands before a step; a copy. None where there is no such unit."""
    if not 0 <= layer < len(network.layers):
        return None
    weight, _bias = network.layers[layer].maps[network.layers[layer].plan.delta_map]
    if not 0 <= unit < len(weight):
        return None
    return IncomingWeights(step, layer, unit, weight[unit].detach().cpu().double().numpy().copy())


def stored_weights(snapshot: Snapshot, layer: int, plan: LayerPlan) -> NDArray[np.float64]:
    """The same weights of all units of a layer, float64 [fan_out, ...]: those of the map that `unit_gradient` is of.

    Only this one tensor is taken out, and PyTorch is not needed for it. Raises ValueError where it is not there.
    """
    key = plan.maps[plan.delta_map].key
    name = f"/network/weight_{layer}{key and f'_{key}'}"
    # The format begins with the length of its table of contents, in eight bytes; that is JSON, and the values follow.
    try:
        begin = 8 + int.from_bytes(snapshot.data[:8], "little")
        entry = json.loads(snapshot.data[8:begin])[name]
        shape, (first, last) = tuple(map(int, entry["shape"])), entry["data_offsets"]
        kind = np.dtype(_KINDS[entry["dtype"]])
        is_whole = first >= 0 and last - first == kind.itemsize * math.prod(shape)
        if shape != plan.maps[plan.delta_map].shape or not is_whole:
            raise ValueError(f"{name} has the shape {shape}")
        values = np.frombuffer(snapshot.data, kind, math.prod(shape), begin + first)
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise ValueError(f"the snapshot at step {snapshot.step} cannot be read ({error})") from error
    return values.reshape(shape).astype(np.float64)
