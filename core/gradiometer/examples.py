"""What data are: examples, what an experiment must know of them, and what is asked for. No data stand here."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

CLASSES, POSITIONS, VALUES, SHARES = "classes", "positions", "values", "shares"
"""What targets are: a class an example, a class at each time step, numbers, or numbers from 0 to 1."""

MOST_CLASSES = 1000
MOST_INPUTS = 200_000
"""Of one example: a colour image of 256 x 256 pixels has 196,608."""
MOST_EXAMPLES = 1_000_000
"""Of a generated set."""
MOST_BYTES = 2**31
"""Of all examples of a set, as float32."""


class DataError(ValueError):
    """Data that cannot be had. The message is one sentence that names the file or the set, and the reason."""


@dataclass(frozen=True, slots=True)
class DataSpec:
    """What is asked for. A data set reads only the fields that it says it uses."""

    file: str = ""
    """The user's own: a path."""
    length: int = 100
    """Time steps of a sequence task."""
    num_examples: int = 0
    """How many a generated set shall make; 0: a thousand."""
    standardize: bool = False
    """Whether each input is brought to mean 0 and deviation 1."""


@dataclass(frozen=True, slots=True)
class DataFacts:
    """What an experiment must know of its data. Small: session files hold it as JSON."""

    shape: tuple[int, ...]
    """Of one example: (n,) a vector, (channels, height, width) an image, (time steps, features) a sequence."""
    num_outputs: int
    """Classes, or values."""
    num_examples: int
    """So many at most."""
    targets: str
    """CLASSES (int64 [n]), POSITIONS (int64 [n, time steps], -1 where nothing is asked), VALUES and
    SHARES (float32 [n, k])."""
    class_names: tuple[str, ...] = ()
    box: tuple[float, ...] = ()
    """Of data with two inputs: x low, x high, y low, y high, with a margin."""
    checksum: str = ""
    """Of the user's own file or files."""

    @property
    def kind(self) -> str:
        """vector, sequence or image."""
        return ("vector", "sequence", "image")[len(self.shape) - 1]

    @property
    def num_inputs(self) -> int:
        """Values of one example."""
        return math.prod(self.shape)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}

    @classmethod
    def from_dict(cls, values: object) -> Self:
        """The inverse; names that it does not know are left out. Raises ValueError for junk."""
        if not isinstance(values, Mapping):
            raise ValueError(f"facts of data are a table, not {type(values).__name__}")
        known: dict[str, Any] = {}
        for field in fields(cls):
            if field.name in values:
                value = values[field.name]
                known[field.name] = tuple(value) if isinstance(value, list | tuple) else value
        try:
            facts = cls(**known)
        except TypeError as error:
            raise ValueError(f"facts of data lack something: {error}") from error
        for name, is_sound in _CHECKS.items():
            if not is_sound(getattr(facts, name)):
                raise ValueError(f"facts of data with {name} = {getattr(facts, name)!r}")
        if facts.class_names and len(facts.class_names) != facts.num_outputs:
            raise ValueError(f"facts of data with {len(facts.class_names)} class names for {facts.num_outputs} outputs")
        return facts


def _is_count(value: object) -> bool:
    return type(value) is int and 0 < value < 2**48


def _is_shape(value: object) -> bool:
    if not isinstance(value, tuple) or not 1 <= len(value) <= 3 or not all(map(_is_count, value)):
        return False
    return math.prod(value) < 2**48


def _is_box(value: object) -> bool:
    if not isinstance(value, tuple) or not all(isinstance(edge, int | float) and math.isfinite(edge) for edge in value):
        return False
    return not value or (len(value) == 4 and value[0] < value[1] and value[2] < value[3])


_CHECKS: dict[str, Callable[[object], bool]] = {
    "shape": _is_shape,
    "num_outputs": _is_count,
    "num_examples": _is_count,
    "targets": lambda value: isinstance(value, str) and value in (CLASSES, POSITIONS, VALUES, SHARES),
    "class_names": lambda value: isinstance(value, tuple) and all(isinstance(name, str) for name in value),
    "box": _is_box,
    "checksum": lambda value: isinstance(value, str),
}


@dataclass(frozen=True)
class Examples:
    """inputs [num_examples, *shape]: uint8, where 255 stands for 1.0, or float32; targets as `DataFacts.targets` says.

    The last ones are held out.
    """

    inputs: NDArray[np.uint8] | NDArray[np.float32]
    targets: NDArray[np.int64] | NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.targets)
