"""The network: blocks of Linear -> normalization -> activation -> + input, whose switches flip with no rebuild."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import torch
from torch import Generator, Tensor, nn
from torch.nn.functional import linear

from gradiometer.activations import ACTIVATIONS
from gradiometer.initializations import INITIALIZATIONS
from gradiometer.normalizations import NORMALIZATIONS
from gradiometer.probe import LayerTensors
from gradiometer.settings import Settings

if TYPE_CHECKING:
    from gradiometer.normalizations import Normalize


class Tap(NamedTuple):
    """What happens inside a layer: z [batch, fan_out], the activation's input, after a normalization; phi(z).

    Of the output layer both are the logits.
    """

    z: Tensor
    activated: Tensor


@dataclass(frozen=True, eq=False)
class Layer:
    """The tensors of one layer.

    weight [fan_out, fan_in]; bias [fan_out]; hidden layers also have the normalization's scale (gamma) and
    shift (beta) and its running statistics, [fan_out] each.
    """

    name: str
    weight: nn.Parameter
    bias: nn.Parameter
    scale: nn.Parameter | None = None
    shift: nn.Parameter | None = None
    running_mean: Tensor | None = None
    running_var: Tensor | None = None

    def tensors(self, *, is_normalized: bool) -> LayerTensors:
        """What a probe measures of it: delta is the shift's gradient where a normalization is on, else the bias's."""
        if is_normalized and self.scale is not None and self.shift is not None:
            return LayerTensors((self.weight,), (self.bias,), (self.scale, self.shift), self.shift)
        return LayerTensors((self.weight,), (self.bias,), (), self.bias)

    @property
    def parameters(self) -> list[nn.Parameter]:
        """Weight and bias, then scale and shift where the layer has them."""
        return [p for p in (self.weight, self.bias, self.scale, self.shift) if p is not None]


class Network(nn.Module):
    """A multilayer perceptron. `use` sets the switches; the output layer has neither normalization nor activation.

    widths: from the input to the output, `[num_layers + 1]`; names: one a layer.
    """

    def __init__(self, widths: tuple[int, ...], names: tuple[str, ...], dtype: torch.dtype, device: torch.device):
        super().__init__()
        layers = []
        for index, ((fan_in, fan_out), name) in enumerate(zip(pairwise(widths), names, strict=True)):

            def parameter(key: str, value: Tensor, index: int = index) -> nn.Parameter:
                made = nn.Parameter(value)
                self.register_parameter(f"{key}_{index}", made)
                return made

            def buffer(key: str, value: Tensor, index: int = index) -> Tensor:
                self.register_buffer(f"{key}_{index}", value)
                return value

            weight = parameter("weight", torch.empty(fan_out, fan_in, dtype=dtype, device=device))
            bias = parameter("bias", torch.empty(fan_out, dtype=dtype, device=device))
            if index == len(names) - 1:
                layers.append(Layer(name, weight, bias))
                continue
            ones = torch.ones(fan_out, dtype=dtype, device=device)
            layers.append(
                Layer(
                    name,
                    weight,
                    bias,
                    parameter("scale", ones.clone()),
                    parameter("shift", torch.zeros_like(ones)),
                    buffer("running_mean", torch.zeros_like(ones)),
                    buffer("running_var", ones.clone()),
                )
            )
        self.layers = tuple(layers)
        self.use(Settings())

    def use(self, settings: Settings) -> None:
        """Set activation, normalization and skip connections for the next forward pass."""
        self._activate: Callable[[Tensor], Tensor] = ACTIVATIONS[settings.activation].resolve()
        self._normalize: Normalize | None = NORMALIZATIONS[settings.normalization].function
        self.used: list[nn.Parameter] = [p for layer in self.layers for p in (layer.weight, layer.bias)]
        """The parameters that have a gradient under these settings; the others are passed by."""
        if self._normalize is not None:
            self.used += [p for layer in self.layers for p in (layer.scale, layer.shift) if p is not None]
        self._hidden = [
            (layer, settings.skip and layer.weight.shape[0] == layer.weight.shape[1]) for layer in self.layers[:-1]
        ]

    @property
    def tensors(self) -> list[LayerTensors]:
        """What a probe measures of each layer under the settings in use."""
        return [layer.tensors(is_normalized=self._normalize is not None) for layer in self.layers]

    def outputs(self, inputs: Tensor, taps: list[Tap] | None = None) -> Iterator[Tensor]:
        """The output of each layer in turn, [batch, fan_out]; the last are the logits.

        taps: where what happens inside each layer is put, if anybody wants to know.
        """
        activate, normalize, training = self._activate, self._normalize, self.training
        signal = inputs
        for layer, skips in self._hidden:
            z = linear(signal, layer.weight, layer.bias)
            if normalize is not None:
                z = normalize(z, layer.scale, layer.shift, layer.running_mean, layer.running_var, training)  # type: ignore[arg-type]
            activated = activate(z)
            if taps is not None:
                taps.append(Tap(z, activated))
            signal = activated + signal if skips else activated
            yield signal
        output = self.layers[-1]
        logits = linear(signal, output.weight, output.bias)
        if taps is not None:
            taps.append(Tap(logits, logits))
        yield logits

    def forward(self, inputs: Tensor, taps: list[Tap] | None = None) -> Tensor:
        """inputs [batch, widths[0]] -> logits [batch, widths[-1]]; taps as in `outputs`."""
        signal = inputs
        for signal in self.outputs(inputs, taps):  # noqa: B007 - the last one is the answer
            pass
        return signal

    @torch.no_grad()
    def initialize(self, scheme: str, generator: Generator, layers: tuple[int, ...] | None = None) -> None:
        """Draw weights and biases of these layers (all where None) anew, from the input on.

        Drawn on the CPU in the network's precision, so that a seed means the same weights on every device.
        """
        draw = INITIALIZATIONS[scheme].draw
        for index in range(len(self.layers)) if layers is None else layers:
            layer = self.layers[index]
            weight = torch.empty(layer.weight.shape, dtype=layer.weight.dtype)
            bias = torch.empty(layer.bias.shape, dtype=layer.bias.dtype)
            draw(weight, bias, generator)
            layer.weight.copy_(weight)
            layer.bias.copy_(bias)

    @torch.no_grad()
    def reset_normalization(self) -> list[nn.Parameter]:
        """Start scale, shift and running statistics afresh; returns the parameters that were reset."""
        reset = []
        for layer in self.layers:
            if layer.scale is None or layer.shift is None:
                continue
            layer.scale.fill_(1.0)
            layer.shift.zero_()
            assert layer.running_mean is not None
            assert layer.running_var is not None
            layer.running_mean.zero_()
            layer.running_var.fill_(1.0)
            # None and not zero, or momentum and weight decay would move what is passed by.
            layer.scale.grad = layer.shift.grad = None
            reset += [layer.scale, layer.shift]
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
