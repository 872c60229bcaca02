"""Settings: everything that may change while the network trains."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, NamedTuple

from gradiometer.activations import ACTIVATIONS
from gradiometer.clippings import CLIPPINGS
from gradiometer.fields import Choice, Field, FieldError, Flag, Integer, Number
from gradiometer.initializations import INITIALIZATIONS
from gradiometer.normalizations import NORMALIZATIONS
from gradiometer.optimizers import OPTIMIZERS

# In the order in which a person meets them in the panel.
SETTING_FIELDS: dict[str, Field] = {
    "activation": Choice(
        title="Activation",
        help="The function behind every hidden layer. Its slope is a factor of every earlier layer's gradient.",
        options={name: activation.title for name, activation in ACTIVATIONS.items()},
    ),
    "normalization": Choice(
        title="Normalization",
        help="Stands between the linear map and the activation of every hidden layer.",
        options={name: normalization.title for name, normalization in NORMALIZATIONS.items()},
    ),
    "skip": Flag(
        title="Skip connections",
        help="Adds a block's input to its output wherever the two have the same width.",
    ),
    "skip_weight": Number(
        title="Skip weight",
        help="What a block passes by itself is multiplied with this first. 0 is as if there were no skip connections, "
        "so that they can be added without a jump and turned up.",
        low=0.0,
        high=100.0,
        slider=(0.0, 1.0),
    ),
    "branch_scale": Number(
        title="Branch scale",
        help="What a block adds to its input is multiplied with this first. 1/sqrt(number of branches) keeps the sum "
        "from growing with depth.",
        low=0.0,
        high=100.0,
    ),
    "norm_place": Choice(
        title="Normalize",
        help="Where a Transformer's normalizations stand: in front of each branch (pre-LN), or behind each sum "
        "(post-LN, as first published).",
        options={"before": "before branches (pre-LN)", "after": "after sums (post-LN)"},
    ),
    "forget_bias": Number(
        title="Forget bias",
        help="Added to what an LSTM's forget gate reads. At b the cell keeps the share sigmoid(b) of itself at each "
        "step: for T steps it takes about ln T.",
        low=-20.0,
        high=20.0,
        slider=(-2.0, 8.0),
    ),
    "clipping": Choice(
        title="Gradient clipping",
        help="Bounds the gradient before the optimizer sees it.",
        options={name: clipping.title for name, clipping in CLIPPINGS.items()},
    ),
    "clip_threshold": Number(
        title="Clip threshold",
        help="The largest norm, or for value clipping the largest magnitude, that passes unclipped.",
        low=0.0,
        high=1e12,
        above=True,
    ),
    "optimizer": Choice(
        title="Optimizer",
        help="Turns the gradient into an update. Changing it discards its moments.",
        options={name: optimizer.title for name, optimizer in OPTIMIZERS.items()},
    ),
    "learning_rate": Number(
        title="Learning rate", help="The size of an update against the gradient.", low=0.0, high=1e6
    ),
    "momentum": Number(
        title="Momentum",
        help="The share of the last update that goes on. Used by SGD with momentum.",
        low=0.0,
        high=0.99999,
    ),
    "weight_decay": Number(
        title="Weight decay",
        help="Adds this multiple of each weight to its gradient (L2): lambda / n in Nielsen's book, n training "
        "examples. Biases do not decay.",
        low=0.0,
        high=1e3,
    ),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """What may change mid-session. Frozen: make a changed copy with `dataclasses.replace`.

    Raises FieldError where a value is not allowed.
    """

    activation: str = "sigmoid"
    """A name in ACTIVATIONS."""
    normalization: str = "none"
    """A name in NORMALIZATIONS."""
    skip: bool = False
    """Whether a block's input is added to its output where widths match."""
    skip_weight: float = 1.0
    """Factor of a block's input where it is added to the block's output; 0: as without skip connections."""
    branch_scale: float = 1.0
    """Factor of what is added to a block's input."""
    norm_place: str = "before"
    """`before` or `after`: of a Transformer's normalizations."""
    forget_bias: float = 0.0
    """Of LSTMs, added to the forget gate's own bias."""
    clipping: str = "off"
    """A name in CLIPPINGS."""
    clip_threshold: float = 1.0
    """Norm or value, by the clipping."""
    optimizer: str = "sgd"
    """A name in OPTIMIZERS."""
    learning_rate: float = 0.1
    momentum: float = 0.9
    weight_decay: float = 0.0
    """L2 coefficient; Nielsen's lambda / n."""

    def __post_init__(self) -> None:
        for name, field in SETTING_FIELDS.items():
            object.__setattr__(self, name, field.check(f"settings.{name}", getattr(self, name)))

    def as_dict(self) -> dict[str, Any]:
        """Plain values by name, ready for JSON or TOML."""
        return dataclasses.asdict(self)

    @classmethod
    def from_dict(cls, values: object, *, lenient: bool = False) -> Settings:
        """The inverse of `as_dict`; what is missing keeps its default; lenient: what is not known is left out.

        Raises FieldError.
        """
        if not isinstance(values, dict):
            raise FieldError(f"settings = {values!r} is not allowed: give a table of names and values")
        if lenient:
            values = {name: value for name, value in values.items() if name in SETTING_FIELDS}
        for name in values:
            if name not in SETTING_FIELDS:
                raise FieldError(f"settings.{name} is not a setting: choose one of {', '.join(SETTING_FIELDS)}")
        return cls(**values)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reinitialize:
    """A command: draw the weights and biases of some layers anew.

    layers: indices from the input, or None for all. Raises FieldError.
    """

    scheme: str
    layers: tuple[int, ...] | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        INITIALIZATION_FIELD.check("initialization", self.scheme)


