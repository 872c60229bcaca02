"""The session that a figure was drawn from, wherever it lies now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from gradiometer.exports import ExportError
from gradiometer.figures.record import FigureRecord
from gradiometer.session_database import SessionFileError
from gradiometer.session_file import load_session
from gradiometer.session_format import SUFFIX


def find_session(record: FigureRecord, figure: Path, folders: Sequence[Path] = ()) -> Path:
    """The file of the session that a figure says it shows: where it was, beside the figure, or in one of these folders.

    A file counts by the id in it, whatever its name. Raises ExportError where none is found.
    """
    for path in _candidates(record, [figure.absolute().parent, *folders]):
        if _id_of(path) == record.session_id:
            return path
    places = ", ".join(dict.fromkeys(map(str, (record.session_file, figure.absolute().parent, *folders))))
    raise ExportError(
        f"the session of {figure} is not found: {record.values['session'].get('title') or record.session_file.name} "
        f"(id {record.session_id}) is neither of {places}; put its file beside the figure"
    )


def _candidates(record: FigureRecord, folders: Sequence[Path]) -> Iterator[Path]:
    """The likeliest first, because each has to be opened."""
    yield record.session_file
    name = record.session_file.name
    for folder in folders:
        yield folder / name
    for folder in folders:
        if folder.is_dir():
            yield from sorted(path for path in folder.glob(f"*{SUFFIX}") if path.name != name)


def _id_of(path: Path) -> str | None:
    if not path.is_file():
        return None
    try:
        with load_session(path) as session:
            return session.meta.get("id", "")
    except SessionFileError:
        return None
