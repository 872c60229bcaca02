"""The network of any family: its parameters, and the switches that flip with no rebuild."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Generator, Tensor, nn

from gradiometer.activations import ACTIVATIONS
from gradiometer.families import FAMILIES, LayerPlan, Structure, Tap
from gradiometer.initializations import INITIALIZATIONS
from gradiometer.normalizations import NORMALIZATIONS
from gradiometer.probe import LayerTensors
from gradiometer.ramps import Blend
from gradiometer.settings import Settings

if TYPE_CHECKING:
    from gradiometer.families.family import MapPlan
    from gradiometer.normalizations import Normalize


@dataclass(frozen=True, eq=False)
class Norm:
    """One normalization's tensors, [width] each. only_before: see families.family.NormPlan."""

    scale: nn.Parameter
    shift: nn.Parameter
    running_mean: Tensor
    running_var: Tensor
    only_before: bool


@dataclass(eq=False)
class Layer:
    """The tensors of one layer, as its plan says.

    weight [fan_out, ...], bias [fan_out]: the first of weights and of biases; maps: each weight with its bias (None
    where it has none); skips: whether what it reads is added to what it gives, in families that add layer by layer.
    """

    name: str
    plan: LayerPlan
    weights: tuple[nn.Parameter, ...]
    biases: tuple[nn.Parameter, ...]
    norms: tuple[Norm, ...]
    maps: tuple[tuple[nn.Parameter, nn.Parameter | None], ...]
    skips: bool = False

    def __post_init__(self) -> None:
        self.weight, self.bias = self.weights[0], self.biases[0]

    def tensors(self, norms: Sequence[Norm]) -> LayerTensors:
        """What a probe measures of it, norms: those that are in use.

        Delta is the gradient of a normalization's shift where one stands before the activation, else of a bias.
        """
        others = tuple(each for norm in norms for each in (norm.scale, norm.shift))
        place = self.plan.delta_norm
        delta = self.maps[self.plan.delta_map][1] if place is None or not norms else norms[place].shift
        return LayerTensors(self.weights, self.biases, others, delta)

    @property
    def parameters(self) -> list[nn.Parameter]:
        """Weights and biases, then scales and shifts."""
        return [*self.weights, *self.biases, *(each for norm in self.norms for each in (norm.scale, norm.shift))]


