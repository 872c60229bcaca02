"""Exact surgery, carried out: a network's weights written anew in place (see surgeries.py for what each is about)."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn

from gradiometer.families import FAMILIES
from gradiometer.network import Network
from gradiometer.normalizations import EPSILON
from gradiometer.surgeries import ACTIVATION_SITES


@torch.no_grad()
def rewrite(name: str, network: Network, inputs: Tensor) -> list[nn.Parameter]:
    """Carry out a surgery in place. Whoever calls it lets the network use the settings after it next.

    name: in SURGERIES, whose why_not found nothing; network: under the settings before; inputs: [batch, *shape], the
    batch on which an inserted normalization is to change nothing. Returns the parameters whose values changed: an
    optimizer's moments of these are those of other numbers.
    """
    return REWRITINGS[name](network, inputs)


def _sigmoid_to_tanh(network: Network, inputs: Tensor) -> list[nn.Parameter]:
    """sigma(z) = (tanh(z/2) + 1)/2."""
    family = next(name for name, each in FAMILIES.items() if each is network.family)
    changed: dict[nn.Parameter, None] = {}
    # A map between two activations is met twice, and which comes first makes no difference.
    for given_by, read_by in ACTIVATION_SITES[family](len(network.layers)):
        given_weight, given_bias = _map(network, given_by)
        weight, bias = _map(network, read_by)
        given_weight.mul_(0.5)
        given_bias.mul_(0.5)
        weight.mul_(0.5)
        bias.copy_(bias.double() + weight.double().sum(dim=1))
        changed |= dict.fromkeys((given_weight, given_bias, weight, bias))
    return list(changed)


def _insert_batch_norm(network: Network, inputs: Tensor) -> list[nn.Parameter]:
    """What a normalization will subtract and divide by on this batch is what it adds and multiplies with."""
    assert network.normalize is None, "there is a normalization already"

    def calibrate(
        z: Tensor, scale: Tensor, shift: Tensor, running_mean: Tensor, running_var: Tensor, training: bool
    ) -> Tensor:
        # Per unit over the batch, of images [batch, channels, height, width] over the positions too.
        values = z.double().transpose(0, 1).flatten(1)
        # The biased variance is what a batch is divided by. BatchNorm itself puts the unbiased one into the running
        # variance; with that, evaluation would move the outputs by 1 to 5 %.
        mean, var = values.mean(dim=1), values.var(dim=1, correction=0)
        scale.copy_((var + EPSILON).sqrt())
        shift.copy_(mean)
        running_mean.copy_(mean)
        running_var.copy_(var)
        return z

    # In the place of a normalization it meets just what that one will read, in every family, and lets it pass.
    network.normalize = calibrate
    try:
        network(inputs)
    finally:
        network.normalize = None
    return [each for layer in network.layers for norm in layer.norms for each in (norm.scale, norm.shift)]


def _fold_batch_norm(network: Network, inputs: Tensor) -> list[nn.Parameter]:
    """In evaluation BatchNorm is linear. Jacob et al. 2018 (arXiv:1712.05877), section 3.2."""
    changed: list[nn.Parameter] = []
    for index, layer in enumerate(network.layers):
        if not layer.norms:
            continue
        # So it is in every family whose normalization can be over the batch.
        assert len(layer.maps) == len(layer.norms) == 1, layer.name
        [norm] = layer.norms
        weight, bias = _map(network, (index, 0))
        factor = norm.scale.double() / (norm.running_var.double() + EPSILON).sqrt()
        bias.copy_((bias.double() - norm.running_mean.double()) * factor + norm.shift.double())
        weight.copy_(weight.double() * factor.view(-1, *[1] * (weight.dim() - 1)))
        changed += [weight, bias]
    return [*changed, *network.reset_normalization()]


def _skip_at_zero(network: Network, inputs: Tensor) -> list[nn.Parameter]:
    return []


def _map(network: Network, place: tuple[int, int]) -> tuple[nn.Parameter, nn.Parameter]:
    """Weight and bias of a map, by its layer and its index in there."""
    layer, index = place
    weight, bias = network.layers[layer].maps[index]
    assert bias is not None, "a map with no bias has no place for a constant"
    return weight, bias


REWRITINGS: dict[str, Callable[[Network, Tensor], list[nn.Parameter]]] = {
    "sigmoid_to_tanh": _sigmoid_to_tanh,
    "insert_batch_norm": _insert_batch_norm,
    "fold_batch_norm": _fold_batch_norm,
    "skip_at_zero": _skip_at_zero,
}
"""What each of SURGERIES does to a network, given its calibration batch."""
