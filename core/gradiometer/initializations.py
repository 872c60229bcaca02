"""The laws a layer's weights and bias can be drawn from.

To add one, add one line to INITIALIZATIONS and the function it names. fan_in and fan_out are the widths a layer
reads from and writes to; of a convolution, times the pixels of its kernel.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Generator, Tensor

    # Fills weight [fan_out, fan_in], of a convolution [fan_out, channels, height, width], and bias [fan_out], which may
    # be empty, in place. The number is fan_in.
    Draw = Callable[[Tensor, Tensor, Generator, int], None]


@dataclass(frozen=True)
class Initialization:
    """title: what a person reads; law: the distributions in the field's notation; draw: fills a layer in place;
    variances: Var w and Var b for a fan_in and a fan_out; is_torchs_own: whether it follows PyTorch, whose recurrent
    modules take their number of units for fan_in; keeps_lengths: whether w is a multiple of a (semi-)orthogonal matrix.
    """

    title: str
    law: str
    draw: Draw
    variances: Callable[[int, int], tuple[float, float]]
    is_torchs_own: bool = False
    keeps_lengths: bool = False


def _normal(weight: Tensor, bias: Tensor, generator: Generator, fan_in: int) -> None:
    weight.normal_(0.0, 1.0, generator=generator)
    bias.normal_(0.0, 1.0, generator=generator)


def _normal_fan_in(weight: Tensor, bias: Tensor, generator: Generator, fan_in: int) -> None:
    weight.normal_(0.0, 1.0 / math.sqrt(fan_in), generator=generator)
    bias.normal_(0.0, 1.0, generator=generator)


def _xavier(weight: Tensor, bias: Tensor, generator: Generator, fan_in: int) -> None:
    fan_out = len(weight) * weight[0, 0].numel()
    weight.normal_(0.0, math.sqrt(2.0 / (fan_in + fan_out)), generator=generator)
    bias.zero_()


def _he(weight: Tensor, bias: Tensor, generator: Generator, fan_in: int) -> None:
    weight.normal_(0.0, math.sqrt(2.0 / fan_in), generator=generator)
    bias.zero_()


def _orthogonal(weight: Tensor, bias: Tensor, generator: Generator, fan_in: int) -> None:
    from torch.nn.init import orthogonal_

    orthogonal_(weight, generator=generator)
    bias.zero_()


def _pytorch(weight: Tensor, bias: Tensor, generator: Generator, fan_in: int) -> None:
    bound = 1.0 / math.sqrt(fan_in)
    weight.uniform_(-bound, bound, generator=generator)
    bias.uniform_(-bound, bound, generator=generator)


INITIALIZATIONS = {
    "normal": Initialization("N(0, 1)", "w ~ N(0, 1), b ~ N(0, 1)", _normal, lambda fan_in, fan_out: (1.0, 1.0)),
    "normal_fan_in": Initialization(
        "N(0, 1/fan_in)",
        "w ~ N(0, 1/fan_in), b ~ N(0, 1)",
        _normal_fan_in,
        lambda fan_in, fan_out: (1.0 / fan_in, 1.0),
    ),
    # Glorot & Bengio 2010, equation 12, as a normal law of the same variance.
    "xavier": Initialization(
        "Xavier",
        "w ~ N(0, 2/(fan_in + fan_out)), b = 0",
        _xavier,
        lambda fan_in, fan_out: (2.0 / (fan_in + fan_out), 0.0),
    ),
    # He, Zhang, Ren & Sun 2015, equation 10.
    "he": Initialization("He", "w ~ N(0, 2/fan_in), b = 0", _he, lambda fan_in, fan_out: (2.0 / fan_in, 0.0)),
    # Saxe, McClelland & Ganguli 2014. Rows, or columns where there are fewer, of length 1.
    "orthogonal": Initialization(
        "Orthogonal",
        "w a random (semi-)orthogonal matrix, b = 0",
        _orthogonal,
        lambda fan_in, fan_out: (1.0 / max(fan_in, fan_out), 0.0),
        keeps_lengths=True,
    ),
    # What torch.nn.Linear draws.
    "pytorch": Initialization(
        "PyTorch default",
        "w, b ~ U(-1/sqrt(fan_in), 1/sqrt(fan_in))",
        _pytorch,
        lambda fan_in, fan_out: (1.0 / (3.0 * fan_in), 1.0 / (3.0 * fan_in)),
        is_torchs_own=True,
    ),
}
