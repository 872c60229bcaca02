"""An experiment: everything that is fixed for one session, and the settings it starts with. Read from TOML."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

from gradiometer.datasets import DATASETS
from gradiometer.fields import Choice, Field, FieldError, Flag, Integer, Integers, Number, Text
from gradiometer.losses import LOSSES
from gradiometer.normalizations import NORMALIZATIONS
from gradiometer.outline import LayerOutline, Outline, describe_widths
from gradiometer.settings import (
    INITIALIZATION_FIELD,
    SETTING_FIELDS,
    Change,
    Reinitialize,
    Settings,
)

# In the order in which a person meets them in the "New session" dialog.
EXPERIMENT_FIELDS: dict[str, Field] = {
    "name": Text(title="Name", help="What the session is called."),
    "data": Choice(
        title="Data",
        help="The examples; the last ones are held out.",
        options={name: data.title for name, data in DATASETS.items()},
    ),
    "num_train": Integer(title="Training examples", help="The first so many examples.", low=1, high=1_000_000),
    "num_held_out": Integer(
        title="Held-out examples", help="The last so many examples, never trained on.", low=0, high=1_000_000
    ),
    "hidden": Integers(
        title="Hidden layers",
        help="The width of each hidden layer, input side first.",
        low=1,
        high=8192,
        most=512,
    ),
    "loss": Choice(
        title="Loss",
        help="The mean over the batch of this cost.",
        options={name: loss.title for name, loss in LOSSES.items()},
    ),
    "batch_size": Integer(title="Batch size", help="Examples in one step.", low=1, high=1_000_000),
    "initialization": INITIALIZATION_FIELD,
    "seed": Integer(title="Seed", help="Draws the first weights and the order of the examples.", low=0, high=2**63 - 1),
    "device": Choice(
        title="Device",
        help="Where the network trains.",
        options={"cpu": "CPU", "cuda": "CUDA (graphics card)"},
    ),
    "dtype": Choice(
        title="Precision",
        help="float32 ends near 1e-45, float64 near 1e-324.",
        options={"float32": "float32", "float64": "float64"},
    ),
    "steps": Integer(
        title="Planned steps", help="Training stops there; 0: it goes on until stopped.", low=0, high=10**12
    ),
    "norms_every": Integer(
        title="Norms every",
        help="Steps from one measurement of all norms to the next; 0: as often as the budget allows.",
        low=0,
        high=1_000_000,
    ),
    "histogram_every": Integer(
        title="Histogram every", help="Steps from one gradient histogram to the next.", low=1, high=1_000_000
    ),
    "evaluate_every": Integer(
        title="Evaluate every", help="Steps from one held-out evaluation to the next.", low=1, high=1_000_000
    ),
    "watch_share": Number(
        title="Watching budget",
        help="Share of the training time that watching may take; norms and closer looks are as frequent as it allows.",
        low=0.0,
        high=10.0,
    ),
    "watch_everything": Flag(
        title="Every step, everything", help="Norms, histograms and a closer look at each step, whatever they take."
    ),
    "most_mb_per_hour": Number(
        title="File, MB an hour at most",
        help="Where the file would grow faster, less is measured, and an event says so.",
        low=1.0,
        high=1e6,
    ),
    "snapshot_mb": Number(
        title="Snapshots, MB at most",
        help="From a snapshot a run goes on as if it had never stopped. What all of them may take; 0: there are none.",
        low=0.0,
        high=1e6,
    ),
    "snapshot_every": Integer(
        title="Snapshot every",
        help="Steps from one snapshot to the next; 0: about twice a minute. There is one before each change, too.",
        low=0,
        high=10**12,
    ),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Experiment:
    """What is fixed for a session. Raises FieldError where a value is not allowed."""

    name: str = "digits"
    data: str = "mnist"
    num_train: int = 50_000
    num_held_out: int = 10_000
    hidden: tuple[int, ...] = (30, 30, 30, 30)
    loss: str = "softmax_cross_entropy"
    batch_size: int = 32
    initialization: str = "normal_fan_in"
    seed: int = 0
    device: str = "cpu"
    dtype: str = "float32"
    steps: int = 0
    norms_every: int = 0
    histogram_every: int = 50
    evaluate_every: int = 1000
    watch_share: float = 0.05
    watch_everything: bool = False
    most_mb_per_hour: float = 1000.0
    snapshot_mb: float = 100.0
    snapshot_every: int = 0
    settings: Settings = field(default_factory=Settings)

    def __post_init__(self) -> None:
        for name, known in EXPERIMENT_FIELDS.items():
            object.__setattr__(self, name, known.check(name, getattr(self, name)))
        most = DATASETS[self.data].num_examples
        if self.num_train + self.num_held_out > most:
            raise FieldError(
                f"num_train + num_held_out = {self.num_train + self.num_held_out} is not allowed: "
                f"{self.data} has {most} examples"
            )
        if self.batch_size > self.num_train:
            raise FieldError(
                f"batch_size = {self.batch_size} is not allowed: there are {self.num_train} training examples"
            )

        self.check_settings(self.settings)

    @property
    def widths(self) -> tuple[int, ...]:
        """Widths from the input to the output, `[num_layers + 1]`."""
        data = DATASETS[self.data]
        return (data.num_inputs, *self.hidden, data.num_classes)

    @property
    def layer_names(self) -> tuple[str, ...]:
        """`hidden 1`, ..., `output`, from the input on."""
        return (*(f"hidden {index + 1}" for index in range(len(self.hidden))), "output")

    @property
    def structure(self) -> str:
        """`784-30-30-10`; many equal widths in a row as `784-(30)x31-10`."""
        return describe_widths(self.widths)

    @property
    def outline(self) -> Outline:
        """What files and plots have to know of the network."""
        layers = tuple(
            LayerOutline(name, fan_in * fan_out, fan_out, self.dtype)
            for name, (fan_in, fan_out) in zip(self.layer_names, pairwise(self.widths), strict=True)
        )
        return Outline(self.name, self.structure, self.dtype, layers)

    def check_settings(self, settings: Settings) -> None:
        """Whether these settings can work with this structure. Raises FieldError."""
        if settings.skip and self.skip_blocked:
            raise FieldError(f"settings.skip = True is not allowed: {self.skip_blocked}")
        if self.batch_size < NORMALIZATIONS[settings.normalization].least_batch:
            raise FieldError(
                f"settings.normalization = {settings.normalization!r} is not allowed: "
                f"a batch of {self.batch_size} has no variance, choose a larger batch_size"
            )

    @property
    def skip_blocked(self) -> str:
        """Why no skip connection is possible, or an empty text."""
        widths = self.widths[:-1]
        if any(a == b for a, b in pairwise(widths)):
            return ""
        return "No two neighbouring hidden layers have the same width, so nothing can be added."

    def as_dict(self) -> dict[str, Any]:
        """Plain values by name, settings as a nested table, ready for JSON or TOML."""
        return {
            **{name: getattr(self, name) for name in EXPERIMENT_FIELDS},
            "hidden": list(self.hidden),
            "settings": self.settings.as_dict(),
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any], *, lenient: bool = False) -> Experiment:
        """The inverse of `as_dict`; what is missing keeps its default; lenient: what is not known is left out.

        Raises FieldError.
        """
        values = dict(values)
        settings = Settings.from_dict(values.pop("settings", {}), lenient=lenient)
        if lenient:
            values = {name: value for name, value in values.items() if name in EXPERIMENT_FIELDS}
        for name in values:
            if name not in EXPERIMENT_FIELDS:
                raise FieldError(f"{name} is not known: choose one of {', '.join([*EXPERIMENT_FIELDS, 'settings'])}")
        return cls(**values, settings=settings)

    def with_assignments(self, assignments: Iterable[str]) -> Experiment:
        """A copy with `name=value` words applied, settings by their bare names; what comes out must go together.

        Raises FieldError.
        """
        values: dict[str, Any] = {}
        settings: dict[str, Any] = {}
        for name, text in map(_split_assignment, assignments):
            if name in SETTING_FIELDS:
                settings[name] = SETTING_FIELDS[name].parse(name, text)
            elif name in EXPERIMENT_FIELDS:
                values[name] = EXPERIMENT_FIELDS[name].parse(name, text)
            else:
                names = ", ".join([*EXPERIMENT_FIELDS, *SETTING_FIELDS])
                raise FieldError(f"{name} is not known: choose one of {names}")
        return dataclasses.replace(self, **values, settings=dataclasses.replace(self.settings, **settings))


def _split_assignment(word: str) -> tuple[str, str]:
    name, equals, text = word.partition("=")
    if not equals or not name:
        raise FieldError(f"{word!r} is not allowed: write name=value")
    return name.strip(), text.strip()


def parse_changes(
    experiment: Experiment, schedule: Iterable[tuple[int, list[str]]], settings: Settings | None = None
) -> dict[int, list[Change]]:
    """Mid-session changes from the command line: (step, [`name=value`, ...]) pairs in the order given.

    settings: in force before the first of them, where these are not the experiment's.

    `initialization=he` re-initializes all layers with the experiment's seed. Changes are worked out in the order of
    their steps, and in the order given within a step. Raises FieldError.
    """
    settings = settings or experiment.settings
    changes: dict[int, list[Change]] = {}
    for step, words in sorted(schedule, key=lambda entry: entry[0]):
        if step < 0:
            raise FieldError(f"step {step} is not allowed: a whole number from 0 on")
        for name, text in map(_split_assignment, words):
            change: Change
            if name == "initialization":
                change = Reinitialize(scheme=INITIALIZATION_FIELD.parse(name, text), seed=experiment.seed)
            elif name in SETTING_FIELDS:
                value = SETTING_FIELDS[name].parse(name, text)
                change = settings = dataclasses.replace(settings, **{name: value})
                experiment.check_settings(settings)
            else:
                names = ", ".join([*SETTING_FIELDS, "initialization"])
                raise FieldError(f"{name} cannot change at a step: choose one of {names}")
            changes.setdefault(step, []).append(change)
    return changes


def preset_names() -> tuple[str, ...]:
    """The names of the presets in resources, sorted."""
    folder = files("gradiometer_resources").joinpath("presets")
    return tuple(sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml")))


def load_experiment(preset_or_path: str) -> Experiment:
    """Read a preset by its name, or a TOML file by its path.

    Raises FieldError, whose sentence names the file, for whatever is wrong with it.
    """
    if preset_or_path in preset_names():
        text = files("gradiometer_resources").joinpath("presets", f"{preset_or_path}.toml").read_text("utf-8")
        return _parse(text, f"preset {preset_or_path}")
    path = Path(preset_or_path)
    if path.suffix != ".toml":
        raise FieldError(
            f"{preset_or_path} is neither a preset ({', '.join(preset_names())}) nor the path of a .toml file"
        )
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise FieldError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise FieldError(f"{path} is not UTF-8 text") from error
    return _parse(text, str(path))


def _parse(text: str, origin: str) -> Experiment:
    try:
        values = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        # Besides its own errors, tomllib lets through those of numbers too long and tables too deep.
        raise FieldError(f"{origin} is not valid TOML: {error}") from error
    try:
        return Experiment.from_dict(values)
    except FieldError as error:
        raise FieldError(f"{origin}: {error}") from error
