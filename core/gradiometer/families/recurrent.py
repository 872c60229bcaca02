"""What recurrent families share: levels that are unrolled time step by time step, so that every state has a gradient.

PyTorch's fused modules (nn.LSTM and its kin) give the states at the end, and no gradient at the steps between: here
each h_t is a tensor of its own, whose gradient autograd keeps at a closer look. Weights W_x [gates * units, inputs],
W_h [gates * units, units] and one bias; h_0 = c_0 = 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from gradiometer.families.family import (
    ONLY_TRANSFORMER,
    Blocked,
    Family,
    LayerPlan,
    MapPlan,
    NormPlan,
    Structure,
    dense,
    refuse_hidden,
)
from gradiometer.families.tap import Tap
from gradiometer.fields import FieldError
from gradiometer.outline import describe_widths

if TYPE_CHECKING:
    from torch import Tensor

    from gradiometer.families.family import Outputs
    from gradiometer.network import Layer, Network

    # network, layer, its inputs times W_x plus bias at each time step [batch, gates * units], whether to keep what is
    # inside -> the states h_t [batch, units], the tap without what the layer hands on
    Unroll = Callable[[Network, Layer, Sequence[Tensor], bool], tuple[list[Tensor], Tap | None]]


SEQUENCES = ("mnist_rows", "mnist_pixels", "adding", "copying")


def sequence_reader(family: str) -> Callable[[tuple[int, ...]], tuple[int, ...]]:
    """How a family of this name reads examples: a sequence as it is; an image [channels, height, width] row by row,
    from the top.
    """

    def read(shape: tuple[int, ...]) -> tuple[int, ...]:
        if len(shape) == 3:
            channels, height, width = shape
            return (height, width * channels)
        if len(shape) != 2:
            raise FieldError(
                f"family = {family!r} is not allowed: it reads sequences or images, and these data are single vectors"
            )
        return shape

    return read


def _check(structure: Structure) -> None:
    """At least one level. Raises FieldError."""
    if not structure.hidden:
        raise refuse_hidden(structure.hidden, "a recurrent network has at least one level")


def _widths_of(structure: Structure) -> tuple[int, ...]:
    """From the features of a time step to the output."""
    return (structure.shape[1], *structure.hidden, structure.num_outputs)


def _plan_of(structure: Structure, num_gates: int, *, normalized: bool) -> list[LayerPlan]:
    """`recurrent 1`, ..., `output`. normalized: whether a normalization can stand in front of the activation."""
    layers = []
    for index, (num_inputs, units) in enumerate(pairwise(_widths_of(structure)[:-1])):
        fan_out = num_gates * units
        # nn.RNN, nn.LSTM and nn.GRU draw everything from U(-1/sqrt(units), 1/sqrt(units)).
        of_inputs = MapPlan(key="x", shape=(fan_out, num_inputs), num_gates=num_gates, torch_fan_in=units)
        of_state = MapPlan(key="h", shape=(fan_out, units), num_gates=num_gates, torch_fan_in=units, has_bias=False)
        norms = (NormPlan(size=fan_out),) if normalized else ()
        name = f"recurrent {index + 1}"
        layers.append(LayerPlan(name=name, maps=(of_inputs, of_state), norms=norms, num_units=fan_out))
    return [*layers, dense("output", structure.hidden[-1], structure.num_outputs, normalized=False)]


def _blocked_of(structure: Structure, more: Mapping[str, str]) -> Blocked:
    """What means nothing in any of them, and more."""
    found = {
        "norm_place": ONLY_TRANSFORMER,
        "normalization=batch": "The statistics of a batch differ from one time step to the next.",
        **more,
    }
    if not any(a == b for a, b in pairwise(_widths_of(structure)[:-1])):
        reason = "No level puts out as many values as it reads, so nothing can be added."
        found |= dict.fromkeys(("skip", "skip_weight", "branch_scale"), reason)
    return found


def _outputs_by(unroll: Unroll) -> Outputs:
    """The forward pass, whose levels are unrolled by `unroll`."""

    def outputs(network: Network, inputs: Tensor, taps: list[Tap] | None) -> Iterator[Tensor]:
        """Each level's states [time steps, batch, units], then the logits: [batch, num_outputs], of the last state, or
        [batch, time steps, num_outputs] where there is an answer at every step.
        """
        import torch
        from torch.nn.functional import linear

        # Time in front, so that each step's part lies in one piece.
        signal = inputs.transpose(0, 1).contiguous()
        for layer in network.hidden:
            of_inputs = linear(signal, layer.weight, layer.bias).unbind(0)
            states, tap = unroll(network, layer, of_inputs, taps is not None)
            given, signal = signal, torch.stack(states)
            if layer.skips:
                signal = network.add(given, signal, network.branch_scale)
            if taps is not None and tap is not None:
                taps.append(tap._replace(output=(signal,)))
            yield signal
        layer = network.layers[-1]
        if network.structure.answers_each_step:
            logits = linear(signal, layer.weight, layer.bias).transpose(0, 1)
        else:
            logits = linear(signal[-1], layer.weight, layer.bias)
        if taps is not None:
            taps.append(Tap((logits,), (logits,), (logits,), units_dim=-1, is_activated=False))
        yield logits

    return outputs


def recurrent_family(
    name: str,
    title: str,
    help: str,
    unroll: Unroll,
    *,
    num_gates: int,
    states: tuple[str, ...],
    settings: Mapping[str, str | float | bool],
    blocked: Mapping[str, str],
    normalized: bool = False,
) -> Family:
    """A family by what is its own. name: as in FAMILIES; states: what `unroll` keeps, its time quantities; blocked:
    what means nothing in it, besides what means nothing in any of them; normalized: whether a normalization can stand
    in front of the activation. The others: as of a Family.
    """

    def describe(structure: Structure) -> str:
        """`LSTM 2-64-1, 100 steps`."""
        return f"{name.upper()} {describe_widths(_widths_of(structure))}, {structure.shape[0]} steps"

    return Family(
        title=title,
        help=help,
        hidden_help="The units of each level.",
        read=sequence_reader(name),
        check=_check,
        plan=lambda structure: _plan_of(structure, num_gates, normalized=normalized),
        describe=describe,
        outputs=_outputs_by(unroll),
        blocked=lambda structure: _blocked_of(structure, blocked),
        data=SEQUENCES,
        hidden=(64,),
        settings=settings,
        answers_each_step=True,
        time_quantities=states,
    )
