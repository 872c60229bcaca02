"""Recurrent networks in the reference's hands: what it says of a pass of the program's own network."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

import passes
import reference as ref
import reference_sequences as seq
from gradiometer.families import Structure
from gradiometer.network import Network
from gradiometer.settings import Settings
from passes import Inside, Pass
from reference import Array

SAME_WIDTH = Structure(hidden=(3, 3, 4), shape=(6, 3), num_outputs=2)
"""The first two levels put out as many values as they read."""
AT_EACH_STEP = Structure(hidden=(4, 4), shape=(5, 3), num_outputs=3, answers_each_step=True)


@dataclass(frozen=True)
class Judged:
    """A pass, and the reference's traces, gradients and answers for the same network and batch."""

    done: Pass
    network: seq.Network
    traces: list[seq.Trace]
    gradients: seq.SequenceGradients
    answers: Array
    x: Array
    targets: np.ndarray


def reference_of(cell: str, network: Network, settings: Settings) -> seq.Network:
    """The program's parameters in the reference's hands."""
    is_normalized = settings.normalization == "layer"
    levels = [
        seq.Level(*passes.arrays(*layer.weights, layer.bias), *(passes.norm_arrays(layer) if is_normalized else ()))
        for layer in network.hidden
    ]
    return seq.Network(
        cell,
        levels,
        *passes.arrays(network.layers[-1].weight, network.layers[-1].bias),
        settings.activation,
        settings.forget_bias,
        network.structure.answers_each_step,
        settings.skip,
        settings.branch_scale,
        settings.skip_weight,
    )


def some_batch(structure: Structure, kind: str, num: int = 5) -> tuple[Array, np.ndarray]:
    """kind: of targets, `classes`, `positions` (of which some are not asked for) or `values`."""
    rng = np.random.default_rng(4)
    x = rng.normal(size=(num, *structure.shape))
    if kind == "values":
        return x, rng.normal(size=(num, structure.num_outputs))
    if kind == "positions":
        return x, rng.integers(-1, structure.num_outputs, (num, structure.shape[0]))
    return x, rng.integers(0, structure.num_outputs, num)


def judge(cell: str, structure: Structure, kind: str, *, num: int = 5, seed: int = 0, **chosen: object) -> Judged:
    """Run a network with random parameters and check its answers and every gradient."""
    network, settings = passes.make_network(cell, structure, seed=seed, **chosen)
    x, targets = some_batch(structure, kind, num)
    reference = reference_of(cell, network, settings)
    loss = "squared_error" if kind == "values" else "softmax_cross_entropy"
    done = passes.run_pass(network, settings, x, targets, loss)
    traces, answers = seq.forward(reference, x)
    gradients = seq.backpropagate(reference, x, targets)
    passes.same(done.logits, answers)
    np.testing.assert_allclose(done.loss, gradients.loss, rtol=1e-12)
    for layer, wanted in zip(network.hidden, gradients.levels, strict=True):
        w_x, w_h, b, *norm = wanted.arrays()
        names = {"weight 0": w_x, "weight 1": w_h, "bias 0": b}
        passes.check_gradients(layer, names | dict(zip(("scale 0", "shift 0"), norm, strict=False)))
    passes.check_gradients(network.layers[-1], {"weight 0": gradients.w, "bias 0": gradients.b})
    passes.check_used(network)
    return Judged(done, reference, traces, gradients, answers, x, targets)


def handed_on_gradients(judged: Judged) -> list[Array]:
    """dC/d(what each level hands on) [T, N, H], by the reference's own backward pass of a level."""
    network = judged.network
    _, d_z = seq.loss_and_slope(judged.answers, judged.targets)
    top = judged.traces[-1].output
    d_answers = np.zeros((*top.shape[:2], d_z.shape[-1]))
    if network.every_step:
        d_answers[:] = d_z.transpose(1, 0, 2)
    else:
        d_answers[-1] = d_z
    found = [d_answers @ network.w]
    for number in reversed(range(1, len(judged.traces))):
        found.append(seq._level_backward(network, number, judged.traces[number], found[-1])[1])
    return found[::-1]


