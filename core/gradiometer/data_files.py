"""The user's own data, ready to be learnt from: read, checked, shuffled, and standardized where that is asked for."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gradiometer.data_text import describe_facts
from gradiometer.examples import CLASSES, DataError, DataFacts, DataSpec, Examples
from gradiometer.readers import reader_of
from gradiometer.readers.raw import Raw, cannot_be_read

_SHUFFLE_SEED = 20
_BLOCK = 2**24
"""Values that are held as float64 at a time, which takes eight times a byte: 128 MB."""
_LARGE = 10.0
"""Standardizing is advised where a value, or the largest deviation in the smallest, is beyond this."""
_MOST_HELD = 300_000_000
_MOST_KNOWN = 16

# Of each file: path, time of the last change in nanoseconds, bytes.
_Key = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Found:
    """What a file turned out to hold. facts: as it is; standard_box: the box once it is standardized; counts: examples
    of each class; low, high: of all values; is_uneven: whether to advise standardizing.
    """

    facts: DataFacts
    standard_box: tuple[float, ...]
    counts: tuple[int, ...]
    low: float
    high: float
    is_bytes: bool
    is_uneven: bool
    remarks: tuple[str, ...]


class _Memory:
    """What was found in the files read last and, until it is loaded, the last one's content where that is not large.

    The window asks for facts in its own thread, and a run loads in another.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: dict[_Key, Found] = {}
        self._held: tuple[_Key, Raw] | None = None

    def find(self, path: Path) -> Found:
        with self._lock:
            key = _key_of(path)
            found = self._found.pop(key, None)
            if found is None:
                raw = reader_of(path).read(path)
                found = _look_at(raw, _checksum(path))
                self._held = (key, raw) if raw.inputs.nbytes <= _MOST_HELD else None
            # Again at the end: the first one is what was asked for longest ago.
            self._found[key] = found
            if len(self._found) > _MOST_KNOWN:
                del self._found[next(iter(self._found))]
            return found

    def take(self, path: Path) -> Raw:
        with self._lock:
            held, self._held = self._held, None
            if held is not None and held[0] == _key_of(path):
                return held[1]
            return reader_of(path).read(path)


_memory = _Memory()


def file_facts(spec: DataSpec) -> DataFacts:
    """Reads the file when it is new or has changed. Raises DataError."""
    found = _memory.find(_path_of(spec))
    return replace(found.facts, box=found.standard_box) if spec.standardize else found.facts


def load_file(spec: DataSpec) -> Examples:
    """All examples, in an order drawn once and for all: files are often sorted by class, and the last are held out.

    Raises DataError.
    """
    raw = _memory.take(_path_of(spec))
    # By sorting: what a generator's own shuffling does may change with the version of numpy.
    order = np.argsort(np.random.default_rng(_SHUFFLE_SEED).random(len(raw.targets)), kind="stable")
    inputs, targets = raw.inputs[order], raw.targets[order]
    # Of a set of 2 GB two copies are enough.
    del raw
    return Examples(standardized(inputs) if spec.standardize else inputs, targets)


def describe_file(spec: DataSpec) -> list[str]:
    """What was found, line by line, for a person. Raises DataError."""
    found = _memory.find(_path_of(spec))
    values = f"Values from {found.low:.4g} to {found.high:.4g}"
    if found.is_bytes:
        values += ", where 255 stands for 1"
    lines = [*describe_facts(found.facts, found.counts), values, *found.remarks]
    if spec.standardize:
        lines.append("Standardized: each input has mean 0 and deviation 1 over all examples, held-out ones too.")
    elif found.is_uneven:
        lines.append("The inputs differ much in size: standardizing is advisable.")
    return lines


