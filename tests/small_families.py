"""A small experiment of every family, whose steps take a few milliseconds, and the switches that it has."""

import dataclasses
import itertools
from collections.abc import Iterator

from gradiometer.experiment import Experiment
from gradiometer.fields import FieldError
from gradiometer.settings import Settings

SMALL = {
    "num_train": 64,
    "num_held_out": 16,
    "batch_size": 8,
    "dtype": "float64",
    "initialization": "xavier",
    "evaluate_every": 2,
    "norms_every": 1,
    "histogram_every": 2,
}
KINDS = {
    "mlp": {"data": "moons", "hidden": (5, 5)},
    "convolutional": {"data": "mnist", "hidden": (2, 2, 2, 3)},
    "rnn": {"data": "adding", "length": 9, "hidden": (4, 4), "loss": "squared_error"},
    "lstm": {"data": "adding", "length": 9, "hidden": (4, 4), "loss": "squared_error"},
    "gru": {"data": "copying", "length": 21, "hidden": (4, 4)},
    "transformer": {"data": "copying", "length": 21, "hidden": (4, 4), "heads": 2},
    "chain": {"data": "threshold", "hidden": (1, 1, 1), "loss": "quadratic"},
}
PLACES = ("before", "after")


def make(family: str, settings: dict | None = None, **values: object) -> Experiment:
    chosen = {"activation": "tanh"} if "activation" not in blocked_of(family) else {}
    return Experiment(
        **{**SMALL, **KINDS[family], **values}, family=family, settings=Settings(**chosen | (settings or {}))
    )


def blocked_of(family: str) -> dict[str, str]:
    return dict(Experiment(**{**SMALL, **KINDS[family]}, family=family).blocked)


def is_allowed(family: str, settings: Settings) -> bool:
    try:
        make(family).check_settings(settings)
    except FieldError:
        return False
    return True


def structures(family: str) -> Iterator[Settings]:
    """Every combination of the switches that decide which parameters are in use."""
    for normalization, place, skip in itertools.product(("none", "batch", "layer"), PLACES, (False, True)):
        settings = dataclasses.replace(make(family).settings, normalization=normalization, norm_place=place, skip=skip)
        if is_allowed(family, settings):
            yield settings
