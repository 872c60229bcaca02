"""The data a network can learn from. To add a set, add one line to DATASETS and the function it names."""

from __future__ import annotations

import gzip
import math
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray


class DataError(ValueError):
    """Data that cannot be read. The message is one sentence that names the file and the reason."""


@dataclass(frozen=True)
class Examples:
    """inputs: uint8 [num_examples, num_inputs], 255 standing for 1.0; labels: int64 [num_examples]."""

    inputs: NDArray[np.uint8]
    labels: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.labels)


@dataclass(frozen=True)
class DataSet:
    """title: what a person reads; load: gives all examples, of which the last are held out."""

    title: str
    num_inputs: int
    num_classes: int
    num_examples: int
    load: Callable[[], Examples]


def read_idx(data: bytes, name: str) -> NDArray[np.uint8]:
    """Decode one IDX file of unsigned bytes, as MNIST comes in. Raises DataError.

    The format: two zero bytes, 8 for unsigned byte, the number of axes, each axis's length as a big-endian int32.
    """
    if len(data) < 4 or data[:3] != b"\x00\x00\x08":
        raise DataError(f"{name} is not an IDX file of unsigned bytes")
    num_axes = data[3]
    header = 4 + 4 * num_axes
    if len(data) < header:
        raise DataError(f"{name} ends inside its header")
    shape = struct.unpack(f">{num_axes}I", data[4:header])
    size = math.prod(shape)
    if len(data) - header != size:
        raise DataError(f"{name} announces {size} bytes of data and holds {len(data) - header}")
    try:
        # A copy, because an array over bytes is read-only and torch warns of those.
        return np.frombuffer(memoryview(data)[header:], np.uint8).reshape(shape).copy()
    except ValueError as error:
        # More axes than numpy has, or a length of 0 beside lengths past all memory.
        raise DataError(f"{name} has a shape that cannot be held: {error}") from error


def _load_mnist() -> Examples:
    """The 60,000 training images of MNIST, 28 x 28 pixels each, in the order of the original file."""
    folder = files("gradiometer_resources").joinpath("mnist")
    parts = []
    for name in ("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"):
        try:
            data = gzip.decompress(folder.joinpath(name).read_bytes())
        except (OSError, EOFError, zlib.error) as error:
            raise DataError(f"the MNIST file {name} cannot be read: {error}") from error
        parts.append(read_idx(data, name))
    images, labels = parts
    if images.ndim != 3 or labels.shape != images.shape[:1]:
        raise DataError(f"the MNIST files do not belong together: shapes {images.shape} and {labels.shape}")
    return Examples(images.reshape(len(images), -1), labels.astype(np.int64))


DATASETS = {
    "mnist": DataSet("MNIST digits", 784, 10, 60_000, _load_mnist),
}
