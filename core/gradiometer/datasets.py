"""The data a network can learn from. To add a set, add one line to DATASETS and the functions it names."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from gradiometer import generated_data as generated
from gradiometer.data_files import describe_file, file_facts, load_file
from gradiometer.data_text import describe_facts
from gradiometer.examples import CLASSES, POSITIONS, SHARES, VALUES, DataError, DataFacts, DataSpec, Examples
from gradiometer.readers.idx import read_idx

__all__ = [
    "CLASSES",
    "DATASETS",
    "POSITIONS",
    "SHARES",
    "VALUES",
    "DataError",
    "DataFacts",
    "DataSet",
    "DataSpec",
    "Examples",
    "describe",
]


@dataclass(frozen=True)
class DataSet:
    """title, help: what a person reads; facts: cheap when asked again; load: gives all examples, of which the last are
    held out. Both raise DataError. uses: which fields of the spec they read.
    """

    title: str
    help: str
    facts: Callable[[DataSpec], DataFacts]
    load: Callable[[DataSpec], Examples]
    uses: frozenset[str] = frozenset()


def describe(name: str, spec: DataSpec) -> list[str]:
    """What a data set is, line by line, for a person: how many examples of what, which classes, what to watch out for.

    Raises DataError.
    """
    if name == "file":
        return describe_file(spec)
    return [DATASETS[name].help, *describe_facts(DATASETS[name].facts(spec))]


def _load_mnist(*shape: int) -> Callable[[DataSpec], Examples]:
    """The 60,000 training images, each seen as this shape, in the order of the original file."""

    def load(spec: DataSpec) -> Examples:
        images, labels = _read_mnist()
        return Examples(images.reshape(-1, *shape), labels.astype(np.int64))

    return load


def _read_mnist() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Images [60000, 28, 28] and labels [60000]."""
    folder = files("gradiometer_resources").joinpath("mnist")
    parts = []
    for name in ("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"):
        try:
            data = gzip.decompress(folder.joinpath(name).read_bytes())
        except (OSError, EOFError, zlib.error) as error:
            raise DataError(f"the MNIST file {name} cannot be read: {error}") from error
        parts.append(read_idx(data, name))
    images, labels = parts
    if images.shape[1:] != (28, 28) or labels.shape != images.shape[:1]:
        raise DataError(f"the MNIST files do not belong together: shapes {images.shape} and {labels.shape}")
    return images, labels


def _fixed(facts: DataFacts) -> Callable[[DataSpec], DataFacts]:
    return lambda spec: facts


def _mnist(title: str, help: str, *shape: int) -> DataSet:
    facts = DataFacts(shape, 10, 60_000, CLASSES, tuple(map(str, range(10))))
    return DataSet(title, help, _fixed(facts), _load_mnist(*shape))


_ANY_NUMBER = frozenset({"num_examples"})
_ANY_LENGTH = frozenset({"num_examples", "length"})

DATASETS = {
    "mnist": _mnist("MNIST digits", "Handwritten digits, 28 x 28 pixels.", 1, 28, 28),
    "mnist_rows": _mnist("MNIST, row by row", "The digits as 28 time steps: the rows from the top.", 28, 28),
    "mnist_pixels": _mnist("MNIST, pixel by pixel", "The digits as 784 time steps of one pixel each.", 784, 1),
    "moons": DataSet(
        "Two moons",
        "Points of the plane: two half circles, one hooked into the other.",
        _fixed(generated.MOONS),
        generated.moons,
        _ANY_NUMBER,
    ),
    "spirals": DataSet(
        "Two spirals",
        "Points of the plane: two arms that wind about each other one and a half times.",
        _fixed(generated.SPIRALS),
        generated.spirals,
        _ANY_NUMBER,
    ),
    "circles": DataSet(
        "Two circles",
        "Points of the plane: one circle around the other.",
        _fixed(generated.CIRCLES),
        generated.circles,
        _ANY_NUMBER,
    ),
    "threshold": DataSet(
        "A threshold",
        "One number x from 0 to 1; what is to be told is 1 where x > 1/2, else 0.",
        _fixed(generated.THRESHOLD),
        generated.threshold,
        _ANY_NUMBER,
    ),
    "adding": DataSet(
        "Adding problem",
        "Two of the numbers in a sequence are marked, one in each half; what is to be told at its end is their sum. "
        "Always saying 1 has a mean squared error of 1/6.",
        generated.adding_facts,
        generated.adding,
        _ANY_LENGTH,
    ),
    "copying": DataSet(
        "Copying memory",
        "Ten symbols out of eight are shown first, and asked for at the last ten time steps; in between there are "
        "blanks and, just before the answer, a delimiter. Guessing has 1 in 8 right.",
        generated.copying_facts,
        generated.copying,
        _ANY_LENGTH,
    ),
    "file": DataSet(
        "Your own file",
        "IDX images with labels, NumPy arrays x and y (.npz), a table with a label column (.csv), or a folder of "
        "images by class.",
        file_facts,
        load_file,
        frozenset({"file", "standardize"}),
    ),
}