INITIALIZATION_FIELD = Choice(
    title="Initialization",
    help="The law that weights and biases are drawn from.",
    options={name: initialization.title for name, initialization in INITIALIZATIONS.items()},
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ramp:
    """A command: go over to other settings little by little, in so many steps. Raises FieldError.

    Which settings can go by degrees: see ramps.RAMPABLE.
    """

    settings: Settings
    steps: int

    def __post_init__(self) -> None:
        RAMP_STEPS_FIELD.check("ramp", self.steps)


@dataclass(frozen=True, kw_only=True, slots=True)
class Rewrite:
    """A command: write the weights anew so that the network computes the same with other settings.

    surgery: a name in surgeries.SURGERIES, which says what holds before; settings: those in force afterwards.
    """

    surgery: str
    settings: Settings


RAMP_STEPS_FIELD = Integer(
    title="Ramp", help="Over how many steps the change is made, little by little.", low=2, high=1_000_000
)

Change = Settings | Reinitialize | Ramp | Rewrite


def settings_after(change: Change, before: Settings) -> Settings:
    """Those in force once a change is made, and once what it sets on its way has arrived."""
    if isinstance(change, Reinitialize):
        return before
    return change if isinstance(change, Settings) else change.settings


class Asked(NamedTuple):
    """A change, and the finding that it shall cure, in a few words; empty where a person just wants it."""

    change: Change
    because: str = ""


def describe_value(name: str, value: Any) -> str:
    """A setting's value as a person reads it: `ReLU`, `on`, `0.1`."""
    field = SETTING_FIELDS[name]
    if isinstance(field, Choice):
        return field.options[value]
    if isinstance(field, Flag):
        return "on" if value else "off"
    return f"{value:g}"


def describe_difference(before: Settings, after: Settings) -> str:
    """What changed between two settings in one line: `Activation: Sigmoid → ReLU`; empty where nothing did."""
    parts = []
    for name, field in SETTING_FIELDS.items():
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            parts.append(f"{field.title}: {describe_value(name, old)} → {describe_value(name, new)}")
    return "; ".join(parts)


def describe_outcome(before: Settings, after: Settings) -> str:
    """What holds after a change in a few words: `ReLU, skips on`."""
    return ", ".join(
        describe_briefly(name, getattr(after, name))
        for name in SETTING_FIELDS
        if getattr(before, name) != getattr(after, name)
    )


_BRIEFLY = {
    "normalization": "norm {}",
    "skip": "skips {}",
    "skip_weight": "skips x {}",
    "branch_scale": "branches x {}",
    "norm_place": "norm {}",
    "forget_bias": "forget bias {}",
    "clipping": "clip {}",
    "clip_threshold": "threshold {}",
    "learning_rate": "rate {}",
    "momentum": "momentum {}",
    "weight_decay": "decay {}",
}


def describe_briefly(name: str, value: Any) -> str:
    """A setting's value in words that can stand alone: `ReLU`, `skips on`, `rate 0.1`."""
    return _BRIEFLY.get(name, "{}").format(describe_value(name, value))
