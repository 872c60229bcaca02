"""Finds the layers of any torch module: what belongs together, in which order signals pass, and what cannot be
measured.

A layer is a module with parameters of its own, together with the normalization that directly follows it: delta is
taken behind that, as in networks of our own. A recurrent module counts as one layer for each of its levels.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn

from gradiometer.outline import LayerOutline, Outline
from gradiometer.probe import LayerTensors

# These take a constant of each channel away again, so that a bias before them has no influence.
_HIDES_BIAS = (nn.modules.batchnorm._BatchNorm, nn.modules.instancenorm._InstanceNorm)
NORMALIZATION_MODULES: tuple[type[nn.Module], ...] = (
    *_HIDES_BIAS,
    nn.LayerNorm,
    nn.GroupNorm,
    *((nn.RMSNorm,) if hasattr(nn, "RMSNorm") else ()),
)
_CONVOLUTIONS = (nn.modules.conv._ConvNd,)
# Modules whose bias is added to what they put out, so that its gradient is delta.
_ADD_BIAS = (nn.Linear, nn.Bilinear, *_CONVOLUTIONS, *NORMALIZATION_MODULES)
# Of these the units are the second dimension; of all others the last one.
_UNITS_SECOND = (*_CONVOLUTIONS, *_HIDES_BIAS, nn.GroupNorm)
_LEVEL = re.compile(r"_l(\d+)(_reverse)?$")
_WRAPPERS = ("_orig_mod.", "module.")
_MOST_NAMED = 4


@dataclass(eq=False)
class Layer:
    """One layer of a user's network.

    module: what has the parameters; normalization: the one that directly follows it, or None; shared: names of
    parameters that belong to an earlier layer already.
    """

    name: str
    module: nn.Module
    weights: list[nn.Parameter] = field(default_factory=list)
    biases: list[nn.Parameter] = field(default_factory=list)
    delta: nn.Parameter | None = None
    normalization: nn.Module | None = None
    shared: list[str] = field(default_factory=list)
    num_units: int = 0

    @property
    def exit(self) -> nn.Module:
        """The module that puts out z, the activation's input."""
        return self.normalization or self.module

    @property
    def units_dim(self) -> int:
        """The dimension of z that counts its units."""
        return 1 if isinstance(self.exit, _UNITS_SECOND) else -1

    @property
    def is_affine(self) -> bool:
        """Whether what it puts out is z itself, a sum with its bias, so that the gradient there is delta."""
        return isinstance(self.exit, (*_ADD_BIAS, nn.Embedding, nn.EmbeddingBag))

    @property
    def num_rows(self) -> int | None:
        """N_l where the weights are a map to so many units; None of all else."""
        if isinstance(self.module, nn.Linear):
            return self.module.out_features
        return self.module.out_channels if isinstance(self.module, _CONVOLUTIONS) else None

    @property
    def hides_bias(self) -> bool:
        """Whether a normalization takes its bias's influence away."""
        return bool(self.biases) and isinstance(self.normalization, _HIDES_BIAS)

    @property
    def tensors(self) -> LayerTensors:
        """What a probe measures of it."""
        if self.normalization is None:
            return LayerTensors(tuple(self.weights), tuple(self.biases), (), self.delta)
        others = tuple(self.normalization.parameters(recurse=False))
        shift = getattr(self.normalization, "bias", None)
        return LayerTensors(tuple(self.weights), tuple(self.biases), others, shift)

    @property
    def parameters(self) -> list[nn.Parameter]:
        """All of them."""
        tensors = self.tensors
        return [*tensors.weights, *tensors.biases, *tensors.others]


def find_layers(model: nn.Module) -> list[Layer]:
    """The layers of a model in the order in which it names its modules; a parameter belongs to the first that has it.

    Raises ValueError where there are none, or where a parameter has no shape yet.
    """
    layers: list[Layer] = []
    seen: dict[int, str] = {}
    for path, module in model.named_modules():
        levels: dict[str, Layer] = {}
        for name, parameter in module.named_parameters(recurse=False):
            if isinstance(parameter, nn.UninitializedParameter):
                raise ValueError(f"{path}.{name} has no shape yet: run one batch through the model before watching it")
            level = _LEVEL.search(name) if isinstance(module, nn.RNNBase) else None
            suffix = "" if level is None else f" level {int(level[1]) + 1}{' reverse' if level[2] else ''}"
            layer = levels.setdefault(suffix, Layer(f"{_plain(path) or type(model).__name__}{suffix}", module))
            if id(parameter) in seen:
                layer.shared.append(f"{name} is {seen[id(parameter)]}")
                continue
            seen[id(parameter)] = f"{_plain(path)}.{name}".lstrip(".")
            _sort_in(layer, name, parameter)
        layers += levels.values()
    if not layers:
        raise ValueError(f"{type(model).__name__} has no parameters: there is nothing to watch")
    return layers


def _plain(path: str) -> str:
    """Without what compiling or spreading a model over devices puts in front."""
    for prefix in _WRAPPERS:
        path = path.removeprefix(prefix) if path != prefix[:-1] else ""
    return path


