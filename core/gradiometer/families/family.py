"""What a family of networks is: which layers it has, which switches mean something in it, and its forward pass."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gradiometer.families.tap import Tap
from gradiometer.fields import FieldError

if TYPE_CHECKING:
    from torch import Tensor

    from gradiometer.network import Network

    # network, inputs [batch, *shape], where to put what happens inside (None: nobody asks) -> each layer's output
    Outputs = Callable[[Network, Tensor, list[Tap] | None], Iterator[Tensor]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """Everything fixed that a network is built of.

    hidden: a width for each hidden layer, from the input on; shape: of one example, as the family reads it;
    num_outputs: of the output layer; answers_each_step: whether there is an answer at every time step; heads: of
    attention.
    """

    hidden: tuple[int, ...]
    shape: tuple[int, ...]
    num_outputs: int
    answers_each_step: bool = False
    heads: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPlan:
    """A weight, and the bias that is added to what it gives.

    key: tells the parameters of a layer apart; shape: of the weight, [fan_out, fan_in] or of a convolution
    [fan_out, channels, height, width]; num_gates: equal parts of fan_out that are drawn one by one; torch_fan_in: what
    PyTorch's own default law takes for fan_in, where that is another width.
    """

    key: str = ""
    shape: tuple[int, ...]
    has_bias: bool = True
    num_gates: int = 1
    torch_fan_in: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NormPlan:
    """A normalization's scale and shift, and its running statistics.

    key: as of a map; size: of each; only_before: whether it is there only where normalizations stand before branches.
    """

    key: str = ""
    size: int
    only_before: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerPlan:
    """One layer. maps: its weights; norms: its normalizations, passed by where these are off.

    delta_map: the map whose bias's gradient is delta; delta_norm: the normalization whose shift's gradient is delta
    instead where that stands between; None: none does. num_units: values that it puts out for one example, of a
    convolution channels; num_rows: fan_out of a layer that is a single map, else None.
    """

    name: str
    maps: tuple[MapPlan, ...]
    norms: tuple[NormPlan, ...] = ()
    delta_map: int = 0
    delta_norm: int | None = 0
    num_units: int
    num_rows: int | None = None

    @property
    def num_weights(self) -> int:
        """Entries of all weights."""
        return sum(math.prod(each.shape) for each in self.maps)

    @property
    def num_biases(self) -> int:
        """Entries of all biases."""
        return sum(each.shape[0] for each in self.maps if each.has_bias)


def dense(name: str, fan_in: int, fan_out: int, *, normalized: bool = True) -> LayerPlan:
    """A layer that is one linear map; normalized: whether a normalization can stand behind it."""
    norms = (NormPlan(size=fan_out),) if normalized else ()
    shape = (fan_out, fan_in)
    return LayerPlan(name=name, maps=(MapPlan(shape=shape),), norms=norms, num_units=fan_out, num_rows=fan_out)


Blocked = Mapping[str, str]
"""Why a setting means nothing in a family: `activation` -> reason; `normalization=batch` -> why this one value."""


@dataclass(frozen=True, kw_only=True)
class Family:
    """title: what a person reads; help: in a sentence; hidden_help: what the widths of hidden layers mean.

    read: the shape in which examples are handed to it, of their own shape; raises FieldError where it cannot read
    them. check: raises FieldError where the structure makes no network. plan: its layers, from the input on, the
    output layer last. describe: the structure in a few characters. outputs: the forward pass. blocked: settings that
    mean nothing. data: names in DATASETS that it is made for, the first of them to begin with; hidden, settings: what
    else a person begins with who chooses it. answers_each_step: whether it can answer at every time step;
    time_quantities: names in TIME_QUANTITIES that a pass gives for every time step.
    """

    title: str
    help: str
    hidden_help: str
    read: Callable[[tuple[int, ...]], tuple[int, ...]]
    check: Callable[[Structure], None]
    plan: Callable[[Structure], Sequence[LayerPlan]]
    describe: Callable[[Structure], str]
    outputs: Outputs
    blocked: Callable[[Structure], Blocked]
    data: tuple[str, ...]
    hidden: tuple[int, ...]
    settings: Mapping[str, str | float | bool]
    answers_each_step: bool = False
    time_quantities: tuple[str, ...] = ()


ONLY_TRANSFORMER = "Only a Transformer has its normalizations before or after the branches."
ONLY_LSTM = "Only an LSTM has a forget gate."


def never(structure: Structure) -> None:
    """A check that finds nothing."""


def flat(shape: tuple[int, ...]) -> tuple[int, ...]:
    """Examples of any shape, as vectors."""
    return (math.prod(shape),)


def refuse_hidden(hidden: tuple[int, ...], allowed: str) -> FieldError:
    """The error for widths that a family cannot have."""
    return FieldError(f"hidden = {list(hidden)} is not allowed: {allowed}")
