"""Readers of a user's own data. To add a kind of file, add one file here and one entry to READERS."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gradiometer.examples import DataError
from gradiometer.readers.folder import image_files, read_folder
from gradiometer.readers.idx import idx_files, is_idx_name, read_idx_pair
from gradiometer.readers.npz import read_npz
from gradiometer.readers.raw import Raw, cannot_be_read
from gradiometer.readers.table import read_table


@dataclass(frozen=True)
class Reader:
    """One kind of data. title, pattern: for a person who chooses a file; reads: whether a path is of this kind;
    files_of: all files that belong to it; read: these, in the order they have. The last two raise DataError.
    """

    title: str
    pattern: str
    reads: Callable[[Path], bool]
    files_of: Callable[[Path], list[Path]]
    read: Callable[[Path], Raw]


def _has_suffix(*suffixes: str) -> Callable[[Path], bool]:
    return lambda path: path.suffix.lower() in suffixes


def _alone(path: Path) -> list[Path]:
    return [path]


READERS = {
    "folder": Reader("Folder of images, a sub-folder a class", "", Path.is_dir, image_files, read_folder),
    "npz": Reader("NumPy arrays x and y", "*.npz", _has_suffix(".npz"), _alone, read_npz),
    "csv": Reader("Table with a label column", "*.csv *.tsv", _has_suffix(".csv", ".tsv"), _alone, read_table),
    "idx": Reader("IDX images, as MNIST comes", "*ubyte *ubyte.gz *idx*", is_idx_name, idx_files, read_idx_pair),
}


def reader_of(path: Path) -> Reader:
    """Who reads this file or folder. Raises DataError."""
    try:
        path.stat()
        is_there = path.is_file() or path.is_dir()
    except OSError as error:
        raise cannot_be_read(path, error) from error
    except ValueError as error:
        raise DataError(f"{str(path)!r} is no path: {error}") from error
    if not is_there:
        raise DataError(f"{path} is neither a file nor a folder")
    for reader in READERS.values():
        if reader.reads(path):
            return reader
    raise DataError(
        f"{path} is of no kind that can be read: choose an .npz or .csv file, "
        "an IDX file of images (its name holds idx), or a folder of images"
    )