def inside_of(judged: Judged) -> list[Inside]:
    """All that a look has to say. Of a GRU z comes in two parts a time step, gates and candidates."""
    is_gru, is_rnn = judged.network.cell == "gru", judged.network.cell == "rnn"
    phi, slope = ref.ACTIVATIONS[judged.network.activation]
    found = []
    levels = zip(judged.traces, judged.gradients.levels, handed_on_gradients(judged), strict=True)
    for trace, gradients, handed_on in levels:
        z, delta = trace.z, gradients.signals
        if is_gru:
            width = trace.h.shape[2]
            parts = [(z[:, :, : 2 * width], z[:, :, 2 * width :]), (delta[:, :, : 2 * width], delta[:, :, 2 * width :])]
            z, delta = (
                np.concatenate([each.ravel() for step in zip(*part, strict=True) for each in step]) for part in parts
            )
        units = gradients.deltas.sum(axis=0).ravel()
        activated = phi(trace.z) if is_rnn else trace.h
        found.append(Inside(z, activated, delta, handed_on, units, slope(trace.z) if is_rnn else None))
    _, last = seq.loss_and_slope(judged.answers, judged.targets)
    return [*found, Inside(judged.answers, judged.answers, last, last, judged.gradients.b, None)]


def over_batch_and_units(values: Array) -> Array:
    """Norms at each time step, [T], of [T, N, H]; of any size, because squares of small numbers are no numbers."""
    largest = np.abs(values).max(axis=(1, 2), keepdims=True)
    scale = np.where(largest > 0, largest, 1.0)
    return np.sqrt(((values / scale) ** 2).sum(axis=(1, 2))) * scale[:, 0, 0]


def check_times(judged: Judged, cells: dict[str, int]) -> None:
    """The row of the stream "time". cells: the gate that each quantity belongs to, by its place in the weights."""
    num_steps = judged.x.shape[1]
    found = passes.times_of(judged.done, num_steps)
    quantities = {"hidden_gradient", *cells, *({"cell_gradient"} if judged.network.cell == "lstm" else ())}
    assert found.keys() == quantities
    for index, level in enumerate(judged.gradients.levels):
        width = level.hidden.shape[2]
        wanted = {name: level.signals[:, :, gate * width : (gate + 1) * width] for name, gate in cells.items()}
        wanted["hidden_gradient"] = level.hidden
        if judged.network.cell == "lstm":
            wanted["cell_gradient"] = level.cell
        for name, values in wanted.items():
            np.testing.assert_allclose(found[name][index], over_batch_and_units(values), rtol=1e-10, err_msg=name)
    assert all(np.isnan(values[-1]).all() for values in found.values())


def check_module(cell: str, module: torch.nn.RNNBase, activation: str = "tanh") -> None:
    """PyTorch's own module with the same weights, b_hh = 0, two levels: the same states and gradients."""
    structure = Structure(hidden=(5, 5), shape=(7, 3), num_outputs=2)
    network, settings = passes.make_network(cell, structure, activation=activation)
    x, targets = some_batch(structure, "values")
    with torch.no_grad():
        for index, layer in enumerate(network.hidden):
            getattr(module, f"weight_ih_l{index}").copy_(layer.weights[0])
            getattr(module, f"weight_hh_l{index}").copy_(layer.weights[1])
            getattr(module, f"bias_ih_l{index}").copy_(layer.bias)
            getattr(module, f"bias_hh_l{index}").zero_()
    done = passes.run_pass(network, settings, x, targets, "squared_error")
    states, _ = module(torch.from_numpy(x))
    (output,) = done.taps[1].output
    passes.same(output, states.detach().numpy().transpose(1, 0, 2))
    last = network.layers[-1]
    answers = torch.nn.functional.linear(states[:, -1], last.weight.detach(), last.bias.detach())
    ((answers - torch.from_numpy(targets)) ** 2).sum().div(2 * len(x)).backward()
    for index, layer in enumerate(network.hidden):
        passes.same(layer.weights[0].grad, getattr(module, f"weight_ih_l{index}").grad.numpy())
        passes.same(layer.weights[1].grad, getattr(module, f"weight_hh_l{index}").grad.numpy())
        passes.same(layer.bias.grad, getattr(module, f"bias_ih_l{index}").grad.numpy())
