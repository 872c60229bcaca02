"""Networks that have trained a little, so that nothing in them is 0 or 1 any more and what is not exact shows."""

from __future__ import annotations

import torch
from torch import Tensor

from gradiometer.experiment import Experiment
from gradiometer.network import Network
from gradiometer.optimizers import OPTIMIZERS

MOST = {torch.float32: 1e-5, torch.float64: 1e-12}
"""By how much exact surgery may move the outputs, relative to their norm."""
PLAINLY = 1e-3
"""What moves them by more is no rounding."""


def live_in(experiment: Experiment, seed: int = 0) -> Network:
    """The experiment's network with random biases, scales, shifts and running statistics, after three steps."""
    dtype = getattr(torch, experiment.dtype)
    network = Network(experiment.family, experiment.network, dtype, torch.device("cpu"))
    generator = torch.Generator().manual_seed(seed)
    # Small enough that no recurrent state explodes.
    network.initialize("xavier", generator, scale=0.6)
    with torch.no_grad():
        for layer in network.layers:
            for bias in layer.biases:
                bias.normal_(0.0, 0.3, generator=generator)
            for norm in layer.norms:
                norm.scale.uniform_(0.5, 1.5, generator=generator)
                norm.shift.normal_(0.0, 0.3, generator=generator)
                norm.running_mean.normal_(0.0, 0.3, generator=generator)
                norm.running_var.uniform_(0.5, 1.5, generator=generator)
    network.use(experiment.settings)
    for _ in range(3):
        take_step(network, some_inputs(experiment, 4, seed))
    return network


def some_inputs(experiment: Experiment, num: int, seed: int = 0) -> Tensor:
    """[num, *shape]"""
    generator = torch.Generator().manual_seed(seed + 1)
    return torch.randn(num, *experiment.network.shape, generator=generator, dtype=getattr(torch, experiment.dtype))


def take_step(network: Network, inputs: Tensor, optimizer: torch.optim.Optimizer | None = None) -> None:
    """A step towards random numbers; all that is in use has a finite gradient, and nothing else has one."""
    for parameter in network.used:
        parameter.grad = None
    outputs = network(inputs)
    wanted = torch.randn(outputs.shape, generator=torch.Generator().manual_seed(3), dtype=outputs.dtype)
    (outputs - wanted).square().mean().backward()
    used = {id(parameter) for parameter in network.used}
    for parameter in network.parameters():
        assert (parameter.grad is not None) == (id(parameter) in used)
        assert parameter.grad is None or parameter.grad.isfinite().all()
    (optimizer or OPTIMIZERS["sgd"].build(network.used, 0.01, 0.0)).step()


@torch.no_grad()
def outputs_of(network: Network, inputs: Tensor, *, training: bool) -> Tensor:
    """In float64; nothing is left of the pass."""
    mode, state = network.training, copy_state(network)
    found = network.train(training)(inputs).double()
    network.load_state_dict(state)
    network.train(mode)
    return found


def copy_state(network: Network) -> dict[str, Tensor]:
    return {name: tensor.clone() for name, tensor in network.state_dict().items()}


def moved(before: Tensor, after: Tensor) -> float:
    """Relative to the norm of what it was."""
    return float((after - before).norm() / before.norm())