def _sort_in(layer: Layer, name: str, parameter: nn.Parameter) -> None:
    if not parameter.numel():
        return
    is_bias = name.startswith("bias") or name.endswith("bias")
    (layer.biases if is_bias else layer.weights).append(parameter)
    if is_bias and (isinstance(layer.module, _ADD_BIAS) or name.startswith(("bias_ih", "in_proj_bias"))):
        layer.delta = parameter


def order_layers(layers: Sequence[Layer], called: Sequence[nn.Module]) -> list[Layer]:
    """In the order of their first call; a layer that was not called stands behind the one that is named before it."""
    first: dict[int, int] = {}
    for index, module in enumerate(called):
        first.setdefault(id(module), index)
    place, places = -1, []
    for layer in layers:
        place = first.get(id(layer.module), place)
        places.append(place)
    return [layer for _, layer in sorted(zip(places, layers, strict=True), key=lambda pair: pair[0])]


def join_normalizations(layers: Sequence[Layer], followed_by: Sequence[tuple[nn.Module, nn.Module]]) -> list[Layer]:
    """Give each layer the normalization that takes what it puts out; that is no layer of its own any more.

    followed_by: (a module, the normalization that was called with its very output).
    """
    of_module: dict[int, list[Layer]] = {}
    for layer in layers:
        of_module.setdefault(id(layer.module), []).append(layer)
    joined: set[int] = set()
    for module, normalization in followed_by:
        owners, own = of_module.get(id(module), []), of_module.get(id(normalization), [])
        # A normalization whose parameters are shared stays alone, and one that follows several modules too.
        is_free = id(normalization) not in joined and not any(layer.shared for layer in own)
        if len(owners) == 1 and is_free and not isinstance(module, NORMALIZATION_MODULES):
            owners[0].normalization = normalization
            joined.add(id(normalization))
    return [layer for layer in layers if id(layer.module) not in joined]


def outline_of(name: str, model: nn.Module, layers: Sequence[Layer]) -> Outline:
    """What files and plots have to know of these layers."""
    described = tuple(
        LayerOutline(
            layer.name,
            sum(weight.numel() for weight in layer.weights),
            layer.num_units,
            _coarsest([parameter.dtype for parameter in layer.parameters]),
            layer.hides_bias,
        )
        for layer in layers
    )
    total = sum(parameter.numel() for parameter in model.parameters())
    is_wide = any(parameter.dtype in (torch.float64, torch.complex128) for parameter in model.parameters())
    title = f"{type(_unwrapped(model)).__name__}, {len(layers)} layers, {total:,} parameters"
    return Outline(name, title, "float64" if is_wide else "float32", described)


def _unwrapped(model: nn.Module) -> nn.Module:
    for prefix in _WRAPPERS:
        model = getattr(model, prefix[:-1], model)
    return model


def _coarsest(dtypes: Sequence[torch.dtype]) -> str:
    """The type that ends first towards zero; float32 of a layer that has no parameters of its own."""
    order = ["float16", "bfloat16", "float32", "complex64", "float64", "complex128"]
    names = [str(dtype).removeprefix("torch.") for dtype in dtypes]
    return min((name for name in names if name in order), key=order.index, default="float32")


def not_measured(layers: Sequence[Layer], num_calls: dict[int, int]) -> Iterator[str]:
    """What cannot be measured, and why: a sentence for each reason. num_calls: of each module in a pass, by id."""
    frozen = [each.name for each in layers if each.parameters and not any(p.requires_grad for p in each.parameters)]
    empty = [each.name for each in layers if not each.parameters and not each.shared]
    reused = [each.name for each in layers if num_calls.get(id(each.exit), 0) > 1]
    if frozen:
        yield f"{_names(frozen)}: frozen, so without gradient"
    if empty:
        yield f"{_names(empty)}: without entries, so without gradient"
    if reused:
        yield f"{_names(reused)}: used more than once in a pass, so delta at each use is not measured"
    kinds: dict[str, list[str]] = {}
    for layer in layers:
        if id(layer.exit) in num_calls and not layer.is_affine:
            kinds.setdefault(type(layer.exit).__name__, []).append(layer.name)
    for kind, names in kinds.items():
        yield f"{_names(names)}: the inside of {kind} is not seen, so neither are delta per example, gain and gate"
    for layer in layers:
        if layer.shared:
            yield f"{layer.name}: {', '.join(layer.shared)}, whose gradient is measured there"


def _names(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_MOST_NAMED])
    return shown if len(names) <= _MOST_NAMED else f"{shown} and {len(names) - _MOST_NAMED} more"


def units_silent(layer: Layer, outputs: Tensor) -> Tensor | None:
    """Units that put out exactly 0 for all examples and positions, bool [num_units]; None where there are none."""
    if outputs.dim() < 2:
        return None
    return (outputs == 0).movedim(layer.units_dim, 0).flatten(1).all(dim=1)
