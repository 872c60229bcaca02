"""A forward and backward pass through a network of any family, everything in it kept; and what must hold of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import torch

from gradiometer.activations import ACTIVATIONS
from gradiometer.families import Structure
from gradiometer.families.tap import Tap
from gradiometer.losses import LOSSES
from gradiometer.network import Layer, Network
from gradiometer.outline import LayerOutline, Outline
from gradiometer.quantities import LOOK_QUANTITIES
from gradiometer.quantities.look import Look
from gradiometer.settings import Settings
from gradiometer.taps import make_look, time_row
from reference import Array

RELATIVE = 1e-10
"""How far two float64 computations may be apart; of the largest entry where entries cancel."""


@dataclass(frozen=True)
class Pass:
    """What a pass gave."""

    network: Network
    settings: Settings
    taps: list[Tap]
    logits: Array
    loss: float
    look: Look


class Inside(NamedTuple):
    """What the reference says of one layer: as in `Look`, units: the gradient of delta's bias; slopes: None where the
    layer has no activation of its own."""

    z: Array
    activated: Array
    delta: Array
    output_gradient: Array
    units: Array
    slopes: Array | None


def make_network(family: str, structure: Structure, *, seed: int = 0, **settings: object) -> tuple[Network, Settings]:
    """In float64, with every parameter random, scales and shifts of normalizations too."""
    network = Network(family, structure, torch.float64, torch.device("cpu"))
    chosen = replace(Settings(), **settings)
    rng = np.random.default_rng(seed)
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.copy_(torch.from_numpy(rng.normal(size=tuple(parameter.shape)) * 0.5))
    network.use(chosen)
    network.train()
    return network, chosen


def run_pass(network: Network, settings: Settings, inputs: Array, targets: np.ndarray, loss: str) -> Pass:
    """Forward and backward, as at a closer look; the weights are not updated."""
    taps: list[Tap] = []
    logits = network(torch.from_numpy(inputs), taps)
    for tap in taps:
        tap.retain_gradients()
    found = LOSSES[loss].function(logits, torch.from_numpy(targets))
    found.backward()
    before = [[weight.detach().clone() for weight in layer.weights] for layer in network.layers]
    steepest = ACTIVATIONS[settings.activation].steepest
    look = make_look(network.layers, taps, len(inputs), network.activate, steepest, before)
    return Pass(network, settings, taps, logits.detach().numpy(), found.item(), look)


def arrays(*tensors: torch.Tensor) -> list[Array]:
    """Copies of tensors."""
    return [tensor.detach().numpy().copy() for tensor in tensors]


def norm_arrays(layer: Layer, index: int = 0) -> list[Array]:
    """Scale and shift of one of a layer's normalizations."""
    return arrays(layer.norms[index].scale, layer.norms[index].shift)


def same(found: torch.Tensor | Array, wanted: Array, what: str = "", scale: float = 0.0) -> None:
    """Equal up to rounding; scale: of what cancelled in it, where that is larger."""
    size = max(float(np.abs(wanted).max(initial=0.0)), scale)
    values = found.detach().numpy() if isinstance(found, torch.Tensor) else found
    np.testing.assert_allclose(values, wanted, rtol=RELATIVE, atol=RELATIVE * size, err_msg=what)


def check_gradients(layer: Layer, wanted: dict[str, Array]) -> None:
    """Every gradient of a layer, by what `parts` calls it; what is not named is passed by and has none."""
    named = parts(layer)
    assert wanted.keys() <= named.keys()
    # A bias in front of a BatchNorm has a gradient of zero, up to what its summands round to.
    scale = max(float(np.abs(each).max()) for each in wanted.values())
    for name, parameter in named.items():
        if name in wanted:
            assert parameter.grad is not None, name
            same(parameter.grad, wanted[name], f"{layer.name}, {name}", scale)
        else:
            assert parameter.grad is None, f"{layer.name}, {name}"


