"""An experiment: everything that is fixed for one session, and the settings it starts with."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gradiometer.datasets import DATASETS, POSITIONS, DataError, DataFacts, DataSpec, Examples
from gradiometer.examples import MOST_EXAMPLES
from gradiometer.experiment_fields import EXPERIMENT_FIELDS, LAMBDA, LAMBDA_FIELD, without_lambda
from gradiometer.families import FAMILIES, Family, LayerPlan, Structure
from gradiometer.families.family import Blocked
from gradiometer.fields import FieldError, split_assignment
from gradiometer.losses import LOSSES
from gradiometer.normalizations import NORMALIZATIONS
from gradiometer.outline import LayerOutline, Outline
from gradiometer.settings import SETTING_FIELDS, Settings

_NUM_TRAIN = 50_000


class LonelyBatchError(FieldError):
    """A normalization over the batch, which has too few examples for that."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Experiment:
    """What is fixed for a session. Raises FieldError where a value is not allowed."""

    name: str = "digits"
    family: str = "mlp"
    data: str = "mnist"
    file: str = ""
    standardize: bool = False
    length: int = 100
    num_train: int = _NUM_TRAIN
    num_held_out: int = 10_000
    hidden: tuple[int, ...] = (30, 30, 30, 30)
    heads: int = 4
    loss: str = "softmax_cross_entropy"
    batch_size: int = 32
    initialization: str = "normal_fan_in"
    weight_scale: float = 1.0
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
    facts: DataFacts | None = None
    """Of the data; None: to be found out, which reads the user's own file."""

    def __post_init__(self) -> None:
        for name, known in EXPERIMENT_FIELDS.items():
            object.__setattr__(self, name, known.check(name, getattr(self, name)))
        # Facts without a checksum are those of a generated set, of which this one is a changed copy.
        if self.facts is None or self.data != "file" or not self.facts.checksum:
            object.__setattr__(self, "facts", _facts_of(self.data, self.data_spec))
        self._check_data()
        self.kind.check(self.network)
        self.check_settings(self.settings)

    def _check_data(self) -> None:
        """Whether there are enough data, and the loss can judge them. Raises FieldError."""
        most = self.known_facts.num_examples
        if self.num_train + self.num_held_out > most:
            source = (Path(self.file).name or self.file) if self.data == "file" else self.data
            raise FieldError(
                f"num_train + num_held_out = {self.num_train + self.num_held_out} is not allowed: "
                f"{source} has {most} examples"
            )
        if self.batch_size > self.num_train:
            raise FieldError(
                f"batch_size = {self.batch_size} is not allowed: there are {self.num_train} training examples"
            )
        targets = self.known_facts.targets
        if targets == POSITIONS and not self.kind.answers_each_step:
            able = ", ".join(name for name, family in FAMILIES.items() if family.answers_each_step)
            raise FieldError(
                f"family = {self.family!r} is not allowed: {self.data} asks for an answer at time steps, "
                f"choose one of {able}"
            )
        if targets not in LOSSES[self.loss].targets:
            fitting = ", ".join(name for name, loss in LOSSES.items() if targets in loss.targets)
            raise FieldError(
                f"loss = {self.loss!r} is not allowed: {self.data} asks for {targets}, choose one of {fitting}"
            )

    @property
    def data_spec(self) -> DataSpec:
        """What is asked of the data set."""
        num_examples = self.num_train + self.num_held_out
        return DataSpec(self.file, self.length, num_examples, self.standardize)

    @property
    def known_facts(self) -> DataFacts:
        """Of the data."""
        assert self.facts is not None
        return self.facts

    def load_examples(self) -> Examples:
        """All examples. Raises DataError, also where the user's own have changed since the experiment was made."""
        data = DATASETS[self.data]
        if self.data == "file" and (found := data.facts(self.data_spec)) != self.facts:
            was, now = self.known_facts.num_examples, found.num_examples
            what = f"it has {now} examples now, and had {was}" if was != now else "its values or labels are other ones"
            raise DataError(f"{self.file} is not what it was when this session was made: {what}")
        return data.load(self.data_spec)

    @property
    def kind(self) -> Family:
        """The family of the network."""
        return FAMILIES[self.family]

    @property
    def network(self) -> Structure:
        """What the network is built of. Raises FieldError where the family cannot read the data."""
        facts = self.known_facts
        return Structure(
            hidden=self.hidden,
            shape=self.kind.read(facts.shape),
            num_outputs=facts.num_outputs,
            answers_each_step=facts.targets == POSITIONS,
            heads=self.heads,
        )

    @property
    def layers(self) -> tuple[LayerPlan, ...]:
        """From the input on."""
        return tuple(self.kind.plan(self.network))

    @property
    def layer_names(self) -> tuple[str, ...]:
        """`hidden 1`, ..., `output`, from the input on."""
        return tuple(layer.name for layer in self.layers)

    @property
    def num_parameters(self) -> int:
        """Weights and biases; scales and shifts of normalizations, which may be passed by, are not counted."""
        return sum(layer.num_weights + layer.num_biases for layer in self.layers)

    @property
    def structure(self) -> str:
        """`784-30-30-10`; many equal widths in a row as `784-(30)x31-10`."""
        return self.kind.describe(self.network)

    @property
    def outline(self) -> Outline:
        """What files and plots have to know of the network."""
        layers = tuple(
            LayerOutline(layer.name, layer.num_weights, layer.num_units, self.dtype) for layer in self.layers
        )
        times = self.kind.time_quantities
        num_steps = self.network.shape[0] if times else 0
        has_surface = bool(self.known_facts.box)
        return Outline(self.name, self.structure, self.dtype, layers, num_steps, times, has_surface)

    @property
    def blocked(self) -> Blocked:
        """Why a setting, or `setting=value`, means nothing in this network."""
        return self.kind.blocked(self.network)

    def check_settings(self, settings: Settings) -> None:
        """Whether these settings can work with this structure. Raises FieldError."""
        plain = Settings()
        for blocked, reason in self.blocked.items():
            name, _, value = blocked.partition("=")
            now = getattr(settings, name)
            if now == value if value else now != getattr(plain, name):
                raise FieldError(f"settings.{name} = {now!r} is not allowed: {reason}")
        if self.batch_size < NORMALIZATIONS[settings.normalization].least_batch:
            raise LonelyBatchError(
                f"settings.normalization = {settings.normalization!r} is not allowed: "
                f"a batch of {self.batch_size} has no variance, choose a larger batch_size"
            )

    def fit_settings(self, settings: Settings) -> Settings:
        """These settings, with what means nothing in this network as it is by default."""
        plain = Settings()
        changes = {}
        for blocked in self.blocked:
            name, _, value = blocked.partition("=")
            if not value or getattr(settings, name) == value:
                changes[name] = getattr(plain, name)
        return dataclasses.replace(settings, **changes)

    def for_family(self, family: str) -> Experiment:
        """A network of another family, beginning as such networks do, on these data where it is made for them."""
        kind = FAMILIES[family]
        values = {name: getattr(self, name) for name in EXPERIMENT_FIELDS}
        settings = dataclasses.replace(Settings(), **kind.settings)  # type: ignore[arg-type]
        if self.batch_size < NORMALIZATIONS[settings.normalization].least_batch:
            settings = dataclasses.replace(settings, normalization="none")
        if self.data in (*kind.data, "file"):
            values |= {"facts": self.facts}
        else:
            values |= _fitting_data(kind.data[0], values)
        if kind.hidden[0] % self.heads:
            values["heads"] = 1
        return Experiment(**values | {"family": family, "hidden": kind.hidden, "settings": settings})

    def for_data(self, data: str, *, file: str | None = None, standardize: bool | None = None) -> Experiment:
        """The same network on other data, judged by a loss that can judge them. Raises FieldError.

        file, standardize: of the user's own data; None: as they are. Who took all of one file takes all of the next.
        """
        values = {name: getattr(self, name) for name in EXPERIMENT_FIELDS}
        own = {
            "file": self.file if file is None else file,
            "standardize": self.standardize if standardize is None else standardize,
        }
        takes_all = self.num_train + self.num_held_out == self.known_facts.num_examples
        if data == self.data == "file" and own["file"] != self.file and takes_all:
            values |= {"num_train": MOST_EXAMPLES, "num_held_out": self.num_held_out and MOST_EXAMPLES}
        return dataclasses.replace(self, **own, **_fitting_data(data, values | own))  # type: ignore[arg-type]

    def as_dict(self) -> dict[str, Any]:
        """Plain values by name, settings as a nested table, ready for JSON or TOML."""
        return {
            **{name: getattr(self, name) for name in EXPERIMENT_FIELDS},
            "hidden": list(self.hidden),
            "settings": self.settings.as_dict(),
            # Of a generated set they follow from the rest.
            **({"facts": self.known_facts.as_dict()} if self.data == "file" else {}),
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any], *, lenient: bool = False) -> Experiment:
        """The inverse of `as_dict`; what is missing keeps its default; lenient: what is not known is left out.

        Raises FieldError.
        """
        values = dict(values)
        num_train = values.get("num_train", _NUM_TRAIN)
        settings = Settings.from_dict(without_lambda(values.pop("settings", {}), num_train), lenient=lenient)
        facts = values.pop("facts", None)
        if lenient:
            values = {name: value for name, value in values.items() if name in EXPERIMENT_FIELDS}
        for name in values:
            if name not in EXPERIMENT_FIELDS:
                raise FieldError(f"{name} is not known: choose one of {', '.join([*EXPERIMENT_FIELDS, 'settings'])}")
        try:
            return cls(**values, settings=settings, facts=None if facts is None else DataFacts.from_dict(facts))
        except FieldError:
            raise
        except ValueError as error:
            raise FieldError(f"facts are not allowed: {error}") from error

    def with_assignments(self, assignments: Iterable[str]) -> Experiment:
        """A copy with `name=value` words applied, settings by their bare names; what comes out must go together.

        Raises FieldError.
        """
        values: dict[str, Any] = {}
        settings: dict[str, Any] = {}
        for name, text in map(split_assignment, assignments):
            if name in SETTING_FIELDS:
                settings[name] = SETTING_FIELDS[name].parse(name, text)
            elif name in EXPERIMENT_FIELDS:
                values[name] = EXPERIMENT_FIELDS[name].parse(name, text)
            elif name == LAMBDA:
                settings[name] = LAMBDA_FIELD.parse(name, text)
            else:
                names = ", ".join([*EXPERIMENT_FIELDS, *SETTING_FIELDS, LAMBDA])
                raise FieldError(f"{name} is not known: choose one of {names}")
        settings = without_lambda(settings, values.get("num_train", self.num_train))
        # Of other data, other facts hold.
        facts = None if values.keys() & {"data", "file", "standardize"} else self.facts
        settings_then = dataclasses.replace(self.settings, **settings)
        return dataclasses.replace(self, **values, settings=settings_then, facts=facts)


def _facts_of(data: str, spec: DataSpec) -> DataFacts:
    """Raises FieldError."""
    try:
        return DATASETS[data].facts(spec)
    except DataError as error:
        # That of a generated set names its field itself.
        raise FieldError(f"file = {spec.file!r} is not allowed: {error}" if data == "file" else str(error)) from error


def _fitting_data(data: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Data in place of other ones: with a loss that can judge them, and at most as many examples as there are."""
    facts = _facts_of(data, DataSpec(values["file"], values["length"], 0, values["standardize"]))
    can_judge = [name for name, loss in LOSSES.items() if facts.targets in loss.targets]
    # Of numbers that need not lie between 0 and 1 only one can.
    loss = values["loss"] if values["loss"] in can_judge else can_judge[0]
    num_train, num_held_out = values["num_train"], values["num_held_out"]
    if num_train + num_held_out > facts.num_examples:
        num_held_out = min(num_held_out, facts.num_examples // 6)
        num_train = facts.num_examples - num_held_out
    return {
        "data": data,
        "loss": loss,
        "facts": facts,
        "num_train": num_train,
        "num_held_out": num_held_out,
        "batch_size": min(values["batch_size"], num_train),
    }
