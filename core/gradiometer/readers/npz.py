"""NPZ, numpy's archive of arrays: x holds the inputs, y the classes."""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gradiometer.examples import MOST_BYTES, DataError
from gradiometer.readers.raw import Raw, cannot_be_read, check_size, classes_of, to_float32

# Gray, colours, colours and opacity.
_CHANNELS = (1, 3, 4)

# What numpy and zipfile raise for archives that are damaged or lie.
_DAMAGED = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    OverflowError,
    MemoryError,
    EOFError,
    SyntaxError,
    RuntimeError,
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
)


def read_npz(path: Path) -> Raw:
    """x: numbers [n, features], [n, time steps, features] or [n, channels, height, width]; y: the classes [n], whole
    numbers or words.

    Bytes (uint8) of images stand for brightness, 255 for 1.0. Keras and PIL store images as [n, height, width] of bytes
    and as [n, height, width, channels]: these are known by their type and their axes. Raises DataError.
    """
    name = path.name
    x, y = _arrays(path)
    if not 2 <= x.ndim <= 4:
        raise DataError(
            f"{name}: x has the shape {x.shape}, where [n, features], [n, time steps, features] "
            "or [n, channels, height, width] is allowed"
        )
    if y.ndim != 1:
        raise DataError(f"{name}: y has the shape {y.shape}, where [n] is allowed: one class an example")
    if len(x) != len(y):
        raise DataError(f"{name}: x holds {len(x)} examples and y {len(y)} labels")
    if x.dtype.kind not in "buif":
        raise DataError(f"{name}: x holds {x.dtype}, where only real numbers are allowed")
    if y.dtype.kind not in "buiU":
        raise DataError(f"{name}: y holds {y.dtype}, where only whole numbers and words are allowed")
    check_size(f"{name}: x", len(x), x.shape[1:])
    labels = [str(label).strip() for label in y.tolist()]
    targets, names = classes_of(labels, f"{name}: y", lambda index: f"{name}: y[{index}]")
    is_brightness = x.dtype == np.uint8 and x.ndim > 2
    inputs, remark = _with_axes(x if is_brightness else to_float32(x, lambda index: f"{name}: x{list(index)}"))
    return Raw(np.ascontiguousarray(inputs), targets, names, (remark,) if remark else ())


def _with_axes(x: NDArray[Any]) -> tuple[NDArray[Any], str]:
    """Images as [n, channels, height, width], the rest as it is, and how the axes were read, where that is a choice."""
    if x.ndim == 3 and x.dtype == np.uint8:
        return x[:, None], "Three axes of bytes are read as images: [n, height, width]."
    if x.ndim == 3:
        return x, "Three axes of numbers are read as sequences; images have four: [n, channels, height, width]."
    if x.ndim == 4 and x.shape[3] in _CHANNELS and x.shape[1] not in _CHANNELS:
        return np.moveaxis(x, 3, 1), "The last axis is read as channels: [n, height, width, channels]."
    return x, ""


def _arrays(path: Path) -> tuple[NDArray[Any], NDArray[Any]]:
    name = path.name
    try:
        with zipfile.ZipFile(path) as archive:
            sizes = {info.filename.removesuffix(".npy"): info.file_size for info in archive.infolist()}
    except OSError as error:
        raise cannot_be_read(path, error) from error
    except (*_DAMAGED, NotImplementedError) as error:
        raise DataError(f"{name} is not an NPZ file: {error}") from error
    for key in ("x", "y"):
        if key not in sizes:
            raise DataError(f"{name} has no array {key}: it holds {', '.join(sorted(sizes)[:10]) or 'nothing'}")
        # x may be of float64.
        if sizes[key] > 2 * MOST_BYTES + 2**20:
            raise DataError(f"{name}: {key} is larger than {2 * MOST_BYTES / 1e9:.1f} GB")
    found = []
    for key in ("x", "y"):
        try:
            with np.load(path, allow_pickle=False) as arrays:
                array = arrays[key]
        except OSError as error:
            raise DataError(f"{name}: {key} cannot be read: {str(error).lower()}") from error
        except _DAMAGED as error:
            reason = "it holds Python objects, which are never loaded" if "pickle" in str(error) else error
            raise DataError(f"{name}: {key} cannot be read: {reason}") from error
        if not isinstance(array, np.ndarray):
            raise DataError(f"{name}: {key} is no array")
        found.append(array)
    return found[0], found[1]