def parts(layer: Layer) -> dict[str, torch.nn.Parameter]:
    """A layer's parameters: `weight 0`, `bias 0`, ..., `scale 0`, `shift 0`, ..."""
    found = {f"weight {index}": each for index, each in enumerate(layer.weights)}
    found |= {f"bias {index}": each for index, each in enumerate(layer.biases)}
    for index, norm in enumerate(layer.norms):
        found |= {f"scale {index}": norm.scale, f"shift {index}": norm.shift}
    assert [id(each) for each in layer.parameters] == [id(each) for each in found.values()]
    return found


def check_used(network: Network) -> None:
    """Exactly the parameters that are named as used have a gradient, and a probe measures exactly these."""
    used = {id(each) for each in network.used}
    assert used == {id(each) for each in network.parameters() if each.grad is not None}
    tensors = network.tensors
    measured = [each for layer in tensors for group in (layer.weights, layer.biases, layer.others) for each in group]
    assert len(measured) == len(used)
    assert {id(each) for each in measured} == used


def check_inside(done: Pass, wanted: Sequence[Inside]) -> None:
    """All that a look says of every layer: its tensors, the quantities made of them, and delta's own parameter."""
    assert len(wanted) == len(done.network.layers) == len(done.taps)
    look = done.look
    for index, (each, tensors) in enumerate(zip(wanted, done.network.tensors, strict=True)):
        name = done.network.layers[index].name
        same(look.inputs[index].reshape(-1), each.z.ravel(), f"z of {name}")
        same(look.outputs[index].reshape(-1), each.activated.ravel(), f"activated of {name}")
        same(look.deltas[index].reshape(-1), each.delta.ravel(), f"delta of {name}")
        same(look.output_gradients[index].reshape(-1), each.output_gradient.ravel(), f"output gradient of {name}")
        scale = float(np.abs(each.delta).max())
        same(look.unit_gradients[index], each.units, f"units of {name}", scale)
        assert tensors.delta is not None
        same(tensors.delta.grad, each.units, f"delta's parameter of {name}", scale)
        assert (look.slopes[index] is None) == (each.slopes is None)
        if each.slopes is not None:
            same(look.slopes[index].reshape(-1), each.slopes.ravel(), f"slopes of {name}")
        assert len(each.units) == done.network.layers[index].plan.num_units
    _check_quantities(look, wanted)


def _check_quantities(look: Look, wanted: Sequence[Inside]) -> None:
    root = np.sqrt(look.batch_size)
    rms = [root * np.sqrt((each.delta**2).sum()) for each in wanted]
    expected: dict[str, list[float | None]] = {
        "delta_per_sample_rms": rms,
        "output_gradient_norm": [np.sqrt((each.output_gradient**2).sum()) for each in wanted],
        "gain": [*(own / behind for own, behind in pairwise(rms)), None],
        "gate": [None if each.slopes is None else np.sqrt((each.slopes**2).mean()) for each in wanted],
        "activation_mean": [each.activated.mean() for each in wanted],
        "activation_std": [each.activated.std() for each in wanted],
    }
    for name, numbers in expected.items():
        measure = LOOK_QUANTITIES[name].measure
        assert measure is not None
        for index, (found, number) in enumerate(zip(measure(look), numbers, strict=True)):
            assert (found is None) == (number is None), f"{name} of layer {index}"
            if number is not None:
                np.testing.assert_allclose(float(found), number, rtol=1e-9, atol=1e-12, err_msg=f"{name}, {index}")


def outline_of(network: Network, num_steps: int) -> Outline:
    """Of a network whose sequences have so many time steps."""
    layers = tuple(LayerOutline(layer.name, 1, 1, "float64") for layer in network.layers)
    return Outline("", "", "float64", layers, num_steps, network.family.time_quantities)


def times_of(done: Pass, num_steps: int) -> dict[str, Array]:
    """The row of the stream "time": [num_layers, num_times] by quantity."""
    outline = outline_of(done.network, num_steps)
    layout = outline.layouts["time"]
    row = time_row(7, done.taps, outline, layout)
    assert row.shape == (layout.width,)
    assert row[0] == 7
    return {name: row[layout.slice(name)].reshape(len(outline.layers), -1) for name in outline.time_quantities}
