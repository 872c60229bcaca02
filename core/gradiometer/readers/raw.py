"""What every reader gives, and what every reader checks."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gradiometer.examples import MOST_BYTES, MOST_CLASSES, MOST_INPUTS, DataError

_LARGEST = float(np.finfo(np.float32).max)
_LONGEST_NAME = 100
_WHOLE = re.compile(r"[+-]?[0-9]{1,100}")
_BLOCK = 2**22


@dataclass(frozen=True)
class Raw:
    """Examples in the order of their file.

    inputs [n, *shape]: uint8 with 255 for 1.0, or float32, all finite; targets: int64 [n], from 0 to the number of
    class_names; remarks: sentences about what was found or left out.
    """

    inputs: NDArray[np.uint8] | NDArray[np.float32]
    targets: NDArray[np.int64]
    class_names: tuple[str, ...]
    remarks: tuple[str, ...] = ()


def cannot_be_read(path: Path | str, error: OSError) -> DataError:
    """The sentence for a file that the system does not give."""
    return DataError(f"{path} cannot be read: {(error.strerror or str(error) or 'no reason is given').lower()}")


def check_size(name: str, num_examples: int, shape: Sequence[int]) -> None:
    """Raises DataError where there are no examples, or more numbers than a session can hold."""
    num_inputs = math.prod(shape)
    if num_examples == 0 or num_inputs == 0:
        raise DataError(f"{name} holds no examples" if num_examples == 0 else f"{name} holds examples without values")
    if num_inputs > MOST_INPUTS:
        raise DataError(f"{name} has {num_inputs} values an example: at most {MOST_INPUTS} are allowed")
    if num_examples * num_inputs > MOST_BYTES // 4:
        gigabytes = 4 * num_examples * num_inputs / 1e9
        raise DataError(f"{name} would take {gigabytes:.1f} GB of memory: at most {MOST_BYTES / 1e9:.1f} are allowed")


def to_float32(values: NDArray[Any], tell: Callable[[tuple[int, ...]], str]) -> NDArray[np.float32]:
    """Real numbers as float32. tell: says where an index lies. Raises DataError for NaN, Inf and what is too large."""
    rows = max(1, _BLOCK // max(1, math.prod(values.shape[1:])))
    for start in range(0, len(values), rows):
        is_sound = np.abs(values[start : start + rows].astype(np.float64)) <= _LARGEST
        if not is_sound.all():
            first = np.argwhere(~is_sound)[0].tolist()
            index = (start + first[0], *first[1:])
            raise DataError(f"{tell(index)} is {values[index]}: only finite numbers up to {_LARGEST:.2g} are allowed")
    return np.ascontiguousarray(values, np.float32)


def classes_of(
    labels: Sequence[str], name: str, tell: Callable[[int], str]
) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """Classes from 0 on, int64 [n], and their names: whole numbers by size, words by the alphabet.

    name: of the file, or of the column; tell: says where a label lies. Raises DataError.
    """
    first: dict[str, int] = {}
    for index, label in enumerate(labels):
        first.setdefault(label, index)
    for label, index in first.items():
        if not label:
            raise DataError(f"{tell(index)} has no label")
        if len(label) > _LONGEST_NAME:
            raise DataError(
                f"{tell(index)} has a label of {len(label)} characters: at most {_LONGEST_NAME} are allowed"
            )
    keys: dict[str, Any] = {label: label for label in first}
    if all(map(is_number, first)):
        for label, index in first.items():
            if _WHOLE.fullmatch(label) is None:
                raise DataError(f"{tell(index)} has the label {label}: only whole numbers and words are allowed")
            keys[label] = int(label)
    different = sorted(set(keys.values()))
    if len(different) > MOST_CLASSES:
        raise DataError(f"{name} has {len(different)} different labels: at most {MOST_CLASSES} classes are allowed")
    if len(different) < 2:
        raise DataError(f"{name} has only one class, {different[0]}: at least two are needed")
    number = {key: index for index, key in enumerate(different)}
    of_label = {label: number[key] for label, key in keys.items()}
    return np.array([of_label[label] for label in labels], np.int64), tuple(map(str, different))


def is_number(text: str) -> bool:
    """Whether a text reads as a number, NaN and Inf included."""
    try:
        float(text)
    except ValueError:
        return False
    return True