class Network(nn.Module):
    """A network of one of FAMILIES. `use` sets the switches; the forward pass is the family's own."""

    def __init__(self, family: str, structure: Structure, dtype: torch.dtype, device: torch.device):
        super().__init__()
        self.family = FAMILIES[family]
        self.structure = structure
        self._constants: dict[object, Tensor] = {}
        plans = self.family.plan(structure)
        self.layers = tuple(self._make(index, plan, dtype, device) for index, plan in enumerate(plans))
        self.hidden = self.layers[:-1]
        self._outputs = self.family.outputs
        self.use(Settings())

    def _make(self, index: int, plan: LayerPlan, dtype: torch.dtype, device: torch.device) -> Layer:
        """A layer's parameters, named after it and the keys in its plan."""

        def tensor(*shape: int) -> Tensor:
            return torch.zeros(*shape, dtype=dtype, device=device)

        def register(kind: str, key: str, value: Tensor) -> nn.Parameter:
            made = nn.Parameter(value)
            self.register_parameter(f"{kind}_{index}{key and f'_{key}'}", made)
            return made

        def buffer(kind: str, key: str, value: Tensor) -> Tensor:
            self.register_buffer(f"{kind}_{index}{key and f'_{key}'}", value)
            return value

        maps: list[tuple[nn.Parameter, nn.Parameter | None]] = []
        for each in plan.maps:
            weight = register("weight", each.key, tensor(*each.shape))
            maps.append((weight, register("bias", each.key, tensor(each.shape[0])) if each.has_bias else None))
        norms = [
            Norm(
                register("scale", each.key, tensor(each.size) + 1.0),
                register("shift", each.key, tensor(each.size)),
                buffer("running_mean", each.key, tensor(each.size)),
                buffer("running_var", each.key, tensor(each.size) + 1.0),
                each.only_before,
            )
            for each in plan.norms
        ]
        weights = tuple(weight for weight, _bias in maps)
        biases = tuple(bias for _weight, bias in maps if bias is not None)
        return Layer(plan.name, plan, weights, biases, tuple(norms), tuple(maps))

    def use(self, settings: Settings, blend: Blend | None = None) -> None:
        """Set all switches for the next forward pass. blend: where the activation is on its way from another one."""
        activation = ACTIVATIONS[settings.activation]
        self.activate: Callable[[Tensor], Tensor] = activation.resolve()
        self.steepest = activation.steepest
        """The largest slope that the activation can have."""
        if blend is not None:
            start = ACTIVATIONS[blend.before]
            self.activate = _blended(start.resolve(), self.activate, blend.way)
            self.steepest = (1.0 - blend.way) * start.steepest + blend.way * self.steepest
        self.normalize: Normalize | None = NORMALIZATIONS[settings.normalization].function
        self.norm_place = settings.norm_place
        self.skip = settings.skip
        self.skip_weight = settings.skip_weight
        self.branch_scale = settings.branch_scale
        self.forget_bias = settings.forget_bias
        for layer in self.hidden:
            fan_out, fan_in = layer.weight.shape[:2]
            layer.skips = settings.skip and fan_in == fan_out // layer.plan.maps[0].num_gates
        self.used: list[nn.Parameter] = [p for layer in self.layers for p in (*layer.weights, *layer.biases)]
        """The parameters that have a gradient under these settings; the others are passed by."""
        for layer in self.layers:
            self.used += [p for norm in self._norms_of(layer) for p in (norm.scale, norm.shift)]
        used = {id(parameter) for parameter in self.used}
        for parameter in self.parameters():
            if id(parameter) not in used:
                # Else what the last step gave it would be clipped, and counted, with the others.
                parameter.grad = None

    def _norms_of(self, layer: Layer) -> list[Norm]:
        """A layer's normalizations that are not passed by."""
        if self.normalize is None:
            return []
        return [norm for norm in layer.norms if self.norm_place == "before" or not norm.only_before]

    @property
    def tensors(self) -> list[LayerTensors]:
        """What a probe measures of each layer under the settings in use."""
        return [layer.tensors(self._norms_of(layer)) for layer in self.layers]

    def normalized(self, layer: Layer, index: int, signal: Tensor) -> Tensor:
        """A signal through one of a layer's normalizations, which is on."""
        assert self.normalize is not None
        norm = layer.norms[index]
        return self.normalize(signal, norm.scale, norm.shift, norm.running_mean, norm.running_var, self.training)

    def joined(self, signal: Tensor, branch: Tensor) -> Tensor:
        """The branch, added to the signal where skip connections are on."""
        return self.add(signal, branch, self.branch_scale) if self.skip else branch

    def add(self, signal: Tensor, branch: Tensor, branch_scale: float) -> Tensor:
        """skip_weight * signal + branch_scale * branch. A factor of 1 costs nothing."""
        if branch_scale != 1.0:
            branch = branch_scale * branch
        if self.skip_weight == 1.0:
            return signal + branch
        # Not 0 * signal, which is NaN where the signal has overflowed: at 0 the skip connection is not there.
        return self.skip_weight * signal + branch if self.skip_weight else branch

    def constant(self, name: str, make: Callable[..., object], *sizes: int) -> Tensor:
        """What `make(*sizes)` gives, in the network's precision; made once."""
        found = self._constants.get((name, sizes))
        if found is None:
            weight = self.layers[0].weight
            found = self._constants[(name, sizes)] = torch.tensor(
                make(*sizes), dtype=weight.dtype, device=weight.device
            )
        return found

    def outputs(self, inputs: Tensor, taps: list[Tap] | None = None) -> Iterator[Tensor]:
        """The output of each layer in turn; the last are the logits.

        taps: where what happens inside each layer is put, if anybody wants to know.
        """
        return self._outputs(self, inputs, taps)

    def forward(self, inputs: Tensor, taps: list[Tap] | None = None) -> Tensor:
        """inputs [batch, *structure.shape] -> logits [batch, num_outputs], or [batch, time steps, num_outputs]; taps
        as in `outputs`.
        """
        signal = inputs
        for signal in self._outputs(self, inputs, taps):  # noqa: B007 - the last one is the answer
            pass
        return signal

    @torch.no_grad()
    def initialize(
        self, scheme: str, generator: Generator, layers: tuple[int, ...] | None = None, scale: float = 1.0
    ) -> None:
        """Draw weights and biases of these layers (all where None) anew, from the input on; then the weights are
        multiplied with scale.

        Drawn on the CPU in the network's precision, so that a seed means the same weights on every device.
        """
        for index in range(len(self.layers)) if layers is None else layers:
            layer = self.layers[index]
            for each, (weight, bias) in zip(layer.plan.maps, layer.maps, strict=True):
                drawn_weight = torch.empty(weight.shape, dtype=weight.dtype)
                drawn_bias = torch.empty(0 if bias is None else len(bias), dtype=weight.dtype)
                _draw(scheme, each, drawn_weight, drawn_bias, generator)
                weight.copy_(drawn_weight.mul_(scale))
                if bias is not None:
                    bias.copy_(drawn_bias)

    @torch.no_grad()
    def reset_normalization(self) -> list[nn.Parameter]:
        """Start scale, shift and running statistics afresh; returns the parameters that were reset."""
        reset = []
        for norm in (norm for layer in self.layers for norm in layer.norms):
            norm.scale.fill_(1.0)
            norm.shift.zero_()
            norm.running_mean.zero_()
            norm.running_var.fill_(1.0)
            # None and not zero, or momentum and weight decay would move what is passed by.
            norm.scale.grad = norm.shift.grad = None
            reset += [norm.scale, norm.shift]
        return reset

    @torch.no_grad()
    def first_non_finite(self, inputs: Tensor) -> int | None:
        """The first layer, from the input on, whose output is not finite for these inputs; None where all are."""
        # A look must not move the running statistics.
        buffers = [(buffer, buffer.clone()) for buffer in self.buffers()]
        origin = None
        for index, signal in enumerate(self.outputs(inputs)):
            if not signal.isfinite().all():
                origin = index
                break
        for buffer, before in buffers:
            buffer.copy_(before)
        return origin


def _blended(
    before: Callable[[Tensor], Tensor], after: Callable[[Tensor], Tensor], way: float
) -> Callable[[Tensor], Tensor]:
    return lambda z: (1.0 - way) * before(z) + way * after(z)


def _draw(scheme: str, plan: MapPlan, weight: Tensor, bias: Tensor, generator: Generator) -> None:
    """Fill a map's weight and bias by a law, gate by gate."""
    law = INITIALIZATIONS[scheme]
    fan_in = plan.torch_fan_in if law.is_torchs_own else None
    biases = bias.chunk(plan.num_gates) if len(bias) else [bias] * plan.num_gates
    for part, part_bias in zip(weight.chunk(plan.num_gates), biases, strict=True):
        law.draw(part, part_bias, generator, fan_in or part[0].numel())
