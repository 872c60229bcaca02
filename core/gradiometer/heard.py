"""Makes a look of what was heard in the passes of a user's network."""

from __future__ import annotations

import math
from collections.abc import Sequence

import torch
from torch import Tensor, nn

from gradiometer.anatomy import Layer, units_silent
from gradiometer.listener import Call
from gradiometer.looker import slopes
from gradiometer.norms import readable
from gradiometer.quantities.look import Look

# Where the slope of an activation is searched for its steepest.
_GRID = torch.linspace(-12.0, 12.0, 4801, dtype=torch.float64)


def make_look(
    layers: Sequence[Layer],
    passes: Sequence[Sequence[Call]],
    num_examples: int,
    reused: set[int],
    scale: float,
    before: Sequence[Tensor | None],
    after: Sequence[Tensor | None],
    unit_gradients: Sequence[Tensor | None],
) -> Look:
    """passes: all that led to one update, whose examples count together, num_examples where the model was told them;
    reused: exits (by id) that are called several times in a pass, so that there is no single delta; scale: what the
    loss was multiplied with; before, after: the weights of each layer in one dimension, before the update and after it
    (empty where there was none); unit_gradients: of each layer, before clipping.

    silent_units are those of this look alone.
    """
    by_module: dict[int, list[Call]] = {}
    for each in passes:
        for call in each:
            by_module.setdefault(id(call.module), []).append(call)
    heard = [by_module.get(id(layer.exit), []) for layer in layers]
    pairs = list(zip(layers, heard, strict=True))
    # Modules that were called by themselves: what the first of them put out tells.
    sizes = [len(each[0].output) for each in passes if each and each[0].output.dim()]
    updates: list[Tensor | None] = [None] * len(layers)
    if after:
        changes = zip(before, after, strict=True)
        updates = [None if old is None or new is None else new - old for old, new in changes]
    return Look(
        batch_size=num_examples or sum(sizes) or 1,
        steepest=[_steepest(each) for each in heard],
        inputs=[_inputs(layer, each) for layer, each in pairs],
        outputs=[_outputs(layer, each) for layer, each in pairs],
        deltas=[None if id(layer.exit) in reused else _deltas(layer, each, scale) for layer, each in pairs],
        output_gradients=[None] * len(layers),
        slopes=[_slopes(each) for each in heard],
        weights=before,
        num_rows=[layer.num_rows for layer in layers],
        updates=updates,
        unit_gradients=unit_gradients,
        silent_units=[_silent(layer, each) for layer, each in pairs],
    )


def flat(parts: Sequence[Tensor], *, copy: bool = False) -> Tensor | None:
    """All values in one dimension; None where there are none. copy: also of a single part."""
    if not parts:
        return None
    if len(parts) == 1:
        return parts[0].reshape(-1).clone() if copy else parts[0].reshape(-1)
    return torch.cat([part.reshape(-1) for part in parts])


def find_lonely_batch(layers: Sequence[Layer], passes: Sequence[Sequence[Call]]) -> tuple[str, int | None] | None:
    """The first batch normalization that took its mean and variance from a single example: its class, and the layer
    that it belongs to, where that is known. None where there is none.

    One that shares them between processes is left out: how many examples the others have is not known here.
    """
    for call in (call for each in passes for call in each):
        module = call.module
        if not isinstance(module, nn.modules.batchnorm._BatchNorm) or isinstance(module, nn.SyncBatchNorm):
            continue
        # Without running statistics it always takes those of the batch.
        takes_batch = module.training or module.running_mean is None
        if takes_batch and len(call.output) == 1:
            owners = [index for index, layer in enumerate(layers) if layer.exit is module or layer.module is module]
            return type(module).__name__, next(iter(owners), None)
    return None


def _is_z(layer: Layer, call: Call) -> bool:
    """Whether what was put out is the activation's input: of a module that does more, only where one took it."""
    return layer.is_affine or call.applied is not None


def _inputs(layer: Layer, heard: Sequence[Call]) -> Tensor | None:
    """z of all calls."""
    if not all(_is_z(layer, call) for call in heard):
        return None
    return flat([call.value if call.z is None else call.z for call in heard])


def _outputs(layer: Layer, heard: Sequence[Call]) -> Tensor | None:
    """phi(z) of all calls, and z where no activation was seen; of a recurrent module its states."""
    if not all(_is_z(layer, call) or isinstance(layer.exit, nn.RNNBase) for call in heard):
        return None
    return flat([call.value if call.activated is None else call.activated for call in heard])


def _slopes(heard: Sequence[Call]) -> Tensor | None:
    """phi'(z) of all calls; None where no activation was seen."""
    found = [slopes(call.applied, call.z) for call in heard if call.applied is not None and call.z is not None]
    return flat(found) if len(found) == len(heard) else None


def _steepest(heard: Sequence[Call]) -> float:
    """The largest |phi'| of the activation that was seen; NaN where none was."""
    applied = heard[0].applied if heard else None
    if applied is None:
        return math.nan
    return float(slopes(applied, _GRID).abs().max())


def _silent(layer: Layer, heard: Sequence[Call]) -> Tensor | None:
    """Units whose activation put out 0 in all calls."""
    found = [units_silent(layer, call.activated) for call in heard if call.activated is not None]
    there = [each for each in found if each is not None]
    if not there or len(there) != len(heard) or len({len(each) for each in there}) != 1:
        return None
    return torch.stack(there).all(dim=0)


def _deltas(layer: Layer, heard: Sequence[Call], scale: float) -> Tensor | None:
    """dC/dz of all examples."""
    gradients = [call.gradient for call in heard if call.gradient is not None and _is_z(layer, call)]
    deltas = flat([readable(gradient) for gradient in gradients]) if len(gradients) == len(heard) else None
    return deltas if deltas is None or scale == 1.0 else deltas / scale
