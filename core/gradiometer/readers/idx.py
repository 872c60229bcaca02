"""IDX, the format MNIST comes in: a file of images and, beside it, a file of labels."""

from __future__ import annotations

import gzip
import math
import re
import struct
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gradiometer.examples import MOST_BYTES, DataError
from gradiometer.readers.raw import Raw, cannot_be_read, check_size, classes_of, to_float32


def read_idx(data: bytes, name: str) -> NDArray[np.uint8]:
    """Decode one IDX file of unsigned bytes. Raises DataError.

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


def is_idx_name(path: Path) -> bool:
    """Whether a file is called as such files are."""
    return re.search("idx|ubyte", path.name.lower()) is not None


def idx_files(path: Path) -> list[Path]:
    """The images, and the labels found beside them: `train-images-idx3-ubyte` and `train-labels-idx1-ubyte`, each with
    or without `.gz`. Raises DataError.
    """
    name = path.name
    if "images" not in name:
        raise DataError(
            f"{name} is not called as a file of images is: choose one with the word images in its name, "
            "so that the labels can be found beside it"
        )
    labels = re.sub(r"idx\d", "idx1", name.replace("images", "labels"))
    plain = labels.removesuffix(".gz")
    for beside in (labels, plain, f"{plain}.gz"):
        if path.with_name(beside).is_file():
            return [path, path.with_name(beside)]
    raise DataError(f"{name} has no labels beside it: there is neither {plain} nor {plain}.gz")


def read_idx_pair(path: Path) -> Raw:
    """Images [n, height, width] or [n, channels, height, width], or vectors [n, k]. Raises DataError."""
    files = idx_files(path)
    beside = files[1].name
    images, labels = (read_idx(_content(each), each.name) for each in files)
    if not 2 <= images.ndim <= 4:
        raise DataError(f"{path.name} has {images.ndim} axes: 2 (vectors), 3 (images) or 4 (with channels) are allowed")
    if labels.shape != images.shape[:1]:
        raise DataError(f"{path.name} and {beside} do not belong together: shapes {images.shape} and {labels.shape}")
    check_size(path.name, len(images), images.shape[1:])
    targets, names = classes_of(
        [str(label) for label in labels.tolist()], beside, lambda index: f"{beside}: entry {index}"
    )
    remarks = (f"The labels are of {beside}.",)
    if images.ndim == 2:
        return Raw(to_float32(images, str), targets, names, remarks)
    return Raw(images[:, None] if images.ndim == 3 else images, targets, names, remarks)


def _content(path: Path) -> bytes:
    """All bytes of a file, unpacked where it is packed."""
    most = MOST_BYTES + 2**20
    try:
        with path.open("rb") as file:
            is_packed = file.read(2) == b"\x1f\x8b"
        with gzip.open(path) if is_packed else path.open("rb") as file:
            data = file.read(most + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise DataError(f"{path.name} is a damaged gzip file: {str(error).lower()}") from error
    except OSError as error:
        raise cannot_be_read(path, error) from error
    if len(data) > most:
        raise DataError(f"{path.name} is larger than {MOST_BYTES / 1e9:.1f} GB")
    return data
