"""Net2Net (Chen, Goodfellow & Shlens 2016, arXiv:1511.05641): a deeper or wider network that computes the same.

Its structure is another one, so it begins a new session. `deeper` and `wider` say of which experiment, or why there is
none; `transplant` makes its network of the trained one. No torch is needed before that.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from gradiometer.activations import ACTIVATIONS
from gradiometer.experiment import Experiment
from gradiometer.families.convolutional import strides
from gradiometer.fields import FieldError, Integer
from gradiometer.settings import Settings, describe_value

if TYPE_CHECKING:
    from torch import Generator, Tensor

    from gradiometer.network import Layer, Network

FACTOR_FIELD = Integer(
    title="Factor", help="How many times as wide as before every hidden layer becomes.", low=2, high=8
)


# --- which structures


def hidden_names(experiment: Experiment) -> tuple[str, ...]:
    """Of experiment.hidden, the hidden layers that one more may stand behind."""
    # A Transformer has its embedding in front of them.
    return experiment.layer_names[-len(experiment.hidden) - 1 : -1]


def deeper(experiment: Experiment, settings: Settings, behind: int) -> Experiment:
    """One more hidden layer of the same width behind hidden layer `behind` (of experiment.hidden, from 0).

    With skip connections it is a layer that adds 0 at first, of convolutions a pair; without, one that hands on what it
    reads. experiment: its initialization and weight_scale are the law of what is drawn; settings: those in force, and
    those of what is returned. Raises FieldError where it would not be exact, or could never learn.
    """
    if not experiment.hidden:
        raise FieldError(f"behind = {behind!r} is not allowed: there is no hidden layer")
    places = Integer(title="Behind", help="Hidden layer.", low=0, high=len(experiment.hidden) - 1)
    behind = places.check("behind", behind)
    if reason := _why_not_deeper(experiment, settings, behind):
        raise FieldError(f"behind = {behind} is not allowed: {reason}")
    width, is_pair = experiment.hidden[behind], experiment.family == "convolutional" and settings.skip
    added = (width,) * (2 if is_pair else 1)
    hidden = (*experiment.hidden[: behind + 1], *added, *experiment.hidden[behind + 1 :])
    return replace(experiment, hidden=hidden, settings=settings)


def wider(experiment: Experiment, settings: Settings, factor: int) -> Experiment:
    """Every hidden layer `factor` times (2 to 8) as wide.

    settings: those in force, and those of what is returned. Raises FieldError where it would not be exact.
    """
    factor = FACTOR_FIELD.check("factor", factor)
    if reason := _why_not_wider(experiment, settings, factor):
        raise FieldError(f"factor = {factor} is not allowed: {reason}")
    return replace(experiment, hidden=tuple(factor * width for width in experiment.hidden), settings=settings)


_SILENT = {
    "mlp": ((0, 0),),
    "chain": ((0, 0),),
    "convolutional": ((0, 0),),
    # Of the maps of the inputs; a state that is 0 at first is then 0 at every time step, whatever reads it.
    "rnn": ((0, 0),),
    "lstm": ((0, 2),),
    "gru": ((0, 2),),
    # `out` and `down`: what they read is not 0, so they learn, and the maps in front of them after that.
    "transformer": ((1, 0), (3, 0)),
}
"""By family, (map, gate) where weights and biases of 0 make a layer add 0: candidates, or what ends a branch."""
_HAND_ON = {
    "lstm": "What an LSTM's level puts out is never just what it reads",
    "gru": "What a GRU's level puts out is never just what it reads",
    "transformer": "What a block puts out is never just what it reads",
}
"""Why a new layer cannot be the identity."""


def _why_not_deeper(experiment: Experiment, settings: Settings, behind: int) -> str:
    if experiment.family not in _SILENT:
        return f"What a new layer would have to be is not known of the family {experiment.family}."
    if not settings.skip:
        return _why_not_handed_on(experiment, settings)
    if settings.skip_weight != 1.0:
        return f"What passes by the new layer would be multiplied with the skip weight {settings.skip_weight:g}."
    family, activation = experiment.family, ACTIVATIONS[settings.activation]
    title = describe_value("activation", settings.activation)
    if family == "transformer":
        if settings.normalization != "none" and settings.norm_place == "after":
            return "The new block's normalizations stand behind its sums (post-LN), and change what it only hands on."
        return ""
    if family == "convolutional":
        if activation.leak != 0.0:
            return f"A pair of convolutions ends in an activation, and {title} changes what it reads a second time."
        if behind % 2:
            return (
                "A new pair would part one that is added to: pairs begin behind the first convolution, so it can stand "
                "behind 0, 2, 4, ..."
            )
        return ""
    if "activation" in experiment.blocked:
        # Candidates are tanh.
        return ""
    zero = np.zeros(1)
    [start], [slope] = activation.phi(zero).tolist(), activation.slope(zero).tolist()
    if start != 0.0:
        return f"{title} makes {start:g} of 0, so a new layer would add something."
    if slope == 0.0:
        return f"{title} has no slope at 0, so a layer that adds 0 would never learn anything else."
    return ""


def _why_not_handed_on(experiment: Experiment, settings: Settings) -> str:
    """Why a new layer cannot be the identity; empty where it can."""
    advice = "with skip connections a new layer could add 0"
    if reason := _HAND_ON.get(experiment.family):
        return f"{reason}; {advice}."
    if ACTIVATIONS[settings.activation].leak != 0.0:
        title = describe_value("activation", settings.activation)
        return f"{title} changes what it reads a second time, and only ReLU does not; {advice}."
    if settings.normalization != "none":
        title = describe_value("normalization", settings.normalization)
        return f"{title} in the new layer would change what that reads, by each batch or example anew; {advice}."
    return ""


_WITH_COPIES = ("mlp", "convolutional", "rnn", "lstm", "gru")
"""Families in which every unit can have copies."""
_NO_COPIES = {
    "chain": "Each layer of a chain has one neuron.",
    "transformer": "A Transformer's heads share its width, and its positions are told by as many sines and cosines: "
    "copied units would read other ones.",
}


def _why_not_wider(experiment: Experiment, settings: Settings, factor: int) -> str:
    family = experiment.family
    if family not in _WITH_COPIES:
        return _NO_COPIES.get(family, f"What copies of a unit would read is not known of the family {family}.")
    if not experiment.hidden:
        return "There is no hidden layer."
    first, shape = experiment.hidden[0], experiment.network.shape
    if family == "convolutional":
        before = (shape[0], *experiment.hidden)
        after = (shape[0], *(factor * channels for channels in experiment.hidden))
        if strides(before) != strides(after):
            would = "begin to halve the image, whose channels it keeps now"
            if strides(after)[0] == 1:
                would = "not halve the image any more, having as many channels then"
            return f"The first convolution would {would}."
        return ""
    if settings.normalization == "layer" and 1 in experiment.hidden:
        # In float32 it moved outputs by 1e-4.
        return "Of a single unit LayerNorm makes 0; of copies it would magnify by what rounding parts them."
    if settings.skip and shape[-1] in (first, factor * first):
        does = "lose its" if shape[-1] == first else "get a"
        return f"The first hidden layer would {does} skip connection: the input has {shape[-1]} values."
    return ""


# --- their networks


def transplant(network: Network, experiment: Experiment, generator: Generator, behind: int | None = None) -> Network:
    """A network of an experiment that `deeper` or `wider` gave, whose outputs equal those of the old one.

    network: under the settings of the experiment; it stays as it is, and shares no tensor. generator: on the CPU, what
    new weights and shares are drawn from. behind: as `deeper` was told; None: it is wider. The new one is on the same
    device, in the same precision and mode, and uses the same settings.
    """
    import torch

    from gradiometer.network import Network

    weight = network.layers[0].weight
    made = Network(experiment.family, experiment.network, weight.dtype, weight.device)
    made.use(experiment.settings)
    made.train(network.training)
    with torch.no_grad():
        if behind is None:
            _widen(network, made, generator)
        else:
            _deepen(network, made, generator, experiment, behind)
    return made


def _deepen(network: Network, made: Network, generator: Generator, experiment: Experiment, behind: int) -> None:
    # A Transformer has its embedding in front of what counts as hidden.
    first = behind + 1 + len(network.hidden) - len(network.structure.hidden)
    new = tuple(range(first, first + len(made.layers) - len(network.layers)))
    kept = [layer for index, layer in enumerate(made.layers) if index not in new]
    for old, layer in zip(network.layers, kept, strict=True):
        for target, source in zip(_tensors(layer), _tensors(old), strict=True):
            target.copy_(source)
    made.initialize(experiment.initialization, generator, new, experiment.weight_scale)
    # Of a pair of convolutions the one that ends it.
    last = made.layers[new[-1]]
    if not made.skip:
        _hand_on(last)
    elif made.normalize is not None and experiment.family != "transformer":
        # Drawn weights and a gamma of 0 (Goyal et al. 2017, arXiv:1706.02677, section 5.1). Weights of 0 would have no
        # variance in front of the normalization, and gradients 1/sqrt(eps) = 316 times as large.
        last.norms[0].scale.zero_()
    else:
        for index, gate in _SILENT[experiment.family]:
            num_gates = last.plan.maps[index].num_gates
            for each in last.maps[index]:
                if each is not None:
                    each.chunk(num_gates)[gate].zero_()


def _hand_on(layer: Layer) -> None:
    """The identity: of a kernel its centre, of a recurrent level nothing of its state."""
    for each in (*layer.weights, *layer.biases):
        each.zero_()
    weight = layer.weight
    # [n, n], of a kernel [n, n, 3, 3] too.
    centre = weight if weight.dim() == 2 else weight[:, :, weight.shape[2] // 2, weight.shape[3] // 2]
    centre.fill_diagonal_(1.0)


def _widen(network: Network, made: Network, generator: Generator) -> None:
    """Unit i is copied to i, i + width, i + 2 width, ... in every layer, so that sums of layers still fit."""
    for old, layer in zip(network.layers, made.layers, strict=True):
        for plan, (old_weight, old_bias), (weight, bias) in zip(old.plan.maps, old.maps, layer.maps, strict=True):
            # Copies read exactly alike, or LayerNorm would divide what they differ by in rounding by their deviation.
            shared_out = _shared_out(old_weight, weight.shape[1], generator)
            weight.copy_(_copied(shared_out, len(weight), plan.num_gates))
            if bias is not None:
                assert old_bias is not None
                bias.copy_(_copied(old_bias, len(bias), plan.num_gates))
        for old_norm, norm in zip(_norm_tensors(old), _norm_tensors(layer), strict=True):
            # No family has both gates and normalizations.
            norm.copy_(_copied(old_norm, len(norm), 1))


def _copied(values: Tensor, size: int, num_gates: int) -> Tensor:
    """values [n, ...] -> [size, ...]: all of a gate's rows, again and again."""
    import torch

    times = size // len(values)
    return torch.cat([part.repeat(times, *[1] * (values.dim() - 1)) for part in values.chunk(num_gates)])


def _shared_out(weight: Tensor, num_columns: int, generator: Generator) -> Tensor:
    """weight [n, columns, ...] -> [n, num_columns, ...]: each entry as a sum over the copies of the unit that it reads.

    Not in equal parts: copies that are read alike would get equal gradients, and so would stay copies for ever. The
    shares are drawn for each entry by itself, because under Adam, which divides by the gradient's size, gradients that
    are proportional to each other are equal too. No share comes near 0, which would cut a copy off.
    """
    import torch

    times = num_columns // weight.shape[1]
    if times == 1:
        return weight
    shares = 0.5 + torch.rand(len(weight), times, *weight.shape[1:], generator=generator, dtype=torch.float64)
    shares /= shares.sum(dim=1, keepdim=True)
    return (weight.double().unsqueeze(1) * shares.to(weight.device)).flatten(1, 2)


def _tensors(layer: Layer) -> Iterator[Tensor]:
    """Parameters, and scales, shifts and running statistics of normalizations."""
    yield from layer.weights
    yield from layer.biases
    yield from _norm_tensors(layer)


def _norm_tensors(layer: Layer) -> Iterator[Tensor]:
    for norm in layer.norms:
        yield from (norm.scale, norm.shift, norm.running_mean, norm.running_var)