def standardized(inputs: NDArray[np.uint8] | NDArray[np.float32]) -> NDArray[np.float32]:
    """Each input brought to mean 0 and deviation 1 over all examples, float32; one that never changes becomes 0."""
    flat = inputs.reshape(len(inputs), -1)
    result = np.zeros(flat.shape, np.float32)
    for some in _some_columns(flat):
        part = flat[:, some]
        # Asked of the values: the deviation of equal numbers need not come out as exactly 0.
        varies = part.min(axis=0) < part.max(axis=0)
        columns = part[:, varies].astype(np.float64)
        columns -= columns.mean(axis=0)
        columns /= columns.std(axis=0)
        result[:, some][:, varies] = columns
    return result.reshape(inputs.shape)


def _some_columns(values: NDArray[np.uint8] | NDArray[np.float32]) -> Iterator[slice]:
    """All columns of [n, k], as many at a time as _BLOCK holds."""
    width = max(1, _BLOCK // len(values))
    return (slice(start, start + width) for start in range(0, values.shape[1], width))


def _path_of(spec: DataSpec) -> Path:
    if not spec.file.strip():
        raise DataError("No file is chosen: an IDX, NPZ or CSV file, or a folder of images by class")
    try:
        return Path(spec.file).expanduser()
    except RuntimeError as error:
        raise DataError(f"{spec.file} is no path: {error}") from error


def _key_of(path: Path) -> _Key:
    key = []
    for each in reader_of(path).files_of(path):
        try:
            state = each.stat()
        except OSError as error:
            raise cannot_be_read(each, error) from error
        key.append((str(each.absolute()), state.st_mtime_ns, state.st_size))
    return tuple(key)


def _checksum(path: Path) -> str:
    """The first 16 digits of the file's SHA-256; of several files, of the list of their names and SHA-256s."""
    digests = []
    for each in reader_of(path).files_of(path):
        try:
            with each.open("rb") as file:
                digests.append((each, hashlib.file_digest(file, "sha256").hexdigest()))
        except OSError as error:
            raise cannot_be_read(each, error) from error
    if len(digests) == 1:
        return digests[0][1][:16]
    # Of a folder the classes count, too, but never where all this lies.
    base = path if path.is_dir() else path.parent
    lines = "".join(f"{digest}  {each.relative_to(base).as_posix()}\n" for each, digest in digests)
    return hashlib.sha256(lines.encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _look_at(raw: Raw, checksum: str) -> Found:
    inputs, names = raw.inputs, raw.class_names
    shape: tuple[int, ...] = inputs.shape[1:]
    box: tuple[float, ...] = ()
    standard_box: tuple[float, ...] = ()
    if shape == (2,):
        box, standard_box = _box_of(inputs), _box_of(standardized(inputs))
    counts = tuple(np.bincount(raw.targets, minlength=len(names)).tolist())
    return Found(
        DataFacts(shape, len(names), len(inputs), CLASSES, names, box, checksum),
        standard_box,
        counts,
        float(inputs.min()),
        float(inputs.max()),
        inputs.dtype == np.uint8,
        inputs.dtype != np.uint8 and _is_uneven(inputs.reshape(len(inputs), -1)),
        raw.remarks,
    )


def _box_of(points: NDArray[np.uint8] | NDArray[np.float32]) -> tuple[float, ...]:
    """x low, x high, y low, y high of points [n, 2], with a tenth of the range on each side."""
    edges: list[float] = []
    for low, high in zip(points.min(axis=0).tolist(), points.max(axis=0).tolist(), strict=True):
        # Where there is no range: wide enough for float32 to tell the edges apart.
        margin = 0.1 * (high - low) or max(1.0, abs(low) * 1e-3)
        edges += [low - margin, high + margin]
    return tuple(edges)


def _is_uneven(inputs: NDArray[np.uint8] | NDArray[np.float32]) -> bool:
    """Whether values are large, or some inputs [n, k] vary much more than others."""
    deviations = np.concatenate([inputs[:, some].std(axis=0, dtype=np.float64) for some in _some_columns(inputs)])
    deviations = deviations[inputs.min(axis=0) < inputs.max(axis=0)]
    largest = max(abs(float(inputs.min())), abs(float(inputs.max())))
    return largest > _LARGE or (len(deviations) > 0 and bool(deviations.max() > _LARGE * deviations.min()))
