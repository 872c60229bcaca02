"""Snapshots: the whole state of a run, packed so that nothing has to be unpickled.

A state is made of dictionaries, lists, texts, numbers and tensors. Packed, it is JSON, in which a tensor is a name, and
the tensors under their names as safetensors.
"""

from __future__ import annotations

import json
from typing import Any

import safetensors.torch
from safetensors import SafetensorError
from torch import Tensor

from gradiometer.reports import Snapshot

State = dict[str, Any]
_TENSOR = "tensor"


class SnapshotError(ValueError):
    """A snapshot that cannot be used. The message is one sentence."""


def pack(step: int, reason: str, state: State) -> Snapshot:
    """A state as a file can hold it. Its tensors are not changed and may be written into afterwards."""
    tensors: dict[str, Tensor] = {}
    text = json.dumps(_without_tensors(state, "", tensors))
    return Snapshot(step, reason, text, safetensors.torch.save(tensors))


def unpack(snapshot: Snapshot) -> State:
    """The inverse, with tensors on the CPU. Raises SnapshotError for whatever is no packed state."""
    try:
        tensors = safetensors.torch.load(snapshot.data)
        state: State = _with_tensors(json.loads(snapshot.state), tensors)
    except (SafetensorError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise SnapshotError(f"the snapshot at step {snapshot.step} cannot be read ({error})") from error
    return state


def _without_tensors(value: Any, path: str, tensors: dict[str, Tensor]) -> Any:
    """The same with names in place of tensors, which are put under their names."""
    if isinstance(value, Tensor):
        # Copies of their own: safetensors takes neither views nor what two of them share.
        tensors[path] = value.detach().cpu().clone().contiguous()
        return {_TENSOR: path}
    if isinstance(value, dict):
        return {key: _without_tensors(each, f"{path}/{key}", tensors) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_without_tensors(each, f"{path}/{index}", tensors) for index, each in enumerate(value)]
    return value


def _with_tensors(value: Any, tensors: dict[str, Tensor]) -> Any:
    if isinstance(value, dict):
        if value.keys() == {_TENSOR}:
            return tensors[value[_TENSOR]]
        return {key: _with_tensors(each, tensors) for key, each in value.items()}
    return [_with_tensors(each, tensors) for each in value] if isinstance(value, list) else value
