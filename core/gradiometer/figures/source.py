"""The sessions that a figure was drawn from, wherever they lie now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from gradiometer.exports import ExportError
from gradiometer.figures.record import FigureRecord, Source
from gradiometer.session_database import SessionFileError
from gradiometer.session_file import load_session
from gradiometer.session_format import SUFFIX


def find_sessions(record: FigureRecord, figure: Path, folders: Sequence[Path] = ()) -> list[Path]:
    """The files of the sessions that a figure says it shows: where they were, beside the figure, or in these folders.

    A file counts by the id in it, whatever its name. Raises ExportError where one is not found.
    """
    return [_find(source, figure, folders) for source in record.sessions]


def _find(source: Source, figure: Path, folders: Sequence[Path]) -> Path:
    for path in _candidates(source, [figure.absolute().parent, *folders]):
        if _id_of(path) == source.id:
            return path
    places = ", ".join(dict.fromkeys(map(str, (source.file, figure.absolute().parent, *folders))))
    raise ExportError(
        f"the session of {figure} is not found: {source.title or source.file.name} (id {source.id}) is neither of "
        f"{places}; put its file beside the figure"
    )


def _candidates(source: Source, folders: Sequence[Path]) -> Iterator[Path]:
    """The likeliest first, because each has to be opened."""
    yield source.file
    name = source.file.name
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
