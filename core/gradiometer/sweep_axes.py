"""What a map of first/last ratios can vary. To add an axis, add one entry to AXES."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from gradiometer.activations import ACTIVATIONS
from gradiometer.experiment import Experiment
from gradiometer.experiment_fields import EXPERIMENT_FIELDS
from gradiometer.fields import Choice, Field, FieldError, Integer
from gradiometer.initializations import INITIALIZATIONS
from gradiometer.settings import SETTING_FIELDS

MOST_VALUES = 64


@dataclass(frozen=True)
class Axis:
    """title: what a person reads; field: what a value may be; values: the usual ones; make: an experiment with another
    value, which raises FieldError where it is not allowed there; value_of: what it is in an experiment.
    """

    title: str
    field: Field
    values: tuple[Any, ...]
    make: Callable[[Experiment, Any], Experiment]
    value_of: Callable[[Experiment], Any]

    def label(self, value: Any) -> str:
        """A value in words."""
        if isinstance(self.field, Choice):
            return self.field.options[value]
        return f"{value:g}" if isinstance(value, float) else str(value)

    def words(self, values: Sequence[Any] = ()) -> str:
        """Values, the usual ones where none are given, as `parse` reads them: `3, 10, 30`."""
        return ", ".join(f"{value:g}" if isinstance(value, float) else str(value) for value in values or self.values)

    def check(self, name: str, values: Sequence[object]) -> tuple[Any, ...]:
        """These values; numbers in their order. Raises FieldError."""
        checked = tuple(self.field.check(name, value) for value in values)
        if not 1 <= len(checked) <= MOST_VALUES:
            raise FieldError(f"{name} has {len(checked)} values: give 1 to {MOST_VALUES} of them")
        if len(set(checked)) < len(checked):
            raise FieldError(f"{name} has a value twice: give each of them once")
        return checked if isinstance(self.field, Choice) else tuple(sorted(checked))

    def parse(self, name: str, text: str) -> tuple[Any, ...]:
        """`3,10,30`. Raises FieldError."""
        words = text.replace(",", " ").split()
        return self.check(name, [self.field.parse(name, word) for word in words])


def _with_depth(experiment: Experiment, depth: int) -> Experiment:
    """All hidden layers as wide as its first one."""
    widths = experiment.hidden or experiment.kind.hidden
    return dataclasses.replace(experiment, hidden=widths[:1] * depth)


def _with_activation(experiment: Experiment, activation: str) -> Experiment:
    return dataclasses.replace(experiment, settings=dataclasses.replace(experiment.settings, activation=activation))


AXES: dict[str, Axis] = {
    "depth": Axis(
        title="Depth",
        field=Integer(title="Depth", help="Number of hidden layers, each as wide as the first.", low=1, high=512),
        values=(1, 2, 3, 5, 8, 12, 20, 30, 50),
        make=_with_depth,
        value_of=lambda experiment: len(experiment.hidden),
    ),
    "weight_scale": Axis(
        title="Weight scale",
        field=EXPERIMENT_FIELDS["weight_scale"],
        values=(0.25, 0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0, 5.6, 8.0, 11.0, 16.0),
        make=lambda experiment, scale: dataclasses.replace(experiment, weight_scale=scale),
        value_of=lambda experiment: experiment.weight_scale,
    ),
    "initialization": Axis(
        title="Initialization",
        field=EXPERIMENT_FIELDS["initialization"],
        values=tuple(INITIALIZATIONS),
        make=lambda experiment, scheme: dataclasses.replace(experiment, initialization=scheme),
        value_of=lambda experiment: experiment.initialization,
    ),
    "activation": Axis(
        title="Activation",
        field=SETTING_FIELDS["activation"],
        values=tuple(ACTIVATIONS),
        make=_with_activation,
        value_of=lambda experiment: experiment.settings.activation,
    ),
}
